"""What statements and payouts post: an entry each, brought in line with what they say by difference."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, case, func, insert, literal, select, type_coerce

from shopdesk.shop.ledger.actions import account_ids, first_open_day
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.money import convert
from shopdesk.shop.settlement.rules import CLEARS, LineKind, LineState, role_of_line
from shopdesk.store.tables import JournalEntry, Payout, Posting, SalesOrder, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

LINE: Final = "settlement"
PAYOUT: Final = "payout"
"""`document_kind` of what a line of a statement posts, and a payout."""
_ENTRY: Final = (
    "entry_on", "kind", "document_kind", "document_id", "channel_id", "memo", "posted_at", "import_id", "source_row",
    "change_id",
)  # fmt: skip
_POSTING: Final = ("entry_id", "account_id", "amount", "currency", "own_amount")
_IN_OWN: Final = frozenset({Role.RESERVE, Role.LOAN})
"""Accounts besides the wallet that hold money in the currency of the line."""
_AT_ONCE: Final = 500

Image = Mapping[str, Any]
Sides = dict[tuple[int, str | None], tuple[int, int]]
"""(account, its currency where that is another) → (amount in 1/10,000, the same in that currency)."""


def add_sides(made: Sides, account: int, amount: int, currency: str | None = None, own: int = 0) -> None:
    """Add an amount to an account."""
    before = made.get((account, currency), (0, 0))
    made[account, currency] = before[0] + amount, before[1] + (own if currency else 0)


def post_new_lines(tx: Tx, first: int, last: int) -> None:
    """Post fresh lines in the shop's own currency and of no other channel's orders, from the first id to the last."""
    line, entry = SettlementLine.__table__.c, JournalEntry.__table__.c
    posts = ~_of_another_channel() & (
        line.line_id.between(first, last) & line.own_amount.is_(None) & (line.amount != 0)
        & ((line.kind != LineKind.PAYOUT.value) | (line.state == LineState.EXPLAINED.value))
    )  # fmt: skip
    opened = first_open_day(tx)
    day = case((line.settled_on < literal(opened, line.settled_on.type), literal(opened, line.settled_on.type)),
               else_=line.settled_on)  # fmt: skip
    chosen = select(
        line.settled_on if opened == date.min else day, literal(EntryKind.SETTLEMENT.value), literal(LINE),
        line.line_id, line.channel_id, line.told, literal(int(tx.now.timestamp()), WHOLE), line.import_id,
        line.source_row, literal(tx.change_id, WHOLE),
    ).where(posts)  # fmt: skip
    first_entry = tx.reserve_ids(JournalEntry, 1)
    with tx.closed_at_once(JournalEntry, last - first + 1):
        tx.run_sql(JournalEntry, insert(JournalEntry).from_select(list(_ENTRY), chosen.order_by(line.line_id)))
    joined = SettlementLine.__table__.join(
        JournalEntry.__table__, (entry.document_id == line.line_id) & (entry.document_kind == LINE)
    )
    for channel_id in tx.scalars(select(line.channel_id).where(posts).distinct()):
        accounts = account_ids(tx, channel_id)
        answer = _answering(accounts)
        for account, amount in ((literal(accounts[Role.WALLET], WHOLE), line.amount), (answer, -line.amount)):
            sides = select(entry.entry_id, account, type_coerce(amount, WHOLE)).select_from(joined)
            mine = sides.where(posts, line.channel_id == channel_id, entry.entry_id >= first_entry)
            tx.run_sql(Posting, insert(Posting).from_select(["entry_id", "account_id", "amount"], mine))


def _of_another_channel() -> ColumnElement[bool]:
    """SQL: the line is of an order of another channel than the one whose wallet it moved."""
    line, order = SettlementLine.__table__.c, SalesOrder.__table__.c
    told = select(order.order_id).where(order.order_id == line.order_id, order.channel_id != line.channel_id)
    return told.correlate(SettlementLine.__table__).exists()


def lines_for_others(tx: Tx, first: int, last: int) -> list[int]:
    """The lines from the first id to the last that `post_new_lines` leaves for their other channels."""
    line = SettlementLine.__table__.c.line_id
    return tx.scalars(select(line).where(line.between(first, last), _of_another_channel()))


def _answering(accounts: Mapping[Role, int]) -> Any:
    """SQL: the account that answers the wallet, as `_answer` says it of one line."""
    line = SettlementLine.__table__.c
    told = [
        (line.kind == kind.value, literal(accounts[role_of_line(kind, has_order=False)], WHOLE)) for kind in LineKind
    ]
    clears = line.order_id.is_not(None) & line.kind.in_([kind.value for kind in CLEARS])
    return case(
        (line.state == LineState.EXPLAINED.value, line.account_id),
        (clears, literal(accounts[Role.CLEARING], WHOLE)),
        *told, else_=literal(accounts[Role.UNMATCHED], WHOLE),
    )  # fmt: skip


def settle_lines(tx: Tx, line_ids: Sequence[int]) -> None:
    """Bring the books in line with these lines as they stand: what is posted stays, the difference is added."""
    book = _Book(tx, LINE, EntryKind.SETTLEMENT)
    for start in range(0, len(line_ids), _AT_ONCE):
        images = tx.images(SettlementLine, "line_id", line_ids[start : start + _AT_ONCE])
        orders = {
            image["order_id"]: image
            for image in tx.images(SalesOrder, "order_id", sorted({i["order_id"] for i in images if i["order_id"]}))
        }
        for image in images:
            seller, sides = _seller(image, orders), _line_sides(book, image, orders)
            book.want(image["line_id"], seller, image, image["settled_on"], sides, image["told"])
        book.bring(line_ids[start : start + _AT_ONCE])
    book.write()


def _seller(line: Image, orders: Mapping[int, Image]) -> int:
    """The channel that a line is booked for: that of its order, also where another's wallet took the money."""
    if line["order_id"] is None or line["state"] == LineState.EXPLAINED:
        return int(line["channel_id"])
    return int(orders[line["order_id"]]["channel_id"])


