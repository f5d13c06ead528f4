"""A title that is typed in place: its words underlined in the colour of their class, what the law forbids on red."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from shopdesk.desk import theme
from shopdesk.shop.listings.rules import WordClass
from shopdesk.shop.listings.scoring.judging import Piece

SHADES: Final = {
    WordClass.PRODUCT: "accent", WordClass.ATTRIBUTE: "info", WordClass.AUDIENCE: "good",
    WordClass.GUARANTEE: "warn", WordClass.PROMOTION: "bad",
}  # fmt: skip
"""Class of a word → the colour of its line."""
THICK: Final = 2
ROOM: Final = 14
"""Height that the frame, what stands between it and the text, and the lines take."""
GAP: Final = 3
"""Pixels between two lines, so that words are told apart."""


class TitleEdit(QPlainTextEdit):
    """One line of text, however long; it grows with what is in it. Ctrl+Enter accepts."""

    accepted = Signal()
    left = Signal()
    """The focus went elsewhere."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(4)
        self._pieces: Sequence[Piece] = ()
        self._forbidden: Sequence[str] = ()
        self._dress()
        theme.bus.changed.connect(self._dress)
        self.textChanged.connect(self.fit)

    def show_pieces(self, pieces: Sequence[Piece], forbidden: Sequence[str]) -> None:
        """Underline these words, and lay red under these phrases."""
        self._pieces, self._forbidden = pieces, forbidden
        self.viewport().update()

    def fit(self) -> None:
        """Be as high as the text."""
        lines = max(1, self.document().firstBlock().layout().lineCount())
        step = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(lines * step + 2 * round(self.document().documentMargin()) + theme.scaled(ROOM))

    def _dress(self) -> None:
        font = QFont(theme.font("body"))
        font.setPixelSize(theme.scaled(16))
        self.setFont(font)
        self.fit()

    def _layout(self) -> QTextLayout:
        return self.document().firstBlock().layout()

    def _places(self, start: int, end: int) -> list[QRectF]:
        """Where the characters from `start` to `end` stand, one rectangle a line."""
        block = self.document().firstBlock()
        at = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        found = []
        for number in range(self._layout().lineCount()):
            line = self._layout().lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line, first), _x(line, last)
                found.append(QRectF(at.x() + left, at.y() + line.y(), right - left, line.height()))
        return found

    # Qt's own names from here.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shades = QPainter(self.viewport()), theme.tokens()
        text = self.toPlainText()
        for phrase in self._forbidden:
            at = text.find(phrase)
            while at >= 0:
                for place in self._places(at, at + len(phrase)):
                    painter.fillRect(place, shades.bad_soft)
                at = text.find(phrase, at + 1)
        for piece in self._pieces:
            colour = getattr(shades, SHADES[piece.word_class]) if piece.word_class else shades.line
            for place in self._places(piece.start, piece.end):
                line = QRectF(place.left(), place.bottom(), max(place.width() - GAP, 1), theme.scaled(THICK))
                painter.fillRect(line, colour)
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accepted.emit()
            return  # a title has no second line
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: object) -> None:
        text = source.text() if hasattr(source, "text") else ""
        self.insertPlainText(" ".join(str(text).split()))

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class LengthBar(QWidget):
    """How much of the room of a title is used."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._colour = 0.0, "good"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, colour: str) -> None:
        """Fill that share of it with that colour."""
        self._share, self._colour = min(max(share, 0.0), 1.0), colour
        self.update()

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(120), theme.scaled(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        round_off = whole.height() / 2
        painter.setBrush(theme.tokens().line)
        painter.drawRoundedRect(whole, round_off, round_off)
        painter.setBrush(getattr(theme.tokens(), self._colour))
        painter.drawRoundedRect(QRectF(0, 0, whole.width() * self._share, whole.height()), round_off, round_off)


def _x(line: object, position: int) -> float:
    """Where a character of a line begins; Qt's Python gives the position back beside it."""
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)
