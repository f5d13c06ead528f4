"""What is typed in beside the list of bills: a bill with its lines, and a payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field, Form, read_number
from shopdesk.desk.widgets import ChoiceBox, Words, button
from shopdesk.shop.catalog.reports import supplier_names
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.reports import AccountChoice, account_title, expense_choices
from shopdesk.shop.spending.bills import BillEntry, enter_bill, pay_bill, paying_accounts
from shopdesk.shop.spending.reports import BillDetail, OpenReceipt, open_receipts
from shopdesk.shop.spending.sheets import BILL_ACCOUNTS, BILL_FILE, PAYMENT_FILE
from shopdesk.text import N_, UserError, _

RATE: Final = Column(
    "rate", N_("Rate"), Kind.RATE, help=N_("What one unit of the bill's currency is worth; blank: the rate of the day.")
)
REST: Final = Column(
    "rest", N_("The rest of the delivery is billed later"), Kind.BOOL,
    help=N_("Else what the bill asks more or less for a delivery is the price of its goods."),
)  # fmt: skip
PAID_FROM: Final = Column("account", N_("Paid from"), required=True)
_HEAD: Final = ("supplier", "bill_no", "billed_on", "due_on", "currency")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is typed: what it is for, and how much."""

    what: ChoiceBox
    amount: QLineEdit


class BillLines(QWidget):
    """Lines of a bill: a delivery of the supplier, or an account, and an amount each."""

    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._receipts: Sequence[OpenReceipt] = ()
        self._accounts: Sequence[tuple[str, str]] = [
            (code, f"{code}  {_(state.title)}") for code, state in BILL_ACCOUNTS.items()
        ]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(Words(_("What it is for"), "small", "muted"))
        self._more = button(_("Another line"), self.add, icon_name="add", look="link")
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add()

    def add(self) -> None:
        """One line more."""
        number = len(self._lines) + 1
        what = ChoiceBox((), _("What line {number} is for").format(number=number))
        what.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        what.setMinimumContentsLength(6)
        amount = QLineEdit()
        amount.setAccessibleName(_("Amount of line {number}").format(number=number))
        amount.setPlaceholderText(_("Amount"))
        amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        amount.setFixedWidth(theme.scaled(110))
        row = QHBoxLayout()
        row.addWidget(what, 1)
        row.addWidget(amount)
        self._column.insertLayout(self._column.indexOf(self._more), row)
        self._lines.append(_Line(what, amount))
        self._offer(what)
        what.currentIndexChanged.connect(partial(self._suggest, what, amount))
        self.grown.emit()

    def show_receipts(self, receipts: Sequence[OpenReceipt]) -> None:
        """The deliveries of the supplier that are not billed in whole."""
        self._receipts = receipts
        for line in self._lines:
            self._offer(line.what)

    def show_accounts(self, expenses: Sequence[AccountChoice]) -> None:
        """The accounts that expenses go to, the shop's own among them; goods stand last."""
        goods = self._accounts[-1]
        self._accounts = [*((one.code, one.words) for one in expenses), goods]
        for line in self._lines:
            self._offer(line.what)

    def _offer(self, what: ChoiceBox) -> None:
        chosen = what.currentData()
        what.blockSignals(True)
        what.clear()
        for one in self._receipts:
            title = _("Receipt {number} of {day}: {amount}")
            what.addItem(title.format(number=one.document_no, day=one.received_on, amount=f"{one.amount:,.2f}"), one)
        for code, title in self._accounts:
            what.addItem(title, code)
        what.setCurrentIndex(max(0, what.findData(chosen)) if chosen is not None else 0)
        what.blockSignals(False)

    def _suggest(self, what: ChoiceBox, amount: QLineEdit, _place: int = 0) -> None:
        chosen = what.currentData()
        if isinstance(chosen, OpenReceipt) and not amount.text().strip():
            amount.setText(f"{chosen.amount:.2f}")

    def entries(self, closes: bool) -> list[BillEntry]:
        """The lines that have an amount; UserError where one is no number. `closes`: deliveries are billed in whole."""
        made = []
        for line in self._lines:
            if line.amount.text().strip():
                amount, what = Decimal(read_number(line.amount.text(), Kind.MONEY)), line.what.currentData()
                is_goods = isinstance(what, OpenReceipt)
                receipt_id = what.receipt_id if is_goods else None
                made.append(BillEntry(amount, "" if is_goods else what, receipt_id, closes))
        return made


