"""The command line as scripts see it: every command of the contract, its JSON, its exit code, its words."""

import contextlib
import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.beside import child
from tests.exchange.conftest import opened
from tests.exchange.cut_off import import_half
from tests.store.deeds import around_the_guards, dump

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.actions import ReceiptLine, add_warehouse, receive_goods
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.transfers import send_transfer
from shopdesk.store.backup import PAUSE
from shopdesk.store.rows import Query, fetch_ids
from shopdesk.store.store import Store

Run = Callable[..., tuple[int, Any, str]]
"""Runs a command with --json on the test's store: exit code, the JSON document (a list of several), standard error."""

SOURCE = Path(__file__).parents[1] / "src"
HEADER = "order_no,state,placed_at,paid_at,sku,title,quantity,unit_price,shipping,refund_amount,completed_at"
ROWS = (
    "A-1,completed,2026-01-10 10:00,2026-01-10 10:01,TEA-1,Tea,2,10.00,5.00,,2026-01-15",
    "A-1,completed,2026-01-10 10:00,2026-01-10 10:01,CUP-1,Cup,1,30.55,5.00,,2026-01-15",
    "A-2,completed,2026-02-03 10:00,2026-02-03 10:01,TEA-1,Tea,3,10.00,,4.50,2026-02-08",
)
IMPORT = {
    "file", "format", "rows", "new", "changed", "same", "conflict", "rejected", "skipped", "charges", "totals",
    "rates", "new_warehouses", "import_id", "problems",
}  # fmt: skip
SALES = {"bucket", "orders", "units", "gross_sales", "refunds", "adjustments", "charges", "net_sales", "discounts"}


def file(path: Path, *rows: str, header: str = HEADER) -> str:
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return str(path)


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """Where the test's store is, or will be."""
    return tmp_path / "my.shopdesk"


@pytest.fixture
def run(at: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object, as_json: bool = True) -> tuple[int, Any, str]:
        capsys.readouterr()
        told = [*(["--json"] if as_json else []), "--store", str(at), *map(str, arguments)]
        code = main(told)
        said = capsys.readouterr()
        if not as_json:
            return code, said.out, said.err
        made = [json.loads(line) for line in said.out.splitlines()]
        return code, made[0] if len(made) == 1 else made, said.err

    return command


