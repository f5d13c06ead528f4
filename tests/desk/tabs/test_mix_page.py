"""The traffic mix on screen: shares beside their aims, an aim changed and undone, a channel of its own, Excel."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.mix_page import MixPage
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.shop.listings.rules import Source
from shopdesk.shop.listings.traffic.mix import fetch_aims
from shopdesk.store.store import Store


@pytest.fixture
def page(shop_desk: Desk, store: Store, tmp_path: Path, qtbot: QtBot) -> MixPage:
    with store.read() as tx:
        day = tx.today - timedelta(1)
    path = tmp_path / "sources.csv"
    rows = "\n".join(f"taobao,{day},{name},{count}" for name, count in (("手淘搜索", 600), ("直通车", 400)))
    path.write_text(f"channel,date,source,visitors\n{rows}\n", encoding="utf-8")
    run_import(store, prepare(store, path, Choices(kind="traffic", accept_proposal=True)))
    window = open_window(shop_desk, store, qtbot, "listings")
    shop_desk.show("listings", segment="mix")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    front = window.page.front
    assert isinstance(front, MixPage)
    return front


def verdicts(page: MixPage) -> dict[str, str]:
    return {row[0]: row[5] for row in page.rows}


def test_shares_stand_beside_their_aims(page: MixPage) -> None:
    assert verdicts(page) == {
        "search": "under", "returning": "free", "members": "under", "campaigns": "under", "paid": "over",
        "other": "kept",
    }  # fmt: skip
    assert [(bar.told, bar.marks) for bar in page.bars.bars][-2] == ("40.0%", (0.05, 0.1))
    assert any("手淘搜索" in label.text() for label in page.panel.findChildren(QLabel))


def test_an_aim_is_changed_and_taken_back(page: MixPage, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    page.view.go_to(4)
    settle(shop_desk, qtbot)
    *_gone, edit = [one for one in page.panel.findChildren(QPushButton) if one.text() == "Change the aim…"]
    edit.click()
    page.part.form.accepted.emit({"least": None, "most": Decimal("0.5")})
    settle(shop_desk, qtbot)
    assert verdicts(page)["paid"] == "kept"
    store.undo()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert fetch_aims(tx)[Source.PAID] == (Decimal("0.05"), Decimal("0.1"))


def test_a_channel_is_looked_at_and_goes_to_excel(page: MixPage, shop_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    assert [page.channel.itemText(place) for place in range(page.channel.count())] == ["All channels", "Taobao"]
    page.channel.setCurrentIndex(1)
    settle(shop_desk, qtbot)
    page.write_out(tmp_path / "mix.xlsx")
    settle(shop_desk, qtbot)
    sheet = openpyxl.load_workbook(tmp_path / "mix.xlsx").worksheets[0]
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert any("Natural traffic" in row and 600 in row and "Below the aim" in row for row in cells)
