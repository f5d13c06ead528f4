"""The line of whoever counts: a code, Enter, a number, Enter, and the next; by scanner or by hand."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import read_number
from shopdesk.desk.tabs.stock.code_entry import SETS, is_code
from shopdesk.desk.tabs.stock.suggestions import Suggestions
from shopdesk.desk.widgets import Symbol, Words, set_look
from shopdesk.shop.columns import Kind
from shopdesk.shop.counting.rules import refuse_quantity
from shopdesk.text import UserError, _


class ScanEntry(QFrame):
    """Says what was entered, and what is being typed; waits for nothing."""

    entered = Signal(str, object, bool)
    """Code, pieces, and whether they set the line instead of adding to it."""
    corrected = Signal(object)
    """Pieces that set the line that was entered last."""
    coded = Signal(str)
    """A code whose number comes next."""
    typed = Signal(str, str)
    """What stands in the line: code and number."""
    back = Signal()
    """Backspace in an empty line: the last scan is to be taken back."""
    left = Signal()
    """Esc in an empty line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "scan")
        self.pending = ""
        """The code whose number is awaited."""
        self.code = self._edit(_("Scan or type a code"), Qt.AlignmentFlag.AlignLeft)
        self.quantity = self._edit(_("Quantity"), Qt.AlignmentFlag.AlignRight)
        self.quantity.setFixedWidth(theme.scaled(130))
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        self._suggestions = Suggestions(desk, self.code)
        self._lay_out()
        self.code.returnPressed.connect(self._go_on)
        self.quantity.returnPressed.connect(self._take_quantity)
        for edit in (self.code, self.quantity):
            edit.textEdited.connect(self._tell_typed)
        self._allow_number(False)

    def _edit(self, name: str, side: Qt.AlignmentFlag) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        made.setFont(theme.font("figure"))
        made.installEventFilter(self)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Symbol("scan", 18))
        head.addWidget(Words(_("Scan or type a code, then the number, Enter"), "small", "muted", wrap=True), 2)
        keys = Words(_("“5*” gives the number first · “=12” sets · Backspace takes back"), "small", "muted", wrap=True)
        keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(keys, 3)
        column.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.code, 1)
        line.addWidget(self.quantity)
        column.addLayout(line)
        column.addWidget(self.fault)
        column.addStretch(1)

    # ------------------------------------------------------------------------------------------------ going on

    def resume(self, code: str, quantity: str) -> None:
        """Put back what stood in the line when it was left."""
        if not code:
            return
        if quantity:
            self._await_number(code)
            self.quantity.setText(quantity)
        else:
            self.code.setText(code)

    def scan(self, code: str) -> None:
        """A scanner read a code, wherever the keyboard was. A number that was awaited is what stands there, or 1.

        A number that cannot be read refuses the scan, so that the line of the number is not lost.
        """
        before = "" if self.pending else self.code.text().strip()
        if self.pending and not self._enter_number():
            QApplication.beep()
            return
        self.code.setText(before + code if before.endswith("*") else code)
        self._take_code()

    def _go_on(self) -> None:
        """Enter in the field of the code, which stands still while its number is awaited."""
        if self.pending:
            self._take_quantity()
        else:
            self._take_code()

    def _take_code(self) -> None:
        text = self.code.text().strip()
        self._suggestions.stop()
        if text.startswith(SETS):
            self._correct(text)
            return
        before, star, code = text.rpartition("*")
        if not code.strip():
            return
        try:
            pieces = self._pieces(before) if star else None
        except UserError:
            pieces, code = None, text  # the star is part of the code
        self._complain("")
        if pieces is None:
            self._await_number(code.strip())
            self.coded.emit(self.pending)
            self._tell_typed()
        else:
            self._enter(code.strip(), pieces, False)

    def _correct(self, text: str) -> None:
        """In the line of the code, "=12" is of the line that was entered last."""
        try:
            pieces = self._pieces(text[1:])
        except UserError as error:
            self._complain(str(error))
            return
        self._begin()
        self.corrected.emit(pieces)

    def _await_number(self, code: str) -> None:
        self.pending = code
        self.code.setText(code)
        self._allow_number(True)
        self.quantity.setText("1")
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quantity.selectAll()

    def _take_quantity(self) -> None:
        text = self.quantity.text().strip()
        if not self.pending:
            return
        if text == self.pending or is_code(text):  # scanned over the number, by a scanner that is slow
            self._enter(self.pending, Decimal(1), False)
            self.code.setText(text)
            self._take_code()
            return
        self._enter_number()

    def _enter_number(self) -> bool:
        """Enter the number that stands there; False where it cannot be read, which is said."""
        text = self.quantity.text().strip()
        try:
            pieces = self._pieces(text.lstrip("".join(SETS)))
        except UserError as error:
            self._complain(str(error))
            set_look(self.quantity, "bad")
            return False
        self._enter(self.pending, pieces, text.startswith(SETS))
        return True

    def _pieces(self, text: str) -> Decimal:
        pieces = Decimal(read_number(text, Kind.QUANTITY))
        refuse_quantity(pieces)
        return pieces

    def _enter(self, code: str, pieces: Decimal, sets: bool) -> None:
        self._begin()
        self.entered.emit(code, pieces, sets)

    def _begin(self) -> None:
        """An empty line, ready for the next code."""
        self.pending = ""
        self._complain("")
        for edit in (self.code, self.quantity):
            edit.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self._allow_number(False)

    def _allow_number(self, allowed: bool) -> None:
        """A number belongs to a code: while it is awaited, the code stands still."""
        self.quantity.setEnabled(allowed)
        self.code.setReadOnly(allowed)
        self.setFocusProxy(self.quantity if allowed else self.code)

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        if not sentence:
            set_look(self.quantity, "")

    def _tell_typed(self, _text: str = "") -> None:
        self.typed.emit(self.code.text(), self.quantity.text() if self.pending else "")

    def give_up(self) -> None:
        """An empty line, whatever was typed."""
        self._begin()
        self._tell_typed()

    def _step_back(self) -> bool:
        """Backspace in an empty field: from the number to its code, from an empty line to the last scan."""
        if self.pending:
            if self.quantity.text():
                return False
            code = self.pending
            self._begin()
            self.code.setText(code)
            self._tell_typed()
            return True
        if self.code.text():
            return False
        self.back.emit()
        return True

    # Qt's own names from here.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            if self.pending or self.code.text():
                self.give_up()
            else:
                self.left.emit()
            return True
        return event.key() == Qt.Key.Key_Backspace and self._step_back()
