"""What stands beside the list of orders: returns and refunds as lists, and the pages to pick and to pack."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.tabs.orders.pack_page import PackPage
from shopdesk.desk.tabs.orders.pick_page import PickPage
from shopdesk.desk.tabs.orders.refunds_list import RefundsList
from shopdesk.desk.tabs.orders.returns_list import ReturnsList
from shopdesk.text import N_

VIEWS: Final = (
    ("orders", N_("Orders")), ("pick", N_("Pick")), ("pack", N_("Pack")), ("returns", N_("Returns")),
    ("refunds", N_("Refunds")),
)  # fmt: skip
LISTS: Final = ("returns", "refunds")
"""Those of VIEWS that are lists beside that of the orders; each is the name of an attribute of `OrderPages`."""
SCANNED: Final = ("pick", "pack")
"""Those that are worked through by scanner, likewise."""


class OrderPages(QStackedWidget):
    """Each is made when it is first needed. `go` comes to a place of the screen, as its `show_place`."""

    left = Signal()
    """Back to the list of orders."""

    def __init__(self, desk: Desk, go: Callable[..., object], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._go = desk, go

    @cached_property
    def returns(self) -> ReturnsList:
        """The list of returns."""
        made = ReturnsList(self._desk)
        made.panel.order_wanted.connect(self._order)
        self.addWidget(made)
        return made

    @cached_property
    def refunds(self) -> RefundsList:
        """The list of refunds."""
        made = RefundsList(self._desk)
        made.panel.order_wanted.connect(self._order)
        self.addWidget(made)
        return made

    @cached_property
    def pick(self) -> PickPage:
        """The page for picking."""
        made = PickPage(self._desk)
        made.left.connect(self.left)
        self.addWidget(made)
        return made

    @cached_property
    def pack(self) -> PackPage:
        """The page for packing."""
        made = PackPage(self._desk)
        made.left.connect(self.left)
        self.addWidget(made)
        return made

    def _order(self, number: str) -> None:
        self._go(order_no=number)

    def listed(self, key: str) -> DetailList:
        """One of LISTS."""
        made: DetailList = getattr(self, key)
        return made

    def scanned(self, key: str) -> PickPage | PackPage:
        """One of SCANNED."""
        made: PickPage | PackPage = getattr(self, key)
        return made

    def refresh(self) -> None:
        """The shop has changed: what was read is read again; a box that is being packed stays as it is."""
        made: dict[str, Any] = vars(self)
        for key in (*LISTS, "pick"):
            if key in made:
                made[key].refresh()
