"""Business time against a walk through every minute, and the clocks of cases by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.shop.service.clocks import ClockName, Event, Promise, next_due, read_clocks
from shopdesk.shop.service.hours import Hours
from shopdesk.shop.service.rules import CaseState, EventKind

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
WORK = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60))
FIRST = datetime(2026, 3, 22, tzinfo=UTC)
WEEK = Hours(SHANGHAI, dict.fromkeys(range(5), WORK))
PROMISE = Promise(first_reply=30, next_reply=60, solution=480)
ASKED, ANSWERED = EventKind.ASKED, EventKind.ANSWERED


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Shanghai; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def state(moment: datetime, to: CaseState) -> Event:
    return Event(moment, EventKind.STATE, to)


@st.composite
def calendars(draw: st.DrawFn) -> Hours:
    def day(_weekday: int) -> tuple[tuple[int, int], ...]:
        marks = sorted(draw(st.sets(st.integers(0, 48), max_size=6)))
        return tuple((a * 30, b * 30) for a, b in zip(marks[::2], marks[1::2], strict=False))

    days = st.sets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=4)
    zone = draw(st.sampled_from([SHANGHAI, LONDON]))
    return Hours(zone, {n: day(n) for n in range(7)}, frozenset(draw(days)), frozenset(draw(days)))


def open_minutes(hours: Hours, since: datetime, until: datetime) -> int:
    """Every minute looked at on the wall clock of the shop, by rules said anew."""
    usual = next((hours.periods[n] for n in range(7) if hours.periods.get(n)), ())
    count, moment = 0, since
    while moment < until:
        wall = moment.astimezone(hours.zone)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        if day in hours.worked:
            periods: Sequence[tuple[int, int]] = usual
        else:
            periods = () if day in hours.off else hours.periods.get(day.weekday(), ())
        count += any(a <= minute < b for a, b in periods)
        moment += timedelta(minutes=1)
    return count


@settings(max_examples=40)
@given(
    calendars(),
    st.integers(0, 13 * 24 * 60),
    st.integers(0, 3 * 24 * 60),
)
def test_business_minutes_are_those_of_a_walk_through_every_minute(hours: Hours, start: int, length: int) -> None:
    """Over the night of 2026-03-29, in which London's clocks go forward, as well."""
    since = FIRST + timedelta(minutes=start)
    until = since + timedelta(minutes=length)
    assert hours.seconds(since, until) == 60 * open_minutes(hours, since, until)


@settings(max_examples=40)
@given(calendars(), st.integers(0, 13 * 24 * 3600), st.integers(1, 3000))
def test_what_is_due_is_due_after_exactly_that_time(hours: Hours, start: int, minutes: int) -> None:
    since = FIRST + timedelta(seconds=start)
    due = hours.after(since, minutes * 60)
    if due is None:
        assert not any(hours.periods.values())
    else:
        assert hours.seconds(since, due) == minutes * 60
        assert hours.seconds(since, due - timedelta(seconds=1)) < minutes * 60


def test_lunch_nights_days_off_and_make_up_workdays() -> None:
    hours = Hours(SHANGHAI, WEEK.periods, frozenset({date(2026, 11, 5)}), frozenset({date(2026, 11, 7)}))
    assert hours.seconds(at(2, 11), at(2, 14)) == 90 * 60
    assert hours.seconds(at(4, 18), at(6, 9)) == 0
    assert hours.seconds(at(7, 0), at(8, 0)) == 450 * 60
    assert hours.after(at(2, 11, 45), 30 * 60) == at(2, 13, 45)
    assert Hours(SHANGHAI, {}).after(at(2, 9), 60) is None


def test_the_first_reply_stops_once() -> None:
    events = [Event(at(2, 9, 20), ANSWERED), Event(at(2, 15), ASKED), Event(at(2, 17), ANSWERED)]
    clocks = read_clocks(at(2, 9), events, WEEK, PROMISE, at(3, 12))
    first, again = clocks[ClockName.FIRST_REPLY], clocks[ClockName.NEXT_REPLY]
    assert (first.seconds, first.is_late, first.is_running, first.due_at) == (20 * 60, False, False, None)
    assert (again.seconds, again.is_late, again.is_running) == (120 * 60, True, False)


def test_further_messages_do_not_put_off_the_next_reply() -> None:
    events = [Event(at(2, 9, 5), ANSWERED), Event(at(2, 10), ASKED), Event(at(2, 10, 40), ASKED)]
    clocks = read_clocks(at(2, 9), events, WEEK, PROMISE, at(2, 10, 50))
    assert clocks[ClockName.NEXT_REPLY].due_at == at(2, 11)
    assert next_due(clocks) == clocks[ClockName.NEXT_REPLY]


def test_the_solution_rests_while_others_have_to_act() -> None:
    events = [
        Event(at(2, 9, 10), ANSWERED),
        state(at(2, 10), CaseState.WAITING_BUYER),
        state(at(4, 10), CaseState.OPEN),
        state(at(4, 11), CaseState.SOLVED),
        state(at(5, 9), CaseState.OPEN),
    ]
    clock = read_clocks(at(2, 9), events, WEEK, PROMISE, at(5, 10))[ClockName.SOLUTION]
    assert clock.seconds == 180 * 60
    assert clock.due_at == WEEK.after(at(5, 9), (480 - 120) * 60)
    resting = read_clocks(at(2, 9), events[:2], WEEK, PROMISE, at(9, 10))
    assert (resting[ClockName.SOLUTION].seconds, resting[ClockName.SOLUTION].due_at) == (60 * 60, None)
    assert next_due(resting) is None


def test_a_promise_that_broke_before_a_rest_says_when() -> None:
    events = [
        state(at(4, 9), CaseState.WAITING_COURIER),  # two working days in hand: 900 minutes
        state(at(5, 9), CaseState.OPEN),
    ]
    clock = read_clocks(at(2, 9), events, WEEK, PROMISE, at(5, 10))[ClockName.SOLUTION]
    assert (clock.is_late, clock.due_at) == (True, at(3, 9, 30))


def test_a_case_opened_again_waits_for_a_next_reply_and_never_for_a_first_one() -> None:
    events = [state(at(2, 10), CaseState.SOLVED), Event(at(9, 9), ASKED), state(at(9, 9), CaseState.OPEN)]
    clocks = read_clocks(at(2, 9), events, WEEK, PROMISE, at(9, 9, 10))
    first, again = clocks[ClockName.FIRST_REPLY], clocks[ClockName.NEXT_REPLY]
    assert (first.seconds, first.is_running) == (60 * 60, False)
    assert (again.seconds, again.is_running) == (10 * 60, True)


def test_a_case_that_ended_unanswered_waits_for_nothing() -> None:
    clocks = read_clocks(at(2, 9), [state(at(2, 10), CaseState.SOLVED)], WEEK, PROMISE, at(9, 9))
    assert clocks[ClockName.FIRST_REPLY].seconds == 60 * 60
    assert next_due(clocks) is None
