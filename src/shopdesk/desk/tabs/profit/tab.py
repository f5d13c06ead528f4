"""The screen of profit: days and channel above, then one of its pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport, touches
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.profit.channel_switch import ChannelSwitch, needed_width
from shopdesk.desk.tabs.profit.closing import ClosingPopup
from shopdesk.desk.tabs.profit.facts import Facts, View, read_facts
from shopdesk.desk.tabs.profit.head import ProfitHead
from shopdesk.desk.tabs.profit.journal import JournalPage
from shopdesk.desk.tabs.profit.lines import accounts_of
from shopdesk.desk.tabs.profit.sheet_job import write_sheet
from shopdesk.desk.tabs.profit.span import Size, Span
from shopdesk.desk.tabs.profit.summary import SummaryPage
from shopdesk.desk.tabs.profit.tables import (
    NO_SKU,
    UNKNOWN,
    TablePage,
    balance_page,
    channels_page,
    month_id,
    month_of,
    months_page,
    skus_page,
)
from shopdesk.desk.widgets import Segments
from shopdesk.shop.columns import Tone
from shopdesk.shop.ledger.actions import close_period, reopen_period
from shopdesk.shop.profit.reports import count_unknown
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

TABLES: Final = (
    "posting", "journal_entry", "sales_order", "order_line", "refund", "move_value", "stock_move", "period_lock",
    "channel", "sku", "product", "setting",
)  # fmt: skip
"""What the screen shows something of."""
SEGMENTS: Final = (
    ("summary", N_("Summary")),
    ("months", N_("By month")),
    ("channels", N_("By channel")),
    ("skus", N_("By SKU")),
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
        self._waiting: Mapping[str, Any] | None = None
        self._fresh: set[str] = set()
        """Pages that show the view as it is now."""
        self._build()
        self._connect()
        self._ask_facts()

    # ------------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self.head = ProfitHead()
        self.segments = Segments([(key, _(title)) for key, title in SEGMENTS], _("What to show"))
        self.switch = ChannelSwitch()
        self.empty = EmptyState(
            "profit",
            _("What is truly earned will stand here, by month, channel and SKU. Import a channel's orders to begin."),
            (_("Import files…"), self._import),
            self._desk.doors.open_demo,
        )
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.segments)
        line.addStretch(1)
        line.addWidget(self.switch)
        self.views = QStackedWidget()
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
        self.head.menu.clicked.connect(self._offer_books)
        self.head.closed.clicked.connect(self._offer_books)
        self.head.balance.clicked.connect(lambda: self.show_segment("balance"))
        self.head.unknown.clicked.connect(self.show_unknown)
        self._desk.changed.connect(self._follow)

    # Made when they are first shown.

    @cached_property
    def summary(self) -> SummaryPage:
        """Chart, statement and number."""
        made = SummaryPage(self._desk)
        made.span_wanted.connect(self.show_span)
        made.channel_wanted.connect(self.show_channel)
        made.rows_wanted.connect(self.open_rows)
        made.account_wanted.connect(self._open_account)
        made.orders_wanted.connect(self._open_orders)
        made.skus_wanted.connect(lambda: self._go_to(segment="skus", filters=UNKNOWN))
        return made

    @cached_property
    def months(self) -> TablePage:
        """Profit by month."""
        made = months_page(self._desk)
        made.opened.connect(lambda row_id: self._open_span(Span.around(Size.MONTH, month_of(row_id))))
        return made

    @cached_property
    def channels(self) -> TablePage:
        """Profit by channel."""
        made = channels_page(self._desk)
        made.opened.connect(self._open_channel)
        return made

    @cached_property
    def skus(self) -> TablePage:
        """Profit by SKU."""
        made = skus_page(self._desk)
        made.opened.connect(self._open_sku)
        return made

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
        made.opened.connect(self._open_balance)
        return made

    def _page(self, key: str) -> QWidget:
        made: QWidget = getattr(self, key)
        if self.views.indexOf(made) < 0:
            self.views.addWidget(made)
        return made

    def _is_made(self, key: str) -> bool:
        return key in self.__dict__

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
        if self._waiting is not None:
            where, self._waiting = self._waiting, None
            self._go_to(**where)
        else:
            self._show()

    def _room_beside(self) -> int:
        """The width that the pages leave to the channels."""
        return self.books.width() - needed_width(self.segments) - 24

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *TABLES):
            self._ask_facts()

    def _show(self) -> None:
        """Bring head and page in line with the view."""
        facts, view = self._facts, self._view
        if facts is None or view is None or facts.books.first is None:
            return
        key = self.segments.current
        self.head.show_span(view.span, facts)
        channels = {} if key == "channels" else facts.channels
        self.switch.show_channels(channels, view.channel_id, self._room_beside())
        page = self._page(key)
        self.views.setCurrentWidget(page)
        if key in self._fresh:
            return
        self._fresh.add(key)
        if isinstance(page, SummaryPage):
            page.show_view(view, facts, self._formats)
        elif isinstance(page, TablePage):
            page.stands_on = month_id(view.span.months[1]) if key == "months" else None
            page.show_view(view, facts)
        elif isinstance(page, JournalPage):
            page.show_view(view, facts, self._formats)

    # ------------------------------------------------------------------------------------------------ where to be

    def show_segment(self, key: str) -> None:
        """Show one of the pages."""
        self.segments.set_current(key)
        self._show()
        self._page(key).setFocus()

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

    def _open_sku(self, row_id: int) -> None:
        """A SKU in the tab of stock; one without a cost with its cost to be typed."""
        if row_id == NO_SKU:
            return
        values = self.skus.values(row_id)
        if values.get("untold_units"):
            self._desk.show("stock", sku=values["bucket"], edit="cost")
        else:
            self._desk.show("stock", sku=values["bucket"])

    def _open_balance(self, row_id: int) -> None:
        assert self._view is not None
        self._open_account(str(self.balance.values(row_id)["code"]), self._view.span)

    def open_rows(self, key: str, span: Span) -> None:
        """The postings that a line of the statement is made of."""
        self._open_postings(", ".join(quoted(role.value) for role in accounts_of(key)), span)

    def _open_account(self, code: str, span: Span) -> None:
        self._open_postings(quoted(code), span)

    def _open_postings(self, accounts: str, span: Span) -> None:
        self._go_to(segment="journal", filters=[*self._journal_filters(span), ("account_code", accounts)])

    def _journal_filters(self, span: Span) -> list[tuple[str, str]]:
        assert self._facts is not None
        assert self._view is not None
        channel = self._view.channel_id
        made = [("entry_on", span.filter)] if span.filter else []
        return [*made, *([("channel", quoted(self._facts.stored[channel]))] if channel is not None else [])]

    def _open_orders(self, span: Span) -> None:
        assert self._facts is not None
        assert self._view is not None
        channel = self._view.channel_id
        name = self._facts.stored[channel] if channel is not None else ""
        self._desk.show("orders", month=span.filter, channel=name)

    # ------------------------------------------------------------------------------------------------ doing

    def _import(self) -> None:
        choose = getattr(self.window(), "choose_files", None)
        if choose is not None:
            choose()

    def _offer_books(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Books"))
        menu.addAction(_("Book an expense…"), self.open_expense)
        menu.addSeparator()
        menu.addAction(_("Close the books…"), self.ask_close)
        is_closed = self._facts is not None and self._facts.books.closed is not None
        menu.addAction(_("Reopen the books…"), self.ask_reopen).setEnabled(is_closed)
        menu.popup(self.head.menu.mapToGlobal(self.head.menu.rect().bottomLeft()))

    def open_expense(self) -> None:
        """The form of an expense, in the journal."""
        if self._facts is not None:
            self._open_books()
            self.segments.set_current("journal")
            self._show()
            self.journal.open_expense()

    def _open_books(self) -> None:
        self.pages.setCurrentWidget(self.books)

    def ask_close(self) -> ClosingPopup | None:
        """Ask through which month the books are to be closed."""
        if self._facts is None:
            return None
        popup = ClosingPopup(self)
        popup.ask_close(self._facts)
        popup.close_wanted.connect(partial(self._close, popup))
        popup.pop_up(self.head.menu)
        return popup

    def _close(self, popup: ClosingPopup, through: date) -> None:
        self._desk.do(close_period, through, then=popup.done, failed=popup.refused)

    def ask_reopen(self) -> ClosingPopup | None:
        """Ask from which month on the books are to be opened, and why."""
        if self._facts is None:
            return None
        popup = ClosingPopup(self)
        popup.ask_reopen(self._facts)
        popup.reopen_wanted.connect(partial(self._reopen, popup))
        popup.pop_up(self.head.menu)
        return popup

    def _reopen(self, popup: ClosingPopup, through: date, why: str) -> None:
        self._desk.do(reopen_period, through, why, then=popup.done, failed=popup.refused)

    def save_sheet(self) -> None:
        """Ask for a place and write the profit sheet of the months shown."""
        if self._view is None:
            return
        first, last = self._view.span.months
        months = first if first == last else f"{first} – {last}"
        name = _("Profit {shop} {months}.xlsx").format(shop=self._desk.shop_name, months=months)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / name.replace("/", "-"))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the profit sheet"), proposed, "Excel (*.xlsx)")
        if chosen:
            self.write_sheet(Path(chosen).with_suffix(".xlsx"))

    def write_sheet(self, path: Path) -> None:
        """Write the profit sheet of the months shown."""
        store, view = self._desk.store, self._view
        if store is None or view is None:
            return
        first, last = view.span.months
        work = partial(write_sheet, store=store, path=path, first=first, last=last)
        self._desk.run(_("Profit sheet"), work, self._written)

    def _written(self, path: Path) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        action = (_("Open folder"), partial(QDesktopServices.openUrl, folder))
        self._desk.tell(_("The profit sheet is written: {file}").format(file=path.name), Tone.GOOD, action)

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.switch.fit(self._room_beside())

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to days, a channel and a page; see `_go_to`. While the shop is still being read, as soon as it is."""
        if self._facts is None:
            self._waiting = where
        else:
            self._go_to(**where)

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
        **_others: Any,
    ) -> None:
        """`month` is "2026-11"; `size` with the days `since` and `until` any stretch; `filters` are of the page's grid.

        `entry_id` opens one entry of the journal.
        """
        assert self._facts is not None
        assert self._view is not None
        span = _span(self._facts, self._view.span, month, size, since, until)
        self._view = View(span, channel_id if channel_id is not None else self._view.channel_id)
        self._fresh.clear()
        if segment or entry_id is not None:
            self.segments.set_current("journal" if entry_id is not None else segment)
        self._show()
        pairs = [(str(key), str(text)) for key, text in filters]
        page = self._page(self.segments.current)
        if isinstance(page, JournalPage) and (pairs or search or entry_id is not None):
            page.show_rows([("entry_id", str(entry_id))] if entry_id is not None else pairs, search)
        elif isinstance(page, TablePage) and (pairs or search):
            page.grid.set_query(replace(page.grid.query, search=search, filters=tuple(pairs)))

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
        grid = getattr(getattr(self, key), "grid", None)
        if grid is not None:
            told |= {"search": grid.query.search, "filters": [list(pair) for pair in grid.query.filters]}
        return told

    def export_grid(self) -> GridExport | None:
        """The table that is shown, for Export."""
        page = self._page(self.segments.current) if self._facts is not None else None
        return page.grid.export() if isinstance(page, TablePage | JournalPage) else None

    def focus_search(self) -> None:
        """Ctrl+F: the search of the table that is shown; from the summary that of the journal."""
        if self.segments.current == "summary":
            self.show_segment("journal")
        page = self._page(self.segments.current)
        if isinstance(page, TablePage | JournalPage):
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
