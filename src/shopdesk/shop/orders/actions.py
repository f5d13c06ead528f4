"""What happens to orders: they are posted to the books and the shelf, for many at once or for one that changed."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, insert, literal, literal_column, or_, select, type_coerce

from shopdesk.shop.ledger.actions import account_ids, closed_through, open_day
from shopdesk.shop.ledger.rules import SIDES, EntryKind, OrderMoney, Role, order_postings
from shopdesk.shop.orders.rules import SHIPPED, OrderKind, OrderState
from shopdesk.shop.stock.actions import add_levels, main_warehouse, revalue
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.action import action
from shopdesk.store.tables import Account, JournalEntry, OrderLine, Posting, Refund, SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE, UtcTime
from shopdesk.text import N_, UserError

ORDER = "order"
"""`document_kind` of what an order posts."""


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
    chosen = (
        select(
            _open_day(tx, order.sold_on),
            order.kind,
            literal(ORDER),
            order.order_id,
            order.channel_id,
            literal(int(tx.now.timestamp()), WHOLE),
            order.import_id,
            order.source_row,
            literal(tx.change_id, WHOLE),
        )
        .where(
            order.order_id.between(first, last),
            order.sold_on.is_not(None),
            or_(*(order[name] != 0 for name in ("goods", "discount", "shipping", "charge", "tax"))),
        )
        .order_by(order.order_id)
    )
    columns = [
        "entry_on",
        "kind",
        "document_kind",
        "document_id",
        "channel_id",
        "posted_at",
        "import_id",
        "source_row",
        "change_id",
    ]
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
                        order.order_id.between(first, last),
                        entry.document_kind == ORDER,
                        entry.change_id == tx.change_id,
                        entry.kind == kind,
                        order.kind == kind,
                        order.channel_id == channel_id,
                        column != 0,
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
        entries.append(
            (
                at,
                on.isoformat(),
                EntryKind.REFUND.value,
                ORDER,
                row.order_id,
                row.channel_id,
                now,
                tx.import_id,
                row.source_row,
                tx.change_id,
            )
        )
        postings.append((at, accounts[row.channel_id][Role.RETURNS], amount))
        postings.append((at, accounts[row.channel_id][Role.CLEARING], -amount))
    columns = (
        "entry_id",
        "entry_on",
        "kind",
        "document_kind",
        "document_id",
        "channel_id",
        "posted_at",
        "import_id",
        "source_row",
        "change_id",
    )
    tx.insert_many(JournalEntry, columns, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)


def _post_moves(tx: Tx, first: int, last: int) -> None:
    order, line = SalesOrder.__table__.c, OrderLine.__table__.c
    returned = (order.kind == OrderKind.RETURN.value) | ((line.quantity < 0) & (line.unit_price != 0))
    written_off = (line.quantity < 0) & (line.unit_price == 0) & (order.kind == OrderKind.SALE.value)
    reason = case(
        (written_off, MoveReason.WRITE_OFF.value), (returned, MoveReason.RETURN.value), else_=MoveReason.SALE.value
    )
    pieces = case((written_off, line.quantity), else_=-line.quantity)
    moment = func.coalesce(
        order.shipped_at, order.paid_at, order.placed_at, order.completed_at, literal(tx.now, UtcTime())
    )
    locked = _lock_moment(tx)
    when = case((moment < locked, locked), else_=moment) if locked else moment
    chosen = (
        select(
            line.sku_id,
            literal(main_warehouse(tx), WHOLE),
            pieces,
            reason,
            when,
            order.sold_on,
            literal(ORDER),
            order.order_id,
            line.line_id,
            line.import_id,
            line.source_row,
            literal(tx.change_id, WHOLE),
        )
        .join_from(OrderLine, SalesOrder, order.order_id == line.order_id)
        .where(
            line.order_id.between(first, last),
            line.sku_id.is_not(None),
            line.quantity != 0,
            order.state.in_([state.value for state in SHIPPED]),
            order.kind != OrderKind.ADJUSTMENT.value,
        )
        .order_by(line.line_id)
    )
    first_move = tx.reserve_ids(StockMove, 1)
    columns = [
        "sku_id",
        "warehouse_id",
        "quantity",
        "reason",
        "moved_at",
        "booked_on",
        "document_kind",
        "document_id",
        "line_id",
        "import_id",
        "source_row",
        "change_id",
    ]
    if tx.run_sql(StockMove, insert(StockMove).from_select(columns, chosen)):
        add_levels(tx, first_move)
        revalue(tx, tx.scalars(select(StockMove.sku_id).where(StockMove.move_id >= first_move).distinct()))


def repost_orders(tx: Tx, order_ids: Sequence[int]) -> None:
    """Bring books and shelf in line with orders as they stand now: what is posted stays, the difference is added."""
    book, shelf = _Differences(tx), list[tuple[Any, ...]]()
    for start in range(0, len(order_ids), 500):
        part = order_ids[start : start + 500]
        orders = {row.order_id: row for row in tx.rows(select(*_STORED.values()).where(SalesOrder.order_id.in_(part)))}
        for order_id, missing in _missing_money(tx, orders).items():
            book.add(orders[order_id], missing)
        shelf += _missing_moves(tx, orders)
    book.write()
    if shelf:
        first = tx.reserve_ids(StockMove, 1)
        tx.insert_many(StockMove, _MOVE_COLUMNS, shelf)
        add_levels(tx, first)
        revalue(tx, {row[0] for row in shelf})


_STORED: Final[dict[str, Any]] = {
    column.key: literal_column(f"sales_order.{column.key}").label(column.key)
    for column in SalesOrder.__mapper__.columns
}
_MOVE_COLUMNS: Final = (
    "sku_id",
    "warehouse_id",
    "quantity",
    "reason",
    "moved_at",
    "booked_on",
    "document_kind",
    "document_id",
    "line_id",
    "import_id",
    "source_row",
    "change_id",
)
_VALUES: Final = (EntryKind.COGS.value, EntryKind.RECEIPT.value, EntryKind.STOCK.value)
"""Kinds of entries that belong to the value of stock, which looks after itself."""


class _Differences:
    """Entries that are still missing, collected and written at once."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.closed = closed_through(tx)
        self.accounts: dict[int, dict[Role, int]] = {}
        self.made: list[tuple[tuple[Any, ...], dict[int, int]]] = []

    def of(self, channel_id: int) -> dict[Role, int]:
        """The accounts of a channel."""
        if channel_id not in self.accounts:
            self.accounts[channel_id] = account_ids(self.tx, channel_id)
        return self.accounts[channel_id]

    def add(self, order: Any, missing: dict[Role, int]) -> None:
        """Note what an order still lacks; a refund is an entry of its own."""
        day = date.fromisoformat(order.sold_on) if order.sold_on else self.tx.today
        given = missing.pop(Role.RETURNS, 0) if order.kind == OrderKind.SALE else 0
        if given:
            missing[Role.CLEARING] = missing.get(Role.CLEARING, 0) + given
            self._entry(
                order, EntryKind.REFUND, self._refund_day(order, day), {Role.RETURNS: given, Role.CLEARING: -given}
            )
        self._entry(order, EntryKind(order.kind), day, missing)

    def write(self) -> None:
        """Append everything."""
        if not self.made:
            return
        first = self.tx.reserve_ids(JournalEntry, len(self.made))
        columns = (
            "entry_id",
            "entry_on",
            "kind",
            "document_kind",
            "document_id",
            "channel_id",
            "posted_at",
            "import_id",
            "source_row",
            "change_id",
        )
        self.tx.insert_many(
            JournalEntry, columns, [(at, *entry) for at, (entry, _amounts) in enumerate(self.made, first)]
        )
        self.tx.insert_many(
            Posting,
            ("entry_id", "account_id", "amount"),
            [
                (at, account, amount)
                for at, (_entry, amounts) in enumerate(self.made, first)
                for account, amount in amounts.items()
            ],
        )

    def _entry(self, order: Any, kind: EntryKind, day: date, amounts: dict[Role, int]) -> None:
        accounts = self.of(order.channel_id)
        postings = {accounts[role]: amount for role, amount in amounts.items() if amount}
        if not postings:
            return
        if sum(postings.values()):
            raise ValueError(f"order {order.order_no} out of balance by {sum(postings.values())}")
        on = day if day > self.closed else open_day(self.tx, day)
        now, tx = int(self.tx.now.timestamp()), self.tx
        self.made.append(
            (
                (
                    on.isoformat(),
                    kind.value,
                    ORDER,
                    order.order_id,
                    order.channel_id,
                    now,
                    tx.import_id,
                    order.source_row,
                    tx.change_id,
                ),
                postings,
            )
        )

    def _refund_day(self, order: Any, day: date) -> date:
        last = self.tx.scalar(select(func.max(Refund.refunded_on)).where(Refund.order_id == order.order_id))
        return date.fromisoformat(last) if isinstance(last, str) else last or day


