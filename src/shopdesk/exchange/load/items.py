"""Writing staged products, receipts and counts."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shopdesk.exchange.stage.compare import fallback_number
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.actions import edit_sku, find_supplier
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.stock.actions import ReceiptLine, count_stock, move_stock, receive_goods, revalue
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import Barcode, Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE


def load_products(tx: Tx, staged: Staged) -> None:
    """Add new products with their opening stock, edit changed ones; what the file does not name stays."""
    products: dict[str, int] = {}
    opened: list[int] = []
    for item in staged.items:
        if item.outcome is Outcome.CHANGED:
            edit_sku(tx, item.target, **{name: _outside(name, item.values[name]) for name in item.changes})
        elif item.outcome is Outcome.NEW:
            sku_id = _add(tx, item, products)
            on_hand = item.values.get("on_hand")
            if on_hand:
                cost = item.values.get("cost")
                move_stock(
                    tx, sku_id, _pieces(on_hand), MoveReason.OPENING, ("opening", sku_id),
                    unit_cost=None if cost is None else _money(cost), source_row=item.row,
                )
                opened.append(sku_id)
    if opened:
        revalue(tx, opened)


def load_receipts(tx: Tx, staged: Staged) -> None:
    """Book each delivery of the file: quantities ADD."""
    deliveries: dict[str, list[Item]] = {}
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            deliveries.setdefault(item.values.get("document_no") or fallback_number(staged), []).append(item)
    for number, items in deliveries.items():
        first = items[0].values
        receive_goods(
            tx, number,
            [ReceiptLine(i.target, _pieces(i.values["quantity"]), _outside("unit_cost", i.values.get("unit_cost")), i.row) for i in items],
            supplier=first.get("supplier") or "", received_at=_moment(first.get("received_at")), note=first.get("note"),
        )


def load_counts(tx: Tx, staged: Staged) -> None:
    """Book the count: quantities SET; rows of the same moment make one count."""
    counts: dict[int | None, list[Item]] = {}
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            counts.setdefault(item.values.get("counted_at"), []).append(item)
    for moment, items in sorted(counts.items(), key=lambda found: found[0] or 0):
        counted = [(item.target, _pieces(item.values["counted"]), item.row) for item in items]
        count_stock(tx, counted, counted_at=_moment(moment), note=items[0].values.get("note"))


def _add(tx: Tx, item: Item, products: dict[str, int]) -> int:
    values = item.values
    key = values.get("handle") or values["sku"]
    if key not in products:
        supplier = values.get("supplier")
        products[key] = tx.insert(
            Product, handle=values.get("handle"), title=values.get("title") or values["sku"], category=values.get("category"),
            brand=values.get("brand"), supplier_id=find_supplier(tx, supplier) if supplier else None,
        )
    sku_id = tx.insert(
        Sku, product_id=products[key], code=values["sku"], option=values.get("option"), price=_outside("price", values.get("price")),
        cost=_outside("cost", values.get("cost")), weight=_outside("weight", values.get("weight")),
        state=values.get("state") or ProductState.ACTIVE.value, import_id=tx.import_id, source_row=item.row,
    )
    if values.get("barcode"):
        tx.insert(Barcode, sku_id=sku_id, code=values["barcode"])
    return sku_id


def _outside(name: str, value: Any) -> Any:
    """A staged value as actions take it."""
    if value is None:
        return None
    if name in {"price", "cost", "unit_cost"}:
        return _money(value)
    return _pieces(value) if name == "weight" else value


def _money(amount: int) -> Decimal:
    return Decimal(amount) / MONEY_SCALE


def _pieces(quantity: int) -> Decimal:
    return Decimal(quantity) / QUANTITY_SCALE


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
