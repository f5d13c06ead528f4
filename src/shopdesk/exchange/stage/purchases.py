"""What the store knows of a staged file of purchase orders, by number and SKU: its rows SET the lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.exchange.stage.compare_items import find_skus
from shopdesk.exchange.stage.foreign import Missing, NeedsRate
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged, Worth
from shopdesk.exchange.stage.warehouses import find_places, name_new_places
from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.buying.sheets import PURCHASE_FILE, STATES
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import rate_on
from shopdesk.shop.money import convert_price
from shopdesk.shop.stock.incoming import RECEIVED
from shopdesk.store.tables import PurchaseLine, PurchaseOrder, Supplier, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import N_

TWICE: Final = N_("{sku} stands in order {number} twice (rows {first} and {second}). Make one row of it.")
OTHERWISE: Final = N_("Row {first} says otherwise of order {number}: {value}.")
ENDED: Final = N_("Order {number} is ended: {state}.")
CAME_ALREADY: Final = N_("{pieces} pieces of it have come already; the order cannot ask for fewer.")
OTHER_CURRENCY: Final = N_("Order {number} is kept in {currency}.")
_HEAD: Final = ("supplier", "ordered_on", "currency", "warehouse")
"""Fields of a whole order: its rows may leave them blank, and must not disagree."""
_LINE: Final = ("quantity", "unit_cost", "expected_on", "note")


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line of a stored order, in stored units; `expected_on` is its own or else the order's."""

    line_id: int
    quantity: int
    unit_cost: int | None
    expected_on: str | None
    note: str | None
    received: int


@dataclass(slots=True)
class KnownOrder:
    """A stored order; `rate` in 1/10**10, 0 in the shop's own currency."""

    purchase_id: int
    state: str
    supplier: str | None
    ordered_on: str | None
    expected_on: str | None
    currency: str
    rate: int
    warehouse_id: int | None
    lines: dict[int, KnownLine] = field(default_factory=dict)
    """SKU → the first line of it."""


def compare_purchases(tx: Tx, staged: Staged) -> None:
    """New lines, those that the file SETS otherwise, and those that it may not. NeedsRate where a currency has none."""
    find_places(tx, staged)
    find_skus(tx, staged, PURCHASE_FILE)
    _refuse_doubles(staged)
    known = known_purchases(tx, {item.values["purchase_no"] for item in staged.items})
    for item in staged.items:
        item.changes, item.outcome = (), Outcome.NEW
    costs = home_costs(tx, staged, known)
    for item, cost in zip(staged.items, costs, strict=True):
        order = known.get(item.values["purchase_no"])
        if order is not None:
            _look(staged, item, order, cost, tx.currency)
    name_new_places(staged)


def known_purchases(tx: Tx, numbers: Iterable[str]) -> dict[str, KnownOrder]:
    """Number → the order that the store has of it, with its lines."""
    found: dict[str, KnownOrder] = {}
    for part in parts(sorted(numbers)):
        wanted = (
            select(
                PurchaseOrder.purchase_no, PurchaseOrder.purchase_id, PurchaseOrder.state, Supplier.name,
                PurchaseOrder.ordered_on, PurchaseOrder.expected_on, PurchaseOrder.currency,
                type_coerce(PurchaseOrder.rate, WHOLE).label("rate"), PurchaseOrder.warehouse_id,
            )
            .outerjoin(Supplier, Supplier.supplier_id == PurchaseOrder.supplier_id)
            .where(PurchaseOrder.purchase_no.in_(part))
        )  # fmt: skip
        for row in tx.rows(wanted):
            found[row.purchase_no] = KnownOrder(
                row.purchase_id, row.state, row.name, _iso(row.ordered_on), _iso(row.expected_on),
                row.currency or tx.currency, row.rate or 0, row.warehouse_id,
            )  # fmt: skip
    _add_lines(tx, {order.purchase_id: order for order in found.values()})
    return found


def _add_lines(tx: Tx, orders: dict[int, KnownOrder]) -> None:
    for part in parts(sorted(orders)):
        wanted = (
            select(
                PurchaseLine.purchase_id, PurchaseLine.sku_id, PurchaseLine.purchase_line_id,
                type_coerce(PurchaseLine.quantity, WHOLE).label("quantity"),
                type_coerce(PurchaseLine.unit_cost, WHOLE).label("unit_cost"), PurchaseLine.expected_on,
                PurchaseLine.note, type_coerce(RECEIVED.c.pieces, WHOLE).label("received"),
            )
            .outerjoin(RECEIVED, RECEIVED.c.line_id == PurchaseLine.purchase_line_id)
            .where(PurchaseLine.purchase_id.in_(part))
            .order_by(PurchaseLine.purchase_line_id)
        )  # fmt: skip
        for row in tx.rows(wanted):
            order = orders[row.purchase_id]
            day = _iso(row.expected_on) or order.expected_on
            made = KnownLine(
                row.purchase_line_id, row.quantity, row.unit_cost, day, row.note, int(row.received or 0)
            )  # fmt: skip
            order.lines.setdefault(row.sku_id, made)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def home_costs(tx: Tx, staged: Staged, known: dict[str, KnownOrder]) -> list[int | None]:
    """What a piece of each row costs in the shop's currency, in 1/10,000; an order keeps the rate it has."""
    dated = fetch_rates(tx, {item.values["currency"] for item in staged.items if item.values.get("currency")})
    said = currencies(staged.items)
    missing: dict[str, Missing] = {}
    found: list[int | None] = []
    staged.worth = {}
    for item in staged.items:
        number, cost = item.values["purchase_no"], item.values.get("unit_cost")
        order, currency = known.get(number), said.get(number) or tx.currency
        day = item.values.get("ordered_on") or tx.today.isoformat()
        rate = rate_of(tx, staged, order, currency, day, dated.get(currency, ()))
        if rate is None:
            before = missing.get(currency, Missing(currency, 0, item.row, day))
            missing[currency] = replace(before, rows=before.rows + 1, day=min(before.day, day))
        elif rate and order is None:
            worth = staged.worth.get(currency, Worth(rate, rate, day))
            staged.worth[currency] = Worth(min(worth.least, rate), max(worth.most, rate), min(worth.day, day))
        found.append(convert_price(cost, rate) if cost is not None and rate else cost)
    if missing:
        raise NeedsRate(staged.file_name, missing.values(), tx.currency)
    return found


