"""Which order a line of a statement is of: by number, on its own channel first; never by amount."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, case, select, union_all, update

from shopdesk.shop.catalog.actions import CHANNELS
from shopdesk.shop.catalog.rules import DIRECT
from shopdesk.shop.settlement.posting import settle_lines
from shopdesk.shop.settlement.rules import LineKind, LineState, state_of_line
from shopdesk.store.tables import AfterSale, Channel, OrderLine, SalesOrder, SettlementLine
from shopdesk.store.tx import Tx

_AT_ONCE: Final = 500
_MANY: Final = 5_000
"""From so many numbers on, reading all that a channel has is quicker than asking for each."""
_L = SettlementLine.__table__.c


def match_waiting(tx: Tx, line_ids: Sequence[int] | None = None) -> None:
    """Give every line that waits, or that of these waits, its order where the shop has it, and post what that changes.

    Derived, so not journaled: what a person linked or explained is left alone.
    """
    waiting: dict[int, list[Any]] = {}
    for row in tx.rows(_that_wait(line_ids)):
        waiting.setdefault(row.channel_id, []).append(row)
    found: dict[int, int | None] = {}
    for channel_id, rows in waiting.items():
        orders = orders_by_number(tx, channel_id, {row.order_no for row in rows})
        found |= {row.line_id: orders.get(row.order_no) for row in rows if orders.get(row.order_no) != row.order_id}
    if not found:
        return
    mark = "?" if tx.connection.dialect.name == "sqlite" else "%s"
    tx.connection.exec_driver_sql(
        f"UPDATE settlement_line SET order_id = {mark} WHERE line_id = {mark}",  # noqa: S608 - marks of the driver
        [(order_id, line_id) for line_id, order_id in found.items()],
    )
    _set_states(tx, sorted(found))
    settle_lines(tx, sorted(found))


def _that_wait(line_ids: Sequence[int] | None) -> CompoundSelect[Any]:
    """SQL: lines without an order, and those of providers whose order, of another channel, their number alone gave.

    What the number of the latter means may have changed with the orders that came or went.
    """
    order = SalesOrder.__table__.c
    told = select(_L.line_id, _L.channel_id, _L.order_no, _L.order_id)
    named = _L.order_no.is_not(None) & _unexplained()
    if line_ids is not None:
        named &= _L.line_id.in_(line_ids)
    elsewhere = (
        told.join_from(SettlementLine.__table__, SalesOrder.__table__, order.order_id == _L.order_id)
        .where(named, _L.channel_id.in_(select(Channel.channel_id).where(_serves_others())))
        .where(order.channel_id != _L.channel_id, order.order_no.in_((_L.order_no, "#" + _L.order_no)))
    )
    return union_all(told.where(named, _L.order_id.is_(None)), elsewhere)


def orders_by_number(tx: Tx, channel_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Number → order: that of the channel, else of another where a provider of payments may have taken the money."""
    found = _orders_of(tx, channel_id, numbers)
    missing = set(numbers) - found.keys()
    serves = select(Channel.channel_id).where(Channel.channel_id == channel_id, _serves_others())
    if missing and tx.scalar(serves) is not None:
        found |= _only_orders(tx, missing)
    return found


def _serves_others() -> ColumnElement[bool]:
    """SQL: the channel may be a provider of payments; marketplaces speak of their own orders alone."""
    return Channel.code.not_in(CHANNELS.keys() - {DIRECT})


def _only_orders(tx: Tx, numbers: Collection[str]) -> dict[str, int]:
    """Number → order, where exactly one of the whole shop has that number."""
    order, found = SalesOrder.__table__.c, dict[str, list[int]]()
    for part in _parts(sorted(written for said in numbers for written in (said, f"#{said}"))):
        for said, order_id in tx.rows(select(order.order_no, order.order_id).where(order.order_no.in_(part))):
            found.setdefault(said.removeprefix("#"), []).append(order_id)
    return {said: order_ids[0] for said, order_ids in found.items() if len(order_ids) == 1}


def _orders_of(tx: Tx, channel_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Number → order of the channel: the order's own, that of one of its lines, or of one of its refunds.

    Shops write #1001 where statements say 1001.
    """
    order, line, claim = SalesOrder.__table__.c, OrderLine.__table__.c, AfterSale.__table__.c
    mine = order.channel_id == channel_id
    lines = SalesOrder.__table__.join(OrderLine.__table__, line.order_id == order.order_id)
    claims = SalesOrder.__table__.join(
        AfterSale.__table__, (claim.channel_id == order.channel_id) & (claim.order_no == order.order_no)
    )
    found: dict[str, int] = {}
    for number, origin in (
        (order.order_no, SalesOrder.__table__), (line.channel_line_no, lines), (claim.refund_no, claims),
    ):  # fmt: skip
        missing = sorted(written for said in set(numbers) - found.keys() for written in (said, f"#{said}"))
        wanted = select(number, order.order_id).select_from(origin).where(mine, number.is_not(None))
        runs = [wanted] if len(missing) > _MANY else [wanted.where(number.in_(part)) for part in _parts(missing)]
        for run in runs:
            for said, order_id in tx.rows(run):
                found.setdefault(said.removeprefix("#"), order_id)
    return found


def settle_orders(tx: Tx, order_ids: Sequence[int]) -> None:
    """Bring lines in another currency in line with orders whose rate may have changed."""
    for part in _parts(order_ids):
        settle_lines(tx, tx.scalars(select(_L.line_id).where(_L.order_id.in_(part), _L.own_amount.is_not(None))))


def release(tx: Tx, import_id: int) -> list[int]:
    """Let go of the orders of an import that is taken back; returns the lines that lost theirs, to be settled."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    lost = tx.scalars(select(_L.line_id).where(_L.order_id.in_(mine)))
    for part in _parts(lost):
        tx.run_sql(SettlementLine, update(SettlementLine).where(_L.line_id.in_(part)).values(order_id=None))
    _set_states(tx, lost)
    return lost


def _set_states(tx: Tx, line_ids: Sequence[int]) -> None:
    """Say of lines what is known of them, where no person has."""
    for part in _parts(line_ids):
        chosen = _L.line_id.in_(part) & _unexplained()
        tx.run_sql(SettlementLine, update(SettlementLine).where(chosen).values(state=_state()))


def _unexplained() -> ColumnElement[bool]:
    return _L.state != LineState.EXPLAINED.value


def _state() -> ColumnElement[str]:
    """SQL: `state_of_line`."""
    told = [
        ((_L.kind == kind.value) & has.is_not(None) if has_order else _L.kind == kind.value,
         state_of_line(kind, has_order=has_order).value)
        for kind in LineKind
        for has, has_order in ((_L.order_id, True), (_L.order_id, False))
    ]  # fmt: skip
    return case(*told, else_=LineState.UNMATCHED.value)


def _parts(listed: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))
