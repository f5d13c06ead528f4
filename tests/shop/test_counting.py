"""A count from its first scan to the books: what came between is right, whatever it was; on SQLite and PostgreSQL."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import func, select
from tests.exchange import counter
from tests.exchange.conftest import opened
from tests.exchange.counter import assert_sound, orders, sku, take_in
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.counting.actions import (
    NewScan,
    approve_count,
    cancel_count,
    count_again,
    count_on,
    explain_lines,
    hand_over,
    record_scans,
    resolve_code,
    set_code_aside,
    set_count_days,
    start_count,
)
from shopdesk.shop.counting.outcomes import ACCURACY_ROWS, SHRINKAGE_ROWS, due_rows
from shopdesk.shop.counting.reports import SESSION_ROWS, find_code, find_scans, find_session, find_shelf
from shopdesk.shop.counting.review import Review, fetch_review
from shopdesk.shop.counting.rules import Limits, Scope, Verdict
from shopdesk.shop.counting.scope import find_scope
from shopdesk.shop.stock.actions import ReceiptLine, add_warehouse, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.levels import main_warehouse, on_hand
from shopdesk.shop.stock.places import add_shelf
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import CountTask, Sku, StockCount, StockCountLine, StockMove
from shopdesk.text import UserError

DAY = datetime(2026, 3, 5, tzinfo=UTC)
GOODS = (("TEA", "Tea", "leaf", 20, "4"), ("CUP", "Cup", "ware", 10, "6"), ("KET", "Kettle", "ware", 0, None))


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


def stock_up(store: Store) -> None:
    """The goods, at eight in the morning."""
    opened(store)
    store._clock = lambda: at(8)
    for code, title, category, pieces, cost in GOODS:
        added = store.do(add_product, code, title, category=category, barcode=f"69{code}", price=Decimal(20))
        if pieces:
            line = ReceiptLine(added.value, Decimal(pieces), Decimal(cost or 0))
            store.do(receive_goods, "", [line], received_at=at(0))


class Shop:
    """A shop, the clock on its wall, and a scanner."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.hour = at(8)
        self.store._clock = lambda: self.hour
        self.numbers = count(1)
        self.ids = {code: sku(store, code) for code, *_rest in GOODS}

    def start(self, scope: Scope = Scope(), **chosen: object) -> int:  # noqa: B008
        return int(self.store.do(start_count, scope, **chosen).value)  # type: ignore[arg-type]

    def scan(self, session: int, code: str, pieces: str, when: datetime, *, person: str = "Min", sets: bool = False,
             round_no: int = 1, undoes: str | None = None) -> str:  # fmt: skip
        number = f"a-{next(self.numbers)}"
        made = NewScan(number, code, Decimal(pieces), when, person, sets, round_no, undoes)
        assert self.store.do(record_scans, session, [made]).value == 1
        return number

    def review(self, session: int) -> Review:
        with self.store.read() as tx:
            return fetch_review(tx, session)

    def verdicts(self, session: int) -> Mapping[str, Verdict]:
        return {line.line.code: line.verdict for line in self.review(session).lines}

    def book(self, session: int, approver: str = "Wang") -> None:
        self.store.do(hand_over, session)
        self.store.do(approve_count, session, approver)

    def differences(self) -> dict[str, Decimal]:
        with self.store.read() as tx:
            rows = tx.rows(
                select(Sku.code, func.sum(StockMove.quantity).label("pieces"))
                .join(Sku, Sku.sku_id == StockMove.sku_id)
                .where(StockMove.document_kind == "count")
                .group_by(Sku.code)
            )
        return {row.code: Decimal(row.pieces) for row in rows if row.pieces}


def stock(store: Store) -> dict[str, Decimal]:
    """On hand by SKU, of those that are there."""
    return {code: pieces for code, pieces in counter.stock(store).items() if pieces}


@pytest.fixture
def shop(new_store: Make) -> Iterator[Shop]:
    made = Shop(new_store(stock_up))
    yield made
    assert_sound(made.store)


def test_a_count_sets_and_does_not_add(shop: Shop) -> None:
    """Counted quantities that added instead of setting: odoo 146595."""
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "69TEA", "18", at(9))
    shop.scan(session, "CUP", "10", at(9, 1))
    shop.book(session)
    assert stock(shop.store) == {"TEA": 18, "CUP": 10}
    # Counted again with the same number, nothing changes: the second time it would have been 36.
    again = shop.start(Scope(free=True), limits=Limits(Decimal(100)))
    shop.hour = at(10)
    shop.scan(again, "TEA", "18", at(10))
    shop.book(again)
    assert stock(shop.store) == {"TEA": 18, "CUP": 10}
    assert shop.differences() == {"TEA": Decimal(-2)}


