"""What is asked for everything that is listed, what a sale of it costs there, and what others ask for the same."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final

from sqlalchemy import func, select, true, type_coerce

from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.catalog.rules import Stage
from shopdesk.shop.listings.prices.rules import Costs
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.standing import read_sold
from shopdesk.shop.listings.titles.drafts import cool_down
from shopdesk.shop.listings.trials.experiment_sheets import State
from shopdesk.shop.orders.lowest import MONTH, Deal, Lowest, lowest_of
from shopdesk.shop.orders.sold_goods import coin_of, fetch_sold
from shopdesk.shop.profit.reports import fetch_channels
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.settlement.takes import Takes, fetch_takes
from shopdesk.shop.stock.available import LEVEL, ON_HAND
from shopdesk.shop.stock.rules import cost_of_one
from shopdesk.shop.stock.stock_value import fetch_last_costs
from shopdesk.shop.tax.reports import fetch_rules
from shopdesk.shop.tax.rules import Rule, contained, find_rule
from shopdesk.store.tables import (
    BundlePart,
    Competitor,
    CompetitorDay,
    Experiment,
    Listing,
    ListingSku,
    PriceChange,
    Product,
    Sku,
    SkuValue,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError, _

PARCELS: Final = 90
"""Days by which freight and packaging of a piece are measured."""
MOST_FEES: Final = 50_000
"""Prices of which it is remembered what a channel takes: one is asked for again and again."""
SEEN: Final = 60
"""A competitor's price counts if it was seen within so many days."""
_OVER: Final = (ListingState.WITHDRAWN.value, ListingState.ENDED.value)
_L, _K, _S = Listing.__table__.c, ListingSku.__table__.c, Sku.__table__.c


@dataclass(frozen=True, slots=True)
class Offer:
    """What is asked for one SKU in one listing, money in 1/10,000; no SKU where nobody said what the listing sells."""

    listing_id: int
    sku_id: int | None
    channel_id: int
    channel: str
    listing_no: str
    title: str
    sku: str | None
    category: str | None
    price: int | None
    costs: Costs
    sold: int
    """Pieces in 30 days, in 1/1,000."""
    rivals: tuple[int, ...]
    """What the competitors that are watched ask."""
    week: Deal | None
    month: Deal | None
    locked_until: datetime | None
    """Its price was changed lately and stays until then."""
    is_on_trial: bool

    @property
    def key(self) -> tuple[int, int | None]:
        """What tells it from every other."""
        return self.listing_id, self.sku_id


Terms = tuple[Callable[[int], int | None], Callable[[int], int]]
"""Price → what the channel takes of it; price → the tax that it contains."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known beside the listings themselves."""

    tx: Tx
    takes: Takes
    taxes: list[Rule]
    coin: int
    costs: Mapping[int, int | None]
    parcels: Mapping[int, int]
    sold: Mapping[tuple[int, int], tuple[int, int, int]]
    rivals: Mapping[int, list[tuple[int | None, int]]]
    lowest: Mapping[int, Lowest]
    locked: Mapping[int, datetime]
    on_trial: frozenset[int]
    titles: Mapping[int, str]
    terms: dict[tuple[int, str | None], Terms] = field(default_factory=dict)
    """Of channel and category, as they are asked for."""


def fetch_offers(tx: Tx, sku_ids: Collection[int] | None = None) -> list[Offer]:
    """Everything that is listed, or what is of these SKUs, by channel and number."""
    sold = fetch_sold(tx, tx.today - timedelta(MONTH), tx.today - timedelta(1))
    coin = coin_of(tx)
    around = _Around(
        tx, fetch_takes(tx), fetch_rules(tx), coin, fetch_costs(tx), _parcels(tx), read_sold(tx, None),
        fetch_rivals(tx), lowest_of(sold, tx.today, coin), fetch_locked(tx), _on_trial(tx), channel_titles(tx),
    )  # fmt: skip
    product_id = func.coalesce(_S.product_id, _L.product_id)
    rows = tx.execute(
        select(
            _L.listing_id, _L.channel_id, _L.listing_no, _L.title, product_id.label("product_id"),
            _K.sku_id, _S.code.label("sku"), Product.category,
            type_coerce(func.coalesce(_K.price, _L.price), WHOLE).label("price"),
        )
        .select_from(Listing.__table__)
        .outerjoin(ListingSku.__table__, _K.listing_id == _L.listing_id)
        .outerjoin(Sku.__table__, _S.sku_id == _K.sku_id)
        .outerjoin(Product, Product.product_id == product_id)
        .where(_L.state.not_in(_OVER), true() if sku_ids is None else _K.sku_id.in_(sku_ids))
        .order_by(_L.channel_id, _L.listing_no, _K.listing_sku_id)
    )  # fmt: skip
    return [_offer(row, around) for row in rows]


def _offer(row: Any, around: _Around) -> Offer:
    rivals = around.rivals.get(row.product_id, ())
    low = around.lowest.get(row.sku_id) or Lowest()
    return Offer(
        row.listing_id, row.sku_id, row.channel_id, _(around.titles[row.channel_id]), row.listing_no, row.title,
        row.sku, row.category, row.price, _costs(row, around), around.sold.get((row.channel_id, row.sku_id), (0,))[0],
        tuple(price for channel_id, price in rivals if channel_id in (None, row.channel_id)), low.week, low.month,
        around.locked.get(row.listing_id), row.listing_id in around.on_trial,
    )  # fmt: skip


def _costs(row: Any, around: _Around) -> Costs:
    key = row.channel_id, row.category
    if key not in around.terms:
        around.terms[key] = _terms(around, *key)
    return Costs(around.costs.get(row.sku_id), around.parcels.get(row.channel_id, 0), *around.terms[key])


