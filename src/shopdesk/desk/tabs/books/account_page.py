"""An account sheet: what the account held before, every posting with what it held after, what it holds then."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid import Shown
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.totals_line import TotalsLine
from shopdesk.desk.widgets import ChoiceBox, Words
from shopdesk.shop.ledger.reports import ACCOUNT_SHEET_ROWS, AccountChoice, AccountSums, fetch_accounts, fetch_choices
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("debit", N_("Debit"), (("debit", ">0"),)),
    Quick("credit", N_("Credit"), (("credit", ">0"),)),
)  # fmt: skip
ACCOUNT: Final = "account_code"


class AccountPage(QWidget):
    """The sheet of the account that is chosen; all channels together, as its balance is."""

    entry_opened = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: View | None = None
        self._figures = Figures()
        self._code = ""
        self.grid = DeskGrid("account_sheet", ACCOUNT_SHEET_ROWS, desk, formatters={"entry_id": _number})
        self.line = FilterLine(self.grid, QUICK, _("Filters of the account sheet"))
        self.totals = TotalsLine(desk, self.grid)
        self.told = Words("", "strong")
        self.box = ChoiceBox((), _("Account"))
        self.box.setMinimumContentsLength(24)
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.activated.connect(lambda _place: self.show_account(self.box.currentData()))
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._head.addWidget(self.box)
        self._head.addWidget(self.told, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.grid)
        self.grid.opened.connect(self._open)

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """Other days, or the same ones read again."""
        self._figures = figures
        is_same, self._view = view.span == (self._view.span if self._view else None), view
        self._desk.ask("account_sheet.accounts", fetch_choices, self._take_accounts)
        if is_same:
            self.grid.refresh()
            self._tell()
        else:
            self._narrow()
        self.grid.start(facts.today, facts.zone)

    def show_account(self, code: str) -> None:
        """The sheet of another account."""
        self._code = code
        self.box.setCurrentIndex(self.box.findData(code))
        self._narrow()

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The postings that fit, and no others; an account among the filters is the one that is shown."""
        code = dict(filters).get(ACCOUNT, "").removeprefix("=").strip('"')
        if code:
            self._code = code
            self.box.setCurrentIndex(self.box.findData(code))
            self._tell()
        self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(filters)))

    def _take_accounts(self, accounts: Sequence[AccountChoice]) -> None:
        self.box.clear()
        for one in accounts:
            self.box.addItem(one.words, one.code)
        self._code = self._code or (accounts[0].code if accounts else "")
        self.box.setCurrentIndex(self.box.findData(self._code))
        if dict(self.grid.query.filters).get(ACCOUNT) is None:
            self._narrow()

    def _narrow(self) -> None:
        """The postings of the account in the days that are shown."""
        if self._view is None or not self._code:
            return
        days = [("entry_on", self._view.span.filter)] if self._view.span.filter else []
        self.grid.set_query(replace(self.grid.query, search="", filters=(*days, (ACCOUNT, quoted(self._code)))))
        self._tell()

    def _tell(self) -> None:
        """Opening and closing of the days that are shown."""
        if self._view is not None:
            scope = self._view.span.scope()
            read = partial(_read_sums, code=self._code, since=scope.since, until=scope.until)
            self._desk.ask("account_sheet.sums", read, self._take_sums)

    def _take_sums(self, found: AccountSums | None) -> None:
        opening, debit, credit = (found.opening, found.debit, found.credit) if found else (Decimal(0),) * 3
        money = self._figures.money
        words = _("Opening {opening}  ·  debit {debit}  ·  credit {credit}  ·  closing {closing}")
        self.told.setText(
            words.format(
                opening=money(opening),
                debit=money(debit),
                credit=money(credit),
                closing=money(opening + debit - credit),
            )
        )

    def _open(self, _row_id: object) -> None:
        line = self.grid.rows.line(self.grid.view.currentIndex().row())
        if line is not None and line.values:
            self.entry_opened.emit(line.values[_ENTRY])


_ENTRY: Final = [column.key for column in ACCOUNT_SHEET_ROWS.sheet.columns].index("entry_id")


def _read_sums(tx: Any, code: str, since: Any, until: Any) -> AccountSums | None:
    return next((one for one in fetch_accounts(tx, since, until) if one.code == code), None)


def _number(value: Any, _row: Sequence[Any]) -> Shown:
    """The number of an entry is a name: it has no thousands."""
    return Shown(str(value))
