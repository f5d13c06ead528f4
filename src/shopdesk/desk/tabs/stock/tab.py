"""The screen of products and stock: the list of SKUs, all moves, and the pages to receive and to count."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState, PageHead
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.stock import receive_page
from shopdesk.desk.tabs.stock.counting.counts_list import CountsList
from shopdesk.desk.tabs.stock.counting.page import CountPage
from shopdesk.desk.tabs.stock.counting.scan_log import sessions_held
from shopdesk.desk.tabs.stock.facts import find_code
from shopdesk.desk.tabs.stock.lots_list import LotsList
from shopdesk.desk.tabs.stock.moves_list import MovesList
from shopdesk.desk.tabs.stock.places_list import PlacesList
from shopdesk.desk.tabs.stock.receipts_list import ReceiptsList
from shopdesk.desk.tabs.stock.receive_page import ReceivePage
from shopdesk.desk.tabs.stock.stock_list import QUICK, Facts, StockList, read_facts
from shopdesk.desk.tabs.stock.transfer_page import DRAFT as TRANSFER_DRAFT
from shopdesk.desk.tabs.stock.transfer_page import TransferPage
from shopdesk.desk.tabs.stock.transfers_list import TransfersList
from shopdesk.desk.tabs.stock.value_page import ValuePage
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.columns import Tone
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

TABLES: Final = (
    "sku", "product", "barcode", "supplier", "stock_move", "move_value", "stock_level", "order_line", "sales_order",
    "goods_receipt", "import_file", "setting", "warehouse", "count_session", "stock_count", "landed_cost", "inspection",
    "purchase_order", "purchase_line", "lot", "sku_place", "transfer", "allocation", "bundle_part",
)  # fmt: skip
"""What the screen shows something of."""
PAGES: Final = ("receive", "count", "transfer", "value")

LISTS: Final = (
    ("stock", N_("Stock")), ("moves", N_("Moves")), ("receipts", N_("Receipts")), ("counts", N_("Counts")),
    ("lots", N_("Lots")), ("places", N_("Places")), ("transfers", N_("Transfers")),
)  # fmt: skip


class StockTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        self._build()
        self._connect()
        self._ask_facts()

    # ------------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self.empty = EmptyState(
            "stock",
            _("Products and what is on the shelf will stand here. Import a product file, or add the first one."),
            (_("Import files…"), self._desk.doors.choose_files),
            self._desk.doors.open_demo,
        )
        # From the outside in: what is given another parent has all that is in it dressed anew.
        self.pages = QStackedWidget()
        page_layout(self).addWidget(self.pages)
        self.lists = QWidget(self.pages)
        self.pages.addWidget(self.lists)
        self.views = QStackedWidget(self.lists)
        self.stock = StockList(self._desk, self.views)
        for view in (self.stock, self.empty):
            self.views.addWidget(view)
        inner = QVBoxLayout(self.lists)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._head())
        inner.addWidget(self.views, 1)

    def _head(self) -> PageHead:
        head = PageHead(_("Products & stock"))
        self.segments = Segments([(key, _(title)) for key, title in LISTS], _("What to show"))
        head.add_left(self.segments)
        self.buttons = {
            "new": button(_("New product"), self.add_product, icon_name="add", shortcut=QKeySequence("Ctrl+N")),
            "receive": button(_("Receive"), self.open_receive, icon_name="receipt", shortcut=QKeySequence("F6")),
            "adjust": button(_("Adjust"), self.open_adjust, icon_name="adjust", shortcut=QKeySequence("F7")),
            "count": button(_("Count"), self.open_count, icon_name="count", shortcut=QKeySequence("F8")),
        }
        self.buttons["transfer"] = button(_("Send a transfer"), self.open_transfer, icon_name="forward")
        self.buttons["value"] = button(_("Value by month"), self.open_value, icon_name="chart")
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
        self.stock.panel.moves_wanted.connect(lambda code: self.show_place(moves_of=code))
        self.stock.panel.order_wanted.connect(lambda number: self._desk.show("orders", order_no=number))
        self.stock.panel.count_wanted.connect(self.open_count)
        self.stock.panel.sku_wanted.connect(lambda code: self.show_place(sku=code))
        self._desk.changed.connect(self._follow)

    # Made when they are first needed: together they would cost half of the time in which the tab opens.

    @cached_property
    def moves(self) -> MovesList:
        """All moves."""
        made = MovesList(self._desk)
        made.sku_wanted.connect(lambda code: self.show_place(sku=code))
        self.views.addWidget(made)
        return made

    @cached_property
    def receipts(self) -> ReceiptsList:
        """All goods receipts."""
        made = ReceiptsList(self._desk)
        made.panel.sku_wanted.connect(lambda code: self.show_place(sku=code))
        made.panel.moves_wanted.connect(lambda number: self.show_place(document=number))
        self.views.addWidget(made)
        return made

    @cached_property
    def lots(self) -> LotsList:
        """All lots, and the orders that got them."""
        made = LotsList(self._desk)
        made.panel.sku_wanted.connect(lambda code: self.show_place(sku=code))
        made.panel.order_wanted.connect(lambda number: self._desk.show("orders", order_no=number))
        self.views.addWidget(made)
        return made

    @cached_property
    def places(self) -> PlacesList:
        """All warehouses and shelves."""
        made = PlacesList(self._desk)
        made.panel.sku_wanted.connect(lambda code: self.show_place(sku=code))
        self.views.addWidget(made)
        return made

    @cached_property
    def transfers(self) -> TransfersList:
        """All transfers."""
        made = TransfersList(self._desk)
        made.panel.sku_wanted.connect(lambda code: self.show_place(sku=code))
        made.panel.moves_wanted.connect(lambda number: self.show_place(document=number))
        made.panel.scan_wanted.connect(self.open_transfer)
        self.views.addWidget(made)
        return made

    @cached_property
    def transfer(self) -> TransferPage:
        """The page on which a transfer is sent, or arrives."""
        made = TransferPage(self._desk)
        made.changed.connect(partial(self._say_waiting, "transfer", _("Send a transfer")))
        made.done.connect(self._transferred)
        self._add_page(made, made.left)
        if self._facts is not None:
            made.show_shop(self._figures)
        return made

    @cached_property
    def value(self) -> ValuePage:
        """What the stock was worth, month by month."""
        made = ValuePage(self._desk)
        self._add_page(made, made.left)
        if self._facts is not None:
            made.show_shop(self._figures, self._facts.currency)
        return made

    @cached_property
    def receive(self) -> ReceivePage:
        """The page for goods received."""
        made = ReceivePage(self._desk)
        made.received.connect(self._received)
        made.changed.connect(partial(self._say_waiting, "receive", _("Receive")))
        self._add_page(made, made.left)
        if self._facts is not None:
            made.show_shop(self._figures, self._facts.currency, self._facts.places)
        return made

    @cached_property
    def count(self) -> CountPage:
        """The page for a count."""
        made = CountPage(self._desk)
        made.changed.connect(partial(self._say_waiting, "count", _("Count")))
        self._add_page(made, made.left)
        if self._facts is not None:
            made.show_shop(self._figures)
        return made

    @cached_property
    def counts(self) -> CountsList:
        """All counts, and what they came to."""
        made = CountsList(self._desk)
        made.wanted.connect(lambda session_id: self.open_count(session_id=session_id))
        made.sku_wanted.connect(lambda code: self.show_place(sku=code))
        self.views.addWidget(made)
        return made

    def _add_page(self, made: QWidget, left: SignalInstance) -> None:
        left.connect(self.open_list)
        self.pages.addWidget(made)

    def _is_made(self, name: str) -> bool:
        return name in self.__dict__

    def _say_waiting(self, key: str, title: str, waiting: int) -> None:
        """A button says how many lines wait behind it."""
        made = self.buttons[key]
        shortcut = made.shortcut()
        made.setText(f"{title} ({waiting})" if waiting else title)
        made.setShortcut(shortcut)  # which Qt takes away with the old text

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("stock.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        if self._is_made("receive"):
            self.receive.show_shop(self._figures, facts.currency, facts.places)
        if self._is_made("count"):
            self.count.show_shop(self._figures)
        if self._is_made("transfer"):
            self.transfer.show_shop(self._figures)
        if self._is_made("value"):
            self.value.show_shop(self._figures, facts.currency)
        self._wake_drafts()
        self.buttons["adjust"].setEnabled(facts.counts["all"] > 0)
        self.stock.start(facts, self._figures)
        if self.segments.current == "stock":
            self._show_stock()
        else:
            self._start_list()
        self._arrival.know()

    def _wake_drafts(self) -> None:
        """Pages with lines of before are made at once: their buttons say how many wait."""
        if receive_page.DRAFT in self._desk.drafts.keys:
            _ = self.receive
        if TRANSFER_DRAFT in self._desk.drafts.keys:
            _ = self.transfer
        if sessions_held(self._desk.drafts.folder) and not self._is_made("count"):
            self.count.send_held()

    def _follow(self, changes: Any) -> None:
        if not touches(changes.tables, *TABLES):
            return
        self._ask_facts()
        if self._facts is not None:
            self.stock.refresh()
            for name in filter(self._is_made, (key for key, _title in LISTS[1:])):
                getattr(self, name).refresh()

    # ------------------------------------------------------------------------------------------------ going about

    @property
    def grid(self) -> DeskGrid:
        """The grid in front."""
        return (self.stock if self.segments.current == "stock" else self._list).grid

    @property
    def _list(self) -> MovesList | CountsList | DetailList:
        """The list beside that of the SKUs that is in front."""
        made: MovesList | CountsList | DetailList = getattr(self, self.segments.current)
        return made

    def show_view(self, key: str) -> None:
        """One of LISTS."""
        self.pages.setCurrentWidget(self.lists)
        self.segments.set_current(key)
        self._offer_own(key)
        if key == "stock":
            self._show_stock()
        else:
            self.views.setCurrentWidget(self._list)
            self._start_list()
        self.grid.totals.tell()
        self._focus(self.grid)

    def _start_list(self) -> None:
        """Have the list in front read, as soon as the shop is known."""
        if self._facts is not None:
            self._list.start(self._facts.today, self._facts.zone, self._figures)

    def _show_stock(self) -> None:
        """The list of SKUs, or what an empty shop says; a form that is open stays open."""
        has_any = self._facts is None or self._facts.counts["all"] > 0 or self._is_adding
        self.views.setCurrentWidget(self.stock if has_any else self.empty)

    @property
    def _is_adding(self) -> bool:
        return self.stock.open_form == "product"

    def _focus(self, widget: QWidget) -> None:
        if self.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_list(self) -> None:
        """Back from a page to the list that was shown before. A scan that comes late seeks there, and edits no cell."""
        self.show_view(self.segments.current)
        if self.isVisible():
            self.focus_search()

    def _come_to_stock(self) -> None:
        self.pages.setCurrentWidget(self.lists)
        self.segments.set_current("stock")
        self._offer_own("stock")
        self.views.setCurrentWidget(self.stock)

    def add_product(self) -> None:
        """The form for a new product."""
        self._come_to_stock()
        self.stock.add_product()

    def open_adjust(self) -> None:
        """The form for a change by hand, for the SKU that is selected."""
        self._come_to_stock()
        self.stock.open_adjust()

    def open_labels(self) -> None:
        """The form for labels of the products that are selected."""
        self._come_to_stock()
        self.stock.open_labels()

    def open_shelf(self) -> None:
        """The form for the shelf of the products that are selected."""
        self._come_to_stock()
        self.stock.open_shelf()

    def open_transfer(self, transfer_id: int | None = None) -> None:
        """The page on which a transfer is sent; with one that is on its way, what arrives of it is scanned."""
        if transfer_id:
            self.transfer.receive(transfer_id)
        else:
            self.transfer.send()
        self._open_page(self.transfer)

    def open_value(self) -> None:
        """What the stock was worth, month by month."""
        self._open_page(self.value)

    def _transferred(self, transfer_id: int) -> None:
        self.show_view("transfers")
        self.transfers.grid.seek(transfer_id)

    def open_receive(self) -> None:
        """The page for goods received."""
        self._open_page(self.receive)

    def open_count(self, code: str = "", session_id: int | None = None) -> None:
        """The page for a count, with a SKU to begin with, or that of one session."""
        self._open_page(self.count)
        self.count.come(code, session_id)

    def _open_page(self, one: QWidget) -> None:
        self.pages.setCurrentWidget(one)
        self._desk.selection_told.emit(())  # the sums of the list are not those of the page
        self._focus(one)

    def _received(self, sku_id: int) -> None:
        self.open_list()
        if self.segments.current == "stock":
            self.stock.seek(sku_id)

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place; while the shop is still being read, as soon as it is.

        `sku` (code) or `sku_id`, with `edit` the cell of it to type into. Or a list, filtered: `view` is one
        of LISTS, `quick` a key of QUICK, `moves_of` a SKU, `document` an order or receipt whose moves are
        shown, besides `search`, `filters` (pairs of column key and text) and `import_id`. Or a `page`: "receive" or
        "count", of which `session_id` says which one, or `purchase_id` the order that is received;
        "transfer", to be sent or that of `transfer_id`; "value". Or a `form`:
        "product" or "adjustment", as it was left.
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
        **which: Any,
    ) -> None:
        if which:
            self._go_to_list(**which)
        if sku or sku_id is not None:
            self._come_to_stock()
            self._desk.ask("stock.find", lambda tx: sku_id or find_code(tx, sku), partial(self._seek, sku, edit))
        if page == "count":
            self.open_count(session_id=session_id)
        elif page == "transfer":
            self.open_transfer(transfer_id)
        elif page == "value":
            self.open_value()
        elif page:
            self.open_receive()
            if purchase_id is not None:
                self.receive.open_order(purchase_id)
        if form:
            self._come_to_stock()
            self.stock.resume(form)

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
        wanted += next((one.filters for one in QUICK if one.key == quick), ())
        self.show_view(view or ("moves" if moves_of or document else "stock"))
        if wanted or quick or search or filters is not None:
            self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(wanted)))

    def _seek(self, code: str, edit: str, sku_id: int | None) -> None:
        if sku_id is not None:
            self.stock.seek(sku_id, edit)
        else:
            self._desk.tell(_("No SKU {sku} is in the shop.").format(sku=code), Tone.WARN)

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        query = self.grid.query
        where: dict[str, Any] = {
            "view": self.segments.current,
            "search": query.search,
            "filters": [list(pair) for pair in query.filters],
        }
        if self.segments.current == "stock" and self.stock.shown_id is not None:
            where["sku_id"] = self.stock.shown_id
        if self.pages.currentWidget() is not self.lists:
            where["page"] = next(key for key in PAGES if vars(self).get(key) is self.pages.currentWidget())
            if where["page"] == "count" and self.count.session_id is not None:
                where["session_id"] = self.count.session_id
            if where["page"] == "transfer" and self.transfer.transfer_id is not None:
                where["transfer_id"] = self.transfer.transfer_id
        elif self.stock.open_form:
            where["form"] = self.stock.open_form
        return where

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        if self._is_made("value") and self.pages.currentWidget() is self.value:
            return None if self.value.grid is None else self.value.grid.export()
        is_list = self.pages.currentWidget() is self.lists and self.views.currentWidget() is not self.empty
        return self.grid.export() if is_list else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        if self.pages.currentWidget() is self.lists:
            self.grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The forms and pages, and the lists worth a name."""
        front, show = self._in_front, partial(self._desk.show, "stock", view="stock")
        moves, receipts, counts, lots, places, transfers = (
            partial(self._desk.show, "stock", view=key) for key, _title in LISTS[1:]
        )
        rows: list[tuple[str, str, Callable[[], object], str, str, str]] = [
            ("new", N_("New product"), front(self.add_product), "add", "Ctrl+N", N_("add a SKU")),
            ("receive", N_("Receive goods"), front(self.open_receive), "receipt", "F6", N_("goods in, delivery")),
            ("adjust", N_("Adjust stock"), front(self.open_adjust), "adjust", "F7", N_("write off, opening stock")),
            ("count", N_("Count stock"), front(self.open_count), "count", "F8", N_("stocktaking, inventory")),
            ("labels", N_("Print labels"), front(self.open_labels), "scan", "Ctrl+P", N_("barcode, ean, qr")),
            ("shelf", N_("Set the shelf"), front(self.open_shelf), "stock", "", N_("place, location, put away")),
            ("transfer", N_("Send a transfer"), front(self.open_transfer), "forward", "", N_("move to a warehouse")),
            ("value", N_("Stock value by month"), front(self.open_value), "chart", "", N_("inventory account")),
            ("moves", N_("Show stock moves"), moves, "history", "", ""),
            ("receipts", N_("Show goods receipts"), receipts, "receipt", "", N_("goods in, delivery")),
            ("lots", N_("Show lots"), lots, "history", "", N_("batch, expiry, trace, recall")),
            ("places", N_("Show places"), places, "stock", "", N_("warehouse, shelf, location")),
            ("transfers", N_("Show transfers"), transfers, "forward", "", N_("in transit, on its way")),
            ("counts", N_("Show counts"), counts, "count", "", N_("stocktaking, shrinkage, due")),
            ("below", N_("Show products below zero"), partial(show, quick="below"), "filter", "", ""),
            ("no_cost", N_("Show products without a cost"), partial(show, quick="no_cost"), "filter", "", ""),
        ]
        return [
            Command(f"stock {key}", title, run, icon, shortcut, words)
            for key, title, run, icon, shortcut, words in rows
        ]

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
