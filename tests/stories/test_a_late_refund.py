"""A return, a partial refund and a late cost, told after the books of their month were closed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.counter import orders, read, sku, take_in
from tests.stories.shop_invariants import assert_whole, closed_figures

from shopdesk.exchange.imports import run_import
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import book_expense, close_period, reopen_period
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.store import Store
from shopdesk.text import UserError

FEBRUARY = date(2026, 2, 28)
POT = {
    "order_no": "A1", "state": "completed", "placed_at": "2026-02-05 10:00", "paid_at": "2026-02-05 10:00",
    "shipped_at": "2026-02-06 10:00", "completed_at": "2026-02-10 10:00", "sku": "POT", "title": "Teapot",
    "quantity": 2, "unit_price": "90", "shipping": "10",
}  # fmt: skip
CUP = {**POT, "order_no": "A2", "sku": "CUP", "title": "Cup", "quantity": 5, "unit_price": "12", "shipping": ""}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """February: two teapots of known cost and five cups of unknown cost are sold, ads are paid, the books closed."""
    made = new_shop(str(tmp_path / "tea.shopdesk"), name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    made._clock = lambda: datetime(2026, 3, 20, 4, tzinfo=UTC)
    pot = made.do(add_product, "POT", "Teapot").value
    made.do(add_product, "CUP", "Cup")
    made.do(
        receive_goods, "GR-1", [ReceiptLine(pot, Decimal(4), Decimal(40))], received_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    take_in(made, orders(POT, CUP, name="february.csv"))
    made.do(book_expense, date(2026, 2, 20), Role.ADVERTISING, Decimal(15), "Ads")
    made.do(close_period, FEBRUARY)
    yield made
    assert_whole(made)
    made.close()


def profit(store: Store) -> dict[str, Figures]:
    with store.read() as tx:
        return fetch_profit(tx, By.MONTH)


def test_what_february_came_to(store: Store) -> None:
    february = profit(store)["2026-02"]
    # 2 × 90 + 10 of shipping + 5 × 12 = 250, of which 60 have no cost that anybody knows.
    assert (february.net_sales, february.unknown_sales, february.unknown_units) == (250, 60, 5)
    # 250 − 60 − 2 × 40 − 15 = 95.
    assert (february.cogs, february.advertising, february.profit) == (80, 15, 95)


def test_money_given_back_later_is_march(store: Store) -> None:
    before = profit(store)["2026-02"]
    # A refund of one order that the file tells in March counts to the first open day …
    staged = read(store, orders({**POT, "refund_amount": "30"}, name="march.csv"))
    assert [order.outcome for order in staged.orders] == [Outcome.CHANGED]
    run_import(store, staged)
    assert (profit(store)["2026-03"].refunds, profit(store)["2026-02"]) == (30, before)
    # … another price of it would be another February, and is held …
    dearer = read(store, orders({**POT, "unit_price": 95, "refund_amount": "30"}, name="dearer.csv"))
    assert [order.outcome for order in dearer.orders] == [Outcome.CONFLICT]
    assert dearer.problems[0].reason == "The books are closed through 2026-02-28; this order belongs before."
    assert run_import(store, dearer) == 0
    # … and the goods that came back are a return of their own, on their own day.
    back = {**POT, "order_no": "R1", "placed_at": "2026-03-03 10:00", "paid_at": "2026-03-03 10:00", "shipping": "",
            "shipped_at": "2026-03-03 10:00", "completed_at": "2026-03-03 10:00", "quantity": -1}  # fmt: skip
    take_in(store, orders(back, name="returns.csv"))
    march = profit(store)["2026-03"]
    # One pot back: 90 less in sales, 40 less in costs; and the 30.
    assert (march.net_sales, march.cogs, march.profit) == (-120, -40, -80)
    assert profit(store)["2026-02"] == before
    with store.read() as tx:
        shelf = {row.sku: (row.on_hand, row.value) for row in fetch_stock(tx)}
    # 4 came in, 2 went, 1 came back: 3 × 40.
    assert shelf["POT"] == (3, 120)


def test_a_partial_refund_goes_in_once_the_books_are_open_again(store: Store) -> None:
    store.do(reopen_period, date(2026, 1, 31), "a refund was forgotten")
    take_in(store, orders({**POT, "refund_amount": "30"}, name="march.csv"))
    february = profit(store)["2026-02"]
    # 250 − 30 = 220; 220 − 60 − 80 − 15 = 65. The pots stay sold: a refund proves no return.
    assert (february.refunds, february.net_sales, february.profit) == (30, 220, 65)
    # Of the 30 the pots bear 180 of 190 parts: 28.4211; shipping bears the rest, which is no SKU's.
    with store.read() as tx:
        by_sku = fetch_profit(tx, By.SKU)
    assert (by_sku["POT"].refunds, by_sku[""].refunds) == (Decimal("28.4211"), Decimal("1.5789"))
    store.do(close_period, FEBRUARY)


def test_a_cost_told_late_explains_february_in_march(store: Store) -> None:
    with store.read() as tx:
        before = closed_figures(tx, FEBRUARY)
    store.do(edit_sku, sku(store, "CUP"), cost=Decimal(7))
    march = profit(store)["2026-03"]
    # 60 of sales are explained, at 5 × 7 = 35: 25 more than the books thought.
    assert (march.net_sales, march.unknown_sales, march.cogs, march.profit) == (0, -60, 35, 25)
    with store.read() as tx:
        assert closed_figures(tx, FEBRUARY) == before
    # Nobody can unsay February, but the cost may be undone while its own month is open.
    store.undo()
    assert "2026-03" not in profit(store)
    with pytest.raises(UserError, match="closed"):
        store.do(book_expense, FEBRUARY, Role.RENT, Decimal(1), "late")
