"""The screen of promotions: the calendar, the list, coupons, what may go together, and what a basket pays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import PageHead
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.tabs.promotions.calculator_page import CalculatorPage
from shopdesk.desk.tabs.promotions.calendar_page import CalendarPage
from shopdesk.desk.tabs.promotions.canvas import VIEWS
from shopdesk.desk.tabs.promotions.pages import SEGMENTS, UNDER, Listing, Pages
from shopdesk.desk.tabs.promotions.plan_page import PlanPage
from shopdesk.desk.tabs.promotions.profit_page import ProfitPage
from shopdesk.desk.tabs.promotions.promotions_list import PromotionsList
from shopdesk.desk.tabs.promotions.proof_page import ProofPage
from shopdesk.desk.tabs.promotions.tasks_page import TasksPage
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.promotions.calendar.agenda import channel_titles
from shopdesk.shop.promotions.calendar.tasks import count_pressing
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.text import N_, _

KEY: Final = "promotions"
TABLES: Final = (
    "promotion", "promotion_tier", "promotion_scope", "promotion_pair", "coupon", "coupon_use", "promotion_task",
    "publicity", "festival", "channel", "product", "sku", "setting", "price_plan_rule", "promotion_use", "sku_plan",
)  # fmt: skip
"""What the screen shows something of."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screen knows of the shop."""

    today: date
    zone: ZoneInfo
    channels: Sequence[str]
    pressing: int
    """Tasks that want somebody now."""


def read_facts(tx: Any) -> Facts:
    """The shop's day, time zone and channels, and how much waits."""
    return Facts(tx.today, tx.zone, channel_titles(tx), count_pressing(tx))


