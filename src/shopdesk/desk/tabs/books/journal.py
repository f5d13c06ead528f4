"""The journal: every posting, the entry behind the selected one, and expenses booked by hand."""

from collections.abc import Sequence
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
from shopdesk.desk.tabs.books.entry_panel import EntryPanel
from shopdesk.desk.tabs.books.expense import ExpensePanel
from shopdesk.desk.widgets import button
from shopdesk.shop.ledger.actions import book_expense, reverse_entry
from shopdesk.shop.ledger.reports import JOURNAL_ROWS, EntryDetail, find_entry
from shopdesk.shop.ledger.rules import CHART
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("sales", N_("Sales"), (("kind", "=sale"),), N_("Orders booked")),
    Quick("returns", N_("Returns and refunds"), (("kind", "=return, =refund"),), N_("Goods and money given back")),
    Quick("costs", N_("Cost of goods"), (("kind", "=cogs"),), N_("What the goods sold had cost")),
    Quick("expenses", N_("Expenses"), (("kind", "=expense, =reversal"),), N_("Booked by hand, and what took it back")),
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
        formatters = {"entry_id": _number}
        self.grid = DeskGrid("journal", JOURNAL_ROWS, desk, formatters=formatters)
        self.line = FilterLine(self.grid, QUICK, _("Filters of the journal"))
        self.line.add_menu("account_code", _("Account"), self._offer_accounts)
        self.book = button(_("Book an expense"), self.open_expense, icon_name="add")
        layout = self.line.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(1, self.book, 0, Qt.AlignmentFlag.AlignTop)
        self.panel = EntryPanel()
        self.expense = ExpensePanel(desk.drafts)
        self.list = ListPage(desk, self.grid, self.line, self.panel)
        self.list.side.addWidget(self.expense)
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

    # ------------------------------------------------------------------------------------------------ showing

    def show_view(self, view: View, facts: Facts, formats: Formats) -> None:
        """The postings of other days or of another channel; of the same ones, read again."""
        self._formats = formats
        self.expense.show_shop(facts)
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

    def open_expense(self) -> None:
        """Show the form at the right."""
        self.expense.begin()
        self.list.show_side(self.expense)

    @property
    def is_expense_open(self) -> bool:
        """Whether the form of an expense stands at the right."""
        return self.list.side.currentWidget() is self.expense

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
        if self.list.side.currentWidget() is not self.expense:
            self.list.side.setCurrentWidget(self.panel)
        self._desk.ask("journal.entry", lambda tx: find_entry(tx, posting_id), self._take_entry)

    def _take_entry(self, detail: EntryDetail | None) -> None:
        if detail is None:
            self._note()
        else:
            self.panel.show_entry(detail, self._formats)

    def _offer_accounts(self, menu: QMenu) -> None:
        for spec in CHART:
            title = f"{spec.role.value}  {_(spec.title)}"
            menu.addAction(title, partial(self.grid.set_filter, "account_code", quoted(spec.role.value)))

    # ------------------------------------------------------------------------------------------------ doing

    def _reverse(self, entry_id: int, memo: str) -> None:
        self._desk.do(reverse_entry, entry_id, memo, then=self._reversed, failed=self.panel.refused)

    def _reversed(self, done: Any) -> None:
        self._desk.tell(_("The entry is reversed by entry {number}.").format(number=done.value))

    def _booked(self, values: dict[str, Any]) -> None:
        self._desk.do(
            book_expense, values["day"], values["role"], values["amount"], values["memo"],
            channel_id=values["channel"], then=self._told, failed=self.expense.refused,
            settles="expense",
        )  # fmt: skip

    def _told(self, done: Any) -> None:
        self.expense.done()
        self.list.back()
        self.seek_entry(done.value)
        self._desk.tell(_("The expense is booked as entry {number}.").format(number=done.value))


def _number(value: Any, _row: Sequence[Any]) -> Shown:
    """The number of an entry is a name: it has no thousands."""
    return Shown(str(value))
