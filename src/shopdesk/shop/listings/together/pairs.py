"""Bought together: pairs of SKUs in the same basket, with support, confidence and lift, counted from the shop's orders.

A basket is a sale of at least two different SKUs; unpaid and cancelled orders are none. Of N baskets, n(A) with A and
n(AB) with both: support n(AB)/N, confidence n(AB)/n(A), lift n(AB)*N/(n(A)*n(B)) (Agrawal and others 1993; Brin and
others 1997). Above 1, they are bought together more often than chance has it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sqlalchemy import select, type_coerce

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.orders.rules import SOLD, LineKind, OrderKind
from shopdesk.shop.stock.available import AVAILABLE, BLOCKED, LEVEL, RESERVED
from shopdesk.store.tables import BundlePart, OrderLine, Product, SalesOrder, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

Whole = npt.NDArray[np.int64]
CELLS: Final = 8_000_000
"""Cells that are counted in at once: 64 MB, whatever the number of SKUs."""
WAITING: Final = 2_000_000
"""Pairs that are gathered before they are counted."""
FEWEST: Final = 3
"""So many baskets at least speak of a pair, where nobody says how many."""
SHARE: Final = 200
"""Or one in so many baskets, where that is more."""
STREAMED: Final = 50_000


class Partner(StrEnum):
    """Whether a SKU can be sold beside another."""

    READY = "ready"
    OUT = "out"
    """None of it can be sold now."""
    OFF = "off"
    """It is no longer sold."""


@dataclass(frozen=True, slots=True)
class Named:
    """A SKU as people know it, and whether it can be sold now."""

    sku_id: int
    code: str
    title: str
    partner: Partner
    price: Decimal | None
    available: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """Two SKUs and the baskets that had them; all counts are whole baskets."""

    one: int
    other: int
    both: int
    with_one: int
    with_other: int
    baskets: int

    @property
    def support(self) -> Decimal:
        """Share of the baskets that had both."""
        return Decimal(self.both) / self.baskets

    @property
    def confidence(self) -> Decimal:
        """Of the baskets with the first, how many had the second."""
        return Decimal(self.both) / self.with_one

    @property
    def back(self) -> Decimal:
        """Of the baskets with the second, how many had the first."""
        return Decimal(self.both) / self.with_other

    @property
    def lift(self) -> Decimal:
        """How many times more often than chance has it."""
        return Decimal(self.both * self.baskets) / (self.with_one * self.with_other)

    @property
    def lift_shown(self) -> Decimal:
        """The lift as people read it: two decimals."""
        return self.lift.quantize(Decimal("0.01"))

    def turned(self) -> "Pair":
        """The same pair, told from the other side."""
        return Pair(self.other, self.one, self.both, self.with_other, self.with_one, self.baskets)


@dataclass(frozen=True, slots=True)
class Together:
    """Every pair that enough baskets had, the most frequent first, and how many baskets there were."""

    baskets: int
    least: int
    pairs: list[Pair]


def fetch_pairs(tx: Tx, least: int | None = None, tick: Callable[[int], None] = lambda _done: None) -> Together:
    """Pairs that at least `least` baskets had; None: one in SHARE, FEWEST at least. `tick` may raise to stop."""
    orders, skus = _lines(tx)
    return count_pairs(orders, skus, least, tick)


def count_pairs(
    orders: Whole, skus: Whole, least: int | None = None, tick: Callable[[int], None] = lambda _done: None
) -> Together:
    """As `fetch_pairs`, of lines given by order and SKU."""
    orders, skus = _baskets(orders, skus)
    baskets = len(np.unique(orders))
    needed = max(FEWEST, -(-baskets // SHARE)) if least is None else max(1, least)
    known, places, counts = np.unique(skus, return_inverse=True, return_counts=True)
    # No pair is more frequent than its rarer half, so what is too rare by itself need not be looked at (Apriori).
    often = counts >= needed
    kept = often[places]
    orders, skus = orders[kept], (np.cumsum(often) - 1)[places[kept]]
    known, counts = known[often], counts[often]
    found = []
    for first, second, both in _pairs(orders, skus, len(known), needed, tick):
        told = (int(known[first]), int(known[second]), both, int(counts[first]), int(counts[second]), baskets)
        found.append(Pair(*told))
    return Together(baskets, needed, sorted(found, key=lambda pair: (-pair.both, -pair.lift, pair.one, pair.other)))


def _lines(tx: Tx) -> tuple[Whole, Whole]:
    """Order and SKU of every line of goods that was sold."""
    line, order = OrderLine.__table__.c, SalesOrder.__table__.c
    wanted = (
        select(line.order_id, line.sku_id)
        .join_from(OrderLine.__table__, SalesOrder.__table__, order.order_id == line.order_id)
        .where(
            line.sku_id.is_not(None),
            line.kind == LineKind.PRODUCT.value,
            type_coerce(line.quantity, WHOLE) > 0,
            order.kind == OrderKind.SALE.value,
            order.state.in_([state.value for state in SOLD]),
        )
    )
    parts: list[Whole] = [np.empty((0, 2), np.int64)]
    with tx.execute(wanted) as found:
        while part := found.cursor.fetchmany(STREAMED):
            parts.append(np.array(part, np.int64))
    whole = np.concatenate(parts)
    return whole[:, 0], whole[:, 1]


def _baskets(orders: Whole, skus: Whole) -> tuple[Whole, Whole]:
    """Each SKU of an order once, by order and SKU; orders of a single SKU are left out."""
    if not len(orders):
        return orders, skus
    width = int(skus.max()) + 1
    keys = np.unique(orders * width + skus)
    orders, skus = keys // width, keys % width
    _ids, places, sizes = np.unique(orders, return_inverse=True, return_counts=True)
    several = sizes[places] > 1
    return orders[several], skus[several]


def _pairs(orders: Whole, skus: Whole, size: int, least: int, tick: Callable[[int], None]) -> Any:
    """(first, second, baskets) of each pair, counted block by block of first SKUs, so that memory has a bound."""
    starts = np.flatnonzero(np.diff(orders, prepend=-1))
    lengths = np.diff(np.append(starts, len(orders)))
    ends = np.repeat(starts + lengths, lengths)
    rows = max(1, CELLS // max(1, size))
    for low in range(0, size, rows):
        tick(low)
        here = np.flatnonzero((skus >= low) & (skus < low + rows))
        counts = _block(skus, ends, here, low, size, min(rows, size - low))
        for place in np.flatnonzero(counts >= least):
            yield low + int(place) // size, int(place) % size, int(counts[place])


def _block(skus: Whole, ends: Whole, here: Whole, low: int, size: int, rows: int) -> Whole:
    """Baskets by (first - low) * size + second, for the first SKUs that stand at `here`."""
    counts = np.zeros(rows * size, np.int64)
    waiting: list[Whole] = []
    gathered, step = 0, 1
    here = here[here + step < ends[here]]
    while len(here):
        waiting.append((skus[here] - low) * size + skus[here + step])
        gathered += len(here)
        step += 1
        here = here[here + step < ends[here]]
        if gathered >= WAITING:
            counts += np.bincount(np.concatenate(waiting), minlength=rows * size)
            waiting, gathered = [], 0
    if waiting:
        counts += np.bincount(np.concatenate(waiting), minlength=rows * size)
    return counts


def fetch_names(tx: Tx) -> dict[int, Named]:
    """Every SKU, and whether it can be sold: where the shop keeps no stock at all, what is on sale can be.

    Of a bundle the parts lie on the shelf: as many can be sold as the scarcest of them allows.
    """
    wanted = (
        select(Sku.sku_id, Sku.code, Sku.option, Sku.state, Sku.price, Product.title, AVAILABLE.label("available"))
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(LEVEL, LEVEL.c.sku_id == Sku.sku_id)
        .outerjoin(BLOCKED, BLOCKED.c.sku_id == Sku.sku_id)
        .outerjoin(RESERVED, RESERVED.c.sku_id == Sku.sku_id)
    )
    rows = tx.rows(wanted)
    left = {row.sku_id: Decimal(row.available) for row in rows}
    keeps = any(pieces > 0 for pieces in left.values())
    of_bundle: dict[int, list[Decimal]] = defaultdict(list)
    for part in tx.rows(select(BundlePart.sku_id, BundlePart.part_id, BundlePart.quantity)):
        of_bundle[part.sku_id].append(left[part.part_id] // part.quantity)
    left |= {sku_id: min(bundles) for sku_id, bundles in of_bundle.items()}
    made = {}
    for row in rows:
        is_there = left[row.sku_id] > 0 or not keeps
        partner = Partner.READY if is_there else Partner.OUT
        if row.state != ProductState.ACTIVE.value:
            partner = Partner.OFF
        title = " ".join(part for part in (row.title, row.option) if part)
        made[row.sku_id] = Named(row.sku_id, row.code, title, partner, row.price, left[row.sku_id])
    return made
