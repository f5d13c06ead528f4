"""Receiving, adjusting and counting: what is added, what is set, and what is refused in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from tests.exchange.conftest import NOW, opened
from tests.exchange.counter import D, assert_sound, balances, sku, stock
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.opening import change_facts
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.levels import on_hand
from shopdesk.shop.stock.reports import MOVE_ROWS, fetch_stock, find_sku_detail
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import GoodsReceipt, StockCountLine
from shopdesk.text import UserError

MORNING = datetime(2026, 3, 1, 1, tzinfo=UTC)


def open_up(store: Store) -> None:
    """An open shop with tea and a cup, nothing of them on the shelf."""
    opened(store)
    store.do(add_product, "TEA-1", "Tea")
    store.do(add_product, "CUP-1", "Cup")


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def receive(shop: Store, code: str, pieces: int, cost: str | None, number: str = "", hour: int = 0) -> int:
    line = ReceiptLine(sku(shop, code), D(pieces), None if cost is None else D(cost))
    return shop.do(receive_goods, number, [line], received_at=MORNING + timedelta(hours=hour)).value


def count(shop: Store, pieces: int, hour: int, code: str = "TEA-1") -> int:
    counted = [(sku(shop, code), D(pieces), None)]
    return shop.do(count_stock, counted, counted_at=MORNING + timedelta(hours=hour)).value


def level(shop: Store, code: str = "TEA-1", hour: int | None = None) -> D:
    at = None if hour is None else MORNING + timedelta(hours=hour)
    with shop.read() as tx:
        return on_hand(tx, sku(shop, code), at=at)


def test_a_receipt_adds_and_numbers_itself(shop: Store) -> None:
    receive(shop, "TEA-1", 10, "5.00")
    receive(shop, "TEA-1", 5, None, hour=1)
    assert stock(shop) == {"CUP-1": D(0), "TEA-1": D(15)}
    with shop.read() as tx:
        assert tx.scalars(select(GoodsReceipt.document_no)) == ["GR-00001", "GR-00002"]
        shown = [values for _id, values in fetch_first(tx, MOVE_ROWS, Query(today=date(2026, 3, 20)))]
    # What comes in without a cost costs what lies there.
    assert [(row[4], row[5], row[6], row[8]) for row in shown] == [
        (D(5), None, D(25), "GR-00002"), (D(10), D(5), D(50), "GR-00001")
    ]  # fmt: skip
    assert_sound(shop)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "A receipt needs at least one line."),
        ([ReceiptLine(1, D(0))], "A received quantity must be more than zero."),
        ([ReceiptLine(1, D(-1))], "A received quantity must be more than zero."),
        ([ReceiptLine(1, D(1), D(-1))], "A cost cannot be below zero."),
    ],
)
def test_a_receipt_that_cannot_be(shop: Store, lines: list[ReceiptLine], sentence: str) -> None:
    before = dump(shop)
    with pytest.raises(UserError) as refused:
        shop.do(receive_goods, "GR-1", lines)
    assert (str(refused.value), dump(shop)) == (sentence, before)


def test_a_number_is_used_once(shop: Store) -> None:
    receive(shop, "TEA-1", 10, "5.00", "GR-7")
    with pytest.raises(UserError, match="Receipt GR-7 exists already"):
        receive(shop, "TEA-1", 10, "5.00", "GR-7")
    assert stock(shop)["TEA-1"] == D(10)


def test_an_adjustment_says_why(shop: Store) -> None:
    receive(shop, "TEA-1", 10, "5.00")
    tea = sku(shop, "TEA-1")
    shop.do(adjust_stock, tea, D(-2), MoveReason.WRITE_OFF, " Broken ")
    shop.do(adjust_stock, tea, D("0.5"), MoveReason.ADJUST, "Found")
    assert stock(shop)["TEA-1"] == D("8.5")
    assert balances(shop) == {"1405": D("42.5"), "2203": -D(50), "6701": D("7.5")}
    for quantity, reason, note, sentence in (
        (D(0), MoveReason.ADJUST, "x", "The quantity must not be zero."),
        (D(1), MoveReason.ADJUST, " ", "Say why the stock changes."),
        (D(1), MoveReason.SALE, "x", "Choose a reason for the adjustment."),
    ):
        with pytest.raises(UserError) as refused:
            shop.do(adjust_stock, tea, quantity, reason, note)
        assert str(refused.value) == sentence
    assert_sound(shop)


def test_a_count_sets_what_is_on_hand_at_its_minute(shop: Store) -> None:
    receive(shop, "TEA-1", 10, "5.00")
    receive(shop, "TEA-1", 4, "5.00", hour=4)
    count(shop, 8, hour=2)
    assert (level(shop, hour=1), level(shop, hour=2), level(shop)) == (D(10), D(8), D(12))
    with shop.read() as tx:
        found = tx.rows(select(StockCountLine.expected, StockCountLine.counted))[0]
    assert tuple(found) == (D(10), D(8))
    assert balances(shop)["6701"] == D(10)
    assert_sound(shop)


def test_a_count_holds_against_what_is_told_late(shop: Store) -> None:
    receive(shop, "TEA-1", 10, "5.00")
    count(shop, 8, hour=4)
    receive(shop, "TEA-1", 100, "5.00", hour=2)  # it was on the shelf when that was counted
    assert level(shop) == D(8)
    receive(shop, "TEA-1", 3, "5.00", hour=5)
    assert level(shop) == D(11)
    count(shop, 9, hour=3)  # an earlier count, told later
    assert (level(shop, hour=3), level(shop, hour=4), level(shop)) == (D(9), D(8), D(11))
    assert_sound(shop)


def test_of_two_counts_the_later_one_stands(shop: Store) -> None:
    count(shop, 5, hour=1)
    count(shop, 7, hour=1)
    assert level(shop) == D(7)
    count(shop, 6, hour=0)
    assert (level(shop, hour=0), level(shop)) == (D(6), D(7))
    assert_sound(shop)


def test_what_happens_in_the_second_of_a_count_comes_after_it(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    shop.do(count_stock, [(tea, D(5), None)])
    shop.do(receive_goods, "GR-1", [ReceiptLine(tea, D(2))])
    shop.do(adjust_stock, tea, D(-1), MoveReason.ADJUST, "Tasted")
    assert level(shop) == D(6)
    shop.do(count_stock, [(tea, D(4), None)], counted_at=NOW + timedelta(seconds=5))
    assert level(shop) == D(4)


@pytest.mark.parametrize(
    ("counted", "sentence"),
    [([], "Nothing was counted."), ([(1, D(-1), None)], "A counted quantity cannot be below zero.")],
)
def test_a_count_that_cannot_be(shop: Store, counted: list[tuple[int, D, int | None]], sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(count_stock, counted)
    assert str(refused.value) == sentence


def test_a_closed_period_takes_no_move_and_no_count(shop: Store) -> None:
    receive(shop, "TEA-1", 10, "5.00")
    shop.do(close_period, date(2026, 3, 10))
    before = dump(shop)
    refused = r"The books are closed through 2026-03-10\. Choose a later date"
    with pytest.raises(UserError, match=refused):
        receive(shop, "TEA-1", 1, "5.00", "GR-9")
    for pieces in (9, 10):  # a count that finds what is expected is a count of that day all the same
        with pytest.raises(UserError, match=refused):
            count(shop, pieces, hour=2)
    assert dump(shop) == before


# ---------------------------------------------------------------------------------------------------------- costs


def test_ten_at_five_ten_at_ten_and_twelve_sold(shop: Store) -> None:
    """The golden numbers of the design, by both methods, and back again."""
    receive(shop, "TEA-1", 10, "5.00")
    receive(shop, "TEA-1", 10, "10.00", hour=1)
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-12), MoveReason.WRITE_OFF, "Given away")
    wanted = {"moving_average": (D(90), D(60)), "fifo": (D(70), D(80))}
    for method in ("fifo", "moving_average"):
        shop.do(change_facts, {"costing": method})
        gone, left = wanted[method]
        assert (balances(shop)["6701"], balances(shop)["1405"]) == (gone, left)
        with shop.read() as tx:
            assert {row.sku: row.value for row in fetch_stock(tx)} == {"TEA-1": left, "CUP-1": None}
    assert_sound(shop)


def test_a_stated_cost_values_what_no_receipt_does(shop: Store) -> None:
    cup = sku(shop, "CUP-1")
    shop.do(adjust_stock, cup, D(4), MoveReason.OPENING, "Opening")
    assert balances(shop) == {}  # unknown, never zero
    shop.do(edit_sku, cup, cost=D(3))
    assert balances(shop) == {"1405": D(12), "4001": -D(12)}
    shop.do(edit_sku, cup, cost=D("2.5"))
    assert balances(shop) == {"1405": D(10), "4001": -D(10)}
    shop.undo()
    shop.undo()
    assert balances(shop) == {}
    with shop.read() as tx:
        detail = find_sku_detail(tx, cup)
    assert detail is not None
    assert (detail.cost, detail.on_hand) == (None, D(4))
    shop.redo()
    assert balances(shop) == {"1405": D(12), "4001": -D(12)}
    assert_sound(shop)


def test_a_page_that_names_a_sku_that_is_gone_is_told(shop: Store) -> None:
    """A form stays open while an undo takes the product away."""
    gone = shop.do(add_product, "POT-1", "Pot").value
    shop.undo()
    before = dump(shop)
    with pytest.raises(UserError, match="no longer exists"):
        shop.do(receive_goods, "GR-1", [ReceiptLine(gone, D(1))])
    with pytest.raises(UserError, match="no longer exists"):
        shop.do(adjust_stock, gone, D(1), MoveReason.ADJUST, "found behind the shelf")
    with pytest.raises(UserError, match="no longer exists"):
        shop.do(count_stock, [(gone, D(1), None)])
    assert dump(shop) == before
