"""Below what an own product is not sold: the price that leaves what its pricing rule asks for, else brings no loss."""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import select

from shopdesk.shop.listings.prices.reading import fetch_offers
from shopdesk.shop.listings.prices.rules import rule_for
from shopdesk.shop.listings.prices.ruling import fetch_price_rules
from shopdesk.shop.orders.sold_goods import coin_of
from shopdesk.store.tables import Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE


def fetch_floors(tx: Tx, products: Collection[int]) -> dict[tuple[int, int | None], Decimal]:
    """(product, channel) → the lowest floor of what is listed of it there; (product, None): in any channel.

    Products that are not listed, and those whose cost nobody knows, have none.
    """
    owners = {row.sku_id: row.product_id for row in tx.rows(
        select(Sku.sku_id, Sku.product_id).where(Sku.product_id.in_(products))
    )}  # fmt: skip
    if not owners:
        return {}
    rules, coin, made = fetch_price_rules(tx), coin_of(tx), dict[tuple[int, int | None], Decimal]()
    for offer in fetch_offers(tx, owners):
        if offer.sku_id is None:
            continue
        rule = rule_for(rules, offer.channel_id, offer.category)
        floor = offer.costs.price_for(rule.floor if rule else 0, coin)
        if floor is not None:
            for key in ((owners[offer.sku_id], offer.channel_id), (owners[offer.sku_id], None)):
                made[key] = min(Decimal(floor) / MONEY_SCALE, made.get(key, Decimal("Infinity")))
    return made
