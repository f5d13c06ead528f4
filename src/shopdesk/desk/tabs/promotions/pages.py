"""The pages of promotions, each made when it is first shown."""

from functools import cached_property
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.tabs.promotions.calculator_page import CalculatorPage
from shopdesk.desk.tabs.promotions.calendar_page import CalendarPage
from shopdesk.desk.tabs.promotions.combinations_list import CombinationsList
from shopdesk.desk.tabs.promotions.coupons_list import CouponsList
from shopdesk.desk.tabs.promotions.days_list import DaysList
from shopdesk.desk.tabs.promotions.looked_page import LookedPage
from shopdesk.desk.tabs.promotions.plan_page import PlanPage
from shopdesk.desk.tabs.promotions.profit_page import ProfitPage
from shopdesk.desk.tabs.promotions.promotions_list import PromotionsList
from shopdesk.desk.tabs.promotions.proof_page import ReadPage, read_outcome, read_preflight, read_watch
from shopdesk.desk.tabs.promotions.replay_page import ReplayPage
from shopdesk.desk.tabs.promotions.rules_list import RulesList
from shopdesk.desk.tabs.promotions.tasks_page import TasksPage
from shopdesk.shop.promotions.outcome.monitor import MONITOR
from shopdesk.shop.promotions.papers import CERTIFICATE, RESULT
from shopdesk.text import N_

SEGMENTS: Final = (
    ("calendar", N_("Calendar")),
    ("promotions", N_("List")),
    ("coupons", N_("Coupons")),
    ("combinations", N_("Combinations")),
    ("calculator", N_("Calculator")),
    ("preflight", N_("Pre-flight")),
    ("replay", N_("Replay")),
    ("monitor", MONITOR.title),
    ("result", N_("Result")),
    ("profit", N_("Profit")),
    ("plan", N_("Price plan")),
)
"""The pages; each key is a page that Pages makes."""
UNDER: Final = {"rules": "plan", "tasks": "calendar", "days": "calendar"}
"""A page that is reached from another → that one."""


@runtime_checkable
class Listing(Protocol):
    """A page that is a list."""

    grid: DeskGrid


class Pages(QStackedWidget):
    """Pages by key: a cached_property of that name."""

    calendar_wanted = Signal(int)
    """A promotion is to be seen in the calendar."""
    list_wanted = Signal(int)
    segment_wanted = Signal(str)
    """A page is to come to front, by its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def page(self, key: str) -> QWidget:
        """A page by its key."""
        made: QWidget = getattr(self, key)
        if self.indexOf(made) < 0:
            self.addWidget(made)
        return made

    def made(self) -> list[str]:
        """Keys of the pages that are there already."""
        return [key for key in (*dict(SEGMENTS), *UNDER) if key in self.__dict__]

    @cached_property
    def calendar(self) -> CalendarPage:
        """Promotions by day."""
        made = CalendarPage(self._desk)
        made.list_wanted.connect(self.list_wanted)
        made.page_wanted.connect(self.segment_wanted)
        return made

    @cached_property
    def tasks(self) -> TasksPage:
        """What is to be got ready for all of them."""
        return TasksPage(self._desk)

    @cached_property
    def days(self) -> DaysList:
        """The shop's own days."""
        return DaysList(self._desk)

    @cached_property
    def promotions(self) -> PromotionsList:
        """Promotions one beneath the other."""
        made = PromotionsList(self._desk)
        made.calendar_wanted.connect(self.calendar_wanted)
        return made

    @cached_property
    def coupons(self) -> CouponsList:
        """Codes and where they were used."""
        return CouponsList(self._desk)

    @cached_property
    def combinations(self) -> CombinationsList:
        """What may go together."""
        return CombinationsList(self._desk)

    @cached_property
    def calculator(self) -> CalculatorPage:
        """What a basket pays."""
        return CalculatorPage(self._desk)

    @cached_property
    def preflight(self) -> ReadPage:
        """Whether one may start."""
        return ReadPage(self._desk, CERTIFICATE, read_preflight)

    @cached_property
    def replay(self) -> ReplayPage:
        """What one would have done to past sales."""
        return ReplayPage(self._desk)

    @cached_property
    def monitor(self) -> LookedPage:
        """One that is running."""
        return LookedPage(self._desk, MONITOR, read_watch)

    @cached_property
    def result(self) -> LookedPage:
        """What one did."""
        return LookedPage(self._desk, RESULT, read_outcome)

    @cached_property
    def profit(self) -> ProfitPage:
        """What each brought."""
        return ProfitPage(self._desk)

    @cached_property
    def plan(self) -> PlanPage:
        """The regular price plan."""
        made = PlanPage(self._desk)
        made.rules_wanted.connect(lambda: self.segment_wanted.emit("rules"))
        made.drafted.connect(self.list_wanted)
        return made

    @cached_property
    def rules(self) -> RulesList:
        """Its rules."""
        return RulesList(self._desk)
