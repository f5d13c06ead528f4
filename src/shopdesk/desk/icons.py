"""Icons by what they mean: Lucide's drawings, tinted with the theme when they are painted."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from struct import unpack_from
from types import MappingProxyType
from typing import Final
from zlib import MAX_WBITS, decompress

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from shopdesk.desk import theme
from shopdesk.shop.tone import Tone

DRAWINGS: Final = MappingProxyType(
    {
        "about": "info",
        "add": "plus",
        "adjust": "sliders-horizontal",
        "all": "check-check",
        "approve": "check-check",
        "back": "arrow-left",
        "backup": "database-backup",
        "bad": "circle-alert",
        "blocked": "circle-x",
        "books": "book-open-check",
        "calendar": "calendar-days",
        "cancel": "x",
        "chart": "chart-column",
        "check": "check",
        "clock": "clock",
        "close": "x",
        "columns": "columns-3",
        "command": "corner-down-left",
        "copy": "copy",
        "count": "clipboard-check",
        "customer": "user",
        "database": "database",
        "delete": "trash-2",
        "demo": "sparkles",
        "down": "chevron-down",
        "edit": "pencil",
        "export": "download",
        "file": "file-spreadsheet",
        "filter": "list-filter",
        "folder": "folder-open",
        "forward": "arrow-right",
        "good": "circle-check",
        "help": "circle-question-mark",
        "history": "history",
        "import": "file-up",
        "info": "info",
        "language": "languages",
        "left": "chevron-left",
        "light": "sun",
        "link": "external-link",
        "listings": "tags",
        "logo": "store",
        "more": "ellipsis",
        "new": "plus",
        "open": "folder-open",
        "orders": "shopping-cart",
        "paste": "clipboard-paste",
        "person": "user",
        "product": "package",
        "profit": "wallet",
        "promotions": "calendar-days",
        "receipt": "package-plus",
        "redo": "redo-2",
        "refresh": "refresh-cw",
        "restore": "archive-restore",
        "return": "undo-2",
        "right": "chevron-right",
        "save": "save",
        "scan": "scan-barcode",
        "search": "search",
        "service": "headphones",
        "settlement": "landmark",
        "settings": "settings",
        "sheet": "file-spreadsheet",
        "shop": "store",
        "show": "eye",
        "sort_down": "arrow-down",
        "sort_up": "arrow-up",
        "stock": "boxes",
        "system": "monitor",
        "theme": "sun-moon",
        "dark": "moon",
        "today": "sunrise",
        "undo": "undo-2",
        "up": "chevron-up",
        "view": "bookmark",
        "warn": "triangle-alert",
        "zoom_in": "zoom-in",
        "zoom_out": "zoom-out",
    }
)
"""From what an icon means here to the name of Lucide's drawing."""


@cache
def _archive() -> bytes:
    found = find_spec("lucide")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("lucide.zip").read_bytes()


@cache
def _drawing(name: str) -> bytes:
    """The SVG of an icon; KeyError where the name means nothing here, or the archive has no such drawing.

    Entries are looked up in the archive's directory by hand (APPNOTE.TXT 4.3.12): the first paint waits for this, and
    `zipfile` reads all 1,745 entries first, for a fifth of the time that a bare window takes.
    """
    archive, member = _archive(), f"{DRAWINGS[name]}.svg".encode()
    place = archive.rfind(member)
    while place >= 0:
        entry = place - 46
        if archive[entry : entry + 4] == b"PK\x01\x02":
            method, size, length, start = unpack_from("<10xH8xI4xH12xI", archive, entry)
            if length == len(member):
                begin = start + 30 + sum(unpack_from("<26xHH", archive, start))
                packed = archive[begin : begin + size]
                return decompress(packed, -MAX_WBITS) if method else packed
        place = archive.rfind(member, 0, place)  # "file-up.svg" also ends another's name
    raise KeyError(name)


class TintedEngine(QIconEngine):
    """Paints one drawing in a colour of the theme of the moment, so that a change of theme needs no new icons."""

    def __init__(self, name: str, colour: str = "") -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        t = theme.tokens()
        if mode == QIcon.Mode.Disabled:
            return theme.mix(t.muted, t.surface, 0.45)
        if self._colour:
            ink: QColor = getattr(t, self._colour)
            return ink
        return t.accent if state == QIcon.State.On else t.text

    # Qt's own names from here.

    def clone(self) -> QIconEngine:
        return TintedEngine(self._name, self._colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return draw(self._name, size, self._ink(mode, state))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        made = draw(self._name, size * scale, self._ink(mode, state))
        made.setDevicePixelRatio(scale)
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        made = draw(self._name, rect.size() * ratio, self._ink(mode, state))
        made.setDevicePixelRatio(ratio)
        painter.drawPixmap(rect, made)


def draw(name: str, size: QSize, ink: QColor) -> QPixmap:
    """The icon in that colour, in device pixels, at the left of its room; kept in Qt's pixmap cache."""
    key = f"shopdesk/{name}/{size.width()}x{size.height()}/{ink.name()}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    made = QPixmap(size)
    made.fill(theme.CLEAR)
    drawing = _drawing(name).replace(b"currentColor", ink.name().encode()).replace(b'-width="2"', b'-width="1.8"')
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, size.height(), size.height()))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


def icon(name: str, colour: str = "") -> QIcon:
    """The icon of that meaning, in the text colour or in the token called `colour`; KeyError for an unknown name."""
    if name not in DRAWINGS:
        raise KeyError(name)
    return QIcon(TintedEngine(name, colour))


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` logical pixels in the colour of that token, sharp at a device's `ratio`."""
    ink: QColor = getattr(theme.tokens(), colour)
    made = draw(name, QSize(size, size) * ratio, ink)
    made.setDevicePixelRatio(ratio)
    return made


TONE_ICONS: Final = MappingProxyType(
    {Tone.PLAIN: "info", Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.INFO: "info"}
)
"""The icon that stands beside a tone, so that colour never speaks alone."""
