"""What the store knows of staged products, receipts and counts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.exchange.celltext import word
from shopdesk.exchange.stage.compare_listed import compare_listings
from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.of_order import fetch_orders, hold_unfit, place_by_order
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.stage.warehouses import find_places, name_new_places
from shopdesk.shop.catalog.sheets import PRODUCT_FILE
from shopdesk.shop.columns import Sheet
from shopdesk.shop.stock.counted import CountLine
from shopdesk.shop.stock.homes import place_names, places_in, warehouse_of, warehouses_of
from shopdesk.shop.stock.levels import Shelf
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.shop.stock.spread import torn
from shopdesk.store.tables import (
    Barcode,
    GoodsReceipt,
    Product,
    Sku,
    StockCount,
    StockCountLine,
    StockMove,
    Supplier,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE
from shopdesk.text import N_

UNKNOWN = N_("No SKU or barcode {sku} is known. Add it to the products first.")
COUNTED_TWICE = N_("{sku} was counted twice (rows {first} and {second}). Put its pieces into one row.")
BARCODE_TAKEN = N_("Barcode {barcode} belongs to {sku} already.")
BOOKED_OTHERWISE = N_("Receipt {number} is booked with {quantity} pieces of it. Give a correction a number of its own.")

TORN = N_("{sku} lies in several places: {places}. Give each place a row of its own that names it.")

PRODUCT_FIELDS: Final = (
    "option", "price", "cost", "weight", "state", "title", "category", "brand", "supplier", "barcode"
)  # fmt: skip
"""Fields of a product file that change a SKU that is there."""


def compare_products(tx: Tx, staged: Staged) -> None:
    """New SKUs, and those of which the file says something else; what it leaves blank stays."""
    known = sku_ids(tx, {item.values["sku"] for item in staged.items})
    _refuse_barcodes(tx, staged, known)
    stored = stored_skus(tx, known.values())
    for item in staged.items:
        item.target = known.get(item.values["sku"], 0)
        item.changes = ()
        if item.is_again:
            item.outcome = Outcome.SAME
            continue
        if not item.target:
            item.outcome = Outcome.NEW
            continue
        row = stored[item.target]
        item.changes = tuple(
            name
            for name in PRODUCT_FIELDS
            if name in item.values and item.values[name] != scaled(name, getattr(row, name))
        )
        item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME
    compare_listings(tx, staged, {sku_id: row._mapping for sku_id, row in stored.items()})  # noqa: SLF001 - SQLAlchemy's public name
    staged.new_skus = sum(item.outcome is Outcome.NEW for item in staged.items)
    find_places(tx, staged)
    name_new_places(staged)


def stored_skus(tx: Tx, wanted: Iterable[int]) -> dict[int, Any]:
    """SKU → its row with the product fields of a file, as actions take them."""
    stored: dict[int, Any] = {}
    for part in parts(sorted(set(wanted))):
        rows = tx.rows(
            select(
                Sku.sku_id, Sku.option, Sku.price, Sku.cost, Sku.weight, Sku.state, Product.title, Product.category,
                Product.brand, Supplier.name.label("supplier"), Barcode.code.label("barcode"),
            )
            .join(Product, Product.product_id == Sku.product_id)
            .outerjoin(Supplier, Supplier.supplier_id == Product.supplier_id)
            .outerjoin(Barcode, Barcode.sku_id == Sku.sku_id)
            .where(Sku.sku_id.in_(part))
        )  # fmt: skip
        stored |= {row.sku_id: row for row in rows}
    return stored


def _refuse_barcodes(tx: Tx, staged: Staged, known: dict[str, int]) -> None:
    """A barcode names one SKU: rows that would give it to a second one are rejected."""
    codes = {item.values["barcode"] for item in staged.items if item.values.get("barcode")}
    owners: dict[str, str] = {}
    for part in parts(sorted(codes)):
        rows = tx.rows(
            select(Barcode.code, Sku.code.label("sku"))
            .join(Sku, Sku.sku_id == Barcode.sku_id)
            .where(Barcode.code.in_(part))
        )
        owners |= {row.code: row.sku for row in rows}
    kept = []
    for item in staged.items:
        barcode, code = item.values.get("barcode"), item.values["sku"]
        owner = owners.setdefault(barcode, code) if barcode else code
        if owner == code or known.get(owner, 0) == known.get(code, -1):
            kept.append(item)
            continue
        told = {"barcode": barcode, "sku": owner}
        staged.report(problem(staged.plan, PRODUCT_FILE, "barcode", item.row, str(barcode), BARCODE_TAKEN, told))
    staged.items[:] = kept


def scaled(name: str, value: Any) -> Any:
    """A stored value in the units of a staged one."""
    if not isinstance(value, Decimal):
        return value
    return int(value * (QUANTITY_SCALE if name == "weight" else MONEY_SCALE))


def compare_receipts(tx: Tx, staged: Staged) -> None:
    """New deliveries, and those that are booked already: a receipt is a fact, a file does not change it."""
    orders = fetch_orders(tx, staged)
    find_places(tx, staged)
    place_by_order(staged, orders)
    find_skus(tx, staged, RECEIPT_FILE)
    booked = _booked(tx, {number_of(staged, item) for item in staged.items})
    halls = warehouses_of(tx)
    told: dict[tuple[str, Shelf], int] = {}
    for item in staged.items:
        key = number_of(staged, item), (item.target, halls.get(item.place, 0))
        told[key] = told.get(key, 0) + item.values["quantity"]
    for item in staged.items:
        number, shelf = number_of(staged, item), (item.target, halls.get(item.place, 0))
        there = booked.get(number)
        if there is None:
            item.outcome = Outcome.NEW
        elif there.get(shelf, 0) == told[number, shelf]:
            item.outcome = Outcome.SAME
        else:
            item.outcome = Outcome.CONFLICT
            pieces = f"{Decimal(there.get(shelf, 0)) / QUANTITY_SCALE:f}"
            said = {"number": number, "quantity": pieces}
            value = f"{Decimal(item.values['quantity']) / QUANTITY_SCALE:f}"
            found = problem(
                staged.plan, RECEIPT_FILE, "quantity", item.row, value, BOOKED_OTHERWISE, said, Outcome.CONFLICT
            )
            staged.report(replace(found, stored=pieces))
    hold_unfit(staged, orders, {item.row: number_of(staged, item) for item in staged.items})
    name_new_places(staged)


def _booked(tx: Tx, numbers: Iterable[str]) -> dict[str, dict[Shelf, int]]:
    """Receipt number → SKU and warehouse → pieces in 1/1,000, for those that are booked; a shelf is its warehouse."""
    found: dict[str, dict[Shelf, int]] = {}
    for part in parts(sorted(numbers)):
        rows = tx.rows(
            select(
                GoodsReceipt.document_no, StockMove.sku_id, warehouse_of().label("warehouse_id"),
                type_coerce(func.sum(StockMove.quantity), WHOLE).label("pieces"),
            )
            .join(StockMove, StockMove.document_id == GoodsReceipt.receipt_id)
            .join(Warehouse, Warehouse.warehouse_id == StockMove.warehouse_id)
            .where(StockMove.document_kind == "receipt", GoodsReceipt.document_no.in_(part))
            .group_by(GoodsReceipt.document_no, StockMove.sku_id, warehouse_of())
        )  # fmt: skip
        for row in rows:
            found.setdefault(row.document_no, {})[row.sku_id, row.warehouse_id] = int(row.pieces)
    return found


def number_of(staged: Staged, item: Item) -> str:
    """The delivery that a row belongs to; a file that names none is one for each purchase order, known by its rows."""
    order = item.values.get("purchase_no")
    return item.values.get("document_no") or " ".join(filter(None, (f"FILE-{staged.content[:12]}", order)))


def compare_counts(tx: Tx, staged: Staged) -> None:
    """Counts that are booked already are the same; others set what is on hand, at their moment or now, in one place."""
    find_places(tx, staged)
    find_skus(tx, staged, COUNT_FILE)
    counts: dict[tuple[int | None, int], list[Item]] = {}
    for item in staged.items:
        counts.setdefault((item.values.get("counted_at"), item.place), []).append(item)
    for (moment, place), items in counts.items():
        there = on_hand_at(tx, [item.target for item in items], moment, place)
        last = _last_counted(tx, [item.target for item in items], moment, place)
        if len(places_in(tx, place)) > 1:
            last = {sku_id: there.get(sku_id, 0) for sku_id in last}  # counted shelf by shelf, together what is there
        for item in items:
            counted, now = item.values["counted"], there.get(item.target, 0)
            again = last.get(item.target) == counted and (moment is not None or now == counted or staged.same_file)
            item.outcome = Outcome.SAME if again else Outcome.NEW if counted == now else Outcome.CHANGED
        _hold_torn(tx, staged, [item for item in items if item.outcome is not Outcome.SAME], moment, place)
    name_new_places(staged)


def _hold_torn(tx: Tx, staged: Staged, items: list[Item], moment: int | None, place: int) -> None:
    """Of what lies on several shelves a count of the warehouse cannot say which of them differs."""
    if not place or not items:
        return
    at = tx.now if moment is None else datetime.fromtimestamp(moment, UTC)
    lines = [CountLine(item.target, Decimal(item.values["counted"]) / QUANTITY_SCALE) for item in items]
    found = torn(tx, place, lines, at)
    names = place_names(tx) if found else {}
    for item in items:
        if item.target in found:
            item.outcome = Outcome.CONFLICT
            told = {"sku": item.values["sku"], "places": ", ".join(names[one] for one in found[item.target])}
            code = item.values["sku"]
            staged.report(problem(staged.plan, COUNT_FILE, "sku", item.row, code, TORN, told, Outcome.CONFLICT))


def on_hand_at(tx: Tx, skus: Iterable[int], moment: int | None, place: int) -> dict[int, int]:
    """SKU → pieces in 1/1,000 in a warehouse, its shelves with it, at the end of a moment (None: now)."""
    found: dict[int, int] = {}
    places = places_in(tx, place)
    for part in parts(sorted(set(skus))):
        pieces = type_coerce(func.sum(StockMove.quantity), WHOLE).label("pieces")
        here = StockMove.sku_id.in_(part) & StockMove.warehouse_id.in_(places)
        wanted = select(StockMove.sku_id, pieces).where(here).group_by(StockMove.sku_id)
        if moment is not None:
            wanted = wanted.where(type_coerce(StockMove.moved_at, WHOLE) <= moment)
        found |= {row.sku_id: int(row.pieces) for row in tx.rows(wanted)}
    return found


def _last_counted(tx: Tx, skus: list[int], moment: int | None, place: int) -> dict[int, int]:
    """SKU → what was counted last in a warehouse, of counts at that moment (None: of all)."""
    found: dict[int, int] = {}
    places = places_in(tx, place)
    for part in parts(sorted(set(skus))):
        wanted = (
            select(StockCountLine.sku_id, type_coerce(StockCountLine.counted, WHOLE).label("counted"))
            .join(StockCount, StockCount.count_id == StockCountLine.count_id)
            .where(StockCountLine.sku_id.in_(part), StockCount.warehouse_id.in_(places))
            .order_by(StockCountLine.counted_at, StockCountLine.count_line_id)
        )
        if moment is not None:
            wanted = wanted.where(type_coerce(StockCountLine.counted_at, WHOLE) == moment)
        found |= {row.sku_id: row.counted for row in tx.rows(wanted)}
    return found


def find_skus(tx: Tx, staged: Staged, sheet: Sheet) -> None:
    """Give each item its SKU; one that the shop does not know is rejected, never made in silence."""
    known = sku_ids(tx, {item.values["sku"] for item in staged.items})
    counted: dict[tuple[int, Any, str], list[Item]] = {}
    for item in staged.items:
        code = item.values["sku"]
        item.target = known.get(code, 0)
        if not item.target:
            staged.report(problem(staged.plan, sheet, "sku", item.row, code, UNKNOWN, {"sku": code}))
        elif sheet is COUNT_FILE:
            place = str(item.place or word(item.values["warehouse"]))
            counted.setdefault((item.target, item.values.get("counted_at"), place), []).append(item)
    for items in counted.values():
        if len(items) > 1:
            told = {"sku": items[0].values["sku"], "first": items[0].row, "second": items[1].row}
            for item in items:
                staged.report(problem(staged.plan, sheet, "sku", item.row, item.values["sku"], COUNTED_TWICE, told))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
