"""Customers who are one: what hangs at the others moves to the one that is kept, and can be parted again."""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase

from shopdesk.store.action import action
from shopdesk.store.journal import STANDING
from shopdesk.store.tables import (
    CareContact,
    Change,
    ChangeRow,
    Consent,
    Customer,
    PointMove,
    Review,
    SalesOrder,
    ServiceCase,
)
from shopdesk.store.tx import Image, RowChange, Tx
from shopdesk.text import N_, UserError

MOVED: Final[dict[str, type[DeclarativeBase]]] = {
    model.__tablename__: model for model in (SalesOrder, ServiceCase, PointMove, Consent, CareContact, Review)
}
"""What hangs at a customer and moves with them. Contacts stay: who somebody is, no journal repeats."""
_PART: Final = 500


@action("customer.edit", N_("Merge customers"), undoable=True)
def merge_customers(tx: Tx, customer_ids: Sequence[int], into: int) -> int:
    """Customers who are one person: their orders, cases, points and consents hang at `into` from here on.

    Tags, notes and a warning come together there. A file that names one of them means `into`. Returns how many came.
    """
    kept = _customer(tx, into)
    merged = [one for one in dict.fromkeys(customer_ids) if one != into]
    if not merged:
        raise UserError(N_("Choose at least two customers to merge."), code="few")
    others = [_customer(tx, one) for one in merged]
    for name, model in MOVED.items():
        key, column = next(iter(model.__table__.primary_key)).name, model.__table__.c.customer_id
        images = tx.images(model, "customer_id", merged)
        for start in range(0, len(merged), _PART):
            part = column.in_(merged[start : start + _PART])
            tx.run_sql(model, update(model).where(part).values(customer_id=into))
        tx.journal += [RowChange(name, image[key], image, image | {"customer_id": into}) for image in images]
    tx.update(Customer, into, **_together(kept, others))
    for other in merged:
        tx.update(Customer, other, merged_into=into)
        for earlier in tx.scalars(select(Customer.customer_id).where(Customer.merged_into == other)):
            tx.update(Customer, earlier, merged_into=into)
    tx.say(N_("Merge {count} customers"), count=len(merged) + 1)
    return len(merged)


@action("customer.edit", N_("Part a merged customer"), undoable=True)
def part_customer(tx: Tx, customer_id: int) -> int:
    """Undo a merge of long ago: what came from the customer hangs there again. Returns how many rows went back.

    What was written since stays with the one they were merged into, as do tags and notes that came together there.
    """
    into = tx.scalar(select(Customer.merged_into).where(Customer.customer_id == customer_id))
    if into is None:
        raise UserError(N_("This customer is not merged into another one."), code="not_merged")
    back = 0
    for name, row_id in sorted(_came_from(tx, customer_id)):
        image = tx.image(name, row_id)
        if image is not None and image["customer_id"] == into:
            back += tx.update(MOVED[name], row_id, customer_id=customer_id)
    tx.update(Customer, customer_id, merged_into=None)
    tx.say(N_("Part a merged customer"))
    return back


def follow_merges(tx: Tx, rows: Sequence[RowChange]) -> list[RowChange]:
    """Rows of the journal as they read where customers were merged since: what named one names whom they came to."""
    into = {
        row.customer_id: row.merged_into
        for row in tx.rows(select(Customer.customer_id, Customer.merged_into).where(Customer.merged_into.is_not(None)))
    }

    def follow(image: Image | None) -> Image | None:
        if image is None or image.get("customer_id") not in into:
            return image
        return image | {"customer_id": into[image["customer_id"]]}

    return [
        RowChange(row.table, row.row_id, follow(row.before), follow(row.after)) if into and row.table in MOVED else row
        for row in rows
    ]


def _came_from(tx: Tx, customer_id: int) -> set[tuple[str, int]]:
    """Table and row of everything that merges which stand moved away from a customer."""
    told = tx.rows(
        select(ChangeRow.table_name, ChangeRow.row_id, ChangeRow.before)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .where(Change.action == merge_customers.__name__, Change.state.in_(STANDING))
        .where(ChangeRow.table_name.in_(MOVED), ChangeRow.before.contains(f'"customer_id": {customer_id}'))
    )
    mine = (row for row in told if json.loads(row.before)["customer_id"] == customer_id)
    return {(row.table_name, row.row_id) for row in mine}


MERGES: Final = (merge_customers.__name__, part_customer.__name__)
"""Under which names the history has them."""


def _customer(tx: Tx, customer_id: int) -> Any:
    found = tx.rows(select(Customer.__table__).where(Customer.customer_id == customer_id))
    if not found:
        raise UserError(N_("This customer is no longer in the shop."), code="gone")
    if found[0].merged_into is not None:
        raise UserError(N_("One of these customers was merged into another one already."), code="merged")
    if found[0].erased_at is not None:
        raise UserError(N_("A customer who was erased cannot be merged."), code="erased")
    return found[0]


def _together(kept: Any, others: Sequence[Any]) -> dict[str, Any]:
    """What the shop itself says of all of them: the kept one's first, each thing once."""
    everybody = [kept, *others]
    tags = [tag.strip() for one in everybody for tag in (one.tags or "").replace("，", ",").split(",")]
    notes = [one.note.strip() for one in everybody if (one.note or "").strip()]
    return {
        "group_name": next((one.group_name for one in everybody if one.group_name), None),
        "tags": kept.tags if not any(other.tags for other in others) else ", ".join(dict.fromkeys(filter(None, tags))),
        "note": kept.note if not any(other.note for other in others) else "\n".join(dict.fromkeys(notes)) or None,
        "warned_of": next((one.warned_of for one in everybody if one.warned_of), None),
    }
