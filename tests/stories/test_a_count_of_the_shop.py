"""A count of the whole shop on a working day: two people count while parcels leave and a delivery comes in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.counter import orders, sku, stock, take_in
from tests.stories.shop_invariants import assert_whole

from shopdesk.exchange.count_sheet import read_count_sheet, write_count_sheet
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.counting.actions import (
    NewScan,
    approve_count,
    count_again,
    explain_lines,
    hand_over,
    record_scans,
    resolve_code,
    start_count,
)
from shopdesk.shop.counting.outcomes import ACCURACY_ROWS, SHRINKAGE_ROWS, due_rows
from shopdesk.shop.counting.reports import find_session
from shopdesk.shop.counting.review import fetch_review
from shopdesk.shop.counting.rules import Limits, Scope, Verdict
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.text import UserError

GOODS = {"TEA": (40, 5), "CUP": (30, 8), "POT": (12, 20), "TRAY": (6, 30)}
"""Code → pieces that came in at eight, and what one cost."""


class Day:
    """The shop, and the clock on its wall."""

    def __init__(self, path: Path) -> None:
        self.hour = at(8)
        self.store = new_shop(str(path), name="Tea", currency="CNY", time_zone="UTC")
        self.store._clock = lambda: self.hour
        for code, (pieces, cost) in GOODS.items():
            sku_id = self.store.do(add_product, code, code.title(), barcode=f"69{code}", price=Decimal(50)).value
            line = ReceiptLine(sku_id, Decimal(pieces), Decimal(cost))
            self.store.do(receive_goods, f"GR-{code}", [line], received_at=at(8))

    def scan(self, person: str, session: int, when: datetime, *scans: tuple[str, int], round_no: int = 1) -> None:
        made = [
            NewScan(f"{person} {when:%H%M} {code}", code, Decimal(pieces), when, person, round=round_no)
            for code, pieces in scans
        ]
        self.store.do(record_scans, session, made)

    def cells(self, source: RowSource) -> list[dict[str, object]]:
        keys = [column.key for column in source.sheet.columns]
        with self.store.read() as tx:
            return [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, source, Query())]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


def sold(number: str, code: str, pieces: int, when: datetime) -> dict[str, object]:
    moment = f"{when:%Y-%m-%d %H:%M}"
    return {
        "order_no": number, "state": "shipped", "placed_at": moment, "paid_at": moment, "shipped_at": moment,
        "sku": code, "title": code, "quantity": pieces, "unit_price": "50",
    }  # fmt: skip


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path / "tea.shopdesk")
    yield made
    assert_whole(made.store)
    made.store.close()


def test_a_count_of_the_shop(day: Day) -> None:
    store = day.store
    session = store.do(start_count, Scope(), title="Spring", limits=Limits(Decimal(1))).value
    # Min counts the tea at nine: 37, three are missing. Two parcels with four of it leave at half past nine.
    day.scan("Min", session, at(9), ("69TEA", 20), ("TEA", 17))
    # Li counts the cups at ten, after the parcel with two cups left, which nobody has told the program yet.
    day.scan("Li", session, at(10), ("69CUP", 28))
    # At a quarter past ten a delivery of pots comes in; Li counts all of them after it, one too many.
    day.hour = at(10, 15)
    store.do(receive_goods, "GR-NEW", [ReceiptLine(sku(store, "POT"), Decimal(6), Decimal(20))])
    day.scan("Li", session, at(10, 30), ("69POT", 19), ("A-NEW-BOX", 2))
    # At eleven the orders of the morning are imported.
    day.hour = at(11)
    take_in(store, orders(sold("A-1", "TEA", 4, at(9, 30)), sold("A-2", "CUP", 2, at(9, 45)), name="morning.csv"))
    assert stock(store) == {"TEA": 36, "CUP": 28, "POT": 18, "TRAY": 6}  # nothing of the count is stock yet

    store.do(hand_over, session)
    with store.read() as tx:
        review = fetch_review(tx, session)
    said = {one.line.code: (one.expected, one.difference, one.since, one.verdict) for one in review.lines}
    assert said == {
        "TEA": (40, -3, -4, Verdict.AGAIN),
        "CUP": (28, 0, 0, Verdict.RIGHT),
        "POT": (18, 1, 0, Verdict.SMALL),
        "TRAY": (6, None, 0, Verdict.LEFT),
    }
    with pytest.raises(UserError, match="A-NEW-BOX"):
        store.do(approve_count, session, "Wang")
    store.do(resolve_code, session, "A-NEW-BOX", sku(store, "TRAY"), add_barcode=True)
    tasks = {one.line.code: one.line.task_id for one in review.lines}
    store.do(count_again, session, [tasks["TEA"], tasks["TRAY"]])
    # The second look, at noon: 34 of the tea lie there, and all six trays.
    day.hour = at(12)
    day.scan("Wang", session, at(12), ("TEA", 34), ("A-NEW-BOX", 6), round_no=2)
    store.do(hand_over, session)
    store.do(explain_lines, session, [tasks["TEA"]], "theft")
    # One more is sold before the owner has time to approve.
    day.hour = at(14)
    take_in(store, orders(sold("A-3", "TEA", 1, at(13)), name="noon.csv"))
    store.do(approve_count, session, "Owner")

    # 40 came, 4 were sold before the second look, 34 were there: two are gone for good. One was sold after.
    assert stock(store) == {"TEA": 33, "CUP": 28, "POT": 19, "TRAY": 6}
    with store.read() as tx:
        booked = find_session(tx, session)
        figures = fetch_profit(tx)["2026-03"]
    assert (booked.approved_by, booked.alone) == ("Owner", False)
    assert figures.accounts[Role.SHRINKAGE.value] == 2 * 5 - 1 * 20
    shrunk = [(row["reason"], row["person"], row["missing"], row["found"], row["value"])
              for row in day.cells(SHRINKAGE_ROWS)]  # fmt: skip
    assert shrunk == [("theft", "Wang", 2, 0, -10), (None, "Li", 0, 1, 20)]
    (right,) = day.cells(ACCURACY_ROWS)
    assert (right["count"], right["lines"], right["right"], right["accuracy"]) == ("Spring", 4, 2, Decimal("0.5"))

    # A delivery of eight in the morning is entered in the evening: what was counted stays what was counted.
    day.hour = at(18)
    late = [ReceiptLine(sku(store, "TEA"), Decimal(10), Decimal(5))]
    store.do(receive_goods, "GR-LATE", late, received_at=at(8, 30))
    assert stock(store)["TEA"] == 33
    with store.read() as tx:
        source = due_rows(tx)
    assert {row["sku"]: row["last_counted"] for row in day.cells(source)} == {
        "TEA": at(12), "CUP": at(10), "POT": at(10, 30), "TRAY": at(12),
    }  # fmt: skip


def test_a_paper_count_is_typed_in_afterwards(day: Day, tmp_path: Path) -> None:
    """The sheet is filled in at ten and comes back at noon; what was sold in between is not counted twice."""
    from openpyxl import load_workbook

    store, path = day.store, tmp_path / "spring.xlsx"
    session = store.do(start_count, Scope(), title="Spring", limits=Limits(Decimal(100))).value
    with store.read() as tx:
        assert write_count_sheet(path, tx, find_session(tx, session)) == 4
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        code = row[heads.index("SKU")].value
        if code in {"TEA", "CUP"}:
            row[heads.index("Counted")].value = {"TEA": 38, "CUP": 30}[str(code)]
            row[heads.index("Counted at")].value = "2026-03-02 10:00"
    book.save(path)
    day.hour = at(12)
    take_in(store, orders(sold("A-1", "TEA", 5, at(11)), name="morning.csv"))
    with store.read() as tx:
        found = read_count_sheet(path, tx, person="Min")
    assert (len(found.scans), found.blank, found.told, found.missing) == (2, 2, [], [])
    store.do(record_scans, session, found.scans)
    store.do(hand_over, session)
    store.do(approve_count, session, "Min")
    assert stock(store) == {"TEA": 33, "CUP": 30, "POT": 12, "TRAY": 6}
    with store.read() as tx:
        assert find_session(tx, session).alone
