"""Sums of the books, of goods sold and of what these cost, kept so that a report of years opens at once. All derived.

`store/summaries.py` says what each of them is the sum of, and keeps it so. A row of them has no id: it is its key.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base
from shopdesk.store.types import Quantity

_BY_KEY: Any = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""A table that is its own index: what belongs together lies together."""
NOBODY = 0
"""`channel_id` or `sku_id` of what belongs to no channel, or to no SKU."""


class AccountDay(Base):
    """What an account was debited and credited by the entries of one day and channel; both above zero."""

    __tablename__ = "account_day"
    __table_args__ = _BY_KEY
    entry_on: Mapped[date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    debit: Mapped[Decimal]
    credit: Mapped[Decimal]


class GoodsMonth(Base):
    """Lines of booked orders of one SKU and month, told apart by when their cost was learnt."""

    __tablename__ = "goods_month"
    __table_args__ = _BY_KEY
    sku_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_kind: Mapped[str] = mapped_column(primary_key=True)
    line_kind: Mapped[str] = mapped_column(primary_key=True)
    learnt: Mapped[str] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(primary_key=True)
    orders: Mapped[int]
    units: Mapped[Decimal] = mapped_column(Quantity())
    """Pieces, without those that were written off."""
    amount: Mapped[Decimal]
    discount: Mapped[Decimal]


class CostMonth(Base):
    """What goods of one SKU that were sold (below zero) or came back were worth, by the month that booked it."""

    __tablename__ = "cost_month"
    __table_args__ = _BY_KEY
    sku_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Decimal]


class SkuValue(Base):
    """What the pieces of a SKU on hand cost; no row where any of it is unknown."""

    __tablename__ = "sku_value"
    __table_args__ = _BY_KEY
    sku_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[Decimal]


class StaleMonth(Base):
    """Months of which an order was written in this transaction; empty whenever nobody writes."""

    __tablename__ = "stale_month"
    __table_args__ = _BY_KEY
    month: Mapped[str] = mapped_column(primary_key=True)