def test_a_booked_count_has_changed_what_it_says_it_changed(shop: Shop) -> None:
    """A count that "succeeds" while nothing changes: odoo 125515."""
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "0", at(9))
    shop.book(session)
    assert stock(shop.store) == {"CUP": 10}
    assert shop.differences() == {"TEA": Decimal(-20)}


def test_selling_and_receiving_go_on_between_scan_and_approval(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "17", at(9))  # 3 are missing
    shop.hour = at(10)
    shop.store.do(receive_goods, "", [ReceiptLine(shop.ids["TEA"], Decimal(5), Decimal(4))])
    shop.store.do(adjust_stock, shop.ids["TEA"], Decimal(-1), MoveReason.WRITE_OFF, "wet")
    (tea,) = [line for line in shop.review(session).lines if line.line.code == "TEA"]
    assert (tea.expected, tea.difference, tea.value, tea.since) == (20, -3, -12, 4)
    shop.hour = at(11)
    shop.book(session)
    assert stock(shop.store) == {"TEA": 17 + 5 - 1, "CUP": 10}
    assert shop.differences() == {"TEA": Decimal(-3)}


@pytest.mark.parametrize("entered", ["before the review", "after it was booked"])
def test_a_backdated_receipt_does_not_overwrite_a_count(shop: Shop, entered: str) -> None:
    """A delivery dated before the count, entered after it: erpnext 54295, 54640, 25192."""
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "17", at(9))
    late = [ReceiptLine(shop.ids["TEA"], Decimal(5), Decimal(4))]
    shop.hour = at(10)
    if entered == "before the review":
        shop.store.do(receive_goods, "", late, received_at=at(7))
        shop.book(session)
    else:
        shop.book(session)
        shop.store.do(receive_goods, "", late, received_at=at(7))
    assert stock(shop.store)["TEA"] == 17
    assert shop.differences() == {"TEA": Decimal(17 - 25)}


def test_each_line_has_its_own_minute(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "20", at(9))
    shop.hour = at(10)
    sold = {
        "order_no": "A-1", "state": "shipped", "placed_at": "2026-03-05 09:30", "paid_at": "2026-03-05 09:30",
        "shipped_at": "2026-03-05 09:30", "sku": "CUP", "title": "Cup", "quantity": 2, "unit_price": "20",
    }  # fmt: skip
    shop.scan(session, "CUP", "8", at(9, 45))  # after the two were sold, which is entered later
    shop.hour = at(11)
    take_in(shop.store, orders(sold))
    shop.book(session)
    assert (stock(shop.store), shop.differences()) == ({"TEA": 20, "CUP": 8}, {})
    with shop.store.read() as tx:
        lines = tx.rows(select(StockCountLine.counted_at, StockCountLine.counted_by, StockCountLine.expected))
    assert sorted(tuple(row) for row in lines) == [(at(9), "Min", 20), (at(9, 45), "Min", 8)]


def test_what_is_not_counted_stays_and_is_said(shop: Shop) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "20", at(9))
    assert shop.verdicts(session) == {"TEA": "right", "CUP": "left", "KET": "left"}
    shop.book(session)
    assert stock(shop.store) == {"TEA": 20, "CUP": 10}


def test_over_tolerance_goes_to_a_recount_and_only_that_round_speaks(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(1)))
    shop.scan(session, "TEA", "15", at(9))
    shop.scan(session, "CUP", "9", at(9, 1))
    shop.store.do(hand_over, session)
    assert shop.verdicts(session) == {"TEA": "again", "CUP": "small", "KET": "left"}
    with pytest.raises(UserError, match="Over tolerance and counted once: TEA"):
        shop.store.do(approve_count, session, "Wang")
    tea = next(line.line.task_id for line in shop.review(session).lines if line.line.code == "TEA")
    shop.store.do(count_again, session, [tea])
    assert shop.verdicts(session)["TEA"] == "waits"
    shop.scan(session, "TEA", "3", at(10))  # of the first round, too late: it no longer speaks
    assert shop.verdicts(session)["TEA"] == "waits"
    shop.scan(session, "TEA", "16", at(10), round_no=2)
    shop.scan(session, "TEA", "2", at(10, 1), round_no=2)
    shop.hour = at(11)
    shop.store.do(hand_over, session)
    assert shop.verdicts(session)["TEA"] == "confirmed"
    shop.store.do(approve_count, session, "Wang")
    assert stock(shop.store) == {"TEA": 18, "CUP": 9}


