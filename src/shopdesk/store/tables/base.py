"""What every table shares: STRICT on SQLite, ids that are never used again, and the column types of the store."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from shopdesk.store.types import WHOLE, Day, Flag, Money, Quantity, UtcTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base; STRICT makes SQLite refuse a value of the wrong type."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: WHOLE,
        str: Text(),
        bytes: LargeBinary(),
        bool: Flag(),
        datetime: UtcTime(),
        date: Day(),
        Decimal: Money(),
    }
    __table_args__: Any = {"sqlite_strict": True, "sqlite_autoincrement": True}  # noqa: RUF012 - declarative


def own(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a table with constraints or indexes of its own."""
    return (*constraints, Base.__table_args__)


def pieces() -> MappedColumn[Any]:
    """A column of pieces; its annotation says whether it may be unknown."""
    return mapped_column(Quantity())
