"""Days that promotions turn on: lunar ones and worked weekends as announced, festivals as they are reckoned."""

from datetime import date

import pytest

from shopdesk.shop.promotions.calendar.festivals import REGIONS, DayKind, festivals, nth, public_holidays, shopping


def on(title: str, year: int, *regions: str) -> list[date]:
    return [one.first for one in shopping(year, regions) if one.title == title]


def test_days_of_a_month_are_counted_by_weekday() -> None:
    assert nth(2026, 11, 3, 4) == date(2026, 11, 26)
    assert nth(2026, 2, 6, 1) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("title", "region", "day"),
    [
        ("Black Friday", "US", date(2026, 11, 27)),
        ("Cyber Monday", "US", date(2026, 11, 30)),
        ("Mother's Day", "CN", date(2026, 5, 10)),
        ("Father's Day", "CN", date(2026, 6, 21)),
        ("Qixi Festival", "CN", date(2026, 8, 19)),
        ("Lantern Festival", "CN", date(2026, 3, 3)),
        ("New Year's goods festival", "CN", date(2026, 1, 20)),
        ("6.18", "CN", date(2026, 6, 18)),
        ("11.11", "US", date(2026, 11, 11)),
    ],
)
def test_festivals_of_shopping_fall_on_their_days(title: str, region: str, day: date) -> None:
    assert on(title, 2026, region) == [day]


def test_what_a_region_does_not_keep_is_left_out() -> None:
    assert on("6.18", 2026, "US") == []
    assert on("Cyber Monday", 2026, "CN") == []
    assert len(on("6.18", 2026, "CN", "TW")) == 1


def test_weekends_that_are_worked_are_known() -> None:
    worked = [one.first for one in public_holidays(2026, "CN", "zh_CN") if one.kind is DayKind.WORKDAY]
    assert worked == [
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    ]  # fmt: skip


def test_days_of_one_name_in_a_row_are_one_holiday_in_the_language_spoken() -> None:
    (spring,) = [one for one in public_holidays(2026, "CN", "zh_CN") if "春节" in one.title]
    assert (spring.first, spring.last) == (date(2026, 2, 17), date(2026, 2, 19))
    assert any("春節" in one.title for one in public_holidays(2026, "TW", "zh_TW"))


@pytest.mark.parametrize("region", [region for region, _title in REGIONS])
def test_every_region_that_is_offered_has_holidays(region: str) -> None:
    assert [one for one in public_holidays(2026, region, "en") if one.kind is DayKind.HOLIDAY]


def test_all_days_come_in_order() -> None:
    found = festivals((2026, 2027), ("CN", "US"), "en")
    assert [one.first for one in found] == sorted(one.first for one in found)
    assert {one.first.year for one in found} == {2026, 2027}
    assert public_holidays(2026, "XX", "en") == []