def test_a_line_over_tolerance_may_be_explained_instead(shop: Shop) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "15", at(9))
    shop.store.do(hand_over, session)
    tea = next(line.line.task_id for line in shop.review(session).lines if line.line.code == "TEA")
    shop.store.do(explain_lines, session, [tea], "damaged", "flood")
    shop.store.do(approve_count, session)
    with shop.store.read() as tx:
        assert tx.scalars(select(StockCountLine.reason)) == ["damaged"]
        assert tx.scalars(select(CountTask.note).where(CountTask.task_id == tea)) == ["flood"]


def test_what_moved_while_it_was_counted_is_counted_again(shop: Shop) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "10", at(9))
    shop.store.do(adjust_stock, shop.ids["TEA"], Decimal(-2), MoveReason.WRITE_OFF, "sold", moved_at=at(9, 5))
    shop.scan(session, "TEA", "10", at(9, 10))
    assert shop.verdicts(session)["TEA"] == "moved"


def test_a_scan_sent_twice_stays_one(shop: Shop) -> None:
    session = shop.start()
    scans = [NewScan(f"b-{n}", "TEA", Decimal(1), at(9), "Min") for n in range(5)]
    assert shop.store.do(record_scans, session, scans).value == 5
    assert shop.store.do(record_scans, session, [*scans, scans[0]._replace(scan_no="b-9")]).value == 1
    (tea,) = [line for line in shop.review(session).lines if line.line.code == "TEA"]
    assert tea.counted is not None
    assert tea.counted.pieces == 6


def test_a_scan_is_taken_back(shop: Shop) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "5", at(9))
    second = shop.scan(session, "TEA", "12", at(9, 1), sets=True)
    shop.scan(session, "TEA", "0", at(9, 2), undoes=second)
    only = shop.scan(session, "CUP", "3", at(9, 3))
    shop.scan(session, "CUP", "0", at(9, 4), undoes=only)
    found = {line.line.code: line.counted and line.counted.pieces for line in shop.review(session).lines}
    assert found == {"TEA": 5, "CUP": None, "KET": None}
    with shop.store.read() as tx:
        cells = dict(zip([c.key for c in SESSION_ROWS.sheet.columns], fetch_first(tx, SESSION_ROWS, Query())[0][1],
                         strict=True))  # fmt: skip
    assert (cells["counted"], cells["asked"], cells["state"]) == (1, 3, "open")


def test_an_unknown_code_keeps_its_number_and_is_resolved(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "999", "4", at(9))
    shop.scan(session, "888", "1", at(9))
    shop.store.do(hand_over, session)
    assert [(one.code, one.pieces) for one in shop.review(session).unknown] == [("999", 4), ("888", 1)]
    with pytest.raises(UserError, match=r"Nothing was counted|Codes that nobody knows are open"):
        shop.store.do(approve_count, session)
    shop.store.do(resolve_code, session, "999", shop.ids["KET"], add_barcode=True)
    with pytest.raises(UserError, match="Codes that nobody knows are open: 888"):
        shop.store.do(approve_count, session)
    shop.hour = at(10)
    shop.store.do(set_code_aside, session, "888")
    shop.store.do(approve_count, session)
    assert stock(shop.store) == {"TEA": 20, "CUP": 10, "KET": 4}
    with shop.store.read() as tx:
        found = find_code(tx, session, "999")
        assert found is not None
        assert found.sku == "KET"
        assert find_code(tx, session, "69KET") is not None  # the barcode that it had
        assert [row.code for row in find_scans(tx, session)] == ["999", "888", "888"]


def test_a_bundle_is_not_counted_and_no_code_is_resolved_to_one(shop: Shop) -> None:
    """What a sheet or an old log says of it is kept as a code that is open, not refused when all else is booked."""
    box = shop.store.do(add_product, "BOX", "Box").value
    shop.store.do(set_parts, box, {shop.ids["TEA"]: Decimal(2)})
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "CUP", "9", at(9))
    shop.scan(session, "BOX", "4", at(9))
    shop.scan(session, "999", "1", at(9))
    with shop.store.read() as tx:
        found = find_code(tx, session, "BOX"), find_code(tx, session, "CUP")
    assert [one.is_bundle for one in found if one] == [True, False]
    shop.store.do(hand_over, session)
    assert [one.code for one in shop.review(session).unknown] == ["BOX", "999"]
    with pytest.raises(UserError, match="BOX is a bundle itself"):
        shop.store.do(resolve_code, session, "999", box)
    for code in ("BOX", "999"):
        shop.store.do(set_code_aside, session, code)
    shop.store.do(approve_count, session)
    assert stock(shop.store) == {"TEA": 20, "CUP": 9}


