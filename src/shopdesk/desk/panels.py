"""The larger parts of a screen: page head, cards, the detail panel at the right, what an empty screen says."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.widgets import Pill, Symbol, Words, button, clear, rule
from shopdesk.shop.columns import Tone
from shopdesk.text import _

DETAIL_WIDTH: Final = 330
ALL: Final = 1_000
"""Of the height that is left over, beside the 1 of what keeps things at the top."""


def page(widget: QWidget) -> QVBoxLayout:
    """The layout of a whole screen: the margins and gaps that all screens share."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(12)
    return column


class PageHead(QWidget):
    """First line of a screen: title, then what the tab puts beside it, then its actions at the right.

    Where the window is too narrow for all of it, what stands beside the title has a line of its own.
    """

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(10)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._lines.addLayout(self._row)
        self._title = Words(title, "title")
        self._subtitle = Words(subtitle, "body", "muted")
        self._beside = QWidget()
        left = QHBoxLayout(self._beside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addWidget(self._subtitle)
        left.addStretch(1)
        self._row.addWidget(self._title)
        self._row.addWidget(self._beside)
        self._row.addStretch(1)
        self._subtitle.setVisible(bool(subtitle))
        self._left, self._is_low = 0, False

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change what the head says."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def add_left(self, *widgets: QWidget) -> None:
        """Put segments or pills after the title, before the subtitle."""
        row = self._beside.layout()
        assert isinstance(row, QHBoxLayout)
        for widget in widgets:
            row.insertWidget(self._left, widget, 0, Qt.AlignmentFlag.AlignVCenter)
            self._left += 1

    def add_right(self, *widgets: QWidget) -> None:
        """Put actions at the right edge, the main one last."""
        for widget in widgets:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _needed(self) -> int:
        """The width that one line takes."""
        items = [self._row.itemAt(place) for place in range(self._row.count())]
        parts = {self._title, self._beside, *(item.widget() for item in items if item is not None)}
        widths = [part.sizeHint().width() for part in parts if part is not None and not part.isHidden()]
        return sum(widths) + self._row.spacing() * len(widths)

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self._left > 0 and self._needed() > self.width()
        if is_low != self._is_low:
            self._is_low = is_low
            (self._row if is_low else self._lines).removeWidget(self._beside)
            if is_low:
                self._lines.addWidget(self._beside)
            else:
                self._row.insertWidget(1, self._beside)


class Card(QFrame):
    """A bordered surface, with a title line where one is given; put content into `body`."""

    def __init__(self, title: str = "", note: str = "", *, flush: bool = False) -> None:
        """`flush` lets the content (a grid) reach the border."""
        super().__init__()
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        edge = 1 if flush else 14
        self.body.setContentsMargins(edge, edge if flush else 12, edge, edge if flush else 12)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        if title:
            self.setAccessibleName(title)
            if flush:
                self.head.setContentsMargins(13, 11, 13, 3)
            self.head.addWidget(Words(title, "strong"))
            beside = Words(note, "small", "muted", elide=True)
            beside.setToolTip(note)
            self.head.addWidget(beside)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class Figure(Card):
    """One figure of a board: its name, its value in large type, and a line about it."""

    def __init__(self, name: str, value: str = "", note: str = "", tone: Tone = Tone.PLAIN) -> None:
        super().__init__()
        self.body.setSpacing(2)
        self._name = Words(name, "small", "muted")
        self._value = Words(value, "figure")
        self._note = Words(note, "small", "muted")
        for words in (self._name, self._value, self._note):
            self.body.addWidget(words)
        self.body.addStretch(1)
        self.set_value(value, note, tone)

    def set_value(self, value: str, note: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Show a value; `tone` colours it."""
        self._value.setText(value)
        self._value.set_colour("text" if tone is Tone.PLAIN else tone.value)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{self._name.text()}: {value}")


class DetailPanel(QFrame):
    """The panel at the right that follows the selection: a head, then sections under one another.

    Fill it anew per selection: `clear()`, `set_head(…)`, `section(…)`; `show_note(…)` while nothing is selected.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(name)
        self.setMinimumWidth(260)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        scroll = QScrollArea()
        scroll.setAccessibleName(name)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("look", "plain")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(0)
        scroll.setWidget(inside)
        outer.addWidget(scroll)

    def clear(self) -> None:
        """Take everything out."""
        clear(self._column)

    def show_note(self, text: str) -> None:
        """Say one muted sentence instead of details."""
        self.clear()
        words = Words(text, "body", "muted", wrap=True)
        words.setContentsMargins(14, 14, 14, 14)
        self._column.addWidget(words)
        self._column.addStretch(1)

    def set_head(self, title: str, subtitle: str = "", pill: Pill | None = None) -> None:
        """Begin with the name of what is selected, its state, and a muted line under it."""
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 12)
        head.setSpacing(3)
        first = QHBoxLayout()
        name = Words(title, "strong", elide=True)
        name.setToolTip(title)
        first.addWidget(name, 1)
        if pill is not None:
            first.addWidget(pill)
        head.addLayout(first)
        if subtitle:
            head.addWidget(Words(subtitle, "small", "muted", wrap=True))
        self._column.addLayout(head)

    def section(self, title: str = "", *, fills: bool = False) -> QVBoxLayout:
        """A new section under a line; put widgets into what is returned. Call `finish()` after the last.

        One that `fills` the panel takes all the height that is left, as far as what is in it grows.
        """
        self._column.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 10, 14, 10)
        inner.setSpacing(6)
        if title:
            inner.addWidget(Words(title, "small", "muted"))
        self._column.addLayout(inner, ALL if fills else 0)
        return inner

    def facts(self, title: str, rows: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        """A section of label and value; a third word says how the value reads: a token's colour, or "strong"."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for place, (label, value, *style) in enumerate(rows):
            look = style[0] if style else "text"
            strong = look == "strong"
            named = Words(label, "strong" if strong else "body", "text" if strong else "muted")
            grid.addWidget(named, place, 0, Qt.AlignmentFlag.AlignTop)
            words = Words(value, "strong" if strong else "body", "text" if strong else look, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, place, 1)
        self.section(title).addLayout(grid)

    def finish(self) -> None:
        """Keep the sections together at the top."""
        self._column.addStretch(1)


class EmptyState(QWidget):
    """What an empty screen says: one sentence on what belongs here, the one action, a link to the demo."""

    def __init__(
        self,
        icon_name: str,
        sentence: str,
        action: tuple[str, Callable[[], object] | None] | None = None,
        demo: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(Symbol(icon_name, 32), 0, Qt.AlignmentFlag.AlignHCenter)
        words = Words(sentence, "body", "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMinimumWidth(theme.scaled(240))
        words.setMaximumWidth(theme.scaled(440))
        line = QHBoxLayout()  # without an alignment of its own, the paragraph gets the height that its width needs
        line.addStretch(1)
        line.addWidget(words, 8)
        line.addStretch(1)
        column.addLayout(line)
        if action is not None and action[1] is not None:
            made = button(action[0], action[1], look="primary")
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        if demo is not None:
            link = button(_("Look at the demo shop instead"), demo, look="link")
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
