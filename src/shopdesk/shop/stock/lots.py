"""Lots: pieces of a SKU that were made together, and which of them every move took or brought."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import exists, func, select, type_coerce

from shopdesk.shop.stock.available import SOLD_FROM
from shopdesk.shop.stock.fefo import Held, in_order, take
from shopdesk.shop.stock.rules import LotState, MoveReason
from shopdesk.store.action import action
from shopdesk.store.tables import ImportFile, Lot, LotMove, Sku, StockMove, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError

_COLUMNS: Final = ("move_id", "lot_id", "quantity")
_CHUNK: Final = 500


@action("stock.move", N_("Add a lot"), undoable=True)
def add_lot(
    tx: Tx,
    sku_id: int,
    lot_no: str,
    expires_on: date | None = None,
    *,
    supplier_id: int | None = None,
    note: str | None = None,
) -> int:
    """A lot of a SKU, which is followed by lot from then on; returns its id."""
    number = lot_no.strip()
    if not number:
        raise UserError(N_("A lot needs a number."), code="required")
    code = _code(tx, sku_id)
    if tx.scalar(select(Lot.lot_id).where(Lot.sku_id == sku_id, Lot.lot_no == number)) is not None:
        raise UserError(N_("{sku} has a lot {lot} already."), code="exists", sku=code, lot=number)
    tx.say(N_("Add lot {lot} of {sku}"), lot=number, sku=code)
    told = {"expires_on": expires_on, "supplier_id": supplier_id, "note": note or None, "import_id": tx.import_id}
    return tx.insert(Lot, sku_id=sku_id, lot_no=number, state=LotState.ACTIVE.value, **told)


@action("stock.move", N_("Edit a lot"), undoable=True)
def edit_lot(tx: Tx, /, lot_id: int, **values: object) -> bool:
    """Set the expiry day or the note of a lot."""
    if set(values) - {"expires_on", "note"}:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    _say(tx, lot_id, N_("Edit lot {lot} of {sku}"))
    return tx.update(Lot, lot_id, **values)


@action("stock.move", N_("Block a lot"), undoable=True)
def block_lot(tx: Tx, lot_id: int) -> bool:
    """Keep a lot where it lies: no order takes it from now on."""
    _say(tx, lot_id, N_("Block lot {lot} of {sku}"))
    return tx.update(Lot, lot_id, state=LotState.BLOCKED.value)


@action("stock.move", N_("Release a lot"), undoable=True)
def unblock_lot(tx: Tx, lot_id: int) -> bool:
    """Let orders take a lot again."""
    _say(tx, lot_id, N_("Release lot {lot} of {sku}"))
    return tx.update(Lot, lot_id, state=LotState.ACTIVE.value)


def _say(tx: Tx, lot_id: int, message: str) -> None:
    found = tx.rows(select(Lot.lot_no, Sku.code).join(Sku, Sku.sku_id == Lot.sku_id).where(Lot.lot_id == lot_id))
    if not found:
        raise UserError(N_("This lot no longer exists."), code="gone")
    tx.say(message, lot=found[0].lot_no, sku=found[0].code)


def bring_lot(tx: Tx, sku_id: int, lot_no: str, expires_on: date | None = None, supplier_id: int | None = None) -> int:
    """The lot of a SKU with that number, made on first use; UserError where its expiry is said to be another one."""
    number = lot_no.strip()
    found = tx.rows(select(Lot.lot_id, Lot.expires_on, Lot.import_id).where(Lot.sku_id == sku_id, Lot.lot_no == number))
    if not found:
        return add_lot(tx, sku_id, number, expires_on, supplier_id=supplier_id)
    lot = found[0]
    if _is_taken_back(tx, lot.import_id):
        tx.update(Lot, lot.lot_id, expires_on=expires_on, supplier_id=supplier_id, import_id=tx.import_id)
    elif expires_on is not None and lot.expires_on is None:
        tx.update(Lot, lot.lot_id, expires_on=expires_on)
    elif expires_on not in (None, lot.expires_on):
        raise UserError(
            N_("Lot {lot} of {sku} expires on {day}, not on {other}."), code="expiry", lot=number,
            sku=_code(tx, sku_id), day=lot.expires_on, other=expires_on,
        )  # fmt: skip
    return int(lot.lot_id)


def _is_taken_back(tx: Tx, import_id: int | None) -> bool:
    gone = exists().where(ImportFile.import_id == import_id, ImportFile.taken_back_at.is_not(None))
    return import_id is not None and bool(tx.scalar(select(gone)))


def _code(tx: Tx, sku_id: int) -> str:
    found = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    if found is None:
        raise UserError(N_("This product no longer exists."), code="gone")
    return str(found)


# -------------------------------------------------------------------------------------------- which lots a move took


def name_lots(tx: Tx, move_id: int, lots: Mapping[int, Decimal]) -> None:
    """Say of which lots a move is: lot → pieces, signed as the move."""
    told = [(move_id, lot_id, int(pieces * QUANTITY_SCALE)) for lot_id, pieces in lots.items() if pieces]
    if told:
        tx.insert_many(LotMove, _COLUMNS, told)


def follow_lots(tx: Tx, first_move_id: int) -> None:
    """Give the moves of this change from `first_move_id` on their lots, where their SKU is followed by lot.

    A move that names its lots keeps them. A reversal has those of what it answers; what comes back on an order has
    those that it had left in; what goes takes what expires first, at its place before others, never a blocked lot.
    Pieces for which no lot is left, and pieces that come in without naming theirs, are of no known lot.
    """
    if tx.scalar(select(Lot.lot_id).limit(1)) is None:
        return
    moves = _unnamed(tx, first_move_id)
    if not moves:
        return
    shelf, made = _Shelf(tx, sorted({move.sku_id for move in moves})), list[tuple[int, int, int]]()
    for move in moves:
        for lot_id, pieces in shelf.lots_of(move):
            made.append((move.move_id, lot_id, pieces))
            shelf.put(move, lot_id, pieces)
    if made:
        tx.insert_many(LotMove, _COLUMNS, made)


def held(tx: Tx, sku_id: int, place_id: int | None = None) -> dict[int, Decimal]:
    """Lot → pieces on hand of a SKU, at one place or everywhere; those of which nothing is left are left out."""
    found = tx.rows(
        select(LotMove.lot_id, func.sum(LotMove.quantity).label("pieces"))
        .join(StockMove, StockMove.move_id == LotMove.move_id)
        .where(StockMove.sku_id == sku_id, *([] if place_id is None else [StockMove.warehouse_id == place_id]))
        .group_by(LotMove.lot_id)
    )
    return {row.lot_id: Decimal(row.pieces) for row in found if row.pieces}


def lots_of_moves(tx: Tx, move_ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Move → lot → pieces, signed; moves of no known lot are left out."""
    found: dict[int, dict[int, Decimal]] = {}
    for start in range(0, len(move_ids), _CHUNK):
        part = LotMove.move_id.in_(move_ids[start : start + _CHUNK])
        for row in tx.rows(select(LotMove.move_id, LotMove.lot_id, LotMove.quantity).where(part)):
            lots = found.setdefault(row.move_id, {})
            lots[row.lot_id] = lots.get(row.lot_id, Decimal(0)) + row.quantity
    return found


