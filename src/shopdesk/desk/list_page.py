"""A tab's list: the line of filters, the grid, and at the right the panel of what is selected."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.panels import DETAIL_WIDTH
from shopdesk.desk.source_panel import SourcePanel

NARROWEST: Final = 260
"""Pixels at text size 100 of the side panel."""
SHARE: Final = 26
"""Per cent of the page that the side panel takes by itself, up to its usual width."""


class ListPage(QWidget):
    """Filters over grid and side panel. The side shows its first widget until another is brought to front.

    Enter in the grid goes to the side panel, Esc in the side panel goes back: first to the detail, then to the grid.
    """

    def __init__(self, desk: Desk, grid: DeskGrid, line: FilterLine, detail: QWidget) -> None:
        super().__init__()
        self.grid, self.line, self.detail = grid, line, detail
        self.source = SourcePanel(desk)
        self.source.left.connect(self.back)
        self.side = QStackedWidget()
        for part in (detail, self.source):
            self.side.addWidget(part)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(12)
        self.split.setChildrenCollapsible(False)
        grid.setMinimumWidth(theme.scaled(280))
        self.split.addWidget(grid)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.splitterMoved.connect(self._note_split)
        self._is_split_chosen = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(line)
        column.addWidget(self.split, 1)
        grid.opened.connect(self._enter)
        self.setFocusProxy(grid)

    def show_side(self, widget: QWidget) -> None:
        """Bring a widget of `side` to front and give it the keyboard."""
        self.side.setCurrentWidget(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_row(self, import_id: int, rows: Sequence[int], figures: Figures) -> None:
        """Show the row of a file that made what is selected; `rows` are all that did."""
        self.source.show_row(import_id, rows[0], rows, figures)
        self.side.setCurrentWidget(self.source)
        self.source.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """From whatever is at the right to the detail, and the keyboard to the grid."""
        self.side.setCurrentWidget(self.detail)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, _row_id: object) -> None:
        self.side.setCurrentWidget(self.detail)
        self.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_split(self) -> None:
        self._is_split_chosen = True

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_split_chosen:
            side = min(theme.scaled(DETAIL_WIDTH), max(theme.scaled(NARROWEST), self.width() * SHARE // 100))
            self.split.setSizes([self.width() - side - self.split.handleWidth(), side])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused: QWidget | None = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focused is not None and self.side.isAncestorOf(focused):
            self.back()
        else:
            super().keyPressEvent(event)
