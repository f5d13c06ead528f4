"""The window shows its tabs, keeps the place when it is built anew, and hands files, commands and words on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, Qt, QTime, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.samples import TABS, ListTab
from tests.desk.shelf import Shelf, put, settle

from shopdesk import text
from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Backup, Entry, ShopFacts
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.widgets import Words
from shopdesk.settings import Settings, load_settings
from shopdesk.shop.columns import Tone
from shopdesk.text import N_

NOW = datetime(2026, 11, 22, 8, 12, tzinfo=UTC)


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    ListTab.made.clear()
    doors = desk.doors
    doors.import_files = doors.export_grid = doors.restore = doors.open_shop = doors.create_shop = print
    doors.open_demo = print
    doors.read_facts = lambda _: ShopFacts("Tea & Ware", "CNY", "Asia/Shanghai")
    doors.list_backups = lambda: [Backup("/b/1.shopdesk", NOW, verified=True, size=23_000_000)]
    doors.back_up = lambda _: None
    doors.list_edits = lambda _: [Entry(1, NOW, "ann", "Changed a price")]
    doors.imports_page = lambda _: QLabel("every import")
    made = MainWindow(desk, TABS)
    qtbot.addWidget(made)
    made.show()
    settle(desk, qtbot)
    yield made
    made.close()


def files(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in names])
    return data


def test_tabs_are_made_when_they_are_first_shown(window: MainWindow) -> None:
    assert len(ListTab.made) == 1
    window.show_tab("stock")
    window.show_tab("orders")
    assert window.page is ListTab.made[0]
    assert len(ListTab.made) == 1


def test_the_desk_leads_to_a_place(window: MainWindow, desk: Desk) -> None:
    window.show_tab("stock")
    desk.show("orders", view="done", order_id=42)
    assert isinstance(window.page, ListTab)
    assert window.page.place() == {"view": "done", "order_id": 42}


@pytest.mark.parametrize("language", text.LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_built_painted_and_closed(
    window: MainWindow, desk: Desk, qtbot: QtBot, language: str, scheme: str
) -> None:
    desk.set_settings(replace(desk.settings, language=language, theme=scheme))
    assert text.language() == language
    assert theme.is_dark() == (scheme == "dark")
    for key in ("orders", "stock", "history", "settings", "welcome"):
        window.show_tab(key)
        settle(desk, qtbot)
        picture = window.grab().toImage()
        corner = picture.pixelColor(picture.width() // 2, picture.height() - 40)
        assert corner.name() in {theme.tokens().background.name(), theme.tokens().surface.name()}


def test_a_language_is_switched_in_place(window: MainWindow, desk: Desk) -> None:
    desk.show("orders", view="done", order_id=42)
    before = window.page
    window.speak("zh_CN")
    assert isinstance(window.page, ListTab)
    assert window.page is not before
    assert window.page.place() == {"view": "done", "order_id": 42}
    assert text.language() == "zh_CN"
    assert QApplication.font().families()[0] == theme.families("zh_CN")[0]


def test_a_place_left_behind_is_found_when_its_tab_is_made_again(window: MainWindow, desk: Desk) -> None:
    desk.show("orders", view="done", order_id=42)
    window.show_tab("stock")
    window.speak("zh_TW")
    window.speak("en")
    window.show_tab("orders")
    assert isinstance(window.page, ListTab)
    assert window.page.place() == {"view": "done", "order_id": 42}


def test_the_theme_changes_without_building_anew(window: MainWindow) -> None:
    before = window.page
    window.switch_theme()
    assert theme.is_dark()
    assert window.page is before


def test_preferences_are_written(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.switch_theme()
    window.speak("zh_TW")
    settle(desk, qtbot)
    assert (load_settings().theme, load_settings().language) == ("dark", "zh_TW")


def test_files_dropped_on_the_window_reach_the_import(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    taken: list[Any] = []
    desk.doors.import_files = taken.append
    data = files(str(tmp_path / "orders.csv"), str(tmp_path / "items.xlsx"), str(tmp_path))
    entering = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    assert window.veil.isVisible()
    assert "3" in window.veil.accessibleName()
    window.grab()
    dropped = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, dropped)
    assert not window.veil.isVisible()
    assert taken == [[tmp_path / "orders.csv", tmp_path / "items.xlsx", tmp_path]]


def test_files_dropped_before_a_shop_is_open_are_answered(qapp: QApplication, qtbot: QtBot) -> None:
    desk = Desk()
    window = MainWindow(desk, TABS)
    qtbot.addWidget(window)
    window.show()
    window.import_files([Path("orders.csv")])
    assert window.toast.text.startswith("Open a shop first")
    desk.close()


def test_export_hands_over_what_the_tab_in_front_shows(window: MainWindow, desk: Desk) -> None:
    exported: list[Any] = []
    desk.doors.export_grid = exported.append
    desk.show("orders", view="done")
    window.export_tab()
    window.show_tab("stock")
    window.export_tab()
    assert exported == ["grid done"]
    assert window.toast.text == "There is no list here to export."


def test_a_told_sentence_stands_in_the_window_with_its_action(window: MainWindow, desk: Desk) -> None:
    done: list[str] = []
    desk.tell("SKU TEA-9 is unknown.", Tone.BAD, ("Open products", lambda: done.append("opened")))
    assert window.toast.text == "SKU TEA-9 is unknown."
    act = next(made for made in window.toast.findChildren(QAbstractButton) if made.text() == "Open products")
    act.click()
    assert done == ["opened"]
    assert window.toast.text == ""


def test_undo_is_offered_with_what_it_undoes(window: MainWindow, desk: Desk, shelf: Shelf, qtbot: QtBot) -> None:
    assert not window.top.undo.isEnabled()
    desk.do(put, "a", 1)
    settle(desk, qtbot)
    assert window.top.undo.isEnabled()
    assert "put" in window.top.undo.toolTip()
    window.top.undo.click()
    settle(desk, qtbot)
    assert shelf.rows == {}
    assert not window.top.undo.isEnabled()


def test_keys_reach_the_commands(window: MainWindow, desk: Desk, shelf: Shelf, qtbot: QtBot) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page is not ListTab.made[0]
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page is ListTab.made[0]
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is ListTab.made[0].search
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.is_open


def test_badges_are_shown_and_said(window: MainWindow, desk: Desk) -> None:
    desk.badge_told.emit("stock", 5)
    named = [made.accessibleName() for made in window.rail.findChildren(QAbstractButton)]
    assert "Products & stock, 5 waiting" in named
    window.grab()


def test_the_demo_says_so(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    assert not window.banner.isVisible()
    desk.open(Shelf, demo=True)
    settle(desk, qtbot)
    assert window.banner.isVisible()


def test_another_shop_gets_pages_of_its_own(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    desk.show("orders", view="done", order_id=42)
    desk.open(lambda: Shelf("Kettles"))
    settle(desk, qtbot)
    assert len(ListTab.made) == 2
    assert ListTab.made[1].place() == {"view": "open", "order_id": 0}
    assert window.windowTitle() == "Kettles - ShopDesk"


def test_whatever_can_have_the_focus_has_a_name(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    nameless = []
    desk.tell("Told", Tone.WARN, ("Do", print))
    for key in ("orders", "stock", "history", "settings", "welcome"):
        window.show_tab(key)
        settle(desk, qtbot)
        for widget in window.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(widget)
                if not interface.text(QAccessible.Text.Name):
                    nameless.append(f"{key}: {type(widget).__name__}")
    assert not nameless


def test_the_window_fits_a_small_screen_at_large_text(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    desk.set_settings(replace(desk.settings, text_size=130))
    for key in ("orders", "history", "settings", "welcome"):
        window.show_tab(key)
        settle(desk, qtbot)
        assert window.minimumSizeHint().width() <= 1280
        assert window.minimumSizeHint().height() <= 680


def test_the_place_on_the_screen_is_kept(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.resize(1000, 600)
    window.close()
    settle(desk, qtbot)
    other = MainWindow(Desk(Settings(window=load_settings().window)), TABS)
    qtbot.addWidget(other)
    other.restore_place()
    assert other.height() == 600


def test_history_shows_edits_and_imports(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    desk.show("history", kind="imports")
    settle(desk, qtbot)
    assert window.page is not None
    shown = [made.text() for made in window.page.findChildren(QLabel) if made.isVisible()]
    assert "every import" in shown
    desk.show("history", kind="edits")
    settle(desk, qtbot)
    assert "Changed a price" in [made.toolTip() for made in window.page.findChildren(QWidget)]
    assert "every import" not in [made.text() for made in window.page.findChildren(QLabel) if made.isVisible()]


def test_commands_of_the_tabs_join_those_of_the_window(window: MainWindow) -> None:
    titles = [N_("Mark as shipped"), "Undo", "繁體中文"]
    offered = [command.title for command in window.commands()]
    assert [title for title in titles if title in offered] == titles


def test_building_anew_leaves_nothing_behind(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    def live() -> int:
        settle(desk, qtbot)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(QApplication.allWidgets())

    for language in ("zh_CN", "en"):
        window.speak(language)
    before = live()
    for language in ("zh_CN", "en") * 5:
        window.speak(language)
    assert live() <= before


def test_every_moment_is_told_in_the_shops_zone(window: MainWindow, desk: Desk, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.zone = ZoneInfo("Pacific/Kiritimati")  # where it is 22:12 of the same day
    desk.do(put, "tea", 1)
    settle(desk, qtbot)
    assert desk.zone == shelf.zone
    clock = QLocale("en").toString(QTime(22, 12), QLocale.FormatType.ShortFormat)
    line = next(one for one in window.status.findChildren(QPushButton) if one.text().startswith("Backup"))
    assert clock in line.text()
    for place in ("history", "settings"):
        window.show_tab(place)
        settle(desk, qtbot)
        assert window.page is not None
        assert any(clock in words.text() for words in window.page.findChildren(Words))


def test_the_line_about_the_backup_leads_to_one(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    made: list[object] = []
    desk.doors.back_up = made.append
    desk.doors.list_backups = list
    desk.backups_changed.emit()
    settle(desk, qtbot)
    line = next(one for one in window.status.findChildren(QPushButton) if one.text() == "No backup yet: make one")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    settle(desk, qtbot)
    assert len(made) == 1
    assert window.toast.text == "The backup is made and verified."


def test_the_demo_says_nothing_of_backups(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.history_changed):
        desk.open(Shelf, demo=True)
    assert not [one for one in window.status.findChildren(QPushButton) if "ackup" in one.text() and one.isVisible()]
