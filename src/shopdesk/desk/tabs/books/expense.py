"""An expense booked by hand: day, account, amount, channel, memo."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal

from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.drafts import Drafts
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.spanned.facts import Facts
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.reports import AccountChoice
from shopdesk.shop.ledger.rules import takes_expenses
from shopdesk.text import N_, UserError, _

DAY = Column("day", N_("Date"), Kind.DATE, required=True, help=N_("The day on which it counts; it must not be closed."))
ACCOUNT = Column("account", N_("Account"), Kind.TEXT, required=True)
AMOUNT = Column("amount", N_("Amount"), Kind.MONEY, required=True, help=N_("What was spent, above zero."))
CHANNEL = Column(
    "channel", N_("Channel"), Kind.TEXT, help=N_("The channel that bears it; the whole shop where none is named.")
)
MEMO = Column("memo", N_("What for"), Kind.TEXT, required=True, example=N_("Parcels in November"))


class ExpensePanel(SideDetail):
    """A form at the right of the journal."""

    booked = Signal(dict)
    left = Signal()

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(_("Book an expense"))
        self._drafts = drafts
        self._facts: Facts | None = None
        self._accounts: Sequence[AccountChoice] = ()
        self.form: Form | None = None

    def show_shop(self, facts: Facts, accounts: Sequence[AccountChoice]) -> None:
        """Take the shop's day, currency, channels and accounts."""
        self._facts, self._accounts = facts, accounts

    def begin(self) -> None:
        """An empty form, unless one is open already."""
        if self.form is None:
            self._fill()

    def _fill(self) -> None:
        facts = self._facts
        assert facts is not None
        self.clear()
        note = _("Paid from the bank, in {currency}. A wrong one is reversed, not deleted.")
        self.set_head(_("Book an expense"), note.format(currency=facts.currency))
        accounts = [(one.code, one.words) for one in self._accounts if takes_expenses(one.code, one.kind)]
        channels = [(None, _("The whole shop")), *facts.channels.items()]
        fields = [
            Field(DAY, facts.today, check=self._check_day),
            Field(ACCOUNT, choices=accounts),
            Field(AMOUNT, check=lambda amount: "" if amount > 0 else _("The amount must be more than zero.")),
            Field(CHANNEL, choices=channels),
            Field(MEMO),
        ]
        self.form = Form(fields, _("Book"))
        self._drafts.hold_form("expense", self.form)
        self.form.accepted.connect(self._book)
        self.form.given_up.connect(self._leave)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("amount"))

    def _check_day(self, day: Any) -> str:
        closed = self._facts.books.closed if self._facts is not None else None
        if closed is None or day > closed:
            return ""
        return _("The books are closed through {day}. Choose a later date.").format(day=closed)

    def _book(self, values: dict[str, Any]) -> None:
        self.booked.emit(values)

    def done(self) -> None:
        """It is booked: the next one begins empty."""
        self.form = None
        self.setFocusProxy(self.area)
        self.clear()

    def _leave(self) -> None:
        self.done()
        self.left.emit()

    def refused(self, error: UserError) -> None:
        """Say why it was not booked."""
        if self.form is not None:
            self.form.refused(error)
