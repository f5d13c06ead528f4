"""What the calendar shows: a bar a promotion, the lanes that bars stand in, and the days that matter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.promotions.calendar.bars import Days, Span, days_of
from shopdesk.shop.promotions.calendar.festivals import OF_CURRENCY, DayKind, Festival, festivals
from shopdesk.shop.promotions.calendar.own_days import hidden_festivals
from shopdesk.shop.promotions.calendar.preparing import find_days
from shopdesk.shop.promotions.rules import Phase, ScopeKind, State, phase_at
from shopdesk.shop.promotions.scopes import COLUMNS
from shopdesk.shop.promotions.sheets import KINDS
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Channel, Coupon, CouponUse, Product, Promotion, PromotionScope, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

REGION_SETTING: Final = "festival_regions"
"""The regions whose days the calendar shows, by ISO 3166."""
AHEAD: Final = 400
"""Days to plan for, at least, before and after today."""
FARTHEST: Final = 3660
"""Days from today beyond which no bar is drawn."""
LANES: Final = (("channel", N_("By channel")), ("product", N_("By product")), ("kind", N_("By kind")))


@dataclass(frozen=True, slots=True)
class Bar:
    """A promotion in the calendar."""

    promotion_id: int
    promotion_no: str
    title: str
    kind: str
    phase: Phase
    days: Days
    span: Span
    channels: tuple[str, ...]
    """Empty: all of them."""
    goods: tuple["Named", ...]
    """Empty: all of them."""


class Named(NamedTuple):
    """A product, a SKU or a category, and the column of the list that names it."""

    column: str
    name: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the calendar: its title (a msgid where it is the program's), and the places of its bars."""

    title: str
    bars: tuple[int, ...]
    column: str = ""
    """The column of the list that names the title; "" where the lane is for all, or for a kind."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to show, as of `now`."""

    today: date
    now: datetime
    zone: ZoneInfo
    span: Days
    bars: tuple[Bar, ...]
    channels: tuple[str, ...]
    regions: tuple[str, ...]
    days: tuple[Festival, ...]
    hidden: frozenset[str]
    """Festivals of shopping, by their msgids, that are left out."""


def shop_regions(tx: Tx) -> tuple[str, ...]:
    """The regions that the shop sells in: as it says, else those of its channels' currencies."""
    said: list[str] | None = tx.setting(REGION_SETTING, None)
    if said is not None:
        return tuple(said)
    currencies = {row.currency for row in tx.rows(select(Channel.currency).distinct())} | {tx.currency}
    return tuple(sorted({OF_CURRENCY[one] for one in currencies if one in OF_CURRENCY}))


def channel_titles(tx: Tx) -> tuple[str, ...]:
    """The channels by name, the oldest first."""
    return tuple(row.title for row in tx.rows(select(Channel.title).order_by(Channel.channel_id)))


def read_agenda(tx: Tx, language: str) -> Agenda:
    """All promotions with the days around them; names of public holidays in a language of ShopDesk."""
    span = _span(tx)
    channels, goods = _scopes(tx)
    bars = []
    for one in tx.rows(select(*_SHOWN).order_by(Promotion.starts_at, Promotion.promotion_id)):
        days = days_of(one.starts_at, one.ends_at, tx.zone, span.last)
        bars.append(
            Bar(
                one.promotion_id, one.promotion_no, one.title, one.kind,
                phase_at(State(one.state), one.starts_at, one.ends_at, tx.now), days, Span(one.starts_at, one.ends_at),
                channels[one.promotion_id], goods[one.promotion_id],
            )
        )  # fmt: skip
    regions = shop_regions(tx)
    own = find_days(tx)
    hidden = hidden_festivals(tx)
    found = festivals(range(span.first.year, span.last.year + 1), regions, language)
    days_off = [one for one in found if one.kind is not DayKind.FESTIVAL or one.title not in hidden]
    days_off += [Festival(one.first_on, one.last_on, one.title, DayKind.OWN) for one in own]
    days_off.sort(key=lambda one: one.first)
    return Agenda(tx.today, tx.now, tx.zone, span, tuple(bars), channel_titles(tx), regions, tuple(days_off), hidden)


_SHOWN: Final = (
    Promotion.promotion_id, Promotion.promotion_no, Promotion.title, Promotion.kind, Promotion.state,
    Promotion.starts_at, Promotion.ends_at,
)  # fmt: skip


