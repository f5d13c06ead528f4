"""What orders post to the books and the shelf: fresh ones set by set, changed ones by what they still lack."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    bindparam,
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
from shopdesk.shop.orders.rules import SHIPPED, OrderKind, OrderState, goods_left, line_move
from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.levels import add_levels, main_warehouse
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import Account, JournalEntry, OrderLine, Posting, Refund, SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE, UtcTime

ORDER: Final = "order"
"""`document_kind` of what an order posts."""
_ENTRY: Final = (
    "entry_on", "kind", "document_kind", "document_id", "channel_id", "posted_at", "import_id", "source_row",
    "change_id",
)  # fmt: skip
_MOVE: Final = (
    "sku_id", "warehouse_id", "quantity", "reason", "moved_at", "booked_on", "document_kind", "document_id", "line_id",
    "import_id", "source_row", "change_id", "reverses_id",
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
    _post_moves(tx, first_order_id, last)


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


def _post_moves(tx: Tx, first: int, last: int) -> None:
    order, line = SalesOrder.__table__.c, OrderLine.__table__.c
    returned = (order.kind == OrderKind.RETURN.value) | ((line.quantity < 0) & (line.unit_price != 0))
    written_off = (line.quantity < 0) & (line.unit_price == 0) & (order.kind == OrderKind.SALE.value)
    reason = case(
        (written_off, MoveReason.WRITE_OFF.value), (returned, MoveReason.RETURN.value), else_=MoveReason.SALE.value
    )
    pieces = case((written_off, line.quantity), else_=-line.quantity)
    now, locked = literal(tx.now, UtcTime()), _lock_moment(tx)
    moment = func.coalesce(order.shipped_at, order.paid_at, order.placed_at, order.completed_at, now)
    chosen = (
        select(
            line.sku_id, literal(main_warehouse(tx), WHOLE), pieces, reason,
            case((moment < locked, literal(locked, UtcTime())), else_=moment) if locked else moment, order.sold_on,
            literal(ORDER), order.order_id, line.line_id, line.import_id, line.source_row, literal(tx.change_id, WHOLE),
        )
        .join_from(OrderLine, SalesOrder, order.order_id == line.order_id)
        .where(
            line.line_id.between(bindparam("since"), bindparam("until")), line.sku_id.is_not(None), line.quantity != 0,
            _goods_left(),
        )
        .order_by(line.line_id)
    )  # fmt: skip
    posted = insert(StockMove).from_select(list(_MOVE[:-1]), chosen)
    lines = select(func.min(line.line_id), func.max(line.line_id)).where(line.order_id.between(first, last))
    since, until = tx.rows(lines)[0]
    if since is None:
        return
    first_move = tx.reserve_ids(StockMove, 1)
    with tx.closed_at_once(StockMove, until - since + 1):
        moved = tx.run_sql(StockMove, posted, {"since": since, "until": until})
    if moved:
        add_levels(tx, first_move)
        revalue(tx, tx.scalars(select(StockMove.sku_id).where(StockMove.move_id >= first_move).distinct()))


def _goods_left() -> ColumnElement[bool]:
    """SQL: `goods_left`."""
    order = SalesOrder.__table__.c
    sent = order.shipped_at.is_not(None) | order.waybill.is_not(None)
    # Joined to "" the state is no reason to begin with the orders: their lines are read in the order they stand in.
    state = order.state + ""
    gone = state.in_([state.value for state in SHIPPED]) | ((state == OrderState.REFUNDED.value) & sent)
    return order.sold_on.is_not(None) & (order.kind != OrderKind.ADJUSTMENT.value) & gone


# ------------------------------------------------------------------------------------------------- orders that changed


def repost_orders(tx: Tx, order_ids: Sequence[int], rows: Mapping[int, int] | None = None) -> None:
    """Bring books and shelf in line with orders as they stand now: what is posted stays, the difference is added.

    Whatever steps led an order here, its postings and standing moves are those it would have made at once. `rows`:
    order → the row of the file in hand that speaks of it.
    """
    rows = rows or {}
    book, shelf = _Book(tx), list[tuple[Any, ...]]()
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
        shelf += _missing_moves(tx, orders, rows)
    book.write()
    if shelf:
        first = tx.reserve_ids(StockMove, 1)
        tx.insert_many(StockMove, _MOVE, shelf)
        add_levels(tx, first)
        revalue(tx, {row[0] for row in shelf})


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a line should have moved."""

    order_id: int
    sku_id: int
    pieces: int
    reason: MoveReason
    source_row: int | None


