"""Ratings of the shop by channel: how they stand, how they will, days as channels showed them, and their target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import case, func, select, type_coerce

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.service.ratings.rules import (
    AHEAD,
    LOW,
    MOST_STARS,
    PACE_DAYS,
    Ahead,
    Aspect,
    Tally,
    first_day,
    fives_needed,
    forecast,
    tally,
)
from shopdesk.shop.service.ratings.sheets import RATING_DAYS
from shopdesk.store.action import action
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Channel, RatingDay, Review
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError, _

Edit = tuple[int, str, Any]
"""Row id, column, new value."""
TREND: Final = 90
"""So many days of the past are drawn."""
_TARGET: Final = "rating_target"
_USUAL_TARGET: Final = Decimal("4.8")
_QUARTER: Final = 900
"""Seconds: every time zone begins its days on such a boundary."""
_R: Final = Review.__table__.c
_D: Final = RatingDay.__table__.c

RATING_DAY_ROWS: Final = RowSource(
    sheet=RATING_DAYS,
    origin=RatingDay.__table__.outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _D.channel_id),
    row_id=_D.rating_day_id,
    values={
        **{column.key: _D[column.key] for column in RATING_DAYS.columns if column.key in _D},
        "channel": Channel.__table__.c.title,
    },
    search=(Channel.__table__.c.title,),
    order=(("seen_on", True), ("channel", False)),
    spoken={"channel": spoken_title},
)
"""What channels showed, the latest day first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The mean that a channel showed on a day, and of how many ratings."""

    day: date
    mean: Decimal
    count: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One aspect of one channel."""

    channel_id: int
    channel: str
    """Its title, a msgid where the channel is well known."""
    aspect: Aspect
    days: tuple[tuple[date, int, int], ...]
    """(day, how many ratings, their sum) of nine months, in the order of days."""
    now: Tally
    yesterday: Tally
    ahead: tuple[Ahead, ...]
    seen: tuple[Seen, ...]
    """As the channel showed it, the latest first."""
    low: int
    """Low ratings of the last thirty days."""

    @property
    def change(self) -> Decimal | None:
        """Against the day before: as the channel showed it, else as the ratings say."""
        if len(self.seen) > 1:
            return self.seen[0].mean - self.seen[1].mean
        if self.seen or self.now.mean is None or self.yesterday.mean is None:
            return None
        return self.now.mean - self.yesterday.mean

    @property
    def leaving(self) -> int:
        """Ratings that leave the six months within thirty days."""
        stays = first_day(self.ahead[PACE_DAYS - 1].day)
        return self.now.count - sum(count for day, count, _total in self.days if day >= stays)

    def fives(self, target: Decimal) -> int | None:
        """Fives needed; of what the channel shows where it says of how many ratings, else of those that are known."""
        shown = self.seen[0] if self.seen else None
        if shown is not None and shown.count:
            return fives_needed(shown.count, shown.mean * shown.count, target)
        return fives_needed(self.now.count, Decimal(self.now.total), target) if self.now.count else None

    def trend(self, today: date) -> list[tuple[date, Decimal | None]]:
        """The mean of six months on each of the last ninety days."""
        return [(day, tally(self.days, day).mean) for day in (today - timedelta(n) for n in range(TREND, -1, -1))]


def fetch_standings(tx: Tx) -> list[Standing]:
    """Every aspect of every channel that has ratings, known or shown."""
    today = tx.today
    told = fetch_rated(tx, first_day(today - timedelta(TREND)), today)
    low, seen = _low(tx), _shown(tx)
    titles, made = channel_titles(tx), list[Standing]()
    for channel_id in sorted({key[0] for key in (*told, *seen)}, key=lambda one: _(titles[one]).casefold()):
        for aspect in Aspect:
            key = channel_id, aspect
            if key not in told and key not in seen:
                continue
            days = tuple(sorted((day, *counted) for day, counted in told.get(key, {}).items()))
            made.append(
                Standing(
                    channel_id, titles[channel_id], aspect, days, tally(days, today),
                    tally(days, today - timedelta(1)), tuple(forecast(days, today)), tuple(seen.get(key, ())),
                    low.get(key, 0),
                )
            )  # fmt: skip
    return made


def standing_rows(standings: Sequence[Standing], target: Decimal) -> list[tuple[Any, ...]]:
    """Cells of RATINGS; means to the hundredth, as channels show them."""
    return [
        (
            _(one.channel), one.aspect.value, _shown_mean(one.now.mean), one.now.count,
            _shown_mean(one.seen[0].mean) if one.seen else None, _shown_mean(one.change), one.low, one.fives(target),
            one.leaving, _shown_mean(one.ahead[AHEAD - 1].without), _shown_mean(one.ahead[AHEAD - 1].expected),
        )
        for one in standings
    ]  # fmt: skip


def read_target(tx: Tx) -> Decimal:
    """The mean that the shop wants to have."""
    return Decimal(str(tx.setting(_TARGET, str(_USUAL_TARGET))))


@action("shop.settings", N_("Set the target of ratings"), undoable=True)
def set_target(tx: Tx, target: Decimal) -> None:
    """Keep the mean that the shop wants to have."""
    if not 1 <= target <= MOST_STARS:
        raise UserError(N_("A rating is a number from 1 to 5."), code="target")
    set_setting(tx, _TARGET, str(target))


