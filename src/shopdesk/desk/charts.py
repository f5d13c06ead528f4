"""Charts in the tokens of the theme, with axis, unit, the value under the pointer and a click that opens its rows.

Importing this module is cheap; pyqtgraph and numpy are loaded when the first chart is made (0.3 s).
"""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QEvent, QLocale, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.widgets import Words
from shopdesk.text import _, language

Number = int | float | Decimal
Series = tuple[str, Sequence[Number | None]]
"""A name and one value per label; None where nothing is known, which draws nothing and is not zero."""

_COLOURS: Final = ("accent", "info", "good", "warn", "bad", "muted")
_LARGE: Final = 1_000


def written(value: Number | None, unit: str) -> str:
    """A value as the hover label says it: two places for money and per cent, none for counts."""
    if value is None:
        return _("unknown")
    number = float(value)
    plain = QLocale(language()).toString(number, "f", 0 if number.is_integer() and unit not in _TWO_PLACES else 2)
    return f"{plain.replace('-', '−')} {unit}".strip()


_TWO_PLACES: Final = frozenset({"%", "CNY", "USD", "EUR", "GBP", "TWD", "HKD", "¥", "$", "€", "£"})


class Legend(QWidget):
    """The unit at the left; the names of the series with their colours at the right, where there are several."""

    def __init__(self, unit: str, names: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(Words(unit, "small", "muted"))
        row.addStretch(1)
        for place, name in enumerate(names if len(names) > 1 else ()):
            swatch = Swatch(_COLOURS[place % len(_COLOURS)])
            row.addWidget(swatch, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(Words(name, "small", "muted"))
            row.addSpacing(8)
        if not unit and len(names) < 2:
            self.hide()


class Swatch(QWidget):
    """A dot in a series' colour."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(theme.scaled(9), theme.scaled(9))

    # Qt's own names from here.

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(getattr(theme.tokens(), self._colour))
        painter.drawRoundedRect(self.rect(), 2, 2)


def fold(label: str, words: QFontMetrics, room: float) -> str:
    """The label on two lines, parted at the space nearest its middle, where one line is wider than `room` pixels."""
    spaces = [place for place, letter in enumerate(label) if letter == " "]
    if not spaces or words.horizontalAdvance(label) + 8 <= room:
        return label
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2))
    return f"{label[:middle]}\n{label[middle + 1 :]}"


def load() -> None:
    """Load what draws, for a worker to call before the first chart: the window does not wait for it (0.4 s)."""
    import pyqtgraph  # noqa: F401


class Chart(QFrame):
    """What all charts share: a plot with labels below and the unit beside, the pointer's value, `clicked(index)`."""

    _headroom = 0.08
    _beside = 64
    """Pixels that the scale at the left takes."""
    _marks: Mapping[int, Sequence[str]] = MappingProxyType({})
    """Place of a label → what happened there."""
    clicked = Signal(int)
    """The place of the label whose column was clicked."""

    def __init__(self, title: str, unit: str, labels: Sequence[str], series: Sequence[Series]) -> None:
        super().__init__()
        import pyqtgraph

        self._pg: Any = pyqtgraph
        self._title, self._unit = title, unit
        self._labels, self._series = list(labels), [(name, list(values)) for name, values in series]
        self.setAccessibleName(title)
        self.setMinimumHeight(theme.scaled(140))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._legend = Legend(self._unit, [name for name, _values in self._series])
        column.addWidget(self._legend)
        self._plot: Any = pyqtgraph.PlotWidget(enableMenu=False)
        self._plot.setAccessibleName(title)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.viewport().installEventFilter(self)
        self._plot.setMouseTracking(True)
        column.addWidget(self._plot, 1)
        self._tip = QLabel(self)
        self._tip.setProperty("look", "tip")
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.hide()
        self._draw()
        theme.bus.changed.connect(self._draw)

    def set_data(self, labels: Sequence[str], series: Sequence[Series]) -> None:
        """Show other figures."""
        self._labels, self._series = list(labels), [(name, list(values)) for name, values in series]
        old = self._legend
        self._legend = Legend(self._unit, [name for name, _values in self._series])
        self.layout().replaceWidget(old, self._legend)  # type: ignore[union-attr]
        old.deleteLater()
        self._draw()

    def mark(self, marks: Mapping[int, Sequence[str]]) -> None:
        """Draw a line where something happened; the value under the pointer says what."""
        self._marks = marks
        self._draw()

    def mark_days(self, days: Sequence[date], told: Iterable[tuple[date, str]]) -> None:
        """As `mark`, of labels that are these days; what happened on others is left out."""
        places, marks = {day: place for place, day in enumerate(days)}, dict[int, list[str]]()
        for day, words in told:
            if day in places:
                marks.setdefault(places[day], []).append(words)
        self.mark(marks)

    def mark_spans(self, firsts: Sequence[date], told: Iterable[tuple[date, str]]) -> None:
        """As `mark`, of labels that are weeks or months, in order: each begins on its day and ends with the next."""
        marks = dict[int, list[str]]()
        for day, words in told:
            place = bisect_right(firsts, day) - 1
            if place >= 0:
                marks.setdefault(place, []).append(words)
        self.mark(marks)

    # ------------------------------------------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        t = theme.tokens()
        self._plot.clear()
        self._plot.setBackground(t.surface)
        self._plot.showGrid(x=False, y=False)
        item = self._plot.getPlotItem()
        for side in ("bottom", "left"):
            axis = item.getAxis(side)
            axis.setPen(self._pg.mkPen(t.line))
            axis.setTextPen(self._pg.mkPen(t.muted))
            axis.setTickFont(theme.font("small"))
            axis.setStyle(tickLength=0, tickTextOffset=6)
            axis.enableAutoSIPrefix(False)
        item.getAxis("bottom").setStyle(hideOverlappingLabels=False)
        item.getAxis("left").tickStrings = self._axis_words
        self._label()
        self._plot.addItem(self._pg.InfiniteLine(0, 0, pen=self._pg.mkPen(t.line)))
        for place in self._marks:
            pen = self._pg.mkPen(t.warn, width=1.5, style=Qt.PenStyle.DashLine)
            self._plot.addItem(self._pg.InfiniteLine(place, 90, pen=pen))
        self._draw_series()
        low, high = self._range()
        room = (high - low) * self._headroom or 1
        self._plot.setXRange(-0.6, max(0.6, len(self._labels) - 0.4), padding=0)
        self._plot.setYRange(low - (room if low < 0 else 0), high + room, padding=0)

    def _draw_series(self) -> None:
        raise NotImplementedError

    @staticmethod
    def _axis_words(values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        spoken, places = QLocale(language()), 0 if spacing >= 1 else 2
        return [spoken.toString(float(value), "f", places).replace("-", "−") for value in values]

    def _label(self) -> None:
        """Write as many labels under the plot as fit, on two lines where that helps."""
        words = QFontMetrics(theme.font("small"))
        room = max(1, self._plot.width() - theme.scaled(self._beside)) / max(1, len(self._labels))
        folded = [fold(label, words, room) for label in self._labels]
        widest = max((words.horizontalAdvance(line) for label in folded for line in label.split("\n")), default=0)
        step = max(1, math.ceil((widest + 8) / room))
        ticks = [(place, label) for place, label in enumerate(folded) if place % step == 0]
        lines = max((label.count("\n") + 1 for label in folded), default=1)
        axis = self._plot.getPlotItem().getAxis("bottom")
        axis.setHeight(lines * words.height() + 10)
        axis.setTicks([ticks])

    def _range(self) -> tuple[float, float]:
        """The lowest and highest value drawn; zero is always in sight."""
        values = [float(value) for _name, line in self._series for value in line if value is not None]
        return min([0.0, *values]), max([0.0, *values])

    def _colour(self, place: int) -> QColor:
        colour: QColor = getattr(theme.tokens(), _COLOURS[place % len(_COLOURS)])
        return colour

    # ------------------------------------------------------------------------------------------------------ pointer

    def _index_at(self, position: QPointF) -> int | None:
        """The label whose column is under a point of the plot's viewport."""
        view = self._plot.getPlotItem().getViewBox()
        at = view.mapSceneToView(self._plot.mapToScene(position.toPoint()))
        place = round(at.x())
        inside = view.sceneBoundingRect().contains(self._plot.mapToScene(position.toPoint()))
        return place if inside and 0 <= place < len(self._labels) else None

    def value_text(self, place: int) -> str:
        """What the hover label says of one place: label, then each series with its value."""
        lines = [self._labels[place].replace("\n", " ")]
        for name, values in self._series:
            value = written(values[place], self._unit)
            lines.append(f"{name}: {value}" if name else value)
        lines += self._marks.get(place, ())
        return "\n".join(lines)

    def _show_tip(self, position: QPointF) -> None:
        place = self._index_at(position)
        if place is None:
            self._tip.hide()
            return
        self._tip.setText(self.value_text(place))
        self._tip.adjustSize()
        corner = self._plot.mapTo(self, position.toPoint())
        left = min(corner.x() + 14, self.width() - self._tip.width() - 4)
        self._tip.move(max(4, left), max(4, corner.y() - self._tip.height() - 6))
        self._tip.show()
        self._tip.raise_()

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseMove:
                self._show_tip(event.position())
            elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                place = self._index_at(event.position())
                if place is not None:
                    self.clicked.emit(place)
        elif event.type() == QEvent.Type.Leave:
            self._tip.hide()
        return super().eventFilter(watched, event)

    def _bars(self, xs: list[float], lows: list[float], tops: list[float], width: float, inks: list[QColor]) -> None:
        soft = [theme.mix(ink, theme.tokens().surface, 0.13) for ink in inks]
        brushes = [self._pg.mkBrush(ink) for ink in soft]
        low, high = self._range()
        least = (high - low) * 0.006  # the smallest change is still a line that can be pointed at
        heights = [math.copysign(max(abs(top - low), least), top - low) for low, top in zip(lows, tops, strict=True)]
        pen = self._pg.mkPen(None)
        self._plot.addItem(self._pg.BarGraphItem(x=xs, y0=lows, height=heights, width=width, brushes=brushes, pen=pen))


class LineChart(Chart):
    """A line per series; a value that is not known interrupts it."""

    def _draw_series(self) -> None:
        for number, (_name, values) in enumerate(self._series):
            line = [float("nan") if value is None else float(value) for value in values]
            pen = self._pg.mkPen(self._colour(number), width=2)
            ink = self._pg.mkBrush(self._colour(number))
            self._plot.plot(
                list(range(len(line))), line, pen=pen, connect="finite", antialias=True,
                symbol="o", symbolSize=theme.scaled(5), symbolBrush=ink, symbolPen=self._pg.mkPen(None),
            )  # fmt: skip


class WaterfallChart(Chart):
    """How a first figure becomes the last: each change hangs where the one before ended; sums stand on the ground."""

    _headroom = 0.3
    _beside = 8

    def __init__(
        self, title: str, unit: str, labels: Sequence[str], amounts: Sequence[Number], sums: Collection[int]
    ) -> None:
        """`sums` are the places of the figures that are no change: where it begins, and what the others come to."""
        self._sums = frozenset(sums)
        super().__init__(title, unit, labels, [("", amounts)])
        self._plot.getPlotItem().hideAxis("left")  # every bar says its value

    def show_steps(self, labels: Sequence[str], amounts: Sequence[Number], sums: Collection[int]) -> None:
        """Show other figures."""
        self._sums = frozenset(sums)
        self.set_data(labels, [("", amounts)])

    def _steps(self) -> list[tuple[float, float]]:
        """From and to of each bar."""
        made: list[tuple[float, float]] = []
        for place, amount in enumerate(self._series[0][1]):
            start = 0.0 if place in self._sums or not made else made[-1][1]
            made.append((start, start + float(amount or 0)))
        return made

    def _range(self) -> tuple[float, float]:
        edges = [edge for step in self._steps() for edge in step]
        return min([0.0, *edges]), max([0.0, *edges])

    def _draw_series(self) -> None:
        t, steps = theme.tokens(), self._steps()
        inks = [
            t.accent if place in self._sums else t.good if end >= start else t.bad
            for place, (start, end) in enumerate(steps)
        ]
        xs = [float(place) for place in range(len(steps))]
        self._bars(xs, [start for start, _end in steps], [end for _start, end in steps], 0.56, inks)
        for place in self._told():
            words = self._pg.TextItem(self._said(place), color=t.text, anchor=(0.5, 1))
            words.setFont(theme.font("small"))
            words.setPos(place, max(steps[place]))
            self._plot.addItem(words)

    def _told(self) -> list[int]:
        """The places that say their amount: all, or where neighbours would touch, sums and the largest others."""
        amounts = self._series[0][1]
        measure, room = QFontMetrics(theme.font("small")), self._plot.width() / max(1, len(amounts))
        places = list(range(len(amounts)))
        if all(measure.horizontalAdvance(self._said(place)) <= room for place in places):
            return places
        kept: list[int] = []
        for place in sorted(places, key=lambda at: (at not in self._sums, -abs(float(amounts[at] or 0)))):
            if not {place - 1, place + 1} & set(kept):
                kept.append(place)
        return kept

    def _said(self, place: int) -> str:
        """The amount over a bar, a change with its sign; large ones without what little room there is for coins."""
        amount = self._series[0][1][place] or 0
        number = float(amount)
        short = round(number) if abs(number) >= _LARGE else amount
        return f"{'+' if number > 0 and place not in self._sums else ''}{written(short, '')}"
