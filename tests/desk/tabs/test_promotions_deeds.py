"""A draft is removed from its panel, and the calculator says what pieces that come back give back."""

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from tests.desk.tabs.tea_shop import open_window, settle, write

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.store.store import Store
from shopdesk.store.tables import Promotion


def plan(store: Store, **more: Any) -> int:
    with store.read() as tx:
        starts, ends = moments_of(tx.today, tx.today, tx.zone)
    values = {"title": "Tea week", "kind": "once_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends, **more}
    made: int = store.do(add_promotion, values).value
    return made


def promotions(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(Promotion)))


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> PromotionsTab:
    window = open_window(shop_desk, store, qtbot, "promotions")
    shop_desk.show("promotions")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    return window.page


@pytest.mark.parametrize("segment", ["calendar", "promotions"])
def test_a_draft_is_removed_and_comes_back(
    segment: str, tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    draft, planned = plan(store, state="draft", coupons="TEA20"), plan(store, title="Planned")
    page = tab.pages.calendar if segment == "calendar" else tab.pages.promotions
    shop_desk.show("promotions", segment=segment, promotion_id=planned)
    settle(shop_desk, qtbot)
    assert "Remove" not in {made.text() for made in page.panel.findChildren(QPushButton)}
    shop_desk.show("promotions", segment=segment, promotion_id=draft)
    settle(shop_desk, qtbot)
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Remove").click()
    settle(shop_desk, qtbot)
    assert promotions(store) == 1
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert promotions(store) == 2


def test_pieces_that_come_back_give_their_share_back(
    tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    plan(store)
    shop_desk.show("promotions", segment="calculator")
    settle(shop_desk, qtbot)
    page = tab.pages.calculator
    back = page.give_back
    assert back.isHidden()
    page.basket.setPlainText("CUP-11\t1\t68\nTEA-001\t3\t100")
    settle(shop_desk, qtbot)
    assert not back.isHidden()
    back.line.setCurrentIndex(1)
    write(back.pieces, "1")
    assert back.told.text() == "Given back: 91.85"
    write(back.before, "3")
    assert back.told.text() == "Pieces have to be above zero, and no more than were bought."
    back.before.clear()
    page.basket.setPlainText("CUP-11\t1\t68\nTEA-001\t3\t50")
    settle(shop_desk, qtbot)
    assert (back.line.currentIndex(), back.told.text()) == (1, "Given back: 50.00")
    page.basket.setPlainText("NO-SUCH\t1")
    settle(shop_desk, qtbot)
    assert back.isHidden()
