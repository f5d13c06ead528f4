"""The pages of the books, each made when it is first shown; what the user wants of them is told by signals."""

from functools import cached_property

from PySide6.QtCore import Signal

from shopdesk.desk.spanned.tab import SpannedPages
from shopdesk.desk.spanned.table_page import TablePage
from shopdesk.desk.tabs.books.balance import balance_page
from shopdesk.desk.tabs.books.expenses_list import ExpensesList
from shopdesk.desk.tabs.books.journal import JournalPage
from shopdesk.desk.tabs.books.owed import CurrenciesPage, TaxPage
from shopdesk.desk.tabs.books.rates_list import TaxRatesList


class BooksPages(SpannedPages):
    """`opened` leads from a row to where more is said of it."""

    account_opened = Signal(str)
    """Code of the account whose postings are wanted."""
    entry_opened = Signal(int)

    @cached_property
    def journal(self) -> JournalPage:
        """The postings."""
        made = JournalPage(self._desk)
        made.order_wanted.connect(lambda number: self._desk.show("orders", order_no=number))
        made.receipt_wanted.connect(lambda number: self._desk.show("stock", document=number))
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
