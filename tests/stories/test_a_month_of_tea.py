"""A month of a small tea shop, from the first delivery to the profit, with figures that can be added up by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shopdesk.exchange.demo.tables import TEMPLATE, Memory
from shopdesk.exchange.imports import Choices, plan_file, read_as, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.shop.stock.actions import ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.check import check_store
from shopdesk.store.store import Store


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 2, tzinfo=UTC)


def row(number: str, day: int, pieces: int, price: str, *, shipping: str = "0", refund: str = "") -> tuple[str, ...]:
    """A completed order of one line, as our template has it."""
    moment = f"2026-03-{day:02} 10:00:00"
    moments, goods = (moment, moment, moment, moment), ("TEA", "Longjing", str(pieces), price)
    return (number, "completed", *moments, *goods, "0", shipping, refund, "", "", "", "", "")


def bring_in(store: Store, name: str, *rows: tuple[str, ...]) -> int:
    """Import rows through the front door; returns the import."""
    table = Memory(name, TEMPLATE, rows)
    return run_import(store, read_as(store, table, plan_file(store, table, Choices(channel="taobao"))))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_shop(str(tmp_path / "tea.shopdesk"), name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    yield made
    made.close()


def test_a_month_from_delivery_to_profit(store: Store) -> None:
    tea = store.do(add_product, "TEA", "Longjing", price=Decimal(50)).value
    store.do(receive_goods, "GR-1", [ReceiptLine(tea, Decimal(10), Decimal(5))], received_at=at(1))
    store.do(receive_goods, "GR-2", [ReceiptLine(tea, Decimal(10), Decimal(10))], received_at=at(2))
    # Twelve are sold at 50 with 8 of shipping; one order of two gives 20 back.
    bring_in(store, "march.csv", row("A1", 5, 10, "50", shipping="8"), row("A2", 6, 2, "50", refund="20"))
    # Of the 8 that should be there, 7 are.
    store.do(count_stock, [(tea, Decimal(7), None)], counted_at=at(20))
    store.do(book_expense, date(2026, 3, 31), Role.ADVERTISING, Decimal(30), "Ads")

    with store.read() as tx:
        [sales] = fetch_sales(tx, By.MONTH)
        figures = fetch_profit(tx, By.MONTH)["2026-03"]
        [shelf] = fetch_stock(tx)
        assert check_store(tx) == []
    # 12 × 50 = 600; 600 − 20 + 8 = 588.
    assert (sales.gross_sales, sales.refunds, sales.charges, sales.net_sales) == (600, 20, 8, 588)
    # Moving average (10×5 + 10×10) / 20 = 7.50: 12 sold cost 90, one lost costs 7.50, 7 left are worth 52.50.
    assert figures.cogs == 90
    assert (shelf.on_hand, shelf.value) == (7, Decimal("52.5"))
    # 588 − 90 − 30 (ads) − 7.50 (lost) = 460.50.
    assert figures.profit == Decimal("460.5")


def test_the_same_file_and_the_way_back(store: Store) -> None:
    tea = store.do(add_product, "TEA", "Longjing", price=Decimal(50)).value
    store.do(receive_goods, "GR-1", [ReceiptLine(tea, Decimal(10), Decimal(5))], received_at=at(1))
    with store.read() as tx:
        before = fetch_stock(tx), fetch_sales(tx), fetch_profit(tx)
    number = bring_in(store, "march.csv", row("A1", 5, 3, "50"), row("A2", 6, 2, "50", refund="20"))
    with store.read() as tx:
        during = fetch_stock(tx)
        assert during[0].on_hand == 5
    assert not bring_in(store, "copy.csv", row("A1", 5, 3, "50"), row("A2", 6, 2, "50", refund="20"))
    store.do(take_back, number)
    with store.read() as tx:
        assert (fetch_stock(tx), fetch_sales(tx)) == before[:2]
        assert {bucket: figures.profit for bucket, figures in fetch_profit(tx).items() if figures.profit} == {}
        assert check_store(tx) == []
