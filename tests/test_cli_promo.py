"""Promotions by the command line: the certificate on paper, in Excel and for machines."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import new_shop
from shopdesk.shop.promotions.actions import add_promotion


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Cups at 100 that cost 30; four orders in October, 100, 200, 300 and 300; in November 300-60."""
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="UTC")
    store.do(add_product, "CUP", "Cup", price=Decimal(100), cost=Decimal(30))
    store.do(ring_up, [Ticket(f"T-{n}", date(2026, 10, n), [Item("CUP", pieces, Decimal(100))])
                       for n, pieces in enumerate((1, 2, 3, 3), 1)])  # fmt: skip
    store.do(add_promotion, {
        "promotion_no": "P-1", "title": "Double 11", "kind": "once_full", "tiers": "300-60",
        "starts_at": store._clock(), "ends_at": None, "policy": "starts Jan 1, 2001",
    })  # fmt: skip
    store.close()
    return where


def run(capsys: pytest.CaptureFixture[str], address: str, *arguments: object) -> tuple[int, Any]:
    code = main(["--json", "--store", address, "promo", *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


def test_the_certificate_for_machines_and_in_excel(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "preflight.xlsx"
    code, told = run(capsys, address, "preflight", "P-1", "--out", file)
    assert (code, told["passed"], told["points"]["days"]) == (1, False, "fail")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2)]
    assert len(rows) == len(told["findings"])
    assert ["Days in words", "Fail"] in [row[:2] for row in rows]


def test_the_certificate_is_one_page(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    file = tmp_path / "preflight.pdf"
    assert run(capsys, address, "preflight", "P-1", "--out", file)[0] == 1
    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1


def test_an_unknown_promotion_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, address, "preflight", "P-2")
    assert (code, told["code"]) == (1, "unknown_promotion")


def test_a_plan_is_replayed_beside_other_tiers(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "replay.xlsx"
    october = ("--from", "2026-10-01", "--to", "2026-10-31")
    code, told = run(capsys, address, "replay", "P-1", *october, "--tiers", "200-20", "--out", file)
    assert (code, told["from"], told["to"]) == (0, "2026-10-01", "2026-10-31")
    plan, other = told["variants"]
    assert (plan["baskets"], plan["qualified"], plan["discount"], plan["margin_after"]) == (4, 2, "120", "300")
    assert (other["tiers"], other["qualified"], other["discount"]) == ("200-20", 3, "60")
    # m = 70 %, d = 20 %: 0.2 / 0.5.
    assert plan["uplift"] == "0.4"
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2)]
    assert [row[:5] for row in rows] == [["As planned", 4, 2, 600, 120], ["200-20", 4, 3, 800, 60]]


def test_the_result_so_far_in_words_and_for_machines(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "result.xlsx"
    code, told = run(capsys, address, "result", "P-1", "--out", file)
    assert (code, told["is_over"], len(told["days"]), told["uplift"]["units"]["actual"]) == (0, False, 1, "0")
    assert openpyxl.load_workbook(file).worksheets[0].max_row == 2
    assert main(["--store", address, "promo", "result", "P-1"]) == 0
    assert "Buyers: 0 new, 0 known" in capsys.readouterr().out
