"""An entry made by hand: its day, what for, its lines; balanced before it is booked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.drafts import Drafts
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.spanned.facts import Facts
from shopdesk.desk.tabs.books.entry_lines import EntryLines
from shopdesk.desk.tabs.books.expense import CHANNEL, DAY
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.manual import EntryLine
from shopdesk.shop.ledger.reports import AccountChoice
from shopdesk.text import N_, UserError, _

KEY = "entry"
"""Of its draft."""
MEMO = Column("memo", N_("What for"), Kind.TEXT, example=N_("Opening balances"))


class EntryForm(SideDetail):
    """A form at the right of the journal."""

    booked = Signal(object, object)
    """The values of the head, and the lines."""
    left = Signal()

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(_("Make an entry"))
        self._drafts = drafts
        self._facts: Facts | None = None
        self._accounts: Sequence[AccountChoice] = ()
        self.form: Form | None = None
        self.lines: EntryLines | None = None

    def show_shop(self, facts: Facts, accounts: Sequence[AccountChoice]) -> None:
        """Take the shop's day, channels and accounts."""
        self._facts, self._accounts = facts, accounts

    def begin(self) -> None:
        """An empty form, or as it was left, unless one is open already."""
        if self.form is None:
            kept = dict(self._drafts.get(KEY))
            form, lines = self._fill()
            form.type_in(kept.get("head", {}))
            lines.type_in(kept.get("lines", ()))

    def begin_with(self, lines: Sequence[EntryLine], memo: str, channel_id: int | None) -> None:
        """A form that holds the lines of another entry."""
        form, made = self._fill()
        form.type_in({"memo": memo, "channel": channel_id})
        made.show_lines(lines)

    def _fill(self) -> tuple[Form, EntryLines]:
        facts = self._facts
        assert facts is not None
        self.clear()
        note = _("Any accounts, in {currency}. A wrong entry is reversed, not deleted.")
        self.set_head(_("Make an entry"), note.format(currency=facts.currency))
        channels = [(None, _("The whole shop")), *facts.channels.items()]
        fields = [Field(DAY, facts.today, check=self._check_day), Field(CHANNEL, choices=channels), Field(MEMO)]
        self.form, self.lines = Form(fields, _("Book")), EntryLines(self._accounts)
        self.form.edited.connect(self._keep)
        self.lines.edited.connect(self._keep)
        self.form.accepted.connect(self._book)
        self.form.given_up.connect(self._leave)
        self.section(_("Postings")).addWidget(self.lines)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("memo"))
        return self.form, self.lines

    def _check_day(self, day: date) -> str:
        closed = self._facts.books.closed if self._facts is not None else None
        if closed is None or day > closed:
            return ""
        return _("The books are closed through {day}. Choose a later date.").format(day=closed)

    def _keep(self) -> None:
        if self.form is not None and self.lines is not None:
            head, lines = self.form.typed(), self.lines.typed()
            self._drafts.put(KEY, {"head": head, "lines": lines} if head or lines else {})

    def _book(self, values: dict[str, Any]) -> None:
        lines = self.lines.lines() if self.lines is not None else None
        if lines is not None:
            self.booked.emit(values, lines)
        elif self.form is not None:
            self.form.refused(UserError(N_("Each line needs an account and an amount, debit or credit.")))

    def done(self) -> None:
        """It is booked: the next one begins empty."""
        self.form = self.lines = None
        self.setFocusProxy(self.area)
        self.clear()

    def _leave(self) -> None:
        self._drafts.put(KEY, {})
        self.done()
        self.left.emit()

    def refused(self, error: UserError) -> None:
        """Say why it was not booked."""
        if self.form is not None:
            self.form.refused(error)
