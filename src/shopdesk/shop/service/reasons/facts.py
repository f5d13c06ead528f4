"""What is read to say why goods came back and what that cost: the books first, then orders, cases, returns and lots."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select, type_coerce

from shopdesk.shop.fulfilment.returns import RETURN
from shopdesk.shop.fulfilment.rules import ReturnState
from shopdesk.shop.ledger.rules import Role, role_of
from shopdesk.shop.orders.rules import LineKind
from shopdesk.shop.profit.direct import CAME_BACK, order_of_entry
from shopdesk.shop.service.rules import CaseKind
from shopdesk.store.sums import sold_as
from shopdesk.store.tables import (
    Account,
    AfterSale,
    CustomerReturn,
    JournalEntry,
    Lot,
    LotMove,
    MoveValue,
    OrderLine,
    Posting,
    Refund,
    ReturnLine,
    SalesOrder,
    ServiceCase,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_E, _P, _M = JournalEntry.__table__.c, Posting.__table__.c, StockMove.__table__.c
_C, _R, _O = ServiceCase.__table__.c, CustomerReturn.__table__.c, SalesOrder.__table__.c
_PART: Final = 500
ACCOUNTS: Final = {
    Role.RETURNS: "refund",
    Role.RETURN_FREIGHT: "freight",
    Role.COMPENSATION: "compensation",
    Role.RETURNS_LOSS: "written_off",
}
"""Accounts whose whole amount is what complaints and returns cost → field of `Costs`."""
COUNTED: Final = tuple(kind.value for kind in CaseKind if kind is not CaseKind.ENQUIRY)
"""Kinds of cases that say that something was wrong."""


class Booked(NamedTuple):
    """An amount of the books on a day; of an order, of a return whose order nobody knows, or of neither."""

    order_id: int | None
    return_id: int | None
    day: date
    name: str
    amount: int


class Goods(NamedTuple):
    """What goods that came back, or were written off then, are worth; above zero."""

    order_id: int | None
    return_id: int | None
    sku_id: int
    day: date
    name: str
    amount: int


@dataclass(slots=True)
class Sold:
    """An order, as far as its troubles ask."""

    order_no: str | None = None
    lines: list[Any] = field(default_factory=list)
    refunds: list[Any] = field(default_factory=list)
    returned: list[Any] = field(default_factory=list)
    cases: list[Any] = field(default_factory=list)
    lots: dict[int, dict[int, int]] = field(default_factory=dict)
    """SKU → lot → pieces that left."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of a period."""

    since: date
    until: date
    booked: Sequence[Booked]
    goods: Sequence[Goods]
    cases: Sequence[Any]
    """Complaints that were opened in the period."""
    returns: Sequence[Any]
    """Returns of the period: return_id, order_id, day."""
    orders: dict[int, Sold]
    lines_back: dict[int, list[Any]]
    """Return → its lines."""
    written_off: dict[tuple[int | None, int | None, date], dict[int, int]]
    """Order, return, day → SKU as it was moved → what of it was written off."""


def read_facts(tx: Tx, since: date, until: date) -> Facts:
    """What the books have of these days, and what is known of the orders, cases and returns behind it."""
    booked, goods = _booked(tx, since, until), _goods(tx, since, until)
    start, end = (
        datetime.combine(day, time(), tx.zone) for day in (since, until + timedelta(1))
    )  # fmt: skip
    cases = tx.rows(
        select(ServiceCase.__table__)
        .where(_C.opened_at >= start, _C.opened_at < end, _C.kind.in_(COUNTED), _C.merged_into.is_(None))
        .order_by(_C.case_id)
    )
    returns = tx.rows(_returns().where(_at() >= start, _at() < end).order_by(_R.return_id))
    known: list[Iterable[Any]] = [booked, goods, cases, returns]
    orders = {row.order_id: Sold() for rows in known for row in rows if row.order_id is not None}
    _tell_orders(tx, orders)
    wanted = {row.return_id for rows in (booked, goods, returns) for row in rows if row.return_id is not None}
    back = defaultdict[int, list[Any]](list)
    for row in _each(tx, _lines_back(), ReturnLine.return_id, wanted):
        back[row.return_id].append(row)
    return Facts(since, until, booked, goods, cases, returns, orders, dict(back), _written_off(goods))


def _written_off(goods: Sequence[Goods]) -> dict[tuple[int | None, int | None, date], dict[int, int]]:
    found = defaultdict[tuple[int | None, int | None, date], dict[int, int]](dict)
    for row in goods:
        if row.name == "written_off":
            found[row.order_id, row.return_id, row.day][row.sku_id] = max(row.amount, 0)
    return dict(found)


def _booked(tx: Tx, since: date, until: date) -> list[Booked]:
    told = {row.account_id: role_of(row.code) for row in tx.rows(select(Account.account_id, Account.code))}
    names = {account: ACCOUNTS[role] for account, role in told.items() if role in ACCOUNTS}
    return_id = case((_E.document_kind == RETURN, _E.document_id))
    rows = tx.rows(
        select(
            order_of_entry().label("order_id"), return_id.label("return_id"), _E.entry_on, _P.account_id,
            type_coerce(func.sum(type_coerce(_P.amount, WHOLE)), WHOLE).label("amount"),
        )
        .join_from(JournalEntry, Posting, _P.entry_id == _E.entry_id)
        .where(_P.account_id.in_(list(names)), _E.entry_on.between(since, until))
        .group_by("order_id", "return_id", _E.entry_on, _P.account_id)
        .order_by(_E.entry_on, "order_id", "return_id", _P.account_id)
    )  # fmt: skip
    return [
        Booked(row.order_id, row.return_id, row.entry_on, names[row.account_id], int(row.amount))
        for row in rows
        if row.amount
    ]


