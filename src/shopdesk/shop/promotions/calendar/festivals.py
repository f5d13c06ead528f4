"""The days that promotions turn on: public holidays of regions, days worked in their stead, festivals of shopping.

Public holidays are those of the library `holidays`, which keeps their lunar dates and the yearly notices of days off in
China; festivals of shopping are reckoned here, and a shop adds days of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from shopdesk.text import N_

SUNDAY, MONDAY, FRIDAY = 6, 0, 4


class DayKind(StrEnum):
    """What a day is to the shop."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"
    """A day of a weekend that is worked, for a day off elsewhere (调休)."""
    FESTIVAL = "festival"
    OWN = "own"
    """Entered by the shop."""


class Festival(NamedTuple):
    """A day, or several in a row, with a name; `title` of a festival of shopping is a msgid."""

    first: date
    last: date
    title: str
    kind: DayKind
    region: str = ""
    """ISO 3166 of a public holiday; "" of every region."""


REGIONS: Final = (
    ("CN", N_("Mainland China")), ("TW", N_("Taiwan")), ("HK", N_("Hong Kong")), ("US", N_("United States")),
    ("GB", N_("United Kingdom")), ("DE", N_("Germany")), ("FR", N_("France")), ("ES", N_("Spain")),
    ("IT", N_("Italy")), ("JP", N_("Japan")), ("KR", N_("South Korea")), ("SG", N_("Singapore")),
    ("MY", N_("Malaysia")), ("TH", N_("Thailand")), ("VN", N_("Vietnam")), ("ID", N_("Indonesia")),
    ("PH", N_("Philippines")), ("AU", N_("Australia")), ("CA", N_("Canada")), ("BR", N_("Brazil")),
)  # fmt: skip
"""Regions to choose from, by ISO 3166."""
OF_CURRENCY: Final = {
    "CNY": "CN", "TWD": "TW", "HKD": "HK", "USD": "US", "GBP": "GB", "EUR": "DE", "JPY": "JP", "KRW": "KR",
    "SGD": "SG", "MYR": "MY", "THB": "TH", "VND": "VN", "IDR": "ID", "PHP": "PH", "AUD": "AU", "CAD": "CA",
    "BRL": "BR",
}  # fmt: skip
"""The region of a currency, where the shop says none."""
CHINESE: Final = frozenset({"CN", "TW", "HK"})
LANGUAGES: Final = {
    "zh_CN": ("zh_CN", "zh_TW", "zh_HK"),
    "zh_TW": ("zh_TW", "zh_HK", "zh_CN"),
    "en": ("en_US", "en_GB", "en_HK", "en_CA", "en_AU"),
}
"""Languages in which the library names days, by the one spoken, best first."""
_SEVENTH_OF_SEVENTH: Final = (
    820, 809, 828, 817, 807, 825, 814, 804, 822, 810, 829, 819, 808, 826, 816, 805, 824, 812, 801, 820, 810, 828, 817,
    807, 826, 814, 803, 822, 811, 731, 819, 808, 827, 816, 805, 823,
)  # fmt: skip
"""七夕 of 2015 to 2050 as month and day, made with cnlunar."""
_SINCE: Final = 2015


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The so-manieth Monday (0) to Sunday (6) of a month."""
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))


@cache
def _new_year(year: int) -> date | None:
    """The first day of the Chinese year; None where the library does not reach."""
    found = _public("CN", year, "en")
    first = [day for day, title in found[0] if title.startswith("Chinese New Year (")]
    return min(first, default=None)


def _seventh(year: int) -> date | None:
    at = year - _SINCE
    if not 0 <= at < len(_SEVENTH_OF_SEVENTH):
        return None
    return date(year, *divmod(_SEVENTH_OF_SEVENTH[at], 100))


def _before_new_year(days: int) -> Callable[[int], date | None]:
    def reckon(year: int) -> date | None:
        first = _new_year(year)
        return None if first is None else first - timedelta(days)

    return reckon


def _thanksgiving(year: int) -> date:
    return nth(year, 11, 3, 4)


Rule = tuple[str, Callable[[int], date | None], int, frozenset[str]]
EVERYWHERE: Final = frozenset[str]()
WEST: Final = frozenset({"US", "GB", "DE", "FR", "ES", "IT", "AU", "CA", "BR"})
SHOPPING: Final[tuple[Rule, ...]] = (
    (N_("New Year's goods festival"), _before_new_year(28), 21, CHINESE),
    (N_("Lantern Festival"), _before_new_year(-14), 1, CHINESE),
    (N_("Valentine's Day"), lambda year: date(year, 2, 14), 1, EVERYWHERE),
    (N_("Women's Day sale (3.8)"), lambda year: date(year, 3, 8), 1, CHINESE),
    (N_("Consumer rights day (3.15)"), lambda year: date(year, 3, 15), 1, CHINESE),
    (N_("5.20"), lambda year: date(year, 5, 20), 1, CHINESE),
    (N_("Mother's Day"), lambda year: nth(year, 5, SUNDAY, 2), 1, EVERYWHERE),
    (N_("Children's Day (6.1)"), lambda year: date(year, 6, 1), 1, CHINESE),
    (N_("6.18"), lambda year: date(year, 6, 18), 1, CHINESE),
    (N_("Father's Day"), lambda year: nth(year, 6, SUNDAY, 3), 1, EVERYWHERE),
    (N_("Qixi Festival"), _seventh, 1, CHINESE),
    (N_("8.18"), lambda year: date(year, 8, 18), 1, CHINESE),
    (N_("9.9"), lambda year: date(year, 9, 9), 1, CHINESE | {"SG", "MY", "TH", "VN", "ID", "PH"}),
    (N_("10.10"), lambda year: date(year, 10, 10), 1, frozenset({"SG", "MY", "TH", "VN", "ID", "PH"})),
    (N_("Halloween"), lambda year: date(year, 10, 31), 1, WEST),
    (N_("11.11"), lambda year: date(year, 11, 11), 1, EVERYWHERE),
    (N_("Black Friday"), lambda year: _thanksgiving(year) + timedelta(1), 1, EVERYWHERE),
    (N_("Cyber Monday"), lambda year: _thanksgiving(year) + timedelta(4), 1, WEST),
    (N_("12.12"), lambda year: date(year, 12, 12), 1, CHINESE | {"SG", "MY", "TH", "VN", "ID", "PH"}),
    (N_("Christmas"), lambda year: date(year, 12, 25), 1, CHINESE | {"JP"}),
    (N_("Boxing Day sale"), lambda year: date(year, 12, 26), 1, frozenset({"AU", "CA"})),
)
"""Festivals of shopping: name, first day of a year, how many days, and the regions that keep it; none: all do."""


def shopping(year: int, regions: Iterable[str]) -> list[Festival]:
    """The festivals of shopping of a year that one of the regions keeps."""
    kept, found = set(regions), []
    for title, reckon, days, where in SHOPPING:
        first = reckon(year) if not where or where & kept else None
        if first is not None:
            found.append(Festival(first, first + timedelta(days - 1), title, DayKind.FESTIVAL))
    return found


@cache
def _public(region: str, year: int, language: str) -> tuple[tuple[tuple[date, str], ...], tuple[date, ...]]:
    """Public holidays of a region with their names, and weekends that are worked; nothing where none are known."""
    import holidays  # takes a while, and most starts never show a calendar

    known = holidays.list_supported_countries()
    if region not in known:
        return (), ()
    plain = getattr(holidays, region)
    spoken = next((one for one in LANGUAGES[language] if one in plain.supported_languages), None)
    found = holidays.country_holidays(region, years=year, language=spoken)
    worked = tuple(sorted(day for day in found.weekend_workdays if day.year == year))
    return tuple(sorted((day, title) for day, title in found.items() if day.year == year)), worked


def public_holidays(year: int, region: str, language: str) -> list[Festival]:
    """The public holidays of a region in a language of ShopDesk; days of one name in a row are one."""
    days, worked = _public(region, year, language)
    found: list[Festival] = []
    for day, title in days:
        before = found[-1] if found else None
        if before is not None and before.title == title and before.last == day - timedelta(1):
            found[-1] = before._replace(last=day)
        else:
            found.append(Festival(day, day, title, DayKind.HOLIDAY, region))
    worked_title = N_("Workday in place of a day off")
    return found + [Festival(day, day, worked_title, DayKind.WORKDAY, region) for day in worked]


def festivals(years: Sequence[int], regions: Sequence[str], language: str) -> list[Festival]:
    """All of some years, by day: public holidays of the regions and their festivals of shopping."""
    found = [one for year in years for one in shopping(year, regions)]
    found += [one for year in years for region in regions for one in public_holidays(year, region, language)]
    return sorted(found, key=lambda one: (one.first, one.kind, one.title, one.region))
