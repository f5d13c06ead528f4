"""Templates know their columns and hold no rows; rejected rows come back in the file's own layout."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from shopdesk import text
from shopdesk.exchange.workbook import WHOLE_ROW, Reject, write_rejects, write_template
from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing.book import NEEDED
from shopdesk.exchange.writing.template import speaker
from shopdesk.shop.catalog.sheets import PRODUCT_FILE
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.text import UserError

SHEETS = [ORDER_FILE, PRODUCT_FILE, RECEIPT_FILE, COUNT_FILE]


def rules(page: Worksheet) -> dict[str, object]:
    """First cell of each validated range → its rule."""
    return {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_first_sheet_is_a_header_and_nothing_below(tmp_path: Path, sheet: Sheet) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, sheet)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == [column.title for column in sheet.columns]
    assert page.max_row == 1
    assert page.freeze_panes == "A2"
    assert book.active is page
    assert book.sheetnames[1:] == ["Example", "How to"]
    marks = {mark.name: mark.value for mark in book.custom_doc_props.props}  # type: ignore[attr-defined]
    assert (marks["shopdesk.kind"], marks["shopdesk.sheet"]) == ("template", sheet.name)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_has_a_note_and_its_rule(tmp_path: Path, sheet: Sheet) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, sheet)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    found = rules(page)
    for place, column in enumerate(sheet.columns, start=1):
        cell, at = page.cell(1, place), get_column_letter(place)
        assert cell.comment is not None
        assert column.help in cell.comment.text
        assert ("Required." in cell.comment.text) is column.required
        assert (cell.fill.fgColor.rgb == f"FF{NEEDED[1:]}") is column.required
        ruled = column.kind not in {Kind.ID, Kind.TEXT, Kind.LONG_TEXT}
        assert (f"{at}2" in found) is ruled
        if column.kind is Kind.ID:
            alike = [one for one in page.column_dimensions.values() if (one.min or 0) <= place <= (one.max or 0)]
            assert [one.number_format for one in alike] == ["@"]


def test_a_state_offers_its_words(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, ORDER_FILE)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    place = [column.key for column in ORDER_FILE.columns].index("state") + 1
    rule = rules(page)[f"{get_column_letter(place)}2"]
    source = str(rule.formula1)  # type: ignore[attr-defined]
    name, cells = source.rsplit("!", 1)
    words = [cell.value for cell in book[name.strip("'")][cells.replace("$", "")][0]]
    assert words == [state.title for state in ORDER_FILE.column("state").states.values()]


def test_examples_are_two_and_lie_on_their_side(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, ORDER_FILE)
    page = openpyxl.load_workbook(path)["Example"]
    rows = {row[0]: row[1:3] for row in page.iter_rows(min_row=4, values_only=True)}
    assert rows["Order no."] == ("260101-0001", "260101-0001")
    assert rows["State"] == ("Paid", None)
    assert rows["Qty"] == (2, None)
    titles = {column.title for column in ORDER_FILE.columns}
    assert all(len(titles & set(row)) <= 1 for row in page.iter_rows(values_only=True)), "no row looks like a header"


def test_a_template_in_another_language_leaves_the_spoken_one() -> None:
    say = speaker("zh_CN")
    assert text.language() == "en"
    assert say("") == "", "the catalogue's own header is no title"


def test_rejects_keep_the_layout_and_the_text(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    headers = ["订单编号", "数量", "单价", "单价"]
    rows = [
        Reject(57, ["0012345678901234567", "x", "=1+1", ""], {1: "not a number"}),
        Reject(90, ["2", "1", "", "5"], {2: "is missing", WHOLE_ROW: "the order was closed"}),
    ]
    assert write_rejects(path, headers, rows) == 2
    page = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in page[1]] == [*headers, "Why it was rejected"]
    first, second = page[2], page[3]
    assert [cell.value for cell in first[:4]] == ["0012345678901234567", "x", "=1+1", None]
    assert {cell.number_format for cell in first[:3]} == {"@"}
    assert first[4].value == "Row 57 · B “数量”: not a number"
    assert second[4].value == "Row 90 · the order was closed; C “单价”: is missing"
    marked = [cell.coordinate for row in (first, second) for cell in row[:4] if cell.fill.patternType == "solid"]
    assert marked == ["B2", "C3"], "a blank that should be filled is marked too"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:E3")


def test_more_rejects_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "ROWS", 3)
    with pytest.raises(UserError) as refused:
        write_rejects(tmp_path / "r.xlsx", ["a"], [Reject(row, ["x"], {0: "no"}) for row in range(3)])
    assert refused.value.code == "too_many_rows"
    assert list(tmp_path.iterdir()) == []
