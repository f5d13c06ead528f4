"""Orders on their way, on the screen: deeds from the list and the panel, picking and packing by scanner, returns."""

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import burst, click, key, settle, type_line

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.orders.cells import left_words
from shopdesk.desk.tabs.orders.pack_page import PackPage
from shopdesk.desk.tabs.orders.pick_paper import write_out
from shopdesk.desk.tabs.orders.scan_line import ScanLine
from shopdesk.desk.widgets import ChoiceBox, Pill
from shopdesk.shop.fulfilment.reports import find_way
from shopdesk.shop.stock.actions import CountLine, count_stock
from shopdesk.store.store import Store
from shopdesk.store.tables import CustomerReturn, ReturnLine, SalesOrder, Shipment, Sku


@pytest.fixture
def tab(window: MainWindow, store: Store, shop_desk: Desk, qtbot: QtBot) -> OrdersTab:
    """The tab on A-2: one paid order of one tea."""
    found = window.page
    assert isinstance(found, OrdersTab)
    go_to(found, "A-2", store, shop_desk, qtbot)
    return found


def id_of(store: Store, number: str) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(SalesOrder.order_id).where(SalesOrder.order_no == number)))


def go_to(tab: OrdersTab, number: str, store: Store, desk: Desk, qtbot: QtBot) -> None:
    tab.grid.seek(id_of(store, number))
    settle(desk, qtbot)
    assert tab.panel.detail is not None
    assert tab.panel.detail.order.order_no == number


def way(store: Store, number: str) -> Any:
    with store.read() as tx:
        return find_way(tx, id_of(store, number))


def press(tab: OrdersTab, words: str, desk: Desk, qtbot: QtBot) -> None:
    """Click a button of the panel or the form in front."""
    front = tab.list.side.currentWidget()
    assert front is not None
    found = [one for one in front.findChildren(QPushButton) if one.isVisibleTo(front) and one.text() == words]
    assert found, f"no button {words}"
    click(found[0])
    settle(desk, qtbot)


def says(widget: Any) -> str:
    """Everything a part of the screen says."""
    words = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return " | ".join([*words, *(pill.text for pill in widget.findChildren(Pill) if pill.isVisibleTo(widget))])


def scan(line: ScanLine, code: str, desk: Desk, qtbot: QtBot) -> None:
    type_line(line.edit, code)
    settle(desk, qtbot)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 h 00"), (65, "1 h 05"), (-40, "−0 h 40"), (1439, "23 h 59"), (3000, "2 d 2 h")]
)
def test_time_is_told_as_people_say_it(minutes: int, words: str) -> None:
    assert left_words(minutes) == words


