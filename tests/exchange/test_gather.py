"""Files, folders and archives as a person hands them over: every table is taken, the rest is named with why."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from tests.desk.import_samples import taobao, write_csv

from shopdesk.exchange.gather import NO_TABLE, TWICE, Gathered, gather
from shopdesk.exchange.reader import open_file


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    return tmp_path / "work"


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


class WindowsName(zipfile.ZipInfo):
    """A part whose name is written in GBK and does not say so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits


def names(found: Gathered) -> list[str]:
    return [one.name for one in found.files]


def test_a_folder_gives_its_tables_and_names_the_rest(tmp_path: Path, workplace: Path) -> None:
    folder = tmp_path / "exports"
    (folder / "older").mkdir(parents=True)
    for name in ("b.csv", "A.csv", "~$b.xlsx", ".hidden.csv", "photo.jpg", "Thumbs.db"):
        write_csv(folder / name, [("a", "b"), ("1", "2")])
    found = gather([folder], workplace)
    assert names(found) == ["A.csv", "b.csv"]
    assert dict(found.left) == {
        "older": "A folder inside a folder is not opened. Drop it by itself.",
        "photo.jpg": "No table; left as it is.",
    }


def test_a_file_that_was_named_is_always_taken(tmp_path: Path, workplace: Path) -> None:
    found = gather([tmp_path / "gone.csv", tmp_path / "gone.csv"], workplace)
    assert names(found) == ["gone.csv"]


def test_a_zip_gives_its_tables_by_their_chinese_names(tmp_path: Path, workplace: Path) -> None:
    inner = taobao(tmp_path / "orders.csv", 3).read_bytes()
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(WindowsName("2026年/订单.csv"), inner)
        made.writestr("items.csv", b"a,b\n1,2\n")
        made.writestr("__MACOSX/._x.csv", b"-")
    found = gather([path], workplace)
    assert names(found) == ["export.zip › 2026年/订单.csv", "export.zip › items.csv"]
    assert found.files[0].path.read_bytes() == inner
    assert [one.origin for one in found.files] == [path, path]


def test_an_archive_in_an_archive_is_refused_with_a_sentence(tmp_path: Path, workplace: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("more.csv", "a,b\n1,2\n")
    found = gather([zipped(tmp_path / "all.zip", {"a.csv": b"a,b\n1,2\n", "old.zip": inner.getvalue()})], workplace)
    assert names(found) == ["all.zip › a.csv"]
    assert found.left == [
        ("all.zip › old.zip", "An archive inside an archive is not opened. Unpack it and drop it by itself.")
    ]


def test_a_zip_with_one_table_is_left_to_the_reader(tmp_path: Path, workplace: Path) -> None:
    path = zipped(tmp_path / "one.zip", {"a.csv": b"a,b\n1,2\n", "__MACOSX/._a.csv": b"-"})
    assert [one.path for one in gather([path], workplace).files] == [path]


def test_a_table_that_expands_without_end_is_refused_and_the_others_come(tmp_path: Path, workplace: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"a.csv": b"a,b\n1,2\n", "bomb.csv": b"0" * (24 << 20)})
    found = gather([path], workplace)
    assert names(found) == ["bomb.zip › a.csv"]
    assert [name for name, _why in found.left] == ["bomb.zip › bomb.csv"]
    assert "expands to more than" in found.left[0][1]
    assert not list(workplace.rglob("bomb.csv"))


def test_a_part_cannot_climb_out_of_its_folder(tmp_path: Path, workplace: Path) -> None:
    path = zipped(tmp_path / "evil.zip", {"../../../evil.csv": b"a,b\n1,2\n", "a.csv": b"a,b\n1,2\n"})
    found = gather([path], workplace)
    assert len(found.files) == 2
    assert all(workplace in one.path.parents for one in found.files)


def test_what_a_zip_holds_besides_is_named(tmp_path: Path, workplace: Path) -> None:
    path = zipped(tmp_path / "all.zip", {"a.csv": b"a,b\n1,2\n", "read me.pdf": b"%PDF", ".hidden": b"x"})
    found = gather([path], workplace)
    assert [one.name for one in found.files] == ["all.zip › a.csv"]
    assert found.left == [("all.zip › read me.pdf", NO_TABLE)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_told_and_neither_is_taken(tmp_path: Path, workplace: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in (("a.csv", b"a,b\n1,2\n"), ("a.csv", b"a,b\n3,4\n"), ("b.csv", b"a,b\n5,6\n")):
            made.writestr(name, text)
    found = gather([path], workplace)
    assert [one.name for one in found.files] == ["twice.zip › b.csv"]
    assert found.left == [("twice.zip › a.csv", TWICE)]


def test_long_chinese_names_and_reserved_ones_can_be_unpacked(tmp_path: Path, workplace: Path) -> None:
    path = zipped(tmp_path / "long.zip", {f"{'订' * 120}.csv": b"a,b\n1,2\n", "con.csv": b"a,b\n1,2\n"})
    found = gather([path], workplace)
    assert [one.path.name for one in found.files] == [f"{'订' * 50}.csv", "_con.csv"]
    assert [one.name for one in found.files] == [f"long.zip › {'订' * 120}.csv", "long.zip › con.csv"]


def test_beyond_the_most_files_the_rest_is_named_also_within_a_zip(
    tmp_path: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopdesk.exchange.gather.MOST_FILES", 2)
    path = zipped(tmp_path / "many.zip", {f"{number}.csv": b"a,b\n1,2\n" for number in range(3)})
    found = gather([path], workplace)
    assert [one.name for one in found.files] == ["many.zip › 0.csv", "many.zip › 1.csv"]
    assert [name for name, _why in found.left] == ["many.zip › 2.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_name_in_the_bytes_of_a_chinese_windows_is_read(tmp_path: Path, workplace: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "订单.csv".encode("gb18030")))
    path.write_bytes(b"a,b\n1,2\n")
    assert [one.name for one in gather([path], workplace).files] == ["订单.csv"]
    with open_file(path) as reading:
        assert reading.name == "订单.csv"
