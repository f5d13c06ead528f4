"""The screen of products and stock: its lists, the pages in front of them, and how one comes from one to another."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import PageHead
from shopdesk.desk.tabs.stock.asked import tab_commands
from shopdesk.desk.tabs.stock.facts import Known, find_code, look_up
from shopdesk.desk.tabs.stock.lists import LISTS, StockLists
from shopdesk.desk.tabs.stock.pages import Page, StockPages
from shopdesk.desk.tabs.stock.stock_list import QUICK, Facts, read_facts
from shopdesk.desk.wedge import Wedge
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.columns import Tone
from shopdesk.store.rows import quoted
from shopdesk.text import _

TABLES: Final = (
    "sku", "product", "barcode", "supplier", "stock_move", "move_value", "stock_level", "order_line", "sales_order",
    "goods_receipt", "import_file", "setting", "warehouse", "count_session", "stock_count", "landed_cost", "inspection",
    "purchase_order", "purchase_line", "lot", "sku_place", "transfer", "allocation", "bundle_part",
)  # fmt: skip
"""What the screen shows something of."""


class StockTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        self.pages = StockPages(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.lists = StockLists(desk, self.show_place, self.pages.lists)
        inner = QVBoxLayout(self.pages.lists)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._head())
        inner.addWidget(self.lists, 1)
        self._connect()
        self._ask_facts()

    def _head(self) -> PageHead:
        head = PageHead(_("Products & stock"))
        self.segments = Segments([(key, _(title)) for key, title in LISTS], _("What to show"))
        head.add_left(self.segments)
        self.buttons = {
            "new": button(_("New product"), self.add_product, icon_name="add", shortcut=QKeySequence("Ctrl+N")),
            "receive": button(_("Receive"), self.open_receive, icon_name="receipt", shortcut=QKeySequence("F6")),
            "adjust": button(_("Adjust"), self.open_adjust, icon_name="adjust", shortcut=QKeySequence("F7")),
            "count": button(_("Count"), self.open_count, icon_name="count"),
            "transfer": button(_("Send a transfer"), self.open_transfer, icon_name="forward"),
            "value": button(_("Value by month"), self.open_value, icon_name="chart"),
        }
        self.buttons["count"].setToolTip("F8")  # which the window answers, whatever is in front
        self._titles = {key: made.text() for key, made in self.buttons.items()}
        head.add_right(*self.buttons.values())
        self._offer_own("stock")
        return head

    def _offer_own(self, key: str) -> None:
        """What belongs to one list alone is offered beside it alone."""
        self.buttons["new"].setVisible(key not in {"transfers", "places"})
        self.buttons["transfer"].setVisible(key == "transfers")
        self.buttons["value"].setVisible(key == "places")

    def _connect(self) -> None:
        self.segments.picked.connect(self.show_view)
        self.pages.left.connect(self.open_list)
        self.pages.waiting.connect(self._say_waiting)
        self.pages.received.connect(self._received)
        self.pages.transferred.connect(self._transferred)
        self._desk.changed.connect(self._follow)
        Wedge(self.pages.lists, spares_fields=True).scanned.connect(self._scanned)

    def _say_waiting(self, key: str, waiting: int) -> None:
        """A button says how many lines wait behind it."""
        made = self.buttons[key]
        shortcut = made.shortcut()
        made.setText(f"{self._titles[key]} ({waiting})" if waiting else self._titles[key])
        made.setShortcut(shortcut)  # which Qt takes away with the old text

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("stock.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        self.pages.show_shop(facts, self._figures)
        self.buttons["adjust"].setEnabled(facts.counts["all"] > 0)
        self.lists.show_shop(facts, self._figures)
        self._arrival.know()

    def _follow(self, changes: Any) -> None:
        if not touches(changes.tables, *TABLES):
            return
        self._ask_facts()
        if self._facts is not None:
            self.lists.refresh()

    # ------------------------------------------------------------------------------------------------ going about

    @property
    def grid(self) -> DeskGrid:
        """The grid in front."""
        return self.lists.grid

    def show_view(self, key: str) -> None:
        """One of LISTS."""
        self.pages.show_lists()
        self.segments.set_current(key)
        self._offer_own(key)
        self.lists.choose(key)
        self.grid.totals.tell()
        self._focus(self.grid)

    def _focus(self, widget: QWidget) -> None:
        if self.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_list(self) -> None:
        """Back from a page to the list that was shown before. A scan that comes late seeks there, and edits no cell."""
        self.show_view(self.segments.current)
        if self.isVisible():
            self.focus_search()

    def _come_to_stock(self) -> None:
        self.pages.show_lists()
        self.segments.set_current("stock")
        self._offer_own("stock")
        self.lists.come_to_stock()

    def add_product(self) -> None:
        """The form for a new product."""
        self._come_to_stock()
        self.lists.stock.add_product()

    def open_adjust(self) -> None:
        """The form for a change by hand, for the SKU that is selected."""
        self._come_to_stock()
        self.lists.stock.open_adjust()

    def open_labels(self) -> None:
        """The form for labels of the products that are selected."""
        self._come_to_stock()
        self.lists.stock.open_labels()

    def open_shelf(self) -> None:
        """The form for the shelf of the products that are selected."""
        self._come_to_stock()
        self.lists.stock.open_shelf()

    def open_transfer(self, transfer_id: int | None = None) -> None:
        """The page on which a transfer is sent; with one that is on its way, what arrives of it is scanned."""
        if transfer_id:
            self.pages.transfer.receive(transfer_id)
        else:
            self.pages.transfer.send()
        self._open_page(self.pages.transfer)

    def open_value(self) -> None:
        """What the stock was worth, month by month."""
        self._open_page(self.pages.value)

    def open_receive(self) -> None:
        """The page for goods received."""
        self._open_page(self.pages.receive)

    def open_count(self, code: str = "", session_id: int | None = None) -> None:
        """The page for a count, with a SKU to begin with, or that of one session."""
        self._open_page(self.pages.count)
        self.pages.count.come(code, session_id)

    def _open_page(self, one: Page) -> None:
        self.pages.open(one)
        self._desk.selection_told.emit(())  # the sums of the list are not those of the page
        self._focus(one)

    def _received(self, sku_id: int) -> None:
        self.open_list()
        if self.segments.current == "stock":
            self.lists.stock.seek(sku_id)

    def _transferred(self, transfer_id: int) -> None:
        self.show_view("transfers")
        self.lists.transfers.grid.seek(transfer_id)

    def _scanned(self, code: str) -> None:
        """A scanner read a code while a list had the keyboard: come to its product."""
        self._desk.ask("stock.scan", lambda tx: look_up(tx, code), partial(self._come_to_scanned, code))

    def _come_to_scanned(self, code: str, known: Known | None) -> None:
        if known is None:
            QApplication.beep()
            self._desk.tell(_("No SKU or barcode {sku} is known.").format(sku=code), Tone.WARN)
            return
        self._come_to_stock()
        self.lists.stock.seek(known.sku_id)

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place; while the shop is still being read, as soon as it is.

        `sku` (code) or `sku_id`, with `edit` the cell of it to type into. Or a list, filtered: `view` is one
        of LISTS, `quick` a key of its quick filters, `moves_of` a SKU, `document` an order or receipt whose moves are
        shown, besides `search`, `filters` (pairs of column key and text) and `import_id`. Or a `page`: "receive",
        perhaps of the order `purchase_id`; "count", of `session_id` or beginning with the SKU `count_of`;
        "transfer", to be sent or that of `transfer_id`; "value". Or a `form`: "product" or "adjustment", as it
        was left.
        """
        self._arrival.come(**where)

    def _go_to(
        self,
        page: str = "",
        sku: str = "",
        sku_id: int | None = None,
        edit: str = "",
        form: str = "",
        session_id: int | None = None,
        purchase_id: int | None = None,
        transfer_id: int | None = None,
        count_of: str = "",
        **which: Any,
    ) -> None:
        if which:
            self._go_to_list(**which)
        if sku or sku_id is not None:
            self._come_to_stock()
            self._desk.ask("stock.find", lambda tx: sku_id or find_code(tx, sku), partial(self._seek, sku, edit))
        if page == "count":
            self.open_count(count_of, session_id)
        elif page == "transfer":
            self.open_transfer(transfer_id)
        elif page == "value":
            self.open_value()
        elif page:
            self.open_receive()
            if purchase_id is not None:
                self.pages.receive.open_order(purchase_id)
        if form:
            self._come_to_stock()
            self.lists.stock.resume(form)

    def _go_to_list(
        self,
        view: str = "",
        quick: str = "",
        search: str = "",
        filters: Sequence[Sequence[str]] | None = None,
        moves_of: str = "",
        document: str = "",
        import_id: int | None = None,
        **_others: Any,
    ) -> None:
        wanted = [(str(key), str(text)) for key, text in filters or ()]
        wanted += [("sku", quoted(moves_of))] if moves_of else []
        wanted += [("document", quoted(document))] if document else []
        wanted += [("import_id", str(import_id))] if import_id is not None else []
        self.show_view(view or ("moves" if moves_of or document else "stock"))
        listed = self.lists.chosen
        if not (wanted or quick or search or filters is not None):
            return
        if isinstance(listed, DetailList):
            listed.narrow(quick, None, wanted, search)
        else:
            wanted += next((one.filters for one in QUICK if one.key == quick), ())
            self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(wanted)))

    def _seek(self, code: str, edit: str, sku_id: int | None) -> None:
        if sku_id is not None:
            self.lists.stock.seek(sku_id, edit)
        else:
            self._desk.tell(_("No SKU {sku} is in the shop.").format(sku=code), Tone.WARN)

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        query, stock = self.grid.query, self.lists.stock
        where: dict[str, Any] = {
            "view": self.segments.current,
            "search": query.search,
            "filters": [list(pair) for pair in query.filters],
        }
        if self.segments.current == "stock" and stock.shown_id is not None:
            where["sku_id"] = stock.shown_id
        if not self.pages.shows_lists:
            where.update(self.pages.place())
        elif stock.open_form:
            where["form"] = stock.open_form
        return where

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        if not self.pages.shows_lists:
            return self.pages.export_grid()
        return self.grid.export() if self.lists.shows_rows else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        if self.pages.shows_lists:
            self.grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The forms and pages, and the lists worth a name."""
        work = {
            "new": self.add_product, "receive": self.open_receive, "adjust": self.open_adjust,
            "labels": self.open_labels, "shelf": self.open_shelf,
            "transfer": self.open_transfer, "value": self.open_value,
        }  # fmt: skip
        come = {key: self._in_front(deed) for key, deed in work.items()}
        return tab_commands(partial(self._desk.show, "stock"), come, self._step_count, lambda: self.pages.count_state)

    def _step_count(self, name: str) -> None:
        self._desk.show("stock")
        self._open_page(self.pages.count)
        self.pages.count.buttons[name].click()

    def _in_front(self, work: Callable[[], object]) -> Callable[[], object]:
        def come_and_do() -> None:
            self._desk.show("stock")
            work()

        return come_and_do

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Further states worth a picture."""
        states: list[tuple[str, Callable[[], object]]] = [
            *((key, partial(self.show_view, key)) for key, _title in LISTS[1:]),
            ("new", self.add_product),
            ("adjust", self.open_adjust),
            ("receive", self.open_receive),
            ("count", self.open_count),
            ("transfer", self.open_transfer),
            ("value", self.open_value),
            ("shelf", self.open_shelf),
        ]
        return [(name, self._in_front(work)) for name, work in states]
