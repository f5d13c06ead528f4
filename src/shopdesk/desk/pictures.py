"""Pictures of every screen, language and theme, taken of the real window at the scale of this process."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import QUIET, USUAL, MainWindow

REST_MS: Final = 60
LONGEST_MS: Final = 60_000


def settle(desk: Desk, longest_ms: int = LONGEST_MS) -> bool:
    """Let the window work until nothing is read or written and all is painted; whether that came in time.

    Two quiet looks in a row are asked for: what was read last is laid out and painted between them.
    """
    loop, limit = QEventLoop(), QTimer(singleShot=True, interval=longest_ms)
    limit.timeout.connect(loop.quit)
    limit.start()

    def look(was_quiet: bool) -> None:
        quiet = not desk.busy
        if quiet and was_quiet:
            loop.quit()
        else:
            QTimer.singleShot(REST_MS, lambda: look(quiet))

    QTimer.singleShot(REST_MS, lambda: look(False))
    loop.exec()
    return limit.isActive()


def take_pictures(
    window: MainWindow,
    out: Path,
    languages: Sequence[str],
    themes: Sequence[str],
    suffix: str = "",
    *,
    fronts: bool = False,
) -> list[Path]:
    """Show each screen in each language and theme and save it as `<screen>-<language>-<theme><suffix>.png`.

    `fronts`: of each tab the first page alone.
    """
    desk, made = window.desk, []
    out.mkdir(parents=True, exist_ok=True)
    window.resize(USUAL)
    for language in languages:
        for theme in themes:
            desk.set_settings(replace(desk.settings, language=language, theme=theme))
            window.start_over()
            for name, prepare in _screens(window, fronts):
                prepare()
                settle(desk)
                window.toast.hide()
                file = out / f"{name}-{language}-{theme}{suffix}.png"
                if not window.grab().save(str(file)):
                    raise OSError(f"cannot write {file}")
                made.append(file)
            window.top.search.close_list()
    return made


def _screens(window: MainWindow, fronts: bool) -> list[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture, in the order in which they are taken."""
    screens: list[tuple[str, Callable[[], object]]] = []
    for tab in (*window.tabs, *QUIET):
        screens.append((tab.key, lambda key=tab.key: window.show_tab(key)))  # type: ignore[misc]
        window.show_tab(tab.key)
        further = getattr(window.page, "pictures", None)
        if further is not None and not fronts:
            screens += [(f"{tab.key}-{name}", prepare) for name, prepare in further()]
    screens.append(("welcome", lambda: window.show_tab("welcome")))

    def open_palette() -> None:
        window.show_tab(window.tabs[0].key)
        window.top.search.open()

    screens.append(("palette", open_palette))
    return screens
