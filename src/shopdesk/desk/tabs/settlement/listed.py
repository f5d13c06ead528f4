"""What the lists of settlement share: facts of one row, deeds beside it, and deeds on all that is selected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final

from shopdesk.desk.detail_list import DetailList, DocumentPanel
from shopdesk.desk.figures import Figures
from shopdesk.desk.flow import Flow
from shopdesk.desk.grid import CellFormats
from shopdesk.desk.tabs.settlement.deed_form import DeedForm
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Sheet
from shopdesk.store.rows import RowSource, fetch_page
from shopdesk.text import _

MOST: Final = 500
"""So many selected rows at most are dealt with at once."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row: its id, and its cells by column key."""

    row_id: int
    row: Mapping[str, Any]


def reader(source: RowSource) -> Callable[[Any, int], RowFacts | None]:
    """What reads one row of a list; None where it is gone."""
    keys = [column.key for column in source.sheet.columns]

    def read(tx: Any, row_id: int) -> RowFacts | None:
        cells = fetch_page(tx, source, [row_id])[0]
        return RowFacts(row_id, dict(zip(keys, cells, strict=True))) if cells else None

    return read


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do about a row: its words (msgid), whether it fits the row, and what does it."""

    title: str
    run: Callable[[RowFacts], object]
    fits: Callable[[RowFacts], bool] = lambda _facts: True
    icon: str = ""


class RowPanel(DocumentPanel):
    """Shows what is known of one row, and what can be done about it."""

    def __init__(self, name: str, sheet: Sheet, head: tuple[str, str], deeds: Sequence[Deed]) -> None:
        """`head`: the columns that say what it is called."""
        super().__init__(name)
        self._sheet, self._head, self._deeds = sheet, head, deeds

    def show_facts(self, facts: RowFacts, figures: Figures) -> None:
        """Show a row."""
        columns = self._sheet.columns
        cells = CellFormats(self._sheet, zone=figures.zone).row([facts.row[column.key] for column in columns])
        told = {column.key: (_(column.title), cell.text) for column, cell in zip(columns, cells, strict=True)}
        self.clear()
        title, subtitle = (told.get(key, ("", ""))[1] for key in self._head)
        self.set_head(title or subtitle, subtitle if title else "")
        fitting = [deed for deed in self._deeds if deed.fits(facts)]
        if fitting:
            line = Flow(gap=8)
            for deed in fitting:
                line.line.addWidget(button(_(deed.title), partial(deed.run, facts), icon_name=deed.icon))
            self.section().addWidget(line)
        self.facts("", [pair for key, pair in told.items() if key not in self._head and pair[1]])
        import_id, row = facts.row.get("import_id"), facts.row.get("source_row")
        if import_id and row:
            shown = button(_("Show the row of the file"), lambda: self.row_wanted.emit(import_id, [row]), look="link")
            self.section().addWidget(shown)
        self.finish()


class SettlementList(DetailList):
    """A list of settlement, with its form in the place of the panel."""

    @cached_property
    def form(self) -> DeedForm:
        """The form, made when it is first needed."""
        made = DeedForm(self._desk)
        self.page.side.addWidget(made)
        made.left.connect(self.page.back)
        return made

    def show_form(self) -> None:
        """Bring the form to front."""
        self.page.show_side(self.form)

    def chosen(self) -> list[int]:
        """The selected rows, or the current one."""
        rows = (row for block in self.grid.view.blocks() for row in range(block.top, block.bottom + 1))
        found = dict.fromkeys(row_id for row in islice(rows, MOST) if (row_id := self.grid.rows.row_id(row)))
        current = self.grid.view.current_id()
        return list(found) or ([current] if current is not None else [])
