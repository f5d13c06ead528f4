"""The front door without a window: what is remembered, what is asked, what is saved of rows that cannot go in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.desk.import_samples import FIELDS, contents, order_states, taobao, unknown, write_csv

from shopdesk.exchange.estimate import estimate_rows
from shopdesk.exchange.imports import (
    Choices,
    NeedsAnswer,
    NeedsMapping,
    let_go,
    prepare,
    rejected_rows,
    run_import,
    save_rejects,
)
from shopdesk.exchange.match import draft_plan, plan_with
from shopdesk.exchange.plan import Answer, Grain
from shopdesk.exchange.preview import TwoWays, become, first_cells, two_ways
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.table import FileFacts, SheetHead
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store
from shopdesk.text import UserError


class Enough(Exception):
    """The person cancels."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    made = new_shop(str(tmp_path / "shop.shopdesk"))
    yield made
    made.close()


def test_a_told_mapping_is_remembered_with_the_import(shop: Store, tmp_path: Path) -> None:
    told = Choices(kind="orders", mapping=FIELDS)
    staged = prepare(shop, unknown(tmp_path / "a.csv"), told)
    assert run_import(shop, staged) > 0
    again = prepare(shop, unknown(tmp_path / "b.csv", 24), Choices())
    assert again.plan.columns == staged.plan.columns
    assert again.counts()["same"] == 20
    assert again.counts()["new"] == 4


def test_a_proposal_that_nobody_accepted_is_not_used(shop: Store, tmp_path: Path) -> None:
    rows = [("Order no", "Date", "SKU", "Qty", "Price", "Something"), ("A1", "2026-01-02", "T-1", "1", "12.50", "x")]
    path = write_csv(tmp_path / "list.csv", rows)
    with pytest.raises(NeedsMapping) as refused:
        prepare(shop, path, Choices())
    assert refused.value.facts.name == "list.csv"
    assert prepare(shop, path, Choices(accept_proposal=True)).counts()["new"] == 1


def test_cells_with_two_readings_come_with_the_question(shop: Store, tmp_path: Path) -> None:
    path = unknown(tmp_path / "dates.csv", two_ways=True)
    with pytest.raises(NeedsAnswer) as refused:
        prepare(shop, path, Choices(mapping=FIELDS))
    assert refused.value.asked[Answer.DAY_FIRST][:2] == ("01/02/2026", "02/03/2026")
    staged = prepare(shop, path, Choices(mapping=FIELDS, day_first=False))
    first = datetime.fromtimestamp(staged.orders[0].fields["placed_at"], UTC)
    assert (first.month, first.day) == (1, 1)  # the second of January in Shanghai


@pytest.mark.parametrize("calls", [1, 3, 6])
def test_cancelling_an_import_at_any_moment_leaves_the_store_as_it_was(shop: Store, tmp_path: Path, calls: int) -> None:
    staged = prepare(shop, taobao(tmp_path / "long.csv", 9_000), Choices())
    before = contents(shop)
    left = [calls]

    def check(_rows: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise Enough

    with pytest.raises(Enough):
        run_import(shop, staged, check=check)
    assert contents(shop) == before
    assert run_import(shop, staged) > 0
    assert len(order_states(shop)) == 9_000


def test_rejected_rows_keep_every_cell_of_the_file(shop: Store, tmp_path: Path) -> None:
    path = taobao(tmp_path / "orders.csv", 6, broken=(4,))
    staged = prepare(shop, path, Choices())
    with open_file(path) as reading:
        (reject,) = rejected_rows(reading, staged)
    assert reject.row == 6
    assert reject.values[7:10] == ["张三", "杭州市西湖区龙井路1号", "13800000004"]
    assert set(reject.reasons) == {2, 4, 5}


def test_rejects_of_another_file_are_refused(shop: Store, tmp_path: Path) -> None:
    staged = prepare(shop, taobao(tmp_path / "orders.csv", 6, broken=(4,)), Choices())
    other = taobao(tmp_path / "orders.csv", 7, broken=(4,))
    with pytest.raises(UserError) as refused:
        save_rejects(other, staged, tmp_path / "rejects.xlsx")
    assert refused.value.code == "file_changed"
    assert not (tmp_path / "rejects.xlsx").exists()


def test_rejects_never_take_the_place_of_the_file_that_has_them(shop: Store, tmp_path: Path) -> None:
    path = taobao(tmp_path / "orders.csv", 6, broken=(4,))
    staged, before = prepare(shop, path, Choices()), path.read_bytes()
    with pytest.raises(UserError) as refused:
        save_rejects(path, staged, tmp_path / "." / "orders.csv")
    assert (refused.value.code, path.read_bytes()) == ("target_source", before)


def test_the_column_of_reasons_is_left_aside_when_it_comes_back(shop: Store, tmp_path: Path) -> None:
    told = Choices(kind="orders", mapping=FIELDS)
    path = unknown(tmp_path / "a.csv")
    text = path.read_text().replace(
        "B-1003,2026-03-07,TEA-001,Sencha,3,12.50", "B-1003,2026-03-07,TEA-001,Sencha,x,12.50"
    )
    path.write_text(text)
    staged = prepare(shop, path, told)
    assert len(staged.rejected_rows) == 2  # the other line of the order is held
    run_import(shop, staged, good_rows=True)
    save_rejects(path, staged, tmp_path / "rejects.xlsx")
    again = prepare(shop, tmp_path / "rejects.xlsx", Choices())
    assert again.plan.columns == staged.plan.columns
    assert len(again.rejected_rows) == 2


def test_a_draft_can_be_completed_column_by_column(tmp_path: Path) -> None:
    with open_file(unknown(tmp_path / "a.csv")) as reading:
        heads = reading.heads
    plan = draft_plan(heads, "orders")
    assert not plan.certain
    places = {header: place for place, header in enumerate(plan.headers)}
    plan = plan_with(plan, heads, {key: places[header] for key, header in FIELDS.items()})
    assert plan.grain is Grain.LINE
    assert places["Kunde E-Mail"] in plan.personal
    cells = first_cells(plan, heads[0].rows, places["Menge"])
    assert [cell.text for cell in become(plan, "quantity", cells, UTC)] == ["1", "2", "3"]
    faults = [cell.fault for cell in become(plan, "quantity", ["many"], UTC)]
    assert faults == ["many is not a number"]


def test_both_readings_of_a_cell_are_told() -> None:
    days = two_ways(Answer.DAY_FIRST, ["03/04/2026"])
    assert days == [TwoWays("03/04/2026", datetime(2026, 4, 3), datetime(2026, 3, 4))]  # noqa: DTZ001 - without a zone
    numbers = two_ways(Answer.DECIMAL_COMMA, ["1.234"])
    assert numbers == [TwoWays("1.234", Decimal(1234), Decimal("1.234"))]


def test_the_estimate_is_near_for_text_and_exact_for_short_sheets(tmp_path: Path) -> None:
    with open_file(taobao(tmp_path / "a.csv", 5_000)) as reading:
        facts = reading.facts()
    assert 2_500 < estimate_rows(facts, 0) < 10_000
    short = SheetHead(0, "s", hidden=False, rows=(("a", "b"), ("1", "2")))
    assert estimate_rows(replace(facts, heads=(short,)), 0) == 2
    assert isinstance(facts, FileFacts)


def test_letting_go_empties_a_dry_run(shop: Store, tmp_path: Path) -> None:
    staged = prepare(shop, taobao(tmp_path / "a.csv", 500), Choices())
    let_go(staged)
    assert not staged.orders
    assert not staged.pages
