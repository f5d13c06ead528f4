"""The screen of orders: what it shows equals the store, and gestures in it change the store."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import click, key, open_window, settle, type_line

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.exporting import start_export
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.orders.detail import OrderPanel
from shopdesk.exchange.load.take_back import take_back
from shopdesk.shop.orders.reports import ORDER_ROWS, find_order
from shopdesk.shop.orders.sheets import ORDERS
from shopdesk.store.rows import Query, fetch_first, fetch_ids
from shopdesk.store.store import Store
from shopdesk.store.tables import ContactLook

COLUMNS = [column.key for column in ORDERS.columns]


@pytest.fixture
def tab(window: MainWindow) -> OrdersTab:
    assert isinstance(window.page, OrdersTab)
    return window.page


def id_of(store: Store, number: str) -> int:
    with store.read() as tx:
        return fetch_first(tx, ORDER_ROWS, Query(filters=(("order_no", f'="{number}"'),)), 1)[0][0]


def cells(store: Store, number: str) -> dict[str, Any]:
    with store.read() as tx:
        values = fetch_first(tx, ORDER_ROWS, Query(filters=(("order_no", f'="{number}"'),)), 1)[0][1]
    return dict(zip(COLUMNS, values, strict=True))


def shown_numbers(tab: OrdersTab) -> list[str]:
    rows = tab.grid.rows
    return [rows.value(row, COLUMNS.index("order_no")) for row in range(rows.rowCount())]


def words(panel: OrderPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]


def go_to_cell(tab: OrdersTab, number: str, column: str, store: Store, desk: Desk, qtbot: QtBot) -> None:
    """Stand on a cell with the keyboard in the grid, its column shown."""
    view = tab.grid.view
    view.columns.arrange(view.columns.order(), view.columns.hidden() - {column})
    tab.grid.seek(id_of(store, number))
    settle(desk, qtbot)
    view.setFocus()
    view.setCurrentIndex(tab.grid.rows.index(view.currentIndex().row(), COLUMNS.index(column)))


# ---------------------------------------------------------------------------------------------------- the list


def test_it_opens_on_the_newest_order_with_its_panel(tab: OrdersTab) -> None:
    assert shown_numbers(tab)[:2] == ["A-3", "A-2"]
    assert tab.panel.detail is not None
    assert tab.panel.detail.order.order_no == "A-3"
    assert tab.pages.currentWidget() is tab.list


def test_quick_filters_count_and_narrow(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    chips = {chip.accessibleName() for chip in tab.line.findChildren(QPushButton) if chip.isVisibleTo(tab.line)}
    assert {"All: 8", "Unpaid: 1", "To allocate: 1", "Shipped: 4", "Returned: 1", "Cost unknown: 2"} <= chips
    for quick, numbers in {
        "unpaid": ["A-3"],
        "to_allocate": ["A-2"],
        "returned": ["C-8"],
        "no_cost": ["A-7", "A-4"],
        "all": ["A-3", "A-2", "C-8", "A-7", "A-6", "A-5", "A-4", "A-1"],
    }.items():
        tab.line.pick(quick)
        settle(shop_desk, qtbot)
        assert sorted(shown_numbers(tab)) == sorted(numbers), quick
        assert tab.line.current == quick


def test_a_quick_filter_leaves_the_other_filters(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.grid.set_filter("channel", "taobao")
    tab.line.pick("shipped")
    tab.line.pick("unpaid")
    assert dict(tab.grid.query.filters) == {"channel": "taobao", "state": "=unpaid"}
    settle(shop_desk, qtbot)
    chip = next(chip for chip in tab.line.findChildren(QPushButton) if chip.accessibleName() == "Channel: taobao")
    click(chip)
    assert dict(tab.grid.query.filters) == {"state": "=unpaid"}


def test_the_search_narrows_the_list(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.focus_search()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    type_line(tab.grid.bar.search, "ket-08")
    settle(shop_desk, qtbot)
    assert shown_numbers(tab) == ["A-4"]
    assert tab.panel.detail is not None
    assert tab.panel.detail.order.order_no == "A-4"


def test_an_unknown_cost_is_said_and_never_zero(tab: OrdersTab, store: Store) -> None:
    rows = tab.grid.rows
    said = {
        rows.value(row, COLUMNS.index("order_no")): rows.index(row, COLUMNS.index("profit")).data()
        for row in range(rows.rowCount())
    }
    assert said["A-4"] == "cost unknown"
    assert said["A-2"] == "not sent yet"
    assert said["A-3"] == said["A-6"] == ""
    assert said["A-1"] == f"{cells(store, 'A-1')['profit']:.2f}"


def test_a_return_is_called_so(tab: OrdersTab) -> None:
    row = shown_numbers(tab).index("C-8")
    assert tab.grid.rows.index(row, COLUMNS.index("state")).data() == "Return"


def test_buyers_are_masked_everywhere(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.grid.seek(id_of(store, "A-1"))
    settle(shop_desk, qtbot)
    tab.grid.view.selectAll()
    tab.grid.view.copier.copy()
    seen = " ".join(words(tab.panel)) + QGuiApplication.clipboard().text()
    for secret in ("13812345678", "张小敏", "文三路", "minmin88"):
        assert secret not in seen
    assert "138****5678" in seen


def test_where_an_order_goes_opens_for_a_while_and_that_is_kept(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.grid.seek(id_of(store, "A-1"))
    settle(shop_desk, qtbot)
    (look,) = [made for made in tab.panel.findChildren(QPushButton) if made.text() == "Show for 30 seconds"]
    look.click()
    settle(shop_desk, qtbot)
    assert "13812345678" in words(tab.panel)
    with store.read() as tx:
        assert [tuple(row) for row in tx.rows(select(ContactLook.person, ContactLook.place))] == [
            (store.person, "order")
        ]
    assert (tab.panel.closing.isActive(), tab.panel.closing.interval()) == (True, 30_000)
    tab.panel.closing.timeout.emit()
    assert "138****5678" in words(tab.panel)


# ---------------------------------------------------------------------------------------------------- the panel


def test_the_panels_figures_equal_an_independent_sum(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.grid.seek(id_of(store, "A-1"))
    settle(shop_desk, qtbot)
    said = words(tab.panel)
    goods = 2 * Decimal(128) + Decimal(68)
    cost = 2 * Decimal("40.20") + Decimal(20)
    for figure in (goods, goods + 8, -cost, goods + 8 - cost):
        assert f"{figure:.2f}".replace("-", "−") in said
    assert [one for one in said if one in {"Debit", "Credit"}] == ["Debit", "Credit"]
    detail = tab.panel.detail
    assert detail is not None
    assert sum(posting.amount for posting in detail.entries) == 0
    assert {move.code: move.quantity for move in detail.moves} == {"TEA-001": -2, "CUP-11": -1}


def test_the_panel_is_as_high_as_what_stands_in_it(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    with shop_desk.store.read() as tx:  # type: ignore[union-attr]
        detail = find_order(tx, id_of(store, "A-1"))
    assert detail is not None
    tab.panel.show_order(detail, tab._figures)
    inside = tab.panel.area.widget()
    assert inside is not None
    assert inside.height() >= inside.layout().totalMinimumSize().height() > tab.panel.area.height()  # type: ignore[union-attr]


def test_a_refund_stands_in_the_money(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.grid.seek(id_of(store, "A-5"))
    settle(shop_desk, qtbot)
    assert "−30.00" in words(tab.panel)


def test_a_long_order_is_folded_until_it_is_asked_for(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.grid.seek(id_of(store, "A-7"))
    settle(shop_desk, qtbot)
    towels = [word for word in words(tab.panel) if word.startswith("Tea towel")]
    assert len(towels) == 6
    unfold = next(b for b in tab.panel.findChildren(QPushButton) if b.text() == "Show all 20 lines")
    click(unfold)
    qtbot.waitUntil(lambda: "Total CNY" in words(tab.panel))
    (view,) = tab.panel.findChildren(type(tab.grid.view))
    assert view.rows.rowCount() == 20
    assert any(b.text() == "Show fewer" for b in tab.panel.findChildren(QPushButton))


def test_an_unknown_cost_leads_to_the_cell_where_it_is_entered(
    tab: OrdersTab, window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.grid.seek(id_of(store, "A-4"))
    settle(shop_desk, qtbot)
    link = next(
        label for label in tab.panel.findChildren(QLabel) if "KET-08" in label.text() and "href" in label.text()
    )
    link.linkActivated.emit("KET-08")
    settle(shop_desk, qtbot)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    type_line(QApplication.focusWidget(), "100")
    settle(shop_desk, qtbot)
    ask = window.findChild(QMessageBox)
    assert ask is not None, "it says first what would change"
    click(next(made for made in ask.buttons() if made.text() == "Change the cost"))
    settle(shop_desk, qtbot)
    with store.read() as tx:
        detail = find_order(tx, id_of(store, "A-4"))
    assert detail is not None
    assert detail.profit == Decimal(158)
    window.show_tab("orders")
    settle(shop_desk, qtbot)
    assert "158.00" in words(tab.panel)


def test_where_from_opens_the_row_of_the_file(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.grid.seek(id_of(store, "A-1"))
    settle(shop_desk, qtbot)
    link = next(label for label in tab.panel.findChildren(QLabel) if "orders.csv" in label.text())
    assert "rows 2–3" in link.text()
    link.linkActivated.emit("")
    settle(shop_desk, qtbot)
    source = tab.list.source
    assert tab.list.side.currentWidget() is source
    found = {
        source.view.rows.value(row, 1): source.view.rows.value(row, 2) for row in range(source.view.rows.rowCount())
    }
    assert found["order"] == "A-1"
    assert found["sku"] == "TEA-001"
    texts = [source.view.rows.index(row, 2).data() for row in range(source.view.rows.rowCount())]
    assert texts.count("personal, not kept") == 4, "name, phone, address, and what the buyer is called"
    assert not any("13812345678" in text or "张小敏" in text for text in texts)
    click(source.after)
    settle(shop_desk, qtbot)
    assert "row 3" in source.subtitle.text()
    key(source.back, Qt.Key.Key_Escape)
    assert tab.list.side.currentWidget() is tab.panel
    assert tab.grid.view.hasFocus()


def test_enter_goes_to_the_panel_and_escape_comes_back(tab: OrdersTab) -> None:
    tab.grid.view.setFocus()
    key(tab.grid.view, Qt.Key.Key_Return)
    assert tab.panel.area.hasFocus()
    key(tab.panel.area, Qt.Key.Key_Escape)
    assert tab.grid.view.hasFocus()


# ---------------------------------------------------------------------------------------------------- editing


def test_a_note_is_typed_into_its_cell_and_undone(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    go_to_cell(tab, "A-1", "note", store, shop_desk, qtbot)
    key(tab.grid.view, Qt.Key.Key_F2)
    type_line(QApplication.focusWidget(), "gift wrap")
    settle(shop_desk, qtbot)
    assert cells(store, "A-1")["note"] == "gift wrap"
    assert "gift wrap" in words(tab.panel)
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert cells(store, "A-1")["note"] is None


def test_pasted_waybills_are_one_step_of_undo(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    go_to_cell(tab, shown_numbers(tab)[0], "waybill", store, shop_desk, qtbot)
    first, second = shown_numbers(tab)[:2]
    QGuiApplication.clipboard().setText("YT001\nYT002")
    key(tab.grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(shop_desk, qtbot)
    assert [cells(store, number)["waybill"] for number in (first, second)] == ["YT001", "YT002"]
    assert shop_desk.undo_title == "Edit 2 cells of orders"
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert [cells(store, number)["waybill"] for number in (first, second)] == [None, None]


def test_money_cannot_be_typed_over(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    go_to_cell(tab, "A-1", "total", store, shop_desk, qtbot)
    key(tab.grid.view, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is tab.grid.view


# ---------------------------------------------------------------------------------------------------- the contract


def test_export_takes_out_what_is_shown(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.line.pick("shipped")
    tab.grid.set_sort((("total", True),))
    settle(shop_desk, qtbot)
    told = tab.export_grid()
    assert told is not None
    with store.read() as tx:
        ids = list(fetch_ids(tx, told.source, told.query))
    assert ids == [tab.grid.rows.row_id(row) for row in range(tab.grid.rows.rowCount())]
    assert [column.key for column in told.columns][:3] == ["channel", "order_no", "placed_at"]
    assert told.note == "Kind: Sale; State: Shipped, Delivered, Completed; order: Total ↓"


def test_a_file_out_of_the_chinese_window_reads_as_the_window_does(
    tab: OrdersTab, window: MainWindow, shop_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window.speak("zh_CN")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, OrdersTab)
    grid, told = window.page.grid, window.page.export_grid()
    assert told is not None
    start_export(shop_desk, told, tmp_path / "out.csv")
    settle(shop_desk, qtbot)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        taken = {row["渠道"] for row in csv.DictReader(lines)}
    assert taken == {"淘宝"} == {grid.rows.index(row, 0).data() for row in range(grid.rows.rowCount())}


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ({"order_id": "A-4"}, 8),
        ({"month": "2026-11", "channel": "Taobao"}, 6),
        ({"month": "2025"}, 0),
        ({"import_id": 1}, 8),
        ({"quick": "returned"}, 1),
        ({"order_no": "A-7"}, 1),
        ({"search": "towel"}, 1),
    ],
)
def test_places_are_found(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot, where: dict[str, Any], numbers: int
) -> None:
    if "order_id" in where:
        where = {"order_id": id_of(store, where["order_id"])}
        tab.line.pick("unpaid")  # which hides the order that is asked for
    shop_desk.show("orders", **where)
    settle(shop_desk, qtbot)
    assert tab.grid.rows.rowCount() == numbers
    if "order_id" in where:
        assert tab.grid.view.current_id() == where["order_id"]


def test_the_place_survives_another_language(
    tab: OrdersTab, window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.line.pick("shipped")
    tab.grid.seek(id_of(store, "A-1"))
    settle(shop_desk, qtbot)
    shop_desk.set_settings(replace(shop_desk.settings, language="zh_CN"))
    settle(shop_desk, qtbot)
    now = window.page
    assert isinstance(now, OrdersTab)
    assert now is not tab
    assert now.line.current == "shipped"
    assert now.grid.view.current_id() == id_of(store, "A-1")


def test_the_layout_is_found_again(tab: OrdersTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    view = tab.grid.view
    view.columns.arrange(["order_no", "state"], view.columns.hidden() | {"channel"})
    tab.grid.set_sort((("total", True),))
    tab.line.pick("shipped")
    qtbot.waitUntil(lambda: "orders" in shop_desk.settings.views)
    settle(shop_desk, qtbot)
    fresh = OrdersTab(shop_desk)
    qtbot.addWidget(fresh)
    settle(shop_desk, qtbot)
    assert fresh.grid.view.columns.order()[:2] == ["order_no", "state"]
    assert "channel" in fresh.grid.view.columns.hidden()
    assert fresh.grid.query.sort == (("total", True),)
    assert fresh.grid.query.filters == ()  # what was looked for is of the moment


def test_the_list_follows_what_happens_elsewhere(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    shop_desk.do(take_back, 1)
    settle(shop_desk, qtbot)
    assert tab.grid.rows.rowCount() == 0
    assert tab.pages.currentWidget() is tab.empty
    assert tab.panel.detail is None
    assert tab.export_grid() is None


def test_the_palette_offers_the_filters(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot) -> None:
    command = next(one for one in tab.commands() if one.title == "Show orders to allocate")
    command.run()
    settle(shop_desk, qtbot)
    assert shown_numbers(tab) == ["A-2"]


def test_orders_to_ship_stand_on_the_rail(shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    badges: list[tuple[str, int]] = []
    shop_desk.badge_told.connect(lambda name, number: badges.append((name, number)))
    open_window(shop_desk, store, qtbot)
    assert badges[-1] == ("orders", 1)


def test_an_empty_shop_says_what_belongs_here(shop_desk: Desk, empty_store: Store, qtbot: QtBot) -> None:
    window = open_window(shop_desk, empty_store, qtbot)
    tab = window.page
    assert isinstance(tab, OrdersTab)
    assert tab.pages.currentWidget() is tab.empty
    assert any(b.text() == "Import files…" for b in tab.empty.findChildren(QPushButton))


@pytest.mark.parametrize("key", ["orders", "stock"])
def test_an_empty_screen_opens_the_choice_of_files(shop_desk: Desk, empty_store: Store, qtbot: QtBot, key: str) -> None:
    window = open_window(shop_desk, empty_store, qtbot)
    chosen: list[str] = []
    shop_desk.doors.choose_files = lambda: chosen.append("files")
    window.start_over()
    window.show_tab(key)
    settle(shop_desk, qtbot)
    assert window.page is not None
    click(next(b for b in window.page.findChildren(QPushButton) if b.text() == "Import files…" and b.isVisible()))
    assert chosen == ["files"]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_is_painted_in_every_language_and_theme(
    window: MainWindow, shop_desk: Desk, told: list[Message], qtbot: QtBot, language: str, look: str
) -> None:
    shop_desk.set_settings(replace(shop_desk.settings, language=language, theme=look))
    settle(shop_desk, qtbot)
    assert isinstance(window.page, OrdersTab)
    for _name, prepare in window.page.pictures():
        prepare()
        settle(shop_desk, qtbot)
        assert not window.grab().isNull()
    assert told == []
