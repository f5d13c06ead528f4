"""Goods that come back: expected, arrived, inspected piece by piece. Money given back is a fact of its own.

Neither waits for the other and neither makes the other happen: a refund puts nothing on a shelf, and inspection pays
nobody. That the same pieces never come back twice, whoever says that they did, is what `come_back` counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.fulfilment.come_back import can_come_back, has_gone, parts_of
from shopdesk.shop.fulfilment.rules import CAME_BACK, ReturnState, Verdict
from shopdesk.shop.orders.answering import reverse_moves
from shopdesk.shop.orders.rules import OrderKind, RefundState
from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.lots import lots_of_moves
from shopdesk.shop.stock.moves import move_stock
from shopdesk.shop.stock.rules import MoveReason, WarehouseState
from shopdesk.store.action import action
from shopdesk.store.tables import (
    AfterSale,
    CustomerReturn,
    ReturnLine,
    SalesOrder,
    StockMove,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

RETURN: Final = "return"
"""`document_kind` of the moves of a return whose order nobody knows; those of an order are moves of the order."""
REPAIR: Final = "repair"
"""Kind of the place of pieces that are the shop's and cannot be sold as they are."""
REPAIR_PLACE: Final = N_("In repair")
_R = CustomerReturn.__table__.c


@dataclass(frozen=True, slots=True)
class Judged:
    """What inspection says of pieces of one line of a return."""

    return_line_id: int
    verdict: Verdict
    quantity: Decimal
    reason: str | None = None
    note: str | None = None


@action("order.return", N_("Expect a return"), undoable=True)
def expect_return(
    tx: Tx,
    order_id: int,
    lines: Mapping[int, Decimal] | None = None,
    *,
    reason: str | None = None,
    waybill: str | None = None,
    note: str | None = None,
    after_sale_id: int | None = None,
) -> int:
    """Goods of an order are to come back: line → pieces (None: all that can). Returns the return's id."""
    order = _sent_order(tx, order_id)
    can = can_come_back(tx, order_id)
    wanted = {line: pieces for line, pieces in (can if lines is None else lines).items() if pieces}
    if not wanted:
        raise UserError(N_("Nothing of order {number} can come back."), code="nothing", number=order.order_no)
    for line_id, pieces in wanted.items():
        if pieces < 0 or pieces > can.get(line_id, Decimal(0)):
            raise UserError(
                N_("More of order {number} would come back than left."), code="too_many", number=order.order_no
            )
    return_id = _open(
        tx, ReturnState.EXPECTED, order_id=order_id, after_sale_id=after_sale_id, waybill=waybill, note=note
    )
    for line_id, pieces in wanted.items():
        for sku_id, each in parts_of(tx, line_id).items():
            tx.insert(
                ReturnLine, return_id=return_id, line_id=line_id, sku_id=sku_id, quantity=pieces * each, reason=reason
            )
    tx.say(N_("Expect goods of order {number} back"), number=order.order_no)
    return return_id


@action("order.return", N_("Expect the returns of refunds"), undoable=True)
def expect_refunded(tx: Tx) -> list[int]:
    """A return for each refund with goods whose order left and of which nothing is expected yet; their ids.

    A refund that was withdrawn expects nothing. That goods are expected moves none: they have to arrive.
    """
    known = select(_R.after_sale_id).where(_R.after_sale_id.is_not(None))
    found = tx.rows(
        select(AfterSale.after_sale_id, AfterSale.reason, SalesOrder.order_id)
        .join(
            SalesOrder,
            (SalesOrder.channel_id == AfterSale.channel_id) & (SalesOrder.order_no == AfterSale.order_no),
        )
        .where(
            AfterSale.with_goods == True,  # noqa: E712
            AfterSale.state != RefundState.CLOSED.value, AfterSale.after_sale_id.not_in(known), has_gone(),
        )
        .order_by(AfterSale.after_sale_id)
    )  # fmt: skip
    made = [
        expect_return(tx, row.order_id, reason=row.reason, after_sale_id=row.after_sale_id)
        for row in found
        if any(can_come_back(tx, row.order_id).values())
    ]
    tx.say(N_("Expect the goods of {count} refunds back"), count=len(made))
    return made


@action("order.return", N_("A return arrived"), undoable=True)
def arrive(tx: Tx, return_id: int, waybill: str | None = None) -> None:
    """The parcel of a return is here; nothing is on a shelf before somebody has looked into it."""
    found = _standing(tx, return_id, ReturnState.EXPECTED)
    told = {"state": ReturnState.ARRIVED.value, "arrived_at": tx.now, "waybill": waybill or found.waybill}
    tx.update(CustomerReturn, return_id, **told)
    tx.say(N_("Return {number} arrived"), number=found.return_no)


