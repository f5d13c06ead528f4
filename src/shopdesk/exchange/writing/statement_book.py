"""Statements as a workbook: a page each, every sum a formula over the lines that it names, ready to be added again."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from shopdesk.exchange.writing.book import ACCENT, HEAD, RULE, SOFT, Book, Page, open_book
from shopdesk.exchange.writing.cells import TextStyle
from shopdesk.exchange.writing.cover import Cover, SheetRow
from shopdesk.exchange.writing.figures import Live, Number, Rows, Text, widths
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.shop.ledger.reports import AccountSums
from shopdesk.shop.ledger.sheets import ACCOUNT_KINDS, BALANCE
from shopdesk.shop.ledger.statements import StatementLine
from shopdesk.text import _

HEAD_ROW: Final = 4
FIRST: Final = HEAD_ROW + 1
_MONEY: Final = ("opening", "debit", "credit", "closing")


def write_statements(
    path: Path | str, cover: Cover, statements: Sequence[tuple[str, Sequence[StatementLine]]],
    accounts: Sequence[AccountSums] | None = None,
) -> None:  # fmt: skip
    """Write a page for each statement, (title, lines), and one of the trial balance; UserError as `write_sheet`."""
    with open_book(path) as book:
        looks = Looks(book, cover.currency)
        for title, lines in statements:
            _put_statement(book, looks, cover, title, lines)
        if accounts is not None:
            _put_balance(book, looks, cover, accounts)
        book.describe(statements[0][0] if statements else _(BALANCE.title), cover.shop, cover.made_at)
        book.mark("statements")


def _put_statement(book: Book, looks: Looks, cover: Cover, title: str, lines: Sequence[StatementLine]) -> None:
    page = book.page(title, 4)
    widths(book, page, 46, 18, 18, 18)
    rows = begin_page(page, book, cover, title)
    columns = [cover.days, *([cover.before, _("Change")] if cover.before else [])]
    rows.put(Text(_("Line"), head_style(book, "left")), *(Text(words, head_style(book, "right")) for words in columns))
    at = {line.key: FIRST + place for place, line in enumerate(lines)}
    for line in lines:
        is_sum = line.level == 0
        style = looks.sum if is_sum else looks.money
        label = book.text(bold=is_sum, indent=line.level)
        figures = [_cell(line, "B", line.now, at, style)]
        if cover.before:
            before, row = line.before or Decimal(0), at[line.key]
            figures.append(_cell(line, "C", before, at, style))
            figures.append(Live(f"ROUND(B{row}-C{row},4)", line.now - before, style))
        rows.put(Text(line.title, label), *figures)
    print_statement(page, cover, title)


def _cell(line: StatementLine, letter: str, amount: Decimal, at: dict[str, int], style: int) -> Number | Live:
    """An amount of the books, or the formula over the cells of the lines that it adds up."""
    if not line.parts:
        return Number(amount, style)
    terms = "".join(f"{'+' if sign > 0 else '-'}{letter}{at[key]}" for sign, key in line.parts)
    return Live(f"ROUND({terms.removeprefix('+')},4)", amount, style)


def _put_balance(book: Book, looks: Looks, cover: Cover, accounts: Sequence[AccountSums]) -> None:
    title = _(BALANCE.title)
    page = book.page(title, 7)
    widths(book, page, 14, 34, 12, 16, 16, 16, 16)
    rows = begin_page(page, book, cover, title)
    heads = [(_(column.title), "right" if column.key in _MONEY else "left") for column in BALANCE.columns]
    rows.put(*(Text(words, head_style(book, side)) for words, side in heads))
    for one in accounts:
        row = rows.row + 1
        amounts = [Number(amount, looks.money) for amount in (one.opening, one.debit, one.credit)]
        closing = Live(f"ROUND(D{row}+E{row}-F{row},4)", one.opening + one.debit - one.credit, looks.money)
        kind = _(ACCOUNT_KINDS[one.kind].title)
        rows.put(Text(one.code, looks.code), Text(one.title, looks.text), Text(kind, looks.text), *amounts, closing)
    last = rows.row
    sums = {name: sum((_amount(one, name) for one in accounts), Decimal(0)) for name in _MONEY}
    totals = [
        Live(f"ROUND(SUM({letter}{FIRST}:{letter}{max(last, FIRST)}),4)", sums[name], looks.sum)
        for letter, name in zip("DEFG", _MONEY, strict=True)
    ]
    rows.put(Text(_("Total"), looks.sum_text), Text("", looks.sum_text), Text("", looks.sum_text), *totals)
    print_statement(page, cover, title)


def _amount(one: AccountSums, name: str) -> Decimal:
    return one.opening + one.debit - one.credit if name == "closing" else Decimal(getattr(one, name))


def write_account(path: Path | str, cover: Cover, title: str, opening: Decimal, postings: Iterable[SheetRow]) -> int:
    """Write the sheet of an account, each balance a formula over the row above; returns how many postings."""
    with open_book(path) as book:
        looks = Looks(book, cover.currency)
        page = book.page(title, 7)
        widths(book, page, 12, 10, 20, 36, 16, 16, 16)
        rows = begin_page(page, book, cover, title)
        names = (_("Date"), _("Entry"), _("Document"), _("Memo"), _("Debit"), _("Credit"), _("Balance"))
        sides = [head_style(book, "left" if place < 4 else "right") for place in range(len(names))]
        rows.put(*(Text(words, side) for words, side in zip(names, sides, strict=True)))
        balance, blank = opening, Text("", looks.text)
        rows.put(blank, blank, blank, Text(_("Opening"), looks.text), blank, blank, Number(opening, looks.sum))
        for one in postings:
            row, balance = rows.row + 1, balance + one.amount
            debit = Number(one.amount, looks.money) if one.amount > 0 else blank
            credit = Number(-one.amount, looks.money) if one.amount < 0 else blank
            rows.put(
                Text(one.on.isoformat(), looks.text), Text(str(one.entry_id), looks.code),
                Text(one.document, looks.code), Text(one.memo, looks.text), debit, credit,
                Live(f"ROUND(G{row - 1}+E{row}-F{row},4)", balance, looks.money),
            )  # fmt: skip
        written = rows.row - FIRST
        book.describe(title, cover.shop, cover.made_at)
        book.mark("statements")
        print_statement(page, cover, title)
    return written


def begin_page(page: Page, book: Book, cover: Cover, title: str) -> Rows:
    """The title and the facts of a page; the next row is that of the column heads."""
    page.hide_gridlines(2)
    rows = Rows(page)
    rows.put(Text(f"{title} · {cover.shop}", book.text(bold=True, font_size=16, font_color=ACCENT)), height=24)
    facts = _("{days} · amounts in {currency} · made {when}").format(
        days=cover.days, currency=cover.currency, when=f"{cover.made_at:%Y-%m-%d %H:%M}"
    )
    rows.put(Text(facts, book.text(font_color=SOFT)))
    rows.skip()
    return rows


def head_style(book: Book, side: str) -> TextStyle:
    """How the head of a column looks."""
    return book.text(bold=True, bg_color=HEAD, font_color=ACCENT, bottom=1, bottom_color=RULE, align=side)


def print_statement(page: Page, cover: Cover, title: str) -> None:
    """Landscape on A4, as wide as the paper, the heads on every page."""
    page.freeze_panes(HEAD_ROW, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW - 1)
    shop, subject = (text.replace("&", "&&")[:80] for text in (cover.shop, title))
    page.set_header(f"&L{shop}&C{subject}&R{cover.days} · {cover.currency}")
    page.set_footer("&L&D&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))
