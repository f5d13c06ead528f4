"""iCalendar: whole days, escaped text, lines folded between letters, ends that are the first day no longer of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.exchange.ical import OCTETS, Event, ical, write_ical
from shopdesk.text import UserError

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
EVENT = Event("PR-0001@shop", date(2026, 11, 10), date(2026, 11, 12), "Double 11")


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_promotion_is_an_event_of_whole_days() -> None:
    assert ical([EVENT], "Tea", NOW) == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ShopDesk//EN\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:Tea\r\n"
        "BEGIN:VEVENT\r\nUID:PR-0001@shop\r\nDTSTAMP:20261122T063000Z\r\nDTSTART;VALUE=DATE:20261110\r\n"
        "DTEND;VALUE=DATE:20261113\r\nSUMMARY:Double 11\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_what_means_something_in_a_value_is_escaped() -> None:
    event = Event("x", NOW.date(), NOW.date(), "a,b;c\\d\r\ne\x07", "text", ("one, two", "three"), is_off=True)
    lines = unfolded(ical([event], "", NOW))
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne" in lines
    assert "CATEGORIES:one\\, two,three" in lines
    assert "STATUS:CANCELLED" in lines


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_lines_are_short_and_come_together_again(title: str) -> None:
    text = ical([Event("x", NOW.date(), NOW.date(), title)], "", NOW)
    assert all(len(line.encode()) <= OCTETS for line in text.split("\r\n"))
    assert "SUMMARY:" + title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") in unfolded(text)


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    write_ical(tmp_path / "a.ics", [EVENT], "Tea", NOW)
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    with pytest.raises(UserError, match="does not exist"):
        write_ical(tmp_path / "no" / "a.ics", [EVENT], "Tea", NOW)
