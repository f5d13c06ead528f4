"""The line of filters over a grid: search, quick filters with live counts, menus, and whatever else is filtered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.flow import Flow
from shopdesk.desk.grid.filter_words import named
from shopdesk.desk.grid.formats import CellFormats
from shopdesk.desk.icons import icon
from shopdesk.desk.widgets import Words, button
from shopdesk.store.rows import Query
from shopdesk.text import N_, _

Filters = tuple[tuple[str, str], ...]
"""(column key, filter text), as in a Query."""

DAYS: Final = (
    ("today", N_("Today")),
    ("yesterday", N_("Yesterday")),
    ("7d", N_("Last 7 days")),
    ("30d", N_("Last 30 days")),
    ("90d", N_("Last 90 days")),
)


@dataclass(frozen=True, slots=True)
class Quick:
    """A filter that is one click away. `title` and `help` are msgids; `rare` ones hide while they find nothing."""

    key: str
    title: str
    filters: Filters
    help: str = ""
    rare: bool = False


class FilterLine(QWidget):
    """Shows and sets the query of one grid. Quick filters exclude each other and leave the other filters alone."""

    def __init__(self, grid: DeskGrid, quick: Sequence[Quick], name: str) -> None:
        super().__init__()
        self._grid = grid
        self._quick = {one.key: one for one in quick}
        self._own = {key for one in quick for key, _text in one.filters}
        """Columns that quick filters speak of: a quick filter clears them all."""
        self._counts: Mapping[str, int] = {}
        self._chips: dict[str, QPushButton] = {}
        self._menus: dict[str, QPushButton] = {}
        self._others: list[QPushButton] = []
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.flow = Flow()
        grid.bar.search.setMinimumWidth(theme.scaled(180))
        self.flow.line.addWidget(grid.bar.search)
        for one in quick:
            self._chips[one.key] = self._chip(one)
        self._count = Words("", "body", "muted")
        self._count.setAccessibleName(_("Rows shown"))
        self.flow.line.addWidget(self._count)
        row.addWidget(self.flow, 1)
        for made in (grid.bar.row_button, grid.bar.columns_button):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        grid.query_changed.connect(self._follow)
        grid.counted.connect(self._count.setText)
        self._follow(grid.query)

    # ------------------------------------------------------------------------------------------------ quick filters

    def _chip(self, one: Quick) -> QPushButton:
        made = button(_(one.title), partial(self.pick, one.key), look="chip")
        made.setCheckable(True)
        made.setToolTip(_(one.help))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.flow.line.addWidget(made)
        return made

    def pick(self, key: str) -> None:
        """Let a quick filter hold, in the place of the one before."""
        kept = tuple((column, text) for column, text in self._grid.query.filters if column not in self._own)
        query = replace(self._grid.query, filters=(*kept, *self._quick[key].filters))
        self._grid.set_query(query)
        self._follow(query)

    @property
    def current(self) -> str:
        """The key of the quick filter that holds, "" where none does."""
        now = {column: text for column, text in self._grid.query.filters if column in self._own}
        return next((one.key for one in self._quick.values() if dict(one.filters) == now), "")

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many rows each quick filter finds in the whole shop."""
        self._counts = counts
        self._label()

    def _label(self) -> None:
        formats: CellFormats = self._grid.rows.formats
        for key, chip in self._chips.items():
            one, number = self._quick[key], self._counts.get(key)
            title = _(one.title).replace("&", "&&")
            chip.setText(title if number is None else f"{title}  {formats.whole(number)}")
            chip.setAccessibleName(_(one.title) if number is None else f"{_(one.title)}: {number}")
            chip.setVisible(not one.rare or bool(number) or chip.isChecked())

    # ------------------------------------------------------------------------------------------------ menus

    def add_menu(self, key: str, title: str, fill: Callable[[QMenu], None]) -> None:
        """A chip that opens a menu to filter the column `key`; `fill` fills the menu when it opens."""
        made = QPushButton(title)
        made.setProperty("look", "chip")
        made.setIcon(icon("down", "muted"))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setAccessibleName(_("Filter by {column}").format(column=title))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.clicked.connect(partial(self._open, made, fill))
        self._menus[key] = made
        self.flow.line.insert(self.flow.line.place_of(self._count), made)
        self._follow(self._grid.query)

    def _open(self, chip: QPushButton, fill: Callable[[QMenu], None], _checked: bool = False) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(chip.accessibleName())
        fill(menu)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def offer_days(self, key: str, menu: QMenu) -> None:
        """Entries for the last days, months and year of a column of times."""
        today = self._grid.query.today
        choices = [(text, _(title)) for text, title in DAYS]
        if today is not None:
            before = f"{today.year - (today.month == 1)}-{(today.month - 2) % 12 + 1:02}"
            choices += [(f"{today:%Y-%m}", _("This month")), (before, _("Last month")), (f"{today:%Y}", _("This year"))]
        for text, title in choices:
            menu.addAction(title, partial(self._grid.set_filter, key, text))

    # ------------------------------------------------------------------------------------------------ what holds

    def _follow(self, query: Query) -> None:
        current = self.current
        for key, chip in self._chips.items():
            chip.setChecked(key == current)
        covered = dict(self._quick[current].filters) if current else {}
        others = [(key, text) for key, text in query.filters if text.strip() and key not in covered]
        for chip in self._others:
            self.flow.line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._others = [self._other(key, text) for key, text in others]
        for key, chip in self._menus.items():
            chip.setVisible(key not in dict(others))
        self._count.setVisible(not query.is_open)
        self._label()

    def _other(self, key: str, text: str) -> QPushButton:
        said = named(self._grid.source.sheet, key, text)
        made = button(f"{said}  ×", partial(self._grid.set_filter, key, ""), look="chip", name=said)
        made.setAccessibleName(said)
        made.setCheckable(True)
        made.setChecked(True)
        made.setToolTip(_("Remove this filter"))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.flow.line.insert(self.flow.line.place_of(self._count), made)
        made.show()
        return made
