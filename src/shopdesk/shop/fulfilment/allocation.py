"""Which pieces on which shelf are kept for which order: the oldest promise first, never more than there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select, type_coerce

from shopdesk.shop.fulfilment.rules import Free, Shared, Want, share_out
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import Blocker, OrderState, Stage
from shopdesk.shop.orders.standing import PICKED_FROM, blocker, is_open, promise, stage, unpaid_pieces, wanted_lines
from shopdesk.shop.orders.work import set_work
from shopdesk.shop.stock.rules import ADJUSTMENTS
from shopdesk.store.action import action, follows
from shopdesk.store.tables import (
    Allocation,
    Lot,
    LotMove,
    OrderLine,
    OrderWork,
    SalesOrder,
    SkuPlace,
    StockLevel,
    StockMove,
    Warehouse,
)
from shopdesk.store.tx import RowChange, Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError

MANY: Final = 500
"""Ids in one statement."""
_O, _W = SalesOrder.__table__.c, Warehouse.__table__.c


@dataclass(frozen=True, slots=True)
class Allocated:
    """What allocating came to."""

    orders: tuple[int, ...] = ()
    """Those that keep pieces now."""
    short: dict[int, dict[int, Decimal]] = field(default_factory=dict)
    """Order → SKU → pieces that are missing."""
    kept_back: dict[int, str] = field(default_factory=dict)
    """Order → the code of what else keeps it from leaving."""


@action("order.work", N_("Allocate orders"), undoable=True)
def allocate_orders(tx: Tx, order_ids: Sequence[int] | None = None, *, partly: bool = False) -> Allocated:
    """Keep pieces on named shelves for these orders (None: for all that wait), the oldest promise first.

    An order gets all of its pieces or none, so that nothing waits on a shelf for goods that are not there; `partly`
    gives it what there is. What something else keeps (a hold, an unknown SKU, a note to read) is told, not given.
    """
    give_way(tx)
    waiting = _waiting(tx, order_ids)
    kept_back = {row.order_id: row.blocker for row in waiting if row.blocker not in (None, Blocker.NO_STOCK)}
    wanted = still_wanted(tx, [row.order_id for row in waiting if row.order_id not in kept_back])
    wants = [wanted[row.order_id] for row in waiting if wanted.get(row.order_id)]
    shared = share_out(wants, free_pieces(tx, {want.sku_id for some in wants for want in some}), partly=partly)
    allocated = _keep(tx, shared)
    tx.say(N_("Allocate {count} orders"), count=len(allocated))
    short = {
        order_id: {sku: Decimal(pieces) / QUANTITY_SCALE for sku, pieces in missing.items()}
        for order_id, missing in shared.short.items()
    }
    return Allocated(tuple(allocated), short, kept_back)


@action("order.work", N_("Give up what is kept for orders"), undoable=True)
def release_pieces(tx: Tx, order_ids: Sequence[int]) -> int:
    """Give free what is kept for orders; they wait to be allocated again. Returns how many kept something."""
    freed = sum(forget_pieces(tx, order_id) for order_id in order_ids)
    tx.say(N_("Give up what was kept for {count} orders"), count=freed)
    return freed


def forget_pieces(tx: Tx, order_id: int) -> bool:
    """Give free what is kept for one order, and begin with it anew; whether there was anything."""
    kept = tx.scalars(select(Allocation.allocation_id).where(Allocation.order_id == order_id))
    for allocation_id in kept:
        tx.delete(Allocation, allocation_id)
    begun = tx.scalar(select(OrderWork.stage).where(OrderWork.order_id == order_id))
    if begun not in (None, Stage.NEW.value):
        none = {"allocated_at": None, "picked_at": None, "packed_at": None}
        tx.update(OrderWork, order_id, stage=Stage.NEW.value, **none)
    return bool(kept)


def _waiting(tx: Tx, order_ids: Sequence[int] | None) -> Sequence[Any]:
    """Open orders that have no pieces yet, the oldest promise first, and what keeps each."""
    chosen: list[ColumnElement[bool]] = [is_open(), stage() == Stage.NEW.value]
    if order_ids is not None:
        chosen.append(_O.order_id.in_(list(order_ids)))
    until = type_coerce(promise(), WHOLE)
    return tx.rows(
        select(_O.order_id, blocker().label("blocker"))
        .select_from(ORDER_ROWS.origin)
        .where(*chosen)
        .order_by(until.asc().nulls_last(), _O.order_id)
    )


def still_wanted(tx: Tx, order_ids: Sequence[int]) -> dict[int, list[Want]]:
    """Order → what its lines want and nobody keeps for it yet, line by line, bundles by their parts."""
    found: dict[int, list[Want]] = {}
    for start in range(0, len(order_ids), MANY):
        part = order_ids[start : start + MANY]
        kept: dict[tuple[int, int], int] = {}
        pieces = type_coerce(Allocation.quantity, WHOLE)
        of_orders = select(Allocation.line_id, Allocation.sku_id, pieces).where(Allocation.order_id.in_(part))
        for line_id, sku_id, quantity in tx.rows(of_orders):
            kept[line_id, sku_id] = kept.get((line_id, sku_id), 0) + quantity
        lines = wanted_lines().where(OrderLine.order_id.in_(part)).order_by(OrderLine.line_id)
        for row in tx.rows(lines):
            missing = int(row.pieces) - kept.get((row.line_id, row.sku_id), 0)
            if missing > 0:
                found.setdefault(row.order_id, []).append(Want(row.order_id, row.line_id, row.sku_id, missing))
    return found


def free_pieces(tx: Tx, sku_ids: Iterable[int]) -> Free:
    """SKU → its places with pieces that are kept for nobody: its own shelf first, then the other shelves by name.

    Pieces of a blocked lot are nobody's, and so many of the rest are left as unpaid orders keep.
    """
    listed, found = sorted(set(sku_ids)), Free()
    for start in range(0, len(listed), MANY):
        part = listed[start : start + MANY]
        taken = _taken(tx, part)
        for row in tx.rows(_places(part)):
            pieces = row.pieces - taken.get((row.sku_id, row.place_id), 0)
            if pieces > 0:
                found.setdefault(row.sku_id, []).append((row.place_id, pieces))
        for sku_id, pieces in unpaid_pieces(tx, part).items():
            found[sku_id] = _without(found.get(sku_id, []), pieces)
    return found


def _places(sku_ids: Sequence[int]) -> Any:
    is_home = (SkuPlace.sku_id == StockLevel.sku_id) & (SkuPlace.place_id == StockLevel.warehouse_id)
    return (
        select(
            StockLevel.sku_id,
            StockLevel.warehouse_id.label("place_id"),
            type_coerce(StockLevel.on_hand, WHOLE).label("pieces"),
        )
        .join(Warehouse, _W.warehouse_id == StockLevel.warehouse_id)
        .outerjoin(SkuPlace, is_home)
        .where(StockLevel.sku_id.in_(sku_ids), StockLevel.on_hand > 0, _W.kind.in_(PICKED_FROM))
        .order_by(StockLevel.sku_id, SkuPlace.sku_place_id.is_(None), _W.kind, _W.code)
    )


def _without(places: list[tuple[int, int]], pieces: int) -> list[tuple[int, int]]:
    """The places less so many pieces, taken from the last ones."""
    left = []
    for place_id, there in reversed(places):
        gone = min(there, pieces)
        pieces -= gone
        if there > gone:
            left.append((place_id, there - gone))
    return left[::-1]


def _taken(tx: Tx, sku_ids: Sequence[int] | None = None) -> dict[tuple[int, int], int]:
    """(SKU, place) → pieces that are kept for open orders or are of a blocked lot."""
    pieces = type_coerce(func.sum(Allocation.quantity), WHOLE)
    kept = (
        select(Allocation.sku_id, Allocation.place_id, pieces)
        .join(SalesOrder, _O.order_id == Allocation.order_id)
        .where(_O.state == OrderState.PAID.value)
        .group_by(Allocation.sku_id, Allocation.place_id)
    )
    blocked = (
        select(StockMove.sku_id, StockMove.warehouse_id, type_coerce(func.sum(LotMove.quantity), WHOLE))
        .join(LotMove, LotMove.move_id == StockMove.move_id)
        .join(Lot, Lot.lot_id == LotMove.lot_id)
        .where(Lot.state == "blocked")
        .group_by(StockMove.sku_id, StockMove.warehouse_id)
    )
    found: dict[tuple[int, int], int] = {}
    for statement, column in ((kept, Allocation.sku_id), (blocked, StockMove.sku_id)):
        chosen = statement if sku_ids is None else statement.where(column.in_(sku_ids))
        for sku_id, place_id, quantity in tx.rows(chosen):
            # A place may owe pieces of a blocked lot, which left from there and lie elsewhere: they make no room.
            found[sku_id, place_id] = found.get((sku_id, place_id), 0) + max(int(quantity), 0)
    return found


def _keep(tx: Tx, shared: Shared) -> list[int]:
    """Write what was shared out; the orders that keep something now."""
    if not shared.kept:
        return []
    first = tx.reserve_ids(Allocation, len(shared.kept))
    images = (
        {
            "allocation_id": at, "order_id": kept.want.order_id, "line_id": kept.want.line_id,
            "sku_id": kept.want.sku_id, "place_id": kept.place_id, "quantity": kept.pieces, "picked": 0,
        }
        for at, kept in enumerate(shared.kept, first)
    )  # fmt: skip
    tx.apply(Allocation, [RowChange("allocation", image["allocation_id"], None, image) for image in images])
    orders = list(dict.fromkeys(kept.want.order_id for kept in shared.kept))
    for order_id in orders:
        set_work(tx, order_id, stage=Stage.ALLOCATED.value, allocated_at=tx.now)
    return orders


# ----------------------------------------------------------------------------------------------- when the shelf shrinks


def give_way(tx: Tx) -> None:
    """Drop what is kept for nobody: for orders that left, beyond what is wanted, and what a shelf no longer has.

    Of a shelf that has lost pieces the latest promise gives way.
    """
    stale = (
        select(Allocation.allocation_id)
        .join(SalesOrder, _O.order_id == Allocation.order_id)
        .where(_O.state != OrderState.PAID.value)
    )
    for allocation_id in tx.scalars(stale):
        tx.delete(Allocation, allocation_id)
    for order_id in _keeping_too_much(tx):
        forget_pieces(tx, order_id)
    over = overdrawn(tx)
    if not over:
        return
    latest = type_coerce(promise(), WHOLE).desc().nulls_first()
    kept = tx.rows(
        select(Allocation.order_id, Allocation.sku_id, Allocation.place_id, type_coerce(Allocation.quantity, WHOLE))
        .select_from(ORDER_ROWS.origin.join(Allocation.__table__, Allocation.order_id == _O.order_id))
        .where(Allocation.sku_id.in_({sku_id for sku_id, _place in over}))
        .order_by(latest, _O.order_id.desc())
    )
    gone: set[int] = set()
    for order_id, sku_id, place_id, pieces in kept:
        if over.get((sku_id, place_id), 0) > 0:
            over[sku_id, place_id] -= pieces
            gone.add(order_id)
    for order_id in sorted(gone):
        forget_pieces(tx, order_id)


def _keeping_too_much(tx: Tx) -> list[int]:
    """Orders that keep more than their lines want by now: a file has lowered a quantity, or named another SKU."""
    kept = (
        select(
            Allocation.order_id,
            Allocation.line_id,
            Allocation.sku_id,
            func.sum(type_coerce(Allocation.quantity, WHOLE)).label("pieces"),
        )
        .group_by(Allocation.order_id, Allocation.line_id, Allocation.sku_id)
        .subquery("kept")
    )
    lines = wanted_lines().where(OrderLine.line_id == kept.c.line_id).correlate(kept).subquery("line")
    wanted = select(func.sum(lines.c.pieces)).where(lines.c.sku_id == kept.c.sku_id).scalar_subquery()
    more = type_coerce(kept.c.pieces, WHOLE) > func.coalesce(type_coerce(wanted, WHOLE), 0)
    return tx.scalars(select(kept.c.order_id).where(more).distinct().order_by(kept.c.order_id))


def overdrawn(tx: Tx, sku_ids: Sequence[int] | None = None) -> dict[tuple[int, int], int]:
    """(SKU, place) → pieces that are kept there beyond what lies there."""
    taken = _taken(tx, sku_ids)
    there: dict[tuple[int, int], int] = {}
    listed = sorted({sku_id for sku_id, _place in taken})
    for start in range(0, len(listed), MANY):
        levels = select(
            StockLevel.sku_id, StockLevel.warehouse_id, type_coerce(StockLevel.on_hand, WHOLE)
        ).where(StockLevel.sku_id.in_(listed[start : start + MANY]))  # fmt: skip
        there |= {(sku_id, place_id): int(pieces) for sku_id, place_id, pieces in tx.rows(levels)}
    return {key: pieces - there.get(key, 0) for key, pieces in taken.items() if pieces > there.get(key, 0)}


@follows("allocation")
def refuse_more_than_there_is(tx: Tx, allocation_ids: tuple[int, ...]) -> None:
    """An undo must not bring back pieces that another order has been given since; `change` is the edit it is of."""
    changes = tx.touched.get("change")
    if not changes:
        return
    edited = set[tuple[int, int]]()
    for start in range(0, len(allocation_ids), MANY):
        part = Allocation.allocation_id.in_(allocation_ids[start : start + MANY])
        edited |= {(sku_id, place_id) for sku_id, place_id in tx.rows(_KEPT_AT.where(part))}
    if edited and edited & set(overdrawn(tx, [sku_id for sku_id, _place in edited])):
        said: Any = {"code": "taken", "change": max(changes)}
        raise UserError(N_("The pieces have been given to another order since. Nothing was changed."), **said)


@follows("lot")
def let_go_of_blocked(tx: Tx, _lot_ids: tuple[int, ...]) -> None:
    """Pieces of a lot that was blocked are kept for no order any more."""
    give_way(tx)


@follows("stock_count")
def let_go_of_counted(tx: Tx, _count_ids: tuple[int, ...]) -> None:
    """Pieces that a count did not find are kept for no order any more."""
    give_way(tx)


@follows("stock_move")
def let_go_of_taken(tx: Tx, move_ids: tuple[int, ...]) -> None:
    """Pieces that somebody took off a shelf by hand are kept for no order any more."""
    taken = StockMove.reason.in_([reason.value for reason in ADJUSTMENTS]) & (StockMove.quantity < 0)
    for start in range(0, len(move_ids), MANY):
        part = StockMove.move_id.in_(move_ids[start : start + MANY])
        if tx.scalar(select(StockMove.move_id).where(part, taken).limit(1)) is not None:
            give_way(tx)
            return


_KEPT_AT: Final = select(Allocation.sku_id, Allocation.place_id)
