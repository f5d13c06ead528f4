"""What the sums that reports read are sums of: one select each, which fills them and which they are checked against."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, case, func, select, type_coerce

from shopdesk.store.tables import JournalEntry, MoveValue, OrderLine, Posting, SalesOrder, StockMove
from shopdesk.store.tables.summaries import NOBODY
from shopdesk.store.types import WHOLE

AT_ONCE: Final = ""
"""`learnt` of goods whose cost was known when they were booked; a day is when it was learnt after that was closed."""
NOT_SENT: Final = "-"
"""`learnt` of goods that have not left the house: their cost is not known yet."""
UNTOLD: Final = "?"
"""`learnt` of goods that were sent and whose cost nobody has told."""
_E, _P, _M = JournalEntry.__table__.c, Posting.__table__.c, StockMove.__table__.c
_O, _L, _V = SalesOrder.__table__.c, OrderLine.__table__.c, MoveValue.__table__.c


def month_of(day: Any) -> ColumnElement[str]:
    """SQL: "2026-03" of a day."""
    return func.substr(type_coerce(day, Text()), 1, 7)


def _whole(column: Any) -> ColumnElement[int]:
    """SQL: a column as the store keeps it."""
    return type_coerce(column, WHOLE)


def postings() -> Select[Any]:
    """Debits and credits by day, channel and account."""
    channel, debit = func.coalesce(_E.channel_id, NOBODY), case((_P.amount > 0, _whole(_P.amount)), else_=0)
    return (
        select(
            type_coerce(_E.entry_on, Text()).label("entry_on"),
            channel.label("channel_id"),
            _P.account_id,
            func.sum(debit).label("debit"),
            func.sum(debit - _whole(_P.amount)).label("credit"),
        )
        .join_from(JournalEntry, Posting, _P.entry_id == _E.entry_id)
        .group_by("entry_on", "channel_id", "account_id")
    )


def goods(part: ColumnElement[str], *, costs_known: bool, bundled: bool = False) -> Select[Any]:
    """Lines of booked orders by SKU, kinds, `learnt` and channel; `part` of the day of their sale is named "month".

    Whoever gives a part that is not the same for all lines groups by it ("month"): a constant would cost a sixth more.

    The goods of a SKU in an order have a known cost when every move of them has a value; what has not moved has none
    yet. Nothing left the house of an order that was refunded before it was sent: it cost nothing, and nothing about it
    is unknown. Where no cost is known at all (`costs_known`), no move need be read. `bundled`: goods of bundles have
    moved (`are_bundles_moved`), so moves are asked whose part they are.
    """
    written_off = (_whole(_L.quantity) < 0) & (_whole(_L.unit_price) == 0)
    keys = {
        "sku_id": func.coalesce(_L.sku_id, NOBODY),
        "order_kind": _O.kind,
        "line_kind": _L.kind,
        "learnt": _learnt(costs_known=costs_known, bundled=bundled),
        "channel_id": _O.channel_id,
        "month": part,
    }
    return (
        select(
            *(key.label(name) for name, key in keys.items()),
            func.count(func.distinct(_L.order_id)).label("orders"),
            func.sum(case((written_off, 0), else_=_whole(_L.quantity))).label("units"),
            func.sum(_whole(_L.amount)).label("amount"),
            func.sum(_whole(_L.discount)).label("discount"),
        )
        .join_from(SalesOrder, OrderLine, _L.order_id == _O.order_id)
        .where(_O.sold_on.is_not(None))
        .group_by(*(name for name in keys if name != "month"))
    )


def learnt(*, costs_known: bool, bundled: bool = False) -> ColumnElement[str]:
    """SQL: when the cost of a line's goods was learnt: AT_ONCE, NOT_SENT, UNTOLD, or a day.

    What left of an order that is not gone yet, in a parcel, says nothing about the rest of it: all of it waits.
    """
    if not costs_known:
        return case((never_left(), AT_ONCE), else_=UNTOLD)
    late = func.max(func.coalesce(type_coerce(_V.late_on, Text()), AT_ONCE))
    found = (
        select(case((standing_moves() == 0, NOT_SENT), (func.count() == func.count(_V.move_id), late), else_=UNTOLD))
        .select_from(StockMove.__table__.outerjoin(MoveValue.__table__, _V.move_id == _M.move_id))
        .where(
            _M.document_id == _L.order_id,
            _M.document_kind == "order",
            (sold_as() if bundled else _M.sku_id) == _L.sku_id,
        )
        .correlate(OrderLine.__table__)
    )
    return case((never_left(), AT_ONCE), (_O.state == "paid", NOT_SENT), else_=found.scalar_subquery())


def _learnt(*, costs_known: bool, bundled: bool) -> ColumnElement[str]:
    """SQL: `learnt`; of what is no goods there is nothing to learn."""
    is_goods = (_L.kind == "product") & (_O.kind != "adjustment")
    return case((~is_goods, AT_ONCE), else_=learnt(costs_known=costs_known, bundled=bundled))


def sold_as() -> ColumnElement[int]:
    """SQL: the SKU that a move's goods were sold as: their bundle, where they are part of one."""
    return func.coalesce(_M.bundle_id, _M.sku_id)


