"""The screen of buying: purchase orders, suppliers with how they deliver, what they ask, and the page of one order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import PageHead
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.buying import paper
from shopdesk.desk.tabs.buying.order_page import DRAFT, OrderPage
from shopdesk.desk.tabs.buying.orders_list import QUICK, OrdersList
from shopdesk.desk.tabs.buying.prices_list import PricesList
from shopdesk.desk.tabs.buying.suppliers_list import SuppliersList
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.buying.actions import cancel_purchase, close_purchase, order_purchase, reopen_purchase
from shopdesk.shop.buying.reports import PurchaseDetail, find_purchase
from shopdesk.shop.catalog.reports import supplier_names
from shopdesk.shop.columns import Tone
from shopdesk.shop.stock.reports import Place, fetch_warehouses
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

TABLES: Final = (
    "purchase_order", "purchase_line", "supplier", "supplier_sku", "goods_receipt", "stock_move", "inspection", "sku",
    "product", "warehouse", "import_file", "setting",
)  # fmt: skip
"""What the screen shows something of."""
LISTS: Final = (("orders", N_("Purchase orders")), ("suppliers", N_("Suppliers")), ("prices", N_("Prices")))
NEW: Final = {"orders": N_("New order"), "suppliers": N_("New supplier"), "prices": N_("New price")}
DEEDS: Final = {"order": order_purchase, "close": close_purchase, "cancel": cancel_purchase, "reopen": reopen_purchase}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screen knows of the shop."""

    today: date
    zone: tzinfo
    currency: str
    suppliers: Sequence[str]
    places: Sequence[Place]


def read_facts(tx: Any) -> Facts:
    """The shop's day, currency, suppliers and warehouses."""
    return Facts(tx.today, tx.zone, tx.currency, supplier_names(tx), fetch_warehouses(tx))


class BuyingTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        self.pages = QStackedWidget()
        page_layout(self).addWidget(self.pages)
        self.lists = QWidget(self.pages)
        self.pages.addWidget(self.lists)
        inner = QVBoxLayout(self.lists)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._head())
        self.views = QStackedWidget(self.lists)
        inner.addWidget(self.views, 1)
        self.views.addWidget(self.orders)
        self._desk.changed.connect(self._follow)
        self._ask_facts()

    def _head(self) -> PageHead:
        head = PageHead(_("Buying"))
        self.segments = Segments([(key, _(title)) for key, title in LISTS], _("What to show"))
        self.segments.picked.connect(self.show_view)
        self.new = button(_(NEW["orders"]), self.add, icon_name="add", look="primary", shortcut=QKeySequence("Ctrl+N"))
        head.add_left(self.segments)
        head.add_right(self.new)
        return head

    # Made when they are first needed.

    @cached_property
    def orders(self) -> OrdersList:
        """Purchase orders."""
        made = OrdersList(self._desk)
        made.panel.edit_wanted.connect(self.open_order)
        made.panel.deed_wanted.connect(self._do)
        made.panel.paper_wanted.connect(self._offer_paper)
        made.panel.receive_wanted.connect(lambda key: self._desk.show("stock", page="receive", purchase_id=key))
        made.panel.receipt_wanted.connect(self._show_receipt)
        made.panel.sku_wanted.connect(self._show_sku)
        return made

    @cached_property
    def suppliers(self) -> SuppliersList:
        """Who the shop buys from."""
        made = SuppliersList(self._desk)
        made.panel.orders_wanted.connect(partial(self._show_from, "orders"))
        made.panel.prices_wanted.connect(partial(self._show_from, "prices"))
        made.panel.products_wanted.connect(partial(self._show_stock_from, "stock"))
        made.panel.receipts_wanted.connect(partial(self._show_stock_from, "receipts"))
        made.panel.sku_wanted.connect(self._show_sku)
        self.views.addWidget(made)
        return made

    @cached_property
    def prices(self) -> PricesList:
        """What suppliers ask."""
        made = PricesList(self._desk)
        made.panel.sku_wanted.connect(self._show_sku)
        self.views.addWidget(made)
        return made

    @cached_property
    def page(self) -> OrderPage:
        """One order being written."""
        made = OrderPage(self._desk)
        made.left.connect(self.open_list)
        made.saved.connect(self._saved)
        self.pages.addWidget(made)
        self._tell_page(made)
        return made

    def _tell_page(self, made: OrderPage) -> None:
        facts = self._facts
        if facts is not None:
            made.show_shop(self._figures, facts.currency, facts.suppliers, facts.places)

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("buying.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        if "page" in self.__dict__:
            self._tell_page(self.page)
        self._start_list()
        self._arrival.know()

    def _start_list(self) -> None:
        if self._facts is not None:
            self._list.start(self._facts.today, self._facts.zone, self._figures)

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *TABLES):
            self._ask_facts()
            for name, _title in LISTS:
                if name in self.__dict__:
                    getattr(self, name).refresh()

    # ------------------------------------------------------------------------------------------------ going about

    @property
    def _list(self) -> DetailList:
        made: DetailList = getattr(self, self.segments.current)
        return made

    @property
    def grid(self) -> DeskGrid:
        """The grid in front."""
        return self._list.grid

    def show_view(self, key: str) -> None:
        """One of LISTS."""
        self.pages.setCurrentWidget(self.lists)
        self.segments.set_current(key)
        self.new.setText(_(NEW[key]))
        self.new.setShortcut(QKeySequence("Ctrl+N"))  # which Qt takes away with the old text
        self.views.setCurrentWidget(self._list)
        self._start_list()
        self.grid.totals.tell()
        if self.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_list(self) -> None:
        """Back from the page of an order."""
        self.show_view(self.segments.current)

    def add(self) -> None:
        """A new order, supplier or price, by what is shown."""
        if self.segments.current == "suppliers":
            self.suppliers.edit()
        elif self.segments.current == "prices":
            self.prices.edit()
        else:
            self.page.begin()
            self._open_page()

    def open_order(self, purchase_id: int) -> None:
        """The page of an order that is there."""

        def found(facts: PurchaseDetail | None) -> None:
            if facts is not None:
                self.page.open(facts)
                self._open_page()

        self._desk.ask("buying.order", lambda tx: find_purchase(tx, purchase_id), found)

    def _open_page(self) -> None:
        self.pages.setCurrentWidget(self.page)
        self._desk.selection_told.emit(())  # the sums of the list are not those of the page
        if self.isVisible():
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, purchase_id: int) -> None:
        self.show_view("orders")
        self.orders.grid.seek(purchase_id)

    def _do(self, deed: str, purchase_id: int) -> None:
        self._desk.do(DEEDS[deed], purchase_id, failed=lambda error: self._desk.tell(str(error), Tone.WARN))

    def _offer_paper(self, purchase_id: int) -> None:
        anchor = self.orders.panel
        paper.offer(self._desk, purchase_id, self._figures, anchor)

    def _show_receipt(self, number: str) -> None:
        self._desk.show("stock", view="receipts", filters=[("document_no", quoted(number))])

    def _show_sku(self, code: str) -> None:
        self._desk.show("stock", sku=code)

    def _show_from(self, view: str, supplier: str) -> None:
        self.show_place(view=view, filters=[("supplier", quoted(supplier))])

    def _show_stock_from(self, view: str, supplier: str) -> None:
        self._desk.show("stock", view=view, filters=[("supplier", quoted(supplier))])

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place; while the shop is still being read, as soon as it is.

        `view` is one of LISTS, filtered by `quick`, `filters` (pairs of column key and text), `search` and `import_id`;
        `purchase_id` stands on an order, `new` begins one, `draft` goes on with one that was not saved.
        """
        self._arrival.come(**where)

    def _go_to(
        self,
        view: str = "",
        quick: str = "",
        search: str = "",
        filters: Sequence[Sequence[str]] | None = None,
        import_id: int | None = None,
        purchase_id: int | None = None,
        new: bool = False,
        **_others: Any,
    ) -> None:
        self.show_view(view or ("orders" if purchase_id or new else self.segments.current))
        wanted = [(str(key), str(text)) for key, text in filters or ()]
        wanted += [("import_id", str(import_id))] if import_id is not None else []
        wanted += next((one.filters for one in QUICK if one.key == quick), ())
        if wanted or search or quick or filters is not None:
            self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(wanted)))
        if purchase_id is not None:
            self.orders.grid.seek(purchase_id)
        if new:
            self.add()

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        query = self.grid.query
        where: dict[str, Any] = {
            "view": self.segments.current, "search": query.search, "filters": [list(pair) for pair in query.filters],
        }  # fmt: skip
        if "page" in self.__dict__ and self.pages.currentWidget() is self.page and self._desk.drafts.get(DRAFT):
            where["new"] = True
        return where

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        return self.grid.export() if self.pages.currentWidget() is self.lists else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.open_list()
        self.grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The lists, and a new order."""
        show = partial(self._desk.show, "buying")
        rows = (
            ("new", N_("New purchase order"), partial(show, new=True), "add", N_("buy, order from a supplier")),
            ("orders", N_("Show purchase orders"), partial(show, view="orders"), "receipt", N_("po, on the way")),
            ("suppliers", N_("Show suppliers"), partial(show, view="suppliers"), "shop", N_("scorecard, lead time")),
            ("prices", N_("Show supplier prices"), partial(show, view="prices"), "listings", N_("moq, pack, quotes")),
        )  # fmt: skip
        return [Command(f"buying {key}", title, run, icon, "", words) for key, title, run, icon, words in rows]

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Further states worth a picture."""
        show = partial(self._desk.show, "buying")
        return [
            ("suppliers", partial(show, view="suppliers")), ("prices", partial(show, view="prices")),
            ("new", partial(show, new=True)),
        ]  # fmt: skip
