"""Workbooks of binary records: every kind of cell in the long and the short form, and what a cut one says."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.exchange.test_reader_hostile import refusal
from tests.exchange.test_reader_xlsx import read
from tests.files.binary import Code, Formula, Sheet, Styled, xlsb

from shopdesk.exchange.reader import open_file, say
from shopdesk.exchange.reading.cells import python_text
from shopdesk.exchange.table import Fault

ROWS: list[list[object]] = [
    ["订单编号", "金额", "已付", "备注", "日期", "编码"],
    ["260531-1", 2.55, True, "红色\n大号", Styled(43982.5, 1), Styled(123, 2)],
    ["260531-2", -12, False, None, Styled(43983, 3), Styled(99999, 2)],
    ["260531-3", 1e-05, None, "", Styled(0.25, 1), 3.55e18],
]
TEXTS = {
    1: ("订单编号", "金额", "已付", "备注", "日期", "编码"),
    2: ("260531-1", "2.55", "TRUE", "红色\n大号", "2020-05-31 12:00:00", "123"),
    3: ("260531-2", "-12", "FALSE", "", "2020-06-01", "99999"),
    4: ("260531-3", "0.00001", "", "", "06:00:00", "3.55E+18"),
}
FORMATS = ("yyyy-mm-dd hh:mm:ss", "000000", "yyyy/m/d")


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("inline", [False, True])
def test_each_kind_of_cell_is_read(tmp_path: Path, short: bool, inline: bool) -> None:
    path = xlsb(tmp_path / "a.xlsb", Sheet(ROWS, short=short, inline=inline), formats=FORMATS)
    rows, faults = read(path)
    assert rows == TEXTS
    assert faults == {(2, 5): Fault.ZEROS_LOST, (3, 5): Fault.ZEROS_LOST, (4, 5): Fault.DIGITS_LOST}
    with open_file(path) as reading:
        assert (reading.container, reading.heads[0].rows[0], reading.notices) == ("xlsb", TEXTS[1], [])


def test_errors_and_stored_results_of_formulas_are_read(tmp_path: Path) -> None:
    row = ["a", Formula(12.5), Formula("text"), Formula(True), Formula(Code(42)), Code(7), "z"]
    path = xlsb(tmp_path / "a.xlsb", Sheet([row], name="Orders"))
    rows, faults = read(path)
    assert rows == {1: ("a", "12.5", "text", "TRUE", "#N/A", "#DIV/0!", "z")}
    assert faults == {(1, 4): Fault.ERROR_VALUE, (1, 5): Fault.ERROR_VALUE}
    with open_file(path) as reading:
        told = [say(notice) for notice in reading.notices]
    assert told == ["Orders: 4 formula cells; their last stored results are used."]


def test_sheets_hidden_rows_merged_ranges_and_the_1904_calendar_are_told(tmp_path: Path) -> None:
    first = Sheet([["a", "b"], [1, 2], [3, 4]], "一", hidden=frozenset({1}), merges=[(0, 1, 0, 1)])
    second = Sheet([[Styled(0, 1)]], "二", state=2, numbers=[4])
    path = xlsb(tmp_path / "a.xlsb", first, second, formats=["yyyy-mm-dd"], base_1904=True)
    with open_file(path) as reading:
        assert [(head.name, head.hidden) for head in reading.heads] == [("一", False), ("二", True)]
        assert reading.heads[0].merges == ((1, 0, 2, 1),)
        assert [notice.code for notice in reading.notices] == ["hidden_rows", "merged"]
        assert reading.heads[1].rows == (("",),) * 4 + (("1904-01-01",),)


def test_a_sheet_that_breaks_off_is_damage_and_no_short_table(tmp_path: Path) -> None:
    rows = [[n, f"t{n}"] for n in range(500)]
    for cut, code in ((16, "damaged_row"), (30, "damaged"), (4000, "damaged")):
        assert refusal(xlsb(tmp_path / "a.xlsb", Sheet(rows, inline=True), cut=cut)).code == code


def test_a_cell_off_the_grid_or_told_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(xlsb(tmp_path / "a.xlsb", Sheet([[1], [2]], numbers=[0, 1 << 20]))).code == "stray_cell"
    wide: list[object] = [None] * 16_384 + [1]
    assert refusal(xlsb(tmp_path / "b.xlsb", Sheet([wide]))).code == "stray_cell"
    assert refusal(xlsb(tmp_path / "c.xlsb", Sheet([[1], [2]], numbers=[3, 3]))).code == "duplicate_row"


def test_another_reader_agrees_on_what_such_a_file_says(tmp_path: Path) -> None:
    """The files of this module are not made up: what calamine reads of their long form is the same."""
    path = xlsb(tmp_path / "a.xlsb", Sheet(ROWS[:2]), formats=FORMATS)
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    there = [tuple(python_text(value)[0] for value in row) for row in sheet.to_python(skip_empty_area=False)]
    rows, _faults = read(path)
    assert there == list(rows.values())
