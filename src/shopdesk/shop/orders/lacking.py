"""What orders that changed still lack on the shelf; what was moved stays, the difference is added.

An order of which parcels have left moves what is in them, each on its own day, until all of it is gone. What a bundle
is made of is asked when it leaves: changed later, its parts stay what they were for what has left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import exists, literal_column, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.catalog.bundles import parts_of
from shopdesk.shop.orders.goods import FRESH, ORDER, lock_moment
from shopdesk.shop.orders.rules import OrderState, goods_left, line_move, portions
from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.homes import home_of
from shopdesk.shop.stock.levels import add_levels, main_warehouse
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import Allocation, OrderLine, Shipment, ShipmentLine, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE

_MOVE: Final = (*FRESH, "reverses_id")
Part = tuple[int, int]
"""A SKU, and how many 1/1,000 of it one piece of the line takes."""


@dataclass(slots=True)
class _Wanted:
    """What a line should have moved; pieces in 1/1,000, signed."""

    order_id: int
    sku_id: int
    portions: list[tuple[int, int]]
    """When (seconds UTC) and how many, oldest first."""
    reason: MoveReason
    source_row: int | None


@dataclass(slots=True)
class _Left:
    """Moves of one moment that stand for one portion of a line."""

    moves: list[Any] = field(default_factory=list)

    @property
    def sku_id(self) -> int | None:
        """The SKU of the line that they are the goods or the parts of; None where they are of several."""
        skus = {move.bundle_id or move.sku_id for move in self.moves}
        return skus.pop() if len(skus) == 1 else None

    @property
    def pieces(self) -> int | None:
        """So many of the line; None where the parts do not agree."""
        by_sku: dict[int, int] = {}
        for move in self.moves:
            pieces = move.quantity if move.bundle_id is None else move.bundles
            by_sku[move.sku_id] = by_sku.get(move.sku_id, 0) + pieces
        return by_sku.popitem()[1] if len(set(by_sku.values())) == 1 else None

    @property
    def parts(self) -> list[Part]:
        """What the parts of the line were when they moved."""
        per_one = {
            m.sku_id: QUANTITY_SCALE if m.bundle_id is None else m.quantity * QUANTITY_SCALE // m.bundles
            for m in self.moves
        }
        return list(per_one.items())


class Shelf:
    """Collects the moves that orders lack, and appends them at once. `rows`: order → the row of the file in hand."""

    def __init__(self, tx: Tx, rows: Mapping[int, int]) -> None:
        self.tx, self.rows = tx, rows
        self.made: list[tuple[Any, ...]] = []
        self.main = main_warehouse(tx)
        locked = lock_moment(tx)
        self.earliest = int(locked.timestamp()) if locked else 0
        self.kept: dict[tuple[int, int], list[list[int]]] = {}
        self.homes: dict[int, int] = {}

    def bring(self, orders: Mapping[int, Any]) -> None:
        """Note what these orders (order_id → its row as stored) lack."""
        moves, parcels = _standing(self.tx, orders), _parcels(self.tx, orders)
        moved = {move.document_id for move in moves}
        orders = {key: order for key, order in orders.items() if not (key in moved and _is_settled(order, parcels))}
        standing: dict[int, dict[int, _Left]] = {}
        for move in moves:
            if move.document_id in orders:
                standing.setdefault(move.line_id or 0, {}).setdefault(move.moved_at, _Left()).moves.append(move)
        wanted = _wanted(self.tx, orders, moved, parcels, self.rows)
        lacking = dict[int, tuple[_Wanted, list[tuple[int, int]], list[Part]]]()
        for line_id in sorted({*standing, *wanted}):
            wants, has = wanted.get(line_id), list(standing.get(line_id, {}).values())
            stays, missing = _compare(wants, has)
            for left in has:
                if left not in stays:
                    self.made += map(self._answer, left.moves)
            if wants and missing:
                lacking[line_id] = wants, missing, stays[0].parts if stays else []
        self._take(orders, lacking)

    def write(self) -> None:
        """Append everything, with its levels, lots and values."""
        if self.made:
            first = self.tx.reserve_ids(StockMove, 1)
            self.tx.insert_many(StockMove, _MOVE, self.made)
            add_levels(self.tx, first)
            revalue(self.tx, {row[0] for row in self.made})

    def _answer(self, move: Any) -> tuple[Any, ...]:
        bundles = None if move.bundles is None else -move.bundles
        return (
            move.sku_id, move.warehouse_id, -move.quantity, move.bundle_id, bundles, MoveReason.REVERSAL.value,
            max(move.moved_at, self.earliest), move.booked_on, ORDER, move.document_id, move.line_id,
            self.tx.import_id, self.rows.get(move.document_id), self.tx.change_id, move.move_id,
        )  # fmt: skip

    def _take(
        self, orders: Mapping[int, Any], lacking: Mapping[int, tuple[_Wanted, list[tuple[int, int]], list[Part]]]
    ) -> None:
        if not lacking:
            return
        bundles = parts_of(self.tx, {wants.sku_id for wants, _missing, _parts in lacking.values()})
        now = {
            sku: [(part.sku_id, int(part.quantity * QUANTITY_SCALE)) for part in parts]
            for sku, parts in bundles.items()
        }
        made = []
        for line_id, (wants, missing, parts) in lacking.items():
            taken = parts or now.get(wants.sku_id) or [(wants.sku_id, QUANTITY_SCALE)]
            made += [(line_id, wants, at, pieces, part) for at, pieces in missing for part in taken]
        self.homes = home_of(self.tx, {part[0] for *_rest, part in made}, self.main)
        self.kept = _kept(self.tx, [wants.order_id for _line, wants, *_rest in made])
        for line_id, wants, at, pieces, part in made:
            self.made += self._moves(orders[wants.order_id], line_id, wants, at, pieces, part)

    def _moves(
        self, order: Any, line_id: int, wants: _Wanted, at: int, pieces: int, part: Part
    ) -> Iterator[tuple[Any, ...]]:
        """One portion of a line and part, from the shelves that keep it for the line, else from the SKU's own."""
        sku_id, per_one = part
        is_bundle, moved_at = sku_id != wants.sku_id, max(at, self.earliest)
        quantity = _whole(pieces * per_one)
        day = order.sold_on or datetime.fromtimestamp(moved_at, UTC).astimezone(self.tx.zone).date().isoformat()
        places, rest = list(self._places(line_id, sku_id, quantity)), pieces
        for at_place, (place_id, some) in enumerate(places, 1):
            # The last place has the rest, so that the places together are of as many as left.
            share = rest if at_place == len(places) else _whole(some * QUANTITY_SCALE * QUANTITY_SCALE // per_one)
            rest -= share
            yield (
                sku_id, place_id, some, wants.sku_id if is_bundle else None, share if is_bundle else None,
                wants.reason.value, moved_at, day, ORDER, wants.order_id, line_id, self.tx.import_id,
                wants.source_row, self.tx.change_id, None,
            )  # fmt: skip

    def _places(self, line_id: int, sku_id: int, quantity: int) -> Iterator[tuple[int, int]]:
        """Places and pieces, signed, that together are the quantity."""
        left = quantity
        for kept in self.kept.get((line_id, sku_id), []) if quantity < 0 else []:
            some = min(kept[1], -left)
            if some:
                yield kept[0], -some
            kept[1] -= some
            left += some
        if left:
            yield self.homes.get(sku_id, self.main), left


def _whole(thousandths: int) -> int:
    """Thousandths of stored pieces as stored pieces, cut off as the database does."""
    return thousandths // QUANTITY_SCALE if thousandths >= 0 else -(-thousandths // QUANTITY_SCALE)


def _compare(wants: _Wanted | None, has: Sequence[_Left]) -> tuple[list[_Left], list[tuple[int, int]]]:
    """What of the moves that stand may stay, and the portions that are missing."""
    if wants is None:
        return [], []
    fits = [left for left in has if left.sku_id == wants.sku_id and left.pieces is not None]
    whole = sum(pieces for _at, pieces in wants.portions)
    if len(fits) == len(has) and sum(left.pieces or 0 for left in fits) == whole:
        return list(fits), []
    missing, stays = list(wants.portions), []
    for left in fits:
        answers = [one for one in missing if one[1] == left.pieces]
        if answers:
            missing.remove(next((one for one in answers if one[0] == left.moves[0].moved_at), answers[0]))
            stays.append(left)
    return stays, missing


def _standing(tx: Tx, orders: Iterable[int]) -> Sequence[Any]:
    """Moves of the lines of orders that nothing has answered, as stored integers.

    What came back and was inspected is of an order too, and of no line: that is a fact of its own (`fulfilment`).
    """
    move, answer = StockMove.__table__.c, aliased(StockMove)
    names = ("quantity", "bundles", "moved_at", "booked_on")
    return tx.rows(
        select(
            move.move_id, move.document_id, move.line_id, move.sku_id, move.warehouse_id, move.bundle_id,
            *(literal_column(f"stock_move.{name}").label(name) for name in names),
        ).where(
            move.document_kind == ORDER, move.document_id.in_(list(orders)), move.reverses_id.is_(None),
            move.line_id.is_not(None),
            ~exists().where(answer.reverses_id == move.move_id, answer.document_id == move.document_id),
        ).order_by(move.move_id)
    )  # fmt: skip


def _is_settled(order: Any, parcels: Mapping[int, Sequence[Any]]) -> bool:
    """Whether a refund came between two parcels: what has left stays gone, and nobody knows of more."""
    waits = order.state == OrderState.REFUNDED and order.shipped_at is None
    return waits and any(row.order_id == order.order_id for some in parcels.values() for row in some)


def _wanted(
    tx: Tx, orders: Mapping[int, Any], moved: set[int], parcels: Mapping[int, Sequence[Any]], rows: Mapping[int, int]
) -> dict[int, _Wanted]:
    """Line → what it should have moved; `moved` orders have moves, which a refund leaves as they are."""
    sent = {row.order_id for some in parcels.values() for row in some if row.order_id in orders}
    gone = {
        order.order_id for order in orders.values()
        if goods_left(
            order.kind, order.state, booked=order.sold_on is not None,
            sent=order.shipped_at is not None or order.waybill is not None or order.order_id in moved,
        )
    }  # fmt: skip
    quantity, price = type_coerce(OrderLine.quantity, WHOLE), type_coerce(OrderLine.unit_price, WHOLE)
    made = {}
    for row in tx.rows(
        select(
            OrderLine.line_id, OrderLine.order_id, OrderLine.sku_id, OrderLine.source_row, OrderLine.import_id,
            quantity.label("quantity"), price.label("price"),
        ).where(OrderLine.order_id.in_([*(gone | sent)]), OrderLine.sku_id.is_not(None), quantity != 0)
    ):  # fmt: skip
        order = orders[row.order_id]
        pieces, reason = line_move(order.kind, row.quantity, row.price)
        in_parcels = [(one.at, one.pieces) for one in parcels.get(row.line_id, ())]
        when = order.shipped_at or order.paid_at or order.placed_at or order.completed_at or int(tx.now.timestamp())
        some = portions(pieces, in_parcels, when if row.order_id in gone else None)
        if some:
            source_row = row.source_row if row.import_id == tx.import_id else rows.get(row.order_id)
            made[row.line_id] = _Wanted(row.order_id, row.sku_id, some, reason, source_row)
    return made


def _parcels(tx: Tx, orders: Mapping[int, Any]) -> dict[int, list[Any]]:
    """Line → what of it is in which parcel: order_id, at, pieces; oldest first."""
    found: dict[int, list[Any]] = {}
    rows = tx.rows(
        select(
            Shipment.order_id, ShipmentLine.line_id, type_coerce(Shipment.shipped_at, WHOLE).label("at"),
            type_coerce(ShipmentLine.quantity, WHOLE).label("pieces"),
        )
        .join(ShipmentLine, ShipmentLine.shipment_id == Shipment.shipment_id)
        .where(Shipment.order_id.in_(list(orders)))
        .order_by(Shipment.shipped_at, Shipment.shipment_id)
    )  # fmt: skip
    for row in rows:
        found.setdefault(row.line_id, []).append(row)
    return found


def _kept(tx: Tx, order_ids: Sequence[int]) -> dict[tuple[int, int], list[list[int]]]:
    """Line and SKU → the places that keep pieces for it, and how many; what was picked first."""
    found: dict[tuple[int, int], list[list[int]]] = {}
    rows = tx.rows(
        select(
            Allocation.line_id, Allocation.sku_id, Allocation.place_id,
            type_coerce(Allocation.quantity, WHOLE).label("pieces"),
        )
        .where(Allocation.order_id.in_(sorted(set(order_ids))))
        .order_by(Allocation.picked.desc(), Allocation.allocation_id)
    )  # fmt: skip
    for row in rows:
        found.setdefault((row.line_id, row.sku_id), []).append([row.place_id, row.pieces])
    return found
