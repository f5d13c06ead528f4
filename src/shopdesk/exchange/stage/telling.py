"""A changed row in words: what the store has now, and what it would have after the file."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, literal_column, select

from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.stage.comparing import COMPARING, Before
from shopdesk.exchange.stage.edits import told_trip
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.merge import LINES, MOMENTS, PLAIN
from shopdesk.exchange.stage.staged import Foot, Order, Outcome, Staged
from shopdesk.exchange.values import mask
from shopdesk.shop.columns import Kind
from shopdesk.shop.orders.rules import LineKind
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.store.tables import OrderLine, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE
from shopdesk.text import _

__all__ = ["LINES", "Before", "stored_values", "told_after", "what_else"]

_ORDER: Final = {
    **{name: name for name in MOMENTS}, **PLAIN, "state": "state", "refund_amount": "refunded", "order_total": "total",
    "shipping": "shipping", "tax": "tax",
}  # fmt: skip
"""Field of a file → column of an order."""

MOST_FEET: Final = 5
"""Sums that differ are told one by one up to so many: from there on it is one and the same cause."""


def what_else(staged: Staged, home: str) -> list[str]:
    """What an import would bring beside its rows, in sentences: the rates it converts with, warehouses that are new."""
    said = told_trip(staged)
    for currency, worth in sorted(staged.worth.items()):
        least, most = (f"{(Decimal(rate) / RATE_SCALE).normalize():f}" for rate in (worth.least, worth.most))
        told = {"currency": currency, "home": home, "least": least, "most": most}
        if least == most:
            said.append(_("Converted to {home}: one {currency} is {least}.").format(**told))
        else:
            said.append(_("Converted to {home}: one {currency} is {least} to {most}, by the day.").format(**told))
    said += map(_told_foot, staged.feet[:MOST_FEET])
    said += [_(message).format(**told) for message, told in staged.notices]
    if _without_quantity(staged.plan):
        said.append(_("There is no column of quantities: each line counts as one piece."))
    if staged.new_places:
        names = ", ".join(staged.new_places.values())
        said.append(_("New, and made with it: warehouse {names}. Check how it is written.").format(names=names))
    if staged.unknown_orders:
        orders = ", ".join(staged.unknown_orders[:MOST_FEET])
        said.append(_("No purchase order is called {orders}: these goods come in without one.").format(orders=orders))
    return said


def _without_quantity(plan: Plan) -> bool:
    """Whether lines are told by their price alone."""
    told = {"quantity", "line_amount", "order_total", "paid_amount"} & plan.columns.keys()
    return plan.kind == "orders" and plan.grain is not Grain.UNIT and "unit_price" in plan.columns and not told


def _told_foot(foot: Foot) -> str:
    scale = MONEY_SCALE if foot.kind is Kind.MONEY else QUANTITY_SCALE if foot.kind is Kind.QUANTITY else 1
    told, found = (f"{(Decimal(amount) / scale).normalize():f}" for amount in (foot.told, foot.sum))
    said = _("Row {row}, column {column}: the sheet gives a total of {told}, but its rows come to {sum}.")
    return said.format(row=foot.row, column=foot.column, told=told, sum=found)


def stored_values(tx: Tx, staged: Staged, most: int) -> Before:
    """Order, or row of an item → field → its value in stored units, for the first `most` that the file would change."""
    if staged.trip is not None:
        return staged.trip.before
    if staged.plan.kind == "orders":
        orders = [order for order in staged.orders if order.outcome is Outcome.CHANGED]
        return _orders(tx, orders[:most])
    items = [item for item in staged.items if item.outcome is Outcome.CHANGED][:most]
    return COMPARING[staged.plan.kind].before(tx, items)


def told_after(order: Order, key: str) -> Any:
    """What a changed field would be, in stored units; personal values masked."""
    update = order.update
    if update is None:
        return None
    if key == LINES:
        return sum(line.kind == LineKind.PRODUCT for _id, line, _by_file in update.lines or ())
    if _ORDER.get(key) in update.columns:
        return update.columns[_ORDER[key]]
    value = order.fields.get(key)
    return mask(ORDER_FILE.column(key), value) if isinstance(value, str) else value


def _orders(tx: Tx, orders: Sequence[Order]) -> Before:
    columns: list[Any] = [literal_column(f"sales_order.{name}").label(key) for key, name in _ORDER.items()]
    found: dict[int, dict[str, Any]] = {}
    for ids in parts([order.order_id for order in orders]):
        for row in tx.rows(select(SalesOrder.order_id, *columns).where(SalesOrder.order_id.in_(ids))):
            found[row.order_id] = {key: getattr(row, key) for key in _ORDER} | {LINES: 0}
        counted = select(OrderLine.order_id, func.count().label("lines")).where(
            OrderLine.order_id.in_(ids), OrderLine.kind == LineKind.PRODUCT.value
        )
        for row in tx.rows(counted.group_by(OrderLine.order_id)):
            found[row.order_id][LINES] = row.lines
    return found
