"""The goods that were sold: by SKU, and which of them have a cost that anybody knows, since when.

The goods of a SKU in an order have a known cost when every move of them has a value; what has not moved has none yet.
Nothing left the house of an order that was refunded before it was sent: it cost nothing, and nothing about it is
unknown. Refunds of whole orders fall on their lines in proportion to what these came to; what shipping, charges and
tax bear of them belongs to no SKU.
"""

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, case, func, null, or_, select, true, type_coerce

from shopdesk.shop.money import allocate
from shopdesk.shop.orders.rules import LineKind, OrderKind, OrderState
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.levels import standing_moves
from shopdesk.store.tables import MoveValue, OrderLine, Refund, SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_O, _L, _R = SalesOrder.__table__.c, OrderLine.__table__.c, Refund.__table__.c
_SOLD: Final = (_O.sold_on.is_not(None), _O.kind != OrderKind.ADJUSTMENT.value)
AT_ONCE: Final = ""
"""`learnt` of goods whose cost was known when they were booked; None is unknown, a day is when it was learnt later."""
NOT_SENT: Final = "-"
"""`learnt` of goods that have not left the house: their cost is not known yet."""


class Part(NamedTuple):
    """Pieces and money of goods in a bucket: of one SKU, or of none. Stored integers."""

    bucket: str
    channel_id: int
    sku_id: int | None
    quantity: int
    amount: int
    untold: int = 0
    """Pieces that were sent and whose cost nobody has told."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What the shop knows of costs at all, which decides how much must be read."""

    any_known: bool
    any_late: bool
    """Whether some were learnt after the books of their sale had been closed."""


def look_at_costs(tx: Tx) -> Costs:
    """Two questions that an index answers at once."""
    known = tx.scalar(select(MoveValue.move_id).limit(1)) is not None
    late = known and tx.scalar(select(MoveValue.move_id).where(MoveValue.late_on.is_not(None)).limit(1)) is not None
    return Costs(known, late)


def fetch_sold(tx: Tx, scope: Scope, costs: Costs, *, by_sku: bool) -> Sequence[Any]:
    """Goods sold and returned: day, channel_id, sku_id, order_kind, learnt, orders, quantity, amount, discount."""
    return tx.rows(_sold(scope, costs, by_sku=by_sku).where(*scope.days(_O.sold_on)))


def _sold(scope: Scope, costs: Costs, *, by_sku: bool) -> Select[Any]:
    sku_id = (_L.sku_id if by_sku else null()).label("sku_id")
    sums = [type_coerce(func.sum(_L[name]), WHOLE).label(name) for name in ("quantity", "amount", "discount")]
    return (
        select(
            scope.part(_O.sold_on),
            _O.channel_id,
            sku_id,
            _O.kind.label("order_kind"),
            _learnt(costs).label("learnt"),
            func.count(func.distinct(_L.order_id)).label("orders"),
            *sums,
        )
        .join_from(SalesOrder.__table__, OrderLine.__table__, _L.order_id == _O.order_id)
        .where(_L.kind == LineKind.PRODUCT.value, *_SOLD, *_channel(scope))
        .group_by("day", "channel_id", *(["sku_id"] if by_sku else []), "order_kind", "learnt")
    )


def unknown_parts(tx: Tx, scope: Scope, costs: Costs) -> Iterator[Part]:
    """Sales of unknown cost, net of their refunds, as amounts to add up; no part tells its SKU."""
    if costs.any_known:
        yield from unknown_sales(tx, scope, costs, fetch_sold(tx, scope, costs, by_sku=False), by_sku=False)
    else:
        yield from _all_unknown(tx, scope)
    yield from unknown_refunds(scope, fetch_refund_shares(tx, scope, costs), by_sku=False)


def unknown_sales(tx: Tx, scope: Scope, costs: Costs, sold: Sequence[Any], *, by_sku: bool) -> Iterator[Part]:
    """Of the goods `sold` (see `fetch_sold`) those of unknown cost.

    A cost that is learnt after the books of the sale were closed takes the sale out of the unknown on the day that it
    enters the books, so that closed months stay as they were.
    """
    for row in sold:
        if row.learnt != AT_ONCE:
            yield _part(scope, row, row.day, 1)
            yield from _release(scope, row)
    if costs.any_late and scope.since is not None:
        earlier = _sold(scope, costs, by_sku=by_sku).where(
            _O.sold_on < scope.since, _O.order_id.in_(_learnt_late(scope))
        )
        for row in tx.rows(earlier):
            yield from _release(scope, row)


def _part(scope: Scope, row: Any, day: str, sign: int) -> Part:
    quantity = sign * int(row.quantity)
    untold = 0 if row.learnt == NOT_SENT else quantity
    return Part(scope.bucket(day), row.channel_id, row.sku_id, quantity, sign * int(row.amount), untold)


def _release(scope: Scope, row: Any) -> Iterator[Part]:
    later = _later(row.learnt)
    if later and scope.holds(later):
        yield _part(scope, row, later, -1)


def _later(learnt: str | None) -> str:
    """The day on which a cost was learnt after its sale had been closed, else ""."""
    return "" if learnt is None or learnt == NOT_SENT else learnt


def unknown_refunds(scope: Scope, shares: Iterable["RefundShare"], *, by_sku: bool) -> Iterator[Part]:
    """What refunds took back of sales of unknown cost, and what of that a cost learnt later returned."""
    for share in shares:
        if not share.is_unknown:
            continue
        sku_id = share.sku_id if by_sku else None
        if scope.holds(share.day):
            yield Part(scope.bucket(share.day), share.channel_id, sku_id, 0, -share.amount)
        later = _later(share.learnt)
        if later and scope.holds(later):
            yield Part(scope.bucket(later), share.channel_id, sku_id, 0, share.amount)


