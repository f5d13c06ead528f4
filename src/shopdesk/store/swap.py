"""Putting one whole store file in the place of another, so that a crash at any moment leaves one of the two."""

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from shopdesk.store.engine import connect, driver
from shopdesk.store.refusals import refusal
from shopdesk.text import N_, UserError

BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a store; with another store's main file it would ruin that."""


def sync(path: Path) -> None:
    """Have the disk keep a file's content."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(new: Path, place: Path) -> None:
    """Give the finished file `new` the name `place`, replacing what is there."""
    sync(new)
    new.replace(place)
    sync_folder(place.parent)


def keep_aside(path: Path, label: str) -> Path:
    """Give a store a second name beside it, `<name>.<label>`; its first name stays until something takes it."""
    aside = _free(path.with_name(f"{path.name}.{label}"))
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)  # a file system without hard links: for a moment the store has its second name only
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    sync_folder(path.parent)
    return aside


def hold_alone(path: Path) -> None:
    """Fold the write-ahead log into the file; UserError while somebody else has the store open."""
    module = driver()
    try:
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("PRAGMA journal_mode=DELETE").close()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except module.Error as error:
        if "locked" in str(error):
            raise UserError(
                N_("The store {path} is open elsewhere. Close it there first; nothing was changed."),
                code="busy",
                path=path,
            ) from error
        raise refusal(error, str(path)) from error


def _free(path: Path) -> Path:
    """The name itself, or with the first number that is not taken."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found
