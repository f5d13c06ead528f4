"""How every SKU does: classes, ages, cover, turnover; beside it the matrix that opens its cells."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.tabs.planning.facts import HEALTH_QUICK, Facts
from shopdesk.desk.tabs.planning.matrix import MatrixPanel
from shopdesk.shop.planning.reports import HEALTH_ROWS
from shopdesk.shop.planning.sheets import STOCK_HEALTH
from shopdesk.text import _


class AnalysisList(QWidget):
    """Reads nothing before it is shown."""

    sku_wanted = Signal(str)
    """Code of a SKU that was opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.grid = DeskGrid("analysis", HEALTH_ROWS, desk)
        hidden = frozenset(column.key for column in STOCK_HEALTH.columns if not column.shown)
        self.grid.view.columns.arrange([column.key for column in STOCK_HEALTH.columns], hidden)
        self.line = FilterLine(self.grid, HEALTH_QUICK, _("Filters of the stock analysis"))
        self.panel = MatrixPanel()
        self.page = ListPage(desk, self.grid, self.line, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.opened.connect(self._open)
        self.panel.picked.connect(self._pick)
        self.panel.aged.connect(self._pick_age)

    def start(self, facts: Facts, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self.grid.start(facts.today, facts.zone)
        self.line.show_counts(facts.health)
        self.panel.show_plan(facts.cells, facts.ages, figures)

    def refresh(self) -> None:
        """The plan has changed: read again, if anything was read."""
        if self.grid.query.today is not None:
            self.grid.refresh()

    def _pick(self, abc: str, xyz: str) -> None:
        """The SKUs of a cell."""
        self.grid.set_query(replace(self.grid.query, filters=(("abc", f"={abc}"), ("xyz", f"={xyz}"))))

    def _pick_age(self, key: str) -> None:
        """The SKUs with pieces of an age, most first."""
        self.grid.set_query(replace(self.grid.query, filters=((key, ">0"),), sort=((key, True),)))

    def _open(self, sku_id: int) -> None:
        row = self.grid.rows.find(sku_id)
        code = self.grid.rows.value(row, 0) if row >= 0 else None
        if code is not None:
            self.sku_wanted.emit(code)
