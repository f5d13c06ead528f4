"""What an order may be and become, as plain values."""

from enum import StrEnum
from types import MappingProxyType


class OrderKind(StrEnum):
    """Which way a document points: out to a buyer, back from one, or a correction of the books alone."""

    SALE = "sale"
    RETURN = "return"
    ADJUSTMENT = "adjustment"


class OrderState(StrEnum):
    """How far an order has come."""

    UNPAID = "unpaid"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class LineKind(StrEnum):
    """What a line is: a product, or a charge that is no product."""

    PRODUCT = "product"
    SHIPPING = "shipping"
    DISCOUNT = "discount"
    FEE = "fee"
    MANUAL = "manual"
    SAMPLE = "sample"
    VOUCHER = "voucher"
    DONATION = "donation"
    BAD_DEBT = "bad_debt"


SOLD = frozenset({OrderState.PAID, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED, OrderState.REFUNDED})
"""States in which the money of an order stands in the books."""

SHIPPED = frozenset({OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED})
"""States in which the goods have left."""

RANK = MappingProxyType({state: place for place, state in enumerate(OrderState)})
"""How far along a state is; a file that says less than the store knows is held, not believed (reliability.md 50)."""
