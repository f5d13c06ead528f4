"""The head of a screen over days: which days, whether the books balance and through when they are closed."""

from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk.flow import FlowLayout
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.icons import icon
from shopdesk.desk.spanned.facts import Facts
from shopdesk.desk.spanned.pill_button import PillButton
from shopdesk.desk.spanned.span import SIZES, Size, Span, month_short
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.text import N_, _

SINCE = Column("since", N_("From"), Kind.DATE, required=True)
UNTIL = Column("until", N_("To"), Kind.DATE, required=True)


class SpanHead(QWidget):
    """Says which Span the user wants; pills and buttons are connected by the tab, which may add further ones."""

    span_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._span: Span | None = None
        self._facts: Facts | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.title = Words("", "title")
        self.earlier = button("", partial(self._step, -1), icon_name="left", look="quiet", name=_("Earlier"))
        self.later = button("", partial(self._step, 1), icon_name="right", look="quiet", name=_("Later"))
        self.which = self._size_button()
        row.addWidget(self.title)
        steps = QHBoxLayout()
        steps.setSpacing(2)
        steps.addWidget(self.earlier)
        steps.addWidget(self.later)
        row.addLayout(steps)
        row.addWidget(self.which)
        self.balance, self.closed = PillButton(), PillButton()
        self.pills = PillLine()
        self.add_pill(self.balance)
        self.add_pill(self.closed)
        row.addWidget(self.pills, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row = row

    def add_pill(self, pill: PillButton) -> None:
        """Put a pill at the right of the others."""
        self.pills.line.addWidget(pill)

    def add_button(self, made: QPushButton) -> None:
        """Put a button at the right end."""
        self._row.addWidget(made)

    def _size_button(self) -> QPushButton:
        made = QPushButton(_(SIZES[Size.MONTH]))
        made.setProperty("look", "chip")
        made.setIcon(icon("down", "muted"))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setAccessibleName(_("Which days"))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.clicked.connect(self._offer_sizes)
        return made

    # ------------------------------------------------------------------------------------------------ showing

    def show_span(self, span: Span, facts: Facts) -> None:
        """Say which days are shown."""
        self._span, self._facts = span, facts
        self.title.setText(span.title)
        self.which.setText(_(SIZES[span.size]))
        for made in (self.earlier, self.later):
            made.setVisible(span.can_step)
        first, last = facts.books.first, facts.books.last
        self.earlier.setEnabled(first is not None and span.since > first)
        self.later.setEnabled(last is not None and span.until < max(last, facts.today))

    def show_books(self, facts: Facts) -> None:
        """Say whether the books balance, and through which month they are closed."""
        books = facts.books
        if books.balances:
            self.balance.show_state(
                _("✓ books balance"),
                Tone.GOOD,
                _("Debit and credit of all entries are the same. Open the trial balance."),
            )
        else:
            self.balance.show_state(
                _("books do not balance"), Tone.BAD, _("Debit and credit differ. Open the trial balance.")
            )
        if books.closed is None:
            self.closed.show_state("", Tone.PLAIN, "")
        else:
            told = month_short(books.closed) if _is_month_end(books.closed) else books.closed.isoformat()
            self.closed.show_state(
                _("closed through {month}").format(month=told), Tone.INFO, _("Close or reopen the books")
            )

    # ------------------------------------------------------------------------------------------------ choosing

    def _step(self, by: int) -> None:
        if self._span is not None:
            self.span_wanted.emit(self._span.step(by))

    def _offer_sizes(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.which.accessibleName())
        for size, title in SIZES.items():
            made = menu.addAction(_(title), partial(self.choose, size))
            made.setCheckable(True)
            made.setChecked(self._span is not None and self._span.size is size)
        menu.popup(self.which.mapToGlobal(self.which.rect().bottomLeft()))

    def choose(self, size: Size) -> None:
        """Show the stretch of that size around the last day that is shown."""
        if self._span is None or self._facts is None:
            return
        books, day = self._facts.books, self._span.until
        first, last = books.first or self._facts.today, books.last or self._facts.today
        if size is Size.ALL:
            self.span_wanted.emit(Span(size, first, last))
        elif size is Size.CUSTOM:
            self.ask_days(self._span.since, day)
        else:
            self.span_wanted.emit(Span.around(size, min(day, last) if self._span.size is Size.ALL else day))

    def ask_days(self, since: date, until: date) -> QWidget:
        """Ask from which day to which; returns the popup."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("look", "popup")
        popup.setAccessibleName(_("Which days"))
        form = Form([Field(SINCE, since), Field(UNTIL, until)], _("Show"))
        column = QVBoxLayout(popup)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(form)

        def take(values: dict[str, date]) -> None:
            popup.close()
            days = sorted((values["since"], values["until"]))
            self.span_wanted.emit(Span(Size.CUSTOM, *days))

        form.accepted.connect(take)
        form.given_up.connect(popup.close)
        popup.adjustSize()
        popup.move(self.which.mapToGlobal(QPoint(0, self.which.height() + 4)))
        popup.show()
        form.editor("since").setFocus()
        return popup


class _RightFlow(FlowLayout):
    """As a flow, each line at the right."""

    # Qt's own names from here.

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for _height, line in self._lines(rect.width()):
            gap = rect.right() - max(item.geometry().right() for item, _size in line)
            for item, _size in line:
                item.setGeometry(item.geometry().translated(gap, 0))


class PillLine(QWidget):
    """Pills at the right, on a second line where one is full."""

    def __init__(self) -> None:
        super().__init__()
        self.line = _RightFlow(self, gap=10)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


def _is_month_end(day: date) -> bool:
    return Span.around(Size.MONTH, day).until == day
