"""What figures are to come to in a month, of the whole shop or of a channel, and how far they have come."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.today.figures import fetch_facts, last_day
from shopdesk.shop.today.metrics import METRICS, Metric, in_digits
from shopdesk.shop.today.periods import next_first
from shopdesk.store.action import action
from shopdesk.store.tables import Channel, Target
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

PLACES: Final = 4
"""Decimals of a target: a share is told to a hundredth of a per cent."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target with what the figure has come to; `value` is None where it cannot be said."""

    target_id: int
    metric: Metric
    month: str
    channel: str | None
    amount: Decimal
    value: Decimal | None
    pace: Decimal
    """What it should have come to by now: of sums the part of the days that are over, else the amount."""
    is_over: bool
    """Whether the month is."""

    @property
    def share(self) -> Decimal | None:
        """Part of the target that has been reached."""
        return None if self.value is None or not self.amount else self.value / self.amount

    @property
    def state(self) -> str:
        """One of `target_sheets.MET`; of what costs or should be little, to stay below the target is to meet it.

        A sum that has reached its target has met it; a share or an average may still leave it before the month is over.
        """
        if self.value is None:
            return "unknown"
        wants_little = self.metric.better <= 0
        is_met = self.value <= self.amount if wants_little else self.value >= self.amount
        if self.is_over or (is_met and self.metric.sums and not wants_little):
            return "met" if is_met else "missed"
        is_ahead = self.value <= self.pace if wants_little else self.value >= self.pace
        return "ahead" if is_ahead else "behind"


def check_month(month: str) -> date:
    """The first day of a month written as 2026-11; UserError for anything else."""
    try:
        first = date.fromisoformat(f"{month}-01")
        next_first(By.MONTH, first)  # the last month of all has none after it
    except ValueError:
        raise UserError(N_("“{text}” is no month; write it as 2026-11"), code="month", text=month) from None
    return first


def check_amount(amount: Decimal) -> None:
    """UserError where a target is finer than it can be kept."""
    if amount != round(amount, PLACES):
        message = N_("{value} has more than {places} decimal places.")
        raise UserError(message, code="amount", value=f"{amount:f}", places=PLACES)


@action("today.target", N_("Set a target"), undoable=True)
def set_target(tx: Tx, metric: str, month: str, amount: Decimal | None, channel: str | None = None) -> None:
    """Set what a figure is to come to in a month, of one channel if it is named; None takes it away.

    UserError for an unknown figure, month or channel, and for an amount that cannot be kept.
    """
    if metric not in METRICS:
        raise UserError(N_("“{name}” is no figure."), code="metric", name=metric)
    check_month(month)
    if amount is not None:
        check_amount(amount)
    channel_id = find_channel_id(tx, channel) if channel else None
    if channel and channel_id is None:
        raise UserError(N_("There is no channel called {name}."), code="channel", name=channel)
    put_target(tx, metric, month, amount, channel_id)
    tx.say(N_("Set the target of {figure} in {month}"), figure=METRICS[metric].title, month=month)


def put_target(tx: Tx, metric: str, month: str, amount: Decimal | None, channel_id: int | None, row: int = 0) -> None:
    """As `set_target`, of facts that were looked at; `row` of a file, 0 by hand."""
    known = tx.scalar(
        select(Target.target_id).where(
            Target.metric == metric, Target.month == month, Target.channel_id.is_not_distinct_from(channel_id)
        )
    )
    if amount is None:
        if known is not None:
            tx.delete(Target, known)
    elif known is None:
        origin = {"import_id": tx.import_id, "source_row": row} if row else {}
        tx.insert(Target, metric=metric, month=month, channel_id=channel_id, amount=amount, **origin)
    else:
        tx.update(Target, known, amount=amount)


def known_targets(tx: Tx) -> dict[tuple[str, str, int | None], tuple[int, Decimal]]:
    """(month, figure, channel) → the target's id and what it is."""
    columns = (Target.target_id, Target.month, Target.metric, Target.channel_id, Target.amount)
    return {(row.month, row.metric, row.channel_id): (row.target_id, row.amount) for row in tx.rows(select(*columns))}


def fetch_targets(tx: Tx) -> list[Aim]:
    """Every target, the latest month first, in the order of the dictionary, the whole shop before its channels."""
    wanted = select(Target.target_id, Target.metric, Target.month, Target.channel_id, Target.amount, Channel.title)
    rows = tx.rows(wanted.outerjoin(Channel, Channel.channel_id == Target.channel_id))
    groups = defaultdict[tuple[str, int | None], list[Metric]](list)
    for row in rows:
        if row.metric in METRICS:
            groups[row.month, row.channel_id].append(METRICS[row.metric])
    # A month is over by the calendar: a shop that was silent since then has missed what it wanted.
    until = max(last_day(tx), tx.today - timedelta(1))
    values = {key: _values(tx, *key, metrics, until) for key, metrics in groups.items()}
    aims = [
        Aim(
            row.target_id, METRICS[row.metric], row.month, row.title, row.amount,
            values[row.month, row.channel_id].get(row.metric), _pace(METRICS[row.metric], row.month, row.amount, until),
            next_first(By.MONTH, check_month(row.month)) <= until + timedelta(1),
        )
        for row in rows
        if row.metric in METRICS
    ]  # fmt: skip
    places = {key: place for place, key in enumerate(METRICS)}
    aims.sort(key=lambda aim: (places[aim.metric.key], aim.channel or ""))
    return sorted(aims, key=lambda aim: aim.month, reverse=True)


def aim_row(aim: Aim) -> tuple[Any, ...]:
    """The cells of a target, in the order of `target_sheets.TARGETS`."""
    channel = _(aim.channel) if aim.channel else None
    told = (aim.amount, *map(in_digits, (aim.value, aim.share, aim.pace)))
    return (aim.month, aim.metric.key, channel, *told, aim.state)


def _values(
    tx: Tx, month: str, channel_id: int | None, metrics: list[Metric], until: date
) -> Mapping[str, Decimal | None]:
    """What the figures of a channel, or of the shop, have come to in a month; nothing of one that has not begun."""
    first = check_month(month)
    if first > until:
        return {}
    end = min(until, next_first(By.MONTH, first) - timedelta(1))
    facts = fetch_facts(tx, Scope(first, end, By.MONTH, channel_id), metrics).get(month)
    return {} if facts is None else {one.key: one.of(facts) for one in metrics}


def _pace(metric: Metric, month: str, amount: Decimal, until: date) -> Decimal:
    first = check_month(month)
    days = (next_first(By.MONTH, first) - first).days
    over = min(max((until - first).days + 1, 0), days)
    return amount * over / days if metric.sums else amount
