"""What a count found is one difference, however often late deliveries and sales change it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import assert_sound, give_back, orders, stock, take_in, views
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.stock.actions import CountLine, ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import StockMove
from shopdesk.text import UserError

SOLD = {
    "order_no": "A-1", "state": "shipped", "placed_at": "2026-02-10 10:00", "paid_at": "2026-02-10 10:00",
    "shipped_at": "2026-02-10 12:00", "sku": "TEA", "title": "Tea", "quantity": 3, "unit_price": "20",
}  # fmt: skip


def count_up(store: Store, costing: Costing) -> None:
    """Two deliveries at 4 and at 3.33; of these 25 the count finds 7."""
    opened(store, costing)
    tea = store.do(add_product, "TEA", "Tea").value
    for day, pieces, cost in ((5, 20, "4"), (9, 5, "3.33")):
        line = ReceiptLine(tea, Decimal(pieces), Decimal(cost))
        store.do(receive_goods, "", [line], received_at=datetime(2026, 1, day, tzinfo=UTC))
    store.do(count_stock, [(tea, Decimal(7), None)], counted_at=datetime(2026, 3, 5, tzinfo=UTC))


@pytest.fixture(params=Costing)
def counted(new_store: Make, request: pytest.FixtureRequest) -> Store:
    return new_store(count_up, request.param)


def differences(store: Store) -> list[Decimal]:
    """What the count posted, in the order in which it was."""
    with store.read() as tx:
        return tx.scalars(
            select(StockMove.quantity).where(StockMove.document_kind == "count").order_by(StockMove.move_id)
        )


def test_a_late_sale_that_is_taken_back_leaves_no_trace_in_the_value(counted: Store) -> None:
    before = views(counted)
    import_id = take_in(counted, orders(SOLD))
    assert stock(counted) == {"TEA": 7}
    give_back(counted, import_id)
    assert views(counted) == before
    assert_sound(counted)


def test_the_difference_is_replaced_as_a_whole(counted: Store) -> None:
    take_in(counted, orders(SOLD))
    # Of the 18 that were missing, 3 had been sold.
    assert differences(counted) == [-18, 18, -15]


def test_told_late_or_in_time_it_comes_to_the_same(counted: Store, new_store: Make) -> None:
    with counted.read() as tx:
        method = Costing(tx.setting("costing", ""))
    take_in(counted, orders(SOLD))
    other = opened(new_store(), method)
    tea = other.do(add_product, "TEA", "Tea").value
    take_in(other, orders(SOLD))
    for day, pieces, cost in ((5, 20, "4"), (9, 5, "3.33")):
        line = ReceiptLine(tea, Decimal(pieces), Decimal(cost))
        other.do(receive_goods, "", [line], received_at=datetime(2026, 1, day, tzinfo=UTC))
    other.do(count_stock, [(tea, Decimal(7), None)], counted_at=datetime(2026, 3, 5, tzinfo=UTC))
    assert views(other) == views(counted)


def test_a_count_of_a_time_to_come_is_refused(counted: Store) -> None:
    with counted.read() as tx:
        tea, later = tx.scalar(select(StockMove.sku_id)), tx.now + timedelta(days=2)
    with pytest.raises(UserError, match="to come"):
        counted.do(count_stock, [CountLine(tea, Decimal(1), None, later)])
    assert differences(counted) == [-18]
