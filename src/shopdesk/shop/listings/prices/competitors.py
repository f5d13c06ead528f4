"""Listings of others that the shop watches: who they are, what they asked day by day, and when that needs a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from shopdesk.shop.catalog.actions import find_channel, find_sku
from shopdesk.shop.listings.prices.floors import fetch_floors
from shopdesk.shop.listings.prices.reading import SEEN
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.money import MONEY_SCALE, convert
from shopdesk.shop.spending.posting import rate_of
from shopdesk.store.action import action
from shopdesk.store.tables import Channel, Competitor, CompetitorDay, Listing, ListingSku, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

GONE: Final = N_("This competitor is gone.")
_SEEN: Final = ("price", "sales", "rating")


class Alerts(NamedTuple):
    """By what a competitor needs a person."""

    gap: Decimal = Decimal("0.10")
    """Cheaper than ours by more than this part of our price is worth a look."""
    war: int = 3
    """So many cuts within `days` are a war of prices."""
    days: int = 14


USUAL: Final = Alerts()


@dataclass(frozen=True, slots=True)
class Rival:
    """A competitor; `row` has its table's columns, the channel's title and a SKU of the own product."""

    row: Any
    days: Sequence[Any]
    """What was seen, the oldest first."""
    own_price: Decimal | None
    """The lowest that the own product is offered for: on its channel, else as the catalogue says."""
    floor: Decimal | None
    """Below it the own product is not sold there."""
    today: date
    alerts: Alerts

    @property
    def prices(self) -> list[tuple[date, Decimal]]:
        """The days on which a price was seen."""
        return [(day.seen_on, day.price) for day in self.days if day.price is not None]

    @property
    def price(self) -> Decimal | None:
        """The last price that was seen."""
        return self.prices[-1][1] if self.prices else None

    @property
    def change(self) -> Decimal | None:
        """The last price against the one seen before; None where there was none."""
        return self.prices[-1][1] - self.prices[-2][1] if len(self.prices) > 1 else None

    @property
    def gap(self) -> Decimal | None:
        """Their price against ours, as a part of ours."""
        if self.price is None or not self.own_price:
            return None
        return round((self.price - self.own_price) / self.own_price, 6)

    @property
    def cuts(self) -> int:
        """How often it was lowered lately."""
        since = self.today - timedelta(self.alerts.days)
        return sum(later < sooner for (_on, sooner), (on, later) in pairwise(self.prices) if on > since)

    @property
    def alert(self) -> str:
        """What it needs, as `competitor_sheets.ALERTS` names it."""
        if not self.row.is_watched:
            return "off"
        if self.cuts >= self.alerts.war:
            return "war"
        if self.price is None or self.prices[-1][0] <= self.today - timedelta(SEEN):
            return "unknown"
        if self.floor is not None and self.price < self.floor:
            return "below"
        if self.gap is None:
            return "unknown"
        reach = self.alerts.gap
        return "cheaper" if self.gap < -reach else "near" if self.gap <= reach else "dearer"

    def last(self, name: str) -> Any:
        """The last of "sales" or "rating" that was seen."""
        return next((getattr(day, name) for day in reversed(self.days) if getattr(day, name) is not None), None)


def fetch_competitors(tx: Tx, alerts: Alerts = USUAL) -> list[Rival]:
    """All competitors by name, each with the days on which it was seen."""
    sku = select(func.min(Sku.code)).where(Sku.product_id == Competitor.product_id).correlate(Competitor)
    rows = tx.rows(
        select(Competitor.__table__, Channel.title.label("channel"), sku.scalar_subquery().label("product"))
        .select_from(Competitor)
        .outerjoin(Channel, Channel.channel_id == Competitor.channel_id)
        .order_by(func.lower(Competitor.title), Competitor.competitor_id)
    )
    days = dict[int, list[Any]]()
    for day in tx.rows(select(CompetitorDay.__table__).order_by(CompetitorDay.seen_on)):
        days.setdefault(day.competitor_id, []).append(day)
    products = {row.product_id for row in rows if row.product_id is not None}
    own, floors = _own_prices(tx, products), fetch_floors(tx, products)
    return [
        Rival(row, days.get(row.competitor_id, []), _of(own, row), _of(floors, row), tx.today, alerts) for row in rows
    ]


def _of(known: Mapping[tuple[int, int | None], Decimal], row: Any) -> Decimal | None:
    """What is known of the own product on the competitor's channel, else anywhere."""
    return known.get((row.product_id, row.channel_id), known.get((row.product_id, None)))


