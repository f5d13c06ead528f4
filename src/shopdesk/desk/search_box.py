"""The search field at the top: commands and what the shop's search finds, as one types; Ctrl+K from anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Found
from shopdesk.desk.icons import pixmap
from shopdesk.desk.palette import Command, Speller, find, names, remember
from shopdesk.desk.widgets import Symbol, button, set_look
from shopdesk.text import _

Index = QModelIndex | QPersistentModelIndex
SHOWN: Final = 12
"""Rows of the list that are in sight."""
COMMANDS_BESIDE_FOUND: Final = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; a heading has no `run`."""

    title: str
    detail: str = ""
    right: str = ""
    icon: str = ""
    run: Callable[[], object] | None = None
    why: str = ""
    key: str = ""


class RowsFound(QAbstractListModel):
    """The lines of the list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Row] = []

    def set_lines(self, lines: list[Row]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    # Qt's own names from here.

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        row = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return ", ".join(part for part in (row.title, row.why or row.detail, row.right) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.lines[index.row()]
        if row.run is None:
            return Qt.ItemFlag.NoItemFlags
        # What cannot be done now is greyed but can be reached, so that it can say why.
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class LinePainter(QStyledItemDelegate):
    """Draws a line: icon, title, muted detail, shortcut at the right; headings small."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowsFound)
        row, t, rect = model.lines[index.row()], theme.tokens(), option.rect
        painter.save()
        left = rect.left() + 12
        if row.run is None:
            painter.setFont(theme.font("small"))
            painter.setPen(t.muted)
            painter.drawText(rect.adjusted(12, 4, -12, 0), int(Qt.AlignmentFlag.AlignVCenter), row.title)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.selection)
            painter.drawRoundedRect(rect.adjusted(4, 0, -4, 0), 5, 5)
        size = theme.scaled(16)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPoint(left, rect.center().y() - size // 2 + 1), pixmap(row.icon, size, "muted", ratio))
        self._words(painter, row, rect.adjusted(12 + size + 10, 0, -14, 0))
        painter.restore()

    def _words(self, painter: QPainter, row: Row, room: QRect) -> None:
        t = theme.tokens()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("small"))
        painter.setPen(t.muted)
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignRight), row.right)
        room = room.adjusted(0, 0, -QFontMetrics(painter.font()).horizontalAdvance(row.right) - 16, 0)
        painter.setFont(theme.font())
        painter.setPen(t.muted if row.why else t.text)
        title = QFontMetrics(painter.font()).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, title)
        room = room.adjusted(QFontMetrics(painter.font()).horizontalAdvance(title) + 12, 0, 0, 0)
        painter.setFont(theme.font("small"))
        painter.setPen(t.muted)
        detail = row.why or row.detail
        shown = QFontMetrics(painter.font()).elidedText(detail, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, middle, shown)

    # Qt's own names from here.

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, RowsFound)
        return QSize(200, theme.scaled(32 if model.lines[index.row()].run else 24))


