"""What a change of stated costs would touch, before it is posted: months, orders, cost of goods, worth of the stock."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shopdesk.shop.ledger.actions import closed_through, open_day
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.shop.stock.valuation import changed_values
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE


@dataclass(frozen=True, slots=True)
class CostChange:
    """By how much the goods of a month's moves would have cost more, and what is on the shelf be worth more.

    `entered`: the month whose books take it in: the first open one where its own are closed.
    """

    month: str
    entered: str
    cogs: Decimal
    stock: Decimal

    @property
    def is_closed(self) -> bool:
        """Whether the month itself is closed and stays as it is."""
        return self.entered != self.month


@dataclass(frozen=True, slots=True)
class CostPreview:
    """What would change; `is_refused`: closed books hold a cost that would become unknown."""

    months: tuple[CostChange, ...]
    orders: int
    moves: int
    is_refused: bool

    @property
    def cogs(self) -> Decimal:
        """By how much goods would have cost more in all."""
        return sum((month.cogs for month in self.months), Decimal(0))

    @property
    def stock(self) -> Decimal:
        """By how much the stock would be worth more in all."""
        return sum((month.stock for month in self.months), Decimal(0))


def preview_costs(tx: Tx, costs: Mapping[int, Decimal | None]) -> CostPreview:
    """What stating these costs (by SKU; None: unknown) would change; only the moves of these SKUs are read."""
    stated = {sku_id: None if cost is None else int(cost * MONEY_SCALE) for sku_id, cost in costs.items()}
    method = Costing(tx.setting("costing", Costing.MOVING_AVERAGE.value))
    closed, orders, moves, refused = closed_through(tx), set[int](), 0, False
    months: dict[tuple[str, str], list[int]] = {}
    for row, new in changed_values(tx, sorted(stated), method, stated):
        day, moves = row.late_on or row.booked_on, moves + 1
        entered = open_day(tx, day) if day <= closed else day
        refused = refused or (new is None and day <= closed)
        if row.document_kind == "order":
            orders.add(row.document_id)
        sums = months.setdefault((f"{day:%Y-%m}", f"{entered:%Y-%m}"), [0, 0])
        more = (new or 0) - (row.value or 0)
        sums[0] -= more if _is_sold(row) else 0
        sums[1] += more
    told = (CostChange(*key, *(Decimal(one) / MONEY_SCALE for one in sums)) for key, sums in sorted(months.items()))
    return CostPreview(tuple(told), len(orders), moves, refused)


def _is_sold(row: Any) -> bool:
    return row.reason in (MoveReason.SALE, MoveReason.RETURN)
