"""The combination table: which promotions, or classes of them, may go together, set and removed one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import CellFormats, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.promotions.proof_page import read_names
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.actions import set_combination
from shopdesk.shop.promotions.named_sides import edit_combinations
from shopdesk.shop.promotions.reports import COMBINATION_ROWS, find_sides
from shopdesk.shop.promotions.rules import Level
from shopdesk.shop.promotions.sheets import COMBINATIONS, LEVELS
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

NARROW: Final = 12
"""So many characters of a side are shown at least."""


@dataclass(frozen=True, slots=True)
class Combined:
    """A row of the table: its cells in words, and its two sides."""

    cells: Sequence[Any]
    sides: tuple[int | Level, int | Level]


def read_combination(tx: Any, pair_id: int) -> Combined | None:
    """One row; None where it is gone."""
    cells, sides = fetch_page(tx, COMBINATION_ROWS, [pair_id])[0], find_sides(tx, pair_id)
    if not cells or sides is None:
        return None
    keys = [column.key for column in COMBINATIONS.columns]
    spoken = [
        COMBINATION_ROWS.spoken[key](cell, cells) if key in COMBINATION_ROWS.spoken else cell
        for key, cell in zip(keys, cells, strict=True)
    ]
    return Combined(spoken, sides)


LISTED: Final = Listed(
    "combinations", COMBINATION_ROWS, (), COMBINATIONS.title, read_combination,
    select=COMBINATIONS.help, gone=N_("This combination is gone."), empty=COMBINATIONS.help,
)  # fmt: skip


class CombinationPanel(DocumentPanel):
    """What is said of two promotions or classes."""

    remove_wanted = Signal(object)
    """The two sides, of which nothing is to be said any more."""

    def show_facts(self, facts: Combined, figures: Figures) -> None:
        """Show a row."""
        columns = COMBINATIONS.columns
        cells = CellFormats(COMBINATIONS, zone=figures.zone).row(facts.cells)
        self.clear()
        self.set_head(cells[0].text)
        self.facts("", [(_(column.title), cell.text) for column, cell in zip(columns[1:], cells[1:], strict=True)])
        remove = partial(self.remove_wanted.emit, facts.sides)
        self.section().addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.finish()


class CombinationsList(DetailList):
    """The table."""

    def __init__(self, desk: Desk) -> None:
        panel = CombinationPanel(_(COMBINATIONS.title))
        super().__init__(desk, LISTED, panel, self._edit)
        self.part = PartForm(desk, _(COMBINATIONS.title))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.add = button(_("New combination…"), self._ask_promotions, icon_name="add")
        self.line.flow.line.addWidget(self.add)
        panel.remove_wanted.connect(lambda sides: desk.do(set_combination, *sides, None))

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(COMBINATIONS.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_combinations, read, failed=lambda error: self._desk.tell(str(error), Tone.WARN))

    def _ask_promotions(self) -> None:
        self._desk.ask("combinations.promotions", read_names, self._begin)

    def _begin(self, names: Sequence[tuple[int, str]]) -> None:
        sides: list[tuple[Any, str]] = [*((level, _(state.title)) for level, state in LEVELS.items()), *names]
        one, other, may = COMBINATIONS.columns
        fields = [*(Field(side, None, sides, required=True) for side in (one, other)), Field(may, value=True)]
        self.part.ask(_(COMBINATIONS.title), fields, self._accept)
        for box in self.part.form.findChildren(QComboBox):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(NARROW)
        self.page.show_side(self.part)

    def _accept(self, typed: dict[str, Any]) -> None:
        one, other = (side if isinstance(side, int) else Level(side) for side in (typed["one"], typed["other"]))
        self.part.send(set_combination, one, other, typed["may_combine"])
