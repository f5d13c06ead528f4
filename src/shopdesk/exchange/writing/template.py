"""A ready workbook for one kind of sheet: an empty table that knows its columns, two examples, how to fill it (X9)."""

import gettext
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from xlsxwriter.utility import quote_sheetname

from shopdesk import text
from shopdesk.exchange.writing.book import (
    ACCENT,
    HEAD,
    NEEDED,
    ROWS,
    RULE,
    SOFT,
    Book,
    Page,
    height_of,
    letter,
    open_book,
    shown_width,
)
from shopdesk.exchange.writing.cells import Losses, text_cell
from shopdesk.exchange.writing.kinds import AS_TEXT, FILTER_ARROW, WIDTHS, cell_for, properties
from shopdesk.exchange.writing.stream import head
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

Say = Callable[[str], str]
"""A msgid in the template's language."""

ENTER: Final = MappingProxyType(
    {
        Kind.ID: N_("Text, exactly as it is; leading zeros and long numbers are kept."),
        Kind.TEXT: N_("Text."),
        Kind.LONG_TEXT: N_("Text of any length."),
        Kind.STATE: N_("One of the words at the right."),
        Kind.MONEY: N_("An amount of money, as a number."),
        Kind.PRICE: N_("A price, as a number that is not below zero."),
        Kind.QUANTITY: N_("A quantity, as a number."),
        Kind.RATE: N_("An exchange rate above zero, with up to ten decimals."),
        Kind.PERCENT: N_("A share: 25% or 0.25."),
        Kind.INTEGER: N_("A whole number."),
        Kind.DATE: N_("A date: 2026-01-31."),
        Kind.TIME: N_("A date and time: 2026-01-31 14:30."),
        Kind.BOOL: N_("TRUE or FALSE."),
    }
)
OPEN: Final = N_("One of the words at the right, or another.")
MOST: Final = 200
"""So many words are offered of a column."""
NOTHING: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
HOW_TO_WIDTHS: Final = (26, 11, 44, 66)
FIRST_STATE: Final = 4
"""Column of the "How to" sheet from which a state column's words stand, one a cell."""
NUMBERS: Final = 1e15


def write_template(
    path: Path | str, sheet: Sheet, language: str = "", offered: Mapping[str, Sequence[str]] = NOTHING
) -> None:
    """Write the template of `sheet` in `language` ("" is the one spoken now); UserError as `write_sheet`.

    `offered`: column → words (msgids or names) that its cells offer, where others may be entered as well.

    The first sheet is empty below its header, so that dropping the file back as it is imports nothing. The examples
    stand on a sheet of their own with the columns down the side: no reader takes that for rows of data.
    """
    say = speaker(language)
    with open_book(path) as book:
        table = book.page(say(sheet.title), len(sheet.columns))
        _put_examples(book, sheet, say)
        lists = {column.key: [say(word) for word in offered.get(column.key, ())[:MOST]] for column in sheet.columns}
        words = _put_how_to(book, sheet, say, lists)
        _put_table(book, table, sheet, say, words)
        book.describe(say(sheet.title), "", datetime.now(UTC))
        book.mark("template", {"sheet": [sheet.name], "columns": [column.key for column in sheet.columns]})


def speaker(language: str) -> Say:
    """What speaks `language`, without changing the one that the program speaks."""
    if language in {"", text.language()}:
        return text._
    folder = text.resources() / "locale"
    catalogue = gettext.translation(text.DOMAIN, folder, [language], fallback=True)
    return lambda message: catalogue.gettext(message) if message else ""


def _put_table(book: Book, page: Page, sheet: Sheet, say: Say, words: dict[str, str]) -> None:
    """The empty table: header, notes, and what each cell may hold."""
    plain, needed = (
        book.text(bold=True, bg_color=fill, font_color=ACCENT, text_wrap=True, bottom=1, bottom_color=RULE)
        for fill in (HEAD, NEEDED)
    )
    cells = []
    for place, column in enumerate(sheet.columns):
        title = say(column.title)
        cells.append(text_cell(letter(place), title, needed if column.required else plain)(title, "1"))
        wide = min(60, max(column.width or WIDTHS[column.kind], shown_width(title) + FILTER_ARROW))
        page.set_column(place, place, wide, book.format(**properties(column.kind)))
        page.write_comment(0, place, _note(column, say), {"x_scale": 2, "y_scale": 1.2, "author": "ShopDesk"})
        rule = _rule(column, say, words)
        if rule:
            page.data_validation(1, place, ROWS - 1, place, rule)
    page.put(1, "".join(cells))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, 0, len(sheet.columns) - 1)
    page.activate()


def _note(column: Column, say: Say) -> str:
    lines = [say(N_("Required.")) if column.required else "", say(column.help), say(ENTER[column.kind])]
    return "\n".join(line for line in lines if line)


