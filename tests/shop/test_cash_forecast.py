"""The cash of the weeks to come: golden small cases, what a shop's books say, and the same tried on the past."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase
from shopdesk.shop.cash.forecast import forecast_cash, try_forecast
from shopdesk.shop.cash.outlook import (
    WEEKS,
    Due,
    Flow,
    Habit,
    bias,
    buy_again,
    compare,
    expect_sales,
    lay_weeks,
    low_point,
    mean_error,
    open_by_day,
    settle_open,
    tax_day,
)
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import account_ids, book_expense
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.settlement.posting import settle_lines
from shopdesk.shop.spending.bills import BillEntry, enter_bill, pay_bill
from shopdesk.shop.spending.recurring import Terms, add_recurring
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import SalesOrder, SettlementLine
from shopdesk.store.tx import Tx

D = Decimal
ON = date(2026, 3, 2)
"""A Monday."""
DAY = timedelta(days=1)


def test_weeks_add_up_and_what_is_overdue_is_in_the_first() -> None:
    dues = [Due(ON - DAY, Flow.BILLS, "B-1", D(-30)), Due(ON + 6 * DAY, Flow.SOLD, "Etsy", D(10)),
            Due(ON + 7 * DAY, Flow.SOLD, "Etsy", D(50)), Due(ON + WEEKS * 7 * DAY, Flow.TAX, "", D(-999))]  # fmt: skip
    weeks = lay_weeks(ON, D(100), dues)
    assert [(week.first, week.opening, week.closing) for week in weeks[:3]] == [
        (ON, 100, 80), (ON + 7 * DAY, 80, 130), (ON + 14 * DAY, 130, 130),
    ]  # fmt: skip
    assert (len(weeks), weeks[-1].closing, low_point(weeks).first, weeks[0].change) == (13, 130, ON, -20)


def test_what_is_open_was_sold_last() -> None:
    booked = [(ON - 9 * DAY, D(40)), (ON - 3 * DAY, D(20)), (ON - DAY, D(5))]
    old = ON - 99 * DAY
    assert open_by_day(D(15), booked, old) == [(ON - 3 * DAY, 10), (ON - DAY, 5)]
    assert open_by_day(D(100), booked, old) == [(old, 35), (ON - 9 * DAY, 40), (ON - 3 * DAY, 20), (ON - DAY, 5)]
    assert open_by_day(D(-3), booked, old) == []


def test_open_sales_come_after_the_channels_own_days_and_old_ones_are_not_counted_on() -> None:
    habit = Habit(5, D("0.9"))
    parts = [(ON - 36 * DAY, D(7)), (ON - 35 * DAY, D(10)), (ON - DAY, D(100))]
    assert settle_open(ON, parts, habit) == ([(ON, D(9)), (ON + 4 * DAY, D(90))], D(7))
    assert Habit(None, D(1)).lag == 14


def test_expected_sales_are_the_mean_of_the_same_weekday() -> None:
    sold = {ON - 7 * DAY: D(10), ON - 14 * DAY: D(30), ON - 6 * DAY: D(8)}  # two Mondays and a Tuesday of two weeks
    coming = expect_sales(ON, sold, ON - 14 * DAY, Habit(3, D("0.5")))
    assert coming[:3] == [(ON + 3 * DAY, D(10)), (ON + 4 * DAY, D(2)), (ON + 10 * DAY, D(10))]
    assert coming[-1][0] <= ON + (WEEKS * 7 - 1) * DAY
    assert expect_sales(ON, {}, ON, Habit(3, D(1))) == []


def test_goods_are_bought_again_beyond_what_is_on_order() -> None:
    assert buy_again(ON, D(10), D(25), 30)[:2] == [(ON + 44 * DAY, 5), (ON + 51 * DAY, 10)]
    assert buy_again(ON, D(0), D(25), 30) == []


def test_tax_is_paid_in_the_next_month() -> None:
    assert (tax_day(date(2026, 12, 3)), tax_day(date(2026, 1, 31))) == (date(2027, 1, 15), date(2026, 2, 15))


def test_errors_of_weeks_and_their_bias() -> None:
    weeks = lay_weeks(ON, D(100), [Due(ON, Flow.SOLD, "", D(20)), Due(ON + 7 * DAY, Flow.SOLD, "", D(10))])
    missed = compare(weeks, [D(110), D(140), *[D(140)] * 11])
    assert [(one.forecast, one.came, one.error) for one in missed[:3]] == [(20, 10, 10), (10, 30, -20), (0, 0, 0)]
    assert (mean_error(missed), bias(missed)) == (D("2.3077"), D("-0.7692"))


@given(
    balance=st.decimals(0, 1_000, places=4),
    booked=st.lists(st.tuples(st.integers(0, 60), st.decimals(0, 300, places=4)), min_size=1),
)
def test_the_parts_of_what_is_open_are_all_of_it(balance: Decimal, booked: list[tuple[int, Decimal]]) -> None:
    days = sorted((ON - back * DAY, amount) for back, amount in booked)
    assert sum((amount for _day, amount in open_by_day(balance, days, ON)), D(0)) == balance


# ------------------------------------------------------------------------------------------------------------ a shop


@action("money.post", "Settle")
def settle_sale(tx: Tx, order_no: str, on: date, amount: int, fee: int) -> None:
    """A sale reaches the wallet, less a fee."""
    order = tx.rows(SalesOrder.__table__.select().where(SalesOrder.__table__.c.order_no == order_no))[0]
    for place, (kind, money) in enumerate((("sale", amount), ("commission", -fee))):
        line = {
            "channel_id": order.channel_id, "line_no": f"{order_no}-{place}", "kind": kind, "state": "matched",
            "settled_on": on, "order_id": order.order_id, "currency": "CNY", "amount": D(money),
        }  # fmt: skip
        made = tx.execute(insert(SettlementLine).values(**line).returning(SettlementLine.line_id)).scalar_one()
        settle_lines(tx, [made])


def shop_of_march(store: Store) -> None:
    """Etsy settles a week after the sale and keeps a tenth; a bill, rent, and goods on order are to be paid."""
    store._clock = lambda: datetime(2026, 3, 1, 12, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    start = [EntryLine("1002", D(1000)), EntryLine("4001", D(-1000))]
    store.do(book_entry, date(2025, 6, 2), start, "Start")
    tickets = [
        Ticket("E-1", date(2026, 2, 3), [Item("CUP", 1, D(100))], "etsy"),
        Ticket("E-2", date(2026, 2, 27), [Item("CUP", 1, D(80))], "etsy"),
        Ticket("E-0", date(2026, 1, 2), [Item("CUP", 1, D(9))], "etsy"),
    ]
    store.do(ring_up, tickets)
    store.do(settle_sale, "E-1", date(2026, 2, 10), 100, 10)
    store.do(enter_bill, "Hangzhou Tea", "B-1", date(2026, 2, 1), [BillEntry(D(70), "6606")], due_on=date(2026, 3, 20))
    store.do(pay_bill, 1, date(2026, 2, 20), D(20))
    rent = Terms("Rent", Every.MONTH, date(2026, 3, 5))
    store.do(add_recurring, rent, {"6605": D(300), "1002": D(-300)})
    store.do(book_expense, date(2026, 2, 9), Role.OTHER, D(16), "Tape")


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(shop_of_march)


def flows(dues: tuple[Due, ...], *wanted: Flow) -> list[tuple[date, str, Decimal]]:
    return [(due.day, due.title, due.amount) for due in dues if due.flow in wanted]


def test_the_weeks_of_a_small_shop(shop: Store) -> None:
    with shop.read() as tx:
        made = forecast_cash(tx)
    assert (made.on, made.cash, made.unpriced) == (ON, D(1000 - 20 - 16 + 90), 0)
    [etsy] = made.channels
    assert (etsy.channel, etsy.open, etsy.late, etsy.habit) == ("Etsy", 89, 0, Habit(7, D("0.9")))
    assert flows(made.dues, Flow.SOLD) == [(ON, "Etsy", D("8.1")), (date(2026, 3, 6), "Etsy", D(72))]
    assert flows(made.dues, Flow.BILLS) == [(date(2026, 3, 20), "B-1", D(-50))]
    months = [date(2026, 3, 5), date(2026, 4, 5), date(2026, 5, 5)]
    assert flows(made.dues, Flow.RECURRING) == [(day, "Rent", D(-300)) for day in months]
    assert flows(made.dues, Flow.OTHER)[0] == (ON, "", D(-2))
    tuesday, friday = D(100) / 8 * D("0.9"), D(80) / 8 * D("0.9")
    expected = flows(made.dues, Flow.EXPECTED)
    assert expected[:2] == [(date(2026, 3, 10), "Etsy", tuesday), (date(2026, 3, 13), "Etsy", friday)]
    first = made.weeks[0]
    assert (first.opening, first.closing) == (1054, D("1054") + 72 + D("8.1") - 300 - 2)


def test_goods_on_order_are_paid_by_the_suppliers_terms(shop: Store) -> None:
    with shop.read() as tx:
        before = forecast_cash(tx)
    cup, pot = (shop.do(add_product, code, code).value for code in ("CUP", "POT"))
    lines = [OrderedLine(cup, D(10), D("2.50")), OrderedLine(pot, D(1))]
    number = shop.do(save_purchase, lines, number="PO-1", supplier="Hangzhou Tea", expected_on=date(2026, 3, 9)).value
    shop.do(order_purchase, number, date(2026, 2, 28))
    with shop.read() as tx:
        made = forecast_cash(tx)
        then = forecast_cash(tx, date(2026, 2, 28))
    assert (before.ordered, made.ordered, made.unpriced) == (0, 25, 1)
    assert flows(made.dues, Flow.GOODS) == [(date(2026, 4, 8), "PO-1", D(-25))]
    assert flows(then.dues, Flow.GOODS) == []


def test_the_forecast_of_before_knows_nothing_of_later(shop: Store) -> None:
    with shop.read() as tx:
        then = forecast_cash(tx, date(2026, 2, 10))
        test = try_forecast(tx)
    assert (then.cash, [one.open for one in then.channels]) == (D(984), [109])
    assert then.channels[0].habit == Habit(None, D(1)), "no statement had come yet"
    assert flows(then.dues, Flow.BILLS) == [(date(2026, 3, 20), "B-1", D(-70))]
    assert test is not None
    assert (test.weeks, test.is_few, len(test.missed)) == (39, False, WEEKS)
    assert [one.came for one in test.missed][-3:] == [D(90 - 16), D(-20), D(0)]
    assert test.missed[-1].closing == D(1054)


def test_books_that_are_too_young_are_not_tried(new_store: Make) -> None:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    with store.read() as tx:
        assert try_forecast(tx) is None
        made = forecast_cash(tx)
        assert {role for role in account_ids(tx) if made.held.get(role)} == set()
    assert (made.cash, made.channels, made.dues, made.weeks[-1].closing) == (0, (), (), 0)
