"""How many pieces of an order can still come back: what left, less what came back or is on its way, whoever told it.

Three tell of goods that come back: a return that is entered here; a line below zero of the order itself; and a
channel's own document of goods below zero, which names a buyer but no order. Such a document is taken to be of the
buyer's latest orders of that SKU before it, so that each of its pieces counts once.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import exists, func, or_, select

from shopdesk.shop.fulfilment.rules import ReturnState
from shopdesk.shop.orders.rules import SHIPPED, LineKind, OrderKind, OrderState
from shopdesk.store.tables import (
    BundlePart,
    CustomerReturn,
    OrderLine,
    ReturnLine,
    SalesOrder,
    Shipment,
    ShipmentLine,
    StockMove,
)
from shopdesk.store.tx import Tx

_R = CustomerReturn.__table__.c
NONE = Decimal(0)


def can_come_back(tx: Tx, order_id: int, *, but: int | None = None) -> dict[int, Decimal]:
    """Line → pieces (of a bundle: bundles) that left and that nothing brings or has brought back; `but` one return."""
    order = tx.rows(select(SalesOrder.__table__).where(SalesOrder.order_id == order_id))[0]
    found = tx.rows(
        select(OrderLine.line_id, OrderLine.sku_id, OrderLine.quantity)
        .where(OrderLine.order_id == order_id, OrderLine.kind == LineKind.PRODUCT.value, OrderLine.sku_id.is_not(None))
        .order_by(OrderLine.line_id)
    )
    sent = _sent(tx, order_id)
    gone = order.state in SHIPPED or order.state == OrderState.REFUNDED
    below = _by_documents(tx, order, {row.sku_id for row in found})
    for row in found:
        if row.quantity < 0:
            below[row.sku_id] = below.get(row.sku_id, NONE) - row.quantity
    back, made = spoken_of(tx, order_id, but=but), dict[int, Decimal]()
    for row in found:
        if row.quantity > 0:
            left = row.quantity if gone and not sent.get(row.line_id) else sent.get(row.line_id, NONE)
            left -= back.get(row.line_id, NONE)
            less = min(left, below.get(row.sku_id, NONE))
            below[row.sku_id] = below.get(row.sku_id, NONE) - less
            made[row.line_id] = max(left - less, NONE)
    return made


def spoken_of(tx: Tx, order_id: int, *, but: int | None = None) -> dict[int, Decimal]:
    """Line → pieces that its returns, `but` one, speak of; of a bundle those of its part that is spoken of most."""
    found: dict[int, Decimal] = {}
    spoken = (
        select(ReturnLine.line_id, ReturnLine.sku_id, func.sum(ReturnLine.quantity).label("pieces"))
        .join(CustomerReturn, _R.return_id == ReturnLine.return_id)
        .where(_R.order_id == order_id, _R.state != ReturnState.CALLED_OFF.value, ReturnLine.line_id.is_not(None))
        .where(_R.return_id != (but or 0))
        .group_by(ReturnLine.line_id, ReturnLine.sku_id)
    )
    for row in tx.rows(spoken):
        each = parts_of(tx, row.line_id).get(row.sku_id, Decimal(1))
        found[row.line_id] = max(found.get(row.line_id, NONE), Decimal(row.pieces) / each)
    return found


def _sent(tx: Tx, order_id: int) -> dict[int, Decimal]:
    """Line → pieces that left in parcels."""
    sums = (
        select(ShipmentLine.line_id, func.sum(ShipmentLine.quantity).label("pieces"))
        .join(OrderLine, OrderLine.line_id == ShipmentLine.line_id)
        .where(OrderLine.order_id == order_id)
        .group_by(ShipmentLine.line_id)
    )
    return {row.line_id: Decimal(row.pieces) for row in tx.rows(sums)}


def _by_documents(tx: Tx, order: Any, sku_ids: set[int]) -> dict[int, Decimal]:
    """SKU → pieces of this order that the channel's own return documents of its buyer have brought back."""
    if order.customer_id is None or order.kind != OrderKind.SALE or not sku_ids:
        return {}
    found = tx.rows(
        select(
            SalesOrder.order_id, SalesOrder.kind, SalesOrder.placed_at, OrderLine.sku_id,
            func.sum(OrderLine.quantity).label("pieces"),
        )
        .join(OrderLine, OrderLine.order_id == SalesOrder.order_id)
        .where(
            SalesOrder.customer_id == order.customer_id, OrderLine.sku_id.in_(sku_ids),
            SalesOrder.kind.in_((OrderKind.SALE.value, OrderKind.RETURN.value)), SalesOrder.sold_on.is_not(None),
            or_(OrderLine.quantity > 0, OrderLine.unit_price != 0),
        )
        .group_by(SalesOrder.order_id, SalesOrder.kind, SalesOrder.placed_at, OrderLine.sku_id)
        .order_by(SalesOrder.placed_at, SalesOrder.order_id)
    )  # fmt: skip
    brought: dict[int, Decimal] = {}
    for sku_id in sku_ids:
        sales: list[list[Any]] = []
        for row in found:
            if row.sku_id != sku_id:
                continue
            if row.kind == OrderKind.SALE and row.pieces >= 0:
                sales.append([row.order_id, Decimal(row.pieces)])
                continue
            rest = -Decimal(row.pieces)
            for sale in reversed(sales):
                taken = min(rest, max(sale[1], NONE))
                sale[1] -= taken
                rest -= taken
                if sale[0] == order.order_id and taken:
                    brought[sku_id] = brought.get(sku_id, NONE) + taken
    return brought


def parts_of(tx: Tx, line_id: int) -> dict[int, Decimal]:
    """SKU → its pieces in one piece of a line: those of a bundle, else the SKU of the line itself, once.

    Of a bundle that has left they are what left: it may be made of something else by now.
    """
    own = select(OrderLine.order_id).where(OrderLine.line_id == line_id).scalar_subquery()
    gone = tx.rows(
        select(
            StockMove.sku_id, func.sum(StockMove.quantity).label("pieces"), func.sum(StockMove.bundles).label("bundles")
        )
        .where(StockMove.document_kind == "order", StockMove.line_id == line_id, StockMove.bundle_id.is_not(None))
        .where(StockMove.document_id == own)
        .group_by(StockMove.sku_id)
        .order_by(func.min(StockMove.move_id))
    )
    left = {row.sku_id: Decimal(row.pieces) / Decimal(row.bundles) for row in gone if row.bundles}
    if left:
        return left
    sku_id = tx.scalar(select(OrderLine.sku_id).where(OrderLine.line_id == line_id))
    parts = tx.rows(
        select(BundlePart.part_id, BundlePart.quantity)
        .where(BundlePart.sku_id == sku_id)
        .order_by(BundlePart.bundle_part_id)
    )
    return {row.part_id: row.quantity for row in parts} or {int(sku_id): Decimal(1)}


def has_gone() -> Any:
    """SQL: something of the order has left."""
    gone = SalesOrder.state.in_([*(state.value for state in SHIPPED), OrderState.REFUNDED.value])
    sent = exists().where(Shipment.order_id == SalesOrder.order_id)
    moved = exists().where(StockMove.document_kind == "order", StockMove.document_id == SalesOrder.order_id)
    return (SalesOrder.kind == OrderKind.SALE.value) & ((gone & moved) | sent)