def _span(tx: Tx) -> Days:
    """From the first promotion to the last, and more than a year around today."""
    ends = tx.rows(select(func.min(Promotion.starts_at), func.max(Promotion.starts_at), func.max(Promotion.ends_at)))[0]
    days = [moment.astimezone(tx.zone).date() for moment in ends if moment is not None]
    around = Days(tx.today - timedelta(AHEAD), tx.today + timedelta(AHEAD))
    first, last = min([around.first, *days]), max([around.last, *days])
    far = timedelta(FARTHEST)
    return Days(max(first, tx.today - far), min(last, tx.today + far))


_COLUMN: Final = {kind: column for column, kind in COLUMNS.items()}


def _scopes(tx: Tx) -> tuple[Mapping[int, tuple[str, ...]], Mapping[int, tuple[Named, ...]]]:
    """By promotion the names of its channels, and those of its goods."""
    name = func.coalesce(Channel.title, Product.title, Sku.code, PromotionScope.name)
    query = (
        select(PromotionScope.promotion_id, PromotionScope.kind, name.label("title"))
        .outerjoin(Channel, Channel.channel_id == PromotionScope.channel_id)
        .outerjoin(Product, Product.product_id == PromotionScope.product_id)
        .outerjoin(Sku, Sku.sku_id == PromotionScope.sku_id)
        .where(type_coerce(PromotionScope.is_excluded, WHOLE) == 0, PromotionScope.kind != ScopeKind.GROUP.value)
        .order_by(PromotionScope.scope_id)
    )
    channels: dict[int, tuple[str, ...]] = defaultdict(tuple)
    goods: dict[int, tuple[Named, ...]] = defaultdict(tuple)
    for row in tx.rows(query):
        if row.kind == ScopeKind.CHANNEL:
            channels[row.promotion_id] += (row.title,)
        else:
            goods[row.promotion_id] += (Named(_COLUMN[ScopeKind(row.kind)], row.title),)
    return channels, goods


def lanes_of(bars: Sequence[Bar], by: str, channels: Sequence[str]) -> list[Lane]:
    """Lanes by "channel", "product" or "kind"; what is for all channels or goods has a lane of its own, the first."""
    if by == "kind":
        kinds = {kind: tuple(at for at, bar in enumerate(bars) if bar.kind == kind) for kind in KINDS}
        return [Lane(KINDS[kind].title, places) for kind, places in kinds.items() if places]
    everything = Named("", N_("All channels") if by == "channel" else N_("All products"))
    found: dict[Named, list[int]] = {everything: []}
    for channel in channels if by == "channel" else ():
        found[Named("channels", channel)] = []
    for place, bar in enumerate(bars):
        names = bar.goods if by == "product" else tuple(Named("channels", name) for name in bar.channels)
        for name in names or (everything,):
            found.setdefault(name, []).append(place)
    ordered = sorted(found, key=lambda one: (one != everything, one.name, one.column))
    return [Lane(one.name, tuple(found[one]), one.column) for one in ordered]


class CouponLine(NamedTuple):
    """A code of a promotion: its limit, how often it was used, and what it took off."""

    code: str
    most_uses: int | None
    uses: int
    amount: Decimal


def find_coupons(tx: Tx, promotion_id: int) -> list[CouponLine]:
    """The codes of a promotion with their uses."""
    uses, amount = func.count(CouponUse.coupon_use_id), func.sum(CouponUse.amount)
    query = (
        select(Coupon.code, Coupon.most_uses, uses.label("uses"), amount.label("amount"))
        .outerjoin(CouponUse, CouponUse.coupon_id == Coupon.coupon_id)
        .where(Coupon.promotion_id == promotion_id)
        .group_by(Coupon.coupon_id, Coupon.code, Coupon.most_uses)
        .order_by(Coupon.code)
    )
    return [CouponLine(row.code, row.most_uses, row.uses, row.amount or Decimal(0)) for row in tx.rows(query)]


@action("shop.settings", N_("Set the regions whose holidays are shown"), undoable=True)
def set_regions(tx: Tx, regions: Sequence[str]) -> None:
    """The regions that the shop sells in, by ISO 3166."""
    set_setting(tx, REGION_SETTING, sorted(set(regions)))
