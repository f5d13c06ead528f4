"""Reading fulfilment: an order on its way, waybills to fill in, returns and promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Text, and_, case, cast, func, or_, select, type_coerce

from shopdesk.shop.fulfilment.allocation import free_pieces, still_wanted
from shopdesk.shop.fulfilment.come_back import can_come_back
from shopdesk.shop.fulfilment.sheets import PROMISES, RETURNS, WAYBILLS
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import RISK_PIECES, RISK_TOTAL, SHIP_HOURS, USUAL_SHIP_HOURS, Blocker, OrderState
from shopdesk.shop.orders.standing import blocker, is_open, promise, stage
from shopdesk.shop.stock.homes import place_names
from shopdesk.shop.stock.trace import OrderLot, find_order_lots
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    AfterSale,
    Allocation,
    Channel,
    ChannelPromise,
    CustomerReturn,
    OrderAddress,
    OrderWork,
    Product,
    ReturnLine,
    SalesOrder,
    Shipment,
    ShipmentLine,
    Sku,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE

_O, _R, _C, _W = SalesOrder.__table__.c, CustomerReturn.__table__.c, Channel.__table__.c, OrderWork.__table__.c
_A = OrderAddress.__table__.c


# ------------------------------------------------------------------------------------------------- an order on its way


@dataclass(frozen=True, slots=True)
class Missing:
    """Pieces of a SKU that an order wants and that are free nowhere."""

    sku_id: int
    code: str
    title: str
    pieces: Decimal


@dataclass(frozen=True, slots=True)
class KeptRow:
    """Pieces on a shelf that are kept for a line."""

    line_id: int
    code: str
    place: str
    quantity: Decimal
    picked: Decimal


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel of an order that left."""

    shipment_id: int
    shipped_at: datetime
    carrier: str | None
    waybill: str | None
    pieces: Decimal
    note: str | None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return of an order."""

    return_id: int
    return_no: str
    state: str
    pieces: Decimal


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """How an order stands in the shop's own work."""

    is_open: bool
    stage: str | None
    promise: datetime | None
    now: datetime
    blocker: str | None
    hold: str | None
    flag: str | None
    parcel_no: str | None
    mates: tuple[str, ...]
    """Numbers of the other orders of its parcel."""
    note: str | None
    """What the buyer wrote."""
    missing: tuple[Missing, ...]
    kept: tuple[KeptRow, ...]
    parcels: tuple[ParcelRow, ...]
    lots: tuple[OrderLot, ...]
    """Those of which its parcels took pieces."""
    returns: tuple[ReturnRow, ...]
    can_return: bool


def find_way(tx: Tx, order_id: int) -> OnItsWay | None:
    """Everything of an order that concerns its way out and back; None where it is gone."""
    found = tx.rows(
        select(
            is_open().label("open"), stage().label("stage"), promise().label("promise"), blocker().label("blocker"),
            _W.hold, _W.flag, _W.parcel_no, _A.buyer_note, _O.kind, _O.state,
        )
        .select_from(ORDER_ROWS.origin.outerjoin(OrderAddress.__table__, _A.order_id == _O.order_id))
        .where(_O.order_id == order_id)
    )  # fmt: skip
    if not found:
        return None
    row = found[0]
    gone = row.kind == "sale" and row.state not in (OrderState.UNPAID, OrderState.CANCELLED)
    return OnItsWay(
        bool(row.open), row.stage, row.promise, tx.now, row.blocker, row.hold, row.flag, row.parcel_no,
        _mates(tx, order_id, row.parcel_no), row.buyer_note,
        find_missing(tx, order_id) if row.blocker == Blocker.NO_STOCK else (),
        _kept(tx, order_id), _parcels(tx, order_id), tuple(find_order_lots(tx, order_id)),
        _returns(tx, order_id),
        gone and any(can_come_back(tx, order_id).values()),
    )  # fmt: skip


def find_missing(tx: Tx, order_id: int) -> tuple[Missing, ...]:
    """Which SKUs an order is short of, and by how many pieces."""
    wanted: dict[int, int] = {}
    for want in still_wanted(tx, [order_id]).get(order_id, []):
        wanted[want.sku_id] = wanted.get(want.sku_id, 0) + want.pieces
    free = {sku_id: sum(pieces for _place, pieces in places) for sku_id, places in free_pieces(tx, wanted).items()}
    short = {sku_id: pieces - free.get(sku_id, 0) for sku_id, pieces in wanted.items()}
    names = sku_names(tx, short)
    return tuple(
        Missing(sku_id, *names[sku_id], Decimal(pieces) / QUANTITY_SCALE)
        for sku_id, pieces in short.items()
        if pieces > 0
    )


