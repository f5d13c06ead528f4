"""The pages of service: one line each."""

from typing import Final

from shopdesk.desk.paged_tab import Page
from shopdesk.text import N_

_AT: Final = "shopdesk.desk.tabs.service."
_CASES: Final = N_("Cases")
_PEOPLE: Final = N_("Customers")
_RATINGS: Final = N_("Ratings")
_WORK: Final = N_("Reasons & tasks")
PAGES: Final = (
    Page("queue", N_("Queue"), N_("Show cases that wait"), _AT + "cases_list:QueueList", _CASES,
         words=N_("case, ticket, reply, SLA")),
    Page("cases", N_("All cases"), N_("Show all cases"), _AT + "cases_list:CasesList", _CASES),
    Page("replies", N_("Quick replies"), N_("Show quick replies"), _AT + "replies_list:RepliesList", _CASES),
    Page("hours", N_("Hours & promises"), N_("Show business hours and promises"), _AT + "hours_page:HoursPage", _CASES),
    Page("customers", N_("Customer cards"), N_("Show customers"), _AT + "customers_list:CustomersList", _PEOPLE,
         words=N_("buyers, list, points, level, consent, blacklist, erase")),
    Page("care", N_("Care"), N_("Show whom to contact"), _AT + "care_list:CareList", _PEOPLE,
         words=N_("follow up, win back, call, consent, silent")),
    Page("contacts", N_("Contacts"), N_("Show contacts of care"), _AT + "contacts_list:ContactsList", _PEOPLE),
    Page("duplicates", N_("Duplicates"), N_("Show customers who may be one person"),
         _AT + "duplicates_page:DuplicatesPage", _PEOPLE, words=N_("merge, twice, same phone")),
    Page("looks", N_("Opened data"), N_("Show who opened personal data"), _AT + "looks_list:LooksList", _PEOPLE,
         words=N_("privacy, masked, audit")),
    Page("reviews", N_("Reviews"), N_("Show reviews"), _AT + "reviews_list:ReviewsList", _RATINGS,
         words=N_("review, stars, answer, feedback")),
    Page("ratings", N_("Ratings"), N_("Show ratings and their forecast"), _AT + "ratings_page:RatingsPage", _RATINGS,
         words=N_("rating, stars, DSR, forecast, fives")),
    Page("causes", N_("Causes of low ratings"), N_("Show causes of low ratings"),
         _AT + "review_causes_page:CausesPage", _RATINGS, words=N_("Pareto, low, cause")),
    Page("rating_days", N_("Ratings as shown"), N_("Show ratings as the channels showed them"),
         _AT + "rating_days_list:RatingDaysList", _RATINGS),
    Page("reasons", N_("Reasons"), N_("Show what complaints and returns cost"), _AT + "reasons_page:ReasonsPage", _WORK,
         N_("returns, refunds, defects, Pareto, claim, recall")),
    Page("tasks", N_("Tasks"), N_("Show tasks"), _AT + "tasks_list:TasksList", _WORK, N_("to do, claim, recall")),
    Page("staff", N_("People"), N_("Show figures of people of service"), _AT + "staff_page:StaffPage", _WORK,
         N_("staff, first reply, conversion, satisfaction")),
    Page("satisfaction", N_("Satisfaction"), N_("Show satisfaction by reason and person"),
         _AT + "satisfaction_page:SatisfactionPage", _WORK, N_("survey, score, CSAT")),
)  # fmt: skip