class BillForm(SideDetail):
    """A new bill."""

    left = Signal()
    kept = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Bill"))
        self._desk = desk
        self.form: Form
        self.lines: BillLines

    def begin(self, today: date) -> None:
        """An empty form."""
        self.clear()
        self.set_head(_("New bill"))
        self.lines = BillLines()
        values = {"billed_on": today}
        fields = [Field(BILL_FILE.column(key), values.get(key)) for key in _HEAD]
        self.form = Form([*fields, Field(RATE), Field(BILL_FILE.column("note")), Field(REST)], _("Enter bill"))
        self.form.accepted.connect(self._keep)
        self.form.given_up.connect(self.left)
        column = self.form.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.lines)  # below the fields, above the button
        self.section().addWidget(self.form)
        self.finish()
        self.lines.grown.connect(self._grow)
        supplier = self.form.editor("supplier")
        assert isinstance(supplier, QLineEdit)
        supplier.editingFinished.connect(lambda: self._ask_receipts(supplier.text()))
        self._desk.ask("bills.suppliers", supplier_names, partial(self._complete, supplier))
        self._desk.ask("bills.expenses", expense_choices, self.lines.show_accounts)
        self.setFocusProxy(supplier)

    def _grow(self) -> None:
        """Room for another line: what holds it learns of it from the inside out."""
        for part in (self.lines, self.form):
            part.updateGeometry()
            layout = part.layout()
            assert layout is not None
            layout.activate()
        self.lay_out()

    def _complete(self, supplier: QLineEdit, names: Sequence[str]) -> None:
        completer = QCompleter(list(names), supplier)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        supplier.setCompleter(completer)

    def _ask_receipts(self, supplier: str) -> None:
        self._desk.ask("bills.receipts", lambda tx: open_receipts(tx, supplier), self.lines.show_receipts)

    def _keep(self, values: dict[str, Any]) -> None:
        try:
            entries = self.lines.entries(closes=not values.pop("rest"))
        except UserError as error:
            self.form.refused(error)
            return
        head = values.pop("supplier"), values.pop("bill_no"), values.pop("billed_on")
        values["currency"] = values["currency"] or ""
        self.form.submit.setEnabled(False)
        self._desk.do(
            enter_bill, *head, entries, then=lambda done: self.kept.emit(done.value), failed=self.form.refused, **values
        )


class PaymentForm(SideDetail):
    """A payment of a bill."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Payment"))
        self._desk = desk
        self.form: Form

    def begin(self, facts: BillDetail, figures: Figures) -> None:
        """A form with all that is open of the bill."""

        def show(accounts: Sequence[tuple[str, str]]) -> None:
            self._fill(facts, figures, accounts)

        self._desk.ask("bills.accounts", paying_accounts, show)

    def _fill(self, facts: BillDetail, figures: Figures, accounts: Sequence[tuple[str, str]]) -> None:
        row = facts.row
        self.clear()
        unit = f"{figures.money(facts.open_own)} {row['currency']}"
        self.set_head(_("Pay bill {number}").format(number=row["bill_no"]), _("{amount} is open.").format(amount=unit))
        choices = [(code, f"{code}  {account_title(code, title)}") for code, title in accounts]
        fields = [
            Field(PAYMENT_FILE.column("paid_on"), facts.today),
            Field(PAYMENT_FILE.column("amount"), facts.open_own),
            Field(PAID_FROM, choices=choices),
            *([Field(RATE)] if row["own_amount"] is not None else []),
            Field(PAYMENT_FILE.column("note")),
        ]
        self.form = Form(fields, _("Book payment"))
        self.form.accepted.connect(partial(self._keep, facts.bill_id))
        self.form.given_up.connect(self.left)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("amount"))

    def _keep(self, bill_id: int, values: dict[str, Any]) -> None:
        paid_on, amount = values.pop("paid_on"), values.pop("amount")
        self.form.submit.setEnabled(False)
        self._desk.do(
            pay_bill, bill_id, paid_on, amount, then=lambda _done: self.left.emit(), failed=self.form.refused, **values
        )
