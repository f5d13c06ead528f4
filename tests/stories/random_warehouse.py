"""The random shop with its warehouse: shelves, transfers, lots, bundles, and orders that leave in parcels."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import func, select, text
from tests.exchange.counter import D, sku
from tests.stories.random_shop import RandomShop, codes, pieces, places
from tests.stories.shop_model import BOX

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.lots import block_lot, unblock_lot
from shopdesk.shop.stock.places import add_shelf, add_warehouse, move_pieces, put_away, set_home
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.stock.trace import LOT_ROWS, RECALL_ROWS
from shopdesk.shop.stock.transfers import (
    missing_of,
    receive_transfer,
    send_back_transfer,
    send_transfer,
    write_off_transfer,
)
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tables import JournalEntry, Lot, MoveValue, OrderLine, SalesOrder, Sku, TransferLine

LOTS: Final = ("L-1", "L-2", "L-3")
EXPIRY: Final = {"L-1": date(2026, 4, 1), "L-2": date(2026, 3, 1), "L-3": None}
_AT_PLACES = """
    SELECT m.sku_id, m.warehouse_id FROM stock_move m LEFT JOIN stock_level l
        ON l.sku_id = m.sku_id AND l.warehouse_id = m.warehouse_id
    GROUP BY m.sku_id, m.warehouse_id, l.on_hand HAVING SUM(m.quantity) <> COALESCE(l.on_hand, 0)
"""
_LOTS = """
    SELECT m.move_id FROM stock_move m JOIN lot_move lm ON lm.move_id = m.move_id WHERE m.document_kind <> 'count'
    GROUP BY m.move_id, m.quantity HAVING SUM(lm.quantity) * SIGN(m.quantity) NOT BETWEEN 0 AND ABS(m.quantity)
