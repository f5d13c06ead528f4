"""What comes again: what is due and what is coming, booked with one button; each entry typed in beside the list."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled, SideDetail
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import Pill, button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.ledger.reports import account_title, expense_choices
from shopdesk.shop.spending.bills import paying_accounts
from shopdesk.shop.spending.recurring import (
    Terms,
    add_recurring,
    book_due,
    edit_recurring,
    pause_recurring,
    remove_recurring,
)
from shopdesk.shop.spending.reports import RECURRING_ROWS, RecurringDetail, find_recurring
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.spending.sheets import RECURRING_STATES, RECURRINGS
from shopdesk.text import N_, _, n_

FEW: Final = 6
"""So many days to come stand in the panel."""
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("due", N_("Due now"), (("state", "=due"),), N_("Its day has come and is not booked")),
    Quick("coming", N_("Coming"), (("state", "=coming"),)),
    Quick("paused", N_("Paused"), (("state", "=paused"),)),
)
LISTED: Final = Listed(
    "recurring", RECURRING_ROWS, QUICK, N_("Filters of recurring entries"), find_recurring,
    select=N_("Select an entry to see the days that come, or add one."),
    gone=N_("This recurring entry is no longer in the shop."),
    empty=N_("Rent, wages and software stand here: add what comes every month, and book it with one button."),
    counted=True,
)  # fmt: skip
TITLE: Final = Column("title", N_("What"), required=True, example=N_("Rent of the shop"))
FIRST: Final = Column(
    "first_on", N_("First on"), Kind.DATE, required=True, help=N_("The 31st is the last day of shorter months.")
)
UNTIL: Final = Column("until", N_("Until"), Kind.DATE, help=N_("The last day on which it may come; blank: no end."))
ACCOUNT: Final = Column("account", N_("Expense account"), required=True)
AMOUNT: Final = Column("amount", N_("Amount"), Kind.MONEY, required=True, help=N_("Each time, above zero."))
SUPPLIER: Final = Column("supplier", N_("Supplier"), help=N_("Who asks for it; needed for a bill."))
FROM: Final = Column("bank", N_("Paid from"), help=N_("Not read where it becomes a bill."))
DUE: Final = Column(
    "due_days", N_("Days to pay"), Kind.INTEGER, help=N_("Of a bill: days from its own to the one on which it is due.")
)


Choices = Sequence[tuple[str, str]]
"""Codes of accounts, and how each reads in a list."""


def _read_accounts(tx: Any) -> tuple[Choices, Choices]:
    """What may be spent for, and from what it may be paid."""
    banks = [(code, f"{code}  {account_title(code, title)}") for code, title in paying_accounts(tx)]
    return [(one.code, one.words) for one in expense_choices(tx)], banks


class RecurringPanel(DocumentPanel):
    """Shows one entry; says by signals what is wanted of it."""

    add_wanted = Signal()
    book_wanted = Signal()
    edit_wanted = Signal(object)
    pause_wanted = Signal(int, bool)
    remove_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Recurring entry"))

    def show_note(self, text: str) -> None:
        """Nothing is selected: what is due can be booked, and a new entry added."""
        super().show_note(text)
        self._offer()

    def _offer(self) -> None:
        line = QHBoxLayout()
        line.addWidget(button(_("Book what is due"), self.book_wanted.emit, look="primary"))
        line.addWidget(button(_("Add"), self.add_wanted.emit, icon_name="add"))
        line.addStretch(1)
        self.section().addLayout(line)

    def show_facts(self, facts: RecurringDetail, figures: Figures) -> None:
        """Show an entry."""
        row, key, is_paused = facts.row, facts.recurring_id, bool(facts.terms.is_paused)
        self.clear()
        every = _(RECURRINGS.column("every").states[row["every"]].title)
        self.set_head(row["title"], every, Pill(*said(RECURRING_STATES, row["state"])))
        self._offer()
        line = QHBoxLayout()
        line.addWidget(button(_("Edit"), partial(self.edit_wanted.emit, facts), icon_name="edit"))
        words = _("Go on") if is_paused else _("Pause")
        line.addWidget(button(words, partial(self.pause_wanted.emit, key, not is_paused)))
        line.addWidget(button(_("Remove"), partial(self.remove_wanted.emit, key)))
        line.addStretch(1)
        self.section().addLayout(line)
        told = [
            (_("Becomes"), _("a bill to be paid") if row["is_bill"] else _("an entry, paid at once")),
            (_("Supplier"), row["supplier"] or ""),
            (_("Until"), figures.text(Kind.DATE, row["until"]) if row["until"] else ""),
            (_("Note"), row["note"] or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        table = Ruled(1)
        for one in facts.lines:
            table.add(account_title(one.code, one.title), figures.money(one.amount))
        self.section(_("Each time")).addWidget(table)
        self._show_days(facts, figures)
        self.finish()

    def _show_days(self, facts: RecurringDetail, figures: Figures) -> None:
        table, today = Ruled(1), figures.today
        for day in facts.days[:FEW]:
            is_due = today is not None and day <= today
            table.add(figures.text(Kind.DATE, day), _("due") if is_due else "", tones=(Tone.WARN,))
        if facts.days:
            self.section(_("Days to come")).addWidget(table)


class RecurringForm(SideDetail):
    """A new entry, or the edit of one."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Recurring entry"))
        self._desk = desk
        self.form: Form

    def begin(self, today: date, facts: RecurringDetail | None = None) -> None:
        """The form for a new entry, or for one that is there."""
        self._desk.ask("recurring.accounts", _read_accounts, partial(self._fill, today, facts))

    def _fill(self, today: date, facts: RecurringDetail | None, accounts: tuple[Choices, Choices]) -> None:
        row: dict[str, Any] = {} if facts is None else facts.row
        terms = None if facts is None else facts.terms
        spent = next((one for one in facts.lines if one.amount > 0), None) if facts else None
        bank = next((one.code for one in facts.lines if one.amount < 0), None) if facts else None
        self.clear()
        self.set_head(_("New recurring entry") if facts is None else row["title"])
        expenses, banks = accounts
        if spent is not None and spent.code not in dict(expenses):  # closed since: another is for a person to choose
            expenses = [*expenses, (spent.code, f"{spent.code}  {account_title(spent.code, spent.title)}")]
        fields = [
            Field(TITLE, row.get("title")),
            Field(RECURRINGS.column("every"), row.get("every", Every.MONTH.value)),
            Field(FIRST, today if terms is None else terms.first_on),
            Field(UNTIL, row.get("until")),
            Field(ACCOUNT, spent.code if spent else "6605", expenses),
            Field(AMOUNT, row.get("amount"), check=lambda amount: "" if amount > 0 else _("More than zero, please.")),
            Field(RECURRINGS.column("is_bill"), row.get("is_bill", False)),
            Field(SUPPLIER, row.get("supplier")),
            Field(FROM, bank, banks),
            Field(DUE, 30 if terms is None else terms.due_days),
            Field(RECURRINGS.column("note"), row.get("note")),
        ]
        self.form = Form(fields, _("Add") if facts is None else _("Save"))
        self.form.accepted.connect(partial(self._keep, facts))
        self.form.given_up.connect(self.left)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("title"))

    def _keep(self, facts: RecurringDetail | None, values: dict[str, Any]) -> None:
        amount: Decimal = values["amount"]
        amounts = {values["account"]: amount}
        if not values["is_bill"]:
            amounts[values["bank"]] = -amount
        terms = Terms(
            values["title"], Every(values["every"]), values["first_on"], values["until"], values["supplier"] or "",
            facts.terms.channel_id if facts else None, values["is_bill"], values["due_days"] or 0, values["note"],
        )  # fmt: skip
        if facts is None:
            self._desk.do(add_recurring, terms, amounts, then=self._kept, failed=self.form.refused)
            return
        key = facts.recurring_id
        self._desk.do(edit_recurring, key, terms, amounts, then=self._kept, failed=self.form.refused)

    def _kept(self, _done: Any) -> None:
        self.left.emit()


