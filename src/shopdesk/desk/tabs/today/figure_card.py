"""A figure of the board as a card: its value, how it moved, and its course."""

from decimal import Decimal

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.today.painted import Spark
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Kind
from shopdesk.shop.today.figures import Shown
from shopdesk.text import _

_ARROWS = {1: "↑", -1: "↓", 0: "→"}


def value_text(shown: Shown, value: Decimal | None, figures: Figures) -> str:
    """A value of a figure as people read it."""
    if value is None:
        return "–"
    if shown.metric.kind is Kind.PERCENT:
        return f"{value:.2%}" if abs(value) < 1 else f"{value:.0%}"
    return figures.money(value) if shown.metric.kind is Kind.MONEY else figures.pieces(value)


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


class FigureCard(QPushButton):
    """Says that its definition and rows are wanted when it is pressed."""

    wanted = Signal(str)

    def __init__(self, shown: Shown, figures: Figures) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self.wanted.emit(shown.metric.key))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        head, foot = QHBoxLayout(), QHBoxLayout()
        column.addLayout(head)
        column.addLayout(foot)
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
        column.addWidget(Words(notes, "small", "warn" if shown.is_odd and not shown.is_few else "muted", elide=True))
        self.setToolTip(notes)
        self.setAccessibleName(" ".join(part for part in (f"{title}: {value}", change, notes) if part))

    def _notes(self, shown: Shown, figures: Figures) -> str:
        told = []
        if shown.is_few and shown.value is not None:
            told.append(_("few data"))
        elif shown.is_odd:
            told.append(_("unusual"))
        if shown.usual is not None:
            told.append(_("usually {value}").format(value=value_text(shown, shown.usual, figures)))
        elif shown.before is not None:
            told.append(_("before {value}").format(value=value_text(shown, shown.before, figures)))
        if shown.target is not None:
            told.append(_("target {value}").format(value=value_text(shown, shown.target, figures)))
        return " · ".join(told)

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return QSize(theme.scaled(150), layout.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
