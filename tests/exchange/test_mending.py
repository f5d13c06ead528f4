"""What a person mends on the way in: the cell is taken as mended, the file's own text is kept beside it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from tests.desk.import_samples import FIELDS, TAOBAO, order_states, taobao, unknown, write_csv

from shopdesk.exchange.imports import Choices, plan_file, read_as, run_import, save_rejects
from shopdesk.exchange.mending import NO_MENDS, Mends, file_row
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store
from shopdesk.store.tables import ImportFile

MONEY = [TAOBAO.index(name) for name in ("买家应付货款", "总金额", "买家实际支付金额")]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    made = new_shop(str(tmp_path / "shop.shopdesk"))
    yield made
    made.close()


def read(shop: Store, path: Path, mends: Mends = NO_MENDS, choices: Choices | None = None) -> Staged:
    with open_file(path) as reading:
        return read_as(shop, reading, plan_file(shop, reading, choices or Choices()), mends=mends)


def mend(row: int, places: Sequence[int], text: str, mends: Mends = NO_MENDS) -> Mends:
    for place in places:
        mends = mends.with_cell(row, place, text)
    return mends


def recorded(shop: Store) -> dict[str, object]:
    with shop.read() as tx:
        told: dict[str, object] = json.loads(tx.scalar(select(ImportFile.plan)))
        return told


def test_a_mended_cell_is_staged_again_and_both_texts_are_kept(shop: Store, tmp_path: Path) -> None:
    path = taobao(tmp_path / "orders.csv", 6, broken=(2,))
    assert read(shop, path).counts()["rejected"] == 1
    staged = read(shop, path, mend(4, MONEY, "77.00"))
    assert staged.counts() | {"new": 6, "rejected": 0} == staged.counts()
    assert run_import(shop, staged) > 0
    assert len(order_states(shop)) == 6
    assert recorded(shop)["mended"] == [[4, TAOBAO[place], "#N/A", "77.00"] for place in MONEY]
    assert (file_row(staged.pages, 4) or [])[MONEY[0]] == "#N/A"  # the raw layer is the file's
    assert file_row(staged.pages, 99) is None


def test_a_mended_cell_that_still_will_not_do_says_why(shop: Store, tmp_path: Path) -> None:
    path = taobao(tmp_path / "orders.csv", 6, broken=(2,))
    staged = read(shop, path, mend(4, MONEY, "many"))
    assert {(p.row, p.value) for p in staged.problems} == {(4, "many")}
    save_rejects(path, staged, tmp_path / "rejects.xlsx")
    book = load_workbook(tmp_path / "rejects.xlsx")
    assert book.worksheets[0].cell(2, MONEY[0] + 1).value == "many"
    book.close()


def test_a_personal_cell_is_mended_and_kept_masked(shop: Store, tmp_path: Path) -> None:
    staged = read(shop, taobao(tmp_path / "orders.csv", 3), mend(2, [TAOBAO.index("联系手机")], "13912345678"))
    assert [(one.was, one.text) for one in staged.mended] == [("138****0000", "139****5678")]


def test_a_row_left_out_counts_as_skipped_and_its_faults_go(shop: Store, tmp_path: Path) -> None:
    path = taobao(tmp_path / "orders.csv", 6, broken=(2, 4))
    staged = read(shop, path, NO_MENDS.leaving_out(4, True))
    assert staged.counts() | {"new": 4, "rejected": 1, "skipped": 1} == staged.counts()
    assert {problem.row for problem in staged.problems} == {6}
    assert (4, "You left this row out.") in staged.aside
    run_import(shop, staged, good_rows=True)
    assert recorded(shop)["left_out"] == [4]
    assert len(order_states(shop)) == 4


def test_an_order_is_left_out_with_all_its_rows(shop: Store, tmp_path: Path) -> None:
    staged = read(
        shop, unknown(tmp_path / "till.csv", 6), NO_MENDS.leaving_out(4, True), Choices(kind="orders", mapping=FIELDS)
    )
    assert [order.order_no for order in staged.orders] == ["B-1000", "B-1002"]
    assert staged.counts()["skipped"] == 2
    assert [reason for _row, reason in sorted(staged.aside)] == ["You left this row out.", "You left its order out."]


def test_of_two_rows_that_disagree_one_can_be_left_out(shop: Store, tmp_path: Path) -> None:
    rows = [("SKU", "Product", "Price"), ("T-1", "Tea", "12.50"), ("T-1", "Tea", "13.50"), ("T-2", "Pot", "40")]
    told = Choices(kind="products", mapping={"sku": "SKU", "title": "Product", "price": "Price"})
    path = write_csv(tmp_path / "products.csv", rows)
    assert read(shop, path, choices=told).counts()["rejected"] == 2
    staged = read(shop, path, NO_MENDS.leaving_out(2, True), told)
    assert [(item.row, item.outcome) for item in staged.items] == [(3, Outcome.NEW), (4, Outcome.NEW)]


def test_the_same_order_number_twice_is_settled_by_leaving_one_out(shop: Store, tmp_path: Path) -> None:
    path = taobao(tmp_path / "orders.csv", 2)
    text = path.read_bytes().replace(b"2611210000000000001", b"2611210000000000000")
    path.write_bytes(text)
    assert read(shop, path).counts()["rejected"] == 2
    staged = read(shop, path, NO_MENDS.leaving_out(3, True))
    assert staged.counts() | {"new": 1, "rejected": 0, "skipped": 1} == staged.counts()


def test_mends_come_and_go() -> None:
    mends = NO_MENDS.with_cell(3, 1, "a").leaving_out(5, True)
    assert (bool(mends), len(mends)) == (True, 2)
    assert not mends.without_cell(3, 1).leaving_out(5, False)
