"""What the store has now where a file would change it: the "before" of a dry run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, literal_column, select

from shopdesk.exchange.stage.compare import MOMENTS, PLAIN, scaled
from shopdesk.exchange.stage.staged import Item, Order, Outcome, Staged
from shopdesk.shop.orders.rules import LineKind
from shopdesk.store.tables import Barcode, OrderLine, Product, SalesOrder, Sku, StockLevel
from shopdesk.store.tx import Tx

_ORDER: Final = {
    **{name: name for name in MOMENTS}, **PLAIN, "state": "state", "refund_amount": "refunded", "order_total": "total"
}  # fmt: skip
"""Field of a file → column of an order."""
_PRODUCT: Final = ("option", "price", "cost", "weight", "state", "title", "category", "brand", "barcode")
LINES: Final = "lines"
"""Not a field of its own: the number of product lines."""

Before = Mapping[int, Mapping[str, Any]]


def stored_values(tx: Tx, staged: Staged, most: int) -> Before:
    """Order or SKU → field → its value in stored units, for the first `most` that the file would change."""
    if staged.plan.kind == "orders":
        orders = [order for order in staged.orders if order.outcome is Outcome.CHANGED]
        return _orders(tx, orders[:most])
    items = [item for item in staged.items if item.outcome is Outcome.CHANGED][:most]
    return _products(tx, items) if staged.plan.kind == "products" else _on_hand(tx, items)


def told_after(order: Order, key: str) -> Any:
    """What the file says of a changed field, in stored units."""
    match key:
        case "state":
            return order.state
        case "refund_amount":
            return order.refund
        case "order_total":
            return sum(line.amount for line in order.lines) + order.tax
        case "lines":
            return sum(line.kind == LineKind.PRODUCT for line in order.lines)
        case _:
            return order.fields.get(key)


def _orders(tx: Tx, orders: Sequence[Order]) -> Before:
    columns: list[Any] = [literal_column(f"sales_order.{name}").label(key) for key, name in _ORDER.items()]
    found: dict[int, dict[str, Any]] = {}
    for ids in _parts([order.order_id for order in orders]):
        for row in tx.rows(select(SalesOrder.order_id, *columns).where(SalesOrder.order_id.in_(ids))):
            found[row.order_id] = {key: getattr(row, key) for key in _ORDER} | {LINES: 0}
        counted = select(OrderLine.order_id, func.count().label("lines")).where(
            OrderLine.order_id.in_(ids), OrderLine.kind == LineKind.PRODUCT.value
        )
        for row in tx.rows(counted.group_by(OrderLine.order_id)):
            found[row.order_id][LINES] = row.lines
    return found


def _products(tx: Tx, items: Sequence[Item]) -> Before:
    wanted = (
        select(
            Sku.sku_id, Sku.option, Sku.price, Sku.cost, Sku.weight, Sku.state, Product.title, Product.category,
            Product.brand, func.min(Barcode.code).label("barcode"),
        )
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(Barcode, Barcode.sku_id == Sku.sku_id)
        .group_by(*(Sku.__table__.c[name] for name in ("sku_id", "option", "price", "cost", "weight", "state")))
        .group_by(Product.title, Product.category, Product.brand)
    )  # fmt: skip
    found: dict[int, dict[str, Any]] = {}
    for ids in _parts([item.target for item in items]):
        for row in tx.rows(wanted.where(Sku.sku_id.in_(ids))):
            found[row.sku_id] = {name: scaled(name, getattr(row, name)) for name in _PRODUCT}
    return found


def _on_hand(tx: Tx, items: Sequence[Item]) -> Before:
    found: dict[int, dict[str, Any]] = {item.target: {"counted": 0} for item in items}
    levels = select(StockLevel.sku_id, func.sum(StockLevel.on_hand).label("on_hand")).group_by(StockLevel.sku_id)
    for ids in _parts(list(found)):
        for row in tx.rows(levels.where(StockLevel.sku_id.in_(ids))):
            found[row.sku_id]["counted"] = int(row.on_hand * 1_000)
    return found


def _parts(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
