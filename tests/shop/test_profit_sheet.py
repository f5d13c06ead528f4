"""The profit sheet of a lived year: its checks agree as written, and when LibreOffice calculates them anew."""

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.exchange.test_workbook_profit import ALWAYS_RECALCULATE
from tests.shop.made_shop import FIRST, SKUS, Year
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.exchange.workbook import write_profit_sheet
from shopdesk.shop.catalog.actions import edit_sku
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

CLOSED = date(2026, 3, 31)


@pytest.fixture
def book(file_store: Store, tmp_path: Path) -> Path:
    """A year with a closed quarter, costs told after it and an order that came too late."""
    year = Year(7, Costing.MOVING_AVERAGE)
    year.live(file_store)
    file_store.do(close_period, CLOSED)
    file_store.do(edit_sku, year.ids[SKUS[-1]], cost=Decimal("3.21"))
    file_store.do(ring_up, [Ticket("LATE", FIRST, [Item(SKUS[0], 1, Decimal(9))], refunds=[(CLOSED, Decimal(2))])])
    with file_store.read() as tx:
        write_profit_sheet(tmp_path / "profit.xlsx", build_book(tx, "2026-01", "2026-12"))
    return tmp_path / "profit.xlsx"


def checks(path: Path) -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(path, data_only=True)["Checks"]
    return [row for row in page.iter_rows(min_row=5, values_only=True) if row[0]]


def test_every_check_agrees_over_a_closed_quarter_and_late_costs(book: Path) -> None:
    assert {row[0] for row in checks(book)} >= {"Trial balance", "Cost of goods sold", "Cost unknown"}
    assert [row for row in checks(book) if row[5] or row[6] != "OK"] == []
    assert any(row[2] for row in checks(book)), "they compare something"


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (soffice) to calculate the formulas anew")
def test_every_check_agrees_when_it_is_calculated_anew(book: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    where = f"-env:UserInstallation={profile.parent.as_uri()}"
    subprocess.run(
        ["soffice", where, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "again"), str(book)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    assert [row for row in checks(tmp_path / "again" / "profit.xlsx") if row[5] or row[6] != "OK"] == []
