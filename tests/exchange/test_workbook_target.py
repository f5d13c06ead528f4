"""A file that could not be written leaves the old one as it was, and nothing else behind."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import pytest

from shopdesk.exchange.workbook import write_sheet
from shopdesk.exchange.writing.target import free_name, refusal, replacing
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import UserError

SHEET = Sheet("orders", "Orders", (Column("no", "Order no.", Kind.ID),), "no")
NOBODY = 65_534

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and limits")


class StoppedError(Exception):
    """What a cancelled job raises."""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where parts of a workbook in the making lie, to be found empty afterwards."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.mark.parametrize("name", ["tea.shopdesk", "a link.xlsx", "copy.db"])
def test_nothing_takes_the_place_of_a_store(folder: Path, template_store: Path, name: str) -> None:
    """Neither of the one that is open, nor of another; by whatever name it is chosen."""
    store = Path(shutil.copyfile(template_store, folder / ("tea.shopdesk" if "link" in name else name)))
    if "link" in name:
        (folder / name).symlink_to(store)
    before = store.read_bytes()
    with pytest.raises(UserError) as refused, replacing(folder / name) as file:
        file.write(b"profit")
    assert (refused.value.code, store.read_bytes()) == ("target_store", before)
    (folder / "sealed.shopdesk").write_bytes(b"encrypted")
    with pytest.raises(UserError, match=r"sealed\.shopdesk is a database"), replacing(folder / "sealed.shopdesk"):
        pass


def put(path: Path, rows: int = 3) -> None:
    write_sheet(path, SHEET, ([f"{number:018}"] for number in range(rows)), zone=UTC)


def failing(after: int) -> Iterator[list[str]]:
    for number in range(after):
        yield [str(number)]
    raise StoppedError


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes, as on a disk that is full."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("after", [0, 1, 5_000])
def test_rows_that_fail_leave_the_old_file(folder: Path, scratch: Path, ending: str, after: int) -> None:
    path = folder / f"orders.{ending}"
    path.write_bytes(b"old")
    with pytest.raises(StoppedError):
        write_sheet(path, SHEET, failing(after), zone=UTC)
    assert path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [path]
    assert list(scratch.iterdir()) == []


def test_a_progress_that_raises_stops_the_writing(folder: Path, scratch: Path) -> None:
    def stop(rows: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        write_sheet(folder / "a.xlsx", SHEET, (["1"] for _ in range(9_999)), zone=UTC, progress=stop)
    assert list(folder.iterdir()) == []
    assert list(scratch.iterdir()) == []


@posix
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("size", [100, 4_000, 60_000])
def test_a_full_disk_leaves_the_old_file(folder: Path, scratch: Path, ending: str, size: int) -> None:
    path = folder / f"orders.{ending}"
    path.write_bytes(b"old")
    with largest_file(size), pytest.raises(UserError) as refused:
        put(path, rows=20_000)
    assert refused.value.code == "disk_full"
    assert "orders" in str(refused.value)
    assert path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [path]
    assert list(scratch.iterdir()) == []


def test_success_leaves_the_file_alone_in_its_folder(folder: Path, scratch: Path) -> None:
    path = folder / "orders.xlsx"
    path.write_bytes(b"old")
    put(path)
    assert path.read_bytes().startswith(b"PK")
    assert list(folder.iterdir()) == [path]
    assert list(scratch.iterdir()) == []


def test_a_missing_folder_is_named(folder: Path) -> None:
    with pytest.raises(UserError) as refused:
        put(folder / "gone" / "orders.xlsx")
    assert refused.value.code == "folder_missing"
    assert "gone" in str(refused.value)


def test_a_folder_is_no_file(folder: Path) -> None:
    (folder / "orders.xlsx").mkdir()
    with pytest.raises(UserError) as refused:
        put(folder / "orders.xlsx")
    assert refused.value.code == "target_folder"


def test_a_name_too_long_is_answered_with_a_shorter_one(folder: Path) -> None:
    with pytest.raises(UserError) as refused:
        put(folder / f"{'订' * 200}.xlsx")
    assert refused.value.code == "name_too_long"
    shorter = str(refused.value.values["other"])
    put(folder / shorter)
    assert (folder / shorter).exists()


def test_a_read_only_file_is_left_alone(folder: Path) -> None:
    path = folder / "orders.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(UserError) as refused:
        put(path)
    path.chmod(0o644)
    assert refused.value.code == "target_locked"
    assert refused.value.values["other"] == "orders (2).xlsx"
    assert path.read_bytes() == b"old"


@posix
def test_a_folder_that_may_not_be_written_is_named() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # where another user can look
        folder = Path(name)
        folder.chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(NOBODY)
        try:
            with pytest.raises(UserError) as refused:
                put(folder / "orders.csv")
        finally:
            if before == 0:
                os.seteuid(before)
        folder.chmod(0o755)
        assert refused.value.code == "folder_locked"
        assert list(folder.iterdir()) == []


def test_a_file_open_elsewhere_is_told_with_another_name(folder: Path) -> None:
    path = folder / "orders.xlsx"
    path.write_bytes(b"old")
    (folder / "orders (2).xlsx").write_bytes(b"older")
    refused = refusal(PermissionError(errno.EACCES, "used by another process"), path)
    assert refused is not None
    assert refused.code == "target_locked"
    assert "orders (3).xlsx" in str(refused)


def test_an_error_about_something_else_passes_through(folder: Path) -> None:
    with pytest.raises(ConnectionResetError), replacing(folder / "a.csv"):
        raise ConnectionResetError(errno.ECONNRESET, "the store went away")
    assert list(folder.iterdir()) == []


@posix
def test_a_link_stays_a_link_and_rights_stay(folder: Path) -> None:
    real, link = folder / "real.csv", folder / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    put(link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert b"000000000000000002" in real.read_bytes()


def test_a_free_name_is_one_that_is_not_taken(folder: Path) -> None:
    assert free_name(folder / "a.xlsx").name == "a (2).xlsx"