def test_a_code_that_has_become_known_finds_its_sku(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "PIT", "4", at(9))
    shop.store.do(add_product, "PIT", "Pitcher")
    shop.book(session)
    assert stock(shop.store) == {"TEA": 20, "CUP": 10, "PIT": 4}


def test_a_code_that_is_resolved_after_a_recount_asks_for_one_more(shop: Shop) -> None:
    """What lay under the code is of the SKU, and the recount did not know: it is not the number to book."""
    session = shop.start()
    shop.scan(session, "KET", "7", at(9))
    shop.scan(session, "999", "2", at(9))
    shop.store.do(hand_over, session)
    [kettle] = [line for line in shop.review(session).lines if line.line.code == "KET"]
    shop.store.do(count_again, session, [kettle.line.task_id])
    shop.scan(session, "KET", "7", at(10), round_no=2)
    shop.store.do(hand_over, session)
    shop.store.do(resolve_code, session, "999", shop.ids["KET"], add_barcode=True)
    [kettle] = [line for line in shop.review(session).lines if line.line.code == "KET"]
    assert (kettle.counted, kettle.line.round, kettle.verdict) == (None, 3, Verdict.WAITS)
    shop.store.do(count_on, session)
    shop.scan(session, "KET", "7", at(11), round_no=3)
    shop.scan(session, "999", "2", at(11), round_no=3)
    shop.store.do(hand_over, session)
    [kettle] = [line for line in shop.review(session).lines if line.line.code == "KET"]
    assert (kettle.counted and kettle.counted.pieces, kettle.verdict) == (9, Verdict.CONFIRMED)


def test_a_cancelled_count_leaves_nothing(shop: Shop) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "1", at(9))
    shop.store.do(hand_over, session)
    shop.store.do(cancel_count, session)
    assert stock(shop.store) == {"TEA": 20, "CUP": 10}
    with shop.store.read() as tx:
        assert tx.scalars(select(StockCount.count_id)) == []
    for step in (approve_count, hand_over, count_on, cancel_count):
        with pytest.raises(UserError, match="cancelled"):
            shop.store.do(step, session)
    with pytest.raises(UserError, match="cancelled"):
        shop.scan(session, "TEA", "1", at(9))


def test_a_booked_count_stays_as_it_is(shop: Shop) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "20", at(9))
    shop.book(session)
    with pytest.raises(UserError, match="This count is booked"):
        shop.store.do(approve_count, session)
    with pytest.raises(UserError, match="This count is booked"):
        shop.scan(session, "TEA", "1", at(9))


@pytest.mark.parametrize(("approver", "alone"), [("Wang", False), ("min ", True)])
def test_who_approves_is_kept_and_whether_alone(shop: Shop, approver: str, alone: bool) -> None:
    session = shop.start()
    shop.scan(session, "TEA", "20", at(9))
    shop.book(session, approver)
    with shop.store.read() as tx:
        booked = find_session(tx, session)
    assert (booked.state, booked.approved_by, booked.alone) == ("posted", approver.strip(), alone)


def test_a_blind_count_reads_no_level(shop: Shop) -> None:
    session, other = shop.start(blind=True), shop.start(blind=False)
    with shop.store.read() as tx:
        hidden, shown = find_code(tx, session, "69TEA"), find_code(tx, other, "69TEA")
    assert hidden is not None
    assert shown is not None
    assert (hidden.expected, list(shown.expected.values())) == ({}, [20])


