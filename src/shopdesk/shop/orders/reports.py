"""Reading orders: the list, and one order with everything that hangs on it; sales are added up beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Exists, case, exists, func, select
from sqlalchemy.orm import aliased

from shopdesk.shop.orders.rules import LineKind, OrderState
from shopdesk.shop.orders.sales import By, SalesRow, between, bucket_of, fetch_sales
from shopdesk.shop.orders.sheets import ORDERS
from shopdesk.shop.orders.standing import blocker, comes_back, minutes_left, promise, stage
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.sums import sold_as, standing_moves
from shopdesk.store.tables import (
    Account,
    Channel,
    ChannelPromise,
    Customer,
    ImportFile,
    JournalEntry,
    MoveValue,
    OrderAddress,
    OrderLine,
    OrderWork,
    Posting,
    Product,
    Refund,
    SalesOrder,
    Sku,
    StockMove,
)
from shopdesk.store.tx import Tx

__all__ = [
    "ORDER_ROWS", "By", "LineRow", "OrderDetail", "SalesRow", "Source", "between", "bucket_of", "fetch_channels",
    "fetch_sales", "find_entries", "find_moves", "find_order", "has_unknown_cost",
]  # fmt: skip

_O = SalesOrder.__table__.c


def _cost_of_order() -> ColumnElement[Any]:
    """SQL: value of the order's moves (below zero for goods that left)."""
    return (
        select(func.sum(MoveValue.value))
        .join(StockMove, StockMove.move_id == MoveValue.move_id)
        .where(StockMove.document_id == _O.order_id, StockMove.document_kind == "order")
        .scalar_subquery()
    )


def _standing(*conditions: ColumnElement[bool]) -> Exists:
    """SQL: a move of the line's order that nothing has answered."""
    answer = aliased(StockMove)
    return (
        exists()
        .where(
            StockMove.document_id == _O.order_id,
            StockMove.document_kind == "order",
            StockMove.reverses_id.is_(None),
            # A move and its answer are of one document and SKU: with these the index finds it at once.
            ~exists().where(
                answer.document_id == StockMove.document_id,
                answer.document_kind == StockMove.document_kind,
                answer.sku_id == StockMove.sku_id,
                answer.reverses_id == StockMove.move_id,
            ),
            *conditions,
        )
        .correlate(OrderLine.__table__, SalesOrder.__table__)
    )


def has_unknown_cost() -> ColumnElement[bool]:
    """SQL: whether goods of the order have no known cost (no SKU, not all moved, or a move without a value)."""
    has_value = StockMove.move_id == MoveValue.move_id
    own = _standing((StockMove.sku_id == OrderLine.sku_id) & StockMove.bundle_id.is_(None), has_value)
    is_part, valueless = StockMove.bundle_id == OrderLine.sku_id, ~exists().where(has_value).correlate(StockMove)
    parts = _standing(is_part) & ~_standing(is_part, valueless)
    return (
        exists()
        .where(
            OrderLine.order_id == _O.order_id,
            OrderLine.kind == LineKind.PRODUCT.value,
            OrderLine.quantity != 0,
            (_O.state == OrderState.PAID.value) | (~own & ~parts),
        )
        .correlate(SalesOrder.__table__)
    )


ORDER_ROWS: Final = RowSource(
    sheet=ORDERS,
    origin=SalesOrder.__table__.join(Channel.__table__, Channel.channel_id == _O.channel_id)
    .outerjoin(Customer.__table__, Customer.customer_id == _O.customer_id)
    .outerjoin(OrderWork.__table__, OrderWork.order_id == _O.order_id)
    .outerjoin(ChannelPromise.__table__, ChannelPromise.channel_id == _O.channel_id),
    row_id=_O.order_id,
    values={
        "channel": Channel.__table__.c.title,
        "customer_no": Customer.__table__.c.customer_no,
        "profit": case(
            (_O.sold_on.is_(None), None),
            (has_unknown_cost(), None),
            else_=_O.total - _O.tax - _O.refunded + func.coalesce(_cost_of_order(), 0),
        ),
        "stage": stage(),
        "promise": promise(),
        "left": minutes_left(),
        "exception": blocker(),
        "returned": comes_back(),
        **{name: OrderWork.__table__.c[name] for name in ("flag", "hold", "parcel_no")},
        **{column.key: _O[column.key] for column in ORDERS.columns if column.key in _O},
    },
    search=(_O.order_no, _O.summary, _O.waybill, _O.note),
    order=(("placed_at", True),),
    spoken={"channel": spoken_title},
)
"""The list of orders."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an order as people read it; `cost` None is unknown."""

    line_id: int
    kind: str
    sku_id: int | None
    sku: str | None
    title: str | None
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    amount: Decimal
    cost: Decimal | None
    source_row: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows came from: an import, its file and sheet, and a row of it."""

    import_id: int
    file_name: str
    sheet_name: str
    imported_at: Any
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Everything that hangs on one order; `order`, `moves`, `entries` and `refunds` are rows with named fields."""

    order: Any
    channel: str
    customer_no: str | None
    warned_of: str | None
    """Why the shop is careful with the customer."""
    address: Any | None
    lines: Sequence[LineRow]
    refunds: Sequence[Any]
    moves: Sequence[Any]
    entries: Sequence[Any]
    """One row a posting: entry_id, entry_on, kind, code, title, amount."""
    sources: Sequence[Source]
    currency: str
    """The shop's, which all amounts are in but `order.own_total`."""

    @property
    def cost(self) -> Decimal | None:
        """Cost of the goods; None where any of it is unknown."""
        goods = [line for line in self.lines if line.kind == LineKind.PRODUCT and line.quantity]
        return (
            None
            if any(line.cost is None for line in goods)
            else sum((line.cost or Decimal(0) for line in goods), Decimal(0))
        )

    @property
    def profit(self) -> Decimal | None:
        """Total less tax, refunds and cost; None where a cost is unknown or nothing was sold."""
        if self.cost is None or self.order.sold_on is None:
            return None
        return Decimal(self.order.total - self.order.tax - self.order.refunded - self.cost)


