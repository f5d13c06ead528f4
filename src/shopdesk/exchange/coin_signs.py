"""The currency that the headers or cells of a sheet's money name, where no column does."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from shopdesk.exchange.headers import HeaderRow
from shopdesk.exchange.likeness import MONEY
from shopdesk.shop.columns import Sheet
from shopdesk.shop.money import currency_code

_IN_HEADER: Final = re.compile(r"(?:^|[\s(\[/])([A-Z]{3}|[A-Z]{1,2}\$|[€£₩₹])[)\]]?$")
_IN_CELL: Final = re.compile(r"[A-ZŁČ]{1,3}\$?|[€£₩₹₫₺₽₪₴]")
_AMOUNT: Final = re.compile("[1-9]")
"""Nothing is nothing in every currency."""
_SIGNS: Final[Mapping[str, str]] = {
    "R$": "BRL", "ZŁ": "PLN", "KČ": "CZK", "₫": "VND", "₺": "TRY", "TL": "TRY", "₽": "RUB", "₪": "ILS", "₴": "UAH",
}  # fmt: skip
"""Signs of one currency alone; $, ¥ and kr are several currencies' and name none."""


def named_money(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int]) -> dict[str, str]:
    """What is given beside the columns: the currency that the money names, where no column does but one could."""
    if "currency" in columns or all(column.key != "currency" for column in sheet.columns):
        return {}
    named = named_currency(row, sheet, columns)
    return {"currency": named} if named else {}


def named_currency(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int]) -> str:
    """ISO code of the one currency that the money of a sheet is marked with; "" for none, or several.

    Where some amounts of a column are marked and others are not, the others are of nobody knows which.
    """
    money = [columns[column.key] for column in sheet.columns if column.kind in MONEY and column.key in columns]
    found = set[str]()
    for place in money:
        codes = set(_of_header(row.texts[place])) or set(_of_cells(row, place))
        if len(codes) > 1:
            return ""
        found |= codes - {""}
    return found.pop() if len(found) == 1 else ""


def _of_header(text: str) -> Iterator[str]:
    marked = _IN_HEADER.search(unicodedata.normalize("NFKC", text).strip())
    if marked and (code := _code(marked[1])):
        yield code


def _of_cells(row: HeaderRow, place: int) -> Iterator[str]:
    """The currency of each amount, "" of one that names none."""
    for line in row.below:
        cell = unicodedata.normalize("NFKC", line[place]).upper() if place < len(line) else ""
        if _AMOUNT.search(cell):
            yield next((code for sign in _IN_CELL.findall(cell) if (code := _code(sign))), "")


def _code(sign: str) -> str:
    return _SIGNS.get(sign) or currency_code(sign) or ""
