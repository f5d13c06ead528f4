"""How a value reads on screen: by the kind of its column, in the user's locale and the shop's time zone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QDate, QLocale

from shopdesk.desk.grid.inputs import date_format, edit_text
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.text import _

MINUS: Final = "−"
CENT: Final = Decimal("0.01")
TRUE_MARK: Final = "✓"


class Shown(NamedTuple):
    """What stands in a cell; a tone colours it (PLAIN: muted), None is ordinary text."""

    text: str
    tone: Tone | None = None


Formatter = Callable[[Any, Sequence[Any]], Shown]
"""Says what a cell shows, given its value and the values of its row in the order of the sheet's columns."""
NO_FORMATTERS: Final[Mapping[str, Formatter]] = MappingProxyType({})
_AS_SHOWN: Final = frozenset({Kind.STATE, Kind.BOOL})
NOTHING: Final = Shown("")


class CellFormats:
    """The formats of one sheet's cells. Holds no widget: reader threads use it as well."""

    def __init__(
        self,
        sheet: Sheet,
        *,
        zone: tzinfo = UTC,
        today: date | None = None,
        formatters: Mapping[str, Formatter] = NO_FORMATTERS,
    ) -> None:
        """`today` decides which times are of this year; `formatters` (by column key) speak before the kinds do."""
        self.sheet = sheet
        self.zone = zone
        self.today = today
        locale = QLocale()
        self._locale = locale
        self._signs = str.maketrans({",": locale.groupSeparator(), ".": locale.decimalPoint(), "-": MINUS})
        self._date_format = date_format(locale)
        self._spoken = {n for n, column in enumerate(sheet.columns) if column.key in formatters}
        self._by_column = tuple(self._one(column, formatters.get(column.key)) for column in sheet.columns)

    def row(self, values: Sequence[Any]) -> list[Shown]:
        """What the cells of a row show; a row that is gone shows nothing."""
        if not values:
            return [NOTHING] * len(self._by_column)
        return [show(value, values) for show, value in zip(self._by_column, values, strict=True)]

    def copied(self, values: Sequence[Any]) -> list[str]:
        """The cells of a row as Excel takes them: exact numbers and ISO dates; otherwise what is shown."""
        texts = [cell.text for cell in self.row(values)]
        for n, column in enumerate(self.sheet.columns if values else ()):
            value = values[n]
            plain = column.kind.is_number or n not in self._spoken
            if value is not None and plain and not column.personal and column.kind not in _AS_SHOWN:
                texts[n] = edit_text(column, value, zone=self.zone) + ("%" if column.kind is Kind.PERCENT else "")
        return texts

    def figure(self, column: Column, value: Decimal) -> str:
        """A sum or mean of the column, as its cells read; an average is cut to the column's decimals."""
        if column.kind is Kind.QUANTITY:
            return self._quantity(value.quantize(Decimal("0.001"), ROUND_HALF_UP), ()).text
        if column.kind is Kind.INTEGER:
            return self._quantity(value.quantize(CENT, ROUND_HALF_UP), ()).text
        return self._percent(value, ()).text if column.kind is Kind.PERCENT else self._money(value, ()).text

    def whole(self, count: int) -> str:
        """A count with the locale's separators."""
        return f"{count:,}".translate(self._signs)

    def full(self, column: Column, value: Any) -> str:
        """The value with nothing left out, for a tooltip; "" where the cell already says all of it."""
        if column.kind is Kind.TIME and value is not None:
            return f"{value.astimezone(self.zone):%Y-%m-%d %H:%M:%S}"
        return ""

    def _one(self, column: Column, formatter: Formatter | None) -> Formatter:
        if formatter is not None:
            return formatter
        if column.personal:
            return lambda value, _row: Shown(mask(value))
        if column.kind is Kind.STATE:
            return self._states(column)
        return {
            Kind.MONEY: self._money,
            Kind.PRICE: self._price,
            Kind.QUANTITY: self._quantity,
            Kind.RATE: self._quantity,
            Kind.PERCENT: self._percent,
            Kind.INTEGER: self._quantity,
            Kind.DATE: self._date,
            Kind.TIME: self._time,
            Kind.BOOL: _truth,
            Kind.LONG_TEXT: _one_line,
        }.get(column.kind, _text)

    def _number(self, text: str) -> Shown:
        return Shown(text.translate(self._signs), Tone.BAD if text[0] == "-" else None)

    def _money(self, value: Any, _row: Sequence[Any]) -> Shown:
        if value is None:
            return NOTHING
        # A loss of less than half a cent is shown as nothing, and nothing has no sign.
        return self._number(f"{value.quantize(CENT, ROUND_HALF_UP) + 0:,.2f}")

    def _price(self, value: Any, _row: Sequence[Any]) -> Shown:
        if value is None:
            return NOTHING
        text = f"{value + 0:,.4f}"
        return self._number(text[:-2] + text[-2:].rstrip("0"))

    def _quantity(self, value: Any, _row: Sequence[Any]) -> Shown:
        if value is None:
            return NOTHING
        text = f"{value + 0:,f}"
        return self._number(text.rstrip("0").rstrip(".") if "." in text else text)

    def _percent(self, value: Any, _row: Sequence[Any]) -> Shown:
        if value is None:
            return NOTHING
        return self._number(f"{(value * 100).quantize(Decimal('0.1'), ROUND_HALF_UP) + 0:,.1f}%")

    def _date(self, value: Any, _row: Sequence[Any]) -> Shown:
        if value is None:
            return NOTHING
        return Shown(self._locale.toString(QDate(value.year, value.month, value.day), self._date_format))

    def _time(self, value: Any, _row: Sequence[Any]) -> Shown:
        if value is None:
            return NOTHING
        t: datetime = value.astimezone(self.zone)
        if self.today is not None and t.year != self.today.year:
            return Shown(f"{t.year}-{t.month:02}-{t.day:02}")
        return Shown(f"{t.month:02}-{t.day:02} {t.hour:02}:{t.minute:02}")

    def _states(self, column: Column) -> Formatter:
        shown = {str(value): Shown(_(state.title), state.tone) for value, state in column.states.items()}

        def show(value: Any, _row: Sequence[Any]) -> Shown:
            return NOTHING if value is None else shown.get(value) or Shown(str(value), Tone.PLAIN)

        return show


def mask(value: Any) -> str:
    """Personal data as strangers may see it: 138****5678 for numbers, 张* for names, the beginning of longer text."""
    if value is None or value == "":
        return ""
    text = str(value)
    digits = sum(letter.isdigit() for letter in text)
    if digits >= 7 and digits * 2 >= len(text):
        return f"{text[:3]}****{text[-4:]}"
    if len(text) > 8:
        return text[: min(6, len(text) // 3)] + "***"
    return text[0] + "*" * min(max(len(text) - 1, 1), 3)


def _truth(value: Any, _row: Sequence[Any]) -> Shown:
    return Shown(TRUE_MARK) if value else NOTHING


def _text(value: Any, _row: Sequence[Any]) -> Shown:
    return NOTHING if value is None else Shown(str(value))


def _one_line(value: Any, _row: Sequence[Any]) -> Shown:
    return NOTHING if value is None else Shown(" ".join(str(value).split()))
