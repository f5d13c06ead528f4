"""Reading purchase orders: the list, one order with its lines, what is on its way, and which orders are late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, select, type_coerce, union

from shopdesk.shop.buying.rules import Came, PurchaseState
from shopdesk.shop.buying.sheets import PRICES, PURCHASES
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.stock.incoming import INCOMING, RECEIVED
from shopdesk.store.rows import Query, RowSource, fetch_ids, fetch_page, spoken_title
from shopdesk.store.tables import (
    Barcode,
    GoodsReceipt,
    Product,
    PurchaseLine,
    PurchaseOrder,
    Sku,
    StockMove,
    Supplier,
    SupplierSku,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE, Quantity

__all__ = [
    "INCOMING",
    "PRICE_ROWS",
    "PURCHASE_ROWS",
    "SOURCES",
    "Goods",
    "PurchaseDetail",
    "PurchaseLineRow",
    "find_goods",
    "find_purchase",
    "late_rows",
    "open_purchases",
    "same_delivery",
]  # fmt: skip

_P, _L, _S = PurchaseOrder.__table__.c, PurchaseLine.__table__.c, Supplier.__table__.c
_received = type_coerce(func.coalesce(RECEIVED.c.pieces, 0), WHOLE)
_quantity, _cost = type_coerce(_L.quantity, WHOLE), type_coerce(_L.unit_cost, WHOLE)
_missing = case((_quantity > _received, _quantity - _received), else_=0)
_is_open = _P.state == PurchaseState.ORDERED.value

_LINES = (
    select(
        _L.purchase_id,
        func.count().label("lines"),
        func.sum(_quantity).label("ordered"),
        func.sum(_received).label("received"),
        func.sum(_missing).label("missing"),
        func.sum(case((_received > _quantity, 1), else_=0)).label("over"),
        case((func.count() == func.count(_cost), func.sum((_quantity * _cost + 500) // 1000)), else_=None).label(
            "value"
        ),
        func.min(case((_missing > 0, _L.expected_on), else_=None)).label("own_day"),
        func.sum(case((_missing > 0, case((_L.expected_on.is_(None), 1), else_=0)), else_=0)).label("by_order"),
    )
    .select_from(PurchaseLine.__table__.outerjoin(RECEIVED, RECEIVED.c.line_id == _L.purchase_line_id))
    .group_by(_L.purchase_id)
    .subquery("line_sums")
)


def _came() -> ColumnElement[str]:
    """SQL: how much of an order has come; see `rules.came_of_all`."""
    c = _LINES.c
    return case(
        (func.coalesce(c.received, 0) <= 0, Came.NONE.value),
        (c.missing > 0, Came.PART.value),
        (c.over > 0, Came.OVER.value),
        else_=Came.ALL.value,
    )


def _expected() -> ColumnElement[Any]:
    """SQL: the first day on which anything open is to arrive: that of a line, or the order's for lines without one."""
    own, whole = _LINES.c.own_day, _P.expected_on
    by_order = case((_LINES.c.by_order > 0, whole), else_=None)
    return case(
        (own.is_(None), func.coalesce(by_order, whole)), (by_order.is_(None), own), (own < by_order, own),
        else_=by_order,
    )  # fmt: skip


PURCHASE_ROWS: Final = RowSource(
    sheet=PURCHASES,
    origin=PurchaseOrder.__table__.outerjoin(_LINES, _LINES.c.purchase_id == _P.purchase_id)
    .outerjoin(Supplier.__table__, _S.supplier_id == _P.supplier_id)
    .outerjoin(Warehouse.__table__, Warehouse.warehouse_id == _P.warehouse_id),
    row_id=_P.purchase_id,
    values={
        "purchase_no": _P.purchase_no,
        "supplier": _S.name,
        "state": _P.state,
        "came": _came(),
        "ordered_on": _P.ordered_on,
        "expected_on": _expected(),
        "lines": func.coalesce(_LINES.c.lines, 0),
        "ordered": func.coalesce(_LINES.c.ordered, 0),
        "received": func.coalesce(_LINES.c.received, 0),
        "open": case((_is_open, func.coalesce(_LINES.c.missing, 0)), else_=0),
        "value": _LINES.c.value,
        "currency": _P.currency,
        "warehouse": Warehouse.__table__.c.title,
        "note": _P.note,
        "import_id": _P.import_id,
    },
    search=(_P.purchase_no, _S.name, _P.note),
    order=(("ordered_on", True), ("purchase_no", True)),
    spoken={"warehouse": spoken_title},
)
"""The list of purchase orders."""


