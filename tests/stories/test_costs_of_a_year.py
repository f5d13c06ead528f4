"""A real shop's year with costs drawn by lot, valued once more by another road: areas under a curve, and a pool."""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import accumulate, groupby
from pathlib import Path

from sqlalchemy import select, true, type_coerce
from tests.stories.retail import ACCEPTED, SMALL, write

from shopdesk.exchange.imports import prepare, run_import
from shopdesk.shop.opening import change_facts
from shopdesk.shop.profit.reports import fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.stock.valuation import revalue
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import MoveValue, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE

BEFORE, MIDDLE = datetime(2010, 11, 1, tzinfo=UTC), datetime(2010, 12, 4, tzinfo=UTC)
_FINE = 10**12
"""Parts of 1/10,000 in which costs are reckoned here."""
Lot = tuple[int, datetime, int, int]
"""SKU, when it came, pieces, what one cost in 1/10,000."""
Moved = tuple[int, int | None, int | None, str]
"""Pieces, what one cost in 1/10,000 where it was told, what the store says that all are worth, and why they moved."""


def test_a_page_costs_the_same_by_another_road(gifts: Store, tmp_path: Path) -> None:
    run_import(gifts, prepare(gifts, write(tmp_path / "Online Retail.xlsx", SMALL), ACCEPTED))
    assert_costs(gifts)


def test_the_whole_year_costs_the_same_by_another_road(gifts_of_the_year: Store) -> None:
    assert_costs(gifts_of_the_year, one_of=25)


def assert_costs(store: Store, one_of: int = 1) -> None:
    """Two deliveries of SKUs at drawn costs, the first so large that nothing is ever sold that is not there.

    One of so many SKUs gets them, beginning with the one that moved most.
    """
    dice = random.Random(20101201)
    lots: list[Lot] = []
    lows = deepest(store)
    for sku_id, lowest in lows[::one_of]:
        lots.append((sku_id, BEFORE, lowest + dice.randint(1, 30), dice.randint(100, 2_000_000)))
        lots.append((sku_id, MIDDLE, dice.randint(1, 400), dice.randint(100, 2_000_000)))
    store.do(deliver, lots)
    for method in (Costing.MOVING_AVERAGE, Costing.FIFO):
        if method is Costing.FIFO:
            store.do(change_facts, {"costing": method.value})
        told = by_sku(store, [sku_id for sku_id, _lowest in lows[::one_of]])
        cogs = 0
        for sku_id, moves in told.items():
            wanted = list(pooled(moves) if method is Costing.MOVING_AVERAGE else under_the_curve(moves))
            for (pieces, _cost, value, reason), exact in zip(moves, wanted, strict=True):
                assert value is not None
                assert abs(value * _FINE - exact) <= len(moves) * _FINE, (sku_id, pieces, value, exact / _FINE)
                cogs -= exact if reason in ("sale", "return") else 0
        with store.read() as tx:
            books = fetch_total(tx, Scope(size=None)).cogs
        slack = sum(len(moves) for moves in told.values())
        assert abs(int(books * MONEY_SCALE) * _FINE - cogs) <= slack * _FINE, method


@action("test.deliver", "Deliver")
def deliver(tx: Tx, lots: Sequence[Lot]) -> None:
    """Every delivery at once, as an import would bring them."""
    place = tx.scalar(select(StockMove.warehouse_id).limit(1))
    columns = (
        "sku_id", "warehouse_id", "quantity", "reason", "moved_at", "booked_on", "unit_cost", "document_kind",
        "document_id", "change_id",
    )  # fmt: skip
    rows = [
        (sku_id, place, pieces * 1_000, "receipt", int(at.timestamp()), f"{at:%Y-%m-%d}", cost, "receipt", number, 1)
        for number, (sku_id, at, pieces, cost) in enumerate(lots, 1)
    ]
    tx.insert_many(StockMove, columns, rows)
    revalue(tx, {lot[0] for lot in lots})


def deepest(store: Store) -> list[tuple[int, int]]:
    """SKUs and how far below nothing their sales go where nothing comes in; those that moved most first."""
    moved = sorted(by_sku(store).items(), key=lambda item: -len(item[1]))
    sums = ((sku_id, accumulate(pieces for pieces, *_rest in moves)) for sku_id, moves in moved)
    return [(sku_id, max(0, -min(some))) for sku_id, some in sums]


def by_sku(store: Store, sku_ids: Sequence[int] | None = None) -> dict[int, list[Moved]]:
    """The moves of these SKUs, or of each, oldest first."""
    with store.read() as tx:
        found = tx.rows(
            select(
                StockMove.sku_id,
                type_coerce(StockMove.quantity, WHOLE),
                type_coerce(StockMove.unit_cost, WHOLE),
                type_coerce(MoveValue.value, WHOLE),
                StockMove.reason,
            )
            .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
            .where(true() if sku_ids is None else StockMove.sku_id.in_(sku_ids))
            .order_by(StockMove.sku_id, StockMove.moved_at, StockMove.move_id)
        )
    return {
        sku_id: [(row[1] // 1_000, row[2], row[3], row[4]) for row in rows]
        for sku_id, rows in groupby(found, key=lambda row: row[0])
    }


def under_the_curve(moves: list[Moved]) -> Iterator[int]:
    """First in, first out: the n-th piece that leaves is the n-th that came.

    So what leaves is worth the cost curve between its first and its last piece; what comes back costs what came last.
    """
    came, worth, costs = [0], [0], list[int]()
    left = 0
    for pieces, told, _value, _reason in moves:
        if pieces >= 0:
            costs.append(told if told is not None else costs[-1])
            came.append(came[-1] + pieces)
            worth.append(worth[-1] + pieces * costs[-1])
            yield pieces * costs[-1] * _FINE
        else:
            upto = left - pieces
            yield (_area(left, came, worth, costs) - _area(upto, came, worth, costs)) * _FINE
            left = upto


def _area(upto: int, came: list[int], worth: list[int], costs: list[int]) -> int:
    """What the first `upto` pieces that came had cost."""
    layer = min(bisect_right(came, upto) - 1, len(costs) - 1)
    return worth[layer] + (upto - came[layer]) * costs[layer]


def pooled(moves: list[Moved]) -> Iterator[int]:
    """Moving average: all that is there costs the same; what comes back does too.

    Exact fractions would have denominators of thousands of digits by the end of the year.
    """
    there, worth, last = 0, 0, 0
    for pieces, told, _value, _reason in moves:
        mean = worth // there if there else last
        cost = told * _FINE if told is not None else mean
        last = cost if pieces >= 0 else last
        change = pieces * (cost if pieces >= 0 else mean)
        there, worth = there + pieces, worth + change
        yield change
