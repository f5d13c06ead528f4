"""Arrow keys between the bars of the calendar: by day, from lane to lane, and what is said of each."""

from datetime import UTC, date, datetime

from shopdesk.desk.tabs.promotions.stepping import in_order, next_by_day, next_by_lane, spoken, spoken_all
from shopdesk.shop.promotions.calendar.agenda import Bar, Lane
from shopdesk.shop.promotions.calendar.bars import Days, Span
from shopdesk.shop.promotions.calendar.festivals import DayKind, Festival
from shopdesk.shop.promotions.rules import Phase


def day(number: int) -> date:
    return date(2026, 11, number)


def bar(number: int, first: int, last: int) -> Bar:
    span = Span(datetime(2026, 11, first, tzinfo=UTC), None)
    days = Days(day(first), day(last))
    return Bar(number, f"PR-{number}", f"P{number}", "gift", Phase.PLANNED, days, span, (), ())


BARS = [bar(1, 9, 12), bar(2, 1, 2), bar(3, 20, 21), bar(4, 10, 10)]
DAYS = [one.days for one in BARS]


def test_left_and_right_go_by_day_and_stop_at_the_ends() -> None:
    order = in_order(BARS, DAYS)
    assert order == [1, 0, 3, 2]
    assert [next_by_day(order, DAYS, at, 1, day(1)) for at in order] == [0, 3, 2, 2]
    assert [next_by_day(order, DAYS, at, -1, day(1)) for at in order] == [1, 1, 0, 3]
    assert next_by_day(order, DAYS, None, 1, day(11)) == 0
    assert next_by_day([], [], None, 1, day(11)) is None


def test_up_and_down_go_to_the_nearest_of_the_next_lane() -> None:
    lanes = [Lane("All", (1, 2)), Lane("Empty", ()), Lane("Shop", (0, 3))]
    assert next_by_lane(lanes, DAYS, 2, 1) == 3
    assert next_by_lane(lanes, DAYS, 1, 1) == 0
    assert next_by_lane(lanes, DAYS, 0, -1) == 1
    assert next_by_lane(lanes, DAYS, 0, 1) is None


def test_a_bar_is_said_with_its_festivals() -> None:
    named = {day(11): [Festival(day(11), day(11), "11.11", DayKind.FESTIVAL)]}
    said = spoken(BARS[0], DAYS[0], 2, 4, named)
    assert said == "P1, Planned, 2026-11-09 to 2026-11-12, all channels, Gift, 2 of 4, 11.11"
    assert "11.11" not in spoken(BARS[1], DAYS[1], 1, 4, named)
    assert spoken_all(4).startswith("4 promotions.")
