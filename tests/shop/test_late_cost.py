"""A cost that changes later: what it would touch is told first and is what it then touches, and no more is read."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from tests.shop.made_shop import FIRST, LIVED, lived
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.opening import open_shop
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.profit.reports import fetch_months
from shopdesk.shop.stock.late_cost import preview_costs
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import JournalEntry

MARCH = date(2026, 3, 31)


@pytest.mark.parametrize("method", list(Costing))
@pytest.mark.parametrize("sku", ["TEA-6", "TEA-7", "TEA-1"])
def test_the_preview_is_what_then_happens(new_store: Make, method: Costing, sku: str) -> None:
    """TEA-6 has a stated cost, TEA-7 none, of TEA-1 receipts tell it. January to March are closed."""
    store = new_store(lived, 6, method)
    made = LIVED[6, method]
    store.do(close_period, MARCH)
    with store.read() as tx:
        told = preview_costs(tx, {made.ids[sku]: Decimal("8.88")})
        before, worth = cogs(store), stock(store)
        closed = build_book(tx, f"{FIRST:%Y-%m}", "2026-03").months
        last = tx.scalar(select(JournalEntry.entry_id).order_by(JournalEntry.entry_id.desc()).limit(1))
    store.do(edit_sku, made.ids[sku], cost=Decimal("8.88"))
    after = cogs(store)
    entered: dict[str, Decimal] = {}
    for month in told.months:
        entered[month.entered] = entered.get(month.entered, Decimal(0)) + month.cogs
        assert month.is_closed == (month.month <= "2026-03")
        assert month.entered == max(month.month, "2026-04")
    moved = {month: after.get(month, 0) - before.get(month, 0) for month in {*before, *after, *entered}}
    assert {month: amount for month, amount in moved.items() if amount} == {m: a for m, a in entered.items() if a}
    if worth[sku] is not None or not told.moves:
        assert (stock(store)[sku] or 0) - (worth[sku] or 0) == told.stock
    with store.read() as tx:
        assert build_book(tx, f"{FIRST:%Y-%m}", "2026-03").months == closed
        orders = tx.scalars(
            select(JournalEntry.document_id)
            .distinct()
            .where(JournalEntry.entry_id > last, JournalEntry.document_kind == "order")
        )
    assert len(orders) <= told.orders
    assert bool(orders) == bool(told.orders)


def cogs(store: Store) -> dict[str, Decimal]:
    """Cost of goods by month."""
    made: dict[str, Decimal] = {}
    with store.read() as tx:
        for (month, _channel), figures in fetch_months(tx).items():
            made[month] = made.get(month, Decimal(0)) + figures.cogs
    return made


def stock(store: Store) -> dict[str, Decimal | None]:
    with store.read() as tx:
        return {row.sku: row.value for row in fetch_stock(tx)}


def test_a_cost_that_closed_books_hold_cannot_go(new_store: Make) -> None:
    store = shop_of(new_store(), 3)
    store.do(close_period, MARCH)
    with store.read() as tx:
        assert preview_costs(tx, {1: None}).is_refused
        assert not preview_costs(tx, {1: Decimal(5)}).is_refused
        assert preview_costs(tx, {1: Decimal(1)}).moves == 0, "it costs that already"


def shop_of(store: Store, skus: int) -> Store:
    """So many SKUs of known cost, each sold in ten orders of February."""
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for number in range(skus):
        store.do(add_product, f"S-{number}", "Tea", cost=Decimal(number + 1))
        tickets = [
            Ticket(f"{number}-{place}", date(2026, 2, 1 + place), [Item(f"S-{number}", 1, Decimal(30))])
            for place in range(10)
        ]
        store.do(ring_up, tickets)
    return store


def test_a_cost_reads_the_moves_of_its_own_sku_and_not_the_shop(tmp_path: Path) -> None:
    """Statements, and steps of the database, of one SKU among forty are nearly those of one among four."""
    few, many = (work_of(shop_of(Store.create(tmp_path / f"{skus}.shopdesk"), skus)) for skus in (4, 40))
    assert many[0] == few[0], "statements"
    assert many[1] < few[1] * 1.5, "steps"


def work_of(store: Store) -> tuple[int, int]:
    """Statements, and hundreds of steps, that changing one cost takes."""
    statements, steps = [0], [0]

    def step() -> int:
        steps[0] += 1
        return 0

    def note(connection: Any, *_told: object) -> None:
        statements[0] += 1
        connection.connection.driver_connection.set_progress_handler(step, 100)

    event.listen(store._writer, "before_cursor_execute", note)
    store.do(edit_sku, 1, cost=Decimal(9))
    event.remove(store._writer, "before_cursor_execute", note)
    store.close()
    return statements[0], steps[0]
