"""Rejected rows as a workbook of the file's own layout, what is wrong beside each: mend it and drop it again."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from shopdesk.exchange.trip.snapshot import IDS
from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing.book import NEEDED, WRONG, Book, Page, height_of, letter, open_book, shown_width
from shopdesk.exchange.writing.cells import LONGEST_TEXT, Cell, text_cell
from shopdesk.exchange.writing.kinds import AS_TEXT, FILTER_ARROW
from shopdesk.exchange.writing.reject import REASON, Reject
from shopdesk.exchange.writing.snapshot import carry_on
from shopdesk.exchange.writing.stream import head
from shopdesk.text import UserError, _

WIDEST: Final = 40
REASON_WIDTH: Final = 60


def write_rejects(
    path: Path | str,
    headers: Sequence[str],
    rows: Iterable[Reject],
    *,
    name: str = "",
    carried: Callable[[], Sequence[Sequence[str]]] = tuple,
) -> int:
    """Write rejected rows under the file's own `headers`, the reason in one more column at the end; returns how many.

    Every cell is text, as in the file, so that neither ids nor zeros are lost on the way back. `name` is the sheet's.
    A row's cells beyond the headers are not written: its reason names them. `carried` is asked after the last row: what
    an edited export hides, which goes along hidden. UserError as `write_sheet`, and where
    there are more rows than a sheet holds.
    """
    with open_book(path) as book:
        page = _begin(book, name or _("Rejected rows"), headers)
        fine, wrong = _writers(book, headers), [_marked(book, place, title) for place, title in enumerate(headers)]
        why = text_cell(letter(len(headers)), _(REASON), book.text(text_wrap=True, bg_color=NEEDED))
        row = 1
        for reject in rows:
            row += 1
            if row > books.ROWS:
                raise UserError(
                    "More rows were rejected than one sheet holds. Mend the file itself.", code="too_many_rows"
                )
            shown = str(row)
            body = [
                (wrong if place in reject.reasons else fine)[place](value, shown)
                for place, value in enumerate(reject.values[: len(headers)])
            ]
            reason = reasons_text(headers, reject)
            page.put(row, "".join(body) + why(reason, shown), height_of((reason, REASON_WIDTH)))
        page.autofilter(0, 0, row - 1, len(headers))
        if hidden := carried():
            carry_on(book, hidden)
        book.mark("rejects")
    return row - 1


def reasons_text(headers: Sequence[str], reject: Reject) -> str:
    """Row 57 · D “数量”: "x" is not a number; … with the row and column letters of the file that was read."""
    said = [
        f"{letter(place)} “{headers[place]}”: {reason}" if 0 <= place < len(headers) else reason
        for place, reason in sorted(reject.reasons.items())
    ]
    return _("Row {row} · {reasons}").format(row=reject.row, reasons="; ".join(said))[: LONGEST_TEXT // 2]


def _begin(book: Book, name: str, headers: Sequence[str]) -> Page:
    page = book.page(name, len(headers) + 1)
    head(book, page, 1, [*headers, _(REASON)])
    for place, title in enumerate(headers):
        wide = min(WIDEST, max(14, shown_width(title) + FILTER_ARROW))
        page.set_column(place, place, wide, book.format(num_format=AS_TEXT), {"hidden": title == IDS})
    page.set_column(len(headers), len(headers), REASON_WIDTH)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": f"A2:{letter(len(headers))}{books.ROWS}"})
    return page


def _writers(book: Book, headers: Sequence[str]) -> list[Cell]:
    style = book.text(num_format=AS_TEXT)
    return [text_cell(letter(place), title, style) for place, title in enumerate(headers)]


def _marked(book: Book, place: int, title: str) -> Cell:
    """A rejected cell: coloured, and coloured too where the fault is that it is blank."""
    style = book.text(num_format=AS_TEXT, bg_color=WRONG)
    at, write = letter(place), text_cell(letter(place), title, style)
    return lambda value, row: write(value, row) or f'<c r="{at}{row}" s="{style.plain}"/>'