def sku_names(tx: Tx, sku_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """SKU → its code and title."""
    listed, found = sorted(set(sku_ids)), dict[int, tuple[str, str]]()
    for start in range(0, len(listed), 500):
        named = select(Sku.sku_id, Sku.code, Product.title).join(Product, Product.product_id == Sku.product_id)
        for row in tx.rows(named.where(Sku.sku_id.in_(listed[start : start + 500]))):
            found[row.sku_id] = (row.code, row.title)
    return found


def _mates(tx: Tx, order_id: int, parcel_no: str | None) -> tuple[str, ...]:
    if parcel_no is None:
        return ()
    others = select(_O.order_no).join(OrderWork.__table__, _W.order_id == _O.order_id)
    return tuple(tx.scalars(others.where(_W.parcel_no == parcel_no, _O.order_id != order_id).order_by(_O.order_id)))


def _kept(tx: Tx, order_id: int) -> tuple[KeptRow, ...]:
    names = place_names(tx)
    rows = tx.rows(
        select(Allocation.line_id, Sku.code, Allocation.place_id, Allocation.quantity, Allocation.picked)
        .join(Sku, Sku.sku_id == Allocation.sku_id)
        .where(Allocation.order_id == order_id)
        .order_by(Allocation.line_id, Allocation.allocation_id)
    )
    return tuple(KeptRow(r.line_id, r.code, names[r.place_id], r.quantity, r.picked) for r in rows)


def _parcels(tx: Tx, order_id: int) -> tuple[ParcelRow, ...]:
    pieces = (
        select(func.coalesce(func.sum(ShipmentLine.quantity), 0))
        .where(ShipmentLine.shipment_id == Shipment.shipment_id)
        .scalar_subquery()
    )
    rows = tx.rows(
        select(Shipment.__table__, type_coerce(pieces, ShipmentLine.quantity.type).label("pieces"))
        .where(Shipment.order_id == order_id)
        .order_by(Shipment.shipment_id)
    )
    return tuple(ParcelRow(r.shipment_id, r.shipped_at, r.carrier, r.waybill, r.pieces, r.note) for r in rows)


def _returns(tx: Tx, order_id: int) -> tuple[ReturnRow, ...]:
    rows = tx.rows(
        select(_R.return_id, _R.return_no, _R.state, func.sum(ReturnLine.quantity).label("pieces"))
        .outerjoin(ReturnLine, ReturnLine.return_id == _R.return_id)
        .where(_R.order_id == order_id)
        .group_by(_R.return_id, _R.return_no, _R.state)
        .order_by(_R.return_id)
    )
    return tuple(ReturnRow(r.return_id, r.return_no, r.state, r.pieces or Decimal(0)) for r in rows)


# ------------------------------------------------------------------------------------------------------------- lists

WAYBILL_ROWS: Final = RowSource(
    sheet=WAYBILLS,
    origin=ORDER_ROWS.origin.outerjoin(OrderAddress.__table__, _A.order_id == _O.order_id),
    row_id=_O.order_id,
    values={
        "order_no": _O.order_no,
        "channel": _C.title,
        "promise": promise(),
        "parcel_no": _W.parcel_no,
        **{name: _A[name] for name in ("recipient", "phone", "region", "city", "address")},
        **{name: _O[name] for name in ("country", "summary", "units", "carrier", "waybill")},
    },
    search=(_O.order_no, _O.summary),
    order=(("promise", False),),
    where=(is_open(), _W.hold.is_(None)),
    spoken={"channel": spoken_title},
)
"""Orders that wait for a waybill."""

_first_line = (
    select(Product.title)
    .join(Sku, Sku.product_id == Product.product_id)
    .join(ReturnLine, ReturnLine.sku_id == Sku.sku_id)
    .where(ReturnLine.return_id == _R.return_id)
    .order_by(ReturnLine.return_line_id)
    .limit(1)
    .correlate(CustomerReturn.__table__)
    .scalar_subquery()
)
_of_lines = ReturnLine.return_id == _R.return_id
_kinds = select(func.count(ReturnLine.sku_id.distinct())).where(_of_lines).scalar_subquery()
_pieces = select(func.sum(ReturnLine.quantity)).where(_of_lines).scalar_subquery()
RETURN_ROWS: Final = RowSource(
    sheet=RETURNS,
    origin=CustomerReturn.__table__.outerjoin(SalesOrder.__table__, _O.order_id == _R.order_id)
    .outerjoin(Channel.__table__, _C.channel_id == _O.channel_id)
    .outerjoin(AfterSale.__table__, AfterSale.after_sale_id == _R.after_sale_id),
    row_id=_R.return_id,
    values={
        **{
            name: _R[name]
            for name in ("return_no", "state", "waybill", "expected_at", "arrived_at", "inspected_at", "note")
        },
        "channel": _C.title,
        "order_no": _O.order_no,
        "goods": case((_kinds > 1, _first_line + " +" + cast(_kinds - 1, Text())), else_=_first_line),
        "pieces": _pieces,
        "refund_no": AfterSale.__table__.c.refund_no,
        "refunded": _O.refunded,
    },
    search=(_R.return_no, _R.waybill, _O.order_no, _O.waybill, _R.note),
    order=(("expected_at", True),),
    spoken={"channel": spoken_title},
)
"""The list of returns."""

_H = ChannelPromise.__table__.c
PROMISE_ROWS: Final = RowSource(
    sheet=PROMISES,
    origin=Channel.__table__.outerjoin(ChannelPromise.__table__, _H.channel_id == _C.channel_id),
    row_id=_C.channel_id,
    values={
        "channel": _C.title,
        "ship_hours": func.coalesce(_H.ship_hours, case(dict(SHIP_HOURS), value=_C.code, else_=USUAL_SHIP_HOURS)),
        "unpaid_hours": _H.unpaid_hours,
    },
    search=(_C.title,),
    order=(("channel", False),),
    spoken={"channel": spoken_title},
)
"""The hours of every channel."""


def find_risks(tx: Tx) -> tuple[int, int]:
    """From what total, in the shop's currency, and how many pieces of a line on an order is looked at."""
    return tx.setting("risk_total", RISK_TOTAL), tx.setting("risk_pieces", RISK_PIECES)


# ------------------------------------------------------------------------------------------------------------ a return


@dataclass(frozen=True, slots=True)
class ReturnLineRow:
    """Pieces in a return; `verdict` None: nobody has looked yet."""

    return_line_id: int
    line_id: int | None
    sku_id: int
    code: str
    title: str
    quantity: Decimal
    verdict: str | None
    reason: str | None
    note: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """A return with its lines, and what its order says; `row` has the columns of `customer_return`."""

    row: Any
    order_no: str | None
    channel: str | None
    refund_no: str | None
    refunded: Decimal
    lines: tuple[ReturnLineRow, ...]


def find_return(tx: Tx, return_id: int) -> ReturnDetail | None:
    """One return; None where it is gone."""
    found = tx.rows(
        select(CustomerReturn.__table__, _O.order_no, _O.refunded, _C.title.label("channel_title"), AfterSale.refund_no)
        .select_from(RETURN_ROWS.origin)
        .where(_R.return_id == return_id)
    )
    if not found:
        return None
    row = found[0]
    lines = tx.rows(
        select(ReturnLine.__table__, Sku.code, Product.title)
        .join(Sku, Sku.sku_id == ReturnLine.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .where(ReturnLine.return_id == return_id)
        .order_by(ReturnLine.return_line_id)
    )
    names = ("return_line_id", "line_id", "sku_id", "code", "title", "quantity", "verdict", "reason", "note", "person")
    told = tuple(ReturnLineRow(*(getattr(line, name) for name in names)) for line in lines)
    return ReturnDetail(row, row.order_no, row.channel_title, row.refund_no, row.refunded or Decimal(0), told)


def find_returns_by_code(tx: Tx, code: str) -> list[int]:
    """Returns that are not done and that a scanned code names, by their own numbers or their order's; oldest first."""
    wanted = code.strip()
    open_states = _R.state.in_(("expected", "arrived"))
    parcels = select(Shipment.order_id).where(Shipment.waybill == wanted)
    named = or_(
        _R.return_no == wanted, _R.waybill == wanted, _O.order_no == wanted,
        and_(_O.order_id.is_not(None), or_(_O.waybill == wanted, _O.order_id.in_(parcels))),
    )  # fmt: skip
    source = CustomerReturn.__table__.outerjoin(SalesOrder.__table__, _O.order_id == _R.order_id)
    return tx.scalars(select(_R.return_id).select_from(source).where(open_states, named).order_by(_R.return_id))


def find_orders_by_code(tx: Tx, code: str) -> list[int]:
    """Orders that a scanned code names, by order no., waybill or parcel; the newest first."""
    wanted = code.strip()
    parcels = select(Shipment.order_id).where(Shipment.waybill == wanted)
    mates = select(_W.order_id).where(_W.parcel_no == wanted)
    named = or_(_O.order_no == wanted, _O.waybill == wanted, _O.order_id.in_(parcels), _O.order_id.in_(mates))
    return tx.scalars(select(_O.order_id).where(named).order_by(_O.order_id.desc()))
