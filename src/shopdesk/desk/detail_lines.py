"""What detail panels are made of beside facts: ruled lines of figures, sentences with a link, whole lists."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.grid import CellFormats, GridView, RowsModel
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.panels import DetailPanel
from shopdesk.desk.widgets import Words, rule
from shopdesk.shop.columns import Sheet, Tone

LONGEST_LIST: Final = 12
"""Rows of a whole list that stand in a panel at once at least; the rest is scrolled to."""


class SideDetail(DetailPanel):
    """A detail panel that the keyboard can enter and scroll."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        scroll = self.findChild(QScrollArea)
        assert isinstance(scroll, QScrollArea)
        self.area = scroll
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(scroll)

    def clear(self) -> None:
        super().clear()
        self.area.verticalScrollBar().setValue(0)

    def finish(self) -> None:
        """Keep the sections at the top, and lay them out at once: by itself that takes Qt some rounds, all painted."""
        super().finish()
        self.lay_out()

    def lay_out(self) -> None:
        """Give every part its place now; for whoever puts something into a panel that is finished."""
        inside = self.area.widget()
        assert inside is not None
        explicit = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        for part in inside.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if part.isHidden() and not part.testAttribute(explicit):
                part.show()
        layout = inside.layout()
        assert layout is not None
        layout.activate()
        QCoreApplication.sendEvent(self.area, QEvent(QEvent.Type.LayoutRequest))


class LinkText(QLabel):
    """A sentence in which some words are links: `{name}` of the sentence becomes what `links` says for it."""

    def __init__(
        self, sentence: str, links: Mapping[str, Sequence[str]], on_link: Callable[[str], object], **plain: str
    ) -> None:
        """`sentence` is in the language spoken; a link calls with its own words, `plain` values are no links."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._parts = (sentence, links, plain)
        self.linkActivated.connect(on_link)
        self._dress()
        theme.bus.changed.connect(self._dress)

    def _dress(self) -> None:
        sentence, links, values = self._parts
        ink = theme.tokens().accent.name()
        filled = {
            name: ", ".join(
                f'<a href="{escape(word)}" style="color:{ink}; text-decoration:none">{escape(word)}</a>'
                for word in words
            )
            for name, words in links.items()
        }
        plain = sentence.format(**{name: ", ".join(words) for name, words in links.items()}, **values)
        shown = {name: escape(value) for name, value in values.items()}
        self.setText(escape(sentence, quote=False).format(**filled, **shown))
        self.setAccessibleName(plain)
        self.setFont(theme.font())
        shades = self.palette()
        shades.setColor(QPalette.ColorRole.WindowText, theme.tokens().text)
        self.setPalette(shades)


class Ruled(QWidget):
    """Lines of one text and up to two figures, right-aligned under one another, a thin line beneath each."""

    def __init__(self, figures: int = 2) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._figures = figures
        self._row = 0

    def add(
        self,
        text: str | QWidget,
        *figures: str,
        note: str = "",
        tip: str = "",
        strong: bool = False,
        tones: Sequence[Tone | None] = (),
        ruled: bool = True,
    ) -> None:
        """One line; `note` stands small beneath the text, `tones` colour the figures."""
        role = "strong" if strong else "body"
        words = text if isinstance(text, QWidget) else Words(text, role, elide=True)
        words.setToolTip(tip)
        self._grid.addLayout(_cell(words, note), self._row, 0)
        for place, figure in enumerate(figures):
            tone = tones[place] if place < len(tones) else None
            made = Words(figure, role, "text" if tone is None else tone.value if tone is not Tone.PLAIN else "muted")
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            made.setContentsMargins(0, 5, 0, 5)
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(made, self._row, 1 + place + self._figures - len(figures), corner)
        self._row += 1
        if ruled:
            self._grid.addWidget(rule(), self._row, 0, 1, 1 + self._figures)
            self._row += 1

    def head(self, *titles: str) -> None:
        """Small titles over text and figures."""
        for place, title in enumerate(titles):
            side = Qt.AlignmentFlag.AlignLeft if not place else Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(Words(title, "small", "muted"), self._row, place, side)
        self._row += 1


def _cell(words: QWidget, note: str) -> QVBoxLayout:
    """The words of a line, with a note small beneath them."""
    cell = QVBoxLayout()
    cell.setContentsMargins(0, 5, 0, 5)
    cell.setSpacing(0)
    cell.addWidget(words)
    if note:
        small = Words(note, "small", "muted", elide=True)
        small.setToolTip(note)
        cell.addWidget(small)
    return cell


def whole_list(
    sheet: Sheet, rows: Sequence[Sequence[Any]], columns: Sequence[str], formats: CellFormats, *, grows: bool = False
) -> GridFrame:
    """All rows of a small sheet in a grid of their own, of which `columns` are shown first; one that `grows` is as
    high as its rows where its place has the room.
    """
    view = GridView(RowsModel(sheet, formats))
    view.columns.arrange(columns, [column.key for column in sheet.columns if column.key not in columns])
    view.rows.show_rows([tuple(row) for row in rows])

    def sort(keys: Any) -> None:
        view.rows.sort_memory(keys)
        view.show_sort(keys)

    view.sort_wanted.connect(sort)
    frame = GridFrame(view)
    least, most = ((count + 1) * theme.row_height() + 12 for count in (min(len(rows), LONGEST_LIST), len(rows)))
    frame.setMinimumHeight(least)
    frame.setMaximumHeight(most if grows else least)
    return frame
