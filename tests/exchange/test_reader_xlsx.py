"""An .xlsx as text: every kind of cell, every way to write a row, and the addresses kept."""

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.files.hostile import inline, number, row, strings, styles, workbook, worksheet

from shopdesk.exchange.reader import FileProblem, PackedChunk, open_file
from shopdesk.exchange.table import Chunk, Fault

Rows = dict[int, tuple[str, ...]]


def read(path: Path, sheet: int = 0) -> tuple[Rows, dict[tuple[int, int], Fault]]:
    with open_file(path) as reading:
        chunks = list(reading.chunks(sheet))
    return rows_of(chunks), {at: why for chunk in chunks for at, why in chunk.faults.items()}


def rows_of(chunks: list[PackedChunk] | list[Chunk]) -> Rows:
    rows: Rows = {}
    for chunk in chunks:
        assert len({len(column) for column in chunk.columns}) <= 1, "a chunk is rectangular"
        for at, cells in zip(chunk.row_numbers, zip(*chunk.columns, strict=True), strict=True):
            assert at not in rows
            rows[at] = cells
    return rows


def cell(
    path: Path, xml: str, *, style: str | None = None, shared: str | None = None, properties: str = ""
) -> tuple[str, Fault | None]:
    """Text and fault of the one cell A1."""
    workbook(path, worksheet(row(1, xml)), style=style, shared=shared, properties=properties)
    rows, faults = read(path)
    return (rows[1][0] if rows else ""), faults.get((1, 0))


NUMBERS = [
    ("2.55", "2.55"),
    ("2.5499999999999998", "2.55"),
    ("17850", "17850"),
    ("17850.0", "17850"),
    ("1E-05", "0.00001"),
    ("1.5E+3", "1500"),
    ("-0", "0"),
    ("0.1", "0.1"),
    ("-12.340", "-12.34"),
    ("999999999999999", "999999999999999"),
    ("123456789.12345678", "123456789.12345678"),
]


@pytest.mark.parametrize(("stored", "shown"), NUMBERS)
def test_a_number_is_shown_exactly(tmp_path: Path, stored: str, shown: str) -> None:
    assert cell(tmp_path / "a.xlsx", number("A1", stored)) == (shown, None)


@pytest.mark.parametrize("stored", ["1.2345678901234568E+17", "1234567890123456", "-1e15", "3.55E+18"])
def test_sixteen_digits_as_a_number_are_lost_digits(tmp_path: Path, stored: str) -> None:
    assert cell(tmp_path / "a.xlsx", number("A1", stored)) == (stored, Fault.DIGITS_LOST)


@pytest.mark.parametrize("stored", ["NaN", "1E400", "-INF", "abc", "1_000", "0x10"])
def test_what_is_no_number_is_an_error(tmp_path: Path, stored: str) -> None:
    assert cell(tmp_path / "a.xlsx", number("A1", stored)) == (stored, Fault.ERROR_VALUE)


DATES = [
    ("40513.35138888889", "m/d/yy h:mm", "2010-12-01 08:26:00"),
    ("40513", "yyyy-mm-dd", "2010-12-01"),
    ("40513", 'yyyy"年"m"月"d"日"', "2010-12-01"),
    ("40513", "yyyy-mm-dd hh:mm:ss", "2010-12-01 00:00:00"),
    ("40513.5", "yyyy-mm-dd", "2010-12-01 12:00:00"),
    ("0.5", "h:mm", "12:00:00"),
    ("1.25", "[h]:mm:ss", "30:00:00"),
    ("40513.000001157407", "yyyy-mm-dd hh:mm:ss.000", "2010-12-01 00:00:00.100"),
    ("1", "yyyy-mm-dd", "1900-01-01"),
    ("59", "yyyy-mm-dd", "1900-02-28"),
    ("60", "yyyy-mm-dd", "60"),
    ("61", "yyyy-mm-dd", "1900-03-01"),
    ("2958465", "yyyy-mm-dd", "9999-12-31"),
    ("2958466", "yyyy-mm-dd", "2958466"),
    ("-3", "yyyy-mm-dd", "-3"),
    ("40513", '#,##0.00" days"', "40513"),
    ("40513", "0.00E+00", "40513"),
    ("40513", "[$¥-804]#,##0.00;[Red]-#,##0.00", "40513"),
    ("40513", "General", "40513"),
    ("40513", "[$-F800]dddd, mmmm dd, yyyy", "2010-12-01"),
    ("0.25", "0.00%", "0.25"),
]


