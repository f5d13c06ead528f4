"""The screen of orders: quick filters with counts, the grid, and the panel that follows the selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.grid import Shown, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState, PageHead, page
from shopdesk.desk.tabs.orders.asked import tab_commands
from shopdesk.desk.tabs.orders.cells import HIDDEN, ORDER, left_cell, state_cell, unknown_profit
from shopdesk.desk.tabs.orders.deed_form import DeedForm
from shopdesk.desk.tabs.orders.deeds import OrderDeeds
from shopdesk.desk.tabs.orders.detail import OrderPanel
from shopdesk.desk.tabs.orders.pages import LISTS, SCANNED, VIEWS, OrderPages
from shopdesk.desk.tabs.orders.quick import QUICK, read_counts
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.fulfilment.reports import WAYBILL_ROWS, OnItsWay, find_way
from shopdesk.shop.fulfilment.sheets import WAYBILLS
from shopdesk.shop.orders.actions import edit_orders
from shopdesk.shop.orders.reports import ORDER_ROWS, OrderDetail, fetch_channels, find_order
from shopdesk.shop.orders.sheets import ORDERS
from shopdesk.shop.service.customers.actions import look_at_contact
from shopdesk.store.rows import Query, quoted
from shopdesk.text import _

MOST_CHOSEN: Final = 2_000
"""So many selected orders at most are dealt with at once."""
TABLES: Final = (
    "sales_order", "order_line", "refund", "order_address", "customer", "stock_move", "move_value", "journal_entry",
    "after_sale", "posting", "sku", "product", "channel", "import_file", "setting", "order_work", "allocation",
    "shipment", "stock_level", "customer_return", "return_line", "channel_promise", "warehouse", "lot",
)  # fmt: skip
"""What the screen shows something of."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screen needs to know of the shop before it shows anything."""

    today: date
    zone: ZoneInfo
    channels: Sequence[str]
    """Those that have orders."""


def read_facts(tx: Any) -> Facts:
    """The shop's day and zone, and its channels."""
    return Facts(tx.today, tx.zone, fetch_channels(tx))


def read_order(tx: Any, order_id: int) -> tuple[OrderDetail | None, OnItsWay | None]:
    """An order, and how it stands on its way."""
    return find_order(tx, order_id), find_way(tx, order_id)


class OrdersTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        self._shown_id: int | None = None
        self._counted = False
        formatters = {"profit": self._profit, "state": state_cell, "left": left_cell}
        self.grid = DeskGrid("orders", ORDER_ROWS, desk, formatters=formatters, on_edit_many=self._edit)
        self.line = FilterLine(self.grid, QUICK, _("Filters of orders"))
        self.line.add_menu("channel", _("Channel"), self._offer_channels)
        self.line.add_menu("placed_at", _("Placed"), partial(self.line.offer_days, "placed_at"))
        self.panel = OrderPanel()
        self.pages = OrderPages(desk, self.show_place, self)
        self.list = ListPage(desk, self.grid, self.line, self.panel, self.pages)
        self.form = DeedForm()
        self.list.side.addWidget(self.form)
        self.deeds = OrderDeeds(desk, self.form, self.chosen)
        self.grid.view.columns.arrange(ORDER, HIDDEN)
        self._build()
        self._connect()
        self._ask_facts()

    def _build(self) -> None:
        column = page(self)
        self.head = PageHead(_("Orders"))
        views = [(key, _(title)) for key, title in VIEWS]
        self.segments = Segments(views, _("What to show"))
        self.segments.picked.connect(self.show_view)
        self.head.add_left(self.segments)
        self.head.add_right(*self._buttons())
        column.addWidget(self.head)
        self.empty = EmptyState(
            "orders",
            _("Orders of all your channels will stand here. Import the order file of a channel to begin."),
            (_("Import files…"), self._desk.doors.choose_files),
            self._desk.doors.open_demo,
        )
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        column.addWidget(self.pages, 1)
        self.panel.show_note(_("Select an order to see its lines, its money and where it came from."))
        self.setFocusProxy(self.grid)

    def _buttons(self) -> list[QPushButton]:
        self.more = button(_("Actions"), self._offer_deeds, icon_name="more", shortcut=QKeySequence("F9"))
        self.waybills = button(_("Waybills out"), self._waybills_out, icon_name="export")
        self.allocate = button(_("Allocate"), self.deeds.allocate_all, icon_name="all", shortcut=QKeySequence("F6"))
        self.to_pick = button(
            _("Pick list"), partial(self.show_view, "pick"), look="primary", shortcut=QKeySequence("F7")
        )
        self.expect = button(_("Expect from refunds"), self._expect, icon_name="return")
        self.expect.hide()
        return [self.expect, self.more, self.waybills, self.allocate, self.to_pick]

    def _connect(self) -> None:
        self.pages.left.connect(self.open_list)
        self.panel.deed_wanted.connect(self.deeds.wish)
        self.deeds.asked.connect(lambda: self.list.show_side(self.form))
        self.deeds.answered.connect(self.list.back)
        self.deeds.page_wanted.connect(self.show_view)
        self.deeds.return_wanted.connect(lambda return_id: self.show_place(view="returns", return_id=return_id))
        self.form.left.connect(self.list.back)
        self.grid.current_changed.connect(self._show_order)
        self.panel.lot_wanted.connect(lambda lot: self._desk.show("stock", view="lots", quick="all", search=lot))
        self.panel.sku_wanted.connect(lambda code: self._desk.show("stock", sku=code, edit="cost"))
        self.panel.moves_wanted.connect(lambda number: self._desk.show("stock", document=number))
        self.panel.row_wanted.connect(lambda import_id, rows: self.list.show_row(import_id, rows, self._figures))
        self.panel.case_wanted.connect(
            lambda order_id, number: self._desk.show("service", new={"order_id": order_id, "order_no": number})
        )
        self.panel.cases_wanted.connect(
            lambda number: self._desk.show("service", segment="cases", filters=[("order_no", quoted(number))])
        )
        self.panel.customer_wanted.connect(
            lambda customer_id: self._desk.show("service", segment="customers", row_id=customer_id)
        )
        self.panel.look_wanted.connect(self._look)
        self._desk.changed.connect(self._follow)
        self.grid.loaded.connect(self._ask_counts, Qt.ConnectionType.SingleShotConnection)

    def _look(self, customer_id: int, order_id: int) -> None:
        """Masked data is opened only once it is kept who opened it."""
        self._desk.do(look_at_contact, customer_id, "order", then=lambda _done: self.panel.reveal(order_id))

    def show_view(self, key: str, chosen: Sequence[int] = ()) -> None:
        """Come to one of VIEWS; `chosen` are the orders that are to be picked or packed."""
        self.segments.set_current(key)
        for made in (self.more, self.waybills):
            made.setVisible(key == "orders")
        self.expect.setVisible(key == "returns")
        if self._facts is None:
            return
        page: QWidget = self.list if self._facts.channels else self.empty
        if key in SCANNED:
            page = scanned = self.pages.scanned(key)
            scanned.start(self._figures, chosen)
            self._desk.selection_told.emit(())
        elif key in LISTS:
            page = listed = self.pages.listed(key)
            listed.start(self._facts.today, self._facts.zone, self._figures)
        is_other = self.pages.currentWidget() is not page
        self.pages.setCurrentWidget(page)
        if is_other and key != "orders" and self.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_list(self) -> None:
        """Back to the list of orders."""
        self.show_view("orders")
        self.list.back()

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("orders.facts", read_facts, self._take_facts)
        if self._counted:
            self._ask_counts()

    def _ask_counts(self) -> None:
        """Only once the rows are here: nobody should wait for them longer than for a badge."""
        self._counted = True
        self._desk.ask("orders.counts", read_counts, self._take_counts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        is_first, self._facts = self._facts is None, facts
        if is_first or self.segments.current not in SCANNED:  # whoever scans goes on where they are
            self.show_view(self.segments.current)
        self.grid.start(facts.today, facts.zone)
        self._arrival.know()

    def _take_counts(self, counts: Mapping[str, int]) -> None:
        self.line.show_counts(counts)
        picks, shortcut = counts["to_pick"], self.to_pick.shortcut()
        self.to_pick.setText(f"{_('Pick list')} ({picks})" if picks else _("Pick list"))
        self.to_pick.setShortcut(shortcut)  # which Qt takes away with the old text
        self.allocate.setEnabled(counts["to_allocate"] > 0)
        self._desk.badge_told.emit("orders", counts["open"])

    def _follow(self, changes: Any) -> None:
        if not touches(changes.tables, *TABLES):
            return
        self._ask_facts()
        if self._facts is not None:
            self.grid.refresh()
            self.pages.refresh()
        if self._shown_id is not None:
            self._show_order(self._shown_id)

    def _show_order(self, order_id: int | None) -> None:
        if order_id != self._shown_id or order_id is None:
            self.list.side.setCurrentWidget(self.panel)
        self._shown_id = order_id
        if order_id is None:
            self.deeds.detail = None
            self._desk.forget("orders.detail")
            self.panel.show_note(_("Select an order to see its lines, its money and where it came from."))
        else:
            self._desk.ask("orders.detail", partial(read_order, order_id=order_id), self._take_order)

    def _take_order(self, found: tuple[OrderDetail | None, OnItsWay | None]) -> None:
        detail, way = found
        self.deeds.detail = detail
        if detail is None:
            self.panel.show_note(_("This order is no longer in the shop."))
        else:
            self.panel.show_order(detail, self._figures, way)

    def _profit(self, value: Any, row: Sequence[Any]) -> Shown:
        return self._figures.show(Kind.MONEY, value) if value is not None else unknown_profit(row)

    # ------------------------------------------------------------------------------------------------ doing

    def _edit(self, edits: Sequence[Edit]) -> None:
        """Write cells of the grid, all of them as one step of undo."""
        typed = [(order_id, key, parse_input(ORDERS.column(key), text)) for order_id, key, text in edits]
        self._desk.do(edit_orders, typed)

    def chosen(self) -> list[int]:
        """The selected orders."""
        rows = (row for block in self.grid.view.blocks() for row in range(block.top, block.bottom + 1))
        found = dict.fromkeys(row_id for row in islice(rows, MOST_CHOSEN) if (row_id := self.grid.rows.row_id(row)))
        current = self.grid.view.current_id()
        return list(found) or ([current] if current is not None else [])

    def _offer_deeds(self) -> None:
        menu = self.deeds.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _waybills_out(self) -> None:
        """The orders that wait for a waybill, as a file for the carrier."""
        if self._desk.doors.export_grid is not None:
            query = Query(today=self._figures.today, zone=self._figures.zone)
            title = _(WAYBILLS.title)
            self._desk.doors.export_grid(GridExport(WAYBILL_ROWS, query, WAYBILLS.columns, title, "", is_whole=True))

    def _offer_channels(self, menu: QMenu) -> None:
        for title in self._facts.channels if self._facts is not None else ():
            menu.addAction(_(title), partial(self.grid.set_filter, "channel", quoted(title)))

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to an order or a list; see `_go_to`. While the shop is still being read, as soon as it is."""
        self._arrival.come(**where)

    def _go_to(
        self,
        order_id: int | None = None,
        order_no: str = "",
        quick: str = "",
        month: str = "",
        channel: str = "",
        import_id: int | None = None,
        search: str = "",
        filters: Sequence[Sequence[str]] = (),
        view: str = "orders",
        return_id: int | None = None,
        **_others: Any,
    ) -> None:
        """`order_id` alone leaves the filters; everything else replaces them. `view` is one of VIEWS.

        `month` is of the books: "2026-02", and likewise "2026", "2026-02-03" or "2026-01-01..2026-03-31"; `channel` is
        a channel's title; `quick` a key of QUICK; `filters` are pairs of column key and filter text.
        """
        self.show_view(view)
        if view in LISTS:
            self.pages.listed(view).narrow(quick, import_id if view != "returns" else None)
            if return_id is not None:
                self.pages.returns.grid.seek(return_id)
        if view != "orders":
            return
        wanted = [(str(key), str(text)) for key, text in filters]
        wanted += [("sold_on", month)] if month else []
        wanted += [("channel", quoted(channel))] if channel else []
        wanted += [("order_no", quoted(order_no))] if order_no else []
        wanted += [("import_id", str(import_id))] if import_id is not None else []
        wanted += next((one.filters for one in QUICK if one.key == quick), ())
        if wanted or search or quick or order_id is None:
            self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(wanted)))
        if order_id is not None:
            self.grid.seek(order_id)
            self._show_order(order_id)
        if self.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        if self.segments.current != "orders":
            return {"view": self.segments.current}
        query = self.grid.query
        return {"order_id": self._shown_id, "search": query.search, "filters": [list(pair) for pair in query.filters]}

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        if self.segments.current in LISTS:
            return self._front().export()
        return self.grid.export() if self.pages.currentWidget() is self.list else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        search = self._front().bar.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    def _front(self) -> DeskGrid:
        """The grid in front, that of orders where there is none."""
        key = self.segments.current
        return self.pages.listed(key).grid if key in LISTS else self.grid

    def commands(self) -> list[Command]:
        """The quick filters, the views, and what is done to everything that waits."""
        return tab_commands(self._desk.show, self.deeds.allocate_all, self._waybills_out, self._expect)

    def _go_to_view(self, view: str) -> None:
        self._desk.show("orders", view=view)

    def _expect(self) -> None:
        self._go_to_view("returns")
        self.pages.returns.expect()

    def pictures(self) -> list[tuple[str, Any]]:
        """Further states worth a picture: the row of the file behind the selected order."""
        views = (*SCANNED, *LISTS)
        return [("row", self._picture_row), *((key, partial(self._go_to_view, key)) for key in views)]

    def _picture_row(self) -> None:
        self._desk.show("orders")
        detail = self.panel.detail
        if detail is not None and detail.sources:
            self.list.show_row(detail.sources[0].import_id, detail.sources[0].rows, self._figures)
