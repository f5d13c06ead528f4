"""Writing staged products, receipts and counts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from shopdesk.exchange.load.listed import load_listings_told
from shopdesk.exchange.stage.compare_items import number_of
from shopdesk.exchange.stage.compare_listed import LISTING
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.of_order import fetch_orders, line_of
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.buying.actions import close_purchase
from shopdesk.shop.buying.receiving import has_come
from shopdesk.shop.buying.reports import PurchaseLineRow
from shopdesk.shop.catalog.actions import edit_sku, find_supplier
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.stock.actions import CountLine, ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.openings import Opening, open_stock
from shopdesk.shop.stock.spread import spread
from shopdesk.store.tables import Barcode, Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE


def load_products(tx: Tx, staged: Staged) -> None:
    """Add new products with their opening stock, edit changed ones; what the file does not name stays."""
    for item in staged.items:
        if item.outcome is Outcome.CHANGED:
            _edit(tx, item)
    new = [item for item in staged.items if item.outcome is Outcome.NEW]
    skus = _Catalogue(tx, new).add(new)
    open_stock(
        tx, [_opening(sku_id, item) for sku_id, item in zip(skus, new, strict=True) if item.values.get("on_hand")]
    )
    load_listings_told(tx, staged)


def _opening(sku_id: int, item: Item) -> Opening:
    cost = _outside("cost", item.values.get("cost"))
    return Opening(sku_id, _pieces(item.values["on_hand"]), cost, item.place or None, item.row)


def _edit(tx: Tx, item: Item) -> None:
    told = {name: _outside(name, item.values[name]) for name in item.changes if name != LISTING}
    if not told:
        return
    if "supplier" in told:
        told["supplier_id"] = find_supplier(tx, told.pop("supplier"))
    edit_sku(tx, item.target, **told)


def load_receipts(tx: Tx, staged: Staged) -> None:
    """Book each delivery of the file, for its purchase order where it names one: quantities ADD."""
    deliveries: dict[str, list[Item]] = {}
    orders = fetch_orders(tx, staged)
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            deliveries.setdefault(number_of(staged, item), []).append(item)
    for number, items in deliveries.items():
        first = items[0].values
        order = orders.get(first.get("purchase_no") or "")
        lines = [_received(item, line_of(orders, item)) for item in items]
        supplier = first.get("supplier") or (order.row["supplier"] if order else None)
        purchase_id = order.purchase_id if order else None
        receive_goods(
            tx, number, lines, supplier=supplier or "", received_at=_moment(first.get("received_at")),
            note=first.get("note"), purchase_id=purchase_id,
        )  # fmt: skip
        if purchase_id is not None and has_come(tx, purchase_id):
            close_purchase(tx, purchase_id)


def _received(item: Item, line: PurchaseLineRow | None) -> ReceiptLine:
    """A row as a line of its receipt; what it does not say of the cost, its order says."""
    cost = _outside("unit_cost", item.values.get("unit_cost"))
    return ReceiptLine(
        item.target, _pieces(item.values["quantity"]), line.unit_cost if cost is None and line else cost, item.row,
        item.place, line.line_id if line else None, item.values.get("lot_no") or "",
        _day(item.values.get("expires_on")),
    )  # fmt: skip


def load_counts(tx: Tx, staged: Staged) -> None:
    """Book the count: quantities SET; rows of the same moment and warehouse make one count."""
    counts: dict[tuple[int | None, int], list[Item]] = {}
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            counts.setdefault((item.values.get("counted_at"), item.place), []).append(item)
    for (moment, place), items in sorted(counts.items(), key=lambda found: (found[0][0] or 0, found[0][1])):
        counted = [CountLine(item.target, _pieces(item.values["counted"]), item.row) for item in items]
        for shelf, lines in spread(tx, place, counted, _moment(moment) or tx.now).items():
            count_stock(tx, lines, counted_at=_moment(moment), warehouse_id=shelf, note=items[0].values.get("note"))


class _Catalogue:
    """Takes new SKUs in, each under its product; what was withdrawn comes back as the file tells it."""

    def __init__(self, tx: Tx, new: list[Item]) -> None:
        self.tx = tx
        self.products = self._by_handle({item.values["handle"] for item in new if item.values.get("handle")})
        self.withdrawn: dict[str, tuple[int, int]] = {}
        for part in parts([item.values["sku"] for item in new]):
            rows = tx.rows(select(Sku.code, Sku.sku_id, Sku.product_id).where(Sku.code.in_(part)))
            self.withdrawn |= {row.code: (row.sku_id, row.product_id) for row in rows}

    def _by_handle(self, handles: set[str]) -> dict[str, int]:
        """Products that the store has by their handle, so that a further variant joins them."""
        found: dict[str, int] = {}
        for part in parts(sorted(handles)):
            product_id = func.max(Product.product_id).label("product_id")
            standing = (
                select(Product.handle, product_id)
                .join(Sku, Sku.product_id == Product.product_id)
                .where(Product.handle.in_(part), Sku.state != ProductState.WITHDRAWN.value)
            )
            found |= {row.handle: row.product_id for row in self.tx.rows(standing.group_by(Product.handle))}
        return found

    def add(self, new: Sequence[Item]) -> list[int]:
        """The SKUs of new rows, made or brought back, in their order."""
        self._make_products(new)
        fresh = [item for item in new if item.values["sku"] not in self.withdrawn]
        told = [{"code": item.values["sku"], **self._told(item)} for item in fresh]
        made = dict(zip((row["code"] for row in told), self.tx.insert_all(Sku, told), strict=True))
        for item in new:
            if item.values["sku"] in self.withdrawn:
                made[item.values["sku"]], _product_id = self.withdrawn[item.values["sku"]]
                self.tx.update(Sku, made[item.values["sku"]], **self._told(item))
        skus = [made[item.values["sku"]] for item in new]
        coded = [(sku_id, item.values.get("barcode")) for sku_id, item in zip(skus, new, strict=True)]
        self.tx.insert_all(Barcode, [{"sku_id": sku_id, "code": code} for sku_id, code in coded if code])
        return skus

    def _told(self, item: Item) -> dict[str, Any]:
        """The columns of a SKU but its code."""
        values = item.values
        return {
            "product_id": self.products[_key(item)], "option": values.get("option"),
            "state": values.get("state") or ProductState.ACTIVE.value, "import_id": self.tx.import_id,
            "source_row": item.row, **{name: _outside(name, values.get(name)) for name in ("price", "cost", "weight")},
        }  # fmt: skip

    def _make_products(self, new: Sequence[Item]) -> None:
        """A product for each row that joins none: a new one, or the one that its SKU had before."""
        fresh: dict[str, dict[str, Any]] = {}
        for item in new:
            key = _key(item)
            if key in self.products or key in fresh:
                continue
            _sku_id, product_id = self.withdrawn.get(item.values["sku"], (0, 0))
            if product_id:
                self.tx.update(Product, product_id, **self._product(item.values))
                self.products[key] = product_id
            else:
                fresh[key] = self._product(item.values)
        self.products |= zip(fresh, self.tx.insert_all(Product, list(fresh.values())), strict=True)

    def _product(self, values: Mapping[str, Any]) -> dict[str, Any]:
        supplier = values.get("supplier")
        return {
            "handle": values.get("handle"), "title": values.get("title") or values["sku"],
            "category": values.get("category"), "brand": values.get("brand"),
            "supplier_id": find_supplier(self.tx, supplier) if supplier else None,
        }  # fmt: skip


def _key(item: Item) -> str:
    """What rows of one product have in common."""
    key: str = item.values.get("handle") or item.values["sku"]
    return key


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


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
