"""`shopdesk doctor`: what this computer lacks for ShopDesk to work well, each finding with its remedy."""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from shopdesk.settings import home
from shopdesk.text import _

QT_VERSION: Final = "6.11.3"
PACKAGES: Final = (
    "alembic", "lucide", "msoffcrypto", "numpy", "platformdirs", "pypinyin", "PySide6", "pyqtgraph", "python_calamine",
    "rapidfuzz", "sqlalchemy", "xlsxwriter",
)  # fmt: skip
LINUX: Final = platform.system() == "Linux"
DISK_FREE: Final = 1_000_000_000
"""Bytes: a year of a busy shop, its backups and one import under way."""

# Qt is asked in a process of its own: where a library is missing it ends the process before Python can speak.
# From Python 3.12 on True and None are immortal: their counts stand above 2**30, wander, and mean nothing.
QT_PROBE: Final = """
import json, os, sys
from PySide6 import __version__
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
class Bell(QObject):
    rung = Signal(bool, object)
app, bell, heard = QGuiApplication([]), Bell(), []
bell.rung.connect(lambda loud, by: heard.append(1))
before = [sys.getrefcount(True), sys.getrefcount(None)]
for _ in range(200):
    bell.rung.emit(True, None)
after = [sys.getrefcount(True), sys.getrefcount(None)]
systems = QFontDatabase.WritingSystem
print(json.dumps({
    "version": __version__, "platform": app.platformName(), "heard": len(heard),
    "lost": max(b - a if a < 1 << 30 else 0 for b, a in zip(before, after)),
    "simplified": QFontDatabase.families(systems.SimplifiedChinese)[:1],
    "traditional": QFontDatabase.families(systems.TraditionalChinese)[:1],
}), flush=True)
os._exit(0)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in words for people; `remedy` says what to do where `ok` is False."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def run_doctor() -> list[Finding]:
    """Look at everything; takes a few seconds, changes nothing, and survives whatever is broken."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    findings = [check_python(sys.version_info[:3], sys.maxsize > 2**32), check_packages(missing)]
    if not getattr(sys, "frozen", False):  # the packaged program carries its own Qt and no Python to ask it with
        qt, said = probe_qt("offscreen")
        findings += [check_qt(qt, said), check_signals(qt), check_fonts(qt), check_display()]
    findings += [check_input_method(os.environ), check_disk(_free_bytes())]
    if not missing:
        findings.append(check_sqlite())
    return [replace(finding, remedy="") if finding.ok else finding for finding in findings]


def check_python(version: tuple[int, ...], wide: bool) -> Finding:
    """Python 3.11 or newer, 64 bits."""
    words = f"{platform.python_implementation()} {'.'.join(map(str, version))}, {64 if wide else 32} bit"
    remedy = _("Install a 64-bit Python 3.11 or newer from python.org.")
    return Finding("Python", version >= (3, 11) and wide, words, remedy)


def check_packages(missing: list[str]) -> Finding:
    """Every package that ShopDesk imports can be found."""
    detail = _("missing: {names}").format(names=", ".join(missing)) if missing else _("all there")
    return Finding(_("Packages"), not missing, detail, _("Install ShopDesk again: pip install ."))


def probe_qt(platform_name: str) -> tuple[dict[str, Any], str]:
    """Start Qt on a platform in a child process; returns what it found, empty where it died, and its last words."""
    environment = os.environ | ({"QT_QPA_PLATFORM": platform_name} if platform_name else {})
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter on our own text
            [sys.executable, "-c", QT_PROBE], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {}, str(error)
    lines = done.stderr.strip().splitlines()
    if done.returncode:
        telling = [line for line in lines if "could not" in line.lower() or "Error" in line] or lines[-1:]
        return {}, telling[0] if telling else _("it stopped with code {code}").format(code=done.returncode)
    found: dict[str, Any] = json.loads(done.stdout)
    return found, ""


def check_qt(found: dict[str, Any], said: str) -> Finding:
    """Qt starts at all, in the one version whose signals can be trusted."""
    if not found:
        return Finding("Qt", ok=False, detail=said, remedy=_qt_remedy())
    version = found["version"]
    remedy = _("Install the version that ShopDesk is tested with: pip install PySide6-Essentials=={version}")
    return Finding("Qt", version == QT_VERSION, f"PySide6 {version}", remedy.format(version=QT_VERSION))


