"""The lines of an entry that is being typed: an account, debit or credit; says live by how much the sides differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shopdesk.desk import theme
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import read_number
from shopdesk.desk.widgets import ChoiceBox, Words, button, set_look
from shopdesk.shop.columns import Kind
from shopdesk.shop.ledger.manual import EntryLine
from shopdesk.shop.ledger.reports import AccountChoice
from shopdesk.text import UserError, _

FEWEST: Final = 2
"""Lines that an entry begins with."""


@dataclass(frozen=True, slots=True)
class _Line:
    account: ChoiceBox
    debit: QLineEdit
    credit: QLineEdit
    own: QLineEdit
    """In the account's currency; hidden where that is the shop's."""


class EntryLines(QWidget):
    """Two lines and as many more as are wanted; blank lines count for nothing."""

    edited = Signal()

    def __init__(self, accounts: Sequence[AccountChoice]) -> None:
        super().__init__()
        self._accounts = accounts
        self._currencies = {one.code: one.currency for one in accounts}
        self._lines: list[_Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._foot = Words("", "small", "muted", wrap=True)
        self.more = button(_("Add a line"), self.add_line, icon_name="add")
        self._figures = Figures()
        for _number in range(FEWEST):
            self.add_line()

    def add_line(self) -> None:
        """One more line below."""
        number = len(self._lines) + 1
        account = ChoiceBox([("", _("Account")), *((one.code, one.words) for one in self._accounts)])
        account.setAccessibleName(_("Account, line {number}").format(number=number))
        account.setMinimumContentsLength(8)
        account.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = _Line(account, *(self._edit(name, number) for name in (_("Debit"), _("Credit"), _("Amount"))))
        line.own.hide()
        self._lines.append(line)
        row = 4 * number
        self._grid.addWidget(account, row, 0, 1, 2)
        self._grid.addWidget(line.debit, row + 1, 0)
        self._grid.addWidget(line.credit, row + 1, 1)
        self._grid.addWidget(line.own, row + 2, 0, 1, 2)
        self._grid.setRowMinimumHeight(row + 3, theme.scaled(6))
        self._grid.addWidget(self._foot, row + 4, 0, 1, 2)
        self._grid.addWidget(self.more, row + 5, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        account.currentIndexChanged.connect(lambda _place: self._chosen(line))
        self._tell()

    def _edit(self, name: str, number: int) -> QLineEdit:
        made = QLineEdit()
        made.setFont(theme.font())
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setPlaceholderText(name)
        made.setAccessibleName(_("{name}, line {number}").format(name=name, number=number))
        made.textChanged.connect(self._changed)
        return made

    def _chosen(self, line: _Line) -> None:
        currency = self._currencies.get(line.account.currentData())
        line.own.setVisible(currency is not None)
        line.own.setPlaceholderText(_("Amount in {currency}").format(currency=currency or ""))
        self._changed()

    def _changed(self) -> None:
        self._tell()
        self.edited.emit()

    # ------------------------------------------------------------------------------------------------ the balance

    def _tell(self) -> None:
        debit, credit = (sum((self._amount(edit) for edit in edits), Decimal(0)) for edits in self._sides())
        if debit == credit:
            words = _("Debit and credit: {amount}").format(amount=self._figures.money(debit)) if debit else ""
        else:
            side = (
                _("Debit is {amount} more than credit.") if debit > credit else _("Credit is {amount} more than debit.")
            )
            words = side.format(amount=self._figures.money(abs(debit - credit)))
        self._foot.setText(words)
        self._foot.set_colour("muted" if debit == credit else "warn")

    def _sides(self) -> tuple[list[QLineEdit], list[QLineEdit]]:
        return [line.debit for line in self._lines], [line.credit for line in self._lines]

    @staticmethod
    def _amount(edit: QLineEdit) -> Decimal:
        """What stands in a field; nothing while it is no number yet."""
        try:
            return Decimal(read_number(edit.text(), Kind.MONEY)) if edit.text().strip() else Decimal(0)
        except UserError:
            return Decimal(0)

    # ------------------------------------------------------------------------------------------------ values

    def lines(self) -> list[EntryLine] | None:
        """What was typed, None after marking what does not fit: no number, both sides, or no account."""
        made: list[EntryLine] = []
        fits = True
        for line in self._lines:
            edits = (line.debit, line.credit, line.own)
            told = [edit.text().strip() for edit in edits]
            wrong = [bool(text) and not _is_number(text) for text in told]
            wrong[1] = wrong[1] or bool(told[0] and told[1])
            for edit, is_wrong in zip(edits, wrong, strict=True):
                set_look(edit, "bad" if is_wrong else "")
            is_missing = bool(any(told)) and not line.account.currentData()
            set_look(line.account, "bad" if is_missing else "")
            if is_missing or any(wrong):
                fits = False
            elif told[0] or told[1]:
                own = self._own(line) if line.own.isVisibleTo(self) and told[2] else None
                made.append(EntryLine(line.account.currentData(), self._net(line), own))
        return made if fits else None

    def _net(self, line: _Line) -> Decimal:
        return self._amount(line.debit) - self._amount(line.credit)

    def _own(self, line: _Line) -> Decimal:
        """The amount in the account's currency, on the side of the other one."""
        return abs(self._amount(line.own)).copy_sign(self._net(line))

    def show_lines(self, lines: Sequence[EntryLine]) -> None:
        """Put lines in, to begin with them."""
        while len(self._lines) < len(lines):
            self.add_line()
        for made, line in zip(self._lines, lines, strict=False):
            made.account.setCurrentIndex(max(made.account.findData(line.account), 0))
            edit = made.debit if line.amount > 0 else made.credit
            edit.setText(_plain(line.amount))
            if line.own_amount is not None:
                made.own.setText(_plain(line.own_amount))

    def typed(self) -> list[dict[str, str]]:
        """What stands in the lines, as plain values; nothing while all are blank."""
        told = [
            {
                "account": line.account.currentData(), "debit": line.debit.text(), "credit": line.credit.text(),
                "own": line.own.text(),
            }
            for line in self._lines
        ]  # fmt: skip
        return told if any(any(one.values()) for one in told) else []

    def type_in(self, told: Sequence[Mapping[str, Any]]) -> None:
        """Put what `typed` gave into the lines."""
        while len(self._lines) < len(told):
            self.add_line()
        for line, one in zip(self._lines, told, strict=False):
            line.account.setCurrentIndex(max(line.account.findData(one.get("account", "")), 0))
            for edit, key in ((line.debit, "debit"), (line.credit, "credit"), (line.own, "own")):
                edit.setText(str(one.get(key, "")))


def _is_number(text: str) -> bool:
    try:
        return Decimal(read_number(text, Kind.MONEY)) >= 0
    except UserError:
        return False


def _plain(amount: Decimal) -> str:
    """An amount as it is typed."""
    return f"{abs(amount).normalize():f}"