def late_rows(today: date) -> RowSource:
    """Open orders of which something is overdue."""
    overdue = type_coerce(_expected(), _P.expected_on.type) < today
    return replace(PURCHASE_ROWS, where=(_is_open, _LINES.c.missing > 0, overdue))


_bought = (
    select(_L.sku_id, _P.supplier_id)
    .join_from(PurchaseLine.__table__, PurchaseOrder.__table__, _P.purchase_id == _L.purchase_id)
    .where(_P.supplier_id.is_not(None), _P.state.in_((PurchaseState.ORDERED.value, PurchaseState.CLOSED.value)))
)
_OF_SKU = union(select(SupplierSku.sku_id, SupplierSku.supplier_id), _bought).subquery("source_of")
SOURCES: Final = (
    select(
        _OF_SKU.c.sku_id, func.count().label("count"), func.min(_OF_SKU.c.supplier_id).label("supplier_id")
    )
    .group_by(_OF_SKU.c.sku_id)
    .subquery("sources")
)  # fmt: skip
"""SKU → how many suppliers it has (a price there, or an order), and one of them."""

_X = SupplierSku.__table__.c
PRICE_ROWS: Final = RowSource(
    sheet=PRICES,
    origin=SupplierSku.__table__.join(Supplier.__table__, _S.supplier_id == _X.supplier_id)
    .join(Sku.__table__, Sku.sku_id == _X.sku_id)
    .join(Product.__table__, Product.product_id == Sku.product_id)
    .outerjoin(SOURCES, SOURCES.c.sku_id == _X.sku_id),
    row_id=_X.supplier_sku_id,
    values={
        "supplier": _S.name,
        "sku": Sku.__table__.c.code,
        "title": Product.__table__.c.title,
        "sources": SOURCES.c.count,
        **{
            key: _X[key] for key in ("supplier_code", "price", "pack", "minimum", "lead_days", "preferred", "import_id")
        },
    },
    search=(_S.name, Sku.__table__.c.code, Product.__table__.c.title, _X.supplier_code),
    order=(("supplier", False), ("sku", False)),
)
"""What suppliers ask."""


@dataclass(frozen=True, slots=True)
class PurchaseLineRow:
    """A line of an order; `unit_cost` in the shop's currency, None unknown."""

    line_id: int
    sku_id: int
    sku: str
    title: str
    option: str | None
    barcode: str | None
    supplier_code: str | None
    quantity: Decimal
    received: Decimal
    unit_cost: Decimal | None
    expected_on: date | None
    note: str | None
    source_row: int | None

    @property
    def missing(self) -> Decimal:
        """Pieces that have not come."""
        return max(self.quantity - self.received, Decimal(0))


@dataclass(frozen=True, slots=True)
class PurchaseDetail:
    """One order: its cells by column key, the row of the table, its lines, and the receipts that answer it."""

    purchase_id: int
    row: dict[str, Any]
    order: Any
    lines: Sequence[PurchaseLineRow]
    receipts: Sequence[Any]
    """receipt_id, document_no, received_at, pieces; oldest first."""


def find_purchase(tx: Tx, purchase_id: int) -> PurchaseDetail | None:
    """An order with all that hangs on it; None where it is gone."""
    cells = fetch_page(tx, PURCHASE_ROWS, [purchase_id])[0]
    if not cells:
        return None
    row = dict(zip((column.key for column in PURCHASES.columns), cells, strict=True))
    order = tx.rows(select(PurchaseOrder.__table__).where(_P.purchase_id == purchase_id))[0]
    return PurchaseDetail(purchase_id, row, order, _lines_of(tx, purchase_id), _receipts_of(tx, purchase_id))


