"""Rows out to .xlsx and .csv: what was written reads back as it was, and no text becomes anything else."""

import csv
import string
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from shopdesk.exchange.workbook import write_sheet
from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing.book import folded, legal_name
from shopdesk.exchange.writing.cells import number_text
from shopdesk.shop.columns import Column, Kind, Sheet, State
from shopdesk.text import UserError

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHEET = Sheet(
    name="orders",
    title="Orders",
    key="no",
    help="One row an order.",
    columns=(
        Column("no", "Order no.", Kind.ID, help="The channel's number."),
        Column("title", "Product", Kind.TEXT),
        Column("note", "Note", Kind.LONG_TEXT),
        Column("state", "State", Kind.STATE, states={"paid": State("Paid"), "open": State("=Open")}),
        Column("total", "Total", Kind.MONEY),
        Column("price", "Price", Kind.PRICE),
        Column("qty", "Qty", Kind.QUANTITY),
        Column("share", "Share", Kind.PERCENT),
        Column("lines", "Lines", Kind.INTEGER),
        Column("day", "Day", Kind.DATE),
        Column("at", "Placed", Kind.TIME),
        Column("gift", "Gift", Kind.BOOL),
    ),
)
FULL = (
    "0012345678901234567", "龙井 & <tea>", "two\nlines", "paid", Decimal("-1234.50"), Decimal("0.0001"),
    Decimal("2.000"), Decimal("0.25"), 7, date(2026, 2, 28), datetime(2026, 1, 31, 20, 15, 30, tzinfo=UTC), True,
)  # fmt: skip
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "{=1}",
    "http://x",
    "<r>x</r>",
)


def write(path: Path, rows: Sequence[Sequence[object]], keys: Sequence[str] | None = None, **words: str) -> int:
    return write_sheet(path, SHEET, rows, columns=keys, zone=SHANGHAI, **words)  # type: ignore[arg-type]


def first_row(path: Path) -> tuple[Cell | MergedCell, ...]:
    return next(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2))


def test_each_kind_reads_back_as_itself(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    assert write(path, [FULL, [None] * 12]) == 2
    cells = first_row(path)
    values = [
        f"{cell.value}".removesuffix(" 00:00:00") if isinstance(cell.value, datetime) else cell.value for cell in cells
    ]
    assert values == [
        "0012345678901234567", "龙井 & <tea>", "two\nlines", "Paid", -1234.5, 0.0001, 2, 0.25, 7,
        "2026-02-28", "2026-02-01 04:15:30", True,
    ]  # fmt: skip
    assert [cell.number_format for cell in cells] == [
        "@", "General", "General", "General", "#,##0.00;[Red]-#,##0.00", "#,##0.00##;[Red]-#,##0.00##",
        "#,##0;[Red]-#,##0", "0.0%;[Red]-0.0%", "#,##0;[Red]-#,##0", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "General",
    ]  # fmt: skip
    assert cells[2].alignment.wrap_text
    blank = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=3, values_only=True))
    assert blank in ([], [(None,) * 12]), "what is not known stays blank"


def test_the_header_is_frozen_filtered_and_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    write(path, [FULL[:2], FULL[:2]], ["no", "title"], title="Orders: May/June")
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page.title == "Orders  May June"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B3")
    assert [cell.value for cell in page[1]] == ["Order no.", "Product"]
    assert page.column_dimensions["A"].width >= 20
    assert page.column_dimensions["A"].number_format == "@", "an id typed below stays text"
    assert page.print_title_rows == "$1:$1"


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    keys = [column.key for column in SHEET.columns]
    write(path, [FULL], note="State is Paid", shop="Tea & Ware")
    book = openpyxl.load_workbook(path)
    said = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert said["Shown"] == "State is Paid"
    assert said["Shop"] == "Tea & Ware"
    assert said["Rows"] == "1"
    assert said["Times"] == "Local times of Asia/Shanghai"
    assert said["Order no."] == "The channel's number."
    marks = {mark.name: mark.value for mark in book.custom_doc_props.props}  # type: ignore[attr-defined]
    assert marks["shopdesk.kind"] == "export"
    assert marks["shopdesk.sheet"] == "orders"
    assert str(marks["shopdesk.columns"]).split() == keys


@pytest.mark.parametrize("text", FORMULAS)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "orders.xlsx"
    write(path, [[text, text, text, "open"]], ["no", "title", "note", "state"])
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1]
    assert read == [text, text, text, "=Open"]
    cells = first_row(path)
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    guarded = text[0] in "=+-@\t\r\n＝＋－＠"
    assert [bool(cell.quotePrefix) for cell in cells] == [guarded] * 3 + [True]
    assert all(cell.hyperlink is None for cell in cells)


