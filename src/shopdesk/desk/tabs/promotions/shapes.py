"""Where a calendar paints what, in pixels of its content: days across and lanes down, or weeks under one another."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, NamedTuple, Protocol

from shopdesk.shop.promotions.calendar.bars import WEEK, DayIndex, Days, Piece, monday_of, pieces_of, rows_of


class Box(NamedTuple):
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a point is in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def meets(self, other: "Box") -> bool:
        """Whether they have a point in common."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


class Shown(NamedTuple):
    """A bar, or the part of one within a week, and which of its ends are the bar's own."""

    bar: int
    lane: int
    box: Box
    begins: bool = True
    ends: bool = True


class Shape(Protocol):
    """What a calendar can be painted by."""

    width: int
    height: int

    def shown(self, window: Box) -> Iterator[Shown]:
        """The bars that can be seen in a part of the content."""

    def day_at(self, x: int, y: int) -> date:
        """The day at a point; the nearest one where there is none."""

    def box_of(self, day: date) -> Box:
        """The place of a day."""

    def first_of(self, bar: int) -> Box:
        """Where a bar begins."""


class LanesShape:
    """Days across; a lane for each of `lanes`, as high as its bars need."""

    def __init__(
        self, span: Days, bars: Sequence[Days], lanes: Sequence[Sequence[int]], day_width: float, row: int, least: int
    ) -> None:
        """`lanes` are places of bars; `row` is the height of a bar with the gap beneath, `least` that of a lane."""
        self._span, self._bars, self._day, self._row = span, bars, day_width, row
        self._where: dict[int, list[tuple[int, int]]] = {}
        heights = []
        for lane, places in enumerate(lanes):
            rows = rows_of([bars[place] for place in places])
            for place, at in zip(places, rows, strict=True):
                self._where.setdefault(place, []).append((lane, at))
            heights.append(max(least, (max(rows, default=-1) + 1) * row + GAP))
        self.tops: Final = [0, *accumulate(heights)]
        """Where each lane begins, and where the last one ends."""
        self._index = DayIndex(bars)
        self.width = round(((span.last - span.first).days + 1) * day_width)
        self.height = self.tops[-1]

    def _x(self, day: date) -> int:
        return round((day - self._span.first).days * self._day)

    def _box(self, bar: int, lane: int, row: int) -> Box:
        days = self._bars[bar]
        x = self._x(days.first)
        width = max(3, self._x(days.last + ONE_DAY) - x - 1)
        return Box(x, self.tops[lane] + GAP + row * self._row, width, self._row - GAP)

    def shown(self, window: Box) -> Iterator[Shown]:
        """The bars that can be seen in a part of the content."""
        days = Days(self.day_at(window.x, 0), self.day_at(window.x + window.width, 0))
        for bar in self._index.among(days):
            for lane, row in self._where.get(bar, ()):
                box = self._box(bar, lane, row)
                if box.meets(window):
                    yield Shown(bar, lane, box)

    def day_at(self, x: int, y: int) -> date:
        """The day at a point."""
        wanted = self._span.first + timedelta(int(x // self._day))
        return min(max(wanted, self._span.first), self._span.last)

    def box_of(self, day: date) -> Box:
        """The column of a day."""
        return Box(self._x(day), 0, self._x(day + ONE_DAY) - self._x(day), self.height)

    def lane_at(self, y: int) -> int:
        """The lane at a height; the last one beneath all."""
        return max(0, min(sum(top <= y for top in self.tops) - 1, len(self.tops) - 2))

    def first_of(self, bar: int) -> Box:
        """Where a bar begins."""
        lane, row = self._where.get(bar, [(0, 0)])[0]
        return self._box(bar, lane, row)


class WeeksShape:
    """A week in each line, Monday first; bars are stacked anew in each, and what does not fit is counted."""

    def __init__(self, span: Days, bars: Sequence[Days], width: int, week: int, head: int, row: int) -> None:
        """`week` is the height of a line, `head` that of its days' numbers, `row` that of a bar with its gap."""
        self._monday, self._last = monday_of(span.first), span.last
        self._bars, self._week, self._head, self._row = bars, week, head, row
        self._index = DayIndex(bars)
        self._pieces: dict[int, list[Piece]] = {}
        self.weeks: Final = (span.last - self._monday).days // WEEK + 1
        self.most: Final = max(1, (week - head - GAP) // row)
        """So many rows fit into a line; the last of them says how many more there are where they do not."""
        self.width, self.height = width, self.weeks * week

    def pieces(self, week: int) -> list[Piece]:
        """The bars of a week, reckoned when it is first seen."""
        if week not in self._pieces:
            monday = self._monday + timedelta(week * WEEK)
            places = self._index.among(Days(monday, monday + timedelta(WEEK - 1)))
            self._pieces[week] = pieces_of(self._bars, places, monday)
        return self._pieces[week]

    def hidden(self, day: date) -> int:
        """How many bars of a day are not shown."""
        week, column = divmod((day - self._monday).days, WEEK)
        here = [piece for piece in self.pieces(week) if piece.first <= column <= piece.last]
        return sum(piece.row >= self._rows(week) for piece in here)

    def _rows(self, week: int) -> int:
        """So many rows of bars are shown in a week."""
        needed = max((piece.row for piece in self.pieces(week)), default=-1) + 1
        return needed if needed <= self.most else self.most - 1

    def _x(self, column: int) -> int:
        return self.width * column // WEEK

    def shown(self, window: Box) -> Iterator[Shown]:
        """The bars that can be seen in a part of the content."""
        first, last = window.y // self._week, (window.y + window.height) // self._week
        for week in range(max(0, first), min(self.weeks, last + 1)):
            rows = self._rows(week)
            for piece in self.pieces(week):
                if piece.row < rows:
                    yield Shown(piece.bar, 0, self._box(week, piece), piece.begins, piece.ends)

    def _box(self, week: int, piece: Piece) -> Box:
        x = self._x(piece.first)
        y = week * self._week + self._head + piece.row * self._row
        return Box(x + 1, y, self._x(piece.last + 1) - x - 3, self._row - GAP)

    def day_at(self, x: int, y: int) -> date:
        """The day at a point."""
        column = min(max(x * WEEK // max(self.width, 1), 0), WEEK - 1)
        week = min(max(y // self._week, 0), self.weeks - 1)
        return self._monday + timedelta(week * WEEK + column)

    def box_of(self, day: date) -> Box:
        """The cell of a day."""
        week, column = divmod((day - self._monday).days, WEEK)
        return Box(self._x(column), week * self._week, self._x(column + 1) - self._x(column), self._week)

    def first_of(self, bar: int) -> Box:
        """The cell in which a bar begins."""
        return self.box_of(max(self._bars[bar].first, self._monday))


GAP: Final = 4
ONE_DAY: Final = timedelta(1)
