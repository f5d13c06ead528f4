"""The books: accounts, entries, postings and the lock that closes a period."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own
from shopdesk.store.types import Rate


class Account(Base):
    """An account; each channel has a clearing account of its own."""

    __tablename__ = "account"
    account_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))


class JournalEntry(Base):
    """One entry; its postings add up to zero. Never updated, never deleted: corrections are reversals."""

    __tablename__ = "journal_entry"
    __table_args__ = own(Index(None, "entry_on"), Index(None, "document_id", "document_kind"))
    entry_id: Mapped[int] = mapped_column(primary_key=True)
    entry_on: Mapped[date]
    kind: Mapped[str]
    document_kind: Mapped[str]
    document_id: Mapped[int]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    memo: Mapped[str | None]
    posted_at: Mapped[datetime]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
    change_id: Mapped[int]
    reverses_id: Mapped[int | None]


class Posting(Base):
    """An amount on an account: above zero debit, below zero credit."""

    __tablename__ = "posting"
    __table_args__ = own(Index(None, "entry_id"), Index(None, "account_id", "entry_id", "amount"))
    posting_id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.entry_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    amount: Mapped[Decimal]


class Expense(Base):
    """Money spent: the document of an entry in the books. Below zero where something was given back."""

    __tablename__ = "expense"
    __table_args__ = own(Index(None, "document_no"), Index(None, "spent_on"))
    expense_id: Mapped[int] = mapped_column(primary_key=True)
    spent_on: Mapped[date]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    amount: Mapped[Decimal]
    """In the shop's currency."""
    currency: Mapped[str | None]
    own_amount: Mapped[Decimal | None]
    """What was paid in its own currency; None where that is the shop's."""
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    document_no: Mapped[str | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class ExchangeRate(Base):
    """What one unit of a currency is worth in the shop's own, from a day on until a later one says otherwise."""

    __tablename__ = "exchange_rate"
    __table_args__ = own(UniqueConstraint("currency", "rate_on"))
    rate_id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str]
    rate_on: Mapped[date]
    rate: Mapped[Decimal] = mapped_column(Rate())


class PeriodLock(Base):
    """Up to where the books are closed: one row; where it is missing, everything counts as closed."""

    __tablename__ = "period_lock"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - declarative
    lock_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_through: Mapped[str]
    """ISO day; "0001-01-01" while nothing is closed."""
    closed_until: Mapped[int]
    """First second (UTC) that is open again."""
