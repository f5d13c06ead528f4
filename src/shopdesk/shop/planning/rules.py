"""When to buy and how much, with every figure that leads there, so that a proposal can say why (rules.md, Stock)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Final

SPIKE: Final = 5
"""An order counts for no more than so many times what an order of the SKU usually has."""
ORDERS_TO_JUDGE: Final = 5
"""With fewer orders nobody can say what is usual."""
MONTHS_TO_JUDGE: Final = 12
A_SHARE: Final = 0.80
B_SHARE: Final = 0.95
YEAR: Final = 365


class Why(StrEnum):
    """Why a proposal is what it is."""

    ENOUGH = "enough"
    BELOW_POINT = "below_point"
    NO_DEMAND = "no_demand"
    PAUSED = "paused"
    UNTRACKED = "untracked"
    """Nobody ever said what came in: what is on hand means nothing."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a proposal is figured from: pieces, pieces a day, days, money."""

    demand: float | None
    """Pieces a day while in stock; None: it never was in stock, or nothing was sold."""
    sigma: float
    """Standard deviation of a day's demand."""
    lead_days: float
    lead_sigma: float
    on_hand: float
    reserved: float = 0
    on_order: float = 0
    service_level: float = 0.95
    lift: float = 1
    unit_cost: float | None = None
    order_cost: float = 0
    """What one order costs to place, whatever its size."""
    holding_rate: float = 0
    """What a year on the shelf costs, as a share of the unit cost."""
    pack: float | None = None
    minimum: float | None = None
    cover_days: float = 30
    """What to buy for where EOQ cannot be said."""
    is_paused: bool = False
    is_tracked: bool = True
    """Whether anything ever said what lies on the shelf: a receipt, opening stock, a count."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to buy, and the way there; None is "cannot be said"."""

    quantity: float
    why: Why
    demand: float | None
    """With the lift."""
    sigma_over_lead: float | None
    safety_stock: float | None
    reorder_point: float | None
    eoq: float | None
    projected: float
    """On hand, less reserved, plus on order."""
    wanted: float
    """Before packs and the least order."""


def propose(needs: Needs) -> Proposal:
    """Buy when what is there and on order falls to the reorder point: up to it, and one economic quantity more."""
    projected = needs.on_hand - needs.reserved + needs.on_order
    if not needs.demand:
        short = max(-projected, 0.0)
        quantity, why = _ordered(needs, short, Why.NO_DEMAND)
        return Proposal(quantity, why, None, None, None, None, None, projected, short)
    demand = needs.demand * needs.lift
    spread = sigma_over_lead(demand, needs.sigma * needs.lift, needs.lead_days, needs.lead_sigma)
    safety = NormalDist().inv_cdf(needs.service_level) * spread
    point = demand * needs.lead_days + safety
    holding = (needs.unit_cost or 0) * needs.holding_rate
    eoq = economic_quantity(demand * YEAR, needs.order_cost, holding)
    wanted = 0.0
    if projected <= point:
        wanted = point + (demand * needs.cover_days if eoq is None else eoq) - projected
    quantity, why = _ordered(needs, wanted, Why.ENOUGH)
    return Proposal(quantity, why, demand, spread, safety, point, eoq, projected, wanted)


def _ordered(needs: Needs, wanted: float, otherwise: Why) -> tuple[float, Why]:
    if needs.is_paused or not needs.is_tracked:
        return 0.0, Why.PAUSED if needs.is_paused else Why.UNTRACKED
    return whole_packs(wanted, needs.pack, needs.minimum), Why.BELOW_POINT if wanted > 0 else otherwise


def sigma_over_lead(demand: float, sigma: float, lead_days: float, lead_sigma: float) -> float:
    """Standard deviation of demand over the lead time: √(LT·σd² + d²·σLT²)."""
    return math.sqrt(lead_days * sigma**2 + demand**2 * lead_sigma**2)


def economic_quantity(yearly: float, order_cost: float, holding: float) -> float | None:
    """EOQ: √(2·D·S / H), H the cost of holding a piece for a year; None where a cost is not known."""
    return math.sqrt(2 * yearly * order_cost / holding) if order_cost > 0 and holding > 0 else None


def whole_packs(wanted: float, pack: float | None, minimum: float | None) -> float:
    """Pieces to order for those wanted: whole ones, at least `minimum`, in full packs; nothing where none are."""
    if wanted <= 0:
        return 0.0
    size = pack or 1.0
    # A thousandth of a pack is what rounding leaves, not a pack more.
    return math.ceil(round(max(wanted, minimum or 0.0) / size, 3)) * size


def classes_by_value(values: Mapping[int, int]) -> dict[int, str]:
    """ABC: A are the first ones that make 80 % of the value together, B those until 95 %, C the rest.

    The one that crosses a border belongs to the class before it; what brought nothing is C.
    """
    total = sum(value for value in values.values() if value > 0)
    classes, before = {}, 0
    for key in sorted(values, key=lambda key: (-values[key], key)):
        share = before / total if total else 1.0
        worth = max(values[key], 0)
        classes[key] = "C" if not worth else "A" if share < A_SHARE else "B" if share < B_SHARE else "C"
        before += worth
    return classes


def variability(units_by_month: Sequence[int]) -> tuple[float | None, str]:
    """Coefficient of variation (σ / mean over months) and its class: X below 0.5, Y below 1.0, else Z.

    (None, "") with fewer than 12 months, or where nothing was sold.
    """
    mean = sum(units_by_month) / len(units_by_month) if units_by_month else 0
    if len(units_by_month) < MONTHS_TO_JUDGE or mean <= 0:
        return None, ""
    spread = math.sqrt(sum((units - mean) ** 2 for units in units_by_month) / len(units_by_month))
    cv = spread / mean
    return cv, "X" if cv < 0.5 else "Y" if cv < 1.0 else "Z"


AGES: Final = (30, 90, 180, 365)
"""Borders of age in days."""


def ages(on_hand: int, came: Sequence[tuple[int, int]]) -> tuple[list[int], int | None]:
    """How old what is on hand is, if the oldest left first: pieces by `AGES` (and older), and the age of the oldest.

    `came`: (age in days, pieces) of what came in, the newest first. Pieces that nothing explains are the oldest.
    """
    buckets = [0] * (len(AGES) + 1)
    left, oldest = on_hand, None
    for age, pieces in came:
        if left <= 0:
            break
        taken = min(left, pieces)
        buckets[sum(age > border for border in AGES)] += taken
        left, oldest = left - taken, age
    buckets[-1] += max(left, 0)
    return buckets, oldest


def ratio(above: float | None, below: float | None) -> float | None:
    """`above` by `below`; None where either is not known or there is nothing to divide by."""
    return above / below if above is not None and below else None