@pytest.mark.parametrize(("stored", "code", "shown"), DATES)
def test_a_date_is_told_by_its_number_format(tmp_path: Path, stored: str, code: str, shown: str) -> None:
    quoted = code.replace('"', "&quot;") if '"' in code else code
    made = styles("X").replace('formatCode="X"', f'formatCode="{quoted}"')
    assert cell(tmp_path / "a.xlsx", number("A1", stored, 1), style=made) == (shown, None)


def test_the_1904_calendar_is_read_from_the_file(tmp_path: Path) -> None:
    properties = '<workbookPr date1904="1"/>'
    got = cell(tmp_path / "a.xlsx", number("A1", 39051, 1), style=styles("yyyy-mm-dd"), properties=properties)
    assert got == ("2010-12-01", None)


def test_leading_zeros_that_a_format_only_shows_are_told(tmp_path: Path) -> None:
    made = styles("000000")
    assert cell(tmp_path / "a.xlsx", number("A1", 123, 1), style=made) == ("123", Fault.ZEROS_LOST)
    assert cell(tmp_path / "b.xlsx", number("A1", 123456, 1), style=made) == ("123456", None)


CELLS = [
    ('<c r="A1" t="b"><v>1</v></c>', "TRUE", None),
    ('<c r="A1" t="b"><v>0</v></c>', "FALSE", None),
    ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A", Fault.ERROR_VALUE),
    ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", Fault.ERROR_VALUE),
    ('<c r="A1"><f>B1*2</f></c>', "", Fault.NO_RESULT),
    ('<c r="A1"><f>B1*2</f><v></v></c>', "", Fault.NO_RESULT),
    ('<c r="A1"><f>B1*2</f><v/></c>', "", Fault.NO_RESULT),
    ('<c r="A1"><f>B1*2</f><v>8.4</v></c>', "8.4", None),
    ('<c r="A1"><f t="shared" si="0"/><v>5</v></c>', "5", None),
    ('<c r="A1" t="str"><f>B1&amp;C1</f><v>a&amp;b &lt;c&gt;</v></c>', "a&b <c>", None),
    ('<c r="A1" t="str"><f>B1</f><v></v></c>', "", None),
    ('<c r="A1" t="d"><v>2026-01-02T03:04:05.000Z</v></c>', "2026-01-02 03:04:05Z", None),
    ('<c r="A1" t="inlineStr"><is><t>x&#10;y</t></is></c>', "x\ny", None),
    (
        '<c r="A1" t="inlineStr"><is><r><t>bo</t></r><r><rPr><b/></rPr><t xml:space="preserve">ld </t></r></is></c>',
        "bold ",
        None,
    ),
    ('<c r="A1" t="str"><v>a_x0007_b_x000D_c</v></c>', "ab\rc", Fault.CONTROL),
    ('<c r="A1" t="s"><v>0</v></c>', "\t订单 1\t", None),
    ('<c r="A1" t="s"><v>1</v></c>', "rich text", None),
    ('<c r="A1" t="s"><v>2</v></c>', "a_b & <c>", None),
    ("<c r='A1' t='s'><v>0</v></c>", "\t订单 1\t", None),
    ('<c t="s" r="A1"><v>0</v></c>', "\t订单 1\t", None),
    ('<c t="inlineStr"><is><t><![CDATA[<tag> & ]]></t></is></c>', "<tag> & ", None),
    ('<c r="A1"><v>7</v></c><!-- <row r="9"/> -->', "7", None),
]
SHARED = strings(
    "\t订单 1\t", "<r><t>rich</t></r><r><t> text</t></r><rPh sb='0' eb='1'><t>phonetic</t></rPh>", "a_x005F_b & <c>"
)


@pytest.mark.parametrize(("xml", "text", "fault"), CELLS)
def test_each_kind_of_cell(tmp_path: Path, xml: str, text: str, fault: Fault | None) -> None:
    assert cell(tmp_path / "a.xlsx", xml, shared=SHARED) == (text, fault)


def test_a_table_that_begins_elsewhere_keeps_its_addresses(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(3, number("C3", 1)) + row(6, number("E6", 2), number("F6", 3))))
    with open_file(path) as reading:
        assert reading.heads[0].rows[2][:3] == ("", "", "1")
        assert len(reading.heads[0].rows) == 6
        chunk = next(reading.chunks(0))
    assert chunk.row_numbers == range(1, 7)
    assert [column[5] for column in chunk.columns] == ["", "", "", "", "2", "3"]
    assert [column[4] for column in chunk.columns] == [""] * 6


