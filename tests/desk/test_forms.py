"""What is typed becomes a typed value, or a sentence under its field."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk import text
from shopdesk.desk.forms import Field, Form, read_date, read_number
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind, State
from shopdesk.text import N_, UserError

STATES = {"broken": State("Broken"), "found": State("Found")}
FIELDS = [
    Field(
        Column("sku", "SKU", Kind.ID, required=True), check=lambda sku: "" if sku == "TEA-1" else f"{sku} is unknown."
    ),
    Field(Column("quantity", "Quantity", Kind.QUANTITY), required=True),
    Field(Column("cost", "Unit cost", Kind.PRICE)),
    Field(Column("reason", "Reason", Kind.STATE, states=STATES), "found"),
    Field(Column("received_on", "Received", Kind.DATE), date(2026, 11, 22)),
    Field(Column("placed_at", "Placed", Kind.TIME)),
    Field(Column("note", "Note", Kind.LONG_TEXT)),
    Field(Column("express", "Express", Kind.BOOL), True),
]


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(FIELDS, "Receive", zone="Asia/Shanghai")
    qtbot.addWidget(made)
    made.show()
    return made


def faults(form: Form) -> list[str]:
    return [words.text() for words in form.findChildren(Words) if words.isVisible() and words._colour == "bad"]


def test_typed_values_come_out(form: Form) -> None:
    taken: list[dict[str, Any]] = []
    form.accepted.connect(taken.append)
    form.set_values({"sku": " TEA-1 ", "quantity": "1,200.5", "cost": "", "placed_at": "2026-11-22 18:30"})
    line = form.editor("quantity")
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert taken == [
        {
            "sku": "TEA-1",
            "quantity": Decimal("1200.5"),
            "cost": None,
            "reason": "found",
            "received_on": date(2026, 11, 22),
            "placed_at": datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
            "note": None,
            "express": True,
        }
    ]


def test_what_does_not_fit_is_said_under_its_field_and_nothing_is_accepted(form: Form) -> None:
    taken: list[dict[str, Any]] = []
    form.accepted.connect(taken.append)
    form.set_values({"sku": "X", "cost": "12,50 €x", "received_on": "31.2.26", "placed_at": "2026-11-22 25:00"})
    form.accept()
    assert taken == []
    assert faults(form) == [
        "X is unknown.",
        "Please fill this in.",
        "12,50 €x is not a number.",
        "31.2.26 is not a date. Type it as 2026-11-22.",
        "2026-11-22 25:00 is not a time. Type it as 2026-11-22 18:30.",
    ]
    form.set_values({"sku": "TEA-1", "quantity": "2", "cost": "1", "received_on": "", "placed_at": ""})
    form.accept()
    assert faults(form) == []
    assert taken[0]["received_on"] is None


def test_a_refusal_of_the_shop_is_shown(form: Form) -> None:
    form.refused(UserError(N_("SKU {sku} is unknown."), sku="TEA-9"))
    assert faults(form) == ["SKU TEA-9 is unknown."]


def test_escape_gives_up(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.given_up, timeout=1000):
        QTest.keyClick(form.editor("sku"), Qt.Key.Key_Escape)


def test_every_field_has_its_name(form: Form) -> None:
    named = [form.editor(field.column.key).accessibleName() for field in FIELDS]
    assert named == [field.column.title for field in FIELDS]
    box = form.editor("reason")
    assert isinstance(box, QComboBox)
    assert [box.itemText(place) for place in range(box.count())] == ["Broken", "Found"]


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("12", Kind.INTEGER, 12),
        ("1,234.56", Kind.MONEY, Decimal("1234.56")),
        ("１２.５", Kind.MONEY, Decimal("12.5")),
        ("¥ 88", Kind.PRICE, Decimal(88)),
        ("−3", Kind.QUANTITY, Decimal(-3)),
        ("0.1250", Kind.PRICE, Decimal("0.125")),
    ],
)
def test_numbers_as_people_type_them(typed: str, kind: Kind, number: Decimal | int) -> None:
    assert read_number(typed, kind) == number
    assert type(read_number(typed, kind)) is type(number)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("1.5", Kind.INTEGER), ("0.0001", Kind.QUANTITY), ("0.00001", Kind.PRICE), ("NaN", Kind.MONEY),
     ("1e999999999", Kind.MONEY), ("ten", Kind.MONEY), ("--1", Kind.MONEY), ("Infinity", Kind.MONEY),
     ("2,5", Kind.QUANTITY), ("1,23", Kind.MONEY)],
)  # fmt: skip
def test_numbers_that_are_none_or_too_fine_are_refused(typed: str, kind: Kind) -> None:
    with pytest.raises(UserError):
        read_number(typed, kind)


@pytest.mark.parametrize("typed", ["2026-11-22", "2026/11/22", "20261122", "２０２６-１１-２２", " 2026.11.22 "])
@pytest.mark.parametrize("language", text.LANGUAGES)
def test_days_as_people_type_them(typed: str, language: str) -> None:
    text.use_language(language)
    assert read_date(typed) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "share"), [("13%", "0.13"), ("13", "0.13"), ("０．５ %", "0.005"), ("-2.5%", "-0.025")]
)
def test_a_share_is_typed_as_per_cent(typed: str, share: str) -> None:
    assert read_number(typed, Kind.PERCENT) == Decimal(share)


def test_a_share_stands_in_its_field_as_per_cent(qtbot: QtBot) -> None:
    made = Form([Field(Column("rate", "Rate", Kind.PERCENT), Decimal("0.125"))], "Keep")
    qtbot.addWidget(made)
    [line] = made.findChildren(QLineEdit)
    assert line.text() == "12.5%"
    assert made.values() == {"rate": Decimal("0.125")}
