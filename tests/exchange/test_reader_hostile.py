"""Files that are not what they seem, or mean harm: each is refused in words, and the program lives on."""

import io
import multiprocessing
import os
import random
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.files.hostile import inline, number, ole, row, stray_workbook, strings, workbook, worksheet

from shopdesk.exchange.reader import FileProblem, open_file
from shopdesk.exchange.reading import child, wire
from shopdesk.exchange.reading.problems import NOTICES, SENTENCES, problem, say
from shopdesk.exchange.table import Notice


def read_all(path: Path, password: str | None = None) -> int:
    """Read every sheet to its end; how many rows there were."""
    rows = 0
    with open_file(path, password=password) as reading:
        for head in reading.heads:
            for chunk in reading.chunks(head.number):
                assert all(len(column) == len(chunk.row_numbers) for column in chunk.columns)
                rows += len(chunk.row_numbers)
    return rows


def refusal(path: Path, password: str | None = None) -> FileProblem:
    """The problem that reading all of the file ends in."""
    with pytest.raises(FileProblem) as met:
        read_all(path, password)
    assert path.name in str(met.value)
    assert "{" not in str(met.value)
    return met.value


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def zipped(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


SIGNED = [
    ("a.csv", b"", "empty"),
    ("a.xlsx.crdownload", b"PK\x03\x04", "incomplete"),
    ("a.csv.part", b"a,b\n", "incomplete"),
    ("a.xlsx", b"%PDF-1.7\n", "pdf"),
    ("a.csv", b"\x89PNG\r\n\x1a\n", "image"),
    ("a.xls", b"\xff\xd8\xff\xe0", "image"),
    ("a.xls", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
    ("a.csv", b"{\\rtf1\\ansi", "word"),
    ("a.csv", b"\x1f\x8b\x08\x00", "packed"),
    ("a.rar", b"Rar!\x1a\x07", "packed"),
    ("a.exe", b"MZ\x90\x00", "not_text"),
    ("a.xls", b"\x09\x04\x06\x00\x00\x00", "old_xls"),
    ("a.csv", bytes(range(256)) * 20, "not_text"),
    ("a.csv", bytes(5000), "not_text"),
    ("a.xml", b"<?xml version='1.0'?><orders/>", "no_table"),
    ("a.html", b"<html><body>Please log in</body></html>", "no_table"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
]


@pytest.mark.parametrize(("name", "raw", "code"), SIGNED)
def test_what_is_no_table_is_told_by_its_first_bytes(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    assert refusal(written(tmp_path / name, raw)).code == code


def test_the_empty_file_is_named(tmp_path: Path) -> None:
    assert str(refusal(written(tmp_path / "orders.csv", b""))) == "orders.csv is empty (0 bytes); download it again."


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv").code == "missing"
    (tmp_path / "folder.csv").mkdir()
    assert refusal(tmp_path / "folder.csv").code == "folder"


def test_a_workbook_cut_short_is_incomplete(tmp_path: Path) -> None:
    raw = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 1)))).read_bytes()
    assert refusal(written(tmp_path / "b.xlsx", raw[: len(raw) // 2])).code == "incomplete"


def test_a_broken_checksum_names_the_inner_part(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, inline("A1", "x" * 3000))), level=0)
    path.write_bytes(path.read_bytes().replace(b"xxxx", b"xxyx", 1))
    met = refusal(path)
    assert (met.code, met.values["part"]) == ("damaged", "xl/worksheets/sheet1.xml")


MISSING = ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]


@pytest.mark.parametrize("part", MISSING)
def test_a_missing_inner_part_is_damage(tmp_path: Path, part: str) -> None:
    sheet = worksheet(row(1, '<c r="A1" t="s"><v>0</v></c>'))
    path = workbook(
        tmp_path / "a.xlsx", sheet, shared=strings("x"), without=(part,), parts={"[Content_Types].xml": "spreadsheetml"}
    )
    assert refusal(path).code == "damaged"


@pytest.mark.parametrize("index", ["1", "99999999999999999999", "-1", "x", "٣"])
def test_a_text_that_the_table_does_not_hold_is_damage(tmp_path: Path, index: str) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, f'<c r="A1" t="s"><v>{index}</v></c>')), shared=strings("x"))
    assert refusal(path).values["part"] == "xl/sharedStrings.xml"


