"""The list of all stock moves."""

from datetime import date, tzinfo
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.shop.stock.reports import MOVE_ROWS
from shopdesk.shop.stock.sheets import MOVES
from shopdesk.text import N_, _

REASONS: Final = (
    Quick("all", N_("All"), ()),
    Quick("sale", N_("Sold"), (("reason", "=sale"),)),
    Quick("return", N_("Returns"), (("reason", "=return"),)),
    Quick("receipt", N_("Receipts"), (("reason", "=receipt, =opening"),), N_("Receipts and opening stock")),
    Quick("adjust", N_("Adjustments"), (("reason", "=adjust, =write_off"),), N_("Adjustments and write-offs")),
    Quick("count", N_("Stock counts"), (("reason", "=count"),)),
)
_SKU: Final = [column.key for column in MOVES.columns].index("sku")


class MovesList(QWidget):
    """Reads nothing before it is shown: there are as many moves as lines of orders."""

    sku_wanted = Signal(str)
    """Code of the SKU of a move that was opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.grid = DeskGrid("moves", MOVE_ROWS, desk)
        self.line = FilterLine(self.grid, REASONS, _("Filters of stock moves"))
        self.line.add_menu("moved_at", _("When"), partial(self.line.offer_days, "moved_at"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        self.grid.opened.connect(self._open)
        self.setFocusProxy(self.grid)

    def start(self, today: date, zone: tzinfo, _figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self.grid.start(today, zone)

    def refresh(self) -> None:
        """The shop has changed: read again, if anything was read."""
        if self.grid.query.today is not None:
            self.grid.refresh()

    def _open(self, move_id: int) -> None:
        row = self.grid.rows.find(move_id)
        code = self.grid.rows.value(row, _SKU) if row >= 0 else None
        if code is not None:
            self.sku_wanted.emit(code)
