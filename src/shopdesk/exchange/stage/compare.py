"""What the store already knows of a staged file: new, changed, same or in conflict, by natural keys."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Table, func, literal_column, select

from shopdesk.exchange.stage.items import TWICE
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Order, Outcome, Staged
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.orders.rules import RANK, LineKind, OrderState
from shopdesk.shop.orders.sheets import ORDER_FILE, STATES
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.store.tables import (
    Barcode,
    Channel,
    GoodsReceipt,
    ImportFile,
    OrderLine,
    Product,
    SalesOrder,
    Sku,
    StockCount,
    StockCountLine,
    StockLevel,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_

BACKWARDS = N_("The store knows a later state: {state}.")
CLOSED = N_("The books are closed through {day}; this order belongs before.")
UNKNOWN = N_("No SKU or barcode {sku} is known. Add it to the products first.")

PLAIN: Final = {"carrier": "carrier", "waybill": "waybill", "seller_note": "note", "closed_reason": "closed_reason", "country": "country"}
MOMENTS: Final = ("placed_at", "paid_at", "shipped_at", "completed_at")
"""Order fields of a file that are kept as they are."""

_TABLE: Table = SalesOrder.__table__  # type: ignore[assignment]
_STORED: dict[str, Any] = {name: literal_column(f"sales_order.{name}").label(name) for name in _TABLE.c.keys()}  # noqa: SIM118 - a column collection
"""The columns of an order as stored integers and text, without conversion."""


def compare(tx: Tx, staged: Staged) -> None:
    """Set the outcome of every order and item against the store as it is in this transaction."""
    before = tx.scalar(
        select(func.max(ImportFile.imported_at)).where(
            ImportFile.sha256 == staged.sha256, ImportFile.sheet_name == staged.plan.sheet_name, ImportFile.taken_back_at.is_(None)
        )
    )
    staged.same_file = before.isoformat() if before else ""
    if staged.plan.kind == "orders":
        _compare_orders(tx, staged)
    elif staged.plan.kind == "products":
        _compare_products(tx, staged)
    elif staged.plan.kind == "receipts":
        _compare_receipts(tx, staged)
    else:
        _compare_counts(tx, staged)


def _compare_orders(tx: Tx, staged: Staged) -> None:
    known = _known_orders(tx, staged)
    differing = []
    for order in staged.orders:
        found = known.get(order.order_no)
        if found is None:
            order.outcome = Outcome.NEW
        else:
            order.order_id = found[0]
            order.outcome = Outcome.SAME if found[1] == order.fingerprint else Outcome.CHANGED
            if order.outcome is Outcome.CHANGED:
                differing.append(order)
    for part in _parts(differing):
        _look_closer(tx, staged, part)
    _refuse_closed(tx, staged)
    codes = {line.sku for order in staged.orders if order.outcome is Outcome.NEW for line in order.lines
             if line.sku and line.kind == LineKind.PRODUCT}
    staged.new_skus = len(codes - set(sku_ids(tx, codes)))


def _known_orders(tx: Tx, staged: Staged) -> dict[str, tuple[int, bytes | None]]:
    named = staged.channel.strip().casefold()
    channel_id = tx.scalar(
        select(Channel.channel_id).where((Channel.code == named) | (func.lower(Channel.title) == named))
    )
    if channel_id is None:
        return {}
    wanted = select(SalesOrder.order_no, SalesOrder.order_id, SalesOrder.fingerprint).where(SalesOrder.channel_id == channel_id)
    found: dict[str, tuple[int, bytes | None]] = {}
    if len(staged.orders) > 5_000:
        found.update({row.order_no: (row.order_id, row.fingerprint) for row in tx.rows(wanted)})
    else:
        for part in _parts([order.order_no for order in staged.orders]):
            found.update({row.order_no: (row.order_id, row.fingerprint) for row in tx.rows(wanted.where(SalesOrder.order_no.in_(part)))})
    return found


def _look_closer(tx: Tx, staged: Staged, orders: Sequence[Order]) -> None:
    """Tell apart what really changed from what an older or shorter export says in other words."""
    ids = [order.order_id for order in orders]
    stored = {row.order_id: row for row in tx.rows(select(*_STORED.values()).where(SalesOrder.order_id.in_(ids)))}
    counted = {
        row.order_id: row for row in tx.rows(
            select(
                OrderLine.order_id, func.count().label("lines"), func.count(OrderLine.sku_id).label("with_sku"),
            ).where(OrderLine.order_id.in_(ids), OrderLine.kind == LineKind.PRODUCT.value).group_by(OrderLine.order_id)
        )
    }
    for order in orders:
        row = stored[order.order_id]
        order.changes = differences(order, row, counted.get(order.order_id), staged)
        if not order.changes:
            order.outcome = Outcome.SAME
        elif "state" in order.changes and RANK[OrderState(order.state)] < RANK[OrderState(row.state)]:
            order.outcome = Outcome.CONFLICT
            told = {"state": STATES[row.state].title}
            staged.report(
                problem(staged.plan, ORDER_FILE, "state", order.row, STATES[order.state].title, BACKWARDS, told, Outcome.CONFLICT)
            )


def differences(order: Order, row: Any, counted: Any, staged: Staged) -> tuple[str, ...]:
    """Which fields of the order would become different; fields that the file does not have say nothing."""
    changed = [name for name in MOMENTS if order.fields.get(name) is not None and order.fields[name] != getattr(row, name)]
    changed += [theirs for theirs, ours in PLAIN.items() if order.fields.get(theirs) is not None and order.fields[theirs] != getattr(row, ours)]
    if order.state != row.state and _tells_state(staged):
        changed.append("state")
    if order.refund > row.refunded:
        changed.append("refund_amount")
    lines = [line for line in order.lines if line.kind == LineKind.PRODUCT]
    detailed = any(line.sku for line in lines)
    if (staged.plan.partial or detailed) and (
        counted is None or (detailed and not counted.with_sku) or len(lines) > counted.lines
    ):
        changed.append("lines")
    if _total(order, staged, counted) not in (None, row.total):
        changed.append("order_total")
    return tuple(changed)


def _total(order: Order, staged: Staged, counted: Any) -> int | None:
    """What the file says the order comes to; None where it is not the one to say (item lists; lists without lines or totals)."""
    if staged.plan.partial:
        return None
    if counted is not None and counted.with_sku and not any(line.sku for line in order.lines):
        told: int | None = order.fields.get("order_total")
        return told
    return sum(line.amount for line in order.lines) + order.tax


def _tells_state(staged: Staged) -> bool:
    return any(key in staged.plan.columns for key in ("state", "paid_at", "completed_at", "shipped_at"))


def _refuse_closed(tx: Tx, staged: Staged) -> None:
    """Orders of a closed period are named, not posted there."""
    closed = closed_through(tx)
    if closed.year == 1:
        return
    zone = tx.zone
    for order in staged.orders:
        moment = order.fields.get("paid_at") or order.fields.get("placed_at")
        if moment is None or order.outcome not in (Outcome.NEW, Outcome.CHANGED):
            continue
        if datetime.fromtimestamp(moment, UTC).astimezone(zone).date() <= closed:
            order.outcome = Outcome.CONFLICT
            staged.report(
                problem(staged.plan, ORDER_FILE, "placed_at", order.row, "", CLOSED, {"day": closed.isoformat()}, Outcome.CONFLICT)
            )


def _compare_products(tx: Tx, staged: Staged) -> None:
    codes = {item.values["sku"] for item in staged.items}
    known = sku_ids(tx, codes)
    stored: dict[int, Any] = {}
    for part in _parts(sorted(known.values())):
        stored.update({row.sku_id: row for row in tx.rows(
            select(Sku.sku_id, Sku.option, Sku.price, Sku.cost, Sku.weight, Sku.state, Product.title, Product.category, Product.brand, Barcode.code.label("barcode"))
            .join(Product, Product.product_id == Sku.product_id)
            .outerjoin(Barcode, Barcode.sku_id == Sku.sku_id)
            .where(Sku.sku_id.in_(part))
        )})
    for item in staged.items:
        item.target = known.get(item.values["sku"], 0)
        if not item.target:
            item.outcome = Outcome.NEW
            continue
        row = stored[item.target]
        item.changes = tuple(
            name for name in ("option", "price", "cost", "weight", "state", "title", "category", "brand", "barcode")
            if name in item.values and item.values[name] != scaled(name, getattr(row, name))
        )
        item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME
    staged.new_skus = sum(item.outcome is Outcome.NEW for item in staged.items)


def scaled(name: str, value: Any) -> Any:
    """A stored value in the units of a staged one."""
    if value is None or name not in {"price", "cost", "weight"}:
        return value
    return int(value * (1_000 if name == "weight" else 10_000))


def _compare_receipts(tx: Tx, staged: Staged) -> None:
    _find_skus(tx, staged)
    numbers = {item.values.get("document_no") or fallback_number(staged) for item in staged.items}
    known: set[tuple[str, int]] = set()
    for part in _parts(sorted(numbers)):
        known.update(
            (row.document_no, row.sku_id) for row in tx.rows(
                select(GoodsReceipt.document_no, StockMove.sku_id)
                .join(StockMove, StockMove.document_id == GoodsReceipt.receipt_id)
                .where(StockMove.document_kind == "receipt", GoodsReceipt.document_no.in_(part))
            )
        )
    for item in staged.items:
        key = (item.values.get("document_no") or fallback_number(staged), item.target)
        item.outcome = Outcome.SAME if key in known else Outcome.NEW


def fallback_number(staged: Staged) -> str:
    """The number of a receipt file that names none: by its content, so that the same file again is known."""
    return f"FILE-{staged.sha256[:12]}"


def _compare_counts(tx: Tx, staged: Staged) -> None:
    _find_skus(tx, staged)
    levels: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for part in _parts(sorted({item.target for item in staged.items})):
        levels.update({row.sku_id: row.on_hand for row in tx.rows(
            select(StockLevel.sku_id, func.sum(StockLevel.on_hand).label("on_hand")).where(StockLevel.sku_id.in_(part)).group_by(StockLevel.sku_id)
        )})
        last.update({row.sku_id: row.counted for row in tx.rows(
            select(StockCountLine.sku_id, StockCountLine.counted)
            .join(StockCount, StockCount.count_id == StockCountLine.count_id)
            .where(StockCountLine.sku_id.in_(part))
            .order_by(StockCountLine.count_line_id)
        )})
    for item in staged.items:
        counted = item.values["counted"]
        now = int((levels.get(item.target) or 0) * 1_000)
        if item.target in last and int(last[item.target] * 1_000) == counted == now:
            item.outcome = Outcome.SAME
        else:
            item.outcome = Outcome.CHANGED if counted != now else Outcome.NEW


def _find_skus(tx: Tx, staged: Staged) -> None:
    """Give each item its SKU; one that the shop does not know is rejected, never made in silence."""
    known = sku_ids(tx, {item.values["sku"] for item in staged.items})
    kept: list[Item] = []
    sheet = RECEIPT_FILE if staged.plan.kind == "receipts" else COUNT_FILE
    first: dict[int, Item] = {}
    for item in staged.items:
        code = item.values["sku"]
        if code not in known:
            staged.report(problem(staged.plan, sheet, "sku", item.row, code, UNKNOWN, {"sku": code}))
            continue
        item.target = known[code]
        if sheet is COUNT_FILE and first.setdefault(item.target, item) is not item:
            told = {"sku": code, "first": first[item.target].row, "second": item.row}
            staged.report(problem(staged.plan, sheet, "sku", item.row, code, TWICE, told))
            continue
        kept.append(item)
    staged.items = kept


def sku_ids(tx: Tx, codes: Iterable[str]) -> dict[str, int]:
    """Code or barcode → sku_id, for those that the shop knows; withdrawn SKUs count as unknown."""
    listed = sorted(codes)
    found: dict[str, int] = {}
    for part in _parts(listed):
        found.update({row.code: row.sku_id for row in tx.rows(
            select(Barcode.code, Barcode.sku_id).join(Sku, Sku.sku_id == Barcode.sku_id)
            .where(Barcode.code.in_(part), Sku.state != ProductState.WITHDRAWN.value)
        )})
        found.update({row.code: row.sku_id for row in tx.rows(
            select(Sku.code, Sku.sku_id).where(Sku.code.in_(part), Sku.state != ProductState.WITHDRAWN.value)
        )})
    return found


def _parts(listed: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