@pytest.mark.parametrize("name", ["word/document.xml", "ppt/presentation.xml"])
def test_other_office_documents_are_told(tmp_path: Path, name: str) -> None:
    assert refusal(zipped(tmp_path / "a.xlsx", {name: "<x/>"})).code in ("word", "slides")
    assert refusal(written(tmp_path / "a.doc", ole({"WordDocument": b"x"}))).code == "word"


def test_the_one_table_in_a_zip_is_read(tmp_path: Path) -> None:
    inner = workbook(tmp_path / "inner.xlsx", worksheet(row(1, number("A1", 7)))).read_bytes()
    for name, raw in (("账单.csv", "金额\n7\n".encode("gbk")), ("folder/a.xlsx", inner)):
        path = zipped(
            tmp_path / "a.zip", {"readme.pdf": b"%PDF", "__MACOSX/._a.csv": b"x", "../up.png": b"x", name: raw}
        )
        with open_file(path) as reading:
            assert reading.heads[0].rows[-1] == ("7",)
            assert [say(notice) for notice in reading.notices] == [
                f"The table {Path(name).name} inside the archive was read."
            ]
            assert sum(len(chunk.row_numbers) for chunk in reading.chunks(0)) == len(reading.heads[0].rows)


def test_several_tables_in_a_zip_are_named(tmp_path: Path) -> None:
    met = refusal(zipped(tmp_path / "a.zip", {"明细.csv": "a\n", "b/汇总.xlsx": "x"}))
    assert met.code == "zip_many"
    assert met.values["names"] == "明细.csv, 汇总.xlsx"
    assert refusal(zipped(tmp_path / "b.zip", {"a.png": b"x"})).code == "no_table"
    assert refusal(zipped(tmp_path / "c.zip", {})).code == "no_table"


def test_a_name_in_gbk_inside_a_zip_is_legible(tmp_path: Path) -> None:
    raw = zipped(tmp_path / "a.zip", {"AAAA.csv": b"a,b\n1,2\n"}).read_bytes()
    path = written(tmp_path / "b.zip", raw.replace(b"AAAA", "账单".encode("gbk")))
    with open_file(path) as reading:
        assert dict(reading.notices[0].values) == {"name": "账单.csv"}


# ---------------------------------------------------------------------------------------------------------- bombs


def test_a_part_that_expands_two_hundredfold_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(" " * 20_000_000), level=9)
    assert path.stat().st_size < 100_000
    assert refusal(path).code == "expands"


