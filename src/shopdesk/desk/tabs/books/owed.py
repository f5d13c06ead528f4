"""What is owed of sales tax, and what other currencies are worth: reports over the days, each with what it books."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.span import Size, month_title
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind, Sheet, Tone
from shopdesk.shop.currencies.actions import revalue_currencies
from shopdesk.shop.currencies.reports import fetch_exchange, fetch_foreign
from shopdesk.shop.currencies.sheets import FOREIGN
from shopdesk.shop.tax.actions import book_tax
from shopdesk.shop.tax.reports import fetch_tax
from shopdesk.shop.tax.sheets import TAX
from shopdesk.text import UserError, _


class OwedPage(TablePage):
    """A report, and above it a sentence and the deed that books it; what is booked is told when it is done."""

    def __init__(self, desk: Desk, sheet: Sheet, read: Callable[[Any, View], list[Row]], sentence: str) -> None:
        super().__init__(desk, sheet, read, order=((sheet.columns[0].key, False),), search=(sheet.columns[0].key,))
        self.book = button("", self._book)
        line = QHBoxLayout()
        line.addWidget(Words(sentence, "small", "muted", wrap=True), 1)
        line.addWidget(self.book)
        head = QWidget()
        head.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, head)
        self._view: View | None = None
        self._formats = Figures()

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """The report of the days; the deed is offered of days that it can book."""
        self._view, self._formats = view, figures
        super().show_view(view, facts, figures)
        title = self.deed_title(view, facts)
        self.book.setText(title)
        self.book.setVisible(bool(title))

    def deed_title(self, view: View, facts: Facts) -> str:
        """What the button says; "" where these days cannot be booked."""
        raise NotImplementedError

    def _book(self) -> None:
        raise NotImplementedError

    def refused(self, error: UserError) -> None:
        """Say why nothing was booked."""
        self._desk.tell(str(error), Tone.BAD)


class TaxPage(OwedPage):
    """What the days owe of sales tax, by channel and rate; a month that is over can be booked."""

    def __init__(self, desk: Desk) -> None:
        said = _(
            "What channels charged is in the books already. Booking a month takes out what prices contain beyond that."
        )
        super().__init__(desk, TAX, read_tax, said)

    def deed_title(self, view: View, facts: Facts) -> str:
        span = view.span
        is_over = span.size is Size.MONTH and span.until <= facts.today
        return _("Book the tax of {month}").format(month=month_title(span.until)) if is_over else ""

    def _book(self) -> None:
        assert self._view is not None
        self._desk.do(book_tax, f"{self._view.span.since:%Y-%m}", then=self._booked, failed=self.refused)

    def _booked(self, done: Any) -> None:
        amount = self._formats.money(done.value)
        said = _("Booked: {amount} more of tax.").format(amount=amount) if done.value else _("Nothing was missing.")
        self._desk.tell(said, Tone.GOOD)


class CurrenciesPage(OwedPage):
    """What is held and owed in other currencies on the last day shown."""

    def __init__(self, desk: Desk) -> None:
        said = _("Gains that nobody has realised yet stand on the day, and are answered on the next one.")
        super().__init__(desk, FOREIGN, read_foreign, said)
        self.gains = Words("", "small", wrap=True)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.gains)

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """The balances, and what the days won by exchange: of the whole shop alone."""
        super().show_view(view, facts, figures)
        self.gains.setVisible(view.channel_id is None)
        since, until = view.span.since, view.span.until
        self._desk.ask(f"{self._name}.gains", lambda tx: fetch_exchange(tx, since, until), self._tell_gains)

    def _tell_gains(self, gains: Mapping[str, Decimal]) -> None:
        said = _("Won by exchange in these days: {realised} on what was paid, {unrealised} by the rates of balances.")
        self.gains.setText(said.format(**{name: self._formats.money(gain) for name, gain in gains.items()}))

    def deed_title(self, view: View, facts: Facts) -> str:
        day, closed = view.span.until, facts.books.closed
        is_open = day <= facts.today and (closed is None or day > closed)
        return _("Book the rates of {day}").format(day=self._formats.text(Kind.DATE, day)) if is_open else ""

    def _book(self) -> None:
        assert self._view is not None
        self._desk.do(revalue_currencies, self._view.span.until, then=self._booked, failed=self.refused)

    def _booked(self, done: Any) -> None:
        amount = self._formats.money(done.value)
        said = _("Booked: a gain of {amount}.").format(amount=amount) if done.value else _("Nothing was missing.")
        self._desk.tell(said, Tone.GOOD)


def read_tax(tx: Any, view: View) -> list[Row]:
    """A row a channel and rate."""
    span = view.scope
    return list(enumerate(fetch_tax(tx, span.since, span.until, view.channel_id)))


def read_foreign(tx: Any, view: View) -> list[Row]:
    """A row an account and currency, on the last day that is shown."""
    keys = [column.key for column in FOREIGN.columns]
    found = fetch_foreign(tx, view.span.until)
    return [
        (number, tuple(getattr(one, key) for key in keys))
        for number, one in enumerate(found)
        if view.channel_id in (None, one.channel_id)
    ]
