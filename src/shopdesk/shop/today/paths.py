"""What customers buy next: from the products of their first purchase to those of the one after it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby, product
from operator import itemgetter
from statistics import median
from typing import Any, Final

from sqlalchemy import Subquery, and_, exists, func, select

from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.store.tables import OrderLine, Product, SalesOrder, Sku
from shopdesk.store.tx import Tx

MOST: Final = 50
"""So many paths are told, those that most customers went."""
_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c
_IS_GOODS: Final = and_(_L.kind == LineKind.PRODUCT.value, _L.sku_id.is_not(None))


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
    went = list(_came_again(tx))
    gone = Counter[tuple[int, int]]()
    for _days, first, then in went:
        gone.update(product(first, then))
    ranked = nsmallest(most, gone.items(), key=lambda item: (-item[1], item[0]))
    gaps = dict[tuple[int, int], list[int]]((pair, []) for pair, _count in ranked)
    for days, first, then in went:
        for one, other in gaps:
            if one in first and other in then:
                gaps[one, other].append(days)
    titles = {row.product_id: row.title for row in tx.rows(select(Product.product_id, Product.title))}
    begun = _begun(tx)
    return [
        Path(titles[one], titles[other], count, begun[one], round(median(gaps[one, other])))
        for (one, other), count in ranked
    ]


def _purchases() -> Subquery:
    """Every order that is somebody's first or second day with goods: rank 1 or 2."""
    has_goods = exists().where(_L.order_id == _O.order_id, _IS_GOODS)
    rank = func.dense_rank().over(partition_by=_O.customer_id, order_by=_O.sold_on).label("rank")
    ranked = select(_O.order_id, _O.customer_id, _O.sold_on, rank).where(
        _O.kind == OrderKind.SALE.value, _O.sold_on.is_not(None), _O.customer_id.is_not(None), has_goods
    )
    return ranked.subquery()


def _begun(tx: Tx) -> dict[int, int]:
    """Product → customers whose first purchase had it."""
    day = _purchases().c
    wanted = select(Sku.product_id, func.count(day.customer_id.distinct())).where(day.rank == 1, _IS_GOODS)
    return dict(map(tuple, tx.rows(_with_goods(wanted, day).group_by(Sku.product_id))))


def _came_again(tx: Tx) -> Iterator[tuple[int, set[int], set[int]]]:
    """Of each customer who came twice the days between both purchases, and the products of each."""
    day, later = _purchases().c, _purchases().c
    again = select(later.customer_id).where(later.rank == 2)
    wanted = select(day.customer_id, day.sold_on, Sku.product_id).distinct()
    wanted = wanted.where(day.rank <= 2, day.customer_id.in_(again), _IS_GOODS)
    rows: Any = tx.execute(_with_goods(wanted, day).order_by(day.customer_id, day.sold_on))
    for _customer, bought in groupby(rows, key=itemgetter(0)):
        (sooner, first), (late, then) = (
            (on, {row[2] for row in some}) for on, some in groupby(bought, key=itemgetter(1))
        )
        yield (late - sooner).days, first, then


def _with_goods(wanted: Any, day: Any) -> Any:
    return wanted.join(OrderLine, _L.order_id == day.order_id).join(Sku, Sku.sku_id == _L.sku_id)
