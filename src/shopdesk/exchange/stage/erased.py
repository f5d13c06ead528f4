"""Rows of files that speak of a customer who was erased: what they would bring back stays out."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.orders.customers.marks import has_erased
from shopdesk.store.tables import CareContact, Customer, Review, SalesOrder, ServiceCase
from shopdesk.store.tx import Tx

_OF_CUSTOMERS: Final[Mapping[str, Any]] = {"cases": ServiceCase, "reviews": Review, "care": CareContact}
"""Kind of rows that name a case, a review or a contact which the shop has → its table."""


def leave_erased(tx: Tx, staged: Staged) -> None:
    """Let rows alone that would change or add to what an erased customer left; what came after may come in."""
    model = _OF_CUSTOMERS.get(staged.plan.kind)
    if model is None or not has_erased(tx):
        return
    erased = _erased(tx, model, sorted({item.target for item in staged.items if item.target}))
    for item in staged.items:
        until, said = erased.get(item.target), item.values.get("opened_at")
        if until is None or item.outcome not in (Outcome.NEW, Outcome.CHANGED):
            continue
        if item.outcome is Outcome.CHANGED or said is None or said <= until:
            item.outcome, item.changes = Outcome.SAME, ()


def _erased(tx: Tx, model: Any, ids: list[int]) -> dict[int, int]:
    """Row of the table → when its customer was erased, in seconds."""
    table = model.__table__
    key = next(iter(table.primary_key))
    owner = table.c.customer_id
    if "order_id" in table.c:
        ordered = select(SalesOrder.customer_id).where(SalesOrder.order_id == table.c.order_id).scalar_subquery()
        owner = func.coalesce(owner, ordered)
    found = dict[int, int]()
    for part in parts(ids):
        wanted = select(key, Customer.erased_at).join(Customer, Customer.customer_id == owner)
        rows = tx.rows(wanted.where(key.in_(part), Customer.erased_at.is_not(None)))
        found |= {row[0]: int(row[1].timestamp()) for row in rows}
    return found
