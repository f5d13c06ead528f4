"""The screen of settlement: what waits to be explained, payouts, the lines of statements, and agreed fees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport, touches
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import PageHead
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.settlement.fees_list import FeesList
from shopdesk.desk.tabs.settlement.lines_list import LinesList
from shopdesk.desk.tabs.settlement.listed import SettlementList
from shopdesk.desk.tabs.settlement.payouts_list import PayoutsList
from shopdesk.desk.tabs.settlement.report_list import ChargesList, OverdueList, ReportList
from shopdesk.desk.tabs.settlement.work_list import WorkList
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.settlement.reports import count_work
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _

KEY: Final = "settlement"
TABLES: Final = (
    "settlement_line", "payout", "fee_rule", "posting", "sales_order", "account", "channel", "import_file", "setting",
)  # fmt: skip
"""What the screen shows something of."""
SEGMENTS: Final = (
    ("work", N_("Work list")),
    ("payouts", N_("Payouts")),
    ("lines", N_("Lines")),
    ("overdue", N_("Not paid out")),
    ("fees", N_("Fees")),
    ("charges", N_("Charged too much")),
)
"""The pages; each key is a list that SettlementTab makes."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screen knows of the shop."""

    today: date
    zone: tzinfo
    waiting: int
    """How much waits to be explained."""


def read_facts(tx: Any) -> Facts:
    """The shop's day, and how much waits."""
    return Facts(tx.today, tx.zone, count_work(tx))


class SettlementTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        inside = QWidget()
        page_layout(self).addWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._head())
        self.views = QStackedWidget()
        column.addWidget(self.views, 1)
        self.views.addWidget(self.work)
        desk.changed.connect(self._follow)
        self._ask_facts()

    def _head(self) -> PageHead:
        head = PageHead(_("Settlement"))
        self.segments = Segments([(key, _(title)) for key, title in SEGMENTS], _("What to show"))
        self.segments.picked.connect(self.show_segment)
        self.explain = button(_("Explain…"), self._explain, icon_name="edit", look="primary")
        self.add = button(_("New rule"), self._add, icon_name="add", look="primary")
        head.add_left(self.segments)
        head.add_right(self.explain)
        head.add_right(self.add)
        self.add.hide()
        return head

    def _explain(self) -> None:
        self.work.explain()

    def _add(self) -> None:
        self.fees.edit()

    # Made when they are first needed.

    @cached_property
    def work(self) -> WorkList:
        """What waits to be explained."""
        made = WorkList(self._desk)
        made.payout_wanted.connect(self._open_payout)
        return made

    @cached_property
    def payouts(self) -> PayoutsList:
        """What was paid out."""
        made = PayoutsList(self._desk)
        made.lines_wanted.connect(self._show_lines)
        self.views.addWidget(made)
        return made

    @cached_property
    def lines(self) -> LinesList:
        """The lines of statements."""
        made = LinesList(self._desk)
        self.views.addWidget(made)
        return made

    @cached_property
    def fees(self) -> FeesList:
        """What was agreed."""
        made = FeesList(self._desk)
        self.views.addWidget(made)
        return made

    @cached_property
    def overdue(self) -> OverdueList:
        """Orders that no channel has paid out."""
        made = OverdueList(self._desk)
        self.views.addWidget(made)
        return made

    @cached_property
    def charges(self) -> ChargesList:
        """Fees beyond what was agreed."""
        made = ChargesList(self._desk)
        self.views.addWidget(made)
        return made

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("settlement.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        self._desk.badge_told.emit(KEY, facts.waiting)
        self._start_list()
        self._arrival.know()

    def _start_list(self) -> None:
        if self._facts is not None:
            self._list.start(self._facts.today, self._facts.zone, self._figures)

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *TABLES):
            self._ask_facts()
            for name, _title in SEGMENTS:
                if name in self.__dict__:
                    getattr(self, name).refresh()

    # ------------------------------------------------------------------------------------------------ going about

    @property
    def _list(self) -> SettlementList | ReportList:
        made: SettlementList | ReportList = getattr(self, self.segments.current)
        return made

    def show_segment(self, key: str) -> None:
        """One of SEGMENTS."""
        self.segments.set_current(key)
        self.views.setCurrentWidget(self._list)
        self.explain.setVisible(key == "work")
        self.add.setVisible(key == "fees")
        self._start_list()
        self._list.grid.totals.tell()
        if self.isVisible():
            self._list.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_payout(self, payout_id: int) -> None:
        self.show_segment("payouts")
        self.payouts.grid.seek(payout_id)

    def _show_lines(self, payout_no: str) -> None:
        self._go_to(segment="lines", filters=[("payout_no", quoted(payout_no))])

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place: `segment` is one of SEGMENTS, filtered by `quick`, `filters`, `search` and `import_id`."""
        self._arrival.come(**where)

    def _go_to(
        self,
        segment: str = "",
        quick: str = "",
        search: str = "",
        filters: Sequence[Sequence[str]] | None = None,
        import_id: int | None = None,
        **_others: Any,
    ) -> None:
        self.show_segment(segment or ("lines" if import_id is not None else self.segments.current))
        wanted = [(str(key), str(text)) for key, text in filters or ()]
        shown = self._list
        if isinstance(shown, SettlementList) and (quick or import_id is not None):
            shown.narrow(quick, import_id, wanted, search)
        elif wanted or search or filters is not None:
            grid = self._list.grid
            grid.set_query(replace(grid.query, search=search, filters=tuple(wanted)))

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        query = self._list.grid.query
        filters = [list(pair) for pair in query.filters]
        return {"segment": self.segments.current, "search": query.search, "filters": filters}

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        return self._list.grid.export()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self._list.grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._list.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The pages."""
        words = N_("payout, statement, reconcile, unmatched, clearing")
        titles = {
            "work": N_("Show what waits to be explained"),
            "payouts": N_("Show payouts"),
            "lines": N_("Show settlement lines"),
            "overdue": N_("Show orders that no channel has paid out"),
            "fees": N_("Show the fee table"),
            "charges": N_("Show fees that were too much"),
        }
        return [
            Command(f"settlement {key}", title, partial(self._desk.show, KEY, segment=key), "settlement", "", words)
            for key, title in titles.items()
        ]

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Further states worth a picture."""
        return [(key, partial(self._desk.show, KEY, segment=key)) for key, _title in SEGMENTS[1:]]
