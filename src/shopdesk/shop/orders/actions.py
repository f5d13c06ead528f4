"""What happens to orders: they are posted to the books and the shelf, for many at once or for one that changed."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, insert, literal, or_, select

from shopdesk.shop.ledger.actions import account_ids, closed_through, open_day, post_entry
from shopdesk.shop.ledger.rules import SIDES, EntryKind, OrderMoney, Role, order_postings
from shopdesk.shop.orders.rules import SHIPPED, OrderKind, OrderState
from shopdesk.shop.stock.actions import add_levels, main_warehouse, move_stock, revalue
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.action import action
from shopdesk.store.tables import JournalEntry, OrderLine, Posting, Refund, SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE, UtcTime
from shopdesk.text import N_, UserError

ORDER = "order"
"""`document_kind` of what an order posts."""

_MONEY = tuple(kind.value for kind in (EntryKind.SALE, EntryKind.RETURN, EntryKind.ADJUSTMENT))


def post_new_orders(tx: Tx, first_order_id: int, count: int) -> None:
    """Post `count` fresh orders from `first_order_id` on: entries, postings, refunds and moves, set by set."""
    if not count:
        return
    last = first_order_id + count - 1
    _post_entries(tx, first_order_id, last)
    _post_refunds(tx, first_order_id, last)
    _post_moves(tx, first_order_id, last)


def _post_entries(tx: Tx, first: int, last: int) -> None:
    order = SalesOrder.__table__.c
    chosen = select(
        _open_day(tx, order.sold_on), order.kind, literal(ORDER), order.order_id, order.channel_id,
        literal(int(tx.now.timestamp()), WHOLE), order.import_id, order.source_row, literal(tx.change_id, WHOLE),
    ).where(
        order.order_id.between(first, last), order.sold_on.is_not(None),
        or_(*(order[name] != 0 for name in ("goods", "discount", "shipping", "charge", "tax"))),
    ).order_by(order.order_id)
    columns = ["entry_on", "kind", "document_kind", "document_id", "channel_id", "posted_at", "import_id", "source_row", "change_id"]
    tx.run_sql(JournalEntry, insert(JournalEntry).from_select(columns, chosen))
    entry = JournalEntry.__table__.c
    for channel_id in tx.scalars(select(order.channel_id).where(order.order_id.between(first, last)).distinct()):
        accounts = account_ids(tx, channel_id)
        for kind, sides in SIDES.items():
            for role, amount, sign in sides:
                column = order[amount]
                chosen = (
                    select(entry.entry_id, literal(accounts[role], WHOLE), column * literal(sign, WHOLE))
                    .join_from(JournalEntry, SalesOrder, order.order_id == entry.document_id)
                    .where(
                        order.order_id.between(first, last), entry.document_kind == ORDER, entry.change_id == tx.change_id,
                        entry.kind == kind, order.kind == kind, order.channel_id == channel_id, column != 0,
                    )
                )
                tx.run_sql(Posting, insert(Posting).from_select(["entry_id", "account_id", "amount"], chosen))


def _post_refunds(tx: Tx, first: int, last: int) -> None:
    """Refunds of fresh orders: one entry a refund, returns against the channel's clearing."""
    found = tx.rows(
        select(Refund.order_id, Refund.amount, Refund.refunded_on, Refund.source_row, SalesOrder.channel_id)
        .join(SalesOrder, SalesOrder.order_id == Refund.order_id)
        .where(Refund.order_id.between(first, last))
        .order_by(Refund.refund_id)
    )
    if not found:
        return
    closed = closed_through(tx)
    accounts = {channel_id: account_ids(tx, channel_id) for channel_id in {row.channel_id for row in found}}
    entry_id = tx.reserve_ids(JournalEntry, len(found))
    entries, postings = [], []
    now = int(tx.now.timestamp())
    for at, row in enumerate(found, entry_id):
        on = row.refunded_on if row.refunded_on > closed else open_day(tx, row.refunded_on)
        amount = int(row.amount * MONEY_SCALE)
        entries.append((at, on.isoformat(), EntryKind.REFUND.value, ORDER, row.order_id, row.channel_id, now, tx.import_id, row.source_row, tx.change_id))
        postings.append((at, accounts[row.channel_id][Role.RETURNS], amount))
        postings.append((at, accounts[row.channel_id][Role.CLEARING], -amount))
    columns = ("entry_id", "entry_on", "kind", "document_kind", "document_id", "channel_id", "posted_at", "import_id", "source_row", "change_id")
    tx.insert_many(JournalEntry, columns, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)


