"""The checklist of a month: a point is open while something of it is, done once that is mended, and known when said."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.orm import DeclarativeBase
from tests.shop.till import Item, Ticket, ring_up
from tests.store.deeds import around_the_guards
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.closing.actions import close_month, tick_point, untick_point
from shopdesk.shop.closing.checklist import QUESTIONS, CheckedPoint, blocking, fetch_checklist, look_at_store
from shopdesk.shop.closing.rules import BY_HAND, Point, PointState, state_of
from shopdesk.shop.counting.actions import cancel_count, start_count
from shopdesk.shop.counting.rules import Scope
from shopdesk.shop.currencies.actions import revalue_currencies
from shopdesk.shop.ledger.actions import account_ids, post_entry, set_rate
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.settlement.actions import mark_arrived
from shopdesk.shop.settlement.reports import PAYOUT_ROWS
from shopdesk.shop.settlement.rules import USUAL_DAYS, PayoutState
from shopdesk.shop.spending.ads import Spend, add_spends
from shopdesk.shop.spending.bills import BillEntry, enter_bill
from shopdesk.shop.spending.recurring import Terms, add_recurring, book_due
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.tax.actions import add_tax_rule, book_tax
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import AfterSale, Payout, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

MARCH, TODAY = "2026-03", datetime(2026, 4, 22, 4, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)
LONG_AGO = datetime(2026, 4, 1, 1, tzinfo=UTC)
"""When a backup was made that holds all of March."""


def open_up(store: Store) -> None:
    """A March in which everything is in order: one sale of tea that has left."""
    store._clock = lambda: TODAY
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing", cost=Decimal(4))
    store.do(add_product, "CUP", "Cup")
    store.do(ring_up, [Ticket("A", date(2026, 3, 5), [Item("TEA", 3, Decimal(10))])])


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def point(store: Store, wanted: Point, month: str = MARCH) -> CheckedPoint:
    with store.read() as tx:
        return next(one for one in fetch_checklist(tx, month, LONG_AGO) if one.point is wanted)


@action("order.import", "Write rows")
def write(tx: Tx, statement: str) -> None:
    tx.execute(text(statement))


@action("order.import", "Enter a row")
def enter(tx: Tx, model: type[DeclarativeBase], values: dict[str, object]) -> int:
    return tx.insert(model, **values)


@action("money.post", "Post")
def post(tx: Tx, role: Role, amount: int, currency: str = "") -> None:
    """So much into an account of the first channel out of the bank, in March."""
    accounts = account_ids(tx, 1)
    foreign = {accounts[role]: (currency, amount)} if currency else {}
    sides = {accounts[role]: amount, accounts[Role.EQUITY]: -amount}
    post_entry(tx, IN_MARCH.date(), EntryKind.MANUAL, ("manual", 1), sides, foreign=foreign)


@action("money.ads", "Report")
def report(tx: Tx) -> None:
    add_spends(tx, [Spend(1, "Ads", "", "", "2026-03-11", tx.currency, 100, 100)])


def test_a_month_in_order_has_nothing_open_but_what_a_person_must_tick(shop: Store) -> None:
    with shop.read() as tx:
        points = fetch_checklist(tx, MARCH, LONG_AGO)
        store = look_at_store(tx, MARCH)
    assert [one.point for one in points] == [one for one in Point if one is not Point.STORE]
    assert {one.point for one in points if one.state is PointState.OPEN} == BY_HAND
    assert store.state is PointState.DONE
    assert blocking([*points, store]) == []


# ------------------------------------------------------------------------------------- each point, open and mended


def sell(number: str, sku: str = "TEA", state: str = "completed", day: int = 6) -> Callable[[Store], object]:
    return lambda store: store.do(
        ring_up, [Ticket(number, date(2026, 3, day), [Item(sku, 2, Decimal(10))], state=state)]
    )


def ship(store: Store) -> None:
    store.do(write, "UPDATE sales_order SET state = 'shipped' WHERE state = 'paid'")


def cancel(store: Store) -> None:
    store.do(write, "UPDATE sales_order SET state = 'cancelled' WHERE state = 'unpaid'")


def claim(store: Store) -> None:
    told = {"channel_id": 1, "refund_no": "R1", "order_no": "A", "state": "pending", "amount": Decimal(20)}
    store.do(enter, AfterSale, {**told, "ended_on": date(2026, 3, 30), "with_goods": False})


def answer(store: Store) -> None:
    store.do(write, "UPDATE after_sale SET state = 'closed'")


def pay_out(store: Store) -> None:
    told = {"channel_id": 1, "payout_no": "P1", "paid_on": date(2026, 3, 20), "currency": "CNY", "amount": Decimal(20)}
    store.do(enter, Payout, {**told, "is_told": True})


def statement(store: Store) -> None:
    """A line that nothing answers, as an import posts it."""
    store.do(post_line)


@action("money.post", "A line")
def post_line(tx: Tx) -> None:
    told = {"channel_id": 1, "line_no": "L1", "kind": "other", "state": "unmatched", "settled_on": date(2026, 3, 20)}
    line_id = tx.insert(SettlementLine, **told, currency="CNY", amount=Decimal(20))
    accounts = account_ids(tx, 1)
    sides = {accounts[Role.WALLET]: 200_000, accounts[Role.UNMATCHED]: -200_000}
    post_entry(tx, date(2026, 3, 20), EntryKind.MANUAL, ("settlement", line_id), sides, channel_id=1)


@action("money.post", "Explain it")
def explain(tx: Tx) -> None:
    accounts = account_ids(tx, 1)
    sides = {accounts[Role.UNMATCHED]: 200_000, accounts[Role.OTHER_INCOME]: -200_000}
    post_entry(tx, date(2026, 3, 20), EntryKind.MANUAL, ("settlement", 1), sides, channel_id=1)


def start(store: Store) -> None:
    store._clock = lambda: IN_MARCH
    store.do(start_count, Scope(free=True))
    store._clock = lambda: TODAY


def receive(store: Store) -> None:
    store.do(receive_goods, "GR1", [ReceiptLine(1, Decimal(5), Decimal(4))], received_at=IN_MARCH, supplier="Hill")


def bill(store: Store) -> None:
    store.do(enter_bill, "Hill", "B1", date(2026, 3, 12), [BillEntry(Decimal(20), receipt_id=1)])


def rent(store: Store) -> None:
    terms = Terms("Rent", Every.MONTH, date(2026, 2, 28))
    store.do(add_recurring, terms, {"6605": Decimal(5), "1002": Decimal(-5)})


def tax(store: Store) -> None:
    told = {"title": "Standard", "rate": Decimal("0.13"), "way": "inclusive", "since": date(2026, 1, 1)}
    store.do(add_tax_rule, told)


def dollars(store: Store) -> None:
    store.do(set_rate, "USD", date(2026, 3, 30), Decimal("7.3"))
    store.do(post, Role.BANK, 7_000, "USD")


CASES: dict[Point, tuple[Callable[[Store], object], int, Decimal | None, Callable[[Store], object]]] = {
    Point.UNSHIPPED: (sell("B", state="paid"), 1, Decimal(20), ship),
    Point.UNPAID: (sell("B", state="unpaid"), 1, Decimal(20), cancel),
    Point.REFUNDS: (claim, 1, Decimal(20), answer),
    Point.COSTS: (sell("B", "CUP"), 1, Decimal(20), lambda store: store.do(edit_sku, 2, cost=Decimal(3))),
    Point.UNMATCHED: (statement, 1, Decimal(20), lambda store: store.do(explain)),
    Point.PAYOUTS: (pay_out, 1, Decimal(20), lambda store: store.do(mark_arrived, 1, Decimal(20))),
    Point.COUNTS: (start, 1, None, lambda store: store.do(cancel_count, 1)),
    Point.UNBILLED: (receive, 1, Decimal(20), bill),
    Point.RECURRING: (rent, 2, None, lambda store: store.do(book_due, date(2026, 3, 31))),
    Point.ADVERTISING: (
        lambda store: store.do(post, Role.AD_ACCOUNT, 10_000), 1, Decimal(1), lambda store: store.do(report),
    ),
    Point.TAX: (tax, 1, Decimal("3.45"), lambda store: store.do(book_tax, MARCH)),
    Point.CURRENCIES: (
        dollars, 1, Decimal("4.41"), lambda store: store.do(revalue_currencies, date(2026, 3, 31)),
    ),
}  # fmt: skip
"""What opens a point, how much of it is open then, what that is worth, and what mends it."""


def test_every_computed_point_has_its_case() -> None:
    assert set(CASES) == set(QUESTIONS) - {Point.BALANCE}


@pytest.mark.parametrize("wanted", CASES, ids=[one.value for one in CASES])
def test_a_point_is_open_until_it_is_mended(shop: Store, wanted: Point) -> None:
    opens, number, amount, mends = CASES[wanted]
    assert point(shop, wanted).state in {PointState.DONE, PointState.NONE}
    opens(shop)
    found = point(shop, wanted)
    assert (found.state, found.count, found.amount) == (PointState.OPEN, number, amount)
    assert point(shop, wanted, "2026-01").state is not PointState.OPEN, "nothing of it was open in January"
    with shop.read() as tx:
        assert wanted in {one.point for one in blocking(fetch_checklist(tx, MARCH, LONG_AGO))}
    mends(shop)
    assert point(shop, wanted).state is PointState.DONE


def test_books_that_do_not_add_up_are_told_and_not_closed(shop: Store) -> None:
    with around_the_guards(shop) as connection:
        connection.exec_driver_sql("UPDATE account_day SET debit = debit + 10000 WHERE account_id = 1")
        connection.exec_driver_sql(
            "UPDATE posting SET amount = amount + 10000 WHERE posting_id = (SELECT MIN(posting_id) FROM posting)"
        )
    with shop.read() as tx:
        assert look_at_store(tx, MARCH).state is PointState.OPEN
    with pytest.raises(UserError, match="does not add up"):
        shop.do(close_month, MARCH)


def test_a_backup_counts_once_the_month_is_over(file_store: Store) -> None:
    open_up(file_store)
    with file_store.read() as tx:
        for made, state in ((None, "open"), (LONG_AGO - timedelta(hours=2), "open"), (LONG_AGO, "done")):
            found = next(one for one in fetch_checklist(tx, MARCH, made) if one.point is Point.BACKUP)
            assert found.state == state


def test_a_store_without_a_file_asks_for_no_backup(new_postgres_store: Make) -> None:
    shop = new_postgres_store(open_up)
    with shop.read() as tx:
        found = next(one for one in fetch_checklist(tx, MARCH) if one.point is Point.BACKUP)
    assert found.state is PointState.NONE


# ---------------------------------------------------------------------------------------------------------- ticks


def test_a_point_that_only_a_person_can_answer_is_ticked_and_unticked(shop: Store) -> None:
    shop.do(tick_point, MARCH, Point.BANK)
    found = point(shop, Point.BANK)
    assert (found.state, found.tick and found.tick.ticked_at) == (PointState.DONE, TODAY)
    assert point(shop, Point.BANK, "2026-02").state is PointState.OPEN, "of one month"
    shop.do(tick_point, MARCH, Point.BANK, "to the cent")
    found = point(shop, Point.BANK)
    assert found.tick is not None
    assert found.tick.note == "to the cent"
    shop.do(untick_point, MARCH, Point.BANK)
    assert point(shop, Point.BANK).state is PointState.OPEN
    shop.undo()
    assert point(shop, Point.BANK).state is PointState.DONE


def test_an_open_point_is_known_with_a_reason_alone_and_keeps_saying_how_much(shop: Store) -> None:
    sell("B", state="paid")(shop)
    with pytest.raises(UserError, match="Say why"):
        shop.do(tick_point, MARCH, Point.UNSHIPPED, " ")
    shop.do(tick_point, MARCH, Point.UNSHIPPED, "lost parcel, claimed")
    found = point(shop, Point.UNSHIPPED)
    assert (found.state, found.count) == (PointState.KNOWN, 1)
    with shop.read() as tx:
        assert blocking(fetch_checklist(tx, MARCH, LONG_AGO)) == []
    ship(shop)
    assert point(shop, Point.UNSHIPPED).state is PointState.DONE


def test_a_closed_month_takes_no_further_ticks(shop: Store) -> None:
    shop.do(close_month, MARCH)
    for deed in (tick_point, untick_point):
        with pytest.raises(UserError, match="closed already"):
            shop.do(deed, MARCH, Point.BANK)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ((Point.TAX, False, 0, False), PointState.NONE),
        ((Point.TAX, True, 0, True), PointState.DONE),
        ((Point.TAX, True, 2, False), PointState.OPEN),
        ((Point.TAX, True, 2, True), PointState.KNOWN),
        ((Point.BANK, True, 1, False), PointState.OPEN),
        ((Point.BANK, True, 1, True), PointState.DONE),
    ],
)
def test_the_state_of_a_point(told: tuple[Point, bool, int, bool], state: PointState) -> None:
    asked, applies, number, is_ticked = told
    assert state_of(asked, applies=applies, count=number, is_ticked=is_ticked) is state


def open_in_shanghai(store: Store) -> None:
    store._clock = lambda: TODAY
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing", cost=Decimal(4))
    store.do(ring_up, [Ticket("A", date(2026, 3, 5), [Item("TEA", 3, Decimal(10))])])
    pay_out(store)


def test_a_payout_is_overdue_by_the_day_of_the_shop(new_store: Make) -> None:
    """Midnight in Shanghai turns it, while the day before is not over in Greenwich."""
    shop = new_store(open_in_shanghai)
    turn = datetime.combine(date(2026, 3, 20) + timedelta(USUAL_DAYS + 1), time(), shop.zone).astimezone(UTC)
    place, states = [column.key for column in PAYOUT_ROWS.sheet.columns].index("state"), []
    for now in (turn - timedelta(seconds=1), turn):
        shop._clock = partial(datetime.fromtimestamp, now.timestamp(), UTC)
        with shop.read() as tx:
            [(_id, values)] = fetch_first(tx, PAYOUT_ROWS, Query(), 9)
        states.append(values[place])
    assert turn.date() == date(2026, 3, 27)
    assert states == [PayoutState.ON_THE_WAY, PayoutState.OVERDUE]
