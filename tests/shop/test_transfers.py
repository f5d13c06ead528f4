"""Transfers: sent, in transit, received in parts; nothing is lost on the way, and nothing becomes worth less."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, balances, sku, stock
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.lots import held
from shopdesk.shop.stock.places import add_shelf, add_warehouse, move_pieces, set_home
from shopdesk.shop.stock.reports import fetch_stock, find_on_hand, find_places_of
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.shop.stock.transfers import (
    missing_of,
    receive_transfer,
    send_back_transfer,
    send_transfer,
    write_off_transfer,
)
from shopdesk.store.store import Store
from shopdesk.store.tables import MoveValue, StockMove, Transfer, TransferLine
from shopdesk.text import UserError


def open_up(store: Store, costing: Costing) -> None:
    """Tea at 5.00 and at 10.00, ten of each; Hangzhou is another warehouse."""
    opened(store, costing)
    store.do(add_product, "TEA-1", "Tea")
    store.do(add_product, "CUP-1", "Cup")
    for day, cost in ((1, D(5)), (2, D(10))):
        line = ReceiptLine(sku(store, "TEA-1"), D(10), cost)
        store.do(receive_goods, f"GR-{day}", [line], received_at=datetime(2026, 3, day, tzinfo=UTC))
    store.do(add_warehouse, "Hangzhou")


@pytest.fixture(params=list(Costing))
def shop(new_store: Make, request: pytest.FixtureRequest) -> Store:
    return new_store(open_up, request.param)


def main(shop: Store) -> int:
    with shop.read() as tx:
        return main_warehouse(tx)


def far(shop: Store) -> int:
    with shop.read() as tx:
        return find_on_hand(tx, sku(shop, "TEA-1"))[1].warehouse_id


def send(shop: Store, pieces: int) -> tuple[int, int]:
    """A transfer to Hangzhou, and its line."""
    transfer: int = shop.do(send_transfer, main(shop), far(shop), [(sku(shop, "TEA-1"), D(pieces))]).value
    with shop.read() as tx:
        return transfer, tx.scalar(select(TransferLine.transfer_line_id).where(TransferLine.transfer_id == transfer))


def lies(shop: Store) -> dict[str, Decimal]:
    with shop.read() as tx:
        return {place.title: place.on_hand for place in find_on_hand(tx, sku(shop, "TEA-1"))}


def worth(shop: Store) -> tuple[dict[int, Decimal], dict[str, Decimal]]:
    """What every move is worth, and what the books say."""
    with shop.read() as tx:
        values = {row.move_id: row.value for row in tx.rows(select(MoveValue.move_id, MoveValue.value))}
    return values, balances(shop)


def state(shop: Store) -> str:
    with shop.read() as tx:
        return str(tx.scalar(select(Transfer.state)))


def test_what_is_sent_is_in_transit_until_it_arrives_and_its_worth_stays(shop: Store) -> None:
    before = worth(shop)
    transfer, line = send(shop, 8)
    assert lies(shop) == {"Main warehouse": D(12), "Hangzhou": D(0), "Hangzhou, in transit": D(8)}
    assert not shop.do(receive_transfer, transfer, {line: D(5)}).value
    assert lies(shop) == {"Main warehouse": D(12), "Hangzhou": D(5), "Hangzhou, in transit": D(3)}
    with shop.read() as tx:
        assert [(one.on_hand, one.available) for one in fetch_stock(tx) if one.sku == "TEA-1"] == [(D(20), D(17))]
    with shop.read() as tx:
        assert missing_of(tx, transfer) == {line: D(3)}
    assert (state(shop), stock(shop)["TEA-1"]) == ("sent", D(20))
    assert shop.do(receive_transfer, transfer).value
    assert (lies(shop), state(shop)) == ({"Main warehouse": D(12), "Hangzhou": D(8)}, "received")
    assert worth(shop) == before
    assert_sound(shop)


def test_a_sale_between_costs_what_it_would_have_cost(shop: Store) -> None:
    """Golden: 12 sold of 10 @ 5 and 10 @ 10 cost 90 by moving average and 70 by FIFO, whatever was moved about."""
    transfer, _line = send(shop, 8)
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-12), MoveReason.WRITE_OFF, "sold by hand")
    shop.do(receive_transfer, transfer)
    with shop.read() as tx:
        cost = -tx.scalar(
            select(MoveValue.value)
            .join(StockMove, StockMove.move_id == MoveValue.move_id)
            .where(StockMove.quantity == -12)
        )
        assert cost == (D(90) if tx.setting("costing", "") == "moving_average" else D(70))
    assert_sound(shop)


def test_what_is_lost_is_written_off_with_a_reason(shop: Store) -> None:
    transfer, line = send(shop, 8)
    shop.do(receive_transfer, transfer, {line: D(5)})
    with pytest.raises(UserError, match="Say why the stock changes"):
        shop.do(write_off_transfer, transfer, " ")
    assert shop.do(write_off_transfer, transfer, "fell off the lorry").value
    assert (lies(shop), state(shop)) == ({"Main warehouse": D(12), "Hangzhou": D(5)}, "received")
    assert stock(shop)["TEA-1"] == D(17)
    cost = {Costing.MOVING_AVERAGE: D("22.5"), Costing.FIFO: D(15)}
    with shop.read() as tx:
        assert balances(shop)[Role.SHRINKAGE.value] == cost[Costing(tx.setting("costing", ""))]
    assert_sound(shop)


@pytest.mark.parametrize(("arrived", "ends"), [(0, "called_off"), (3, "received")])
def test_what_did_not_arrive_comes_back(shop: Store, arrived: int, ends: str) -> None:
    transfer, line = send(shop, 8)
    shop.do(receive_transfer, transfer, {line: D(arrived)})
    shop.do(send_back_transfer, transfer)
    assert (lies(shop), state(shop)) == ({"Main warehouse": D(20 - arrived), "Hangzhou": D(arrived)}, ends)
    for act in (receive_transfer, send_back_transfer):
        with pytest.raises(UserError, match="Nothing of transfer TR-00001 is on its way"):
            shop.do(act, transfer)
    assert_sound(shop)


def test_it_is_drawn_from_wherever_it_lies_and_put_where_it_belongs(shop: Store) -> None:
    tea, home = sku(shop, "TEA-1"), shop.do(add_shelf, main(shop), "A-01").value
    shop.do(set_home, tea, main(shop), home)
    shop.do(move_pieces, tea, main(shop), home, D(4))
    there = shop.do(add_shelf, far(shop), "Z-9").value
    shop.do(set_home, tea, far(shop), there)
    transfer, _line = send(shop, 6)
    shop.do(receive_transfer, transfer)
    with shop.read() as tx:
        found = {place.name: place.on_hand for place in find_places_of(tx, tea)}
    assert found == {"Main warehouse": D(14), "Main warehouse/A-01": D(0), "Hangzhou/Z-9": D(6)}
    assert_sound(shop)


def test_lots_travel_with_their_pieces(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    shop.do(
        receive_goods, "GR-3", [ReceiptLine(tea, D(3), D(5), lot_no="L1"), ReceiptLine(tea, D(3), D(5), lot_no="L2")]
    )
    transfer, line = send(shop, 8)
    shop.do(receive_transfer, transfer, {line: D(4)})
    with shop.read() as tx:
        way = find_on_hand(tx, tea)[-1].warehouse_id
        assert (held(tx, tea, main(shop)), held(tx, tea, far(shop))) == ({}, {1: D(3), 2: D(1)})
        assert held(tx, tea, way) == {2: D(2)}
    shop.do(send_back_transfer, transfer)
    with shop.read() as tx:
        assert held(tx, tea, main(shop)) == {2: D(2)}
        assert held(tx, tea) == {1: D(3), 2: D(3)}
    assert_sound(shop)


def test_what_cannot_be_sent_or_received(shop: Store) -> None:
    tea, here, there = sku(shop, "TEA-1"), main(shop), far(shop)
    transfer, line = send(shop, 8)
    with shop.read() as tx:
        way = find_on_hand(tx, tea)[-1].warehouse_id
    before = dump(shop)
    refused: dict[tuple[Any, ...], str] = {
        (send_transfer, here, here, ((tea, D(1)),)): "Choose two different places.",
        (send_transfer, here, way, ((tea, D(1)),)): "What is in transit is received or sent back with its transfer.",
        (send_transfer, here, there, ()): "A transfer needs at least one line.",
        (send_transfer, here, there, ((tea, D(0)),)): "The quantity must be more than zero.",
        (send_transfer, here, there, ((tea, D(13)),)): "There are 12 of TEA-1 in Main warehouse, not 13.",
        (send_transfer, here, there, ((tea, D(1)),), "", "TR-00001"): "Transfer TR-00001 exists already.",
        (receive_transfer, 99): "This transfer no longer exists.",
    }
    for (act, *given), sentence in refused.items():
        with pytest.raises(UserError) as met:
            shop.do(act, *given)
        assert (str(met.value), dump(shop)) == (sentence, before)
    with pytest.raises(UserError, match="There are 8 of TEA-1 in transit, not 9"):
        shop.do(receive_transfer, transfer, {line: D(9)})
    assert dump(shop) == before