def _line_sides(book: "_Book", line: Image, orders: Mapping[int, Image]) -> Sides:
    """What a line posts: the wallet gains, and what it answers bears it."""
    explained = line["state"] == LineState.EXPLAINED
    kind, made, amount = LineKind(line["kind"]), Sides(), line["amount"]
    if kind is LineKind.PAYOUT and not explained:
        return made
    accounts = book.accounts_of(line["channel_id"])
    currency, own = (line["currency"], line["own_amount"]) if line["own_amount"] is not None else (None, 0)
    add_sides(made, accounts[Role.WALLET], amount, currency, own)
    if explained:
        add_sides(made, line["account_id"], -amount)
        return made
    role = role_of_line(kind, has_order=line["order_id"] is not None)
    answer = book.accounts_of(_seller(line, orders))[role] if role is Role.CLEARING else accounts[role]
    cleared = amount
    if role is Role.CLEARING and currency:
        order = orders[line["order_id"]]
        if order["rate"] and order["currency"] == currency:
            cleared = convert([own], order["rate"], book.home)[0]
    add_sides(made, answer, -cleared, currency if role in _IN_OWN else None, -own)
    add_sides(made, accounts[Role.EXCHANGE], cleared - amount)
    return made


def settle_payouts(tx: Tx, payout_ids: Iterable[int]) -> None:
    """Bring the books in line with these payouts, their lines and what arrived at the bank."""
    listed = sorted(set(payout_ids))
    book = _Book(tx, PAYOUT, EntryKind.PAYOUT)
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        held = payout_sums(tx, part)
        for image in tx.images(Payout, "payout_id", part):
            sides = _payout_sides(book, image, held.get(image["payout_id"], NO_LINES))
            book.want(image["payout_id"], image["channel_id"], image, image["paid_on"], sides, image["payout_no"])
        book.bring(part)
    book.write()


NO_LINES: Final = (0, 0, 0, 0, 0)


def payout_sums(tx: Tx, payout_ids: Sequence[int]) -> dict[int, tuple[int, int, int, int, int]]:
    """Payout → (how many lines it holds, what they come to, the same in its currency, and both of its own lines).

    Its own lines are those by which the wallet says that it paid out; they are not among what it holds.
    """
    line = SettlementLine.__table__.c
    is_own = line.kind == LineKind.PAYOUT.value
    amount, own = type_coerce(line.amount, WHOLE), type_coerce(func.coalesce(line.own_amount, 0), WHOLE)

    def total(said: Any) -> Any:
        return type_coerce(func.sum(said), WHOLE)

    wanted = select(
        line.payout_id, total(case((is_own, 0), else_=1)), total(case((is_own, 0), else_=amount)),
        total(case((is_own, 0), else_=own)), total(case((is_own, amount), else_=0)),
        total(case((is_own, own), else_=0)),
    ).where(line.payout_id.in_(payout_ids)).group_by(line.payout_id)  # fmt: skip
    return {
        key: (int(count), int(held), int(held_own), int(told), int(told_own))
        for key, count, held, held_own, told, told_own in tx.rows(wanted)
    }


