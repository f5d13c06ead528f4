"""Small forms: a labelled field per column, a sentence under the field that does not fit, typed values out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.icons import icon
from shopdesk.desk.widgets import ChoiceBox, Words, button, set_look
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, UserError, _, language

LARGEST: Final = 14
"""Power of ten of the largest number that a column can hold beside its four decimal places."""
_NUMBERS: Final = (Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.RATE, Kind.PERCENT, Kind.INTEGER)
_DIGITS: Final = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
"""Full-width digits, as a Chinese input method leaves them."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its column, its first value, and for a choice the values with their titles (shown as they are)."""

    column: Column
    value: Any = None
    choices: Sequence[tuple[Any, str]] = ()
    required: bool = False
    check: Callable[[Any], str] | None = None
    """Gets the typed value; returns a sentence when it does not fit, "" when it does."""


def read_number(text: str, kind: Kind) -> Decimal | int:
    """The number typed, with or without thousands separators; UserError where it is none or has too many places.

    A share is typed as per cent, as in a grid: "13" and "13%" are 0.13.
    """
    plain = text.strip().removesuffix("%") if kind is Kind.PERCENT else text
    plain = plain.translate(_DIGITS).replace(" ", "").replace(" ", "").lstrip("¥￥$€£")
    plain, mark = plain.replace("−", "-"), re.escape(QLocale(language()).groupSeparator())
    if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}({mark}\d{{3}})+(\.\d*)?", plain):  # 2,5 is 25 to nobody
        plain = re.sub(mark, "", plain)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise UserError(N_("{value} is not a number."), value=text.strip()) from None
    if not number.is_finite() or number.adjusted() > LARGEST:
        raise UserError(N_("{value} is not a number."), value=text.strip())
    places = {Kind.INTEGER: 0, Kind.QUANTITY: 3, Kind.RATE: 10}.get(kind, 4)
    if number != round(number, places):
        raise UserError(N_("{value} has more than {places} decimal places."), value=text.strip(), places=places)
    if kind is Kind.PERCENT:
        return number / 100
    return int(number) if kind is Kind.INTEGER else number


def read_date(text: str) -> date:
    """A day typed as 2026-11-22, 2026/11/22, 20261122 or as the language writes it; UserError where it is none."""
    typed = text.translate(_DIGITS).strip()
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"):
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    local = QLocale(language()).toDate(typed, QLocale.FormatType.ShortFormat)
    if local.isValid():
        return date(local.year(), local.month(), local.day())
    raise UserError(N_("{value} is not a date. Type it as 2026-11-22."), value=typed)