def _all_unknown(tx: Tx, scope: Scope) -> Iterator[Part]:
    """Where no cost is known at all, the orders themselves say it: their lines need not be read."""
    goods = type_coerce(func.sum(_O.goods - _O.discount), WHOLE)
    found = tx.rows(
        select(
            scope.part(_O.sold_on),
            _O.channel_id,
            type_coerce(func.sum(_O.units), WHOLE).label("units"),
            goods.label("goods"),
        )
        .where(*_SOLD, ~_never_left(), *_channel(scope), *scope.days(_O.sold_on))
        .group_by("day", "channel_id")
    )
    for row in found:
        yield Part(scope.bucket(row.day), row.channel_id, None, int(row.units), int(row.goods), int(row.units))


class RefundShare(NamedTuple):
    """What part of a refund falls on one line of its order, or (no goods, nothing unknown) on what is not goods."""

    day: str
    channel_id: int
    sku_id: int | None
    amount: int
    learnt: str | None

    @property
    def is_unknown(self) -> bool:
        """Whether the cost of these goods was unknown on the day of the refund."""
        return self.learnt != AT_ONCE and (not _later(self.learnt) or self.day < _later(self.learnt))


def fetch_refund_shares(tx: Tx, scope: Scope, costs: Costs) -> Iterator[RefundShare]:
    """Refunds of the scope, and those whose goods' cost was learnt within it, split over the lines of their orders."""
    within = and_(true(), *scope.days(_R.refunded_on))
    if costs.any_late:
        within = or_(within, _R.order_id.in_(_learnt_late(scope)))
    day = type_coerce(_R.refunded_on, Text()).label("day")
    found = tx.rows(
        select(
            _R.refund_id,
            day,
            type_coerce(_R.amount, WHOLE).label("refund"),
            _refunded_before().label("before"),
            _O.channel_id,
            type_coerce(_O.total, WHOLE).label("total"),
            _L.line_id,
            _L.sku_id,
            type_coerce(_L.amount, WHOLE).label("amount"),
            _learnt(costs).label("learnt"),
        )
        .join_from(Refund.__table__, SalesOrder.__table__, _O.order_id == _R.order_id)
        .outerjoin(OrderLine.__table__, (_L.order_id == _O.order_id) & (_L.kind == LineKind.PRODUCT.value))
        .where(within, *_channel(scope))
        .order_by(_R.refund_id, _L.line_id)
    )
    for _refund, group in groupby(found, lambda row: row.refund_id):
        yield from _shares(list(group))


def _shares(rows: list[Any]) -> Iterator[RefundShare]:
    lines = [row for row in rows if row.line_id is not None]
    goods = [max(row.amount, 0) for row in lines]
    rest = max(rows[0].total - sum(goods), 0)
    first = rows[0]
    # A refund bears what it adds to the refunds before it: in however many parts money is given back, its shares are
    # the same. Everything that nothing else can bear goes to the first weight: what is not goods.
    before, until = (
        allocate(amount, [rest, *goods]) for amount in (int(first.before), int(first.before) + first.refund)
    )
    left, *shares = map(operator.sub, until, before)
    for row, amount in zip(lines, shares, strict=True):
        if amount:
            yield RefundShare(first.day, first.channel_id, row.sku_id, amount, row.learnt)
    if left:
        yield RefundShare(first.day, first.channel_id, None, left, AT_ONCE)


def _refunded_before() -> ColumnElement[int]:
    """SQL: what the order had been refunded until a refund, by day."""
    earlier = Refund.__table__.alias("earlier")
    return (
        select(type_coerce(func.coalesce(func.sum(earlier.c.amount), 0), WHOLE))
        .where(
            earlier.c.order_id == _R.order_id,
            or_(
                earlier.c.refunded_on < _R.refunded_on,
                and_(earlier.c.refunded_on == _R.refunded_on, earlier.c.refund_id < _R.refund_id),
            ),
        )
        .correlate(Refund.__table__)
        .scalar_subquery()
    )


def _channel(scope: Scope) -> list[ColumnElement[bool]]:
    return [] if scope.channel_id is None else [_O.channel_id == scope.channel_id]


def _never_left() -> ColumnElement[bool]:
    """SQL: the order was refunded and nothing of it ever moved."""
    moved = (
        select(standing_moves())
        .where(StockMove.document_id == _O.order_id, StockMove.document_kind == "order")
        .correlate(SalesOrder.__table__)
    )
    return (_O.state == OrderState.REFUNDED.value) & (moved.scalar_subquery() == 0)


def _learnt(costs: Costs) -> ColumnElement[str | None]:
    """SQL: when the cost of a line's goods was learnt: AT_ONCE, NOT_SENT, a day, or NULL while nobody has told it."""
    if not costs.any_known:
        return case((_never_left(), AT_ONCE), else_=null())
    late = func.max(func.coalesce(type_coerce(MoveValue.late_on, Text()), AT_ONCE))
    found = (
        select(case((standing_moves() == 0, NOT_SENT), (func.count() == func.count(MoveValue.move_id), late)))
        .select_from(StockMove.__table__.outerjoin(MoveValue.__table__, MoveValue.move_id == StockMove.move_id))
        .where(StockMove.document_id == _L.order_id, StockMove.document_kind == "order", StockMove.sku_id == _L.sku_id)
        .correlate(OrderLine.__table__)
    )
    return case((_never_left(), AT_ONCE), else_=found.scalar_subquery())


def _learnt_late(scope: Scope) -> Select[Any]:
    """SQL: orders with goods whose cost was learnt within the scope, after their books had been closed."""
    return (
        select(StockMove.document_id)
        .join(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.document_kind == "order", MoveValue.late_on.is_not(None), *scope.days(MoveValue.late_on))
    )
