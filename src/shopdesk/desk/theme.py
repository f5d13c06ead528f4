"""How everything looks: colours, type, spacing, for light and dark; no colour is named anywhere else."""

import sys
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from shopdesk.shop.tone import Tone

GRID: Final = 8
"""All distances are multiples of it, or its half."""
ROW_HEIGHT: Final = 31
"""Pixels of a table row at text size 100; `row_height()` is that at the present size."""
RADIUS: Final = 6
STYLED: Final = "shopdesk_style"
TEXT_SIZES: Final = (90, 100, 115, 130, 150)
"""Per cent, as offered in Settings."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme. `*_soft` stand behind text of their tone; `on_*` is text upon a filled shape."""

    background: QColor
    surface: QColor
    soft: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    accent_soft: QColor
    accent_strong: QColor
    on_accent: QColor
    selection: QColor
    good: QColor
    good_soft: QColor
    warn: QColor
    warn_soft: QColor
    bad: QColor
    bad_soft: QColor
    on_bad: QColor
    info: QColor
    info_soft: QColor

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Text and background of a pill, line or note of that tone."""
        return {
            Tone.PLAIN: (self.muted, self.soft),
            Tone.GOOD: (self.good, self.good_soft),
            Tone.WARN: (self.warn, self.warn_soft),
            Tone.BAD: (self.bad, self.bad_soft),
            Tone.INFO: (self.info, self.info_soft),
        }[tone]


def _tokens(colours: str) -> Tokens:
    """The words of `colours`, in the order of the fields."""
    return Tokens(*(QColor(f"#{word}") for word in colours.split()))


CLEAR: Final = QColor(0, 0, 0, 0)
PAPER_INK: Final = QColor(0, 0, 0)
"""What is printed is black, whatever the screen looks like."""
# The selection of both themes is a shade quieter than in the drawings: muted text upon it reaches 4.5 there.
LIGHT: Final = _tokens(
    """F4F5F7 FFFFFF F8F9FB E2E5EA 1A1F27 636C7A 0B7285 E3F3F5 095E6E FFFFFF DFF0F3
    1B7F4B E9F6EF 9A6200 FDF1DC B42318 FCE9E7 FFFFFF 2F5FB3 E8EFFB"""
)
DARK: Final = _tokens(
    """14171B 1B1F25 20252C 2E343D E7EAEE 9AA4B2 43B3C4 173A40 63C6D5 14171B 1E3D44
    5CC48B 1A2F28 E3AE57 33291A F08A80 3A2224 14171B 86ABEE 1E2A40"""
)

_LATIN = {
    "win32": ("Segoe UI Variable Text", "Segoe UI"),
    "darwin": (".AppleSystemUIFont",),
    "linux": ("Inter", "Noto Sans"),
}
_HAN = {
    ("win32", "zh_CN"): ("Microsoft YaHei UI", "Noto Sans CJK SC"),
    ("win32", "zh_TW"): ("Microsoft JhengHei UI", "Noto Sans CJK TC"),
    ("darwin", "zh_CN"): ("PingFang SC",),
    ("darwin", "zh_TW"): ("PingFang TC",),
    ("linux", "zh_CN"): ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei"),
    ("linux", "zh_TW"): ("Noto Sans CJK TC", "Source Han Sans TC", "Noto Sans TC", "AR PL UMing TW"),
}
_MONO = {"win32": "Cascadia Mono", "darwin": "Menlo", "linux": "DejaVu Sans Mono"}
_ROLES: Final = {
    "body": (13, False),
    "strong": (13, True),
    "small": (12, False),
    "small_strong": (12, True),
    "brand": (16, True),
    "title": (18, True),
    "figure": (22, True),
    "wall": (56, True),
    "mono": (12, False),
}


class Bus(QObject):
    """Says that the look changed: colours, type size or language's fonts."""

    changed = Signal()


bus: Final = Bus()
_now = LIGHT
_language = "en"
_scale = 1.0


def tokens() -> Tokens:
    """The colours of the theme in use."""
    return _now


def is_dark() -> bool:
    """Whether the dark theme is in use."""
    return _now is DARK


def scaled(pixels: float) -> int:
    """A length that follows the text size, in whole pixels."""
    return round(pixels * _scale)


def row_height() -> int:
    """Height of a table row at the present text size."""
    return scaled(ROW_HEIGHT)