def _post_moves(tx: Tx, first: int, last: int) -> None:
    order, line = SalesOrder.__table__.c, OrderLine.__table__.c
    returned = (order.kind == OrderKind.RETURN.value) | ((line.quantity < 0) & (line.unit_price != 0))
    written_off = (line.quantity < 0) & (line.unit_price == 0) & (order.kind == OrderKind.SALE.value)
    reason = case((written_off, MoveReason.WRITE_OFF.value), (returned, MoveReason.RETURN.value), else_=MoveReason.SALE.value)
    pieces = case((written_off, line.quantity), else_=-line.quantity)
    moment = func.coalesce(order.shipped_at, order.paid_at, order.placed_at, order.completed_at, literal(tx.now, UtcTime()))
    locked = _lock_moment(tx)
    when = case((moment < locked, locked), else_=moment) if locked else moment
    chosen = (
        select(
            line.sku_id, literal(main_warehouse(tx), WHOLE), pieces, reason, when, order.sold_on, literal(ORDER), order.order_id, line.line_id,
            line.import_id, line.source_row, literal(tx.change_id, WHOLE),
        )
        .join_from(OrderLine, SalesOrder, order.order_id == line.order_id)
        .where(
            line.order_id.between(first, last), line.sku_id.is_not(None), line.quantity != 0,
            order.state.in_([state.value for state in SHIPPED]), order.kind != OrderKind.ADJUSTMENT.value,
        )
        .order_by(line.line_id)
    )
    first_move = tx.reserve_ids(StockMove, 1)
    columns = ["sku_id", "warehouse_id", "quantity", "reason", "moved_at", "booked_on", "document_kind", "document_id", "line_id", "import_id", "source_row", "change_id"]
    if tx.run_sql(StockMove, insert(StockMove).from_select(columns, chosen)):
        add_levels(tx, first_move)
        revalue(tx, tx.scalars(select(StockMove.sku_id).where(StockMove.move_id >= first_move).distinct()))


def repost_order(tx: Tx, order_id: int) -> None:
    """Bring books and shelf in line with an order as it stands now: what is posted already stays, the difference is added."""
    order = tx.rows(select(SalesOrder.__table__).where(SalesOrder.order_id == order_id))[0]
    accounts = account_ids(tx, order.channel_id)
    money = OrderMoney(*(int(getattr(order, name) * MONEY_SCALE) for name in ("goods", "discount", "shipping", "charge", "tax", "total")))
    wanted = order_postings(order.kind, money) if order.sold_on else {}
    on = order.sold_on or tx.today
    _post_difference(tx, order, {accounts[role]: amount for role, amount in wanted.items()}, _MONEY, EntryKind(order.kind), on)
    refunds = tx.rows(select(Refund.amount, Refund.refunded_on).where(Refund.order_id == order_id)) if order.sold_on else []
    given = sum(int(row.amount * MONEY_SCALE) for row in refunds)
    day = max((row.refunded_on for row in refunds), default=on)
    back = {accounts[Role.RETURNS]: given, accounts[Role.CLEARING]: -given}
    _post_difference(tx, order, back, (EntryKind.REFUND.value,), EntryKind.REFUND, day)
    _move_difference(tx, order)


