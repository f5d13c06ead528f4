"""The one door through which a single move is appended, and what it refuses."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.stock.homes import rest_of
from shopdesk.shop.stock.levels import add_levels, main_warehouse, now_on_shelf
from shopdesk.shop.stock.lots import lots_of_moves, name_lots
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import BundlePart, Sku, StockMove
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_BROUGHT: Final = (MoveReason.RECEIPT, MoveReason.OPENING, MoveReason.RETURN)
"""Reasons for which pieces come that were not on hand before."""


def move_stock(
    tx: Tx,
    sku_id: int,
    quantity: Decimal,
    reason: MoveReason,
    document: tuple[str, int],
    *,
    moved_at: datetime | None = None,
    booked_on: date | None = None,
    line_id: int | None = None,
    warehouse_id: int | None = None,
    is_exact: bool = False,
    unit_cost: Decimal | None = None,
    lots: Mapping[int, Decimal] | None = None,
    note: str | None = None,
    source_row: int | None = None,
) -> int:
    """Append one move and keep level and lots in step; the caller revalues. Returns the move's id.

    A warehouse means the shelf of the SKU there, where it has one, unless `is_exact`. `lots`: lot → pieces, signed as
    the move; without any it is of no known lot. Left out, what goes takes what expires first (`stock.lots`).
    """
    place = warehouse_id or main_warehouse(tx)
    if not is_exact:
        place = rest_of(tx, sku_id, place)
    when = moved_at or now_on_shelf(tx, sku_id, place)
    refuse_closed(tx, when)
    if quantity > 0 and reason in _BROUGHT:
        refuse_bundles(tx, (sku_id,))
    move_id = tx.insert(
        StockMove,
        sku_id=sku_id,
        warehouse_id=place,
        quantity=quantity,
        reason=reason.value,
        moved_at=when,
        booked_on=booked_on or when.astimezone(tx.zone).date(),
        line_id=line_id,
        unit_cost=unit_cost,
        document_kind=document[0],
        document_id=document[1],
        note=note,
        import_id=tx.import_id,
        source_row=source_row,
        change_id=tx.change_id,
    )
    if lots is not None:
        name_lots(tx, move_id, lots)
    add_levels(tx, move_id, is_lot_known=lots is not None)
    return move_id


def relocate(
    tx: Tx,
    sku_id: int,
    from_id: int,
    to_id: int,
    quantity: Decimal,
    document: tuple[str, int],
    *,
    line_id: int | None = None,
    lots: Mapping[int, Decimal] | None = None,
    note: str | None = None,
) -> int:
    """Bring pieces from one place to another: a pair of moves, the lots of the first are those of the second.

    It is worth nothing, so nothing is valued anew. `lots`: lot → pieces that are brought; left out, what expires first.
    Returns the second move's id.
    """

    def append(place_id: int, pieces: Decimal, of: Mapping[int, Decimal] | None) -> int:
        return move_stock(
            tx, sku_id, pieces, MoveReason.TRANSFER, document, warehouse_id=place_id, is_exact=True, line_id=line_id,
            lots=of, note=note,
        )  # fmt: skip

    gone = append(from_id, -quantity, None if lots is None else _turned(lots))
    return append(to_id, quantity, _turned(lots_of_moves(tx, [gone]).get(gone, {})))


def _turned(lots: Mapping[int, Decimal]) -> dict[int, Decimal]:
    return {lot_id: -pieces for lot_id, pieces in lots.items()}


def refuse_closed(tx: Tx, when: datetime) -> None:
    """UserError where nothing may move any more at that moment."""
    closed = closed_through(tx)
    if when.astimezone(tx.zone).date() <= closed:
        raise UserError(
            N_("The books are closed through {day}. Choose a later date."), code="period_closed", day=closed
        )


def refuse_bundles(tx: Tx, sku_ids: Iterable[int]) -> None:
    """Nothing of a bundle lies on a shelf: what was brought or counted as one could never be sold."""
    bundles = select(Sku.sku_id, Sku.code).join(BundlePart, BundlePart.sku_id == Sku.sku_id)
    codes = {row.sku_id: row.code for row in tx.rows(bundles)}
    named = next((codes[sku_id] for sku_id in sku_ids if sku_id in codes), None)
    if named is not None:
        raise UserError(N_("{sku} is a bundle itself. Name its parts instead."), code="bundle", sku=named)


def refuse_gone(tx: Tx, sku_ids: Iterable[int]) -> None:
    """A page that was open for a while may name SKUs that an undo has removed since."""
    wanted = sorted(set(sku_ids))
    parts = (wanted[start : start + 400] for start in range(0, len(wanted), 400))
    if sum(len(tx.scalars(select(Sku.sku_id).where(Sku.sku_id.in_(part)))) for part in parts) < len(wanted):
        raise UserError(N_("A SKU of these lines no longer exists. Choose its product again."), code="gone")
