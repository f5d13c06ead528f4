"""Reading stock: SKUs with what is on hand, moves, and the stock report."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, case, exists, func, literal, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.stock.available import AVAILABLE, BLOCKED, HELD, LEVEL, ON_HAND, RESERVED
from shopdesk.shop.stock.homes import place_names, warehouse_of
from shopdesk.shop.stock.incoming import INCOMING
from shopdesk.shop.stock.rules import PlaceKind, WarehouseState
from shopdesk.shop.stock.sheets import MOVES, RECEIPTS, STOCK
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    Barcode,
    GoodsReceipt,
    MoveValue,
    Product,
    SalesOrder,
    Sku,
    SkuPlace,
    SkuPolicy,
    SkuValue,
    StockLevel,
    StockMove,
    Supplier,
    Transfer,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import Quantity
from shopdesk.text import N_

_VALUE = SkuValue.__table__
_S, _P, _M, _W = Sku.__table__.c, Product.__table__.c, StockMove.__table__.c, Warehouse.__table__.c

_BARCODE = (
    select(Barcode.sku_id, func.min(Barcode.code).label("code")).group_by(Barcode.sku_id).subquery("first_barcode")
)

_incoming = func.coalesce(INCOMING.c.pieces, literal(0))
_missing = SkuPolicy.warning_level - AVAILABLE - _incoming
_under = type_coerce(case((_missing > 0, _missing)), Quantity())
_answer = aliased(StockMove)
# The latest by the index over SKUs that nothing has answered: an answer has the document of what it answers.
_last_move = (
    select(StockMove.moved_at)
    .where(
        StockMove.sku_id == _S.sku_id,
        StockMove.reverses_id.is_(None),
        ~exists().where(
            _answer.document_id == StockMove.document_id,
            _answer.document_kind == StockMove.document_kind,
            _answer.sku_id == StockMove.sku_id,
            _answer.reverses_id == StockMove.move_id,
        ),
    )
    .order_by(StockMove.moved_at.desc())
    .limit(1)
    .correlate(Sku.__table__)
    .scalar_subquery()
)

_shelf = (
    select(_W.title)
    .join(SkuPlace.__table__, SkuPlace.place_id == _W.warehouse_id)
    .where(
        SkuPlace.sku_id == _S.sku_id,
        SkuPlace.warehouse_id == select(func.min(aliased(Warehouse).warehouse_id)).scalar_subquery(),
    )
    .correlate(Sku.__table__)
    .scalar_subquery()
)

STOCK_ROWS: Final = RowSource(
    sheet=STOCK,
    origin=Sku.__table__.join(Product.__table__, _P.product_id == _S.product_id)
    .outerjoin(Supplier.__table__, Supplier.supplier_id == _P.supplier_id)
    .outerjoin(LEVEL, LEVEL.c.sku_id == _S.sku_id)
    .outerjoin(BLOCKED, BLOCKED.c.sku_id == _S.sku_id)
    .outerjoin(RESERVED, RESERVED.c.sku_id == _S.sku_id)
    .outerjoin(INCOMING, INCOMING.c.sku_id == _S.sku_id)
    .outerjoin(_BARCODE, _BARCODE.c.sku_id == _S.sku_id)
    .outerjoin(_VALUE, _VALUE.c.sku_id == _S.sku_id)
    .outerjoin(SkuPolicy.__table__, SkuPolicy.sku_id == _S.sku_id),
    row_id=_S.sku_id,
    values={
        "sku": _S.code,
        "title": _P.title,
        "option": _S.option,
        "on_hand": ON_HAND,
        "reserved": HELD,
        "available": AVAILABLE,
        "incoming": _incoming,
        "projected": AVAILABLE + _incoming,
        "warning_level": SkuPolicy.__table__.c.warning_level,
        "under": _under,
        "price": _S.price,
        "cost": _S.cost,
        "value": _VALUE.c.value,
        "state": _S.state,
        "category": _P.category,
        "stage": _P.stage,
        "brand": _P.brand,
        "barcode": _BARCODE.c.code,
        "supplier": Supplier.__table__.c.name,
        "weight": _S.weight,
        "shelf": _shelf,
        "moved_at": _last_move,
        "import_id": _S.import_id,
    },
    search=(_S.code, _P.title, _P.category, _BARCODE.c.code),
    order=(("sku", False),),
    where=(_S.state != ProductState.WITHDRAWN.value,),
)
"""The list of SKUs."""

_HALL = Warehouse.__table__.alias("hall")
MOVE_ROWS: Final = RowSource(
    sheet=MOVES,
    origin=StockMove.__table__.join(Sku.__table__, _S.sku_id == _M.sku_id)
    .join(Product.__table__, _P.product_id == _S.product_id)
    .join(Warehouse.__table__, Warehouse.warehouse_id == _M.warehouse_id)
    .outerjoin(_HALL, _HALL.c.warehouse_id == _W.parent_id)
    .outerjoin(MoveValue.__table__, MoveValue.move_id == _M.move_id)
    .outerjoin(SalesOrder.__table__, (SalesOrder.order_id == _M.document_id) & (_M.document_kind == "order"))
    .outerjoin(GoodsReceipt.__table__, (GoodsReceipt.receipt_id == _M.document_id) & (_M.document_kind == "receipt"))
    .outerjoin(Transfer.__table__, (Transfer.transfer_id == _M.document_id) & (_M.document_kind == "transfer")),
    row_id=_M.move_id,
    values={
        "moved_at": _M.moved_at,
        "sku": _S.code,
        "title": _P.title,
        "reason": _M.reason,
        "quantity": _M.quantity,
        "unit_cost": _M.unit_cost,
        "value": MoveValue.__table__.c.value,
        "warehouse": func.coalesce(_HALL.c.title, _W.title),
        "shelf": case((_W.parent_id.is_not(None), _W.title), else_=None),
        "document": func.coalesce(
            SalesOrder.__table__.c.order_no, GoodsReceipt.__table__.c.document_no, Transfer.__table__.c.document_no
        ),
        "note": _M.note,
        "source_row": _M.source_row,
        "import_id": _M.import_id,
    },
    search=(_S.code, _P.title, _M.note),
    order=(("moved_at", True),),
    spoken={"warehouse": spoken_title, "shelf": spoken_title},
)
"""The list of moves."""


_G = GoodsReceipt.__table__.c
_IN_RECEIPT = (_M.document_id == _G.receipt_id, _M.document_kind == "receipt", _M.reverses_id.is_(None))
SEVERAL: Final = N_("Several warehouses")


def _of_moves(value: ColumnElement[Any], origin: FromClause = StockMove.__table__) -> ColumnElement[Any]:
    """A sum over the moves of each receipt."""
    return select(value).select_from(origin).where(*_IN_RECEIPT).correlate(GoodsReceipt.__table__).scalar_subquery()


_WHERE = StockMove.__table__.join(Warehouse.__table__, _W.warehouse_id == _M.warehouse_id).outerjoin(
    _HALL, _HALL.c.warehouse_id == _W.parent_id
)
_WORTH = StockMove.__table__.outerjoin(MoveValue.__table__, MoveValue.move_id == _M.move_id)
_value, _title = MoveValue.__table__.c.value, func.coalesce(_HALL.c.title, _W.title)

RECEIPT_ROWS: Final = RowSource(
    sheet=RECEIPTS,
    origin=GoodsReceipt.__table__.outerjoin(Supplier.__table__, Supplier.supplier_id == _G.supplier_id),
    row_id=_G.receipt_id,
    values={
        "received_at": _G.received_at,
        "document_no": _G.document_no,
        "supplier": Supplier.__table__.c.name,
        "warehouse": _of_moves(
            case((func.count(warehouse_of().distinct()) > 1, literal(SEVERAL)), else_=func.min(_title)), _WHERE
        ),
        "lines": _of_moves(func.count()),
        "pieces": _of_moves(func.sum(_M.quantity)),
        "value": _of_moves(case((func.count() == func.count(_value), func.sum(_value)), else_=None), _WORTH),
        "note": _G.note,
        "import_id": _G.import_id,
    },
    search=(_G.document_no, Supplier.__table__.c.name, _G.note),
    order=(("received_at", True),),
    spoken={"warehouse": spoken_title},
)
"""The list of goods receipts."""


@dataclass(frozen=True, slots=True)
class ReceiptLineRow:
    """A line of a receipt; cost and value None are unknown."""

    sku_id: int
    code: str
    title: str
    quantity: Decimal
    unit_cost: Decimal | None
    value: Decimal | None
    warehouse: str
    """A msgid for the main one."""
    source_row: int | None


def find_receipt_lines(tx: Tx, receipt_id: int) -> list[ReceiptLineRow]:
    """The lines of a receipt, as they were entered."""
    found = tx.rows(
        select(
            Sku.sku_id, Sku.code, Product.title, StockMove.quantity, StockMove.unit_cost, MoveValue.value,
            Warehouse.title.label("warehouse"), StockMove.source_row,
        )
        .select_from(StockMove)
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .join(Warehouse, Warehouse.warehouse_id == StockMove.warehouse_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(
            StockMove.document_id == receipt_id, StockMove.document_kind == "receipt", StockMove.reverses_id.is_(None)
        )
        .order_by(StockMove.move_id)
    )  # fmt: skip
    return [ReceiptLineRow(*row) for row in found]


def moves_of(sku_id: int) -> RowSource:
    """The list of one SKU's moves."""
    return replace(MOVE_ROWS, where=(_M.sku_id == sku_id,))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in use; `title` is a msgid for the main warehouse and for what is in transit."""

    warehouse_id: int
    title: str
    on_hand: Decimal = Decimal(0)


def fetch_warehouses(tx: Tx) -> list[Place]:
    """The warehouses in use, the main one first."""
    standing = select(Warehouse.warehouse_id, Warehouse.title).where(
        Warehouse.state == WarehouseState.ACTIVE.value, Warehouse.kind == PlaceKind.WAREHOUSE.value
    )
    return [Place(row.warehouse_id, row.title) for row in tx.rows(standing.order_by(Warehouse.warehouse_id))]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf in use."""

    place_id: int
    warehouse_id: int
    title: str
    skus: int
    """How many have it for their own."""


