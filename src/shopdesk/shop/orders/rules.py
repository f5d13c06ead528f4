"""What an order may be and become, as plain values."""

from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType

from shopdesk.shop.stock.rules import MoveReason


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


class RefundState(StrEnum):
    """How far a claim for money back has come; only one that was given is money."""

    PENDING = "pending"
    GIVEN = "given"
    CLOSED = "closed"


class Stage(StrEnum):
    """How far the shop is with an order that is paid and has not left."""

    NEW = "new"
    ALLOCATED = "allocated"
    PICKING = "picking"
    PICKED = "picked"
    PACKED = "packed"


class Blocker(StrEnum):
    """What keeps a paid order from leaving; the first that holds is the one that is told."""

    HOLD = "hold"
    UNKNOWN_SKU = "unknown_sku"
    NO_STOCK = "no_stock"
    NO_ADDRESS = "no_address"
    NOTE = "note"
    RISK = "risk"


CLEARABLE = frozenset({Blocker.NO_ADDRESS, Blocker.NOTE, Blocker.RISK})
"""Blockers that a person may look at and let pass."""

SHIP_HOURS = MappingProxyType(
    {"taobao": 48, "jd": 48, "pinduoduo": 48, "douyin": 48, "1688": 48}
)  # fmt: skip
"""Within how many hours of payment a parcel leaves where nobody has said otherwise: code of the channel → hours."""
USUAL_SHIP_HOURS = 24
RISK_TOTAL = 10_000
"""An order of so much, in the shop's currency, is looked at before it leaves, where nobody has said otherwise."""
RISK_PIECES = 100
"""So many pieces of one line are."""


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


def goods_left(kind: str, state: str, *, booked: bool, sent: bool) -> bool:
    """Whether an order has taken goods from the shelf.

    `sent`: something says that the parcel left (a time, a waybill). A refunded order whose parcel left keeps its goods
    out: goods that come back are a fact of their own, which no refund proves.
    """
    if not booked or kind == OrderKind.ADJUSTMENT:
        return False
    return state in SHIPPED or (state == OrderState.REFUNDED and sent)


def line_move(kind: str, quantity: int, unit_price: int) -> tuple[int, MoveReason]:
    """What a line of goods moves on the shelf, signed, and why; quantity in any unit.

    Pieces below zero without a price on a sale are written off: the shop lost them, nobody sent them back.
    """
    if quantity < 0 and not unit_price and kind == OrderKind.SALE:
        return quantity, MoveReason.WRITE_OFF
    if (quantity < 0 and unit_price) or kind == OrderKind.RETURN:
        return -quantity, MoveReason.RETURN
    return -quantity, MoveReason.SALE


def portions(pieces: int, parcels: Sequence[tuple[int, int]], gone_at: int | None) -> list[tuple[int, int]]:
    """When and how many pieces of a line of goods moved, signed as `pieces`, which is what all of it moves.

    `parcels`: when and how many left, oldest first. `gone_at`: when the order left, None while it has not: then only
    what is in parcels has. Never more than the line has.
    """
    made, left = list[tuple[int, int]](), pieces
    for at, some in parcels if pieces < 0 else ():
        taken = max(-some, left)
        if taken:
            made.append((at, taken))
        left -= taken
    if gone_at is not None and left:
        made.append((gone_at, left))
    return made