"""
shelves = st.integers(0, 3)
"""Main warehouse, two shelves in it, another warehouse."""


class RandomWarehouse(RandomShop):
    """What happens between the shelves is worth nothing and changes no sum of a SKU."""

    @initialize(method=st.sampled_from(list(Costing)))
    def open_up(self, method: Costing) -> None:
        super().open_up(method)
        self.transfers: list[int] = []
        self.store.do(add_product, "BOX-1", "Box")
        parts = {sku(self.store, code): D(number) for code, number in BOX.items()}
        self.store.do(set_parts, sku(self.store, "BOX-1"), parts)
        with self.store.read() as tx:
            main = main_warehouse(tx)
        made = [self.store.do(add_shelf, main, title).value for title in ("A-01", "B-02")]
        self.spots = [main, *made, self.store.do(add_warehouse, "Hangzhou").value]

    def worthless(self, act: Callable[..., Any], *given: Any) -> Any:
        """A deed that changes nothing but where pieces lie, and what can be sold of them."""
        before = self.worth()
        done = self.attempt(act, *given)
        assert self.worth() == before
        return done

    def worth(self) -> Any:
        """Pieces of each SKU, what each is worth, what is reserved, and how long the books are."""
        with self.store.read() as tx:
            shelf = [(one.sku, one.on_hand, one.value, one.reserved) for one in fetch_stock(tx)]
            values = tx.rows(select(MoveValue.move_id, MoveValue.value).order_by(MoveValue.move_id))
            return shelf, list(map(tuple, values)), tx.scalar(select(func.max(JournalEntry.entry_id)))

    # ------------------------------------------------------------------------------------------------------- shelves

    @rule(code=codes, place=st.integers(0, 2))
    def give_a_home(self, code: str, place: int) -> None:
        if sku_id := self.sku(code):
            self.edit_and_back(set_home, sku_id, self.spots[0], self.spots[place] if place else None)

    @rule(code=codes)
    def put_it_away(self, code: str) -> None:
        if sku_id := self.sku(code):
            self.worthless(put_away, sku_id, self.spots[0])

    @rule(code=codes, n=pieces, here=shelves, there=shelves)
    def carry(self, code: str, n: int, here: int, there: int) -> None:
        if sku_id := self.sku(code):
            self.worthless(move_pieces, sku_id, self.spots[here], self.spots[there], D(n))

    # ----------------------------------------------------------------------------------------------------- transfers

    @rule(code=codes, n=pieces, here=shelves, there=shelves)
    def send(self, code: str, n: int, here: int, there: int) -> None:
        if sku_id := self.sku(code):
            done = self.worthless(send_transfer, self.spots[here], self.spots[there], [(sku_id, D(n))])
            if done:
                self.transfers.append(done.value)

    @precondition(lambda self: self.transfers)
    @rule(which=places, n=pieces)
    def receive_a_part(self, which: int, n: int) -> None:
        transfer = self.transfers[which % len(self.transfers)]
        with self.store.read() as tx:
            line = tx.scalar(select(TransferLine.transfer_line_id).where(TransferLine.transfer_id == transfer))
        self.worthless(receive_transfer, transfer, {line: D(n)})

    @precondition(lambda self: self.transfers)
    @rule(which=places)
    def send_back(self, which: int) -> None:
        self.worthless(send_back_transfer, self.transfers[which % len(self.transfers)])

    @precondition(lambda self: self.transfers)
    @rule(which=places)
    def lose_on_the_way(self, which: int) -> None:
        transfer = self.transfers[which % len(self.transfers)]
        with self.store.read() as tx:
            lost = sum(missing_of(tx, transfer).values())
            of_line = select(Sku.code).join(TransferLine, TransferLine.sku_id == Sku.sku_id)
            code = tx.scalar(of_line.where(TransferLine.transfer_id == transfer))
        self.note(self.attempt(write_off_transfer, transfer, "lost"), code, -int(lost))

    # ---------------------------------------------------------------------------------------------------------- lots

    @rule(code=codes, n=pieces, lot=st.sampled_from(LOTS), place=shelves)
    def receive_a_lot(self, code: str, n: int, lot: str, place: int) -> None:
        if sku_id := self.sku(code):
            line = ReceiptLine(sku_id, D(n), D(3), warehouse_id=self.spots[place], lot_no=lot, expires_on=EXPIRY[lot])
            self.note(self.attempt(receive_goods, "", [line]), code, n)

    @rule(which=places, act=st.sampled_from([block_lot, unblock_lot]))
    def block_or_release(self, which: int, act: Callable[..., Any]) -> None:
        with self.store.read() as tx:
            found = tx.scalars(select(Lot.lot_id).order_by(Lot.lot_id))
        if found:
            self.edit_and_back(act, found[which % len(found)])

    # ------------------------------------------------------------------------------------------------------- parcels

    @rule(which=places, of=places, n=pieces)
    def ship_a_part(self, which: int, of: int, n: int) -> None:
        """Pieces of one line of a paid order leave."""
        with self.store.read() as tx:
            paid = tx.rows(
                select(SalesOrder.order_id, SalesOrder.order_no, OrderLine.line_id, Sku.code)
                .join(OrderLine, OrderLine.order_id == SalesOrder.order_id)
                .join(Sku, Sku.sku_id == OrderLine.sku_id)
                .where(SalesOrder.state == "paid", OrderLine.kind == "product")
                .order_by(SalesOrder.order_no, OrderLine.line_id)
            )
        if paid:
            line = paid[(which + of) % len(paid)]
            if self.attempt(ship_orders, [Parcel(line.order_id, lines={line.line_id: D(n)})]):
                self.model.ship(line.order_no, line.code, n)

    # -------------------------------------------------------------------------------------------------------- always

    @invariant()
    def holds_in_the_warehouse(self) -> None:
        """By place and by lot, too, what is there is what moved; what is told of lots is what their moves say."""
        with self.store.read() as tx:
            assert list(tx.rows(text(_AT_PLACES))) == []
            assert list(tx.rows(text(_LOTS))) == []
            lots = [values for _id, values in fetch_first(tx, LOT_ROWS, Query(), 100)]
            recall = [values for _id, values in fetch_first(tx, RECALL_ROWS, Query(), 1000)]
        at = [column.key for column in LOT_ROWS.sheet.columns].index("on_hand")
        pieces_at = [column.key for column in RECALL_ROWS.sheet.columns].index("pieces")
        assert all(isinstance(row[at], Decimal) for row in lots)
        assert all(row[pieces_at] > 0 for row in recall)
