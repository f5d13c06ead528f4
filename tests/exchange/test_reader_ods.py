"""OpenDocument sheets: every kind of cell, repetition, what is no cell, and the one-file form."""

from pathlib import Path

import pytest
from tests.exchange.test_reader_hostile import refusal, written, zipped
from tests.exchange.test_reader_xlsx import read

from shopdesk.exchange.reader import open_file, say
from shopdesk.exchange.table import Fault

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
        ("draw", "drawing"), ("calcext", "calcext"),
    )
)  # fmt: skip
STYLES = (
    '<office:automatic-styles><number:number-style style:name="N1"><number:number number:decimal-places="0" '
    'number:min-integer-digits="6"/></number:number-style>'
    '<style:style style:name="code" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
)


def text(said: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{said}</text:p></table:table-cell>'


def value(kind: str, said: str, more: str = "", name: str = "value") -> str:
    shown = "<text:p>shown otherwise</text:p>"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{said}"{more}>{shown}</table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "S", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{"".join(rows)}</table:table>'


def body(*tables: str) -> str:
    return f"{STYLES}<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"


def ods(path: Path, *tables: str, manifest: str = "<manifest/>") -> Path:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = f"<office:document-content {NAMES}>{body(*tables)}</office:document-content>"
    return zipped(path, {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


CELLS = [
    (text("编号"), "编号", None),
    (text("a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>\n  <text:p>e"), "a  b\tc\nd\ne", None),
    (text("<text:span>re</text:span>d<office:annotation><text:p>note</text:p></office:annotation>"), "red", None),
    (value("float", "2.55"), "2.55", None),
    (value("float", "1.0E+2"), "100", None),
    (value("percentage", "0.15"), "0.15", None),
    (value("currency", "-12.5"), "-12.5", None),
    (value("float", "3.55E+18"), "3.55E+18", Fault.DIGITS_LOST),
    (value("float", "123", ' table:style-name="code"'), "123", Fault.ZEROS_LOST),
    (value("float", "123456", ' table:style-name="code"'), "123456", None),
    (value("boolean", "true", name="boolean-value"), "TRUE", None),
    (value("date", "2010-12-01", name="date-value"), "2010-12-01", None),
    (value("date", "2010-12-01T08:26:00", name="date-value"), "2010-12-01 08:26:00", None),
    (value("time", "PT26H05M00S", name="time-value"), "26:05:00", None),
    (text("#N/A", ' calcext:value-type="error" table:formula="of:=NA()"'), "#N/A", Fault.ERROR_VALUE),
    (text("Err:502", ' table:formula="of:=1/0"'), "Err:502", Fault.ERROR_VALUE),
    ('<table:table-cell table:formula="of:=[.A1]"/>', "", Fault.NO_RESULT),
]


@pytest.mark.parametrize(("xml", "said", "fault"), CELLS)
def test_each_kind_of_cell(tmp_path: Path, xml: str, said: str, fault: Fault | None) -> None:
    rows, faults = read(ods(tmp_path / "a.ods", table(row(text("left"), xml, text("right")))))
    assert rows == {1: ("left", said, "right")}
    assert faults == ({(1, 1): fault} if fault else {})


def test_what_stands_there_again_and_what_is_blank_keep_their_places(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    many = '<table:table-cell table:number-columns-repeated="16384"/>'
    path = ods(
        tmp_path / "a.ods",
        table(
            row(many, more=' table:number-rows-repeated="2"'),
            row(blank, text("x", ' table:number-columns-repeated="2"'), many, more=' table:number-rows-repeated="3"'),
            row(text("end")),
            row(many, more=' table:number-rows-repeated="1048570"'),
        ),
    )
    rows, _faults = read(path)
    assert {number: cells for number, cells in rows.items() if any(cells)} == {
        **dict.fromkeys((3, 4, 5), ("", "", "x", "x")),
        6: ("end", "", "", ""),
    }


def test_sheets_hidden_rows_and_merged_ranges_are_told(tmp_path: Path) -> None:
    title = text("订单", ' table:number-columns-spanned="3" table:number-rows-spanned="2"')
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    path = ods(
        tmp_path / "a.ods",
        table(row(title, covered, text("b")), row(text("c"), more=' table:visibility="filter"'), name="一"),
        table(row(text("d")), name="二", more=' table:style-name="gone"'),
    )
    with open_file(path) as reading:
        assert [(head.name, head.hidden) for head in reading.heads] == [("一", False), ("二", True)]
        assert reading.heads[0].rows[0] == ("订单", "", "", "b")
        assert reading.heads[0].merges == ((1, 0, 2, 2),)
        assert [say(notice) for notice in reading.notices] == [
            "一: 1 hidden rows are included.",
            "一: 1 merged ranges; each value belongs to the top left cell.",
        ]
        assert [chunk.columns for chunk in reading.chunks(1)] == [(["d"],)]


def test_the_one_file_form_is_read(tmp_path: Path) -> None:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMES} {kind}>{body(table(row(text("编号"))))}'
    path = written(tmp_path / "a.fods", f"{xml}</office:document>".encode())
    with open_file(path) as reading:
        assert (reading.container, reading.heads[0].rows) == ("fods", (("编号",),))
        assert not reading.notices
    assert refusal(written(tmp_path / "b.fods", xml.encode())).code == "damaged"
    letter = xml.replace("opendocument.spreadsheet", "opendocument.text")
    assert refusal(written(tmp_path / "c.fodt", letter.encode())).code == "no_table"


def test_a_document_behind_a_password_is_told(tmp_path: Path) -> None:
    locked = '<manifest><file-entry><encryption-data checksum-type="SHA1"/></file-entry></manifest>'
    assert refusal(ods(tmp_path / "a.ods", table(row(text("x"))), manifest=locked)).code == "locked"
    package: dict[str, bytes | str] = {
        "mimetype": "x",
        "META-INF/manifest.xml": "<manifest/>",
        "encrypted-package": b"x" * 99,
    }
    assert refusal(zipped(tmp_path / "b.ods", package)).code == "locked"


def test_a_few_cells_that_stand_there_ever_again_are_refused(tmp_path: Path) -> None:
    wide = text("x", ' table:number-columns-repeated="16000"')
    assert refusal(ods(tmp_path / "a.ods", table(row(wide, more=' table:number-rows-repeated="90000"')))).code == (
        "expands"
    )
    assert refusal(ods(tmp_path / "b.ods", table(row(text("x", ' table:number-columns-repeated="20000"'))))).code == (
        "stray_cell"
    )
    high = row(text("x"), more=' table:number-rows-repeated="2000000"')
    assert refusal(ods(tmp_path / "c.ods", table(high))).code == "stray_cell"
