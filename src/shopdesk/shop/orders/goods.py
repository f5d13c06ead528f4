"""What fresh orders move on the shelf, set by set; a line of a bundle moves its parts."""

from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    case,
    func,
    insert,
    literal,
    null,
    select,
    type_coerce,
)

from shopdesk.shop.catalog.bundles import has_bundles
from shopdesk.shop.ledger.actions import first_open_day
from shopdesk.shop.orders.rules import SHIPPED, OrderKind, OrderState
from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.homes import has_homes
from shopdesk.shop.stock.levels import add_levels, main_warehouse
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import BundlePart, OrderLine, SalesOrder, SkuPlace, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE, UtcTime

ORDER: Final = "order"
"""`document_kind` of what an order posts and moves."""
FRESH: Final = (
    "sku_id", "warehouse_id", "quantity", "bundle_id", "bundles", "reason", "moved_at", "booked_on", "document_kind",
    "document_id", "line_id", "import_id", "source_row", "change_id",
)  # fmt: skip
"""Columns of a move of an order that reverses nothing."""
_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c
_PART, _HOME = BundlePart.__table__.c, SkuPlace.__table__.c


def post_new_moves(tx: Tx, first: int, last: int) -> None:
    """Move the goods of fresh orders, from the first id to the last."""
    lines = select(func.min(_L.line_id), func.max(_L.line_id)).where(_L.order_id.between(first, last))
    since, until = tx.rows(lines)[0]
    if since is None:
        return
    posted = insert(StockMove).from_select(list(FRESH), _moves(tx))
    first_move = tx.reserve_ids(StockMove, 1)
    with tx.closed_at_once(StockMove, until - since + 1):
        moved = tx.run_sql(StockMove, posted, {"since": since, "until": until})
    if moved:
        add_levels(tx, first_move)
        revalue(tx, tx.scalars(select(StockMove.sku_id).where(StockMove.move_id >= first_move).distinct()))


def _moves(tx: Tx) -> Select[Any]:
    """The moves of lines from :since to :until. Who has no bundles and no shelves pays nothing for them."""
    returned = (_O.kind == OrderKind.RETURN.value) | ((_L.quantity < 0) & (_L.unit_price != 0))
    written_off = (_L.quantity < 0) & (_L.unit_price == 0) & (_O.kind == OrderKind.SALE.value)
    reason = case(
        (written_off, MoveReason.WRITE_OFF.value), (returned, MoveReason.RETURN.value), else_=MoveReason.SALE.value
    )
    pieces: ColumnElement[Any] = case((written_off, _L.quantity), else_=-_L.quantity)
    main: ColumnElement[Any] = literal(main_warehouse(tx), WHOLE)
    origin: FromClause = OrderLine.__table__.join(SalesOrder.__table__, _O.order_id == _L.order_id)
    goods: list[ColumnElement[Any]] = [_L.sku_id, main, pieces, null(), null()]
    if has_bundles(tx):
        origin = origin.outerjoin(BundlePart.__table__, _PART.sku_id == _L.sku_id)
        goods = _of_parts(main, pieces)
    if has_homes(tx):
        here = (_HOME.sku_id == goods[0]) & (_HOME.warehouse_id == main)
        origin = origin.outerjoin(SkuPlace.__table__, here)
        goods[1] = func.coalesce(_HOME.place_id, main)
    return (
        select(
            *goods, reason, _moment(tx), _O.sold_on, literal(ORDER), _O.order_id, _L.line_id, _L.import_id,
            _L.source_row, literal(tx.change_id, WHOLE),
        )
        .select_from(origin)
        .where(
            _L.line_id.between(bindparam("since"), bindparam("until")), _L.sku_id.is_not(None), _L.quantity != 0,
            _goods_left(),
        )
        .order_by(_L.line_id)
    )  # fmt: skip


def _of_parts(main: ColumnElement[Any], pieces: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """SKU, place, pieces, bundle and bundles of a line or of each of its parts."""
    is_bundle, whole = _PART.part_id.is_not(None), type_coerce(pieces, WHOLE)
    taken = whole * type_coerce(_PART.quantity, WHOLE) // QUANTITY_SCALE
    return [
        func.coalesce(_PART.part_id, _L.sku_id), main, case((is_bundle, taken), else_=whole),
        case((is_bundle, _L.sku_id), else_=None), case((is_bundle, whole), else_=None),
    ]  # fmt: skip


def _moment(tx: Tx) -> ColumnElement[Any]:
    """SQL: when the goods of an order left, or the first open moment where that is closed."""
    now, locked = literal(tx.now, UtcTime()), lock_moment(tx)
    moment = func.coalesce(_O.shipped_at, _O.paid_at, _O.placed_at, _O.completed_at, now)
    return case((moment < locked, literal(locked, UtcTime())), else_=moment) if locked else moment


def _goods_left() -> ColumnElement[bool]:
    """SQL: `goods_left`."""
    sent = _O.shipped_at.is_not(None) | _O.waybill.is_not(None)
    # Joined to "" the state is no reason to begin with the orders: their lines are read in the order they stand in.
    state = _O.state + ""
    gone = state.in_([state.value for state in SHIPPED]) | ((state == OrderState.REFUNDED.value) & sent)
    return _O.sold_on.is_not(None) & (_O.kind != OrderKind.ADJUSTMENT.value) & gone


def lock_moment(tx: Tx) -> datetime | None:
    """The first moment that is open, None while nothing is closed."""
    first = first_open_day(tx)
    return None if first == first.min else datetime.combine(first, time(), tx.zone)
