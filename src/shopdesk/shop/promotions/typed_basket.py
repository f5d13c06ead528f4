"""A basket as it is typed, or pasted from Excel: a SKU, its pieces and perhaps a price in each line."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from shopdesk.shop.promotions.baskets import Wanted
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_, UserError

_CELLS: Final = re.compile(r"\t|[ ]{2,}|\s*[;；]\s*")
_FULL: Final = str.maketrans("０１２３４５６７８９．，　", "0123456789., ")
_MOST: Final = Decimal(10) ** 9


def parse_basket(text: str) -> list[Wanted]:
    """The lines of a basket; one piece where a line says none. A first line that is all words is a header.

    UserError for a cell that is no number of pieces or no price.
    """
    made: list[Wanted] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in _cells(line)]
        if not cells or not cells[0]:
            continue
        if number == 1 and len(cells) > 1 and not any(letter.isdigit() for letter in "".join(cells[1:])):
            continue
        pieces = _number(number, cells[1], QUANTITY_SCALE) if len(cells) > 1 and cells[1] else QUANTITY_SCALE
        price = _number(number, cells[2], MONEY_SCALE) if len(cells) > 2 and cells[2] else None
        if pieces:
            made.append(Wanted(cells[0], pieces, price))
    return made


def _cells(line: str) -> list[str]:
    """The cells of a line: between tabs, semicolons or wide gaps, else around the last blank before a number."""
    plain = line.translate(_FULL).strip()
    cells = _CELLS.split(plain)
    if len(cells) == 1 and (found := re.fullmatch(r"(\S.*?)\s+[x×*]?\s*([\d.,]+)", plain)):
        return [found[1], found[2]]
    return cells


def _number(line: int, text: str, scale: int) -> int:
    try:
        number = Decimal(text.replace(",", "").lstrip("¥￥$€£ ")) * scale
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and 0 <= number < _MOST * scale and number == number.to_integral_value()):
        raise UserError(N_("Line {line}: {value} is no number."), code="number", line=line, value=text)
    return int(number)
