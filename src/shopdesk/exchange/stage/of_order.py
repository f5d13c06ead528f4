"""Receipts that name their purchase order: which line each row answers, and what keeps it from answering one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.buying.reports import PurchaseDetail, PurchaseLineRow, find_purchase
from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.buying.sheets import STATES
from shopdesk.shop.stock.sheets import RECEIPT_FILE
from shopdesk.store.tables import PurchaseOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE
from shopdesk.text import N_

NOT_OPEN: Final = N_("Purchase order {number} expects nothing; it is: {state}.")
OVER: Final = N_("More of {sku} came than purchase order {number} still expects. Say in the note why it is kept.")
SEVERAL: Final = N_("Receipt {receipt} is of several purchase orders. Give the goods of each a receipt of their own.")


def fetch_orders(tx: Tx, staged: Staged) -> dict[str, PurchaseDetail]:
    """Purchase order number → the order, of those that the rows name and the shop knows."""
    numbers = sorted({item.values["purchase_no"] for item in staged.items if item.values.get("purchase_no")})
    found: dict[str, PurchaseDetail] = {}
    for part in parts(numbers):
        known = select(PurchaseOrder.purchase_id, PurchaseOrder.purchase_no).where(PurchaseOrder.purchase_no.in_(part))
        for row in tx.rows(known):
            order = find_purchase(tx, row.purchase_id)
            if order is not None:
                found[row.purchase_no] = order
    return found


def line_of(orders: Mapping[str, PurchaseDetail], item: Item) -> PurchaseLineRow | None:
    """The line of its order that a row answers; None where it names no order that is known, or it was not ordered."""
    order = orders.get(item.values.get("purchase_no") or "")
    return next((line for line in order.lines if line.sku_id == item.target), None) if order else None


def place_by_order(staged: Staged, orders: Mapping[str, PurchaseDetail]) -> None:
    """Rows that name no warehouse go to that of their order, where it has one."""
    for item in staged.items:
        order = orders.get(item.values.get("purchase_no") or "")
        if order is not None and order.order.warehouse_id and not item.values.get("warehouse"):
            item.place = order.order.warehouse_id


def hold_unfit(staged: Staged, orders: Mapping[str, PurchaseDetail], numbers: Mapping[int, str]) -> None:
    """Hold new rows that their order cannot take. `numbers`: row → the receipt that it would become part of."""
    staged.unknown_orders = []
    came: dict[tuple[str, int], int] = {}
    of_receipt: dict[str, str] = {}
    for item in staged.items:
        number = item.values.get("purchase_no")
        if item.outcome is not Outcome.NEW:
            continue
        first = of_receipt.setdefault(numbers[item.row], number or "")
        if first != (number or ""):
            _hold(staged, item, SEVERAL, receipt=numbers[item.row])
        elif number and number not in orders:
            staged.unknown_orders.append(number)
        elif number:
            _judge(staged, item, orders[number], line_of(orders, item), came)
    staged.unknown_orders = list(dict.fromkeys(staged.unknown_orders))


def _judge(
    staged: Staged, item: Item, order: PurchaseDetail, line: PurchaseLineRow | None, came: dict[tuple[str, int], int]
) -> None:
    number, state = item.values["purchase_no"], order.row["state"]
    if state != PurchaseState.ORDERED:
        _hold(staged, item, NOT_OPEN, number=number, state=STATES[state].title)
        return
    key = number, item.target
    whole = came.get(key, 0) + item.values["quantity"]
    if Decimal(whole) / QUANTITY_SCALE > (line.missing if line else 0) and not item.values.get("note"):
        _hold(staged, item, OVER, number=number, sku=item.values["sku"])
    else:
        came[key] = whole


def _hold(staged: Staged, item: Item, message: str, **told: Any) -> None:
    item.outcome = Outcome.CONFLICT
    value = item.values.get("purchase_no") or ""
    staged.report(problem(staged.plan, RECEIPT_FILE, "purchase_no", item.row, value, message, told, Outcome.CONFLICT))
