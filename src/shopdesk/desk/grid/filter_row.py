"""The row of filters beneath a grid's header: one line edit a column, that speaks when the typing rests."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, _

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

REST_MS: Final = 300
HINTS: Final = {
    Kind.MONEY: ">100",
    Kind.PRICE: ">100",
    Kind.QUANTITY: "1..10",
    Kind.RATE: ">1",
    Kind.PERCENT: "<20%",
    Kind.INTEGER: ">0",
    Kind.DATE: "7d, 2026-02",
    Kind.TIME: "7d, today",
    Kind.TEXT: N_("text, !without"),
    Kind.ID: N_("text, =exact"),
}


class FilterRow(QObject):
    """The line edits and what they say; they live in the header of the view (or of its frozen columns)."""

    wanted = Signal(str, str)
    """Column key and filter text, "" for none."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._edits: dict[int, FilterEdit] = {}
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._speak)
        view.columns.changed.connect(self._house)

    @property
    def is_shown(self) -> bool:
        """Whether the row is there."""
        return bool(self._edits)

    def show(self, filters: Mapping[str, str]) -> None:
        """Take the row out, with these filters in it."""
        if not self._edits:
            for number, column in enumerate(self._view.rows.sheet.columns):
                self._edits[number] = FilterEdit(column)
                self._edits[number].textEdited.connect(self._timer.start)
                self._edits[number].returnPressed.connect(self._speak)
        self.say(filters)
        self._house()

    def hide(self) -> None:
        """Put the row away."""
        edits, self._edits = self._edits, {}
        self._house()
        for edit in edits.values():
            edit.hide()
            edit.deleteLater()

    def say(self, filters: Mapping[str, str]) -> None:
        """The filters that hold now; an edit in which somebody types is left alone."""
        for edit in self._edits.values():
            text = filters.get(edit.key, "")
            if text != edit.said and not (edit.hasFocus() and self._timer.isActive()):
                edit.setText(text)
            edit.said = text

    def complain(self, key: str, sentence: str) -> None:
        """The text of a column was not understood; "" takes that back."""
        for edit in self._edits.values():
            if edit.key == key:
                edit.complain(sentence)

    def focus(self, column: int) -> None:
        """Bring the keyboard to a column's filter."""
        if column in self._edits:
            self._edits[column].setFocus()

    def _house(self) -> None:
        held = self._view.shown_columns()[: self._view.frozen.count]
        main = {column: edit for column, edit in self._edits.items() if column not in held}
        rest = {column: edit for column, edit in self._edits.items() if column in held}
        self._view.header.hold_edits(main, room=self.is_shown)
        self._view.frozen.header.hold_edits(rest, room=self.is_shown)
        self._view.frozen.lay_out()

    def _speak(self) -> None:
        self._timer.stop()
        for edit in list(self._edits.values()):
            if edit.text() != edit.said:
                edit.said = edit.text()
                self.wanted.emit(edit.key, edit.text())


class FilterEdit(QLineEdit):
    """One column's filter."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.key = column.key
        self.said = ""
        self.setClearButtonEnabled(False)
        self.setPlaceholderText(_(HINTS.get(column.kind, "")))
        self.setAccessibleName(_("Filter {column}").format(column=_(column.title)))

    def complain(self, sentence: str) -> None:
        """Show that the text was not understood, and why."""
        self.setToolTip(sentence)
        look = "bad" if sentence else ""
        if (self.property("look") or "") != look:
            self.setProperty("look", look)
            self.style().unpolish(self)
            self.style().polish(self)