def test_a_few_texts_repeated_by_many_cells_are_refused(tmp_path: Path) -> None:
    shared = strings("x" * 30_000)
    rows = "".join(row(n, *(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGH")) for n in range(1, 5000))
    assert refusal(workbook(tmp_path / "a.xlsx", worksheet(rows), shared=shared)).code == "expands"


def test_a_thousand_parts_too_many_are_refused(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.zip", {f"{n}.csv": b"" for n in range(2001)})).code == "zip_parts"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_declared_entities_are_refused(tmp_path: Path, part: str) -> None:
    path = workbook(
        tmp_path / "a.xlsx", worksheet(row(1, inline("A1", "x"))), shared=strings("x"), style="<styleSheet/>"
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    bare = re.sub(r"<\?xml[^>]*>", "", parts[part])
    met = refusal(zipped(tmp_path / "b.xlsx", parts | {part: LAUGHS + bare}))
    assert met.code == "dtd"
    assert met.values["part"] == part


def test_an_unknown_entity_in_a_cell_is_damage(tmp_path: Path) -> None:
    assert (
        refusal(workbook(tmp_path / "a.xlsx", worksheet(row(1, '<c r="A1" t="str"><v>&b;</v></c>')))).code == "damaged"
    )


# ------------------------------------------------------------------------------------------------------ stray cells


@pytest.mark.usefixtures("reader_spawned")
def test_the_file_that_aborts_other_readers_is_refused(tmp_path: Path) -> None:
    path = stray_workbook(tmp_path / "a.xlsx")
    assert path.stat().st_size < 2000
    met = refusal(path)
    assert met.code == "stray_cell"
    assert met.values["cell"] == "XFD1048576"
    with open_file(workbook(tmp_path / "next.xlsx", worksheet(row(1, number("A1", 1))))) as reading:
        assert reading.heads[0].rows == (("1",),)


STRAY = [
    row(99_999_999, number("A99999999", 1)),
    row(1_048_577, number("A1048577", 1)),
    '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
    '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
    row(1, number("XFD1", 1)) + row(2000, number("A2000", 1)),
    '<row r="0"><c r="A0"><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", STRAY)
def test_a_cell_outside_the_grid_or_far_from_the_table_is_refused(tmp_path: Path, rows: str) -> None:
    assert refusal(workbook(tmp_path / "a.xlsx", worksheet(rows))).code == "stray_cell"


def test_a_far_cell_in_one_column_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 1)) + row(1_000_000, number("B1000000", 2))))
    with open_file(path) as reading:
        last = None
        for chunk in reading.chunks(0):
            last = chunk.row_numbers[-1], chunk.columns[1][-1]
    assert last == (1_000_000, "2")


ORDER = [
    (row(3, number("A3", 1)) + row(3, number("A3", 2)), "duplicate_row", 3),
    (row(3, number("A3", 1)) + row(5) + row(5, number("A5", 1)), "duplicate_row", 5),
    (row(3, number("A3", 1)) + row(2, number("A2", 2)), "row_order", 2),
    (row(3, number("A3", 1), number("A3", 2)), "duplicate_cell", None),
    (row(3, number("A4", 1)), "damaged_row", 3),
]


@pytest.mark.parametrize(("rows", "code", "at"), ORDER)
def test_rows_that_contradict_each_other_are_refused(tmp_path: Path, rows: str, code: str, at: int | None) -> None:
    met = refusal(workbook(tmp_path / "a.xlsx", worksheet(rows), names=("订单",)))
    assert met.code == code
    assert met.values["sheet"] == "订单"
    assert met.values.get("row") == at


def test_a_duplicate_far_down_is_found(tmp_path: Path) -> None:
    rows = "".join(row(n, number(f"A{n}", n)) for n in [*range(1, 60_001), 59_990])
    assert refusal(workbook(tmp_path / "a.xlsx", worksheet(rows))).code == "row_order"


def test_a_sheet_that_breaks_off_is_damage(tmp_path: Path) -> None:
    whole = worksheet("".join(row(n, number(f"A{n}", n)) for n in range(1, 50_000)))
    for cut in (len(whole) - 40, len(whole) // 2, 60):
        assert refusal(workbook(tmp_path / "a.xlsx", whole[:cut])).code in ("damaged", "damaged_row")


# --------------------------------------------------------------------------------------------------- the child's fate


@pytest.mark.usefixtures("reader_spawned")
def test_a_killed_child_is_a_problem_and_not_the_end(tmp_path: Path) -> None:
    rows = "".join(row(n, number(f"A{n}", n), inline(f"B{n}", f"text {n}")) for n in range(1, 60_000))
    path = workbook(tmp_path / "a.xlsx", worksheet(rows))
    with open_file(path) as reading:
        stream = reading.chunks(0)
        next(stream)
        os.kill(reading._child.pid or 0, 9)
        with pytest.raises(FileProblem) as met:
            list(stream)
    assert met.value.code == "reader_stopped"


def starved(pipe: Connection, path: str) -> None:
    """The reader with little more memory than it has when it starts."""
    import resource  # not on every system

    status = Path("/proc/self/statm").read_text("ascii")
    child.MEMORY = int(status.split()[0]) * resource.getpagesize() + (24 << 20)  # type: ignore[misc]
    child.serve(pipe, path, None, None)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what a process holds is told by Linux")
def test_a_child_that_runs_out_of_memory_is_a_problem(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", b"PK\x03\x04" + bytes(64 << 20))
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=starved, args=(theirs, str(path)))
    process.start()
    theirs.close()
    frame = ours.recv_bytes()
    process.join()
    assert (frame[:1], wire.unpack_message(frame[1:])["code"]) == (wire.PROBLEM, "reader_stopped")


@pytest.mark.usefixtures("reader_spawned")
def test_a_file_that_still_grows_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"a,b\n" + b"1,2\n" * 200_000)
    with open_file(path) as reading:
        stream = reading.chunks(0)
        next(stream)
        with path.open("ab") as file:
            file.write(b"3,4\n")
        with pytest.raises(FileProblem) as met:
            list(stream)
    assert met.value.code == "still_written"


@pytest.mark.usefixtures("reader_spawned")
def test_cancelling_ends_the_child(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"a,b\n" + b"1,2\n" * 3_000_000)
    is_over, answers = False, list[bool]()

    def cancel() -> bool:
        answers.append(is_over)
        return is_over

    with open_file(path, cancel=cancel) as reading:
        is_over = True  # a slow machine has asked before this, however long the opening took
        with pytest.raises(FileProblem) as met:
            list(reading.chunks(0))
    assert met.value.code == "cancelled"
    assert answers.count(True) == 1
    assert not multiprocessing.active_children()


def test_the_file_is_left_as_it_was(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 1))))
    path.chmod(0o400)
    before = path.stat(), path.read_bytes()
    with open_file(path) as reading:
        list(reading.chunks(0))
    assert (path.stat().st_mtime_ns, path.read_bytes()) == (before[0].st_mtime_ns, before[1])