def fetch_shelves(tx: Tx, warehouse_id: int | None = None) -> list[Shelf]:
    """The shelves in use, of one warehouse or of all, by warehouse and name."""
    skus = select(func.count()).where(SkuPlace.place_id == _W.warehouse_id).correlate(Warehouse.__table__)
    wanted = [_W.state == WarehouseState.ACTIVE.value, _W.kind == PlaceKind.SHELF.value]
    if warehouse_id is not None:
        wanted.append(_W.parent_id == warehouse_id)
    listed = select(_W.warehouse_id, _W.parent_id, _W.title, skus.scalar_subquery()).where(*wanted)
    return [Shelf(*row) for row in tx.rows(listed.order_by(_W.parent_id, _W.code))]


def find_on_hand(tx: Tx, sku_id: int) -> list[Place]:
    """What is on hand of a SKU in each warehouse in use, on its shelves as well; and what is on its way to one."""
    level = (StockLevel.warehouse_id == _W.warehouse_id) & (StockLevel.sku_id == sku_id)
    pieces: dict[int, Decimal] = {}
    for row in tx.rows(select(warehouse_of().label("hall"), StockLevel.on_hand).join(StockLevel, level)):
        pieces[row.hall] = pieces.get(row.hall, Decimal(0)) + row.on_hand
    places = select(_W.warehouse_id, _W.title, _W.kind).where(
        _W.state == WarehouseState.ACTIVE.value, _W.kind != PlaceKind.SHELF.value
    )
    found = [(row, pieces.get(row.warehouse_id, Decimal(0))) for row in tx.rows(places.order_by(_W.warehouse_id))]
    names = place_names(tx)
    return [
        Place(row.warehouse_id, names[row.warehouse_id] if row.kind == PlaceKind.TRANSIT else row.title, there)
        for row, there in found
        if there or row.kind != PlaceKind.TRANSIT
    ]


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Pieces of a SKU at one place; `name` is in the language of the person."""

    place_id: int
    warehouse_id: int
    kind: PlaceKind
    name: str
    on_hand: Decimal
    is_home: bool


def find_places_of(tx: Tx, sku_id: int) -> list[AtPlace]:
    """Where a SKU lies, shelf by shelf, and its own shelves even where they are empty; by warehouse and name."""
    level = (StockLevel.warehouse_id == _W.warehouse_id) & (StockLevel.sku_id == sku_id)
    own = (SkuPlace.place_id == _W.warehouse_id) & (SkuPlace.sku_id == sku_id)
    found = tx.rows(
        select(_W.warehouse_id, warehouse_of().label("hall"), _W.kind, StockLevel.on_hand, SkuPlace.sku_place_id)
        .outerjoin(StockLevel, level)
        .outerjoin(SkuPlace, own)
        .where((StockLevel.on_hand != 0) | SkuPlace.sku_place_id.is_not(None))
        .order_by(warehouse_of(), _W.code)
    )
    names = place_names(tx)
    return [
        AtPlace(
            row.warehouse_id, row.hall, PlaceKind(row.kind), names[row.warehouse_id], row.on_hand or Decimal(0),
            row.sku_place_id is not None,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StockRow:
    """A SKU in the stock report; `value` None is unknown."""

    sku: str
    title: str
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    value: Decimal | None


def fetch_stock(tx: Tx) -> list[StockRow]:
    """Every SKU that is not withdrawn, by code."""
    found = tx.rows(
        select(
            Sku.code, Product.title, ON_HAND.label("on_hand"), HELD.label("reserved"), AVAILABLE.label("available"),
            _VALUE.c.value,
        )
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(LEVEL, LEVEL.c.sku_id == Sku.sku_id)
        .outerjoin(BLOCKED, BLOCKED.c.sku_id == Sku.sku_id)
        .outerjoin(RESERVED, RESERVED.c.sku_id == Sku.sku_id)
        .outerjoin(_VALUE, _VALUE.c.sku_id == Sku.sku_id)
        .where(Sku.state != ProductState.WITHDRAWN.value)
        .order_by(Sku.code)
    )  # fmt: skip
    return [
        StockRow(row.code, row.title, Decimal(row.on_hand), Decimal(row.reserved), Decimal(row.available), row.value)
        for row in found
    ]


def find_sku_detail(tx: Tx, sku_id: int) -> Any | None:
    """One SKU with its product, level and file of origin, as a row with named fields; None where it is gone."""
    found = tx.rows(
        select(
            Sku.__table__,
            Product.title,
            Product.category,
            Product.brand,
            LEVEL.c.on_hand,
            HELD.label("reserved"),
            AVAILABLE.label("available"),
            _BARCODE.c.code.label("barcode"),
        )
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(LEVEL, LEVEL.c.sku_id == Sku.sku_id)
        .outerjoin(BLOCKED, BLOCKED.c.sku_id == Sku.sku_id)
        .outerjoin(RESERVED, RESERVED.c.sku_id == Sku.sku_id)
        .outerjoin(_BARCODE, _BARCODE.c.sku_id == Sku.sku_id)
        .where(Sku.sku_id == sku_id)
    )
    return found[0] if found else None
