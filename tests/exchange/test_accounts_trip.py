"""The chart of accounts out to a spreadsheet and back: names, notes and new accounts land, what is booked stays."""

from pathlib import Path

import openpyxl
import pytest
from tests.exchange.conftest import opened
from tests.exchange.edited_sheets import at, contents, dropped, exported, write_over
from tests.store_fixtures import Make

from shopdesk.exchange.imports import run_import
from shopdesk.shop.ledger.reports import ACCOUNT_ROWS
from shopdesk.store.store import Store
from shopdesk.text import use_language

KEYS = [column.key for column in ACCOUNT_ROWS.sheet.columns]


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(opened)


def chart(store: Store) -> dict[str, dict[str, object]]:
    return {row[0]: dict(zip(KEYS, row, strict=True)) for row in contents(store, ACCOUNT_ROWS).values()}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_chart_comes_back_with_names_and_new_accounts(shop: Store, tmp_path: Path, language: str) -> None:
    use_language(language)
    path = exported(shop, ACCOUNT_ROWS, tmp_path / "chart.xlsx")
    headers = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]]
    write_over(path, {at(path, "6605", str(headers[1])): "Office"})
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["6605.wages", "Wages", "expense"])
    book.worksheets[0].append(["6606", "Twice", "expense"])
    book.save(path)
    staged = dropped(shop, path)
    assert staged.counts()["new"] == 1
    assert staged.counts()["changed"] == 1
    assert staged.counts()["conflict"] == 1, "the shop has 6606 already"
    run_import(shop, staged)
    use_language("en")
    told = chart(shop)
    assert (told["6605"]["title"], told["6605.wages"]["title"], told["6605.wages"]["line"]) == (
        "Office", "Wages", "6605"
    )  # fmt: skip
    assert told["6606"]["title"] == "Other expenses"
    again = exported(shop, ACCOUNT_ROWS, tmp_path / "again.xlsx")
    assert {name for name, number in dropped(shop, again).counts().items() if number} == {"same"}
    shop.undo()
    assert "6605.wages" not in chart(shop)


def test_the_kind_of_a_given_account_is_refused_in_its_cell(shop: Store, tmp_path: Path) -> None:
    path = exported(shop, ACCOUNT_ROWS, tmp_path / "chart.xlsx")
    write_over(path, {at(path, "6605", "Kind"): "Asset"})
    staged = dropped(shop, path)
    assert [problem.reason for problem in staged.problems] == ["The kind of account 6605 stays as it is."]
