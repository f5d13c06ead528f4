"""The screen of service."""

from typing import Any, ClassVar

from PySide6.QtGui import QKeySequence

from shopdesk.desk.desk import Desk
from shopdesk.desk.paged_tab import PagedTab
from shopdesk.desk.palette import Command
from shopdesk.desk.tabs.service.cases_list import CasesList
from shopdesk.desk.tabs.service.pages import PAGES
from shopdesk.desk.widgets import button
from shopdesk.shop.service.reasons.tasks import count_due
from shopdesk.shop.service.reports import count_late
from shopdesk.text import N_, _


class ServiceTab(PagedTab):
    """See the contract in `desk.tabs`; the badge says how many promises are broken and tasks due."""

    KEY = "service"
    TITLE = N_("Service")
    PAGES = PAGES
    TABLES: ClassVar = (
        "service_case", "case_event", "case_link", "quick_reply", "work_task", "refund", "after_sale",
        "customer_return", "posting", "review", "rating_day", "sales_order", "customer", "customer_contact",
        "channel", "setting", "point_move", "consent", "contact_look", "care_contact",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.add = button(_("New case"), self.begin, icon_name="add", look="primary", shortcut=QKeySequence("Ctrl+N"))
        self.head.add_right(self.add)

    def count_waiting(self, tx: Any) -> int:
        return count_late(tx) + count_due(tx)

    def begin(self, **known: Any) -> None:
        """Ask what a new case is about; `known` are columns of it."""
        if not isinstance(self.front, CasesList):
            self.show_segment("queue")
        front = self.front
        assert isinstance(front, CasesList)
        front.begin(known)

    def _go_to(self, segment: str = "", **where: Any) -> None:
        new = where.pop("new", None)
        super()._go_to(segment, **where)
        if new is not None:
            self.begin(**new)

    def commands(self) -> list[Command]:
        """The pages, and a new case."""
        words = N_("case, ticket, complaint, enquiry")
        return [*super().commands(), Command("service new", N_("Open a case"), self.begin, "service", "Ctrl+N", words)]
