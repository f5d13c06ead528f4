"""The lists of the stock screen, one in front of the others: SKUs, moves, receipts, counts, lots, places, transfers."""

from collections.abc import Callable
from functools import cached_property
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import EmptyState
from shopdesk.desk.tabs.stock.counting.counts_list import CountsList
from shopdesk.desk.tabs.stock.lots_list import LotsList
from shopdesk.desk.tabs.stock.moves_list import MovesList
from shopdesk.desk.tabs.stock.places_list import PlacesList
from shopdesk.desk.tabs.stock.receipts_list import ReceiptsList
from shopdesk.desk.tabs.stock.stock_list import Facts, StockList
from shopdesk.desk.tabs.stock.transfers_list import TransfersList
from shopdesk.text import N_, _

LISTS: Final = (
    ("stock", N_("Stock")), ("moves", N_("Moves")), ("receipts", N_("Receipts")), ("counts", N_("Counts")),
    ("lots", N_("Lots")), ("places", N_("Places")), ("transfers", N_("Transfers")),
)  # fmt: skip
"""Key, which is the name of an attribute of `StockLists` as well, and title."""

Beside = MovesList | CountsList | DetailList
"""Any of them but the list of SKUs."""


class StockLists(QStackedWidget):
    """The list of SKUs is there from the start, the others are made when they first come to front.

    Whatever leads elsewhere leads there through `go`, which takes what `show_place` of the screen takes.
    """

    def __init__(self, desk: Desk, go: Callable[..., object], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._go = desk, go
        self._figures = Figures()
        self._facts: Facts | None = None
        self.current = "stock"
        """The key of the list that is chosen."""
        self.stock = StockList(desk, self)
        self.empty = EmptyState(
            "stock",
            _("Products and what is on the shelf will stand here. Import a product file, or add the first one."),
            (_("Import files…"), desk.doors.choose_files),
            desk.doors.open_demo,
        )
        self.stock.panel.moves_wanted.connect(self._moves_of)
        self.stock.panel.order_wanted.connect(self._order)
        self.stock.panel.count_wanted.connect(lambda code: go(page="count", count_of=code))
        self.stock.panel.sku_wanted.connect(self._sku)
        self.stock.panel.lot_wanted.connect(lambda number: go(view="lots", quick="all", search=number))
        for view in (self.stock, self.empty):
            self.addWidget(view)

    # ------------------------------------------------------------------------------------------------ the lists

    @cached_property
    def moves(self) -> MovesList:
        """All moves."""
        made = MovesList(self._desk)
        made.sku_wanted.connect(self._sku)
        self.addWidget(made)
        return made

    @cached_property
    def receipts(self) -> ReceiptsList:
        """All goods receipts."""
        made = ReceiptsList(self._desk)
        made.panel.sku_wanted.connect(self._sku)
        made.panel.moves_wanted.connect(self._document)
        self.addWidget(made)
        return made

    @cached_property
    def counts(self) -> CountsList:
        """All counts, and what they came to."""
        made = CountsList(self._desk)
        made.wanted.connect(lambda session_id: self._go(page="count", session_id=session_id))
        made.sku_wanted.connect(self._sku)
        self.addWidget(made)
        return made

    @cached_property
    def lots(self) -> LotsList:
        """All lots, and the orders that got them."""
        made = LotsList(self._desk)
        made.panel.sku_wanted.connect(self._sku)
        made.panel.order_wanted.connect(self._order)
        self.addWidget(made)
        return made

    @cached_property
    def places(self) -> PlacesList:
        """All warehouses and shelves."""
        made = PlacesList(self._desk)
        made.panel.sku_wanted.connect(self._sku)
        self.addWidget(made)
        return made

    @cached_property
    def transfers(self) -> TransfersList:
        """All transfers."""
        made = TransfersList(self._desk)
        made.panel.sku_wanted.connect(self._sku)
        made.panel.moves_wanted.connect(self._document)
        made.panel.scan_wanted.connect(lambda transfer_id: self._go(page="transfer", transfer_id=transfer_id))
        self.addWidget(made)
        return made

    def _sku(self, code: str) -> None:
        self._go(sku=code)

    def _moves_of(self, code: str) -> None:
        self._go(moves_of=code)

    def _document(self, number: str) -> None:
        self._go(document=number)

    def _order(self, number: str) -> None:
        self._desk.show("orders", order_no=number)

    # ------------------------------------------------------------------------------------------------ what is in front

    @property
    def chosen(self) -> "StockList | Beside":
        """The list that is chosen."""
        return self.stock if self.current == "stock" else self._beside(self.current)

    @property
    def grid(self) -> DeskGrid:
        """The grid of the list that is chosen."""
        return self.chosen.grid

    def _beside(self, key: str) -> Beside:
        made: Beside = getattr(self, key)
        return made

    @property
    def shows_rows(self) -> bool:
        """Whether there is a grid to be seen, not what an empty shop says."""
        return self.currentWidget() is not self.empty

    def choose(self, key: str) -> None:
        """Bring one of LISTS to front."""
        self.current = key
        self._show()

    def come_to_stock(self) -> None:
        """Bring the list of SKUs to front even in a shop that has none: for its forms."""
        self.current = "stock"
        self.setCurrentWidget(self.stock)

    def _show(self) -> None:
        """The list that is chosen, as soon as the shop is known with what stands in it."""
        if self.current == "stock":
            self.setCurrentWidget(self.stock if self._has_any else self.empty)
            return
        listed = self._beside(self.current)
        self.setCurrentWidget(listed)
        if self._facts is not None:
            listed.start(self._facts.today, self._facts.zone, self._figures)

    @property
    def _has_any(self) -> bool:
        """Whether there is a SKU, or the form for the first one is open."""
        return self._facts is None or self._facts.counts["all"] > 0 or self.stock.open_form == "product"

    # ------------------------------------------------------------------------------------------------ following

    def show_shop(self, facts: Facts, figures: Figures) -> None:
        """Take what is known of the shop, and have the list in front read."""
        self._facts, self._figures = facts, figures
        self.stock.start(facts, figures)
        self._show()

    def refresh(self) -> None:
        """The shop has changed: all that was read is read again."""
        self.stock.refresh()
        for key, _title in LISTS[1:]:
            if key in vars(self):
                self._beside(key).refresh()