ROWS = [
    '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>',
    (
        '<row r="1">\n  <c r="A1">\n<v>1</v></c>\n <c r="C1"><v>3</v></c>\n</row>\n'
        '<row r="2"><c r="B2"><v>2</v></c>\n</row>\n'
    ),
    '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c r="B2"><v>2</v></c></row>',
    "<row r='1'><c r='A1'><v>1</v></c><c r='C1'><v>3</v></c></row><row r='2'><c r='B2'><v>2</v></c></row>",
    '<row spans="1:3" r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>',
    (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0"/><c r="C1"><v>3</v></c></row>'
        '<row r="2"><c r="A2"/><c r="B2"><v>2</v></c></row>'
    ),
]


@pytest.mark.parametrize("rows", ROWS)
def test_every_way_to_write_the_same_rows(tmp_path: Path, rows: str) -> None:
    got, faults = read(workbook(tmp_path / "a.xlsx", worksheet(rows)))
    assert got == {1: ("1", "", "3"), 2: ("", "2", "")}
    assert faults == {}


def test_prefixed_elements_are_read_the_same(tmp_path: Path) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    shared = '<x:sst xmlns:x="u"><x:si><x:t>编号</x:t></x:si></x:sst>'
    assert read(workbook(tmp_path / "a.xlsx", sheet, shared=shared))[0] == {1: ("编号",), 2: ("5",)}


def test_a_sheet_in_utf_16_is_read(tmp_path: Path) -> None:
    sheet = worksheet(row(1, inline("A1", "编号"))).replace(
        '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>'
    )
    path = workbook(tmp_path / "a.xlsx", "", parts={"xl/worksheets/sheet1.xml": sheet.encode("utf-16")})
    assert read(path)[0] == {1: ("编号",)}


@pytest.mark.parametrize("declared", ["A1", "A1:XFD1048576", "B7:C9"])
def test_the_declared_dimension_is_never_believed(tmp_path: Path, declared: str) -> None:
    rows = "".join(row(n, number(f"A{n}", n), inline(f"B{n}", "x")) for n in range(1, 5001))
    path = workbook(tmp_path / "a.xlsx", worksheet(rows, before=f'<dimension ref="{declared}"/>'))
    got, _faults = read(path)
    assert len(got) == 5000
    assert got[5000] == ("5000", "x")


def test_formatted_blanks_below_the_table_are_not_rows(tmp_path: Path) -> None:
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}"/></row>' for n in range(3, 30_000))
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 1)) + row(2, number("B2", 2)) + blanks))
    assert list(read(path)[0]) == [1, 2]


def test_blank_rows_inside_the_table_are_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 1)) + row(12_000, number("A12000", 2))))
    with open_file(path) as reading:
        chunks = list(reading.chunks(0))
    assert max(len(chunk.row_numbers) for chunk in chunks) <= 5000
    got = rows_of(chunks)
    assert list(got) == list(range(1, 12_001))
    assert [at for at, cells in got.items() if cells != ("",)] == [1, 12_000]


def test_new_columns_far_down_the_sheet_are_taken_up(tmp_path: Path) -> None:
    rows = "".join(row(n, number(f"B{n}", n)) for n in range(1, 40_000))
    rows += row(40_000, inline("A40000", "left"), number("B40000", 1), '<c r="D40000" t="e"><v>#REF!</v></c>')
    got, faults = read(workbook(tmp_path / "a.xlsx", worksheet(rows)))
    assert got[39_999][1] == "39999"
    assert got[40_000] == ("left", "1", "", "#REF!")
    assert faults == {(40_000, 3): Fault.ERROR_VALUE}


def test_faults_keep_their_place_in_plain_rows(tmp_path: Path) -> None:
    """Plain rows are read by pattern, many at a time: a fault must still name its own cell."""
    bad = {
        5: '<c r="B5" t="e"><v>#N/A</v></c>',
        9_000: '<c r="B9000"><f>A1</f></c>',
        9_001: number("B9001", "3.55E+18"),
    }
    rows = "".join(row(n, number(f"A{n}", n), bad.get(n, number(f"B{n}", n))) for n in range(1, 10_001))
    got, faults = read(workbook(tmp_path / "a.xlsx", worksheet(rows)))
    assert faults == {(5, 1): Fault.ERROR_VALUE, (9_000, 1): Fault.NO_RESULT, (9_001, 1): Fault.DIGITS_LOST}
    assert [got[n][1] for n in (4, 5, 9_000, 9_001, 9_002)] == ["4", "#N/A", "", "3.55E+18", "9002"]