def _missing_moves(tx: Tx, orders: dict[int, Any], rows: Mapping[int, int]) -> Iterator[tuple[Any, ...]]:
    """Moves that orders still lack; one that stands for something else is answered by its reversal first."""
    standing: dict[int | None, list[Any]] = {}
    moved: set[int] = set()
    for move in _standing(tx, orders):
        standing.setdefault(move.line_id, []).append(move)
        moved.add(move.document_id)
    wanted = _wanted(tx, orders, moved, rows)
    locked = _lock_moment(tx)
    earliest = int(locked.timestamp()) if locked else 0
    place = main_warehouse(tx)
    for line_id in sorted({*standing, *wanted}, key=lambda key: key or 0):
        has, wants = standing.get(line_id, []), wanted.get(line_id or 0)
        if wants and [(move.sku_id, move.quantity) for move in has] == [(wants.sku_id, wants.pieces)]:
            continue
        for move in has:
            yield (
                move.sku_id, move.warehouse_id, -move.quantity, MoveReason.REVERSAL.value, max(move.moved_at, earliest),
                move.booked_on, ORDER, move.document_id, move.line_id, tx.import_id, rows.get(move.document_id),
                tx.change_id, move.move_id,
            )  # fmt: skip
        if wants:
            order = orders[wants.order_id]
            when = order.shipped_at or order.paid_at or order.placed_at or order.completed_at or int(tx.now.timestamp())
            yield (
                wants.sku_id, place, wants.pieces, wants.reason.value, max(when, earliest), order.sold_on, ORDER,
                order.order_id, line_id, tx.import_id, wants.source_row, tx.change_id, None,
            )  # fmt: skip


def _standing(tx: Tx, orders: Iterable[int]) -> Sequence[Any]:
    """Moves of orders that nothing has answered, as stored integers."""
    move, answer = StockMove.__table__.c, aliased(StockMove)
    names = ("quantity", "moved_at", "booked_on")
    return tx.rows(
        select(
            move.move_id, move.document_id, move.line_id, move.sku_id, move.warehouse_id, move.source_row,
            *(literal_column(f"stock_move.{name}").label(name) for name in names),
        ).where(
            move.document_kind == ORDER, move.document_id.in_(list(orders)), move.reverses_id.is_(None),
            ~exists().where(answer.reverses_id == move.move_id, answer.document_id == move.document_id),
        ).order_by(move.move_id)
    )  # fmt: skip


def _wanted(tx: Tx, orders: dict[int, Any], moved: set[int], rows: Mapping[int, int]) -> dict[int, _Wanted]:
    """Line → what it should have moved; `moved` orders have moves, which a refund leaves as they are."""
    gone = [
        order.order_id for order in orders.values()
        if goods_left(
            order.kind, order.state, booked=order.sold_on is not None,
            sent=order.shipped_at is not None or order.waybill is not None or order.order_id in moved,
        )
    ]  # fmt: skip
    quantity, price = type_coerce(OrderLine.quantity, WHOLE), type_coerce(OrderLine.unit_price, WHOLE)
    made = {}
    for row in tx.rows(
        select(
            OrderLine.line_id, OrderLine.order_id, OrderLine.sku_id, OrderLine.source_row, OrderLine.import_id,
            quantity.label("quantity"), price.label("price"),
        ).where(OrderLine.order_id.in_(gone), OrderLine.sku_id.is_not(None), quantity != 0)
    ):  # fmt: skip
        pieces, reason = line_move(orders[row.order_id].kind, row.quantity, row.price)
        source_row = row.source_row if row.import_id == tx.import_id else rows.get(row.order_id)
        made[row.line_id] = _Wanted(row.order_id, row.sku_id, pieces, reason, source_row)
    return made


def _open_day(tx: Tx, day: ColumnElement[date | None]) -> ColumnElement[Any]:
    """SQL: the day itself where its period is open, else the first open day."""
    first = first_open_day(tx)
    return day if first == date.min else case((day < literal(first, day.type), literal(first, day.type)), else_=day)


def _lock_moment(tx: Tx) -> datetime | None:
    """The first moment that is open, None while nothing is closed."""
    first = first_open_day(tx)
    return None if first == date.min else datetime.combine(first, time(), tx.zone)
