"""What shops in many languages call their columns: meanings, their headers, and the fields they stand for."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from shopdesk.text import resources

FIRST: Final = "en.txt"
_ITSELF: Final = (
    "order_no", "paid_at", "sku", "barcode", "title", "option", "quantity", "unit_price", "line_amount", "shipping",
    "order_total", "currency", "channel", "customer_no", "phone", "address", "region", "city", "country", "carrier",
    "waybill", "buyer_note", "counted", "supplier", "cost", "category", "brand", "warehouse", "weight", "email",
    "contact", "lead_days", "refund_no", "reason",
)  # fmt: skip
_MEANS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **{key: (key,) for key in _ITSELF},
        "line_id": ("line_no",),
        "state": ("status",),
        "placed_at": ("order_date", "date"),
        "paid_at": ("paid_date",),
        "shipped_at": ("ship_date",),
        "completed_at": ("done_date",),
        "unit_price": ("unit_price", "price"),
        "line_discount": ("discount",),
        "line_amount": ("line_total", "total"),
        "goods_amount": ("subtotal",),
        "order_discount": ("order_discount", "discount"),
        "tax": ("tax", "vat"),
        "order_total": ("order_total", "total"),
        "paid_amount": ("paid",),
        "refund_amount": ("refund",),
        "recipient": ("customer_name",),
        "seller_note": ("note",),
        "note": ("note",),
        "price": ("price", "unit_price", "list_price"),
        "on_hand": ("stock", "quantity"),
        "from_on": ("from_date",),
        "refunded_at": ("refund_date",),
        "received_at": ("receive_date", "date"),
        "unit_cost": ("cost", "unit_price", "price"),
        "counted": ("counted", "quantity"),
        "counted_at": ("count_date", "date"),
        "document_no": ("receipt_no",),
    }
)
"""Field → its meanings, the likeliest first; the same in every kind of sheet that has the field."""
_APART: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("receipts", "quantity"): ("received", "quantity"),
        ("receipts", "sku"): ("sku", "barcode"),
        ("counts", "sku"): ("sku", "barcode"),
        ("refunds", "amount"): ("refund",),
        ("refunds", "state"): ("status",),
        ("freight", "amount"): ("shipping", "total"),
        ("freight", "charged_at"): ("ship_date", "date"),
        ("expenses", "spent_on"): ("expense_date", "date"),
        ("expenses", "account"): ("expense_type", "category"),
        ("expenses", "amount"): ("total", "order_total"),
        ("expenses", "supplier"): ("payee", "supplier"),
        ("expenses", "note"): ("note", "title"),
        ("bills", "billed_on"): ("order_date", "date"),
        ("bills", "amount"): ("total", "order_total"),
        ("bills", "account"): ("expense_type", "category"),
        ("bill_payments", "amount"): ("total", "paid"),
        ("ads", "ran_on"): ("date",),
        ("settlement", "line_no"): ("movement_no",),
        ("settlement", "happened_at"): ("settle_date", "date"),
        ("settlement", "kind"): ("movement_type",),
        ("settlement", "amount"): ("net_amount", "amount"),
        ("settlement", "income"): ("money_in",),
        ("settlement", "outgo"): ("money_out",),
        ("settlement", "fee"): ("fee",),
        ("settlement", "told"): ("purpose",),
        ("settlement", "payout_no"): ("payout_no",),
        ("settlement", "paid_on"): ("payout_date",),
        ("settlement", "balance"): ("balance",),
        ("payouts", "payout_no"): ("payout_no",),
        ("payouts", "paid_on"): ("payout_date", "date"),
        ("payouts", "amount"): ("payout_amount", "net_amount", "amount"),
        ("payouts", "state"): ("status",),
        ("customers", "name"): ("customer_name",),
        ("customers", "postcode"): ("zip",),
        ("purchase_orders", "ordered_on"): ("order_date", "date"),
        ("suppliers", "name"): ("supplier",),
        ("suppliers", "code"): ("supplier_code",),
    }
)
"""Fields that mean something of their own in one kind of sheet."""
OPEN: Final = ("date", "quantity", "total", "price", "unit_price", "cost", "supplier", "note", "discount", "amount")
"""Meanings that sheets of several kinds have: they tell none of them."""
PERSONAL: Final = ("customer_name", "phone", "address", "email", "zip", "buyer_note", "contact")


@cache
def meanings() -> Mapping[str, tuple[str, ...]]:
    """Meaning → the headers that stand for it in all languages, English first."""
    found: dict[str, dict[str, None]] = {}
    files = sorted((resources() / "headings").glob("*.txt"), key=lambda path: (path.name != FIRST, path.name))
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            meaning, _colon, headers = line.partition(":")
            found.setdefault(meaning.strip(), {}).update(dict.fromkeys(map(str.strip, headers.split("|"))))
    return MappingProxyType({meaning: tuple(headers) for meaning, headers in found.items()})


def headers_of(*names: str) -> tuple[str, ...]:
    """The headers of these meanings, one after the other."""
    return tuple(header for name in names for header in meanings().get(name, ()))


def words_of(kind: str, key: str) -> tuple[str, ...]:
    """The further headers of a field, beyond those that its column declares."""
    return headers_of(*_APART.get((kind, key), _MEANS.get(key, ())))


def states_said(state: str) -> tuple[str, ...]:
    """The words of other languages for a state of an order."""
    return headers_of(f"is_{state}")
