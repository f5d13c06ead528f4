"""A shop kept by scripts alone: made, filled, asked, taken out, checked, backed up and restored."""

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from shopdesk.cli import main

Run = Callable[..., Any]

GOODS = ({"sku": "TEA", "title": "Longjing", "price": "50", "cost": "20", "on_hand": 40},
         {"sku": "CUP", "title": "Cup", "price": "12.5", "cost": "4.25", "on_hand": 100})  # fmt: skip
SALES = (
    # order, day, SKU, pieces, price, shipping, refund
    ("A1", "2026-01-05", "TEA", 2, "50", "8", ""),
    ("A2", "2026-01-20", "CUP", 10, "12.5", "8", "12.5"),
    ("A3", "2026-02-03", "TEA", 1, "48.8", "0", ""),
    ("A4", "2026-02-11", "CUP", 3, "12.5", "8", ""),
    ("A5", "2026-02-28", "TEA", 5, "50", "0", "100"),
)
COSTS = {"TEA": Decimal(20), "CUP": Decimal("4.25")}


def month(name: str) -> dict[str, Decimal]:
    """A month of SALES, added up with pencil and paper."""
    mine = [sale for sale in SALES if sale[1].startswith(name)]
    gross = sum((pieces * Decimal(price) for *_, pieces, price, _shipping, _refund in mine), Decimal(0))
    refunds = sum((Decimal(sale[6] or 0) for sale in mine), Decimal(0))
    charges = sum((Decimal(sale[5]) for sale in mine), Decimal(0))
    cogs = sum((sale[3] * COSTS[sale[2]] for sale in mine), Decimal(0))
    net = gross - refunds + charges
    return {"gross_sales": gross, "refunds": refunds, "charges": charges, "net_sales": net, "cogs": cogs,
            "profit": net - cogs}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed, and returns the JSON that it says."""

    def command(*arguments: object) -> Any:
        capsys.readouterr()
        code = main(["--json", "--store", str(tmp_path / "tea.shopdesk"), *map(str, arguments)])
        said = capsys.readouterr()
        assert code == 0, said.out + said.err
        made = [json.loads(line) for line in said.out.splitlines()]
        return made[0] if len(made) == 1 else made

    return command


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def order_rows() -> list[dict[str, object]]:
    return [
        {
            "order_no": number, "state": "completed", "placed_at": f"{day} 10:00", "paid_at": f"{day} 10:00",
            "shipped_at": f"{day} 18:00", "completed_at": f"{day} 20:00", "sku": sku, "quantity": pieces,
            "unit_price": price, "shipping": shipping, "refund_amount": refund,
        }
        for number, day, sku, pieces, price, shipping, refund in SALES
    ]  # fmt: skip


def test_a_quarter_kept_by_scripts(run: Run, tmp_path: Path) -> None:
    run("new", "--name", "Tea", "--currency", "CNY", "--zone", "Asia/Shanghai")
    assert run("import", write(tmp_path / "goods.csv", list(GOODS)), "--as", "products")["new"] == 2
    told = run("import", write(tmp_path / "orders.csv", order_rows()), "--channel", "taobao")
    assert (told["rows"], told["new"], told["totals"]["quantity"]) == (5, 5, "21")

    # Reports: every month by another road than the program's.
    sales = {row["bucket"]: row for row in run("report", "sales")}
    profit = {row["bucket"]: row for row in run("report", "profit")}
    for name in ("2026-01", "2026-02"):
        wanted = month(name)
        assert {key: Decimal(sales[name][key]) for key in ("gross_sales", "refunds", "charges", "net_sales")} == {
            key: wanted[key] for key in ("gross_sales", "refunds", "charges", "net_sales")
        }
        assert (Decimal(profit[name]["cogs"]), Decimal(profit[name]["profit"])) == (wanted["cogs"], wanted["profit"])
    shelf = {row["sku"]: (Decimal(row["on_hand"]), Decimal(row["value"])) for row in run("report", "stock")}
    assert shelf == {"TEA": (32, 32 * COSTS["TEA"]), "CUP": (87, 87 * COSTS["CUP"])}

    # The profit sheet says the same, and none of its checks has a difference.
    book = tmp_path / "profit.xlsx"
    run("profit", "--from", "2026-01", "--to", "2026-02", "--out", book)
    numbers = {
        round(Decimal(str(cell)), 4)
        for page in load_workbook(book, data_only=True).worksheets
        for row in page.values
        for cell in row
        if isinstance(cell, int | float)
    }
    assert {month("2026-01")["profit"], month("2026-02")["profit"]} <= numbers

    # What goes out as a table comes to the same.
    run("export", "orders", "--out", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        exported = list(csv.DictReader(lines))
    assert {row["Order no."] for row in exported} == {sale[0] for sale in SALES}
    assert sum(Decimal(row["Total"].replace(",", "")) for row in exported) == sum(
        sale[3] * Decimal(sale[4]) + Decimal(sale[5]) for sale in SALES
    )

    # Checked, copied, spoilt, restored.
    assert run("check")["ok"] is True
    copy = run("backup", "--to", tmp_path / "copy.shopdesk")["file"]
    run("imports", "undo", told["import_id"])
    assert run("report", "sales") == []
    run("restore", copy)
    assert {row["bucket"]: row for row in run("report", "sales")} == sales
    assert {row["bucket"]: row for row in run("report", "profit")} == profit
    assert run("check")["ok"] is True
    assert run("import", tmp_path / "orders.csv", "--channel", "taobao")["same"] == 5
