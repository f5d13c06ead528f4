"""Where a purchase order stands, and how the cost of a delivery's way is shared: plain values in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.shop.money import allocate


class PurchaseState(StrEnum):
    """What a person decided of a purchase order; how much of it has come is read from the receipts."""

    DRAFT = "draft"
    ORDERED = "ordered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Came(StrEnum):
    """How much of what was ordered has come."""

    NONE = "none"
    PART = "part"
    ALL = "all"
    OVER = "over"


def came_of(ordered: int, received: int) -> Came:
    """Where a line stands; pieces in any one unit."""
    if received <= 0:
        return Came.NONE
    if received < ordered:
        return Came.PART
    return Came.ALL if received == ordered else Came.OVER


def came_of_all(lines: Sequence[tuple[int, int]]) -> Came:
    """Where an order stands by its lines, as (ordered, received); a line that is short outweighs one that is over."""
    states = {came_of(ordered, received) for ordered, received in lines}
    if not states or states == {Came.NONE}:
        return Came.NONE
    if states & {Came.NONE, Came.PART}:
        return Came.PART
    return Came.OVER if Came.OVER in states else Came.ALL


class Basis(StrEnum):
    """By what a cost is shared among the lines of a delivery."""

    VALUE = "value"
    QUANTITY = "quantity"
    WEIGHT = "weight"
    EQUAL = "equal"


class LandedKind(StrEnum):
    """What a cost on the way was for."""

    FREIGHT = "freight"
    DUTY = "duty"
    INSURANCE = "insurance"
    HANDLING = "handling"
    PRICE = "price"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A line of a delivery that may bear a cost: pieces in 1/1,000, value in 1/10,000, weight of a piece in 1/1,000 g.

    None is not known.
    """

    quantity: int
    value: int | None = None
    weight: int | None = None


def weights_of(basis: Basis, bearers: Sequence[Bearer]) -> list[int] | None:
    """What each line counts under a basis; None where a line's value or weight is not known, or all are nothing."""
    if basis is Basis.EQUAL:
        return [1] * len(bearers) or None
    if basis is Basis.QUANTITY:
        found: list[int | None] = [one.quantity for one in bearers]
    elif basis is Basis.VALUE:
        found = [one.value for one in bearers]
    else:
        found = [None if one.weight is None else one.weight * one.quantity for one in bearers]
    known = [weight for weight in found if weight is not None]
    return known if len(known) == len(found) and sum(known) > 0 else None


def spread(amount: int, basis: Basis, bearers: Sequence[Bearer]) -> list[int]:
    """Shares of an amount in 1/10,000, in the order of the lines; their sum is exact (largest remainder).

    ValueError where the basis is not known of every line.
    """
    weights = weights_of(basis, bearers)
    if weights is None:
        raise ValueError(f"nothing to share by {basis}")
    return allocate(amount, weights)
