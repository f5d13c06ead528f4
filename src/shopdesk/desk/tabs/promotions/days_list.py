"""The shop's own days of the calendar in a list: added, renamed and moved in their cells, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import CellFormats, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.calendar.own_days import DAY_ROWS, OWN_DAYS, edit_days, remove_days
from shopdesk.shop.promotions.calendar.preparing import DAY_FIELDS, add_day
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, UserError, _


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day: its cells as the sheet has them."""

    festival_id: int
    cells: Sequence[Any]


def read_day(tx: Any, festival_id: int) -> OwnDay | None:
    """One of them; None where it is gone."""
    cells = fetch_page(tx, DAY_ROWS, [festival_id])[0]
    return OwnDay(festival_id, cells) if cells else None


LISTED: Final = Listed(
    "own_days", DAY_ROWS, (), OWN_DAYS.title, read_day,
    select=OWN_DAYS.help, gone=N_("This day is gone."),
    empty=N_("Fairs, live shows, the Prime Day of a year: days of the shop stand here and in the calendar."),
)  # fmt: skip


class DayPanel(DocumentPanel):
    """What is known of a day."""

    remove_wanted = Signal(int)

    def show_facts(self, facts: OwnDay, figures: Figures) -> None:
        """Show a day."""
        cells = CellFormats(OWN_DAYS, zone=figures.zone).row(facts.cells)
        self.clear()
        self.set_head(cells[0].text)
        self.facts(
            "", [(_(column.title), cell.text) for column, cell in zip(OWN_DAYS.columns[1:], cells[1:], strict=True)]
        )
        remove = partial(self.remove_wanted.emit, facts.festival_id)
        self.section().addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.finish()


class DaysList(DetailList):
    """The days."""

    def __init__(self, desk: Desk) -> None:
        panel = DayPanel(_(OWN_DAYS.title))
        super().__init__(desk, LISTED, panel, self._edit)
        self.part = PartForm(desk, _(OWN_DAYS.title))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.add = button(_("New day…"), self._begin, icon_name="add")
        self.line.flow.line.addWidget(self.add)
        panel.remove_wanted.connect(lambda festival_id: desk.do(remove_days, [festival_id]))
        delete = QShortcut(QKeySequence("Ctrl+Delete"), self.grid)
        delete.activated.connect(self.remove_chosen)

    def _begin(self) -> None:
        ask_day(self.part)
        self.page.show_side(self.part)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(OWN_DAYS.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_days, read, failed=self._refuse)

    def remove_chosen(self) -> None:
        """Ctrl+Delete: take out what is selected."""
        blocks = spans(self.grid.view.blocks())
        found = [festival_id for first, last in blocks for festival_id in self.grid.rows.ids(first, last)]
        if found:
            self._desk.do(remove_days, found, failed=self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)


def ask_day(form: PartForm) -> None:
    """Ask for a day of the shop."""
    form.ask(_("Day of the shop"), [Field(column) for column in DAY_FIELDS], lambda typed: form.send(add_day, **typed))
