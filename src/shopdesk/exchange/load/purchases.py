"""Writing staged purchase orders: rows SET the lines of their order, and make the orders that are new."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from shopdesk.exchange.stage.purchases import KnownOrder, currencies, home_costs, known_purchases, rate_of
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.store.tables import PurchaseLine, PurchaseOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE


def load_purchases(tx: Tx, staged: Staged) -> None:
    """Make new orders and lines, and set what changed; an order with a day of order is ordered, else a draft."""
    known = known_purchases(tx, {item.values["purchase_no"] for item in staged.items})
    costs = dict(zip(map(id, staged.items), home_costs(tx, staged, known), strict=True))
    orders: dict[str, list[Item]] = {}
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            orders.setdefault(item.values["purchase_no"], []).append(item)
    for number, items in orders.items():
        order = known.get(number) or _make(tx, staged, number, items)
        _set_head(tx, order, items)
        for item in items:
            _set_line(tx, order, item, costs[id(item)])


def _make(tx: Tx, staged: Staged, number: str, items: Sequence[Item]) -> KnownOrder:
    currency = currencies(items).get(number) or tx.currency
    day = _said(items, "ordered_on")
    dated = fetch_rates(tx, {currency}).get(currency, ())
    rate = rate_of(tx, staged, None, currency, day or tx.today.isoformat(), dated) or 0
    expected, supplier = _said(items, "expected_on"), _said(items, "supplier")
    state = PurchaseState.ORDERED if day else PurchaseState.DRAFT
    purchase_id = tx.insert(
        PurchaseOrder, purchase_no=number, supplier_id=find_supplier(tx, supplier) if supplier else None,
        warehouse_id=items[0].place or None, state=state.value, ordered_on=_day(day), expected_on=_day(expected),
        currency=currency if rate else None, rate=Decimal(rate) / RATE_SCALE if rate else None,
        import_id=tx.import_id, source_row=items[0].row,
    )  # fmt: skip
    return KnownOrder(purchase_id, state.value, supplier, day, expected, currency, rate, items[0].place)


def _set_head(tx: Tx, order: KnownOrder, items: Sequence[Item]) -> None:
    """What the rows say of an order that was there: supplier, day and place."""
    told: dict[str, Any] = {}
    for item in items:
        if "supplier" in item.changes:
            told["supplier_id"] = find_supplier(tx, item.values["supplier"])
        if "warehouse" in item.changes:
            told["warehouse_id"] = item.place
        if "ordered_on" in item.changes:
            told["ordered_on"] = _day(item.values["ordered_on"])
            told["state"] = PurchaseState.ORDERED.value
    if told:
        tx.update(PurchaseOrder, order.purchase_id, **told)


def _set_line(tx: Tx, order: KnownOrder, item: Item, cost: int | None) -> None:
    values, line = item.values, order.lines.get(item.target)
    own_day = values.get("expected_on") if values.get("expected_on") != order.expected_on else None
    told: dict[str, Any] = {"quantity": Decimal(values["quantity"]) / QUANTITY_SCALE}
    if cost is not None:
        told["unit_cost"] = Decimal(cost) / MONEY_SCALE
    if "expected_on" in values:
        told["expected_on"] = _day(own_day)
    if "note" in values:
        told["note"] = values["note"]
    if line is not None:
        tx.update(PurchaseLine, line.line_id, **told)
        return
    tx.insert(
        PurchaseLine, purchase_id=order.purchase_id, sku_id=item.target, import_id=tx.import_id, source_row=item.row,
        **told,
    )  # fmt: skip


def _said(items: Sequence[Item], key: str) -> str | None:
    """What the first row that says it says of the whole order."""
    return next((item.values[key] for item in items if item.values.get(key)), None)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