def find_order(tx: Tx, order_id: int) -> OrderDetail | None:
    """One order with lines, refunds, moves, postings and sources; None where it is gone."""
    found = tx.rows(
        select(SalesOrder.__table__, Channel.title.label("channel_title"), Customer.customer_no, Customer.warned_of)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .outerjoin(Customer, Customer.customer_id == SalesOrder.customer_id)
        .where(SalesOrder.order_id == order_id)
    )
    if not found:
        return None
    order = found[0]
    address = tx.rows(select(OrderAddress.__table__).where(OrderAddress.order_id == order_id))
    lines = _lines(tx, order_id)
    return OrderDetail(
        order,
        order.channel_title,
        order.customer_no,
        order.warned_of,
        address[0] if address else None,
        lines,
        tx.rows(select(Refund.__table__).where(Refund.order_id == order_id).order_by(Refund.refund_id)),
        find_moves(tx, "order", order_id),
        [*find_entries(tx, "order", order_id), *find_entries(tx, "freight", order_id)],
        _sources(tx, order_id),
        tx.currency,
    )


def fetch_channels(tx: Tx) -> list[str]:
    """Titles of the channels that have orders, by name."""
    has_orders = exists().where(SalesOrder.channel_id == Channel.channel_id)
    return tx.scalars(select(Channel.title).where(has_orders).order_by(Channel.title))


def _lines(tx: Tx, order_id: int) -> list[LineRow]:
    """Lines with the cost of their goods: a SKU's value in this order, shared over its lines by pieces."""
    found = tx.rows(
        select(OrderLine.__table__, Sku.code.label("sku_code"), Product.title.label("product_title"))
        .outerjoin(Sku, Sku.sku_id == OrderLine.sku_id)
        .outerjoin(Product, Product.product_id == Sku.product_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.line_id)
    )
    values: dict[int, Decimal | None] = {}
    for row in tx.rows(
        select(
            sold_as().label("sku_id"),
            func.count().label("moves"),
            func.count(MoveValue.value).label("valued"),
            func.sum(MoveValue.value).label("value"),
        )
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.document_id == order_id, StockMove.document_kind == "order")
        .group_by(sold_as())
        .having(standing_moves() > 0)
    ):
        values[row.sku_id] = -row.value if row.moves == row.valued else None
    pieces: dict[int, Decimal] = {}
    for row in found:
        if row.sku_id is not None:
            pieces[row.sku_id] = pieces.get(row.sku_id, Decimal(0)) + row.quantity
    made = []
    for row in found:
        value = values.get(row.sku_id)
        cost = value * row.quantity / pieces[row.sku_id] if value is not None and pieces[row.sku_id] else None
        made.append(
            LineRow(
                row.line_id,
                row.kind,
                row.sku_id,
                row.sku_code or row.code,
                row.title or row.product_title,
                row.quantity,
                row.unit_price,
                row.discount,
                row.amount,
                cost,
                row.source_row,
            )
        )
    return made


def find_moves(tx: Tx, document_kind: str, document_id: int) -> Sequence[Any]:
    """The moves that a document made, with SKU code and value."""
    return tx.rows(
        select(StockMove.__table__, Sku.code, MoveValue.value)
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.document_id == document_id, StockMove.document_kind == document_kind)
        .order_by(StockMove.move_id)
    )


def find_entries(tx: Tx, document_kind: str, document_id: int) -> Sequence[Any]:
    """The postings that a document made, with their entry and account."""
    return tx.rows(
        select(
            JournalEntry.entry_id,
            JournalEntry.entry_on,
            JournalEntry.kind,
            JournalEntry.reverses_id,
            Account.code,
            Account.title,
            Posting.amount,
        )
        .join(Posting, Posting.entry_id == JournalEntry.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(JournalEntry.document_id == document_id, JournalEntry.document_kind == document_kind)
        .order_by(JournalEntry.entry_id, Posting.posting_id)
    )


def _sources(tx: Tx, order_id: int) -> list[Source]:
    """The files that an order and its lines came from, the first import first, with the rows in them."""
    rows: dict[int, set[int]] = {}
    for model in (SalesOrder, OrderLine, Refund):
        for import_id, row in tx.rows(select(model.import_id, model.source_row).where(model.order_id == order_id)):
            if import_id is not None and row is not None:
                rows.setdefault(import_id, set()).add(row)
    wanted = select(ImportFile.__table__).where(ImportFile.import_id.in_(list(rows))).order_by(ImportFile.import_id)
    files = tx.rows(wanted) if rows else []
    return [
        Source(f.import_id, f.file_name, f.sheet_name, f.imported_at, tuple(sorted(rows[f.import_id]))) for f in files
    ]
