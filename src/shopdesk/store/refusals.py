"""The sentence for a fault of the disk, of a guard or of the connection; a programming error stays what it is."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError

from shopdesk.settings import without_password
from shopdesk.text import N_, UserError


class StoreDamaged(UserError):
    """The store file is not what it should be; restore a backup."""


class Interrupted(UserError):
    """The reader was told to stop, because nobody waits for its answer any more."""


_MOVED: Final = N_("The store {where} cannot be written: it was moved, renamed or made read-only.")
_AWAY: Final = N_("The store {where} cannot be opened: it was moved, renamed or is locked away.")
_DAMAGED: Final = N_("The store {where} is damaged or has another key. Restore a backup.")
_SAID: Final[Mapping[str, tuple[type[UserError], str, str]]] = {
    "period is closed": (UserError, "period_closed", N_("The period is closed. Nothing was changed.")),
    "disk is full": (
        UserError,
        "disk_full",
        N_("The disk is full. Nothing was changed; free some space and try again."),
    ),
    "No space left": (
        UserError,
        "disk_full",
        N_("The disk is full. Nothing was changed; free some space and try again."),
    ),
    "disk I/O error": (
        UserError,
        "disk_error",
        N_("The disk refused to read or write {where}. Nothing was changed; look at its free space and its health."),
    ),
    "is locked": (UserError, "busy", N_("Another task is writing to the store. Try again in a moment.")),
    "readonly": (UserError, "read_only", _MOVED),
    "unable to open": (UserError, "read_only", _AWAY),
    "locking protocol": (
        UserError,
        "no_locks",
        N_("The drive of {where} does not lock files as a store needs. Keep the store on a disk of this computer."),
    ),
    "malformed": (StoreDamaged, "damaged", _DAMAGED),
    "not a database": (StoreDamaged, "damaged", _DAMAGED),
    "interrupted": (Interrupted, "interrupted", N_("Stopped.")),
    "canceling statement": (Interrupted, "interrupted", N_("Stopped.")),
}
"""What a driver's message contains → the kind of error, its code, and the sentence."""


def moved(where: str) -> UserError:
    """The refusal to write into a file that is no longer where it was."""
    return UserError(_MOVED, code="read_only", where=where)


def locked_away(where: str) -> UserError:
    """The refusal of a file that may not be read: by its rights, or while another program holds it."""
    return UserError(_AWAY, code="read_only", where=where)


def refusal(error: Exception, where: str) -> Exception:
    """What to raise in place of a driver's error, or of SQLAlchemy's around it."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    for mark, (kind, code, message) in _SAID.items():
        if mark in said:
            return kind(message, code=code, **({"where": without_password(where)} if "{where}" in message else {}))
    if isinstance(error, OperationalError) and (error.connection_invalidated or "connection" in said):
        return UserError(
            N_("The database {where} cannot be reached. Whether the last change was kept, its history will say."),
            code="unreachable",
            where=without_password(where),
        )
    return error