def _unnamed(tx: Tx, first_move_id: int) -> Sequence[Any]:
    """Moves of SKUs that are followed by lot and name none, in the order in which they were made."""
    return tx.rows(
        select(
            StockMove.move_id, StockMove.sku_id, StockMove.warehouse_id, StockMove.reason, StockMove.document_kind,
            StockMove.document_id, StockMove.reverses_id, StockMove.booked_on,
            type_coerce(StockMove.quantity, WHOLE).label("pieces"),
        )
        .where(
            StockMove.move_id >= first_move_id, StockMove.change_id == tx.change_id,
            StockMove.sku_id.in_(select(Lot.sku_id)), ~exists().where(LotMove.move_id == StockMove.move_id),
        )
        .order_by(StockMove.move_id)
    )  # fmt: skip


class _Shelf:
    """What is on hand of each lot at each place, kept while moves are given their lots; pieces in 1/1,000."""

    def __init__(self, tx: Tx, sku_ids: Sequence[int]) -> None:
        self.tx = tx
        self.lots: dict[int, list[Held]] = {sku_id: [] for sku_id in sku_ids}
        self.by_id: dict[int, Held] = {}
        self.left: dict[tuple[str, int, int], dict[int, int]] = {}
        """Document and SKU → lot → pieces, signed: what the moves at hand took with it."""
        pieces = type_coerce(func.sum(LotMove.quantity), WHOLE).label("pieces")
        away = frozenset(tx.scalars(select(Warehouse.warehouse_id).where(Warehouse.kind.not_in(SOLD_FROM))))
        for start in range(0, len(sku_ids), _CHUNK):
            part = Lot.sku_id.in_(sku_ids[start : start + _CHUNK])
            for row in tx.rows(select(Lot.lot_id, Lot.sku_id, Lot.expires_on, Lot.state).where(part)):
                lot = Held(row.lot_id, row.expires_on, row.state == LotState.BLOCKED, away=away)
                self.by_id[row.lot_id] = lot
                self.lots[row.sku_id].append(lot)
            found = tx.rows(
                select(LotMove.lot_id, StockMove.warehouse_id, pieces)
                .join(StockMove, StockMove.move_id == LotMove.move_id)
                .join(Lot, Lot.lot_id == LotMove.lot_id)
                .where(part)
                .group_by(LotMove.lot_id, StockMove.warehouse_id)
            )
            for row in found:
                self.by_id[row.lot_id].there[row.warehouse_id] = int(row.pieces)

    def lots_of(self, move: Any) -> Iterator[tuple[int, int]]:
        """Lot and pieces of a move that names none."""
        if move.reverses_id is not None:
            yield from ((lot_id, -pieces) for lot_id, pieces in _named(self.tx, move.reverses_id))
        elif move.pieces < 0:
            lots = in_order(self.lots[move.sku_id], move.booked_on)
            yield from ((lot_id, -pieces) for lot_id, pieces in take(lots, move.warehouse_id, -move.pieces))
        elif move.reason == MoveReason.RETURN:
            yield from _come_back(self._left(move), move.pieces)

    def put(self, move: Any, lot_id: int, pieces: int) -> None:
        """Note what a move did to a lot."""
        there = self.by_id[lot_id].there
        there[move.warehouse_id] = there.get(move.warehouse_id, 0) + pieces
        of_document = self.left.setdefault(_document(move), {})
        of_document[lot_id] = of_document.get(lot_id, 0) + pieces

    def _left(self, move: Any) -> list[tuple[int, int]]:
        """Lot → pieces of a SKU that left with the document of a move and have not come back, taken last first."""
        left = _moved(self.tx, move)
        for lot_id, pieces in self.left.get(_document(move), {}).items():
            left[lot_id] = left.get(lot_id, 0) + pieces
        return [(lot_id, -pieces) for lot_id, pieces in reversed(left.items()) if pieces < 0]


