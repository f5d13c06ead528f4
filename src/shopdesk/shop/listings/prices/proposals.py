"""The price desk: what every price leaves, what other prices would, what rules propose, and prices put as proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.listings.actions import GONE, put_prices
from shopdesk.shop.listings.prices.reading import Offer, fetch_locked, fetch_offers, money, refuse_locked
from shopdesk.shop.listings.prices.rules import CHANGES, Found, PriceRuling, RuleKind, Stands, find_price, rule_for
from shopdesk.shop.listings.prices.ruling import fetch_price_rules
from shopdesk.shop.orders.sold_goods import coin_of
from shopdesk.store.action import action
from shopdesk.store.tables import Listing, ListingSku
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError, _

SHARES: Final = (0, 10, 20, 30, 40, 50)
"""Margins, in per cent, of which a table says the price."""
STEPS: Final = (-20, -15, -10, -5, 0, 5, 10, 15, 20)
"""Per cent of the price now by which a table lowers and raises it."""
_FINEST: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Priced:
    """What is asked for something, and the rule that holds for it."""

    offer: Offer
    rule: PriceRuling | None
    coin: int

    @property
    def verdict(self) -> str:
        """A state of `price_sheets.VERDICTS`."""
        price, costs = self.offer.price, self.offer.costs
        if price is None:
            return "no_price"
        left = costs.left(price)
        if left is None:
            return "no_cost"
        return "loss" if left < 0 else "no_fee" if costs.fee(price) is None else "earns"

    @property
    def market(self) -> int | None:
        """The median of what competitors ask."""
        return int(median(self.offer.rivals)) if self.offer.rivals else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule of something makes of its price."""

    offer: Offer
    rule: PriceRuling
    found: Found

    @property
    def changes(self) -> bool:
        """Whether the price would become another."""
        return self.found.stands in CHANGES and self.found.price != self.offer.price


@dataclass(frozen=True, slots=True)
class Put:
    """A price to put in the place of another, in money; `before` is what it was when somebody looked."""

    listing_id: int
    sku_id: int | None
    before: Decimal | None
    after: Decimal
    reason: str


def fetch_priced(tx: Tx) -> list[Priced]:
    """Everything that is listed, what loses most first, then what is not known, then what earns the smallest share."""
    rules, coin = fetch_price_rules(tx), coin_of(tx)
    made = [Priced(one, rule_for(rules, one.channel_id, one.category), coin) for one in fetch_offers(tx)]
    return sorted(made, key=_worst)


def _worst(one: Priced) -> tuple[int, Decimal, str]:
    price = one.offer.price
    share = None if price is None else one.offer.costs.share(price)
    rank = 1 if share is None else 0 if share < 0 else 2
    return rank, share or Decimal(0), one.offer.listing_no


def priced_row(one: Priced) -> tuple[Any, ...]:
    """Its row of PRICES."""
    offer, price, costs = one.offer, one.offer.price, one.offer.costs
    market = one.market
    left = share = fee = tax = None
    if price is not None:
        left, share, fee, tax = costs.left(price), costs.share(price), costs.fee(price), costs.tax(price)
    gap = None if price is None or not market else _part(price - market, market)
    return (
        offer.channel, offer.listing_no, offer.sku, offer.title, one.verdict, money(price), money(left), _round(share),
        money(costs.price_for(0, one.coin)), money(costs.cost), money(fee), money(costs.parcel), money(tax),
        Decimal(offer.sold) / QUANTITY_SCALE, money(market), gap, *_lowest(offer), one.rule.title if one.rule else None,
    )  # fmt: skip


def _lowest(offer: Offer) -> tuple[Decimal | None, Decimal | None]:
    return (money(offer.week.price) if offer.week else None, money(offer.month.price) if offer.month else None)


def _part(some: int, whole: int) -> Decimal:
    return (Decimal(some) / whole).quantize(_FINEST)


def _round(share: Decimal | None) -> Decimal | None:
    return None if share is None else share.quantize(_FINEST)


