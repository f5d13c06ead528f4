"""Triggers that hold when code fails: facts are never changed, and a closed period takes nothing more.

A third kind notes the month of every order that is written, so that no sum kept of it can be forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

FACTS: Final = ("stock_move", "journal_entry", "posting", "lot_move", "landed_share", "late_value")
"""Tables of which no row is ever updated or deleted."""

_LOCK = "FROM period_lock WHERE lock_id = 1"
_CLOSED = {
    "journal_entry": f"NEW.entry_on <= COALESCE((SELECT closed_through {_LOCK}), '9999-12-31')",
    "stock_move": f"NEW.moved_at < COALESCE((SELECT closed_until {_LOCK}), 253402300800)",
}
_IS_CLOSED: Final = "guard: the period is closed"


_NOTED: Final = "sold_on, kind, state, channel_id"
"""What the sums kept of orders depend on; whoever writes lines of an order writes the order too."""
_SEALED = "change_id, made_at, person, action, title, seal"
"""What a seal covers of a change: who did what and when."""
_AS_CONSTRAINT = "ERRCODE = 'integrity_constraint_violation'"


def guards(dialect: str) -> dict[str, str]:
    """Name of each trigger → the statement that makes it."""
    return _sqlite_guards() if dialect == "sqlite" else _postgres_guards()


def install(connection: Connection) -> None:
    """Make every guard that is not there yet."""
    for statement in guards(connection.dialect.name).values():
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop every guard, so that a migration may rewrite what is otherwise only appended; then install again."""
    there = _there(connection)
    for name, (table, _text) in there.items():
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def missing(connection: Connection) -> list[str]:
    """Names of guards that somebody dropped, switched off or rewrote."""
    there = _there(connection)
    wanted = guards(connection.dialect.name)
    if connection.dialect.name == "sqlite":
        return [n for n, sql in wanted.items() if n not in there or there[n][1] != sql.replace(" IF NOT EXISTS", "")]
    found = connection.exec_driver_sql("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'guard%%'")
    bodies = {row.proname: row.prosrc for row in found}
    rewritten = {n for n, sql in wanted.items() if n.endswith("()") and bodies.get(n[:-2]) != sql.split("$$")[1]}
    return [n for n in wanted if n in rewritten or (n not in there and not n.endswith("()"))]


@contextmanager
def closed_at_once(connection: Connection, table: str, last: int) -> Iterator[None]:
    """On SQLite: ask of all rows that come in meanwhile at once what the guard of closed periods asks of each.

    `last`: the last id before them. With the guard, SQLite keeps all that one statement inserts in memory before it
    inserts it. Nobody else sees the table without it; whoever meets an error has to roll back, and it stands again.
    """
    name = f"guard_{table}_closed"
    found = _there(connection).get(name)
    if found is not None:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    late = f"SELECT EXISTS (SELECT 1 FROM {table} AS NEW WHERE NEW.rowid > {last} AND {_CLOSED[table]})"  # noqa: S608 - names of our own
    if connection.exec_driver_sql(late).scalar():
        driver = connection.dialect.loaded_dbapi
        refused = driver.IntegrityError(_IS_CLOSED)
        raise DBAPIError.instance(None, None, refused, driver.Error) from refused
    if found is not None:
        connection.exec_driver_sql(found[1])


def _there(connection: Connection) -> dict[str, tuple[str, str]]:
    """Name of each guard that stands → its table and, on SQLite, its text."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'"
        )
    else:
        found = connection.exec_driver_sql(
            "SELECT t.tgname, c.relname, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'guard%%' AND t.tgenabled <> 'D'"
        )
    return {name: (table, sql) for name, table, sql in found}


def _sqlite_guards() -> dict[str, str]:
    made = {}
    for name, (verb, table, when) in _refusals().items():
        condition = f" WHEN {when}" if when else ""
        made[name] = (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table}{condition} "
            f"BEGIN SELECT RAISE(ABORT, 'guard: {table} is append-only'); END"
        )
    for table, closed in _CLOSED.items():
        name = f"guard_{table}_closed"
        made[name] = (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE INSERT ON {table} WHEN {closed} "
            f"BEGIN SELECT RAISE(ABORT, '{_IS_CLOSED}'); END"
        )
    for name, (verb, rows) in _notes().items():
        noted = " ".join(f"{_note(row)};" for row in rows)
        made[name] = f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {verb} ON sales_order BEGIN {noted} END"
    return made


def _postgres_guards() -> dict[str, str]:
    made = {
        "guard_refuse()": (
            "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION USING MESSAGE = 'guard: ' || TG_TABLE_NAME || ' is append-only', {_AS_CONSTRAINT}; END $$"
        ),
    }
    for name, (verb, table, when) in _refusals().items():
        condition = f"WHEN ({when}) " if when else ""
        made[name] = (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH ROW {condition}EXECUTE FUNCTION guard_refuse()"
        )
    for table in (*FACTS, "change", "period_lock"):
        made[f"guard_{table}_truncate"] = (
            f"CREATE OR REPLACE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()"
        )
    for table, closed in _CLOSED.items():
        made[f"guard_{table}_closed()"] = (
            f"CREATE OR REPLACE FUNCTION guard_{table}_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {closed} THEN "
            f"RAISE EXCEPTION USING MESSAGE = '{_IS_CLOSED}', {_AS_CONSTRAINT}; "
            "END IF; RETURN NEW; END $$"
        )
        made[f"guard_{table}_closed"] = (
            f"CREATE OR REPLACE TRIGGER guard_{table}_closed BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION guard_{table}_closed()"
        )
    for name, (verb, rows) in _notes().items():
        noted = " ".join(f"{_note(row)};" for row in rows)
        made[f"{name}()"] = (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"{noted} RETURN NULL; END $$"
        )
        made[name] = (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {verb} ON sales_order FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    return made


def _refusals() -> dict[str, tuple[str, str, str]]:
    """Name of each trigger that refuses → what is refused, on which table, and when ("" is always)."""
    made = {f"guard_{table}_{verb.lower()}": (verb, table, "") for table in FACTS for verb in ("UPDATE", "DELETE")}
    made["guard_period_lock_delete"] = ("DELETE", "period_lock", "")
    made["guard_change_delete"] = ("DELETE", "change", "")
    made["guard_change_update"] = (f"UPDATE OF {_SEALED}", "change", "OLD.seal <> ''")
    return made


def _notes() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name of each trigger that notes months → on what it fires, and the rows whose months it notes."""
    return {
        "guard_sales_order_noted_insert": ("INSERT", ("NEW",)),
        "guard_sales_order_noted_update": (f"UPDATE OF {_NOTED}", ("OLD", "NEW")),
        "guard_sales_order_noted_delete": ("DELETE", ("OLD",)),
    }


def _note(row: str) -> str:
    return (
        f"INSERT INTO stale_month (month) SELECT substr({row}.sold_on, 1, 7) WHERE {row}.sold_on IS NOT NULL "
        "ON CONFLICT DO NOTHING"
    )
