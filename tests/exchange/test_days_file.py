"""Days of the shop from files: a calendar of holidays, a sheet of names and dates, the same again, and taken back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shopdesk.desk.tabs.promotions.taking_out import events_of
from shopdesk.exchange.ical import Event, write_ical
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.reading.calendar import _cells, read_calendar
from shopdesk.exchange.reading.container import Source
from shopdesk.exchange.reading.recurrence import read_rule
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.calendar.agenda import read_agenda
from shopdesk.shop.promotions.calendar.preparing import add_day, find_days
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

HOLIDAYS = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:China Holidays
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261001
DTEND;VALUE=DATE:20261008
SUMMARY;LANGUAGE=zh:国庆节\\, 黄金周
BEGIN:VALARM
SUMMARY:not this
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Asia/Shanghai:20261111T200000
DTEND;TZID=Asia/Shanghai:20261112T000000
SUMMARY:A long evening of li
 ve shows
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261212
DURATION:P2D
SUMMARY:Fair
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
STATUS:CANCELLED
SUMMARY:Off
END:VEVENT
END:VCALENDAR
"""


def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def came(store: Store, path: Path, text: str, choices: Choices | None = None) -> Staged:
    path.write_text(text, encoding="utf-8", newline="\r\n")
    staged = prepare(store, path, choices or Choices())
    run_import(store, staged)
    return staged


def days(store: Store) -> list[tuple[str, date, date]]:
    with store.read() as tx:
        return [(row.title, row.first_on, row.last_on) for row in find_days(tx)]


TOLD = [
    ("国庆节, 黄金周", date(2026, 10, 1), date(2026, 10, 7)),
    ("A long evening of live shows", date(2026, 11, 11), date(2026, 11, 11)),
    ("Fair", date(2026, 12, 12), date(2026, 12, 13)),
]


def test_a_calendar_of_holidays_comes_in_once_and_is_taken_back(file_store: Store, tmp_path: Path) -> None:
    staged = came(shop(file_store), tmp_path / "holidays.ics", HOLIDAYS)
    assert (staged.plan.kind, [item.row for item in staged.items]) == ("days", [2, 3, 4])
    assert days(file_store) == TOLD
    again = came(file_store, tmp_path / "again.ics", HOLIDAYS.replace("DURATION:P2D", "DURATION:P3D"))
    assert [item.outcome for item in again.items] == [Outcome.SAME, Outcome.SAME, Outcome.CHANGED]
    assert days(file_store)[2][2] == date(2026, 12, 14)
    file_store.do(take_back, 2)
    assert days(file_store) == TOLD
    file_store.do(take_back, 1)
    assert days(file_store) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=YEARLY;COUNT=3", ["2026-01-31", "2027-01-31", "2028-01-31"]),
        ("FREQ=MONTHLY;UNTIL=20260531", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=-1FR", ["2026-01-31", "2026-02-27", "2026-03-27"]),
        ("FREQ=YEARLY;COUNT=2;BYMONTH=11;BYDAY=4TH", ["2026-01-31", "2026-11-26"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;COUNT=4", ["2026-01-31", "2026-02-09", "2026-02-14", "2026-02-23"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260220T235959Z", ["2026-01-31", "2026-02-10", "2026-02-20"]),
        ("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR", ["2026-01-31"]),
        ("FREQ=DAILY;INTERVAL=0", ["2026-01-31"]),
    ],
)
def test_days_that_come_again_come_all(rule: str, told: list[str]) -> None:
    said = {"DTSTART": "20260131", "DTEND": "20260202", "SUMMARY": "Fair", "RRULE": rule}
    assert [(cells[1][0], cells[2][0]) for cells in _cells(said, ())] == [
        (day, f"{date.fromisoformat(day) + timedelta(1)}") for day in told
    ]


