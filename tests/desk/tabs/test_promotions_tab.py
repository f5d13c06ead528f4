"""Promotions on screen: bars are dragged, stretched, drawn, nudged and called off; list and form write the same."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import key, open_window, settle, write

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.desk.tabs.promotions.calendar_page import CalendarPage
from shopdesk.desk.tabs.promotions.canvas import Canvas
from shopdesk.desk.tabs.promotions.month_paper import month_html
from shopdesk.desk.tabs.promotions.promotions_list import PromotionsList
from shopdesk.desk.tabs.promotions.shapes import LanesShape, WeeksShape
from shopdesk.desk.tabs.promotions.side import PromotionForm
from shopdesk.desk.tabs.promotions.taking_out import take_out
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.calendar.agenda import shop_regions
from shopdesk.shop.promotions.calendar.bars import Days
from shopdesk.shop.promotions.calendar.preparing import find_publicity, find_tasks
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.store.store import Store
from shopdesk.store.tables import Promotion

D = Decimal
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def today(store: Store) -> date:
    with store.read() as tx:
        return tx.today


def plan(store: Store, first: date, last: date | None, title: str = "Tea week", **more: Any) -> int:
    starts, ends = moments_of(first, last, store.zone)
    values = {"title": title, "kind": "once_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends, **more}
    made: int = store.do(add_promotion, values).value
    return made


@pytest.fixture
def promotion(store: Store, today: date) -> int:
    return plan(store, today + timedelta(1), today + timedelta(3))


@pytest.fixture
def window(shop_desk: Desk, store: Store, promotion: int, qtbot: QtBot) -> MainWindow:
    return open_window(shop_desk, store, qtbot, "promotions")


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> PromotionsTab:
    shop_desk.show("promotions")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    return window.page


@pytest.fixture
def page(tab: PromotionsTab) -> CalendarPage:
    return tab.pages.calendar


@pytest.fixture
def timeline(page: CalendarPage) -> Canvas:
    page.show_view("timeline")
    return page.canvas


def days(store: Store, promotion_id: int) -> Days:
    """First and last day of a promotion, as the store has them."""
    with store.read() as tx:
        (row,) = tx.rows(select(Promotion.starts_at, Promotion.ends_at).where(Promotion.promotion_id == promotion_id))
        ends = row.ends_at - timedelta(microseconds=1)
        return Days(row.starts_at.astimezone(tx.zone).date(), ends.astimezone(tx.zone).date())


def state(store: Store, promotion_id: int) -> str:
    with store.read() as tx:
        return str(tx.scalar(select(Promotion.state).where(Promotion.promotion_id == promotion_id)))


def drag(canvas: Canvas, start: QPoint, end: QPoint) -> None:
    view = canvas.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, pos=end)


def spot_of(canvas: Canvas, promotion_id: int) -> QRect:
    """Where the bar of a promotion is seen on the viewport."""
    room, margin, place = canvas.room, canvas.margin, canvas.place_of(promotion_id)
    box = next(one.box for one in canvas.shape.shown(room) if one.bar == place)
    return QRect(box.x - room.x + margin.x(), box.y - room.y + margin.y(), box.width, box.height)


def width(canvas: Canvas, day: date) -> int:
    return canvas.shape.box_of(day).width


def test_a_bar_is_dragged_and_undone(
    timeline: Canvas, promotion: int, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    timeline.choose(promotion, look=True)
    spot = spot_of(timeline, promotion).center()
    drag(timeline, spot, spot + QPoint(4 * width(timeline, today), 0))
    settle(shop_desk, qtbot)
    assert days(store, promotion) == (today + timedelta(5), today + timedelta(7))
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert days(store, promotion) == (today + timedelta(1), today + timedelta(3))
    assert timeline.days[0].first == today + timedelta(1), "the bar is back, too"


def test_the_edges_of_a_bar_stretch_it(
    timeline: Canvas, promotion: int, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    timeline.choose(promotion, look=True)
    place, day = spot_of(timeline, promotion), width(timeline, today)
    edge = QPoint(place.right() - 1, place.center().y())
    drag(timeline, edge, edge + QPoint(2 * day, 0))
    settle(shop_desk, qtbot)
    assert days(store, promotion) == (today + timedelta(1), today + timedelta(5))
    place = spot_of(timeline, promotion)
    edge = QPoint(place.left() + 1, place.center().y())
    drag(timeline, edge, edge - QPoint(day, 0))
    settle(shop_desk, qtbot)
    assert days(store, promotion) == (today, today + timedelta(5))


def test_a_press_alone_moves_nothing(
    timeline: Canvas, promotion: int, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    timeline.choose(promotion, look=True)
    undo = shop_desk.undo_title
    QTest.mouseClick(timeline.viewport(), LEFT, pos=spot_of(timeline, promotion).center())
    settle(shop_desk, qtbot)
    assert shop_desk.undo_title == undo
    assert timeline.current == promotion


def test_bars_move_and_stretch_by_keys(
    page: CalendarPage, promotion: int, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    canvas = page.canvas
    key(canvas, Qt.Key.Key_Right)
    assert canvas.current == promotion
    assert "Tea week" in canvas.accessibleDescription()
    assert "1 of 1" in canvas.accessibleDescription()
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    for _time in range(2):
        key(canvas, Qt.Key.Key_Right, alt)
    key(canvas, Qt.Key.Key_Down, alt)
    key(canvas, Qt.Key.Key_Right, alt | shift)
    settle(shop_desk, qtbot)
    assert days(store, promotion) == (today + timedelta(10), today + timedelta(13))
    key(canvas, Qt.Key.Key_Delete)
    settle(shop_desk, qtbot)
    assert state(store, promotion) == "cancelled"
    key(canvas, Qt.Key.Key_Right, alt)
    settle(shop_desk, qtbot)
    assert days(store, promotion).first == today + timedelta(10), "what is called off stays where it was"


def fill(form: PromotionForm, name: str, text: str) -> None:
    editor = form.form.editor(name)
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(editor.findData(text))
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def test_drawing_on_empty_days_writes_a_promotion_for_them(
    page: CalendarPage, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    page.show_view("timeline")
    canvas = page.canvas
    canvas.go_to(today)
    lane, channel = 1, canvas.lanes[1].title
    assert isinstance(canvas.shape, LanesShape)
    y = canvas.shape.tops[lane] + canvas.margin.y() + 20
    room = canvas.room
    first, last = (
        QPoint(canvas.shape.box_of(day).x - room.x + canvas.margin.x() + 5, y)
        for day in (today + timedelta(2), today + timedelta(4))
    )
    drag(canvas, first, last)
    assert page.side.currentWidget() is page.form
    fill(page.form, "title", "Drawn")
    fill(page.form, "kind", "percent_off")
    fill(page.form, "tiers", "-10%")
    page.form.form.submit.click()
    settle(shop_desk, qtbot)
    made = next(bar for bar in canvas.bars if bar.title == "Drawn")
    assert days(store, made.promotion_id) == (today + timedelta(2), today + timedelta(4))
    assert (made.channels, canvas.current) == ((channel,), made.promotion_id)


def test_what_the_shop_refuses_stands_under_the_fields(page: CalendarPage, shop_desk: Desk, qtbot: QtBot) -> None:
    page.begin()
    fill(page.form, "title", "Wrong")
    fill(page.form, "kind", "once_full")
    fill(page.form, "tiers", "nonsense")
    page.form.form.submit.click()
    settle(shop_desk, qtbot)
    assert page.side.currentWidget() is page.form
    assert page.form.form.submit.isEnabled()
    key(page.form.form, Qt.Key.Key_Escape)
    assert page.side.currentWidget() is page.panel


def test_enter_opens_the_form_and_saves_what_was_changed_alone(
    page: CalendarPage, promotion: int, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    page.canvas.choose(promotion)
    key(page.canvas, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    fill(page.form, "budget", "500")
    page.form.form.submit.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        row = tx.rows(select(Promotion.budget, Promotion.title, Promotion.state))[0]
    assert tuple(row) == (D(500), "Tea week", "planned")


def test_months_count_what_does_not_fit_and_lead_to_the_week(
    page: CalendarPage, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    for number in range(12):
        plan(store, today, today, f"One of many {number}")
    settle(shop_desk, qtbot)
    canvas = page.canvas
    canvas.go_to(today)
    shape = canvas.shape
    assert isinstance(shape, WeeksShape)
    assert shape.hidden(today) > 0
    box, room = shape.box_of(today), canvas.room
    spot = QPoint(box.x + 20, box.y + box.height - 8 - room.y + canvas.margin.y())
    QTest.mouseClick(canvas.viewport(), LEFT, pos=spot)
    assert (canvas.view, page.views.current) == ("week", "week")
    assert canvas.day_at(QPoint(canvas.margin.x() + 5, 200)) == today - timedelta(today.weekday())


def test_zoom_keeps_the_day_under_the_pointer(timeline: Canvas, today: date) -> None:
    timeline.go_to(today)
    spot = QPoint(timeline.margin.x() + 300, 200)
    day, before = timeline.day_at(spot), width(timeline, today)
    timeline.zoom(3, spot)
    assert width(timeline, today) > before
    assert abs((timeline.day_at(spot) - day).days) <= 1
    for _time in range(40):
        timeline.zoom(-1)
    assert width(timeline, today) >= 2


def test_only_what_is_seen_is_painted(
    store: Store, page: CalendarPage, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    for number in range(30):
        plan(store, today + timedelta(10 * number), today + timedelta(10 * number + 2), f"No. {number}")
    settle(shop_desk, qtbot)
    page.show_view("timeline")
    page.canvas.go_to(today)
    seen = {page.canvas.bars[one.bar].title for one in page.canvas.shape.shown(page.canvas.room)}
    assert "No. 0" in seen
    assert "No. 29" not in seen


def test_the_list_edits_and_narrows(
    tab: PromotionsTab, promotion: int, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    plan(store, today - timedelta(9), today - timedelta(8), "Long over")
    shop_desk.show("promotions", segment="promotions", quick="ended")
    settle(shop_desk, qtbot)
    grid = tab.pages.promotions.grid
    assert grid.rows.rowCount() == 1
    shop_desk.show("promotions", segment="promotions", quick="all", promotion_id=promotion)
    settle(shop_desk, qtbot)
    assert grid.rows.rowCount() == 2
    press = {made.text(): made for made in tab.pages.promotions.panel.findChildren(QPushButton)}
    press["Do it again"].click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        copies = tx.rows(select(Promotion.starts_at, Promotion.state).where(Promotion.copied_from == promotion))
    first = today + timedelta(1, weeks=52)
    assert [(one.starts_at.astimezone(store.zone).date(), one.state) for one in copies] == [(first, "draft")]


def test_codes_are_listed_with_their_promotion(
    tab: PromotionsTab, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    plan(store, today, today, "By code", coupons="TEA20*100/1;TEA30")
    shop_desk.show("promotions", segment="coupons")
    settle(shop_desk, qtbot)
    grid = tab.pages.coupons.grid
    assert grid.rows.rowCount() == 2
    assert tab.export_grid() is not None


def test_regions_are_chosen(page: CalendarPage, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page._set_region("US", True)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert "US" in shop_regions(tx)
    assert page.canvas.agenda is not None
    assert any(one.title == "Cyber Monday" for one in page.canvas.agenda.days)


def test_the_calendar_is_taken_out(
    page: CalendarPage, promotion: int, tmp_path: Path, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    assert page.canvas.agenda is not None
    take_out(shop_desk, page.canvas.agenda, tmp_path / "days.ics")
    take_out(shop_desk, page.canvas.agenda, tmp_path / "days.xlsx")
    settle(shop_desk, qtbot)
    text = (tmp_path / "days.ics").read_bytes().decode()
    assert f"DTSTART;VALUE=DATE:{today + timedelta(1):%Y%m%d}\r\n" in text
    assert "SUMMARY:Tea week\r\n" in text
    assert (tmp_path / "days.xlsx").stat().st_size > 1000


def test_a_month_is_taken_out_on_paper(
    page: CalendarPage, promotion: int, tmp_path: Path, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    agenda = page.canvas.agenda
    assert agenda is not None
    start = today + timedelta(1)
    take_out(shop_desk, agenda, tmp_path / "month.pdf", start)
    assert (tmp_path / "month.pdf").read_bytes().startswith(b"%PDF")
    html = month_html(agenda, start)
    assert html.count("Tea week") >= 2
    assert f"<b>{start.day}</b>" in html
    assert "Tea week" not in month_html(agenda, start.replace(year=start.year - 1))
    assert "<b>29</b>" in month_html(agenda, date(2028, 2, 3))
    assert "<b>29</b>" not in month_html(agenda, date(2027, 2, 3))


def test_the_first_promotion_may_be_of_long_ago(
    store: Store, page: CalendarPage, shop_desk: Desk, qtbot: QtBot
) -> None:
    starts = datetime(2019, 11, 10, 16, tzinfo=UTC)
    values = {"title": "Old", "kind": "free_shipping", "tiers": "99", "starts_at": starts, "ends_at": None}
    old = store.do(add_promotion, values).value
    settle(shop_desk, qtbot)
    page.show_promotion(old)
    assert page.canvas.current == old
    assert page.canvas.day_at(page.canvas.viewport().rect().center()).year == 2019


def words_in(panel: QWidget) -> set[str]:
    return {made.text() for made in panel.findChildren(QLabel)}


def test_the_calculator_shows_every_step_and_what_is_missing(
    tab: PromotionsTab, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    plan(store, today, today, "Full 300")
    plan(store, today, today, "Full 3000", tiers="3000-500")
    plan(store, today, today, "For the code", kind="percent_off", level="order", tiers="-10%", coupons="TEA10")
    shop_desk.show("promotions", segment="calculator")
    settle(shop_desk, qtbot)
    page = tab.pages.calculator
    page.basket.setPlainText("TEA-001\t3\t100\nCUP-11\t1\t68")
    settle(shop_desk, qtbot)
    assert "To pay: 338.00" in words_in(page.panel)
    assert {"Full 300", "Full 3000"} <= words_in(page.panel)
    assert page.form is not None
    codes = page.form.editor("coupons")
    assert isinstance(codes, QLineEdit)
    codes.setText("TEA10")
    settle(shop_desk, qtbot)
    assert "For the code" in words_in(page.panel)
    page.basket.setPlainText("NO-SUCH\t1")
    settle(shop_desk, qtbot)
    assert any("NO-SUCH" in words for words in words_in(page.panel))


def test_a_sku_is_found_by_its_name_and_put_into_the_basket(tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.show("promotions", segment="calculator")
    settle(shop_desk, qtbot)
    page = tab.pages.calculator
    write(page.pick, "TEA-0")
    settle(shop_desk, qtbot)
    key(page.pick, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert page.basket.toPlainText() == "TEA-001\t1"
    assert page.pick.text() == ""


def press(panel: QWidget, words: str) -> None:
    next(made for made in panel.findChildren(QPushButton) if words in {made.text(), made.accessibleName()}).click()


def type_in(form: PartForm, **texts: str) -> None:
    for name, text in texts.items():
        editor = form.form.editor(name)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    form.form.submit.click()


@pytest.mark.parametrize("segment", ["calendar", "promotions"])
def test_tasks_are_added_ticked_and_overdue(
    tab: PromotionsTab, promotion: int, segment: str, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    shop_desk.show("promotions", segment=segment, promotion_id=promotion)
    settle(shop_desk, qtbot)
    page: CalendarPage | PromotionsList = tab.pages.calendar if segment == "calendar" else tab.pages.promotions
    press(page.panel, "Add a task…")
    type_in(page.part, title="Photos", days_before="9")
    settle(shop_desk, qtbot)
    assert f"{today - timedelta(8)} · overdue" in words_in(page.panel)
    (tick,) = page.panel.findChildren(QCheckBox)
    tick.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert [task.is_done for task in find_tasks(tx, promotion)] == [True]
    assert str(today - timedelta(8)) in words_in(page.panel)
    press(page.panel, "Remove task Photos")
    settle(shop_desk, qtbot)
    assert page.panel.findChild(QCheckBox) is None


def test_publicity_is_written_changed_and_removed(
    page: CalendarPage, promotion: int, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    page.canvas.choose(promotion)
    settle(shop_desk, qtbot)
    press(page.panel, "Add publicity…")
    type_in(page.part, title="Banner", planned_cost="300")
    settle(shop_desk, qtbot)
    press(page.panel, "Banner")
    type_in(page.part, actual_cost="312.50")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        (notice,) = find_publicity(tx, promotion)
    assert (notice.kind, notice.planned_cost, notice.actual_cost) == ("ad", D(300), D("312.5"))
    press(page.panel, "Banner")
    press(page.part, "Remove")
    settle(shop_desk, qtbot)
    assert page.side.currentWidget() is page.panel
    with store.read() as tx:
        assert find_publicity(tx, promotion) == []


def test_a_day_of_the_shop_is_added(page: CalendarPage, today: date, shop_desk: Desk, qtbot: QtBot) -> None:
    page._add_day()
    type_in(page.part, title="Prime Day", first_on=str(today))
    settle(shop_desk, qtbot)
    assert [one.title for one in page.canvas.named[today]] == ["Prime Day"]
    shop_desk.show("promotions", segment="days")
    settle(shop_desk, qtbot)
    window = page.window()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, PromotionsTab)
    days = window.page.pages.days
    days._edit([(days.grid.rows.ids(0, 0)[0], "title", "Prime Days")])
    shop_desk.show("promotions", segment="calendar")
    settle(shop_desk, qtbot)
    assert [one.title for one in page.canvas.named[today]] == ["Prime Days"]
    days.grid.view.selectRow(0)
    days.remove_chosen()
    shop_desk.show("promotions", segment="calendar")
    settle(shop_desk, qtbot)
    assert today not in page.canvas.named


def test_a_form_stays_in_front_when_the_shop_changes(
    page: CalendarPage, promotion: int, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    page.canvas.choose(promotion)
    key(page.canvas, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    fill(page.form, "title", "Half typed")
    plan(store, today, today, "Somebody else's")
    settle(shop_desk, qtbot)
    assert page.side.currentWidget() is page.form
    assert len(page.canvas.bars) == 2


def test_a_bar_is_dragged_to_another_week_of_the_month(
    page: CalendarPage, promotion: int, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    page.canvas.choose(promotion, look=True)
    spot = spot_of(page.canvas, promotion).center()
    box = page.canvas.shape.box_of(page.canvas.day_at(spot))
    drag(page.canvas, spot, spot + QPoint(0, -box.height))
    settle(shop_desk, qtbot)
    assert days(store, promotion) == (today - timedelta(6), today - timedelta(4))


def test_lanes_of_goods_name_what_they_are_for(
    page: CalendarPage, store: Store, today: date, shop_desk: Desk, qtbot: QtBot
) -> None:
    plan(store, today, today, "Of a SKU", skus="TEA-001")
    settle(shop_desk, qtbot)
    page.show_view("timeline")
    page.canvas.show_lanes("product")
    canvas = page.canvas
    assert [lane.title for lane in canvas.lanes] == ["All products", "TEA-001"]
    assert isinstance(canvas.shape, LanesShape)
    middles = [canvas.shape.tops[lane] + canvas.margin.y() + 10 for lane in (0, 1)]
    assert [canvas.scope_at(QPoint(400, y)) for y in middles] == [{}, {"skus": "TEA-001"}]
    canvas.show_lanes("kind")
    assert [lane.title for lane in canvas.lanes] == ["Off from an amount on"]


def test_an_empty_calendar_is_drawn_in_as_any(empty_store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    window = open_window(shop_desk, empty_store, qtbot, "promotions")
    shop_desk.show("promotions", segment="calendar", view="timeline")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, PromotionsTab)
    page = window.page.pages.calendar
    page.canvas.show_lanes("kind")
    assert page.canvas.agenda is not None
    page.canvas.go_to(page.canvas.agenda.today)
    drag(page.canvas, QPoint(300, 120), QPoint(360, 120))
    assert page.side.currentWidget() is page.form


def test_a_time_typed_into_the_list_is_of_the_shops_clock(
    tab: PromotionsTab, shop_desk: Desk, store: Store, promotion: int, today: date, qtbot: QtBot
) -> None:
    shop_desk.show("promotions", segment="promotions")
    settle(shop_desk, qtbot)
    rows = tab.pages.promotions.grid.rows
    column = [one.key for one in rows.sheet.columns].index("starts_at")
    wall = f"{today} 20:00"
    rows.send([(promotion, "starts_at", rows.checked(column, wall))])
    settle(shop_desk, qtbot)
    with store.read() as tx:
        starts = tx.scalar(select(Promotion.starts_at).where(Promotion.promotion_id == promotion))
        assert f"{starts.astimezone(tx.zone):%Y-%m-%d %H:%M}" == wall
