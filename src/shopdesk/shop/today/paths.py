"""What customers buy next: from the products of their first purchase to those of the one after it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.store.tables import OrderLine, Product, SalesOrder, Sku
from shopdesk.store.tx import Tx

MOST: Final = 50
"""So many paths are told, those that most customers went."""
_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c


@dataclass(frozen=True, slots=True)
class Path:
    """Customers who bought a product first and another (or the same) at their next purchase."""

    first: str
    then: str
    customers: int
    of: int
    """Customers whose first purchase had the product, whether they came again or not."""
    days: int
    """The median between both purchases."""

    @property
    def share(self) -> float:
        """How many of those who began with it went this way."""
        return self.customers / self.of


def fetch_paths(tx: Tx, most: int = MOST) -> list[Path]:
    """The paths of all customers, the most trodden first; orders of one day are one purchase."""
    begun, gone = Counter[int](), Counter[tuple[int, int]]()
    gaps = defaultdict[tuple[int, int], list[int]](list)
    for days in _customers(tx):
        (first_on, first), *later = days
        begun.update(first)
        if later:
            then_on, then = later[0]
            for pair in ((one, other) for one in first for other in then):
                gone[pair] += 1
                gaps[pair].append((then_on - first_on).days)
    ranked = sorted(gone.items(), key=lambda item: (-item[1], item[0]))[:most]
    titles = {row.product_id: row.title for row in tx.rows(select(Product.product_id, Product.title))}
    return [
        Path(titles[one], titles[other], count, begun[one], round(median(gaps[one, other])))
        for (one, other), count in ranked
    ]


def _customers(tx: Tx) -> Iterator[list[tuple[date, set[int]]]]:
    """Of each customer the first two days with a sale, and the products bought then."""
    rows: Any = tx.execute(
        select(_O.customer_id, _O.sold_on, Sku.product_id)
        .join(OrderLine, _L.order_id == _O.order_id)
        .join(Sku, Sku.sku_id == _L.sku_id)
        .where(
            _O.kind == OrderKind.SALE.value, _O.sold_on.is_not(None), _O.customer_id.is_not(None),
            _L.kind == LineKind.PRODUCT.value,
        )
        .order_by(_O.customer_id, _O.sold_on)
    )  # fmt: skip
    for _customer, bought in groupby(rows, key=lambda row: row[0]):
        days = [(on, {row[2] for row in some}) for on, some in groupby(bought, key=lambda row: row[1])]
        yield days[:2]
