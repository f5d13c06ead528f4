"""Reading the books: the journal, one entry with all that hangs on it, the accounts, and what is closed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import case, exists, false, func, literal, or_, select, type_coerce

from shopdesk.shop.ledger.actions import EXPENSE, closed_through
from shopdesk.shop.ledger.rules import CHART, DEFAULT_TITLES, PER_CHANNEL, REVERSIBLE, Role, takes_expenses
from shopdesk.shop.ledger.sheets import ACCOUNT_SHEET, ACCOUNTS, JOURNAL, RATES, SPENT
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    Account,
    AccountDay,
    Channel,
    ExchangeRate,
    Expense,
    GoodsReceipt,
    ImportFile,
    JournalEntry,
    Posting,
    SalesOrder,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import _

_E, _A, _PO = JournalEntry.__table__.c, Account.__table__.c, Posting.__table__.c
_O, _G = SalesOrder.__table__.c, GoodsReceipt.__table__.c

_CASH, _BANK = Posting.__table__.alias("cash"), Account.__table__.alias("bank")
_MOVES_CASH: Final = (
    exists()
    .where(_CASH.c.entry_id == _PO.entry_id, _BANK.c.account_id == _CASH.c.account_id)
    .where(or_(_BANK.c.code == Role.BANK.value, _BANK.c.code.startswith(f"{Role.BANK.value}.")))
    .correlate(Posting.__table__)
)
_CODE: Final = [column.key for column in JOURNAL.columns].index("account_code")

JOURNAL_ROWS: Final = RowSource(
    sheet=JOURNAL,
    origin=Posting.__table__.join(JournalEntry.__table__, _E.entry_id == _PO.entry_id)
    .join(Account.__table__, _A.account_id == _PO.account_id)
    .outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _E.channel_id)
    .outerjoin(SalesOrder.__table__, (_O.order_id == _E.document_id) & (_E.document_kind == "order"))
    .outerjoin(GoodsReceipt.__table__, (_G.receipt_id == _E.document_id) & (_E.document_kind == "receipt")),
    row_id=_PO.posting_id,
    values={
        "entry_on": _E.entry_on,
        "entry_id": _E.entry_id,
        "kind": _E.kind,
        "document": func.coalesce(_O.order_no, _G.document_no),
        "account_code": _A.code,
        "account_title": _A.title,
        "debit": case((_PO.amount > 0, _PO.amount), else_=None),
        "credit": case((_PO.amount < 0, -_PO.amount), else_=None),
        "channel": Channel.__table__.c.title,
        "memo": _E.memo,
        "source_row": _E.source_row,
        "moves_cash": type_coerce(case((_MOVES_CASH, literal(1, WHOLE)), else_=literal(0, WHOLE)), _A.is_closed.type),
    },
    search=(_A.code, _A.title, _E.memo, _O.order_no, _G.document_no),
    order=(("entry_on", True), ("entry_id", True)),
    spoken={"account_title": lambda title, row: account_title(row[_CODE], title), "channel": spoken_title},
)
"""The journal, a row a posting."""


_DAY, _LATER, _SAME = AccountDay.__table__.c, Posting.__table__.alias("later"), JournalEntry.__table__.alias("same_day")
_UP_TO_DAY: Final = (
    select(func.coalesce(func.sum(type_coerce(_DAY.debit - _DAY.credit, WHOLE)), 0))
    .where(_DAY.account_id == _PO.account_id, _DAY.entry_on < _E.entry_on)
    .correlate(Posting.__table__, JournalEntry.__table__)
    .scalar_subquery()
)
_WITHIN_DAY: Final = (
    select(func.coalesce(func.sum(type_coerce(_LATER.c.amount, WHOLE)), 0))
    .join_from(_LATER, _SAME, _SAME.c.entry_id == _LATER.c.entry_id)
    # Plus nothing: by its entries a day is found at once, by the account's index it would be all of its postings.
    .where(_LATER.c.account_id + 0 == _PO.account_id, _SAME.c.entry_on == _E.entry_on)
    .where(_LATER.c.posting_id <= _PO.posting_id)
    .correlate(Posting.__table__, JournalEntry.__table__)
    .scalar_subquery()
)
ACCOUNT_SHEET_ROWS: Final = RowSource(
    sheet=ACCOUNT_SHEET,
    origin=JOURNAL_ROWS.origin,
    row_id=_PO.posting_id,
    values={
        **{key: JOURNAL_ROWS.values[key] for key in
           ("entry_on", "entry_id", "kind", "document", "memo", "channel", "debit", "credit", "account_code")},
        "balance": type_coerce(_UP_TO_DAY + _WITHIN_DAY, _PO.amount.type),
    },
    search=(_E.memo, _O.order_no, _G.document_no),
    order=(("entry_on", False),),
    spoken={"channel": spoken_title},
)  # fmt: skip
"""The postings of accounts with what the account held after each, oldest first: of a day in the order of posting."""


RATE_ROWS: Final = RowSource(
    sheet=RATES,
    origin=ExchangeRate.__table__,
    row_id=ExchangeRate.__table__.c.rate_id,
    values={column.key: ExchangeRate.__table__.c[column.key] for column in RATES.columns},
    search=(ExchangeRate.__table__.c.currency,),
    order=(("rate_on", True), ("currency", False)),
)
"""The list of exchange rates."""


_X, _ANSWER = Expense.__table__.c, JournalEntry.__table__.alias("answer")
_SPENT_ON: Final = [column.key for column in SPENT.columns].index("account_code")
_REVERSED: Final = exists().where(_ANSWER.c.reverses_id == _E.entry_id).correlate(JournalEntry.__table__)

EXPENSE_ROWS: Final = RowSource(
    sheet=SPENT,
    origin=Expense.__table__.join(Account.__table__, _A.account_id == _X.account_id)
    .join(
        JournalEntry.__table__,
        (_E.document_id == _X.expense_id) & (_E.document_kind == EXPENSE) & _E.reverses_id.is_(None),
    )
    .outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _X.channel_id)
    .outerjoin(Supplier.__table__, Supplier.__table__.c.supplier_id == _X.supplier_id),
    row_id=_X.expense_id,
    values={
        **{column.key: _X[column.key] for column in SPENT.columns if column.key in _X},
        "account": _A.title,
        "account_code": _A.code,
        "state": case((_REVERSED, "reversed"), else_="booked"),
        "channel": Channel.__table__.c.title,
        "supplier": Supplier.__table__.c.name,
        "entry_id": _E.entry_id,
    },
    search=(_X.note, _X.document_no, Supplier.__table__.c.name),
    order=(("spent_on", True),),
    spoken={"account": lambda title, row: account_title(row[_SPENT_ON], title), "channel": spoken_title},
)
"""The list of expenses."""


_HEAD, _SUM = Account.__table__.alias("head"), AccountDay.__table__.c
_BALANCES: Final = (
    select(_SUM.account_id, type_coerce(func.sum(_SUM.debit - _SUM.credit), _SUM.debit.type).label("balance"))
    .group_by(_SUM.account_id)
    .subquery("balances")
)
ACCOUNT_ROWS: Final = RowSource(
    sheet=ACCOUNTS,
    origin=Account.__table__.outerjoin(_BALANCES, _BALANCES.c.account_id == _A.account_id)
    .outerjoin(_HEAD, _A.code.like(_HEAD.c.code + ".%") & ~_HEAD.c.code.contains("."))
    .outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _A.channel_id),
    row_id=_A.account_id,
    values={
        **{key: _A[key] for key in ("code", "title", "kind", "currency", "is_closed", "note")},
        "line": func.coalesce(_HEAD.c.code, _A.code),
        "balance": func.coalesce(_BALANCES.c.balance, 0),
        "channel": Channel.__table__.c.title,
    },
    search=(_A.code, _A.title, _A.note),
    order=(("code", False),),
    spoken={"title": lambda title, row: account_title(row[0], title), "channel": spoken_title},
)
"""The chart of accounts."""


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account that takes entries by hand."""

    code: str
    title: str
    """In the language spoken now."""
    kind: str
    currency: str | None

    @property
    def words(self) -> str:
        """How it reads in a list."""
        return f"{self.code}  {self.title}"


