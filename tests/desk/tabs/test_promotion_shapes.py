"""Where a calendar paints what: days and boxes agree, weeks clip and count, only what is seen is given out."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.desk.tabs.promotions.shapes import Box, LanesShape, WeeksShape
from shopdesk.shop.promotions.calendar.bars import Days

SPAN = Days(date(2026, 1, 1), date(2026, 12, 31))
EVERYTHING = Box(0, 0, 100_000, 100_000)


def days(first: int, last: int) -> Days:
    return Days(SPAN.first + timedelta(first), SPAN.first + timedelta(last))


bars_of_a_year = st.lists(
    st.tuples(st.integers(0, 330), st.integers(0, 30)).map(lambda pair: days(pair[0], pair[0] + pair[1])), max_size=30
)


def lanes(bars: list[Days], width: float = 10) -> LanesShape:
    half = len(bars) // 2
    return LanesShape(SPAN, bars, [range(half), range(half, len(bars))], width, 24, 40)


@given(st.integers(0, 364), st.sampled_from([3.0, 7.3, 26.0, 160.0]))
def test_a_day_of_the_timeline_is_found_where_it_is_painted(number: int, width: float) -> None:
    shape = lanes([], width)
    day = SPAN.first + timedelta(number)
    box = shape.box_of(day)
    assert shape.day_at(box.x + box.width // 2, 0) == day


@given(bars_of_a_year)
def test_no_two_bars_of_the_timeline_overlap_and_each_keeps_to_its_lane(bars: list[Days]) -> None:
    shape = lanes(bars)
    shown = list(shape.shown(EVERYTHING))
    assert sorted(one.bar for one in shown) == list(range(len(bars)))
    for one in shown:
        assert shape.tops[one.lane] <= one.box.y
        assert one.box.y + one.box.height <= shape.tops[one.lane + 1]
        assert one.lane == int(one.bar >= len(bars) // 2)
    for one, other in combinations(shown, 2):
        assert not one.box.meets(other.box)


@given(bars_of_a_year, st.integers(0, 3000))
def test_what_is_seen_is_what_meets_the_window(bars: list[Days], x: int) -> None:
    shape, window = lanes(bars), Box(x, 0, 300, 200)
    everything = {(one.bar, one.box) for one in shape.shown(EVERYTHING) if one.box.meets(window)}
    assert {(one.bar, one.box) for one in shape.shown(window)} == everything


@given(st.integers(0, 364))
def test_a_day_of_the_months_is_found_where_it_is_painted(number: int) -> None:
    shape = WeeksShape(SPAN, [], 703, 100, 24, 24)
    day = SPAN.first + timedelta(number)
    box = shape.box_of(day)
    assert shape.day_at(box.x + box.width // 2, box.y + box.height // 2) == day


def test_a_bar_over_sunday_has_a_part_in_each_week() -> None:
    friday = 1  # 2 January 2026
    shape = WeeksShape(SPAN, [days(friday, friday + 4)], 700, 100, 24, 24)
    first, second = sorted(shape.shown(EVERYTHING), key=lambda one: one.box.y)
    assert (first.begins, first.ends, second.begins, second.ends) == (True, False, False, True)
    assert (first.box.x // 100, second.box.x // 100) == (4, 0)


def test_weeks_count_what_they_do_not_show() -> None:
    bars = [days(4, 10) for _bar in range(5)]
    shape = WeeksShape(SPAN, bars, 700, 100, 24, 24)
    assert shape.most == 3
    assert len(list(shape.shown(EVERYTHING))) == 2
    assert [shape.hidden(SPAN.first + timedelta(number)) for number in (3, 4, 10, 11)] == [0, 3, 3, 0]
