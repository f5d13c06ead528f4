"""What the store has under the keys of a file: orders as images, SKUs by code or barcode, channels by name."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from shopdesk.exchange.stage.claims import given_claims
from shopdesk.exchange.stage.merge import Calendar, Stored
from shopdesk.exchange.stage.staged import Order
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.orders.actions import OWN
from shopdesk.store.journal import STANDING
from shopdesk.store.tables import Barcode, Change, ChangeRow, Customer, OrderAddress, OrderLine, SalesOrder, Sku
from shopdesk.store.tx import Tx

T = TypeVar("T")
Edited = dict[int, set[str]]
"""Order → its columns that a person set."""


def known_orders(tx: Tx, orders: Sequence[Order], channel: str) -> dict[tuple[str, str], tuple[int, bytes | None]]:
    """(channel as the file calls it, order no.) → order_id and fingerprint, for those that the store has."""
    found: dict[tuple[str, str], tuple[int, bytes | None]] = {}
    numbers: dict[str, list[str]] = {}
    for order in orders:
        numbers.setdefault(order.channel or channel, []).append(order.order_no)
    for name, listed in numbers.items():
        channel_id = find_channel_id(tx, name)
        if channel_id is None:
            continue
        wanted = select(SalesOrder.order_no, SalesOrder.order_id, SalesOrder.fingerprint).where(
            SalesOrder.channel_id == channel_id
        )
        runs = (
            [wanted] if len(listed) > 5_000 else [wanted.where(SalesOrder.order_no.in_(part)) for part in parts(listed)]
        )
        for run in runs:
            found.update({(name, row.order_no): (row.order_id, row.fingerprint) for row in tx.rows(run)})
    return found


def stored_orders(tx: Tx, order_ids: Sequence[int], edited: Edited) -> dict[int, Stored]:
    """Images of orders and their lines; `edited`: what people set by hand."""
    lines: dict[int, list[dict[str, Any]]] = {}
    for image in tx.images(OrderLine, "order_id", order_ids):
        lines.setdefault(image["order_id"], []).append(image)
    addressed: set[int] = set()
    for part in parts(order_ids):
        addressed.update(tx.scalars(select(OrderAddress.order_id).where(OrderAddress.order_id.in_(part))))
    images = tx.images(SalesOrder, "order_id", order_ids)
    claims = given_claims(tx, [(image["channel_id"], image["order_no"]) for image in images])
    found, home = dict[int, Stored](), tx.currency
    for image in images:
        key, said = image["order_id"], claims.get((image["channel_id"], image["order_no"]), ())
        own = frozenset(edited.get(key, ()))
        found[key] = Stored(image, lines.get(key, []), key in addressed, own, said, home)
    return found


def edited_orders(tx: Tx) -> Edited:
    """What people set on orders by hand, where the edit still stands; notes of erased customers stay blank."""
    found: Edited = {}
    for row in tx.rows(
        select(ChangeRow.row_id, ChangeRow.before, ChangeRow.after)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .where(
            ChangeRow.table_name == "sales_order", Change.import_id.is_(None), Change.undoable == True,  # noqa: E712
            Change.state.in_(STANDING),
        )
    ):  # fmt: skip
        if row.before and row.after:
            before, after = json.loads(row.before), json.loads(row.after)
            found.setdefault(row.row_id, set()).update(name for name in OWN if before.get(name) != after.get(name))
    erased = select(SalesOrder.order_id).join(Customer, Customer.customer_id == SalesOrder.customer_id)
    for order_id in tx.scalars(erased.where(Customer.erased_at.is_not(None))):
        found.setdefault(order_id, set()).add("note")
    return found


def sku_ids(tx: Tx, codes: Iterable[str]) -> dict[str, int]:
    """Code or barcode → sku_id, for those that the shop knows; withdrawn SKUs count as unknown."""
    listed = sorted(codes)
    found: dict[str, int] = {}
    for part in parts(listed):
        by_barcode = (
            select(Barcode.code, Barcode.sku_id)
            .join(Sku, Sku.sku_id == Barcode.sku_id)
            .where(Barcode.code.in_(part), Sku.state != ProductState.WITHDRAWN.value)
        )
        by_code = select(Sku.code, Sku.sku_id).where(Sku.code.in_(part), Sku.state != ProductState.WITHDRAWN.value)
        found.update({row.code: row.sku_id for row in tx.rows(by_barcode)})
        found.update({row.code: row.sku_id for row in tx.rows(by_code)})
    return found


def calendar(tx: Tx) -> Calendar:
    """The shop's days."""
    zone = tx.zone
    return Calendar(lambda moment: datetime.fromtimestamp(moment, zone).date().isoformat(), tx.today.isoformat())


def parts(listed: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """A long list in pieces that one statement may name."""
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
