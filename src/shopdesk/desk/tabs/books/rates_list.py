"""The rates of sales tax: typed into cells like a spreadsheet, a new one beside the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Kind
from shopdesk.shop.tax.actions import add_tax_rule, edit_tax_rules, remove_tax_rule
from shopdesk.shop.tax.reports import RULE_ROWS
from shopdesk.shop.tax.sheets import RULES, WAYS
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

QUICK: Final = (Quick("all", N_("All"), ()),)
_KEYS: Final = [column.key for column in RULES.columns]


@dataclass(frozen=True, slots=True)
class RateFacts:
    """One rate: its id, and its cells by column key."""

    row_id: int
    row: dict[str, Any]


def read_rate(tx: Any, row_id: int) -> RateFacts | None:
    """A rate; None where it is gone."""
    cells = fetch_page(tx, RULE_ROWS, [row_id])[0]
    return RateFacts(row_id, dict(zip(_KEYS, cells, strict=True))) if cells else None


LISTED: Final = Listed(
    "tax_rules", RULE_ROWS, QUICK, N_("Filters of tax rates"), read_rate,
    select=N_("Select a rate to see it whole, or add one."),
    gone=N_("This rate is no longer in the shop."),
    empty=N_("Rates of sales tax stand here: add the one that your prices contain."),
)  # fmt: skip


class RatePanel(DocumentPanel):
    """Shows one rate, or how to begin."""

    add_wanted = Signal()
    remove_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Tax rate"))

    def show_note(self, text: str) -> None:
        """Nothing is selected: a new rate is offered."""
        super().show_note(text)
        self.section().addWidget(button(_("Add a rate"), self.add_wanted.emit, icon_name="add"))

    def show_facts(self, facts: RateFacts, figures: Figures) -> None:
        """Show a rate."""
        row = facts.row
        self.clear()
        self.set_head(row["title"], figures.text(Kind.PERCENT, row["rate"]))
        everywhere = _("all")
        told = [
            (_("In prices"), _(WAYS[row["way"]].title)),
            (_("From day"), figures.text(Kind.DATE, row["since"])),
            (_("Channel"), _(row["channel"]) if row["channel"] else everywhere),
            (_("Category"), row["category"] or everywhere),
            (_("Country"), row["country"] or everywhere),
        ]
        self.facts("", told)
        place = self.section()
        place.addWidget(button(_("Add a rate"), self.add_wanted.emit, icon_name="add"))
        place.addWidget(button(_("Remove"), partial(self.remove_wanted.emit, facts.row_id)))
        self.finish()


class RateForm(SideDetail):
    """A new rate."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Tax rate"))
        self._desk = desk
        self.form: Form

    def begin(self) -> None:
        """An empty form."""
        self.clear()
        self.set_head(_("New tax rate"))
        fields = [Field(column, "inclusive" if column.key == "way" else None) for column in RULES.columns]
        self.form = Form(fields, _("Add"))
        self.form.accepted.connect(self._keep)
        self.form.given_up.connect(self.left)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("title"))

    def _keep(self, values: dict[str, Any]) -> None:
        self._desk.do(add_tax_rule, values, then=lambda _done: self.left.emit(), failed=self.form.refused)


class TaxRatesList(DetailList):
    """Every rate of sales tax."""

    panel: RatePanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, RatePanel(), self._edit)
        self.form = RateForm(desk)
        self.page.side.addWidget(self.form)
        self.form.left.connect(self.page.back)
        self.panel.add_wanted.connect(self.add)
        self.panel.remove_wanted.connect(partial(desk.do, remove_tax_rule))

    def _edit(self, edits: Sequence[Edit]) -> None:
        typed = [(rule_id, key, parse_input(RULES.column(key), text)) for rule_id, key, text in edits]
        self._desk.do(edit_tax_rules, typed)

    def show_view(self, _view: View, facts: Facts, figures: Figures) -> None:
        """Rates hold in days of their own: they are the same in all views."""
        self.show_whole(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The rates that fit, and no others."""
        self.narrow(filters=filters, search=search)

    def add(self) -> None:
        """The form at the right."""
        self.form.begin()
        self.page.show_side(self.form)
