"""ABC × XYZ as a small table whose cells open their SKUs, and under it how old the stock is."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.detail_lines import Ruled, SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.planning.reports import Age, Cell
from shopdesk.shop.planning.sheets import STOCK_HEALTH
from shopdesk.text import _, n_

ROWS: Final = ("A", "B", "C")
COLUMNS: Final = ("X", "Y", "Z", "")
NOTHING: Final = Decimal(0)


class Matrix(QWidget):
    """Nine cells and one column of few data; each says its SKUs and its share of net sales."""

    picked = Signal(str, str)
    """ABC and XYZ of the cell that was chosen."""

    def __init__(self, cells: Sequence[Cell], figures: Figures) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        by_class = {(cell.abc, cell.xyz): cell for cell in cells}
        whole = sum((cell.revenue for cell in cells), NOTHING)
        for place, letter in enumerate(COLUMNS, 1):
            title = Words(letter or _("Few data"), "small", "muted")
            grid.addWidget(title, 0, place, Qt.AlignmentFlag.AlignHCenter)
            grid.setColumnStretch(place, 1)
        for line, letter in enumerate(ROWS, 1):
            grid.addWidget(Words(letter, "strong"), line, 0)
            for place, other in enumerate(COLUMNS, 1):
                grid.addWidget(self._cell(letter, other, by_class.get((letter, other)), whole, figures), line, place)

    def _cell(self, abc: str, xyz: str, cell: Cell | None, whole: Decimal, figures: Figures) -> QPushButton:
        skus = cell.skus if cell else 0
        share = cell.revenue / whole if cell and whole else NOTHING
        made = button(f"{skus:,}\n{share:.0%}" if skus else "·", partial(self.picked.emit, abc, xyz))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumWidth(theme.scaled(48))
        made.setFixedHeight(theme.scaled(44))
        made.setEnabled(bool(skus))
        told = n_("{count} SKU", "{count} SKUs", skus).format(count=skus)
        sales = figures.money(cell.revenue if cell else NOTHING)
        name = _("{cell}: {skus}, net sales {amount}").format(cell=abc + (xyz or "?"), skus=told, amount=sales)
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made


class MatrixPanel(SideDetail):
    """The matrix, what its letters mean, and the ages of the stock with their worth."""

    picked = Signal(str, str)
    aged = Signal(str)
    """Key of the column of an age that was chosen."""

    def __init__(self) -> None:
        super().__init__(_("Classes and ages"))

    def show_plan(self, cells: Sequence[Cell], ages: Sequence[Age], figures: Figures) -> None:
        """Show the classes and ages of a plan."""
        self.clear()
        self.set_head(_("ABC × XYZ"), _("SKUs and their share of net sales; a cell opens its SKUs"))
        place = self.section()
        matrix = Matrix(cells, figures)
        matrix.picked.connect(self.picked)
        place.addWidget(matrix)
        for key in ("abc", "xyz"):
            place.addWidget(Words(_(STOCK_HEALTH.column(key).help), "small", "muted", wrap=True))
        self._show_ages(self.section(_("Age of the stock")), ages, figures)
        self.finish()

    def _show_ages(self, place: QVBoxLayout, ages: Sequence[Age], figures: Figures) -> None:
        table = Ruled()
        table.head("", _("Pieces"), _("At cost"))
        for age in ages:
            title = _(STOCK_HEALTH.column(age.key).title)
            link = button(title, partial(self.aged.emit, age.key), look="link")
            table.add(link, figures.pieces(age.pieces), figures.money(age.value))
        total = sum((age.pieces for age in ages), NOTHING), sum((age.value for age in ages), NOTHING)
        table.add(_("Total"), figures.pieces(total[0]), figures.money(total[1]), strong=True, ruled=False)
        place.addWidget(table)
        place.addWidget(Words(_(STOCK_HEALTH.column("age_30").help), "small", "muted", wrap=True))
