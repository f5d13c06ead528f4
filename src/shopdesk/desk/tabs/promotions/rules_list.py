"""The rules of the regular price plan in a list: cells that can be edited, and the form for a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import CellFormats, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.promotions.price_plan.plan import PLAN_RULE_ROWS, add_plan_rule, edit_plan_rules, remove_plan_rules
from shopdesk.shop.promotions.price_plan.rules import AGES, RuleKind
from shopdesk.shop.promotions.price_plan.sheets import PLAN_RULES, RULE_KINDS
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(kind.value, RULE_KINDS[kind].title, (("kind", f"={kind.value}"),)) for kind in RuleKind),
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule: its cells as the sheet has them."""

    rule_id: int
    cells: Sequence[Any]


def read_rule(tx: Any, rule_id: int) -> Ruling | None:
    """One rule; None where it is gone."""
    cells = fetch_page(tx, PLAN_RULE_ROWS, [rule_id])[0]
    return Ruling(rule_id, cells) if cells else None


LISTED: Final = Listed(
    "price_rules", PLAN_RULE_ROWS, QUICK, N_("Filters of price rules"), read_rule,
    select=PLAN_RULES.help, gone=N_("This price rule is gone."),
    empty=N_("A season, a step of clearance, or a price for members: rules stand here, what they propose on the page "
             "Price plan."), counted=True,
)  # fmt: skip


class RulePanel(DocumentPanel):
    """What a rule says."""

    remove_wanted = Signal(int)

    def show_facts(self, facts: Ruling, figures: Figures) -> None:
        """Show a rule."""
        cells = CellFormats(PLAN_RULES, zone=figures.zone).row(facts.cells)
        self.clear()
        self.set_head(cells[0].text)
        told = zip(PLAN_RULES.columns[1:], cells[1:], strict=True)
        self.facts("", [(_(column.title), cell.text) for column, cell in told if cell.text])
        remove = partial(self.remove_wanted.emit, facts.rule_id)
        self.section().addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.finish()


class RulesList(DetailList):
    """The rules."""

    def __init__(self, desk: Desk) -> None:
        panel = RulePanel(_(PLAN_RULES.title))
        super().__init__(desk, LISTED, panel, self._edit)
        self.part = PartForm(desk, _(PLAN_RULES.title))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.add = button(_("New rule…"), self._begin, icon_name="add")
        self.line.flow.line.addWidget(self.add)
        panel.remove_wanted.connect(lambda rule_id: desk.do(remove_plan_rules, [rule_id]))

    def _begin(self) -> None:
        fields = []
        for column in PLAN_RULES.columns:
            choices: list[tuple[Any, str]] = [(key, _(state.title)) for key, state in column.states.items()]
            if column.key == "older_than":
                choices = [(days, str(days)) for days in AGES]
            fields.append(Field(column, None, choices, required=column.required and column.kind is not Kind.STATE))
        self.part.ask(_("New rule"), fields, lambda typed: self.part.send(add_plan_rule, typed))
        self.page.show_side(self.part)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(PLAN_RULES.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_plan_rules, read, failed=lambda error: self._desk.tell(str(error), Tone.WARN))