@action("rating.edit", N_("Write down a rating"), undoable=True)
def put_rating_day(tx: Tx, values: Mapping[str, Any]) -> int:
    """What a channel showed on a day (columns of RATING_FILE); a day that is known is set. Returns its id."""
    told = {key: values[key] for key in (*Aspect, "ratings") if values.get(key) is not None}
    check_rating_day(tx.today, values)
    channel_id, day = find_channel(tx, str(values["channel"])), values["seen_on"]
    tx.say(N_("Write down the rating of {day}"), day=day)
    known = tx.scalar(select(_D.rating_day_id).where(_D.channel_id == channel_id, _D.seen_on == day))
    if known is not None:
        tx.update(RatingDay, int(known), **told)
        return int(known)
    return tx.insert(
        RatingDay, channel_id=channel_id, seen_on=day, **told, import_id=tx.import_id,
        source_row=values.get("source_row"),
    )  # fmt: skip


@action("rating.edit", N_("Edit ratings"), undoable=True)
def edit_rating_days(tx: Tx, edits: Sequence[Edit]) -> int:
    """Cells of days as one step of undo: (rating_day_id, column, value). Returns how many became different."""
    for _row_id, key, value in edits:
        _check({} if value is None else {key: value})
    tx.say(N_("Edit {count} cells of ratings"), count=len(edits))
    return sum(tx.update(RatingDay, row_id, **{key: value}) for row_id, key, value in edits)


@action("rating.edit", N_("Remove a rating"), undoable=True)
def remove_rating_day(tx: Tx, rating_day_id: int) -> None:
    """Forget what a channel showed on a day."""
    tx.delete(RatingDay, rating_day_id)


def check_rating_day(today: date, told: Mapping[str, Any]) -> None:
    """UserError for what no channel shows: no rating at all, one out of 1 to 5, a day to come."""
    _check({key: told[key] for key in (*Aspect, "ratings") if told.get(key) is not None})
    if all(told.get(aspect) is None for aspect in Aspect):
        raise UserError(N_("Say at least one of the three ratings."), code="described")
    if told["seen_on"] > today:
        raise UserError(N_("This day is still to come."), code="seen_on")


def _check(told: Mapping[str, Any]) -> None:
    for key, value in told.items():
        if key == "ratings" and value < 0:
            raise UserError(N_("How many ratings is a number from 0 up."), code=key)
        if key in set(Aspect) and not 1 <= value <= MOST_STARS:
            raise UserError(N_("A rating is a number from 1 to 5."), code=key)


def _shown_mean(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"))


def fetch_rated(tx: Tx, since: date, until: date) -> dict[tuple[int, Aspect], dict[date, tuple[int, int]]]:
    """(channel, aspect) → day → how many ratings, and their sum; of these days, none that is still to come."""
    first = datetime.combine(since, time(), tx.zone)
    last = datetime.combine(until + timedelta(1), time(), tx.zone)
    quarter = type_coerce(_R.written_at, WHOLE) // _QUARTER
    figures = [figure for aspect in Aspect for figure in (func.count(_R[aspect]), func.sum(_R[aspect]))]
    rows = tx.rows(
        select(_R.channel_id, type_coerce(quarter, WHOLE), *figures)
        .where(_R.written_at >= first, _R.written_at < last, _R.written_at <= tx.now)
        .group_by(_R.channel_id, quarter)
    )
    found = dict[tuple[int, Aspect], dict[date, tuple[int, int]]]()
    for channel_id, moment, *told in rows:
        day = datetime.fromtimestamp(int(moment) * _QUARTER, UTC).astimezone(tx.zone).date()
        for place, aspect in enumerate(Aspect):
            count, total = int(told[2 * place]), int(told[2 * place + 1] or 0)
            if count:
                days = found.setdefault((channel_id, aspect), {})
                before = days.get(day, (0, 0))
                days[day] = before[0] + count, before[1] + total
    return found


def _low(tx: Tx) -> dict[tuple[int, Aspect], int]:
    """(channel, aspect) → low ratings of the last thirty days."""
    since = tx.now - timedelta(PACE_DAYS)
    counts = [func.sum(case((_R[aspect] <= LOW, 1), else_=0)) for aspect in Aspect]
    rows = tx.rows(select(_R.channel_id, *counts).where(_R.written_at > since).group_by(_R.channel_id))
    return {(row[0], aspect): int(row[place] or 0) for row in rows for place, aspect in enumerate(Aspect, 1)}


def _shown(tx: Tx) -> dict[tuple[int, Aspect], list[Seen]]:
    """(channel, aspect) → what the channel showed, the latest first."""
    found = dict[tuple[int, Aspect], list[Seen]]()
    since = tx.today - timedelta(TREND)
    for row in tx.rows(select(RatingDay.__table__).where(_D.seen_on >= since).order_by(_D.seen_on.desc())):
        for aspect in Aspect:
            mean = getattr(row, aspect)
            if mean is not None:
                found.setdefault((row.channel_id, aspect), []).append(Seen(row.seen_on, mean, row.ratings))
    return found