class SearchBox(QFrame):
    """The field and, while it is in use, the list under it. `commands` is asked each time the list opens."""

    left = Signal()
    """The user is done here; the focus should go back to the work."""

    def __init__(self, desk: Desk, commands: Callable[[], Sequence[Command]], window: QWidget) -> None:
        super().__init__()
        self._desk, self._commands, self._window = desk, commands, window
        self._speller = Speller()
        self._learnt: set[str] = set()
        self._found: Sequence[Found] = ()
        self.setProperty("look", "search")
        self.setFixedHeight(theme.scaled(31))
        self.setMinimumWidth(180)
        self.setMaximumWidth(theme.scaled(440))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 7, 0)
        row.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Search products, orders, customers"))
        self.field.setAccessibleName(_("Search, or run a command"))
        self.field.setFrame(False)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._ask)
        row.addWidget(Symbol("search", 15))
        row.addWidget(self.field, 1)
        keys = button("Ctrl K", self.open, look="key", name=_("Search, or run a command"))
        keys.setFont(theme.font("small"))
        keys.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(keys)
        self._build_list(window)

    def _build_list(self, window: QWidget) -> None:
        self.popup = QFrame(window)
        self.popup.setProperty("look", "popup")
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(1, 5, 1, 5)
        self.list = QListView()
        self.list.setAccessibleName(_("What was found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.model = RowsFound(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(LinePainter(self.list))
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self.list.entered.connect(self.list.setCurrentIndex)
        column.addWidget(self.list)
        self.popup.hide()

    def open(self) -> None:
        """Take the focus and show the list: Ctrl+K."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._show()

    def close_list(self) -> None:
        """Put the list away."""
        self.popup.hide()
        self._set_active(False)
        self._desk.forget("search box")

    def _show(self) -> None:
        if not self._speller.readings:
            spoken = [
                name.casefold() for c in self._commands() for words in (c.title, c.words) for name in names(words)
            ]
            self._desk.think("palette", lambda: Speller.learn(spoken), self._take_speller)
        self._set_active(True)
        self._fill()
        self.popup.show()
        self.popup.raise_()

    def _take_speller(self, speller: Speller) -> None:
        self._speller = speller
        if self.popup.isVisible():
            self._fill()

    def _set_active(self, active: bool) -> None:
        self.setProperty("active", "true" if active else "false")
        set_look(self, "search")

    def _ask(self, text: str) -> None:
        search = self._desk.doors.search
        query = text.strip()
        if search is None or self._desk.store is None or (len(query) < 2 and query.isascii()):
            self._desk.forget("search box")
            self._found = ()
        else:
            self._desk.ask("search box", lambda tx: search(tx, query), self._take_found)
        self._show()

    def _take_found(self, found: Sequence[Found]) -> None:
        self._found = found
        if self.popup.isVisible():
            self._fill()

    def _fill(self) -> None:
        query = self.field.text().strip()
        commands = find(self._commands(), query, self._desk.settings.commands, self._speller)
        lines = [self._line_of(command) for command in commands]
        if self._found and query:
            show = self._desk.show
            found = [
                Row(one.title, one.detail, "", one.icon, partial(show, one.tab, **one.where)) for one in self._found
            ]
            lines = [Row(_("In the shop")), *found, Row(_("Commands")), *lines[:COMMANDS_BESIDE_FOUND]]
            if len(lines) == len(found) + 2:
                lines.pop()
        if not lines:
            lines = [Row(_("Nothing is called {query}.").format(query=query))]
        self.model.set_lines(lines)
        self._place(lines)
        first = next((place for place, line in enumerate(lines) if line.run), -1)
        self.list.setCurrentIndex(self.model.index(first))

    def _line_of(self, command: Command) -> Row:
        return Row(_(command.title), "", command.shortcut, command.icon, command.run, command.why(), command.key)

    def _line_found(self, one: Found) -> Row:
        return Row(one.title, one.detail, "", one.icon, partial(self._desk.show, one.tab, **one.where))

    def _place(self, lines: Sequence[Row]) -> None:
        corner = self.mapTo(self._window, QPoint(0, self.height() + 4))
        height = sum(theme.scaled(32 if line.run else 24) for line in lines[:SHOWN]) + 14
        width = max(self.width(), theme.scaled(440))
        room = self._window.height() - corner.y() - 12
        self.popup.setGeometry(corner.x(), corner.y(), width, min(height, room))

    def _run(self, place: int) -> None:
        row = self.model.lines[place] if 0 <= place < len(self.model.lines) else None
        if row is None or row.run is None or row.why:
            return
        if row.key:
            recent = remember(self._desk.settings.commands, row.key)
            self._desk.set_settings(replace(self._desk.settings, commands=recent))
        self.field.clear()
        self._found = ()
        self.close_list()
        self.left.emit()
        row.run()

    def _step(self, by: int) -> None:
        """Move the mark to the next line that can be chosen, round at the ends."""
        lines, place = self.model.lines, self.list.currentIndex().row()
        for _line in lines:
            place = (place + by) % len(lines)
            if lines[place].run is not None:
                self.list.setCurrentIndex(self.model.index(place))
                return

    def _press(self, event: QKeyEvent) -> bool:
        """Keys of the list while the field has the focus; whether the key was one."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if self.popup.isVisible():
                self._step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self._show()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.field.clear()
            self._found = ()
            self.close_list()
            self.left.emit()
        else:
            return False
        return True

    # Qt's own names from here.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._press(event):
                return True
            if event.type() == QEvent.Type.MouseButtonPress:
                self._show()
            if event.type() == QEvent.Type.FocusOut and QApplication.activePopupWidget() is None:
                self.close_list()
        return super().eventFilter(watched, event)
