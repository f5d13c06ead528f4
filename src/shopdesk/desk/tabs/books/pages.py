"""The pages of the books, each made when it is first shown; what the user wants of them is told by signals."""

from datetime import date
from functools import cached_property, partial

from PySide6.QtCore import Signal

from shopdesk.desk.spanned.tab import SpannedPages
from shopdesk.desk.spanned.table_page import TablePage
from shopdesk.desk.tabs.books.account_page import AccountPage
from shopdesk.desk.tabs.books.accounts_list import AccountsList
from shopdesk.desk.tabs.books.ads_list import AdsList
from shopdesk.desk.tabs.books.aged_page import AgedPage
from shopdesk.desk.tabs.books.balance import balance_page
from shopdesk.desk.tabs.books.bills_list import BillsList
from shopdesk.desk.tabs.books.bridge_page import BridgePage, bridge_months_page
from shopdesk.desk.tabs.books.cash_page import CashPage, DuesPage, tested_page
from shopdesk.desk.tabs.books.close_lists import changes_page, seals_page
from shopdesk.desk.tabs.books.close_page import ClosePage
from shopdesk.desk.tabs.books.expenses_list import ExpensesList
from shopdesk.desk.tabs.books.journal import JournalPage
from shopdesk.desk.tabs.books.owed import CurrenciesPage, TaxPage
from shopdesk.desk.tabs.books.rates_list import TaxRatesList
from shopdesk.desk.tabs.books.recurring_list import RecurringList
from shopdesk.desk.tabs.books.sides_list import SidesList
from shopdesk.desk.tabs.books.statement_page import statement_page
from shopdesk.shop.cash.ageing import payable_rows, receivable_rows


