"""The price plan on screen: what a rule proposes, drafts made of it, the workbook; and its rules as a list."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import GridView
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.shop.promotions.price_plan.plan import add_plan_rule
from shopdesk.store.store import Store
from shopdesk.store.tables import PricePlanRule, Promotion


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> PromotionsTab:
    """Everything at a tenth off."""
    store.do(add_plan_rule, {"title": "Season", "kind": "season", "off_rate": Decimal("0.1")})
    window = open_window(shop_desk, store, qtbot, "promotions")
    shop_desk.show("promotions", segment="plan")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    return window.page


def test_the_plan_is_shown_written_and_made_a_draft(
    tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = tab.pages.plan
    [grid] = page.panel.findChildren(GridView)
    count = grid.model().rowCount()
    assert count > 0
    page.write_out(tmp_path / "plan.xlsx")
    told = [row[1].value for row in openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0].iter_rows()]
    assert len([code for code in told if code]) > count
    page.pick.setCurrentIndex(page.pick.findText("Season"))
    page.promote.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert set(tx.scalars(select(Promotion.state))) == {"draft"}


def test_a_rule_is_made_in_the_form_and_removed(
    tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    tab.pages.plan.rules.click()
    settle(shop_desk, qtbot)
    assert (tab.segments.current, tab.place()["segment"]) == ("plan", "rules")
    page = tab.pages.rules
    page.add.click()
    form = page.part.form
    for name, text in (("title", "Old stock"), ("off_rate", "30")):
        editor = form.editor(name)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    for name, value in (("kind", "clearance"), ("older_than", 180)):
        box = form.editor(name)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData(value))
    form.submit.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        rows = tx.rows(select(PricePlanRule.title, PricePlanRule.off_rate, PricePlanRule.older_than))
    assert [tuple(row) for row in rows] == [("Season", Decimal("0.1"), None), ("Old stock", Decimal("0.3"), 180)]
    page.panel.remove_wanted.emit(1)  # type: ignore[attr-defined]
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert list(tx.scalars(select(PricePlanRule.title))) == ["Old stock"]
