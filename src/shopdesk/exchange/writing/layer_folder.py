"""The folder of an export in many files: it changes only at the end, and what is not ours in it is left alone."""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from shopdesk.exchange.writing.target import LOCKED, refusal
from shopdesk.text import UserError

_TAIL: Final = 1 << 20
"""So much of a file's end is read to see whose it is: more than our largest."""


@contextmanager
def replacing_layers(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A folder to write the files `names` into, which take their places in `folder` when the block ends well.

    The last of the names, the manifest, moves last; files of an earlier export that are not among them go. UserError
    where one that is not ours has such a name, or the disk refuses; what the block itself raises passes through.
    """
    _look(folder, names)
    is_new = not folder.exists()
    draft = folder / f".shopdesk-{secrets.token_hex(6)}.tmp"
    try:
        draft.mkdir(parents=is_new)
        for name in names:
            (draft / name).parent.mkdir(exist_ok=True)
        yield draft
        _look(folder, names)
        _put_in_place(folder, draft, names)
    except OSError as error:
        _discard(draft, folder, is_new)
        refused = _refusal(error, folder)
        if refused is None:
            raise
        raise refused from error
    except BaseException:
        _discard(draft, folder, is_new)
        raise


@contextmanager
def durable(path: Path) -> Iterator[BinaryIO]:
    """A new file that is on the disk when the block ends."""
    with path.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _look(folder: Path, names: Sequence[str]) -> None:
    """Refuse what can be seen, before anybody waits and once more before anything moves."""
    if folder.exists() and not folder.is_dir():
        raise UserError("{file} is a file. Choose a folder.", code="target_file", file=str(folder))
    if not folder.exists() and not folder.absolute().parent.is_dir():
        raise UserError(
            "The folder {folder} does not exist. Choose another folder.",
            code="folder_missing",
            folder=str(folder.absolute().parent),
        )
    for name in names:
        found = folder / name
        blocked = found.parent.exists() and not found.parent.is_dir()
        if blocked or (os.path.lexists(found) and not _is_ours(found)):
            raise UserError(
                "{folder} holds a file {file} that is not from ShopDesk. Choose an empty folder.",
                code="not_ours",
                folder=str(folder),
                file=name,
            )


def _put_in_place(folder: Path, draft: Path, names: Sequence[str]) -> None:
    stale = [name for name in _named_by(folder / names[-1]) if name not in names]
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (draft / name).replace(folder / name)
    for name in stale:
        if _is_ours(folder / name):
            (folder / name).unlink()
            with suppress(OSError):  # something else lies there as well
                (folder / name).parent.rmdir()
    shutil.rmtree(draft)


def _named_by(manifest: Path) -> list[str]:
    """The files of the export that lies there, none that is outside of the folder."""
    listed = [table["file"] for layer in _told(manifest).get("layers", []) for table in layer["tables"]]
    return [name for name in listed if not Path(name).is_absolute() and ".." not in Path(name).parts]


def _is_ours(path: Path) -> bool:
    """Whether an export of ours wrote the file: its own content says so, whatever it is called."""
    if not path.is_file() or path.is_symlink():
        return False
    if path.suffix == ".json":
        return bool(_told(path))
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        return b"shopdesk.table" in file.read()


def _told(manifest: Path) -> dict[str, Any]:
    """A manifest of ours; empty where there is none."""
    try:
        told = json.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and told.get("format") == "shopdesk layers" else {}


def _refusal(error: OSError, folder: Path) -> UserError | None:
    """The sentence for what the disk refused; None where the error is about something else."""
    if error.errno not in LOCKED:
        return refusal(error, folder)
    if error.filename2:
        return UserError(
            "{file} cannot be replaced: it is read-only or open in another program. Close it there and export again.",
            code="target_locked",
            file=str(error.filename2),
        )
    return UserError(
        "The folder {folder} cannot be written to. Choose another folder.", code="folder_locked", folder=str(folder)
    )


def _discard(draft: Path, folder: Path, is_new: bool) -> None:
    """The first failure is the one worth telling; a draft that cannot be removed must not hide it."""
    shutil.rmtree(draft, ignore_errors=True)
    if is_new:
        with suppress(OSError):
            folder.rmdir()