def _named(tx: Tx, move_id: int) -> list[tuple[int, int]]:
    named = select(LotMove.lot_id, type_coerce(LotMove.quantity, WHOLE)).where(LotMove.move_id == move_id)
    return [(row[0], int(row[1])) for row in tx.rows(named.order_by(LotMove.lot_move_id))]


def _document(move: Any) -> tuple[str, int, int]:
    return move.document_kind, move.document_id, move.sku_id


def _moved(tx: Tx, move: Any) -> dict[int, int]:
    """Lot → pieces of a SKU that moved with the document of a move, signed, in the order in which they were taken."""
    found = tx.rows(
        select(LotMove.lot_id, type_coerce(func.sum(LotMove.quantity), WHOLE).label("pieces"))
        .join(StockMove, StockMove.move_id == LotMove.move_id)
        .where(
            StockMove.document_id == move.document_id, StockMove.document_kind == move.document_kind,
            StockMove.sku_id == move.sku_id,
        )
        .group_by(LotMove.lot_id)
        .order_by(func.min(LotMove.lot_move_id))
    )  # fmt: skip
    return {row.lot_id: int(row.pieces) for row in found}


def _come_back(left: Sequence[tuple[int, int]], pieces: int) -> Iterator[tuple[int, int]]:
    for lot_id, gone in left:
        back = min(gone, pieces)
        if back:
            yield lot_id, back
        pieces -= back