@pytest.fixture(scope="module")
def sold_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store and the file of `sold`, to be copied."""
    folder = tmp_path_factory.mktemp("sold")
    assert main(["--store", str(folder / "my.shopdesk"), "import", file(folder / "orders.csv", *ROWS)]) == 0
    return folder


@pytest.fixture
def sold(at: Path, sold_once: Path, tmp_path: Path) -> Path:
    """A store with three rows of sales in it; returns the file they came from."""
    shutil.copyfile(sold_once / "my.shopdesk", at)
    return Path(shutil.copy2(sold_once / "orders.csv", tmp_path / "orders.csv"))


# ------------------------------------------------------------------------------------------------------------ import


def test_an_import_makes_its_shop_and_says_what_it_did(run: Run, at: Path, tmp_path: Path) -> None:
    code, told, beside = run("import", file(tmp_path / "orders.csv", *ROWS))
    assert (code, set(told)) == (0, IMPORT)
    assert told == {
        "file": "orders.csv", "format": "template-orders", "rows": 3, "new": 3, "changed": 0, "same": 0, "conflict": 0,
        "rejected": 0, "skipped": 0, "charges": 0, "totals": {"quantity": "6", "amount": "80.55"}, "import_id": 1,
        "rates": {}, "new_warehouses": [], "problems": [],
    }  # fmt: skip
    assert beside == f"A new shop was made at {at}.\n"
    code, again, beside = run("import", tmp_path / "orders.csv")
    assert (code, again["same"], again["import_id"], beside) == (0, 3, None, "")


def test_several_files_are_several_documents(run: Run, sold: Path, tmp_path: Path) -> None:
    other = file(tmp_path / "more.csv", ROWS[0].replace("A-1", "A-9"))
    code, told, _beside = run("import", sold, tmp_path / "none.csv", other)
    assert code == 1
    assert [one["file"] for one in told] == ["orders.csv", "none.csv", "more.csv"]
    assert told[1]["error"] == "none.csv was not found; was it moved or renamed?"
    assert (told[0]["same"], told[2]["new"], told[2]["import_id"]) == (3, 1, 2)


def test_a_dry_run_writes_nothing(run: Run, at: Path, tmp_path: Path, sold: Path) -> None:
    store = Store.open(at)
    before = dump(store)
    code, told, _beside = run("import", "--dry-run", file(tmp_path / "more.csv", ROWS[0].replace("A-1", "A-9")))
    assert (code, told["new"], told["import_id"]) == (0, 1, None)
    assert dump(store) == before
    store.close()


def test_a_dry_run_needs_no_store_and_leaves_none(run: Run, at: Path, tmp_path: Path) -> None:
    code, told, beside = run("import", "--dry-run", file(tmp_path / "orders.csv", *ROWS))
    assert (code, told["new"], beside, at.exists()) == (0, 3, "", False)


def test_nothing_to_import_makes_no_shop(run: Run, at: Path, tmp_path: Path) -> None:
    code, told, _beside = run("import", tmp_path / "none.csv")
    assert (code, told["code"], at.exists()) == (1, "not_found", False)


def test_rejected_rows_refuse_the_file_and_say_where(run: Run, tmp_path: Path, sold: Path) -> None:
    bad = file(tmp_path / "bad.csv", ROWS[0].replace("A-1", "A-7"), ROWS[2].replace(",3,", ",three,"))
    code, told, _beside = run("import", bad)
    assert (code, told["import_id"], told["rejected"], told["new"]) == (1, None, 1, 1)
    assert told["problems"] == [
        {"sheet": "bad", "row": 3, "column": "G", "header": "quantity", "value": "three",
         "reason": "three is not a number"}
    ]  # fmt: skip
    code, told, _beside = run("import", bad, "--good-rows", tmp_path / "rejects.xlsx")
    assert (code, told["import_id"], told["rejected"]) == (0, 2, 1)
    sheet = load_workbook(tmp_path / "rejects.xlsx").active
    assert sheet is not None
    rows = list(sheet.values)
    assert (rows[1][0], rows[1][6], rows[1][-1]) == ("A-2", "three", "Row 3 · G “quantity”: three is not a number")
    # Mended and dropped again, the rest comes in.
    mended = [str(cell or "") for cell in rows[1][:-1]]
    mended[6] = "3"
    code, told, _beside = run("import", file(tmp_path / "mended.csv", ",".join(mended)))
    assert (code, told["same"]) == (0, 1)


def test_an_unknown_layout_is_proposed_mapped_and_remembered(run: Run, tmp_path: Path) -> None:
    header = "Zettel,Wann,Was,Wieviel,Jedes"
    rows = ("B-1,2026-01-05,TEA-1,2,12.50", "B-2,2026-01-05,TEA-2,1,9.00")
    path = file(tmp_path / "till.csv", *rows, header=header)
    code, told, _beside = run("import", path)
    assert (code, told["code"]) == (1, "no_layout")
    near = file(tmp_path / "near.csv", "A-1,2026-01-02,T-1,1,2", header="Order no,Date,SKU,Qty,Price")
    code, told, _beside = run("import", near)
    assert (code, told["code"], told["kind"], told["proposal"]["unit_price"]) == (1, "needs_mapping", "orders", "Price")
    mapping = "order_no=Zettel,placed_at=Wann,sku=Was,quantity=Wieviel,unit_price=Jedes"
    code, told, _beside = run("import", path, "--map", mapping, "--channel", "Till")
    assert (code, told["format"], told["new"], told["totals"]["amount"]) == (0, "mapped", 2, "34")
    more = file(tmp_path / "next.csv", "B-3,2026-01-06,TEA-1,1,12.50", header=header)
    code, told, _beside = run("import", more)
    assert (code, told["new"]) == (0, 1)
    assert [row["bucket"] for row in run("report", "sales", "--by", "channel")[1]] == ["Till"]


def test_a_proposal_may_be_accepted_and_a_kind_be_told(run: Run, tmp_path: Path, sold: Path) -> None:
    path = file(tmp_path / "count.csv", "TEA-1,40", "CUP-1,12", header="Item code,Counted quantity")
    code, told, _beside = run("import", path, "--as", "counts", "--accept-proposal")
    assert (code, told["rows"]) == (0, 2)
    assert {row["sku"]: row["on_hand"] for row in run("report", "stock")[1]} == {"CUP-1": "12", "TEA-1": "40"}


def test_a_question_is_answered_by_an_option(run: Run, tmp_path: Path) -> None:
    header = "order no,order date,sku,qty,unit price"
    path = file(tmp_path / "days.csv", "A-1,01/02/2026,T-1,1,10.00", header=header)
    code, told, _beside = run("import", path, "--accept-proposal")
    assert (code, told["code"], told["asked"]) == (1, "needs_answer", {"day_first": ["01/02/2026"]})
    _code, _said, beside = run("import", path, "--accept-proposal", as_json=False)
    assert "01/02/2026: add --day-first or --no-day-first." in beside
    assert run("import", path, "--accept-proposal", "--day-first")[0] == 0
    assert [row["bucket"] for row in run("report", "sales")[1]] == ["2026-02"]
    later = file(tmp_path / "later.csv", "A-2,02/03/2026,T-1,1,12.00", header=header)
    assert run("import", later)[0] == 0, "the columns and the answer are remembered by the headers"
    assert [row["bucket"] for row in run("report", "sales")[1]] == ["2026-02", "2026-03"]


def test_a_sign_of_decimals_is_answered_by_an_option(run: Run, tmp_path: Path) -> None:
    header = "order no,order date,sku,qty,unit price"
    path = file(tmp_path / "points.csv", "A-1,2026-01-05,T-1,1,1.234", header=header)
    code, told, _beside = run("import", path, "--accept-proposal")
    assert (code, told["code"], told["asked"]) == (1, "needs_answer", {"decimal_comma": ["1.234"]})
    assert run("import", path, "--accept-proposal", "--decimal-comma", "--dry-run")[1]["totals"]["amount"] == "1234"
    assert run("import", path, "--accept-proposal", "--no-decimal-comma")[1]["totals"]["amount"] == "1.234"
    more = file(tmp_path / "more.csv", "A-2,2026-01-06,T-1,1,1.500", header=header)
    assert run("import", more)[1]["totals"]["amount"] == "1.5"


def test_money_that_is_not_certain_is_said_by_an_option(run: Run, tmp_path: Path) -> None:
    path = file(tmp_path / "two.csv", "1,2026-01-15,18.50,20.00", header="order no,order date,total,grand total")
    code, told, _beside = run("import", path, "--accept-proposal")
    assert (code, told["code"], told["doubts"]) == (1, "needs_mapping", {"order_total": ["total", "grand total"]})
    _code, _said, beside = run("import", path, as_json=False)
    assert "Order total: total, grand total. Add --accept-proposal --map order_total=COLUMN" in beside
    code, told, _beside = run("import", path, "--accept-proposal", "--map", "order_total=grand total")
    assert (code, told["totals"]["amount"]) == (0, "20")


def test_a_line_for_people(run: Run, sold: Path, tmp_path: Path) -> None:
    code, said, _beside = run("import", file(tmp_path / "m.csv", ROWS[0].replace("A-1", "A-9")), as_json=False)
    assert code == 0
    assert "m.csv: ShopDesk orders template, 1 row\n" in said
    assert "Import 2 is done. Take it back with: shopdesk imports undo 2" in said


# ---------------------------------------------------------------------------------- what came in, what goes out


def test_imports_are_listed_and_taken_back(run: Run, sold: Path) -> None:
    code, told, _beside = run("imports", "list")
    assert (code, [(one["import_id"], one["file_name"], one["new"]) for one in told[:]]) == (0, [(1, "orders.csv", 3)])
    assert run("imports", "undo", 1)[:2] == (0, {"import_id": 1, "taken_back": True})
    assert run("imports", "list")[1][0]["taken_back_at"] is not None
    assert run("report", "sales")[1] == []
    code, told, _beside = run("imports", "undo", 1)
    assert (code, told) == (1, {"error": "Import 1 has been taken back already.", "code": "taken_back"})
    assert run("import", sold)[1]["new"] == 3
    code, said, _beside = run("imports", "list", as_json=False)
    assert (code, said.count("orders.csv")) == (0, 2)


def test_formats_and_templates(run: Run, tmp_path: Path) -> None:
    code, told, _beside = run("formats")
    assert (code, {"taobao-orders", "shopify-orders", "amazon-orders"} - {one["code"] for one in told}) == (0, set())
    for kind in ("orders", "products", "receipts", "counts"):
        code, made, _beside = run("template", kind, "--out", tmp_path / f"{kind}.xlsx")
        assert (code, made) == (0, {"file": str(tmp_path / f"{kind}.xlsx"), "kind": kind})
        code, told, _beside = run("import", "--dry-run", tmp_path / f"{kind}.xlsx")
        assert (code, told["format"], told["rejected"]) == (0, f"template-{kind}", 0)


@pytest.mark.parametrize(
    ("sheet", "rows", "found"),
    [("orders", 2, "A-2"), ("products", 2, "TEA-1"), ("stock", 2, "CUP-1"), ("moves", 3, "TEA-1"), ("journal", 7,
     "6001"),
     ("imports", 1, "orders.csv")],
)  # fmt: skip
def test_every_sheet_goes_out_and_reads_back(
    run: Run, sold: Path, tmp_path: Path, sheet: str, rows: int, found: str
) -> None:
    book = tmp_path / "out.xlsx"
    code, told, _beside = run("export", sheet, "--out", book)
    assert (code, told) == (0, {"file": str(book), "sheet": sheet, "rows": rows})
    page = load_workbook(book).worksheets[0]
    cells = [[str(cell) for cell in row] for row in page.values]
    assert len(cells) == rows + 1
    assert any(found in row for row in cells)
    assert run("export", sheet, "--out", tmp_path / "out.csv")[1]["rows"] == rows
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        plain = list(csv.reader(lines))
    hidden = sum(
        column.hidden for column in page.column_dimensions.values()
    )  # the numbers of the rows, to come back by
    assert [len(row) for row in plain] == [page.max_column - hidden] * (rows + 1)
    assert any(found in row for row in plain)


def test_goods_receipts_go_out_with_what_they_brought(run: Run, sold: Path, at: Path, tmp_path: Path) -> None:
    store = Store.open(at)
    with store.read() as tx:
        sku_id = fetch_ids(tx, STOCK_ROWS, Query(filters=(("sku", "TEA-1"),)))[0]
    lines = [ReceiptLine(sku_id, Decimal(5), Decimal("3.20"))]
    store.do(receive_goods, "GR-1", lines, supplier="Tea Co", received_at=datetime(2026, 2, 1, 12, tzinfo=UTC))
    store.close()
    out = tmp_path / "out.csv"
    assert run("export", "receipts", "--out", out, "--from", "2026-02-01", "--to", "2026-02-01")[1]["rows"] == 1
    with out.open(encoding="utf-8-sig", newline="") as file_lines:
        [row] = csv.DictReader(file_lines)
    told = row["Receipt no."], row["Supplier"], row["Warehouse"], row["Lines"], row["Value"]
    assert told == ("GR-1", "Tea Co", "Main warehouse", "1", "16")
    assert run("export", "receipts", "--out", out, "--to", "2026-01-31")[1]["rows"] == 0


def test_a_range_goes_out(run: Run, sold: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert run("export", "orders", "--out", out, "--from", "2026-02-01", "--to", "2026-02-28")[1]["rows"] == 1
    code, told, _beside = run("export", "stock", "--out", out, "--from", "2026-02-01")
    assert (code, told["code"]) == (1, "no_range")


def test_the_profit_sheet(run: Run, sold: Path, tmp_path: Path) -> None:
    out = tmp_path / "profit.xlsx"
    code, told, _beside = run("profit", "--from", "2026-01", "--to", "2026-02", "--out", out)
    assert (code, told["file"], told["from"], told["to"]) == (0, str(out), "2026-01", "2026-02")
    assert len(load_workbook(out).sheetnames) >= 5
    assert run("profit", "--out", out)[1]["ledger_rows"] == told["ledger_rows"] == 7
    code, told, _beside = run("profit", "--from", "2026-03", "--to", "2026-01", "--out", out)
    assert (code, told["error"]) == (1, "2026-03 comes after 2026-01.")


# ----------------------------------------------------------------------------------------------------------- reports


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year", "sku", "channel"])
def test_sales_add_up_to_the_last_digit(run: Run, sold: Path, by: str) -> None:
    code, told, _beside = run("report", "sales", "--by", by)
    assert (code, {frozenset(row) for row in told}) == (0, {frozenset(SALES)})
    money = ("gross_sales", "refunds", "adjustments", "charges", "net_sales")
    assert all(isinstance(row[name], str) for row in told for name in (*money, "units"))
    for row in told:
        gross, refunds, adjustments, charges, net = (Decimal(row[name]) for name in money)
        assert gross - refunds + adjustments + charges == net
    assert sum(Decimal(row["net_sales"]) for row in told) == Decimal("81.05")


def test_reports_by_month(run: Run, sold: Path) -> None:
    assert run("report", "sales", "--from", "2026-01-01", "--to", "2026-01-31")[1] == [
        {"bucket": "2026-01", "orders": 1, "units": "3", "gross_sales": "50.55", "refunds": "0", "adjustments": "0",
         "charges": "5", "net_sales": "55.55", "discounts": "0"}
    ]  # fmt: skip
    code, told, _beside = run("report", "profit")
    assert (code, [row["bucket"] for row in told]) == (0, ["2026-01", "2026-02"])
    for row in told:
        named = ("net_sales", "unknown_sales", "cogs", "commission", "stock_differences")
        net, unknown, cogs, commission, lost = (Decimal(row[name]) for name in named)
        assert Decimal(row["contribution"]) == net - unknown - cogs - commission
        assert Decimal(row["profit"]) == net - unknown - cogs - commission - lost
    code, told, _beside = run("report", "stock")
    assert (code, [(row["sku"], row["on_hand"], row["value"]) for row in told]) == (
        0, [("CUP-1", "-1", None), ("TEA-1", "-5", None)]
    )  # fmt: skip
    code, said, _beside = run("report", "sales", as_json=False)
    assert (code, said.splitlines()[0].split()[:3]) == (0, ["Month", "Orders", "Units"])


def test_exports_speak_the_language_of_the_grid(
    run: Run, tmp_path: Path, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("import", file(tmp_path / "orders.csv", *ROWS), "--channel", "taobao")[0] == 0
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "zh_CN")

    def column(sheet: str, title: str) -> set[str]:
        assert run("export", sheet, "--out", tmp_path / "out.csv")[0] == 0
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
            return {row[title] for row in csv.DictReader(lines)}

    assert (column("orders", "渠道"), column("orders", "状态")) == ({"淘宝"}, {"已完成"})
    assert column("imports", "渠道") == {"淘宝"}
    assert column("moves", "原因") == {"销售"}
    assert "Sales" not in column("journal", "科目名称")
    assert {name for name in column("journal", "科目名称") if "淘宝" in name} != set()


@pytest.mark.parametrize(("by", "head"), [("channel", "Channel"), ("sku", "SKU"), ("week", "Week"), ("year", "Year")])
def test_a_report_is_headed_by_its_breakdown(run: Run, sold: Path, by: str, head: str) -> None:
    code, said, _beside = run("report", "profit", "--by", by, as_json=False)
    assert (code, said.splitlines()[0].split()[0]) == (0, head)


def test_what_belongs_to_nobody_has_a_name_for_people_and_none_for_machines(run: Run, sold: Path, at: Path) -> None:
    store = Store.open(at)
    store.do(book_expense, date(2026, 1, 20), Role.OTHER, Decimal(9), "Paper")
    store.close()
    assert "" in {row["bucket"] for row in run("report", "profit", "--by", "channel")[1]}
    for by, name in (("channel", "No channel"), ("sku", "No SKU")):
        lines = run("report", "profit", "--by", by, as_json=False)[1].splitlines()
        assert [line for line in lines if line.startswith(name)] != []
        assert [line for line in lines if line.startswith(" ")] == []


def test_an_empty_shop_has_nothing_to_report(run: Run, at: Path) -> None:
    new_shop(str(at)).close()
    assert run("report", "sales")[:2] == (0, [])
    assert run("report", "sales", as_json=False)[1] == "There is nothing to report yet.\n"
    assert run("profit", "--out", at.with_suffix(".xlsx"))[1]["code"] == "empty"


# -------------------------------------------------------------------------------------------------- care of the store


def test_check_finds_and_repairs(run: Run, at: Path, sold: Path) -> None:
    assert run("check")[:2] == (0, {"ok": True, "findings": [], "repaired": []})
    store = Store.open(at)
    with around_the_guards(store) as connection:
        connection.exec_driver_sql("UPDATE stock_level SET on_hand = 0")
    store.close()
    code, told, _beside = run("check")
    assert (code, told["ok"], [(f["kind"], f["count"]) for f in told["findings"]]) == (1, False, [("stock_level", 2)])
    code, told, _beside = run("check", "--repair")
    assert (code, told["repaired"]) == (0, [{"kind": "stock_level", "count": 2}])
    assert {row["sku"]: row["on_hand"] for row in run("report", "stock")[1]} == {"CUP-1": "-1", "TEA-1": "-5"}


def test_backup_and_restore(run: Run, at: Path, sold: Path, tmp_path: Path) -> None:
    code, made, _beside = run("backup", "--to", tmp_path / "copy.shopdesk")
    assert (code, made["file"]) == (0, str(tmp_path / "copy.shopdesk"))
    run("imports", "undo", 1)
    code, told, _beside = run("restore", tmp_path / "copy.shopdesk")
    assert code == 0
    assert Path(told["kept"]).is_file()
    assert len(run("report", "sales")[1]) == 2
    code, told, _beside = run("restore", sold)
    assert (code, len(run("report", "sales")[1])) == (1, 2)


def test_migrate_leaves_what_is_up_to_date(run: Run, sold: Path) -> None:
    code, told, _beside = run("migrate")
    assert (code, told["migrated"], told["from"]) == (0, False, told["to"])


def test_the_demo_is_built_where_it_is_told(run: Run, tmp_path: Path) -> None:
    code, told, _beside = run("demo", "--create", tmp_path / "demo.shopdesk", "--orders", 60)
    assert (code, told) == (0, {"store": str(tmp_path / "demo.shopdesk")})
    assert run("--store", tmp_path / "demo.shopdesk", "check")[1]["ok"] is True
    sales = run("--store", tmp_path / "demo.shopdesk", "report", "sales")[1]
    assert 50 <= sum(row["orders"] for row in sales) <= 70
    assert run("demo", "--create", tmp_path / "demo.shopdesk")[0] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_the_demo_is_figures_and_pictures(run: Run, sold: Path, at: Path, tmp_path: Path) -> None:
    run("import", sold)
    blind = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "shopdesk", "--store", at, "demo"],
        cwd=tmp_path, env=blind | {"SHOPDESK_LANGUAGE": "en", "PYTHONPATH": str(SOURCE)}, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["Month", "Orders", "Units", "Gross", "sales", "Refunds", "Charges", "Net", "sales"]
    assert lines[-1].startswith("Wrote ")
    assert (tmp_path / "shopdesk-pictures" / "orders-en-light.png").stat().st_size > 10_000


# ------------------------------------------------------------------------------------------------------------- usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "sales"], ["check"], ["imports", "list"], ["export", "orders", "--out", "x.csv"], ["backup"],
        ["profit", "--out", "x.xlsx"],
    ],
)  # fmt: skip
def test_a_missing_store_is_named(run: Run, at: Path, arguments: list[str]) -> None:
    code, told, _beside = run(*arguments)
    assert (code, told["code"]) == (1, "not_found")
    assert told["error"] == f"The store {at} was not found. Locate it, restore a backup, or make a new shop."
    assert not at.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"], ["report", "weather"], ["report", "sales", "--by", "moon"], ["export", "orders"], ["import"],
        ["import", "x.csv", "--as", "songs"], ["profit", "--from", "2026-13", "--out", "x.xlsx"],
        ["export", "orders", "--out", "x.csv", "--from", "yesterday"], ["template", "songs", "--out", "x.xlsx"],
        ["close", "9999-12"], ["promo", "price", "x.csv", "--on", "9999-12-31"],
    ],
)  # fmt: skip
def test_wrong_usage_is_two(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(*arguments)
    assert left.value.code == 2


def test_what_only_the_command_can_tell_is_two_as_well(run: Run, at: Path, tmp_path: Path) -> None:
    path = file(tmp_path / "orders.csv", *ROWS)
    code, told, _beside = run("import", path, "--map", "order_no")
    assert (code, told["error"], at.exists()) == (2, "--map wants FIELD=HEADER, not order_no.", False)
    run("import", path)
    assert run("imports", "undo")[0] == 2


def test_the_environment_names_a_store(
    at: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(Store.create(at)).close()
    monkeypatch.setenv("SHOPDESK_STORE", str(at))
    assert main(["report", "stock", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_it_speaks_the_language_that_is_told(run: Run, sold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "zh_CN")
    code, said, _beside = run("report", "sales", as_json=False)
    assert code == 0
    assert "Month" not in said


@pytest.mark.postgres
def test_a_database_is_a_store_like_any_other(
    new_postgres_store: Callable[[], Store], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    address = opened(new_postgres_store()).where
    assert main(["--store", address, "import", file(tmp_path / "orders.csv", *ROWS)]) == 0
    capsys.readouterr()
    assert main(["--store", address, "--json", "report", "sales", "--by", "year"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["net_sales"] == "81.05"
    assert main(["--store", address, "--json", "imports", "undo", "1"]) == 0
    assert main(["--store", address, "--json", "check"]) == 0


def test_an_import_that_was_killed_is_told_by_the_next_command(run: Run, at: Path, tmp_path: Path) -> None:
    new_shop(str(at)).close()
    orders = file(tmp_path / "orders.csv", *ROWS)
    with child(import_half, str(at), orders) as importing:
        assert importing.hear() == "half"
        assert run("imports", "list") == (0, [], "")  # under way, not cut off
        importing.kill()
    code, made, told = run("imports", "list")
    assert (code, made) == (0, [])
    assert told.startswith("The import of orders.csv, begun on ")
    assert told.endswith(", was cut off. Nothing of it was kept; please import the file again.\n")
    code, made, told = run("import", orders)
    assert (code, made["new"], told) == (0, 3, "")


def test_a_restore_says_how_long_everything_is_kept(run: Run, at: Path, sold: Path) -> None:
    assert run("backup")[0] == 0
    made = next(iter(at.with_name("my backups").glob("*.shopdesk")))
    code, said, told = run("restore", made, as_json=False)
    assert (code, told) == (0, "")
    day = (datetime.now(UTC) + PAUSE).date()
    days = {day.isoformat(), (day - timedelta(days=1)).isoformat()}  # at midnight it may have been the day before
    assert said.splitlines()[-1] in {
        f"No backup made before is removed until {day}, so that you can look first." for day in days
    }


def test_a_file_in_dollars_wants_its_rate_once(run: Run, at: Path, tmp_path: Path) -> None:
    new_shop(str(at)).close()
    dollars = file(tmp_path / "usd.csv", *(row + ",USD" for row in ROWS), header=HEADER + ",currency")
    code, told, _beside = run("import", dollars)
    assert (code, told["code"]) == (1, "needs_rate")
    assert told["rates"] == [{"currency": "USD", "rows": 3, "row": 2, "day": "2026-01-10"}]
    code, _said, noted = run("import", dollars, as_json=False)
    assert code == 1
    assert "usd.csv has amounts in USD (3 rows, the first in row 2, sold on 2026-01-10)" in noted
    assert "--rate USD=…" in noted
    for wrong in ("USD", "USD=", "USD=0", "USD=-7", "$=7", "USD=7.12345678901"):
        assert run("import", dollars, "--rate", wrong)[0] == 2
    code, told, _beside = run("import", dollars, "--rate", "USD=7.1", "--dry-run")
    assert (code, told["new"], told["rates"]) == (0, 3, {"USD": ["7.1", "7.1"]})
    code, said, _noted = run("import", dollars, "--rate", "USD=7.1", as_json=False)
    assert code == 0
    assert "Converted to CNY: one USD is 7.1." in said
    # 55.55 and 30.00 dollars, and 4.50 of them given back.
    totals = {row["bucket"]: (row["net_sales"], row["refunds"]) for row in run("report", "sales")[1]}
    assert totals == {"2026-01": ("394.4", "0"), "2026-02": ("181.05", "31.95")}
    assert run("import", dollars)[1]["same"] == 3
    assert run("export", "rates", "--out", tmp_path / "rates.csv")[1]["rows"] == 1
    assert '"USD","2026-01-10","7.1"' in (tmp_path / "rates.csv").read_text("utf-8-sig")


def test_a_shop_made_for_a_file_in_dollars_keeps_its_books_in_dollars(run: Run, at: Path, tmp_path: Path) -> None:
    dollars = file(tmp_path / "usd.csv", *(row + ",USD" for row in ROWS), header=HEADER + ",currency")
    code, told, beside = run("import", dollars, "--dry-run")
    assert (code, told["new"], at.exists()) == (0, 3, False)
    code, told, beside = run("import", dollars)
    assert (code, told["new"], told["rates"]) == (0, 3, {})
    assert beside == f"A new shop was made at {at}.\nThe new shop keeps its books in USD, as usd.csv does.\n"
    assert [row["net_sales"] for row in run("report", "sales")[1]] == ["55.55", "25.5"]
    # The next file has to say what its amounts are worth.
    euros = file(tmp_path / "eur.csv", ROWS[0].replace("A-1", "E-1") + ",EUR", header=HEADER + ",currency")
    assert run("import", euros)[1]["code"] == "needs_rate"


def test_a_shop_made_for_a_file_of_two_currencies_asks(run: Run, tmp_path: Path) -> None:
    mixed = file(tmp_path / "mix.csv", ROWS[0] + ",USD", ROWS[2] + ",EUR", header=HEADER + ",currency")
    code, told, _beside = run("import", mixed)
    assert (code, told["code"], [one["currency"] for one in told["rates"]]) == (1, "needs_rate", ["USD", "EUR"])


def test_a_range_that_ends_before_it_begins_is_refused(run: Run, sold: Path, tmp_path: Path) -> None:
    days = ("--from", "2026-03-01", "--to", "2026-02-01")
    for command in (("export", "orders", "--out", tmp_path / "x.csv"), ("report", "sales")):
        code, told, _beside = run(*command, *days)
        assert (code, told["error"]) == (1, "2026-03-01 comes after 2026-02-01.")
    assert not (tmp_path / "x.csv").exists()


def test_a_refusal_names_its_file(run: Run, sold: Path, tmp_path: Path) -> None:
    other = file(tmp_path / "other.csv", "1,2", header="left,right")
    assert "other.csv: No known layout fits" in run("import", other, as_json=False)[2]


def test_a_new_warehouse_is_told(run: Run, sold: Path, tmp_path: Path) -> None:
    receipts = file(tmp_path / "in.csv", "TEA-1,5,GR-7,Hangzhou", header="sku,quantity,document_no,warehouse")
    code, told, _beside = run("import", receipts, "--as", "receipts", "--dry-run")
    assert (code, told["new"], told["new_warehouses"]) == (0, 1, ["Hangzhou"])
    said = run("import", receipts, "--as", "receipts", as_json=False)[1]
    assert "warehouse Hangzhou" in said


def test_places_transfers_and_the_value_of_stock(run: Run, at: Path, sold: Path, tmp_path: Path) -> None:
    assert run("report", "transfers")[:2] == (0, [])
    with contextlib.closing(Store.open(at)) as store:
        with store.read() as tx:
            tea, main = find_sku(tx, "TEA-1"), main_warehouse(tx)
        store.do(receive_goods, "GR-1", [ReceiptLine(tea, Decimal(14), Decimal("2.50"))])
        stall = store.do(add_warehouse, "Stall").value
        store.do(send_transfer, main, stall, [(tea, Decimal(4))])
    _code, told, _beside = run("report", "places")
    assert [(row["code"], row["pieces"]) for row in told][-2:] == [("stall", "0"), ("stall \u2192", "4")]
    _code, told, _beside = run("report", "transfers")
    assert [(row["to"], row["on_way"], row["state"]) for row in told] == [("Stall", "4", "sent")]
    assert "On its way" in run("report", "transfers", as_json=False)[1]
    _code, told, _beside = run("report", "stock-value")
    month = max(row["month"] for row in told)
    worth = {row["place"]: Decimal(row["value"]) for row in told if row["month"] == month}
    assert worth["Stall, in transit"] == 10
    assert {Decimal(row["booked"]) for row in told if row["month"] == month} == {sum(worth.values())}
    assert run("export", "places", "--out", str(tmp_path / "places.xlsx"))[0] == 0


def test_what_is_planned(run: Run, at: Path, sold: Path) -> None:
    """A plan is figured when it is asked for, and again when something has happened since."""
    assert run("report", "reorder")[:2] == (0, [])
    code, told, _beside = run("report", "ageing")
    assert (code, {row["sku"]: row["age_30"] for row in told}) == (0, {"TEA-1": "0", "CUP-1": "0"})
    with contextlib.closing(Store.open(at)) as store:
        with store.read() as tx:
            tea = find_sku(tx, "TEA-1")
        store.do(receive_goods, "GR-1", [ReceiptLine(tea, Decimal(14), Decimal("2.50"))])
    _code, told, _beside = run("report", "ageing")
    assert {row["sku"]: (row["on_hand"], row["age_30"]) for row in told}["TEA-1"] == ("9", "9")
    _code, told, _beside = run("report", "health")
    assert {row["sku"]: row["value"] for row in told} == {"TEA-1": "22.5", "CUP-1": None}
    assert run("report", "lots")[:2] == (0, [])
    code, cells, _beside = run("report", "abc")
    assert (code, sum(cell["skus"] for cell in cells)) == (0, 2)
    assert "ABC" in run("report", "abc", as_json=False)[1]
