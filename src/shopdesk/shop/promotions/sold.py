"""The shop's goods as promotions see them: what they are, cost and lie there for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.promotions.rules import PIECE, Line, Promotion
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.rules import cost_of_one
from shopdesk.store.tables import Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_S: Final = Sku.__table__.c


@dataclass(frozen=True, slots=True)
class Good:
    """A SKU now: money in 1/10,000, pieces in 1/1,000; None: nobody knows."""

    sku_id: int
    code: str
    product_id: int
    category: str | None
    price: int | None
    cost: int | None
    """What one is worth on the shelf, else what it is said to cost."""
    available: int

    def line(self, pieces: int, price: int) -> Line:
        """Pieces of it in a basket."""
        return Line(self.code, price, pieces, self.sku_id, self.product_id, self.category)


def covered_skus(one: Promotion, goods: Mapping[int, Good]) -> frozenset[int]:
    """Those of the goods that a promotion is for, by sku_id."""
    return frozenset(sku_id for sku_id, good in goods.items() if one.scope.covers(good.line(PIECE, 0)))


def fetch_goods(tx: Tx) -> dict[int, Good]:
    """Every SKU by id."""
    values = STOCK_ROWS.values
    whole = [
        type_coerce(values[name], WHOLE).label(name) for name in ("price", "cost", "value", "on_hand", "available")
    ]
    found = select(_S.sku_id, _S.code, _S.product_id, Product.__table__.c.category, *whole)
    made = {}
    for row in tx.rows(found.select_from(STOCK_ROWS.origin)):
        cost = cost_of_one(row.value, row.on_hand, row.cost)
        made[row.sku_id] = Good(
            row.sku_id, row.code, row.product_id, row.category, row.price, cost, int(row.available)
        )  # fmt: skip
    return made