def _post_difference(tx: Tx, order: Row[Any], wanted: dict[int, int], kinds: Sequence[str], kind: EntryKind, on: date) -> None:
    order_id = order.order_id
    posted = tx.rows(
        select(Posting.account_id, func.sum(Posting.amount).label("amount"))
        .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .where(JournalEntry.document_kind == ORDER, JournalEntry.document_id == order_id, JournalEntry.kind.in_([*kinds]))
        .group_by(Posting.account_id)
    )
    missing = dict(wanted)
    for account_id, amount in posted:
        missing[account_id] = missing.get(account_id, 0) - int(amount * MONEY_SCALE)
    post_entry(
        tx, on, kind, (ORDER, order_id), missing,
        channel_id=order.channel_id, source_row=order.source_row,
    )


def _move_difference(tx: Tx, order: Row[Any]) -> None:
    order_id, state, kind = order.order_id, order.state, order.kind
    wanted: dict[int, Decimal] = {}
    if state in SHIPPED and kind != OrderKind.ADJUSTMENT:
        for line in tx.rows(select(OrderLine.__table__).where(OrderLine.order_id == order_id, OrderLine.sku_id.is_not(None))):
            written_off = line.quantity < 0 and not line.unit_price and kind == OrderKind.SALE
            wanted[line.sku_id] = wanted.get(line.sku_id, Decimal(0)) + (line.quantity if written_off else -line.quantity)
    done = tx.rows(
        select(StockMove.sku_id, func.sum(StockMove.quantity).label("quantity"))
        .where(StockMove.document_kind == ORDER, StockMove.document_id == order_id)
        .group_by(StockMove.sku_id)
    )
    if state == OrderState.REFUNDED:
        return
    for sku_id, quantity in done:
        wanted[sku_id] = wanted.get(sku_id, Decimal(0)) - quantity
    when = order.shipped_at or order.paid_at or order.placed_at or tx.now
    for sku_id, quantity in wanted.items():
        if quantity:
            reason = MoveReason.SALE if quantity < 0 else MoveReason.RETURN
            move_stock(
                tx, sku_id, quantity, reason, (ORDER, order_id), moved_at=_open_moment(tx, when), booked_on=order.sold_on,
                line_id=tx.scalar(select(func.min(OrderLine.line_id)).where(OrderLine.order_id == order_id, OrderLine.sku_id == sku_id)),
            )
    revalue(tx, [sku_id for sku_id, quantity in wanted.items() if quantity])


@action("order.edit", N_("Edit an order"), undoable=True)
def edit_order(tx: Tx, /, order_id: int, **values: object) -> bool:
    """Set the note, carrier or waybill of an order."""
    unknown = set(values) - {"note", "carrier", "waybill"}
    if unknown:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    number = tx.scalar(select(SalesOrder.order_no).where(SalesOrder.order_id == order_id))
    if number is None:
        raise UserError(N_("This order no longer exists."), code="gone")
    tx.say(N_("Edit order {number}"), number=number)
    return tx.update(SalesOrder, order_id, **{key: value or None for key, value in values.items()})


@action("order.edit", N_("Edit orders"), undoable=True)
def edit_orders(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Many cells at once, as one step of undo: (order_id, field, value). Returns how many became different."""
    changed = sum(edit_order(tx, order_id, **{name: value}) for order_id, name, value in edits)
    if len(edits) != 1:
        tx.say(N_("Edit {count} cells of orders"), count=len(edits))
    return changed


def _open_day(tx: Tx, day: ColumnElement[date | None]) -> ColumnElement[Any]:
    """SQL: the day itself where its period is open, else the first open day."""
    closed = closed_through(tx)
    if closed == date.min:
        return day
    return case((day <= literal(closed), literal(open_day(tx, closed))), else_=day)


def _lock_moment(tx: Tx) -> datetime | None:
    """The first moment that is open, None while nothing is closed."""
    closed = closed_through(tx)
    return None if closed == date.min else datetime.combine(open_day(tx, closed), time(), tx.zone)


def _open_moment(tx: Tx, when: datetime) -> datetime:
    locked = _lock_moment(tx)
    return locked if locked is not None and when < locked else when

