"""Before a store is opened: is it there, is it ours, is it whole, and did this program's version make it."""

import contextlib
import os
from pathlib import Path
from typing import overload

from sqlalchemy import Connection, inspect

from shopdesk.store.engine import APPLICATION_ID, SCHEMA
from shopdesk.store.refusals import StoreDamaged, locked_away
from shopdesk.text import N_, UserError

_HEADER = b"SQLite format 3\x00"
_HEADER_SIZE = 100


@overload
def refuse_existing(what: Path) -> Path: ...
@overload
def refuse_existing(what: Connection) -> None: ...
def refuse_existing(what: Path | Connection) -> Path | None:
    """Refuse to make a store where something is already; a path comes back absolute, its folder made."""
    if isinstance(what, Connection):
        if inspect(what).has_table("setting"):
            raise UserError(N_("This database already holds a store. Open it instead."), code="exists")
        return None
    if what.exists():
        raise UserError(N_("{path} exists already. Open it, or choose another name."), code="exists", path=what)
    try:
        what.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            N_("The folder {path} cannot be made: {reason}"), code="folder", path=what.parent, reason=error.strerror
        ) from error
    if not os.access(what.parent, os.W_OK):
        raise UserError(N_("The folder {path} cannot be written."), code="folder", path=what.parent)
    return what.absolute()


def check_file(path: Path, schema: int = SCHEMA) -> Path:
    """The absolute path of a store file that may be opened; the cheap questions come before SQLite sees it."""
    try:
        return _checked(path, schema)
    except OSError as error:
        raise locked_away(str(path)) from error


def _checked(path: Path, schema: int) -> Path:
    if not path.exists():
        raise UserError(
            N_("The store {path} was not found. Locate it, restore a backup, or make a new shop."),
            code="not_found",
            path=path,
        )
    if path.is_dir():
        raise UserError(N_("{path} is a folder, not a store."), code="not_a_store", path=path)
    with path.open("rb") as file:
        head = file.read(_HEADER_SIZE)
    if not head:
        raise UserError(N_("The store {path} is empty (0 bytes). Restore a backup."), code="empty", path=path)
    if not head.startswith(_HEADER):
        raise UserError(
            N_("{path} is not a ShopDesk store, or it is encrypted with a key that was not given."),
            code="not_a_store",
            path=path,
        )
    if len(head) < _HEADER_SIZE:
        raise damaged(path)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise UserError(N_("{path} is a database of another program."), code="not_a_store", path=path)
    if int.from_bytes(head[60:64], "big") > schema:
        raise newer(path)
    if _is_cut(path, head):
        raise damaged(path)
    return path.absolute()


def is_database(path: Path) -> bool:
    """Whether a file is a database, or called a store as an encrypted one is: nothing else may take its place."""
    if path.suffix == ".shopdesk":
        return path.is_file()
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER
    return False


def _is_cut(path: Path, head: bytes) -> bool:
    """Whether the file is shorter than its header says; with a log beside it, pages may still lie there."""
    count_is_valid = head[24:28] == head[92:96]
    size = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big") if count_is_valid else 0
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size < pages * (65_536 if size == 1 else size) and not (log.exists() and log.stat().st_size)


def check_schema(connection: Connection, where: str) -> None:
    """Refuse a store that is plainly damaged, incomplete, or not of this program's schema.

    Of a file only the ends of its tables are read here; see `store.look` for every page of it.
    """
    found = schema_of(connection)
    if found is None and connection.dialect.name != "sqlite":
        raise UserError(N_("This database holds no store yet. Make a new shop in it."), code="not_found")
    if found is None:
        raise UserError(
            N_("The store {path} is incomplete: it was copied while in use, or never finished. Restore a backup."),
            code="damaged",
            path=where,
        )
    if found > SCHEMA:
        raise newer(where)
    if found < SCHEMA:
        raise UserError(
            N_("The store {path} was made by an older ShopDesk. It must be brought up to date once before it opens."),
            code="older",
            path=where,
        )
    if connection.dialect.name == "sqlite":
        _touch(connection)


def _touch(connection: Connection) -> None:
    """Come to the last row of every table: what was overwritten shows as malformed."""
    listed = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND sql NOT LIKE '%WITHOUT ROWID%'"  # sums, which are derived
    )
    names = connection.exec_driver_sql(listed).scalars().all()
    for name in names:
        connection.exec_driver_sql(f'SELECT MAX(rowid) FROM "{name}"').scalar()  # noqa: S608 - from the schema itself


def journal_of(connection: Connection) -> str:
    """The journal mode that a file is in."""
    return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())


def schema_of(connection: Connection) -> int | None:
    """The number of the schema that a store has; None where it has none."""
    if not inspect(connection).has_table("setting"):
        return None
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'schema'").scalar()
    return None if found is None else int(found)


def damaged(where: object) -> StoreDamaged:
    """The refusal of a store that is not whole."""
    return StoreDamaged(N_("The store {path} is damaged. Restore a backup."), code="damaged", path=where)


def newer(where: object) -> UserError:
    """The refusal of a store from a program newer than this one."""
    return UserError(
        N_("The store {path} was made by a newer ShopDesk. Update this program; nothing was read or changed."),
        code="newer",
        path=where,
    )