def rate_of(
    tx: Tx, staged: Staged, order: KnownOrder | None, currency: str, day: str, dated: Sequence[tuple[str, int]]
) -> int | None:
    """What a unit of the order's currency is worth, in 1/10**10: 0 in the shop's own, None where nobody knows."""
    if order is not None:
        return order.rate
    return 0 if currency == tx.currency else staged.rates.get(currency) or rate_on(dated, day)


def currencies(items: Iterable[Item]) -> dict[str, str]:
    """Number of an order → the currency that its rows name."""
    return {item.values["purchase_no"]: item.values["currency"] for item in items if item.values.get("currency")}


def _refuse_doubles(staged: Staged) -> None:
    """A SKU that stands in an order twice, and rows of one order that disagree about it."""
    lines: dict[tuple[str, int], Item] = {}
    heads: dict[tuple[str, str], Item] = {}
    for item in staged.items:
        number, code = item.values["purchase_no"], item.values["sku"]
        first = lines.setdefault((number, item.target), item)
        if first is not item:
            told = {"sku": code, "number": number, "first": first.row, "second": item.row}
            for row in (first.row, item.row):
                staged.report(problem(staged.plan, PURCHASE_FILE, "sku", row, code, TWICE, told))
        for key in _HEAD:
            value = item.values.get(key)
            said = heads.setdefault((number, key), item) if value is not None else item
            if said.values.get(key) != value:
                told = {"first": said.row, "number": number, "value": said.values[key]}
                staged.report(problem(staged.plan, PURCHASE_FILE, key, item.row, str(value), OTHERWISE, told))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]


def _look(staged: Staged, item: Item, order: KnownOrder, cost: int | None, home: str) -> None:
    """What a row says of an order that the store has."""
    values, line = item.values, order.lines.get(item.target)
    number = values["purchase_no"]
    if order.state not in (PurchaseState.DRAFT, PurchaseState.ORDERED):
        same = line is not None and not _changes(values, line, cost)
        if not same:
            state = STATES[order.state].title
            _hold(staged, item, "purchase_no", number, ENDED, "", number=number, state=state)
        else:
            item.outcome = Outcome.SAME
        return None
    if (values.get("currency") or order.currency or home) != order.currency:
        told = {"number": number, "currency": order.currency}
        return _hold(staged, item, "currency", values["currency"], OTHER_CURRENCY, order.currency, **told)
    if line is not None and values["quantity"] < min(line.received, line.quantity):
        pieces = f"{(Decimal(line.received) / QUANTITY_SCALE).normalize():f}"
        asked = f"{(Decimal(values['quantity']) / QUANTITY_SCALE).normalize():f}"
        return _hold(staged, item, "quantity", asked, CAME_ALREADY, pieces, pieces=pieces)
    keys = ("supplier", "ordered_on")
    head: list[str] = [key for key in keys if key in values and values[key] != getattr(order, key)]
    if "warehouse" in values and item.place != order.warehouse_id:
        head.append("warehouse")
    changed = head + (_changes(values, line, cost) if line is not None else [])
    item.changes = tuple(changed)
    if line is not None:
        item.outcome = Outcome.CHANGED if changed else Outcome.SAME
    return None


def _changes(values: dict[str, Any], line: KnownLine, cost: int | None) -> list[str]:
    """Fields of the line that the row says otherwise; what it leaves blank stays."""
    told = {**values, "unit_cost": cost}
    return [key for key in _LINE if told.get(key) is not None and told[key] != getattr(line, key)]


def _hold(staged: Staged, item: Item, key: str, value: str, message: str, stored: str, **told: str) -> None:
    item.outcome = Outcome.CONFLICT
    found = problem(staged.plan, PURCHASE_FILE, key, item.row, value, message, dict(told), Outcome.CONFLICT)
    staged.report(replace(found, stored=stored))


def stored_lines(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → field → what the store has of it, for rows that would change."""
    known = known_purchases(tx, {item.values["purchase_no"] for item in items})
    places = {row.warehouse_id: row.title for row in tx.rows(select(Warehouse.warehouse_id, Warehouse.title))}
    found: dict[int, dict[str, Any]] = {}
    for item in items:
        order = known[item.values["purchase_no"]]
        line = order.lines[item.target]
        found[item.row] = {
            "supplier": order.supplier, "ordered_on": order.ordered_on,
            "warehouse": places.get(order.warehouse_id or 0), **{key: getattr(line, key) for key in _LINE},
        }  # fmt: skip
        if order.rate and line.unit_cost is not None:
            found[item.row]["unit_cost"] = convert_price(line.unit_cost, RATE_SCALE * RATE_SCALE // order.rate)
    return found
