"""What a count says of lots: beside how many pieces lie at a place, of which lots they are."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from shopdesk.shop.stock.lots import held
from shopdesk.shop.stock.moves import move_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import Lot
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


def set_lots(
    tx: Tx, sku_id: int, place_id: int, counted: Mapping[int, Decimal], count_id: int, at: datetime | None = None
) -> bool:
    """Make what a place holds of each of these lots what was counted; whether any lot was other than the books said.

    Called once the count itself is booked, which sees to the pieces: what changes here is only which lots they are of,
    so the move that says it moves none. Lots that are not named stay. UserError where a lot is another product's.
    """
    own = set(tx.scalars(select(Lot.lot_id).where(Lot.sku_id == sku_id, Lot.lot_id.in_(list(counted)))))
    if own != set(counted):
        raise UserError(N_("This lot no longer exists."), code="gone")
    there = held(tx, sku_id, place_id)
    differ = {lot_id: pieces - there.get(lot_id, Decimal(0)) for lot_id, pieces in counted.items()}
    lots = {lot_id: pieces for lot_id, pieces in differ.items() if pieces}
    if lots:
        move_stock(
            tx, sku_id, Decimal(0), MoveReason.COUNT, ("count", count_id), moved_at=at, warehouse_id=place_id,
            is_exact=True, lots=lots,
        )  # fmt: skip
    return bool(lots)