def competitor_row(one: Rival) -> tuple[Any, ...]:
    """The cells of a competitor, in the order of COMPETITORS."""
    row, prices = one.row, [price for _on, price in one.prices]
    return (
        row.title, one.alert, row.seller, _(row.channel) if row.channel else None, row.product, one.own_price,
        one.floor, one.price, one.gap, one.change, one.cuts, one.last("sales"), one.last("rating"),
        one.days[-1].seen_on if one.days else None, min(prices, default=None), max(prices, default=None), row.code,
        row.note,
    )  # fmt: skip


def _own_prices(tx: Tx, products: set[int]) -> dict[tuple[int, int | None], Decimal]:
    """(product, channel) → the lowest price of its listings there; (product, None) → of its SKUs."""
    asked = func.coalesce(ListingSku.price, Listing.price)
    listed = tx.rows(
        select(Listing.product_id, Listing.channel_id, func.min(asked).label("price"))
        .outerjoin(ListingSku, ListingSku.listing_id == Listing.listing_id)
        .where(Listing.product_id.in_(products), Listing.state == ListingState.ACTIVE.value, asked.is_not(None))
        .group_by(Listing.product_id, Listing.channel_id)
    )  # fmt: skip
    plain = tx.rows(
        select(Sku.product_id, func.min(Sku.price).label("price"))
        .where(Sku.product_id.in_(products), Sku.price.is_not(None))
        .group_by(Sku.product_id)
    )
    made: dict[tuple[int, int | None], Decimal] = {(row.product_id, None): row.price for row in plain}
    return made | {(row.product_id, row.channel_id): row.price for row in listed}


# ------------------------------------------------------------------------------------------------------- doing


@action("catalog.edit", N_("Watch a competitor"), undoable=True)
def add_competitor(tx: Tx, values: Mapping[str, Any]) -> int:
    """A competitor from values of COMPETITOR_FILE, with what was seen of it if a day is named; returns its id."""
    told = read_competitor(tx, values)
    _need_code(told.get("code"))
    if known_competitors(tx).get(told["code"]) is not None:
        raise UserError(N_("{number} is watched already."), code="code", number=told["code"])
    told["title"] = told.get("title") or told["code"]
    origin = {name: values[name] for name in ("import_id", "source_row") if values.get(name) is not None}
    made = tx.insert(Competitor, **told, is_watched=True, **origin)
    _see(tx, made, values, origin)
    tx.say(N_("Watch {name}"), name=told["title"])
    return made


@action("catalog.edit", N_("Change a competitor"), undoable=True)
def edit_competitor(tx: Tx, competitor_id: int, values: Mapping[str, Any]) -> bool:
    """Set values of COMPETITOR_FILE, and of the day that they name; whether any became different."""
    if tx.image("competitor", competitor_id) is None:
        raise UserError(GONE, code="gone")
    told = read_competitor(tx, values)
    if "code" in told:
        _need_code(told["code"])
    if told.get("code") and known_competitors(tx).get(told["code"], competitor_id) != competitor_id:
        raise UserError(N_("{number} is watched already."), code="code", number=told["code"])
    origin = {name: values[name] for name in ("import_id", "source_row") if values.get(name) is not None}
    changed = bool(told) and tx.update(Competitor, competitor_id, **told)
    return _see(tx, competitor_id, values, origin) or changed


@action("catalog.edit", N_("Watch a competitor or not"), undoable=True)
def watch_competitor(tx: Tx, competitor_id: int, is_watched: bool) -> None:
    """Whether it counts for alerts and for rules of prices; what was seen stays."""
    if tx.image("competitor", competitor_id) is None:
        raise UserError(GONE, code="gone")
    tx.update(Competitor, competitor_id, is_watched=is_watched)


