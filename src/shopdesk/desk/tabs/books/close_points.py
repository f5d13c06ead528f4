"""The checklist of a month on screen: a line a point, with its state, what is open, and what can be done about it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.books.close_facts import PLACES
from shopdesk.desk.widgets import Pill, Words, button, clear
from shopdesk.shop.closing.checklist import CheckedPoint
from shopdesk.shop.closing.rules import BY_HAND, TITLES, Point, PointState
from shopdesk.shop.closing.sheets import CHECKLIST, POINT_STATES
from shopdesk.shop.columns import Kind, Tone
from shopdesk.text import N_, _, n_

MENDS: Final[Mapping[Point, str]] = {
    Point.RECURRING: N_("Book them"),
    Point.TAX: N_("Book the tax"),
    Point.CURRENCIES: N_("Book the rates"),
    Point.BACKUP: N_("Back up now"),
    Point.STORE: N_("Look again"),
}
"""Points that can be mended at once, and the word for it."""


class PointsCard(Card):
    """Says which point the user wants to see, to mend, to tick (with a note) or to untick."""

    shown = Signal(str)
    mend_wanted = Signal(str)
    tick_wanted = Signal(str, object)
    """The point, and the button that asked."""
    untick_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_(CHECKLIST.title))
        self.told = Words("", "small", "muted")
        self.head.insertWidget(1, self.told)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.buttons: dict[tuple[Point, str], QPushButton] = {}
        """What can be clicked: (point, "show" | "mend" | "tick" | "untick")."""

    def show_points(self, points: Sequence[CheckedPoint], figures: Figures, *, is_closed: bool) -> None:
        """Show a month's points; those of a closed month are looked at alone. A missing store point is still asked."""
        clear(self._grid)
        self.buttons = {}
        for row, one in enumerate(points):
            state = POINT_STATES[one.state]
            self._grid.addWidget(Pill(_(state.title), state.tone), row, 0)
            self._grid.addWidget(_told(one, figures), row, 1)
            self._grid.addWidget(self._deeds(one, is_closed=is_closed), row, 2)
        if Point.STORE not in {one.point for one in points}:
            self._grid.addWidget(Pill(_("Looking…"), Tone.PLAIN), len(points), 0)
            self._grid.addWidget(Words(_(TITLES[Point.STORE])), len(points), 1)
        left = sum(one.state is PointState.OPEN for one in points)
        said = n_("{count} point is not done", "{count} points are not done", left).format(count=left)
        self.told.setText(said if left else _("Everything is done"))

    def _deeds(self, one: CheckedPoint, *, is_closed: bool) -> QWidget:
        """The buttons of a point, at the right."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addStretch(1)
        point, title = one.point, _(TITLES[one.point])
        is_open = one.state in {PointState.OPEN, PointState.KNOWN}
        if point in MENDS and (point is Point.STORE or (is_open and (not is_closed or point is Point.BACKUP))):
            row.addWidget(self._button(point, "mend", _(MENDS[point]), title, partial(self.mend_wanted.emit, point)))
        if not is_closed and one.tick is not None:
            row.addWidget(self._button(point, "untick", _("Untick"), title, partial(self.untick_wanted.emit, point)))
        elif not is_closed and is_open:
            word = _("Tick…") if point in BY_HAND else _("Leave it open…")
            row.addWidget(self._button(point, "tick", word, title, partial(self._ask, point)))
        if point in PLACES and one.state is not PointState.NONE:
            row.addWidget(self._button(point, "show", _("Show"), title, partial(self.shown.emit, point)))
        return made

    def _button(self, point: Point, deed: str, word: str, title: str, run: Callable[[], object]) -> QPushButton:
        made = self.buttons[point, deed] = button(word, run, look="link", name=f"{word} · {title}")
        return made

    def _ask(self, point: Point) -> None:
        self.tick_wanted.emit(point, self.buttons[point, "tick"])


def _told(one: CheckedPoint, figures: Figures) -> QWidget:
    """What a point is, how much of it is open, and who said what about it."""
    made = QWidget()
    lines = QVBoxLayout(made)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    lines.addWidget(Words(_(TITLES[one.point]), wrap=True))
    left = " · ".join(part for part in (one.told, figures.money(one.amount) if one.amount else "") if part)
    if left:
        lines.addWidget(Words(left, "small", "warn" if one.state is PointState.OPEN else "muted", wrap=True))
    if one.tick is not None:
        when = figures.text(Kind.TIME, one.tick.ticked_at)
        told = " · ".join(part for part in (one.tick.person, when, one.tick.note) if part)
        lines.addWidget(Words(told, "small", "muted", wrap=True))
    return made
