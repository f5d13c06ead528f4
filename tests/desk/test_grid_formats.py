"""Cells read as a person of the locale expects, and what is typed into them means the same value again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from shopdesk.desk.grid import CellFormats, Shown, edit_text, parse_input
from shopdesk.desk.grid.formats import mask
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import UserError

SHANGHAI = ZoneInfo("Asia/Shanghai")
STATES = {"paid": State("Paid", Tone.INFO), "parked": State("Parked"), "late": State("Late", Tone.BAD)}


@pytest.fixture(autouse=True)
def american() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def shown(kind: Kind, value: Any, **column: Any) -> Shown:
    sheet = Sheet("s", "S", (Column("a", "A", kind, **column),), "a")
    return CellFormats(sheet, zone=SHANGHAI, today=date(2026, 11, 21)).row((value,))[0]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.MONEY, Decimal("1234.5"), "1,234.50"),
        (Kind.MONEY, Decimal("0.005"), "0.01"),
        (Kind.MONEY, Decimal("-0.004"), "0.00"),
        (Kind.MONEY, Decimal(-30), "−30.00"),
        (Kind.MONEY, None, ""),
        (Kind.PRICE, Decimal("1.5"), "1.50"),
        (Kind.PRICE, Decimal("0.1234"), "0.1234"),
        (Kind.PRICE, Decimal("0.1230"), "0.123"),
        (Kind.QUANTITY, Decimal("12.000"), "12"),
        (Kind.QUANTITY, Decimal(100), "100"),
        (Kind.QUANTITY, Decimal("-1200.250"), "−1,200.25"),
        (Kind.PERCENT, Decimal("0.1254"), "12.5%"),
        (Kind.INTEGER, 12345, "12,345"),
        (Kind.INTEGER, -3, "−3"),
        (Kind.DATE, date(2026, 2, 3), "2/3/2026"),
        (Kind.TIME, datetime(2026, 11, 20, 17, 5, tzinfo=UTC), "11-21 01:05"),
        (Kind.TIME, datetime(2025, 12, 31, 15, 59, tzinfo=UTC), "2025-12-31"),
        (Kind.BOOL, True, "✓"),
        (Kind.BOOL, False, ""),
        (Kind.TEXT, "Tea", "Tea"),
        (Kind.LONG_TEXT, "one\n two", "one two"),
        (Kind.ID, "0012", "0012"),
        (Kind.ID, None, ""),
    ],
)
def test_values_as_they_read(kind: Kind, value: Any, text: str) -> None:
    assert shown(kind, value).text == text


def test_below_zero_is_told_by_a_minus_and_by_colour() -> None:
    assert shown(Kind.MONEY, Decimal(-1)) == Shown("−1.00", Tone.BAD)
    assert shown(Kind.MONEY, Decimal(1)).tone is None


def test_states_say_their_word_in_their_tone() -> None:
    assert shown(Kind.STATE, "late", states=STATES) == Shown("Late", Tone.BAD)
    assert shown(Kind.STATE, "unheard of", states=STATES) == Shown("unheard of", Tone.PLAIN)
    assert shown(Kind.STATE, None, states=STATES) == Shown("")


def test_numbers_follow_the_locale() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    assert shown(Kind.MONEY, Decimal("-1234.5")).text == "−1.234,50"
    assert shown(Kind.DATE, date(2026, 2, 3)).text == "03.02.2026"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("13812345678", "138****5678"), ("+86 138 1234 5678", "+86****5678"), ("张三", "张*"), ("欧阳娜娜", "欧***"),
        ("浙江省杭州市西湖区文一路12号", "浙江省杭州***"), ("", ""), (None, ""), ("A", "A*"),
    ],
)  # fmt: skip
def test_personal_data_is_masked(value: Any, text: str) -> None:
    assert mask(value) == text
    assert shown(Kind.TEXT, value, personal=True).text == text


def test_a_tab_may_say_what_a_cell_shows() -> None:
    sheet = Sheet("s", "S", (Column("cost", "Cost", Kind.MONEY),), "cost")
    formats = CellFormats(sheet, formatters={"cost": lambda _value, _row: Shown("cost unknown", Tone.PLAIN)})
    assert formats.row((None,)) == [Shown("cost unknown", Tone.PLAIN)]
    assert formats.copied((None,)) == ["cost unknown"]
    assert formats.copied((Decimal(-1),)) == ["-1.00"]
    assert formats.row(()) == [Shown("")]


# ------------------------------------------------------------------------------------------------ what is typed


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.MONEY, "1,234.50", Decimal("1234.5")),
        (Kind.MONEY, "¥ 12", Decimal(12)),
        (Kind.MONEY, "−3.5", Decimal("-3.5")),
        (Kind.MONEY, "(3.5)", Decimal("-3.5")),
        (Kind.MONEY, "１２．５", Decimal("12.5")),
        (Kind.PERCENT, "12.5%", Decimal("0.125")),
        (Kind.PERCENT, "12.5", Decimal("0.125")),
        (Kind.INTEGER, "12", 12),
        (Kind.DATE, "2026-2-3", date(2026, 2, 3)),
        (Kind.DATE, "2026年2月3日", date(2026, 2, 3)),
        (Kind.DATE, "2-3", date(2026, 2, 3)),
        (Kind.DATE, "2/13/2026", date(2026, 2, 13)),
        (Kind.DATE, "2/13/26", date(2026, 2, 13)),
        (Kind.TIME, "2026-02-03 14:30", datetime(2026, 2, 3, 6, 30, tzinfo=UTC)),
        (Kind.TIME, "2026-02-03", datetime(2026, 2, 2, 16, 0, tzinfo=UTC)),
        (Kind.STATE, "late", "late"),
        (Kind.STATE, "LATE", "late"),
        (Kind.STATE, "pai", "paid"),
        (Kind.BOOL, "是", True),
        (Kind.BOOL, "no", False),
        (Kind.TEXT, "  tea ", "tea"),
        (Kind.TEXT, "  ", None),
        (Kind.ID, "0012", "0012"),
    ],
)
def test_what_is_typed_is_understood(kind: Kind, text: str, value: Any) -> None:
    column = Column("a", "A", kind, states=STATES)
    read = parse_input(column, text, zone=SHANGHAI, today=date(2026, 11, 21))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (Kind.MONEY, "abc", "“abc” is not a number for A."),
        (Kind.MONEY, "6.93E+12", "is not a number"),
        (Kind.MONEY, "1,23", "is not a number"),
        (Kind.MONEY, "0.00001", "A takes at most 4 decimals."),
        (Kind.QUANTITY, "0.0001", "A takes at most 3 decimals."),
        (Kind.INTEGER, "1.5", "A takes at most 0 decimals."),
        (Kind.DATE, "2026-02-30", "is not a date for A."),
        (Kind.TIME, "2026-02-03 25:00", "is not a time for A."),
        (Kind.STATE, "pa", "A is one of: Paid, Parked, Late."),
        (Kind.BOOL, "perhaps", "A is yes or no."),
    ],
)
def test_what_is_not_understood_is_answered_with_a_sentence(kind: Kind, text: str, sentence: str) -> None:
    with pytest.raises(UserError) as told:
        parse_input(Column("a", "A", kind, states=STATES), text)
    assert sentence in str(told.value)


def test_a_required_cell_stays_filled() -> None:
    with pytest.raises(UserError) as told:
        parse_input(Column("a", "A", required=True), " ")
    assert str(told.value) == "A cannot be empty."


def test_numbers_are_read_as_the_locale_writes_them() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    price = Column("a", "A", Kind.PRICE)
    assert parse_input(price, "1.234,5") == Decimal("1234.5")
    assert parse_input(price, "12,5") == Decimal("12.5")
    assert parse_input(price, "12.5") == Decimal("12.5")


VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.MONEY: st.decimals(-(10**9), 10**9, places=4),
    Kind.PRICE: st.decimals(0, 10**6, places=4),
    Kind.QUANTITY: st.decimals(-(10**9), 10**9, places=3),
    Kind.PERCENT: st.decimals(-10, 10, places=6),
    Kind.INTEGER: st.integers(-(10**9), 10**9),
    Kind.DATE: st.dates(date(1970, 1, 1), date(2100, 1, 1)),
    Kind.TIME: st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    ),
    Kind.BOOL: st.booleans(),
    Kind.STATE: st.sampled_from(sorted(STATES)),
}


@given(data=st.data(), kind=st.sampled_from(sorted(VALUES)))
def test_the_text_of_an_editor_means_its_value(data: st.DataObject, kind: Kind) -> None:
    column = Column("a", "A", kind, states=STATES)
    value = data.draw(VALUES[kind])
    text = edit_text(column, value, zone=SHANGHAI)
    assert parse_input(column, text, zone=SHANGHAI, today=date(2026, 11, 21)) == value
    assert edit_text(column, parse_input(column, text, zone=SHANGHAI), zone=SHANGHAI) == text
