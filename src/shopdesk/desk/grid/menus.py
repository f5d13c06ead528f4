"""The menus of a grid: on its cells and on its header."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from shopdesk.shop.columns import Kind
from shopdesk.store.rows import quoted
from shopdesk.text import _

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView


class GridMenus(QObject):
    """Makes a menu each time it is asked for; `extra` actions of a tab come first in the menu of cells."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._column = -1
        self.extra: list[QAction] = []

    def show_cells(self, where: QPoint) -> None:
        """The menu of the current cell and the selection."""
        if self._view.currentIndex().isValid():
            self.cells().popup(where)

    def show_header(self, column: int, where: QPoint) -> None:
        """The menu of a column."""
        if column >= 0:
            self.titles(column).popup(where)

    def cells(self) -> QMenu:
        """What can be done with the current cell."""
        self._column = self._view.currentIndex().column()
        menu = self._menu()
        menu.addActions(self.extra)
        menu.addAction(_("Open"), self._view.open_current)
        menu.addSeparator()
        menu.addAction(_("Copy"), QKeySequence("Ctrl+C"), self._view.copier.copy)
        menu.addAction(_("Copy with headers"), QKeySequence("Ctrl+Shift+C"), self._view.copier.copy_with_headers)
        if self._view.rows.is_editable:
            menu.addAction(_("Paste"), QKeySequence("Ctrl+V"), self._view.edits.paste)
            menu.addAction(_("Fill down"), QKeySequence("Ctrl+D"), self._view.edits.fill_down)
        menu.addSeparator()
        can_filter = self._view.rows.line(self._view.currentIndex().row()) is not None
        menu.addAction(_("Filter by this value"), self._filter).setEnabled(can_filter)
        menu.addAction(_("Exclude this value"), self._exclude).setEnabled(can_filter)
        menu.addAction(_("Hide column"), self._hide)
        return menu

    def titles(self, column: int) -> QMenu:
        """What can be done with a column."""
        self._column = column
        menu = self._menu()
        menu.addAction(_("Sort ascending"), self._rise)
        menu.addAction(_("Sort descending"), self._fall)
        menu.addAction(_("Do not sort"), self._unsort).setEnabled(bool(self._view.sort))
        menu.addSeparator()
        menu.addAction(_("Hide column"), self._hide)
        menu.addAction(_("Freeze up to here"), self._freeze)
        menu.addAction(_("Unfreeze"), self._unfreeze).setEnabled(self._view.frozen.count > 0)
        menu.addAction(_("Reset columns"), self._view.columns.reset)
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_(self._view.rows.sheet.title))
        return menu

    @property
    def _key(self) -> str:
        return self._view.rows.sheet.columns[self._column].key

    def _filter(self) -> None:
        self._view.filter_wanted.emit(self._key, self.term())

    def _exclude(self) -> None:
        self._view.filter_wanted.emit(self._key, "!" + self.term())

    def term(self) -> str:
        """The filter that finds the current cell's value; a time is found by its day."""
        rows, column = self._view.rows, self._view.rows.sheet.columns[self._column]
        row = self._view.currentIndex().row()
        value = rows.value(row, self._column)
        if value is None or value == "":
            return "="
        if column.kind is Kind.TIME:
            return rows.edit_text(row, self._column)[:10]
        if column.kind is Kind.BOOL:
            return "yes" if value else "no"
        if column.kind in {Kind.ID, Kind.TEXT, Kind.LONG_TEXT}:
            return quoted(str(value))
        return "=" + str(value) if column.kind is Kind.STATE else rows.edit_text(row, self._column)

    def _rise(self) -> None:
        self._view.want_sort(((self._key, False),))

    def _fall(self) -> None:
        self._view.want_sort(((self._key, True),))

    def _unsort(self) -> None:
        self._view.want_sort(())

    def _hide(self) -> None:
        self._view.columns.hide(self._column)

    def _freeze(self) -> None:
        self._view.freeze(self._view.shown_columns().index(self._column) + 1)

    def _unfreeze(self) -> None:
        self._view.freeze(0)
