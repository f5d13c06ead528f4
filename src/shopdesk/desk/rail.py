"""The labelled rail at the left: one button per tab, with its icon, its word and what waits in it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.icons import pixmap
from shopdesk.text import _

WIDTH, WIDEST, ICON, WORD = 88, 124, 20, 23
MARGIN, GAP = 8, 2
HEIGHTS: Final = ((62, 40), (54, 34), (45, 30), (32, 27))
"""Of a tab and of a quiet place, at text size 100: with room, in lower windows, and in one too low for the words."""


class RailButton(QAbstractButton):
    """One place of the rail."""

    def __init__(self, key: str, title: str, icon_name: str, *, quiet: bool = False) -> None:
        """A `quiet` one is an icon alone; its title is the tooltip and what screen readers say."""
        super().__init__()
        self.key, self._icon, self._quiet, self._badge, self._level = key, icon_name, quiet, 0, 0
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if quiet:
            self.setToolTip(title)

    def set_level(self, level: int) -> None:
        """Take the height of one of HEIGHTS; at the last the word is the tooltip."""
        self._level = level
        self.setToolTip(self.text() if self._is_bare else "")
        self.updateGeometry()
        self.update()

    def height_at(self, level: int) -> int:
        """The pixels that it takes at a level."""
        return theme.scaled(HEIGHTS[level][self._quiet])

    @property
    def _is_bare(self) -> bool:
        """Whether it shows no word."""
        return self._quiet or self._level == len(HEIGHTS) - 1

    def set_badge(self, number: int) -> None:
        """Show how many things wait here; 0 shows nothing."""
        self._badge = number
        waits = _("{title}, {count} waiting").format(title=self.text(), count=number)
        self.setAccessibleName(waits if number else self.text())
        self.update()

    def _paint_badge(self, painter: QPainter, right_of: QRectF) -> None:
        words = str(self._badge) if self._badge < 100 else "99+"
        painter.setFont(theme.font("small_strong"))
        size = theme.scaled(16)
        width = max(size, QFontMetrics(painter.font()).horizontalAdvance(words) + theme.scaled(8))
        place = QRectF(right_of.right() - size * 0.35, max(0.0, right_of.top() - size * 0.35), width, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tokens().bad)
        painter.drawRoundedRect(place, size / 2, size / 2)
        painter.setPen(theme.tokens().on_bad)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        words = 0 if self._quiet else QFontMetrics(theme.font("small_strong")).horizontalAdvance(self.text())
        width = min(max(theme.scaled(WIDTH), words + theme.scaled(10)), theme.scaled(WIDEST))
        return QSize(width, self.height_at(self._level))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = t.accent_soft if self.isChecked() else t.soft if self.underMouse() else None
        if ground is not None or self.hasFocus():
            painter.setPen(t.accent if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        size = theme.scaled(ICON)
        top = (self.height() - size - (0 if self._is_bare else theme.scaled(WORD))) / 2 + (0 if self._level else 1)
        place = QRectF((self.width() - size) / 2, top, size, size)
        colour = "accent" if self.isChecked() else "muted"
        painter.drawPixmap(QPointF(place.topLeft()), pixmap(self._icon, size, colour, self.devicePixelRatioF()))
        if not self._is_bare:
            painter.setFont(theme.font("small_strong" if self.isChecked() else "small"))
            painter.setPen(getattr(t, colour))
            line = QRectF(2, place.bottom() + theme.scaled(3), self.width() - 4, theme.scaled(20))
            words = QFontMetrics(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), words)
        if self._badge:
            self._paint_badge(painter, place)


class Rail(QFrame):
    """All places of the window: the tabs above, the quiet ones (history, settings) at the foot."""

    picked = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str, str]], quiet: Sequence[tuple[str, str, str]]) -> None:
        """Each place is key, title, icon."""
        super().__init__()
        self.setProperty("look", "rail")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, MARGIN, 6, MARGIN)
        column.setSpacing(GAP)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for place in tabs:
            column.addWidget(self._add(RailButton(*place)))
        column.addStretch(1)
        for place in quiet:
            column.addWidget(self._add(RailButton(*place, quiet=True)))

    def _add(self, made: RailButton) -> QWidget:
        made.clicked.connect(lambda _checked=False: self.picked.emit(made.key))
        self._group.addButton(made)
        self._buttons[made.key] = made
        return made

    def set_current(self, key: str) -> None:
        """Mark the place in front; an unknown key marks none."""
        self._group.setExclusive(False)
        for name, made in self._buttons.items():
            made.setChecked(name == key)
        self._group.setExclusive(True)

    def set_badge(self, key: str, number: int) -> None:
        """Show a number beside a place."""
        if key in self._buttons:
            self._buttons[key].set_badge(number)

    def _height_at(self, level: int) -> int:
        """What all places take at a level."""
        made = self._buttons.values()
        return sum(one.height_at(level) for one in made) + 2 * MARGIN + GAP * len(made)

    # Qt's own names from here.

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height_at(len(HEIGHTS) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        last = len(HEIGHTS) - 1
        level = next((level for level in range(last) if self._height_at(level) <= self.height()), last)
        for made in self._buttons.values():
            made.set_level(level)