def _missing_money(tx: Tx, orders: dict[int, Any]) -> dict[int, dict[Role, int]]:
    """By order: what its postings should be, less what they are."""
    missing: dict[int, dict[Role, int]] = {}
    for order_id, order in orders.items():
        booked = order.sold_on is not None
        money = OrderMoney(order.goods, order.discount, order.shipping, order.charge, order.tax, order.total)
        wanted = order_postings(order.kind, money) if booked else {}
        if booked and order.refunded:
            wanted[Role.RETURNS] = wanted.get(Role.RETURNS, 0) + order.refunded
            wanted[Role.CLEARING] = wanted.get(Role.CLEARING, 0) - order.refunded
        missing[order_id] = wanted
    posted = tx.rows(
        select(JournalEntry.document_id, Account.code, type_coerce(func.sum(Posting.amount), WHOLE).label("amount"))
        .join(Posting, Posting.entry_id == JournalEntry.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(
            JournalEntry.document_kind == ORDER,
            JournalEntry.document_id.in_(list(orders)),
            JournalEntry.kind.not_in(_VALUES),
        )
        .group_by(JournalEntry.document_id, Account.code)
    )
    for row in posted:
        role, amounts = Role(row.code.partition(".")[0]), missing[row.document_id]
        amounts[role] = amounts.get(role, 0) - int(row.amount)
    return missing


def _missing_moves(tx: Tx, orders: dict[int, Any]) -> list[tuple[Any, ...]]:
    """Moves that orders still lack. A refunded order keeps its moves: goods that come back are another fact."""
    kept = {order_id: order for order_id, order in orders.items() if order.state != OrderState.REFUNDED}
    if not kept:
        return []
    wanted: dict[tuple[int, int], int] = {}
    lines: dict[tuple[int, int], int] = {}
    shipped = [
        order_id for order_id, order in kept.items() if order.state in SHIPPED and order.kind != OrderKind.ADJUSTMENT
    ]
    quantity, price = type_coerce(OrderLine.quantity, WHOLE), type_coerce(OrderLine.unit_price, WHOLE)
    for row in tx.rows(
        select(
            OrderLine.order_id, OrderLine.sku_id, OrderLine.line_id, quantity.label("quantity"), price.label("price")
        ).where(OrderLine.order_id.in_(shipped), OrderLine.sku_id.is_not(None))
    ):
        key = (row.order_id, row.sku_id)
        written_off = row.quantity < 0 and not row.price and kept[row.order_id].kind == OrderKind.SALE
        wanted[key] = wanted.get(key, 0) + (row.quantity if written_off else -row.quantity)
        lines.setdefault(key, row.line_id)
    for row in tx.rows(
        select(
            StockMove.document_id, StockMove.sku_id, type_coerce(func.sum(StockMove.quantity), WHOLE).label("quantity")
        )
        .where(StockMove.document_kind == ORDER, StockMove.document_id.in_(list(kept)))
        .group_by(StockMove.document_id, StockMove.sku_id)
    ):
        key = (row.document_id, row.sku_id)
        wanted[key] = wanted.get(key, 0) - int(row.quantity)
    place, locked = main_warehouse(tx), _lock_moment(tx)
    made = []
    for (order_id, sku_id), pieces in wanted.items():
        if pieces:
            order = kept[order_id]
            when = order.shipped_at or order.paid_at or order.placed_at or int(tx.now.timestamp())
            when = max(when, int(locked.timestamp())) if locked else when
            reason = MoveReason.SALE if pieces < 0 else MoveReason.RETURN
            day = order.sold_on or datetime.fromtimestamp(when, tx.zone).date().isoformat()
            made.append(
                (
                    sku_id,
                    place,
                    pieces,
                    reason.value,
                    when,
                    day,
                    ORDER,
                    order_id,
                    lines.get((order_id, sku_id)),
                    tx.import_id,
                    order.source_row,
                    tx.change_id,
                )
            )
    return made


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
