"""The funnel: two reports are never added, rates and leaks by hand, days with what happened on them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from shopdesk.shop.catalog.actions import add_product, find_sku
from shopdesk.shop.listings.actions import add_listing, edit_listings
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.traffic.actions import Told as Row
from shopdesk.shop.listings.traffic.actions import find_stored, keep_traffic
from shopdesk.shop.listings.traffic.funnel import find_leaks, is_few, rate
from shopdesk.shop.listings.traffic.happened import TITLE_CHANGED
from shopdesk.shop.listings.traffic.reports import fetch_days, fetch_ways
from shopdesk.shop.listings.traffic.sheets import FUNNEL
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import AdSpend, Channel, Listing
from shopdesk.store.tx import Tx

DAY = date(2026, 11, 20)
D = Decimal


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: datetime(2026, 11, 21, 4, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_listing, {"channel": "taobao", "listing_no": "1", "title": "Gaiwan"})
    return store


@action("test.traffic", "Traffic")
def told(tx: Tx, rows: list[Row]) -> None:
    for one in rows:
        one.channel_id = tx.scalar(Channel.__table__.select().with_only_columns(Channel.channel_id).limit(1))
    find_stored(tx, rows)
    keep_traffic(tx, rows)


@action("test.withdraw", "Withdraw")
def withdraw(tx: Tx) -> None:
    tx.update(Listing, 1, state=ListingState.WITHDRAWN.value)


def row(source: str = "", report: str = "sycm", day: date = DAY, target: str = "1", **figures: int) -> Row:
    return Row(target, "", source, source, report, day, day, figures, 1)


def test_a_rate_of_nothing_is_no_rate() -> None:
    assert rate({"clicks": 5, "impressions": 0}, "clicks", "impressions") is None
    assert rate({"clicks": None, "impressions": 10}, "clicks", "impressions") is None
    assert rate({"clicks": 5, "impressions": 200}, "clicks", "impressions") == D("0.025")


def counts(visitors: int, carts: int, orders: int) -> dict[str, int | None]:
    return {"visitors": visitors, "carts": carts, "orders": orders}


def test_a_leak_is_what_the_median_would_have_kept() -> None:
    others = {number: ("Tea", counts(1000, 100, 50)) for number in range(2, 7)}
    leaks = find_leaks({1: ("Tea", counts(1000, 40, 20)), 9: ("Tea", counts(1000, 100, 30)), **others})
    # 60 carts fewer than the median 10 %, of which half would have bought; 20 purchases fewer of 100 carts.
    assert leaks[1] == ("cart", D(30))
    assert leaks[9] == ("buy", D(20))
    assert leaks[2] is None


def test_few_people_are_not_judged_and_small_categories_go_with_the_shop() -> None:
    shop = {number: ("Tea", counts(1000, 100, 50)) for number in range(2, 7)}
    leaks = find_leaks({1: ("Cups", counts(1000, 50, 25)), 8: ("Tea", counts(29, 0, 0)), **shop})
    assert leaks[1] == ("cart", D(25))
    assert leaks[8] is None
    assert is_few(counts(29, 0, 0))


def test_a_listing_without_carts_leaks_between_visit_and_purchase() -> None:
    amazon = {number: ("Tea", {"visitors": 1000, "orders": 50}) for number in range(2, 7)}
    leaks = find_leaks({1: ("Tea", {"visitors": 1000, "orders": 20}), 9: ("Tea", counts(1000, 10, 5)), **amazon})
    assert leaks[1] == ("order", D(30))
    assert not is_few({"visitors": 1000, "orders": 20})
    # Where carts are counted, the step is not held against listings that count none.
    assert leaks[9] is None


def test_reports_that_tell_different_days_are_both_read(shop: Store) -> None:
    days = [date(2026, 11, day) for day in range(1, 6)]
    shop.do(told, [row(day=day, visitors=100) for day in days[:3]])
    shop.do(told, [row(report="own", day=day, visitors=40) for day in days[2:]])
    with shop.read() as tx:
        (way,) = fetch_ways(tx, days[0], days[-1])
        drawn = fetch_days(tx, way.listing_id, days[0], days[-1])
    assert way.counts["visitors"] == 380
    assert drawn.visitors == [100, 100, 100, 40, 40]


def test_periods_that_overlap_in_part_are_not_added(shop: Store) -> None:
    first, second = row(visitors=70), row(visitors=50)
    first.first_on, first.last_on = date(2026, 11, 1), date(2026, 11, 7)
    second.first_on, second.last_on = date(2026, 11, 5), date(2026, 11, 9)
    shop.do(told, [first, second])
    with shop.read() as tx:
        assert [way.counts["visitors"] for way in fetch_ways(tx, date(2026, 11, 1), DAY)] == [70]


def test_visitors_of_a_withdrawn_listing_came_all_the_same(shop: Store) -> None:
    shop.do(told, [row(visitors=70)])
    shop.do(withdraw)
    with shop.read() as tx:
        assert [way.counts["visitors"] for way in fetch_ways(tx, DAY, DAY)] == [70]


def test_two_reports_of_one_day_are_not_added(shop: Store) -> None:
    mine = [row(visitors=100, orders=4, bounce=6 * 10**9), row("search", visitors=70), row("paid", visitors=20)]
    shop.do(told, [*mine, row(report="own", visitors=80, carts=8), row("search", report="third", visitors=5, clicks=7)])
    with shop.read() as tx:
        (way,) = fetch_ways(tx, DAY, DAY)
        assert fetch_ways(tx, date(2026, 11, 1), date(2026, 11, 19)) == []
    assert (way.counts["visitors"], way.counts["carts"], way.counts["clicks"]) == (100, 8, 7)
    assert (way.mean("bounce"), way.mean("dwell")) == (D("0.6"), None)


def test_a_listing_day_by_day_with_what_happened(shop: Store) -> None:
    rows = [row(visitors=50, orders=2), row(day=date(2026, 11, 21), visitors=70, orders=3)]
    shop.do(told, rows)
    with shop.read() as tx:
        listing_id = fetch_ways(tx, DAY, date(2026, 11, 21))[0].listing_id
    shop.do(edit_listings, [(listing_id, "title", "Gaiwan by hand")])
    with shop.read() as tx:
        days = fetch_days(tx, listing_id, date(2026, 11, 19), date(2026, 11, 21))
    assert (days.visitors, days.orders) == ([None, 50, 70], [None, 2, 3])
    assert [(one.day, one.words) for one in days.events] == [(date(2026, 11, 21), TITLE_CHANGED)]


def test_means_of_crowds_do_not_overflow(shop: Store) -> None:
    crowd = row(visitors=900_000_000, dwell=600 * 10**10, bounce=10**10)
    shop.do(told, [crowd])
    with shop.read() as tx:
        (way,) = fetch_ways(tx, DAY, DAY)
    assert (way.mean("dwell"), way.mean("bounce")) == (D(600), D(1))


@action("test.ads", "Ads")
def advertise(tx: Tx, *told: tuple[str, str | None, date, int, int]) -> None:
    """(target, SKU, day, impressions, clicks)."""
    channel_id = tx.scalar(Channel.__table__.select().with_only_columns(Channel.channel_id).limit(1))
    for target, code, day, impressions, clicks in told:
        tx.insert(
            AdSpend, channel_id=channel_id, platform="x", campaign="", target=target, spent_on=day, currency="CNY",
            sku_id=find_sku(tx, code) if code else None, amount=D(1), impressions=impressions, clicks=clicks,
        )  # fmt: skip


def test_impressions_of_advertising_stand_where_no_traffic_tells_them(shop: Store) -> None:
    shop.do(add_product, "CUP", "Cup")
    shop.do(add_listing, {"channel": "taobao", "listing_no": "2", "title": "Cup", "sku": "CUP"})
    shop.do(add_listing, {"channel": "taobao", "listing_no": "3", "title": "Pot"})
    shop.do(told, [row(visitors=70), row(target="3", impressions=900, clicks=30)])
    shop.do(
        advertise, ("1", None, DAY, 500, 20), ("1", None, date(2026, 11, 19), 500, 20), ("CUP", "CUP", DAY, 400, 4),
        ("3", None, DAY, 100, 1), ("a word", None, DAY, 50, 1), ("1", None, date(2026, 10, 1), 7, 7),
    )  # fmt: skip
    with shop.read() as tx:
        ways = fetch_ways(tx, date(2026, 11, 1), DAY)
    assert {way.listing_no: (way.counts["visitors"], way.counts["impressions"], way.is_advertised) for way in ways} == {
        "1": (70, 1000, True), "2": (None, 400, True), "3": (None, 900, False),
    }  # fmt: skip
    assert [len(way.row()) for way in ways] == [len(FUNNEL.columns)] * 3
