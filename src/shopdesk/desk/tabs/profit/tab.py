"""The screen of profit: days and channel above, then one of its pages."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from shopdesk.desk.desk import Desk
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.page_switch import Group
from shopdesk.desk.spanned.pill_button import PillButton
from shopdesk.desk.spanned.span import Size, Span
from shopdesk.desk.spanned.tab import Screen, SpannedTab
from shopdesk.desk.tabs.profit.keys_form import ask_keys
from shopdesk.desk.tabs.profit.pages import ProfitPages
from shopdesk.desk.tabs.profit.sheet_job import write_sheet
from shopdesk.desk.tabs.profit.tables import UNKNOWN
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.profit.reports import count_unknown
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _, n_

TABLES: Final = (
    "posting", "journal_entry", "sales_order", "order_line", "refund", "move_value", "stock_move", "period_lock",
    "channel", "sku", "product", "setting", "settlement_line", "customer", "cost_key", "account",
)  # fmt: skip
"""What the screen shows something of."""
SEGMENTS: Final = (
    ("summary", N_("Summary")),
    ("months", N_("By month")),
    ("channels", N_("By channel")),
    ("skus", N_("By SKU")),
    ("orders", N_("By order")),
    ("groups", N_("By group")),
)
SCREEN: Final = Screen("profit", TABLES, (Group("profit", N_("Profit"), SEGMENTS),), frozenset({"channels"}))


class ProfitTab(SpannedTab):
    """See the contract in `desk.tabs`."""

    views: ProfitPages

    def __init__(self, desk: Desk) -> None:
        empty = EmptyState(
            "profit",
            _("What is truly earned will stand here, by month, channel and SKU. Import a channel's orders to begin."),
            (_("Import files…"), desk.doors.choose_files),
            desk.doors.open_demo,
        )
        super().__init__(desk, SCREEN, ProfitPages(desk), empty)
        self.unknown = PillButton()
        self.head.add_pill(self.unknown)
        self.sheet = button(_("Profit sheet"), self.save_sheet, icon_name="sheet", look="primary")
        self.sheet.setToolTip(_("A workbook of these months for the bookkeeper, with live formulas"))
        self.keys = button("", self.open_keys, icon_name="adjust", look="quiet", name=_("Keys of indirect costs"))
        self.keys.setToolTip(_("By what indirect costs are spread over channels and SKUs"))
        self.head.add_button(self.keys)
        self.head.add_button(self.sheet)
        self._connect()

    def _connect(self) -> None:
        self.head.balance.clicked.connect(partial(self._desk.show, "books", segment="balance"))
        self.head.closed.clicked.connect(partial(self._desk.show, "books"))
        self.unknown.clicked.connect(self.show_unknown)
        self.views.span_wanted.connect(self.show_span)
        self.views.span_opened.connect(self._open_span)
        self.views.channel_wanted.connect(self.show_channel)
        self.views.channel_opened.connect(self._open_channel)
        self.views.sku_opened.connect(self._open_sku)
        self.views.rows_wanted.connect(self.open_rows)
        self.views.account_wanted.connect(lambda code, span: self._open_postings(quoted(code), span))
        self.views.orders_wanted.connect(self._open_orders)
        self.views.unknown_wanted.connect(lambda: self._go_to(segment="skus", filters=UNKNOWN))

    def _take_facts(self, facts: Facts) -> None:
        self._desk.ask("profit.unknown", count_unknown, self.show_count)
        super()._take_facts(facts)

    def show_count(self, count: int) -> None:
        """Say how many SKUs were sold without a known cost."""
        words = n_("{count} SKU: cost unknown", "{count} SKUs: cost unknown", count).format(count=f"{count:,}")
        self.unknown.show_state(words if count else "", Tone.WARN, _("List the SKUs whose cost nobody has told"))

    # ------------------------------------------------------------------------------------------------ where to be

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

    def open_rows(self, codes: Sequence[str], span: Span) -> None:
        """The postings that a line of the statement is made of."""
        self._open_postings(", ".join(map(quoted, codes)), span)

    def _open_postings(self, accounts: str, span: Span) -> None:
        assert self._facts is not None
        view = View(span, self.view.channel_id)
        filters = [*view.filters(self._facts, "entry_on"), ("account_code", accounts)]
        self._desk.show("books", segment="journal", filters=filters, **view.place())

    def _open_orders(self, span: Span) -> None:
        assert self._facts is not None
        channel = self.view.channel_id
        name = self._facts.stored[channel] if channel is not None else ""
        self._desk.show("orders", month=span.filter, channel=name)

    # ------------------------------------------------------------------------------------------------ doing

    def open_keys(self) -> None:
        """Ask by what each indirect cost is spread."""
        ask_keys(self._desk, self.keys)

    def save_sheet(self) -> None:
        """Ask for a place and write the profit sheet of the months shown."""
        if self._view is None:
            return
        first, last = self._view.span.months
        months = first if first == last else f"{first} – {last}"
        name = _("Profit {shop} {months}.xlsx").format(shop=self._desk.shop_name, months=months)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / name.replace("/", "-"))
        title = _("Save the profit sheet")
        chosen, _kind = QFileDialog.getSaveFileName(self.window(), title, proposed, "Excel (*.xlsx)")
        if chosen:
            self.write_sheet(Path(chosen).with_suffix(".xlsx"), first, last)

    def write_sheet(self, path: Path, first: str, last: str) -> None:
        """Write the profit sheet; the status bar shows how far it is."""
        store = self._desk.store
        if store is not None:
            work = partial(write_sheet, store=store, path=path, first=first, last=last)
            self._desk.run(_("Profit sheet"), work, self._written)

    def _written(self, path: Path) -> None:
        action = (_("Open folder"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent))))
        self._desk.tell(_("The profit sheet is written: {file}").format(file=path.name), Tone.GOOD, action)

    # ------------------------------------------------------------------------------------------------ the contract

    def focus_search(self) -> None:
        """Ctrl+F: from the summary, the search of SKUs."""
        if self.segments.current == "summary":
            self.show_segment("skus")
        super().focus_search()

    def commands(self) -> list[Command]:
        """What the palette offers."""
        words = N_("profit, books, ledger, accounting")
        pages = {
            "summary": N_("Show the profit statement"),
            "months": N_("Show profit by month"),
            "channels": N_("Show profit by channel"),
            "skus": N_("Show profit by SKU"),
            "orders": N_("Show profit by order"),
            "groups": N_("Show profit by customer group"),
        }
        deeds: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("unknown", N_("List SKUs of unknown cost"), self.show_unknown),
            ("keys", N_("Set the keys of indirect costs…"), self.open_keys),
            ("sheet", N_("Save the profit sheet…"), self.save_sheet),
        )
        return [
            *self.page_commands(pages, words),
            *(
                Command(f"profit {key}", title, partial(self._act, run), "books", "", words)
                for key, title, run in deeds
            ),
        ]

    def _act(self, run: Callable[[], object]) -> None:
        self._desk.show("profit")
        run()

    def pictures(self) -> list[tuple[str, Callable[[], Any]]]:
        """Every page."""
        return [(key, partial(self.come, key)) for key, _title in SEGMENTS if key != "summary"]
