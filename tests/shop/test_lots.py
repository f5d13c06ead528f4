"""Lots: what comes in names its lot, what goes takes what expires first, and every reversal gives back what it took."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, give_back, orders, sku, table, take_in
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.fefo import Held, in_order, take
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.lots import add_lot, block_lot, edit_lot, held, unblock_lot
from shopdesk.shop.stock.places import add_shelf, add_warehouse, move_pieces, set_home
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.shop.stock.transfers import send_back_transfer, send_transfer
from shopdesk.store.store import Store
from shopdesk.store.tables import Lot, LotMove, StockMove
from shopdesk.text import UserError

SPRING, SUMMER = date(2026, 5, 1), date(2026, 8, 1)


def open_up(store: Store) -> None:
    """Three of the tea of no known lot, three of L-2 (summer), three of L-1 (spring), in this order of coming."""
    opened(store)
    for code in ("TEA-1", "CUP-1"):
        store.do(add_product, code, code)
    receive(store, "GR-1", ReceiptLine(sku(store, "TEA-1"), D(3), D(5)))
    receive(store, "GR-2", lot(store, "L-2", 3, SUMMER))
    receive(store, "GR-3", lot(store, "L-1", 3, SPRING))


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def lot(shop: Store, number: str, pieces: int, expires_on: date | None = None) -> ReceiptLine:
    return ReceiptLine(sku(shop, "TEA-1"), D(pieces), D(5), lot_no=number, expires_on=expires_on)


def receive(shop: Store, number: str, *lines: ReceiptLine) -> int:
    receipt_id: int = shop.do(receive_goods, number, lines).value
    return receipt_id


def there(shop: Store, place: int | None = None) -> dict[str, Decimal]:
    """Lot → pieces on hand."""
    with shop.read() as tx:
        numbers = {row.lot_id: row.lot_no for row in tx.rows(select(Lot.lot_id, Lot.lot_no))}
        return {numbers[lot_id]: pieces for lot_id, pieces in held(tx, sku(shop, "TEA-1"), place).items()}


def taken(shop: Store) -> list[tuple[str, Decimal, Decimal]]:
    """Of moves with a lot: reason, pieces, those of the lot, as they came."""
    with shop.read() as tx:
        rows = tx.rows(
            select(StockMove.reason, StockMove.quantity, LotMove.quantity.label("of_lot"))
            .join(LotMove, LotMove.move_id == StockMove.move_id)
            .where(StockMove.reason != "receipt")
            .order_by(LotMove.lot_move_id)
        )
    return [tuple(row) for row in rows]


def take_out(shop: Store, pieces: int) -> None:
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-pieces), MoveReason.WRITE_OFF, "broken")


def sale(quantity: int, state: str = "shipped", code: str = "TEA-1", **more: object) -> dict[str, Any]:
    told = {"order_no": "A-1", "state": state, "placed_at": "2026-03-01 10:00", "sku": code, "quantity": quantity}
    return {**told, "unit_price": "9.00", **more}


def test_what_expires_first_leaves_first(shop: Store) -> None:
    take_out(shop, 4)
    assert there(shop) == {"L-2": D(2)}
    assert taken(shop) == [("write_off", D(-4), D(-3)), ("write_off", D(-4), D(-1))]
    # Of pieces for which no lot is left nobody knows which they are.
    take_out(shop, 4)
    assert (there(shop), taken(shop)[2:]) == ({}, [("write_off", D(-4), D(-2))])
    assert_sound(shop)


def test_a_blocked_lot_stays_and_a_released_one_leaves(shop: Store) -> None:
    with shop.read() as tx:
        first = tx.scalar(select(Lot.lot_id).where(Lot.lot_no == "L-1"))
    shop.do(block_lot, first)
    with shop.read() as tx:
        tea = fetch_stock(tx)[1]
    assert (tea.sku, tea.on_hand, tea.available) == ("TEA-1", D(9), D(6)), "what is blocked cannot be sold"
    take_out(shop, 4)
    assert there(shop) == {"L-1": D(3)}
    assert not shop.do(block_lot, first).value
    shop.undo()
    take_out(shop, 1)
    assert there(shop) == {"L-1": D(2)}
    shop.do(block_lot, first)
    shop.do(unblock_lot, first)
    take_out(shop, 1)
    assert there(shop) == {"L-1": D(1)}
    assert_sound(shop)


def test_a_sale_that_changes_gives_back_what_it_took(shop: Store) -> None:
    import_id = take_in(shop, orders(sale(5), name="a.csv"))
    assert there(shop) == {"L-2": D(1)}
    later = take_in(shop, orders(sale(2), name="b.csv"))
    assert there(shop) == {"L-2": D(3), "L-1": D(1)}
    give_back(shop, later)
    assert there(shop) == {"L-2": D(1)}
    give_back(shop, import_id)
    assert there(shop) == {"L-2": D(3), "L-1": D(3)}
    assert_sound(shop)


def test_fresh_orders_take_lots_of_parts_from_the_shelf(shop: Store) -> None:
    tea, cup = sku(shop, "TEA-1"), sku(shop, "CUP-1")
    with shop.read() as tx:
        main = main_warehouse(tx)
    shelf: int = shop.do(add_shelf, main, "A-01").value
    shop.do(set_home, tea, main, shelf)
    shop.do(move_pieces, tea, main, shelf, D(2))  # two of L-1, which expires first
    receive(shop, "GR-4", lot(shop, "L-9", 2))
    shop.do(set_parts, cup, {tea: D(2)})
    take_in(shop, orders(sale(1, code="CUP-1"), sale(1, code="CUP-1", order_no="A-2")))
    # What lies on the shelf goes before what expires sooner elsewhere.
    assert (there(shop, shelf), there(shop, main)) == ({}, {"L-2": D(3), "L-1": D(1)})
    take_in(shop, orders(sale(1, order_no="A-3"), name="b.csv"))
    assert there(shop) == {"L-2": D(3)}
    assert_sound(shop)


def test_a_return_brings_back_the_lot_that_its_order_took(shop: Store) -> None:
    rows = [sale(3), sale(-2, option="back")]
    take_in(shop, orders(*rows))
    assert there(shop) == {"L-2": D(3), "L-1": D(2)}
    assert_sound(shop)


def test_a_count_takes_first_what_expires_first(shop: Store) -> None:
    shop.do(count_stock, [(sku(shop, "TEA-1"), D(7), None)])
    assert there(shop) == {"L-2": D(3), "L-1": D(1)}
    shop.do(count_stock, [(sku(shop, "TEA-1"), D(9), None)])
    assert there(shop) == {"L-2": D(3), "L-1": D(1)}, "what turns up is of no known lot"
    assert_sound(shop)


def test_a_receipt_of_a_lot_is_taken_back(shop: Store) -> None:
    header = "sku,quantity,unit_cost,received_at,document_no,lot_no,expires_on"
    what = table(header, "TEA-1,4,5.00,2026-03-02 09:00,GR-9,L-7,2026-09-30", "TEA-1,1,,2026-03-02 09:00,GR-9,,")
    import_id = take_in(shop, what)
    assert there(shop) == {"L-1": D(3), "L-2": D(3), "L-7": D(4)}
    give_back(shop, import_id)
    assert there(shop) == {"L-1": D(3), "L-2": D(3)}
    again = table(header, "TEA-1,2,5.00,2026-03-02 09:00,GR-9,L-7,2026-10-31")
    take_in(shop, again)
    with shop.read() as tx:
        assert tx.scalar(select(Lot.expires_on).where(Lot.lot_no == "L-7")) == date(2026, 10, 31)
    assert_sound(shop)


def test_a_lot_says_one_day(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    receive(shop, "GR-4", lot(shop, " L-1 ", 1), lot(shop, "L-1", 1, SPRING))
    first: int = shop.do(add_lot, tea, "L-5").value
    receive(shop, "GR-5", lot(shop, "L-5", 1, SUMMER))
    with shop.read() as tx:
        assert tx.scalar(select(Lot.expires_on).where(Lot.lot_id == first)) == SUMMER
    assert shop.do(edit_lot, first, expires_on=SPRING, note="said by the supplier").value
    before = dump(shop)
    with pytest.raises(UserError) as refused:
        receive(shop, "GR-6", lot(shop, "L-1", 1, SUMMER))
    assert str(refused.value) == "Lot L-1 of TEA-1 expires on 2026-05-01, not on 2026-08-01."
    refusals: Sequence[tuple[Any, tuple[Any, ...], str]] = (
        (add_lot, (tea, "L-1"), "TEA-1 has a lot L-1 already."),
        (add_lot, (tea, " "), "A lot needs a number."),
        (add_lot, (999, "L"), "This product no longer exists."),
        (block_lot, (999,), "This lot no longer exists."),
    )
    for act, given, sentence in refusals:
        with pytest.raises(UserError) as refused:
            shop.do(act, *given)
        assert str(refused.value) == sentence
    assert dump(shop) == before


def shelf(*lots: tuple[int, date | None, dict[int, int]], blocked: Sequence[int] = ()) -> list[Held]:
    return [Held(lot_id, expires_on, lot_id in blocked, dict(pieces)) for lot_id, expires_on, pieces in lots]


def test_the_order_in_which_lots_leave() -> None:
    lots = shelf((1, None, {7: 5}), (2, SUMMER, {7: 5}), (3, SPRING, {7: 5}), (4, SPRING, {7: 5}), blocked=[4])
    assert [one.lot_id for one in in_order(lots, date(2026, 4, 1))] == [3, 2, 1]
    assert [one.lot_id for one in in_order(lots, SPRING)] == [3, 2, 1], "it may leave on its last day"
    assert [one.lot_id for one in in_order(lots, date(2026, 6, 1))] == [2, 1, 3], "expired goods go last"


def test_a_lot_on_its_way_is_of_no_order(shop: Store) -> None:
    """What leaves a shelf cannot be of pieces that are in transit: a recall would name the wrong orders."""
    other = shop.do(add_warehouse, "Hangzhou").value
    with shop.read() as tx:
        main = main_warehouse(tx)
    sent = shop.do(send_transfer, main, other, [(sku(shop, "TEA-1"), D(6))]).value
    assert there(shop, main) == {}, "both lots left first"
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-2), MoveReason.WRITE_OFF, "broken")
    assert there(shop) == {"L-1": 3, "L-2": 3}, "of the three of no known lot two are gone"
    shop.do(send_back_transfer, sent)
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-2), MoveReason.WRITE_OFF, "broken")
    assert there(shop) == {"L-1": 1, "L-2": 3}
    assert_sound(shop)


def test_never_more_of_a_lot_than_there_is() -> None:
    lots = shelf((1, SPRING, {7: 2, 8: 3}), (2, SUMMER, {7: 1, 8: -1}), (3, None, {8: 4}))
    assert list(take(lots, 7, 2)) == [(1, 2)]
    assert list(take(lots, 7, 4)) == [(1, 4)], "the second lot has nothing left in all"
    assert list(take(lots, 8, 100)) == [(1, 5), (3, 4)]
