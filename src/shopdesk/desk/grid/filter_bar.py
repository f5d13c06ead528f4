"""The bar over a grid: search, chips of what filters it, how many rows are left, and its two buttons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from shopdesk.desk import icons, theme
from shopdesk.desk.grid.filter_words import named
from shopdesk.shop.columns import Sheet
from shopdesk.text import _

REST_MS: Final = 200


class FilterBar(QWidget):
    """Says what the user wants by signals and shows what it is told; `lead` is room for a tab's own chips."""

    search_wanted = Signal(str)
    filter_removed = Signal(str)
    """Column key."""
    row_toggled = Signal(bool)
    columns_wanted = Signal()

    def __init__(self, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._chips: list[Chip] = []
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._speak)
        self.search = SearchEdit(sheet, self)
        self.search.textEdited.connect(self._timer.start)
        self.search.returnPressed.connect(self._speak)
        self.search.left.connect(self._speak)
        self._count = QLabel(self)
        self._count.setProperty("look", "muted")
        self.row_button = _button("filter", _("Filter row"), self)
        self.row_button.setCheckable(True)
        self.row_button.toggled.connect(self.row_toggled)
        self.columns_button = _button("columns", _("Columns"), self)
        self.columns_button.clicked.connect(self.columns_wanted)
        self.lead = QHBoxLayout()
        self.lead.setSpacing(theme.GRID)
        self._chip_room = QHBoxLayout()
        self._chip_room.setSpacing(theme.GRID)
        self._lay_out()
        theme.bus.changed.connect(self._dress)
        self._dress()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self.search)
        row.addLayout(self.lead)
        row.addLayout(self._chip_room)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self.row_button)
        row.addWidget(self.columns_button)

    def _dress(self) -> None:
        palette = self._count.palette()
        palette.setColor(self._count.foregroundRole(), theme.tokens().muted)
        self._count.setPalette(palette)

    def show_filters(self, filters: Sequence[tuple[str, str]]) -> None:
        """One chip for each filter."""
        for chip in self._chips:
            self._chip_room.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(self._sheet, key, text, self) for key, text in filters if text.strip()]
        for chip in self._chips:
            chip.removed.connect(self.filter_removed)
            self._chip_room.addWidget(chip)

    def show_count(self, text: str) -> None:
        """How many rows there are, in words."""
        self._count.setText(text)

    @property
    def count_text(self) -> str:
        """What is said of the number of rows."""
        return self._count.text()

    def chips(self) -> list[str]:
        """What the chips say."""
        return [chip.accessibleName() for chip in self._chips]

    def _speak(self) -> None:
        self._timer.stop()
        self.search_wanted.emit(self.search.text())


class SearchEdit(QLineEdit):
    """The search box; Esc empties it."""

    left = Signal()

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "search")
        self.setPlaceholderText(_("Search"))
        self.setAccessibleName(_("Search in {sheet}").format(sheet=_(sheet.title)))
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setFixedWidth(theme.scaled(220))

    # Qt's own names from here.

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(arg__1)


class Chip(QPushButton):
    """A filter that holds; a click takes it away."""

    removed = Signal(str)

    def __init__(self, sheet: Sheet, key: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key
        said = named(sheet, key, text)
        self.setProperty("look", "chip")
        self.setCheckable(True)
        self.setChecked(True)
        self.setText(said.replace("&", "&&") + "  ×")
        self.setAccessibleName(said)
        self.setToolTip(_("Remove this filter"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._remove)

    def _remove(self) -> None:
        self.removed.emit(self._key)


def _button(icon: str, name: str, parent: QWidget) -> QPushButton:
    button = QPushButton(icons.icon(icon), "", parent)
    button.setProperty("look", "quiet")
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