def families(language: str, platform: str = sys.platform) -> list[str]:
    """Font families, best first, so that Han characters keep the shapes of that language."""
    platform = platform if platform in _LATIN else "linux"
    latin = _LATIN[platform]
    if language == "en":
        return [*latin, *_HAN[platform, "zh_CN"]]
    return [*_HAN[platform, language], *latin]


def font(role: str = "body") -> QFont:
    """The font of a role of `_ROLES`; digits are tabular in all."""
    return _font(role, _language, _scale)


@cache
def _font(role: str, language: str, scale: float) -> QFont:
    size, bold = _ROLES[role]
    made = QFont()
    platform = sys.platform if sys.platform in _MONO else "linux"
    first = [_MONO[platform]] if role == "mono" else []
    made.setFamilies([*first, *families(language)])
    made.setPixelSize(round(size * scale))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def resolve(scheme: str) -> str:
    """Light or dark, for a setting that may also say "system"; light where the system does not tell."""
    if scheme in {"light", "dark"}:
        return scheme
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, scheme: str, language: str, scale: float = 1.0) -> None:
    """Dress the whole program: scheme "light", "dark" or "system"; scale 1.0 is text size 100."""
    global _now, _language, _scale
    hints = QGuiApplication.styleHints()
    native = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
    if hints.colorScheme() != native:
        hints.setColorScheme(native)  # the window's own frame follows on Windows and macOS
    _now, _language, _scale = (DARK if resolve(scheme) == "dark" else LIGHT), language, scale
    if app.property(STYLED) is None:  # asking the application for its style would first make the platform's
        app.setStyle("Fusion")
        app.setProperty(STYLED, True)
    dressed = (palette(_now), font(), style_sheet())
    if (app.palette(), app.font(), app.styleSheet()) != dressed:  # each of these visits every widget there is
        app.setPalette(dressed[0])
        app.setFont(dressed[1])
        app.setStyleSheet(dressed[2])
    bus.changed.emit()


def palette(t: Tokens) -> QPalette:
    """The tokens as Qt's own roles, for Fusion."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    pairs = (
        (role.Window, t.background), (role.WindowText, t.text), (role.Base, t.surface), (role.AlternateBase, t.soft),
        (role.Text, t.text), (role.Button, t.surface), (role.ButtonText, t.text), (role.BrightText, t.bad),
        (role.Highlight, t.selection), (role.HighlightedText, t.text), (role.Link, t.accent),
        (role.LinkVisited, t.accent), (role.ToolTipBase, t.surface), (role.ToolTipText, t.text),
        (role.PlaceholderText, t.muted), (role.Accent, t.accent), (role.Light, t.surface), (role.Midlight, t.soft),
        (role.Mid, t.line), (role.Dark, t.line), (role.Shadow, t.line),
    )  # fmt: skip
    for name, colour in pairs:
        made.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(group.Disabled, name, mix(t.muted, t.surface, 0.35))
    return made


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """`under` with `share` (0 to 1) taken away from `over`: 0 is all `over`."""
    keep = 1 - share
    return QColor.fromRgbF(
        over.redF() * keep + under.redF() * share,
        over.greenF() * keep + under.greenF() * share,
        over.blueF() * keep + under.blueF() * share,
    )


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def style_sheet() -> str:
    """Spacing, corners and borders that Fusion has no word for, from the tokens of the theme in use."""
    names = {field.name: getattr(_now, field.name).name() for field in fields(Tokens)}
    names["disabled"] = mix(_now.muted, _now.surface, 0.35).name()
    names["handle"] = mix(_now.muted, _now.surface, 0.6).name()
    names |= {f"px{size}": f"{scaled(size)}px" for size in (3, 4, 5, 6, 8, 9, 10, 12, 14, 17)}
    sheet = _SHEET
    for name in sorted(names, key=len, reverse=True):
        sheet = sheet.replace(f"${name}", names[name])
    return sheet


_SHEET: Final = """
QPushButton { background: $surface; border: 1px solid $line; border-radius: 6px; padding: $px5 $px12; color: $text; }
QPushButton:hover { background: $soft; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $disabled; background: $soft; }
QPushButton[look="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:focus { background: $accent_strong;
    border-color: $accent_strong; }
