"""The folder of an export: it changes only at the end, as a whole, and what is not ours in it stays."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import orders, take_in
from tests.exchange.layer_reader import Warehouse, export
from tests.store_fixtures import Make

from shopdesk.exchange.layers import TABLES, Progress
from shopdesk.exchange.writing import layer_folder
from shopdesk.shop.layers.layer import Layer
from shopdesk.store.store import Store
from shopdesk.text import UserError

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
NOBODY = 65534


class Stopped(Exception):
    """Somebody pressed Cancel."""


def open_up(store: Store) -> None:
    """A shop with two orders."""
    opened(store)
    sold = {"state": "completed", "placed_at": "2026-02-01 10:00", "paid_at": "2026-02-01 10:00", "unit_price": "9.90"}
    take_in(store, orders(*({**sold, "order_no": f"A-{n}", "sku": "TEA-1", "quantity": n} for n in (1, 2))))


@pytest.fixture
def shop(new_file_store: Make) -> Store:
    return new_file_store(open_up)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "layers"


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def stop_at(table: str) -> Progress:
    title = next(one.sheet.title for one in TABLES if one.name == table)

    def hear(_done: int, _whole: int, now: str) -> None:
        if now == title:
            raise Stopped

    return hear


@pytest.mark.parametrize("table", ["import_file", "posting", "figure_value"])
def test_a_cancelled_export_leaves_no_folder(shop: Store, out: Path, table: str) -> None:
    with pytest.raises(Stopped):
        export(shop, out, progress=stop_at(table))
    assert not out.exists()


def test_a_cancelled_export_leaves_the_one_before(shop: Store, out: Path) -> None:
    export(shop, out)
    before = content(out)
    take_in(shop, orders({"order_no": "B-1", "state": "completed", "placed_at": "2026-02-02 10:00", "sku": "TEA-1",
                          "quantity": 1, "unit_price": "5.00"}))  # fmt: skip
    with pytest.raises(Stopped):
        export(shop, out, progress=stop_at("figure_value"))
    assert content(out) == before


def test_progress_ends_at_all_rows(shop: Store, out: Path) -> None:
    heard: list[tuple[int, int]] = []
    made = export(shop, out, progress=lambda done, whole, _title: heard.append((done, whole)))
    assert heard[-1] == (made.rows, made.rows)
    assert [done for done, _whole in heard] == sorted(done for done, _whole in heard)


def test_an_export_takes_the_place_of_the_one_before(shop: Store, out: Path) -> None:
    export(shop, out)
    (out / "facts" / "mine.txt").write_text("mine")
    export(shop, out, Layer.DAILY)
    assert {name.split("/")[0] for name in content(out)} == {"daily", "facts", "schema.json"}
    assert (out / "facts" / "mine.txt").read_text() == "mine"
    assert not (out / "raw").exists()
    assert Warehouse(out).one("SELECT sum(units) FROM profit_day") == (3,)


@pytest.mark.parametrize("name", ["schema.json", "facts/posting.parquet", "daily/account_day.parquet"])
def test_a_file_of_somebody_else_is_not_touched(shop: Store, out: Path, name: str) -> None:
    mine = out / name
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b'{"mine": true}')
    (out / "notes.txt").write_text("mine too")
    before = content(out)
    with pytest.raises(UserError) as refused:
        export(shop, out)
    assert refused.value.code == "not_ours"
    assert refused.value.values["file"] == name
    assert content(out) == before


def test_a_file_that_took_the_name_of_ours_is_not_touched(shop: Store, out: Path) -> None:
    """Whose a file is, its content says: somebody wrote their own result over one of ours."""
    export(shop, out)
    theirs = out / "facts" / "posting.parquet"
    theirs.write_bytes(b"PAR1 written by a warehouse PAR1")
    with pytest.raises(UserError, match="not from ShopDesk"):
        export(shop, out)
    assert theirs.read_bytes() == b"PAR1 written by a warehouse PAR1"


def test_a_file_that_came_while_we_wrote_is_not_touched(shop: Store, out: Path) -> None:
    def come(_done: int, _whole: int, _title: str) -> None:
        (out / "schema.json").write_text("[]")

    with pytest.raises(UserError, match="not from ShopDesk"):
        export(shop, out, progress=come)
    assert content(out) == {"schema.json": b"[]"}


@posix
def test_a_link_is_not_ours(shop: Store, out: Path, tmp_path: Path) -> None:
    export(shop, tmp_path / "elsewhere")
    out.mkdir()
    (out / "schema.json").symlink_to(tmp_path / "elsewhere" / "schema.json")
    with pytest.raises(UserError, match="not from ShopDesk"):
        export(shop, out)


def test_a_manifest_cannot_name_files_outside_of_its_folder(shop: Store, out: Path, tmp_path: Path) -> None:
    export(shop, tmp_path / "elsewhere")
    export(shop, out)
    manifest = out / "schema.json"
    manifest.write_text(manifest.read_text("utf-8").replace("raw/raw_row", "../elsewhere/raw/raw_row"), "utf-8")
    export(shop, out, Layer.DAILY)
    assert (tmp_path / "elsewhere" / "raw" / "raw_row.parquet").exists()


def test_a_folder_that_cannot_be_is_told(shop: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        export(shop, tmp_path / "none" / "layers")
    assert refused.value.code == "folder_missing"
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError) as refused:
        export(shop, tmp_path / "file")
    assert refused.value.code == "target_file"
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "raw").write_text("mine")
    with pytest.raises(UserError) as refused:
        export(shop, blocked)
    assert refused.value.code == "not_ours"
    assert content(blocked) == {"raw": b"mine"}


@posix
def test_a_folder_that_may_not_be_written_is_named(shop: Store) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # where another user can look
        folder = Path(name)
        folder.chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(NOBODY)
        try:
            with pytest.raises(UserError) as refused, layer_folder.replacing_layers(folder, ["schema.json"]):
                pytest.fail("nothing can be written here")
        finally:
            if before == 0:
                os.seteuid(before)
        folder.chmod(0o755)
        assert refused.value.code == "folder_locked"
        assert list(folder.iterdir()) == []


def test_a_file_that_is_open_elsewhere_is_named(shop: Store, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(path: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "used by another process", str(path), None, str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UserError, match=r"import_file\.parquet cannot be replaced") as refused:
        export(shop, out)
    assert refused.value.code == "target_locked"


def test_a_full_disk_is_told_and_leaves_nothing(shop: Store, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as refused:
        export(shop, out)
    assert refused.value.code == "disk_full"
    assert not out.exists()


def test_what_a_power_cut_left_halfway_is_mended_by_the_next(
    shop: Store, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The move into place is cut off after some files: they say themselves that they are ours."""
    moved: list[Path] = []
    replace: Callable[[Path, Path], Path] = Path.replace

    def cut_off(path: Path, target: Path) -> Path:
        if len(moved) == 5:
            raise KeyboardInterrupt
        moved.append(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt):
        export(shop, out)
    monkeypatch.undo()
    assert len(content(out)) == 5
    export(shop, out)
    assert Warehouse(out).one("SELECT count(*) FROM sales_order") == (2,)
    shutil.rmtree(out)
