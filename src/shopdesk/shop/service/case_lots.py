"""The lot that a case is about: named by a person, or the only one of which the order got pieces of that SKU."""

from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.orders.rules import LineKind
from shopdesk.store.tables import Lot, LotMove, OrderLine, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

_L: Final = Lot.__table__.c


def only_sku(tx: Tx, order_id: int) -> int | None:
    """The SKU of an order that has one alone."""
    wanted = select(OrderLine.sku_id).where(
        OrderLine.order_id == order_id, OrderLine.kind == LineKind.PRODUCT.value, OrderLine.sku_id.is_not(None)
    )
    found = tx.scalars(wanted.distinct())
    return int(found[0]) if len(found) == 1 else None


def only_lot(tx: Tx, order_id: int, sku_id: int) -> int | None:
    """The one lot of which an order got pieces of a SKU, and still has some; None where there are several or none."""
    left = func.sum(type_coerce(LotMove.quantity, WHOLE))
    found = tx.scalars(
        select(LotMove.lot_id)
        .join(StockMove, StockMove.move_id == LotMove.move_id)
        .where(StockMove.document_kind == "order", StockMove.document_id == order_id, StockMove.sku_id == sku_id)
        .where(StockMove.reason == "sale")
        .group_by(LotMove.lot_id)
        .having(left < 0)
    )
    return int(found[0]) if len(found) == 1 else None


def find_lot(tx: Tx, lot_no: str, sku_id: int | None) -> int | None:
    """The lot of a number, of a SKU where that is known; None where there is none, or several could be meant."""
    wanted = select(_L.lot_id).where(_L.lot_no == lot_no.strip())
    found = tx.scalars(wanted if sku_id is None else wanted.where(_L.sku_id == sku_id))
    return int(found[0]) if len(found) == 1 else None


def lot_or_refuse(tx: Tx, lot_no: Any, sku_id: int | None) -> int | None:
    """As `find_lot`; UserError where the number is of no lot of the SKU. A blank number is no lot."""
    if not str(lot_no or "").strip():
        return None
    found = find_lot(tx, str(lot_no), sku_id)
    if found is None:
        raise UserError(N_("No lot {number} is known of this SKU."), code="no_lot", number=str(lot_no).strip())
    return found