def _goods(tx: Tx, since: date, until: date) -> list[Goods]:
    """Moves of goods that came back, with their worth on the day on which that entered the books."""
    day, value = func.coalesce(MoveValue.late_on, _M.booked_on), type_coerce(MoveValue.value, WHOLE)
    rows = tx.rows(
        select(
            _M.document_kind, _M.document_id, sold_as().label("goods_id"), _M.reason,
            type_coerce(day, _M.booked_on.type).label("day"), type_coerce(func.sum(value), WHOLE).label("amount"),
        )
        .join_from(StockMove, MoveValue, MoveValue.move_id == _M.move_id)
        .where(CAME_BACK, _M.document_kind.in_(("order", RETURN)))
        .where(or_(_M.reason == "return", _M.line_id.is_(None)))
        .where(type_coerce(day, _M.booked_on.type).between(since, until))
        .group_by(_M.document_kind, _M.document_id, "goods_id", _M.reason, day)
        .order_by(day, _M.document_kind, _M.document_id, "goods_id", _M.reason)
    )  # fmt: skip
    return [
        Goods(
            row.document_id if row.document_kind == "order" else None,
            row.document_id if row.document_kind == RETURN else None,
            row.goods_id, row.day, "came_back" if row.reason == "return" else "written_off",
            int(row.amount) if row.reason == "return" else -int(row.amount),
        )
        for row in rows
        if row.amount
    ]  # fmt: skip


def _at() -> ColumnElement[Any]:
    """SQL: when a return stands in the list: as far as it has come."""
    return type_coerce(func.coalesce(_R.inspected_at, _R.arrived_at, _R.expected_at), _R.expected_at.type)


def _returns() -> Select[Any]:
    return select(_R.return_id, _R.order_id, _at().label("at")).where(_R.state != ReturnState.CALLED_OFF.value)


def _lines_back() -> Select[Any]:
    """Lines of returns, with the SKU that they were sold as."""
    sold = func.coalesce(OrderLine.sku_id, ReturnLine.sku_id)
    return (
        select(
            ReturnLine.return_id, _R.order_id, _R.after_sale_id, ReturnLine.sku_id.label("part_id"),
            sold.label("sku_id"), ReturnLine.verdict, ReturnLine.reason, OrderLine.line_id,
            type_coerce(ReturnLine.quantity, WHOLE).label("pieces"),
        )
        .join_from(ReturnLine, CustomerReturn, _R.return_id == ReturnLine.return_id)
        .outerjoin(OrderLine, OrderLine.line_id == ReturnLine.line_id)
        .where(_R.state != ReturnState.CALLED_OFF.value)
        .order_by(ReturnLine.return_line_id)
    )  # fmt: skip


def _each(tx: Tx, wanted: Select[Any], column: Any, ids: Iterable[int]) -> Iterator[Any]:
    """Rows of a select for many ids, some hundreds at a time."""
    listed = sorted(ids)
    for start in range(0, len(listed), _PART):
        yield from tx.rows(wanted.where(column.in_(listed[start : start + _PART])))


def _tell_orders(tx: Tx, orders: dict[int, Sold]) -> None:
    """Fill in what is known of orders."""
    line, refund = OrderLine.__table__.c, Refund.__table__.c
    for row in _each(tx, select(_O.order_id, _O.order_no), _O.order_id, orders):
        orders[row.order_id].order_no = row.order_no
    amount = func.abs(type_coerce(line.amount, WHOLE)).label("amount")
    goods = select(line.order_id, line.line_id, line.sku_id, amount).where(line.kind == LineKind.PRODUCT.value)
    for row in _each(tx, goods.order_by(line.line_id), line.order_id, orders):
        orders[row.order_id].lines.append(row)
    why = func.coalesce(func.nullif(refund.reason, ""), AfterSale.reason).label("reason")
    given = type_coerce(refund.amount, WHOLE).label("amount")
    refunds = select(refund.order_id, refund.refunded_on, refund.after_sale_id, given, why).outerjoin(
        AfterSale, AfterSale.after_sale_id == refund.after_sale_id
    )
    for row in _each(tx, refunds.order_by(refund.refund_id), refund.order_id, orders):
        orders[row.order_id].refunds.append(row)
    for row in _each(tx, _lines_back(), _R.order_id, orders):
        orders[row.order_id].returned.append(row)
    for row in _each(tx, select(ServiceCase.__table__).order_by(_C.case_id), _C.order_id, orders):
        orders[row.order_id].cases.append(row)
    _tell_lots(tx, orders)


def _tell_lots(tx: Tx, orders: dict[int, Sold]) -> None:
    pieces = type_coerce(-func.sum(type_coerce(LotMove.quantity, WHOLE)), WHOLE).label("pieces")
    moved = (
        select(_M.document_id, Lot.sku_id, Lot.lot_id, pieces)
        .join_from(StockMove, LotMove, LotMove.move_id == _M.move_id)
        .join(Lot, Lot.lot_id == LotMove.lot_id)
        .where(_M.document_kind == "order", _M.reason == "sale")
        .group_by(_M.document_id, Lot.sku_id, Lot.lot_id)
        .order_by(_M.document_id, Lot.lot_id)
    )
    for row in _each(tx, moved, _M.document_id, orders):
        if row.pieces > 0:
            orders[row.document_id].lots.setdefault(row.sku_id, {})[row.lot_id] = int(row.pieces)