@action("catalog.edit", N_("Remove a competitor"), undoable=True)
def remove_competitor(tx: Tx, competitor_id: int) -> None:
    """Forget it with all that was seen of it."""
    if tx.image("competitor", competitor_id) is None:
        raise UserError(GONE, code="gone")
    mine = select(CompetitorDay.competitor_day_id).where(CompetitorDay.competitor_id == competitor_id)
    for day_id in tx.scalars(mine):
        tx.delete(CompetitorDay, day_id)
    tx.delete(Competitor, competitor_id)


@action("catalog.edit", N_("Remove a day of a competitor"), undoable=True)
def forget_day(tx: Tx, competitor_id: int, seen_on: date) -> None:
    """Forget what was seen on a day: it was another day, or another price."""
    mine = select(CompetitorDay.competitor_day_id).where(
        CompetitorDay.competitor_id == competitor_id, CompetitorDay.seen_on == seen_on
    )
    day_id = tx.scalar(mine)
    if day_id is None:
        raise UserError(GONE, code="gone")
    tx.delete(CompetitorDay, day_id)


def _need_code(code: str | None) -> None:
    if not code:
        raise UserError(N_("Give the number or the link by which its marketplace knows it."), code="code")


def known_competitors(tx: Tx) -> dict[str, int]:
    """Number or link → the competitor's id."""
    return {row.code: row.competitor_id for row in tx.rows(select(Competitor.code, Competitor.competitor_id))}


def read_competitor(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    """A competitor as it is stored, of the values that are given; UserError, its code the column, for a wrong one."""
    told = {
        name: str(values[name] or "").strip() or None for name in ("code", "title", "seller", "note") if name in values
    }
    if "title" in told and told["title"] is None:
        del told["title"]
    made: dict[str, Any] = dict(told)
    if "channel" in values:
        channel = str(values["channel"] or "").strip()
        made["channel_id"] = find_channel(tx, channel) if channel else None
    if "product" in values:
        made["product_id"] = _product(tx, str(values["product"] or "").strip())
    check_seen(tx, values)
    return made


def check_seen(tx: Tx, values: Mapping[str, Any]) -> None:
    """UserError, its code the column, where what was seen cannot be."""
    seen = {name: values[name] for name in _SEEN if values.get(name) is not None}
    if seen and values.get("seen_on") is None:
        raise UserError(N_("Say on what day that was seen."), code="seen_on")
    if values.get("seen_on") is not None and values["seen_on"] > tx.today:
        raise UserError(N_("That day is still to come."), code="seen_on")
    for name, value in seen.items():
        if value < 0 or (name == "rating" and value > 100):
            raise UserError(N_("This amount cannot be."), code=name)


def _see(tx: Tx, competitor_id: int, values: Mapping[str, Any], origin: Mapping[str, Any]) -> bool:
    """Set what was seen on the day that is named; what is blank stays."""
    seen = {name: values[name] for name in _SEEN if values.get(name) is not None}
    if not seen:
        return False
    if "price" in seen:
        seen["price"] = _at_home(tx, seen["price"], values.get("currency"), values["seen_on"])
    known = tx.scalar(
        select(CompetitorDay.competitor_day_id).where(
            CompetitorDay.competitor_id == competitor_id, CompetitorDay.seen_on == values["seen_on"]
        )
    )
    if known is not None:
        return tx.update(CompetitorDay, known, **seen)
    tx.insert(CompetitorDay, competitor_id=competitor_id, seen_on=values["seen_on"], **seen, **origin)
    return True


def _at_home(tx: Tx, price: Decimal, currency: str | None, on: date) -> Decimal:
    """A price in the shop's own currency, at the rate of the day; UserError where none is known."""
    _code, rate = rate_of(tx, currency or "", on)
    return Decimal(convert([int(price * MONEY_SCALE)], rate, tx.currency)[0]) / MONEY_SCALE if rate else price


def _product(tx: Tx, sku: str) -> int | None:
    if not sku:
        return None
    try:
        found: int = tx.scalar(select(Sku.product_id).where(Sku.sku_id == find_sku(tx, sku)))
    except UserError as error:
        raise UserError(error.message, code="product", **error.values) from None
    return found
