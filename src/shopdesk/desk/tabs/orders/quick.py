"""The quick filters of the list of orders: what a person asks of it many times a day."""

from typing import Any, Final

from shopdesk.desk.filter_line import Quick
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.store.rows import Query, count
from shopdesk.text import N_

SENT: Final = "=shipped, =delivered, =completed"
_OPEN: Final = (("kind", "=sale"), ("state", "=paid"))
"""What narrows every question to the few orders that wait, so that a long history costs nothing."""
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("today", N_("To ship today"), (*_OPEN, ("promise", "<=today")), N_("Has to leave today, or is late already")),
    Quick("late", N_("Late"), (*_OPEN, ("left", "<0")), N_("Its promise has passed")),
    Quick("exception", N_("Exception"), (*_OPEN, ("exception", "!=")), N_("Something keeps it from leaving")),
    Quick("to_allocate", N_("To allocate"), (*_OPEN, ("stage", "=new")), N_("Paid, and no pieces are kept for it yet")),
    Quick("to_pick", N_("To pick"), (*_OPEN, ("stage", "=allocated, =picking")), N_("Its pieces are kept on a shelf")),
    Quick("to_pack", N_("To pack"), (*_OPEN, ("stage", "=picked, =packed")), N_("Picked, and not sent yet"), rare=True),
    Quick("unpaid", N_("Unpaid"), (("state", "=unpaid"),), N_("Placed and not paid yet")),
    Quick("shipped", N_("Shipped"), (("kind", "=sale"), ("state", SENT)), N_("Sent, delivered or completed")),
    Quick("returned", N_("Returned"), (("returned", "yes"),), N_("Goods come back, or have come back")),
    Quick("adjustments", N_("Adjustments"), (("kind", "=adjustment"),), N_("Corrections of the books"), rare=True),
    Quick(
        "no_cost", N_("Cost unknown"), (("state", SENT), ("profit", "=")),
        N_("Sent, with goods whose cost nobody has entered"), rare=True,
    ),
)  # fmt: skip


def read_counts(tx: Any) -> dict[str, int]:
    """By key of QUICK, how many orders it finds; "open" is all that wait."""
    found = {one.key: _count(tx, one) for one in QUICK}
    return {**found, "open": count(tx, ORDER_ROWS, Query(filters=_OPEN))}


def _count(tx: Any, one: Quick) -> int:
    return count(tx, ORDER_ROWS, Query(filters=one.filters, today=tx.today, zone=tx.zone))
