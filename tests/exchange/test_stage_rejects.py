"""Rows that cannot go in: where they are, what stands there, and why, in one golden sentence each."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, balances, orders, read, stock, table, take_in
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.exchange.imports import Choices, NeedsAnswer, prepare, run_import, save_rejects
from shopdesk.exchange.plan import Answer
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import LISTED, Staged
from shopdesk.shop.catalog.actions import add_product
from shopdesk.store.store import Store
from shopdesk.text import UserError, use_language

HEADER = "order_no,state,placed_at,sku,title,quantity,unit_price,phone"
GOOD = "A-1,paid,2026-03-01 10:00,TEA-1,Tea,2,10.00,13800001111"
PLACES = {name: place for place, name in enumerate(HEADER.split(","))}
LOST = (
    "the last digits of this id were already lost in the spreadsheet ({}). Export again as text/CSV, do not open it in "
    "Excel first"
)
Told = tuple[int, str, str, str, str]


def told(staged: Staged) -> list[Told]:
    """Row, column, header, value, reason of each problem."""
    return [(p.row, p.column, p.header, p.value, p.reason) for p in staged.problems]


def with_cell(name: str, text: str) -> list[str]:
    cells = GOOD.split(",")
    cells[PLACES[name]] = text
    return cells


@pytest.mark.parametrize(
    ("name", "text", "shown", "reason"),
    [
        ("quantity", "two", "two", "two is not a number"),
        ("quantity", "#N/A", "#N/A", "A spreadsheet error, not a value."),
        ("sku", "#REF!", "#REF!", "A spreadsheet error, not a value."),
        ("quantity", "1.2345", "1.2345", "1.2345 has more than 3 decimals; amounts are never rounded"),
        ("quantity", "100000001", "100000001", "Too large to be true."),
        ("unit_price", "9000000000", "18000000000", "Too large to be true."),
        ("unit_price", "1234567890123", "1234567890123", "1234567890123 is too large"),
        ("unit_price", "", "", "Neither a price nor an amount."),
        ("unit_price", "HSC25016", "HSC25016", "HSC25016 is not a number"),
        ("unit_price", "1.23456", "1.23456", "1.23456 has more than 4 decimals; amounts are never rounded"),
        ("state", "teleported", "teleported", "teleported is not a known state"),
        ("placed_at", "31 Foo 2026", "31 Foo 2026", "31 Foo 2026 is not a date or time"),
        ("placed_at", "1492-01-01", "1492-01-01", "1492-01-01: the year is not between 1995 and 2027"),
        ("order_no", "", "", "Order no. is blank."),
        ("order_no", "3.55E+18", "3.55E+18",
         LOST.format("3.55E+18")),
        ("title", "T" * 501, "T" * 59 + "…", "501 characters; at most 500 fit"),
        ("phone", "1.380001111E+10", "1.3****E+10",
         LOST.format("1.3****E+10")),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_with_its_place(shop: Store, name: str, text: str, shown: str, reason: str) -> None:
    staged = read(shop, table(HEADER, with_cell(name, text), GOOD.replace("A-1", "A-2")))
    row, column, header, value, why = told(staged)[0]
    assert (row, column, header) == (2, "ABCDEFGH"[PLACES[name]], name)
    assert (value, why) == (shown, reason)
    assert len(staged.problems) == 1
    assert staged.counts() | {"new": 1, "rejected": 1} == staged.counts()


def test_all_or_nothing_unless_the_good_rows_are_asked_for(shop: Store) -> None:
    what = table(HEADER, GOOD, "A-2,paid,2026-03-01,CUP-1,Cup,two,5,")
    before = dump(shop)
    with pytest.raises(UserError) as refused:
        take_in(shop, what)
    assert str(refused.value) == (
        "1 rows of orders.csv cannot go in, so nothing was imported. Mend them, or import the good rows only."
    )
    assert (refused.value.code, dump(shop)) == ("rejected", before)
    assert take_in(shop, what, good_rows=True) > 0
    assert balances(shop) == {"1122.direct": D(20), "6001": -D(20)}
    assert_sound(shop)


def test_an_order_with_one_bad_row_is_held_whole(shop: Store) -> None:
    rows = [
        GOOD,
        "A-2,paid,2026-03-01,CUP-1,Cup,1,5,",
        "A-2,paid,2026-03-01,POT-1,Pot,x,5,",
        "A-2,paid,2026-03-01,POT-2,Pot,1,5,",
    ]
    staged = read(shop, table(HEADER, *rows))
    assert told(staged) == [(4, "F", "quantity", "x", "x is not a number")]
    assert staged.rejected_rows == {
        4: "x is not a number",
        3: "Another row of this order cannot go in.",
        5: "Another row of this order cannot go in.",
    }
    run_import(shop, staged, good_rows=True)
    assert list(stock(shop)) == ["TEA-1"]  # nothing of the held order, not even its SKUs


def test_each_bad_cell_of_a_row_is_told(shop: Store) -> None:
    staged = read(shop, table(HEADER, "A-1,lost,2026-03-01,TEA-1,Tea,x,#VALUE!,"))
    assert told(staged) == [
        (2, "B", "state", "lost", "lost is not a known state"),
        (2, "F", "quantity", "x", "x is not a number"),
        (2, "G", "unit_price", "#VALUE!", "A spreadsheet error, not a value."),
    ]
    assert staged.counts()["rejected"] == 1


def test_so_many_problems_are_listed_and_the_rest_counted(shop: Store) -> None:
    rows = [f"A-{n},paid,2026-03-01,TEA-1,Tea,x,5," for n in range(LISTED + 500)]
    staged = read(shop, table(HEADER, *rows))
    assert (len(staged.problems), staged.problem_count, staged.counts()["rejected"]) == (LISTED, 1_500, 1_500)


def test_quantities_below_zero_and_none_at_all(shop: Store) -> None:
    take_in(shop, orders(
        {"order_no": "A-1", "state": "completed", "placed_at": "2026-03-01", "sku": "TEA-1", "quantity": -1,
         "unit_price": 10},
        {"order_no": "A-2", "state": "completed", "placed_at": "2026-03-01", "sku": "TEA-1", "quantity": 0,
         "unit_price": 10},
        {"order_no": "A-3", "state": "completed", "placed_at": "2026-03-01", "sku": "TEA-1", "quantity": -4,
         "unit_price": 0},
    ))  # fmt: skip
    assert stock(shop) == {"TEA-1": D(1 - 4)}  # one came back, four were written off
    assert balances(shop) == {"1122.direct": -D(10), "6001": D(10)}
    assert_sound(shop)


def test_footers_and_blank_rows_are_no_data(shop: Store) -> None:
    header = "Bon,Datum,Artikel Nr,Menge,Einzelpreis"
    what = table(header, "A-1,2026-03-01,TEA-1,2,10.00", ",,,,", "合计,,,2,20.00", name="till.csv")
    mapping = {
        "order_no": "Bon", "placed_at": "Datum", "sku": "Artikel Nr", "quantity": "Menge", "unit_price": "Einzelpreis"
    }  # fmt: skip
    staged = read(shop, what, Choices(mapping=mapping))
    assert (staged.rows, staged.skipped, staged.counts()["new"], staged.total_amount) == (1, 2, 1, D(20))


@pytest.mark.parametrize(
    ("cells", "question", "sentence"),
    [
        (("01/02/2026", "10.00"), Answer.DAY_FIRST,
         "orders.csv: is 01/02/2026 the first of February or the second of January? Say which."),
        (("2026-02-01", "1.234"), Answer.DECIMAL_COMMA,
         "orders.csv: is 1.234 one thousand or a little more than one? Say which sign marks the decimals."),
    ],
)  # fmt: skip
def test_two_readings_are_a_question(shop: Store, cells: Sequence[str], question: Answer, sentence: str) -> None:
    what = table("Beleg Nr,Order date,SKU,Qty,Price", ["A-1", cells[0], "T-1", "1", cells[1]])
    mapping = {
        "order_no": "Beleg Nr",
        "placed_at": "Order date",
        "sku": "SKU",
        "quantity": "Qty",
        "unit_price": "Price",
    }
    with pytest.raises(NeedsAnswer) as asked:
        read(shop, what, Choices(mapping=mapping))
    assert (asked.value.plan.questions, str(asked.value)) == ((question,), sentence)
    answered = read(shop, what, Choices(mapping=mapping, day_first=True, decimal_comma=False))
    assert answered.counts()["new"] == 1


def test_a_row_that_contradicts_the_answer_is_rejected(shop: Store) -> None:
    rows = ["A-1,13/02/2026,T-1,1,10.00", "A-2,02/13/2026,T-1,1,10.00"]
    mapping = {
        "order_no": "Beleg Nr",
        "placed_at": "Order date",
        "sku": "SKU",
        "quantity": "Qty",
        "unit_price": "Price",
    }
    what = table("Beleg Nr,Order date,SKU,Qty,Price", *rows)
    staged = read(shop, what, Choices(mapping=mapping, day_first=True))
    assert told(staged) == [
        (3, "B", "Order date", "02/13/2026", "02/13/2026 does not fit the order of day and month in this file")
    ]


def test_a_workbook_with_spoilt_cells(shop: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Orders"
    sheet.append(HEADER.split(","))
    sheet.append(["A-1", "paid", "2026-03-01", "TEA-1", "Tea", 2, 10, None])
    sheet.append(["A-2", "paid", "2026-03-01", "TEA-1", "Tea", "#N/A", 10, None])
    sheet.append([1234567890123456789, "paid", "2026-03-01", "TEA-1", "Tea", 1, 10, None])
    sheet.append(["A-4", "paid", "2026-03-01", "TEA-1", "Tea", "=1+1", 10, None])
    book.save(path := tmp_path / "orders.xlsx")
    staged = prepare(shop, path, Choices())
    assert [(problem.sheet, *line) for problem, line in zip(staged.problems, told(staged), strict=True)] == [
        ("Orders", 3, "F", "quantity", "#N/A", "A spreadsheet error, not a value."),
        ("Orders", 4, "A", "order_no", "1.234567890123457e+18",
         ("The last digits of this id were already lost in the spreadsheet. Export again as text or CSV; do not open "
          "it in Excel first.")),
        ("Orders", 5, "F", "quantity", "",
         "A formula with no stored result: open the file in a spreadsheet program and save it."),
    ]  # fmt: skip
    assert save_rejects(path, staged, tmp_path / "rejects.xlsx") == 3
    run_import(shop, staged, good_rows=True)
    with open_file(tmp_path / "rejects.xlsx") as reading:
        rows = reading.heads[0].rows
    assert rows[0][-1] == "Why it was rejected"
    assert rows[1][:7] == ("A-2", "paid", "2026-03-01", "TEA-1", "Tea", "#N/A", "10")
    assert rows[1][-1] == "Row 3 · F “quantity”: A spreadsheet error, not a value."


def test_reasons_are_told_in_the_language_spoken_now(shop: Store) -> None:
    staged = read(shop, table(HEADER, with_cell("unit_price", "")))
    said = staged.problems[0].reason
    use_language("zh_CN")
    assert staged.problems[0].reason != said


# ------------------------------------------------------------------------------------- products, receipts and counts


@pytest.fixture
def shop(new_file_store: Make) -> Store:
    """Reading has nothing to do with the engine."""
    return new_file_store(opened)


@pytest.fixture
def stocked(shop: Store) -> Store:
    """A shop that knows TEA-1 and CUP-1, which has a barcode."""
    shop.do(add_product, "TEA-1", "Tea")
    shop.do(add_product, "CUP-1", "Cup", barcode="4006381333931")
    return shop


RECEIPT = "sku,quantity,unit_cost,received_at,document_no,supplier"
COUNT = "sku,counted,counted_at"
PRODUCT = "sku,title,price,cost,barcode,on_hand"


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        (RECEIPT, "NEW-1,1,2,,GR-1,",
         (2, "A", "sku", "NEW-1", "No SKU or barcode NEW-1 is known. Add it to the products first.")),
        (RECEIPT, "TEA-1,0,2,,GR-1,", (2, "B", "quantity", "0", "A received quantity must be more than zero.")),
        (RECEIPT, "TEA-1,-2.5,2,,GR-1,", (2, "B", "quantity", "-2.5", "Below zero.")),
        (RECEIPT, "TEA-1,1,-2,,GR-1,", (2, "C", "unit_cost", "-2", "Below zero.")),
        (RECEIPT, "TEA-1,1000000000,2,,GR-1,", (2, "B", "quantity", "1000000000", "Too large to be true.")),
        (RECEIPT, "TEA-1,,2,,GR-1,", (2, "B", "quantity", "", "Qty received is blank.")),
        (COUNT, "TEA-1,-1,", (2, "B", "counted", "-1", "Below zero.")),
        (COUNT, "POT-9,1,", (2, "A", "sku", "POT-9",
         "No SKU or barcode POT-9 is known. Add it to the products first.")),
        (PRODUCT, ",Tea,1,2,,", (2, "A", "sku", "", "SKU is blank.")),
        (PRODUCT, "POT-1,Pot,-1,2,,", (2, "C", "price", "-1", "Below zero.")),
        (PRODUCT, "POT-1,Pot,1,2,4006381333931,",
         (2, "E", "barcode", "4006381333931", "Barcode 4006381333931 belongs to CUP-1 already.")),
    ],
)  # fmt: skip
def test_a_row_that_stands_alone(stocked: Store, header: str, row: str, wanted: Told) -> None:
    staged = read(stocked, table(header, row))
    assert told(staged) == [wanted]
    assert staged.counts()["rejected"] == 1


def test_a_blank_count_is_not_counted_and_changes_nothing(stocked: Store) -> None:
    staged = read(stocked, table(COUNT, "TEA-1,,", "CUP-1,0,"))
    assert (staged.skipped, [item.values["sku"] for item in staged.items]) == (1, ["CUP-1"])


def test_a_sku_counted_twice_is_nobodys_to_choose(stocked: Store) -> None:
    staged = read(stocked, table(COUNT, "CUP-1,3,", "4006381333931,4,", "TEA-1,1,"))
    said = "CUP-1 was counted twice (rows 2 and 3). Put its pieces into one row."
    assert told(staged) == [(2, "A", "sku", "CUP-1", said), (3, "A", "sku", "4006381333931", said)]
    assert [item.values["sku"] for item in staged.items] == ["TEA-1"]


def test_a_product_twice_is_one_or_none(shop: Store) -> None:
    same = read(shop, table(PRODUCT, "POT-1,Pot,10,,,", "POT-1,Pot,10.00,,,"))
    assert (len(same.items), same.skipped) == (1, 1)
    other = read(shop, table(PRODUCT, "POT-1,Pot,10,,,", "POT-1,Pot,11,,,"))
    said = "POT-1 stands in the file twice with different content (rows 2 and 3)."
    assert told(other) == [(2, "A", "sku", "POT-1", said), (3, "A", "sku", "POT-1", said)]
    assert other.items == []


def test_two_new_products_cannot_share_a_barcode(shop: Store) -> None:
    staged = read(shop, table(PRODUCT, "POT-1,Pot,10,,4006381333931,", "POT-2,Pot,10,,4006381333931,"))
    assert told(staged) == [
        (3, "E", "barcode", "4006381333931", "Barcode 4006381333931 belongs to POT-1 already.")
    ]  # fmt: skip
