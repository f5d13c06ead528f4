"""Which promotions orders had: by their discounts, by prices that say it already, by codes; and what that comes to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.profit.orders import fetch_groups
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.coupons import redeem_coupon
from shopdesk.shop.promotions.engine.terms import fetch_terms
from shopdesk.shop.promotions.outcome.profit_by import PROFIT_BY, fetch_by_promotion
from shopdesk.shop.promotions.outcome.uses import find_looked, find_uses, keep_uses
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import PromotionUse, SalesOrder

DAY = date(2026, 11, 11)
LONG = {"starts_at": datetime(2026, 11, 1, tzinfo=UTC), "ends_at": datetime(2026, 12, 1, tzinfo=UTC)}


@pytest.fixture
def shop(store: Store) -> Store:
    """Cups at 100 and spoons at 10."""
    store._clock = lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for code, price in (("CUP", 100), ("SPOON", 10)):
        store.do(add_product, code, code.title(), price=Decimal(price), cost=Decimal(4))
    return store


def plan(store: Store, title: str, kind: str, tiers: str, **more: Any) -> int:
    made: int = store.do(add_promotion, {"title": title, "kind": kind, "tiers": tiers, **LONG, **more}).value
    return made


def sell(
    store: Store, number: str, cups: int, off: str = "0", price: str = "100", day: date = DAY, **more: Any
) -> None:
    item = Item("CUP", cups, Decimal(price), Decimal(off))
    store.do(ring_up, [Ticket(number, day, [item], **more)])


def had(store: Store) -> dict[tuple[str, str], Decimal]:
    """(promotion, order) → what it took off, as kept."""
    with store.read() as tx:
        found = find_uses(tx)
    store.do(keep_uses, found)
    with store.read() as tx:
        keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
        titles = {one: row[keys.index("title")] for one, row in fetch_first(tx, PROMOTION_ROWS, Query())}
        rows = tx.rows(
            select(PromotionUse.promotion_id, SalesOrder.order_no, PromotionUse.amount).join(
                SalesOrder, SalesOrder.order_id == PromotionUse.order_id
            )
        )
        return {(titles[row.promotion_id], row.order_no): row.amount for row in rows}


def spent(store: Store) -> dict[str, Decimal]:
    with store.read() as tx:
        keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
        rows = [dict(zip(keys, row, strict=True)) for _one, row in fetch_first(tx, PROMOTION_ROWS, Query())]
    return {row["title"]: row["spent"] for row in rows}


def test_an_order_that_paid_in_full_had_nothing(shop: Store) -> None:
    plan(shop, "Full", "once_full", "300-30")
    sell(shop, "A", 3, "30")
    sell(shop, "B", 3)
    sell(shop, "C", 2, "30")
    sell(shop, "D", 3, "30", day=date(2026, 12, 1))
    assert had(shop) == {("Full", "A"): Decimal(30)}
    assert spent(shop) == {"Full": Decimal(30)}


def test_nobody_gets_more_than_the_order_shows(shop: Store) -> None:
    plan(shop, "Tenth", "percent_off", "-10%", level="order")
    plan(shop, "Cross", "every_full", "100-10", level="platform")
    sell(shop, "A", 2, "40.00")
    sell(shop, "B", 2, "10.01")
    assert had(shop) == {
        ("Tenth", "A"): Decimal(20), ("Cross", "A"): Decimal(20), ("Tenth", "B"): Decimal("5.01"),
        ("Cross", "B"): Decimal(5),
    }  # fmt: skip


def test_a_price_that_the_promotion_makes_says_that_it_was_had(shop: Store) -> None:
    plan(shop, "Flash", "fixed_price", "=79.90", skus="CUP")
    sell(shop, "A", 3, price="79.90")
    sell(shop, "B", 3, price="85")
    sell(shop, "C", 3)
    assert had(shop) == {("Flash", "A"): Decimal("60.30")}


def test_codes_are_told_and_not_found_once_more(shop: Store) -> None:
    plan(shop, "Code", "once_full", "100-10", coupons="TEN")
    plan(shop, "Full", "once_full", "300-30", stacking="all")
    sell(shop, "A", 3, "40")
    sell(shop, "B", 3, "10")
    for order in (1, 2):
        shop.do(redeem_coupon, "TEN", order, Decimal(10))
    assert had(shop) == {("Full", "A"): Decimal(30)}
    assert spent(shop) == {"Code": Decimal(20), "Full": Decimal(30)}


def test_gifts_and_parcels_for_nothing_need_no_discount(shop: Store) -> None:
    plan(shop, "Gift", "gift", "200+[SPOON]*1")
    plan(shop, "Parcel", "free_shipping", "99")
    sell(shop, "A", 2)
    sell(shop, "B", 2, shipping=Decimal(8))
    assert had(shop) == {("Gift", "A"): 0, ("Parcel", "A"): 0, ("Gift", "B"): 0}


def test_a_budget_counts_what_orders_show(shop: Store) -> None:
    plan(shop, "Full", "once_full", "300-30", budget=Decimal(50))
    sell(shop, "A", 3, "30")
    had(shop)
    with shop.read() as tx:
        assert [one.budget_left for one in fetch_terms(tx).promotions] == [200_000]
    sell(shop, "B", 3, "30")
    assert had(shop) == {("Full", "A"): 30, ("Full", "B"): 30}
    with shop.read() as tx:
        assert [one.budget_left for one in fetch_terms(tx).promotions] == [0]


def test_the_end_in_another_zone_is_no_longer_of_it(store: Store) -> None:
    """Clocks go back in London on 2026-10-25: the day has 25 hours, all of them of the promotion."""
    store._clock = lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)
    store.do(open_shop, "Tea", "GBP", "Europe/London", Costing.MOVING_AVERAGE)
    store.do(add_product, "CUP", "Cup", price=Decimal(100), cost=Decimal(4))
    ends = datetime(2026, 10, 26, tzinfo=UTC)
    values = {"title": "Full", "kind": "once_full", "tiers": "300-30", "ends_at": ends}
    store.do(add_promotion, {**values, "starts_at": datetime(2026, 10, 24, 23, tzinfo=UTC)})
    for number, day in (("A", date(2026, 10, 24)), ("B", date(2026, 10, 25)), ("C", date(2026, 10, 26))):
        sell(store, number, 3, "30", day=day)
    assert set(had(store)) == {("Full", "B")}


def test_when_it_was_looked_for_is_known(shop: Store) -> None:
    with shop.read() as tx:
        assert find_looked(tx) is None
    had(shop)
    with shop.read() as tx:
        looked = find_looked(tx)
        assert looked is not None
        assert looked.changes == 0
    plan(shop, "Full", "once_full", "300-30")
    with shop.read() as tx:
        looked = find_looked(tx)
        assert looked is not None
        assert looked.changes == 1


def test_profit_by_promotion_counts_every_order_once_and_ties_to_all_orders(shop: Store) -> None:
    plan(shop, "Full", "once_full", "300-30")
    plan(shop, "Cross", "every_full", "100-5", level="platform")
    plan(shop, "Gift", "gift", "900+[SPOON]*1")
    sell(shop, "A", 3, "45")
    sell(shop, "B", 1, "5")
    sell(shop, "C", 1)
    had(shop)
    keys = [column.key for column in PROFIT_BY.columns]
    with shop.read() as tx:
        rows: list[dict[str, Any]] = [dict(zip(keys, row, strict=True)) for row in fetch_by_promotion(tx, DAY, DAY)]
        [whole] = fetch_groups(tx, Scope(DAY, DAY, None))
        assert fetch_by_promotion(tx, date(2026, 1, 1), date(2026, 1, 2)) == []
    told = [(row["promotion"], row["orders"], row["taken_off"], row["net_sales"]) for row in rows]
    assert told == [("Full", 1, 30, 255), ("Cross", 1, 20, 95), ("No promotion", 1, 0, 100)]
    assert sum(row["contribution"] for row in rows) == whole.figures.contribution
