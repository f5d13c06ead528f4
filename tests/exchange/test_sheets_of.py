"""Workbooks of several sheets: each that holds data is read or named; and a header row that a person picks."""

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.match import draft_at, plan_with
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.sheets_of import look_through, told_left
from shopdesk.exchange.table import SheetHead
from shopdesk.exchange.workbook import write_template

ORDERS = [("Order no", "Order date", "SKU", "Qty", "Price"), ("A-1", "2026-01-02", "T-1", "1", "12.50")]
PRODUCTS = [("SKU", "Product", "Price", "Barcode"), ("T-1", "Tea", "12.50", "4006381333931")]


def book(path: Path, **sheets: Sequence[tuple[str, ...]]) -> Path:
    made = Workbook()
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del made["Sheet"]
    made.save(path)
    return path


def test_every_sheet_with_data_is_read_or_named(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", Sold=ORDERS, Wares=PRODUCTS, Talk=[("Hello", ""), ("there", "")], Empty=[])
    with open_file(path) as reading:
        found = look_through(reading.heads, {})
    assert [(plan.sheet_name, plan.kind) for plan in found.plans] == [("Wares", "products"), ("Sold", "orders")]
    assert told_left(found) == "Sheets left aside: Talk (no columns that are known)."


def test_a_hidden_sheet_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    made = Workbook()
    for name, rows in (("Sold", ORDERS), ("Old", ORDERS)):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del made["Sheet"]
    made["Old"].sheet_state = "hidden"
    made.save(path)
    with open_file(path) as reading:
        found = look_through(reading.heads, {})
    assert [plan.sheet_name for plan in found.plans] == ["Sold"]
    assert found.left == (("Old", "hidden"),)


@pytest.mark.parametrize("kind", FILES)
def test_the_notes_of_a_template_are_no_second_sheet(tmp_path: Path, kind: str) -> None:
    write_template(tmp_path / "t.xlsx", FILES[kind])
    with open_file(tmp_path / "t.xlsx") as reading:
        assert [plan.kind for plan in look_through(reading.heads, {}).plans] == [kind]


def head(*rows: tuple[str, ...]) -> SheetHead:
    return SheetHead(0, "Sheet1", False, rows)


def test_a_header_row_that_a_person_picks_is_taken_whatever_it_looks_like() -> None:
    sheet = head(("Report of 2026",), ("12", "13", "14"), ("Order no", "Qty", "Price"), ("A-1", "2", "12.50"))
    plan = draft_at(sheet, 3, "orders")
    assert (plan.header_row, plan.first_row, plan.headers) == (3, 4, ("Order no", "Qty", "Price"))
    odd = draft_at(sheet, 2, "orders")
    assert (odd.headers, odd.first_row, odd.certain) == (("12", "13", "14"), 3, False)
    assert plan_with(odd, [sheet], {"order_no": 0, "quantity": 1}).columns == {"order_no": 0, "quantity": 1}


def test_a_sheet_without_a_header_goes_by_letters() -> None:
    plan = draft_at(head(("A-1", "2", "12.50"), ("A-2", "1", "3")), 0, "orders")
    assert (plan.headers, plan.header_row, plan.first_row) == (("A", "B", "C"), 0, 1)
    with pytest.raises(ValueError, match="not among"):
        draft_at(head(("A-1", "2")), 9)


def test_a_column_is_known_by_the_codes_of_the_shop_whatever_its_header() -> None:
    sheet = head(("Kennung", "Zahl", "Counted"), ("T-1", "77", "3"), ("T-2", "78", "4"), ("T-3", "79", "1"))

    def knows(codes: Collection[str]) -> set[str]:
        return {"T-1", "T-2", "T-3"} & set(codes)

    assert look_through([sheet], {}).plans == ()
    (plan,) = look_through([sheet], {}, knows=knows).plans
    assert (plan.kind, plan.certain, plan.columns["sku"], plan.columns["counted"]) == ("counts", False, 0, 2)
