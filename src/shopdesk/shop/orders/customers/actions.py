"""What a person can say of customers: their group, tags and a note; every edit can be undone."""

from collections.abc import Sequence

from sqlalchemy import select

from shopdesk.shop.orders.customers.sheets import OWN
from shopdesk.store.action import action
from shopdesk.store.tables import Customer
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@action("customer.edit", N_("Edit customers"), undoable=True)
def edit_customers(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of customers as one step of undo: (customer_id, field, value). Returns how many became different."""
    changed = 0
    for customer_id, field, value in edits:
        if field not in OWN:
            raise UserError(N_("This cannot be edited here."), code="not_editable")
        if tx.scalar(select(Customer.customer_id).where(Customer.customer_id == customer_id)) is None:
            raise UserError(N_("This customer is no longer in the shop."), code="gone")
        changed += tx.update(Customer, customer_id, **{field: value or None})
    tx.say(N_("Edit {count} cells of customers"), count=len(edits))
    return changed
