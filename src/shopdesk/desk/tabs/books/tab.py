"""The screen of the books: days and channel above, then one of its pages, in groups."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.palette import Command
from shopdesk.desk.spanned.facts import Facts
from shopdesk.desk.spanned.page_switch import Group
from shopdesk.desk.spanned.tab import Screen, SpannedTab
from shopdesk.desk.tabs.books.bridge_page import postings_of_bar
from shopdesk.desk.tabs.books.cash_page import place_of_due
from shopdesk.desk.tabs.books.close_lists import late_postings
from shopdesk.desk.tabs.books.deeds import BooksDeeds
from shopdesk.desk.tabs.books.pages import BooksPages
from shopdesk.desk.tabs.books.statement_page import postings_of
from shopdesk.desk.widgets import button
from shopdesk.shop.cash.rules import UNKNOWN, UNKNOWN_BACK
from shopdesk.shop.closing.reports import next_month
from shopdesk.text import N_, _

TABLES: Final = (
    "account", "posting", "journal_entry", "expense", "supplier", "sales_order", "goods_receipt", "refund",
    "settlement_line", "bill", "bill_payment", "period_lock", "channel", "setting", "tax_rule", "exchange_rate",
    "recurring", "ad_spend", "side_cost", "month_seal", "close_tick", "payout", "count_session", "after_sale",
    "purchase_order", "purchase_line",
)  # fmt: skip
"""What the screen shows something of."""
SEGMENTS: Final = (
    Group("book", N_("Ledger"), (
        ("journal", N_("Journal")),
        ("accounts", N_("Accounts")),
        ("account", N_("Account sheet")),
        ("balance", N_("Trial balance")),
    )),
    Group("statements", N_("Statements"), (
        ("pnl", N_("Profit and loss")),
        ("balance_sheet", N_("Balance sheet")),
        ("cash_flow", N_("Cash flow")),
        ("receivables", N_("Receivables")),
        ("payables", N_("Payables")),
    )),
    Group("cash", N_("Cash"), (
        ("bridge", N_("Bridge")),
        ("bridge_months", N_("Bridge by month")),
        ("cash", N_("Forecast")),
        ("cash_dues", N_("What is due")),
        ("cash_test", N_("Back-test")),
    )),
    Group("spending", N_("Spending"), (
        ("expenses", N_("Expenses")),
        ("bills", N_("Bills")),
        ("recurring", N_("Recurring")),
        ("ads", N_("Advertising")),
        ("campaigns", N_("Campaigns")),
        ("sides", N_("Costs of orders")),
    )),
    Group("owed", N_("Tax & currencies"), (
        ("tax", N_("Sales tax")),
        ("tax_rates", N_("Tax rates")),
        ("currencies", N_("Other currencies")),
    )),
    Group("closing", N_("Month's end"), (
        ("month_end", N_("Checklist")),
        ("changes", N_("Changed after closing")),
        ("seals", N_("Seals")),
    )),
)  # fmt: skip
"""The pages in their groups; each key is a page of BooksPages."""
WHOLE: Final = frozenset(
    {
        "accounts",
        "account",
        "receivables",
        "payables",
        "bills",
        "recurring",
        "month_end",
        "changes",
        "seals",
        "cash",
        "cash_dues",
        "cash_test",
    }
)
"""Pages of which no channel is shown alone."""
SCREEN: Final = Screen("books", TABLES, SEGMENTS, WHOLE)


class BooksTab(SpannedTab):
    """See the contract in `desk.tabs`."""

    views: BooksPages

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, SCREEN, BooksPages(desk))
        self.menu = button("", self._offer_books, icon_name="more", look="quiet", name=_("Books"))
        self.head.add_button(self.menu)
        self.deeds = BooksDeeds(desk, self.menu)
        self.head.closed.clicked.connect(self._offer_books)
        self.head.balance.clicked.connect(lambda: self.show_segment("balance"))
        self.views.account_opened.connect(self.open_account)
        self.views.line_opened.connect(self._open_line)
        self.views.entry_opened.connect(self.open_entry)
        self.views.page_wanted.connect(lambda key, month: self._go_to(segment=key, month=month))
        self.views.late_opened.connect(self._open_late)
        self.views.bar_opened.connect(self._open_bar)
        self.views.month_opened.connect(lambda month: self._go_to(segment="bridge", month=month))
        self.views.week_opened.connect(lambda number: self._go_to(segment="cash_dues", filters=[("week", str(number))]))
        self.views.due_opened.connect(self._open_due)

    def _take_facts(self, facts: Facts) -> None:
        self.views.today = facts.today
        super()._take_facts(facts)

    # ------------------------------------------------------------------------------------------------ where to be

    def open_account(self, code: str) -> None:
        """The sheet of an account, in the days that are shown."""
        self.segments.set_current("account")
        self._show()
        self.views.account.show_account(code)

    def _open_line(self, name: str, accounts: str) -> None:
        """The postings that make a line of a statement."""
        assert self._facts is not None
        filters = postings_of(name, accounts, self.view.span)
        filters += [pair for pair in self.view.filters(self._facts, "") if pair[0] == "channel"]
        self._go_to(segment="journal", filters=filters)

    def _open_bar(self, bar: str, accounts: str) -> None:
        """The postings that make a bar of the bridge; of goods whose cost nobody has told, these."""
        assert self._facts is not None
        filters = postings_of_bar(bar, accounts, self.view.span)
        if filters:
            filters += [pair for pair in self.view.filters(self._facts, "") if pair[0] == "channel"]
            self._go_to(segment="journal", filters=filters)
        elif bar in (UNKNOWN, UNKNOWN_BACK):
            self._desk.show("profit", segment="skus", filters=[("unknown_units", "!0")], **self.view.place())

    def _open_due(self, flow: str, title: str) -> None:
        """The document of an amount to come; where it is none, what it is worked out from."""
        assert self._facts is not None
        tab, where = place_of_due(flow, title, self._facts)
        self._desk.show(tab, **where)

    def _arrive(self, **others: Any) -> None:
        """`entry_id` opens one entry of the journal; `form` "expense" or "entry" that form, as it was left;
        `account` is the code of the account whose sheet is wanted.
        """
        if "entry_id" in others:
            self.open_entry(others["entry_id"])
        if others.get("account"):
            self.open_account(others["account"])
        if others.get("form"):
            self.open_form(others["form"])

    def open_entry(self, entry_id: int) -> None:
        """One entry of the journal."""
        self.segments.set_current("journal")
        self._show()
        self.views.journal.seek_entry(entry_id)

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        told = super().place()
        if self._view is not None and told["segment"] == "journal" and self.views.journal.form:
            told["form"] = self.views.journal.form
        return told

    # ------------------------------------------------------------------------------------------------ doing

    def _offer_books(self) -> None:
        if self._facts is not None:
            self.deeds.offer(self.view, self.open_form, self.go_to_close)

    def go_to_close(self) -> None:
        """The month's end of the month whose turn it is."""
        self._desk.ask("books.turn", next_month, lambda month: self._go_to(segment="month_end", month=month or ""))

    def _open_late(self, code: str) -> None:
        """The postings on an account that came after the seal of the month."""
        month = f"{self.view.span.until:%Y-%m}"
        read = partial(late_postings, month=month, code=code)
        self._desk.ask("books.late", read, lambda filters: self._go_to(segment="journal", filters=filters))

    def open_form(self, name: str) -> None:
        """The form of an "expense" or an "entry", in the journal."""
        if self._facts is not None:
            self.segments.set_current("journal")
            self._show()
            journal = self.views.journal
            {"expense": journal.open_expense, "entry": journal.open_entry}[name]()

    # ------------------------------------------------------------------------------------------------ the contract

    def commands(self) -> list[Command]:
        """What the palette offers."""
        words = N_("profit, books, ledger, accounting")
        pages = {
            "journal": N_("Show the journal"),
            "accounts": N_("Show the chart of accounts"),
            "account": N_("Show an account sheet"),
            "balance": N_("Show the trial balance"),
            "pnl": N_("Show profit and loss"),
            "balance_sheet": N_("Show the balance sheet"),
            "cash_flow": N_("Show the cash flow"),
            "bridge": N_("Show the bridge from profit to the bank"),
            "bridge_months": N_("Show the bridge by month"),
            "cash": N_("Show the cash forecast"),
            "cash_dues": N_("Show what the cash forecast is made of"),
            "cash_test": N_("Show the back-test of the cash forecast"),
            "receivables": N_("Show aged receivables"),
            "payables": N_("Show aged payables"),
            "expenses": N_("Show expenses"),
            "bills": N_("Show bills"),
            "recurring": N_("Show recurring entries"),
            "ads": N_("Show advertising"),
            "campaigns": N_("Show campaigns"),
            "sides": N_("Show costs of orders"),
            "tax": N_("Show the sales tax"),
            "tax_rates": N_("Show tax rates"),
            "currencies": N_("Show other currencies"),
            "month_end": N_("Show the month's end"),
            "changes": N_("Show what changed after closing"),
            "seals": N_("Show the seals of closed months"),
        }
        deeds: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("expense", N_("Book an expense…"), partial(self.open_form, "expense")),
            ("entry", N_("Make an entry…"), partial(self.open_form, "entry")),
            ("close_month", N_("Close a month…"), self.go_to_close),
        )
        return [
            *self.page_commands(pages, words),
            *(Command(f"books {key}", title, partial(self._act, run), "books", "", words) for key, title, run in deeds),
        ]

    def _act(self, run: Callable[[], object]) -> None:
        self._desk.show("books")
        run()

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Every page, and the forms."""
        made: list[tuple[str, Callable[[], object]]] = [
            (key, partial(self.come, key)) for group in SEGMENTS for key, _title in group.pages
        ]
        forms = [(name, partial(self._act, partial(self.open_form, name))) for name in ("expense", "entry")]
        return [*made, *forms]
