"""How the figures of a profit sheet look: amounts with the decimals of the currency, below zero in red."""

from collections.abc import Mapping
from typing import Final

from shopdesk.exchange.writing.book import RULE, Book
from shopdesk.exchange.writing.kinds import PARTS, PERCENT, WHOLE
from shopdesk.shop.profit.definitions import PROFIT_FIGURES

CENTLESS: Final = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF"}
)
"""Currencies without minor units (ISO 4217)."""
MONTH: Final = "yyyy-mm"
QUANTITY: Final = "General;[Red]-General"


class Looks:
    """The styles of a profit sheet, by what they are for; amounts with the decimals of the currency."""

    def __init__(self, book: Book, currency: str) -> None:
        digits = "#,##0" if currency in CENTLESS else "#,##0.00"
        self.book = book
        self.money_format = f"{digits};[Red]-{digits}"
        self.money = book.style(num_format=self.money_format)
        self.count = book.style(num_format=WHOLE)
        self.quantity = book.style(num_format=QUANTITY)
        self.share = book.style(num_format=PERCENT)
        self.exact = book.style(num_format=PARTS)
        self.verdict = book.style(bold=True)
        self.month = book.style(num_format=MONTH, align="left")
        self.text = book.text()
        self.aside = book.text(indent=1)
        self.code = book.text(num_format="@")
        line = {"bold": True, "top": 1, "top_color": RULE}
        self.sum = book.style(num_format=self.money_format, **line)
        self.sum_count = book.style(num_format=WHOLE, **line)
        self.sum_quantity = book.style(num_format=QUANTITY, **line)
        self.sum_text = book.text(**line)

    def of(self, name: str) -> int:
        """The style of a field: orders are counted, units may be kilograms, the rest is money."""
        return {"orders": self.count, "units": self.quantity, "unknown_units": self.quantity}.get(name, self.money)

    def sum_of(self, name: str) -> int:
        """The style of a field in a row of totals."""
        return {self.count: self.sum_count, self.quantity: self.sum_quantity}.get(self.of(name), self.sum)


def parts_in(name: str, at: Mapping[str, str], row: str) -> str:
    """The formula of a figure that is made of others, in a row where these stand in the columns `at`."""
    signs = "".join(f"{'+' if sign > 0 else '-'}{at[part]}{row}" for sign, part in PROFIT_FIGURES[name].parts)
    return f"ROUND({signs.removeprefix('+')},4)"
