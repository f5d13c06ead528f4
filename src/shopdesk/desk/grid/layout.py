"""Widths, order and hiding of a grid's columns: guessed from what stands in them until the user says otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontMetrics

from shopdesk.desk import theme
from shopdesk.desk.grid.header import PADDING
from shopdesk.shop.columns import Kind

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

SAMPLE: Final = 200
WIDEST: Final = 320
"""Pixels at text size 100 that a column takes by itself at most."""
GROWING: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})
LEAST: Final = 0.6
"""The part of its width that a long column of words keeps where the window is too narrow for all."""
READABLE: Final = 180
"""Enough for a name to be still a name."""


class ColumnLayout(QObject):
    """The columns of one view. Widths are kept by column key, so that they survive a new version of the sheet."""

    changed = Signal()
    """The user moved, hid, showed or resized a column."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._least, self._readable = LEAST, READABLE
        self._columns = view.rows.sheet.columns
        self._chosen: dict[str, int] = {}
        self._natural: dict[int, int] = {}
        """What the cells of a column take, without its title."""
        self._wanted: dict[int, int] = {}
        """What the cells of a column of words would take if there were room."""
        self._quiet = False
        self._measured = False
        self.reset()
        view.header.sectionResized.connect(self._note_width)
        view.header.sectionMoved.connect(self._note_change)
        view.rows.modelReset.connect(self._fit_once)
        view.rows.page_taken.connect(self._fit_once)

    # ------------------------------------------------------------------------------------------------ widths

    def let_narrow(self, readable: int) -> None:
        """Let columns of words give way down to `readable` pixels at text size 100, where the others matter more."""
        self._least, self._readable = 0.0, readable

    def dress(self) -> None:
        """The text size changed: measure again."""
        self.fit()

    def fit(self) -> None:
        """Give every column that the user has not sized the width of what stands in it."""
        lines = [line for row in range(min(SAMPLE, self._view.rows.rowCount())) if (line := self._view.rows.seen(row))]
        metrics = QFontMetrics(theme.font())
        for number, column in enumerate(self._columns):
            pill = theme.scaled(16) if column.kind is Kind.STATE else 0
            # The widest text is among the longest; measuring all of them would cost a frame.
            longest = sorted({line.texts[number] for line in lines}, key=_length)[-12:]
            text = max((metrics.horizontalAdvance(text) for text in longest), default=0)
            width = min(text + pill + 2 * theme.scaled(PADDING), theme.scaled(WIDEST)) if text else 0
            self._wanted[number] = width
            if column.width:  # in digits: the average of a font with Han characters is nearly twice as wide
                declared = column.width * metrics.horizontalAdvance("0") + 2 * theme.scaled(PADDING)
                width = min(width, declared) if lines else declared
            self._natural[number] = width
        self._measured = bool(lines)
        self._apply()

    def _fit_once(self) -> None:
        if not self._measured:
            self.fit()

    def stretch(self) -> None:
        """Give what is left of the window to the columns of words that the user has not sized."""
        self._apply()

    def _apply(self) -> None:
        room, shown = self._view.viewport().width(), self._view.shown_columns()
        widths = self._widths(shown, arrows=True)
        if sum(widths.values()) > room:
            widths = self._widths(shown, arrows=False)
        spare = room - sum(widths.values())
        growing = [n for n in shown if self._columns[n].kind in GROWING and self._columns[n].key not in self._chosen]
        if growing and spare > 0:
            self._widen(spare, growing, widths)
        elif growing:
            self._narrow(-spare, growing, widths)
        with self._quietly():
            for number, width in widths.items():
                if width and width != self._view.columnWidth(number):
                    self._view.setColumnWidth(number, width)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What changes meanwhile is not the user's doing. May be nested: hiding a column resizes the window."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _widths(self, shown: Sequence[int], *, arrows: bool) -> dict[int, int]:
        """What each column takes by itself; `arrows` keeps room for an arrow in every title, sorted by or not."""
        titles = {n: self._view.header.title_width(n, arrow=arrows) for n in shown}
        return {n: self._chosen.get(self._columns[n].key, max(titles[n], self._natural.get(n, 0))) for n in shown}

    def _widen(self, spare: int, growing: Sequence[int], widths: dict[int, int]) -> None:
        """Give columns of words what is left: first what their cells lack, then the rest by what stands in them."""
        lacking = {n: max(self._wanted.get(n, 0) - widths[n], 0) for n in growing}
        given = min(spare, sum(lacking.values()))
        _share(given, lacking, widths)
        _share(spare - given, {n: max(self._natural.get(n, 0), 1) for n in growing}, widths)

    def _narrow(self, missing: int, growing: Sequence[int], widths: dict[int, int]) -> None:
        """Take from columns of words what is missing, by what each can spare and stay readable."""
        least = theme.scaled(self._readable)
        spared = {n: max(widths[n] - max(round(widths[n] * self._least), least), 0) for n in growing}
        _share(-min(missing, sum(spared.values())), spared, widths)

    def _note_width(self, column: int, _old: int, new: int) -> None:
        if not self._quiet and new:
            self._chosen[self._columns[column].key] = new
            self.changed.emit()

    def _note_change(self) -> None:
        if not self._quiet:
            self.changed.emit()

    # ------------------------------------------------------------------------------------------------ showing, order

    def order(self) -> list[str]:
        """Keys of all columns from left to right, the hidden too."""
        header = self._view.header
        return [self._columns[header.logicalIndex(place)].key for place in range(header.count())]

    def hidden(self) -> set[str]:
        """Keys of the hidden columns."""
        return {column.key for n, column in enumerate(self._columns) if self._view.isColumnHidden(n)}

    def arrange(self, order: Sequence[str], hidden: Iterable[str]) -> None:
        """Show the columns in that order; unknown keys are skipped, missing ones keep their place at the end.

        Hiding every column hides none.
        """
        numbers = {column.key: n for n, column in enumerate(self._columns)}
        wanted = [key for key in dict.fromkeys(order) if key in numbers]
        wanted += [column.key for column in self._columns if column.key not in wanted]
        away = set(hidden) if not set(wanted) <= set(hidden) else set()
        header = self._view.header
        with self._quietly():
            for place, key in enumerate(wanted):
                header.moveSection(header.visualIndex(numbers[key]), place)
                self._view.setColumnHidden(numbers[key], key in away)
        self._apply()
        header.place_edits()
        self.changed.emit()

    def hide(self, column: int) -> None:
        """Hide a column, unless it is the last that is shown."""
        self.arrange(self.order(), self.hidden() | {self._columns[column].key})

    def reset(self) -> None:
        """Columns as the sheet declares them, widths as they come."""
        self._chosen.clear()
        self.arrange([column.key for column in self._columns], {c.key for c in self._columns if not c.shown})

    # ------------------------------------------------------------------------------------------------ saved views

    def state(self) -> dict[str, Any]:
        """What a saved view keeps of the columns: plain lists, strings and numbers."""
        return {"columns": self.order(), "hidden": sorted(self.hidden()), "widths": dict(self._chosen)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """The columns of a saved view; what it does not say is as the sheet declares."""
        keys = {column.key for column in self._columns}
        widths: Mapping[str, Any] = state.get("widths", {})
        self._chosen = {key: int(width) for key, width in widths.items() if key in keys}
        default = [column.key for column in self._columns if not column.shown]
        known = set(state.get("columns", ()))
        # A column younger than the saved view is shown or hidden as the sheet declares.
        young = {key for key in default if known and key not in known}
        self.arrange(state.get("columns", ()), {*state.get("hidden", default), *young})


def _share(whole: int, weights: Mapping[int, int], widths: dict[int, int]) -> None:
    """Add to widths the parts of a whole, by weight; what rounding leaves goes to the heaviest."""
    total = sum(weights.values())
    if not total or not whole:
        return
    parts = {n: int(whole * weight / total) for n, weight in weights.items()}
    parts[max(weights, key=weights.__getitem__)] += whole - sum(parts.values())
    for number, part in parts.items():
        widths[number] += part


def _length(text: str) -> int:
    """Length in halves of a Han character."""
    return len(text) + sum(letter >= "⺀" for letter in text)
