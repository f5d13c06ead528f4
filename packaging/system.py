"""What a bare Linux lacks (libraries of Qt, a Chinese font, venv): found, named, and installed where it may be."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

LIBRARIES = {
    # what Qt loads: the package that brings it on Debian and Ubuntu, Fedora, Arch
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
}
CHINESE_FONT = ("fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk")
VENV = (f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "python3-libs", "python")
MANAGERS = (
    ("apt-get", "apt-get install -y --no-install-recommends"),
    ("dnf", "dnf install -y"),
    ("pacman", "pacman -S --needed --noconfirm"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_NAMES = ("cjk", "sourcehan", "source-han", "wqy", "droidsansfallback", "uming", "simsun", "msyh")


def missing_libraries() -> list[str]:
    """The shared libraries among those Qt loads that this Linux cannot find; nothing on other systems."""
    return [name for name in LIBRARIES if not _loads(name)] if sys.platform.startswith("linux") else []


def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed; Windows and macOS bring theirs."""
    if not sys.platform.startswith("linux"):
        return True
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False).stdout.strip())
    files = (file.name.lower() for folder in FONT_FOLDERS for file in Path(folder).expanduser().rglob("*.[to]t[fc]"))
    return any(mark in name for name in files for mark in FONT_NAMES)


def can_make_venv() -> bool:
    """Whether this Python can put pip into a new environment; Debian keeps that in a package of its own."""
    return importlib.util.find_spec("ensurepip") is not None


def make_ready(*, qt: bool, venv: bool) -> str:
    """Install what is missing as root with apt-get, else name it; returns what still stands in the way, or "".

    `qt`: a window will be painted, on screen or off it. `venv`: an environment will be made.
    """
    lacking = _lacking(qt=qt, venv=venv)
    if lacking and may_install():
        _apt_install(install_line(lacking.values()))
        lacking = _lacking(qt=qt, venv=venv)
    line = install_line(lacking.values()) or "your system's package manager can install them"
    if list(lacking) == ["a Chinese font"]:
        print(f"fonts         none for Chinese, which will show as boxes; to mend that: {line}", flush=True)
        return ""
    return f"ShopDesk cannot start here without {', '.join(lacking)}. To install:\n  {line}" if lacking else ""


def install_line(packages: Iterable[tuple[str, str, str]]) -> str:
    """The one line that installs the packages with this system's manager, or "" where we know none here."""
    at = next((at for at, (name, _) in enumerate(MANAGERS) if shutil.which(name)), None)
    if at is None:
        return ""
    names = dict.fromkeys(row[at] for row in packages)
    return f"{'' if os.geteuid() == 0 else 'sudo '}{MANAGERS[at][1]} {' '.join(names)}"


def may_install() -> bool:
    """Whether packages can be installed without asking anybody."""
    return sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _lacking(*, qt: bool, venv: bool) -> dict[str, tuple[str, str, str]]:
    lacking = {name: LIBRARIES[name] for name in missing_libraries()} if qt else {}
    if qt and not has_chinese_font():
        lacking["a Chinese font"] = CHINESE_FONT
    importlib.invalidate_caches()
    if venv and sys.platform.startswith("linux") and not can_make_venv():
        lacking["Python's venv"] = VENV
    return lacking


def _apt_install(line: str) -> None:
    """Run an apt-get line as root, after bringing the list of packages up to date; apt says itself what fails."""
    print(f"libraries     {line}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], line.split()):
        subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
