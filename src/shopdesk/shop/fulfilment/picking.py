"""Taking what is kept for orders off the shelves, scan by scan, and checking it into parcels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.fulfilment.care import held, open_orders
from shopdesk.shop.fulfilment.rules import PackCheck, Scan
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import Stage
from shopdesk.shop.orders.standing import promise
from shopdesk.shop.orders.work import set_work
from shopdesk.store.action import action
from shopdesk.store.tables import Allocation, OrderWork, SalesOrder, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError

ON_SHELVES: Final = (Stage.ALLOCATED, Stage.PICKING)


@dataclass(frozen=True, slots=True)
class Picked:
    """What a scan took: for which order, and what is still to be picked of the wave, in pieces."""

    order_id: int
    left: Decimal
    is_whole: bool
    """The order has all its pieces now."""


@action("order.work", N_("Start picking"), undoable=True)
def start_picking(tx: Tx, order_ids: Sequence[int]) -> int:
    """Take allocated orders to the shelves. Returns how many; those that are on their way already stay as they are."""
    orders = open_orders(tx, order_ids)
    _refuse_held(tx, orders)
    stages = stages_of(tx, order_ids)
    for order in orders:
        if stages.get(order.order_id, Stage.NEW) == Stage.NEW:
            raise UserError(N_("Nothing is kept for order {number} yet."), code="not_allocated", number=order.order_no)
    ready = [order for order in orders if stages[order.order_id] == Stage.ALLOCATED]
    for order in ready:
        set_work(tx, order.order_id, stage=Stage.PICKING.value, person=tx.person or None)
    tx.say(N_("Pick {count} orders"), count=len(ready))
    return len(ready)


@action("order.work", N_("Pick a piece"), undoable=True)
def pick(tx: Tx, order_ids: Sequence[int], sku_id: int, pieces: Decimal, place_id: int | None = None) -> Picked:
    """Take pieces of a SKU off a shelf for a wave of orders, for the oldest promise first.

    UserError "wrong_item" where no order of the wave wants it there, "too_many" where they want less.
    """
    wants = _to_pick(tx, order_ids, sku_id, place_id)
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    if not wants:
        raise UserError(N_("{sku} is not on this pick list."), code="wrong_item", sku=code)
    left = sum((row.quantity - row.picked for row in wants), Decimal(0))
    if pieces > left:
        raise UserError(N_("Only {left} of {sku} are to be picked."), code="too_many", left=left, sku=code)
    order_id, rest = wants[0].order_id, pieces
    for row in wants:
        taken = min(rest, row.quantity - row.picked)
        if taken > 0:
            tx.update(Allocation, row.allocation_id, picked=row.picked + taken)
            order_id, rest = row.order_id, rest - taken
    whole = [row.order_id for row in wants if _is_picked(tx, row.order_id)]
    for done in dict.fromkeys(whole):
        set_work(tx, done, stage=Stage.PICKED.value, picked_at=tx.now)
    tx.say(N_("Pick {quantity} of {sku}"), quantity=pieces, sku=code)
    return Picked(order_id, _still_to_pick(tx, order_ids), order_id in whole)


@action("order.work", N_("Pick a piece"), undoable=True)
def pick_code(tx: Tx, order_ids: Sequence[int], code: str, pieces: Decimal, place_id: int | None = None) -> Picked:
    """As `pick`, of the SKU whose code or barcode was scanned; UserError where nobody knows it."""
    return pick(tx, order_ids, find_sku(tx, code), pieces, place_id)


@action("order.work", N_("Mark orders as picked"), undoable=True)
def pick_all(tx: Tx, order_ids: Sequence[int]) -> int:
    """Everything that is kept for these orders was picked by a paper list. Returns how many orders."""
    orders = open_orders(tx, order_ids)
    _refuse_held(tx, orders)
    stages, done = stages_of(tx, order_ids), 0
    for order in orders:
        if stages.get(order.order_id) not in ON_SHELVES:
            continue
        kept = select(Allocation.allocation_id, Allocation.quantity).where(Allocation.order_id == order.order_id)
        for row in tx.rows(kept):
            tx.update(Allocation, row.allocation_id, picked=row.quantity)
        set_work(tx, order.order_id, stage=Stage.PICKED.value, picked_at=tx.now)
        done += 1
    tx.say(N_("Mark {count} orders as picked"), count=done)
    return done


@action("order.work", N_("Pack an order"), undoable=True)
def pack_order(tx: Tx, order_ids: Sequence[int], scanned: Mapping[int, Decimal]) -> None:
    """Close the parcel of orders whose every piece was scanned: SKU → pieces; nothing missing, nothing too much."""
    orders = open_orders(tx, order_ids)
    _refuse_held(tx, orders)
    check = PackCheck(to_pack(tx, order_ids))
    for sku_id, pieces in scanned.items():
        said = check.scan(sku_id, int(pieces * QUANTITY_SCALE))
        if said in (Scan.WRONG, Scan.TOO_MANY):
            code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
            message = N_("{sku} does not belong into this parcel.") if said is Scan.WRONG else N_(
                "Too many of {sku} for this parcel."
            )  # fmt: skip
            raise UserError(message, code=said.value, sku=code)
    if not check.is_done:
        raise UserError(N_("Not every piece of the parcel has been scanned."), code="not_whole")
    for order in orders:
        set_work(tx, order.order_id, stage=Stage.PACKED.value, packed_at=tx.now)
    tx.say(N_("Pack order {number}"), number=", ".join(order.order_no for order in orders))


def to_pack(tx: Tx, order_ids: Sequence[int]) -> dict[int, int]:
    """SKU → pieces, in 1/1,000, that belong into the parcel of these orders: what is kept for them."""
    found: dict[int, int] = {}
    pieces = type_coerce(Allocation.quantity, WHOLE)
    kept = select(Allocation.sku_id, pieces).where(Allocation.order_id.in_(list(order_ids)))
    for sku_id, quantity in tx.rows(kept):
        found[sku_id] = found.get(sku_id, 0) + int(quantity)
    return found


def stages_of(tx: Tx, order_ids: Sequence[int]) -> dict[int, Stage]:
    """Order → its stage, where anything was done for it."""
    found = select(OrderWork.order_id, OrderWork.stage).where(OrderWork.order_id.in_(list(order_ids)))
    return {row.order_id: Stage(row.stage) for row in tx.rows(found)}


def _to_pick(tx: Tx, order_ids: Sequence[int], sku_id: int, place_id: int | None) -> Sequence[Any]:
    """What of a SKU the orders of a wave still want, the oldest promise first."""
    left = Allocation.quantity > Allocation.picked
    chosen = [Allocation.order_id.in_(list(order_ids)), Allocation.sku_id == sku_id, left]
    if place_id is not None:
        chosen.append(Allocation.place_id == place_id)
    until = type_coerce(promise(), WHOLE)
    return tx.rows(
        select(Allocation.allocation_id, Allocation.order_id, Allocation.quantity, Allocation.picked)
        .select_from(ORDER_ROWS.origin.join(Allocation.__table__, Allocation.order_id == SalesOrder.order_id))
        .where(*chosen)
        .order_by(until.asc().nulls_last(), Allocation.order_id, Allocation.allocation_id)
    )


def _is_picked(tx: Tx, order_id: int) -> bool:
    left = select(Allocation.allocation_id).where(
        Allocation.order_id == order_id, Allocation.quantity > Allocation.picked
    )
    return tx.scalar(left) is None


def _still_to_pick(tx: Tx, order_ids: Sequence[int]) -> Decimal:
    rows = tx.rows(
        select(Allocation.quantity, Allocation.picked).where(Allocation.order_id.in_(list(order_ids)))
    )  # fmt: skip
    return sum((row.quantity - row.picked for row in rows), Decimal(0))


def _refuse_held(tx: Tx, orders: Sequence[Any]) -> None:
    stopped = held(tx, [order.order_id for order in orders])
    for order in orders:
        if order.order_id in stopped:
            raise UserError(
                N_("Order {number} is on hold: {reason}"),
                code="hold",
                number=order.order_no,
                reason=stopped[order.order_id],
            )
