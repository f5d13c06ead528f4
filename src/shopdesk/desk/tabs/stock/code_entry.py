"""The line into which a code is scanned or typed, then a quantity, then perhaps a cost; Enter goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import read_number
from shopdesk.desk.tabs.stock.facts import Known, look_up
from shopdesk.desk.tabs.stock.suggestions import Suggestions
from shopdesk.desk.widgets import Symbol, Words, set_look
from shopdesk.shop.columns import Kind
from shopdesk.text import N_, UserError, _

SETS: Final = ("=", "＝")
"""Before a quantity: it replaces what was entered before."""
MOST_PIECES: Final = 99_999
"""A "quantity" above it is a code that was scanned over the quantity field; “=” before it says that it is none."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One line as it was entered. `sets` says that the quantity replaces what was entered before instead of adding."""

    typed: str
    known: Known
    quantity: Decimal
    sets: bool = False
    unit_cost: Decimal | None = None


@dataclass(slots=True)
class _Pending:
    """A code that was typed: while it is looked up, the quantity may already be typed."""

    typed: str
    known: Known | None = None
    ready: Callable[[Known], None] | None = None
    """What waits for the answer."""


class CodeEntry(QFrame):
    """Code, quantity and, with `with_cost`, unit cost. Says what was entered; keeps no list itself."""

    entered = Signal(object)
    """An Entered."""
    unknown = Signal(str)
    """A code nobody knows."""
    left = Signal()
    """Esc in an empty line."""

    def __init__(self, desk: Desk, *, with_cost: bool, hint: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._desk = desk
        self._pending: _Pending | None = None
        self._asked = count()
        self.code = self._edit(_("Scan or type a code"), "figure", Qt.AlignmentFlag.AlignLeft)
        self.quantity = self._edit(_("Quantity"), "figure", Qt.AlignmentFlag.AlignRight)
        self.quantity.setFixedWidth(theme.scaled(130))
        self.cost = self._edit(_("Unit cost"), "figure", Qt.AlignmentFlag.AlignRight) if with_cost else None
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        self._suggestions = Suggestions(desk, self.code)
        self._lay_out(hint)
        self.code.returnPressed.connect(self._go_on)
        self.quantity.returnPressed.connect(self._take_quantity)
        if self.cost is not None:
            self.cost.setFixedWidth(theme.scaled(150))
            self.cost.setPlaceholderText(_("unknown"))
            self.cost.returnPressed.connect(self._enter_line)
        self._allow_rest(False)

    def _edit(self, name: str, role: str, side: Qt.AlignmentFlag) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        made.setFont(theme.font(role))
        made.installEventFilter(self)
        return made

    def _lay_out(self, hint: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Symbol("scan", 18))
        head.addWidget(Words(hint, "small", "muted", wrap=True), 1)
        column.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(12)
        parts: list[tuple[str, QWidget, int]] = [(_("Code"), self.code, 1), (_("Quantity"), self.quantity, 0)]
        if self.cost is not None:
            parts.append((_("Unit cost (optional)"), self.cost, 0))
        for title, edit, stretch in parts:
            one = QVBoxLayout()
            one.setSpacing(3)
            label = Words(title, "small", "muted")
            label.setBuddy(edit)
            one.addWidget(label)
            one.addWidget(edit)
            line.addLayout(one, stretch)
        column.addLayout(line)
        column.addWidget(self.fault)

    # ------------------------------------------------------------------------------------------------ going on

    def type_code(self, code: str) -> None:
        """Go on as if the code had just been typed into an empty line."""
        self.code.setText(code)
        self._take_code()

    def scan(self, code: str) -> None:
        """A scanner read a code, wherever the keyboard was; the line that is being typed is entered before it.

        Where that line cannot be, the scan is refused: what is wrong is said, and what was typed stays.
        """
        before = "" if self._pending is not None else self.code.text().strip()
        if self._pending is not None and not self._enter_line():
            QApplication.beep()
            return
        self.type_code(before + code if before.endswith("*") else code)

    def _go_on(self) -> None:
        """Enter in the field of the code, which stands still while the rest of its line is typed."""
        if self._pending is None:
            self._take_code()
        else:
            self._enter_line()

    def _take_code(self) -> None:
        before, star, typed = self.code.text().strip().rpartition("*")
        typed = typed.strip()
        if not typed:
            return
        pieces: Decimal | None = None
        if star:
            try:
                pieces = self._pieces(before)
            except UserError:
                typed = self.code.text().strip()  # the star is part of the code
        self._complain("")
        self._pending = pending = _Pending(typed)
        if pieces is not None:
            pending.ready = partial(self._finish, typed, pieces, False, None)
            self.code.clear()
        else:
            self._allow_rest(True)
            self.quantity.setText("1")
            self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
            self.quantity.selectAll()
        key = f"code {id(self)} {next(self._asked)}"  # each scan is answered, however fast they come
        self._desk.ask(key, lambda tx: look_up(tx, typed), partial(self._found, pending))

    def _found(self, pending: _Pending, known: Known | None) -> None:
        if known is None:
            self._refuse(pending)
            return
        pending.known = known
        if pending.ready is not None:
            pending.ready(known)

    def _refuse(self, pending: _Pending) -> None:
        QApplication.beep()
        self._complain(_("{code} is unknown: nothing was entered for it.").format(code=pending.typed))
        if pending is self._pending:
            self._begin()
        self.unknown.emit(pending.typed)

    def _take_quantity(self) -> None:
        text, pending = self.quantity.text().strip(), self._pending
        if pending is None:
            return
        if is_code(text):
            self._hold(pending, Decimal(1), False, None)
            self.type_code(text)
            return
        if self._typed_pieces() is None:
            return
        if self.cost is not None:
            self.cost.setFocus(Qt.FocusReason.OtherFocusReason)
            self.cost.selectAll()
        else:
            self._enter_line()

    def _enter_line(self) -> bool:
        """Enter what stands in the fields; False where a field cannot be read, which is said."""
        pending, typed = self._pending, self._typed_pieces()
        if pending is None or typed is None:
            return False
        cost = None
        if self.cost is not None and self.cost.text().strip():
            try:
                cost = _cost(self.cost.text().strip())
            except UserError as error:
                self._refuse_field(self.cost, error)
                return False
        self._hold(pending, *typed, cost)
        self._begin()
        return True

    def _typed_pieces(self) -> tuple[Decimal, bool] | None:
        """The quantity, and whether it replaces what was entered before; None where it cannot be read."""
        text = self.quantity.text().strip()
        try:
            return self._pieces(text.lstrip("".join(SETS))), text.startswith(SETS)
        except UserError as error:
            self._refuse_field(self.quantity, error)
            return None

    def _refuse_field(self, edit: QLineEdit, error: UserError) -> None:
        self._complain("")
        self._complain(str(error))
        set_look(edit, "bad")
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pieces(self, text: str) -> Decimal:
        pieces = Decimal(read_number(text, Kind.QUANTITY))
        if pieces < 0:
            raise UserError(N_("A quantity cannot be below zero."), code="negative")
        if self.cost is not None and not pieces:
            raise UserError(N_("A received quantity must be more than zero."), code="quantity")
        return pieces

    def _hold(self, pending: _Pending, pieces: Decimal, sets: bool, cost: Decimal | None) -> None:
        """Enter the line now, or as soon as its code is known."""
        finish = partial(self._finish, pending.typed, pieces, sets, cost)
        if pending.known is not None:
            finish(pending.known)
        else:
            pending.ready = finish

    def _finish(self, typed: str, pieces: Decimal, sets: bool, cost: Decimal | None, known: Known) -> None:
        self.entered.emit(Entered(typed, known, pieces, sets, cost))

    def _begin(self) -> None:
        """An empty line, ready for the next code."""
        self._pending = None
        for edit in (self.code, self.quantity, self.cost):
            if edit is not None:
                edit.clear()
                set_look(edit, "")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self._allow_rest(False)

    def _allow_rest(self, allowed: bool) -> None:
        """Quantity and cost belong to a code: they take nothing before it, and it stands still while they are typed."""
        self.code.setReadOnly(allowed)
        self.setFocusProxy(self.quantity if allowed else self.code)
        for edit in (self.quantity, self.cost):
            if edit is not None:
                edit.setEnabled(allowed)

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        if not sentence:
            for edit in (self.quantity, self.cost):
                if edit is not None:
                    set_look(edit, "")

    # Qt's own names from here.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if self._pending is not None or self.code.text():
                self._complain("")
                self._begin()
            else:
                self.left.emit()
            return True
        return False


def _cost(text: str) -> Decimal:
    cost = Decimal(read_number(text, Kind.PRICE))
    if cost < 0:
        raise UserError(N_("A cost cannot be below zero."), code="negative")
    return cost


def is_code(text: str) -> bool:
    """Whether what stands in the quantity field can only be a code: letters, or too many digits for a shelf."""
    if not text or text.startswith(SETS):
        return False
    try:
        number = Decimal(read_number(text, Kind.QUANTITY))
    except UserError:
        return any(letter.isalpha() for letter in text)
    return abs(number) > MOST_PIECES
