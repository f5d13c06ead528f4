"""The goods that were sold: by SKU, and which of them have a cost that anybody knows, since when (`store.sums`).

Refunds of whole orders fall on their lines in proportion to what these came to; what shipping, charges and
tax bear of them belongs to no SKU.
"""

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from shopdesk.shop.money import allocate
from shopdesk.shop.orders.reports import between
from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.shop.profit.scope import Scope
from shopdesk.store import sums
from shopdesk.store.sums import AT_ONCE, NOT_SENT, UNTOLD
from shopdesk.store.tables import GoodsMonth, MoveValue, OrderLine, Refund, SalesOrder, StockMove
from shopdesk.store.tables.summaries import NOBODY
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_O, _L, _R = SalesOrder.__table__.c, OrderLine.__table__.c, Refund.__table__.c
_MONTHS: Final = GoodsMonth.__table__
_ADDED: Final = {"orders": "orders", "quantity": "units", "amount": "amount", "discount": "discount"}
"""What is read of goods → the sum that says it: pieces that were written off were not sold."""
_SOLD: Final = (_O.sold_on.is_not(None), _O.kind != OrderKind.ADJUSTMENT.value)


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
    are_bundled: bool = False
    """Whether goods were sold in bundles, whose parts have the cost."""


def look_at_costs(tx: Tx) -> Costs:
    """Three questions that an index answers at once."""
    known = tx.scalar(select(MoveValue.move_id).limit(1)) is not None
    late = known and tx.scalar(select(MoveValue.move_id).where(MoveValue.late_on.is_not(None)).limit(1)) is not None
    return Costs(known, late, known and tx.scalar(sums.are_bundles_moved()) is not None)


def fetch_sold(tx: Tx, scope: Scope, costs: Costs, *, by_sku: bool) -> list[Any]:
    """Goods sold and returned: day, channel_id, sku_id, order_kind, learnt, orders, quantity, amount, discount.

    Whole months are read from the sums kept of them, the days at both ends from their lines: what they say is added up.
    """
    ranges, found = scope.split(), list[Any]()
    if ranges.months:
        found += tx.rows(_added_up(_MONTHS, scope, by_sku=by_sku).where(*ranges.within(_MONTHS.c.month)))
    for since, until in ranges.ends:
        found += tx.rows(_added_up(_lines(scope, costs, *between(_O.sold_on, since, until)), scope, by_sku=by_sku))
    return found


def _lines(scope: Scope, costs: Costs, *wanted: ColumnElement[bool]) -> FromClause:
    """Lines of the wanted orders, added up as the sums of months are."""
    lines = sums.goods(scope.part(_O.sold_on), costs_known=costs.any_known, bundled=costs.are_bundled).where(*wanted)
    return lines.group_by("month").subquery("line")


def _added_up(goods: FromClause, scope: Scope, *, by_sku: bool) -> Select[Any]:
    """By bucket, channel, kind of order and `learnt`, and by SKU; what has a known cost is told by SKU alone."""
    c = goods.c
    day = c.month if scope.size is not None else literal("")
    # The key of the months, in its order: so they are added up as they stand and nothing is sorted. Joined to "", the
    # kind is no constant to SQLite, which would sort to leave a constant out.
    is_goods = (c.line_kind + "") == LineKind.PRODUCT.value
    keys = [*([c.sku_id] if by_sku else []), c.order_kind, c.line_kind, c.learnt, c.channel_id]
    sku_id = func.nullif(c.sku_id, NOBODY) if by_sku else null()
    added = [type_coerce(func.sum(type_coerce(c[kept], WHOLE)), WHOLE).label(name) for name, kept in _ADDED.items()]
    wanted = [is_goods, c.order_kind != OrderKind.ADJUSTMENT.value, *_channel(scope, c)]
    if not by_sku:
        wanted.append(c.learnt != AT_ONCE)
    return (
        select(day.label("day"), c.channel_id, sku_id.label("sku_id"), c.order_kind, c.learnt, *added)
        .where(*wanted)
        .group_by(*keys, *([c.month] if scope.size is not None else []))
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
        yield from (part for row in _learnt_since(tx, scope, costs, by_sku=by_sku) for part in _release(scope, row))


def _learnt_since(tx: Tx, scope: Scope, costs: Costs, *, by_sku: bool) -> list[Any]:
    """As `fetch_sold`: goods sold before the scope whose cost was learnt within it."""
    assert scope.since is not None
    ranges = sums.split(None, scope.since - timedelta(days=1))
    is_day = _MONTHS.c.learnt.not_in((AT_ONCE, NOT_SENT, UNTOLD))
    late = [is_day, _MONTHS.c.learnt >= scope.since.isoformat()]
    if scope.until is not None:
        late.append(_MONTHS.c.learnt <= scope.until.isoformat())
    found = list(tx.rows(_added_up(_MONTHS, scope, by_sku=by_sku).where(*late, *ranges.within(_MONTHS.c.month))))
    for since, until in ranges.ends:
        lines = _lines(scope, costs, _O.order_id.in_(_learnt_late(scope)), *between(_O.sold_on, since, until))
        found += tx.rows(_added_up(lines, scope, by_sku=by_sku))
    return found


def _part(scope: Scope, row: Any, day: str, sign: int) -> Part:
    quantity = sign * int(row.quantity)
    untold = 0 if row.learnt == NOT_SENT else quantity
    return Part(scope.bucket(day), row.channel_id, row.sku_id, quantity, sign * int(row.amount), untold)


def _release(scope: Scope, row: Any) -> Iterator[Part]:
    later = _later(row.learnt)
    if later and scope.holds(later):
        yield _part(scope, row, later, -1)


def _later(learnt: str) -> str:
    """The day on which a cost was learnt after its sale had been closed, else ""."""
    return "" if learnt in (NOT_SENT, UNTOLD) else learnt


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
        .where(*_SOLD, ~sums.never_left(), *_channel(scope), *scope.days(_O.sold_on))
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
    learnt: str

    @property
    def is_unknown(self) -> bool:
        """Whether the cost of these goods was unknown on the day of the refund."""
        later = _later(self.learnt)
        return self.learnt != AT_ONCE and (not later or self.day < later)


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
            sums.learnt(costs_known=costs.any_known, bundled=costs.are_bundled).label("learnt"),
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


def _channel(scope: Scope, columns: Any = _O) -> list[ColumnElement[bool]]:
    return [] if scope.channel_id is None else [columns.channel_id == scope.channel_id]


def _learnt_late(scope: Scope) -> Select[Any]:
    """SQL: orders with goods whose cost was learnt within the scope, after their books had been closed."""
    return (
        select(StockMove.document_id)
        .join(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.document_kind == "order", MoveValue.late_on.is_not(None), *scope.days(MoveValue.late_on))
    )