@action("order.return", N_("An unknown parcel arrived"), undoable=True)
def arrive_unknown(tx: Tx, waybill: str, note: str | None = None) -> int:
    """A parcel came of which nobody knows whose it is; its goods are named at inspection. Returns the return's id."""
    return_id = _open(tx, ReturnState.ARRIVED, waybill=waybill, note=note)
    tx.update(CustomerReturn, return_id, arrived_at=tx.now)
    return return_id


@action("order.return", N_("Add goods to a return"), undoable=True)
def add_to_return(tx: Tx, return_id: int, sku_id: int, quantity: Decimal) -> int:
    """Goods that are in the parcel and that nobody expected; returns the line's id."""
    if quantity <= 0:
        raise UserError(N_("The quantity must be more than zero."), code="quantity")
    found = _standing(tx, return_id, ReturnState.EXPECTED, ReturnState.ARRIVED)
    tx.say(N_("Add goods to return {number}"), number=found.return_no)
    return tx.insert(ReturnLine, return_id=return_id, line_id=None, sku_id=sku_id, quantity=quantity)


@action("order.return", N_("Call a return off"), undoable=True)
def call_off_return(tx: Tx, return_id: int) -> None:
    """Nothing comes back after all."""
    found = _standing(tx, return_id, ReturnState.EXPECTED, ReturnState.ARRIVED)
    tx.update(CustomerReturn, return_id, state=ReturnState.CALLED_OFF.value)
    tx.say(N_("Call return {number} off"), number=found.return_no)


@action("order.return", N_("Inspect a return"))
def inspect_return(tx: Tx, return_id: int, judged: Sequence[Judged], warehouse_id: int | None = None) -> None:
    """Say of every piece what becomes of it, and move it: onto its shelf, to repair, or in and written off.

    Of what was lost or is something else nothing moves. No money goes back by it.
    """
    found = _standing(tx, return_id, ReturnState.EXPECTED, ReturnState.ARRIVED)
    lines = {row.return_line_id: row for row in tx.rows(_lines_of(return_id))}
    _refuse_other_pieces(lines, judged)
    _refuse_twice(tx, found, lines, judged)
    document = (RETURN, return_id) if found.order_id is None else ("order", int(found.order_id))
    touched = set[int]()
    for line_id, some in _by_line(judged).items():
        line = lines[line_id]
        for number, one in enumerate(some):
            told: dict[str, Any] = {"verdict": one.verdict.value, "note": one.note, "person": tx.person or None}
            told |= {"quantity": one.quantity, "reason": one.reason or line.reason}
            if number == 0:
                tx.update(ReturnLine, line_id, **told)
            else:
                tx.insert(ReturnLine, return_id=return_id, line_id=line.line_id, sku_id=line.sku_id, **told)
            if one.verdict in CAME_BACK:
                _bring_in(tx, line.sku_id, one, document, found.return_no, warehouse_id)
                touched.add(line.sku_id)
    arrived = found.arrived_at or tx.now
    tx.update(CustomerReturn, return_id, state=ReturnState.INSPECTED.value, arrived_at=arrived, inspected_at=tx.now)
    revalue(tx, touched)
    tx.say(N_("Inspect return {number}"), number=found.return_no)


def _bring_in(
    tx: Tx, sku_id: int, one: Judged, document: tuple[str, int], return_no: str, warehouse_id: int | None
) -> None:
    """The moves of pieces that are the shop's again; what is scrapped came in and is written off where it lies."""
    place = repair_place(tx) if one.verdict is Verdict.REPAIR else warehouse_id
    exact = one.verdict is Verdict.REPAIR
    came = move_stock(
        tx, sku_id, one.quantity, MoveReason.RETURN, document, warehouse_id=place, is_exact=exact, note=return_no
    )
    if one.verdict is Verdict.SCRAP:
        where = tx.scalar(select(StockMove.warehouse_id).where(StockMove.move_id == came))
        lots = {lot: -pieces for lot, pieces in lots_of_moves(tx, [came]).get(came, {}).items()}
        move_stock(
            tx, sku_id, -one.quantity, MoveReason.WRITE_OFF, document, warehouse_id=where, is_exact=True, lots=lots,
            note=return_no,
        )  # fmt: skip


