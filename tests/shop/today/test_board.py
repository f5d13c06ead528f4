"""The board of figures and the daily check in a small shop, by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.reports import JOURNAL_ROWS
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.reports import By
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.today.checks import CHECKS, fetch_signs, run_checks, sign_checks, tune_checks
from shopdesk.shop.today.figures import fetch_board, layout, robust_z, set_layout
from shopdesk.shop.today.looking import Severity
from shopdesk.shop.today.metrics import METRICS
from shopdesk.shop.today.moves import Factor, fetch_moves
from shopdesk.shop.today.outlook import fetch_outlook
from shopdesk.shop.today.periods import Period, first_day, next_first, period_to
from shopdesk.shop.today.rows import rows_of
from shopdesk.store.rows import Query, fetch_totals
from shopdesk.store.store import Store
from shopdesk.text import UserError

TODAY = date(2026, 3, 30)
LAST = TODAY - timedelta(1)


@pytest.fixture
def shop(store: Store) -> Store:
    """Nine Sundays of one order each at 50, the last one at 400, and a Saturday before it."""
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(open_shop, "Tea", "EUR", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(50), category="Tea")
    sold = [Ticket(f"O-{week}", LAST - timedelta(7 * week), [Item("TEA", 1, _price(week))]) for week in range(9)]
    sold.append(Ticket("O-S", LAST - timedelta(1), [Item("TEA", 2, Decimal(50))]))
    store.do(ring_up, sold)
    return store


def _price(week: int) -> Decimal:
    return Decimal(400) if not week else Decimal(50 + week % 2)


def test_a_day_is_told_beside_its_weekday_and_an_odd_one_is_marked(shop: Store) -> None:
    with shop.read() as tx:
        board = fetch_board(tx)
    shown = {one.metric.key: one for one in board.shown}
    assert board.period.until == LAST
    assert shown["revenue"].value == 400
    assert shown["revenue"].before == 100
    assert shown["revenue"].usual == Decimal("50.5")
    assert shown["revenue"].is_odd
    assert shown["orders"].value == 1
    assert shown["aov"].value == 400
    assert shown["conversion"].value is None
    with shop.read() as tx:
        taobao = channel_ids(tx)["taobao"]
        of_one = [fetch_board(tx, keys=["revenue"], channel_id=one).shown[0].value for one in (taobao, taobao + 1)]
    assert of_one == [400, 0]
    assert shown["gross_margin"].is_few
    assert [shown[key].remark for key in ("revenue", "gross_margin")] == ["unusual", "costs not known yet"]


def test_the_rows_of_a_figure_come_to_it(shop: Store) -> None:
    with shop.read() as tx:
        where = {key: rows_of(tx, METRICS[key], LAST - timedelta(6), LAST) for key in ("revenue", "units", "profit")}
        found = fetch_totals(tx, JOURNAL_ROWS, Query(filters=where["revenue"][1]["filters"]))
    assert (found["credit"].sum or 0) - (found["debit"].sum or 0) == 500
    assert where["units"][1]["filters"][-1] == ("sold_on", "2026-03-23..2026-03-29")
    assert where["profit"][0] == "profit"  # nobody knows what the goods cost


def test_a_week_is_compared_with_as_much_of_the_one_before(shop: Store) -> None:
    with shop.read() as tx:
        board = fetch_board(tx, By.WEEK, LAST, ["revenue", "units"])
    revenue, units = board.shown
    assert (revenue.value, revenue.before) == (500, 51)
    assert units.value == 3
    assert revenue.usual is None


def test_orders_of_days_to_come_alone_forecast_nothing(store: Store) -> None:
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(open_shop, "Tea", "EUR", "UTC", Costing.MOVING_AVERAGE)
    store.do(ring_up, [Ticket("O-1", TODAY + timedelta(1), [Item(None, 1, Decimal(9))])])
    with store.read() as tx:
        told = fetch_outlook(tx)
    assert (told.last, told.sales, told.forecast, told.products) == (LAST, (0.0,), None, ())


def test_a_shop_of_one_day_shows_that_day(store: Store) -> None:
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(open_shop, "Tea", "EUR", "UTC", Costing.MOVING_AVERAGE)
    with store.read() as tx:
        assert fetch_board(tx).shown[0].value == 0
    store.do(ring_up, [Ticket("O-1", TODAY, [Item(None, 1, Decimal(9))])])
    with store.read() as tx:
        board = fetch_board(tx)
        assert (board.period.until, board.shown[0].value) == (TODAY, 9)
        assert board.shown[0].z is None
        assert fetch_moves(tx, board.period).by_factor() == {Factor.NEW: 9}
        assert [one.key for one in run_checks(tx)] == ["late_orders", "deliveries", "payouts"]


def test_every_figure_can_be_said_in_every_size(shop: Store) -> None:
    with shop.read() as tx:
        for size in (By.DAY, By.WEEK, By.MONTH, By.QUARTER, By.YEAR):
            board = fetch_board(tx, size, LAST, list(METRICS))
            told = {one.metric.key: one.value for one in board.shown}
            assert told["repurchase"] is None
            assert told["revenue"] == sum(
                (Decimal(100) if on == LAST - timedelta(1) else _price((LAST - on).days // 7))
                for on in [LAST - timedelta(7 * week) for week in range(9)] + [LAST - timedelta(1)]
                if board.period.since <= on
            )


def test_robust_z_needs_eight_that_differ() -> None:
    assert robust_z(9, [1.0] * 7) is None
    assert robust_z(9, [1.0] * 8) is None
    assert robust_z(10, [1, 2, 3, 4, 5, 6, 7, 8]) == pytest.approx(0.6745 * 5.5 / 2)


def test_periods_before_are_as_long() -> None:
    assert period_to(By.MONTH, date(2026, 3, 10)).before == Period(By.MONTH, date(2026, 2, 1), date(2026, 2, 10))
    assert period_to(By.MONTH, date(2026, 3, 31)).before == Period(By.MONTH, date(2026, 2, 1), date(2026, 2, 28))
    assert period_to(By.QUARTER, date(2026, 5, 2)).before.since == date(2026, 1, 1)
    assert first_day(By.WEEK, date(2026, 3, 29)) == date(2026, 3, 23)
    assert next_first(By.YEAR, date(2026, 1, 1)) == date(2027, 1, 1)
    assert len(period_to(By.MONTH, LAST).buckets()) == 13


def test_moves_come_to_the_change_and_tell_the_product(shop: Store) -> None:
    with shop.read() as tx:
        moves = fetch_moves(tx, period_to(By.DAY, LAST))
    assert (moves.was, moves.came_to) == (100, 400)
    assert sum(share.amount for share in moves.channels) == 300
    assert sum(share.amount for share in moves.products) == 300
    assert [title for _code, title in moves.sku_titles.values()] == ["Tea"]


def test_the_layout_is_kept_and_undone(shop: Store) -> None:
    shop.do(set_layout, ["profit", "revenue"])
    with shop.read() as tx:
        assert layout(tx) == ("profit", "revenue")
    shop.undo()
    with shop.read() as tx:
        assert layout(tx)[0] == "revenue"
    with pytest.raises(UserError, match="is no figure"):
        shop.do(set_layout, ["nonsense"])


def test_what_is_signed_off_stays_with_its_note_and_can_be_undone(shop: Store) -> None:
    shop.do(ring_up, [Ticket("O-late", LAST - timedelta(5), [Item("TEA", 1, Decimal(50))], state="paid")])
    with shop.read() as tx:
        first = run_checks(tx)[0]
    assert (first.key, first.found.severity, first.is_open) == ("late_orders", Severity.BAD, True)
    shop.do(sign_checks, [(first.key, first.found.severity, first.found.said)], " seen ")
    with shop.read() as tx:
        assert not run_checks(tx)[0].is_open
        [sign] = fetch_signs(tx, TODAY, TODAY)
    assert (sign.note, sign.said.words) == ("seen", first.found.said.words)
    shop.undo()
    with shop.read() as tx:
        assert run_checks(tx)[0].is_open
    shop.do(sign_checks, [(first.key, Severity.WARN, first.found.said)])
    with shop.read() as tx:  # what became worse since is open again
        assert run_checks(tx)[0].is_open


def test_checks_are_switched_off_tuned_and_ticked_by_hand(shop: Store) -> None:
    shop.do(tune_checks, ["odd_day"], {"lots": {"days": 60}}, ["Read the news", "Read the news", " "])
    with shop.read() as tx:
        told = {one.key: one.found.severity for one in run_checks(tx)}
    assert "odd_day" not in told
    assert told["hand:Read the news"] is Severity.TICK
    for wrong in (
        {"lots": {"days": -1}},
        {"lots": {"days": "1e12"}},
        {"ad_jumps": {"times": "1e30"}},
        {"lots": {"days": "x"}},
        {"lots": {"other": 1}},
    ):
        with pytest.raises(UserError, match="no number"):
            shop.do(tune_checks, [], wrong, [])
    with pytest.raises(UserError, match="no check"):
        shop.do(tune_checks, ["nothing"], {}, [])


def test_every_check_can_be_run_alone(shop: Store) -> None:
    with shop.read() as tx:
        whole = {one.key for one in run_checks(tx)}
        parts = [{one.key for one in run_checks(tx, slow=slow)} for slow in (False, True)]
    assert whole == parts[0] | parts[1]
    assert whole <= set(CHECKS)
