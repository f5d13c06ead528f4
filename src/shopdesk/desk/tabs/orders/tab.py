"""The screen of orders: quick filters with counts, the grid, and the panel that follows the selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid import Shown, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState, PageHead, page
from shopdesk.desk.tabs.orders.detail import OrderPanel
from shopdesk.desk.tabs.orders.refunds_list import RefundsList
from shopdesk.desk.widgets import Segments
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.orders.actions import edit_orders
from shopdesk.shop.orders.reports import ORDER_ROWS, OrderDetail, fetch_channels, find_order
from shopdesk.shop.orders.rules import OrderKind, OrderState
from shopdesk.shop.orders.sheets import KINDS, ORDERS, STATES
from shopdesk.store.rows import Query, count, quoted
from shopdesk.text import N_, _

SENT: Final = "=shipped, =delivered, =completed"
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("unpaid", N_("Unpaid"), (("state", "=unpaid"),), N_("Placed and not paid yet")),
    Quick("to_ship", N_("To ship"), (("kind", "=sale"), ("state", "=paid")), N_("Paid and not sent yet")),
    Quick("shipped", N_("Shipped"), (("kind", "=sale"), ("state", SENT)), N_("Sent, delivered or completed")),
    Quick("returns", N_("Returns"), (("kind", "=return"),), N_("Goods that came back")),
    Quick("adjustments", N_("Adjustments"), (("kind", "=adjustment"),), N_("Corrections of the books"), rare=True),
    Quick(
        "no_cost", N_("Cost unknown"), (("state", SENT), ("profit", "=")),
        N_("Sent, with goods whose cost nobody has entered"), rare=True,
    ),
)  # fmt: skip
HIDDEN: Final = frozenset({"kind", "refunded", *(column.key for column in ORDERS.columns if not column.shown)})
"""Columns to be chosen: the kind stands in the pill of the state, refunds in the panel."""
TABLES: Final = (
    "sales_order", "order_line", "refund", "order_address", "customer", "stock_move", "move_value", "journal_entry",
    "after_sale", "posting", "sku", "product", "channel", "import_file", "setting",
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


def read_counts(tx: Any) -> dict[str, int]:
    """By key of QUICK, how many orders it finds."""
    return {one.key: count(tx, ORDER_ROWS, Query(filters=one.filters)) for one in QUICK}


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
        formatters = {"profit": self._profit, "state": _state}
        self.grid = DeskGrid("orders", ORDER_ROWS, desk, formatters=formatters, on_edit_many=self._edit)
        self.line = FilterLine(self.grid, QUICK, _("Filters of orders"))
        self.line.add_menu("channel", _("Channel"), self._offer_channels)
        self.line.add_menu("placed_at", _("Placed"), partial(self.line.offer_days, "placed_at"))
        self.panel = OrderPanel()
        self.pages = QStackedWidget(self)
        self.list = ListPage(desk, self.grid, self.line, self.panel, self.pages)
        self.grid.view.columns.arrange([column.key for column in ORDERS.columns], HIDDEN)
        self._build()
        self._connect()
        self._ask_facts()

    def _build(self) -> None:
        column = page(self)
        self.head = PageHead(_("Orders"))
        self.segments = Segments([("orders", _("Orders")), ("refunds", _("Refunds"))], _("What to show"))
        self.segments.picked.connect(self.show_view)
        self.head.add_left(self.segments)
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

    def _connect(self) -> None:
        self.grid.current_changed.connect(self._show_order)
        self.panel.sku_wanted.connect(lambda code: self._desk.show("stock", sku=code, edit="cost"))
        self.panel.moves_wanted.connect(lambda number: self._desk.show("stock", document=number))
        self.panel.row_wanted.connect(lambda import_id, rows: self.list.show_row(import_id, rows, self._figures))
        self._desk.changed.connect(self._follow)
        self.grid.loaded.connect(self._ask_counts, Qt.ConnectionType.SingleShotConnection)

    @cached_property
    def refunds(self) -> RefundsList:
        """The list of refunds, made when it is first shown."""
        made = RefundsList(self._desk)
        made.panel.order_wanted.connect(lambda number: self.show_place(order_no=number))
        self.pages.addWidget(made)
        return made

    def show_view(self, key: str) -> None:
        """Come to "orders" or "refunds"."""
        self.segments.set_current(key)
        if self._facts is None:
            return
        if key == "refunds":
            self.refunds.start(self._facts.today, self._facts.zone, self._figures)
            self.pages.setCurrentWidget(self.refunds)
        else:
            self.pages.setCurrentWidget(self.list if self._facts.channels else self.empty)

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
        self._facts = facts
        self.show_view(self.segments.current)
        self.grid.start(facts.today, facts.zone)
        self._arrival.know()

    def _take_counts(self, counts: Mapping[str, int]) -> None:
        self.line.show_counts(counts)
        self._desk.badge_told.emit("orders", counts["to_ship"])

    def _follow(self, changes: Any) -> None:
        if not touches(changes.tables, *TABLES):
            return
        self._ask_facts()
        if self._facts is not None:
            self.grid.refresh()
            if "refunds" in self.__dict__:
                self.refunds.refresh()
        if self._shown_id is not None:
            self._show_order(self._shown_id)

    def _show_order(self, order_id: int | None) -> None:
        self._shown_id = order_id
        self.list.side.setCurrentWidget(self.panel)
        if order_id is None:
            self._desk.forget("orders.detail")
            self.panel.show_note(_("Select an order to see its lines, its money and where it came from."))
        else:
            self._desk.ask("orders.detail", lambda tx: find_order(tx, order_id), self._take_order)

    def _take_order(self, detail: OrderDetail | None) -> None:
        if detail is None:
            self.panel.show_note(_("This order is no longer in the shop."))
        else:
            self.panel.show_order(detail, self._figures)

    def _profit(self, value: Any, row: Sequence[Any]) -> Shown:
        if value is not None:
            return self._figures.show(Kind.MONEY, value)
        if row[_SOLD_ON] is None:
            return Shown("")
        return Shown(_("not sent yet") if row[_STATE] == OrderState.PAID else _("cost unknown"), Tone.PLAIN)

    # ------------------------------------------------------------------------------------------------ doing

    def _edit(self, edits: Sequence[Edit]) -> None:
        """Write cells of the grid, all of them as one step of undo."""
        typed = [(order_id, key, parse_input(ORDERS.column(key), text)) for order_id, key, text in edits]
        self._desk.do(edit_orders, typed)

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
        **_others: Any,
    ) -> None:
        """`order_id` alone leaves the filters; everything else replaces them. `view` "refunds" comes to that list.

        `month` is of the books: "2026-02", and likewise "2026", "2026-02-03" or "2026-01-01..2026-03-31"; `channel` is
        a channel's title; `quick` a key of QUICK; `filters` are pairs of column key and filter text.
        """
        self.show_view(view)
        if view == "refunds":
            self.refunds.narrow(quick, import_id)
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
        if self.segments.current == "refunds":
            return {"view": "refunds"}
        query = self.grid.query
        return {"order_id": self._shown_id, "search": query.search, "filters": [list(pair) for pair in query.filters]}

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        if self.segments.current == "refunds":
            return self.refunds.grid.export()
        return self.grid.export() if self.pages.currentWidget() is self.list else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        grid = self.refunds.grid if self.segments.current == "refunds" else self.grid
        grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The quick filters."""
        words = N_("filter orders, list")
        titles = {
            "all": N_("Show all orders"),
            "unpaid": N_("Show unpaid orders"),
            "to_ship": N_("Show orders to ship"),
            "shipped": N_("Show shipped orders"),
            "returns": N_("Show returns"),
            "no_cost": N_("Show orders with unknown cost"),
        }
        return [
            Command(f"orders {key}", title, partial(self._go, key), "filter", "", words)
            for key, title in titles.items()
        ] + [
            Command("orders refunds", N_("Show refunds"), self._go_refunds, "return", "", words),
            Command("orders waiting", N_("Show refunds that wait"), self._go_waiting, "return", "", words),
        ]

    def _go_refunds(self, quick: str = "all") -> None:
        self._desk.show("orders", view="refunds", quick=quick)

    def _go_waiting(self) -> None:
        self._go_refunds("waits")

    def _go(self, quick: str) -> None:
        self._desk.show("orders", quick=quick)

    def pictures(self) -> list[tuple[str, Any]]:
        """Further states worth a picture: the row of the file behind the selected order."""
        return [("row", self._picture_row), ("refunds", self._go_refunds)]

    def _picture_row(self) -> None:
        self._desk.show("orders")
        detail = self.panel.detail
        if detail is not None and detail.sources:
            self.list.show_row(detail.sources[0].import_id, detail.sources[0].rows, self._figures)


def _state(value: Any, row: Sequence[Any]) -> Shown:
    """How far a sale has come; of a return or a correction, that it is one."""
    kind = row[_KIND]
    return Shown(*(said(STATES, value) if kind == OrderKind.SALE else said(KINDS, kind)))


_KIND: Final = [column.key for column in ORDERS.columns].index("kind")
_SOLD_ON: Final = [column.key for column in ORDERS.columns].index("sold_on")
_STATE: Final = [column.key for column in ORDERS.columns].index("state")
