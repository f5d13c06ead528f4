"""Small parts that several views of an import share: a note in a tone, a bar of buttons, what a kind of rows does."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QWidget

from shopdesk.desk.icons import TONE_ICONS
from shopdesk.desk.widgets import Symbol, Words
from shopdesk.shop.columns import Tone
from shopdesk.text import language


class Note(QFrame):
    """A sentence with an icon on the soft ground of its tone."""

    def __init__(self, text: str, tone: Tone = Tone.INFO) -> None:
        super().__init__()
        self.setProperty("look", "frame")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        colour = "muted" if tone is Tone.PLAIN else tone.value
        row.addWidget(Symbol(TONE_ICONS[tone], 16, colour), 0, Qt.AlignmentFlag.AlignTop)
        self.words = Words(text, "body", wrap=True)
        row.addWidget(self.words, 1)
        self.setAccessibleName(text)

    def say(self, text: str) -> None:
        """Another sentence; "" hides the note."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


def bar(*left: QWidget, right: tuple[QWidget, ...] = ()) -> QWidget:
    """Widgets at the left and at the right of one line."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return made


def in_reading_order(root: QWidget) -> None:
    """Let Tab go through what is in `root` as it is laid out, however late each part of it came."""
    for before, after in pairwise(_reached(root)):
        QWidget.setTabOrder(before, after)


def _reached(widget: QWidget) -> Iterator[QWidget]:
    """What Tab reaches in a widget, itself first, in the order of its layout."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _reached(inside)
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (widget := item.widget()) is not None:
            yield from _reached(widget)
        elif item is not None and (inner := item.layout()) is not None:
            yield from _laid_out(inner)


def whole(count: int) -> str:
    """A count as this person's language groups its digits."""
    return QLocale(language()).toString(count)
