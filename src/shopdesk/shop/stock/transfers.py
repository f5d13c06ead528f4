"""Transfers in two steps: sent from one place, in transit, and received at another, perhaps in parts.

Until it is received, written off or sent back, what was sent lies at a place of its own: nothing vanishes on the way.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.stock.homes import home_of, place_names, places_in, rest_of
from shopdesk.shop.stock.levels import on_hand
from shopdesk.shop.stock.moves import move_stock, refuse_gone, relocate
from shopdesk.shop.stock.places import standing, transit_to
from shopdesk.shop.stock.rules import MoveReason, PlaceKind, TransferState
from shopdesk.shop.stock.valuation import revalue
from shopdesk.store.action import action
from shopdesk.store.tables import Lot, LotMove, Sku, StockMove, Transfer, TransferLine, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TRANSFER: Final = "transfer"
"""`document_kind` of its moves; their `line_id` is the line of the transfer."""


@action("stock.move", N_("Send a transfer"))
def send_transfer(
    tx: Tx, from_id: int, to_id: int, lines: Sequence[tuple[int, Decimal]], note: str = "", document_no: str = ""
) -> int:
    """Take pieces, (sku_id, quantity) each, from a warehouse or shelf on the way to another; returns its id.

    From a warehouse they come from the SKU's own shelf first, then from wherever they lie in it.
    """
    _refuse_route(tx, from_id, to_id, lines)
    refuse_gone(tx, (sku_id for sku_id, _quantity in lines))
    number = document_no.strip() or _next_number(tx)
    if tx.scalar(select(Transfer.transfer_id).where(Transfer.document_no == number)) is not None:
        raise UserError(N_("Transfer {number} exists already."), code="exists", number=number)
    told = {"from_id": from_id, "to_id": to_id, "state": TransferState.SENT.value, "note": note.strip() or None}
    transfer_id = tx.insert(Transfer, document_no=number, sent_at=tx.now, **told)
    way = transit_to(tx, to_id)
    for sku_id, quantity in lines:
        line_id = tx.insert(
            TransferLine, transfer_id=transfer_id, sku_id=sku_id, quantity=quantity, received=Decimal(0)
        )
        for place_id, pieces in _drawn(tx, sku_id, from_id, quantity):
            relocate(tx, sku_id, place_id, way, pieces, (TRANSFER, transfer_id), line_id=line_id)
    tx.say(N_("Transfer {number}: {count} lines sent"), number=number, count=len(lines))
    return transfer_id


@action("stock.move", N_("Receive a transfer"))
def receive_transfer(tx: Tx, transfer_id: int, received: Mapping[int, Decimal] | None = None) -> bool:
    """Bring what has arrived, line → pieces, to where it was sent (None: everything); whether that was the rest of it.

    What is missing stays in transit until it comes, is written off (`write_off_transfer`) or is sent back.
    """
    transfer, way = _open(tx, transfer_id)
    wanted = _wanted(tx, transfer_id, received)
    for line, pieces in wanted:
        target = rest_of(tx, line.sku_id, transfer.to_id)
        for lots, some in _in_transit(tx, line, way, pieces):
            relocate(
                tx, line.sku_id, way, target, some, (TRANSFER, transfer_id), line_id=line.transfer_line_id, lots=lots
            )
        tx.update(TransferLine, line.transfer_line_id, received=line.received + pieces)
    tx.say(N_("Transfer {number}: {count} lines received"), number=transfer.document_no, count=len(wanted))
    return _close(tx, transfer_id, TransferState.RECEIVED)


@action("stock.move", N_("Write off what a transfer lost"))
def write_off_transfer(tx: Tx, transfer_id: int, note: str, lost: Mapping[int, Decimal] | None = None) -> bool:
    """Take what will not arrive out of the books, line → pieces (None: all that is missing); whether nothing is left.

    `note` says why.
    """
    if not note.strip():
        raise UserError(N_("Say why the stock changes."), code="reason")
    transfer, way = _open(tx, transfer_id)
    wanted = _wanted(tx, transfer_id, lost)
    for line, pieces in wanted:
        for lots, some in _in_transit(tx, line, way, pieces):
            move_stock(
                tx, line.sku_id, -some, MoveReason.WRITE_OFF, (TRANSFER, transfer_id), warehouse_id=way, is_exact=True,
                line_id=line.transfer_line_id, note=note.strip(), lots={lot_id: -of for lot_id, of in lots.items()},
            )  # fmt: skip
    revalue(tx, {line.sku_id for line, _pieces in wanted})
    tx.say(N_("Transfer {number}: {count} lines written off"), number=transfer.document_no, count=len(wanted))
    return _close(tx, transfer_id, TransferState.RECEIVED)


@action("stock.move", N_("Send a transfer back"))
def send_back_transfer(tx: Tx, transfer_id: int) -> None:
    """Bring what has not been received back to where it came from; with nothing received the transfer is called off."""
    transfer, way = _open(tx, transfer_id)
    wanted = _wanted(tx, transfer_id, None)
    for line, pieces in wanted:
        source = rest_of(tx, line.sku_id, transfer.from_id)
        for lots, some in _in_transit(tx, line, way, pieces):
            relocate(
                tx, line.sku_id, way, source, some, (TRANSFER, transfer_id), line_id=line.transfer_line_id, lots=lots
            )
    arrived = tx.scalar(select(func.sum(TransferLine.received)).where(TransferLine.transfer_id == transfer_id))
    _close(tx, transfer_id, TransferState.RECEIVED if arrived else TransferState.CALLED_OFF)
    tx.say(N_("Transfer {number}: {count} lines sent back"), number=transfer.document_no, count=len(wanted))


def missing_of(tx: Tx, transfer_id: int) -> dict[int, Decimal]:
    """Line of a transfer → pieces of it that are in transit; lines of which nothing is are left out."""
    found = tx.rows(
        select(StockMove.line_id, func.sum(StockMove.quantity).label("pieces"))
        .where(
            StockMove.document_kind == TRANSFER, StockMove.document_id == transfer_id,
            StockMove.warehouse_id.in_(_ways()),
        )
        .group_by(StockMove.line_id)
    )  # fmt: skip
    return {row.line_id: Decimal(row.pieces) for row in found if row.pieces}


def _refuse_route(tx: Tx, from_id: int, to_id: int, lines: Sequence[tuple[int, Decimal]]) -> None:
    if from_id == to_id:
        raise UserError(N_("Choose two different places."), code="same_place")
    if PlaceKind.TRANSIT in (standing(tx, from_id).kind, standing(tx, to_id).kind):
        raise UserError(N_("What is in transit is received or sent back with its transfer."), code="kind")
    if not lines:
        raise UserError(N_("A transfer needs at least one line."), code="required")
    if any(quantity <= 0 for _sku_id, quantity in lines):
        raise UserError(N_("The quantity must be more than zero."), code="quantity")


def _drawn(tx: Tx, sku_id: int, from_id: int, quantity: Decimal) -> Iterator[tuple[int, Decimal]]:
    """Places and pieces that together are the quantity; UserError where there are not as many."""
    home = home_of(tx, [sku_id], from_id).get(sku_id, from_id)
    left = quantity
    for place_id in dict.fromkeys((home, *places_in(tx, from_id))):
        some = min(left, max(on_hand(tx, sku_id, place_id), Decimal(0)))
        if some:
            yield place_id, some
        left -= some
    if left:
        code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
        raise UserError(
            N_("There are {there} of {sku} in {place}, not {quantity}."), code="short", sku=code,
            there=quantity - left, quantity=quantity, place=place_names(tx)[from_id],
        )  # fmt: skip


def _open(tx: Tx, transfer_id: int) -> tuple[Any, int]:
    """The transfer, and the place where what is missing of it lies; UserError where nothing is under way."""
    found = tx.rows(select(Transfer.__table__).where(Transfer.transfer_id == transfer_id))
    if not found:
        raise UserError(N_("This transfer no longer exists."), code="gone")
    if found[0].state != TransferState.SENT:
        raise UserError(N_("Nothing of transfer {number} is on its way."), code="not_sent", number=found[0].document_no)
    return found[0], transit_to(tx, found[0].to_id)


def _wanted(tx: Tx, transfer_id: int, told: Mapping[int, Decimal] | None) -> list[tuple[Any, Decimal]]:
    """Lines and how many pieces of each; UserError where a line has not as many in transit."""
    missing = missing_of(tx, transfer_id)
    wanted = missing if told is None else {line_id: pieces for line_id, pieces in told.items() if pieces}
    lines = {
        row.transfer_line_id: row
        for row in tx.rows(
            select(TransferLine.__table__, Sku.code)
            .join(Sku, Sku.sku_id == TransferLine.sku_id)
            .where(TransferLine.transfer_id == transfer_id)
            .order_by(TransferLine.transfer_line_id)
        )
    }
    for line_id, pieces in wanted.items():
        there = missing.get(line_id, Decimal(0))
        if line_id not in lines or pieces < 0 or pieces > there:
            raise UserError(
                N_("There are {there} of {sku} in transit, not {quantity}."), code="short",
                sku=lines[line_id].code if line_id in lines else line_id, there=there, quantity=pieces,
            )  # fmt: skip
    return [(line, wanted[line_id]) for line_id, line in lines.items() if line_id in wanted]


def _in_transit(tx: Tx, line: Any, way: int, pieces: Decimal) -> Iterator[tuple[dict[int, Decimal], Decimal]]:
    """Pieces of a line that are under way, told apart by whether their lot is known: lot → pieces, and how many.

    First expired first; pieces of no known lot last.
    """
    found = tx.rows(
        select(LotMove.lot_id, func.sum(LotMove.quantity).label("pieces"))
        .join(StockMove, StockMove.move_id == LotMove.move_id)
        .join(Lot, Lot.lot_id == LotMove.lot_id)
        .where(
            StockMove.document_kind == TRANSFER, StockMove.document_id == line.transfer_id,
            StockMove.line_id == line.transfer_line_id, StockMove.warehouse_id == way,
        )
        .group_by(LotMove.lot_id, Lot.expires_on)
        .order_by(Lot.expires_on.is_(None), Lot.expires_on, LotMove.lot_id)
    )  # fmt: skip
    lots: dict[int, Decimal] = {}
    for row in found:
        some = min(Decimal(row.pieces), pieces - sum(lots.values()))
        if some > 0:
            lots[row.lot_id] = some
    known = sum(lots.values(), Decimal(0))
    if known:
        yield lots, known
    if pieces > known:
        yield {}, pieces - known


def _close(tx: Tx, transfer_id: int, state: TransferState) -> bool:
    if missing_of(tx, transfer_id):
        return False
    return tx.update(Transfer, transfer_id, state=state.value, received_at=tx.now)


def _ways() -> Any:
    return select(Warehouse.warehouse_id).where(Warehouse.kind == PlaceKind.TRANSIT.value)


def _next_number(tx: Tx) -> str:
    return f"TR-{int(tx.scalar(select(func.coalesce(func.max(Transfer.transfer_id), 0)))) + 1:05d}"
