"""Triggers that hold when code fails: facts are never changed, and a closed period takes nothing more."""

from typing import Final

from sqlalchemy import Connection

FACTS: Final = ("stock_move", "journal_entry", "posting")
"""Tables of which no row is ever updated or deleted."""

_CLOSED = {
    "journal_entry": "NEW.entry_on <= (SELECT COALESCE(MAX(closed_through), '9999-12-31') FROM period_lock)",
    "stock_move": "NEW.moved_at < (SELECT COALESCE(MAX(closed_until), 253402300800) FROM period_lock)",
}


def guards(dialect: str) -> dict[str, str]:
    """Name of each trigger → the statement that makes it."""
    return _sqlite_guards() if dialect == "sqlite" else _postgres_guards()


def install(connection: Connection) -> None:
    """Make every guard that is not there yet."""
    for statement in guards(connection.dialect.name).values():
        connection.exec_driver_sql(statement)


def missing(connection: Connection) -> list[str]:
    """Names of guards that somebody dropped."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    there = {row[0] for row in found}
    return [name for name in guards(connection.dialect.name) if name not in there and not name.endswith("()")]


def _sqlite_guards() -> dict[str, str]:
    made = {}
    for table in (*FACTS, "period_lock"):
        for verb in ("UPDATE", "DELETE") if table != "period_lock" else ("DELETE",):
            name = f"guard_{table}_{verb.lower()}"
            made[name] = (
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'guard: {table} is append-only'); END"
            )
    for table, closed in _CLOSED.items():
        name = f"guard_{table}_closed"
        made[name] = (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE INSERT ON {table} WHEN {closed} "
            f"BEGIN SELECT RAISE(ABORT, 'guard: the period is closed'); END"
        )
    return made


def _postgres_guards() -> dict[str, str]:
    made = {
        "guard_refuse()": (
            "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'guard: % is append-only', TG_TABLE_NAME; END $$"
        ),
    }
    for table in (*FACTS, "period_lock"):
        for verb in ("UPDATE", "DELETE") if table != "period_lock" else ("DELETE",):
            name = f"guard_{table}_{verb.lower()}"
            made[name] = (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION guard_refuse()"
            )
    for table, closed in _CLOSED.items():
        made[f"guard_{table}_closed()"] = (
            f"CREATE OR REPLACE FUNCTION guard_{table}_closed() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {closed} THEN RAISE EXCEPTION 'guard: the period is closed'; END IF; RETURN NEW; END $$"
        )
        made[f"guard_{table}_closed"] = (
            f"CREATE OR REPLACE TRIGGER guard_{table}_closed BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION guard_{table}_closed()"
        )
    return made
