"""Tables on the clipboard: as tab-separated text and as HTML in which Excel leaves order numbers alone."""

import csv
import io
from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QMimeData

from shopdesk.shop.columns import Column, Kind

Matrix = Sequence[Sequence[str]]
CELLS_COPIED: Final = 200_000
"""More than this belongs into a workbook, not onto the clipboard."""
_CLEAN: Final = frozenset(
    {Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.RATE, Kind.PERCENT, Kind.INTEGER, Kind.DATE, Kind.TIME}
)
"""Kinds that Excel may understand by itself; anything else stays the text it is."""
_AS_TEXT: Final = "<td style=\"mso-number-format:'\\@'\">"


def to_text(matrix: Matrix) -> str:
    """Rows by line, cells by tab; a cell with a tab, a quote or a line break is quoted as Excel does."""
    return "\n".join("\t".join(map(_in_text, row)) for row in matrix)


def _in_text(cell: str) -> str:
    if cell.startswith('"') or any(sign in cell for sign in "\t\n\r"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def to_html(columns: Sequence[Column], matrix: Matrix, *, headed: bool) -> str:
    """A table of the same cells; with `headed` the first row is headers."""
    opening = ["<td>" if column.kind in _CLEAN else _AS_TEXT for column in columns]
    lines = []
    for number, row in enumerate(matrix):
        if headed and not number:
            lines.append("".join(f"<th>{escape(cell)}</th>" for cell in row))
        else:
            lines.append("".join(f"{tag}{_in_html(cell)}</td>" for tag, cell in zip(opening, row, strict=True)))
    return '<meta charset="utf-8"><table>' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _in_html(cell: str) -> str:
    return escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">')


def from_text(text: str) -> list[list[str]]:
    """The cells of tab-separated text; a single empty cell where there is nothing, short rows filled up with ""."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    # A quote within a cell is only Excel's mark where the cell begins with it; the csv reader knows that too.
    rows = list(csv.reader(io.StringIO(clean, newline=""), "excel-tab")) or [[""]]
    width = max(map(len, rows)) or 1
    return [row + [""] * (width - len(row)) for row in rows]


def package(text: str, html: str) -> QMimeData:
    """Both forms, for whoever pastes."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    return data
