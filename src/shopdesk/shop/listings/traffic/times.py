"""When listings are put on sale: spread over the week as its visitors are, and where they stand in clumps now.

A listing that goes off sale seven days after it was put on ranks best in its last hours (Taobao), so its hour of the
week matters; spread by visitors, every visitor meets as many listings that are about to end.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import gcd, lcm
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.orders.rules import SOLD, OrderKind
from shopdesk.store.action import action
from shopdesk.store.tables import Listing, SalesOrder, TrafficHour
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

DAYS: Final = 7
HOURS: Final = 24
WEEK: Final = DAYS * HOURS
BACK: Final = timedelta(weeks=8)
"""So far back visitors of hours are looked at; orders, which are fewer, three times as far."""
FEW: Final = 3
"""Fewer listings in one hour are no clump."""
WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


class Basis(StrEnum):
    """What the weight of an hour is taken from."""

    VISITORS = "visitors"
    ORDERS = "orders"
    """Nobody has said how many visitors there were: the shop's own orders by hour stand for them."""
    EVEN = "even"
    """There are neither: every hour counts the same."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A listing and the minutes of the week at which it is put on sale now, and is to be."""

    listing_id: int
    channel: str
    listing_no: str
    title: str
    now: int | None
    plan: int | None


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a channel: by hour, from Monday's first on, its weight and what was counted; and its listings."""

    basis: Basis
    weights: tuple[int, ...]
    """As many as usually come, whatever days were told; to be compared with each other alone."""
    counted: tuple[int, ...]
    listings: tuple[Timed, ...]


def fetch_week(tx: Tx, channel_id: int) -> Week:
    """The visitors of each hour of the week, else its orders, and the listings on sale."""
    basis, (counted, days) = Basis.VISITORS, _visitors(tx, channel_id)
    if not any(counted):
        basis, (counted, days) = Basis.ORDERS, _orders(tx, channel_id)
    if not any(counted):
        basis, counted, days = Basis.EVEN, [1] * WEEK, [1] * DAYS
    return Week(basis, usual_week(counted, days), tuple(counted), tuple(_listings(tx, channel_id)))


