"""What may go together is set and removed row by row, and a channel takes its layers off in an order of its own."""

from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.engine.terms import fetch_layers, fetch_pairs
from shopdesk.shop.promotions.rules import Layer, Level, Pair, moments_of
from shopdesk.store.store import Store


@pytest.fixture
def promotion(store: Store) -> int:
    with store.read() as tx:
        starts, ends = moments_of(tx.today, tx.today, tx.zone)
    values = {"title": "Tea week", "kind": "once_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends}
    made: int = store.do(add_promotion, values).value
    return made


@pytest.fixture
def tab(shop_desk: Desk, store: Store, promotion: int, qtbot: QtBot) -> PromotionsTab:
    window = open_window(shop_desk, store, qtbot, "promotions")
    shop_desk.show("promotions")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    return window.page


def choose(form: PartForm, **values: Any) -> None:
    for name, value in values.items():
        editor = form.form.editor(name)
        if isinstance(editor, QCheckBox):
            editor.setChecked(value)
        else:
            assert isinstance(editor, QComboBox)
            editor.setCurrentIndex(editor.findData(value))
    form.form.submit.click()


def pairs(store: Store) -> tuple[Pair, ...]:
    with store.read() as tx:
        return fetch_pairs(tx)


def test_what_may_go_together_is_set_and_removed(
    tab: PromotionsTab, promotion: int, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    shop_desk.show("promotions", segment="combinations")
    settle(shop_desk, qtbot)
    page = tab.pages.combinations
    page.add.click()
    settle(shop_desk, qtbot)
    choose(page.part, one="order", other=promotion, may_combine=False)
    settle(shop_desk, qtbot)
    assert pairs(store) == (Pair(Level.ORDER, promotion, False),)
    assert page.grid.rows.rowCount() == 1
    assert {"Order", "Tea week"} <= {words.text() for words in page.panel.findChildren(QLabel)}
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Remove").click()
    settle(shop_desk, qtbot)
    assert pairs(store) == ()
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert len(pairs(store)) == 1


def test_a_promotion_is_not_set_beside_itself(
    tab: PromotionsTab, promotion: int, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    shop_desk.show("promotions", segment="combinations")
    settle(shop_desk, qtbot)
    page = tab.pages.combinations
    page.add.click()
    settle(shop_desk, qtbot)
    choose(page.part, one=promotion, other=promotion)
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.part
    assert "Choose two different promotions." in {words.text() for words in page.part.findChildren(QLabel)}
    assert pairs(store) == ()


def test_a_channel_has_an_order_of_its_own(tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.show("promotions", segment="promotions")
    settle(shop_desk, qtbot)
    page = tab.pages.promotions
    page.layers.click()
    settle(shop_desk, qtbot)
    (menu,) = (made for made in page.findChildren(QMenu) if made.accessibleName() == page.layers.text())
    menu.actions()[0].trigger()
    menu.close()
    assert page.page.side.currentWidget() is page.part
    choose(page.part, second="cross")
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.part, "no layer stands twice"
    choose(page.part, third="shop")
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.panel
    with store.read() as tx:
        (told,) = fetch_layers(tx).values()
    assert told == (Layer.ITEM, Layer.CROSS, Layer.SHOP, Layer.LAST, Layer.SHIPPING)
