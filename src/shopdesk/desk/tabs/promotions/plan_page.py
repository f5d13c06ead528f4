"""The regular price plan today: what each rule proposes for which SKU and why, as a file, and as draft promotions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail, whole_list
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.plan_rules import PlanRule, Proposed
from shopdesk.shop.promotions.plan_sheets import PRICE_PLAN
from shopdesk.shop.promotions.price_plan import fetch_plan, fetch_plan_rules, plan_lines, plan_rows, promote_plan
from shopdesk.text import UserError, _, n_

SHOWN: Final = ("sku", "title", "why", "stands", "price", "new_price", "margin", "margin_share")
"""Columns that are shown first; the others can be had."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The rules, what they propose, and the same as rows."""

    rules: Sequence[PlanRule]
    plan: Sequence[Proposed]
    rows: Sequence[tuple[object, ...]]
    lines: Sequence[str]


def read_planned(tx: Any) -> Planned:
    """The plan as things stand."""
    plan = fetch_plan(tx)
    return Planned(fetch_plan_rules(tx), plan, plan_rows(tx, plan), plan_lines(tx, plan))


class PlanPage(QWidget):
    """A rule, or all, is picked above; what it proposes stands below."""

    rules_wanted = Signal()
    drafted = Signal(int)
    """The first promotion that was made of the plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._planned: Planned | None = None
        self._rows: Sequence[tuple[object, ...]] = ()
        self.pick = QComboBox()
        self.pick.setAccessibleName(_("Rule"))
        self.pick.currentIndexChanged.connect(self._show)
        self.promote = button(_("Make a promotion of it"), self._promote, icon_name="add")
        self.book = button(_("Excel…"), self._ask_out, icon_name="export")
        self.rules = button(_("Rules…"), self.rules_wanted.emit, icon_name="edit")
        self.panel = SideDetail(_(PRICE_PLAN.title))
        line = QHBoxLayout()
        line.addWidget(self.pick, 1)
        for one in (self.promote, self.book, self.rules):
            line.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.panel, 1)
        self.setFocusProxy(self.pick)
        self._show()

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now, and read anew."""
        self._figures = figures
        self._desk.ask("promotions.plan", read_planned, self._take)

    def _take(self, planned: Planned) -> None:
        self._planned = planned
        before = self.pick.currentData()
        self.pick.blockSignals(True)
        self.pick.clear()
        self.pick.addItem(_("All rules"), None)
        for rule in planned.rules:
            self.pick.addItem(rule.title, rule.rule_id)
        self.pick.setCurrentIndex(max(0, self.pick.findData(before)) if before is not None else 0)
        self.pick.blockSignals(False)
        self._show()

    def _show(self) -> None:
        planned, rule_id = self._planned, self.pick.currentData()
        both = zip(planned.plan, planned.rows, strict=True) if planned else ()
        shown = [(one, row) for one, row in both if rule_id in {None, one.rule.rule_id}]
        self._rows = [row for _one, row in shown]
        self.book.setEnabled(bool(shown))
        self.promote.setEnabled(any(one.new_price is not None and one.new_price < one.price for one, _row in shown))
        self.panel.clear()
        if planned is None or not planned.rules:
            self.panel.show_note(_("Make a rule first: a season, a step of clearance, or a price for members."))
            return
        self.panel.set_head(_(PRICE_PLAN.title), self.pick.currentText())
        place = self.panel.section(n_("{count} proposal", "{count} proposals", len(shown)).format(count=len(shown)))
        for words in planned.lines:
            place.addWidget(Words(words, "body", wrap=True))
        formats = CellFormats(PRICE_PLAN, zone=self._figures.zone, today=self._figures.today)
        listed = whole_list(PRICE_PLAN, self._rows, SHOWN, formats)
        for view in listed.findChildren(GridView):
            view.opened.connect(lambda number: self._desk.show("stock", sku=shown[number][0].shelf.code))
        place.addWidget(listed)
        self.panel.finish()

    def _promote(self) -> None:
        self.promote.setEnabled(False)
        self._desk.do(promote_plan, self.pick.currentData(), then=self._promoted, failed=self._refuse)

    def _promoted(self, done: Any) -> None:
        made = done.value
        said = n_("{count} draft was made of the plan.", "{count} drafts were made of the plan.", len(made))
        show = partial(self.drafted.emit, made[0])
        self._desk.tell(said.format(count=len(made)), Tone.GOOD, (_("Show"), show))
        self.promote.setEnabled(True)

    def _refuse(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)

    def _ask_out(self) -> None:
        title = _(PRICE_PLAN.title)
        chosen, _kind = QFileDialog.getSaveFileName(self, title, f"{title}.xlsx", _("Excel workbook (*.xlsx)"))
        if chosen:
            self.write_out(Path(chosen if chosen.lower().endswith(".xlsx") else chosen + ".xlsx"))

    def write_out(self, path: Path) -> None:
        """Write what is shown to a workbook and say so."""
        try:
            write_sheet(path, PRICE_PLAN, self._rows, note=self.pick.currentText(), zone=self._figures.zone)
        except UserError as error:
            self._desk.tell(str(error), Tone.BAD)
            return
        done = _("Wrote {file}").format(file=path.name)
        self._desk.tell(done, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))
