"""Column types: exact or refused."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, StatementError
from tests.store import deeds

from shopdesk.store.store import Store
from shopdesk.store.types import Day, Flag, Money, Quantity, UtcTime

DIALECT = sqlite.dialect()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Decimal("1.00001"), "more decimals"),
        (Decimal("NaN"), "more decimals"),
        (Decimal("Infinity"), "more decimals"),
        (Decimal(10) ** 15, "too large"),
        (Decimal("1e-28"), "more decimals"),
    ],
)
def test_money_refuses_what_it_cannot_keep(value: Decimal, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Money().process_bind_param(value, DIALECT)


@pytest.mark.parametrize("column", [Money(), Quantity()])
def test_a_float_is_never_money(column: Money) -> None:
    with pytest.raises(TypeError, match="float"):
        column.process_bind_param(1.5, DIALECT)  # type: ignore[arg-type]


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_money_comes_back_as_it_went_in(scaled: int) -> None:
    amount = Money().process_result_value(scaled, DIALECT)
    assert isinstance(amount, Decimal)
    assert Money().process_bind_param(amount, DIALECT) == scaled


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001 - that is the point
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert UtcTime().process_result_value(UtcTime().process_bind_param(noon, DIALECT), DIALECT) == noon


@pytest.mark.parametrize("column", [Money(), Quantity(), UtcTime(), Day(), Flag()])
def test_nothing_stays_nothing(column: Any) -> None:
    assert column.process_bind_param(None, DIALECT) is None
    assert column.process_result_value(None, DIALECT) is None


def test_the_refusal_reaches_who_wrote(store: Store) -> None:
    store.do(deeds.fill)
    with pytest.raises(StatementError, match="decimals"):
        store.do(deeds.move_stock, Decimal("0.0001"))
    with store.read() as tx:
        assert tx.scalar(text("SELECT COUNT(*) FROM stock_move")) == 2


@pytest.mark.parametrize("value", ["1.5", "'12.5'", "'tea'"])
def test_a_strict_table_takes_whole_numbers_alone(file_store: Store, value: str) -> None:
    with pytest.raises(DBAPIError, match="cannot store"), file_store._writer.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO period_lock VALUES (2, '0001-01-01', {value})")
