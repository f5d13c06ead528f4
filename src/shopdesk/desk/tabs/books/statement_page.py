"""The statements as lists: each line beside that of the span before, leading to the postings that make it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import Shown
from shopdesk.desk.spanned.facts import View
from shopdesk.desk.spanned.span import Size, Span
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.shop.columns import Tone
from shopdesk.shop.ledger.sheets import STATEMENTS
from shopdesk.shop.ledger.statements import Days, find_statement
from shopdesk.store.rows import quoted

INDENT: Final = "\u2003"
"""An em space: before a line of a sum, twice before a part of it."""
BALANCE_SHEET: Final = "balance_sheet"
CASH_FLOW: Final = "cash_flow"


def statement_page(desk: Desk, name: str) -> TablePage:
    """The statement of that name, in its own order; ids are the places of its lines."""
    return TablePage(
        desk, STATEMENTS[name], partial(read_lines, name=name), order=(("number", False),), search=("title",),
        formatters={"title": _title},
    )  # fmt: skip


def read_lines(tx: Any, view: View, *, name: str) -> list[Row]:
    """A row a line."""
    before = view.span.before
    lines = find_statement(
        tx, name, days_of(view.span), days_of(before) if before is not None else None, view.channel_id
    )
    return [
        (
            number,
            (
                number, line.title, line.now, line.before, None if line.before is None else line.now - line.before,
                line.level, ", ".join(line.accounts),
            ),
        )
        for number, line in enumerate(lines)
    ]  # fmt: skip


def postings_of(name: str, accounts: str, span: Span) -> list[tuple[str, str]]:
    """Filters of the journal: the postings of a line's accounts that its amount adds up."""
    days = f"..{span.until}" if name == BALANCE_SHEET else span.filter
    codes = ("account_code", ", ".join(quoted(code) for code in accounts.split(", ")))
    told = [codes, ("moves_cash", "yes")] if name == CASH_FLOW else [codes]
    return told if span.size is Size.ALL else [("entry_on", days), *told]


def days_of(span: Span) -> Days:
    """The days of a span as statements take them."""
    return Days(None, None) if span.size is Size.ALL else Days(span.since, span.until)


def _title(value: Any, row: Sequence[Any]) -> Shown:
    """Indented as deep as the line stands; parts of lines muted."""
    level = row[_LEVEL]
    return Shown(INDENT * level + str(value), Tone.PLAIN if level > 1 else None)


_LEVEL: Final = [column.key for column in STATEMENTS[BALANCE_SHEET].columns].index("level")
