"""Erasing who a customer is: contacts, addresses and free texts go, in the journal too; orders and books stay whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import DeclarativeBase

from shopdesk.shop.orders.customers.marks import UNNUMBERED, mark_of, reach
from shopdesk.shop.orders.rules import OrderState
from shopdesk.shop.service.customers.erased_files import blank_files
from shopdesk.shop.service.customers.merging import MERGES
from shopdesk.shop.service.customers.rules import EARNED
from shopdesk.store.journal import DONE, UNDONE, set_aside
from shopdesk.store.tables import (
    Attachment,
    CareContact,
    CaseEvent,
    Change,
    ChangeRow,
    Consent,
    Customer,
    CustomerContact,
    CustomerReturn,
    ErasedMark,
    OrderAddress,
    OrderWork,
    PointMove,
    ReturnLine,
    Review,
    SalesOrder,
    ServiceCase,
    Shipment,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

GONE: Final = "–"
"""What stands where a text is needed."""
_PART: Final = 500
_FREE: Final[Mapping[type[DeclarativeBase], Mapping[str, str | None]]] = MappingProxyType(
    {
        SalesOrder: {"note": None},
        OrderWork: {"hold": None, "flag": None},
        Shipment: {"note": None},
        CustomerReturn: {"note": None},
        ReturnLine: {"note": None},
        ServiceCase: {"title": GONE},
        CaseEvent: {"text": None},
        Review: {"text": None, "reply": None},
        CareContact: {"note": None},
        Consent: {"evidence": None},
        PointMove: {"reason": GONE},
        OrderAddress: dict.fromkeys(("recipient", "phone", "address", "region", "city", "buyer_note")),
    }
)
"""Columns of free text, and what stands there afterwards."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, for whoever has to find it elsewhere."""

    numbers: frozenset[str]
    """The customer's numbers on the channels."""
    who: frozenset[str]
    """Name, phone, e-mail, address and what the buyer wrote: theirs alone, wherever it stands."""
    said: frozenset[str]
    """Notes, titles of cases and the like: theirs where it stands in `rows`."""
    rows: frozenset[tuple[int, int]]
    """Import and row that brought something of theirs."""


def erase_tables(tx: Tx, customer_id: int) -> Erased:
    """Blank all rows that say who a customer is, or those merged into them were; `exchange.load.erase` sees to files.

    UserError where there is no such customer, it is erased or merged already, or an order of theirs has still to leave.
    """
    ids = _everybody(tx, customer_id)
    here = Customer.customer_id.in_(ids)
    customers = tx.rows(select(Customer.__table__).where(here))
    contacts = tx.rows(select(CustomerContact.__table__).where(CustomerContact.customer_id.in_(ids)))
    said = _told(*(text for one in customers for text in (one.tags, one.note, one.warned_of)))
    who = _told(*(text for one in contacts for text in (one.name, one.phone, one.email, one.company, one.address)))
    found = _rows_of(ids)
    rows = _origins(tx, {Customer: here, **found})
    address = OrderAddress.__table__.c
    named = select(address.recipient, address.phone, address.address, address.buyer_note).where(found[OrderAddress])
    who |= _told(*(text for row in tx.rows(named) for text in row))
    _mark(tx, customers, contacts)
    tx.run_sql(CustomerContact, delete(CustomerContact).where(CustomerContact.customer_id.in_(ids)))
    for model, wanted in found.items():
        said |= _blank(tx, model, wanted)
    cases = select(ServiceCase.case_id).where(found[ServiceCase])
    _forget(tx, Attachment.__tablename__, blank_files(tx, cases, GONE), {"file_name": GONE})
    _blank_customers(tx, ids)
    _leave_parted(tx, ids)
    _close_addresses(tx, ids)
    return Erased(frozenset(one.customer_no for one in customers), frozenset(who), frozenset(said), frozenset(rows))


def _everybody(tx: Tx, customer_id: int) -> list[int]:
    found = tx.rows(select(Customer.merged_into, Customer.erased_at).where(Customer.customer_id == customer_id))
    if not found:
        raise UserError(N_("This customer is no longer in the shop."), code="gone")
    if found[0].erased_at is not None:
        raise UserError(N_("Who this customer was has been erased on request."), code="erased")
    if found[0].merged_into is not None:
        raise UserError(N_("This customer was merged into another one: erase that one."), code="merged")
    waiting = select(SalesOrder.order_no).where(
        SalesOrder.customer_id == customer_id,
        SalesOrder.state == OrderState.PAID.value,
        SalesOrder.sold_on.is_not(None),
    )
    if number := tx.scalar(waiting.order_by(SalesOrder.order_id).limit(1)):
        raise UserError(
            N_("Order {number} has not left yet, and needs its address: send or cancel it first."), code="open",
            number=number,
        )  # fmt: skip
    merged = tx.scalars(select(Customer.customer_id).where(Customer.merged_into == customer_id))
    return [customer_id, *merged]


def _told(*values: Any) -> set[str]:
    return {str(value).strip() for value in values if value and str(value).strip()}


def _origins(tx: Tx, found: Mapping[type[DeclarativeBase], ColumnElement[bool]]) -> set[tuple[int, int]]:
    """Import and row of everything that a file brought."""
    rows = set[tuple[int, int]]()
    for model, wanted in found.items():
        known = model.__table__.c
        if "source_row" in known:
            brought = select(known.import_id, known.source_row).where(wanted, known.source_row.is_not(None))
            rows |= {(row.import_id, row.source_row) for row in tx.rows(brought)}
    return rows