def check_signals(found: dict[str, Any]) -> Finding:
    """PySide6 6.12.0 gives away one reference to True and None per signal on Python 3.11, and ends the process."""
    if not found:
        return Finding(_("Signals"), ok=False, detail=_("not checked: Qt does not start"))
    sound = found["heard"] == 200 and found["lost"] < 100
    detail = _("{heard} of 200 heard, {lost} references lost").format(heard=found["heard"], lost=max(found["lost"], 0))
    remedy = _("This Qt would end the program without warning: pip install PySide6-Essentials=={version}")
    return Finding(_("Signals"), sound, detail, remedy.format(version=QT_VERSION))


def check_fonts(found: dict[str, Any]) -> Finding:
    """There is a font for simplified and one for traditional Chinese."""
    if not found:
        return Finding(_("Chinese fonts"), ok=False, detail=_("not checked: Qt does not start"))
    fonts = [*found["simplified"], *found["traditional"]]
    detail = ", ".join(dict.fromkeys(fonts)) or _("none: Chinese text would show as boxes")
    remedy = _("Install a font with Chinese characters; on Debian and Ubuntu: sudo apt-get install fonts-noto-cjk")
    return Finding(_("Chinese fonts"), bool(found["simplified"] and found["traditional"]), detail, remedy)


def check_display() -> Finding:
    """A window can be opened: Qt starts on the platform it chooses by itself."""
    name = _("Display")
    if LINUX and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        remedy = _("The command line works as it is. For the window, start ShopDesk on a desktop (or with ssh -X).")
        return Finding(name, ok=False, detail=_("none: neither DISPLAY nor WAYLAND_DISPLAY is set"), remedy=remedy)
    found, said = probe_qt("")
    if "connect to display" in said:
        remedy = _("The screen that DISPLAY names does not answer: log in to a desktop, or mend DISPLAY.")
        return Finding(name, ok=False, detail=said, remedy=remedy)
    if not found:
        return Finding(name, ok=False, detail=said, remedy=_qt_remedy())
    return Finding(name, ok=True, detail=str(found["platform"]))


def check_input_method(environment: Mapping[str, str]) -> Finding:
    """Typing Chinese on Linux goes through a plug-in; the Qt of the wheel brings the one for IBus only."""
    name, method = _("Input method"), environment.get("QT_IM_MODULE", "")
    if not LINUX:
        return Finding(name, ok=True, detail=_("the system's own"))
    if method.startswith("fcitx") and not environment.get("QT_IM_MODULES"):
        remedy = _("Start ShopDesk with QT_IM_MODULE=ibus: Fcitx 5 answers to that as well.")
        return Finding(name, ok=False, detail=f"QT_IM_MODULE={method}", remedy=remedy)
    chosen = environment.get("QT_IM_MODULES") or method or environment.get("XMODIFIERS", "")
    return Finding(name, ok=True, detail=chosen or _("none chosen; only needed to type Chinese"))


def check_sqlite() -> Finding:
    """The SQLite in use is free of the WAL-reset race; an older one works, but each save takes longer."""
    from shopdesk.store.engine import driver, wal_is_safe

    module = driver()
    detail = f"{module.sqlite_version} ({module.__name__.partition('.')[0]})"
    remedy = _("Stores are kept safe with a slower journal. For the fast one: pip install sqlcipher3")
    return Finding("SQLite", wal_is_safe(module.sqlite_version_info), detail, remedy)


def check_disk(free: int) -> Finding:
    """Room for the store, its backups and an import; `free` in bytes."""
    detail = _("{size} GB free at {folder}").format(size=f"{free / 1e9:.1f}", folder=home("data"))
    remedy = _("Make room: a disk that fills up stops the shop, though it loses nothing.")
    return Finding(_("Disk"), free >= DISK_FREE, detail, remedy)


def _free_bytes() -> int:
    folder = home("data").absolute()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _qt_remedy() -> str:
    if LINUX:
        return _("A system library is missing. From the checkout, python packaging/tasks.py demo names or installs it.")
    return _("Install ShopDesk again: pip install .")
