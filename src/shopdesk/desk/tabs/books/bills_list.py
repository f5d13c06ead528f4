"""The list of bills, and beside it the one that is selected: what it is for, what was paid, and what can be done."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.tabs.books.bill_forms import BillForm, PaymentForm
from shopdesk.desk.widgets import Pill, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.ledger.reports import account_title
from shopdesk.shop.spending.bills import cancel_bill, cancel_payment
from shopdesk.shop.spending.posting import BILL
from shopdesk.shop.spending.reports import BILL_ROWS, BillDetail, find_bill
from shopdesk.shop.spending.rules import BillState
from shopdesk.shop.spending.sheets import BILL_STATES
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("open", N_("To pay"), (("open", ">0"),), N_("Something of it is open")),
    Quick("overdue", N_("Overdue"), (("open", ">0"), ("due_on", "<today")), N_("Should have been paid by now")),
    Quick("paid", N_("Paid"), (("state", "=paid"),)),
    Quick("all", N_("All"), ()),
)
LISTED: Final = Listed(
    "bills", BILL_ROWS, QUICK, N_("Filters of bills"), find_bill,
    select=N_("Select a bill to see what it is for and what was paid, or enter one."),
    gone=N_("This bill is no longer in the shop."),
    empty=N_("Bills of suppliers stand here: enter one, or drop a list of them."), counted=True,
)  # fmt: skip


class BillPanel(DocumentPanel):
    """Shows one bill; says by signals what is wanted of it."""

    new_wanted = Signal()
    pay_wanted = Signal(object)
    cancel_wanted = Signal(int)
    cancel_payment_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Bill"))
        self._desk = desk

    def show_note(self, text: str) -> None:
        """Nothing is selected: a new bill is offered."""
        super().show_note(text)
        self.section().addWidget(button(_("New bill"), self.new_wanted.emit, icon_name="add", look="primary"))

    def show_facts(self, facts: BillDetail, figures: Figures) -> None:
        """Show a bill."""
        row = facts.row
        self.clear()
        self.set_head(row["bill_no"], row["supplier"], Pill(*said(BILL_STATES, row["state"])))
        self._show_deeds(facts)
        own = f"{figures.money(row['own_amount'])} {row['currency']}" if row["own_amount"] is not None else ""
        told = [
            (_("Bill date"), figures.text(Kind.DATE, row["billed_on"])),
            (_("Due on"), self._due(facts, figures)),
            (_("Amount"), figures.money(row["amount"])),
            (_("Amount asked"), own),
            (_("Still open"), figures.money(row["open"])),
            (_("Note"), row["note"] or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        self._show_lines(facts, figures)
        self._show_payments(facts, figures)
        self.section(_("Files")).addWidget(AttachedFiles(self._desk, BILL, facts.bill_id))
        self.finish()

    def _due(self, facts: BillDetail, figures: Figures) -> str:
        day = figures.text(Kind.DATE, facts.row["due_on"])
        if not facts.open_own:
            return day
        left = (facts.row["due_on"] - facts.today).days
        if left < 0:
            said_so = n_("{count} day overdue", "{count} days overdue", -left).format(count=-left)
        else:
            said_so = n_("in {count} day", "in {count} days", left).format(count=left) if left else _("today")
        return f"{day} · {said_so}"

    def _show_deeds(self, facts: BillDetail) -> None:
        line = QHBoxLayout()
        line.setSpacing(6)
        if facts.open_own:
            line.addWidget(button(_("Pay"), partial(self.pay_wanted.emit, facts), look="primary"))
        if facts.row["state"] != BillState.CANCELLED:
            line.addWidget(button(_("Cancel bill"), partial(self.cancel_wanted.emit, facts.bill_id)))
        line.addWidget(button(_("New bill"), self.new_wanted.emit, icon_name="add"))
        line.addStretch(1)
        self.section().addLayout(line)

    def _show_lines(self, facts: BillDetail, figures: Figures) -> None:
        table = Ruled(1)
        for line in facts.lines:
            receipt = _("Receipt {number}").format(number=line.receipt) if line.receipt else ""
            parts = (receipt, _(line.channel) if line.channel else "", line.memo or "")
            note = " · ".join(part for part in parts if part)
            table.add(account_title(line.code, line.title), figures.money(line.amount), note=note)
        self.section(_("What it is for")).addWidget(table)

    def _show_payments(self, facts: BillDetail, figures: Figures) -> None:
        if not facts.payments:
            return
        place, table = self.section(_("Payments")), Ruled(1)
        for one in facts.payments:
            amount = one.amount if one.own_amount is None else one.own_amount
            note = _("cancelled") if one.is_cancelled else one.note or ""
            tones = (Tone.PLAIN,) if one.is_cancelled else ()
            table.add(figures.text(Kind.DATE, one.paid_on), figures.money(amount), note=note, tones=tones)
        place.addWidget(table)
        standing = [one for one in facts.payments if not one.is_cancelled]
        if standing:
            last = standing[-1].bill_payment_id
            words = _("Cancel the last payment")
            place.addWidget(button(words, partial(self.cancel_payment_wanted.emit, last), look="link"))


class BillsList(DetailList):
    """What suppliers ask for."""

    panel: BillPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, BillPanel(desk))
        self.line.add_menu("due_on", _("Due on"), partial(self.line.offer_days, "due_on"))
        self.form, self.payment = BillForm(desk), PaymentForm(desk)
        for made in (self.form, self.payment):
            self.page.side.addWidget(made)
            made.left.connect(self.page.back)
        self.form.kept.connect(self._entered)
        self.panel.new_wanted.connect(self.add)
        self.panel.pay_wanted.connect(self.pay)
        self.panel.cancel_wanted.connect(partial(desk.do, cancel_bill))
        self.panel.cancel_payment_wanted.connect(partial(desk.do, cancel_payment))

    def show_view(self, _view: View, facts: Facts, figures: Figures) -> None:
        """A bill is to be paid whatever days are shown."""
        self.show_whole(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The bills that fit, and no others."""
        self.narrow(filters=filters, search=search)

    def add(self) -> None:
        """The form of a new bill at the right."""
        today = self.grid.query.today
        if today is not None:
            self.form.begin(today)
            self.page.show_side(self.form)

    def pay(self, facts: BillDetail) -> None:
        """The form of a payment at the right."""
        self.payment.begin(facts, self._figures)
        self.page.show_side(self.payment)

    def _entered(self, bill_id: int) -> None:
        self.page.back()
        self.grid.seek(bill_id)