def test_an_order_goes_from_the_list_to_the_carrier_by_keyboard(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    assert "To allocate" in says(tab.panel) or "Late" in says(tab.panel)
    press(tab, "Allocate", shop_desk, qtbot)
    assert way(store, "A-2").stage == "allocated"
    assert "Main warehouse" in says(tab.panel)
    press(tab, "Pick", shop_desk, qtbot)
    assert tab.pages.currentWidget() is tab.pages.pick
    assert QApplication.focusWidget() is tab.pages.pick.scan.edit
    scan(tab.pages.pick.scan, "CUP-11", shop_desk, qtbot)
    assert "not on this pick list" in tab.pages.pick.scan.answer.text()
    assert tab.pages.pick.scan.edit.property("look") == "bad"
    scan(tab.pages.pick.scan, "no such code", shop_desk, qtbot)
    assert "no such code" in tab.pages.pick.scan.answer.text()
    scan(tab.pages.pick.scan, "2*TEA-001", shop_desk, qtbot)
    assert "Only 1" in tab.pages.pick.scan.answer.text()
    scan(tab.pages.pick.scan, "6921000100018", shop_desk, qtbot)  # its barcode
    assert tab.pages.pick.scan.answer.text() == "Everything is picked."
    assert way(store, "A-2").stage == "picked"
    shop_desk.show("orders", view="pack")
    settle(shop_desk, qtbot)
    pack = tab.pages.pack
    assert QApplication.focusWidget() is pack.scan.edit
    scan(pack.scan, "nobody", shop_desk, qtbot)
    assert "no order" in pack.scan.answer.text()
    scan(pack.scan, "A-2", shop_desk, qtbot)
    scan(pack.scan, "CUP-11", shop_desk, qtbot)
    assert "does not belong" in pack.scan.answer.text()
    scan(pack.scan, "2*TEA-001", shop_desk, qtbot)
    assert "Too many" in pack.scan.answer.text()
    scan(pack.scan, "TEA-001", shop_desk, qtbot)
    assert way(store, "A-2").stage == "packed"
    pack.carrier.setText("SF Express")
    scan(pack.scan, "SF1000000000001", shop_desk, qtbot)
    assert "A-2 shipped" in pack.scan.answer.text()
    [parcel] = way(store, "A-2").parcels
    assert (parcel.carrier, parcel.waybill, parcel.pieces) == ("SF Express", "SF1000000000001", 1)
    key(pack.scan, Qt.Key.Key_Escape)
    assert tab.pages.currentWidget() is tab.list


def test_scans_at_the_speed_of_a_scanner_are_all_counted(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    """Keys without a pause, and the answers come when they come: nothing is lost and nothing counts twice."""
    press(tab, "Allocate", shop_desk, qtbot)
    shop_desk.show("orders", view="pack")
    settle(shop_desk, qtbot)
    scan(tab.pages.pack.scan, "A-2", shop_desk, qtbot)
    for code in ("CUP-11", "KET-08", "TEA-001", "CUP-11"):
        type_line(tab.pages.pack.scan.edit, code)
    settle(shop_desk, qtbot)
    assert way(store, "A-2").stage == "packed"


def test_the_scanner_is_heard_wherever_the_keyboard_is(
    tab: OrdersTab, window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    press(tab, "Allocate", shop_desk, qtbot)
    shop_desk.show("orders", view="pack")
    settle(shop_desk, qtbot)
    pack = tab.pages.pack
    window.activateWindow()
    scan(pack.scan, "A-2", shop_desk, qtbot)
    pack.carrier.setText("SF")
    pack.carrier.setFocus()
    qtbot.waitUntil(pack.carrier.hasFocus)
    after = burst(window, "6921000100018", 10_000)
    settle(shop_desk, qtbot)
    assert (pack.carrier.text(), way(store, "A-2").stage) == ("SF", "packed")
    burst(window, "SF1000000000001", after)
    settle(shop_desk, qtbot)
    assert [parcel.waybill for parcel in way(store, "A-2").parcels] == ["SF1000000000001"]


def test_a_box_half_scanned_is_there_again(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    press(tab, "Allocate", shop_desk, qtbot)
    shop_desk.show("orders", view="pack")
    settle(shop_desk, qtbot)
    scan(tab.pages.pack.scan, "A-2", shop_desk, qtbot)
    tab.pages.pack._keep()
    assert shop_desk.drafts.get("pack")["orders"] == [id_of(store, "A-2")]
    again = PackPage(shop_desk)  # as after the program was closed and opened
    qtbot.addWidget(again)
    again.start(tab._figures)
    settle(shop_desk, qtbot)
    assert again.box is not None
    assert again.box.numbers == ("A-2",)


def test_holding_and_releasing_from_the_panel(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    press(tab, "Hold…", shop_desk, qtbot)
    assert tab.list.side.currentWidget() is tab.form
    assert tab.form.form is not None
    edit = tab.form.form.editor("reason")
    assert QApplication.focusWidget() is edit
    key(edit, Qt.Key.Key_Return)  # nothing was typed
    assert way(store, "A-2").hold is None
    type_line(edit, "wants it on Friday")
    settle(shop_desk, qtbot)
    assert way(store, "A-2").hold == "wants it on Friday"
    assert tab.list.side.currentWidget() is tab.panel
    assert "On hold" in says(tab.panel)
    assert "wants it on Friday" in says(tab.panel)
    press(tab, "Release", shop_desk, qtbot)
    assert way(store, "A-2").hold is None


def test_shipping_from_the_panel_and_taking_it_back(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    press(tab, "Ship…", shop_desk, qtbot)
    assert tab.form.form is not None
    type_line(tab.form.form.editor("waybill"), "YT1")
    settle(shop_desk, qtbot)
    assert [parcel.waybill for parcel in way(store, "A-2").parcels] == ["YT1"]
    assert "YT1" in says(tab.panel)
    press(tab, "Take back", shop_desk, qtbot)
    assert way(store, "A-2").parcels == ()
    with store.read() as tx:
        assert tx.scalars(select(Shipment.shipment_id)) == []


def sell_out(store: Store, code: str) -> None:
    """Everything of a SKU is counted away."""
    with store.read() as tx:
        sku_id = tx.scalar(select(Sku.sku_id).where(Sku.code == code))
    store.do(count_stock, [CountLine(sku_id, Decimal(0))], counted_at=datetime.now(UTC) - timedelta(minutes=5))


def test_what_is_not_there_is_shipped_only_by_who_insists(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    sell_out(store, "TEA-001")
    press(tab, "Ship…", shop_desk, qtbot)
    assert tab.form.form is not None
    assert "Ship it anyway" not in [tick.text() for tick in tab.form.findChildren(QCheckBox)]
    type_line(tab.form.form.editor("waybill"), "YT1")
    settle(shop_desk, qtbot)
    assert "1 of TEA-001 would leave and 0 are on hand." in says(tab.form)
    assert way(store, "A-2").parcels == ()
    form = tab.form.form
    tick, waybill = form.editor("anyway"), form.editor("waybill")
    assert isinstance(tick, QCheckBox)
    assert isinstance(waybill, QLineEdit)
    assert (tick.isChecked(), waybill.text()) == (False, "YT1")
    assert QApplication.focusWidget() is tick
    form.accept()
    settle(shop_desk, qtbot)
    assert way(store, "A-2").parcels == ()  # asked again, and not insisted
    tick.setChecked(True)
    form.accept()
    settle(shop_desk, qtbot)
    assert [parcel.waybill for parcel in way(store, "A-2").parcels] == ["YT1"]


def test_a_box_of_what_is_gone_by_now_is_shipped_only_by_who_insists(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    press(tab, "Allocate", shop_desk, qtbot)
    shop_desk.show("orders", view="pack")
    settle(shop_desk, qtbot)
    pack = tab.pages.pack
    scan(pack.scan, "A-2", shop_desk, qtbot)
    scan(pack.scan, "TEA-001", shop_desk, qtbot)
    sell_out(store, "TEA-001")
    assert not pack.anyway.isVisibleTo(pack)
    scan(pack.scan, "SF1", shop_desk, qtbot)
    assert "1 of TEA-001 would leave and 0 are on hand." in pack.scan.answer.text()
    assert way(store, "A-2").parcels == ()
    click(pack.anyway)
    settle(shop_desk, qtbot)
    assert [parcel.waybill for parcel in way(store, "A-2").parcels] == ["SF1"]
    assert not pack.anyway.isVisibleTo(pack)


def test_the_menu_acts_on_everything_selected(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot, told: list[Message]
) -> None:
    tab.grid.view.selectAll()
    assert len(tab.chosen()) == tab.grid.rows.rowCount()
    menu = tab.deeds.menu(tab)
    titles = [action.text() for action in menu.actions()]
    assert {"Allocate", "Ship…", "Hold…", "Put into one parcel", "Cancel the order…"} <= set(titles)
    tab.deeds.wish_chosen("ship")
    assert told[-1].text == "Select one order for this."
    tab.deeds.wish_chosen("allocate")
    settle(shop_desk, qtbot)
    assert told[-1].text == "1 order keeps its pieces."
    tab.grid.view.selectAll()
    tab.deeds.wish_chosen("flag", "red")
    settle(shop_desk, qtbot)
    assert way(store, "A-1").flag == "red"


def test_the_quick_filters_find_what_waits(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot) -> None:
    for quick, found in (("to_allocate", 1), ("to_pick", 0)):
        tab.line.pick(quick)
        settle(shop_desk, qtbot)
        assert tab.grid.rows.rowCount() == found
    tab.deeds.allocate_all()
    settle(shop_desk, qtbot)
    assert tab.grid.rows.rowCount() == 1
    assert tab.to_pick.text() == "Pick list (1)"


def test_the_pick_list_prints(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    press(tab, "Allocate", shop_desk, qtbot)
    shop_desk.show("orders", view="pick")
    settle(shop_desk, qtbot)
    write_out(shop_desk, tab.pages.pick.wave.lines, tab._figures, tmp_path / "picks.pdf")
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO((tmp_path / "picks.pdf").read_bytes())).pages
    )
    said = " ".join(text.split())
    for word in ("Pick list", "TEA-001", "龙井茶礼盒", "A-2", "Main warehouse"):
        assert word in said
    write_out(shop_desk, tab.pages.pick.wave.lines, tab._figures, tmp_path / "picks.xlsx")
    settle(shop_desk, qtbot)
    assert (tmp_path / "picks.xlsx").stat().st_size > 1_000


def test_a_return_is_expected_scanned_and_judged(tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    go_to(tab, "A-1", store, shop_desk, qtbot)
    press(tab, "Expect goods back…", shop_desk, qtbot)
    assert tab.form.form is not None
    type_line(tab.form.form.editor("reason"), "too small")
    settle(shop_desk, qtbot)
    assert [one.state for one in way(store, "A-1").returns] == ["expected"]
    shop_desk.show("orders", view="returns")
    settle(shop_desk, qtbot)
    returns = tab.pages.returns
    scan(returns.scan, "A-1", shop_desk, qtbot)
    assert "here it is" in returns.scan.answer.text()
    assert returns.panel.detail is not None
    assert returns.panel.detail.row.state == "arrived"
    # The cup of A-1 is not among them: the channel's own document C-8 has brought it back already.
    assert [(line.code, verdict.currentData()) for line, _pieces, verdict in returns.panel.judges] == [
        ("TEA-001", "resell"), ("TEA-001", "scrap")
    ]  # fmt: skip
    for _line, pieces, _verdict in returns.panel.judges:
        pieces.setText("1")
    returns.panel.reason.setText("broken")
    returns.panel.judge()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        found = tx.rows(select(ReturnLine.verdict, ReturnLine.quantity, ReturnLine.reason))
        assert tx.scalars(select(CustomerReturn.state)) == ["inspected"]
    assert sorted((row.verdict, int(row.quantity)) for row in found) == [("resell", 1), ("scrap", 1)]
    assert "Take the inspection back" in [one.text() for one in returns.panel.findChildren(QPushButton)]


def test_an_unknown_parcel_is_kept_and_its_goods_scanned(
    tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    shop_desk.show("orders", view="returns")
    settle(shop_desk, qtbot)
    scan(tab.pages.returns.scan, "TEA-001", shop_desk, qtbot)
    assert "Scan the parcel first" in tab.pages.returns.scan.answer.text()
    scan(tab.pages.returns.scan, "XX999", shop_desk, qtbot)
    settle(shop_desk, qtbot)
    assert tab.pages.returns.panel.detail is not None
    assert tab.pages.returns.panel.detail.row.waybill == "XX999"
    scan(tab.pages.returns.scan, "TEA-001", shop_desk, qtbot)
    assert [line.code for line in tab.pages.returns.panel.detail.lines] == ["TEA-001"]


def test_everything_has_a_name(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot) -> None:
    for view in ("pick", "pack", "returns"):
        shop_desk.show("orders", view=view)
        settle(shop_desk, qtbot)
        page = tab.pages.currentWidget()
        assert page is not None
        for kind in (QPushButton, QLineEdit, ChoiceBox):
            for one in page.findChildren(kind):
                assert one.accessibleName() or not one.isVisible(), f"{view}: {one}"
