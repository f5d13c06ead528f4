"""The line that a scanner types into: it always has the keyboard, and says by colour, word and beep what came of it."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.wedge import Wedge
from shopdesk.desk.widgets import Symbol, Words, set_look
from shopdesk.shop.columns import Tone


class ScanLine(QFrame):
    """Code, Enter. "3*" before a code says how many. Esc in an empty line leaves."""

    scanned = Signal(str, object)
    """Code and pieces."""
    left = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setFont(theme.font("figure"))
        self.edit.returnPressed.connect(self._take)
        self._head, self.hint = QWidget(), Words(hint, "small", "muted", wrap=True)
        self.answer = Words("", "title", wrap=True)
        self.answer.setAccessibleName(name)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(Symbol("scan", 18))
        head.addWidget(self.hint, 1)
        self.hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addWidget(self.edit)
        column.addWidget(self.answer)
        column.addStretch(1)
        self.setFocusProxy(self.edit)
        self.set_brief(False)
        self.say("")

    def set_brief(self, is_brief: bool) -> None:
        """In a low window: what to scan stands in the line itself, not above it."""
        self._head.setVisible(not is_brief)
        self._column.setContentsMargins(14, 4 if is_brief else 10, 14, 4 if is_brief else 12)
        self.edit.setPlaceholderText(self.hint.text() if is_brief else "")

    def listen(self, screen: QWidget) -> None:
        """Hear the scanner wherever on that screen the keyboard is: in a field of its own, in a list."""
        Wedge(screen).scanned.connect(self.take)

    def take(self, text: str) -> None:
        """As if it had been typed here, with Enter."""
        self.edit.setText(text)
        self._take()

    def say(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """What came of the last scan; what is refused beeps."""
        self.answer.setText(sentence)
        self.answer.set_colour("text" if tone is Tone.PLAIN else tone.value)
        self.answer.setVisible(bool(sentence))
        set_look(self.edit, "bad" if tone is Tone.BAD else "")
        if tone is Tone.BAD:
            QApplication.beep()

    def _take(self) -> None:
        before, star, code = self.edit.text().strip().rpartition("*")
        self.edit.clear()
        pieces = Decimal(1)
        if star:
            try:
                pieces = Decimal(before.strip())
            except InvalidOperation:
                code = f"{before}*{code}"
        if code.strip() and pieces.is_finite() and pieces > 0:
            self.scanned.emit(code.strip(), pieces)

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.edit.text():
            self.edit.clear()
        else:
            self.left.emit()
