"""The window: top bar, rail, the tabs' pages, status bar; built anew in place when the language changes."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk import text
from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import TABLES, Backup, Message
from shopdesk.desk.focus_order import go_on
from shopdesk.desk.language import speak
from shopdesk.desk.overlays import DropVeil, Toast
from shopdesk.desk.rail import Rail
from shopdesk.desk.status_bar import StatusBar
from shopdesk.desk.tabs import TABS, Tab
from shopdesk.desk.top_bar import TopBar
from shopdesk.desk.widgets import Words, button
from shopdesk.settings import Settings
from shopdesk.shop.tone import Tone
from shopdesk.text import N_, _

if TYPE_CHECKING:
    from shopdesk.desk.palette import Command

SMALLEST: Final = QSize(900, 540)
USUAL: Final = QSize(1440, 900)
QUIET: Final = (
    Tab("import", N_("Import"), "import", "shopdesk.desk.importing.import_page:ImportPage"),
    Tab("history", N_("History"), "history", "shopdesk.desk.history_panel:HistoryPanel"),
    Tab("help", N_("Help"), "help", "shopdesk.desk.help_page:HelpPage"),
    Tab("settings", N_("Settings"), "settings", "shopdesk.desk.settings_panel:SettingsPanel"),
)
"""Places at the foot of the rail."""
WELCOME: Final = Tab("welcome", N_("Welcome"), "logo", "shopdesk.desk.welcome:Welcome")


class MainWindow(QMainWindow):
    """Shows the tabs of the registry and carries what belongs to none of them."""

    painted = Signal()
    """The window was painted for the first time: now there is time for whatever takes some."""

    def __init__(self, desk: Desk, tabs: Sequence[Tab] = TABS) -> None:
        super().__init__()
        self._was_painted = False
        self.desk = desk
        self.tabs = tabs
        self._places: dict[str, Mapping[str, Any]] = {}
        self._pages: dict[str, QWidget] = {}
        self._badges: dict[str, int] = {}
        self._current = self._before = ""
        self._looks = _looks(desk.settings)
        desk.doors.choose_files = self.choose_files
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setAcceptDrops(True)
        desk.shown.connect(self.show_tab)
        desk.told.connect(self._tell)
        desk.badge_told.connect(self._set_badge)
        desk.store_changed.connect(self._change_shop)
        desk.history_changed.connect(self._name_window)
        desk.settings_changed.connect(self._follow_settings)
        desk.backups_changed.connect(self._look_for_backups)
        self._build()

    # ------------------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        """Make everything in the language spoken now."""
        center = self._center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar(self.desk, center, self.commands, self.export_tab, self.choose_files)
        self.top.search.left.connect(self._focus_page)
        self.banner = self._demo_banner()
        self.rail = Rail([_place(tab) for tab in self.tabs], [_place(tab) for tab in QUIET])
        self.rail.picked.connect(self.show_tab)
        self.stack = QStackedWidget()
        self._waiting = Words("", "body", "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self._waiting)
        self.status = StatusBar(self.desk)
        self.status.backup_wanted.connect(self.back_up)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        self.toast = Toast(center)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.stack, 1)
        beside.addWidget(self.toast.room)
        body.addLayout(beside, 1)
        for part in (self.top, self.banner):
            column.addWidget(part)
        column.addLayout(body, 1)
        column.addWidget(self.status)
        self.setCentralWidget(center)
        self.veil = DropVeil(center)
        for key, number in self._badges.items():
            self.rail.set_badge(key, number)
        if self._was_painted:
            self._bind_keys()
        self._open_shop()

    def _demo_banner(self) -> QFrame:
        made = QFrame()
        made.setProperty("look", "banner")
        row = QHBoxLayout(made)
        row.setContentsMargins(16, 5, 14, 5)
        row.setSpacing(12)
        row.addWidget(Words(_("Demo shop"), "strong", "info"))
        row.addWidget(Words(_("Everything here is made up and thrown away when you leave."), "body"))
        row.addStretch(1)
        row.addWidget(button(_("Start my own"), partial(self.show_tab, WELCOME.key)))
        return made

    def _bind_keys(self) -> None:
        """Every command with a shortcut answers it; the tabs answer Ctrl+1 and on. Done after the first paint."""
        owner = self._center
        for command in self._own_commands():
            if command.shortcut:
                QShortcut(QKeySequence(command.shortcut), owner, partial(self._run_command, command))
        QShortcut(QKeySequence("Ctrl+Shift+Z"), owner, self.desk.redo)
        QShortcut(QKeySequence("Ctrl+K"), owner, self.top.search.open)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), owner, self._find)

    def _greet(self) -> None:
        self.painted.emit()
        self._bind_keys()

    def _run_command(self, command: "Command") -> None:
        why = command.why()
        if why:
            self.desk.tell(why)
        else:
            command.run()

    def rebuild(self) -> None:
        """Say everything anew (in another language) without losing the place."""
        self._note_places()
        had_focus = self.isActiveWindow()
        self._pages.clear()
        self._build()
        if had_focus:
            self._focus_page()

    def start_over(self) -> None:
        """Every screen as it is when it is first shown."""
        self._pages.clear()
        self._places.clear()
        self._build()

    def _note_places(self) -> None:
        for key, page in self._pages.items():
            place = getattr(page, "place", None)
            if place is not None:
                self._places[key] = place()

    # --------------------------------------------------------------------------------------------------- the shop

    def _change_shop(self) -> None:
        """Another shop is open: what was on screen belongs to the old one."""
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._places.clear()
        self._badges.clear()
        self._open_shop()

    def _open_shop(self) -> None:
        """Show the pages of the shop that is open; where there is none, the welcome or the sentence of `wait_for`."""
        is_open = self.desk.store is not None
        self.rail.setVisible(is_open)
        self.banner.setVisible(is_open and self.desk.is_demo)
        self._name_window()
        if is_open:
            self._look_for_backups()
            keys = [tab.key for tab in (*self.tabs, *QUIET)]
            self.show_tab(self._current if self._current in keys else keys[0])
        elif self._current == WELCOME.key:
            self.show_tab(WELCOME.key)

    def wait_for(self, sentence: str) -> None:
        """Say what is being done while there is no shop to show yet."""
        self._waiting.setText(sentence)
        self.stack.setCurrentWidget(self._waiting)

    def _name_window(self) -> None:
        self.setWindowTitle(f"{self.desk.shop_name} - ShopDesk" if self.desk.shop_name else "ShopDesk")

    def _look_for_backups(self) -> None:
        listed = self.desk.doors.list_backups
        if listed is not None and not self.desk.is_demo:
            self.desk.think("last backup", lambda: next(iter(listed()), None), self._show_backup)
        else:
            self.status.hide_backup()

    def _show_backup(self, backup: Backup | None) -> None:
        self.status.show_backup(backup)

    # --------------------------------------------------------------------------------------------------- the pages

    def show_tab(self, key: str, where: Mapping[str, Any] | None = None) -> None:
        """Bring a tab to front, make it where it is not made yet, and lead it to a place; "" is the tab before."""
        key = key or self._before or self.tabs[0].key
        if key != self._current and self._current in {tab.key for tab in self.tabs}:
            self._before = self._current
        page = self._pages.get(key)
        where = where or (self._places.pop(key, None) if page is None else None)
        if page is None:
            tab = next(tab for tab in (*self.tabs, *QUIET, WELCOME) if tab.key == key)
            page = self._pages[key] = tab.make(self.desk)
            page.setAccessibleName(_(tab.title))
            self.stack.addWidget(page)
        if key != self._current:
            self.status.show_totals(())
        self._current = key
        self.stack.setCurrentWidget(page)
        self.rail.set_current(key)
        show_place = getattr(page, "show_place", None)
        if where and show_place is not None:
            show_place(**where)

    @property
    def page(self) -> QWidget | None:
        """The tab in front."""
        return self._pages.get(self._current)

    def _set_badge(self, key: str, number: int) -> None:
        self._badges[key] = number
        self.rail.set_badge(key, number)

    def _tell(self, message: Message) -> None:
        self.toast.show_message(message)

    def _focus_page(self) -> None:
        if self.page is not None:
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        focus_search = getattr(self.page, "focus_search", None)
        if focus_search is None:
            self.top.search.open()
        else:
            focus_search()

    # ------------------------------------------------------------------------------------------------ the commands

    def commands(self) -> "list[Command]":
        """What the palette offers: the window's own commands, then those of the tabs that are made."""
        offered = self._own_commands()
        for page in self._pages.values():
            more = getattr(page, "commands", None)
            if more is not None:
                offered.extend(more())
        return offered

    def _own_commands(self) -> "list[Command]":
        from shopdesk.desk.palette import Command
        from shopdesk.desk.tabs.anywhere import asked_anywhere

        desk, doors = self.desk, self.desk.doors
        made = [
            Command(f"show {tab.key}", tab.title, partial(self.show_tab, tab.key), tab.icon, f"Ctrl+{place}")
            for place, tab in enumerate(self.tabs, 1)
        ]
        made += asked_anywhere(desk.show, {tab.key for tab in self.tabs})
        made += [
            Command("import", N_("Import files…"), self.choose_files, "import", "Ctrl+I", N_("load, drop, Excel, CSV"),
                    lambda: _closed(doors.import_files)),
            Command("export", N_("Export what is shown…"), self.export_tab, "export", "Ctrl+E", N_("save, Excel, CSV"),
                    self._why_not_export),
            Command("undo", N_("Undo"), desk.undo, "undo", "Ctrl+Z", "",
                    lambda: "" if desk.undo_title else _("There is nothing to undo.")),
            Command("redo", N_("Redo"), desk.redo, "redo", "Ctrl+Y", "",
                    lambda: "" if desk.redo_title else _("There is nothing to redo.")),
            Command("back_up", N_("Back up now"), self.back_up, "backup", "", N_("save a copy"),
                    lambda: _closed(doors.back_up)),
            Command("history", N_("History"), partial(self.show_tab, "history"), "history", "",
                    N_("who changed what, imports, take back")),
            Command("settings", N_("Settings"), partial(self.show_tab, "settings"), "settings", "Ctrl+,",
                    N_("language, theme, text size, shop, backups")),
            Command("help", N_("Help"), partial(self.show_tab, "help"), "help", "F1",
                    N_("guide, meaning of figures, keys, shortcuts")),
            Command("theme", N_("Switch between light and dark"), self.switch_theme, "theme", "",
                    N_("appearance, night")),
            Command("open", N_("New, open or demo shop"), partial(self.show_tab, WELCOME.key), "shop", "",
                    N_("change shop")),
        ]  # fmt: skip
        made += [
            Command(f"speak {code}", name, partial(self.speak, code), "language", "", N_("language"))
            for code, name in text.LANGUAGES.items()
        ]
        return made

    def _why_not_export(self) -> str:
        if self.desk.doors.export_grid is None or getattr(self.page, "export_grid", None) is None:
            return _("There is no list here to export.")
        return ""

    def export_tab(self) -> None:
        """Export what the tab in front shows."""
        export_grid = getattr(self.page, "export_grid", None)
        shown = export_grid() if export_grid is not None else None
        if shown is None or self.desk.doors.export_grid is None:
            self.desk.tell(_("There is no list here to export."))
        else:
            self.desk.doors.export_grid(shown)

    def choose_files(self) -> None:
        """Let the user choose files to import."""
        from PySide6.QtWidgets import QFileDialog

        kinds = f"{_('Tables')} ({TABLES})"
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Import files"), "", f"{kinds};;{_('All files')} (*)")
        if chosen:
            self.import_files([Path(name) for name in chosen])

    def import_files(self, files: Sequence[Path]) -> None:
        """Hand files to the import, if a shop is open that can take them."""
        take = self.desk.doors.import_files
        if take is None or self.desk.store is None:
            self.desk.tell(_("Open a shop first; then drop the files again."), Tone.WARN)
        else:
            take(files)

    def back_up(self) -> None:
        """Make a backup now."""
        work = self.desk.doors.back_up
        if work is not None:
            self.desk.run(_("Backup"), work, self._backed_up)

    def _backed_up(self, _made: object) -> None:
        self.desk.backups_changed.emit()
        self.desk.tell(_("The backup is made and verified."), Tone.GOOD)

    # ------------------------------------------------------------------------------------------------ preferences

    def speak(self, code: str) -> None:
        """Switch the language."""
        self.desk.set_settings(replace(self.desk.settings, language=code))

    def switch_theme(self) -> None:
        """Light where it is dark, dark where it is light."""
        self.desk.set_settings(replace(self.desk.settings, theme="light" if theme.is_dark() else "dark"))

    def _follow_settings(self, settings: Settings) -> None:
        looks = _looks(settings)
        if looks != self._looks:
            spoken_before, _scheme, size_before = self._looks
            self._looks = looks
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            theme.apply(app, settings.theme, speak(app, settings.language), settings.text_size / 100)
            if (settings.language, settings.text_size) != (spoken_before, size_before):
                self.rebuild()

    def restore_place(self) -> None:
        """Stand where the window stood last, as far as a screen is there."""
        packed = QByteArray(b64decode(self.desk.settings.window or ""))
        if not packed.isEmpty():
            self.restoreGeometry(packed)

    def _finish_typing(self) -> bool:
        """Take the cell that is being typed, as leaving it does; False where it is refused and the person was told."""
        refused: list[object] = []
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.desk.told.connect(refused.append)
            focused.clearFocus()
            self.desk.told.disconnect(refused.append)
        return not refused

    def _may_close(self) -> bool:
        """Ask before running work is cut off."""
        if not self.desk.jobs:
            return True
        from PySide6.QtWidgets import QMessageBox

        ask = QMessageBox(self)
        ask.setText(_("{title} is still running.").format(title=self.desk.jobs[-1].title))
        ask.setInformativeText(_("If you leave now it is cancelled and nothing of it is kept."))
        stay = ask.addButton(_("Keep it running"), QMessageBox.ButtonRole.RejectRole)
        leave = ask.addButton(_("Cancel it and leave"), QMessageBox.ButtonRole.DestructiveRole)
        ask.setDefaultButton(stay)
        ask.exec()
        return ask.clickedButton() is leave

    # Qt's own names from here.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._greet)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._finish_typing() and self._may_close()):
            event.ignore()
            return
        packed = b64encode(self.saveGeometry().data()).decode()
        self.desk.set_settings(replace(self.desk.settings, window=packed))
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(self, self.focusWidget(), forward=forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = _files(event)
        if files:
            self.veil.show_files(files)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        files = _files(event)
        if files:
            event.acceptProposedAction()
            self.import_files(files)


def _files(event: QDropEvent) -> list[Path]:
    """The local files and folders of a drag."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _place(tab: Tab) -> tuple[str, str, str]:
    return tab.key, _(tab.title), tab.icon


def _looks(settings: Settings) -> tuple[str, str, int]:
    return settings.language, settings.theme, settings.text_size


def _closed(door: object) -> str:
    return "" if door is not None else _("This is not possible in this shop.")
