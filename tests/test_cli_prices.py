"""Prices by the command line: what they leave, what rules make of them, the journal, lists that come back."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.prices.ruling import add_price_rule
from shopdesk.shop.opening import new_shop


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A cup that costs 20 is sold for 60, a tea of unknown cost for 30; the rule doubles the cost."""
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    store.do(add_product, "CUP", "Cup", cost=Decimal(20))
    store.do(add_product, "TEA", "Tea")
    for number, sku, price in (("620", "CUP", "60"), ("621", "TEA", "30")):
        told = {"channel": "taobao", "listing_no": number, "sku": sku, "title": sku, "price": Decimal(price)}
        store.do(add_listing, told)
    store.do(add_price_rule, {"title": "Double", "kind": "cost", "factor": Decimal(2)})
    store.close()
    return where


def told(address: str, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["--json", "--store", address, *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_prices_and_new_prices_are_reported(address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    prices = {row["sku"]: row for row in told(address, capsys, "report", "prices")}
    assert (prices["CUP"]["verdict"], prices["CUP"]["left"], prices["TEA"]["left"]) == ("no_fee", "40", None)
    new = {row["sku"]: row for row in told(address, capsys, "report", "new-prices")}
    assert (new["CUP"]["stands"], new["CUP"]["new_price"], new["TEA"]["stands"]) == ("lower", "40", "no_cost")
    out = tmp_path / "new.xlsx"
    assert main(["--store", address, "report", "new-prices", "--out", str(out)]) == 0
    assert out.exists()
    assert "Double · cost 20.00 × 2" in capsys.readouterr().out


def test_an_edited_price_list_changes_prices_and_stands_in_the_journal(
    address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "prices.xlsx"
    assert main(["--store", address, "export", "prices", "--out", str(out)]) == 0
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    [cell] = [row[4] for row in sheet.iter_rows() if row[2].value == "CUP"]
    cell.value = 55
    book.save(out)
    assert main(["--store", address, "import", str(out)]) == 0
    capsys.readouterr()
    [row] = told(address, capsys, "report", "price-journal")
    assert (row["sku"], row["before"], row["after"], row["channel"]) == ("CUP", "60", "55", "Taobao")
    assert main(["--store", address, "report", "price-journal"]) == 0
    here = datetime.fromisoformat(row["changed_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{here:%Y-%m-%d %H:%M}" in capsys.readouterr().out


def test_pricing_rules_go_out_and_come_back(address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "rules.xlsx"
    assert main(["--store", address, "export", "pricing-rules", "--out", str(out)]) == 0
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    [place] = [n for n, row in enumerate(sheet.iter_rows(), 1) if row[0].value == "Double"]
    sheet.cell(place, 5).value = 2.8
    for column, value in ((1, "Nice"), (2, "Ending alone"), (3, "Ware"), (6, ".99")):
        sheet.cell(place + 1, column).value = value
    book.save(out)
    assert main(["--store", address, "import", str(out)]) == 0
    capsys.readouterr()
    new = {row["sku"]: row for row in told(address, capsys, "report", "new-prices")}
    assert new["CUP"]["new_price"] == "56"


def test_a_shop_without_listings_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "shop.shopdesk")
    new_shop(where, name="Tea", currency="CNY", time_zone="UTC").close()
    assert main(["--store", where, "report", "prices"]) == 0
    assert "nothing to report" in capsys.readouterr().out
