"""What the store knows of staged costs of orders: each by its kind, order and payee, set to what the file says."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.exchange.stage.expenses import Channels
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.spending.rules import SideKind
from shopdesk.shop.spending.sheets import SIDE_FILE
from shopdesk.shop.spending.sides import Side, orders_of
from shopdesk.store.tables import Account, JournalEntry, Posting, SideCost
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_

COSTED: Final = N_(
    "The goods of order {number} have a cost of {amount} already. The purchase on top would count them twice."
)
Told = tuple[Side, list[Item]]
"""A cost as the file says it, and the rows that say it."""


def compare_sides(tx: Tx, staged: Staged) -> None:
    """New costs, those that the file sets otherwise, and purchases for orders whose goods have a cost of their own."""
    told = told_sides(tx, staged)
    known = _known(tx, (side.order_no for side, _items in told))
    costed = _costed(tx, [side.order_id for side, _items in told if side.kind is SideKind.DROPSHIP and side.order_id])
    for side, items in told:
        before = known.get(side.side_cost_id)
        outcome = Outcome.NEW
        if before is not None:
            now = (side.paid_on, side.principal, side.fee)
            is_same = now == (before.paid_on, before.principal, before.fee)
            outcome = Outcome.SAME if is_same else Outcome.CHANGED
        elif side.order_id in costed:
            outcome = Outcome.CONFLICT
        for item in items:
            item.outcome, item.changes = outcome, ("fee",) if outcome is Outcome.CHANGED else ()
            if outcome is Outcome.CONFLICT:
                amount = f"{Decimal(costed[side.order_id or 0]) / MONEY_SCALE:.2f}"
                said = {"number": side.order_no, "amount": amount}
                held = problem(staged.plan, SIDE_FILE, "order_no", item.row, side.order_no, COSTED, said, outcome)
                staged.report(replace(held, for_now=True))


def told_sides(tx: Tx, staged: Staged) -> list[Told]:
    """What the file says, rows of one kind, order and payee added up; its order and what the store has are found."""
    channels, found = Channels(tx), dict[Any, Told]()
    orders = orders_of(tx, {item.values["order_no"] for item in staged.items})
    for item in staged.items:
        values = item.values
        named = channels[values.get("channel") or staged.channel]
        order_id, channel_id = _order(orders.get(values["order_no"], ()), named)
        payee = values.get("payee") or ""
        side, items = found.setdefault(
            (values["kind"], channel_id, values["order_no"], payee),
            (
                Side(
                    SideKind(values["kind"]), channel_id, values["order_no"], payee,
                    date.fromisoformat(values["paid_on"]), 0, 0, order_id, values.get("note"), item.row,
                ),
                [],
            ),
        )  # fmt: skip
        side.principal += values.get("principal") or 0
        side.fee += values.get("fee") or 0
        items.append(item)
    told = list(found.values())
    _find_stored(tx, told)
    return told


def _order(orders: Sequence[tuple[int, int]], named: int) -> tuple[int | None, int]:
    """The order that is meant and its channel: of several of that number the one of the channel that the row names."""
    mine = [one for one in orders if one[1] == named] or list(orders)
    return mine[0] if len(mine) == 1 else (None, named)


def _find_stored(tx: Tx, told: Sequence[Told]) -> None:
    """What the store has of each, in its channel or, where it waits for its order, in whichever it was booked."""
    stored: dict[tuple[str, str, str], list[Any]] = {}
    for row in _known(tx, (side.order_no for side, _items in told)).values():
        stored.setdefault((row.kind, row.order_no, row.payee), []).append(row)
    for side, _items in told:
        rows = stored.get((side.kind.value, side.order_no, side.payee), [])
        same = [row for row in rows if row.channel_id == side.channel_id] or (rows if len(rows) == 1 else [])
        if same:
            side.side_cost_id, side.channel_id = same[0].side_cost_id, same[0].channel_id
            side.order_id = side.order_id or same[0].order_id


def _known(tx: Tx, numbers: Iterable[str]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    whole = [type_coerce(column, WHOLE).label(column.key) for column in (SideCost.principal, SideCost.fee)]
    wanted = select(
        SideCost.side_cost_id, SideCost.kind, SideCost.channel_id, SideCost.order_no, SideCost.order_id,
        SideCost.payee, SideCost.paid_on, *whole,
    )  # fmt: skip
    for part in parts(sorted(set(numbers))):
        found |= {row.side_cost_id: row for row in tx.rows(wanted.where(SideCost.order_no.in_(part)))}
    return found


def _costed(tx: Tx, order_ids: Iterable[int]) -> dict[int, int]:
    """Orders whose goods were taken from the shelf at a known cost → that cost in 1/10,000."""
    found: dict[int, int] = {}
    for part in parts(sorted(set(order_ids))):
        rows = tx.rows(
            select(JournalEntry.document_id, type_coerce(func.sum(Posting.amount), WHOLE).label("cost"))
            .join(Posting, Posting.entry_id == JournalEntry.entry_id)
            .join(Account, Account.account_id == Posting.account_id)
            .where(JournalEntry.document_kind == "order", JournalEntry.document_id.in_(part))
            .where(Account.code == Role.COGS.value)
            .group_by(JournalEntry.document_id)
        )
        found |= {row.document_id: int(row.cost) for row in rows if row.cost}
    return found