def _mark(tx: Tx, customers: Sequence[Any], contacts: Sequence[Any]) -> None:
    """Keep by what they are known again: number, phone and e-mail, each as a hash."""
    reached = {one.customer_id: {reach(one.phone, None), reach(None, one.email)} - {""} for one in contacts}
    for one in customers:
        for said in {one.customer_no, *reached.get(one.customer_id, ())}:
            mark = mark_of(tx, one.channel_id, said)
            if tx.scalar(select(ErasedMark.mark_id).where(ErasedMark.mark == mark)) is None:
                tx.insert(ErasedMark, mark=mark, customer_id=one.customer_id)


def _rows_of(ids: Sequence[int]) -> dict[type[DeclarativeBase], ColumnElement[bool]]:
    """SQL: by table of free texts, the rows that belong to these customers."""
    orders = select(SalesOrder.order_id).where(SalesOrder.customer_id.in_(ids))
    of_case = or_(ServiceCase.customer_id.in_(ids), ServiceCase.order_id.in_(orders))
    cases, returns = select(ServiceCase.case_id).where(of_case), _ids_of(CustomerReturn.return_id, orders)
    return {
        **{model: model.order_id.in_(orders) for model in (SalesOrder, OrderWork, Shipment, OrderAddress)},
        CustomerReturn: CustomerReturn.order_id.in_(orders),
        ReturnLine: ReturnLine.return_id.in_(returns),
        ServiceCase: of_case,
        CaseEvent: CaseEvent.case_id.in_(cases),
        Review: or_(Review.customer_id.in_(ids), Review.order_id.in_(orders)),
        CareContact: CareContact.customer_id.in_(ids),
        Consent: Consent.customer_id.in_(ids),
        PointMove: PointMove.customer_id.in_(ids) & (PointMove.reason != EARNED),
    }


def _ids_of(column: Any, orders: Select[Any]) -> Select[Any]:
    return select(column).where(CustomerReturn.order_id.in_(orders))


def _blank(tx: Tx, model: type[DeclarativeBase], wanted: ColumnElement[bool]) -> set[str]:
    """Blank the free texts of some rows, in their history too; returns what they said."""
    free, table = _FREE[model], model.__table__
    key = next(iter(table.primary_key))
    rows = tx.rows(select(key, *(table.c[name] for name in free)).where(wanted))
    ids = [row[0] for row in rows]
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        tx.run_sql(model, update(model).where(key.in_(part)).values(**free))
        _forget(tx, model.__tablename__, part, free)
    return _told(*(value for row in rows for value in row[1:] if value != GONE))


def _blank_customers(tx: Tx, ids: Sequence[int]) -> None:
    for one in ids:
        gone = {"customer_no": f"{UNNUMBERED}erased-{one}", "tags": None, "note": None, "warned_of": None}
        here = Customer.customer_id == one
        tx.run_sql(Customer, update(Customer).where(here).values(**gone, erased_at=tx.now))
        _forget(tx, Customer.__tablename__, [one], gone)


def _leave_parted(tx: Tx, ids: Sequence[int]) -> None:
    """Merges with others, and what parted them again, stay as they are: else others would come to the erased one."""
    rows = tx.rows(
        select(Change.change_id, ChangeRow.before, ChangeRow.after)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .where(Change.action.in_(MERGES), Change.undoable == True, Change.state.in_((DONE, UNDONE)))  # noqa: E712
        .where(ChangeRow.table_name == Customer.__tablename__, ChangeRow.row_id.not_in(ids))
    )
    images = ((row.change_id, json.loads(image)) for row in rows for image in (row.before, row.after) if image)
    for change_id in sorted({change_id for change_id, image in images if image.get("merged_into") in ids}):
        set_aside(tx, change_id)


def _close_addresses(tx: Tx, ids: Sequence[int]) -> None:
    """A blank address for every order that has none: a file that brings the first one finds it there."""
    bare = select(SalesOrder.order_id).where(
        SalesOrder.customer_id.in_(ids), SalesOrder.order_id.not_in(select(OrderAddress.order_id))
    )
    tx.insert_many(OrderAddress, ("order_id",), [(order_id,) for order_id in tx.scalars(bare)])


def _forget(tx: Tx, table: str, ids: Iterable[int], gone: Mapping[str, str | None]) -> None:
    """What the journal remembers of these rows loses the same texts; undoing an older edit brings none of them back."""
    here = (ChangeRow.table_name == table) & ChangeRow.row_id.in_(list(ids))
    for row in tx.rows(select(ChangeRow.change_row_id, ChangeRow.before, ChangeRow.after).where(here)):
        images = {"before": _without(row.before, gone), "after": _without(row.after, gone)}
        if (images["before"], images["after"]) != (row.before, row.after):
            tx.run_sql(
                ChangeRow, update(ChangeRow).where(ChangeRow.change_row_id == row.change_row_id).values(**images)
            )


def _without(image: str | None, gone: Mapping[str, str | None]) -> str | None:
    if image is None:
        return None
    told: dict[str, Any] = json.loads(image)
    return json.dumps({name: gone.get(name, value) for name, value in told.items()}, ensure_ascii=False)
