"""Column types of the store: money and quantities as scaled integers, moments as UTC seconds; never a float."""

from datetime import UTC, date, datetime
from decimal import Context, Decimal, localcontext
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

MONEY_SCALE: Final = 10_000
QUANTITY_SCALE: Final = 1_000
RATE_SCALE: Final = 10_000_000_000

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""64-bit integer; plain INTEGER on SQLite, where STRICT tables know no BIGINT."""


class _Scaled(TypeDecorator[Decimal]):
    """A Decimal kept as an integer of 1/`scale`; a value that does not fit is refused, never rounded."""

    impl = BigInteger
    cache_ok = True
    scale = 1

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError(f"{value} is a float; amounts are Decimal")
        with localcontext(Context(prec=60)):
            scaled = Decimal(value) * self.scale
            if not scaled.is_finite() or scaled != scaled.to_integral_value():
                raise ValueError(f"{value} has more decimals than 1/{self.scale}")
        whole = int(scaled)
        if abs(whole) >= 2**63:
            raise ValueError(f"{value} is too large to be stored")
        return whole

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / self.scale


class Money(_Scaled):
    """Amounts and unit prices, in 1/10,000 of the currency."""

    cache_ok = True
    scale = MONEY_SCALE


class Quantity(_Scaled):
    """Pieces, grams …, in 1/1,000."""

    cache_ok = True
    scale = QUANTITY_SCALE


class Rate(_Scaled):
    """Exchange rates, in 1/10,000,000,000: exact for every rate that anybody publishes, dong and dinar included."""

    cache_ok = True
    scale = RATE_SCALE


class UtcTime(TypeDecorator[datetime]):
    """A moment as whole seconds since 1970 in UTC; outside the store an aware datetime."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(int(value), UTC)


class Day(TypeDecorator[date]):
    """A calendar day of the shop as ISO text, so that `substr(day, 1, 7)` is its month on every engine."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | str | None, dialect: Dialect) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """True or False as 1 or 0 on every engine."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)
