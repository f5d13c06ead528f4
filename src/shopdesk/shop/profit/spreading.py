"""Spreading costs that belong to nothing in particular, by the key that each account states."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shopdesk.shop.money import allocate
from shopdesk.shop.profit.definitions import INDIRECT
from shopdesk.shop.profit.figures import ZERO, Figures
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_


class SpreadBy(StrEnum):
    """What a cost is spread in proportion to."""

    SALES = "sales"
    UNITS = "units"
    ORDERS = "orders"
    EQUAL = "equal"


SPREAD_TITLES: Final = {
    SpreadBy.SALES: N_("By net sales"),
    SpreadBy.UNITS: N_("By units sold"),
    SpreadBy.ORDERS: N_("By orders"),
    SpreadBy.EQUAL: N_("The same for each"),
}
SPREAD_LINES: Final = frozenset(name for name, _role in INDIRECT) | {"packaging", "advertising"}
"""Lines of the statement whose accounts may have a key."""


def weight(figures: Figures, spread_by: SpreadBy) -> int:
    """What counts of a row by a key, never below zero; one that sold nothing bears nothing."""
    if not figures.orders and figures.units <= 0:
        return 0
    counted = {
        SpreadBy.SALES: figures.net_sales, SpreadBy.UNITS: figures.units, SpreadBy.ORDERS: Decimal(figures.orders),
        SpreadBy.EQUAL: Decimal(1),
    }[spread_by]  # fmt: skip
    return max(int(counted * MONEY_SCALE), 0)


def spread(amounts: Mapping[SpreadBy, Decimal], rows: Sequence[Figures]) -> list[Decimal]:
    """What each row bears of these amounts: exact to the smallest unit of the store.

    An amount of which no row can bear anything stays where it is.
    """
    borne = [0] * len(rows)
    for spread_by, amount in amounts.items():
        weights = [weight(figures, spread_by) for figures in rows]
        if any(weights):
            shares = allocate(int(amount * MONEY_SCALE), weights)
            borne = [have + share for have, share in zip(borne, shares, strict=True)]
    return [Decimal(share) / MONEY_SCALE if share else ZERO for share in borne]
