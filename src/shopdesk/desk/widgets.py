"""The small parts every screen is made of: words, buttons, pills, segments; dressed by the theme."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.icons import icon, pixmap
from shopdesk.shop.tone import Tone
from shopdesk.text import _

ICON: Final = 16
"""Logical pixels of an icon in a button, at text size 100."""
LONGEST_WORD: Final = 96
"""Logical pixels at text size 100 that a paragraph takes at least: a longer word of it is broken."""
LONG: Final = re.compile(r"[^\s\u2e80-\uffff]{12,}")
"""A word that may be so long; Chinese ones break anywhere."""
BROKEN: Final = int(Qt.TextFlag.TextWrapAnywhere)


class Words(QLabel):
    """A line or paragraph in a role of the type scale and a colour of the theme; both follow their changes."""

    def __init__(
        self, text: str = "", role: str = "body", colour: str = "text", *, wrap: bool = False, elide: bool = False
    ) -> None:
        super().__init__(text)
        self._role, self._colour, self._elide = role, colour, elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._dress()
        theme.bus.changed.connect(self._dress)

    def set_colour(self, colour: str) -> None:
        """Write in the colour of that token."""
        self._colour = colour
        self._dress()

    def _dress(self) -> None:
        self.setFont(theme.font(self._role))
        shades = self.palette()
        ink: QColor = getattr(theme.tokens(), self._colour)
        shades.setColor(QPalette.ColorRole.WindowText, ink)
        self.setPalette(shades)

    # Qt's own names from here.

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        narrow = theme.scaled(24 if self._elide else LONGEST_WORD)
        return QSize(min(narrow, least.width()), least.height()) if self._elide or self.wordWrap() else least

    def heightForWidth(self, width: int) -> int:
        if not self._breaks(width):
            return super().heightForWidth(width)
        sides = self.contentsMargins()
        inner = QRect(0, 0, width - sides.left() - sides.right(), 0)
        return self._metrics().boundingRect(inner, BROKEN, self.text()).height() + sides.top() + sides.bottom()

    def paintEvent(self, event: QPaintEvent) -> None:
        breaks = self._breaks(self.width())
        if not self._elide and not breaks:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        if breaks:
            painter.drawText(self.contentsRect(), BROKEN | int(self.alignment()), self.text())
            return
        text = self._metrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | self.alignment()), text)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())

    def _breaks(self, width: int) -> bool:
        """Whether a word of a paragraph (an address, a long number) is wider than its line."""
        if not self.wordWrap() or not LONG.search(self.text()):
            return False
        sides = self.contentsMargins()
        metrics = self._metrics()
        room = width - sides.left() - sides.right()
        whole = QRect(0, 0, room, 0)
        return metrics.boundingRect(whole, int(Qt.TextFlag.TextWordWrap), self.text()).width() > room


class Pill(QWidget):
    """A state as a word on its soft ground."""

    def __init__(self, text: str = "", tone: Tone = Tone.PLAIN) -> None:
        super().__init__()
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._dress()
        theme.bus.changed.connect(self._dress)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    def set_state(self, text: str, tone: Tone) -> None:
        """Show another state; an empty text hides the pill."""
        self._text, self._tone = text, tone
        self.setVisible(bool(text))
        self._dress()

    def _dress(self) -> None:
        self.setFont(theme.font("small"))
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font())
        return QSize(words.horizontalAdvance(self._text) + theme.scaled(16), words.height() + theme.scaled(3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._text, self._tone)


def paint_pill(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Draw a pill that fills `rect`, with the painter's font; a plain one has a border, as it has no colour."""
    ink, ground = theme.tokens().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.tokens().line if tone is Tone.PLAIN else ground)
    painter.setBrush(ground)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    painter.setPen(ink)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    icon_name: str = "",
    look: str = "",
    name: str = "",
    shortcut: QKeySequence | QKeySequence.StandardKey | str | None = None,
) -> QPushButton:
    """A push button. Looks: "" framed, "primary", "bad", "quiet" (icon alone), "link", "chip", "item" (a list's line).

    A button without text needs `name`, which screen readers say and the tooltip shows.
    """
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("look", look)
    if icon_name:
        made.setIcon(icon(icon_name, {"primary": "on_accent", "bad": "bad", "quiet": "muted"}.get(look, "")))
        # Wider than high: the icon is drawn at the left, what remains parts it from the text.
        made.setIconSize(QSize(theme.scaled(ICON) + (4 if text else 0), theme.scaled(ICON)))
    made.setAccessibleName(name or text)
    if shortcut is not None:
        made.setShortcut(shortcut)
    keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    hint = name if not text else ""
    made.setToolTip(f"{hint} ({keys})".strip() if keys else hint)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    if look == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


class Segments(QFrame):
    """A row of choices of which one is on: the sub-views of a tab, or the ways to look at something."""

    picked = Signal(str)
    """The key of the choice the user made."""

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, current: str = "") -> None:
        super().__init__()
        self.setProperty("look", "frame")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for place, (key, title) in enumerate(choices):
            made = button(title, look="segment")
            made.setCheckable(True)
            made.setProperty("end", {0: "first", len(choices) - 1: "last"}.get(place, ""))
            # The one that is on is written strong, which Qt does not think of when it measures.
            strong = QFontMetrics(theme.font("strong")).horizontalAdvance(title)
            made.setMinimumWidth(strong + 2 * theme.scaled(12) + 2)
            made.clicked.connect(lambda _checked=False, key=key: self.picked.emit(key))
            self._group.addButton(made)
            self._buttons[key] = made
            row.addWidget(made)
        if choices:
            self.set_current(current or choices[0][0])

    @property
    def current(self) -> str:
        """The key of the choice that is on."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Turn a choice on without saying that the user picked it."""
        self._buttons[key].setChecked(True)


class ChoiceBox(QComboBox):
    """A drop-down list; its arrow is drawn with the theme's icon."""

    def __init__(self, choices: Sequence[tuple[object, str]] = (), name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        for value, title in choices:
            self.addItem(title, value)

    # Qt's own names from here.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = theme.scaled(14)
        place = QRectF(self.width() - size - theme.scaled(8), (self.height() - size) / 2, size, size)
        arrow = pixmap("down", size, "muted", self.devicePixelRatioF())
        QPainter(self).drawPixmap(place.toRect(), arrow)


class Symbol(QLabel):
    """An icon on its own, in a colour of the theme. It only repeats what the words beside it say."""

    def __init__(self, name: str, size: int = ICON, colour: str = "muted") -> None:
        super().__init__()
        self._name, self._size, self._colour = name, size, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._dress()
        theme.bus.changed.connect(self._dress)

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self._dress()

    def _dress(self) -> None:
        self.setPixmap(pixmap(self._name, theme.scaled(self._size), self._colour, self.devicePixelRatioF()))


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("look", "rule")
    made.setFixedHeight(1)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget another look of the style sheet."""
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def time_left(seconds: float) -> str:
    """What remains as a clock shows it: "0:21 left", "1:02:09 left"."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    clock = f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
    return _("{time} left").format(time=clock)