QPushButton[look="primary"]:disabled { background: $soft; border-color: $line; color: $disabled; }
QPushButton[look="bad"] { color: $bad; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; padding: $px4 $px6; }
QPushButton[look="quiet"]:hover { background: $selection; }
QPushButton[look="quiet"]:focus { border-color: $accent; }
QPushButton[look="link"] { background: transparent; border: none; padding: 0; color: $accent; text-align: left; }
QPushButton[look="link"]:focus, QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="key"] { border-radius: 4px; padding: 0px $px5; color: $muted; }
QPushButton[look="chip"] { border-radius: $px10; padding: 2px $px10; }
QPushButton[look="chip"]:checked { border-color: $accent; color: $accent; }
QPushButton[look="segment"] { background: transparent; border: none; border-right: 1px solid $line; border-radius: 0;
    padding: $px5 $px12; color: $muted; }
QPushButton[look="segment"][end="last"] { border-right: none; border-top-right-radius: 5px;
    border-bottom-right-radius: 5px; }
QPushButton[look="segment"][end="first"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
QPushButton[look="segment"]:hover { color: $text; }
QPushButton[look="segment"]:focus { color: $text; text-decoration: underline; }
QPushButton[look="segment"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[look="item"] { border: none; border-radius: 6px; background: transparent; padding: $px6 $px10;
    text-align: left; }
QPushButton[look="item"]:hover { background: $soft; }
QPushButton[look="item"]:checked { background: $accent_soft; color: $accent; }
QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox { background: $surface; border: 1px solid $line;
    border-radius: 6px;
    padding: $px4 $px8; color: $text; selection-background-color: $selection; selection-color: $text; }
QComboBox { padding-left: $px10; }
QPlainTextEdit { padding: $px4; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus { border-color: $accent; }
QLineEdit[look="bad"], QComboBox[look="bad"], QPlainTextEdit[look="bad"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $soft; color: $disabled; }
QLineEdit[look="search"] { background: $soft; }
QComboBox::drop-down { border: none; width: $px17; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: 4px; outline: none; }
QComboBox QAbstractItemView::item { padding: $px4 $px8; border-radius: 4px; }
QFrame[look="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[look="card_good"] { background: $good_soft; border: 1px solid $good; border-radius: 8px; }
QFrame[look="card_warn"] { background: $warn_soft; border: 1px solid $warn; border-radius: 8px; }
QFrame[look="card_bad"] { background: $bad_soft; border: 1px solid $bad; border-radius: 8px; }
QFrame[look="scan"] { background: $surface; border: 2px solid $accent; border-radius: 8px; }
QFrame[look="scan"] QLineEdit { background: transparent; border: none; border-bottom: 2px solid $line;
    border-radius: 0; padding: $px4 0px; }
QFrame[look="scan"] QLineEdit:focus { border-bottom-color: $accent; }
QFrame[look="scan"] QLineEdit[look="bad"] { border-bottom-color: $bad; }
QFrame[look="pick"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[look="pick"]:hover { border-color: $accent; }
QFrame[look="frame"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[look="rule"] { background: $line; border: none; }
QFrame[look="top"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[look="rail"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[look="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[look="banner"] { background: $info_soft; border: none; border-bottom: 1px solid $line; }
QFrame[look="toast"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[look="popup"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[look="search"] { background: $soft; border: 1px solid $line; border-radius: 6px; }
QFrame[look="search"][active="true"] { background: $surface; border-color: $accent; }
QFrame[look="search"] QLineEdit { background: transparent; border: none; padding: 0; }
QLabel[look="tip"] { background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: $px4 $px8; }
QCheckBox::indicator:unchecked { width: 11px; height: 11px; border: 1px solid $muted; border-radius: 2px;
    background: $surface; }
QCheckBox::indicator:unchecked:focus { border-color: $accent; }
QCheckBox::indicator:unchecked:disabled { border-color: $line; }
QRadioButton { color: $text; spacing: $px8; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
    background: $surface; }
QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QScrollArea, QScrollArea > QWidget > QWidget[look="plain"] { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 6px; }
QMenu { background: $surface; border: 1px solid $line; border-radius: 6px; padding: 4px; }
QMenu::item { padding: $px5 $px17 $px5 $px10; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QProgressBar { background: $line; border: none; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QHeaderView { background: $soft; border: none; }
QHeaderView::section { background: $soft; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: $px4 $px10; }
"""
