"""The composition root of the window: settings, language, theme, desk, the shop, and the pictures of it all.

`python -m shopdesk.app --shoot FOLDER --store WHERE` takes pictures; each scale gets a process of its own, as Qt reads
QT_SCALE_FACTOR once, before the application is made.
"""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from shopdesk import __version__
from shopdesk.desk import theme
from shopdesk.desk.crash import CrashReporter
from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.doors import ShopFacts
from shopdesk.desk.garbage import keep_loaded
from shopdesk.desk.icons import icon
from shopdesk.desk.language import speak
from shopdesk.desk.main_window import QUIET, WELCOME, MainWindow
from shopdesk.desk.single import SingleWindow
from shopdesk.desk.tabs import TABS, Tab
from shopdesk.settings import load_settings
from shopdesk.shop.tone import Tone
from shopdesk.text import UserError, _

if TYPE_CHECKING:
    import argparse

SMOKE_MS: Final = 60_000
BACKUP_LOOK_MS: Final = 5 * 60_000
LANGUAGES: Final = ("en", "zh_CN", "zh_TW")
THEMES: Final = ("light", "dark")
SCALES: Final = (1.0, 1.5)

AT_ONCE: Final = ("shopdesk.desk.hinges", "shopdesk.shop.opening", "shopdesk.shop.spelling")
"""Modules that are needed as soon as a shop is open."""
SOON: Final = ("shopdesk.desk.exporting", "shopdesk.desk.importing.queue", "shopdesk.desk.importing.history_view")
"""Modules behind the doors, beside those of the screens."""

DemoMaker = Callable[[], OpenStore]
"""Makes the throw-away store of the demo shop and opens it; runs on the writer thread."""


def the_demo() -> OpenStore:
    """The demo shop, loaded when somebody wants it."""
    from shopdesk.exchange.demo.keep import open_demo

    return open_demo()


