"""Closing the books through a month, and opening them again with a reason."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.spanned.facts import Facts
from shopdesk.desk.spanned.span import Size, Span, month_title, shift_month
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, UserError, _

MONTH = Column("through", N_("Through"), Kind.TEXT, required=True)
FROM = Column("through", N_("From"), Kind.TEXT, required=True)
WHY = Column(
    "why", N_("Why are they opened again?"), Kind.TEXT, required=True, help=N_("The reason stays in the history.")
)


def closable(facts: Facts) -> list[date]:
    """Last days of the months that are over and not closed yet, the latest first."""
    books = facts.books
    if books.first is None:
        return []
    first = shift_month(books.first, 0) if books.closed is None else books.closed + timedelta(days=1)
    days, month = [], shift_month(first, 0)
    while (last := Span.around(Size.MONTH, month).until) <= facts.today:
        days.append(last)
        month = shift_month(month, 1)
    return days[::-1]


def reopenable(facts: Facts) -> list[tuple[date, date]]:
    """(day through which the books stay closed, first day that opens) for every closed month, the latest first."""
    books = facts.books
    if books.closed is None or books.first is None:
        return []
    first, month = shift_month(books.first, 0), shift_month(books.closed, 0)
    days = []
    while month >= first:
        days.append((month - timedelta(days=1) if month > first else date.min, month))
        month = shift_month(month, -1)
    return days


class ClosingPopup(QFrame):
    """A small form under a button; it closes when the books did."""

    close_wanted = Signal(object)
    """The day through which the books are to be closed."""
    reopen_wanted = Signal(object, str)
    """The day through which they stay closed, and why."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.form: Form | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)

    def ask_close(self, facts: Facts) -> None:
        """Which month is to be closed."""
        self.setAccessibleName(_("Close the books"))
        self._say(
            _("Close the books"),
            _("Closed months take nothing more: what comes later counts to the first open day."),
        )
        choices = [(day, month_title(day)) for day in closable(facts)]
        if not choices:
            self._column.addWidget(Words(_("Every month that is over is closed."), wrap=True))
            return
        self._ask(
            [Field(MONTH, choices=choices)],
            _("Close the books"),
            lambda values: self.close_wanted.emit(values["through"]),
        )

    def ask_reopen(self, facts: Facts) -> None:
        """From which month on they are to be opened, and why."""
        self.setAccessibleName(_("Reopen the books"))
        self._say(_("Reopen the books"), _("The history says who opened them, when and why."))
        choices = [(through, month_title(month)) for through, month in reopenable(facts)]
        if not choices:
            self._column.addWidget(Words(_("Nothing is closed."), wrap=True))
            return
        self._ask(
            [Field(FROM, choices=choices), Field(WHY)], _("Reopen the books"),
            lambda values: self.reopen_wanted.emit(values["through"], values["why"]),
        )  # fmt: skip

    def _say(self, title: str, sentence: str) -> None:
        self._column.addWidget(Words(title, "strong"))
        words = Words(sentence, "small", "muted", wrap=True)
        words.setFixedWidth(theme.scaled(300))
        self._column.addWidget(words)

    def _ask(self, fields: list[Field], submit: str, accept: Any) -> None:
        self.form = Form(fields, submit)
        self.form.accepted.connect(accept)
        self.form.given_up.connect(self.close)
        self._column.addWidget(self.form)

    def refused(self, error: UserError) -> None:
        """Say why not."""
        if self.form is not None:
            self.form.refused(error)

    def done(self, _done: object) -> None:
        """The books are closed, or open."""
        self.close()

    def pop_up(self, anchor: QWidget) -> None:
        """Show it under a widget, its right edge under that of the widget."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.sizeHint().width(), anchor.height() + 4))
        self.move(corner)
        self.show()
        if self.form is not None:
            self.form.setFocus()
