"""Settling from the command line: what a statement settled, and what waits to be explained."""

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from tests.exchange.counter import TEMPLATE, balances
from tests.exchange.statements import HEADER, MONTHS, account, line_ids, sold

from shopdesk.cli import main
from shopdesk.shop.settlement.actions import explain_lines
from shopdesk.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    main(["new", "--store", str(tmp_path / "shop.shopdesk")])
    return tmp_path / "shop.shopdesk"


def written(path: Path, *rows: Sequence[object]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def run(store: Path, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main([*map(str, words), "--json", "--store", str(store)])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_statement_says_what_it_settled(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = sold()
    orders = written(tmp_path / "orders.csv", TEMPLATE, [order.get(key, "") for key in TEMPLATE])
    rows = [(*row, "P1", "2026-02-03", "") for row in (*MONTHS, ("L5", "2026-02-01 10:00", "sale", "B-7", "8.50"))]
    statement = written(tmp_path / "statement.csv", HEADER, *rows)
    assert run(store, capsys, "import", orders)[0] == 0
    code, (told,) = run(store, capsys, "settle", statement)
    assert (code, told["new"], told["matched"], told["unmatched"], told["to_explain"]) == (0, 5, 4, 1, "8.5")
    assert (told["file"], told["notices"]) == ("statement.csv", [])
    code, (again,) = run(store, capsys, "settle", statement)
    assert (code, again["same"], again["import_id"]) == (0, 5, None)
    code, (listed,) = run(store, capsys, "report", "unmatched", "--out", tmp_path / "work.xlsx")
    assert (code, listed["total"]) == (0, "8.5")
    assert [(row["reason"], row["order_no"], row["amount"]) for row in listed["rows"]] == [("order", "B-7", "8.5")]
    assert [band["count"] for band in listed["ages"]] == [0, 0, 0, 1]
    page = openpyxl.load_workbook(tmp_path / "work.xlsx").worksheets[0]
    assert "B-7" in {cell.value for row in page.iter_rows() for cell in row}


def test_people_read_the_same(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statement = written(tmp_path / "statement.csv", HEADER, (*MONTHS[0], "", "", ""))
    assert main(["settle", str(statement), "--store", str(store)]) == 0
    said = capsys.readouterr().out
    assert "1 new rows, 0 lines matched, 1 to be explained" in said
    assert "In all, 100.00 waits to be explained." in said
    assert main(["report", "unmatched", "--store", str(store)]) == 0
    assert "Order not imported" in capsys.readouterr().out


def test_what_is_no_statement_is_refused(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders = written(tmp_path / "orders.csv", TEMPLATE, [sold().get(key, "") for key in TEMPLATE])
    code, (told,) = run(store, capsys, "settle", orders)
    assert (code, told["code"]) == (1, "kind")


def test_undo_brings_the_books_back_in_a_program_that_knows_of_no_screen(store: Path, tmp_path: Path) -> None:
    statement = written(tmp_path / "statement.csv", HEADER, (*MONTHS[0], "", "", ""))
    main(["settle", str(statement), "--store", str(store)])
    shop = Store.open(store)
    shop.do(explain_lines, line_ids(shop, "L1"), account(shop, "6301"))
    assert balances(shop) == {"1012.direct": Decimal(100), "6301": Decimal(-100)}
    shop.close()
    undo = [sys.executable, "-m", "shopdesk", "undo", "--store", str(store)]
    subprocess.run(undo, check=True, capture_output=True, cwd=Path(__file__).parents[1] / "src")
    shop = Store.open(store)
    assert balances(shop) == {"1012.direct": Decimal(100), "1901.direct": Decimal(-100)}
    shop.close()


def test_the_fee_table_goes_out_and_comes_back(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = ("channel", "kind", "rate", "since", "maximum", "source")
    fees = written(tmp_path / "fees.csv", header, ("taobao", "commission", "5%", "2026-01-01", "50", "Agreement § 4"))
    assert run(store, capsys, "import", fees)[1][0]["new"] == 1
    assert run(store, capsys, "import", fees)[1][0]["same"] == 1
    assert run(store, capsys, "export", "fees", "--out", tmp_path / "out.csv")[1][0]["rows"] == 1
    code, (told,) = run(store, capsys, "import", tmp_path / "out.csv")
    assert (code, told["new"], told["same"], told["changed"]) == (0, 0, 1, 0)
    for sheet in ("payouts", "settlement-lines", "unmatched"):
        assert run(store, capsys, "export", sheet, "--out", tmp_path / f"{sheet}.csv")[0] == 0


def test_a_bank_sheet_that_nobody_knows_is_read_as_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "bank.csv"
    sheet.write_text("Reference;Booked;What;Value\n3001;01.02.2026;Card sale;1.234,56\n", encoding="utf-8")
    assert run(store, capsys, "settle", sheet)[0] == 1
    options = (
        "--map",
        "happened_at=Booked,kind=What,order_no=Reference,amount=Value",
        "--decimal-comma",
        "--day-first",
    )
    code, (told,) = run(store, capsys, "settle", sheet, *options)
    assert (code, told["new"], told["to_explain"]) == (0, 1, "1234.56")


def test_what_import_asks_settle_can_be_told(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statement = written(tmp_path / "statement.csv", HEADER, ("L1", "02/03/2026", *MONTHS[0][2:], "", "", ""))
    code, (asked,) = run(store, capsys, "settle", statement)
    assert (code, list(asked["asked"])) == (1, ["day_first"])
    assert run(store, capsys, "settle", "--no-day-first", statement)[0] == 0
    shop = Store.open(store)
    assert balances(shop, "2026-02") == {"1012.direct": Decimal(100), "1901.direct": Decimal(-100)}
    shop.close()


def test_a_zip_of_statements_is_gone_through(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ZipFile(tmp_path / "month.zip", "w") as packed:
        for number, row in (("1", MONTHS[0]), ("2", MONTHS[1])):
            written(tmp_path / f"{number}.csv", HEADER, (*row, "", "", ""))
            packed.write(tmp_path / f"{number}.csv", f"{number}.csv")
    code, told = run(store, capsys, "settle", tmp_path / "month.zip")
    assert (code, [one["new"] for one in told]) == (0, [1, 1])
