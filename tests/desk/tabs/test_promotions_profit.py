"""Profit by promotion on screen: what orders had is looked for in the background, once, and the rows follow."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.outcome.uses import find_looked
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.store.store import Store


def test_orders_are_looked_through_and_counted(store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    with store.read() as tx:
        day = tx.today - timedelta(3)
        starts, ends = moments_of(day, tx.today, tx.zone)
    values = {"title": "Tea week", "kind": "once_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends}
    store.do(add_promotion, values)
    store.do(ring_up, [Ticket("HAD", day + timedelta(1), [Item("CUP-11", 4, Decimal(100), Decimal(30))])])
    window = open_window(shop_desk, store, qtbot, "promotions")
    shop_desk.show("promotions", segment="profit")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    page = window.page.pages.profit
    assert page._rows[0][:4] == ("PR-0001", "Tea week", 1, Decimal(30))
    with store.read() as tx:
        looked = find_looked(tx)
    assert looked is not None
    assert looked.changes == 0
    page.write_out(tmp_path / "profit.xlsx")
    assert (tmp_path / "profit.xlsx").exists()
    page._open(1)
    settle(shop_desk, qtbot)
    assert window.page.segments.current == "promotions"
