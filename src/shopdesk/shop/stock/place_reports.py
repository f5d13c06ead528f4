"""Reading places and transfers: what lies where and what it cost, and what is on its way."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Subquery, case, cast, func, literal, or_, select, type_coerce
from sqlalchemy.sql.selectable import FromClause

from shopdesk.shop.stock.homes import place_names
from shopdesk.shop.stock.place_sheets import PLACES, TRANSFERS
from shopdesk.shop.stock.rules import MoveReason, PlaceKind, WarehouseState
from shopdesk.shop.stock.transfers import TRANSFER
from shopdesk.store.rows import RowSource, Values, spoken_title
from shopdesk.store.tables import (
    Allocation,
    MoveValue,
    Product,
    Sku,
    SkuPlace,
    SkuValue,
    StockLevel,
    StockMove,
    Transfer,
    TransferLine,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_W, _L, _V, _M = Warehouse.__table__.c, StockLevel.__table__.c, SkuValue.__table__.c, StockMove.__table__.c
_HALL = Warehouse.__table__.alias("hall")


def _whole(value: Any) -> ColumnElement[int]:
    """SQL: a value as the store keeps it."""
    return type_coerce(value, WHOLE)


# Of a SKU of which some cost is unknown the books hold what the known moves are worth: only these are summed here.
_known_part = (
    select(func.sum(_whole(MoveValue.value)))
    .join(StockMove, StockMove.move_id == MoveValue.move_id)
    .where(StockMove.sku_id == _L.sku_id)
    .correlate(StockLevel.__table__)
    .scalar_subquery()
)


def _shares() -> Subquery:
    """SQL: each place of each SKU with its share of what the SKU cost, by pieces; the shares add up exactly.

    A share is the rounded worth of all pieces up to this place less that of those before it, so nothing is lost by
    rounding; what is worth something without a piece on hand stands at its first place.
    """
    pieces = _whole(_L.on_hand)
    each = (
        select(
            _L.warehouse_id,
            pieces.label("pieces"),
            func.coalesce(_whole(_V.value), _known_part).label("worth"),
            _V.sku_id.label("valued"),
            func.sum(pieces).over(partition_by=_L.sku_id).label("whole"),
            func.sum(pieces).over(partition_by=_L.sku_id, order_by=_L.warehouse_id).label("upto"),
            func.row_number().over(partition_by=_L.sku_id, order_by=_L.warehouse_id).label("nth"),
        )
        .select_from(StockLevel.__table__.outerjoin(SkuValue.__table__, _V.sku_id == _L.sku_id))
        .subquery("each")
        .c
    )

    def worth_of(some: Any) -> ColumnElement[int]:
        part = cast(some, Float) / cast(each.whole, Float)
        return cast(func.round(cast(each.worth, Float) * part), WHOLE)

    share = case(
        (each.whole != 0, worth_of(each.upto) - worth_of(each.upto - each.pieces)),
        (each.nth == 1, each.worth),
        else_=0,
    )
    return select(each.warehouse_id, each.pieces, each.valued, share.label("share")).subquery("share")


def _there() -> Subquery:
    """SQL: what lies at each place: SKUs, pieces, worth, and SKUs of unknown cost."""
    share = _shares().c
    lies = case((share.pieces != 0, 1), else_=0)
    return (
        select(
            share.warehouse_id,
            func.sum(lies).label("skus"),
            func.sum(share.pieces).label("pieces"),
            func.sum(share.share).label("value"),
            func.sum(case((share.valued.is_(None), lies), else_=0)).label("unknown"),
        )
        .group_by(share.warehouse_id)
        .subquery("there")
    )


_THERE = _there()
_KEPT = (
    select(Allocation.place_id, func.sum(_whole(Allocation.quantity)).label("pieces"))
    .group_by(Allocation.place_id)
    .subquery("kept")
)
_HOMES = select(SkuPlace.place_id, func.count().label("skus")).group_by(SkuPlace.place_id).subquery("homes")

PLACE_ROWS: Final = RowSource(
    sheet=PLACES,
    origin=Warehouse.__table__.outerjoin(_HALL, _HALL.c.warehouse_id == _W.parent_id)
    .outerjoin(_THERE, _THERE.c.warehouse_id == _W.warehouse_id)
    .outerjoin(_KEPT, _KEPT.c.place_id == _W.warehouse_id)
    .outerjoin(_HOMES, _HOMES.c.place_id == _W.warehouse_id),
    row_id=_W.warehouse_id,
    values={
        "place": _W.title,
        "kind": _W.kind,
        "warehouse": func.coalesce(_HALL.c.title, _W.title),
        "skus": func.coalesce(_THERE.c.skus, 0),
        "pieces": func.coalesce(_THERE.c.pieces, 0),
        "value": case((_THERE.c.warehouse_id.is_(None), literal(0, WHOLE)), else_=_THERE.c.value),
        "unknown": func.nullif(_THERE.c.unknown, 0),
        "reserved": func.nullif(_KEPT.c.pieces, 0),
        "homes": func.nullif(func.coalesce(_HOMES.c.skus, 0), 0),
        "code": _W.code,
    },
    search=(_W.title, _HALL.c.title),
    order=(("code", False),),
    where=(
        or_(
            (_W.state == WarehouseState.ACTIVE.value) & _W.kind.in_((PlaceKind.WAREHOUSE.value, PlaceKind.SHELF.value)),
            func.coalesce(_THERE.c.skus, 0) != 0,
            func.coalesce(_THERE.c.value, 0) != 0,
        ),
    ),
    spoken={"place": spoken_title, "warehouse": spoken_title},
)
"""The list of places: those in use, and any other where something lies."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Pieces of a SKU at a place; `is_home` where it is its shelf, `reserved` what orders keep of them there."""

    sku_id: int
    sku: str
    title: str
    pieces: Decimal
    reserved: Decimal
    is_home: bool


