"""Contacts of the demo shop with customers who should have come back, and what came of them."""

from datetime import date, timedelta
from typing import Final

from shopdesk.shop.service.care.contacts import add_contact, fetch_care
from shopdesk.shop.service.care.rules import CareResult
from shopdesk.shop.service.customers.rules import Means
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

CONTACTS: Final = (
    (2, CareResult.REACHED, None), (5, CareResult.INTERESTED, N_("Asks for the new spring tea.")),
    (9, CareResult.NOT_REACHED, None), (14, CareResult.REACHED, None),
    (16, CareResult.AGAIN, N_("After the holidays.")), (20, CareResult.REFUSED, None),
)  # fmt: skip
"""Days ago, what it came to, and a note."""


@action("care.edit", N_("Care of customers"), undoable=True)
def look_after(tx: Tx, today: date) -> None:
    """Write down contacts with some who are due."""
    due = fetch_care(tx, Means.SMS)
    for (ago, result, note), one in zip(CONTACTS, due[:: len(due) // len(CONTACTS) or 1], strict=False):
        again = today if result is CareResult.AGAIN else None
        add_contact(tx, one.customer_id, {
            "rule": one.due.rule, "means": Means.SMS, "contacted_on": today - timedelta(ago), "result": result,
            "again_on": again, "note": note and _(note),
        })  # fmt: skip
