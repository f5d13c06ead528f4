"""A closed month stays what it was: no door lets a change through, and what comes later counts to the open days."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import book_expense, close_period, closed_through, reopen_period, reverse_entry
from shopdesk.shop.ledger.reports import look_at_books
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import change_facts, open_shop
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.profit.reports import fetch_months, fetch_skus
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

OCTOBER, NOVEMBER = Scope(date(2025, 10, 1), date(2025, 10, 31)), Scope(date(2025, 11, 1), date(2025, 11, 30))
CLOSED = date(2025, 10, 31)
IN_OCTOBER = datetime(2025, 10, 20, 9, tzinfo=UTC)


def open_up(store: Store) -> None:
    """October: two orders of known and unknown cost, an expense; then the books are closed through October."""
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing", cost=Decimal(4))
    store.do(add_product, "CUP", "Cup")
    goods = [Item("TEA", 3, Decimal(10)), Item("CUP", 1, Decimal(25))]
    store.do(
        ring_up, [Ticket("A", date(2025, 10, 5), goods), Ticket("B", date(2025, 10, 9), [Item("CUP", 2, Decimal(25))])]
    )
    store.do(book_expense, date(2025, 10, 7), Role.RENT, Decimal(5), "rent")
    store.do(close_period, CLOSED)


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def october(store: Store) -> tuple[object, ...]:
    """Every figure of the closed month."""
    with store.read() as tx:
        book = build_book(tx, "2025-10", "2025-10")
        return book.months, book.accounts, list(book.ledger), book.unknown, fetch_skus(tx, OCTOBER)


def november(store: Store) -> Any:
    with store.read() as tx:
        ((_key, figures),) = fetch_months(tx, NOVEMBER.since, date(2030, 1, 1)).items()
    return figures


# ------------------------------------------------------------------------------------------------- doors that refuse


Door = Callable[[Store], object]
REFUSED: dict[str, Door] = {
    "an expense": lambda store: store.do(book_expense, CLOSED, Role.RENT, Decimal(1), "late"),
    "a receipt": lambda store: store.do(
        receive_goods, "", [ReceiptLine(1, Decimal(5), Decimal(3))], received_at=IN_OCTOBER
    ),
    "an adjustment": lambda store: store.do(
        adjust_stock, 1, Decimal(-1), MoveReason.WRITE_OFF, "broken", moved_at=IN_OCTOBER
    ),
    "a count": lambda store: store.do(count_stock, [(1, Decimal(9), None)], counted_at=IN_OCTOBER),
    "a cost taken away that stands in the books": lambda store: store.do(edit_sku, 1, cost=None),
    "closing it again": lambda store: store.do(close_period, CLOSED),
    "opening without a reason": lambda store: store.do(reopen_period, date(2025, 9, 30), " "),
}


@pytest.mark.parametrize("door", REFUSED.values(), ids=REFUSED)
def test_a_door_into_a_closed_month_refuses_and_changes_nothing(shop: Store, door: Door) -> None:
    before = october(shop)
    with pytest.raises(UserError):
        door(shop)
    assert october(shop) == before
    with shop.read() as tx:
        assert fetch_months(tx, NOVEMBER.since) == {}, "and nothing slipped into the open month instead"


@action("test.sql", "Raw")
def raw(tx: Tx, statement: str) -> None:
    tx.execute(text(statement))


ENTRY = (
    "INSERT INTO journal_entry (entry_on, kind, document_kind, document_id, posted_at, change_id) "
    "VALUES ('2025-10-31', 'expense', 'expense', 1, 0, 1)"
)
MOVE = (
    "INSERT INTO stock_move (sku_id, warehouse_id, quantity, reason, moved_at, booked_on, document_kind, document_id, "
    f"change_id) VALUES (1, 1, 1000, 'adjust', {int(IN_OCTOBER.timestamp())}, '2025-10-20', 'adjustment', 1, 1)"
)


@pytest.mark.parametrize(
    "statement",
    [
        ENTRY,
        MOVE,
        "UPDATE journal_entry SET entry_on = '2025-11-02'",
        "DELETE FROM posting",
        "UPDATE posting SET amount = 0",
        "DELETE FROM journal_entry",
        "DELETE FROM stock_move",
        "DELETE FROM period_lock",
    ],
    ids=lambda statement: " ".join(statement.split()[:3]),
)
def test_sql_cannot_reach_a_closed_month_either(shop: Store, statement: str) -> None:
    before = october(shop)
    with pytest.raises((UserError, DBAPIError)):
        shop.do(raw, statement)
    assert october(shop) == before


# ------------------------------------------------------------------------------------- what comes later counts later


def test_a_cost_told_later_enters_the_open_month_with_the_sales_it_explains(shop: Store) -> None:
    before = october(shop)
    shop.do(edit_sku, 2, cost=Decimal(15))
    assert october(shop) == before
    figures = november(shop)
    assert (figures.cogs, figures.unknown_sales, figures.unknown_units) == (45, -75, -3)
    assert figures.profit == 75 - 45
    with shop.read() as tx:
        (row,) = fetch_skus(tx, Scope(NOVEMBER.since))
        whole = fetch_months(tx)
    assert (row.code, row.figures.cogs, row.figures.unknown_sales) == ("CUP", 45, -75)
    assert sum(f.unknown_sales for f in whole.values()) == 0
    assert sum(f.profit for f in whole.values()) == 105 - 12 - 45 - 5


def test_a_cost_corrected_later_enters_the_open_month_as_a_difference(shop: Store) -> None:
    before = october(shop)
    shop.do(edit_sku, 1, cost=Decimal(6))
    assert october(shop) == before, "SKU by SKU as well"
    assert november(shop).cogs == 3 * (6 - 4)
    with shop.read() as tx:
        (row,) = fetch_skus(tx, NOVEMBER)
        assert (row.code, row.figures.cogs) == ("TEA", 6)
    assert skus(shop, Scope()) == {"TEA": 18}


def test_each_closed_month_keeps_the_part_of_a_cost_that_it_knew(shop: Store) -> None:
    """Corrected in November and once more in December: each of the three months has its own part for good."""
    shop.do(edit_sku, 1, cost=Decimal(6))
    shop.do(edit_sku, 2, cost=Decimal(15))
    shop.do(close_period, date(2025, 11, 30))
    before, closed = october(shop), skus(shop, NOVEMBER)
    shop.do(edit_sku, 1, cost=Decimal(5))
    shop.do(edit_sku, 2, cost=Decimal(16))
    assert (october(shop), skus(shop, NOVEMBER)) == (before, closed) == (before, {"TEA": 6, "CUP": 45})
    assert skus(shop, Scope(date(2025, 12, 1))) == {"TEA": -3, "CUP": 3}
    assert skus(shop, Scope(date(2025, 11, 20), date(2025, 12, 1))) == {"TEA": -3, "CUP": 3}, "days as well as months"
    shop.undo()
    assert skus(shop, Scope(date(2025, 12, 1))) == {"TEA": -3}, "and an undo is answered on the same open day"
    with shop.read() as tx:
        assert not [finding for finding in check_store(tx) if not finding.notice]
    with pytest.raises(UserError, match="hold this cost"):
        shop.do(edit_sku, 2, cost=None)


def skus(store: Store, scope: Scope) -> dict[str, Decimal]:
    """Cost of goods by SKU; the row without SKU has none of it."""
    with store.read() as tx:
        found = {row.code: row.figures.cogs for row in fetch_skus(tx, scope) if row.figures.cogs}
    assert "" not in found
    return found


def test_a_cost_told_later_can_be_taken_back_again(shop: Store) -> None:
    before = october(shop)
    shop.do(edit_sku, 2, cost=Decimal(15))
    shop.undo()
    assert october(shop) == before
    with shop.read() as tx:
        assert fetch_months(tx, NOVEMBER.since) == {}
    shop.redo()
    assert (october(shop), november(shop).cogs) == (before, 45)


def test_undo_cannot_take_a_cost_out_of_a_closed_month(shop: Store) -> None:
    shop.do(reopen_period, date(2025, 9, 30), "forgot a cost")
    shop.do(edit_sku, 2, cost=Decimal(15))
    shop.do(close_period, CLOSED)
    before = october(shop)
    with pytest.raises(UserError, match="hold this cost"):
        shop.undo()
    assert october(shop) == before


def test_another_costing_method_leaves_a_closed_month_alone(shop: Store) -> None:
    before = october(shop)
    shop.do(change_facts, {"costing": Costing.FIFO.value})
    assert october(shop) == before


def test_a_receipt_that_covers_what_october_owed_enters_the_open_month(shop: Store) -> None:
    before = october(shop)
    shop.do(
        receive_goods, "", [ReceiptLine(2, Decimal(10), Decimal(15))], received_at=datetime(2025, 11, 3, tzinfo=UTC)
    )
    assert october(shop) == before
    assert november(shop).cogs == 45


def test_an_order_of_a_closed_month_that_arrives_late_counts_to_the_first_open_day(shop: Store) -> None:
    before = october(shop)
    late = Ticket("C", date(2025, 10, 30), [Item("TEA", 1, Decimal(10))], refunds=[(date(2025, 10, 31), Decimal(4))])
    shop.do(ring_up, [late])
    assert october(shop) == before
    figures = november(shop)
    assert (figures.orders, figures.units, figures.gross_sales, figures.refunds, figures.cogs) == (1, 1, 10, 4, 4)


def test_reversing_an_expense_of_a_closed_month_counts_to_the_first_open_day(shop: Store) -> None:
    before = october(shop)
    with shop.read() as tx:
        rent = tx.scalar(text("SELECT entry_id FROM journal_entry WHERE kind = 'expense'"))
    shop.do(reverse_entry, rent, "paid twice")
    assert october(shop) == before
    assert november(shop).rent == -5


# ---------------------------------------------------------------------------------------------- closing and opening


def test_the_books_say_through_which_day_they_are_closed(shop: Store) -> None:
    with shop.read() as tx:
        state = look_at_books(tx)
    assert (state.balances, state.closed, state.first, state.last) == (
        True,
        CLOSED,
        date(2025, 10, 5),
        date(2025, 10, 9),
    )
    shop.do(reopen_period, date(2025, 9, 30), "an invoice was missing")
    with shop.read() as tx:
        assert closed_through(tx) == date(2025, 9, 30)
    shop.do(book_expense, date(2025, 10, 31), Role.RENT, Decimal(1), "late after all")


def test_the_first_open_second_is_the_shops_midnight(new_store: Make) -> None:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.FIFO)
    store.do(add_product, "TEA", "Longjing")
    store.do(close_period, CLOSED)
    last = datetime(2025, 10, 31, 15, 59, 59, tzinfo=UTC)
    with pytest.raises(UserError):
        store.do(adjust_stock, 1, Decimal(1), MoveReason.ADJUST, "found", moved_at=last)
    store.do(
        adjust_stock, 1, Decimal(1), MoveReason.ADJUST, "found", moved_at=last.replace(hour=16, minute=0, second=0)
    )


@pytest.mark.parametrize("day", [date(2099, 1, 31), date.max])
def test_days_to_come_cannot_be_closed(shop: Store, day: date) -> None:
    with pytest.raises(UserError, match="is over"):
        shop.do(close_period, day)


def test_opening_what_is_not_closed_is_refused(shop: Store) -> None:
    with pytest.raises(UserError, match="Nothing after"):
        shop.do(reopen_period, CLOSED, "why not")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
def test_books_that_are_opened_wholly_take_everything_again(new_store: Make, zone: str) -> None:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", zone, Costing.FIFO)
    store.do(add_product, "TEA", "Longjing")
    store.do(close_period, CLOSED)
    store.do(reopen_period, date.min, "closed by mistake")
    store.do(book_expense, date(2025, 10, 1), Role.RENT, Decimal(1), "rent")
    store.do(adjust_stock, 1, Decimal(1), MoveReason.ADJUST, "found", moved_at=IN_OCTOBER)
    with store.read() as tx:
        assert look_at_books(tx).closed is None
