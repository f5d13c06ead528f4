"""Where a set of files goes: a folder or a .zip that has all of them or is as it was."""

import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shopdesk.exchange.writing.target import refusal, replacing
from shopdesk.text import N_, UserError

MISSING: Final = N_("The folder {folder} does not exist. Choose another folder.")


@contextmanager
def placing(out: Path) -> Iterator[Path]:
    """An empty folder to write into; its files take their places in `out` when the block ends well.

    A name that ends in .zip is one file with all of them, anything else a folder, which is made where it is missing and
    whose files of other names stay. Whatever goes wrong, `out` is as it was; UserError where the disk refuses.
    """
    if out.suffix.lower() == ".zip":
        _look_for(out.absolute().parent)
        with tempfile.TemporaryDirectory(prefix="shopdesk-") as folder:
            yield Path(folder)
            _pack(Path(folder), out)
        return
    is_new = not out.exists()
    draft = out / f".shopdesk-{secrets.token_hex(6)}.tmp"
    try:
        _look(out)
        draft.mkdir(parents=is_new)
        yield draft
        for path in sorted(draft.iterdir()):
            os.replace(path, out / path.name)  # noqa: PTH105 - over a file of an earlier pack, on every system
        draft.rmdir()
    except OSError as error:
        _discard(draft, out, is_new=is_new)
        refused = refusal(error, out)
        if refused is None:
            raise
        raise refused from error
    except BaseException:
        _discard(draft, out, is_new=is_new)
        raise


def _look(out: Path) -> None:
    """Refuse beforehand what can be seen beforehand."""
    if out.exists() and not out.is_dir():
        raise UserError(N_("{file} is a file. Choose a folder."), code="target_file", file=out)
    _look_for(out.absolute().parent)


def _look_for(folder: Path) -> None:
    if not folder.is_dir():
        raise UserError(MISSING, code="folder_missing", folder=folder)


def _pack(folder: Path, out: Path) -> None:
    with replacing(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.iterdir()):
            made.write(path, path.name)


def _discard(draft: Path, out: Path, *, is_new: bool) -> None:
    """The first failure is the one worth telling; a draft that cannot be removed must not hide it."""
    shutil.rmtree(draft, ignore_errors=True)
    if is_new and out.is_dir() and not any(out.iterdir()):
        out.rmdir()
