"""The regular price plan today: what each rule proposes for which SKU and why, as a file, and as draft promotions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.promotions.report_page import ReportPage
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.price_plan.plan import fetch_plan, fetch_plan_rules, plan_lines, plan_rows, promote_plan
from shopdesk.shop.promotions.price_plan.rules import PlanRule, Proposed
from shopdesk.shop.promotions.price_plan.sheets import PRICE_PLAN
from shopdesk.text import UserError, _, n_

SHOWN: Final = ("sku", "title", "why", "stands", "price", "new_price", "margin", "margin_share")
"""Columns that come first."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The rules, what they propose, and the same as rows and as sentences."""

    rules: Sequence[PlanRule]
    plan: Sequence[Proposed]
    rows: Sequence[tuple[object, ...]]
    lines: Sequence[str]


def read_planned(tx: Any) -> Planned:
    """The plan as things stand."""
    plan = fetch_plan(tx)
    return Planned(fetch_plan_rules(tx), plan, plan_rows(tx, plan), plan_lines(tx, plan))


class PlanPage(ReportPage):
    """A rule, or all, is picked above; what it proposes stands below."""

    rules_wanted = Signal()
    drafted = Signal(int)
    """The first promotion that was made of the plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PRICE_PLAN, SHOWN, _("Rule"))
        self._planned: Planned | None = None
        self.pick.currentIndexChanged.connect(self._show)
        self.promote = button(_("Make a promotion of it"), self._promote, icon_name="add")
        self.rules = button(_("Rules…"), self.rules_wanted.emit, icon_name="edit")
        self.line.insertWidget(1, self.promote)
        self.line.addWidget(self.rules)
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
        if planned is None or not planned.rules:
            self.promote.setEnabled(False)
            self.show_note(_("Make a rule first: a season, a step of clearance, or a price for members."))
            return
        both = zip(planned.plan, planned.rows, strict=True)
        shown = [(one, row) for one, row in both if rule_id in {None, one.rule.rule_id}]
        self.promote.setEnabled(any(one.new_price is not None and one.new_price < one.price for one, _row in shown))
        said = n_("{count} proposal", "{count} proposals", len(shown)).format(count=len(shown))
        open_sku = lambda number: self._desk.show("stock", sku=shown[number][0].shelf.code)  # noqa: E731 - as short as it is clear
        self.show_rows(said, planned.lines, [row for _one, row in shown], open_sku)

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