def _rule(column: Column, say: Say, words: dict[str, str]) -> dict[str, Any] | None:
    """What xlsxwriter's `data_validation` takes for the column; None where anything goes."""
    any_number = {"criteria": "between", "minimum": -NUMBERS, "maximum": NUMBERS}
    rules: dict[Kind, dict[str, Any]] = {
        Kind.MONEY: {"validate": "decimal", **any_number},
        Kind.QUANTITY: {"validate": "decimal", **any_number},
        Kind.PERCENT: {"validate": "decimal", **any_number},
        Kind.PRICE: {"validate": "decimal", "criteria": ">=", "value": 0},
        Kind.RATE: {"validate": "decimal", "criteria": ">", "value": 0},
        Kind.INTEGER: {"validate": "integer", **any_number},
        Kind.DATE: {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)},
        Kind.TIME: {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)},
        Kind.BOOL: {"validate": "list", "source": ["TRUE", "FALSE"]},
        Kind.STATE: {"validate": "list", "source": words.get(column.key)},
    }
    if not column.states and column.key in words:
        return {"validate": "list", "source": words[column.key], "show_error": False}
    rule = rules.get(column.kind)
    if rule is None or rule.get("source", True) is None:
        return None
    return {**rule, "error_title": say(column.title)[:32], "error_message": say(ENTER[column.kind])[:255]}


def _put_examples(book: Book, sheet: Sheet, say: Say) -> None:
    """Two rows as they might be filled in, turned on their side: a full one, and the least that is enough."""
    page = book.page(say(N_("Example")), 3)
    page.set_column(0, 0, 26)
    page.set_column(1, 2, 34)
    big = text_cell("A", "", book.text(bold=True, font_color=ACCENT))
    page.put(1, big(say(N_("Examples only: nothing on this sheet is imported.")), "1"))
    head(book, page, 3, [say(N_("Column")), say(N_("Example: a full row")), say(N_("Example: the least"))])
    label = text_cell("A", "", book.text(font_color=SOFT))
    row = 3
    for column in sheet.columns:
        if not column.example:
            continue
        row += 1
        shown = str(row)
        full, least = (_example(book, column, place, say) for place in (1, 2))
        page.put(row, label(say(column.title), shown) + full(shown) + (least(shown) if column.required else ""))
    page.freeze_panes(3, 1)


def _example(book: Book, column: Column, place: int, say: Say) -> Callable[[str], str]:
    """The column's example as the cell that a person would have typed."""
    at_home = Column(column.key, column.title, column.kind)  # its own states: the words must be the template's
    write = cell_for(book, at_home, place, UTC, Losses())
    value = _value(column, say)
    return lambda row: write(value, row)


def _value(column: Column, say: Say) -> object:
    if column.kind.is_number:
        return Decimal(column.example)
    if column.kind is Kind.DATE:
        return date.fromisoformat(column.example)
    if column.kind is Kind.TIME:
        return datetime.fromisoformat(column.example).replace(tzinfo=UTC)
    if column.kind is Kind.STATE and column.example in column.states:
        return say(column.states[column.example].title)
    return say(column.example)


def _put_how_to(book: Book, sheet: Sheet, say: Say, offered: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What each column wants. Returns for each column that offers words the range that holds them."""
    longest = max((len(column.states or offered[column.key]) for column in sheet.columns), default=0)
    page = book.page(say(N_("How to")), FIRST_STATE + longest)
    for place, wide in enumerate(HOW_TO_WIDTHS):
        page.set_column(place, place, wide)
    big = text_cell("A", "", book.text(bold=True, font_size=14, font_color=ACCENT))
    page.put(1, big(say(sheet.title), "1"), height=22)
    soft = text_cell("A", "", book.text(font_color=SOFT))
    row = 1
    for line in _advice(sheet, say):
        row += 1
        page.put(row, soft(line, str(row)))
    row += 2
    titles = (N_("Column"), N_("Required"), N_("What to enter"), N_("Meaning"), *([N_("Words")] if longest else []))
    head(book, page, row, [say(title) for title in titles])
    ranges = {}
    for column in sheet.columns:
        row += 1
        words = [say(state.title) for state in column.states.values()] or offered[column.key]
        needed = say(N_("yes")) if column.required else ""
        enter = say(OPEN if words and not column.states else ENTER[column.kind])
        _put_line(book, page, row, [say(column.title), needed, enter, say(column.help), *words])
        if words:
            last = letter(FIRST_STATE + len(words) - 1)
            ranges[column.key] = f"={quote_sheetname(page.name)}!${letter(FIRST_STATE)}${row}:${last}${row}"
    return ranges


def _advice(sheet: Sheet, say: Say) -> Iterator[str]:
    if sheet.help:
        yield say(sheet.help)
    yield say(N_("Fill in the first sheet and drop the file on ShopDesk. Columns you do not need may stay blank."))
    yield say(N_("Keep the header row as it is; the columns with a yellow header are required."))


def _put_line(book: Book, page: Page, row: int, values: list[str]) -> None:
    style = book.text(text_wrap=True, num_format=AS_TEXT)
    shown = str(row)
    cells = "".join(text_cell(letter(place), "", style)(value, shown) for place, value in enumerate(values))
    page.put(row, cells, height_of(*zip(values, HOW_TO_WIDTHS, strict=False)))
