"""What every move is worth by the shop's costing method, and the entries that keep the books in step with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import delete, exists, or_, select, type_coerce

from shopdesk.shop.ledger.actions import account_ids, closed_through, open_day
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.stock.rules import Costing, Move, MoveReason, value_moves
from shopdesk.store.action import follows
from shopdesk.store.summaries import revalued, revaluing
from shopdesk.store.tables import JournalEntry, LandedShare, LateValue, MoveValue, Posting, SalesOrder, Sku, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

AGAINST = {
    MoveReason.OPENING: Role.EQUITY,
    MoveReason.RECEIPT: Role.GOODS_IN,
    MoveReason.SALE: Role.COGS,
    MoveReason.RETURN: Role.COGS,
    MoveReason.WRITE_OFF: Role.SHRINKAGE,
    MoveReason.ADJUST: Role.SHRINKAGE,
    MoveReason.COUNT: Role.SHRINKAGE,
    MoveReason.LANDED: Role.COGS,
}
"""Reason of a move → the account that stands against inventory; see `_against`."""


_VALUED: Final = {
    "sku_id": StockMove.sku_id,
    "move_id": StockMove.move_id,
    "quantity": StockMove.quantity,
    "unit_cost": StockMove.unit_cost,
    "reverses_id": StockMove.reverses_id,
    "document_id": StockMove.document_id,
    "line_id": StockMove.line_id,
    "value": MoveValue.value,
    "cost": Sku.cost,
}
"""What valuation reads, as stored integers: a Decimal a cell would cost more than the valuation itself."""

HELD: Final = N_("The books are closed through {day} and hold this cost. Change it instead, or reopen the books.")
"""Why a cost cannot become unknown."""
Changed = dict[tuple[str, int, str, Role], tuple[int, date]]
"""(document kind, document id, reason, account) → by how much the books tell its moves worth too little, their day."""


@follows("sku")
def revalue_edited(tx: Tx, sku_ids: tuple[int, ...]) -> None:
    """A cost that was edited, or whose edit was undone, changes what the moves are worth."""
    revalue(tx, sku_ids)


def revalue(tx: Tx, sku_ids: Iterable[int] | None) -> None:
    """Value the moves of these SKUs (None: of all) and post what became different, by document, reason, account.

    Only SKUs with any known cost, or a value from before, are read: a shop without costs pays nothing for this.
    """
    method = Costing(tx.setting("costing", Costing.MOVING_AVERAGE.value))
    changed: Changed = {}
    closed = closed_through(tx)
    for chunk in _chunks(tx, sku_ids):
        if chunk:
            revaluing(tx, chunk)
            _revalue_skus(tx, chunk, method, closed, changed)
    revalued(tx, [document_id for kind, document_id, _reason, _role in changed if kind == "order"])
    _post_values(tx, changed, closed)


def _chunks(tx: Tx, sku_ids: Iterable[int] | None) -> Iterable[list[int]]:
    """SKUs that can have a value, a few hundred at a time."""
    costed = or_(
        Sku.cost.is_not(None),
        exists().where(StockMove.sku_id == Sku.sku_id, StockMove.unit_cost.is_not(None)),
        exists().select_from(MoveValue)
        & exists().where(StockMove.sku_id == Sku.sku_id, StockMove.move_id == MoveValue.move_id),
    )
    if sku_ids is None:
        wanted = tx.scalars(select(Sku.sku_id).where(costed))
        yield from (wanted[i : i + 400] for i in range(0, len(wanted), 400))
        return
    listed = sorted(set(sku_ids))
    for i in range(0, len(listed), 400):
        yield tx.scalars(select(Sku.sku_id).where(Sku.sku_id.in_(listed[i : i + 400]), costed))


def changed_values(
    tx: Tx, sku_ids: Sequence[int], method: Costing, stated: Mapping[int, int | None] | None = None
) -> Iterator[tuple[Any, int | None]]:
    """Moves of these SKUs that are worth something else than is written down, and what; None is unknown.

    `stated`: SKU → the cost in 1/10,000 that it would have instead of its own. A row of a move has its `value` as it is
    written down, its `late_on`, `booked_on`, `reason`, `sku_id` and document.
    """
    found = tx.rows(
        select(
            *(type_coerce(column, WHOLE).label(name) for name, column in _VALUED.items()),
            StockMove.reason,
            StockMove.booked_on,
            StockMove.document_kind,
            MoveValue.late_on,
        )
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.sku_id.in_(sku_ids), StockMove.reason != MoveReason.TRANSFER.value)
        .order_by(StockMove.sku_id, StockMove.moved_at, StockMove.move_id)
    )
    shares = _landed(tx, [row for row in found if row.reason == MoveReason.LANDED])
    for sku_id, rows in groupby(found, key=attrgetter("sku_id")):
        listed = list(rows)
        cost = (stated or {}).get(sku_id, listed[0].cost)
        moves = [Move(r.move_id, r.quantity, r.unit_cost, r.reverses_id, shares.get(r.move_id)) for r in listed]
        values = value_moves(moves, method, cost)
        yield from ((row, values.get(row.move_id)) for row in listed if row.value != values.get(row.move_id))


def _revalue_skus(tx: Tx, sku_ids: list[int], method: Costing, closed: date, changed: Changed) -> None:
    gone, fresh, late = [], [], []
    for row, new in list(changed_values(tx, sku_ids, method)):
        old, entered = row.value, row.late_on or row.booked_on
        if old is not None:
            gone.append(row.move_id)
        if new is not None:
            learnt = _late_day(tx, row.booked_on, closed) if old is None else row.late_on and row.late_on.isoformat()
            fresh.append((row.move_id, new, learnt))
            if old is not None and entered <= closed:
                late.append((row.move_id, open_day(tx, entered).isoformat(), new - old))
        elif entered <= closed:
            raise UserError(HELD, code="period_closed", day=closed)
        key = (row.document_kind, row.document_id, row.reason, _against(row))
        amount, _day = changed.get(key, (0, None))
        changed[key] = (amount + (new or 0) - (old or 0), row.booked_on)
    for i in range(0, len(gone), 500):
        tx.execute(delete(MoveValue).where(MoveValue.move_id.in_(gone[i : i + 500])))
    if fresh:
        tx.insert_many(MoveValue, ("move_id", "value", "late_on"), fresh)
    if late:
        tx.insert_many(LateValue, ("move_id", "entered_on", "value"), late)


def _against(row: Any) -> Role:
    """The account against inventory: what came back and is of no use is lost by returns, not by the shelf.

    Such a move belongs to an order, or to a return without one, and to no line: a line that writes goods off is none.
    """
    of_return = row.document_kind == "return" or (row.document_kind == "order" and row.line_id is None)
    if row.reason == MoveReason.WRITE_OFF and of_return:
        return Role.RETURNS_LOSS
    return AGAINST.get(MoveReason(row.reason), Role.SHRINKAGE)


def _landed(tx: Tx, rows: Sequence[Any]) -> dict[int, tuple[int, int]]:
    """Move that stands for a cost on the way → its amount in 1/10,000, and the move that bears it, its `line_id`."""
    found: dict[tuple[int, int], int] = {}
    amount = type_coerce(LandedShare.amount, WHOLE).label("amount")
    wanted = select(LandedShare.landed_id, LandedShare.move_id, amount)
    documents = sorted({row.document_id for row in rows})
    for i in range(0, len(documents), 500):
        part = tx.rows(wanted.where(LandedShare.landed_id.in_(documents[i : i + 500])))
        found |= {(row.landed_id, row.move_id): row.amount for row in part}
    return {row.move_id: (found[row.document_id, row.line_id], row.line_id) for row in rows}


def _late_day(tx: Tx, day: date, closed: date) -> str | None:
    """The day on which a cost learnt now enters the books, where those of its own day are closed."""
    return open_day(tx, day).isoformat() if day <= closed else None


def _post_values(tx: Tx, changed: Changed, closed: date) -> None:
    """Append one entry per document, reason and account whose moves are worth more or less than the books said."""
    posted = {key: found for key, found in changed.items() if found[0]}
    if not posted:
        return
    accounts = account_ids(tx)
    channels = _channels(tx, [document_id for kind, document_id, _reason, _role in posted if kind == "order"])
    first = tx.reserve_ids(JournalEntry, len(posted))
    entries, postings = [], []
    now = int(tx.now.timestamp())
    for entry_id, ((kind, document_id, _reason, role), (amount, day)) in enumerate(posted.items(), first):
        on = day if day > closed else open_day(tx, day)
        what = EntryKind.COGS if role is Role.COGS else EntryKind.RECEIPT if role is Role.GOODS_IN else EntryKind.STOCK
        channel_id = channels.get(document_id) if kind == "order" else None
        entries.append(
            (entry_id, on.isoformat(), what.value, kind, document_id, channel_id, now, tx.import_id, tx.change_id)
        )
        postings.append((entry_id, accounts[Role.INVENTORY], amount))
        postings.append((entry_id, accounts[role], -amount))
    columns = (
        "entry_id",
        "entry_on",
        "kind",
        "document_kind",
        "document_id",
        "channel_id",
        "posted_at",
        "import_id",
        "change_id",
    )
    tx.insert_many(JournalEntry, columns, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)


def _channels(tx: Tx, order_ids: Sequence[int]) -> dict[int, int]:
    """The channel of each order."""
    found: dict[int, int] = {}
    for i in range(0, len(order_ids), 800):
        part = select(SalesOrder.order_id, SalesOrder.channel_id).where(SalesOrder.order_id.in_(order_ids[i : i + 800]))
        found.update({row.order_id: row.channel_id for row in tx.rows(part)})
    return found
