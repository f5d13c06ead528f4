"""A basket as it is typed, or pasted from Excel: a SKU, its pieces and perhaps a price in each line."""

import re
from decimal import Decimal
from typing import Final

from shopdesk.shop.promotions.engine.baskets import Wanted
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_, UserError

_CELLS: Final = re.compile(r"\t|[ ]{2,}|\s*[;；]\s*")
_FULL: Final = str.maketrans("０１２３４５６７８９．，　", "0123456789., ")
_SIGNS: Final = " ¥￥$€£元"
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_PLAIN: Final = re.compile(r"\d+[.,]?\d*|[.,]\d+")
"""A comma that parts no thousands is a decimal one."""
_MOST: Final = Decimal(10) ** 10


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


def typed_number(text: str, scale: int) -> int | None:
    """A number as people write it, "¥1,299.00" or "12,50", times `scale`; None: it is none, too large or too fine."""
    plain = text.translate(_FULL).strip(_SIGNS)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif not _PLAIN.fullmatch(plain):
        return None
    number = Decimal(plain.replace(",", ".")) * scale
    return int(number) if number < _MOST * scale and number == number.to_integral_value() else None


def _number(line: int, text: str, scale: int) -> int:
    number = typed_number(text, scale)
    if number is None:
        raise UserError(N_("Line {line}: {value} is no number."), code="number", line=line, value=text)
    return number
