"""The view of every grid: Excel's keys, blocks of cells, rows that keep their place when the data is read again."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from shopdesk.desk import theme
from shopdesk.desk.grid import keys, selection
from shopdesk.desk.grid.copying import Copier
from shopdesk.desk.grid.delegates import CellDelegate, editor_text
from shopdesk.desk.grid.edits import BlockEdits
from shopdesk.desk.grid.frozen import FrozenColumns
from shopdesk.desk.grid.header import GridHeader, HeaderEnd
from shopdesk.desk.grid.layout import ColumnLayout
from shopdesk.desk.grid.menus import GridMenus
from shopdesk.desk.grid.place_keeper import PlaceKeeper
from shopdesk.desk.grid.rows_model import RowsModel
from shopdesk.desk.grid.selection import Block
from shopdesk.text import _

Sort = tuple[tuple[str, bool], ...]
Index = QModelIndex | QPersistentModelIndex
_SELECT: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
_LEAVE: Final = QItemSelectionModel.SelectionFlag.NoUpdate


class GridView(QTableView):
    """A table of a `RowsModel`. It changes nothing itself: signals say what the user wants."""

    opened = Signal(object)
    """Row id: Enter or a double click."""
    current_changed = Signal(object)
    """Row id, None where there is no current row."""
    picked = Signal()
    """Another selection."""
    sort_wanted = Signal(object)
    """A Sort; tables in memory sort themselves."""
    filter_wanted = Signal(str, str)
    """Column key and filter text."""
    told = Signal(str)
    """A sentence for the user."""

    def __init__(self, rows: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.sort: Sort = ()
        self.tinted_row = -1
        """The row shown as selected as a whole, because only one of its cells is."""
        self.framed: tuple[int, int] | None = None
        """Row and column of the cell that has the keyboard."""
        self._anchor: keys.Place = (0, 0)
        self._told_id: int | None = None
        self.copier = Copier(self)
        self.edits = BlockEdits(self)
        self.header = GridHeader(rows.sheet, self)
        self._setup()
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        # Before the selection hears of a reset and forgets itself.
        rows.modelAboutToBeReset.connect(self._before_reset)
        self.setModel(rows)
        self.columns = ColumnLayout(self)
        self.menus = GridMenus(self)
        self.frozen = FrozenColumns(self)
        self.keeper = PlaceKeeper(self)
        self._connect()
        self._dress()
        self._shortcuts = self._bind()

    def _setup(self) -> None:
        self.setAccessibleName(_(self.rows.sheet.title))
        self.setHorizontalHeader(self.header)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
        self.addScrollBarWidget(HeaderEnd(self.header, self), Qt.AlignmentFlag.AlignTop)
        self.setCornerWidget(QWidget(self))
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _connect(self) -> None:
        self.rows.told.connect(self.told)
        self.rows.modelReset.connect(self._after_reset)
        self.rows.completed.connect(self._after_reset)
        self.header.clicked.connect(self._sort_by)
        self.header.menu_wanted.connect(self.menus.show_header)
        theme.bus.changed.connect(self._dress)

    def _bind(self) -> Mapping[tuple[int, bool, bool], Callable[[], object]]:
        """(key, Ctrl, Shift) → what it does."""
        key = Qt.Key
        return {
            (key.Key_A, True, False): self.selectAll,
            (key.Key_Space, False, True): self.select_rows,
            (key.Key_Space, True, False): self.select_columns,
            (key.Key_C, True, False): self.copier.copy,
            (key.Key_C, True, True): self.copier.copy_with_headers,
            (key.Key_V, True, False): self.edits.paste,
            (key.Key_D, True, False): self.edits.fill_down,
            (key.Key_R, True, False): self.edits.fill_right,
            (key.Key_Delete, False, False): self.edits.clear,
            (key.Key_Return, True, False): self.edits.fill_with_current,
            (key.Key_Enter, True, False): self.edits.fill_with_current,
            (key.Key_Semicolon, True, False): self._enter_today,
        }

    def _dress(self) -> None:
        """Follow the theme and the text size."""
        self.setFont(theme.font())
        self.verticalHeader().setMinimumSectionSize(theme.row_height())
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.header.setMinimumSectionSize(theme.scaled(36))
        self.cells.dress()
        self.columns.dress()
        self.frozen.dress()
        self.viewport().update()

    # ------------------------------------------------------------------------------------------------ what is where

    def shown_columns(self) -> list[int]:
        """The sheet's columns that are shown, from left to right."""
        order = (self.header.logicalIndex(place) for place in range(self.header.count()))
        return [column for column in order if not self.isColumnHidden(column)]

    def blocks(self) -> list[Block]:
        """The selected rectangles."""
        return selection.blocks(self.selectionModel().selection())

    def target(self) -> Block | None:
        """Where a paste goes, in positions among the shown columns: all that is selected, as one rectangle."""
        parts, shown = self.blocks(), self.shown_columns()
        places = [n for n, column in enumerate(shown) if any(p.left <= column <= p.right for p in parts)]
        if not places:
            return None
        return Block(min(p.top for p in parts), places[0], max(p.bottom for p in parts), places[-1])

    def current_id(self) -> int | None:
        """The id of the current row."""
        return self.rows.row_id(self.currentIndex().row())

    def go_to(self, row_id: int) -> bool:
        """Make a row current and show it; whether it is among the rows."""
        row = self.rows.find(row_id)
        if row >= 0:
            shown = self.shown_columns()
            place = self._place()
            self._move((row, min(place[1], len(shown) - 1)))
        return row >= 0

    def show_sort(self, sort: Sort, seen: Sort | None = None) -> None:
        """The user's sort, and what the arrows say where that is something else (the order without a sort)."""
        self.sort = sort
        self.header.show_sort(sort if seen is None else seen)
        self.frozen.header.show_sort(sort if seen is None else seen)
        self.columns.stretch()

    def freeze(self, count: int) -> None:
        """Hold the first `count` shown columns in place when the others scroll; 0 lets them go."""
        self.frozen.hold(count)
        self.columns.changed.emit()

    def _place(self) -> keys.Place:
        current, shown = self.currentIndex(), self.shown_columns()
        return max(current.row(), 0), shown.index(current.column()) if current.column() in shown else 0

    def _last(self) -> keys.Place:
        return self.rows.rowCount() - 1, len(self.shown_columns()) - 1

    # ------------------------------------------------------------------------------------------------ moving, selecting

    def _move(self, place: keys.Place, *, extend: bool = False) -> None:
        """Make a cell current; `extend` selects from where Shift began."""
        shown = self.shown_columns()
        if not shown or not self.rows.rowCount():
            return
        index = self.rows.index(place[0], shown[place[1]])
        if extend:
            chosen = keys.block(self.rows, shown, self._anchor, place)
            self.selectionModel().setCurrentIndex(index, _LEAVE)
            self.selectionModel().select(chosen, _SELECT)
        else:
            self._anchor = place
            self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)

    def step(self, down: int, right: int = 0) -> None:
        """Move the current cell by so many rows and columns, no further than the border."""
        (row, position), (row_end, position_end) = self._place(), self._last()
        self._move((max(0, min(row + down, row_end)), max(0, min(position + right, position_end))))

    def select_rows(self) -> None:
        """Shift+Space: widen the selection to whole rows."""
        chosen = QItemSelection()
        for top, bottom in selection.spans(self.blocks()):
            chosen.select(self.rows.index(top, 0), self.rows.index(bottom, len(self.rows.sheet.columns) - 1))
        self.selectionModel().select(chosen, _SELECT)

    def select_columns(self) -> None:
        """Ctrl+Space: widen the selection to whole columns."""
        chosen = QItemSelection()
        end = self.rows.rowCount() - 1
        for column in selection.columns(self.blocks(), self.shown_columns()):
            chosen.select(self.rows.index(0, column), self.rows.index(end, column))
        self.selectionModel().select(chosen, _SELECT)

    def _sort_by(self, column: int, add: bool) -> None:
        """First click rising, second falling, third not at all; with Shift beside the other keys."""
        key = self.rows.sheet.columns[column].key
        others = tuple(one for one in self.sort if one[0] != key) if add else ()
        now = dict(self.sort).get(key)
        mine = ((key, False),) if now is None else ((key, True),) if now is False else ()
        self.want_sort((*others, *mine))

    def want_sort(self, sort: Sort) -> None:
        """Sort the rows where they are in memory, else say that they are to be."""
        if self.rows.is_in_memory:
            self.rows.sort_memory(sort)
            self.show_sort(sort)
        else:
            self.sort_wanted.emit(sort)

    def open_current(self) -> None:
        """Say that the current row is to be opened."""
        if (row_id := self.current_id()) is not None:
            self.opened.emit(row_id)

    # ------------------------------------------------------------------------------------------------ editing

    def editor_key(self, editor: QWidget, event: QKeyEvent) -> bool:
        """A key in an open editor: Enter and Tab keep the text and move on, Ctrl+Enter fills the selection."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._finish(editor)
            self._tab(back=key == Qt.Key.Key_Backtab)
        elif key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            text = editor_text(editor)
            self.closeEditor(editor, CellDelegate.EndEditHint.RevertModelCache)
            self.edits.fill(text)
        else:
            self._finish(editor)
            self.step(-1 if shift else 1)
        return True

    def _finish(self, editor: QWidget) -> None:
        self.commitData(editor)
        self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def _tab(self, *, back: bool) -> None:
        self._move(keys.next_cell(self._place(), back=back, last=self._last()))

    def _enter_today(self) -> None:
        if self.rows.formats.today is not None:
            self.edits.fill(self.rows.formats.today.isoformat())

    def _can_type(self) -> bool:
        current = self.currentIndex()
        return current.isValid() and self.rows.can_edit(current.column())

    # ------------------------------------------------------------------------------------------------ the current row

    def _before_reset(self) -> None:
        self.keeper.keep()

    def _after_reset(self) -> None:
        self.keeper.restore()
        self._anchor = self._place()
        self._mark()

    def _mark(self) -> None:
        """Find out which row is tinted and which cell framed, and say which row is current."""
        current, parts = self.currentIndex(), self.blocks()
        single = len(parts) == 1 and parts[0][:2] == parts[0][2:] and parts[0].holds(current.row(), current.column())
        tinted = current.row() if single else -1
        framed = (current.row(), current.column()) if self.hasFocus() and current.isValid() else None
        if (tinted, framed) != (self.tinted_row, self.framed):
            self.tinted_row, self.framed = tinted, framed
            self.viewport().update()
            self.frozen.viewport().update()
        if (row_id := self.current_id()) != self._told_id and not self.keeper.is_waiting:
            self._told_id = row_id
            self.current_changed.emit(row_id)

    # Qt's own names from here.

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._mark()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._mark()
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mods = event.modifiers()
        ctrl, shift = bool(mods & Qt.KeyboardModifier.ControlModifier), bool(mods & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if mods & Qt.KeyboardModifier.AltModifier or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key in keys.TRAVEL:
            page = max(self.viewport().height() // theme.row_height() - 1, 1)
            place = keys.travel(self._place(), key, to_border=ctrl, page=page, last=self._last())
            self._move(place, extend=shift)
        elif (action := self._shortcuts.get((key, ctrl, shift))) is not None:
            action()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab} and not ctrl:
            self._tab(back=shift or key == Qt.Key.Key_Backtab)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not ctrl:
            if self._can_type():
                self.step(-1 if shift else 1)
            else:
                self.open_current()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing over a cell that cannot be edited searches nothing: it would read every row."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt opens an editor for the composition but not for text that comes finished: the first word would be lost.
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if event.commitString() and not event.preeditString() and not is_editing and self._can_type():
            self.edit(self.currentIndex())
            editor = self.indexWidget(self.currentIndex())
            if editor is not None:
                QApplication.sendEvent(editor, event)
                return
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and event.modifiers() == Qt.KeyboardModifier.ShiftModifier and index.isValid():
            self._move((index.row(), self.shown_columns().index(index.column())), extend=True)
            return
        super().mousePressEvent(event)
        self._anchor = self._place()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not self.rows.can_edit(index.column()):
            self.open_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.visualRect(self.currentIndex()).bottomLeft()
        where = self.viewport().mapToGlobal(below) if is_key else event.globalPos()
        self.menus.show_cells(where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.stretch()
        self.frozen.lay_out()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        super().scrollTo(index, hint)
        if index.isValid():
            self.frozen.uncover(index)

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        right = self.header.length() - self.header.offset()
        if right < self.viewport().width():
            painter = QPainter(self.viewport())
            self.cells.paint_beside(painter, right)
            painter.end()
