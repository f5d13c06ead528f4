"""Count sheets out and back in: they SET, blank is not counted, and every odd row is told by file, sheet and row."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from shopdesk.cli import main
from shopdesk.exchange.count_sheet import IsCountSheet
from shopdesk.exchange.imports import Choices, prepare
from shopdesk.shop.catalog.actions import add_product, find_sku
from shopdesk.shop.counting.actions import record_scans, start_count
from shopdesk.shop.counting.review import fetch_review
from shopdesk.shop.counting.rules import Scope
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.places import add_shelf
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.store import Store
from shopdesk.text import use_language

Run = Callable[..., tuple[int, Any, str]]
GOODS = (
    ("TEA-001", "龙井茶", "6921000100018", 20),
    ("CUP-11", "Cup", "6921000100025", 10),
    ("KET-08", "Kettle", "", 4),
)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    store = new_shop(str(tmp_path / "tea.shopdesk"), time_zone="Asia/Shanghai")
    for code, title, barcode, pieces in GOODS:
        sku = store.do(add_product, code, title, barcode=barcode or None, category="Ware", cost=Decimal(5)).value
        store.do(receive_goods, "", [ReceiptLine(sku, Decimal(pieces))], received_at=datetime(2026, 1, 5, tzinfo=UTC))
    store.close()
    return tmp_path / "tea.shopdesk"


@pytest.fixture
def run(where: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> tuple[int, Any, str]:
        code = main(["--store", str(where), "--json", *map(str, arguments)])
        said = capsys.readouterr()
        return code, json.loads(said.out.splitlines()[-1]) if said.out else None, said.err

    return command


def sheet_of(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


def fill(path: Path, counted: dict[str, object]) -> Path:
    """Write numbers into the column Counted, by SKU."""
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        code = str(row[heads.index("SKU")].value)
        if code in counted:
            row[heads.index("Counted")].value = counted[code]  # type: ignore[assignment]
    book.save(path)
    return path


def on_hand(where: Path) -> dict[str, Decimal]:
    store = Store.open(where)
    with store.read() as tx:
        found = {row.sku: row.on_hand for row in fetch_stock(tx)}
    store.close()
    return found


def test_a_sheet_goes_out_comes_back_and_is_booked(run: Run, where: Path, tmp_path: Path) -> None:
    path = tmp_path / "count.xlsx"
    code, told, _said = run("count", "export", "--out", path)
    assert (code, told["lines"], told["new"]) == (0, 3, True)
    heads, *rows = sheet_of(path)
    assert [row[heads.index("SKU")] for row in rows] == ["CUP-11", "KET-08", "TEA-001"]
    assert "Expected" not in heads
    assert not [cell for row in rows for cell in row if cell in {20, 10, 4}]
    fill(path, {"TEA-001": 18, "KET-08": 0})
    code, told, _said = run("count", "import", path)
    assert (code, told["set"], told["blank"], told["rows"], told["missing"]) == (0, 2, 1, [], [])
    code, again, _said = run("count", "import", path)
    assert (again["set"], again["new"]) == (2, 0)  # the same file twice is one count
    code, told, _said = run("count", "post", told["count"])
    assert (code, told["code"]) == (1, "tolerance")
    code, told, _said = run("count", "post", "1", "--person", "Wang", "--reason", "theft")
    assert (code, told["lines"], told["different"], told["approved_by"]) == (0, 2, 2, "Wang")
    assert on_hand(where) == {"TEA-001": 18, "CUP-11": 10, "KET-08": 0}
    code, rows, _said = run("report", "shrinkage")
    assert [(row["reason"], row["missing"], row["value"]) for row in rows] == [("theft", "6", "-30")]
    code, rows, _said = run("report", "count-accuracy")
    assert [(row["lines"], row["right"], row["accuracy"]) for row in rows] == [(2, 0, "0")]
    code, rows, _said = run("report", "counts-due")
    assert {row["sku"]: row["state"] for row in rows} == {"CUP-11": "never", "TEA-001": "fine", "KET-08": "fine"}
    code, rows, _said = run("count", "list")
    assert [(row["state"], row["counted"], row["asked"]) for row in rows] == [("posted", 2, 3)]


def test_a_sheet_of_an_open_count_shows_what_is_expected(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "count.xlsx"
    run("count", "export", "--open", "--sample", 2, "--seed", 5, "--category", "Ware", "--out", path)
    heads, *rows = sheet_of(path)
    assert len(rows) == 2
    assert {row[heads.index("Expected")] for row in rows} <= {20, 10, 4}


def test_every_odd_row_is_told_by_its_place(run: Run, where: Path, tmp_path: Path) -> None:
    store = Store.open(where)
    store.do(add_product, "PIT-35", "Pitcher")  # which the count does not ask for
    store.do(start_count, Scope(categories=("Ware",)), title="Spring")
    store.close()
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Shelf 3"
    page.append(["Spring count, shelf 3"])
    page.append(["Count", "SKU", "Counted", "Counted at"])
    for row in (
        ["Spring", "TEA-001", 18, "2026-01-10 10:00"],
        ["Spring", "6921000100025", "１２", None],  # by its barcode, in full-width digits
        ["Spring", "TEA-01", 7, None],  # misspelt
        ["Spring", "CUP-11", 12, None],  # repeated, the same
        ["Spring", "PIT-35", 2, None],  # added
        ["Spring", "KET-08", None, None],  # left blank
        ["Spring", "NO-SUCH-THING", 1, None],
        ["Spring", "KET-08", "many", None],
        ["Spring", "KET-08", -1, None],
    ):
        page.append(row)
    book.save(tmp_path / "count.xlsx")
    code, told, _said = run("count", "import", tmp_path / "count.xlsx", "--person", "Min")
    assert (code, told["sheet"], told["set"], told["blank"], told["missing"]) == (1, "Shelf 3", 3, 1, [])
    assert [(one["row"], one["code"], one["taken"], one["reason"]) for one in told["rows"]] == [
        (5, "TEA-01", False, "No SKU or barcode is called that. Is TEA-001 meant?"),
        (6, "CUP-11", True, "The same as row 4; taken once."),
        (7, "PIT-35", True, "Not asked for by this count; taken as found besides."),
        (9, "NO-SUCH-THING", False, "No SKU or barcode is called that."),
        (10, "KET-08", False, "many is not a number."),
        (11, "KET-08", False, "A counted quantity cannot be below zero."),
    ]
    store = Store.open(where)
    with store.read() as tx:
        lines = {one.line.code: one.counted for one in fetch_review(tx, 1).counted}
    store.close()
    assert {code: (tally.pieces, tally.people) for code, tally in lines.items() if tally} == {
        "TEA-001": (18, ("Min",)), "CUP-11": (12, ("Min",)), "PIT-35": (2, ("Min",)),
    }  # fmt: skip
    assert lines["TEA-001"] is not None
    assert lines["TEA-001"].at == datetime(2026, 1, 10, 2, tzinfo=UTC)


def test_rows_that_contradict_each_other_are_both_left(run: Run, where: Path, tmp_path: Path) -> None:
    run("count", "export", "--out", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        heads, *rows = list(csv.reader(stream))
    sku, counted = heads.index("SKU"), heads.index("Counted")
    for row in rows:
        row[counted] = "5"
    rows.append([*rows[0][:counted], "6", *rows[0][counted + 1 :]])
    with (tmp_path / "back.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([heads, *rows[:1], *rows[2:]])
    code, told, _said = run("count", "import", tmp_path / "back.csv")
    said = "Rows 2 and 4 say different numbers of it: neither is taken."
    assert (code, told["set"], told["missing"]) == (1, 1, [rows[1][sku]])
    assert [(one["row"], one["reason"]) for one in told["rows"]] == [(2, said), (4, said)]


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_a_sheet_in_another_language_comes_back(run: Run, where: Path, tmp_path: Path, language: str,
                                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("SHOPDESK_LANGUAGE", language)
    path = tmp_path / "count.xlsx"
    run("count", "export", "--out", path)
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = [str(cell.value) for cell in page[1]]
    place = next(n for n, head in enumerate(heads) if head in {"实盘数量", "盤點數量", "實盤數量", "Counted", "实盘"})
    page.cell(2, place + 1).value = 3
    book.save(path)
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    code, told, _said = run("count", "import", path)
    use_language("en")
    assert (code, told["set"]) == (0, 1)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["a", "b"], ["1", "2"]], "is no count sheet"),
        ([["Count", "SKU", "Counted"], ["None such", "TEA-001", "1"]], "There is no count None such"),
        ([["SKU", "Counted"], ["TEA-001", "1"]], "does not say which count"),
        ([["Count", "SKU", "Counted"], ["One", "TEA-001", "1"], ["Two", "CUP-11", "1"]], "rows of several counts"),
    ],
)
def test_what_is_no_sheet_of_a_count_is_refused(run: Run, tmp_path: Path, rows: list[list[str]], why: str) -> None:
    path = tmp_path / "some.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    code, told, _said = run("count", "import", path)
    assert code == 1
    assert why in told["error"]


def test_a_sheet_sets_over_what_was_scanned(run: Run, where: Path, tmp_path: Path) -> None:
    from shopdesk.shop.counting.actions import NewScan

    path = tmp_path / "count.xlsx"
    run("count", "export", "--out", path)
    store = Store.open(where)
    store.do(record_scans, 1, [NewScan("a", "TEA-001", Decimal(7), datetime(2026, 1, 6, tzinfo=UTC), "Min")])
    store.close()
    fill(path, {"TEA-001": 18})
    run("count", "import", path)
    run("count", "post", "1", "--reason", "unknown")
    assert on_hand(where)["TEA-001"] == 18


@pytest.mark.parametrize("arguments", [("count", "export"), ("count", "import"), ("count", "post")])
def test_a_command_without_its_name_says_how(run: Run, arguments: tuple[str, ...]) -> None:
    code, told, _said = run(*arguments)
    assert (code, told["code"]) == (2, "usage")


def back(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("Count,Location,SKU,Counted,Counted at", *rows)), encoding="utf-8")
    return path


def test_what_can_be_read_two_ways_or_is_misspelt_is_not_guessed(run: Run, where: Path, tmp_path: Path) -> None:
    _code, told, _said = run("count", "export", "--out", tmp_path / "out.xlsx")
    name = told["count"]
    rows = (
        f'{name},,TEA-001,"2,5",', f"{name},,CUP-11,7,2999-01-01 10:00", f"{name},Nowhere,KET-08,3,",
        f'{name},,KET-08,"1,234.5",',
    )  # fmt: skip
    code, told, _said = run("count", "import", back(tmp_path / "back.csv", *rows))
    assert (code, told["set"]) == (1, 1)
    assert [(one["row"], one["reason"]) for one in told["rows"]] == [
        (2, "2,5 is not a number."),
        (3, "2999-01-01 10:00 is still to come."),
        (4, "No warehouse or shelf is called Nowhere."),
    ]


def test_a_third_row_does_not_bring_back_what_two_rows_contradict(run: Run, where: Path, tmp_path: Path) -> None:
    _code, told, _said = run("count", "export", "--out", tmp_path / "out.xlsx")
    rows = [f"{told['count']},,TEA-001,{pieces}," for pieces in (5, 6, 5)]
    _code, told, _said = run("count", "import", back(tmp_path / "back.csv", *rows))
    assert told["set"] == 0
    assert not any(one["taken"] for one in told["rows"])


def test_what_lies_on_another_shelf_is_found_there_besides(run: Run, where: Path, tmp_path: Path) -> None:
    store = Store.open(where)
    shelf = store.do(add_shelf, 1, "B-02").value
    store.close()
    _code, told, _said = run("count", "export", "--out", tmp_path / "out.xlsx")
    rows = (f"{told['count']},B-02,TEA-001,4,", f"{told['count']},,CUP-11,7,")
    code, told, _said = run("count", "import", back(tmp_path / "back.csv", *rows))
    assert (code, told["set"], [one["taken"] for one in told["rows"]]) == (0, 2, [True])
    store = Store.open(where)
    with store.read() as tx:
        review = fetch_review(tx, 1)
    store.close()
    assert [(one.line.code, one.line.place_id == shelf) for one in review.counted] == [
        ("CUP-11", False),
        ("TEA-001", True),
    ]


def test_a_code_in_small_letters_is_told_which_one_it_is_like(run: Run, where: Path, tmp_path: Path) -> None:
    _code, told, _said = run("count", "export", "--out", tmp_path / "out.xlsx")
    _code, told, _said = run("count", "import", back(tmp_path / "back.csv", f"{told['count']},,tea-001,5,"))
    assert [one["reason"] for one in told["rows"]] == ["No SKU or barcode is called that. Is TEA-001 meant?"]


def test_a_count_sheet_that_is_imported_leads_to_its_count(where: Path, run: Run, tmp_path: Path) -> None:
    for suffix in ("xlsx", "csv"):
        sheet = tmp_path / f"sheet.{suffix}"
        code, made, _err = run("count", "export", "--out", sheet)
        assert code == 0
        store = Store.open(str(where))
        with pytest.raises(IsCountSheet) as refused:
            prepare(store, sheet, Choices())
        store.close()
        assert refused.value.session_id == made["session_id"]
        said = f"sheet.{suffix} is the sheet of {made['count']}. Take it in there: each number SETS its line"
        assert str(refused.value).startswith(said)
        assert run("import", sheet)[0] == 1
    store = Store.open(str(where))
    with store.read() as tx:
        assert {row.sku: row.on_hand for row in fetch_stock(tx)} == {"TEA-001": 20, "CUP-11": 10, "KET-08": 4}
    store.close()


def test_a_row_without_a_place_is_not_the_count_of_one_of_several_shelves(
    run: Run, where: Path, tmp_path: Path
) -> None:
    """What a person counted in all would become what lies on the first shelf, and the rest would stay besides."""
    store = Store.open(where)
    shelf = store.do(add_shelf, 1, "A-01").value
    with store.read() as tx:
        tea = find_sku(tx, "TEA-001")
    store.do(receive_goods, "", [ReceiptLine(tea, Decimal(5))], warehouse_id=shelf)
    store.close()
    name = run("count", "export", "--out", tmp_path / "out.xlsx")[1]["count"]
    sheet = tmp_path / "mine.csv"
    sheet.write_text("SKU,Counted\nTEA-001,25\nCUP-11,10\n", encoding="utf-8")
    code, told, _error = run("count", "import", sheet, "--count", name)
    [row] = told["rows"]
    assert (code, told["set"], row["row"], row["taken"]) == (1, 1, 2, False)
    assert row["reason"] == (
        "TEA-001 lies in several places: Main warehouse, A-01. Give each place a row of its own that names it."
    )
    sheet.write_text("SKU,Place,Counted\nTEA-001,A-01,5\nTEA-001,Main warehouse,20\n", encoding="utf-8")
    code, told, _error = run("count", "import", sheet, "--count", name)
    assert (code, told["set"], told["rows"]) == (0, 2, [])
