"""A tab's list: the line of filters, the grid, and at the right the panel of what is selected."""

from collections.abc import Sequence
from functools import cached_property
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
LOWEST: Final = 56
"""Pixels at text size 100 of grid and panel: where the window is low, they give way before the filters do."""
SHARE: Final = 26
"""Per cent of the page that the side panel takes by itself, up to its usual width."""


class ListPage(QWidget):
    """Filters over grid and side panel. The side shows its first widget until another is brought to front.

    Enter in the grid goes to the side panel, Esc in the side panel goes back: first to the detail, then to the grid.
    """

    def __init__(
        self, desk: Desk, grid: DeskGrid, line: FilterLine, detail: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.grid, self.line, self.detail = grid, line, detail
        # From the outside in: what is given another parent has all that is in it dressed anew.
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.side = QStackedWidget(self.split)
        self.split.setHandleWidth(12)
        self.split.setChildrenCollapsible(False)
        self.split.setMinimumHeight(theme.scaled(LOWEST))
        grid.setMinimumWidth(theme.scaled(280))
        self.split.insertWidget(0, grid)
        self.side.addWidget(detail)
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

    @cached_property
    def source(self) -> SourcePanel:
        """The row of the file, made when somebody first looks at one."""
        made = SourcePanel(self._desk)
        made.left.connect(self.back)
        self.side.addWidget(made)
        return made

    def leave_source(self) -> None:
        """Another row is selected: a row of the file that is shown is not its."""
        if isinstance(self.side.currentWidget(), SourcePanel):
            self.side.setCurrentWidget(self.detail)

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
