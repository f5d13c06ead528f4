"""A scanner types like a person, only faster: what it types is told apart by time, wherever the keyboard is."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

GAP_MS: Final = 35
"""Longest pause within a scan. By the time stamps of the keys: a window that was busy reads them late, all at once."""
SHORTEST: Final = 6
_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class Wedge(QObject):
    """Listens to the keys of a screen's window while the screen is shown."""

    scanned = Signal(str)
    """A code, without its Enter; what it had typed into a field is out of there again."""

    def __init__(self, screen: QWidget, *, spares_fields: bool = False) -> None:
        """`spares_fields`: what is scanned while the keyboard is in a field is what that field takes."""
        super().__init__(screen)
        self._screen, self._spares_fields = screen, spares_fields
        self._window: QWindow | None = None
        self._text = ""
        self._last = 0
        self._focus: QWidget | None = None
        self._before: tuple[str, int, int, int] | None = None
        """Of the field with the keyboard: text, cursor, start and length of what was selected."""
        screen.installEventFilter(self)
        self._listen()

    def _listen(self) -> None:
        if self._screen.isVisible() and self._window is None:
            self._window = self._screen.window().windowHandle()
            if self._window is not None:
                self._window.installEventFilter(self)

    def _leave(self) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = None
        self._text = ""

    def _begin(self, text: str) -> None:
        """The first letter of what may be a scan: remember what it is about to change."""
        self._focus = edit = QApplication.focusWidget()
        self._text = "" if self._spares_fields and isinstance(edit, QLineEdit) else text
        if isinstance(edit, QLineEdit):
            self._before = (edit.text(), edit.cursorPosition(), edit.selectionStart(), len(edit.selectedText()))
        else:
            self._before = None

    def _restore(self) -> None:
        now, focus = QApplication.focusWidget(), self._focus
        if now is not None and now is not focus and isinstance(now, QLineEdit):
            # The first letter opened the editor of a cell: close it as it was.
            QApplication.sendEvent(
                now, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            )
        if isinstance(focus, QLineEdit) and isValid(focus) and self._before is not None:
            text, cursor, start, length = self._before
            focus.setText(text)
            focus.setCursorPosition(cursor)
            if length:
                focus.setSelection(start, length)

    def _take(self, event: QKeyEvent) -> bool:
        """Whether the key was the end of a scan, and so is nobody else's."""
        key, text, at = Qt.Key(event.key()), event.text(), event.timestamp()
        if key in _MODIFIERS:
            return False
        is_fast = bool(self._text) and bool(at) and at - self._last <= GAP_MS and not event.isAutoRepeat()
        self._last = at
        if key in _ENDS:
            code, self._text = self._text, ""
            if not is_fast or len(code) < SHORTEST:
                return False
            self._restore()
            self.scanned.emit(code)
            return True
        if not text or not text.isprintable() or event.modifiers() & _COMMANDS or event.isAutoRepeat() or not at:
            self._text = ""
        elif is_fast:
            self._text += text
        else:
            self._begin(text)
        return False

    # Qt's own names from here.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take(event)
        if watched is self._screen:
            if event.type() == QEvent.Type.Show:
                self._listen()
            elif event.type() == QEvent.Type.Hide:
                self._leave()
        return False
