"""Segments, cohorts and forecasts: the map of 125 cells, quintiles, and methods on series that are known."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.customers.segments import SEGMENTS, Segment, quintiles, segment_of
from shopdesk.shop.orders.reports import By
from shopdesk.shop.service.actions import add_event, open_case
from shopdesk.shop.service.rules import CaseKind, EventKind
from shopdesk.shop.stock.actions import CountLine, ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.today.figures import fetch_board
from shopdesk.shop.today.forecast import ENOUGH, FOLDS, WEEK, Method, by_weekday, croston, forecast, naive
from shopdesk.shop.today.metrics import METRICS
from shopdesk.shop.today.outlook import fetch_outlook
from shopdesk.shop.today.paths import fetch_paths
from shopdesk.shop.today.retention import fetch_retention
from shopdesk.shop.today.targets import Aim, fetch_targets, set_target
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Customer, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

LAST = date(2026, 3, 29)


@action("test.customers", "Say who bought")
def say_who(tx: Tx, buyers: dict[int, str]) -> None:
    """Order id → number of its customer."""
    channel_id, known = channel_ids(tx)["taobao"], dict[str, int]()
    for order_id, number in buyers.items():
        if number not in known:
            known[number] = tx.insert(Customer, channel_id=channel_id, customer_no=number)
        tx.update(SalesOrder, order_id, customer_id=known[number])


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(open_shop, "Tea", "EUR", "UTC", Costing.MOVING_AVERAGE)
    return store


def test_every_one_of_the_125_cells_has_one_segment_and_each_segment_a_cell() -> None:
    found = Counter(segment_of(*cell) for cell in product(range(1, 6), repeat=3))
    assert found.total() == 125
    assert set(found) == set(Segment) == set(SEGMENTS)
    assert segment_of(5, 5, 5) is Segment.CHAMPION
    assert segment_of(5, 1, 1) is Segment.NEW
    assert segment_of(1, 5, 5) is Segment.CANNOT_LOSE
    assert segment_of(1, 1, 1) is Segment.LOST


def test_quintiles_are_even_and_equals_are_equal() -> None:
    assert quintiles([10, 20, 30, 40, 50]) == [1, 2, 3, 4, 5]
    assert quintiles([1, 1, 1, 9, 9]) == [1, 1, 1, 4, 4]
    assert quintiles([]) == []


def test_the_next_purchase_is_a_path_and_no_later_one(shop: Store) -> None:
    for code in ("CUP", "POT", "TEA"):
        shop.do(add_product, code, code.title())
    bought = (
        ("ann", 1, "TEA"), ("ann", 11, "CUP"), ("ann", 12, "POT"), ("bob", 1, "TEA"), ("bob", 1, "POT"),
        ("bob", 5, "CUP"), ("cid", 2, "TEA"),
    )  # fmt: skip
    tickets = [
        Ticket(f"P-{n}", date(2026, 3, day), [Item(code, 1, Decimal(10))]) for n, (_who, day, code) in enumerate(bought)
    ]
    orders = shop.do(ring_up, tickets).value
    shop.do(say_who, dict(zip(orders, (who for who, _day, _code in bought), strict=True)))
    with shop.read() as tx:
        told = {(one.first, one.then): (one.customers, one.of, one.days) for one in fetch_paths(tx)}
    assert told == {("Tea", "Cup"): (2, 3, 7), ("Pot", "Cup"): (1, 1, 4)}


def test_cohorts_and_segments_of_a_small_shop(shop: Store) -> None:
    days = (date(2026, 1, 5), date(2026, 1, 20), date(2026, 3, 6), date(2026, 2, 1))
    orders = shop.do(ring_up, [Ticket(f"O-{n}", on, [Item(None, 1, Decimal(10))]) for n, on in enumerate(days)]).value
    shop.do(say_who, dict(zip(orders, ("ann", "bob", "ann", "cat"), strict=True)))
    with shop.read() as tx:
        told = fetch_retention(tx)
    assert (told.customers, told.again, told.interval) == (3, 1, 60)
    assert told.value == Decimal(40) / 3
    assert [(one.month, one.customers, one.active) for one in told.cohorts] == [
        ("2026-01", 2, (2, 0, 1)), ("2026-02", 1, (1, 0)),
    ]  # fmt: skip
    assert sum(group.customers for group in told.groups) == 3
    assert sum(group.value for group in told.groups) == 40


def test_a_shop_without_customers_has_nothing_to_tell(shop: Store) -> None:
    with shop.read() as tx:
        told = fetch_retention(tx)
        assert fetch_outlook(tx).forecast is None
    assert (told.customers, told.groups, told.cohorts, told.value) == (0, (), (), None)


def test_a_series_with_weekdays_is_told_by_them_and_beats_the_naive_one() -> None:
    noise = np.random.default_rng(4).normal(0, 8, 52 * WEEK)
    week = np.asarray([50, 40, 40, 45, 60, 90, 80])
    told = forecast(list(np.tile(week, 52) + noise))
    assert told is not None
    assert told.method is Method.WEEKDAY
    assert told.errors[Method.WEEKDAY] < told.errors[Method.NAIVE]
    assert told.days[5] == pytest.approx(90, rel=0.1)
    assert abs(told.total - 4 * week.sum()) < told.total_margin


def test_methods_on_what_is_known() -> None:
    weeks = np.tile(np.arange(1.0, 8.0), 10)
    assert list(naive(weeks, 9)) == [1, 2, 3, 4, 5, 6, 7, 1, 2]
    assert list(by_weekday(np.full(70, 3.0), 3)) == [3, 3, 3]
    every_fourth = np.tile([0.0, 0.0, 0.0, 8.0], 20)
    assert croston(every_fourth, 1)[0] == pytest.approx(0.95 * 8 / 4)
    assert list(croston(np.zeros(9), 2)) == [0, 0]
    assert forecast([1.0] * (ENOUGH + FOLDS * WEEK - 1)) is None
    assert forecast([0.0] * 400) is None


def test_the_outlook_names_what_sells(shop: Store) -> None:
    days = [LAST - timedelta(back) for back in range(150)]
    shop.do(ring_up, [Ticket(f"O-{day}", day, [Item(None, 1, Decimal(10))]) for day in days])
    with shop.read() as tx:
        told = fetch_outlook(tx)
    assert told.last == LAST
    assert told.forecast is not None
    assert told.forecast.total == pytest.approx(280)
    assert told.products == ()


def test_a_target_stands_beside_its_figure_and_is_undone(shop: Store) -> None:
    shop.do(ring_up, [Ticket("O", LAST, [Item(None, 1, Decimal(10))])])
    shop.do(set_target, "revenue", "2026-03", Decimal(500))
    shop.do(set_target, "revenue", "2026-03", Decimal(600))
    with shop.read() as tx:
        assert fetch_board(tx, By.MONTH).shown[0].target == 600
        assert fetch_board(tx, By.QUARTER).shown[0].target is None
    shop._clock = lambda: datetime(2026, 5, 20, 9, tzinfo=UTC)
    with shop.read() as tx:
        assert [one.state for one in fetch_targets(tx)] == ["missed"]  # the month is over though nothing was sold since
    shop._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    shop.undo()
    shop.do(set_target, "revenue", "2026-03", None)
    with shop.read() as tx:
        assert fetch_board(tx, By.MONTH).shown[0].target is None
    for wrong in (("nothing", "2026-03"), ("revenue", "March")):
        with pytest.raises(UserError):
            shop.do(set_target, *wrong, Decimal(1))


def test_figures_of_service_and_of_counts_are_in_the_dictionary(shop: Store) -> None:
    sku_id = shop.do(add_product, "CUP", "Cup").value
    shop.do(receive_goods, "R-1", [ReceiptLine(sku_id, Decimal(5), Decimal(1))])
    shop.do(count_stock, [CountLine(sku_id, Decimal(4))])
    case_id = shop.do(open_case, {"kind": CaseKind.ENQUIRY.value, "title": "When?", "said": "When?"}).value
    shop.do(add_event, case_id, EventKind.ANSWERED, "Tomorrow.")
    with shop.read() as tx:
        keys = ["first_reply", "solved_in_time", "satisfaction", "count_accuracy", "buyers"]
        told = {one.metric.key: one.value for one in fetch_board(tx, By.DAY, date(2026, 3, 30), keys).shown}
    assert told == {
        "first_reply": 0, "solved_in_time": None, "satisfaction": None, "count_accuracy": 0, "buyers": 0,
    }  # fmt: skip


def test_nobody_is_lost_on_the_first_day(shop: Store) -> None:
    orders = [Ticket(f"O-{n}", LAST, [Item(None, 1, Decimal(n))]) for n in range(1, 4)]
    ids = shop.do(ring_up, orders).value
    shop.do(say_who, {order_id: f"C{n}" for n, order_id in enumerate(ids)})
    with shop.read() as tx:
        found = {one.segment for one in fetch_retention(tx).groups}
    assert found <= {Segment.NEW, Segment.PROMISING, Segment.BIG_SPENDER}


def test_a_month_that_no_calendar_follows_has_no_target(shop: Store) -> None:
    with pytest.raises(UserError, match="no month"):
        shop.do(set_target, "revenue", "9999-12", Decimal(1))


def test_a_share_is_on_track_until_its_month_is_over_and_a_budget_is_kept_by_spending_less() -> None:
    def state(key: str, value: str, *, is_over: bool) -> str:
        return Aim(1, METRICS[key], "2026-03", None, Decimal(10), Decimal(value), Decimal(5), is_over).state

    assert [state("aov", "12", is_over=over) for over in (False, True)] == ["ahead", "met"]
    assert [state("ad_spend", "12", is_over=over) for over in (False, True)] == ["behind", "missed"]
    assert state("revenue", "12", is_over=False) == "met"
