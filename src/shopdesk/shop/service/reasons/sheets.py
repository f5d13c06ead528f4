"""The columns of what complaints and returns cost, and of the tasks that come of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.service.reasons.task_rules import TaskKind, TaskState
from shopdesk.text import N_

TASK_KINDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        TaskKind.LISTING: State(N_("Listing task"), Tone.INFO),
        TaskKind.CLAIM: State(N_("Supplier claim"), Tone.WARN),
        TaskKind.RECALL: State(N_("Recall"), Tone.BAD),
        TaskKind.OTHER: State(N_("Other task")),
    }
)
TASK_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {TaskState.OPEN: State(N_("Still to do"), Tone.INFO), TaskState.DONE: State(N_("Done"), Tone.GOOD)}
)
_REASON: Final = Column("reason", N_("Reason"), Kind.TEXT, width=16, help=N_("As the case says, else the inspection, else the refund; blank where nobody told any."))
_SKU: Final = Column("sku", N_("SKU"), Kind.ID, width=12)
_SUPPLIER: Final = Column("supplier", N_("Supplier"), Kind.TEXT, width=14)
_LOT: Final = Column("lot", N_("Lot no."), Kind.ID, width=12)

REASONS: Final = Sheet(
    "reasons",
    N_("Reasons and their cost"),
    (
        _REASON, _SKU,
        Column("title", N_("Product"), Kind.TEXT, width=22, shown=False),
        _SUPPLIER, _LOT,
        Column("order_no", N_("Order no."), Kind.ID, width=18),
        Column("case_no", N_("Case"), Kind.ID, width=9),
        Column("day", N_("Day"), Kind.DATE, width=11),
        Column("cost", N_("What it cost"), Kind.MONEY, width=11, total=True, help=N_("Refunded + freight back + compensation + written off − worth of goods back.")),
        Column("share", N_("Share"), Kind.PERCENT, width=8, help=N_("Of all that was lost in these days.")),
        Column("running", N_("Running share"), Kind.PERCENT, width=9, help=N_("The share of this row and all that cost more: few rows make up most of it.")),
        Column("incidents", N_("Incidents"), Kind.INTEGER, width=8, help=N_("Orders and cases in which it happened, each once.")),
        Column("cases", N_("Complaints"), Kind.INTEGER, width=8, total=True, help=N_("Cases opened in these days that are no enquiries.")),
        Column("returns", N_("Returns"), Kind.INTEGER, width=8, total=True),
        Column("pieces", N_("Pieces back"), Kind.QUANTITY, width=8, total=True, help=N_("Pieces that came back and were the shop's goods.")),
        Column("refund", N_("Refunded"), Kind.MONEY, width=11, total=True, help=N_("As booked on the account of returns and refunds.")),
        Column("freight", N_("Freight back"), Kind.MONEY, width=10, total=True, help=N_("As booked on the account of freight of returns.")),
        Column("compensation", N_("Compensation"), Kind.MONEY, width=10, total=True, help=N_("As booked on the account of compensation and penalties.")),
        Column("written_off", N_("Written off"), Kind.MONEY, width=10, total=True, help=N_("Goods that came back and were of no use, at their cost.")),
        Column("came_back", N_("Worth of goods back"), Kind.MONEY, width=10, total=True, help=N_("What goods that came back are worth, at their cost; those written off are in it and taken out again by that column." )),
    ),
    key="reason",
    help=N_("What complaints and returns cost, from the books: each amount once, on the order, SKU, lot and reason it belongs to."),
)

TASKS: Final = Sheet(
    "tasks",
    N_("Tasks"),
    (
        Column("state", N_("State"), Kind.STATE, width=9, states=TASK_STATES),
        Column("due_on", N_("Due by"), Kind.DATE, width=11, editable=True),
        Column("kind", N_("Kind"), Kind.STATE, width=14, states=TASK_KINDS),
        Column("title", N_("What is to be done"), Kind.TEXT, width=34, required=True, editable=True),
        _REASON, _SKU, _SUPPLIER, _LOT,
        Column("claimed", N_("Money asked"), Kind.MONEY, width=11, editable=True, total=True, help=N_("What the supplier is asked for.")),
        Column("person", N_("Person"), Kind.TEXT, width=10, editable=True, help=N_("Who sees to it.")),
        Column("opened_on", N_("Since"), Kind.DATE, width=11),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24, editable=True, shown=False),
    ),
    key="title",
    help=N_("What is to be done about listings, suppliers and lots; what is due stands on the morning page."),
)

STAFF: Final = Sheet(
    "staff",
    N_("People of service"),
    (
        Column("person", N_("Person"), Kind.TEXT, width=14, help=N_("Who sees to the case, else who answered first; blank: nobody in particular.")),
        Column("cases", N_("Cases"), Kind.INTEGER, width=8, total=True),
        Column("replied", N_("Cases answered"), Kind.INTEGER, width=9, total=True),
        Column("first_reply", N_("First reply, minutes"), Kind.RATE, width=12, help=N_("The median of business minutes to the first answer. Blank under 30 cases: people are not compared by few." )),
        Column("solved", N_("Cases solved"), Kind.INTEGER, width=8, total=True, help=N_("Solved cases for which a solution was promised.")),
        Column("in_time", N_("In time"), Kind.PERCENT, width=9, help=N_("The share of them that was solved within the promise. Blank under 30 cases.")),
        Column("rated", N_("Rated"), Kind.INTEGER, width=8, total=True),
        Column("satisfaction", N_("Satisfaction"), Kind.RATE, width=10, help=N_("The mean of what buyers said, 1 to 5. Blank under 30 answers.")),
        Column("enquiries", N_("Enquiries"), Kind.INTEGER, width=9, total=True, help=N_("Whose buyer is known, and whose days to buy are over.")),
        Column("converted", N_("Have bought"), Kind.PERCENT, width=10, help=N_("The share of them that bought within so many days. Blank under 30 enquiries.")),
    ),
    key="person",
    help=N_("How cases were seen to, by person. People stand in the order of their names, and no figure of fewer than 30 cases compares anybody."),
)
