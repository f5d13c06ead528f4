"""What a bare Linux lacks before Qt can start (libraries, a Chinese font): found, named, installed where allowed."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
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


def install_line(packages: dict[str, str]) -> str:
    """The command that installs the packages, given per package manager; "" where this system has none we know."""
    manager = next((name for name, _ in MANAGERS if shutil.which(name)), "")
    return f"{dict(MANAGERS)[manager]} {packages[manager]}" if manager else ""


def make_ready() -> str:
    """Install what is missing as root with apt-get, else name it; returns what still stands in the way, or ""."""
    missing = missing_libraries()
    font_missing = not has_chinese_font()
    rows = [LIBRARIES[name] for name in missing] + ([CHINESE_FONT] if font_missing else [])
    if not rows:
        return ""
    names = {manager: dict.fromkeys(row[at] for row in rows) for at, (manager, _) in enumerate(MANAGERS)}
    line = install_line({manager: " ".join(packages) for manager, packages in names.items()})
    if may_install():
        apt_install(line)
        missing, font_missing = missing_libraries(), not has_chinese_font()
    if font_missing:
        print(f"fonts         no Chinese font: Chinese names will show as boxes. To mend: {_as_user(line)}", flush=True)
    if missing:
        return f"Qt cannot start without {', '.join(missing)}. This installs what is missing:\n  {_as_user(line)}"
    return ""


def may_install() -> bool:
    """Whether packages can be installed without asking anybody."""
    return sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(line: str) -> None:
    """Run an apt-get line as root, after bringing the list of packages up to date; what fails is said by apt itself."""
    print(f"libraries     {line}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], line.split()):
        subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _as_user(line: str) -> str:
    if not line:
        return "install them with this system's package manager"
    return line if os.geteuid() == 0 else f"sudo {line}"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
