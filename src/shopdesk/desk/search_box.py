"""The search field at the top: commands and what the shop's search finds, as one types; Ctrl+K from anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Found
from shopdesk.desk.widgets import Symbol, button, set_look
from shopdesk.text import _

if TYPE_CHECKING:
    from shopdesk.desk.found_list import FoundList, Row
    from shopdesk.desk.palette import Command, Speller

COMMANDS_BESIDE_FOUND: Final = 6


class SearchBox(QFrame):
    """The field and, while it is in use, the list under it. `commands` is asked each time the list opens."""

    left = Signal()
    """The user is done here; the focus should go back to the work."""

    def __init__(self, desk: Desk, commands: "Callable[[], Sequence[Command]]", window: QWidget) -> None:
        super().__init__()
        self._desk, self._commands, self._window = desk, commands, window
        self._learnt: set[str] = set()
        self._found: Sequence[Found] = ()
        self._popup: FoundList | None = None
        self.setProperty("look", "search")
        self.setFixedHeight(theme.scaled(31))
        self.setMinimumWidth(180)
        self.setMaximumWidth(theme.scaled(440))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 7, 0)
        row.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Search products and orders"))
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

    @cached_property
    def _speller(self) -> "Speller":
        from shopdesk.desk.palette import Speller

        return Speller()

    @property
    def popup(self) -> "FoundList":
        """The list, made when it is first needed."""
        if self._popup is None:
            from shopdesk.desk.found_list import FoundList

            self._popup = FoundList(self._window)
            self._popup.chosen.connect(self._run)
        return self._popup

    @property
    def is_open(self) -> bool:
        """Whether the list is in sight."""
        return self._popup is not None and self._popup.isVisible()

    def open(self) -> None:
        """Take the focus and show the list: Ctrl+K."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._show()

    def close_list(self) -> None:
        """Put the list away."""
        if self._popup is not None:
            self._popup.hide()
        self._set_active(False)
        self._desk.forget("search box")

    def _show(self) -> None:
        from shopdesk.desk.palette import Speller, names

        titles = {words for command in self._commands() for words in (command.title, command.words) if words}
        if titles != self._learnt:
            self._learnt = titles
            spoken = [name.casefold() for title in titles for name in names(title)]
            self._desk.think("palette", lambda: Speller.learn(spoken), self._take_speller)
        if not self.is_open:
            self._learn_titles()
        self._set_active(True)
        self._fill()

    def _learn_titles(self) -> None:
        """Have the titles of products spelled, so that they are found as they are typed; nobody waits for it."""
        spell = self._desk.doors.spell
        if spell is not None and self._desk.store is not None:
            self._desk.ask("titles", spell, lambda learn: self._desk.think("spelling", learn, self._look_again))

    def _look_again(self, is_new: bool) -> None:
        if is_new and self.is_open and self.field.text().strip():
            self._ask(self.field.text())

    def _take_speller(self, speller: "Speller") -> None:
        self._speller = speller
        if self.is_open:
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
        if self.is_open:
            self._fill()

    def _fill(self) -> None:
        from shopdesk.desk.found_list import Row
        from shopdesk.desk.palette import find

        query = self.field.text().strip()
        commands = find(self._commands(), query, self._desk.settings.commands, self._speller)
        lines = [self._line_of(command) for command in commands]
        if self._found and query:
            found = [self._line_found(one) for one in self._found]
            lines = [Row(_("In the shop")), *found, Row(_("Commands")), *lines[:COMMANDS_BESIDE_FOUND]]
            if not commands:
                lines.pop()
        if not lines:
            lines = [Row(_("Nothing is called {query}.").format(query=query))]
        corner = self.mapTo(self._window, QPoint(0, self.height() + 4))
        room = self._window.height() - corner.y() - 12
        self.popup.show_lines(lines, corner, max(self.width(), theme.scaled(440)), room)

    def _line_of(self, command: "Command") -> "Row":
        from shopdesk.desk.found_list import Row

        return Row(_(command.title), "", command.shortcut, command.icon, command.run, command.why(), command.key)

    def _line_found(self, one: Found) -> "Row":
        from shopdesk.desk.found_list import Row

        return Row(one.title, one.detail, "", one.icon, partial(self._desk.show, one.tab, **one.where))

    def _run(self, place: int) -> None:
        lines = self.popup.lines
        row = lines[place] if 0 <= place < len(lines) else None
        if row is None or row.run is None or row.why:
            return
        if row.key:
            from shopdesk.desk.palette import remember

            recent = remember(self._desk.settings.commands, row.key)
            self._desk.set_settings(replace(self._desk.settings, commands=recent))
        self.field.clear()
        self._found = ()
        self.close_list()
        self.left.emit()
        row.run()

    def _press(self, event: QKeyEvent) -> bool:
        """Keys of the list while the field has the focus; whether the key was one."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if self.is_open:
                self.popup.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self._show()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.popup.marked)
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
