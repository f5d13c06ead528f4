"""Planning: the plan is figured by itself, a card says why, other figures move it, and drafts come of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import click, open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.planning import PlanningTab
from shopdesk.desk.tabs.planning.matrix import Matrix
from shopdesk.shop.planning.read import fetch_policy
from shopdesk.shop.planning.reports import find_card, find_planned
from shopdesk.store.rows import count
from shopdesk.store.store import Store
from shopdesk.store.tables import PurchaseLine, PurchaseOrder, Sku


@pytest.fixture
def desk(shop_desk: Desk) -> Desk:
    return shop_desk


@pytest.fixture
def tab(desk: Desk, store: Store, qtbot: QtBot) -> PlanningTab:
    """The tab of the tea shop, with everything that it proposes."""
    window = open_window(desk, store, qtbot, "planning")
    desk.show("planning")
    settle(desk, qtbot)
    assert isinstance(window.page, PlanningTab)
    window.page.reorder.line.pick("all")
    settle(desk, qtbot)
    return window.page


def texts(tab: PlanningTab) -> str:
    panel = tab.reorder.panel
    labels = [made.text() for made in panel.findChildren(QLabel) if not made.isHidden()]
    return " ".join([*labels, *(made.text() for made in panel.findChildren(QPushButton))])


def stand_on(tab: PlanningTab, desk: Desk, store: Store, qtbot: QtBot, code: str) -> int:
    with store.read() as tx:
        sku_id = int(tx.scalar(select(Sku.sku_id).where(Sku.code == code)))
    tab.reorder.grid.seek(sku_id)
    settle(desk, qtbot)
    return sku_id


def test_the_first_look_figures_the_plan(tab: PlanningTab, store: Store) -> None:
    with store.read() as tx:
        planned = find_planned(tx)
        skus = count(tx, tab.grid.source, tab.grid.query)
    assert planned is not None
    assert skus > 0
    assert "As of" in tab.plan.words.text()


def test_a_card_says_why_and_moves_with_what_is_typed(tab: PlanningTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    sku_id = stand_on(tab, desk, store, qtbot, "TEA-001")
    said = texts(tab)
    for words in ("Demand a day", "Lead time", "Safety stock", "Reorder point", "There and coming"):
        assert words in said
    form = tab.reorder.panel.form
    assert form is not None
    before = texts(tab)
    editor = form.editor("lead_days")
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "90")
    assert "90 ± 0 days" in texts(tab)
    assert texts(tab) != before
    with store.read() as tx:
        card = find_card(tx, sku_id)
    assert card is not None
    assert card.own.lead_days is None  # nothing is kept before somebody says so
    form.accept()
    settle(desk, qtbot)
    with store.read() as tx:
        card = find_card(tx, sku_id)
    assert card is not None
    assert (card.own.lead_days, card.needs.lead_days) == (90, 90)
    desk.undo()
    settle(desk, qtbot)
    with store.read() as tx:
        card = find_card(tx, sku_id)
    assert card is not None
    assert card.own.lead_days is None


def test_what_does_not_fit_is_said_under_its_field(tab: PlanningTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    stand_on(tab, desk, store, qtbot, "TEA-001")
    form = tab.reorder.panel.form
    assert form is not None
    form.set_values({"service_level": "120"})
    form.accept()
    settle(desk, qtbot)
    assert "between 50 % and 99.99 %" in texts(tab)


def test_proposals_become_drafts(tab: PlanningTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    stand_on(tab, desk, store, qtbot, "TEA-001")
    form = tab.reorder.panel.form
    assert form is not None
    form.set_values({"lead_days": "200"})
    order = next(made for made in tab.reorder.panel.findChildren(QPushButton) if made.text().startswith("Draft an"))
    if not order.isEnabled():
        pytest.fail("with 200 days to wait, something has to be ordered")
    click(order)
    settle(desk, qtbot)
    with store.read() as tx:
        states = tx.scalars(select(PurchaseOrder.state))
        lines = tx.scalars(select(PurchaseLine.quantity))
    assert states == ["draft"]
    assert lines[0] > 0


def test_a_cell_of_the_matrix_opens_its_skus(tab: PlanningTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_view("analysis")
    settle(desk, qtbot)
    matrix = tab.analysis.panel.findChild(Matrix)
    assert matrix is not None
    cell = next(made for made in matrix.findChildren(QPushButton) if made.isEnabled())
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    settle(desk, qtbot)
    with store.read() as tx:
        shown = count(tx, tab.grid.source, tab.grid.query)
    assert cell.text().startswith(f"{shown}\n")
    export = tab.export_grid()
    assert export is not None
    assert [key for key, _text in export.query.filters] == ["abc", "xyz"]


def test_the_shops_figures_are_kept_and_figured_with(tab: PlanningTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    click(tab.settings)
    settle(desk, qtbot)
    form = tab.reorder.policy.form
    assert tab.reorder.page.side.currentWidget() is tab.reorder.policy
    form.set_values({"service_level": "99", "window_days": "2"})
    form.accept()
    settle(desk, qtbot)
    assert "must lie between 14 and 730" in " ".join(made.text() for made in form.findChildren(QLabel))
    form.set_values({"window_days": "60"})
    form.accept()
    settle(desk, qtbot)
    assert tab.reorder.page.side.currentWidget() is tab.reorder.panel
    with store.read() as tx:
        policy, planned = fetch_policy(tx), find_planned(tx)
    assert (policy.service_level, policy.window_days) == (0.99, 60)
    assert planned is not None
    assert planned.changes == 0


def test_an_empty_shop_says_what_belongs_here(shop_desk: Desk, empty_store: Store, qtbot: QtBot) -> None:
    window = open_window(shop_desk, empty_store, qtbot, "planning")
    shop_desk.show("planning")
    settle(shop_desk, qtbot)
    page = window.page
    assert isinstance(page, PlanningTab)
    assert page.views.currentWidget() is page.empty
    assert page.export_grid() is None
    with empty_store.read() as tx:
        assert find_planned(tx) is None
