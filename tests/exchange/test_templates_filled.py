"""A template that a person filled in comes back, in each language, from Excel and from LibreOffice."""

import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.workbook import write_template
from shopdesk.exchange.writing.template import speaker
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.history import KINDS
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.offers import USUAL_OFFERS, find_offers
from shopdesk.store.store import Store
from shopdesk.text import LANGUAGES

INSTEAD: Final = {"waybill": "SF1000000000001", "price": "128", "sku": "TEA-001", "order_no": "260101-0001"}
"""What fits together over the sheets, where an example is of its own."""
ORDER: Final = (
    "rates", "suppliers", "products", "supplier_prices", "customers", "points", "consents",
    "orders", "purchase_orders", "receipts", "counts",
    "refunds", "costs", "freight", "expenses", "settlement", "payouts", "fees",
    "bills", "bill_payments", "ads", "side_costs", "accounts", "promotions", "days",
    "traffic", "search_words", "traffic_hours",
    "cases", "surveys", "reviews", "ratings", "care", "candidates", "keywords", "listings", "targets",
    "competitors", "claims",
    "law_words",
)  # fmt: skip
WAITS: Final = frozenset({"waybills", "experiment_days"})
"""Kinds whose rows speak of what has begun: `test_waybills` and `test_experiment_days` fill their templates in."""
PAIRS: Final = frozenset({"journal"})
"""Kinds of which one row alone is never right: `test_journal_file` has them."""


def filled(folder: Path, kind: str, language: str) -> Path:
    """The template with a row as its examples show it, as a person leaves it who deletes nothing."""
    path = folder / f"{kind}-{language}.xlsx"
    write_template(path, FILES[kind], language, USUAL_OFFERS)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for place, column in enumerate(FILES[kind].columns, start=1):
        value = _typed(column, language)
        if value is not None:
            page.cell(2, place, value)
    book.save(path)
    return path


def _typed(column: Column, language: str) -> date | Decimal | str | None:
    text = INSTEAD.get(column.key, column.example)
    if not text:
        return None
    if column.states:
        return speaker(language)(column.states[column.example].title)
    if column.kind is Kind.DATE:
        return date.fromisoformat(text)
    if column.kind is Kind.TIME:
        return datetime.fromisoformat(text)
    return Decimal(text) if column.kind.is_number else speaker(language)(text)


def take_all(shop: Store, folder: Path, language: str) -> None:
    """Import the templates of a language one after another; each has one row, that goes in whole."""
    done = []
    for kind in ORDER:
        staged = prepare(shop, folder / f"{kind}-{language}.xlsx", Choices())
        assert (staged.plan.format, staged.plan.certain) == (f"template-{kind}", True)
        assert (staged.rows, staged.problems) == (1, []), f"{kind} in {language}"
        done.append(run_import(shop, staged))
    for import_id in reversed(done):
        if import_id:
            shop.do(take_back, import_id)


def test_every_kind_is_tried() -> None:
    assert {*ORDER, *WAITS, *PAIRS} == set(FILES)


def test_every_kind_has_its_name_in_the_history_of_imports() -> None:
    assert {kind: state.title for kind, state in KINDS.items()} == {kind: file.title for kind, file in FILES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_comes_back_as_one_row_and_no_example(
    file_shop: Store, tmp_path: Path, language: str
) -> None:
    for kind in ORDER:
        filled(tmp_path, kind, language)
    take_all(file_shop, tmp_path, language)


@pytest.mark.parametrize("kind", ORDER)
def test_an_untouched_template_brings_nothing(file_shop: Store, tmp_path: Path, kind: str) -> None:
    write_template(tmp_path / "t.xlsx", FILES[kind])
    staged = prepare(file_shop, tmp_path / "t.xlsx", Choices())
    assert (staged.rows, run_import(file_shop, staged)) == (0, 0)


def traits(kind: str) -> set[tuple[object, ...]]:
    """What of a template another program could write otherwise: kinds of cells, choices, what is marked."""
    columns = FILES[kind].columns
    return {(c.kind, bool(c.states), bool(c.example)) for c in columns} | {(c.required, c.personal) for c in columns}


def telling() -> list[str]:
    """Few kinds that have between them every trait of all; the widest first."""
    left, chosen = set[tuple[object, ...]]().union(*map(traits, ORDER)), list[str]()
    while left:
        chosen.append(max(ORDER, key=lambda kind: len(traits(kind) & left)))
        left -= traits(chosen[-1])
    return chosen


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_template_that_libreoffice_saved_comes_back(file_shop: Store, tmp_path: Path) -> None:
    files = {kind: filled(tmp_path, kind, "zh_TW") for kind in ORDER}
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved")]
    subprocess.run([*command, *(str(files[kind]) for kind in telling())], check=True, capture_output=True, timeout=180)
    for kind in telling():
        (tmp_path / "saved" / files[kind].name).replace(files[kind])
    take_all(file_shop, tmp_path, "zh_TW")


def test_a_template_offers_the_names_of_the_shop(file_shop: Store, tmp_path: Path) -> None:
    file_shop.do(set_rate, "SGD", date(2026, 1, 1), Decimal("5.3"))
    made = prepare(file_shop, _products(tmp_path), Choices())
    run_import(file_shop, made)
    with file_shop.read() as tx:
        offered = find_offers(tx)
    assert offered["currency"][:3] == ("CNY", "SGD", "TWD"), "its own, those with a rate, then the usual ones"
    assert offered["warehouse"] == ("Main warehouse", "Back room")
    assert offered["supplier"] == ("Longjing Farm",)
    assert "Shopify" in offered["channel"]
    write_template(tmp_path / "t.xlsx", FILES["counts"], "", offered)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book.worksheets[0].data_validations.dataValidation}
    place = [column.key for column in FILES["counts"].columns].index("warehouse")
    rule = rules[f"{chr(ord('A') + place)}2"]
    name, cells = rule.formula1.rsplit("!", 1)
    assert [cell.value for cell in book[name.strip("'")][cells.replace("$", "")][0]] == ["Main warehouse", "Back room"]
    assert not rule.showErrorMessage, "a new place may be typed"


def _products(folder: Path) -> Path:
    path = folder / "products.csv"
    path.write_text("sku,title,supplier,on_hand,warehouse\nT-1,Tea,Longjing Farm,3,Back room\n", encoding="utf-8")
    return path
