"""A basket from a file: SKU, pieces, and a price where it is not the SKU's own."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from shopdesk.exchange.reader import open_file
from shopdesk.exchange.table import Reading
from shopdesk.shop.promotions.engine.baskets import Wanted
from shopdesk.shop.promotions.engine.typed_basket import typed_number
from shopdesk.shop.promotions.sheets import BASKET
from shopdesk.shop.spoken import spellings
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_, UserError

DEEPEST: Final = 40
"""So many rows from the top may stand above the header."""


def read_basket(path: Path | str) -> list[Wanted]:
    """The lines of a basket; UserError with its place for a cell that is no number, and where there is no basket."""
    with open_file(path) as reading:
        for head in reading.heads:
            found = _header(head.rows)
            if found is not None:
                wanted = list(_rows(reading, head.number, *found))
                if wanted:
                    return wanted
        raise UserError(
            N_("{file} is no basket: it has no columns for SKU and pieces with rows below them."),
            code="no_basket", file=reading.name,
        )  # fmt: skip


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The row of the headers, from 0, and the places of its columns."""
    for at, row in enumerate(rows[:DEEPEST]):
        cells = [" ".join(cell.split()).casefold() for cell in row]
        places = {}
        for column in BASKET.columns:
            names = {name.casefold() for name in (column.key, *spellings(column.title), *column.words)}
            place = next((n for n, cell in enumerate(cells) if cell in names), None)
            if place is not None:
                places[column.key] = place
        if {"sku", "quantity"} <= places.keys():
            return at, places
    return None


def _rows(reading: Reading, sheet: int, header: int, places: Mapping[str, int]) -> Iterator[Wanted]:
    for chunk in reading.chunks(sheet):
        for at, row in enumerate(chunk.row_numbers):
            if row <= header + 1:
                continue
            said = {
                key: chunk.columns[place][at].strip() if place < len(chunk.columns) else ""
                for key, place in places.items()
            }
            if said["sku"]:
                pieces = _number(said["quantity"], row, QUANTITY_SCALE)
                if not pieces:
                    raise _no_number(said["quantity"], row)
                price = _number(said["price"], row, MONEY_SCALE) if said.get("price") else None
                yield Wanted(said["sku"], pieces, price)


def _number(text: str, row: int, scale: int) -> int:
    number = typed_number(text, scale)
    if number is None:
        raise _no_number(text, row)
    return number


def _no_number(text: str, row: int) -> UserError:
    return UserError(
        N_("Row {row}: “{value}” is no number that a basket can have."), code="no_number", row=row, value=text[:40]
    )
