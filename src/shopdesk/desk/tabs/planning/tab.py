"""The screen of planning: proposals with their cards, and the analysis of stock."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import EmptyState, PageHead
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.planning.analysis_list import AnalysisList
from shopdesk.desk.tabs.planning.facts import READ_OF, Facts, read_facts
from shopdesk.desk.tabs.planning.plan_line import PlanLine
from shopdesk.desk.tabs.planning.reorder_list import ReorderList
from shopdesk.desk.widgets import Segments, button
from shopdesk.text import N_, _


class PlanningTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        self._build()
        self._desk.changed.connect(self._follow)
        self._ask_facts()

    def _build(self) -> None:
        column = page_layout(self)
        head = PageHead(_("Planning"))
        choices = [("reorder", _("Reorder")), ("analysis", _("Analysis"))]
        self.segments = Segments(choices, _("What to show"))
        self.segments.picked.connect(self.show_view)
        self.plan = PlanLine(self._desk)
        self.plan.figured.connect(self._ask_facts)
        self.order = button(_("Draft orders"), self._order, icon_name="add", look="primary")
        self.settings = button("", self._open_policy, icon_name="settings", look="quiet", name=_("How the shop plans"))
        self.order.setToolTip(_("Purchase orders of the selected rows, or of all that are shown"))
        head.add_left(self.segments)
        head.add_right(self.plan, self.settings, self.order)
        column.addWidget(head)
        self.views = QStackedWidget()
        column.addWidget(self.views, 1)
        self.empty = EmptyState(
            "chart",
            _("What to buy and how each product does will stand here, once there are products. Import a product file."),
            (_("Import files…"), self._desk.doors.choose_files),
            self._desk.doors.open_demo,
        )
        self.views.addWidget(self.reorder)
        self.views.addWidget(self.empty)

    @cached_property
    def reorder(self) -> ReorderList:
        """Proposals."""
        made = ReorderList(self._desk)
        made.panel.sku_wanted.connect(lambda code: self._desk.show("stock", sku=code))
        made.policy_kept.connect(self.plan.figure)
        return made

    @cached_property
    def analysis(self) -> AnalysisList:
        """How each SKU does; made when it is first needed."""
        made = AnalysisList(self._desk)
        made.sku_wanted.connect(lambda code: self._desk.show("stock", sku=code))
        self.views.addWidget(made)
        return made

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("planning.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        self.plan.show_facts(facts, self._figures)
        self._show_current()
        self._arrival.know()

    def _show_current(self) -> None:
        facts = self._facts
        is_reorder = self.segments.current == "reorder"
        self.order.setVisible(is_reorder)
        if facts is not None and not facts.has_skus:
            self.views.setCurrentWidget(self.empty)
            return
        front = self.reorder if is_reorder else self.analysis
        self.views.setCurrentWidget(front)
        if facts is not None:
            front.start(facts, self._figures)

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *READ_OF):
            self._ask_facts()
            for name in ("reorder", "analysis"):
                if name in self.__dict__:
                    getattr(self, name).refresh()

    # ------------------------------------------------------------------------------------------------ going about

    @property
    def grid(self) -> DeskGrid:
        """The grid in front."""
        return self.reorder.grid if self.segments.current == "reorder" else self.analysis.grid

    def show_view(self, key: str) -> None:
        """The proposals ("reorder") or how each SKU does ("analysis")."""
        self.segments.set_current(key)
        self._show_current()
        self.grid.totals.tell()
        if self.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> None:
        self.reorder.order_selected()

    def _open_policy(self) -> None:
        if self._facts is not None and self._facts.has_skus:
            self.show_view("reorder")
            self.reorder.show_policy(self._facts.policy)

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place: `view` is "reorder" or "analysis", with `filters` (column key and text) and `search`."""
        self._arrival.come(**where)

    def _go_to(self, view: str = "", search: str = "", filters: Any = None, **_others: Any) -> None:
        self.show_view(view or self.segments.current)
        if filters is not None or search:
            pairs = tuple((str(key), str(text)) for key, text in filters or ())
            self.grid.set_query(replace(self.grid.query, search=search, filters=pairs))

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        query = self.grid.query
        return {
            "view": self.segments.current,
            "search": query.search,
            "filters": [list(pair) for pair in query.filters],
        }

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        return None if self.views.currentWidget() is self.empty else self.grid.export()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The two views, and the plan itself."""
        show = partial(self._desk.show, "planning")
        buy, analysis = partial(show, view="reorder"), partial(show, view="analysis")
        words = N_("service level, eoq")
        known = N_("abc xyz, ageing, dead stock, turnover, gmroi")
        return [
            Command("planning reorder", N_("What to buy"), buy, "add", "", N_("reorder point, proposals")),
            Command("planning analysis", N_("Stock analysis"), analysis, "chart", "", known),
            Command("planning policy", N_("How the shop plans"), self._policy_in_front, "settings", "", words),
            Command("planning figure", N_("Figure the stock plan anew"), self._figure_in_front, "refresh", "F5", ""),
        ]

    def _policy_in_front(self) -> None:
        self._desk.show("planning")
        self._open_policy()

    def _figure_in_front(self) -> None:
        self._desk.show("planning")
        self.plan.figure()

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Further states worth a picture."""
        return [("analysis", partial(self._picture, "analysis")), ("policy", self._policy_in_front)]

    def _picture(self, view: str) -> None:
        self._desk.show("planning", view=view)