def _terms(around: _Around, channel_id: int, category: str | None) -> Terms:
    """What a channel takes of goods of a category, and what of their price is tax."""
    today = around.tx.today
    rule = find_rule(around.taxes, channel_id, category, None, today)
    rate = rule.rate if rule is not None and rule.is_inclusive else 0
    fee = lru_cache(maxsize=MOST_FEES)(lambda price: around.takes.of(channel_id, category, price, today))
    return fee, partial(_tax, rate, around.coin)


def _tax(rate: int, coin: int, price: int) -> int:
    return contained(price, rate, coin) if rate else 0


def fetch_costs(tx: Tx) -> dict[int, int | None]:
    """SKU → what one costs now in 1/10,000, a bundle as much as its parts; None: nobody knows.

    What is sold out costs what it cost when it came last.
    """
    value, hand = type_coerce(SkuValue.value, WHOLE), type_coerce(ON_HAND, WHOLE)
    rows = tx.rows(
        select(_S.sku_id, value.label("value"), hand.label("on_hand"), type_coerce(_S.cost, WHOLE).label("cost"))
        .select_from(Sku.__table__)
        .outerjoin(LEVEL, LEVEL.c.sku_id == _S.sku_id)
        .outerjoin(SkuValue, SkuValue.sku_id == _S.sku_id)
    )
    made = {row.sku_id: cost_of_one(row.value, int(row.on_hand), row.cost) for row in rows}
    if None in made.values():
        last = fetch_last_costs(tx)
        made |= {sku_id: last[sku_id] for sku_id, cost in made.items() if cost is None and sku_id in last}
    parts: dict[int, list[int | None]] = defaultdict(list)
    for one in tx.rows(select(BundlePart.sku_id, BundlePart.part_id, type_coerce(BundlePart.quantity, WHOLE))):
        cost = made[one[1]]
        parts[one[0]].append(None if cost is None else cost * one[2] // QUANTITY_SCALE)
    for sku_id, costs in parts.items():
        known = [cost for cost in costs if cost is not None]
        made[sku_id] = sum(known) if len(known) == len(costs) else made[sku_id]
    return made


def _parcels(tx: Tx) -> dict[int, int]:
    """Channel → freight and packaging of a piece in 1/10,000, as the books of the last 90 days have them.

    What was booked for no channel falls on the pieces of all.
    """
    found = fetch_channels(tx, Scope(tx.today - timedelta(PARCELS - 1), tx.today))
    rest, pieces = found.pop(None, None), sum(figures.units for figures in found.values())
    shared = (rest.freight + rest.packaging) / pieces if rest is not None and pieces > 0 else Decimal(0)
    own = {
        channel_id: (figures.freight + figures.packaging) / figures.units
        for channel_id, figures in found.items()
        if figures.units > 0
    }
    return {
        channel_id: max(0, int((own.get(channel_id, 0) + shared) * MONEY_SCALE)) for channel_id in channel_titles(tx)
    }


def fetch_rivals(tx: Tx) -> dict[int, list[tuple[int | None, int]]]:
    """Product → (channel, price) of each competitor that is watched, as it was seen last; in 1/10,000."""
    day = CompetitorDay.__table__.c
    rows = tx.rows(
        select(Competitor.product_id, Competitor.competitor_id, Competitor.channel_id,
               type_coerce(day.price, WHOLE).label("price"))
        .join(CompetitorDay, day.competitor_id == Competitor.competitor_id)
        .where(Competitor.product_id.is_not(None), type_coerce(Competitor.is_watched, WHOLE) == 1)
        .where(day.price.is_not(None), day.seen_on > tx.today - timedelta(SEEN))
        .order_by(Competitor.competitor_id, day.seen_on)
    )  # fmt: skip
    last = {row.competitor_id: row for row in rows}
    made: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for row in last.values():
        made[row.product_id].append((row.channel_id, row.price))
    return dict(made)


def fetch_locked(tx: Tx) -> dict[int, datetime]:
    """Listing → until when its price stays: of heroes and of locked listings, the cool-down after a change.

    What this very action changes does not lock: the SKUs of a listing may be set one by one.
    """
    stays = timedelta(days=cool_down(tx))
    own = min(tx.touched.get(PriceChange.__tablename__, ()), default=None)
    before = () if own is None else (PriceChange.price_change_id < own,)
    last = func.max(PriceChange.changed_at).label("changed_at")
    rows = tx.rows(
        select(PriceChange.listing_id, last)
        .join(Listing, Listing.listing_id == PriceChange.listing_id)
        .outerjoin(Product, Product.product_id == Listing.product_id)
        .where((type_coerce(Listing.is_locked, WHOLE) == 1) | (Product.stage == Stage.HERO.value))
        .where(PriceChange.changed_at > tx.now - stays, *before)
        .group_by(PriceChange.listing_id)
    )
    return {row.listing_id: row.changed_at + stays for row in rows}


def refuse_locked(tx: Tx, locked: Mapping[int, datetime], listing_id: int, number: str) -> None:
    """UserError where the price of a listing stays."""
    if listing_id in locked:
        day = locked[listing_id].astimezone(tx.zone).date()
        message = N_("The price of {number} was changed lately and stays until {day}.")
        raise UserError(message, code="locked", number=number, day=day)


def _on_trial(tx: Tx) -> frozenset[int]:
    """Listings with whose price an experiment is running."""
    running = (Experiment.state == State.RUNNING.value) & (Experiment.field == "price")
    return frozenset(tx.scalars(select(Experiment.listing_id).where(running)))


def money(amount: int | None) -> Decimal | None:
    """An amount in 1/10,000 as people write it."""
    return None if amount is None else Decimal(amount) / MONEY_SCALE