class DateEdit(QLineEdit):
    """A day, or nothing; typed, or picked from a calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("2026-11-22")
        self.addAction(icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition).triggered.connect(
            self.pick
        )

    def pick(self) -> None:
        """Open the calendar under the field."""
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setLocale(QLocale(language()))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        try:
            shown = read_date(self.text())
            calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        except UserError:
            pass  # nothing typed yet: the calendar opens today

        def take(day: QDate) -> None:
            self.setText(day.toString(Qt.DateFormat.ISODate))
            calendar.close()

        calendar.clicked.connect(take)
        calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.show()


class Form(QWidget):
    """Fields under one another. Enter accepts, Escape gives up; `refused` shows what the shop says against it."""

    accepted = Signal(dict)
    """The typed values by column key; a field left blank is None."""
    given_up = Signal()
    edited = Signal()
    """Something was typed or chosen."""

    def __init__(
        self, fields: Sequence[Field], submit: str, *, zone: str = "UTC", cancel: bool = True, aside: bool = False
    ) -> None:
        """`submit` is the word on the button; `zone` is the shop's, for times; `aside` sets labels beside fields."""
        super().__init__()
        self._fields = {field.column.key: field for field in fields}
        self._zone = ZoneInfo(zone)
        self._editors: dict[str, QWidget] = {}
        self._faults: dict[str, Words] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, field in enumerate(fields):
            self._add(grid, place, field, aside)
        column.addLayout(grid)
        self._general = Words("", "small", "bad", wrap=True)
        self._general.hide()
        column.addWidget(self._general)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        if cancel:
            buttons.addWidget(button(_("Cancel"), self.given_up.emit))
        self.submit = button(submit, self.accept, look="primary")
        buttons.addWidget(self.submit)
        column.addLayout(buttons)
        self._untouched = self._texts()

    def _add(self, grid: QGridLayout, place: int, field: Field, aside: bool) -> None:
        title = _(field.column.title)
        needed = field.required or field.column.required
        editor = self._editor(field)
        editor.setAccessibleName(title)
        editor.setAccessibleDescription(_(field.column.help))
        editor.setToolTip(_(field.column.help))
        label = Words(title if needed else _("{title} (optional)").format(title=title), "small", "muted")
        label.setBuddy(editor)
        fault = Words("", "small", "bad", wrap=True)
        fault.hide()
        self._editors[field.column.key], self._faults[field.column.key] = editor, fault
        _edits(editor).connect(self.edited)
        row, side = place * 4, int(aside)
        if field.column.kind is Kind.BOOL:
            grid.addWidget(editor, row + 1, side)
        else:
            grid.addWidget(label, row + 1 if aside else row, 0)
            grid.addWidget(editor, row + 1, side)
        grid.addWidget(fault, row + 2, side)
        grid.setRowMinimumHeight(row + 3, 6)
        grid.setColumnStretch(side, 1)

    def _editor(self, field: Field) -> QWidget:
        kind = field.column.kind
        if field.choices or kind is Kind.STATE:
            states = [(value, _(state.title)) for value, state in field.column.states.items()]
            box = ChoiceBox(field.choices or states)
            box.setCurrentIndex(max(0, box.findData(field.value)))
            return box
        if kind is Kind.BOOL:
            tick = QCheckBox(_(field.column.title))
            tick.setChecked(bool(field.value))
            return tick
        if kind is Kind.LONG_TEXT:
            area = QPlainTextEdit(str(field.value or ""))
            area.setTabChangesFocus(True)
            area.setFixedHeight(theme.scaled(72))
            return area
        line = DateEdit() if kind is Kind.DATE else QLineEdit()
        line.setText(self._written(field))
        line.setFont(theme.font())
        if kind in _NUMBERS:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        elif field.column.example and kind is not Kind.DATE:
            line.setPlaceholderText(_(field.column.example))
        return line

    def _written(self, field: Field) -> str:
        if field.value is None:
            return ""
        if isinstance(field.value, datetime):
            return f"{field.value.astimezone(self._zone):%Y-%m-%d %H:%M}"
        if field.column.kind is Kind.PERCENT:
            return f"{(field.value * 100).normalize():f}%"
        return str(field.value)

    # ------------------------------------------------------------------------------------------------- a draft

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, as plain values; empty while nothing was typed or chosen."""
        texts = self._texts()
        return {} if texts == self._untouched else texts

    def type_in(self, texts: Mapping[str, Any]) -> None:
        """Put what `typed` gave into the fields; fields and choices that are gone are left out."""
        for key, text in texts.items():
            editor = self._editors.get(key)
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(max(editor.findData(text), 0))
            elif isinstance(editor, QCheckBox):
                editor.setChecked(bool(text))
            elif isinstance(editor, QPlainTextEdit):
                editor.setPlainText(str(text))
            elif isinstance(editor, QLineEdit):
                editor.setText(str(text))

    def _texts(self) -> dict[str, Any]:
        return {key: _text_of(editor) for key, editor in self._editors.items()}

    # ------------------------------------------------------------------------------------------------- values

    def values(self) -> dict[str, Any] | None:
        """The typed values, or None after showing what does not fit."""
        read: dict[str, Any] = {}
        first: QWidget | None = None
        for key, field in self._fields.items():
            try:
                value, fault = self._read(field), ""
                if value is None and (field.required or field.column.required):
                    fault = _("Please fill this in.")
                elif value is not None and field.check is not None:
                    fault = field.check(value)
            except UserError as error:
                value, fault = None, str(error)
            read[key] = value
            self._show_fault(key, fault)
            first = first or (self._editors[key] if fault else None)
        if first is None:
            return read
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def _read(self, field: Field) -> Any:
        editor, kind = self._editors[field.column.key], field.column.kind
        text = _text_of(editor)
        if isinstance(editor, QComboBox | QCheckBox):
            return text
        if not text.strip():
            return None
        if kind in _NUMBERS:
            return read_number(text, kind)
        if kind is Kind.DATE:
            return read_date(text)
        if kind is Kind.TIME:
            return self._read_time(text)
        return text.strip()

    def _read_time(self, text: str) -> datetime:
        day, _space, clock = text.strip().partition(" ")
        try:
            parts = [int(part) for part in clock.replace("：", ":").split(":")] if clock else [0, 0]
            there = datetime(*read_date(day).timetuple()[:3], *parts, tzinfo=self._zone)  # type: ignore[misc,arg-type]
        except (ValueError, TypeError):
            raise UserError(N_("{value} is not a time. Type it as 2026-11-22 18:30."), value=text.strip()) from None
        return there.astimezone(UTC)

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put text into fields, for what another choice suggests."""
        for key, text in values.items():
            editor = self._editors[key]
            if isinstance(editor, QLineEdit):
                editor.setText(text)

    def editor(self, key: str) -> QWidget:
        """The input of a column, for a screen that completes or watches it."""
        return self._editors[key]

    def note(self, key: str) -> Words:
        """A line under the field of a column, for a screen that says something of what is typed."""
        made = Words("", "small", "muted", wrap=True)
        made.hide()
        self.put_under(key, made)
        return made

    def put_under(self, key: str, widget: QWidget) -> None:
        """Set something under the field of a column."""
        self._grid.addWidget(widget, 4 * list(self._fields).index(key) + 3, self._grid.columnCount() - 1)

    def _show_fault(self, key: str, fault: str) -> None:
        self._faults[key].setText(fault)
        self._faults[key].setVisible(bool(fault))
        set_look(self._editors[key], "bad" if fault else "")

    def refused(self, error: UserError) -> None:
        """Show the shop's refusal; pass this as `failed` to `desk.do`."""
        self.submit.setEnabled(True)
        self._general.setText(str(error))
        self._general.show()

    def accept(self) -> None:
        """Hand the values over, if they fit."""
        self._general.hide()
        read = self.values()
        if read is not None:
            self.accepted.emit(read)

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


def _edits(editor: QWidget) -> SignalInstance:
    """What an editor sends when its value changes."""
    if isinstance(editor, QComboBox):
        return editor.currentIndexChanged
    if isinstance(editor, QCheckBox):
        return editor.toggled
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    return editor.textChanged


def _text_of(editor: QWidget) -> Any:
    """What stands in an editor, as a plain value."""
    if isinstance(editor, QComboBox):
        return editor.currentData()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else cast(QLineEdit, editor).text()
