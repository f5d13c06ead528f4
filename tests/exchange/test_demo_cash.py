"""The money of the demo shop: its bridge is exact in every month and channel, and its forecast has been tried."""

from datetime import date
from decimal import Decimal

from tests.shop.test_bridge import assert_exact

from shopdesk.shop.cash.bridge import fetch_bridges
from shopdesk.shop.cash.forecast import forecast_cash, try_forecast
from shopdesk.shop.cash.outlook import mean_error
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.reports import months_with_sales, stored_titles
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.store import Store


def test_the_bridge_of_every_month_and_channel_is_exact(small_demo: Store) -> None:
    with small_demo.read() as tx:
        titles = stored_titles(tx)
        for channel_id in (None, *titles):
            everything = Scope(size=None, channel_id=channel_id)
            assert_exact(tx, fetch_bridges(tx, everything)[""], everything, titles.get(channel_id or 0, ""))
        last = (months_with_sales(tx) or ("", ""))[1]
        first = date.fromisoformat(f"{last}-01")
        month = Scope(date(first.year, first.month - 1, 1), date(first.year, first.month - 1, 28), None)
        assert_exact(tx, fetch_bridges(tx, month)[""], month)
        told: dict[str, Decimal] = {}
        for steps in fetch_bridges(tx, Scope(size=By.MONTH)).values():
            told = {step.key: step.amount for step in steps}
            assert steps[-1].running == told["deposits"]
        assert told["deposits"] > 0


def test_the_forecast_of_the_demo_was_off_by_less_than_what_a_week_brings(small_demo: Store) -> None:
    with small_demo.read() as tx:
        made, test = forecast_cash(tx), try_forecast(tx)
    assert {one.channel for one in made.channels} == {"Taobao", "Shopify", "Douyin"}
    assert all(one.habit.days is not None and one.habit.share < 1 for one in made.channels)
    assert test is not None
    assert not test.is_few
    turned = sum((abs(one.came) for one in test.missed), Decimal(0)) / len(test.missed)
    assert mean_error(test.missed) < turned