class BooksPages(SpannedPages):
    """`opened` leads from a row to where more is said of it."""

    account_opened = Signal(str)
    """Code of the account whose postings are wanted."""
    line_opened = Signal(str, str)
    """Name of a statement, and the accounts of a line of it."""
    entry_opened = Signal(int)
    page_wanted = Signal(str, str)
    """Key of a page, and the month that it is to show; "" leaves the days."""
    late_opened = Signal(str)
    """Code of the account whose postings after the seal are wanted."""
    bar_opened = Signal(str, str)
    """Key of a bar of the bridge, and its accounts."""
    month_opened = Signal(str)
    """ "2026-01", whose bridge is wanted."""
    week_opened = Signal(object)
    """Number of a week to come of which it is wanted what makes it."""
    due_opened = Signal(str, str)
    """Flow of an amount to come, and what it is of."""
    today: date
    """The shop's day, once it is known."""

    @cached_property
    def journal(self) -> JournalPage:
        """The postings."""
        made = JournalPage(self._desk)
        made.order_wanted.connect(lambda number: self._desk.show("orders", order_no=number))
        made.receipt_wanted.connect(lambda number: self._desk.show("stock", document=number))
        return made

    @cached_property
    def accounts(self) -> AccountsList:
        """The chart of accounts."""
        made = AccountsList(self._desk)
        made.panel.sheet_wanted.connect(self.account_opened)
        return made

    @cached_property
    def pnl(self) -> TablePage:
        """Profit and loss."""
        return self._statement("pnl")

    @cached_property
    def balance_sheet(self) -> TablePage:
        """The balance sheet."""
        return self._statement("balance_sheet")

    @cached_property
    def cash_flow(self) -> TablePage:
        """The cash flow."""
        return self._statement("cash_flow")

    def _statement(self, name: str) -> TablePage:
        made = statement_page(self._desk, name)
        made.opened.connect(lambda row_id: self._open_line(name, made.values(row_id)["accounts"] or ""))
        return made

    def _open_line(self, name: str, accounts: str) -> None:
        if accounts:
            self.line_opened.emit(name, accounts)

    @cached_property
    def account(self) -> AccountPage:
        """The sheet of an account."""
        made = AccountPage(self._desk)
        made.entry_opened.connect(self.entry_opened)
        return made

    @cached_property
    def receivables(self) -> AgedPage:
        """What statements have not settled yet."""
        made = AgedPage(self._desk, receivable_rows, self.today, "order_no")
        made.opened.connect(lambda number: self._desk.show("orders", order_no=number))
        return made

    @cached_property
    def payables(self) -> AgedPage:
        """What is not paid yet."""
        made = AgedPage(self._desk, payable_rows, self.today, "bill_no")
        made.opened.connect(lambda number: self._desk.show("books", segment="bills", search=number))
        return made

    @cached_property
    def balance(self) -> TablePage:
        """The trial balance."""
        made = balance_page(self._desk)
        made.opened.connect(lambda row_id: self.account_opened.emit(made.values(row_id)["code"]))
        return made

    @cached_property
    def expenses(self) -> ExpensesList:
        """Money spent."""
        made = ExpensesList(self._desk)
        made.panel.entry_wanted.connect(self.entry_opened)
        return made

    @cached_property
    def bills(self) -> BillsList:
        """What suppliers ask for."""
        return BillsList(self._desk)

    @cached_property
    def recurring(self) -> RecurringList:
        """What comes again."""
        return RecurringList(self._desk)

    @cached_property
    def ads(self) -> AdsList:
        """Advertising by day."""
        return AdsList(self._desk)

    @cached_property
    def campaigns(self) -> AdsList:
        """Advertising by campaign."""
        return AdsList(self._desk, by_campaign=True)

    @cached_property
    def sides(self) -> SidesList:
        """What was paid for single orders."""
        return SidesList(self._desk)

    @cached_property
    def month_end(self) -> ClosePage:
        """The end of a month."""
        made = ClosePage(self._desk)
        made.changes_wanted.connect(partial(self.page_wanted.emit, "changes", ""))
        made.seals_wanted.connect(partial(self.page_wanted.emit, "seals", ""))
        made.month_wanted.connect(partial(self.page_wanted.emit, "month_end"))
        return made

    @cached_property
    def changes(self) -> TablePage:
        """What came into a month after it was closed."""
        made = changes_page(self._desk)
        made.opened.connect(lambda row_id: self.late_opened.emit(made.values(row_id)["code"]))
        return made

    @cached_property
    def seals(self) -> TablePage:
        """The seals of all months."""
        made = seals_page(self._desk)
        made.opened.connect(lambda row_id: self.page_wanted.emit("month_end", made.values(row_id)["month"]))
        return made

    @cached_property
    def tax(self) -> TaxPage:
        """What is owed of sales tax."""
        return TaxPage(self._desk)

    @cached_property
    def tax_rates(self) -> TaxRatesList:
        """The rates of sales tax."""
        return TaxRatesList(self._desk)

    @cached_property
    def currencies(self) -> CurrenciesPage:
        """What is held and owed in other currencies."""
        return CurrenciesPage(self._desk)

    @cached_property
    def bridge(self) -> BridgePage:
        """From profit to the bank."""
        made = BridgePage(self._desk)
        made.bar_opened.connect(self.bar_opened)
        return made

    @cached_property
    def bridge_months(self) -> TablePage:
        """The same month by month."""
        made = bridge_months_page(self._desk)
        made.opened.connect(lambda row_id: self.month_opened.emit(made.values(row_id)["month"]))
        return made

    @cached_property
    def cash(self) -> CashPage:
        """The cash of the weeks to come."""
        made = CashPage(self._desk)
        made.week_opened.connect(self.week_opened)
        return made

    @cached_property
    def cash_dues(self) -> DuesPage:
        """What makes these weeks."""
        made = DuesPage(self._desk)
        made.due_opened.connect(self.due_opened)
        return made

    @cached_property
    def cash_test(self) -> TablePage:
        """The forecast of before beside what came."""
        return tested_page(self._desk)