class PromotionsTab(QWidget):
    """See the contract in `desk.tabs`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._arrival = Arrival(self._go_to)
        self._shown = SEGMENTS[0][0]
        self.pages = Pages(desk)
        inside = QWidget()
        page_layout(self).addWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._head())
        column.addWidget(self.pages, 1)
        self.pages.setCurrentWidget(self.pages.page(self._shown))
        self.pages.calendar_wanted.connect(partial(self._show_promotion, "calendar"))
        self.pages.list_wanted.connect(partial(self._show_promotion, "promotions"))
        self.pages.segment_wanted.connect(self.show_segment)
        desk.changed.connect(self._follow)
        self._ask_facts()

    def _head(self) -> PageHead:
        head = PageHead(_("Promotions"))
        self.segments = Segments([(key, _(title)) for key, title in SEGMENTS], _("What to show"))
        self.segments.picked.connect(self.show_segment)
        keys = QKeySequence("Ctrl+N")
        self.add = button(_("New promotion"), self._add, icon_name="add", look="primary", shortcut=keys)
        head.add_left(self.segments)
        head.add_right(self.add)
        return head

    def _add(self) -> None:
        if self._facts is None:
            return
        if self._shown == "calendar":
            self.pages.calendar.begin()
            return
        self.show_segment("promotions")
        starts, ends = moments_of(self._facts.today, self._facts.today, self._facts.zone)
        self.pages.promotions.begin({"starts_at": starts, "ends_at": ends})

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask("promotions.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        self._desk.badge_told.emit(KEY, facts.pressing)
        self._start()
        self._arrival.know()

    def _start(self) -> None:
        """Let the page in front read."""
        facts, page = self._facts, self._page
        if facts is None:
            return
        if isinstance(page, CalendarPage | ProofPage | PlanPage | ProfitPage | TasksPage):
            page.start(self._figures)
        elif isinstance(page, CalculatorPage):
            page.start(self._figures, facts.zone.key, facts.channels)
        elif isinstance(page, DetailList):
            page.start(facts.today, facts.zone, self._figures)
        if isinstance(page, CalendarPage):
            page.tell_tasks(facts.pressing)
        if isinstance(page, PromotionsList):
            page.know_zone(facts.zone.key)

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *TABLES):
            self._ask_facts()
            for key in self.pages.made():
                page = self.pages.page(key)
                if isinstance(page, DetailList):
                    page.refresh()

    # ------------------------------------------------------------------------------------------------ going about

    @property
    def _page(self) -> QWidget:
        return self.pages.page(self._shown)

    @property
    def _grid(self) -> DeskGrid | None:
        """The grid of the page in front, where it is a list."""
        page = self._page
        return page.grid if isinstance(page, Listing) else None

    def show_segment(self, key: str) -> None:
        """One of SEGMENTS, or a page under one of them."""
        self._shown = key
        self.segments.set_current(UNDER.get(key, key))
        self.pages.setCurrentWidget(self._page)
        self._start()
        grid = self._grid
        if grid is not None:
            grid.totals.tell()
        else:
            self._desk.selection_told.emit(())  # the sums of a list are not those of this page
        if self.isVisible():
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_promotion(self, key: str, promotion_id: int) -> None:
        self.show_segment(key)
        if key == "promotions":
            self.pages.promotions.grid.seek(promotion_id)
        else:
            self.pages.calendar.show_promotion(promotion_id)

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place: `segment` is one of SEGMENTS, `view` one of the calendar; `promotion_id` stands on one."""
        self._arrival.come(**where)

    def _go_to(
        self,
        segment: str = "",
        view: str = "",
        quick: str = "",
        search: str = "",
        filters: Sequence[Sequence[str]] | None = None,
        promotion_id: int | None = None,
        new: bool = False,
        **_others: Any,
    ) -> None:
        self.show_segment(segment or self._shown)
        if view in VIEWS:
            self.pages.calendar.show_view(view)
        wanted = [(str(key), str(text)) for key, text in filters or ()]
        page, grid = self._page, self._grid
        if isinstance(page, DetailList) and quick:
            page.narrow(quick, None, wanted, search)
        elif grid is not None and (wanted or search or filters is not None):
            grid.set_query(replace(grid.query, search=search, filters=tuple(wanted)))
        if promotion_id is not None and isinstance(page, ProofPage):
            page.show_promotion(promotion_id)
        elif promotion_id is not None:
            self._show_promotion("promotions" if self._shown == "promotions" else "calendar", promotion_id)
        if new:
            self._add()

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        where: dict[str, Any] = {"segment": self._shown}
        grid = self._grid
        if grid is not None:
            query = grid.query
            return {**where, "search": query.search, "filters": [list(pair) for pair in query.filters]}
        if self._shown == "calendar":
            where["view"] = self.pages.calendar.canvas.view
        return where

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        grid = self._grid
        return None if grid is None else grid.export()

    def focus_search(self) -> None:
        """Ctrl+F."""
        if self._grid is None:
            self.show_segment("promotions")
        grid = self._grid
        assert grid is not None
        grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The pages, and a new promotion."""
        show = partial(self._desk.show, KEY)
        rows = (
            ("new", N_("New promotion"), partial(show, new=True), "add", N_("discount, sale, campaign, coupon")),
            ("calendar", N_("Show the calendar of promotions"), partial(show, segment="calendar"), "calendar",
             N_("month, week, timeline, festivals, holidays")),
            ("promotions", N_("Show all promotions"), partial(show, segment="promotions"), "promotions",
             N_("running, planned, ended, cancelled")),
            ("coupons", N_("Show coupons"), partial(show, segment="coupons"), "promotions", N_("codes, redemptions")),
            ("combinations", N_("Show what may go together"), partial(show, segment="combinations"), "promotions",
             N_("combination table, stacking, exclusive")),
            ("calculator", N_("Work out what a basket pays"), partial(show, segment="calculator"), "promotions",
             N_("calculator, price of a basket, stacking")),
            ("tasks", N_("Show the tasks of promotions"), partial(show, segment="tasks"), "check",
             N_("to do, prepare, deadline, overdue")),
            ("days", N_("Show the days of the shop"), partial(show, segment="days"), "calendar",
             N_("festivals, fairs, own days")),
            ("plan", N_("Show the price plan"), partial(show, segment="plan"), "promotions",
             N_("season, clearance, member prices, markdown")),
            ("profit", N_("Show profit by promotion"), partial(show, segment="profit"), "promotions",
             N_("what a promotion earned, contribution")),
        )  # fmt: skip
        return [Command(f"promotions {key}", title, run, icon, "", words) for key, title, run, icon, words in rows]

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Further states worth a picture."""
        show = partial(self._desk.show, KEY)
        return [
            ("timeline", partial(show, segment="calendar", view="timeline")),
            *((key, partial(show, segment=key)) for key, _title in SEGMENTS[1:]),
            *((key, partial(show, segment=key)) for key in UNDER),
        ]
