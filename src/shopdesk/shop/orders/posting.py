"""What orders post to the books and the shelf: fresh ones set by set, changed ones by what they still lack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    case,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import aliased

from shopdesk.shop.ledger.actions import account_ids, first_open_day
from shopdesk.shop.ledger.rules import SIDES, EntryKind, OrderMoney, Role, order_postings
from shopdesk.shop.orders.goods import ORDER, post_new_moves
from shopdesk.shop.orders.lacking import Shelf
from shopdesk.store.tables import Account, JournalEntry, Posting, Refund, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE

__all__ = ["ORDER", "post_new_orders", "repost_orders"]

_ENTRY: Final = (
    "entry_on", "kind", "document_kind", "document_id", "channel_id", "posted_at", "import_id", "source_row",
    "change_id",
)  # fmt: skip
_VALUES: Final = (EntryKind.COGS.value, EntryKind.RECEIPT.value, EntryKind.STOCK.value)
"""Kinds of entries that belong to the value of stock, which looks after itself."""


def post_new_orders(tx: Tx, first_order_id: int, count: int) -> None:
    """Post `count` fresh orders from `first_order_id` on: entries, postings, refunds and moves, set by set."""
    if not count:
        return
    last = first_order_id + count - 1
    fresh = SalesOrder.order_id.between(first_order_id, last)
    for order_id, day in _late(tx, fresh).items():
        tx.run_sql(SalesOrder, update(SalesOrder).where(SalesOrder.order_id == order_id).values(sold_on=day))
    for refund_id, day in _late_refunds(tx, Refund.order_id.between(first_order_id, last)).items():
        tx.run_sql(Refund, update(Refund).where(Refund.refund_id == refund_id).values(refunded_on=day))
    _post_entries(tx, first_order_id, last)
    _post_refunds(tx, first_order_id, last)
    post_new_moves(tx, first_order_id, last)


def _late(tx: Tx, chosen: ColumnElement[bool]) -> dict[int, date]:
    """Orders that come after the days of their sale were closed → the first open day, on which they enter the books.

    An order that closed books hold already stays where it is, and only what became different is posted later.
    """
    first = first_open_day(tx)
    if first == date.min:
        return {}
    held = exists().where(
        JournalEntry.document_id == SalesOrder.order_id,
        JournalEntry.document_kind == ORDER,
        JournalEntry.entry_on < literal(first, SalesOrder.sold_on.type),
    )
    late = SalesOrder.sold_on < literal(first, SalesOrder.sold_on.type)
    return dict.fromkeys(tx.scalars(select(SalesOrder.order_id).where(chosen, late, ~held)), first)


def _late_refunds(tx: Tx, fresh: ColumnElement[bool]) -> dict[int, date]:
    """Refunds that come after their day was closed → the first open day."""
    first = first_open_day(tx)
    if first == date.min:
        return {}
    late = Refund.refunded_on < literal(first, Refund.refunded_on.type)
    return dict.fromkeys(tx.scalars(select(Refund.refund_id).where(fresh, late)), first)


def _post_entries(tx: Tx, first: int, last: int) -> None:
    order, entry = SalesOrder.__table__.c, JournalEntry.__table__.c
    chosen = select(
        _open_day(tx, order.sold_on), order.kind, literal(ORDER), order.order_id, order.channel_id,
        literal(int(tx.now.timestamp()), WHOLE), order.import_id, order.source_row, literal(tx.change_id, WHOLE),
    ).where(
        order.order_id.between(first, last), order.sold_on.is_not(None),
        or_(*(order[name] != 0 for name in ("goods", "discount", "shipping", "charge", "tax"))),
    )  # fmt: skip
    tx.run_sql(JournalEntry, insert(JournalEntry).from_select(list(_ENTRY), chosen.order_by(order.order_id)))
    for channel_id in tx.scalars(select(order.channel_id).where(order.order_id.between(first, last)).distinct()):
        accounts = account_ids(tx, channel_id)
        for kind, sides in SIDES.items():
            for role, amount, sign in sides:
                account = literal(accounts[role], WHOLE)
                chosen = (
                    select(entry.entry_id, account, order[amount] * literal(sign, WHOLE))
                    .join_from(JournalEntry, SalesOrder, order.order_id == entry.document_id)
                    .where(
                        order.order_id.between(first, last), entry.document_kind == ORDER, entry.kind == kind,
                        entry.change_id == tx.change_id, order.kind == kind, order.channel_id == channel_id,
                        order[amount] != 0,
                    )
                )  # fmt: skip
                tx.run_sql(Posting, insert(Posting).from_select(["entry_id", "account_id", "amount"], chosen))


def _post_refunds(tx: Tx, first: int, last: int) -> None:
    """Refunds of fresh orders: one entry a refund, returns against the channel's clearing."""
    found = tx.rows(
        select(Refund.order_id, Refund.amount, Refund.refunded_on, Refund.source_row, SalesOrder.channel_id)
        .join(SalesOrder, SalesOrder.order_id == Refund.order_id)
        .where(Refund.order_id.between(first, last))
        .order_by(Refund.refund_id)
    )
    book = _Book(tx)
    for row in found:
        book.add(row, EntryKind.REFUND, row.refunded_on, _given(int(row.amount * MONEY_SCALE)), row.source_row)
    book.write()


# ------------------------------------------------------------------------------------------------- orders that changed


