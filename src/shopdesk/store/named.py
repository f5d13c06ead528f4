"""What rows, columns and values are called when a person is told about one; titles are those of the sheets."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Table, TypeDecorator, select

from shopdesk.store.tables import Base
from shopdesk.store.tx import Image, Tx
from shopdesk.text import N_, _

LONGEST: Final = 40
"""A text longer than this is cut when it is quoted."""

ROWS: Final[Mapping[str, tuple[str, str]]] = {
    "after_sale": (N_("Refund {name}"), "refund_no"),
    "allocation": (N_("What is kept for order {name}"), "order_id"),
    "barcode": (N_("Barcode {name}"), "code"),
    "bill": (N_("Bill {name}"), "bill_no"),
    "bundle_part": (N_("SKU {name}"), "sku_id"),
    "channel": (N_("Channel {name}"), "title"),
    "channel_promise": (N_("Channel {name}"), "channel_id"),
    "consent": (N_("Customer {name}"), "customer_id"),
    "coupon": (N_("Coupon {name}"), "code"),
    "coupon_use": (N_("Coupon {name}"), "coupon_id"),
    "customer": (N_("Customer {name}"), "customer_id"),
    "customer_return": (N_("Return {name}"), "return_no"),
    "exchange_rate": (N_("Exchange rate {name}"), "currency"),
    "festival": (N_("Day {name}"), "title"),
    "fee_rule": (N_("Fee rule {name}"), "kind"),
    "lot": (N_("Lot {name}"), "lot_no"),
    "order_address": (N_("Order {name}"), "order_id"),
    "order_line": (N_("Order {name}"), "order_id"),
    "order_work": (N_("The work on order {name}"), "order_id"),
    "payout": (N_("Payout {name}"), "payout_no"),
    "point_move": (N_("Customer {name}"), "customer_id"),
    "price_plan_rule": (N_("Price rule {name}"), "title"),
    "product": (N_("Product {name}"), "title"),
    "promotion": (N_("Promotion {name}"), "title"),
    "promotion_pair": (N_("Promotion {name}"), "promotion_id"),
    "promotion_scope": (N_("Promotion {name}"), "promotion_id"),
    "promotion_task": (N_("Promotion {name}"), "promotion_id"),
    "promotion_tier": (N_("Promotion {name}"), "promotion_id"),
    "publicity": (N_("Publicity {name}"), "title"),
    "recurring": (N_("Recurring entry {name}"), "title"),
    "recurring_line": (N_("Recurring entry {name}"), "recurring_id"),
    "refund": (N_("Order {name}"), "order_id"),
    "purchase_line": (N_("Purchase order {name}"), "purchase_id"),
    "purchase_order": (N_("Purchase order {name}"), "purchase_no"),
    "sales_order": (N_("Order {name}"), "order_no"),
    "settlement_line": (N_("Settlement line {name}"), "line_no"),
    "sku": (N_("SKU {name}"), "code"),
    "sku_place": (N_("SKU {name}"), "sku_id"),
    "supplier": (N_("Supplier {name}"), "name"),
    "supplier_sku": (N_("Supplier price of {name}"), "sku_id"),
    "warehouse": (N_("Warehouse {name}"), "title"),
}
"""Table → how a row of it is called, and by which of its columns; a key leads to the row that has the name."""

COLUMNS: Final[Mapping[str, str]] = {
    "amount": N_("Amount"),
    "brand": N_("Brand"),
    "carrier": N_("Carrier"),
    "category": N_("Category"),
    "charge": N_("Other charges"),
    "coupon_codes": N_("Coupon codes"),
    "closed_reason": N_("Closed because"),
    "code": N_("Code"),
    "completed_at": N_("Completed at"),
    "cost": N_("Cost"),
    "country": N_("Country"),
    "currency": N_("Currency"),
    "discount": N_("Discount"),
    "expires_on": N_("Expires on"),
    "flag": N_("Flag"),
    "goods": N_("Goods"),
    "group_name": N_("Customer group"),
    "hold": N_("Held because"),
    "kind": N_("Kind"),
    "name": N_("Name"),
    "note": N_("Note"),
    "option": N_("Option"),
    "order_no": N_("Order no."),
    "own_total": N_("Total, own currency"),
    "paid_at": N_("Paid at"),
    "place_id": N_("Shelf"),
    "parcel_no": N_("Parcel"),
    "placed_at": N_("Placed"),
    "platform_discount": N_("Platform discount"),
    "price": N_("Price"),
    "product_id": N_("Product"),
    "quantity": N_("Qty"),
    "rate": N_("Rate"),
    "reason": N_("Reason"),
    "refunded": N_("Refunded"),
    "refunded_on": N_("Refunded on"),
    "ship_hours": N_("Ship within, hours"),
    "shipped_at": N_("Shipped at"),
    "shipping": N_("Shipping"),
    "sku_id": N_("SKU"),
    "sold_on": N_("Booked on"),
    "stage": N_("Stage"),
    "state": N_("State"),
    "supplier_id": N_("Supplier"),
    "tags": N_("Tags"),
    "tax": N_("Tax"),
    "title": N_("Title"),
    "total": N_("Total"),
    "unit_price": N_("Unit price"),
    "units": N_("Qty"),
    "waybill": N_("Waybill"),
    "weight": N_("Weight, g"),
}
"""Columns that a person knows. Personal ones are not among them: what they hold is nobody's business in a message."""


def row_name(tx: Tx, table: str, row_id: int, image: Image | None) -> str:
    """What a person calls a row with that `image`, None for the one that is there: "Order A-1", "SKU TEA-1"."""
    if table not in ROWS:
        return _("{table} {row}").format(table=table, row=row_id)
    called, column = ROWS[table]
    value = (image or tx.image(table, row_id) or {}).get(column, row_id)
    target = _target(table, column)
    return _(called).format(name=value if target is None else _name_of(tx, target, value))


def value_words(tx: Tx, table: str, column: str, value: Any) -> str:
    """A stored value as a person would write it: decimals, moments in the shop's time zone, names in place of keys."""
    declared, target = Base.metadata.tables[table].c[column], _target(table, column)
    if value is None or value == "":
        return _("blank")
    if target is not None:
        return _name_of(tx, target, value)
    if isinstance(declared.type, TypeDecorator):
        value = declared.type.process_result_value(value, tx.connection.dialect)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{value.astimezone(tx.zone):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if column in {"state", "kind"}:
        return _(str(value).capitalize())
    said = str(value)
    return f"“{said}”" if len(said) <= LONGEST else f"“{said[:LONGEST]}…”"


def _target(table: str, column: str) -> Table | None:
    """The table that a column points to."""
    declared = Base.metadata.tables[table].c[column]
    return next((key.column.table for key in declared.foreign_keys), None)


def _name_of(tx: Tx, table: Table, row_id: int) -> str:
    column = table.c[ROWS[table.name][1]] if table.name in ROWS else next(iter(table.primary_key))
    found = tx.scalar(select(column).where(next(iter(table.primary_key)) == row_id))
    return str(row_id if found is None else found)
