"""Tracing: from a lot to every order that got pieces of it, from an order to its lots; what lots of a SKU are there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.stock.sheets import LOTS, RECALL
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    Channel,
    Customer,
    ImportFile,
    Lot,
    LotMove,
    OrderAddress,
    Product,
    SalesOrder,
    Sku,
    StockMove,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE, Quantity

_LOT, _LM, _M = Lot.__table__.c, LotMove.__table__.c, StockMove.__table__.c
_S, _P, _O = Sku.__table__.c, Product.__table__.c, SalesOrder.__table__.c
_MOVES: Final = LotMove.__table__.join(StockMove.__table__, _M.move_id == _LM.move_id)


def _of_lot(value: ColumnElement[Any], *wanted: ColumnElement[bool]) -> ColumnElement[Any]:
    """SQL: a sum over the moves of each lot."""
    found = select(value).select_from(_MOVES).where(_LM.lot_id == _LOT.lot_id, *wanted)
    return found.correlate(Lot.__table__).scalar_subquery()


_pieces = func.sum(_LM.quantity)
_answer = aliased(StockMove)
_stands = _M.reverses_id.is_(None) & ~exists().where(
    _answer.document_id == _M.document_id, _answer.document_kind == _M.document_kind, _answer.reverses_id == _M.move_id
)
_on_hand = type_coerce(func.coalesce(_of_lot(_pieces), 0), Quantity())
_SHIPPED: Final = (
    select(
        func.min(_LM.lot_move_id).label("row_id"),
        _LM.lot_id,
        _M.document_id.label("order_id"),
        type_coerce(-_pieces, Quantity()).label("pieces"),
        type_coerce(func.min(_M.moved_at), _M.moved_at.type).label("left_at"),
    )
    .select_from(_MOVES)
    .where(_M.document_kind == "order")
    .group_by(_LM.lot_id, _M.document_id)
    .having(func.sum(type_coerce(_LM.quantity, WHOLE)) < 0)
    .subquery("shipped")
)
"""Lot and order → pieces that it got and still has."""
_order_count = (
    select(func.count()).select_from(_SHIPPED).where(_SHIPPED.c.lot_id == _LOT.lot_id).correlate(Lot.__table__)
)

LOT_ROWS: Final = RowSource(
    sheet=LOTS,
    origin=Lot.__table__.join(Sku.__table__, _S.sku_id == _LOT.sku_id)
    .join(Product.__table__, _P.product_id == _S.product_id)
    .outerjoin(Supplier.__table__, Supplier.supplier_id == _LOT.supplier_id),
    row_id=_LOT.lot_id,
    values={
        "lot_no": _LOT.lot_no,
        "sku": _S.code,
        "title": _P.title,
        "expires_on": _LOT.expires_on,
        "state": _LOT.state,
        "on_hand": _on_hand,
        "came_in": type_coerce(
            func.coalesce(_of_lot(_pieces, _M.reason.in_(("receipt", "opening")), _stands), 0), Quantity()
        ),
        "orders": _order_count.scalar_subquery(),
        "supplier": Supplier.__table__.c.name,
        "first_in": _of_lot(func.min(_M.moved_at), _LM.quantity > 0, _stands),
        "note": _LOT.note,
    },
    search=(_LOT.lot_no, _S.code, _P.title),
    order=(("expires_on", False), ("lot_no", False)),
    where=(
        (_on_hand != 0)
        | ~exists().where(ImportFile.import_id == _LOT.import_id, ImportFile.taken_back_at.is_not(None)),
    ),
)
"""The list of lots; those of an import that was taken back are gone unless pieces of them are there."""

RECALL_ROWS: Final = RowSource(
    sheet=RECALL,
    origin=_SHIPPED.join(Lot.__table__, _LOT.lot_id == _SHIPPED.c.lot_id)
    .join(Sku.__table__, _S.sku_id == _LOT.sku_id)
    .join(Product.__table__, _P.product_id == _S.product_id)
    .join(SalesOrder.__table__, _O.order_id == _SHIPPED.c.order_id)
    .join(Channel.__table__, Channel.channel_id == _O.channel_id)
    .outerjoin(Customer.__table__, Customer.customer_id == _O.customer_id)
    .outerjoin(OrderAddress.__table__, OrderAddress.order_id == _O.order_id),
    row_id=_SHIPPED.c.row_id,
    values={
        "lot_no": _LOT.lot_no,
        "sku": _S.code,
        "title": _P.title,
        "expires_on": _LOT.expires_on,
        "channel": Channel.__table__.c.title,
        "order_no": _O.order_no,
        "left_at": _SHIPPED.c.left_at,
        "pieces": _SHIPPED.c.pieces,
        "customer_no": Customer.__table__.c.customer_no,
        "recipient": OrderAddress.__table__.c.recipient,
        "phone": OrderAddress.__table__.c.phone,
        "address": OrderAddress.__table__.c.address,
        "waybill": _O.waybill,
    },
    search=(_O.order_no, _LOT.lot_no, _S.code),
    order=(("left_at", False), ("order_no", False)),
    spoken={"channel": spoken_title},
)
"""Every order that got pieces of a lot; `recall_of` for some lots alone."""


def recall_of(lot_ids: Sequence[int]) -> RowSource:
    """The orders that got pieces of these lots."""
    return replace(RECALL_ROWS, where=(_LOT.lot_id.in_(list(lot_ids)),))


@dataclass(frozen=True, slots=True)
class LotOrder:
    """An order that got pieces of a lot and still has them; names and numbers of persons are shown masked."""

    order_id: int
    channel: str
    """A msgid where the channel is well known."""
    order_no: str
    customer_no: str | None
    recipient: str | None
    phone: str | None
    pieces: Decimal
    left_at: datetime


def find_lot_orders(tx: Tx, lot_id: int) -> list[LotOrder]:
    """The orders that got pieces of a lot, in the order in which they left."""
    address = OrderAddress.__table__.c
    found = tx.rows(
        select(
            _O.order_id, Channel.title, _O.order_no, Customer.customer_no, address.recipient, address.phone,
            _SHIPPED.c.pieces, _SHIPPED.c.left_at,
        )
        .select_from(RECALL_ROWS.origin)
        .where(_SHIPPED.c.lot_id == lot_id)
        .order_by(_SHIPPED.c.left_at, _O.order_no)
    )  # fmt: skip
    return [LotOrder(*row) for row in found]


@dataclass(frozen=True, slots=True)
class OrderLot:
    """Pieces of a lot that an order got and still has."""

    lot_no: str
    sku: str
    expires_on: date | None
    state: str
    pieces: Decimal


def find_order_lots(tx: Tx, order_id: int) -> list[OrderLot]:
    """The lots of which an order got pieces, by SKU."""
    columns = (_LOT.lot_no, _S.code, _LOT.expires_on, _LOT.state, _SHIPPED.c.pieces)
    lots = select(*columns).select_from(RECALL_ROWS.origin).where(_SHIPPED.c.order_id == order_id)
    return [OrderLot(*row) for row in tx.rows(lots.order_by(_S.code, _LOT.lot_no))]


@dataclass(frozen=True, slots=True)
class LotOnHand:
    """A lot of which there are pieces."""

    lot_no: str
    expires_on: date | None
    state: str
    on_hand: Decimal


def find_lots(tx: Tx, sku_id: int) -> list[LotOnHand]:
    """The lots of a SKU of which there are pieces, in the order in which they leave."""
    lots = select(_LOT.lot_no, _LOT.expires_on, _LOT.state, _on_hand).where(_LOT.sku_id == sku_id, _on_hand > 0)
    return [LotOnHand(*row) for row in tx.rows(lots.order_by(_LOT.expires_on.is_(None), _LOT.expires_on, _LOT.lot_id))]
