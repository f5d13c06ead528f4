"""One column of a file in the mapping panel: its header and first cells, the field it is, what the cells become."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.widgets import ChoiceBox, Symbol, Words
from shopdesk.exchange.preview import SHOWN, Cell
from shopdesk.exchange.table import letter
from shopdesk.shop.columns import Sheet
from shopdesk.text import _

FIELD_WIDTH: Final = 190
SHARES: Final = (3, 3, 0, 4)
"""What header, first cells, field and reading take of the room; a field has its own width, whatever the window's."""


def fields_of(sheet: Sheet) -> QStandardItemModel:
    """The fields of a kind of rows as the choices of one box, shared by all boxes; a star marks what must be there."""
    model = QStandardItemModel()
    for key, title, told in [
        ("", _("Not used"), ""),
        *((c.key, f"{_(c.title)} *" if c.required else _(c.title), _(c.help)) for c in sheet.columns),
    ]:
        item = QStandardItem(title)
        item.setData(key, Qt.ItemDataRole.UserRole)
        item.setToolTip(told)
        model.appendRow(item)
    return model


class FieldBox(ChoiceBox):
    """The field of one column. The wheel scrolls the panel and never changes a field by the way."""

    # Qt's own names from here.

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FieldRow(QWidget):
    """Shows one column; says which field the person chose for it."""

    chosen = Signal(int, str)
    """Place of the column, key of the field or ""."""

    def __init__(self, place: int, header: str, fields: QStandardItemModel, *, is_new: bool = False) -> None:
        """`is_new`: the known layout that the sheet resembles has no such column."""
        super().__init__()
        self.place = place
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(14)
        title = header or _("(no header)")
        self.header = Words(f"{letter(place)}  {title}", "strong", elide=True)
        self.header.setToolTip(title)
        self.new = Words(_("New column"), "small", "warn")
        self.new.setVisible(is_new)
        named = QVBoxLayout()
        named.setSpacing(1)
        named.addStretch(1)
        named.addWidget(self.header)
        named.addWidget(self.new)
        named.addStretch(1)
        self.cells = _Lines("muted")
        self.field = FieldBox(name=_("Field of column {column}").format(column=title))
        self.field.setModel(fields)
        self.field.setFixedWidth(theme.scaled(FIELD_WIDTH))
        self.becomes = _Lines("text")
        self.arrow = Symbol("forward", 14)
        self.arrow.setFixedWidth(theme.scaled(14))
        flexible: tuple[QWidget, ...] = (self.header, self.new, self.cells, self.becomes)
        for made in flexible:
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addLayout(named, SHARES[0])
        parts: tuple[QWidget, ...] = (self.cells, self.field, self.arrow, self.becomes)
        for widget, share in zip(parts, (*SHARES[1:3], 0, SHARES[3]), strict=True):
            row.addWidget(widget, share)
        self.field.activated.connect(lambda _at: self.chosen.emit(self.place, str(self.field.currentData())))

    def choose(self, key: str) -> None:
        """Choose a field as the person would."""
        self.field.setCurrentIndex(self.field.findData(key))
        self.field.activated.emit(self.field.currentIndex())

    def show_field(self, key: str, cells: Sequence[Cell]) -> None:
        """Show the field that the column is, and what its first cells become."""
        self.field.setCurrentIndex(max(0, self.field.findData(key)))
        is_used = bool(key)
        self.header.set_colour("text" if is_used else "muted")
        self.arrow.set_icon("forward", "muted" if is_used else "line")
        self.cells.show_lines([(cell.raw, "muted") for cell in cells])
        self.becomes.show_lines(
            [(cell.fault, "bad") if cell.fault else (cell.text, "text") for cell in cells] if is_used else []
        )


class _Lines(QWidget):
    """A few short lines under one another, each cut to the room there is."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._lines = [Words("", "small", colour, elide=True) for _place in range(SHOWN)]
        for words in self._lines:
            column.addWidget(words)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Texts with the tokens of their colours."""
        for place, words in enumerate(self._lines):
            text, colour = lines[place] if place < len(lines) else ("", "muted")
            words.setText(" ".join(text.split()))
            words.setToolTip(text)
            words.set_colour(colour)