def _lines_of(tx: Tx, purchase_id: int) -> list[PurchaseLineRow]:
    code = select(func.min(Barcode.code)).where(Barcode.sku_id == _L.sku_id).correlate(PurchaseLine.__table__)
    found = tx.rows(
        select(
            _L.purchase_line_id, _L.sku_id, Sku.code, Product.title, Sku.option, code.scalar_subquery(),
            SupplierSku.supplier_code, _L.quantity, type_coerce(_received, Quantity()), _L.unit_cost,
            _L.expected_on, _L.note, _L.source_row,
        )
        .join_from(PurchaseLine.__table__, PurchaseOrder.__table__, _P.purchase_id == _L.purchase_id)
        .join(Sku, Sku.sku_id == _L.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(SupplierSku, (_X.sku_id == _L.sku_id) & (_X.supplier_id == _P.supplier_id))
        .outerjoin(RECEIVED, RECEIVED.c.line_id == _L.purchase_line_id)
        .where(_L.purchase_id == purchase_id)
        .order_by(_L.purchase_line_id)
    )  # fmt: skip
    return [PurchaseLineRow(*row) for row in found]


def _receipts_of(tx: Tx, purchase_id: int) -> Sequence[Any]:
    pieces = (
        select(func.sum(StockMove.quantity))
        .where(
            StockMove.document_id == GoodsReceipt.receipt_id, StockMove.document_kind == "receipt",
            StockMove.line_id.is_not(None),
        )
        .correlate(GoodsReceipt.__table__)
    )  # fmt: skip
    return tx.rows(
        select(
            GoodsReceipt.receipt_id, GoodsReceipt.document_no, GoodsReceipt.received_at,
            pieces.scalar_subquery().label("pieces"),
        )
        .where(GoodsReceipt.purchase_id == purchase_id)
        .order_by(GoodsReceipt.received_at, GoodsReceipt.receipt_id)
    )  # fmt: skip


def same_delivery(
    tx: Tx, purchase_id: int, pieces: Mapping[int, Decimal], received_at: datetime | None = None
) -> str | None:
    """Number of a receipt of the order that brought exactly these pieces of these SKUs, at that moment if one is said.

    One that was undone since has brought nothing.
    """
    came: dict[str, dict[int, Decimal]] = {}
    said = [] if received_at is None else [GoodsReceipt.received_at == received_at]
    rows = tx.rows(
        select(GoodsReceipt.document_no, StockMove.sku_id, func.sum(StockMove.quantity).label("pieces"))
        .join(StockMove, StockMove.document_id == GoodsReceipt.receipt_id)
        .where(GoodsReceipt.purchase_id == purchase_id, StockMove.document_kind == "receipt", *said)
        .group_by(GoodsReceipt.receipt_id, GoodsReceipt.document_no, StockMove.sku_id)
        .order_by(GoodsReceipt.receipt_id)
    )
    for row in rows:
        came.setdefault(row.document_no, {})[row.sku_id] = Decimal(row.pieces)
    return next((number for number, brought in came.items() if brought == dict(pieces)), None)


def open_purchases(tx: Tx) -> list[tuple[int, str, str]]:
    """Orders of which something is to come: id, number, supplier; the first expected first."""
    wanted = Query(filters=(("state", PurchaseState.ORDERED.value), ("open", ">0")), sort=(("expected_on", False),))
    ids = list(fetch_ids(tx, PURCHASE_ROWS, wanted))
    return [(row_id, row[0], row[1] or "") for row_id, row in zip(ids, fetch_page(tx, PURCHASE_ROWS, ids), strict=True)]


@dataclass(frozen=True, slots=True)
class Goods:
    """What can be ordered: a SKU with what a supplier asks for it, or else what it cost last."""

    sku_id: int
    sku: str
    title: str
    cost: Decimal | None
    pack: Decimal | None
    minimum: Decimal | None


def find_goods(tx: Tx, code: str, supplier: str = "") -> Goods | None:
    """The SKU with that code or barcode as a supplier offers it; None where there is none."""
    wanted = code.strip()
    barcode = select(Barcode.sku_id).where(Barcode.code == wanted)
    found = tx.rows(
        select(Sku.sku_id, Sku.code, Product.title, Sku.cost)
        .join(Product, Product.product_id == Sku.product_id)
        .where(((Sku.code == wanted) | Sku.sku_id.in_(barcode)) & (Sku.state != ProductState.WITHDRAWN.value))
        .order_by((Sku.code == wanted).desc())
    )
    if not found:
        return None
    row = found[0]
    offers = tx.rows(
        select(_X.price, _X.pack, _X.minimum)
        .join_from(SupplierSku.__table__, Supplier.__table__, _S.supplier_id == _X.supplier_id)
        .where(_X.sku_id == row.sku_id, func.lower(_S.name) == supplier.strip().lower())
    )
    price, pack, minimum = tuple(offers[0]) if offers else (None, None, None)
    cost = price if price is not None else _last_cost(tx, row.sku_id) or row.cost
    return Goods(row.sku_id, row.code, row.title, cost, pack, minimum)


def _last_cost(tx: Tx, sku_id: int) -> Decimal | None:
    """What a piece cost when it came last."""
    came = (StockMove.sku_id == sku_id) & (StockMove.document_kind == "receipt") & StockMove.unit_cost.is_not(None)
    last = (
        select(StockMove.unit_cost).where(came).order_by(StockMove.moved_at.desc(), StockMove.move_id.desc()).limit(1)
    )
    cost: Decimal | None = tx.scalar(last)
    return cost