def margin_table(one: Priced) -> list[tuple[int, int | None, Decimal | None]]:
    """(margin in per cent, the lowest price that leaves it, by what share that changes the price now)."""
    made = []
    for percent in SHARES:
        price = one.offer.costs.price_for(percent * RATE_SCALE // 100, one.coin)
        now = one.offer.price
        made.append((percent, price, None if price is None or not now else _part(price - now, now)))
    return made


def what_if(one: Priced) -> list[tuple[int, int]]:
    """(price, what stays of one) around the price now, or around the break-even price where there is none."""
    base = one.offer.price or one.offer.costs.price_for(0, one.coin)
    if not base or one.offer.costs.cost is None:
        return []
    prices = sorted({max(one.coin, base * (100 + step) // 100 // one.coin * one.coin) for step in STEPS})
    return [(price, one.offer.costs.left(price) or 0) for price in prices]


def fetch_proposals(tx: Tx) -> list[Proposal]:
    """What the rules make of every price that one holds for: changes first, then what is held back, then the rest."""
    coin, made = coin_of(tx), []
    for one in fetch_priced(tx):
        if one.rule is not None:
            offer = one.offer
            found = find_price(one.rule, offer.price, offer.costs, offer.rivals, coin)
            made.append(Proposal(offer, one.rule, _held_back(offer, found)))
    order = (*CHANGES, Stands.LOCKED, Stands.ON_TRIAL)
    return sorted(
        made, key=lambda one: (not one.changes, one.found.stands not in order, one.found.stands is Stands.SAME)
    )


def _held_back(offer: Offer, found: Found) -> Found:
    """A price that would change, but stays because of a lock or an experiment."""
    if found.stands not in CHANGES:
        return found
    stands = Stands.LOCKED if offer.locked_until else Stands.ON_TRIAL if offer.is_on_trial else found.stands
    return found._replace(stands=stands)


def proposal_row(one: Proposal, zone: Any) -> tuple[Any, ...]:
    """Its row of PROPOSALS; every price that would change is taken."""
    offer, old, new = one.offer, one.offer.price, one.found.price
    change = None if old is None or new is None or not old else _part(new - old, old)
    shares = [None if price is None else _round(offer.costs.share(price)) for price in (old, new)]
    lefts = [None if price is None else money(offer.costs.left(price)) for price in (old, new)]
    return (
        one.changes, offer.channel, offer.listing_no, offer.sku, offer.title, one.found.stands.value,
        money(old), money(new), change, *shares, *lefts, money(one.found.floor), why_words(one),
        hint_words(one, zone), *_lowest(offer), one.rule.title,
    )  # fmt: skip


def why_words(one: Proposal) -> str:
    """Why the rule finds this price, in words."""
    rule, offer, found = one.rule, one.offer, one.found
    basis = None
    if rule.kind is RuleKind.COST and offer.costs.cost is not None:
        basis = _("cost {amount}").format(amount=_said(offer.costs.cost))
    elif rule.kind is RuleKind.MEDIAN and offer.rivals:
        basis = _("median of {count} competitors {amount}").format(
            count=len(offer.rivals), amount=_said(int(median(offer.rivals)))
        )
    elif rule.kind is RuleKind.LOWEST and offer.rivals:
        basis = _("cheapest of {count} competitors {amount}").format(
            count=len(offer.rivals), amount=_said(min(offer.rivals))
        )
    said = [rule.title]
    if basis is not None:
        factor = Decimal(RATE_SCALE + rule.markup) / RATE_SCALE
        said.append(f"{basis} × {factor:.4g}" if rule.markup else basis)
    if rule.ending and not found.is_bare:
        said.append(_("ending {ending}").format(ending=rule.ending))
    if found.is_bare:
        said.append(_("too far from any ending {ending}").format(ending=rule.ending))
    if found.stands is Stands.HELD and found.wanted is not None:
        said.append(_("the rule alone says {amount}").format(amount=_said(found.wanted)))
    return " · ".join(said)


def hint_words(one: Proposal, zone: Any) -> str:
    """What to mind before the price is put: locks, and what the law asks of reductions and of what was cheaper."""
    offer, new = one.offer, one.found.price
    if one.found.stands is Stands.LOCKED and offer.locked_until:
        return _("Changed lately; stays until {day}").format(day=offer.locked_until.astimezone(zone).date())
    if one.found.stands is Stands.ON_TRIAL:
        return _("An experiment with its price is running")
    if new is None or offer.price is None or new == offer.price:
        return ""
    if new > offer.price:
        cheap = offer.month if offer.month and offer.month.price < new else None
        said = _("Sold for {amount} on {day}: a later reduction counts from that for 30 days (EU), 7 (CN)")
        return said.format(amount=_said(cheap.price), day=cheap.day) if cheap else ""
    low = offer.week or offer.month
    if low is None:
        return ""
    if low.price <= new:
        said = _("Sold for {amount} on {day}: do not call it reduced")
    else:
        said = _("Call it reduced from {amount} at most: sold for that on {day}")
    return said.format(amount=_said(low.price), day=low.day)


def _said(amount: int) -> str:
    return f"{Decimal(amount) / 10_000:,.2f}"


def put_of(one: Proposal) -> Put:
    """The price of a proposal that changes one, to be put."""
    assert one.found.price is not None
    after = Decimal(one.found.price) / 10_000
    return Put(one.offer.listing_id, one.offer.sku_id, money(one.offer.price), after, one.rule.title)


@action("catalog.edit", N_("Change prices"), undoable=True)
def change_prices(tx: Tx, puts: Sequence[Put]) -> int:
    """Put prices as they were seen; refused where one has changed since, or is locked. Returns how many changed."""
    locked = fetch_locked(tx)
    by_listing: dict[tuple[int, str], dict[int | None, Decimal | None]] = {}
    for one in puts:
        _refuse(tx, one, locked)
        by_listing.setdefault((one.listing_id, one.reason), {})[one.sku_id] = one.after
    for (listing_id, reason), prices in by_listing.items():
        put_prices(tx, listing_id, prices, reason=reason or None)
    tx.say(N_("Change {count} prices"), count=len(puts))
    return len(puts)


def _refuse(tx: Tx, one: Put, locked: Any) -> None:
    if one.after <= 0:
        raise UserError(N_("A price is more than nothing."), code="negative")
    price = type_coerce(func.coalesce(ListingSku.price, Listing.price), WHOLE)
    mine = ListingSku.sku_id.is_(None) if one.sku_id is None else ListingSku.sku_id == one.sku_id
    found = tx.rows(
        select(Listing.listing_no, price.label("price"))
        .outerjoin(ListingSku, ListingSku.listing_id == Listing.listing_id)
        .where(Listing.listing_id == one.listing_id, mine)
    )
    if not found:
        raise UserError(GONE, code="gone")
    if money(found[0].price) != one.before:
        message = N_("The price of {number} has changed since. Look again before you change it.")
        raise UserError(message, code="changed", number=found[0].listing_no)
    refuse_locked(tx, locked, one.listing_id, found[0].listing_no)