def test_the_scope_chooses(shop: Shop) -> None:
    store, ids = shop.store, shop.ids

    def found(scope: Scope) -> list[str]:
        codes = {sku_id: code for code, sku_id in ids.items()}
        with store.read() as tx:
            return sorted(codes[one.sku_id] for one in find_scope(tx, scope))

    assert found(Scope()) == ["CUP", "KET", "TEA"]
    assert found(Scope(categories=("ware",))) == ["CUP", "KET"]
    assert found(Scope(free=True)) == []
    shop.hour = at(9)
    store.do(count_stock, [(ids["TEA"], Decimal(20), None)], counted_at=at(8))
    assert found(Scope(idle_days=1)) == ["CUP", "KET"]
    shop.hour = at(33)
    assert found(Scope(idle_days=1)) == ["CUP", "KET", "TEA"]
    assert len(found(Scope(sample=2, seed=1))) == 2
    assert found(Scope(sample=1, seed=1, categories=("leaf",))) == ["TEA"]
    with pytest.raises(UserError, match="Nothing in the shop is of that choice"):
        shop.start(Scope(categories=("none such",)))


def test_a_warehouse_is_counted_for_itself(shop: Shop) -> None:
    other = shop.store.do(add_warehouse, "Annex").value
    line = ReceiptLine(shop.ids["TEA"], Decimal(7), Decimal(4))
    shop.store.do(receive_goods, "", [line], received_at=at(1), warehouse_id=other)
    with shop.store.read() as tx:
        assert [one.sku_id for one in find_scope(tx, Scope(place_id=other))] == [shop.ids["TEA"]]
    session = shop.start(Scope(place_id=other), limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "6", at(9))
    shop.book(session)
    assert stock(shop.store)["TEA"] == 26
    with shop.store.read() as tx:
        assert tx.scalars(select(StockCount.warehouse_id)) == [other]


def test_classes_follow_the_revenue(shop: Shop) -> None:
    rows = [
        {"order_no": f"A-{code}", "state": "shipped", "placed_at": "2026-03-04 10:00", "paid_at": "2026-03-04 10:00",
         "shipped_at": "2026-03-04 12:00", "sku": code, "title": code, "quantity": 1, "unit_price": price}
        for code, price in (("TEA", "800"), ("CUP", "150"), ("KET", "50"))
    ]  # fmt: skip
    take_in(shop.store, orders(*rows))
    codes = {sku_id: code for code, sku_id in shop.ids.items()}
    with shop.store.read() as tx:
        by_class = {abc: [codes[one.sku_id] for one in find_scope(tx, Scope(classes=(abc,)))] for abc in "ABC"}
    assert by_class == {"A": ["TEA"], "B": ["CUP"], "C": ["KET"]}


def cells(store: Store, source: RowSource, query: Query = Query()) -> list[dict[str, object]]:  # noqa: B008
    with store.read() as tx:
        keys = [column.key for column in source.sheet.columns]
        return [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, source, query)]


def test_shrinkage_is_told_by_reason_place_and_person(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "17", at(9), person="Min")
    shop.scan(session, "CUP", "12", at(9), person="Li")
    shop.scan(session, "KET", "1", at(9), person="Li")
    tasks = {line.line.code: line.line.task_id for line in shop.review(session).lines}
    shop.store.do(explain_lines, session, [tasks["TEA"]], "theft")
    shop.book(session)
    found = cells(shop.store, SHRINKAGE_ROWS)
    wanted = {"place": "Main warehouse"}
    assert found == [
        {**wanted, "reason": "theft", "person": "Min", "lines": 1, "missing": 3, "found": 0, "net": -3, "value": -12,
         "unknown": 0},
        {**wanted, "reason": None, "person": "Li", "lines": 2, "missing": 0, "found": 3, "net": 3, "value": 12,
         "unknown": 1},
    ]  # fmt: skip


def test_accuracy_is_told_count_by_count(shop: Shop) -> None:
    first = shop.start(title="First", limits=Limits(Decimal(100)))
    shop.scan(first, "TEA", "17", at(9))
    shop.scan(first, "CUP", "10", at(9))
    shop.book(first)
    shop.hour = at(20)
    second = shop.start(title="Second")
    shop.scan(second, "TEA", "17", at(20))
    shop.book(second)
    found = [(row["count"], row["lines"], row["right"], row["accuracy"], row["off"], row["value"])
             for row in cells(shop.store, ACCURACY_ROWS)]  # fmt: skip
    assert found == [("Second", 1, 1, 1, 0, None), ("First", 2, 1, Decimal("0.5"), 3, -12)]


def test_a_difference_that_is_entered_late_is_no_shrinkage(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(100)))
    shop.scan(session, "TEA", "17", at(9))
    shop.book(session)
    assert [row["missing"] for row in cells(shop.store, SHRINKAGE_ROWS)] == [3]
    shop.hour = at(10)
    shop.store.do(adjust_stock, shop.ids["TEA"], Decimal(-3), MoveReason.WRITE_OFF, "wet", moved_at=at(8, 30))
    assert cells(shop.store, SHRINKAGE_ROWS) == []