class RecurringList(DetailList):
    """Everything that comes again."""

    panel: RecurringPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, RecurringPanel())
        self.form = RecurringForm(desk)
        self.page.side.addWidget(self.form)
        self.form.left.connect(self.page.back)
        self.panel.add_wanted.connect(self.edit)
        self.panel.edit_wanted.connect(self.edit)
        self.panel.book_wanted.connect(self.book)
        self.panel.pause_wanted.connect(partial(desk.do, pause_recurring))
        self.panel.remove_wanted.connect(partial(desk.do, remove_recurring))

    def show_view(self, _view: View, facts: Facts, figures: Figures) -> None:
        """What comes again comes whatever days are shown."""
        self.show_whole(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The entries that fit, and no others."""
        self.narrow(filters=filters, search=search)

    def edit(self, facts: RecurringDetail | None = None) -> None:
        """The form at the right; None for a new entry."""
        today = self.grid.query.today
        if today is not None:
            self.form.begin(today, facts)
            self.page.show_side(self.form)

    def book(self) -> None:
        """Book all that is due today."""
        today = self.grid.query.today
        if today is not None:
            self._desk.do(book_due, today, then=self._tell)

    def _tell(self, done: Any) -> None:
        count = done.value
        told = n_("{count} entry booked.", "{count} entries booked.", count).format(count=count)
        self._desk.tell(told if count else _("Nothing is due."), Tone.GOOD)