def test_what_comes_again_without_an_end_comes_around_today() -> None:
    rule = read_rule("FREQ=YEARLY", lambda _text: None)
    assert rule is not None
    near = date(2025, 11, 1), date(2028, 11, 1)
    assert [day.year for day in rule.days(date(1990, 5, 1), *near)] == [2026, 2027, 2028]
    assert [day.year for day in rule.days(date(2030, 5, 1), *near)] == [2030]


def test_a_day_that_was_moved_or_left_out_does_not_come_again(tmp_path: Path) -> None:
    path = tmp_path / "weekly.ics"
    event = "BEGIN:VEVENT\nUID:live@x\nSUMMARY:Live\n{more}\nEND:VEVENT\n"
    weekly = "DTSTART:20260105T200000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20260112T200000\nRDATE;VALUE=DATE:20260301"
    moved = "DTSTART:20260120T200000\nRECURRENCE-ID:20260119T200000"
    path.write_text(f"BEGIN:VCALENDAR\n{event.format(more=weekly)}{event.format(more=moved)}END:VCALENDAR\n")
    source = Source(path.name, path.stat().st_size, lambda: path.open("rb"))
    [table] = read_calendar(source)._tables
    assert [cells[1][0] for _row, cells in table.rows[1:]] == ["2026-01-05", "2026-01-26", "2026-03-01", "2026-01-20"]


def test_what_goes_out_to_a_phone_comes_back(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    first, last = date(2026, 7, 7), date(2026, 7, 8)
    events = [Event("1@x", first, last, "Prime; Day, \\ 2026"), Event("2@x", last, last, "x" * 90)]
    write_ical(path, events, "Tea", datetime(2026, 1, 1, tzinfo=UTC))
    run_import(shop(file_store), prepare(file_store, path, Choices()))
    assert days(file_store) == [(one.title, one.first, one.last) for one in events]


def test_of_our_own_calendar_only_days_of_the_shop_come_back(file_store: Store, tmp_path: Path) -> None:
    shop(file_store)
    file_store.do(add_promotion, {
        "title": "Winter sale", "kind": "percent_off", "tiers": "-10%", "starts_at": datetime(2026, 12, 1, tzinfo=UTC),
    })  # fmt: skip
    file_store.do(add_day, "Open house", date(2026, 12, 5), date(2026, 12, 6))
    with file_store.read() as tx:
        events = events_of(read_agenda(tx, "en"))
    assert len(events) > 2
    path = tmp_path / "out.ics"
    write_ical(path, events, "Tea", datetime(2026, 1, 1, tzinfo=UTC))
    staged = prepare(file_store, path, Choices())
    counts = staged.counts()
    assert (counts["same"], counts["new"]) == (1, 0)


def test_a_sheet_of_names_and_dates_comes_in(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "holidays 2027.csv"
    path.write_text(
        "Date,Holiday\n2027-01-01,New Year\n2027-05-01,Labour Day\n2027-05-01,labour day\n", encoding="utf-8"
    )
    staged = prepare(shop(file_store), path, Choices(accept_proposal=True))
    assert staged.plan.kind == "days"
    run_import(file_store, staged)
    assert [title for title, _first, _last in days(file_store)] == ["New Year", "Labour Day"]


@pytest.mark.parametrize("text", ["日期,节日名称\n2027-02-06,春节\n", "Name,Date\n春节,2027-02-06\n"])
def test_a_sheet_of_any_names_comes_in_as_what_a_person_says_it_is(
    file_store: Store, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    run_import(shop(file_store), prepare(file_store, path, Choices(kind="days", accept_proposal=True)))
    assert days(file_store) == [("春节", date(2027, 2, 6), date(2027, 2, 6))]


def test_days_that_cannot_be_have_their_place(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "Day,First day,Last day\nA,2027-01-05,2027-01-01\nB,2027-02-01,\nb,2027-02-01,2027-02-03\n", encoding="utf-8"
    )
    staged = prepare(shop(file_store), path, Choices())
    assert [(said.row, said.column) for said in staged.problems] == [(2, "C"), (4, "A")]