def repost_orders(tx: Tx, order_ids: Sequence[int], rows: Mapping[int, int] | None = None) -> None:
    """Bring books and shelf in line with orders as they stand now: what is posted stays, the difference is added.

    Whatever steps led an order here, its postings and standing moves are those it would have made at once. `rows`:
    order → the row of the file in hand that speaks of it.
    """
    rows = rows or {}
    book, shelf = _Book(tx), Shelf(tx, rows)
    for start in range(0, len(order_ids), 500):
        part = order_ids[start : start + 500]
        for order_id, day in _late(tx, SalesOrder.order_id.in_(part)).items():
            tx.update(SalesOrder, order_id, sold_on=day)
        own = Refund.order_id.in_(part) & (Refund.import_id == tx.import_id)
        for refund_id, day in _late_refunds(tx, own).items():
            tx.update(Refund, refund_id, refunded_on=day)
        orders = {row.order_id: row for row in tx.rows(select(*_STORED).where(SalesOrder.order_id.in_(part)))}
        for (order_id, day, is_refund), missing in _missing_money(tx, orders, book.first_open).items():
            order = orders[order_id]
            kind = EntryKind.REFUND if is_refund else EntryKind(order.kind)
            book.add(order, kind, day, missing, rows.get(order_id))
        shelf.bring(orders)
    book.write()
    shelf.write()


_STORED: Final[list[Any]] = [literal_column(f"sales_order.{c.key}").label(c.key) for c in SalesOrder.__mapper__.columns]
Part = tuple[int, date, bool]
"""(order_id, open day, whether it is refunds): what is posted on one day for one reason."""


class _Book:
    """Entries of orders, collected and written at once; a day that is closed becomes the first open one."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.first_open = first_open_day(tx)
        self.accounts: dict[int, dict[Role, int]] = {}
        self.made: list[tuple[tuple[Any, ...], dict[int, int]]] = []

    def add(self, order: Any, kind: EntryKind, day: date, amounts: dict[Role, int], source_row: int | None) -> None:
        """Note an entry of an order (anything with its order_id and channel_id); zeros are left out."""
        if order.channel_id not in self.accounts:
            self.accounts[order.channel_id] = account_ids(self.tx, order.channel_id)
        accounts, tx = self.accounts[order.channel_id], self.tx
        postings = {accounts[role]: amount for role, amount in amounts.items() if amount}
        if sum(postings.values()):
            raise ValueError(f"order {order.order_id} out of balance by {sum(postings.values())}")
        if postings:
            on, now = max(day, self.first_open).isoformat(), int(tx.now.timestamp())
            entry = (on, kind.value, ORDER, order.order_id, order.channel_id, now, tx.import_id, source_row)
            self.made.append(((*entry, tx.change_id), postings))

    def write(self) -> None:
        """Append everything."""
        if not self.made:
            return
        first = self.tx.reserve_ids(JournalEntry, len(self.made))
        numbered = list(enumerate(self.made, first))
        self.tx.insert_many(JournalEntry, ("entry_id", *_ENTRY), [(at, *entry) for at, (entry, _sides) in numbered])
        sides = [(at, account, amount) for at, (_entry, made) in numbered for account, amount in made.items()]
        self.tx.insert_many(Posting, ("entry_id", "account_id", "amount"), sides)


def _missing_money(tx: Tx, orders: dict[int, Any], first_open: date) -> dict[Part, dict[Role, int]]:
    """What the postings of each day should be, less what they are."""
    missing: dict[Part, dict[Role, int]] = {}

    def add(part: Part, amounts: dict[Role, int], sign: int = 1) -> None:
        found = missing.setdefault(part, {})
        for role, amount in amounts.items():
            found[role] = found.get(role, 0) + sign * amount

    for order in orders.values():
        if order.sold_on is not None:
            money = OrderMoney(order.goods, order.discount, order.shipping, order.charge, order.tax, order.total)
            day = max(date.fromisoformat(order.sold_on), first_open)
            add((order.order_id, day, False), order_postings(order.kind, money))
    for row in tx.rows(
        select(Refund.order_id, Refund.refunded_on, Refund.amount).where(Refund.order_id.in_(list(orders)))
    ):
        if orders[row.order_id].sold_on is not None:
            day = max(row.refunded_on, first_open)
            add((row.order_id, day, True), _given(int(row.amount * MONEY_SCALE)))
    for row in _posted(tx, orders):
        role, day = Role(row.code.partition(".")[0]), max(row.entry_on, first_open)
        add((row.document_id, day, row.kind == EntryKind.REFUND), {role: int(row.amount)}, -1)
    return dict(sorted(missing.items()))


def _given(amount: int) -> dict[Role, int]:
    """What money given back posts."""
    return {Role.RETURNS: amount, Role.CLEARING: -amount}


def _posted(tx: Tx, orders: Iterable[int]) -> Sequence[Any]:
    """Sums of what orders have posted by day, kind and account; a reversal is of the kind that it reverses."""
    answered = aliased(JournalEntry)
    kind = func.coalesce(answered.kind, JournalEntry.kind)
    return tx.rows(
        select(
            JournalEntry.document_id, JournalEntry.entry_on, kind.label("kind"), Account.code,
            type_coerce(func.sum(Posting.amount), WHOLE).label("amount"),
        )
        .join(Posting, Posting.entry_id == JournalEntry.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .outerjoin(answered, answered.entry_id == JournalEntry.reverses_id)
        .where(JournalEntry.document_kind == ORDER, JournalEntry.document_id.in_(list(orders)), kind.not_in(_VALUES))
        .group_by(JournalEntry.document_id, JournalEntry.entry_on, kind, Account.code)
    )  # fmt: skip


def _open_day(tx: Tx, day: ColumnElement[date | None]) -> ColumnElement[Any]:
    """SQL: the day itself where its period is open, else the first open day."""
    first = first_open_day(tx)
    return day if first == date.min else case((day < literal(first, day.type), literal(first, day.type)), else_=day)