@action("order.return", N_("Take an inspection back"))
def take_back_inspection(tx: Tx, return_id: int) -> None:
    """An inspection that was a mistake: its moves are answered by reversals, and the goods wait to be looked at."""
    found = _standing(tx, return_id, ReturnState.INSPECTED)
    kind, document_id = (RETURN, return_id) if found.order_id is None else ("order", int(found.order_id))
    answered = select(StockMove.reverses_id).where(StockMove.reverses_id.is_not(None))
    moves = tx.rows(
        select(StockMove.__table__).where(
            StockMove.document_kind == kind, StockMove.document_id == document_id, StockMove.line_id.is_(None),
            StockMove.note == found.return_no, StockMove.reverses_id.is_(None), StockMove.move_id.not_in(answered),
        ).order_by(StockMove.move_id)
    )  # fmt: skip
    reverse_moves(tx, moves)
    for line_id in tx.scalars(select(ReturnLine.return_line_id).where(ReturnLine.return_id == return_id)):
        tx.update(ReturnLine, line_id, verdict=None)
    tx.update(CustomerReturn, return_id, state=ReturnState.ARRIVED.value, inspected_at=None)
    tx.say(N_("Take the inspection of return {number} back"), number=found.return_no)


def repair_place(tx: Tx) -> int:
    """Where goods lie that are mended before they can be sold; made on first use."""
    found = tx.scalar(select(Warehouse.warehouse_id).where(Warehouse.kind == REPAIR))
    if found is not None:
        return int(found)
    told = {"kind": REPAIR, "state": WarehouseState.ACTIVE.value, "import_id": None}
    return tx.insert(Warehouse, code=REPAIR, title=REPAIR_PLACE, parent_id=main_warehouse(tx), **told)


def _sent_order(tx: Tx, order_id: int) -> Any:
    """An order of which something left; UserError for one whose goods never left, or that is a return itself."""
    found = tx.rows(select(SalesOrder.__table__).where(SalesOrder.order_id == order_id))
    if not found:
        raise UserError(N_("This order no longer exists."), code="gone")
    order = found[0]
    if order.kind != OrderKind.SALE:
        raise UserError(
            N_("Document {number} of the channel has brought its goods back already."), code="booked",
            number=order.order_no,
        )  # fmt: skip
    if tx.scalar(select(SalesOrder.order_id).where(SalesOrder.order_id == order_id, has_gone())) is None:
        raise UserError(N_("Nothing of order {number} has left yet."), code="not_left", number=order.order_no)
    return order


def _standing(tx: Tx, return_id: int, *states: ReturnState) -> Any:
    found = tx.rows(select(CustomerReturn.__table__).where(_R.return_id == return_id))
    if not found:
        raise UserError(N_("This return no longer exists."), code="gone")
    if found[0].state not in states:
        raise UserError(N_("Return {number} has gone on already."), code="state", number=found[0].return_no)
    return found[0]


def _open(tx: Tx, state: ReturnState, **told: Any) -> int:
    number = int(tx.scalar(select(func.coalesce(func.max(_R.return_id), 0)))) + 1
    values = {name: value or None for name, value in told.items()}
    return tx.insert(
        CustomerReturn, return_no=f"RT-{number:05d}", state=state.value, expected_at=tx.now, import_id=tx.import_id,
        **values,
    )  # fmt: skip


def _lines_of(return_id: int) -> Any:
    lines = select(ReturnLine.__table__).where(ReturnLine.return_id == return_id, ReturnLine.verdict.is_(None))
    return lines.order_by(ReturnLine.return_line_id)


def _by_line(judged: Sequence[Judged]) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = {}
    for one in judged:
        if one.quantity:
            found.setdefault(one.return_line_id, []).append(one)
    return found


def _refuse_other_pieces(lines: Mapping[int, Any], judged: Sequence[Judged]) -> None:
    """Every piece gets exactly one verdict."""
    said: dict[int, Decimal] = {}
    for one in judged:
        if one.return_line_id not in lines or one.quantity < 0:
            raise UserError(N_("This line of the return no longer exists."), code="gone")
        said[one.return_line_id] = said.get(one.return_line_id, Decimal(0)) + one.quantity
    if said != {line_id: row.quantity for line_id, row in lines.items()}:
        raise UserError(N_("Say of every piece what becomes of it."), code="not_whole")


def _refuse_twice(tx: Tx, found: Any, lines: Mapping[int, Any], judged: Sequence[Judged]) -> None:
    """What left can have come back another way since it was expected, or may have been taken back onto its shelf."""
    if found.order_id is None:
        return
    back: dict[tuple[int, int], Decimal] = {}
    for one in judged:
        line = lines[one.return_line_id]
        if one.verdict in CAME_BACK and line.line_id is not None:
            key = line.line_id, line.sku_id
            back[key] = back.get(key, Decimal(0)) + one.quantity
    can = can_come_back(tx, found.order_id, but=found.return_id) if back else {}
    for (line_id, sku_id), pieces in back.items():
        if pieces > can.get(line_id, Decimal(0)) * parts_of(tx, line_id).get(sku_id, Decimal(1)):
            number = tx.scalar(select(SalesOrder.order_no).where(SalesOrder.order_id == found.order_id))
            raise UserError(N_("More of order {number} would come back than left."), code="too_many", number=number)
