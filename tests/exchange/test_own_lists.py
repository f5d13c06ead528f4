"""Lists that the program wrote come back by themselves, or are refused: never are they taken for something else."""

from datetime import UTC
from pathlib import Path
from zipfile import ZipFile

import pytest

from shopdesk.exchange.formats.templates import SHOWN
from shopdesk.exchange.imports import Choices, plan_sheets
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.buying.sheets import PAPER
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.shop.counting.sheets import COUNT_SHEET
from shopdesk.shop.listings.prices.sheets import PRICES
from shopdesk.shop.listings.traffic.sheets import FUNNEL
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.text import UserError


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.create(tmp_path_factory.mktemp("lists") / "shop.shopdesk")
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def written(folder: Path, sheet: Sheet) -> Path:
    path, told = folder / "list.xlsx", {Kind.ID: "A-1", Kind.TEXT: "Gaiwan", Kind.MONEY: 12, Kind.PRICE: 12}
    write_sheet(path, sheet, [[told.get(column.kind) for column in sheet.columns]] * 2, zone=UTC)
    return path


def plans(shop: Store, path: Path, choices: Choices) -> list[Plan]:
    with open_file(path) as reading:
        return list(plan_sheets(shop, reading, choices).plans)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_list_to_be_worked_on_comes_back_by_itself(shop: Store, tmp_path: Path, kind: str) -> None:
    (plan,) = plans(shop, written(tmp_path, SHOWN[kind]), Choices())
    assert (plan.kind, plan.certain, plan.doubts, plan.new) == (kind, True, {}, ())


@pytest.mark.parametrize("sheet", [PRICES, FUNNEL], ids=lambda sheet: sheet.name)
def test_a_list_to_be_read_is_taken_for_nothing_else(shop: Store, tmp_path: Path, sheet: Sheet) -> None:
    path = written(tmp_path, sheet)
    with pytest.raises(UserError) as refused:
        plans(shop, path, Choices())
    assert refused.value.code == "for_reading"


@pytest.mark.parametrize("sheet", [COUNT_SHEET, PAPER], ids=lambda sheet: sheet.name)
def test_a_sheet_that_others_fill_in_comes_back(shop: Store, tmp_path: Path, sheet: Sheet) -> None:
    assert plans(shop, written(tmp_path, sheet), Choices())


def test_a_person_may_say_all_the_same_what_it_is(shop: Store, tmp_path: Path) -> None:
    (plan,) = plans(shop, written(tmp_path, PRICES), Choices(kind="products"))
    assert (plan.kind, plan.certain) == ("products", False)


def test_a_damaged_mark_is_no_mark(shop: Store, tmp_path: Path) -> None:
    path, broken = written(tmp_path, PRICES), tmp_path / "broken.xlsx"
    with ZipFile(path) as whole, ZipFile(broken, "w") as made:
        for part in whole.infolist():
            made.writestr(part, b"\xff<property" if part.filename.endswith("custom.xml") else whole.read(part))
    assert not plans(shop, broken, Choices())[0].certain
