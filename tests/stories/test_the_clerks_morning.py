"""The clerk's morning: a delivery, a count, a sale while counting, a breakage; edits undone across a lunch break."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.counter import orders, sku, stock, take_in, views
from tests.stories.shop_invariants import assert_whole

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.store import Store


class Morning:
    """A store and the clock on its wall."""

    def __init__(self, path: Path) -> None:
        self.where = str(path)
        self.hour = 9
        self.store = new_shop(self.where, name="Tea", currency="CNY", time_zone="UTC")
        self.wind()

    def wind(self) -> None:
        self.store._clock = self.now

    def now(self) -> datetime:
        return at(self.hour)

    def lunch(self) -> None:
        """The program is closed and opened again."""
        self.store.close()
        self.hour = 13
        self.store = Store.open(self.where)
        self.wind()

    def value(self) -> Decimal | None:
        with self.store.read() as tx:
            return fetch_stock(tx)[0].value


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


def sold(number: str, pieces: int, hour: int, minute: int = 0) -> dict[str, object]:
    moment = f"2026-03-02 {hour:02}:{minute:02}"
    return {
        "order_no": number, "state": "shipped", "placed_at": moment, "paid_at": moment, "shipped_at": moment,
        "sku": "CUP", "title": "Cup", "quantity": pieces, "unit_price": "20",
    }  # fmt: skip


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Morning]:
    """Ten cups came in at 6 each, at nine."""
    made = Morning(tmp_path / "tea.shopdesk")
    cup = made.store.do(add_product, "CUP", "Cup", price=Decimal(20)).value
    made.store.do(receive_goods, "GR-1", [ReceiptLine(cup, Decimal(10), Decimal(6))], received_at=at(9))
    yield made
    assert_whole(made.store)
    made.store.close()


def test_a_sale_while_counting_is_counted_once(morning: Morning) -> None:
    store, cup = morning.store, sku(morning.store, "CUP")
    # The shelf is counted at ten: nine cups. Two were sold at half past nine, and nobody had told the program yet;
    # three more leave at half past ten, before the clerk has typed the count in.
    take_in(store, orders(sold("A-2", 3, 10, 30), name="late morning.csv"))
    assert stock(store) == {"CUP": 7}
    morning.hour = 11
    store.do(count_stock, [(cup, Decimal(9), None)], counted_at=at(10))
    # 9 at ten, less the 3 that left after.
    assert stock(store) == {"CUP": 6}
    take_in(store, orders(sold("A-1", 2, 9, 30), name="early morning.csv"))
    # The two were gone already when the shelf was counted: what is there stays, only the reason changes.
    assert stock(store) == {"CUP": 6}
    with store.read() as tx:
        figures = fetch_profit(tx)["2026-03"]
    # 10 − 2 should have been there and 9 were: one cup more than the books, 6 gained; 5 sold cost 30.
    assert (figures.cogs, figures.stock_differences) == (30, -6)
    assert morning.value() == 36


def test_a_breakage_needs_its_reason(morning: Morning) -> None:
    store, cup = morning.store, sku(morning.store, "CUP")
    store.do(adjust_stock, cup, Decimal(-1), MoveReason.WRITE_OFF, "dropped")
    with store.read() as tx:
        figures = fetch_profit(tx)["2026-03"]
        assert figures.accounts == {Role.SHRINKAGE.value: Decimal(6)}
    assert (stock(store), morning.value()) == ({"CUP": 9}, 54)


def test_undo_and_redo_outlive_lunch(morning: Morning) -> None:
    cup = sku(morning.store, "CUP")
    take_in(morning.store, orders(sold("A-1", 2, 9, 30), name="morning.csv"))
    first = views(morning.store)
    morning.store.do(edit_sku, cup, price=Decimal(22))
    second = views(morning.store)
    morning.store.do(edit_order, 1, note="Gift wrap")
    third = views(morning.store)
    morning.lunch()
    assert morning.store.undo_title() == "Edit order A-1"
    for wanted in (second, first):
        morning.store.undo()
        assert views(morning.store) == wanted
    morning.lunch()
    assert morning.store.redo_title() == "Edit product CUP"
    for wanted in (second, third):
        morning.store.redo()
        assert views(morning.store) == wanted
    # Goods that moved are facts: they are answered, not undone.
    morning.store.do(adjust_stock, cup, Decimal(-1), MoveReason.WRITE_OFF, "dropped")
    assert morning.store.undo_title() == "Edit order A-1"
    morning.store.undo()
    assert stock(morning.store) == {"CUP": 7}
    with morning.store.read() as tx:
        assert list(channel_ids(tx)) == ["direct"]
