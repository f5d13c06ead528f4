"""The points of a month's checklist: what each asks, and which of them only a person can answer."""

from enum import StrEnum
from typing import Final

from shopdesk.text import N_


class Point(StrEnum):
    """One thing to look at before a month is closed, in the order of the list."""

    UNSHIPPED = "unshipped"
    UNPAID = "unpaid"
    REFUNDS = "refunds"
    COSTS = "costs"
    UNMATCHED = "unmatched"
    PAYOUTS = "payouts"
    COUNTS = "counts"
    UNBILLED = "unbilled"
    RECURRING = "recurring"
    ADVERTISING = "advertising"
    TAX = "tax"
    CURRENCIES = "currencies"
    BALANCE = "balance"
    STORE = "store"
    BACKUP = "backup"
    BANK = "bank"
    STATEMENTS = "statements"
    DOCUMENTS = "documents"


BY_HAND: Final = frozenset({Point.BANK, Point.STATEMENTS, Point.DOCUMENTS})
"""Points that no data can tell: a person ticks them."""
UNPAID_DAYS: Final = 7
"""An order that is not paid after so many days is not waited for."""
UNBILLED_DAYS: Final = 14
"""So many days after a delivery its bill should be here."""

TITLES: Final = {
    Point.UNSHIPPED: N_("Paid orders have left"),
    Point.UNPAID: N_("No old order waits for its money"),
    Point.REFUNDS: N_("No refund waits for an answer"),
    Point.COSTS: N_("Costs of what was sold are known"),
    Point.UNMATCHED: N_("Settlements are explained"),
    Point.PAYOUTS: N_("Payouts have arrived at the bank"),
    Point.COUNTS: N_("Counts are booked"),
    Point.UNBILLED: N_("Deliveries have their bills"),
    Point.RECURRING: N_("Recurring entries are booked"),
    Point.ADVERTISING: N_("Paid advertising is reported"),
    Point.TAX: N_("Sales tax is booked"),
    Point.CURRENCIES: N_("Other currencies are at the rate of the last day"),
    Point.BALANCE: N_("The books balance"),
    Point.STORE: N_("The store is sound"),
    Point.BACKUP: N_("A backup was made since the month ended"),
    Point.BANK: N_("The bank's own statement was compared"),
    Point.STATEMENTS: N_("All statements of the channels are here"),
    Point.DOCUMENTS: N_("All receipts and bills are entered"),
}
OPEN: Final = {
    Point.UNSHIPPED: N_("paid, not shipped"),
    Point.UNPAID: N_("unpaid for more than a week"),
    Point.REFUNDS: N_("refunds pending"),
    Point.COSTS: N_("SKUs sold without a cost"),
    Point.UNMATCHED: N_("to be explained"),
    Point.PAYOUTS: N_("not arrived"),
    Point.COUNTS: N_("counts not booked"),
    Point.UNBILLED: N_("deliveries without a bill for two weeks"),
    Point.RECURRING: N_("due, not booked"),
    Point.ADVERTISING: N_("channels without a report"),
    Point.TAX: N_("channels with tax not booked"),
    Point.CURRENCIES: N_("balances at another rate"),
    Point.STORE: N_("faults found"),
}
"""What is counted of each that can be counted."""


class PointState(StrEnum):
    """How a point stands."""

    DONE = "done"
    OPEN = "open"
    KNOWN = "known"
    """Open, and a person said that it may stay so."""
    NONE = "none"
    """There is nothing of the kind in this shop."""


def state_of(point: Point, *, applies: bool, count: int, is_ticked: bool) -> PointState:
    """The state of a point of which `count` is open; a tick answers a point of `BY_HAND` and excuses any other."""
    if not applies:
        return PointState.NONE
    if point in BY_HAND:
        return PointState.DONE if is_ticked else PointState.OPEN
    if not count:
        return PointState.DONE
    return PointState.KNOWN if is_ticked else PointState.OPEN


class PackPart(StrEnum):
    """One file of the month pack, in the order of the pack."""

    PROFIT = "profit"
    PNL = "pnl"
    BALANCE_SHEET = "balance_sheet"
    CASH_FLOW = "cash_flow"
    TRIAL_BALANCE = "trial_balance"
    JOURNAL = "journal"
    UNMATCHED = "unmatched"
    EXPENSES = "expenses"
    BILLS = "bills"
    TAX = "tax"
    CURRENCIES = "currencies"
    STOCK = "stock"
    UNKNOWN = "unknown"
    CHANGES = "changes"
    CHECKLIST = "checklist"
    CERTIFICATE = "certificate"
    BEANCOUNT = "beancount"


PACK_TITLES: Final = {
    PackPart.PROFIT: N_("Profit sheet"),
    PackPart.PNL: N_("Profit and loss"),
    PackPart.BALANCE_SHEET: N_("Balance sheet"),
    PackPart.CASH_FLOW: N_("Cash flow"),
    PackPart.TRIAL_BALANCE: N_("Trial balance"),
    PackPart.JOURNAL: N_("Journal"),
    PackPart.UNMATCHED: N_("Settlement to be explained"),
    PackPart.EXPENSES: N_("Expenses"),
    PackPart.BILLS: N_("Bills"),
    PackPart.TAX: N_("Sales tax"),
    PackPart.CURRENCIES: N_("Other currencies"),
    PackPart.STOCK: N_("Stock value"),
    PackPart.UNKNOWN: N_("Cost unknown"),
    PackPart.CHANGES: N_("Changed after closing"),
    PackPart.CHECKLIST: N_("Checklist"),
    PackPart.CERTIFICATE: N_("Certificate"),
    PackPart.BEANCOUNT: N_("Beancount"),
}
