"""Every layout in every dress: encodings, separators, file names, and what a spreadsheet program makes of it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from tests.exchange.formats.samples import SAMPLES, Sample

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.match import find_plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.reading.child import open_book
from shopdesk.exchange.reading.container import Original
from shopdesk.exchange.table import SheetHead

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
SEPARATORS = (",", "\t", ";")
MISLEADING = "shopify_products_export-amazon 订单.csv"
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d)(?::\d\d)?)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def written(path: Path, rows: Sequence[Sequence[str]], encoding: str, separator: str) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def told(path: Path) -> Sequence[SheetHead]:
    """The beginnings of a text file, read here and not in a child: there are hundreds of them."""
    return open_book(Original(str(path)), None, None).heads


def as_excel_shows(text: str) -> str:
    """A cell after a spreadsheet program had the csv open: no guards, no zeros, other dates, long numbers rounded."""
    plain = text.strip().removeprefix('="').removesuffix('"').strip()
    if moment := _MOMENT.fullmatch(plain):
        day = f"{int(moment[1])}/{int(moment[2])}/{int(moment[3])}"
        return f"{day} {int(moment[4])}:{moment[5]}" if moment[4] else day
    if _NUMBER.fullmatch(plain):
        return f"{float(plain):.2E}" if len(plain.partition(".")[0]) > 11 else f"{float(plain):.12g}"
    return plain


def resaved(sample: Sample) -> Iterator[list[str]]:
    """The rows as saved from there, all as wide as the widest."""
    rows = sample.table()
    width = max(map(len, rows))
    for row in rows:
        yield [as_excel_shows(cell) for cell in row] + [""] * (width - len(row))


def known(heads: Sequence[SheetHead]) -> tuple[str, bool, tuple[str, ...]]:
    plan = find_plan(heads, {})
    return plan.format, plan.certain, plan.new


@pytest.mark.parametrize("name", SAMPLES)
def test_as_text_in_any_encoding_and_with_any_separator(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    found = {
        (encoding, separator): known(told(written(tmp_path / MISLEADING, sample.table(), encoding, separator)))
        for encoding in ENCODINGS
        for separator in SEPARATORS
    }
    assert set(found.values()) == {(sample.code, True, ())}, found


@pytest.mark.parametrize("name", SAMPLES)
def test_as_a_spreadsheet_program_saves_it_again(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    rows = [[cell.strip() for cell in row] for row in resaved(sample)]
    assert known(told(written(tmp_path / "Mappe1.csv", rows, "gb18030", ";"))) == (sample.code, True, ())


@pytest.mark.parametrize("name", SAMPLES)
def test_as_a_workbook_of_numbers_and_dates(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    path = tmp_path / "工作簿1.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, dated = book.add_worksheet("Sheet1"), book.add_format({"num_format": "yyyy/m/d h:mm"})
        for number, row in enumerate(sample.table()):
            for column, cell in enumerate(row):
                moment = _MOMENT.fullmatch(cell)
                if moment:
                    sheet.write_datetime(number, column, datetime.fromisoformat(cell), dated)  # a wall clock, as there
                elif _NUMBER.fullmatch(cell):
                    sheet.write_number(number, column, float(cell))
                else:
                    sheet.write_string(number, column, cell)
    with open_file(path) as reading:
        assert known(reading.heads) == (sample.code, True, ())


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if not FORMATS[sample.code].whole])
def test_turned_round_and_with_columns_of_ones_own(name: str) -> None:
    sample = SAMPLES[name]
    header = [*sample.header[::-1], "我的备注列", "Chef's check"]
    rows = [[row.get(column, sample.empty) for column in sample.header[::-1]] + ["ok", "x"] for row in sample.rows]
    plan = find_plan([SheetHead(0, "Sheet1", False, (tuple(header), *map(tuple, rows)))], {})
    assert (plan.format, plan.new) == (sample.code, ("我的备注列", "Chef's check"))
