"""Guards: facts stay as they were appended, and a closed period takes nothing more, whatever the code does."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.store import deeds
from tests.store.deeds import dump

from shopdesk.store import guards
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Base, StockMove
from shopdesk.store.tx import MANY, Tx
from shopdesk.text import UserError

KEYS = {"stock_move": "move_id", "journal_entry": "entry_id", "posting": "posting_id"}


@pytest.fixture
def filled(store: Store) -> Store:
    store.do(deeds.fill)
    return store


def refused(store: Store, statement: str) -> None:
    before = dump(store)
    with pytest.raises(IntegrityError, match="append-only"), store._writer.begin() as connection:
        connection.exec_driver_sql(statement)
    assert dump(store) == before


@pytest.mark.parametrize("table", KEYS)
def test_a_fact_is_neither_changed_nor_removed(filled: Store, table: str) -> None:
    refused(filled, f"UPDATE {table} SET {KEYS[table]} = 99")
    refused(filled, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", KEYS)
def test_replacing_is_removing(store_path: object, file_store: Store, table: str) -> None:
    file_store.do(deeds.fill)
    refused(file_store, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {KEYS[table]} = 1")
    refused(file_store, f"REPLACE INTO {table} SELECT * FROM {table} WHERE {KEYS[table]} = 1")


def test_emptying_is_removing(filled: Store) -> None:
    if filled.is_file:
        refused(filled, "DELETE FROM posting")  # SQLite knows no TRUNCATE
    else:
        for table in ("posting", "change CASCADE", "period_lock"):
            refused(filled, f"TRUNCATE {table}")


@pytest.mark.parametrize("words", ["person = 'x'", "made_at = 0", "title = '{}'", "seal = ''", "action = 'x'"])
def test_what_was_done_stays_as_it_was_told(filled: Store, words: str) -> None:
    refused(filled, f"UPDATE change SET {words}")


def test_the_history_and_the_lock_are_not_removed(filled: Store) -> None:
    refused(filled, "DELETE FROM change_row; DELETE FROM change" if not filled.is_file else "DELETE FROM change")
    refused(filled, "DELETE FROM period_lock")


def close_through(store: Store, day: str, until: datetime) -> None:
    with store._writer.begin() as connection:
        values = {"day": day, "until": int(until.timestamp())}
        connection.execute(text("UPDATE period_lock SET closed_through = :day, closed_until = :until"), values)


def test_a_closed_period_takes_nothing(filled: Store) -> None:
    close_through(filled, "2026-03-31", datetime(2026, 4, 1, tzinfo=UTC))
    before = dump(filled)
    with pytest.raises(UserError) as refusal:
        filled.do(deeds.move_stock, Decimal(1), datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC))
    assert refusal.value.code == "period_closed"
    assert dump(filled) == before
    filled.do(deeds.move_stock, Decimal(1), datetime(2026, 4, 1, tzinfo=UTC))


@action("stock.move", "Move stock at once")
def move_at_once(tx: Tx, at: datetime, stood: list[bool]) -> None:
    """A move as one of many; `stood`: whether each guard was there while it came in."""
    with tx.closed_at_once(StockMove, MANY):
        stood.append(guards.missing(tx.connection) == [])
        deeds.move_stock(tx, Decimal(1), at)


def test_many_at_once_are_held_to_the_closed_period_too(filled: Store) -> None:
    close_through(filled, "2026-03-31", datetime(2026, 4, 1, tzinfo=UTC))
    before, stood = dump(filled), list[bool]()
    with pytest.raises(UserError) as refusal:
        filled.do(move_at_once, datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC), stood)
    assert refusal.value.code == "period_closed"
    assert dump(filled) == before
    filled.do(move_at_once, datetime(2026, 4, 1, tzinfo=UTC), stood)
    assert stood == [not filled.is_file] * 2
    with filled.read() as tx:
        assert guards.missing(tx.connection) == []
    with deeds.around_the_guards(filled) as connection:
        connection.exec_driver_sql("DELETE FROM period_lock")
    with pytest.raises(UserError) as refusal:
        filled.do(move_at_once, datetime(2030, 1, 1, tzinfo=UTC), stood)
    assert refusal.value.code == "period_closed", "without its row everything counts as closed"


def test_a_guard_that_somebody_dropped_is_not_put_back_in_passing(filled: Store) -> None:
    if not filled.is_file:
        pytest.skip("there the guards stay")
    name = "guard_stock_move_closed"
    with filled._writer.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    filled.do(move_at_once, datetime(2026, 4, 1, tzinfo=UTC), [])
    with filled.read() as tx:
        assert guards.missing(tx.connection) == [name], "the check has to find it"


@pytest.mark.parametrize("table", ["stock_move", "journal_entry"])
def test_without_its_row_everything_counts_as_closed(filled: Store, table: str) -> None:
    with deeds.around_the_guards(filled) as connection:
        connection.exec_driver_sql("DELETE FROM period_lock")
        columns = [row.name for row in Base.metadata.tables[table].columns if not row.primary_key]
    names = ", ".join(columns)
    again = f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}"
    with pytest.raises(IntegrityError, match="period is closed"), filled._writer.begin() as connection:
        connection.exec_driver_sql(again)
    with pytest.raises(UserError) as refusal:
        filled.do(deeds.move_stock, Decimal(1), datetime(2030, 1, 1, tzinfo=UTC))
    assert refusal.value.code == "period_closed"


def test_every_guard_stands_in_a_new_store(store: Store) -> None:
    with store.read() as tx:
        assert guards.missing(tx.connection) == []
        names = guards.guards(tx.connection.dialect.name)
    with deeds.around_the_guards(store) as connection:
        assert {name for name in names if not name.endswith("()")} == set(guards.missing(connection))


def test_a_guard_that_was_switched_off_is_missed(store: Store) -> None:
    with store._writer.begin() as connection:
        if store.is_file:
            connection.exec_driver_sql("DROP TRIGGER guard_posting_update")
            connection.exec_driver_sql(
                "CREATE TRIGGER guard_posting_update BEFORE UPDATE ON posting BEGIN SELECT 1; END"
            )
            wanted = ["guard_posting_update"]
        else:
            connection.exec_driver_sql("ALTER TABLE posting DISABLE TRIGGER guard_posting_update")
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
            )
            wanted = ["guard_refuse()", "guard_posting_update"]
    with store.read() as tx:
        assert guards.missing(tx.connection) == wanted
