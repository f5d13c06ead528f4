"""Reading who may be one person: what tells who customers are, of their contacts and of their orders."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.orders.customers.marks import UNNUMBERED
from shopdesk.shop.service.customers.duplicate_rules import Known, Pair, find_pairs
from shopdesk.shop.service.customers.sheets import DUPLICATES
from shopdesk.store.rows import spoken_title
from shopdesk.store.tables import Channel, Customer, CustomerContact, OrderAddress, SalesOrder
from shopdesk.store.tx import Tx

_C: Final = Customer.__table__.c
_K: Final = CustomerContact.__table__.c
_A: Final = OrderAddress.__table__.c
_PART: Final = 500


def fetch_duplicates(tx: Tx) -> list[tuple[Pair, Sequence[Any]]]:
    """Pairs of customers who may be one, each with its row of DUPLICATES; the one with more orders first."""
    pairs = find_pairs(fetch_known(tx))
    told = _told(tx, {one for pair in pairs for one in (pair.first, pair.second)})
    made = list[tuple[Pair, Sequence[Any]]]()
    for pair in pairs:
        kept, other = sorted((pair.first, pair.second), key=lambda one: (-told[one]["orders"], one))
        row = {"why": pair.why.value, "likeness": Decimal(str(round(pair.likeness, 4))), **told[kept]}
        row |= {f"other_{key.removeprefix('customer_')}": value for key, value in told[other].items()}
        ordered = Pair(kept, other, pair.why, pair.likeness)
        made.append((ordered, [row.get(column.key) for column in DUPLICATES.columns]))
    return made


def fetch_known(tx: Tx) -> list[Known]:
    """Every customer who is neither merged nor erased, with all that tells who that is."""
    stands = _C.merged_into.is_(None) & _C.erased_at.is_(None)
    said = defaultdict[int, tuple[set[str], ...]](lambda: (set(), set(), set(), set()))
    contacts = select(_K.customer_id, _K.name, _K.phone, _K.email, _K.address)
    for row in tx.rows(contacts):
        _take(said[row.customer_id], row[1:])
    sent = select(SalesOrder.customer_id, _A.recipient, _A.phone, _A.address).join(
        SalesOrder, SalesOrder.order_id == _A.order_id
    )
    for row in tx.rows(sent.where(SalesOrder.customer_id.is_not(None)).distinct()):
        _take(said[row.customer_id], (row.recipient, row.phone, None, row.address))
    merged = select(_C.customer_id, _C.merged_into).where(_C.merged_into.is_not(None))
    for row in tx.rows(merged):
        for known, brought in zip(said[row.merged_into], said[row.customer_id], strict=True):
            known.update(brought)
    customers = tx.rows(select(_C.customer_id, _C.channel_id, _C.customer_no).where(stands).order_by(_C.customer_id))
    return [
        Known(
            row.customer_id, row.channel_id, "" if row.customer_no.startswith(UNNUMBERED) else row.customer_no,
            *(tuple(sorted(texts)) for texts in said[row.customer_id]),
        )
        for row in customers
    ]  # fmt: skip


def _take(kept: Iterable[set[str]], texts: Iterable[str | None]) -> None:
    for known, text in zip(kept, texts, strict=True):
        if text and text.strip():
            known.add(text.strip())


def _told(tx: Tx, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the list says of each customer."""
    orders = select(func.count()).where(SalesOrder.customer_id == _C.customer_id).scalar_subquery()
    wanted = (
        select(_C.customer_id, _C.customer_no, Channel.title, _K.name, orders.label("orders"))
        .join(Channel, Channel.channel_id == _C.channel_id)
        .outerjoin(CustomerContact.__table__, _K.customer_id == _C.customer_id)
    )
    listed, found = sorted(ids), dict[int, dict[str, Any]]()
    for start in range(0, len(listed), _PART):
        for row in tx.rows(wanted.where(_C.customer_id.in_(listed[start : start + _PART]))):
            channel = spoken_title(row.title, ())
            found[row.customer_id] = {
                "name": row.name, "customer_no": row.customer_no, "channel": channel, "orders": row.orders,
            }  # fmt: skip
    return found
