"""The file a person chose: it is replaced whole once everything is written, and left alone when anything fails."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from shopdesk.store.opening import is_database
from shopdesk.text import UserError

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
LOCKED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY})
WINDOWS_NAME: Final = frozenset({123, 206})  # ERROR_INVALID_NAME, ERROR_FILENAME_EXCED_RANGE


@contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when the block ends well.

    Until then it lies beside `path` under a name of its own; whatever goes wrong, the old file is untouched and the
    new one gone. Raises UserError with a code ("folder_missing", "target_folder", "target_store", "target_locked",
    "disk_full", "name_too_long") where the disk refuses; what the block itself raises passes through.
    """
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        _look(target)
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(target, draft)
        draft.replace(target)
    except OSError as error:
        _discard(draft)
        refused = refusal(error, target)
        if refused is None:
            raise
        raise refused from error
    except BaseException:
        _discard(draft)
        raise
    _sync_folder(target.parent)


def keep_apart(source: Path | str, target: Path | str) -> None:
    """Refuse to write what was found in a file over the file itself: UserError with the code "target_source"."""
    source, target = Path(source), Path(target)
    if target.exists() and target.samefile(source):
        raise UserError(
            "{file} is the file that is read. Choose another name for what is written.",
            code="target_source",
            file=target.name,
        )


def free_name(path: Path) -> Path:
    """The first of "orders (2).xlsx", "orders (3).xlsx" … that is not taken; a name too long for a disk is cut."""
    for number in range(2, 1_000):
        tail = f" ({number}){path.suffix}"
        stem = path.stem.encode()[: 200 - len(tail)].decode(errors="ignore")
        other = path.with_name(stem + tail)
        if not other.exists():
            return other
    return path


def refusal(error: OSError, target: Path) -> UserError | None:
    """The sentence for what the disk refused; None where the error is about something else."""
    if error.errno in FULL:
        return UserError(
            "The disk is full: {file} was not written and nothing was changed. Free some space or choose another disk.",
            code="disk_full",
            file=target.name,
        )
    if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) in WINDOWS_NAME:
        return UserError(
            "The name {file} cannot be used: it is too long for this disk. Choose a shorter one, such as {other}.",
            code="name_too_long",
            file=target.name,
            other=free_name(target).name,
        )
    if error.errno in LOCKED and not target.exists():
        return UserError(
            "The folder {folder} cannot be written to. Choose another folder.",
            code="folder_locked",
            folder=str(target.parent),
        )
    return _locked(target) if error.errno in LOCKED else None


def _look(target: Path) -> None:
    """Refuse beforehand what can be seen beforehand, so that nobody waits for a long export in vain."""
    if not target.parent.is_dir():
        raise UserError(
            "The folder {folder} does not exist. Choose another folder.",
            code="folder_missing",
            folder=str(target.parent),
        )
    with contextlib.suppress(FileNotFoundError):
        mode = target.lstat().st_mode
        if target.is_dir():
            raise UserError("{file} is a folder. Choose a file name.", code="target_folder", file=str(target))
        if is_database(target):
            raise UserError(
                "{file} is a database, such as a store. Choose another name.", code="target_store", file=target.name
            )
        if not mode & 0o222:  # the mark says hands off, even where the system would let us replace the file
            raise _locked(target)


def _locked(target: Path) -> UserError:
    return UserError(
        "{file} cannot be replaced: it is read-only or open in another program. Close it there, or save as {other}.",
        code="target_locked",
        file=target.name,
        other=free_name(target).name,
    )


def _keep_mode(target: Path, draft: Path) -> None:
    """Who may read the old file may read the new one."""
    with contextlib.suppress(OSError):
        draft.chmod(target.stat().st_mode & 0o777)


def _discard(draft: Path) -> None:
    """The first failure is the one worth telling; a draft that cannot be removed must not hide it."""
    with contextlib.suppress(OSError):
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system can (not on Windows); the file itself is already safe."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
