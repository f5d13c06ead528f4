"""The pages of service: one line each."""

from typing import Final

from shopdesk.desk.paged_tab import Page
from shopdesk.text import N_

_AT: Final = "shopdesk.desk.tabs.service."
PAGES: Final = (
    Page("queue", N_("Queue"), N_("Show cases that wait"), _AT + "cases_list:QueueList",
         words=N_("case, ticket, reply, SLA")),
    Page("cases", N_("All cases"), N_("Show all cases"), _AT + "cases_list:CasesList"),
    Page("replies", N_("Quick replies"), N_("Show quick replies"), _AT + "replies_list:RepliesList"),
    Page("hours", N_("Hours & promises"), N_("Show business hours and promises"), _AT + "hours_page:HoursPage"),
)  # fmt: skip
