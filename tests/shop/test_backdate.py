"""What is told late is shown before it is posted, and posting it does what was shown."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, sku
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.backdate import Preview, Proposed, preview
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.places import add_shelf, move_pieces, set_home
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.store import Store
from shopdesk.store.tables import MoveValue, StockMove
from shopdesk.text import UserError


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 4, tzinfo=UTC)


def open_up(store: Store, costing: Costing) -> None:
    """Ten in January at 5.00, six gone on 10 February, two missing on 20 February, ten in March at 10.00."""
    opened(store, costing)
    store.do(add_product, "TEA-1", "Tea")
    receive(store, 10, "5", at(1, 5))
    adjust(store, -6, at(2, 10))
    store.do(count_stock, [(sku(store, "TEA-1"), D(2), None)], counted_at=at(2, 20))
    receive(store, 10, "10", at(3, 5))
    adjust(store, -1, at(3, 6))


@pytest.fixture(params=list(Costing))
def shop(new_store: Make, request: pytest.FixtureRequest) -> Store:
    return new_store(open_up, request.param)


def receive(shop: Store, pieces: int, cost: str, when: datetime) -> None:
    shop.do(receive_goods, "", [ReceiptLine(sku(shop, "TEA-1"), D(pieces), D(cost))], received_at=when)


def adjust(shop: Store, pieces: int, when: datetime) -> None:
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(pieces), MoveReason.ADJUST, "told", moved_at=when)


def seen(shop: Store, *moves: Proposed) -> Preview:
    before = dump(shop)
    with shop.read() as tx:
        found = preview(tx, moves)
    assert dump(shop) == before
    return found


def told(shop: Store, pieces: int, when: datetime, cost: str | None = None) -> Proposed:
    return Proposed(sku(shop, "TEA-1"), D(pieces), when, unit_cost=None if cost is None else D(cost))


def worth(shop: Store) -> tuple[dict[int, Decimal | None], dict[str, Decimal]]:
    """Move → its value; month → what its moves are worth."""
    with shop.read() as tx:
        rows = tx.rows(
            select(StockMove.move_id, StockMove.booked_on, MoveValue.value).outerjoin(
                MoveValue, MoveValue.move_id == StockMove.move_id
            )
        )
    months: dict[str, Decimal] = {}
    for row in rows:
        month = row.booked_on.isoformat()[:7]
        months[month] = months.get(month, Decimal(0)) + (row.value or 0)
    return {row.move_id: row.value for row in rows}, months


def differences(shop: Store) -> Decimal:
    with shop.read() as tx:
        return Decimal(tx.scalar(select(func.sum(StockMove.quantity)).where(StockMove.document_kind == "count")))


PROPOSED: Sequence[tuple[int, datetime, str | None]] = [
    (5, at(1, 6), "8"), (-3, at(1, 6), None), (4, at(2, 15), "1"), (-2, at(3, 1), None), (7, at(3, 7), "2"),
]  # fmt: skip


@pytest.mark.parametrize("case", PROPOSED)
def test_posting_does_what_was_shown(shop: Store, case: tuple[int, datetime, str | None]) -> None:
    pieces, when, cost = case
    found = seen(shop, told(shop, *case))
    counted, (values, months) = differences(shop), worth(shop)
    if cost is None:
        adjust(shop, pieces, when)
    else:
        receive(shop, pieces, cost, when)
    now, then = worth(shop)
    changed = {move_id: (values[move_id], now[move_id]) for move_id in values if values[move_id] != now[move_id]}
    assert {change.move_id: (change.before, change.after) for change in found.values} == changed
    assert {one.month: one.value for one in found.months if one.value} == {
        month: then[month] - months.get(month, Decimal(0)) for month in then if then[month] != months.get(month)
    }
    assert sum((one.after - one.before for one in found.counts), D(0)) == differences(shop) - counted
    assert [one for one in found.months if one.is_closed] == []
    assert_sound(shop)


def test_what_comes_last_touches_nothing(shop: Store) -> None:
    assert seen(shop, told(shop, 7, at(3, 7), "2")).touches_nothing
    assert not seen(shop, told(shop, 7, at(1, 7), "2")).touches_nothing


def test_a_late_loss_is_taken_off_what_the_count_missed(shop: Store) -> None:
    found = seen(shop, told(shop, -2, at(1, 6)))
    assert [(one.counted_at, one.before, one.after) for one in found.counts] == [(at(2, 20), D(-2), D(0))]
    assert found.below == []


def test_a_balance_that_would_fall_below_zero_is_named(shop: Store) -> None:
    found = seen(shop, told(shop, -5, at(1, 6)))
    # Of the five that would be left six go on 10 February; the count then finds more than that.
    assert [(one.since, one.lowest) for one in found.below] == [(at(2, 10), D(-1))]
    assert [(one.before, one.after) for one in found.counts] == [(D(-2), D(3))]
    assert seen(shop, told(shop, -4, at(1, 6))).below == []


def test_it_looks_at_the_place_where_the_pieces_go(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    with shop.read() as tx:
        main = main_warehouse(tx)
    shelf: int = shop.do(add_shelf, main, "A-01").value
    shop.do(set_home, tea, main, shelf)
    shop.do(move_pieces, tea, main, shelf, D(3))
    found = seen(shop, told(shop, -5, at(1, 6)))
    assert [(one.place_id, one.since) for one in found.below] == [(shelf, at(1, 6))]
    assert found.counts == [], "the count was of the warehouse itself"


def test_closed_books_are_said(shop: Store) -> None:
    shop.do(close_period, date(2026, 1, 31))
    found = seen(shop, told(shop, 5, at(1, 6), "8"))
    assert found.closed_through == date(2026, 1, 31)
    assert [(one.month, one.is_closed) for one in found.months][:1] == [("2026-01", True)]
    assert not found.touches_nothing
    with pytest.raises(UserError, match="closed through 2026-01-31"):
        receive(shop, 5, "8", at(1, 6))
    assert seen(shop, told(shop, 5, at(2, 1), "8")).closed_through is None
