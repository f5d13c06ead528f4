"""The morning page on screen: its figures, the check that is signed off and undone, definitions, rows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tests.desk.tabs.tea_shop import open_on, settle
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Form
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.today import TodayTab
from shopdesk.desk.tabs.today.customers_page import CustomersPage
from shopdesk.desk.tabs.today.figure_card import FigureCard
from shopdesk.desk.tabs.today.figures_page import FiguresPage
from shopdesk.desk.tabs.today.forecast_page import ForecastPage
from shopdesk.desk.tabs.today.history_page import HistoryPage
from shopdesk.desk.tabs.today.paper import checks_html
from shopdesk.desk.tabs.today.setup_page import SetupPage
from shopdesk.desk.tabs.today.sign_popup import SignPopup
from shopdesk.desk.tabs.today.today_page import TodayPage
from shopdesk.desk.tabs.today.why_page import WhyPage
from shopdesk.shop.listings.rules import Source
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.checks import fetch_signs, tuning
from shopdesk.shop.today.figures import fetch_board, layout
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Traffic
from shopdesk.store.tx import Tx

TODAY = date(2026, 11, 22)


@action("test.visits", "Tell of visitors")
def tell_visits(tx: Tx, days: int) -> None:
    """Two sources of the first channel on each of the last days."""
    for back in range(1, days + 1):
        for source, visitors in ((Source.SEARCH, 60), (Source.PAID, 40)):
            day = TODAY - timedelta(back)
            tx.insert(
                Traffic, channel_id=1, target="", source=source.value, source_name=source.value, report="test",
                first_on=day, last_on=day, impressions=1_000, visitors=visitors,
            )  # fmt: skip


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    store._clock = lambda: datetime(2026, 11, 22, 4, tzinfo=UTC)
    days = [TODAY - timedelta(back) for back in range(1, 15)]
    store.do(ring_up, [Ticket(f"T-{day}", day, [Item("CUP-11", 1 + day.day % 2, Decimal(30))]) for day in days])
    store.do(ring_up, [Ticket("T-late", TODAY - timedelta(9), [Item("CUP-11", 1, Decimal(30))], state="paid")])
    store.do(tell_visits, 20)
    return open_on("today", shop_desk, store, qtbot)


def front(window: MainWindow, kind: type[QWidget], segment: str, qtbot: QtBot) -> QWidget:
    assert isinstance(window.page, TodayTab)
    window.page.show_segment(segment)
    settle(window.desk, qtbot)
    page = window.page.front
    assert isinstance(page, kind)
    return page


def words(page: QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel))


def test_the_morning_shows_figures_check_and_why(window: MainWindow, qtbot: QtBot) -> None:
    page = front(window, TodayPage, "today", qtbot)
    assert isinstance(page, TodayPage)
    assert [card.accessibleName().partition(":")[0] for card in page.findChildren(FigureCard)] == [
        "Revenue", "Orders", "Conversion", "Order value", "Gross margin",
    ]  # fmt: skip
    assert page.checks.checks[0].key == "late_orders"
    assert "Orders past their promise: " in words(page)
    assert page.why.bars[0].name == "Conversion"
    assert [(bar.name, bar.told) for bar in page.mix.bars][:1] == [("Natural traffic", "60%")]
    page.sizes.picked.emit("month")
    settle(window.desk, qtbot)
    assert "2026-11-01 – 2026-11-21" in words(page)


def test_a_check_unfolds_is_signed_off_with_a_note_and_comes_back_by_undo(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    page = front(window, TodayPage, "today", qtbot)
    assert isinstance(page, TodayPage)
    unfold = next(one for one in page.checks.findChildren(QPushButton) if one.text().startswith("Show "))
    unfold.click()
    assert "T-late" in " ".join(one.text() for one in page.checks.findChildren(QPushButton))
    page.checks.sign.click()
    popup = page.findChild(SignPopup)
    assert popup is not None
    popup.form.type_in({"note": "called the courier"})
    popup.form.accept()
    settle(window.desk, qtbot)
    with store.read() as tx:
        signs = fetch_signs(tx, TODAY, TODAY)
    assert {sign.note for sign in signs} == {"called the courier"}
    assert not any(one.is_open for one in page.checks.checks)
    history = front(window, HistoryPage, "history", qtbot)
    assert "called the courier" in words(history)
    window.desk.undo()
    settle(window.desk, qtbot)
    with store.read() as tx:
        assert fetch_signs(tx, TODAY, TODAY) == []


def test_a_card_leads_to_its_definition_and_that_to_its_rows(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    page = front(window, TodayPage, "today", qtbot)
    qtbot.mouseClick(page.findChildren(FigureCard)[3], Qt.MouseButton.LeftButton)
    settle(window.desk, qtbot)
    assert isinstance(window.page, TodayTab)
    figures = window.page.front
    assert isinstance(figures, FiguresPage)
    assert "revenue ÷ orders" in words(figures.panel)
    figures._toggle("profit", True)
    settle(window.desk, qtbot)
    with store.read() as tx:
        assert layout(tx)[-1] == "profit"
    next(one for one in figures.panel.findChildren(QPushButton) if one.text() == "Open its rows").click()
    settle(window.desk, qtbot)
    assert not isinstance(window.page, TodayTab)


def test_the_period_of_the_first_page_is_that_of_what_it_leads_to(window: MainWindow, qtbot: QtBot) -> None:
    page = front(window, TodayPage, "today", qtbot)
    assert isinstance(page, TodayPage)
    page.sizes.picked.emit("month")
    settle(window.desk, qtbot)
    next(one for one in page.findChildren(QPushButton) if one.text() == "More").click()
    settle(window.desk, qtbot)
    assert isinstance(window.page, TodayTab)
    assert window.page.place() == {"segment": "why", "size": "month"}
    page.findChildren(FigureCard)[0].wanted.emit("orders")
    settle(window.desk, qtbot)
    assert window.page.place() == {"segment": "figures", "metric": "orders", "size": "month"}


def test_why_names_products_and_changes(window: MainWindow, qtbot: QtBot) -> None:
    page = front(window, WhyPage, "why", qtbot)
    assert isinstance(page, WhyPage)
    assert page.moves is not None
    assert sum(share.amount for share in page.moves.channels) == page.moves.change
    page.sizes.picked.emit("month")
    settle(window.desk, qtbot)
    assert "2026-11-01 – 2026-11-21" in words(page)


def test_checks_are_set_up_and_a_wrong_number_is_told(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    page = front(window, SetupPage, "setup", qtbot)
    assert isinstance(page, SetupPage)
    page.ticks["odd_day"].setChecked(False)
    page.numbers["lots", "days"].setText("x")
    page.hand.setPlainText("Read the announcements")
    page.save.click()
    settle(window.desk, qtbot)
    assert "no number" in page.fault.text()
    page.numbers["lots", "days"].setText("60")
    page.save.click()
    settle(window.desk, qtbot)
    with store.read() as tx:
        tuned = tuning(tx)
    assert (tuned.off, tuned.hand, tuned.limits["lots"]["days"]) == ({"odd_day"}, ("Read the announcements",), 60)


def test_the_forecast_and_the_customers_are_told(window: MainWindow, qtbot: QtBot) -> None:
    forecast = front(window, ForecastPage, "forecast", qtbot)
    assert isinstance(forecast, ForecastPage)
    assert "Few data" in forecast.said.text()
    assert "White gaiwan" in " ".join(one.text() for one in forecast.findChildren(QPushButton))
    customers = front(window, CustomersPage, "customers", qtbot)
    assert isinstance(customers, CustomersPage)
    assert customers.retention is not None
    assert customers.retention.customers == 1
    assert "Nobody has bought a second time yet." in words(customers)


def test_a_target_is_set_beside_the_definition(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    page = front(window, FiguresPage, "figures", qtbot)
    form = page.findChild(Form)
    assert form is not None
    form.type_in({"month": "2026-11", "amount": "5000"})
    form.accept()
    settle(window.desk, qtbot)
    with store.read() as tx:
        assert fetch_board(tx, By.MONTH, keys=["revenue"]).shown[0].target == 5000


def test_the_list_is_written_as_a_pdf(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = front(window, TodayPage, "today", qtbot)
    assert isinstance(page, TodayPage)
    page.write_out(tmp_path / "check.pdf")
    assert (tmp_path / "check.pdf").read_bytes()[:4] == b"%PDF"
    page.write_out(tmp_path / "no folder" / "check.pdf")
    assert not (tmp_path / "no folder").exists()
    html = checks_html(page.checks.checks, "Daily check")
    assert "T-late" in html
    assert html.count("<tr>") == len(page.checks.checks) + 1


def test_the_figures_fill_a_screen_until_escape(window: MainWindow, qtbot: QtBot) -> None:
    page = front(window, TodayPage, "today", qtbot)
    assert isinstance(page, TodayPage)
    page.open_wall()
    earlier = page.wall
    page.open_wall()
    wall = page.wall
    assert wall is not None
    assert earlier is not None
    assert (wall is earlier, isValid(earlier) and earlier.isVisible()) == (False, False)
    settle(window.desk, qtbot)
    shown = [words.text() for words in wall.findChildren(QLabel)]
    assert "Revenue" in shown
    assert any("before " in text for text in shown)
    with qtbot.waitSignal(wall.destroyed):
        qtbot.keyClick(wall, Qt.Key.Key_Escape)
