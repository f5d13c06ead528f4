"""Settlement on screen: what waits is explained and linked from the list, payouts are looked at, fees are typed in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle
from tests.exchange.counter import balances, orders, take_in
from tests.exchange.statements import MONTHS, account, line_ids, one_order, payouts, sold, statement

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.settlement import SettlementTab
from shopdesk.desk.tabs.settlement.listed import SettlementList
from shopdesk.shop.settlement.actions import add_fee_rule
from shopdesk.store.store import Store
from shopdesk.store.tables import FeeRule, Payout, SettlementLine

D = Decimal


@pytest.fixture
def desk(shop_desk: Desk) -> Desk:
    return shop_desk


@pytest.fixture
def window(desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    return open_window(desk, store, qtbot, "settlement")


@pytest.fixture
def tab(window: MainWindow, desk: Desk, store: Store, qtbot: QtBot) -> SettlementTab:
    take_in(store, one_order())
    rows: Sequence[tuple[str, ...]] = (
        ("X1", "2026-02-02 10:00", "sale", "B-1", "8.50"),
        ("X2", "2026-02-02 10:00", "other", "", "-3"),
    )
    take_in(store, statement(*MONTHS, *rows, payout="P1"))
    take_in(store, payouts(("P1", "2026-02-03", "79.89", "")))
    desk.show("settlement")
    settle(desk, qtbot)
    assert isinstance(window.page, SettlementTab)
    return window.page


def words_in(panel: QWidget) -> set[str]:
    said = {made.text() for made in panel.findChildren(QLabel)}
    return said | {made.text() for made in panel.findChildren(QPushButton)}


def texts(page: SettlementList) -> set[str]:
    return words_in(page.panel)


def press(page: SettlementList, words: str) -> None:
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == words).click()


def stand_on(page: SettlementList, row_id: int, desk: Desk, qtbot: QtBot) -> None:
    page.grid.seek(row_id)
    settle(desk, qtbot)


def fill(page: SettlementList, key: str, text: str) -> None:
    editor = page.form.form.editor(key)
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(next(at for at in range(editor.count()) if text in editor.itemText(at)))
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def test_the_work_list_is_explained_and_linked(tab: SettlementTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    said: dict[str, int] = {}
    desk.badge_told.connect(said.__setitem__)
    (sale,), (other,) = line_ids(store, "X1"), line_ids(store, "X2")
    stand_on(tab.work, other * 4, desk, qtbot)
    assert {"Kind not known", "Explain…", "Link to an order…"} <= texts(tab.work)
    press(tab.work, "Explain…")
    settle(desk, qtbot)
    fill(tab.work, "account_id", "6604")
    fill(tab.work, "note", "Boxes")
    tab.work.form.form.submit.click()
    settle(desk, qtbot)
    stand_on(tab.work, sale * 4, desk, qtbot)
    assert "Import orders…" in texts(tab.work)
    press(tab.work, "Link to an order…")
    fill(tab.work, "order_no", "A-1")
    tab.work.form.form.submit.click()
    settle(desk, qtbot)
    with store.read() as tx:
        lines = tx.rows(
            select(SettlementLine.state, SettlementLine.note).where(SettlementLine.line_id.in_([sale, other]))
        )
    assert [tuple(line) for line in lines] == [("matched", None), ("explained", "Boxes")]
    assert (balances(store)["6604"], said["settlement"]) == (D(3), 1), "the payout still differs by a cent"


def test_an_order_that_is_not_known_is_told_under_the_field(
    tab: SettlementTab, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    stand_on(tab.work, line_ids(store, "X1")[0] * 4, desk, qtbot)
    press(tab.work, "Link to an order…")
    fill(tab.work, "order_no", "Z-9")
    tab.work.form.form.submit.click()
    settle(desk, qtbot)
    assert any("Z-9" in label.text() for label in tab.work.form.findChildren(QLabel))


def test_a_payout_arrives_and_its_cent_gets_an_account(
    tab: SettlementTab, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.show_segment("payouts")
    settle(desk, qtbot)
    stand_on(tab.payouts, 1, desk, qtbot)
    press(tab.payouts, "Mark as arrived…")
    fill(tab.payouts, "arrived", "79.88")
    fill(tab.payouts, "arrived_on", "2026-02-05")
    tab.payouts.form.form.submit.click()
    settle(desk, qtbot)
    with store.read() as tx:
        assert tuple(tx.rows(select(Payout.arrived, Payout.arrived_on))[0]) == (D("79.88"), date(2026, 2, 5))
    assert balances(store)["1901.direct"] == D("-5.48"), "8.50 and -3 of lines, and two cents less at the bank"
    press(tab.payouts, "Explain the difference…")
    settle(desk, qtbot)
    fill(tab.payouts, "account_id", "6612")
    tab.payouts.form.form.submit.click()
    settle(desk, qtbot)
    assert balances(store)["6612"] == D("0.02")
    with store.read() as tx:
        assert tx.scalar(select(Payout.account_id)) == account(store, "6612")
    press(tab.payouts, "Show its lines")
    settle(desk, qtbot)
    assert (tab.segments.current, tab.lines.grid.rows.rowCount()) == ("lines", 6)


def test_a_fee_rule_is_typed_in_and_removed(tab: SettlementTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_segment("fees")
    tab.add.click()
    for key, text in (("channel", "Taobao"), ("kind", "Commission"), ("rate", "5"), ("since", "2026-01-01")):
        fill(tab.fees, key, text)
    tab.fees.form.form.submit.click()
    settle(desk, qtbot)
    with store.read() as tx:
        assert tuple(tx.rows(select(FeeRule.rate, FeeRule.since))[0]) == (D("0.05"), date(2026, 1, 1))
    stand_on(tab.fees, 1, desk, qtbot)
    press(tab.fees, "Remove")
    settle(desk, qtbot)
    assert tab.fees.grid.rows.rowCount() == 0


def test_what_was_taken_too_much_is_listed_and_the_new_rate_entered(
    tab: SettlementTab, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    take_in(store, orders(*(sold(f"C-{at}", "100", f"2026-03-0{at}") for at in range(1, 5))))
    take_in(
        store, statement(*((f"C{at}", f"2026-03-0{at} 12:00", "commission", f"C-{at}", "-6") for at in range(1, 5)))
    )
    store.do(add_fee_rule, "direct", "commission", date(2026, 1, 1), rate=D("0.05"))
    tab.show_segment("charges")
    settle(desk, qtbot)
    assert tab.charges.grid.rows.rowCount() == 4
    told = words_in(tab.charges.note)
    assert any("Direct sales 2026-03: 4.00 too much" in text for text in told)
    next(made for made in tab.charges.note.findChildren(QPushButton) if "6" in made.text()).click()
    settle(desk, qtbot)
    with store.read() as tx:
        rules = tx.rows(select(FeeRule.rate, FeeRule.since, FeeRule.source).order_by(FeeRule.since.desc()))
    assert tuple(rules[0]) == (D("0.06"), date(2026, 3, 1), "Seen on 4 orders")
    assert tab.charges.grid.rows.rowCount() == 0


def test_orders_that_no_channel_paid_out_are_listed(tab: SettlementTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    take_in(store, orders(sold("D-1", "70", "2026-01-05")))
    tab.show_segment("overdue")
    settle(desk, qtbot)
    line = tab.overdue.grid.rows.line(0)
    assert line is not None
    assert line.values[2:4] == ("D-1", D(70))
    wanted: list[tuple[str, object]] = []
    desk.shown.connect(lambda key, where: wanted.append((key, where)))
    tab.overdue.grid.opened.emit(tab.overdue.grid.rows.row_id(0))
    assert wanted == [("orders", {"order_no": "D-1"})]
    settle(desk, qtbot)


def test_its_pages_are_kept_and_exported(tab: SettlementTab, desk: Desk, qtbot: QtBot) -> None:
    for command in tab.commands():
        command.run()
        settle(desk, qtbot)
        exported = tab.export_grid()
        assert exported is not None
    assert tab.place() == {"segment": "charges", "search": "", "filters": []}
    desk.show("settlement", segment="lines", quick="unmatched")
    settle(desk, qtbot)
    assert tab.place()["filters"] == [["state", "=unmatched"]]
    model: QAbstractItemModel = tab.lines.grid.rows
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