def fetch_choices(tx: Tx) -> list[AccountChoice]:
    """The accounts that are open for entries, by code."""
    rows = tx.rows(
        select(_A.code, _A.title, _A.kind, _A.currency).where(type_coerce(_A.is_closed, WHOLE) == 0).order_by(_A.code)
    )
    return [AccountChoice(row.code, account_title(row.code, row.title), row.kind, row.currency) for row in rows]


def expense_choices(tx: Tx) -> list[AccountChoice]:
    """The accounts on which a person may book an expense, the shop's own among them, by code."""
    return [one for one in fetch_choices(tx) if takes_expenses(one.code, one.kind)]


def account_codes(tx: Tx, codes: Collection[str]) -> dict[str, int]:
    """Code → id, of those that the books have."""
    return dict(map(tuple, tx.rows(select(_A.code, _A.account_id).where(_A.code.in_(codes)))))


def fetch_rates(tx: Tx, currencies: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Currency → its rates as `rate_on` takes them."""
    found: dict[str, list[tuple[str, int]]] = {}
    rows = tx.rows(
        select(ExchangeRate.currency, ExchangeRate.rate_on, type_coerce(ExchangeRate.rate, WHOLE).label("rate"))
        .where(ExchangeRate.currency.in_(sorted(currencies)))
        .order_by(ExchangeRate.rate_on)
    )
    for row in rows:
        found.setdefault(row.currency, []).append((row.rate_on.isoformat(), int(row.rate)))
    return found


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """One entry; `entry`, `postings` and `source` are rows with named fields."""

    entry: Any
    postings: Sequence[Any]
    """code, title, amount (debit above zero), in order; they add up to zero."""
    channel: str
    document: str
    """Order no. or receipt no., "" where the entry has neither."""
    source: Any | None
    """The import it came from."""
    reversed_by: int | None

    @property
    def can_be_reversed(self) -> bool:
        """Entries of documents are corrected through these; what was booked by hand is answered by a mirror image."""
        return self.entry.kind in REVERSIBLE and self.reversed_by is None


def account_title(code: str, title: str) -> str:
    """The title of an account as it is read now: one that the program gave, in the language spoken.

    What a channel has of its own is called after the account and the channel.
    """
    head, _dot, own = code.partition(".")
    if own and head in _OF_CHANNELS:
        return _("{account}: {channel}").format(account=_(_OF_CHANNELS[head]), channel=_(title))
    return _(title) if title == DEFAULT_TITLES.get(code) else title


_OF_CHANNELS: Final = {spec.role.value: spec.title for spec in CHART if spec.role in PER_CHANNEL}


def find_entry(tx: Tx, posting_id: int) -> EntryDetail | None:
    """The entry that a posting belongs to; None where there is none."""
    found = tx.rows(
        select(JournalEntry.__table__, Channel.title.label("channel"), _O.order_no, _G.document_no)
        .join(Posting, _PO.entry_id == _E.entry_id)
        .outerjoin(Channel, Channel.channel_id == _E.channel_id)
        .outerjoin(SalesOrder, (_O.order_id == _E.document_id) & (_E.document_kind == "order"))
        .outerjoin(GoodsReceipt, (_G.receipt_id == _E.document_id) & (_E.document_kind == "receipt"))
        .where(_PO.posting_id == posting_id)
    )
    if not found:
        return None
    entry = found[0]
    postings = tx.rows(
        select(_A.code, _A.title, _PO.amount)
        .join_from(Posting, Account, _A.account_id == _PO.account_id)
        .where(_PO.entry_id == entry.entry_id)
        .order_by(_PO.posting_id)
    )
    sources = tx.rows(select(ImportFile.__table__).where(ImportFile.import_id == entry.import_id))
    answer = tx.scalar(select(_E.entry_id).where(_E.reverses_id == entry.entry_id))
    document = entry.order_no or entry.document_no or ""
    return EntryDetail(entry, postings, entry.channel or "", document, sources[0] if sources else None, answer)


@dataclass(frozen=True, slots=True)
class AccountSums:
    """An account over a range, debit above zero; `title` in the language spoken now."""

    account_id: int
    code: str
    title: str
    kind: str
    opening: Decimal
    debit: Decimal
    credit: Decimal


def fetch_accounts(tx: Tx, since: date | None, until: date | None, channel_id: int | None = None) -> list[AccountSums]:
    """Accounts with a balance before `since` or a posting up to `until`, by code; one channel's entries, or all."""
    day = AccountDay.__table__.c
    before = day.entry_on < since if since is not None else false()
    wanted = [] if until is None else [day.entry_on <= until]
    if channel_id is not None:
        wanted.append(day.channel_id == channel_id)
    found = tx.rows(
        select(
            _A.account_id,
            _A.code,
            _A.title,
            _A.kind,
            func.sum(case((before, type_coerce(day.debit - day.credit, day.debit.type)), else_=0)).label("opening"),
            func.sum(case((~before, day.debit), else_=0)).label("debit"),
            func.sum(case((~before, day.credit), else_=0)).label("credit"),
        )
        .join_from(AccountDay, Account, _A.account_id == day.account_id)
        .where(*wanted)
        .group_by(_A.account_id, _A.code, _A.title, _A.kind)
        .order_by(_A.code)
    )
    return [
        AccountSums(
            row.account_id, row.code, account_title(row.code, row.title), row.kind, row.opening, row.debit, row.credit
        )
        for row in found
        if row.opening or row.debit or row.credit
    ]


@dataclass(frozen=True, slots=True)
class BooksState:
    """Whether the books balance, the last closed day (None: nothing is), and the days of the first and last entry."""

    balances: bool
    closed: date | None
    first: date | None
    last: date | None


def look_at_books(tx: Tx) -> BooksState:
    """The state of the books, by sums that an index answers: debit and credit of all postings are the same."""
    off = tx.scalar(select(func.coalesce(func.sum(_PO.amount), 0)))
    first, last = tx.rows(select(func.min(_E.entry_on), func.max(_E.entry_on)))[0]
    closed = closed_through(tx)
    return BooksState(not off, None if closed == date.min else closed, first, last)
