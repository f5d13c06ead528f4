"""The books: accounts, entries, postings, rates of exchange and tax, and the lock that closes a period."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own
from shopdesk.store.types import Rate


class Account(Base):
    """An account; a channel has a clearing account, a wallet and a reserve of its own.

    An account below another has its code and a dot before its own: "6605.wages". It counts to the line of that one.
    """

    __tablename__ = "account"
    account_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    currency: Mapped[str | None]
    """Of a bank account or wallet that is kept in another currency than the shop's."""
    is_closed: Mapped[bool] = mapped_column(default=False)
    """Nothing is booked on it by hand any more; what it holds stays."""
    note: Mapped[str | None]


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
    """An amount on an account: above zero debit, below zero credit.

    What is owed or held in another currency says so too, so that it can be valued at a later rate.
    """

    __tablename__ = "posting"
    __table_args__ = own(
        Index(None, "entry_id"),
        Index(None, "account_id", "entry_id", "amount"),
        Index(
            None, "currency", "account_id",
            sqlite_where=text("currency IS NOT NULL"), postgresql_where=text("currency IS NOT NULL"),
        ),
    )  # fmt: skip
    posting_id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.entry_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    amount: Mapped[Decimal]
    currency: Mapped[str | None]
    own_amount: Mapped[Decimal | None]
    """In `currency`, signed as `amount` is; None where that is the shop's."""


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


class TaxRule(Base):
    """A rate of sales tax from a day on; the rule that says most about a line wins, of equals the latest."""

    __tablename__ = "tax_rule"
    tax_rule_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    category: Mapped[str | None]
    country: Mapped[str | None]
    rate: Mapped[Decimal] = mapped_column(Rate())
    """A share: 0.13 is 13 %."""
    is_inclusive: Mapped[bool]
    """Whether prices contain it."""
    since: Mapped[date]


class CostKey(Base):
    """How an indirect cost is spread over channels and SKUs; an account without a row here is not spread."""

    __tablename__ = "cost_key"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    spread_by: Mapped[str]


class PeriodLock(Base):
    """Up to where the books are closed: one row; where it is missing, everything counts as closed."""

    __tablename__ = "period_lock"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - declarative
    lock_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_through: Mapped[str]
    """ISO day; "0001-01-01" while nothing is closed."""
    closed_until: Mapped[int]
    """First second (UTC) that is open again."""
