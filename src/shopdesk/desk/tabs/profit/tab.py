"""The screen of profit: days and channel above, then one of its pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport, touches
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.profit.channel_switch import ChannelSwitch, needed_width
from shopdesk.desk.tabs.profit.deeds import BooksDeeds
from shopdesk.desk.tabs.profit.expenses_list import ExpensesList
from shopdesk.desk.tabs.profit.facts import Facts, View, read_facts
from shopdesk.desk.tabs.profit.head import ProfitHead
from shopdesk.desk.tabs.profit.journal import JournalPage
from shopdesk.desk.tabs.profit.lines import accounts_of
from shopdesk.desk.tabs.profit.pages import ProfitPages
from shopdesk.desk.tabs.profit.span import Size, Span
from shopdesk.desk.tabs.profit.summary import SummaryPage
from shopdesk.desk.tabs.profit.tables import UNKNOWN, TablePage, month_id
from shopdesk.desk.widgets import Segments
from shopdesk.shop.profit.reports import count_unknown
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

TABLES: Final = (
    "posting", "journal_entry", "sales_order", "order_line", "refund", "move_value", "stock_move", "period_lock",
    "channel", "sku", "product", "setting", "expense", "supplier",
)  # fmt: skip
"""What the screen shows something of."""
SEGMENTS: Final = (
    ("summary", N_("Summary")),
    ("months", N_("By month")),
    ("channels", N_("By channel")),
    ("skus", N_("By SKU")),
    ("expenses", N_("Expenses")),
    ("journal", N_("Journal")),
    ("balance", N_("Trial balance")),
)


class ProfitTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts: Facts | None = None
        self._formats = Formats()
        self._view: View | None = None
        self._arrival = Arrival(self._go_to)
        self._fresh: set[str] = set()
        """Pages that show the view as it is now."""
        self._build()
        self._connect()
        self._ask_facts()

    # ------------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self.head = ProfitHead()
        self.deeds = BooksDeeds(self._desk, self.head.menu)
        self.segments = Segments([(key, _(title)) for key, title in SEGMENTS], _("What to show"))
        self.switch = ChannelSwitch()
        self.empty = EmptyState(
            "profit",
            _("What is truly earned will stand here, by month, channel and SKU. Import a channel's orders to begin."),
            (_("Import files…"), self._desk.doors.choose_files),
            self._desk.doors.open_demo,
        )
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.segments)
        line.addStretch(1)
        line.addWidget(self.switch)
        self.views = ProfitPages(self._desk)
        self.books = QWidget()
        column = QVBoxLayout(self.books)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addLayout(line)
        column.addWidget(self.views, 1)
        self.pages = QStackedWidget()
        for page in (self.books, self.empty):
            self.pages.addWidget(page)
        page_layout(self).addWidget(self.pages)

    def _connect(self) -> None:
        self.segments.picked.connect(self.show_segment)
        self.switch.picked.connect(self.show_channel)
        self.head.span_wanted.connect(self.show_span)
        self.head.sheet.clicked.connect(self.save_sheet)
        for made in (self.head.menu, self.head.closed):
            made.clicked.connect(self._offer_books)
        self.head.balance.clicked.connect(lambda: self.show_segment("balance"))
        self.head.unknown.clicked.connect(self.show_unknown)
        self.views.span_wanted.connect(self.show_span)
        self.views.span_opened.connect(self._open_span)
        self.views.channel_wanted.connect(self.show_channel)
        self.views.channel_opened.connect(self._open_channel)
        self.views.sku_opened.connect(self._open_sku)
        self.views.rows_wanted.connect(self.open_rows)
        self.views.account_wanted.connect(self._open_account)
        self.views.account_opened.connect(lambda code: self._open_account(code, self._shown.span))
        self.views.orders_wanted.connect(self._open_orders)
        self.views.unknown_wanted.connect(lambda: self._go_to(segment="skus", filters=UNKNOWN))
        self._desk.changed.connect(self._follow)

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("profit.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._formats.zone, self._formats.today):
            self._formats = Formats(facts.zone, facts.today)
        self._facts = facts
        self.pages.setCurrentWidget(self.empty if facts.books.first is None else self.books)
        self.head.show_books(facts)
        if self._view is None:
            self._view = View(Span.around(Size.MONTH, min(facts.books.last or facts.today, facts.today)))
        elif self._view.channel_id is not None and self._view.channel_id not in facts.channels:
            self._view = replace(self._view, channel_id=None)
        self._desk.ask("profit.unknown", count_unknown, self.head.show_unknown)
        self._fresh.clear()
        if not self._arrival.know():
            self._show()

    @property
    def _shown(self) -> View:
        """The view, once there is one."""
        assert self._view is not None
        return self._view

    def _room_beside(self) -> int:
        """The width that the pages leave to the channels."""
        return self.books.width() - needed_width(self.segments) - 24

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *TABLES):
            self._ask_facts()

    def _show(self) -> None:
        """Bring head and page in line with the view."""
        facts, view = self._facts, self._view
        if facts is None or view is None or self.pages.currentWidget() is self.empty:
            return
        key = self.segments.current
        self.head.show_span(view.span, facts)
        channels = {} if key == "channels" else facts.channels
        self.switch.show_channels(channels, view.channel_id, self._room_beside())
        page = self.views.page(key)
        self.views.setCurrentWidget(page)
        if key in self._fresh:
            return
        self._fresh.add(key)
        if isinstance(page, SummaryPage):
            page.show_view(view, facts, self._formats)
        elif isinstance(page, TablePage):
            page.stands_on = month_id(view.span.months[1]) if key == "months" else None
            page.show_view(view, facts)
        elif isinstance(page, JournalPage | ExpensesList):
            page.show_view(view, facts, self._formats)

    # ------------------------------------------------------------------------------------------------ where to be

    def show_segment(self, key: str) -> None:
        """Show one of the pages."""
        self.segments.set_current(key)
        self._show()
        self.views.page(key).setFocus()

    def show_span(self, span: Span) -> None:
        """Show other days."""
        if self._view is not None and span != self._view.span:
            self._view = replace(self._view, span=span)
            self._fresh.clear()
            self._show()

    def show_channel(self, channel_id: int | None) -> None:
        """Show one channel, None all of them."""
        if self._view is not None and channel_id != self._view.channel_id:
            self._view = replace(self._view, channel_id=channel_id)
            self._fresh.clear()
            self._show()

    def show_unknown(self) -> None:
        """The SKUs that were ever sold without a known cost."""
        self._go_to(segment="skus", size=Size.ALL.value, filters=UNKNOWN)

    def _open_span(self, span: Span) -> None:
        self.segments.set_current("summary")
        self.show_span(span)
        self._show()

    def _open_channel(self, row_id: int) -> None:
        self.segments.set_current("summary")
        self.show_channel(row_id or None)
        self._show()

    def _open_sku(self, code: str, is_untold: bool) -> None:
        """A SKU in the tab of stock; one without a cost with its cost to be typed."""
        self._desk.show("stock", sku=code, **({"edit": "cost"} if is_untold else {}))

    def open_rows(self, key: str, span: Span) -> None:
        """The postings that a line of the statement is made of."""
        self._open_postings(", ".join(quoted(role.value) for role in accounts_of(key)), span)

    def _open_account(self, code: str, span: Span) -> None:
        self._open_postings(quoted(code), span)

    def _open_postings(self, accounts: str, span: Span) -> None:
        self._go_to(segment="journal", filters=[*self._journal_filters(span), ("account_code", accounts)])

    def _journal_filters(self, span: Span) -> list[tuple[str, str]]:
        assert self._facts is not None
        channel = self._shown.channel_id
        made = [("entry_on", span.filter)] if span.filter else []
        return [*made, *([("channel", quoted(self._facts.stored[channel]))] if channel is not None else [])]

    def _open_orders(self, span: Span) -> None:
        assert self._facts is not None
        channel = self._shown.channel_id
        name = self._facts.stored[channel] if channel is not None else ""
        self._desk.show("orders", month=span.filter, channel=name)

    # ------------------------------------------------------------------------------------------------ doing

    def _offer_books(self) -> None:
        if self._facts is not None:
            self.deeds.offer(self._facts, self.open_expense)

    def save_sheet(self) -> None:
        """Ask for a place and write the profit sheet of the months shown."""
        if self._view is not None:
            self.deeds.save_sheet(*self._view.span.months)

    def ask_close(self) -> None:
        """Ask through which month the books are to be closed."""
        if self._facts is not None:
            self.deeds.ask_close(self._facts)

    def ask_reopen(self) -> None:
        """Ask from which month on the books are to be opened, and why."""
        if self._facts is not None:
            self.deeds.ask_reopen(self._facts)

    def open_expense(self) -> None:
        """The form of an expense, in the journal."""
        if self._facts is not None:
            self.pages.setCurrentWidget(self.books)
            self.segments.set_current("journal")
            self._show()
            self.views.journal.open_expense()

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.switch.fit(self._room_beside())

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to days, a channel and a page; see `_go_to`. While the shop is still being read, as soon as it is."""
        self._arrival.come(**where)

    def _go_to(
        self,
        segment: str = "",
        month: str = "",
        size: str = "",
        since: str = "",
        until: str = "",
        channel_id: int | None = None,
        entry_id: int | None = None,
        search: str = "",
        filters: Sequence[Sequence[str]] = (),
        form: str = "",
        **_others: Any,
    ) -> None:
        """`month` is "2026-11"; `size` with the days `since` and `until` any stretch; `filters` are of the page's grid.

        `entry_id` opens one entry of the journal; `form` "expense" is the form of an expense, as it was left.
        """
        assert self._facts is not None
        span = _span(self._facts, self._shown.span, month, size, since, until)
        self._view = View(span, channel_id if channel_id is not None else self._shown.channel_id)
        self._fresh.clear()
        if segment or entry_id is not None:
            self.segments.set_current("journal" if entry_id is not None else segment)
        self._show()
        pairs = [(str(key), str(text)) for key, text in filters]
        page = self.views.page(self.segments.current)
        if isinstance(page, JournalPage) and (pairs or search or entry_id is not None):
            page.show_rows([("entry_id", str(entry_id))] if entry_id is not None else pairs, search)
        elif isinstance(page, ExpensesList) and (pairs or search):
            page.show_rows(pairs, search)
        elif isinstance(page, TablePage) and (pairs or search):
            page.grid.set_query(replace(page.grid.query, search=search, filters=tuple(pairs)))
        if form:
            self.open_expense()

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        view, key = self._view, self.segments.current
        if view is None:
            return {"segment": key}
        span = view.span
        told: dict[str, Any] = {
            "segment": key, "size": span.size.value, "since": span.since.isoformat(), "until": span.until.isoformat(),
            "channel_id": view.channel_id,
        }  # fmt: skip
        grid = getattr(self.views.page(key), "grid", None)
        if grid is not None:
            told |= {"search": grid.query.search, "filters": [list(pair) for pair in grid.query.filters]}
        if key == "journal" and self.views.journal.is_expense_open:
            told["form"] = "expense"
        return told

    def export_grid(self) -> GridExport | None:
        """The table that is shown, for Export."""
        page = self.views.page(self.segments.current) if self._facts is not None else None
        return page.grid.export() if isinstance(page, TablePage | JournalPage | ExpensesList) else None

    def focus_search(self) -> None:
        """Ctrl+F: the search of the table that is shown; from the summary that of the journal."""
        if self.segments.current == "summary":
            self.show_segment("journal")
        page = self.views.page(self.segments.current)
        if isinstance(page, TablePage | JournalPage | ExpensesList):
            page.grid.bar.search.setFocus()
            page.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """What the palette offers."""
        words = N_("profit, books, ledger, accounting")
        pages: tuple[tuple[str, str], ...] = (
            ("summary", N_("Show the profit statement")),
            ("months", N_("Show profit by month")),
            ("channels", N_("Show profit by channel")),
            ("skus", N_("Show profit by SKU")),
            ("expenses", N_("Show expenses")),
            ("journal", N_("Show the journal")),
            ("balance", N_("Show the trial balance")),
        )
        made = [Command(f"profit {key}", title, partial(self._come, key), "profit", "", words) for key, title in pages]
        deeds: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("unknown", N_("List SKUs of unknown cost"), self.show_unknown),
            ("expense", N_("Book an expense…"), self.open_expense),
            ("sheet", N_("Save the profit sheet…"), self.save_sheet),
            ("close", N_("Close the books…"), self.ask_close),
            ("reopen", N_("Reopen the books…"), self.ask_reopen),
        )
        return [
            *made,
            *(
                Command(f"profit {key}", title, partial(self._act, run), "books", "", words)
                for key, title, run in deeds
            ),
        ]

    def _come(self, segment: str) -> None:
        self._desk.show("profit", segment=segment)

    def _act(self, run: Callable[[], object]) -> None:
        self._desk.show("profit")
        run()

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Every page, and the form of an expense."""
        made: list[tuple[str, Callable[[], object]]] = [
            (key, partial(self._come, key)) for key, _title in SEGMENTS if key != "summary"
        ]
        return [*made, ("expense", partial(self._act, self.open_expense))]


def _span(facts: Facts, now: Span, month: str, size: str, since: str, until: str) -> Span:
    """The days that a place names, else those of now."""
    if month:
        return Span.around(Size.MONTH, date.fromisoformat(f"{month}-01"))
    if size == Size.ALL:
        return Span(Size.ALL, facts.books.first or facts.today, facts.books.last or facts.today)
    if size and since and until:
        return Span(Size(size), date.fromisoformat(since), date.fromisoformat(until))
    return now
