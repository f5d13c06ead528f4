"""The list of suppliers in Buying: who they are, what comes from them, and the way out to Excel."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle
from tests.exchange.counter import give_back, table, take_in

from shopdesk.cli import main
from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.buying import BuyingTab
from shopdesk.desk.tabs.buying.suppliers_list import SuppliersList
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.exchange.imports import Choices, prepare
from shopdesk.shop.buying.scorecard import SCORE_ROWS
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store
from shopdesk.store.tables import Supplier

KEYS = [column.key for column in SCORE_ROWS.sheet.columns]
HEADER = "code,name,contact,phone,email,lead_days,note"
FARM = "S-1,Longjing Farm,Chen Mei,13812345678,mei@farm.cn,7,Pays by month"


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    return open_window(shop_desk, store, qtbot, "buying")


@pytest.fixture
def listed(window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot) -> SuppliersList:
    """The tea shop, which knows one supplier from a receipt, and one more from a list; a product names that one."""
    take_in(store, table(HEADER, FARM, name="suppliers.csv"))
    take_in(store, table("sku,title,supplier", "T-1,Tea,Longjing Farm", name="products.csv"))
    window.show_tab("buying", {"view": "suppliers"})
    settle(shop_desk, qtbot)
    assert isinstance(window.page, BuyingTab)
    return window.page.suppliers


def tab_of(window: MainWindow) -> StockTab:
    assert isinstance(window.page, StockTab)
    return window.page


def rows(listed: SuppliersList) -> dict[str, dict[str, object]]:
    model = listed.grid.rows
    found = [{key: model.value(row, place) for place, key in enumerate(KEYS)} for row in range(model.rowCount())]
    return {str(row["supplier"]): row for row in found}


def stand_on(listed: SuppliersList, name: str, desk: Desk, qtbot: QtBot) -> set[str]:
    """Select a supplier; what the panel says of it."""
    row_id = listed.grid.rows.row_id(list(rows(listed)).index(name))
    assert isinstance(row_id, int)
    listed.grid.seek(row_id)
    settle(desk, qtbot)
    labels = [made.text() for made in listed.panel.findChildren(QLabel)]
    return {*labels, *(made.text() for made in listed.panel.findChildren(QPushButton))}


def test_a_supplier_stands_with_what_comes_from_them(listed: SuppliersList, shop_desk: Desk, qtbot: QtBot) -> None:
    found = rows(listed)
    assert list(found) == ["Hangzhou Tea", "Longjing Farm"]
    assert [found["Longjing Farm"][key] for key in ("code", "lead_days", "products", "receipts")] == ["S-1", 7, 1, 0]
    assert [found["Hangzhou Tea"][key] for key in ("products", "receipts")] == [0, 1]
    said = stand_on(listed, "Longjing Farm", shop_desk, qtbot)
    assert {"7 days", "138****5678", "Pays by month", "1 product", "suppliers.csv"} <= said
    assert "13812345678" not in said
    assert "1 goods receipt" in stand_on(listed, "Hangzhou Tea", shop_desk, qtbot)


def test_it_leads_to_the_products_and_the_receipts_of_a_supplier(
    listed: SuppliersList, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    listed.panel.products_wanted.emit("Longjing Farm")
    settle(shop_desk, qtbot)
    tab = tab_of(window)
    assert (tab.segments.current, tab.grid.rows.rowCount()) == ("stock", 1)
    listed.panel.receipts_wanted.emit("Hangzhou Tea")
    settle(shop_desk, qtbot)
    tab = tab_of(window)
    assert (tab.segments.current, tab.grid.rows.rowCount()) == ("receipts", 1)


def test_a_supplier_goes_with_the_import_that_brought_it(listed: SuppliersList, store: Store, qtbot: QtBot) -> None:
    made = take_in(store, table(HEADER, "S-2,Jingde Kiln,,,,,", name="more.csv"))
    qtbot.waitUntil(lambda: "Jingde Kiln" in rows(listed))
    give_back(store, made)
    qtbot.waitUntil(lambda: "Jingde Kiln" not in rows(listed))


def test_what_goes_out_comes_in_again_at_another_shop(
    listed: SuppliersList, window: MainWindow, store: Store, tmp_path: Path
) -> None:
    assert isinstance(window.page, BuyingTab)
    shown = window.page.export_grid()
    assert shown is not None
    assert (shown.source, shown.title) == (SCORE_ROWS, "Suppliers")
    path = tmp_path / "suppliers.xlsx"
    assert main(["--store", store.where, "export", "suppliers", "--out", str(path)]) == 0
    assert [cell.value for cell in openpyxl.load_workbook(path).worksheets[0]["B"]] == [
        "Supplier", "Hangzhou Tea", "Longjing Farm",
    ]  # fmt: skip
    other = new_shop(str(tmp_path / "other.shopdesk"))
    staged = prepare(other, path, Choices(kind="suppliers", accept_proposal=True))
    assert (staged.plan.kind, staged.counts()["new"], staged.problems) == ("suppliers", 2, [])
    assert {item.values.get("phone") for item in staged.items} == {None, "13812345678"}
    with other.read() as tx:
        assert not tx.images(Supplier, "supplier_id", [1, 2])
    other.close()