def find_lying(tx: Tx, place_id: int) -> list[Lying]:
    """What lies at a place, and what has it for its shelf, by SKU."""
    kept = (
        select(Allocation.sku_id, func.sum(Allocation.quantity).label("pieces"))
        .where(Allocation.place_id == place_id)
        .group_by(Allocation.sku_id)
        .subquery("kept_here")
    )
    found = tx.rows(
        select(Sku.sku_id, Sku.code, Product.title, StockLevel.on_hand, kept.c.pieces, SkuPlace.sku_place_id)
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(StockLevel, (StockLevel.sku_id == Sku.sku_id) & (StockLevel.warehouse_id == place_id))
        .outerjoin(SkuPlace, (SkuPlace.sku_id == Sku.sku_id) & (SkuPlace.place_id == place_id))
        .outerjoin(kept, kept.c.sku_id == Sku.sku_id)
        .where((StockLevel.on_hand != 0) | SkuPlace.sku_place_id.is_not(None))
        .order_by(Sku.code)
    )
    nothing = Decimal(0)
    return [
        Lying(sku_id, code, title, pieces or nothing, Decimal(held or 0), home is not None)
        for sku_id, code, title, pieces, held, home in found
    ]


# ------------------------------------------------------------------------------------------------ transfers

_T, _TL = Transfer.__table__.c, TransferLine.__table__.c
_FROM, _TO = Warehouse.__table__.alias("source"), Warehouse.__table__.alias("target")
_FROM_HALL, _TO_HALL = Warehouse.__table__.alias("source_hall"), Warehouse.__table__.alias("target_hall")
_ways = select(_W.warehouse_id).where(_W.kind == PlaceKind.TRANSIT.value)
_OF_TRANSFER: Final = (_M.document_kind == TRANSFER, _M.document_id == _T.transfer_id)


def _path(place: FromClause, hall: FromClause) -> ColumnElement[str]:
    """SQL: a place as "Main warehouse/A-01"."""
    inside = hall.c.title.concat("/").concat(place.c.title)
    return case((hall.c.title.is_(None), place.c.title), else_=inside)


def spoken_path(value: Any, _row: Values) -> str:
    """A place whose warehouse is called in the language spoken; a shelf's name stays as it is."""
    hall, slash, shelf = str(value).partition("/")
    return f"{spoken_title(hall, ())}{slash}{shelf}" if hall else str(value)


