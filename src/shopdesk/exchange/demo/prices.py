"""The prices of the demo shop: a tea whose price was tried out all year, and rules by which prices are found."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from shopdesk.exchange.demo.goods import GOODS, TRIED, price_on
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.listings.actions import put_prices
from shopdesk.shop.listings.prices.reading import fetch_offers
from shopdesk.shop.listings.prices.ruling import add_price_rule
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

BACK: Final = 365
RULES: Final = (
    (N_("Tea: just below competitors"), "median", "茶叶 Tea", "0.98", ".9", "0.30"),
    (N_("Kitchen: cost times 2.7"), "cost", "厨房 Kitchen", "2.7", "9", "0.25"),
    (N_("Nice endings"), "ending", None, None, ".9", "0.15"),
)


@action("catalog.edit", N_("What the shop asks"), undoable=True)
def ask_prices(tx: Tx, today: date) -> None:
    """The journal of the tea that was tried out, and rules of which some lower, some raise and some hold."""
    [good] = [good for good in GOODS if good.code == TRIED]
    taobao = channel_ids(tx)["taobao"]
    [listing_id] = [one.listing_id for one in fetch_offers(tx) if (one.channel_id, one.sku) == (taobao, TRIED)]
    reason = _(N_("Trying out the price"))
    for back in range(BACK, -1, -1):
        day = today - timedelta(back)
        moment = datetime.combine(day, time(), tx.zone)
        put_prices(tx, listing_id, {None: price_on(good, day)}, reason=reason, changed_at=moment)
    for title, kind, category, factor, ending, floor in RULES:
        shares = {"factor": None if factor is None else Decimal(factor), "floor_margin": Decimal(floor)}
        add_price_rule(tx, {"title": _(title), "kind": kind, "category": category, "ending": ending, **shares})
