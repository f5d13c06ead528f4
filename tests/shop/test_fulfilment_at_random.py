"""Hundreds of random steps of a warehouse: whatever is done, undone and taken back, pieces are where the moves say."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.exchange.counter import D, assert_sound, order, sku
from tests.shop.way import GOODS, bring, kept, levels, oid, shelve, sold, state, stocked, way

from shopdesk.shop.fulfilment.allocation import allocate_orders, release_pieces
from shopdesk.shop.fulfilment.care import cancel_order, hold_orders, release_orders, reopen_order
from shopdesk.shop.fulfilment.come_back import can_come_back
from shopdesk.shop.fulfilment.picking import pick_all
from shopdesk.shop.fulfilment.reports import find_return
from shopdesk.shop.fulfilment.returns import Judged, expect_return, inspect_return, take_back_inspection
from shopdesk.shop.fulfilment.rules import CAME_BACK, Verdict
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment, unsent
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.store import Store
from shopdesk.store.tables import ReturnLine, ShipmentLine, StockMove
from shopdesk.text import UserError

NUMBERS = tuple(f"A-{number}" for number in range(1, 9))
STEPS = 120


class Warehouse:
    """Eight orders, three goods, and a person who does anything."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.dice = stocked(store), random.Random(seed)
        shelve(store, "TEA-1", "A-01")
        wanted = [
            sold(number, *((code, self.dice.randint(1, 3)) for code in self.dice.sample([g[0] for g in GOODS], 2)))
            for number in NUMBERS
        ]
        bring(store, *wanted)
        self.ids = {number: oid(store, number) for number in NUMBERS}
        self.steps: list[Callable[[], object]] = [
            self.allocate, self.allocate, self.release, self.ship, self.ship, self.ship_a_part, self.take_back,
            self.cancel, self.reopen, self.hold, self.go_on, self.pick, self.come_back, self.look_again, self.receive,
            self.lose, store.undo, store.redo,
        ]  # fmt: skip

    def any(self) -> int:
        return self.dice.choice(list(self.ids.values()))

    def step(self) -> None:
        """One deed; a refusal is an answer as good as any, and changes nothing."""
        deed = self.dice.choice(self.steps)
        before = levels(self.store), kept(self.store)
        try:
            deed()
        except UserError:
            assert (levels(self.store), kept(self.store)) == before, deed

    def allocate(self) -> None:
        self.store.do(allocate_orders, None, partly=self.dice.random() < 0.3)
        there = levels(self.store)
        held: dict[tuple[str, str], Decimal] = {}
        for (_number, code, place), pieces in kept(self.store).items():
            held[code, place] = held.get((code, place), D(0)) + pieces
        assert all(pieces <= there.get(key, D(0)) for key, pieces in held.items())
        assert {state(self.store, number) for number, _code, _place in kept(self.store)} <= {"paid"}

    def release(self) -> None:
        self.store.do(release_pieces, [self.any()])

    def pick(self) -> None:
        self.store.do(pick_all, [self.any()])

    def ship(self) -> None:
        self.store.do(ship_orders, [Parcel(self.any(), "SF", f"SF{self.dice.random()}")])

    def ship_a_part(self) -> None:
        order_id = self.any()
        with self.store.read() as tx:
            left = unsent(tx, [order_id]).get(order_id, {})
        lines = {line: D(self.dice.randint(0, int(pieces))) for line, pieces in left.items()}
        self.store.do(ship_orders, [Parcel(order_id, "SF", "PART", lines=lines)])

    def take_back(self) -> None:
        parcels = way(self.store, self.dice.choice(NUMBERS)).parcels
        if parcels:
            self.store.do(take_back_shipment, self.dice.choice(parcels).shipment_id)

    def cancel(self) -> None:
        self.store.do(cancel_order, self.any(), "at random")

    def reopen(self) -> None:
        self.store.do(reopen_order, self.any())

    def hold(self) -> None:
        self.store.do(hold_orders, [self.any()], "at random")

    def go_on(self) -> None:
        self.store.do(release_orders, [self.any()])

    def come_back(self) -> None:
        order_id = self.any()
        return_id = self.store.do(expect_return, order_id).value
        with self.store.read() as tx:
            found = find_return(tx, return_id)
        assert found is not None
        verdicts = [Judged(one.return_line_id, self.dice.choice(list(Verdict)), one.quantity) for one in found.lines]
        self.store.do(inspect_return, return_id, verdicts)
        with self.store.read() as tx:
            assert not any(can_come_back(tx, order_id).values())

    def look_again(self) -> None:
        returns = [one for number in NUMBERS for one in way(self.store, number).returns if one.state == "inspected"]
        if returns:
            self.store.do(take_back_inspection, self.dice.choice(returns).return_id)

    def receive(self) -> None:
        code = self.dice.choice(GOODS)[0]
        self.store.do(receive_goods, "", [ReceiptLine(sku(self.store, code), D(2), D(3))])

    def lose(self) -> None:
        self.store.do(adjust_stock, sku(self.store, self.dice.choice(GOODS)[0]), D(-1), MoveReason.WRITE_OFF, "lost")

    def moved(self) -> None:
        """Of every order so many pieces are out as its parcels say, less what its inspections brought in."""
        with self.store.read() as tx:
            for number, order_id in self.ids.items():
                parcels = tx.rows(
                    select(ShipmentLine.line_id, ShipmentLine.quantity).where(
                        ShipmentLine.line_id.in_([line.line_id for line in order(self.store, number).lines])
                    )
                )
                sent = sum((row.quantity for row in parcels), D(0))
                ids = [one.return_id for one in way(self.store, number).returns if one.state == "inspected"]
                back = tx.rows(
                    select(ReturnLine.quantity, ReturnLine.verdict).where(ReturnLine.return_id.in_(ids))
                )  # fmt: skip
                kept_again = [row.quantity for row in back if row.verdict in CAME_BACK and row.verdict != Verdict.SCRAP]
                out = tx.scalars(
                    select(StockMove.quantity).where(
                        StockMove.document_kind == "order", StockMove.document_id == order_id
                    )
                )
                assert -sum(out, D(0)) == sent - sum(kept_again, D(0)), number
                assert sum(kept_again, D(0)) <= sent, f"{number}: more came back than left"


@pytest.mark.parametrize("seed", range(2))
def test_pieces_are_where_the_moves_say(file_store: Store, seed: int) -> None:
    warehouse = Warehouse(file_store, seed)
    for number in range(STEPS):
        warehouse.step()
        if number % 10 == 9:
            warehouse.moved()
            levels(file_store)
    assert_sound(file_store)
