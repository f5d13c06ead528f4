"""What the workbooks of the books are told: whose they are, of which days, and the rows of an account sheet."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands over every page; `days` and `before` name its columns, "" where there is nothing to compare with."""

    shop: str
    currency: str
    days: str
    before: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A posting of an account sheet; debit above zero."""

    on: date
    entry_id: int
    document: str
    memo: str
    amount: Decimal