def test_only_a_count_moves_the_last_count(shop: Shop) -> None:
    """A "last stocktake" that also moved when stock was added or removed: InvenTree 11640."""

    def due() -> dict[object, tuple[object, object]]:
        with shop.store.read() as tx:
            source = due_rows(tx)
        return {row["sku"]: (row["state"], row["last_counted"]) for row in cells(shop.store, source)}

    assert due() == {"TEA": ("never", None), "CUP": ("never", None)}
    shop.hour = at(9)
    shop.store.do(count_stock, [(shop.ids["TEA"], Decimal(20), None)])
    shop.hour = at(10)
    shop.store.do(adjust_stock, shop.ids["TEA"], Decimal(-1), MoveReason.WRITE_OFF, "wet")
    shop.store.do(receive_goods, "", [ReceiptLine(shop.ids["CUP"], Decimal(5))])
    assert due() == {"TEA": ("fine", at(9)), "CUP": ("never", None)}
    shop.hour = at(24 * 180 + 8)
    assert due()["TEA"] == ("soon", at(9))
    shop.hour = at(24 * 180 + 10)
    assert due()["TEA"] == ("due", at(9))
    shop.store.do(set_count_days, {"A": 30, "B": 90, "C": 365})
    assert due()["TEA"] == ("fine", at(9))
    with pytest.raises(UserError, match="at least one day"):
        shop.store.do(set_count_days, {"A": 0, "B": 90, "C": 365})


def test_shelves_are_counted_each_for_itself(shop: Shop) -> None:
    with shop.store.read() as tx:
        main = main_warehouse(tx)
    left, right = (shop.store.do(add_shelf, main, name).value for name in ("A-01", "A-02"))
    for place, pieces in ((left, 7), (right, 3)):
        line = ReceiptLine(shop.ids["TEA"], Decimal(pieces), Decimal(4))
        shop.store.do(receive_goods, "", [line], received_at=at(1), warehouse_id=place)
    with shop.store.read() as tx:
        asked = [one.place_id for one in find_scope(tx, Scope()) if one.sku_id == shop.ids["TEA"]]
        assert sorted(asked) == sorted([main, left, right])
        assert [one.place_id for one in find_scope(tx, Scope(place_id=left))] == [left]
        assert find_shelf(tx, main, "a-01") == (left, "A-01")
        assert find_shelf(tx, main, "TEA") is None
    session = shop.start(limits=Limits(Decimal(100)))
    scans = [
        NewScan("s-1", "TEA", Decimal(6), at(9), "Min", place_id=left),
        NewScan("s-2", "TEA", Decimal(4), at(9), "Min", place_id=right),
        NewScan("s-3", "CUP", Decimal(2), at(9), "Min", place_id=right),  # where nobody asked for any
    ]
    shop.store.do(record_scans, session, scans)
    shop.book(session)
    with shop.store.read() as tx:
        there = {place: on_hand(tx, shop.ids["TEA"], place) for place in (main, left, right)}
        assert there == {main: 20, left: 6, right: 4}
        assert on_hand(tx, shop.ids["CUP"], right) == 2
        assert sorted(tx.scalars(select(StockCount.warehouse_id))) == [left, right]


def test_two_who_count_and_approve_at_once_do_it_once(shop: Shop) -> None:
    session = shop.start(limits=Limits(Decimal(1000)))
    other = Store.open(shop.store.where)
    other._clock = shop.store._clock
    refused: list[str] = []

    def count_and_approve(store: Store, person: str) -> None:
        for number in range(30):
            mine = NewScan(f"{person}-{number}", "TEA", Decimal(1), at(9), person)
            both = NewScan(f"both-{number}", "CUP", Decimal(1), at(9), person)  # sent by each of them
            store.do(record_scans, session, [mine, both])
        ready.wait()
        with contextlib.suppress(UserError):  # where the other one was quicker
            store.do(hand_over, session)
        try:
            store.do(approve_count, session, person)
        except UserError as error:
            refused.append(error.code)

    ready = threading.Barrier(2)
    threads = [threading.Thread(target=count_and_approve, args=pair) for pair in ((shop.store, "Min"), (other, "Li"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert stock(shop.store) == {"TEA": 60, "CUP": 30}
    assert refused == ["count_state"]
    with shop.store.read() as tx:
        assert len(tx.scalars(select(StockCount.count_id))) == 1
