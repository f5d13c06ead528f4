"""Ratings: fives needed, six months to the day, and the forecast held against counting every single rating."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.shop.service.ratings.rules import first_day, fives_needed, forecast, tally

TODAY = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("count", "mean", "target", "needed"),
    [(300, "4.70", "4.80", 150), (300, "4.80", "4.80", 0), (1, "1", "4.9", 39), (300, "4.70", "5", None)],
)
def test_fives_needed(count: int, mean: str, target: str, needed: int | None) -> None:
    assert fives_needed(count, Decimal(mean) * count, Decimal(target)) == needed


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 8, 31), date(2026, 3, 1)),
        (date(2026, 7, 15), date(2026, 1, 16)),
        (date(2026, 2, 28), date(2025, 8, 29)),
    ],
)
def test_six_months_end_with_a_day(day: date, first: date) -> None:
    assert first_day(day) == first


RATED = st.lists(st.tuples(st.integers(0, 240), st.integers(1, 5)), max_size=40)


@settings(max_examples=40, deadline=None)
@given(RATED, st.integers(1, 60))
def test_the_forecast_is_what_counting_every_rating_says(rated: list[tuple[int, int]], ahead: int) -> None:
    days = [(TODAY - timedelta(ago), 1, stars) for ago, stars in rated]
    told = forecast(days, TODAY)[ahead - 1]
    day = TODAY + timedelta(ahead)
    stays = [stars for written, _one, stars in days if months_later(written) > day]
    assert told.day == day
    assert told.without == (Decimal(sum(stays)) / len(stays) if stays else None)
    new = [stars for ago, stars in rated if ago < 30]
    share = Decimal(ahead) / 30
    count, total = len(stays) + len(new) * share, sum(stays) + sum(new) * share
    assert told.expected == (total / count if count else None)


def months_later(day: date) -> date:
    """The first day on which a rating of `day` counts no more: told from the rating's side, day by day."""
    gone = day + timedelta(150)
    while back_six_months(gone) < day:
        gone += timedelta(1)
    return gone


def back_six_months(day: date) -> date:
    year, month = (day.year, day.month - 6) if day.month > 6 else (day.year - 1, day.month + 6)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def test_what_is_written_tomorrow_is_not_counted() -> None:
    assert tally([(TODAY + timedelta(1), 1, 5)], TODAY).count == 0