def usual_week(counted: Sequence[int], days: Sequence[int]) -> tuple[int, ...]:
    """The weight of each hour of the week: what came in it, by how many days of its weekday it was counted.

    A weekday that nobody told is as the others are: that there is no report of a Monday does not keep visitors away.
    """
    told = [weekday for weekday in range(DAYS) if days[weekday]]
    scale = lcm(*(days[weekday] for weekday in told))
    usual = {weekday: [count * (scale // days[weekday]) for count in _day_of(counted, weekday)] for weekday in told}
    mean = [sum(hours) for hours in zip(*usual.values(), strict=True)]
    weights = [
        weight
        for weekday in range(DAYS)
        for weight in ([hour * len(told) for hour in usual[weekday]] if weekday in usual else mean)
    ]
    finest = gcd(*weights) or 1
    return tuple(weight // finest for weight in weights)


def _day_of(counted: Sequence[int], weekday: int) -> Sequence[int]:
    return counted[weekday * HOURS : (weekday + 1) * HOURS]


def fetch_channels(tx: Tx) -> list[tuple[int, str]]:
    """Channels that have listings on sale: id and title."""
    wanted = select(Listing.channel_id).where(Listing.state == ListingState.ACTIVE.value).distinct()
    titles, there = channel_titles(tx), set(tx.scalars(wanted))
    return [(channel_id, _(title)) for channel_id, title in titles.items() if channel_id in there]


def _visitors(tx: Tx, channel_id: int) -> tuple[list[int], list[int]]:
    """Visitors by hour of the week, and how many days of each weekday a file told."""
    hour, found = TrafficHour.__table__.c, [0] * WEEK
    wanted = select(hour.day, hour.hour, hour.visitors).where(
        hour.channel_id == channel_id, hour.day >= tx.today - BACK, hour.day < tx.today
    )
    told = set[date]()
    for row in tx.rows(wanted):
        found[row.day.weekday() * HOURS + row.hour] += row.visitors
        told.add(row.day)
    return found, _by_weekday(told)


def _by_weekday(days: Iterable[date]) -> list[int]:
    counts = Counter(day.weekday() for day in days)
    return [counts[weekday] for weekday in range(DAYS)]


def _orders(tx: Tx, channel_id: int) -> tuple[list[int], list[int]]:
    """Orders by hour of the week, and how many days of each weekday there were since the first of them."""
    order, found, zone = SalesOrder.__table__.c, [0] * WEEK, tx.zone
    wanted = select(order.placed_at).where(
        order.channel_id == channel_id,
        order.kind == OrderKind.SALE.value,
        order.state.in_([state.value for state in SOLD]),
        order.placed_at > tx.now - 3 * BACK,
    )
    first = tx.today
    for placed in tx.scalars(wanted):
        local = placed.astimezone(zone)
        found[local.weekday() * HOURS + local.hour] += 1
        first = min(first, local.date())
    return found, _by_weekday(first + timedelta(days) for days in range((tx.today - first).days + 1))


def _listings(tx: Tx, channel_id: int) -> Iterable[Timed]:
    zone, channel = tx.zone, _(channel_titles(tx)[channel_id])
    wanted = (
        select(Listing.__table__)
        .where(Listing.channel_id == channel_id, Listing.state == ListingState.ACTIVE.value)
        .order_by(Listing.listing_id)
    )
    for row in tx.rows(wanted):
        now = None
        if row.listed_at is not None:
            local = row.listed_at.astimezone(zone)
            now = (local.weekday() * HOURS + local.hour) * 60 + local.minute
        plan = None if row.plan_weekday is None else row.plan_weekday * HOURS * 60 + (row.plan_minute or 0)
        yield Timed(row.listing_id, channel, row.listing_no, row.title, now, plan)


def even_out(listings: Sequence[Timed], weights: Sequence[int]) -> dict[int, int]:
    """Listing → minute of the week, so that each hour has its share of them.

    They keep the order in which they stand in the week now; of n, the one in place i comes where (2i + 1) / 2n of the
    visitors have been. What is not on a clock yet comes last.
    """
    total, placed = sum(weights), dict[int, int]()
    ordered = sorted(listings, key=lambda one: (one.now is None, one.now, one.listing_id))
    hour, before = 0, 0
    for place, one in enumerate(ordered):
        wanted, whole = (2 * place + 1) * total, 2 * len(ordered)
        while (before + weights[hour]) * whole <= wanted:
            before += weights[hour]
            hour += 1
        placed[one.listing_id] = hour * 60 + 60 * (wanted - before * whole) // (weights[hour] * whole)
    return placed


def counts_of(minutes: Iterable[int | None]) -> list[int]:
    """How many listings each hour of the week has."""
    found = [0] * WEEK
    for minute in minutes:
        if minute is not None:
            found[minute // 60] += 1
    return found


def clumps_of(counts: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Hours with at least FEW listings and more than twice their share, the worst first."""
    listed, total = sum(counts), sum(weights)
    beyond = {hour: count * total - 2 * listed * weights[hour] for hour, count in enumerate(counts) if count >= FEW}
    return sorted((hour for hour, excess in beyond.items() if excess > 0), key=lambda hour: (-beyond[hour], hour))


def clock(minute: int | None) -> tuple[str | None, str | None]:
    """Weekday and time of day of a minute of the week, in words."""
    if minute is None:
        return None, None
    return _(WEEKDAYS[minute // 60 // HOURS]), f"{minute // 60 % HOURS:02}:{minute % 60:02}"


def time_rows(week: Week, plan: Mapping[int, int]) -> list[tuple[Any, ...]]:
    """Rows of TIMES, in the order of the plan."""
    total = sum(week.weights)
    made = []
    for one in sorted(week.listings, key=lambda one: (plan.get(one.listing_id, WEEK * 60), one.listing_no)):
        minute = plan.get(one.listing_id)
        share = None if minute is None else round(1_000 * week.weights[minute // 60] / total)
        made.append((one.channel, one.listing_no, one.title, *clock(one.now), *clock(minute), share))
    return made


@action("catalog.edit", N_("Plan listing times"), undoable=True)
def apply_times(tx: Tx, plan: Mapping[int, int]) -> int:
    """Note when each listing is to be put on sale: listing → minute of the week. Returns how many became different."""
    changed = 0
    for listing_id, minute in plan.items():
        weekday, rest = divmod(minute, HOURS * 60)
        changed += tx.update(Listing, listing_id, plan_weekday=weekday, plan_minute=rest)
    tx.say(N_("Plan the times of {count} listings"), count=len(plan))
    return changed
