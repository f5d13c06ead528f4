"""How an order that is paid and has not left stands, as SQL: its promise, its stage, and what keeps it.

Each expression looks at open orders alone, so that a list of a million lines stays as quick as before.
"""

import time
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from shopdesk.shop.orders.rules import (
    RISK_PIECES,
    RISK_TOTAL,
    SHIP_HOURS,
    USUAL_SHIP_HOURS,
    Blocker,
    LineKind,
    OrderKind,
    OrderState,
    Stage,
)
from shopdesk.shop.stock.available import LINES_IN_PARTS, PART_ID, PER_ONE
from shopdesk.store.tables import (
    Allocation,
    Channel,
    ChannelPromise,
    Customer,
    CustomerReturn,
    Lot,
    LotMove,
    OrderAddress,
    OrderLine,
    OrderWork,
    SalesOrder,
    Setting,
    Shipment,
    ShipmentLine,
    StockLevel,
    StockMove,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE, UtcTime

_O, _L, _W = SalesOrder.__table__.c, OrderLine.__table__.c, OrderWork.__table__.c
_C, _H, _A = Channel.__table__.c, ChannelPromise.__table__.c, OrderAddress.__table__.c

ASKED: Final = 50
"""So many orders of a file are asked whether it tells addresses."""
PICKED_FROM: Final = ("warehouse", "shelf")
"""Kinds of places whose pieces can be sold."""


def _whole(column: Any) -> ColumnElement[int]:
    """SQL: a column as the store keeps it."""
    return type_coerce(column, WHOLE)


def is_open() -> ColumnElement[bool]:
    """SQL: a sale that is paid and has not left, or not all of it."""
    return (_O.state == OrderState.PAID.value) & (_O.kind == OrderKind.SALE.value)


def _now() -> int:
    return int(time.time())


def _clock() -> ColumnElement[int]:
    """SQL: the second it is when the statement runs."""
    return bindparam("order_clock", callable_=_now, type_=WHOLE)


def promise() -> ColumnElement[Any]:
    """SQL: until when a sale has to leave; needs the joins of Channel and ChannelPromise."""
    usual = case(dict(SHIP_HOURS), value=_C.code, else_=USUAL_SHIP_HOURS)
    hours = func.coalesce(_H.ship_hours, usual)
    since = func.coalesce(_whole(_O.paid_at), _whole(_O.placed_at))
    until = func.coalesce(_whole(_O.ship_by), since + type_coerce(hours, WHOLE) * 3600)
    return type_coerce(case((is_open(), until), else_=None), UtcTime())


def minutes_left() -> ColumnElement[Any]:
    """SQL: whole minutes until the promise, below zero once it has passed."""
    seconds = _whole(promise()) - _clock()
    return case((seconds < 0, (seconds - 59) // 60), else_=seconds // 60)


def stage() -> ColumnElement[Any]:
    """SQL: the stage of an open order; needs the join of OrderWork."""
    return case((is_open(), func.coalesce(_W.stage, Stage.NEW.value)), else_=None)


def sent_of(line_id: Any) -> ColumnElement[int]:
    """SQL: pieces of a line that have left in parcels."""
    sent: ScalarSelect[Any] = (
        select(func.coalesce(func.sum(_whole(ShipmentLine.quantity)), 0))
        .where(ShipmentLine.line_id == line_id)
        .correlate(OrderLine.__table__)
        .scalar_subquery()
    )
    return type_coerce(sent, WHOLE)


def wanted_lines() -> Any:
    """A select of what the lines of orders still want, bundles by their parts: order_id, line_id, sku_id, pieces."""
    pieces = (_whole(_L.quantity) - sent_of(_L.line_id)) * PER_ONE
    return (
        select(_L.order_id, _L.line_id, PART_ID.label("sku_id"), (pieces // QUANTITY_SCALE).label("pieces"))
        .select_from(LINES_IN_PARTS)
        .where(_L.kind == LineKind.PRODUCT.value, _L.sku_id.is_not(None), _whole(_L.quantity) > 0)
    )


def _unpaid(clock: ColumnElement[int]) -> Any:
    """A select of what unpaid orders keep by the rule of their channel, while it lasts: sku_id, pieces."""
    lines, order, rule = wanted_lines().subquery("unpaid"), SalesOrder.__table__.alias("waits"), _H
    since = func.coalesce(_whole(order.c.placed_at), 0)
    return (
        select((lines.c.sku_id + 0).label("sku_id"), type_coerce(lines.c.pieces, WHOLE).label("pieces"))
        .select_from(ChannelPromise.__table__)
        .join(order, order.c.channel_id == rule.channel_id)
        .join(lines, lines.c.order_id == order.c.order_id)
        .where(order.c.state == OrderState.UNPAID.value, order.c.kind == OrderKind.SALE.value)
        .where(rule.unpaid_hours.is_not(None), since + type_coerce(rule.unpaid_hours, WHOLE) * 3600 > clock)
    )


def unpaid_pieces(tx: Tx, sku_ids: Iterable[int]) -> dict[int, int]:
    """SKU → pieces, in 1/1,000, that unpaid orders keep now."""
    kept = _unpaid(literal(int(tx.now.timestamp()), WHOLE)).subquery("kept")
    summed = select(kept.c.sku_id, func.sum(kept.c.pieces)).where(kept.c.sku_id.in_(list(sku_ids)))
    return {row[0]: int(row[1]) for row in tx.rows(summed.group_by(kept.c.sku_id))}


def free_of(sku_id: Any) -> ColumnElement[int]:
    """SQL: pieces of a SKU that can be sold and are kept for no order.

    Place by place, as allocating takes them: what one place owes makes no room at another.
    """
    left = _whole(StockLevel.on_hand) - _kept_here() - _blocked_here()
    free = (
        select(func.coalesce(func.sum(case((left > 0, left), else_=0)), 0))
        .join(Warehouse, Warehouse.warehouse_id == StockLevel.warehouse_id)
        .where(StockLevel.sku_id == sku_id, Warehouse.kind.in_(PICKED_FROM), StockLevel.on_hand > 0)
        .scalar_subquery()
    )
    waits = _unpaid(_clock()).subquery("waits_for_pay")
    unpaid = select(func.coalesce(func.sum(waits.c.pieces), 0)).where(waits.c.sku_id == sku_id).scalar_subquery()
    return type_coerce(free, WHOLE) - type_coerce(unpaid, WHOLE)


def _kept_here() -> ColumnElement[int]:
    """SQL: of a stock level, the pieces that are kept for orders."""
    other = SalesOrder.__table__.alias("other")
    kept = (
        select(func.coalesce(func.sum(_whole(Allocation.quantity)), 0))
        .join(other, other.c.order_id == Allocation.order_id)
        .where(Allocation.sku_id == StockLevel.sku_id, Allocation.place_id == StockLevel.warehouse_id)
        .where(other.c.state == OrderState.PAID.value)
        .correlate(StockLevel.__table__)
        .scalar_subquery()
    )
    return type_coerce(kept, WHOLE)


def _blocked_here() -> ColumnElement[int]:
    """SQL: of a stock level, the pieces of blocked lots; none where the place owes some."""
    pieces = func.coalesce(func.sum(_whole(LotMove.quantity)), 0)
    blocked = (
        select(case((pieces > 0, pieces), else_=0))
        .select_from(Lot)
        .join(LotMove, LotMove.lot_id == Lot.lot_id)
        .join(StockMove, StockMove.move_id == LotMove.move_id)
        .where(Lot.sku_id == StockLevel.sku_id, Lot.state == "blocked")
        .where(StockMove.warehouse_id == StockLevel.warehouse_id)
        .correlate(StockLevel.__table__)
        .scalar_subquery()
    )
    return type_coerce(blocked, WHOLE)


def _is_short() -> ColumnElement[bool]:
    """SQL: of some SKU, an order that keeps none yet wants more than is free."""
    lines = wanted_lines().where(_L.order_id == _O.order_id).correlate(SalesOrder.__table__).subquery("wanted")
    summed = (
        select(lines.c.sku_id, func.sum(lines.c.pieces).label("pieces")).group_by(lines.c.sku_id).subquery("summed")
    )
    short = select(summed.c.sku_id).where(type_coerce(summed.c.pieces, WHOLE) > free_of(summed.c.sku_id))
    return func.coalesce(_W.stage, Stage.NEW.value).in_([Stage.NEW.value]) & short.exists()


def _has_unknown_sku() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            _L.order_id == _O.order_id, _L.kind == LineKind.PRODUCT.value, _L.sku_id.is_(None), _whole(_L.quantity) > 0
        )
        .correlate(SalesOrder.__table__)
    )


def _has_no_address() -> ColumnElement[bool]:
    """SQL: the file that brought the order told addresses, and none of it. What tells no addresses lacks none.

    Whether a file tells them is asked of its first orders, so that one without any costs no walk through all of it.
    """
    neighbour, theirs = SalesOrder.__table__.alias("neighbour"), OrderAddress.__table__.alias("theirs")
    has_own = exists().where(_A.order_id == _O.order_id, func.coalesce(_A.address, "") != "")
    first = (
        select(neighbour.c.order_id)
        .where(neighbour.c.import_id == _O.import_id)
        .limit(ASKED)
        .correlate(SalesOrder.__table__)
        .subquery("first_of_file")
    )
    others_have = (
        select(theirs.c.order_id)
        .join(first, first.c.order_id == theirs.c.order_id)
        .where(func.coalesce(theirs.c.address, "") != "")
        .exists()
    )
    return ~has_own.correlate(SalesOrder.__table__) & others_have


def _has_note() -> ColumnElement[bool]:
    said = exists().where(_A.order_id == _O.order_id, func.coalesce(_A.buyer_note, "") != "")
    return said.correlate(SalesOrder.__table__)


def _threshold(name: str, usual: int, scale: int) -> ColumnElement[int]:
    """SQL: a whole number of the shop's settings, in stored units."""
    told = select(cast(Setting.value, WHOLE)).where(Setting.name == name).scalar_subquery()
    return type_coerce(func.coalesce(told, usual), WHOLE) * scale


def _is_unusual() -> ColumnElement[bool]:
    """SQL: a large total, many pieces of a line, nothing to pay for goods with a price, a buyer to be careful of."""
    many = (
        exists()
        .where(_L.order_id == _O.order_id, _L.kind == LineKind.PRODUCT.value)
        .where(_whole(_L.quantity) >= _threshold("risk_pieces", RISK_PIECES, QUANTITY_SCALE))
    )
    return or_(
        _whole(_O.total) >= _threshold("risk_total", RISK_TOTAL, MONEY_SCALE),
        and_(_whole(_O.total) <= 0, _whole(_O.goods) > 0),
        many.correlate(SalesOrder.__table__),
        _O.customer_id.in_(select(Customer.customer_id).where(Customer.warned_of.is_not(None))),
    )


def blocker() -> ColumnElement[Any]:
    """SQL: what keeps an open order from leaving, None where nothing does; needs the join of OrderWork."""
    cleared = func.coalesce(_W.cleared, "")
    conditions = {
        Blocker.HOLD: _W.hold.is_not(None),
        Blocker.UNKNOWN_SKU: _has_unknown_sku(),
        Blocker.NO_STOCK: _is_short(),
        Blocker.NO_ADDRESS: ~cleared.contains(Blocker.NO_ADDRESS.value) & _has_no_address(),
        Blocker.NOTE: ~cleared.contains(Blocker.NOTE.value) & _has_note(),
        Blocker.RISK: ~cleared.contains(Blocker.RISK.value) & _is_unusual(),
    }
    return case((~is_open(), None), *((holds, code.value) for code, holds in conditions.items()), else_=None)


def comes_back() -> ColumnElement[Any]:
    """SQL: 1 where the document is a return, or goods of the order come back or have."""
    called_off = CustomerReturn.state == "called_off"
    expected = select(CustomerReturn.order_id).where(CustomerReturn.order_id.is_not(None), ~called_off)
    return case((_O.kind == OrderKind.RETURN.value, 1), (_O.order_id.in_(expected), 1), else_=0)


def has_left() -> ColumnElement[bool]:
    """SQL: some parcel of the order has left."""
    return exists().where(Shipment.order_id == _O.order_id).correlate(SalesOrder.__table__)
