"""The list of expenses, and beside it the one that is selected: what it was for, its entry, where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.ledger.actions import EXPENSE
from shopdesk.shop.ledger.reports import EXPENSE_ROWS, AccountChoice, account_title, expense_choices
from shopdesk.shop.ledger.sheets import EXPENSE_STATES
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("booked", N_("Booked"), (("state", "=booked"),), N_("Expenses that count")),
    Quick("reversed", N_("Reversed"), (("state", "=reversed"),), N_("Expenses that were answered by an entry")),
    Quick("typed", N_("Entered here"), (("import_id", "="),), N_("Typed in ShopDesk")),
    Quick("imported", N_("From files"), (("import_id", "!="),), N_("Brought by a file")),
)
_KEYS: Final = [column.key for column in EXPENSE_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class ExpenseFacts:
    """One expense: its cells by column key, and the file that brought it, as (name, sheet)."""

    expense_id: int
    row: Mapping[str, Any]
    file: tuple[str, str] | None


def read_expense(tx: Any, expense_id: int) -> ExpenseFacts | None:
    """An expense; None where it is gone."""
    cells = fetch_page(tx, EXPENSE_ROWS, [expense_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    return ExpenseFacts(expense_id, row, (found.file_name, found.sheet_name) if found is not None else None)


LISTED: Final = Listed(
    "expenses", EXPENSE_ROWS, QUICK, N_("Filters of expenses"), read_expense,
    select=N_("Select an expense to see its entry and where it came from."),
    gone=N_("This expense is no longer in the shop."),
    empty=N_("Expenses stand here once one is booked, or a list of them is imported."),
)  # fmt: skip


class ExpenseDetail(DocumentPanel):
    """Shows one expense."""

    entry_wanted = Signal(int)
    """The entry of the books that is to be seen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Expense"))
        self._desk = desk

    def show_facts(self, facts: ExpenseFacts, figures: Figures) -> None:
        """Show an expense."""
        row = facts.row
        self.clear()
        account = account_title(row["account_code"], row["account"])
        self.set_head(account, figures.text(Kind.DATE, row["spent_on"]), Pill(*said(EXPENSE_STATES, row["state"])))
        paid = f"{figures.money(row['own_amount'])} {row['currency']}" if row["own_amount"] is not None else ""
        told = [
            (_("Amount"), figures.money(row["amount"])),
            (_("Amount paid"), paid),
            (_("Channel"), _(row["channel"]) if row["channel"] else ""),
            (_("Paid to"), row["supplier"] or ""),
            (_("Bill no."), row["document_no"] or ""),
            (_("Note"), row["note"] or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        shown = _("Show entry {number}").format(number=row["entry_id"])
        self.section(_("Its entry")).addWidget(
            button(shown, partial(self.entry_wanted.emit, row["entry_id"]), look="link")
        )
        self._show_source(facts)
        self.section(_("Files")).addWidget(AttachedFiles(self._desk, EXPENSE, facts.expense_id))
        self.finish()

    def _show_source(self, facts: ExpenseFacts) -> None:
        place = self.section(_("Where from"))
        if facts.file is None:
            place.addWidget(Words(_("Entered in ShopDesk."), "body", "muted"))
            return
        row = facts.row["source_row"]
        rows = () if row is None else (row,)
        tell_origin(place, facts.file, facts.row["import_id"], rows, self.row_wanted.emit)


class ExpensesList(DetailList):
    """Money spent, of the days and the channel that the screen shows."""

    panel: ExpenseDetail

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, ExpenseDetail(desk))
        self._view: View | None = None
        self._accounts: Sequence[AccountChoice] = ()
        self.line.add_menu("account_code", _("Expense account"), self._offer_accounts)
        self.line.add_menu("spent_on", _("Date"), partial(self.line.offer_days, "spent_on"))

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """The expenses of other days or of another channel; of the same ones, read again."""
        self._desk.ask("expenses.accounts", expense_choices, self._take_accounts)
        if view == self._view:
            self.refresh()
            return
        self._view = view
        self.show_rows(view.filters(facts, "spent_on"))
        self.start(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The expenses that fit, and no others."""
        self.narrow(filters=filters, search=search)

    def _offer_accounts(self, menu: QMenu) -> None:
        for one in self._accounts:
            menu.addAction(one.words, partial(self.grid.set_filter, "account_code", f"={one.code}"))

    def _take_accounts(self, accounts: Sequence[AccountChoice]) -> None:
        self._accounts = accounts
