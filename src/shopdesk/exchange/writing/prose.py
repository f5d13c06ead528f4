"""A sheet of words: facts about the file above, terms and their meanings below."""

from collections.abc import Iterable
from typing import Final

from shopdesk.exchange.writing.book import ACCENT, SOFT, Book, height_of
from shopdesk.exchange.writing.cells import text_cell
from shopdesk.exchange.writing.stream import head
from shopdesk.text import _

TERM: Final = 28
MEANING: Final = 96
"""Characters wide."""


def put_prose(
    book: Book, name: str, title: str, facts: Iterable[tuple[str, str]], meanings: Iterable[tuple[str, str]]
) -> None:
    """Add the sheet as the last one so far."""
    page = book.page(name, 2)
    page.set_column(0, 0, TERM)
    page.set_column(1, 1, MEANING)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    big = text_cell("A", title, book.text(bold=True, font_size=14, font_color=ACCENT))
    label = text_cell("A", title, book.text(font_color=SOFT, text_wrap=True))
    term = text_cell("A", title, book.text(bold=True, text_wrap=True))
    said = text_cell("B", title, book.text(text_wrap=True))
    page.put(1, big(title, "1"), height=22)
    row = 2
    for what, value in facts:
        row += 1
        page.put(row, label(what, str(row)) + said(value, str(row)), height_of((what, TERM), (value, MEANING)))
    meanings = list(meanings)
    if meanings:
        row += 2
        head(book, page, row, [_("Term"), _("Meaning")])
    for word, meaning in meanings:
        row += 1
        page.put(row, term(word, str(row)) + said(meaning, str(row)), height_of((word, TERM), (meaning, MEANING)))