def test_sheets_hidden_rows_and_merged_ranges_are_told(tmp_path: Path) -> None:
    first = worksheet(
        row(1, number("A1", 1)) + row(2, number("A2", 2), attributes=' hidden="1"'),
        before='<cols><col min="1" max="1" hidden="1"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="A1:B3"/></mergeCells>',
    )
    path = workbook(
        tmp_path / "a.xlsx",
        first,
        worksheet(""),
        worksheet(""),
        names=("订单", "old", "older"),
        states=("", "hidden", "veryHidden"),
    )
    with open_file(path) as reading:
        assert [(head.number, head.name, head.hidden) for head in reading.heads] == [
            (0, "订单", False),
            (1, "old", True),
            (2, "older", True),
        ]
        assert reading.heads[0].merges == ((1, 0, 3, 1),)
        assert reading.heads[0].rows == (("1",), ("2",))
        said = {notice.code: dict(notice.values) for notice in reading.notices}
        assert said["hidden_rows"] == {"sheet": "订单", "count": 1}
        assert said["merged"] == {"sheet": "订单", "count": 1}
        assert list(reading.chunks(1)) == []


def test_a_long_sheet_tells_of_hidden_rows_once_it_is_read(tmp_path: Path) -> None:
    digits = random.Random(7).randbytes
    lines = "".join(
        row(n, inline(f"A{n}", digits(500).hex()), attributes=' hidden="1"' if n > 13_000 else "")
        for n in range(1, 13_004)
    )
    merged = '<mergeCells count="1"><mergeCell ref="A1:B3"/></mergeCells>'
    with open_file(workbook(tmp_path / "long.xlsx", worksheet(lines, after=merged))) as reading:
        assert reading.heads[0].merges == ()
        assert reading.notices == []
        for _again in range(2):
            assert sum(len(chunk.row_numbers) for chunk in reading.chunks(0)) == 13_003
            assert [(notice.code, dict(notice.values)["count"]) for notice in reading.notices] == [
                ("hidden_rows", 3),
                ("merged", 1),
            ]


def test_formulas_that_nobody_calculated_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Sums")
        for line in range(50):
            sheet.write_number(line, 0, line)
            sheet.write_formula(line, 1, f"=A{line + 1}*2")  # the library stores 0 as every result
            sheet.write_formula(line, 2, f"=A{line + 1}*3", value=line * 3)
    with open_file(path) as reading:
        list(reading.chunks(0))
        said = [(notice.code, dict(notice.values)) for notice in reading.notices]
    assert ("zero_formulas", {"sheet": "Sums", "column": "B"}) in said
    assert ("formulas", {"sheet": "Sums", "count": 100}) in said
    assert not any(code == "zero_formulas" and values["column"] == "C" for code, values in said)


def test_macros_stay_where_they_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsm", worksheet(row(1, number("A1", 1))), parts={"xl/vbaProject.bin": b"\xd0\xcf"})
    with open_file(path) as reading:
        assert reading.container == "xlsm"
        assert [notice.code for notice in reading.notices] == ["macros"]


def test_styles_that_other_readers_stumble_over_are_read(tmp_path: Path) -> None:
    odd = styles("yyyy-mm-dd").replace("<cellXfs>", '<fills><fill foo="1"><weird/></fill></fills><cellXfs count="x">')
    assert cell(tmp_path / "a.xlsx", number("A1", 40513, 1), style=odd) == ("2010-12-01", None)
    assert cell(tmp_path / "b.xlsx", number("A1", 40513, 9), style=odd) == ("40513", None)


@pytest.mark.parametrize("seed", range(6))
def test_random_sheets_read_like_openpyxl_wrote_them(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    wanted: dict[tuple[int, int], str] = {}
    for _ in range(600):
        at = chance.randint(1, 200), chance.randint(1, 12)
        if at in wanted:
            continue  # a cell keeps the number format of what it held before
        value, text = _any_value(chance)
        sheet.cell(*at).value = value
        wanted[at] = text
    made.save(path)
    got, faults = read(path)
    assert faults == {}
    assert {(r, c + 1): text for r, cells in got.items() for c, text in enumerate(cells) if text} == wanted


def _any_value(chance: random.Random) -> tuple[bool | int | float | dt.datetime | str, str]:
    kind = chance.randrange(5)
    if kind == 0:
        number = chance.randint(-(10**12), 10**12)
        return number, str(number)
    if kind == 1:
        price = Decimal(chance.randint(1, 10**8)) / 100
        return float(price), f"{price.normalize():f}"
    if kind == 2:
        moment = dt.datetime.fromisoformat("2020-01-01") + dt.timedelta(seconds=chance.randint(1, 10**8))
        return moment, moment.isoformat(" ")
    if kind == 3:
        return True, "TRUE"
    text = chance.choice(["订单 <1> & 2", " pad ", '"q"', "line\nline", "00123", "1234567890123456789"])
    return text, text


def test_a_refused_cell_reference_names_the_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 1)) + '<row r="2"><c r="?"><v>1</v></c></row>'))
    with pytest.raises(FileProblem, match="damaged after row 2") as met:
        read(path)
    assert met.value.code == "damaged_row"
