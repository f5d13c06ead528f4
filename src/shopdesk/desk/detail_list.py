"""A list of documents, and beside it what is known of the one that is selected: the shape that such lists share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.list_page import ListPage
from shopdesk.store.rows import Query, RowSource, count
from shopdesk.text import _

IMPORT: Final = "import_id"
"""Column that says which import brought a row, in every list of this shape."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list is made of; its words are msgids."""

    name: str
    """Under which its layout is remembered."""
    source: RowSource
    quick: Sequence[Quick]
    filters: str
    """What the line of filters is called."""
    read: Callable[[Any, int], Any]
    """(tx, row id) → the facts that the panel shows, None where the row is gone."""
    select: str
    """What the panel says while nothing is selected."""
    gone: str
    """What it says of a row that is gone."""
    empty: str = ""
    counted: bool = False
    """Whether the quick filters say how many rows they find."""


class DocumentPanel(SideDetail):
    """The panel of such a list."""

    row_wanted = Signal(int, object)
    """Import, and the rows of it that made what is shown."""

    def show_facts(self, facts: Any, figures: Figures) -> None:
        """Show what was read; each list says how."""
        raise NotImplementedError


class DetailList(QWidget):
    """Reads nothing before it is started; follows the shop when it is told to `refresh`."""

    def __init__(
        self,
        desk: Desk,
        listed: Listed,
        panel: DocumentPanel,
        edit: Callable[[Sequence[Edit]], None] | None = None,
    ) -> None:
        """`edit` writes what was typed into cells; without it nothing can be."""
        super().__init__()
        self._desk, self._listed = desk, listed
        self._figures = Figures()
        self._detail, self._counts = f"{listed.name}.detail", f"{listed.name}.counts"
        empty = (_(listed.empty) if listed.empty else "", "")
        self.grid = DeskGrid(listed.name, listed.source, desk, on_edit_many=edit, empty=empty)
        self.line = FilterLine(self.grid, listed.quick, _(listed.filters))
        self.panel = panel
        self.page = ListPage(desk, self.grid, self.line, panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(self._show)
        panel.row_wanted.connect(lambda import_id, rows: self.page.show_row(import_id, rows, self._figures))
        self._show(None)

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures = figures
        self.grid.start(today, zone)
        self._count()

    def show_whole(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Read, or read again, what is the same whatever days are shown."""
        if self.grid.query.today is None:
            self.start(today, zone, figures)
        else:
            self.refresh()

    def refresh(self) -> None:
        """The shop has changed: read again, if anything was read."""
        if self.grid.query.today is not None:
            self.grid.refresh()
            self._show(self.grid.view.current_id())
            self._count()

    def narrow(
        self, quick: str = "", import_id: int | None = None, filters: Sequence[tuple[str, str]] = (), search: str = ""
    ) -> None:
        """Show what a quick filter and `filters` find, or what an import brought; other filters go."""
        wanted = [*filters, *next((one.filters for one in self._listed.quick if one.key == quick), ())]
        if import_id is not None:
            wanted.append((IMPORT, str(import_id)))
        self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(wanted)))

    def _count(self) -> None:
        if self._listed.counted:
            self._desk.ask(self._counts, partial(_counted, listed=self._listed), self.line.show_counts)

    def _show(self, row_id: int | None) -> None:
        self.page.side.setCurrentWidget(self.panel)
        if row_id is None:
            self._desk.forget(self._detail)
            self.panel.show_note(_(self._listed.select))
        else:
            self._desk.ask(self._detail, lambda tx: self._listed.read(tx, row_id), self._take)

    def _take(self, facts: Any) -> None:
        if facts is None:
            self.panel.show_note(_(self._listed.gone))
        else:
            self.panel.show_facts(facts, self._figures)


def _counted(tx: Any, listed: Listed) -> dict[str, int]:
    """By key of its quick filters, how many rows each finds."""
    return {
        one.key: count(tx, listed.source, Query(filters=one.filters, today=tx.today, zone=tx.zone))
        for one in listed.quick
    }
