"""The clocks of a case, read off its events: first reply, next reply and solution, in business time.

The first reply stops once, with an answer or the end of the case, and never starts again; the next one runs from the
first message that was not answered; the solution rests while the case waits for the buyer or a courier, and runs on
when it is opened again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shopdesk.shop.service.hours import Hours
from shopdesk.shop.service.rules import ENDED, WAITING, CaseState, EventKind


class ClockName(StrEnum):
    """What is waited for."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    SOLUTION = "solution"
    PLATFORM = "platform"
    """What the channel wants, by the clock on the wall."""


class Event(NamedTuple):
    """What a clock sees of an event."""

    happened_at: datetime
    kind: EventKind
    state: CaseState | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Minutes of business time within which the shop wants to answer and to solve; None: no promise."""

    first_reply: int | None
    next_reply: int | None
    solution: int | None

    def of(self, name: ClockName) -> int | None:
        """Minutes of one clock."""
        return {
            ClockName.FIRST_REPLY: self.first_reply,
            ClockName.NEXT_REPLY: self.next_reply,
            ClockName.SOLUTION: self.solution,
        }.get(name)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case: business seconds that went by, and by when it is promised."""

    name: ClockName
    seconds: int
    promised: int | None
    """Business seconds."""
    due_at: datetime | None
    """While it runs: when the promise is broken, or was; None while it rests or where nothing was promised."""
    is_running: bool
    stopped_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether more time went by than was promised."""
        return self.promised is not None and self.seconds > self.promised


def read_clocks(
    opened_at: datetime, events: Sequence[Event], hours: Hours, promise: Promise, now: datetime
) -> dict[ClockName, Clock]:
    """Every clock of a case at a moment; `events` in the order of time. No NEXT_REPLY where nobody asked again."""
    ended = _ended_at(events)
    first = next((one.happened_at for one in events if one.kind is EventKind.ANSWERED or one.state in ENDED), None)
    clocks = {ClockName.FIRST_REPLY: _clock(ClockName.FIRST_REPLY, [(opened_at, first)], hours, promise, now)}
    asked = _asked_again(events, first)
    if asked is not None:
        since, answered = asked
        stretch = [(since, answered or ended)]
        clocks[ClockName.NEXT_REPLY] = _clock(ClockName.NEXT_REPLY, stretch, hours, promise, now)
    clocks[ClockName.SOLUTION] = _clock(ClockName.SOLUTION, _at_work(opened_at, events), hours, promise, now)
    return clocks


def platform_clock(
    opened_at: datetime,
    due_at: datetime,
    state: CaseState,
    is_answer_enough: bool,
    events: Sequence[Event],
    now: datetime,
) -> Clock | None:
    """The channel's own clock, which knows no business hours; None while the buyer or a courier is to act, or it ended.

    `is_answer_enough`: of an enquiry the channel wants an answer, of anything else that the shop decides.
    """
    if state is not CaseState.OPEN or (is_answer_enough and any(one.kind is EventKind.ANSWERED for one in events)):
        return None
    spent, promised = (int((moment - opened_at).total_seconds()) for moment in (now, due_at))
    return Clock(ClockName.PLATFORM, max(spent, 0), promised, due_at, is_running=True)


def next_due(clocks: dict[ClockName, Clock]) -> Clock | None:
    """The clock that breaks next, or broke first; None: nothing runs that was promised."""
    due = {clock.due_at: clock for clock in reversed(clocks.values()) if clock.due_at is not None}
    return due[min(due)] if due else None


def _ended_at(events: Sequence[Event]) -> datetime | None:
    """When the case came to its end, where it stands there."""
    told = [event for event in events if event.state is not None]
    return told[-1].happened_at if told and told[-1].state in ENDED else None


def _asked_again(events: Sequence[Event], first: datetime | None) -> tuple[datetime, datetime | None] | None:
    """The last time that the buyer waited for a further answer: since when, and until when; None: never."""
    waits: list[tuple[datetime, datetime | None]] = []
    for event in events:
        if first is None or event.happened_at < first:
            continue
        is_waiting = bool(waits) and waits[-1][1] is None
        if event.kind is EventKind.ASKED and not is_waiting:
            waits.append((event.happened_at, None))
        elif event.kind is EventKind.ANSWERED and is_waiting:
            waits[-1] = (waits[-1][0], event.happened_at)
    return waits[-1] if waits else None


def _at_work(opened_at: datetime, events: Sequence[Event]) -> list[tuple[datetime, datetime | None]]:
    """The stretches in which the shop had the case in hand; the last one has no end while it has."""
    stretches: list[tuple[datetime, datetime | None]] = [(opened_at, None)]
    for event in events:
        if event.state is None:
            continue
        rests = event.state in WAITING or event.state in ENDED
        if rests and stretches[-1][1] is None:
            stretches[-1] = (stretches[-1][0], event.happened_at)
        elif not rests and stretches[-1][1] is not None:
            stretches.append((event.happened_at, None))
    return stretches


def _clock(
    name: ClockName,
    stretches: Sequence[tuple[datetime, datetime | None]],
    hours: Hours,
    promise: Promise,
    now: datetime,
) -> Clock:
    spent = sum(hours.seconds(since, until or now) for since, until in stretches)
    minutes, stopped_at = promise.of(name), stretches[-1][1]
    promised = None if minutes is None else minutes * 60
    if stopped_at is not None or promised is None:
        return Clock(name, spent, promised, None, stopped_at is None, stopped_at)
    return Clock(name, spent, promised, _due(hours, stretches, promised), is_running=True)


def _due(hours: Hours, stretches: Sequence[tuple[datetime, datetime | None]], left: int) -> datetime | None:
    """When so many business seconds of the stretches have gone; the last of them has no end."""
    for since, until in stretches:
        spent = None if until is None else hours.seconds(since, until)
        if spent is None or spent >= left:
            return hours.after(since, left)
        left -= spent
    return None
