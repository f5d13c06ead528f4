"""Costs of orders that are no sales to buyers, and of single orders: brushed, samples, compensations, bought for one.

A brushed order stands among the sales as it came; its principal is taken off them again (`Role.BRUSHED`), so that what
is left of it is the commission. Goods bought for one order never lay on a shelf: they are the cost of that sale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select

from shopdesk.shop.ledger.actions import account_ids
from shopdesk.shop.ledger.rules import EntryKind
from shopdesk.shop.spending.posting import SIDE, answer, post_difference
from shopdesk.shop.spending.rules import SideKind, side_postings
from shopdesk.store.tables import SalesOrder, SideCost
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE

_AT_ONCE: Final = 500


@dataclass(slots=True)
class Side:
    """What was paid for an order; amounts in 1/10,000 of the shop's currency."""

    kind: SideKind
    channel_id: int
    order_no: str
    payee: str
    paid_on: date
    principal: int
    fee: int
    order_id: int | None = None
    note: str | None = None
    row: int | None = None
    side_cost_id: int = 0
    """0: the store has none of it yet."""


def keep_side(tx: Tx, side: Side) -> None:
    """Add a cost, or set one that is there to what is said of it now; what its entries lack is posted."""
    told = {
        "kind": side.kind.value, "channel_id": side.channel_id, "order_no": side.order_no, "payee": side.payee,
        "paid_on": side.paid_on, "principal": Decimal(side.principal) / MONEY_SCALE,
        "fee": Decimal(side.fee) / MONEY_SCALE, "order_id": side.order_id, "note": side.note,
    }  # fmt: skip
    if side.side_cost_id:
        tx.update(SideCost, side.side_cost_id, **told)
    else:
        side.side_cost_id = tx.insert(SideCost, **told, import_id=tx.import_id, source_row=side.row)
    _post(tx, side)


def _post(tx: Tx, side: Side) -> None:
    accounts = account_ids(tx)
    wanted = {accounts[role]: amount for role, amount in side_postings(side.kind, side.principal, side.fee).items()}
    memo = " · ".join(text for text in (side.order_no, side.note) if text)
    post_difference(
        tx, side.paid_on, EntryKind.SIDE, (SIDE, side.side_cost_id), wanted, channel_id=side.channel_id, memo=memo,
        source_row=side.row,
    )  # fmt: skip


def orders_of(tx: Tx, numbers: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Number → the orders of that number, as (order_id, channel_id): several channels may use one."""
    listed, found = sorted(set(numbers)), dict[str, list[tuple[int, int]]]()
    for start in range(0, len(listed), _AT_ONCE):
        wanted = select(SalesOrder.order_no, SalesOrder.order_id, SalesOrder.channel_id)
        for row in tx.rows(wanted.where(SalesOrder.order_no.in_(listed[start : start + _AT_ONCE]))):
            found.setdefault(row.order_no, []).append((row.order_id, row.channel_id))
    return found


def match_sides(tx: Tx) -> None:
    """Find the orders that came after what was paid for them; a cost moves to the channel of its order."""
    waiting = tx.rows(select(SideCost.__table__).where(SideCost.order_id.is_(None)))
    orders = orders_of(tx, (row.order_no for row in waiting))
    for row in waiting:
        found = orders.get(row.order_no, ())
        if len(found) != 1:
            continue
        order_id, channel_id = found[0]
        if channel_id == row.channel_id or _is_taken(tx, row, channel_id):
            tx.update(SideCost, row.side_cost_id, order_id=order_id)
            continue
        answer(tx, SIDE, row.side_cost_id)
        tx.update(SideCost, row.side_cost_id, order_id=order_id, channel_id=channel_id)
        repost_sides(tx, [row.side_cost_id])


def repost_sides(tx: Tx, side_cost_ids: Sequence[int]) -> None:
    """Post what the entries of these costs lack, by what their rows say now."""
    for start in range(0, len(side_cost_ids), _AT_ONCE):
        part = SideCost.side_cost_id.in_(side_cost_ids[start : start + _AT_ONCE])
        for row in tx.rows(select(SideCost.__table__).where(part)):
            amounts = int(row.principal * MONEY_SCALE), int(row.fee * MONEY_SCALE)
            said = (row.paid_on, *amounts, row.order_id, row.note, row.source_row, row.side_cost_id)
            _post(tx, Side(SideKind(row.kind), row.channel_id, row.order_no, row.payee, *said))


def _is_taken(tx: Tx, row: SideCost, channel_id: int) -> bool:
    same = (SideCost.kind == row.kind) & (SideCost.order_no == row.order_no) & (SideCost.payee == row.payee)
    return bool(tx.scalar(select(func.count()).where(same, SideCost.channel_id == channel_id)))


def unmatch_sides(tx: Tx, order_ids: Sequence[int]) -> None:
    """Orders go: what was paid for them waits for them again, in the channel in which it is booked."""
    for start in range(0, len(order_ids), _AT_ONCE):
        part = SideCost.order_id.in_(order_ids[start : start + _AT_ONCE])
        for side_cost_id in tx.scalars(select(SideCost.side_cost_id).where(part)):
            tx.update(SideCost, side_cost_id, order_id=None)