# ---------------------------------------------------------------------------------------------------------- sentences


def test_every_sentence_can_be_said() -> None:
    names = set(re.findall(r"\{(\w+)\}", " ".join([*SENTENCES.values(), *NOTICES.values()])))
    values: dict[str, object] = dict.fromkeys(names - {"file"}, "7")
    for code in SENTENCES:
        said = problem(code, "orders.xlsx", values)
        assert said.code == code
        assert "orders.xlsx" in str(said)
    for code in NOTICES:
        assert say(Notice(code, tuple(values.items())))


def test_a_child_cannot_make_up_a_sentence() -> None:
    assert problem("{file.__class__}", "a.csv", {}).code == "reader_stopped"
    assert problem("stray_cell", "a.csv", {"sheet": "x"}).code == "reader_stopped"


# ---------------------------------------------------------------------------------------------------------- mutants


def mutants(raw: bytes, count: int, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        made = bytearray(raw)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(made))
            what = chance.randrange(5)
            if what == 0:
                made[at] ^= 1 << chance.randrange(8)
            elif what == 1:
                made[at] = chance.randrange(256)
            elif what == 2:
                del made[at : at + chance.randint(1, 40)]
            elif what == 3:
                made[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
            else:
                other = chance.randrange(len(made))
                made[at:at] = made[other : other + chance.randint(1, 60)]
        yield bytes(made)


def survives(path: Path) -> bool:
    """Whether the file was read whole; anything but a FileProblem fails the test."""
    try:
        read_all(path)
    except FileProblem:
        return False
    return True


def honest_parts(tmp_path: Path) -> dict[str, bytes]:
    rows = "".join(
        row(n, number(f"A{n}", n, 1), f'<c r="B{n}" t="s"><v>{n % 3}</v></c>', inline(f"C{n}", f"t{n}"))
        for n in range(1, 30)
    )
    sheet = worksheet(rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    style = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    path = workbook(tmp_path / "honest.xlsx", sheet, shared=strings("订单", "b & c", "d"), style=style)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_mutated_workbooks_never_escape(tmp_path: Path) -> None:
    """The inner parts are mutated and zipped anew, so that the damage passes the checksums."""
    parts = honest_parts(tmp_path)
    path = tmp_path / "mutant.xlsx"
    read = 0
    for index, name in enumerate(
        ["xl/worksheets/sheet1.xml"] * 3 + ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
    ):
        for mutant in mutants(parts[name], 18, seed=index):
            zipped(path, parts | {name: mutant})
            read += survives(path)
    assert 0 < read < 108, "some mutants are harmless, some are not: else nothing was tried"


def test_mutated_containers_never_escape(tmp_path: Path) -> None:
    raw = zipped(tmp_path / "honest.xlsx", dict(honest_parts(tmp_path))).read_bytes()
    for mutant in mutants(raw, 50, seed=7):
        survives(written(tmp_path / "mutant.xlsx", mutant))


def test_mutated_text_never_escapes(tmp_path: Path) -> None:
    text = '订单编号,金额,"备注"\r\n' + "".join(f'="{10**17 + n}",{n}.5,"说明 {n}"\t\r\n' for n in range(20))
    for encoding in ("utf-8", "gbk", "utf-16"):
        for mutant in mutants(text.encode(encoding), 14, seed=len(encoding)):
            survives(written(tmp_path / "mutant.csv", mutant))


def test_a_size_that_the_zip_lies_about_is_damage(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, inline("A1", "y" * 5000))))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    at = raw.rindex(struct.pack("<III", info.CRC, info.compress_size, info.file_size))
    raw[at + 8 : at + 12] = struct.pack("<I", 100)
    assert refusal(written(path, bytes(raw))).code == "damaged"
