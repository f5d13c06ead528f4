"""Bars of a calendar: rows that never overlap, weeks that clip them, an index that misses none, clocks that change."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.shop.promotions.calendar.bars import DayIndex, Days, Span, days_of, monday_of, pieces_of, rows_of, shifted

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def days(first: int, last: int) -> Days:
    return Days(day(first), day(last))


some_days = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: days(pair[0], pair[0] + pair[1]))


def test_a_bar_takes_the_lowest_row_that_is_free() -> None:
    bars = [days(0, 3), days(2, 5), days(4, 6), days(3, 3), days(6, 9)]
    assert rows_of(bars) == [0, 1, 0, 2, 1]


@given(st.lists(some_days, max_size=40))
def test_no_two_bars_of_a_row_share_a_day_and_no_row_is_wasted(bars: list[Days]) -> None:
    rows = rows_of(bars)
    for one, other in combinations(range(len(bars)), 2):
        assert rows[one] != rows[other] or not bars[one].meets(bars[other])
    most = max((sum(bar.first <= day(at) <= bar.last for bar in bars) for at in range(85)), default=0)
    assert max(rows, default=-1) + 1 == most


@given(st.lists(some_days, max_size=40), some_days)
def test_the_index_finds_exactly_the_bars_of_some_days(bars: list[Days], wanted: Days) -> None:
    found = DayIndex(bars).among(wanted)
    assert sorted(found) == [at for at, bar in enumerate(bars) if bar.meets(wanted)]


def test_a_week_clips_a_bar_and_says_which_ends_are_its_own() -> None:
    bars = [days(-3, 9), days(1, 2), days(20, 21)]
    first, second = pieces_of(bars, [0, 1, 2], MONDAY)
    assert first == (0, 0, 0, 6, False, False)
    assert second == (1, 1, 1, 2, True, True)
    (rest,) = pieces_of(bars, [0, 1, 2], day(7))
    assert rest == (0, 0, 0, 2, False, True)


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert monday_of(MONDAY) == MONDAY


def test_an_end_at_midnight_is_none_of_the_next_day() -> None:
    starts = datetime(2026, 11, 10, 16, tzinfo=UTC)  # the 11th in Shanghai
    assert days_of(starts, datetime(2026, 11, 13, 16, tzinfo=UTC), SHANGHAI, day(0)).last == date(2026, 11, 13)
    assert days_of(starts, datetime(2026, 11, 13, 16, 0, 1, tzinfo=UTC), SHANGHAI, day(0)).last == date(2026, 11, 14)
    assert days_of(starts, None, SHANGHAI, date(2027, 1, 1)) == (date(2026, 11, 11), date(2027, 1, 1))


def test_a_bar_is_never_stretched_to_nothing() -> None:
    assert days(2, 4).stretched(-9) == days(2, 2)
    assert days(2, 4).stretched(9, at_start=True) == days(4, 4)
    assert days(2, 4).stretched(1) == days(2, 5)


def test_a_move_over_the_change_of_clocks_keeps_the_time_of_the_clock() -> None:
    eight = datetime(2026, 10, 24, 6, tzinfo=UTC)  # 8 o'clock in summer
    assert shifted(eight, 1, BERLIN) == datetime(2026, 10, 25, 7, tzinfo=UTC)
    span = Span(eight, datetime(2026, 10, 24, 22, tzinfo=UTC))  # to midnight
    now = days_of(span.starts_at, span.ends_at, BERLIN, day(0))
    moved = span.taken_to(now, now.moved(1), BERLIN)
    assert moved == Span(datetime(2026, 10, 25, 7, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC))
    assert days_of(moved.starts_at, moved.ends_at, BERLIN, day(0)) == now.moved(1)


def test_one_without_an_end_keeps_none_when_moved_and_gets_one_when_stretched() -> None:
    starts = datetime(2026, 11, 10, 16, tzinfo=UTC)
    now = days_of(starts, None, SHANGHAI, date(2026, 12, 1))
    assert Span(starts, None).taken_to(now, now.moved(2), SHANGHAI).ends_at is None
    wanted = Days(now.first, date(2026, 11, 20))
    assert Span(starts, None).taken_to(now, wanted, SHANGHAI).ends_at == datetime(2026, 11, 20, 16, tzinfo=UTC)