def run(
    store_where: str | None = None,
    *,
    demo: bool = False,
    smoke: bool = False,
    argv: Sequence[str] = (),
    make_demo: DemoMaker = the_demo,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    `store_where` is the shop to open, by default the one opened last; `demo` opens the demo shop instead. `smoke`
    opens, paints, opens the shop where there is one, and leaves: 0 when all of that happened.
    """
    program = Program(list(argv) or sys.argv[:1], make_demo)
    where = store_where or next(iter(program.desk.settings.stores), None)
    try:
        if where and not demo and not program.hold(where):
            return 0
    except UserError as error:
        if store_where:
            print(error, file=sys.stderr)  # noqa: T201 - there is no window yet that could say it
            return 1
        where = None
        program.say_later(str(error))
    program.start(where, demo=demo)
    if smoke:
        program.leave_when_settled()
    code = program.app.exec()
    program.close()
    return code


class Program(QObject):
    """The running program: one application, one desk, one window, one shop at a time."""

    def __init__(self, argv: list[str], make_demo: DemoMaker | None = None, tabs: Sequence[Tab] = TABS) -> None:
        super().__init__()
        self.app = _application(argv)
        settings = load_settings()
        theme.apply(self.app, settings.theme, speak(self.app, settings.language), settings.text_size / 100)
        self.crash = CrashReporter()
        self.crash.install()
        self.desk = Desk(settings)
        self._make_demo = make_demo
        self._holders: list[SingleWindow] = []
        self._said_later = settings.notice
        doors = self.desk.doors
        doors.create_shop, doors.open_shop, doors.restore = self.create_shop, self.open_shop, self.restore
        doors.open_demo = self.open_demo if make_demo is not None else None
        self.window = MainWindow(self.desk, tabs)
        self.desk.store_changed.connect(self._hang_doors)
        self.desk.idle.connect(self._import_soon)
        self._backups = QTimer(self, interval=BACKUP_LOOK_MS)
        self._backups.timeout.connect(self._back_up_if_due)
        self.app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def start(self, where: str | None, *, demo: bool = False) -> None:
        """Show the window; the shop is opened after its first paint."""
        if demo or where:
            self.window.wait_for(_("Opening the shop…"))
        else:
            self.window.show_tab(WELCOME.key)
        self.window.painted.connect(partial(self._go_on, where, demo))
        self.window.restore_place()
        self.window.show()

    def _go_on(self, where: str | None, demo: bool) -> None:
        if demo:
            self.open_demo()
        elif where:
            self.open_shop(where)
        if self._said_later:
            self.desk.tell(self._said_later, Tone.WARN)

    def say_later(self, sentence: str) -> None:
        """Say something once the window is there."""
        self._said_later = sentence

    def leave_when_settled(self) -> None:
        """For `--smoke`: leave with 0 after the first paint, once nothing is busy any more."""
        QTimer.singleShot(SMOKE_MS, partial(self.app.exit, 1))
        self.window.painted.connect(self._leave_if_idle)
        self.desk.idle.connect(self._leave_if_idle)

    def _leave_if_idle(self) -> None:
        if not self.desk.busy:
            self.app.exit(0)

    def close(self) -> None:
        """After the window is gone: a last backup where one is due, then let the shop go."""
        store = self.desk.store
        if store is not None and not self.desk.is_demo:
            from shopdesk.desk.hinges import back_up_if_due, store_of

            try:
                back_up_if_due(store_of(self.desk), leaving=True)
            except UserError as error:
                print(error, file=sys.stderr)  # noqa: T201 - the window is gone
        self.desk.close()
        self.window.deleteLater()
        self._hold_only(None)

    # ------------------------------------------------------------------------------------------------- the shop

    def hold(self, where: str) -> bool:
        """Hold the shop for this window; False where another window has it and has come to front instead."""
        if any(holder.holds(where) for holder in self._holders):
            return True
        holder = SingleWindow(where, self)
        if not holder.take():
            return False
        self._holders.append(holder)
        holder.called.connect(self._come_to_front)
        self.window.painted.connect(holder.listen)
        if self.window.isVisible():
            holder.listen()
        return True

    def _hold_only(self, where: str | None) -> None:
        """Let every shop go but the one that is open."""
        for holder in self._holders[:]:
            if where is None or not holder.holds(where):
                holder.release()
                self._holders.remove(holder)

    def _come_to_front(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    def open_shop(self, where: str) -> None:
        """Open a store: a file or a PostgreSQL address."""
        try:
            if not self.hold(where):
                self.desk.tell(_("That shop is open in another window, which is in front now."))
                return
        except UserError as error:
            self._refused(error)
            return
        self._open(where, partial(_open_store, where))

    def create_shop(self, facts: ShopFacts) -> None:
        """Ask where the new shop's file goes, and open it there."""
        from PySide6.QtWidgets import QFileDialog

        proposed = Path.home() / f"{_file_name(facts.name)}.shopdesk"
        kinds = _("ShopDesk shops") + " (*.shopdesk)"
        chosen, _kind = QFileDialog.getSaveFileName(self.window, _("Where the shop is kept"), str(proposed), kinds)
        if chosen:
            where = chosen if Path(chosen).suffix else f"{chosen}.shopdesk"
            self.create_shop_at(where, facts)

    def create_shop_at(self, where: str, facts: ShopFacts) -> None:
        """Make an empty shop and open it."""
        self._open(where, partial(_create_store, where, facts))

    def open_demo(self) -> None:
        """Open the demo shop in its own throw-away store."""
        if self._make_demo is not None:
            self.window.wait_for(_("Opening the demo shop…"))
            self.desk.open(partial(self._ready, self._make_demo), demo=True, failed=self._refused)

    def restore(self, backup: str) -> None:
        """Put a backup in the place of the open shop."""
        from shopdesk.desk.hinges import put_back, store_of

        self.desk.open(partial(put_back, store_of(self.desk), backup), failed=self._refused)

    def _open(self, where: str, opener: Callable[[], OpenStore]) -> None:
        self.desk.open(partial(self._ready, opener), failed=partial(self._refused_at, where))

    def _ready(self, opener: Callable[[], OpenStore]) -> OpenStore:
        """On the writer thread: open the shop and import what the window shows of it first, so that it need not."""
        store = opener()
        for name in AT_ONCE:
            import_module(name)
        self.window.tabs[0].load()
        keep_loaded()
        return store

    def _import_soon(self) -> None:
        """Once the first screen is filled, import the others on a worker: none of them holds the window up later."""
        if self.desk.store is not None:
            self.desk.idle.disconnect(self._import_soon)
            self.desk.think("screens", partial(_import_screens, (*self.window.tabs, *QUIET)), bool)

    def _hang_doors(self) -> None:
        """A shop is open: connect it, hold it, remember it."""
        from shopdesk.desk.hinges import hang_doors, store_of

        hang_doors(self.desk)
        self.window.top.refresh()
        self.desk.backups_changed.emit()  # now there is a door to look for them through
        if self.desk.is_demo:
            self._backups.stop()
            self._hold_only(None)
            return
        where = store_of(self.desk).where
        self.hold(where)
        self._hold_only(where)
        self.desk.set_settings(self.desk.settings.with_store(where))
        self._backups.start()

    def _refused(self, error: UserError) -> None:
        if self.desk.store is None:
            self.window.show_tab(WELCOME.key)
        self.desk.tell(str(error), Tone.BAD)

    def _refused_at(self, where: str, error: UserError) -> None:
        """A store of an older program can be brought up to date here and now; the old file is kept."""
        if self.desk.store is None:
            self._hold_only(None)
        else:
            from shopdesk.desk.hinges import store_of

            self._hold_only(None if self.desk.is_demo else store_of(self.desk).where)
        if error.code != "older":
            self._refused(error)
            return
        if self.desk.store is None:
            self.window.show_tab(WELCOME.key)
        self.desk.tell(str(error), Tone.WARN, (_("Bring it up to date"), partial(self._bring_up_to_date, where)))

    def _bring_up_to_date(self, where: str) -> None:
        self.window.wait_for(_("Bringing the shop up to date…"))
        self._open(where, partial(_migrate_and_open, where))

    def _back_up_if_due(self) -> None:
        if self.desk.store is None or self.desk.is_demo or self.desk.jobs:
            return
        from shopdesk.desk.hinges import back_up_if_due, store_of

        store = store_of(self.desk)
        self.desk.think("due backup", partial(back_up_if_due, store), self._backed_up)

    def _backed_up(self, made: bool) -> None:
        if made:
            self.desk.backups_changed.emit()

    def _follow_system(self) -> None:
        settings = self.desk.settings
        if settings.theme == "system" and theme.is_dark() != (theme.resolve("system") == "dark"):
            theme.apply(self.app, settings.theme, speak(self.app, settings.language), settings.text_size / 100)


def _application(argv: list[str]) -> QApplication:
    made = QApplication.instance()
    if not isinstance(made, QApplication):
        made = QApplication([*argv, "-style", "fusion"])  # said here, the platform's own style is never made
        made.setProperty(theme.STYLED, True)
    made.setApplicationName("ShopDesk")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName("shopdesk")
    made.setWindowIcon(icon("logo", "accent"))
    return made


def _open_store(where: str) -> OpenStore:
    from shopdesk.store.store import Store

    return Store.open(where)


def _create_store(where: str, facts: ShopFacts) -> OpenStore:
    from shopdesk.shop.opening import new_shop
    from shopdesk.shop.stock.rules import Costing

    costing = Costing(facts.costing)
    return new_shop(where, name=facts.name, currency=facts.currency, time_zone=facts.time_zone, costing=costing)


def _migrate_and_open(where: str) -> OpenStore:
    from shopdesk.store.migrate import migrate_store

    migrate_store(where)
    return _open_store(where)


def _import_screens(tabs: Sequence[Tab]) -> None:
    for name in SOON:
        import_module(name)
    for tab in tabs:
        tab.load()
    keep_loaded()


def _file_name(name: str) -> str:
    """The shop's name without what a file system refuses."""
    return "".join(letter for letter in name if letter not in '\\/:*?"<>|').strip(" .") or "shop"


# ---------------------------------------------------------------------------------------------------------- pictures


def shoot(
    store_where: str,
    out: Path,
    languages: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = THEMES,
    scales: Sequence[float] = SCALES,
    *,
    demo: bool = False,
    fronts: bool = False,
) -> list[Path]:
    """A picture of every screen of a shop, offscreen; one process per scale. OSError where one of them fails.

    `fronts`: of each tab the first page alone.
    """
    import subprocess

    before = {file: file.stat().st_mtime_ns for file in out.glob("*.png")}
    for scale in scales:
        chosen = ["--languages", ",".join(languages), "--themes", ",".join(themes)]
        command = [sys.executable, "-m", "shopdesk.app", "--shoot", str(out), "--store", store_where, *chosen]
        command += ["--scale", str(scale)] + (["--demo"] if demo else []) + (["--fronts"] if fronts else [])
        surroundings = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        done = subprocess.run(command, env=os.environ | surroundings, check=False)  # noqa: S603 - our own program
        if done.returncode:
            raise OSError(f"taking pictures at scale {scale} ended with {done.returncode}")
    return sorted(file for file in out.glob("*.png") if before.get(file) != file.stat().st_mtime_ns)


def _shoot_here(options: "argparse.Namespace") -> int:
    """Take the pictures of one scale in this process."""
    from shopdesk.desk.pictures import settle, take_pictures

    program = Program(sys.argv[:1])
    program.desk.open(partial(_open_store, options.store), demo=options.demo)
    program.window.show()
    if not settle(program.desk) or program.desk.store is None:
        return 1
    suffix = "" if options.scale == 1 else f"-{options.scale * 100:g}"
    languages, themes = options.languages.split(","), options.themes.split(",")
    take_pictures(program.window, options.shoot, languages, themes, suffix, fronts=options.fronts)
    program.desk.close()
    return 0


def _parse(argv: Sequence[str]) -> "argparse.Namespace":
    import argparse

    parser = argparse.ArgumentParser(prog="python -m shopdesk.app", description=__doc__)
    parser.add_argument("--store", default="")
    parser.add_argument("--demo", action="store_true", help="show the banner of the demo shop")
    parser.add_argument("--smoke", action="store_true", help="open, paint, leave")
    parser.add_argument("--shoot", type=Path, metavar="FOLDER", help="take a picture of every screen")
    parser.add_argument("--fronts", action="store_true", help="of each tab the first page alone")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--scale", type=float, default=1.0, help="only names the files: QT_SCALE_FACTOR decides")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """The door for `python -m shopdesk.app`."""
    options = _parse(argv)
    if options.shoot is not None:
        return _shoot_here(options)
    return run(options.store or None, smoke=options.smoke)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # all is kept; what Qt still destroys as the interpreter ends brings down one process in a thousand
