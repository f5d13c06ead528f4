"""An exported grid is edited in a spreadsheet program and dropped back: only real edits land (X8)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from tests.exchange.conftest import opened
from tests.exchange.edited_sheets import at, contents, dropped, exported, saved_by_office, write_over
from tests.store_fixtures import Make

from shopdesk.exchange.imports import Choices, prepare, read_as, run_import, save_rejects
from shopdesk.exchange.mending import ALL_CELLS, NO_MENDS
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.telling import what_else
from shopdesk.exchange.trip.snapshot import find_trip
from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.ledger.actions import remove_rate, set_rate
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.store.store import Store
from shopdesk.store.tables import Sku
from shopdesk.text import UserError, use_language

KEYS = [column.key for column in STOCK.columns]


def filled(shop: Store) -> Store:
    """Three products."""
    for number, (title, price) in enumerate([("Longjing", "128.00"), ("=Gaiwan", "58.50"), ("  Kettle ", "0.0001")], 1):
        shop.do(add_product, f"00{number}", title, price=Decimal(price), barcode=f"692001000{number}")
    return shop


def fill_shelf(store: Store) -> None:
    opened(store)
    filled(store)


@pytest.fixture
def shelf(new_store: Make) -> Store:
    return new_store(fill_shelf)


def ids(store: Store) -> dict[str, int]:
    return {row[0]: row_id for row_id, row in contents(store, STOCK_ROWS).items()}


def value(store: Store, sku: str, key: str) -> Any:
    return contents(store, STOCK_ROWS)[ids(store)[sku]][KEYS.index(key)]


def also(store: Store, staged: Staged) -> str:
    return " ".join(what_else(staged, "CNY"))


def test_an_export_that_was_not_touched_says_same(shelf: Store, tmp_path: Path) -> None:
    staged = dropped(shelf, exported(shelf, STOCK_ROWS, tmp_path / "any name.xlsx"))
    assert staged.counts() | {"same": 3} == dict.fromkeys(staged.counts(), 0) | {"same": 3}
    assert staged.plan.title == "Edited export"
    assert run_import(shelf, staged) == 0
    assert shelf.undo_title() == "Add product 003"


def test_only_edited_cells_land_and_one_undo_takes_all_of_them_back(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    shelf.do(edit_skus, [(ids(shelf)["003"], "category", "Ware")])
    before = contents(shelf, STOCK_ROWS)
    edits = {at(path, "001", "Price"): 130.1, at(path, "001", "Product"): "=1+1", at(path, "002", "State"): "已下架"}
    write_over(path, {**edits, at(path, "003", "Stated cost"): 0.1})
    staged = dropped(shelf, path)
    assert (staged.counts()["changed"], staged.counts()["same"]) == (3, 0)
    assert contents(shelf, STOCK_ROWS) == before
    run_import(shelf, staged)
    assert (value(shelf, "001", "price"), value(shelf, "001", "title")) == (Decimal("130.1"), "=1+1")
    assert (value(shelf, "002", "state"), value(shelf, "003", "cost")) == ("archived", Decimal("0.1"))
    assert (value(shelf, "003", "category"), value(shelf, "003", "title")) == ("Ware", "Kettle")
    assert shelf.undo_title() == "Edits of stock.xlsx: 4"
    again = dropped(shelf, path)
    assert again.counts()["same"] == 3
    run_import(shelf, again)
    assert shelf.undo_title() == "Edits of stock.xlsx: 4"
    shelf.undo()
    assert contents(shelf, STOCK_ROWS) == before


def test_a_cell_changed_on_both_sides_is_a_conflict_that_a_person_decides(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    price = at(path, "001", "Price")
    write_over(path, {price: 140, at(path, "001", "Brand"): "Tea & Ware"})
    shelf.do(edit_skus, [(ids(shelf)["001"], "price", Decimal(135))])
    staged = dropped(shelf, path)
    (problem,) = staged.problems
    assert (problem.outcome, problem.exported, problem.stored, problem.value) == (
        Outcome.CONFLICT, "128", "135", "140",
    )  # fmt: skip
    assert staged.counts()["conflict"] == 1
    assert staged.trip is not None
    assert staged.trip.cells() == {"changed": 1, "conflict": 1, "read_only": 0}
    run_import(shelf, staged)
    assert (value(shelf, "001", "price"), value(shelf, "001", "brand")) == (Decimal(135), "Tea & Ware")
    row, place = int(price[-1]), KEYS.index("price")
    for taken in ((row, place), ALL_CELLS):
        mends = NO_MENDS.taking([taken], is_taken=True)
        with open_file(path) as reading:
            trip = find_trip(reading.heads)
            assert trip is not None
            staged = read_as(shelf, reading, trip[0], mends=mends)
        assert staged.counts()["changed"] == 1
        run_import(shelf, staged)
        assert value(shelf, "001", "price") == Decimal(140)
        shelf.undo()


def test_both_sides_that_say_the_same_are_no_conflict(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    write_over(path, {at(path, "001", "Price"): 140})
    shelf.do(edit_skus, [(ids(shelf)["001"], "price", Decimal(140))])
    assert dropped(shelf, path).counts()["same"] == 3


def test_what_changed_in_the_store_alone_stays(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    shelf.do(edit_skus, [(ids(shelf)["001"], "price", Decimal(150))])
    run_import(shelf, dropped(shelf, path))
    assert value(shelf, "001", "price") == Decimal(150)


def test_sorted_rows_moved_and_missing_columns_are_known_again(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx", ["price", "title", "sku", "on_hand", "barcode"])
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    head, body = rows[0], sorted(rows[1:], key=lambda row: str(row[2]), reverse=True)
    assert head[-1] == "_shopdesk"
    body[0][0] = 7
    moved = [[row[5], row[2], row[0], "said by hand" if row is not head else "Remark"] for row in [head, *body]]
    page.delete_rows(1, 10)
    table: list[list[Any]] = [["A title above"], *moved]
    for row in table:
        page.append(row)
    page.title = "Renamed"
    book.save(path)
    staged = dropped(shelf, path)
    assert staged.plan.header_row == 2
    assert (staged.counts()["changed"], staged.counts()["same"]) == (1, 2)
    assert "Columns that are not of the export, and not read: Remark." in also(shelf, staged)
    run_import(shelf, staged)
    assert value(shelf, "003", "price") == 7


def test_rows_added_removed_and_copied_are_told(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    copied = [cell.value for cell in page[4]]
    page.delete_rows(2)
    page.append(copied)
    page.append(["004", "New", None, None, None, None, 12.5])
    page.append([None, "No code"])
    book.save(path)
    staged = dropped(shelf, path)
    assert [problem.reason for problem in staged.problems] == ["A product needs a SKU code and a title."]
    assert staged.counts() == {"new": 1, "changed": 0, "same": 2, "conflict": 0, "rejected": 1, "skipped": 1}
    assert "Not in the sheet any more, and left as they are in the store: 001." in also(shelf, staged)
    with pytest.raises(UserError, match="cannot go in"):
        run_import(shelf, staged)
    run_import(shelf, staged, good_rows=True)
    assert set(ids(shelf)) == {"001", "002", "003", "004"}
    assert value(shelf, "004", "price") == Decimal("12.5")
    assert dropped(shelf, path).counts()["new"] == 0
    shelf.undo()
    assert set(ids(shelf)) == {"001", "002", "003"}


def test_copies_that_do_not_agree_are_refused(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    copied = [cell.value for cell in page[2]]
    copied[0] = "004"
    page.append(copied)
    book.save(path)
    staged = dropped(shelf, path)
    assert staged.counts()["rejected"] == 2
    assert "Rows 2 and 5 are the same row of the store" in staged.problems[0].reason


def test_columns_that_cannot_be_edited_are_named_and_left(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    write_over(path, {"D2": 99, "D3": 98, "H2": 3})
    staged = dropped(shelf, path)
    assert "Not taken, as these columns cannot be edited (cells): On hand (2)." in also(shelf, staged)
    run_import(shelf, staged)
    assert value(shelf, "001", "on_hand") == 0


@pytest.mark.parametrize(
    ("header", "text", "reason"),
    [
        ("Price", "abc", "abc is not a number"),
        ("Price", -1, "Prices, costs and weights cannot be below zero."),
        ("Price", 1.23456, "1.23456 has more than 4 decimals; amounts are never rounded"),
        ("State", "asleep", "asleep is not a known state"),
        ("State", "", "State is blank."),
        ("SKU", "002", "SKU 002 exists already."),
        ("SKU", "", "A product needs a SKU code and a title."),
        ("Barcode", "3.55E+18", "the last digits of this id were already lost in the spreadsheet (3.55E+18)."),
        ("Barcode", "6920010002", "Barcode 6920010002 belongs to 002 already."),
        ("Stated cost", "#N/A", "A spreadsheet error, not a value."),
    ],
)
def test_a_wrong_value_is_a_problem_with_its_place(
    shelf: Store, tmp_path: Path, header: str, text: Any, reason: str
) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    place = at(path, "001", header)
    book = openpyxl.load_workbook(path)
    book.worksheets[0][place] = text
    book.save(path)
    staged = dropped(shelf, path)
    (problem,) = staged.problems
    assert problem.reason.startswith(reason)
    assert (f"{problem.column}{problem.row}", problem.header, problem.sheet) == (place, header, "Products & stock")
    assert staged.counts()["rejected"] == 1
    before = contents(shelf, STOCK_ROWS)
    run_import(shelf, staged, good_rows=True)
    assert contents(shelf, STOCK_ROWS) == before


@pytest.mark.parametrize("by_office", [False, True])
def test_rejected_rows_of_an_edited_export_come_back_as_what_they_were(
    shelf: Store, tmp_path: Path, by_office: bool
) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    write_over(path, {at(path, "001", "Price"): "dear", at(path, "001", "Product"): "Longjing 2026",
                      at(path, "002", "Price"): 60, at(path, "003", "State"): "asleep"})  # fmt: skip
    staged = dropped(shelf, path)
    target = tmp_path / "rejects.xlsx"
    assert save_rejects(path, staged, target) == 2
    run_import(shelf, staged, good_rows=True)
    shelf.do(edit_skus, [(ids(shelf)["001"], "title", "Longjing old")])
    book = openpyxl.load_workbook(target)
    assert [page.sheet_state for page in book.worksheets] == ["visible", "veryHidden"]
    assert str(book.worksheets[0][2][-1].value).startswith("Row 2 · G “Price”: dear is not a number")
    write_over(target, {at(target, "001", "Price"): "130", at(target, "003", "State"): "Draft"})
    if by_office:
        target = saved_by_office(target, tmp_path / "office")
    again = dropped(shelf, target)
    told = {outcome: count for outcome, count in again.counts().items() if count}
    assert told == {"changed": 1, "conflict": 1}
    (conflict,) = again.problems
    assert (conflict.exported, conflict.stored, conflict.value) == ("Longjing", "Longjing old", "Longjing 2026")
    assert "Not in the sheet any more" not in also(shelf, again)
    assert "not of the export" not in also(shelf, again)
    run_import(shelf, again)
    assert (value(shelf, "001", "price"), value(shelf, "001", "title")) == (Decimal(130), "Longjing old")
    assert (value(shelf, "002", "price"), value(shelf, "003", "state")) == (Decimal(60), "draft")


def test_a_sheet_of_another_shop_is_refused(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    other = new_shop(str(tmp_path / "other.shopdesk"))
    with pytest.raises(UserError, match="exported from another shop's store"):
        prepare(other, path, Choices())
    other.close()


def test_a_workbook_without_its_ids_or_facts_is_refused_in_words(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_cols(len(KEYS) + 1)
    book.save(tmp_path / "no ids.xlsx")
    with pytest.raises(UserError, match="which tells the rows apart, is gone"):
        dropped(shelf, tmp_path / "no ids.xlsx")
    book = openpyxl.load_workbook(path)
    book["_shopdesk"]["A2"] = "{}"
    book.save(tmp_path / "no facts.xlsx")
    with pytest.raises(UserError, match="The hidden sheet that came with this export was changed"):
        dropped(shelf, tmp_path / "no facts.xlsx")


def test_a_row_that_is_gone_is_said(shop: Store, tmp_path: Path) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 5), Decimal("7.1234567891"))
    gone = shop.do(set_rate, "EUR", date(2026, 1, 5), Decimal(8)).value
    path = exported(shop, RATE_ROWS, tmp_path / "rates.xlsx")
    write_over(path, {at(path, "USD", "Rate"): 7.2, at(path, "EUR", "Rate"): 8.1})
    shop.do(remove_rate, gone)
    staged = dropped(shop, path)
    assert [problem.reason for problem in staged.problems] == [
        "This row is no longer in the store, so its edits go nowhere."
    ]
    assert "No longer in the store: EUR · 2026-01-05." in also(shop, staged)
    run_import(shop, staged)
    assert [row[2] for row in contents(shop, RATE_ROWS).values()] == [Decimal("7.2")]


def test_after_a_restore_another_row_under_the_same_id_is_not_taken_for_it(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    write_over(path, {at(path, "001", "Price"): 9, at(path, "002", "Price"): 9})
    book = openpyxl.load_workbook(path)
    page = book["_shopdesk"]
    page["A2"] = str(page["A2"].value).replace('"seal": "', '"seal": "0')  # a history that this store does not have
    book.save(path)
    shelf.do(edit_skus, [(ids(shelf)["001"], "code", "101")])
    staged = dropped(shelf, path)
    assert (staged.counts()["changed"], staged.counts()["conflict"]) == (1, 1)


def test_two_rows_of_one_product_that_do_not_agree_are_refused(shelf: Store, tmp_path: Path) -> None:
    one, two = ids(shelf)["001"], ids(shelf)["002"]
    with shelf._writer.begin() as connection:  # a second SKU of the first product, as a file of variants makes it
        product = connection.execute(select(Sku.product_id).where(Sku.sku_id == one)).scalar()
        connection.execute(update(Sku).where(Sku.sku_id == two).values(product_id=product))
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    write_over(path, {at(path, "001", "Product"): "One", at(path, "002", "Product"): "Two"})
    staged = dropped(shelf, path)
    assert [problem.reason for problem in staged.problems] == [
        "Another row of the sheet sets the same value otherwise."
    ]


def test_headers_and_states_of_another_language_come_back(shelf: Store, tmp_path: Path) -> None:
    use_language("zh_CN")
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    use_language("en")
    write_over(path, {at(path, "001", "状态"): "draft", at(path, "002", "状态"): "已下架"})
    run_import(shelf, dropped(shelf, path))
    assert (value(shelf, "001", "state"), value(shelf, "002", "state")) == ("draft", "archived")


def test_libre_office_saves_it_and_nothing_is_taken_for_an_edit(new_file_store: Make, tmp_path: Path) -> None:
    shelf = new_file_store(fill_shelf)
    shelf.do(edit_skus, [(ids(shelf)["002"], "weight", Decimal("0.125")), (ids(shelf)["002"], "option", "-1\n@x")])
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    (tmp_path / "saved").mkdir()
    again = saved_by_office(path, tmp_path / "saved")
    staged = dropped(shelf, again)
    assert (staged.counts()["same"], also(shelf, staged).count(".")) == (3, 1)
    write_over(path, {at(path, "001", "Price"): 130.35, at(path, "003", "Product"): "+Kettle"})
    run_import(shelf, dropped(shelf, saved_by_office(path, tmp_path / "saved")))
    assert (value(shelf, "001", "price"), value(shelf, "003", "title")) == (Decimal("130.35"), "+Kettle")


def test_a_csv_stays_two_way(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.csv")
    assert b"_shopdesk" not in path.read_bytes()
    staged = prepare(shelf, path, Choices(accept_proposal=True))
    assert (staged.plan.kind, staged.counts()["same"]) == ("products", 3)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")), max_size=12)
CELLS: Mapping[str, st.SearchStrategy[Any]] = {
    "title": TEXTS.map(str.strip).filter(bool),
    "option": TEXTS.map(str.strip),
    "brand": st.sampled_from(["=1+1", "+x", "@y", "-", "n/a", "001", "", "_x0041_"]),
    "price": st.none() | st.decimals(0, 99_999, places=4),
    "cost": st.none() | st.sampled_from([Decimal("0.1"), Decimal("0.3"), Decimal("1234567.8912")]),
    "weight": st.none() | st.decimals(0, 9_999, places=3),
    "state": st.sampled_from(["active", "draft", "archived"]),
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_lands_is_what_was_edited(new_store: Make, tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    shelf = new_store(fill_shelf)
    path = exported(shelf, STOCK_ROWS, tmp_path_factory.mktemp("trip") / "stock.xlsx")
    expected = contents(shelf, STOCK_ROWS)
    cells = data.draw(
        st.dictionaries(
            st.tuples(st.sampled_from(sorted(expected)), st.sampled_from(sorted(CELLS))), st.none(), max_size=9
        )
    )
    edits = {}
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for row_id, key in cells:
        edits[row_id, key] = told = data.draw(CELLS[key])
        row = next(row for row in range(2, 5) if page.cell(row, len(KEYS) + 1).value == row_id)
        cell = page.cell(row, KEYS.index(key) + 1)
        # A spreadsheet program writes the underscore of what would read as an escape as an escape; openpyxl does not.
        cell.value = told.replace("_x0041_", "_x005F_x0041_") or None if isinstance(told, str) else told
        if isinstance(told, str) and told:
            cell.data_type = "s"
        values = list(expected[row_id])
        values[KEYS.index(key)] = told if told != "" else None
        expected[row_id] = tuple(values)
    book.save(path)
    staged = dropped(shelf, path)
    assert not staged.problems
    run_import(shelf, staged)
    assert contents(shelf, STOCK_ROWS) == expected
    assert dropped(shelf, path).counts()["same"] == len(expected)


def test_shelves_typed_into_the_sheet_of_products_are_the_shelves_of_the_shop(shelf: Store, tmp_path: Path) -> None:
    path = exported(shelf, STOCK_ROWS, tmp_path / "stock.xlsx")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    column = next(cell.column for cell in page[1] if cell.value == "Shelf")
    page.cell(2, column, "A-01")
    page.cell(3, column, "A-01")
    book.save(path)
    run_import(shelf, dropped(shelf, path))
    assert [value(shelf, code, "shelf") for code in ("001", "002", "003")] == ["A-01", "A-01", None]
    shelf.undo()
    assert value(shelf, "001", "shelf") is None
