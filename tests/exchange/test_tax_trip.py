"""Tax rates go out to Excel and come back edited and with a new row, as one step of undo."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from tests.shop.way import stocked

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.tax.actions import add_tax_rule
from shopdesk.shop.tax.reports import RULE_ROWS, fetch_rules
from shopdesk.shop.tax.rules import RATE_ONE
from shopdesk.store.rows import Query
from shopdesk.store.store import Store


def rates(store: Store) -> dict[str, tuple[Decimal, str | None, bool]]:
    """Name → rate, category, whether prices contain it."""
    with store.read() as tx:
        return {
            rule.title: (Decimal(rule.rate) / RATE_ONE, rule.category, rule.is_inclusive) for rule in fetch_rules(tx)
        }


def test_rates_edited_and_added_in_a_sheet_come_back(file_store: Store, tmp_path: Path) -> None:
    stocked(file_store)
    standard = {"title": "Standard", "rate": Decimal("0.13"), "way": "inclusive", "since": date(2026, 1, 1)}
    file_store.do(add_tax_rule, standard)
    before, path = rates(file_store), tmp_path / "rates.xlsx"
    with file_store.read() as tx:
        write_grid(path, tx, RULE_ROWS, Query(zone=tx.zone))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Standard")
    assert row[1].value == 0.13
    row[1].value = 0.06
    added = ("Books", 0.09, row[2].value, date(2026, 2, 1), None, "Books", None)
    for cell, value in zip(sheet[(row[0].row or 0) + 1], added, strict=False):
        cell.value = value
    book.save(path)
    run_import(file_store, prepare(file_store, path, Choices()))
    assert rates(file_store) == {
        "Standard": (Decimal("0.06"), None, True), "Books": (Decimal("0.09"), "Books", True)
    }  # fmt: skip
    file_store.undo()
    assert rates(file_store) == before