def are_bundles_moved() -> Select[Any]:
    """A move of a bundle's part, where there is any."""
    return select(_M.move_id).where(_M.bundle_id.is_not(None)).limit(1)


def never_left() -> ColumnElement[bool]:
    """SQL: the order was refunded and nothing of it ever moved."""
    moved = (
        select(standing_moves())
        .where(_M.document_id == _O.order_id, _M.document_kind == "order")
        .correlate(SalesOrder.__table__)
    )
    return (_O.state == "refunded") & (moved.scalar_subquery() == 0)


def standing_moves() -> ColumnElement[int]:
    """SQL: how many moves of a group nothing has answered: a reversal cancels itself and one other."""
    return func.count(_M.move_id) - 2 * func.count(_M.reverses_id)


def costs(part: ColumnElement[str]) -> Select[Any]:
    """What goods of orders were worth, by SKU, `part` of the day that booked it ("month") and channel; no zeros."""
    # With nothing added, or joined to "", neither SKU nor kind is a reason to read all moves by SKU or by document: in
    # their own order they come twenty times as fast. Those of a few SKUs are still found by these.
    of_sku = (sold_as() + 0).label("of_sku")
    return (
        select(of_sku, _O.channel_id, part.label("month"), func.sum(_whole(_V.value)).label("value"))
        .join_from(MoveValue, StockMove, _M.move_id == _V.move_id)
        .join(SalesOrder, _O.order_id == _M.document_id)
        .where((_M.document_kind + "") == "order", _M.reason.in_(("sale", "return")))
        .group_by("of_sku", _O.channel_id, "month")
        .having(func.sum(_whole(_V.value)) != 0)
    )


def booked_on() -> ColumnElement[str]:
    """SQL: the day on which the value of a move entered the books."""
    return func.coalesce(type_coerce(_V.late_on, Text()), type_coerce(_M.booked_on, Text()))


def values() -> Select[Any]:
    """What the pieces on hand of a SKU cost, where all of its moves have a value; going from place to place is free."""
    return (
        select(_M.sku_id, func.sum(_whole(_V.value)).label("value"))
        .outerjoin_from(StockMove, MoveValue, _V.move_id == _M.move_id)
        .where(_M.reason != "transfer")
        .group_by(_M.sku_id)
        .having(standing_moves() > 0, func.count() == func.count(_V.move_id))
    )


# ------------------------------------------------------------------------------------------------ which days they know


@dataclass(frozen=True, slots=True)
class Split:
    """A range of days as whole months, which the sums know, and the days at its ends, which only the lines know."""

    months: tuple[str | None, str | None] | None
    """First and last whole month, None open; None where the range holds no whole month."""
    ends: tuple[tuple[date | None, date | None], ...]
    """First and last day of each end."""

    def within(self, month: ColumnElement[str]) -> list[ColumnElement[bool]]:
        """SQL: conditions that a month is one of the whole ones."""
        first, last = self.months or (None, None)
        conditions = [] if first is None else [month >= first]
        return conditions if last is None else [*conditions, month <= last]


def split(since: date | None, until: date | None) -> Split:
    """The whole months from `since` to `until` (both included, None open), and what they leave over."""
    begin, end = since, until
    if since is not None and since.day > 1:
        begin = _next_month(since)
    if until is not None and until.day < monthrange(until.year, until.month)[1]:
        end = until.replace(day=1) - timedelta(days=1)
    if begin is not None and end is not None and begin > end:
        return Split(None, ((since, until),))
    ends: list[tuple[date | None, date | None]] = []
    if begin is not None and begin != since:
        ends.append((since, begin - timedelta(days=1)))
    if end is not None and end != until:
        ends.append((end + timedelta(days=1), until))
    months = (begin.isoformat()[:7] if begin else None, end.isoformat()[:7] if end else None)
    return Split(months, tuple(ends))


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