@given(st.lists(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1), max_size=20))
def test_any_text_reads_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("texts") / "t.xlsx"
    write(path, [[text, "."] for text in texts], ["title", "note"])
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2, max_col=1, values_only=True))
    assert [unescape(str(row[0])) for row in rows] == texts


def test_what_no_workbook_can_hold_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write(path, [["a\0b\ud800c"]], ["title"])
    assert first_row(path)[0].value == "abc"


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 4))
def test_fifteen_digits_are_exact(digits: int, places: int) -> None:
    value = Decimal(digits).scaleb(-places)
    text = number_text(value)
    assert text is not None
    assert Decimal(text) == value
    assert Decimal(repr(float(text))) == value


@pytest.mark.parametrize(
    "value", [Decimal("12345678901234567.89"), Decimal("NaN"), Decimal("1E+400"), 2**53 + 1, float("inf")]
)
def test_what_a_spreadsheet_would_round_is_no_number(value: Decimal | float) -> None:
    assert number_text(value) is None


def test_a_number_too_long_is_written_as_text_and_the_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write(path, [[Decimal("12345678901234567.89"), date(1899, 1, 1)]], ["total", "day"])
    assert [cell.value for cell in first_row(path)] == ["12345678901234567.89", "1899-01-01"]
    notices = [
        row[1] for row in openpyxl.load_workbook(path)["About"].iter_rows(values_only=True) if row[0] == "Notice"
    ]
    assert len(notices) == 2
    assert "15" in str(notices[0])


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "ROWS", 11)
    path = tmp_path / "t.xlsx"
    assert write(path, [[f"{number}"] for number in range(25)], ["no"]) == 25
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Orders", "Orders (2)", "Orders (3)", "About"]
    read = [row[0] for page in book.worksheets[:3] for row in page.iter_rows(min_row=2, values_only=True)]
    assert read == [f"{number}" for number in range(25)]
    assert [page.auto_filter.ref for page in book.worksheets[:3]] == ["A1:A11", "A1:A11", "A1:A6"]
    assert all(page.freeze_panes == "A2" for page in book.worksheets[:3])


def test_a_text_longer_than_a_cell_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert write(path, [["茶" * 32_767]], ["note"]) == 1
    with pytest.raises(UserError) as refused:
        write(path, [["short"], ["𠮷" * 16_384]], ["note"])
    assert refused.value.code == "text_too_long"
    assert "Row 3, column “Note”" in str(refused.value)
    assert first_row(path)[0].value == "茶" * 32_767, "the file of before is still there"


def test_progress_is_told_and_may_stop(tmp_path: Path) -> None:
    heard: list[int] = []
    write_sheet(
        tmp_path / "t.xlsx", SHEET, ([str(n)] for n in range(2_500)), columns=["no"], zone=UTC, progress=heard.append
    )
    write_sheet(
        tmp_path / "t.csv", SHEET, ([str(n)] for n in range(2_500)), columns=["no"], zone=UTC, progress=heard.append
    )
    assert heard == [1_000, 2_000, 2_500] * 2


def test_csv_is_quoted_disarmed_and_opens_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    assert write(path, [FULL, [None] * 12]) == 2
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b'"0012345678901234567","' in raw
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Order no."
    assert rows[1] == [
        "0012345678901234567", "龙井 & <tea>", "two\nlines", "Paid", "-1234.50", "0.0001", "2.000", "0.25", "7",
        "2026-02-28", "2026-02-01 04:15:30", "TRUE",
    ]  # fmt: skip
    assert rows[2] == [""] * 12


@pytest.mark.parametrize("text", FORMULAS[:11])
def test_csv_formulas_are_disarmed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "orders.csv"
    write(path, [[text, text, Decimal(-5)]], ["no", "title", "total"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.reader(file))[1]
    assert row == [f"'{text}", f"'{text}", "-5"], "a number below zero is a number"


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"must end in \.xlsx or \.csv"):
        write(tmp_path / "orders.xls", [FULL])
    assert list(tmp_path.iterdir()) == []


def test_every_part_is_well_formed_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write(path, [FULL])
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@given(st.text(string.printable + "店铺𠮷'[]:*?/\\", max_size=60), st.integers(0, 12))
def test_sheet_names_are_legal_and_unique(name: str, times: int) -> None:
    taken: set[str] = set()
    for _ in range(times):
        legal = legal_name(name, taken)
        assert 1 <= len(legal.encode("utf-16-le")) // 2 <= 31
        assert not set(legal) & set("[]:*?/\\")
        assert not legal.startswith("'")
        assert not legal.endswith("'")
        assert legal.casefold() not in taken | {"history"}
        taken.add(legal.casefold())


@given(st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=60), max_size=60))
def test_long_marks_are_folded(words: list[str]) -> None:
    parts = folded(words)
    assert all(len(part) <= 255 for part in parts)
    assert " ".join(parts).split() == words
