"""The journal: every posting, the entry behind the selected one, expenses and entries made by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid import Shown
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.totals_line import TotalsLine
from shopdesk.desk.tabs.books.entry_form import KEY, EntryForm
from shopdesk.desk.tabs.books.entry_panel import EntryPanel
from shopdesk.desk.tabs.books.expense import ExpensePanel
from shopdesk.desk.widgets import button
from shopdesk.shop.ledger.actions import book_expense, reverse_entry
from shopdesk.shop.ledger.manual import EntryLine, book_entry, entry_lines
from shopdesk.shop.ledger.reports import JOURNAL_ROWS, AccountChoice, EntryDetail, fetch_choices, find_entry
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("sales", N_("Sales"), (("kind", "=sale"),), N_("Orders booked")),
    Quick("returns", N_("Returns and refunds"), (("kind", "=return, =refund"),), N_("Goods and money given back")),
    Quick("costs", N_("Cost of goods"), (("kind", "=cogs"),), N_("What the goods sold had cost")),
    Quick("expenses", N_("Expenses"), (("kind", "=expense, =reversal"),), N_("Booked by hand, and what took it back")),
    Quick("manual", N_("By hand"), (("kind", "=manual"),), N_("Entries made by hand")),
)  # fmt: skip
Filters = Sequence[tuple[str, str]]


class JournalPage(QWidget):
    """A ListPage over the postings."""

    order_wanted = Signal(str)
    """Order no."""
    receipt_wanted = Signal(str)
    """Receipt no."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._formats = Formats()
        self._view: View | None = None
        self._shown_id: int | None = None
        self._facts: Facts | None = None
        self._accounts: Sequence[AccountChoice] = ()
        self._waiting: Callable[[], object] | None = None
        """What is done as soon as the accounts are known."""
        formatters = {"entry_id": _number}
        self.grid = DeskGrid("journal", JOURNAL_ROWS, desk, formatters=formatters)
        self.line = FilterLine(self.grid, QUICK, _("Filters of the journal"))
        self.line.add_menu("account_code", _("Account"), self._offer_accounts)
        self.book = button(_("Book an expense"), self.open_expense, icon_name="add")
        self.make = button(_("Make an entry"), self.open_entry, icon_name="add")
        layout = self.line.layout()
        assert isinstance(layout, QHBoxLayout)
        for place, made in enumerate((self.book, self.make), 1):
            layout.insertWidget(place, made, 0, Qt.AlignmentFlag.AlignTop)
        self.panel = EntryPanel(desk)
        self.expense = ExpensePanel(desk.drafts)
        self.list = ListPage(desk, self.grid, self.line, self.panel)
        self.entry = EntryForm(desk.drafts)
        self.list.side.addWidget(self.expense)
        self.list.side.addWidget(self.entry)
        self.totals = TotalsLine(desk, self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.grid)
        self._note()
        self._connect()

    def _connect(self) -> None:
        self.grid.current_changed.connect(self._show_entry)
        self.panel.order_wanted.connect(self.order_wanted)
        self.panel.receipt_wanted.connect(self.receipt_wanted)
        self.panel.row_wanted.connect(lambda import_id, rows: self.list.show_row(import_id, rows, self._formats))
        self.panel.entry_wanted.connect(lambda number: self.show_rows([("entry_id", str(number))]))
        self.panel.reversed.connect(self._reverse)
        self.expense.booked.connect(self._booked)
        self.expense.left.connect(self.list.back)
        self.panel.copy_wanted.connect(self._ask_copy)
        self.entry.booked.connect(self._make)
        self.entry.left.connect(self.list.back)

    # ------------------------------------------------------------------------------------------------ showing

    def show_view(self, view: View, facts: Facts, formats: Formats) -> None:
        """The postings of other days or of another channel; of the same ones, read again."""
        self._formats, self._facts = formats, facts
        self._desk.ask("journal.accounts", fetch_choices, self._take_accounts)
        if view == self._view:
            self.refresh()
            return
        self._view = view
        self.show_rows(view.filters(facts, "entry_on"))
        self.grid.start(facts.today, facts.zone)

    def show_rows(self, filters: Filters, search: str = "") -> None:
        """The postings that fit, and no others."""
        query = replace(self.grid.query, search=search, filters=tuple(filters))
        self.list.side.setCurrentWidget(self.panel)
        self.grid.set_query(query)

    def refresh(self) -> None:
        """The books may be other."""
        self.grid.refresh()
        if self._shown_id is not None:
            self._show_entry(self._shown_id)

    def _take_accounts(self, accounts: Sequence[AccountChoice]) -> None:
        assert self._facts is not None
        self._accounts = accounts
        self.expense.show_shop(self._facts, accounts)
        self.entry.show_shop(self._facts, accounts)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def open_expense(self) -> None:
        """Show the form of an expense at the right, as soon as the accounts are known."""
        self._open(self.expense)

    def open_entry(self) -> None:
        """Show the form of an entry at the right, as soon as the accounts are known."""
        self._open(self.entry)

    def _open(self, form: ExpensePanel | EntryForm) -> None:
        if not self._accounts:
            self._waiting = partial(self._open, form)
            return
        form.begin()
        self.list.show_side(form)

    @property
    def form(self) -> str:
        """Which form stands at the right: "expense", "entry" or none."""
        forms = {self.expense: "expense", self.entry: "entry"}
        return next((name for made, name in forms.items() if self.list.side.currentWidget() is made), "")

    def seek_entry(self, entry_id: int) -> None:
        """Show one entry alone."""
        self.show_rows([("entry_id", str(entry_id))])

    def _note(self) -> None:
        self.panel.show_note(_("Select a posting to see its whole entry and where it came from."))

    def _show_entry(self, posting_id: int | None) -> None:
        self._shown_id = posting_id
        if posting_id is None:
            self._desk.forget("journal.entry")
            self._note()
            return
        if not self.form:
            self.list.side.setCurrentWidget(self.panel)
        self._desk.ask("journal.entry", lambda tx: find_entry(tx, posting_id), self._take_entry)

    def _take_entry(self, detail: EntryDetail | None) -> None:
        if detail is None:
            self._note()
        else:
            self.panel.show_entry(detail, self._formats)

    def _offer_accounts(self, menu: QMenu) -> None:
        for one in self._accounts:
            menu.addAction(one.words, partial(self.grid.set_filter, "account_code", quoted(one.code)))

    # ------------------------------------------------------------------------------------------------ doing

    def _reverse(self, entry_id: int, memo: str) -> None:
        self._desk.do(reverse_entry, entry_id, memo, then=self._reversed, failed=self.panel.refused)

    def _reversed(self, done: Any) -> None:
        self._desk.tell(_("The entry is reversed by entry {number}.").format(number=done.value))

    def _booked(self, values: dict[str, Any]) -> None:
        self._desk.do(
            book_expense, values["day"], values["account"], values["amount"], values["memo"],
            channel_id=values["channel"], then=self._told, failed=self.expense.refused,
            settles="expense",
        )  # fmt: skip

    def _told(self, done: Any) -> None:
        self.expense.done()
        self.list.back()
        self.seek_entry(done.value)
        self._desk.tell(_("The expense is booked as entry {number}.").format(number=done.value))

    def _ask_copy(self, entry_id: int) -> None:
        self._desk.ask("journal.copy", lambda tx: entry_lines(tx, entry_id), self._copy)

    def _copy(self, found: tuple[Sequence[EntryLine], Any]) -> None:
        lines, entry = found
        if entry is not None:
            self.entry.begin_with(lines, entry.memo or "", entry.channel_id)
            self.list.show_side(self.entry)

    def _make(self, head: dict[str, Any], lines: Sequence[EntryLine]) -> None:
        self._desk.do(
            book_entry, head["day"], lines, head["memo"] or "", channel_id=head["channel"], then=self._made,
            failed=self.entry.refused, settles=KEY,
        )  # fmt: skip

    def _made(self, done: Any) -> None:
        self.entry.done()
        self.list.back()
        self.seek_entry(done.value)
        self._desk.tell(_("The entry is booked as entry {number}.").format(number=done.value))


def _number(value: Any, _row: Sequence[Any]) -> Shown:
    """The number of an entry is a name: it has no thousands."""
    return Shown(str(value))
