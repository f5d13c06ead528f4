"""The pages of the stock screen, where goods are received, counted and sent on, and what they were worth."""

from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.stock import receive_page, transfer_page
from shopdesk.desk.tabs.stock.counting.page import CountPage
from shopdesk.desk.tabs.stock.counting.scan_log import sessions_held
from shopdesk.desk.tabs.stock.receive_page import ReceivePage
from shopdesk.desk.tabs.stock.stock_list import Facts
from shopdesk.desk.tabs.stock.transfer_page import TransferPage
from shopdesk.desk.tabs.stock.value_page import ValuePage

PAGES: Final = ("receive", "count", "transfer", "value")
"""Each is the name of an attribute of `StockPages`."""
Page = ReceivePage | CountPage | TransferPage | ValuePage


class StockPages(QWidget):
    """One of them stands in front of the lists, or none does; each is made when it is first needed."""

    left = Signal()
    """Back to the lists."""
    waiting = Signal(str, int)
    """The key of a page, and how many lines wait on it."""
    received = Signal(int)
    """A SKU of the receipt that was posted."""
    transferred = Signal(int)
    """The transfer that was sent, or of which something was received."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        # From the outside in: what is given another parent has all that is in it dressed anew.
        self._stack = QStackedWidget()
        page_layout(self).addWidget(self._stack)
        self.lists = QWidget(self._stack)
        """What stands behind the pages."""
        self._stack.addWidget(self.lists)

    # ------------------------------------------------------------------------------------------------ the pages

    @cached_property
    def receive(self) -> ReceivePage:
        """The page for goods received."""
        made = ReceivePage(self._desk)
        made.done.connect(self.received)
        made.changed.connect(partial(self.waiting.emit, "receive"))
        self._add(made)
        return made

    @cached_property
    def count(self) -> CountPage:
        """The page for a count."""
        made = CountPage(self._desk)
        made.changed.connect(partial(self.waiting.emit, "count"))
        self._add(made)
        return made

    @cached_property
    def transfer(self) -> TransferPage:
        """The page on which a transfer is sent, or arrives."""
        made = TransferPage(self._desk)
        made.done.connect(self.transferred)
        made.changed.connect(partial(self.waiting.emit, "transfer"))
        self._add(made)
        return made

    @cached_property
    def value(self) -> ValuePage:
        """What the stock was worth, month by month."""
        made = ValuePage(self._desk)
        self._add(made)
        return made

    def _add(self, made: Page) -> None:
        made.left.connect(self.left)
        self._stack.addWidget(made)
        if self._facts is not None:
            made.show_shop(self._figures, self._facts)

    # ------------------------------------------------------------------------------------------------ following

    def show_shop(self, facts: Facts, figures: Figures) -> None:
        """Take what is known of the shop; a page with lines of before is made at once, to say how many wait."""
        self._facts, self._figures = facts, figures
        for page in self._made():
            page.show_shop(figures, facts)
        if receive_page.DRAFT in self._desk.drafts.keys:
            _ = self.receive
        if transfer_page.DRAFT in self._desk.drafts.keys:
            _ = self.transfer
        if sessions_held(self._desk.drafts.folder) and "count" not in vars(self):
            self.count.send_held()

    def _made(self) -> list[Page]:
        return [vars(self)[key] for key in PAGES if key in vars(self)]

    # ------------------------------------------------------------------------------------------------ what is in front

    @property
    def front(self) -> QWidget:
        """The page in front, or `lists`."""
        return self._stack.currentWidget() or self.lists

    @property
    def shows_lists(self) -> bool:
        """Whether no page stands in front of the lists."""
        return self.front is self.lists

    def show_lists(self) -> None:
        """Put the page in front away."""
        self._stack.setCurrentWidget(self.lists)

    def open(self, page: Page) -> None:
        """Bring a page to front."""
        self._stack.setCurrentWidget(page)

    @property
    def count_state(self) -> str | None:
        """The state of the count that is in front, or would be; None where there is none."""
        return self.count.state_of_session if "count" in vars(self) else None

    def place(self) -> dict[str, Any]:
        """Which page is in front, as `show_place` of the screen takes it; empty where none is."""
        if self.shows_lists:
            return {}
        where: dict[str, Any] = {"page": next(key for key in PAGES if vars(self).get(key) is self.front)}
        if where["page"] == "count" and self.count.session_id is not None:
            where["session_id"] = self.count.session_id
        if where["page"] == "transfer" and self.transfer.transfer_id is not None:
            where["transfer_id"] = self.transfer.transfer_id
        return where

    def export_grid(self) -> GridExport | None:
        """What the page in front shows in a grid, None where it has none to take out."""
        grid = self.value.grid if self.place().get("page") == "value" else None
        return None if grid is None else grid.export()
