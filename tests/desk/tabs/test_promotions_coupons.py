"""Codes on screen: typed, pasted or made for a promotion, their limits edited in cells, unused ones taken out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import key, open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.desk.tabs.promotions.coupons_list import CouponsList
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Coupon, CouponUse, Promotion, SalesOrder
from shopdesk.store.tx import Tx


def plan(store: Store, **more: Any) -> int:
    with store.read() as tx:
        starts, ends = moments_of(tx.today, tx.today, tx.zone)
    values = {"title": "Tea week", "kind": "once_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends, **more}
    made: int = store.do(add_promotion, values).value
    return made


def open_codes(store: Store, desk: Desk, qtbot: QtBot) -> CouponsList:
    window = open_window(desk, store, qtbot, "promotions")
    desk.show("promotions", segment="coupons")
    settle(desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    return window.page.pages.coupons


def codes(store: Store) -> Sequence[tuple[Any, ...]]:
    with store.read() as tx:
        rows = tx.rows(select(Coupon.code, Coupon.most_uses, Coupon.most_each).order_by(Coupon.coupon_id))
        return [tuple(row) for row in rows]


def fill(page: CouponsList, **texts: str) -> None:
    for name, text in texts.items():
        editor = page.part.form.editor(name)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        else:
            assert isinstance(editor, QLineEdit)
            editor.setText(text)
    page.part.form.submit.click()


def test_codes_are_pasted_and_made_with_their_limits(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    promotion = plan(store)
    page = open_codes(store, shop_desk, qtbot)
    page.add.click()
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.part
    fill(page, codes="TEA20\nTEA30, TEA40", count="5", prefix="VIP-", most_uses="100", most_each="1")
    settle(shop_desk, qtbot)
    made = codes(store)
    assert [code for code, *_limits in made[:3]] == ["TEA20", "TEA30", "TEA40"]
    assert [code.startswith("VIP-") for code, *_limits in made] == [False] * 3 + [True] * 5
    assert {tuple(limits) for _code, *limits in made} == {(100, 1)}
    assert page.grid.rows.rowCount() == 8
    assert page.page.side.currentWidget() is page.panel
    with store.read() as tx:
        assert tx.scalar(select(Promotion.by_coupon).where(Promotion.promotion_id == promotion))
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert codes(store) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Type codes, or how many are to be made."),
        ({"count": "10001"}, "From 1 to 10000 codes are made at once."),
        ({"codes": "tea20"}, "There is a coupon tea20 already."),
    ],
)
def test_what_does_not_do_stands_under_the_fields(
    typed: dict[str, str], said: str, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    plan(store, coupons="TEA20")
    page = open_codes(store, shop_desk, qtbot)
    page.add.click()
    settle(shop_desk, qtbot)
    fill(page, **typed)
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.part
    assert said in {words.text() for words in page.part.findChildren(QLabel)}
    assert page.part.form.submit.isEnabled()
    assert len(codes(store)) == 1


def test_without_a_promotion_there_is_nothing_to_give_codes_to(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page = open_codes(store, shop_desk, qtbot)
    page.add.click()
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.panel


def test_limits_are_typed_into_cells(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    plan(store, coupons="TEA20*100/1")
    page = open_codes(store, shop_desk, qtbot)
    column = [one.key for one in page.grid.rows.sheet.columns].index("most_uses")
    assert page.grid.rows.setData(page.grid.rows.index(0, column), "250", Qt.ItemDataRole.EditRole)
    settle(shop_desk, qtbot)
    assert codes(store) == [("TEA20", 250, 1)]


def test_a_code_that_nobody_used_is_taken_out(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    plan(store, coupons="TEA20;TEA30")
    page = open_codes(store, shop_desk, qtbot)
    remove = next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Remove")
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    settle(shop_desk, qtbot)
    assert [code for code, *_limits in codes(store)] == ["TEA30"]
    page.grid.view.setFocus()
    key(page.grid.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    settle(shop_desk, qtbot)
    assert codes(store) == []


def test_a_use_is_noted_by_hand(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    plan(store, coupons="TEA20")
    with store.read() as tx:
        number = tx.rows(select(SalesOrder.order_no).order_by(SalesOrder.order_id).limit(1))[0].order_no
    page = open_codes(store, shop_desk, qtbot)
    page.panel.use_wanted.emit("TEA20")  # type: ignore[attr-defined]
    fill(page, order_no="NONE", amount="20")
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.part
    fill(page, order_no=number, amount="20")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert list(tx.scalars(select(CouponUse.amount))) == [Decimal(20)]
    assert page.page.side.currentWidget() is not page.part


def test_codes_of_orders_are_given_to_a_promotion_in_two_clicks(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    plan(store)
    with store.read() as tx:
        orders = tx.scalars(select(SalesOrder.order_id).where(SalesOrder.sold_on.is_not(None)))
    store.do(name_codes, orders[:2])
    page = open_codes(store, shop_desk, qtbot)
    assert page.unknown.isVisible()
    assert page.unknown.text() == "2 codes of orders…"
    page.unknown.click()
    settle(shop_desk, qtbot)
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert [code for code, *_limits in codes(store)] == ["FRIENDS", "SPRING"]
    with store.read() as tx:
        assert sorted(tx.scalars(select(CouponUse.amount))) == [Decimal(5), Decimal(10), Decimal(10)]
    assert not page.unknown.isVisible()


@action("order.import", "Orders that name codes")
def name_codes(tx: Tx, orders: Sequence[int]) -> None:
    for order_id, text in zip(orders, ("SPRING=10;FRIENDS=5", "friends=10"), strict=True):
        tx.update(SalesOrder, order_id, coupon_codes=text)
