"""The mark of an import under way: committed before it, gone with it, so that the next opening can tell of a crash."""

import json
import uuid
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, insert, select

from shopdesk.store.engine import WRITER_LOCK
from shopdesk.store.tables import Setting
from shopdesk.text import N_, _

_MARK: Final = "begun:"
"""What the name of a mark among the shop's settings begins with."""
_MARKED: Final = f"FROM setting WHERE name LIKE '{_MARK}%'"


@dataclass(frozen=True, slots=True)
class CutOff:
    """Work that a crash, a kill or a power cut ended; the transaction it was in left nothing behind."""

    what: str
    person: str
    begun_at: datetime

    def sentence(self, zone: ZoneInfo) -> str:
        """What a person is told of it; `zone` is the shop's."""
        said = N_(
            "The import of {file}, begun on {when}, was cut off. Nothing of it was kept; please import the file again."
        )
        return _(said).format(file=self.what, when=f"{self.begun_at.astimezone(zone):%Y-%m-%d %H:%M}")


def begin(connection: Connection, what: str, person: str, at: datetime) -> str:
    """Leave a mark; returns its name. It counts once the transaction is committed, before the work begins."""
    name = f"{_MARK}{uuid.uuid4().hex}"
    told = {"what": what, "person": person, "at": int(at.timestamp())}
    connection.execute(insert(Setting).values(name=name, value=json.dumps(told, ensure_ascii=False)))
    return name


def end(connection: Connection, name: str) -> None:
    """Take a mark away: in the transaction of the work that it stood for, or after that was rolled back."""
    connection.execute(delete(Setting).where(Setting.name == name))


def is_marked(connection: Connection) -> bool:
    """Whether there is any mark: of work that goes on, or that was cut off."""
    return connection.execute(select(Setting.name).where(Setting.name.startswith(_MARK)).limit(1)).first() is not None


def claim(writer: Engine) -> list[CutOff]:
    """What was cut off, oldest first; its marks are taken away, so that it is told once.

    Whoever imports holds the writer's lock, and a crash lets go of it: nothing is claimed while somebody holds it.
    A store that cannot be written keeps its marks.
    """
    is_sqlite = writer.dialect.name == "sqlite"
    error: Any = writer.dialect.loaded_dbapi.Error
    with closing(writer.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        try:
            if not (_is_alone_in_file(cursor) if is_sqlite else _is_alone_on_server(cursor)):
                return []
            cursor.execute(f"SELECT value {_MARKED}")
            found = _read([row[0] for row in cursor.fetchall()])
            cursor.execute(f"DELETE {_MARKED}")
            raw.commit()
        except error as refused:
            raw.rollback()
            if "readonly" not in str(refused):
                return []
            cursor.execute(f"SELECT value {_MARKED}")
            return _read([row[0] for row in cursor.fetchall()])
        finally:
            if is_sqlite:
                cursor.execute("PRAGMA busy_timeout=15000")
    return found


def _is_alone_in_file(cursor: Any) -> bool:
    """Take the writer's lock without waiting for it; the driver's error says who is not alone."""
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.execute("BEGIN IMMEDIATE")
    return True


def _is_alone_on_server(cursor: Any) -> bool:
    cursor.execute(f"SELECT pg_try_advisory_xact_lock({WRITER_LOCK})")
    return bool(cursor.fetchone()[0])


def _read(values: Sequence[str]) -> list[CutOff]:
    told = sorted((json.loads(value) for value in values), key=lambda mark: mark["at"])
    return [CutOff(mark["what"], mark["person"], datetime.fromtimestamp(mark["at"], UTC)) for mark in told]
