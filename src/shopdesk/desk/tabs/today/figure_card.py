"""A figure of the board as a card: its value, how it moved, and its course."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.today.painted import Spark
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Kind
from shopdesk.shop.today.figures import Shown
from shopdesk.shop.today.metrics import Metric
from shopdesk.text import _

_ARROWS = {1: "↑", -1: "↓", 0: "→"}


def value_text(shown: Shown, value: Decimal | None, figures: Figures) -> str:
    """A value of a figure as people read it."""
    return metric_text(shown.metric, value, figures)


def metric_text(metric: Metric, value: Decimal | None, figures: Figures) -> str:
    """A value of a figure of the dictionary as people read it."""
    if value is None:
        return "–"
    if metric.kind is Kind.PERCENT:
        return f"{value:.2%}" if abs(value) < 1 else f"{value:.0%}"
    return figures.money(value) if metric.kind is Kind.MONEY else figures.pieces(value)


def change_text(shown: Shown) -> str:
    """How a figure moved; "" where that cannot be said."""
    change = shown.change
    if change is None:
        return ""
    arrow = _ARROWS[(change > 0) - (change < 0)]
    if shown.metric.kind is Kind.PERCENT:
        return _("{arrow} {points} pt").format(arrow=arrow, points=f"{abs(change) * 100:.2f}")
    return f"{arrow} {abs(change):.1%}"


def change_colour(shown: Shown) -> str:
    """The colour of a move: good, bad, or neither."""
    change = shown.change
    if not change or not shown.metric.better or shown.is_few:
        return "muted"
    return "good" if (change > 0) == (shown.metric.better > 0) else "bad"


class FigureCard(Card):
    """Says that its definition and rows are wanted when it is pressed."""

    wanted = Signal(str)

    def __init__(self, shown: Shown, figures: Figures) -> None:
        super().__init__()
        self._key = shown.metric.key
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.body.setSpacing(4)
        head, foot = QHBoxLayout(), QHBoxLayout()
        self.body.addLayout(head)
        self.body.addLayout(foot)
        title, change = _(shown.metric.title), change_text(shown)
        head.addWidget(Words(title, "small", "muted", elide=True), 1)
        head.addWidget(Words(change, "small", change_colour(shown)))
        value = value_text(shown, shown.value, figures)
        foot.addWidget(Words(value, "figure"))
        foot.addStretch(1)
        self.spark = Spark()
        self.spark.show_values(shown.course)
        foot.addWidget(self.spark, 2)
        notes = self._notes(shown, figures)
        self.body.addWidget(Words(notes, "small", "warn" if shown.is_odd and not shown.is_few else "muted", elide=True))
        self.setToolTip(notes)
        self.setAccessibleName(" ".join(part for part in (f"{title}: {value}", change, notes) if part))

    def _notes(self, shown: Shown, figures: Figures) -> str:
        told = [_(shown.remark)] if shown.remark else []
        if shown.usual is not None:
            told.append(_("usually {value}").format(value=value_text(shown, shown.usual, figures)))
        elif shown.before is not None:
            told.append(_("before {value}").format(value=value_text(shown, shown.before, figures)))
        if shown.target is not None:
            told.append(_("target {value}").format(value=value_text(shown, shown.target, figures)))
        return " · ".join(told)

    # Qt's own names from here.

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.wanted.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit(self._key)
        else:
            super().keyPressEvent(event)