def _of_lines(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQL: a sum over the lines of each transfer."""
    found = select(value).select_from(TransferLine.__table__).where(_TL.transfer_id == _T.transfer_id)
    return func.coalesce(found.correlate(Transfer.__table__).scalar_subquery(), 0)


_on_way = (
    select(func.sum(_whole(_M.quantity)))
    .where(*_OF_TRANSFER, _M.warehouse_id.in_(_ways))
    .correlate(Transfer.__table__)
    .scalar_subquery()
)

TRANSFER_ROWS: Final = RowSource(
    sheet=TRANSFERS,
    origin=Transfer.__table__.join(_FROM, _FROM.c.warehouse_id == _T.from_id)
    .join(_TO, _TO.c.warehouse_id == _T.to_id)
    .outerjoin(_FROM_HALL, _FROM_HALL.c.warehouse_id == _FROM.c.parent_id)
    .outerjoin(_TO_HALL, _TO_HALL.c.warehouse_id == _TO.c.parent_id),
    row_id=_T.transfer_id,
    values={
        "document_no": _T.document_no,
        "state": _T.state,
        "from": _path(_FROM, _FROM_HALL),
        "to": _path(_TO, _TO_HALL),
        "sent_at": _T.sent_at,
        "lines": _of_lines(func.count()),
        "pieces": _of_lines(func.sum(_whole(_TL.quantity))),
        "received": _of_lines(func.sum(_whole(_TL.received))),
        "on_way": func.coalesce(_on_way, 0),
        "received_at": _T.received_at,
        "note": _T.note,
    },
    search=(_T.document_no, _T.note, _FROM.c.title, _TO.c.title),
    order=(("sent_at", True), ("document_no", True)),
    spoken={"from": spoken_path, "to": spoken_path},
)
"""The list of transfers, the latest first."""


@dataclass(frozen=True, slots=True)
class TransferLineRow:
    """A line of a transfer: `sent` is what arrived, is on its way, was lost or was sent back."""

    line_id: int
    sku_id: int
    sku: str
    title: str
    sent: Decimal
    received: Decimal
    on_way: Decimal
    lost: Decimal

    @property
    def sent_back(self) -> Decimal:
        """Pieces that went back to where they came from."""
        return self.sent - self.received - self.on_way - self.lost


def find_transfer_lines(tx: Tx, transfer_id: int) -> list[TransferLineRow]:
    """The lines of a transfer, as they were entered."""
    of_line = (_M.document_kind == TRANSFER, _M.document_id == transfer_id, _M.line_id == _TL.transfer_line_id)
    moved = select(func.sum(_M.quantity)).where(*of_line, _M.warehouse_id.in_(_ways)).correlate(TransferLine.__table__)
    found = tx.rows(
        select(
            _TL.transfer_line_id.label("line_id"), Sku.sku_id, Sku.code, Product.title, _TL.quantity, _TL.received,
            moved.scalar_subquery().label("on_way"),
            moved.where(_M.reason == MoveReason.WRITE_OFF.value).scalar_subquery().label("lost"),
        )
        .join(Sku, Sku.sku_id == _TL.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .where(_TL.transfer_id == transfer_id)
        .order_by(_TL.transfer_line_id)
    )  # fmt: skip
    return [
        TransferLineRow(
            row.line_id, row.sku_id, row.code, row.title, row.quantity, row.received, Decimal(row.on_way or 0),
            -Decimal(row.lost or 0),
        )
        for row in found
    ]  # fmt: skip


def fetch_spots(tx: Tx) -> list[tuple[int, str]]:
    """Where pieces can be sent from and to: places in use with their names, warehouses first."""
    standing = select(_W.warehouse_id).where(
        _W.state == WarehouseState.ACTIVE.value, _W.kind.in_((PlaceKind.WAREHOUSE.value, PlaceKind.SHELF.value))
    )
    hall = func.coalesce(_W.parent_id, _W.warehouse_id)
    names = place_names(tx)
    return [
        (spot, names[spot])
        for spot in tx.scalars(standing.order_by(_W.kind != PlaceKind.WAREHOUSE.value, hall, _W.code))
    ]