def _payout_sides(book: "_Book", payout: Image, held: tuple[int, int, int, int, int]) -> Sides:
    """What a payout posts: the wallet gives what its lines come to, the bank gets what arrived.

    What the two do not agree about waits to be explained; of another currency, what the day's rate makes of it does
    not: that is won or lost by the exchange.
    """
    accounts, made = book.accounts_of(payout["channel_id"]), Sides()
    given, gone = wallet_share(payout, held)
    arrived = payout["amount"] if payout["arrived"] is None else payout["arrived"]
    currency = payout["currency"] if payout["own_amount"] is not None else None
    add_sides(made, accounts[Role.BANK], arrived)
    add_sides(made, accounts[Role.WALLET], -given, currency, -gone)
    missing = given - arrived
    if currency:
        missing = convert([gone - payout["own_amount"]], payout["rate"], book.home)[0] + payout["amount"] - arrived
    add_sides(made, payout["account_id"] or accounts[Role.UNMATCHED], missing)
    add_sides(made, accounts[Role.EXCHANGE], given - arrived - missing)
    return made


def wallet_share(payout: Image, held: tuple[int, int, int, int, int]) -> tuple[int, int]:
    """What the wallet gives for a payout, and that in its currency: its lines, else what the wallet says, else all."""
    count, amount, own, told, told_own = held
    if count:
        return amount, own
    if told or told_own:
        return -told, -told_own
    return payout["amount"], payout["own_amount"] or 0


class _Book:
    """Entries of one kind of document, wanted and posted, and the difference written at once."""

    def __init__(self, tx: Tx, document: str, kind: EntryKind) -> None:
        self.tx, self.document, self.kind = tx, document, kind
        self.home = tx.currency
        self.first_open = first_open_day(tx).isoformat()
        self._accounts: dict[int, dict[Role, int]] = {}
        self._missing: dict[tuple[int, str, int], Sides] = {}
        self._about: dict[int, tuple[str | None, int | None]] = {}
        self._entries: list[tuple[Any, ...]] = []
        self._sides: list[list[tuple[Any, ...]]] = []

    def accounts_of(self, channel_id: int) -> dict[Role, int]:
        """The accounts as a channel sees them."""
        if channel_id not in self._accounts:
            self._accounts[channel_id] = account_ids(self.tx, channel_id)
        return self._accounts[channel_id]

    def want(self, document_id: int, channel_id: int, image: Image, day: str, sides: Sides, memo: str | None) -> None:
        """Note what a document should have posted, and for which channel."""
        self._about[document_id] = memo, image["source_row"]
        self._missing[document_id, max(day, self.first_open), channel_id] = sides

    def bring(self, document_ids: Sequence[int]) -> None:
        """Collect what lacks of what was noted since the last call; documents that are gone should have nothing."""
        posted = (
            select(
                JournalEntry.document_id, type_coerce(JournalEntry.entry_on, Text()), JournalEntry.channel_id,
                Posting.account_id, Posting.currency, type_coerce(func.sum(Posting.amount), WHOLE),
                type_coerce(func.sum(func.coalesce(Posting.own_amount, 0)), WHOLE),
            )
            .join(Posting, Posting.entry_id == JournalEntry.entry_id)
            .where(JournalEntry.document_kind == self.document, JournalEntry.document_id.in_(document_ids))
            .group_by(
                JournalEntry.document_id, JournalEntry.entry_on, JournalEntry.channel_id, Posting.account_id,
                Posting.currency,
            )
        )  # fmt: skip
        for document_id, day, channel_id, account, currency, amount, own in self.tx.rows(posted):
            self._about.setdefault(document_id, (None, None))
            made = self._missing.setdefault((document_id, max(day, self.first_open), channel_id), Sides())
            add_sides(made, account, -int(amount), currency, -int(own))
        for (document_id, day, channel_id), sides in sorted(self._missing.items()):
            self._add(document_id, day, channel_id, {side: both for side, both in sides.items() if any(both)})
        self._missing, self._about = {}, {}

    def _add(self, document_id: int, day: str, channel_id: int, sides: Sides) -> None:
        if not sides:
            return
        if sum(amount for amount, _own in sides.values()):
            raise ValueError(f"{self.document} {document_id} out of balance")
        tx, (memo, source_row) = self.tx, self._about[document_id]
        self._entries.append((
            day, self.kind.value, self.document, document_id, channel_id, memo, int(tx.now.timestamp()), tx.import_id,
            source_row, tx.change_id,
        ))  # fmt: skip
        self._sides.append([
            (account, amount, currency, own if currency else None)
            for (account, currency), (amount, own) in sides.items()
        ])  # fmt: skip

    def write(self) -> None:
        """Append everything."""
        if not self._entries:
            return
        first = self.tx.reserve_ids(JournalEntry, len(self._entries))
        entries = [(at, *entry) for at, entry in enumerate(self._entries, first)]
        self.tx.insert_many(JournalEntry, ("entry_id", *_ENTRY), entries)
        sides = [(at, *side) for at, made in enumerate(self._sides, first) for side in made]
        self.tx.insert_many(Posting, _POSTING, sides)
