"""The figures on a whole screen, to be read from across the room; Escape leaves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, Qt, QTime, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.today.figure_card import change_colour, change_text, value_text
from shopdesk.desk.tabs.today.painted import Spark
from shopdesk.desk.widgets import Words, clear
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.checks import Checked, in_order, run_checks
from shopdesk.shop.today.figures import Board, Shown, fetch_board
from shopdesk.shop.today.looking import Severity
from shopdesk.text import _, language

MINUTE: Final = 60_000
WORST: Final = 3
"""So many open checks are named under the figures."""
MOST_WIDE: Final = 3
"""Figures beside each other."""
WIDEST: Final = 4_000
_BOARD: Final = "today.wall"
_CHECKS: Final = "today.wall.checks"


class Wall(QWidget):
    """A window of its own; reads again when the shop changes, and every minute, so that midnight does not pass it."""

    def __init__(self, desk: Desk, figures: Figures, size: By) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Figures on the wall"))
        self._desk, self._figures, self._size = desk, figures, size
        self.day, self.clock = Words("", "title"), Words("", "title", "muted")
        self.rows = QVBoxLayout()
        self.open_checks = QVBoxLayout()
        self._lay_out()
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        desk.changed.connect(self.refresh)
        desk.store_changed.connect(self.close)
        self.refresh()

    def _lay_out(self) -> None:
        column, head, foot = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        edge = theme.scaled(5 * theme.GRID)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.scaled(3 * theme.GRID))
        column.addLayout(head)
        column.addLayout(self.rows, 1)
        column.addLayout(foot)
        self.rows.setSpacing(theme.scaled(3 * theme.GRID))
        head.addWidget(self.day)
        head.addStretch(1)
        head.addWidget(self.clock)
        foot.addLayout(self.open_checks, 1)
        foot.addWidget(Words(_("Esc closes"), "small", "muted"), 0, Qt.AlignmentFlag.AlignBottom)

    def refresh(self, *_changes: object) -> None:
        """Read again, and tell the time."""
        size = self._size
        self._desk.ask(_BOARD, lambda tx: (fetch_board(tx, size), tx.zone), self._take)
        self._desk.ask(_CHECKS, lambda tx: run_checks(tx, slow=False), self._take_checks)

    def _take(self, answer: tuple[Board, ZoneInfo]) -> None:
        board, zone = answer
        spoken, now, until = QLocale(language()), datetime.now(zone), board.period.until
        short = QLocale.FormatType.ShortFormat
        self.clock.setText(spoken.toString(QTime(now.hour, now.minute), short))
        day = spoken.toString(QDate(until.year, until.month, until.day), QLocale.FormatType.LongFormat)
        since = board.period.since
        self.day.setText(day if since == until else f"{since} – {until}")
        clear(self.rows)
        wide = MOST_WIDE if len(board.shown) > MOST_WIDE + 1 else 2
        for first in range(0, len(board.shown), wide):
            row = QHBoxLayout()
            row.setSpacing(self.rows.spacing())
            for shown in board.shown[first : first + wide]:
                row.addWidget(_card(shown, self._figures), 1)
            self.rows.addLayout(row, 1)

    def _take_checks(self, checks: Sequence[Checked]) -> None:
        clear(self.open_checks)
        bad = [one for one in in_order(checks) if one.is_open and one.found.severity is Severity.BAD]
        for one in bad[:WORST]:
            self.open_checks.addWidget(Words(one.found.said.words, "title", "bad", elide=True))

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._minute.stop()
        for key in (_BOARD, _CHECKS):
            self._desk.forget(key)
        super().closeEvent(event)


def _card(shown: Shown, figures: Figures) -> Card:
    """A figure so large that it is read from afar."""
    card = Card()
    title, value, change = _(shown.metric.title), value_text(shown, shown.value, figures), change_text(shown)
    card.body.addWidget(Words(title, "title", "muted", elide=True))
    card.body.addWidget(Words(value, "wall", elide=True))
    before = _("usually {value}") if shown.usual is not None else _("before {value}")
    known = shown.compared is not None
    compared = before.format(value=value_text(shown, shown.compared, figures)) if known else ""
    remark = _(shown.remark) if shown.remark else ""
    is_said = not remark or shown.is_odd
    said = " · ".join(part for part in ((remark, change, compared) if is_said else (remark,)) if part)
    card.body.addWidget(Words(said, "title", change_colour(shown) if is_said else "muted", elide=True))
    spark = Spark()
    spark.setMaximumWidth(theme.scaled(WIDEST))
    spark.setMinimumHeight(theme.scaled(48))
    spark.setMaximumHeight(theme.scaled(140))
    card.body.addWidget(spark, 1)
    spark.show_values(shown.course)
    card.setAccessibleName(f"{title}: {value} {said}")
    return card
