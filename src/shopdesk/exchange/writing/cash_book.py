"""The cash forecast as a workbook: weeks that are formulas over the list of what is due, a chart, and the back-test."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from xlsxwriter.utility import quote_sheetname

from shopdesk.exchange.writing.book import ACCENT, SOFT, Book, Page, Span, legal_name, letter, open_book
from shopdesk.exchange.writing.cells import day_serial
from shopdesk.exchange.writing.cover import Cover
from shopdesk.exchange.writing.figures import Live, Number, Text, quoted, widths
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.statement_book import FIRST, HEAD_ROW, begin_page, head_style, print_statement
from shopdesk.shop.cash.forecast import BackTest, Forecast
from shopdesk.shop.cash.outlook import WEEKS, ZERO, Due, Flow, Missed, Week, low_point, mean_error, week_of
from shopdesk.shop.cash.sheets import CASH, CASH_TEST, DUES, FLOW_RULES, FLOWS
from shopdesk.shop.cash.words import tested_words
from shopdesk.text import _

DAY: Final = "yyyy-mm-dd"
_LAST: Final = FIRST + WEEKS - 1
_FLOWS: Final = [letter(3 + place) for place in range(len(Flow))]
"""The columns of the flows on the page of the weeks."""
_CLOSING: Final = letter(3 + len(Flow))


def write_cash(path: Path | str, cover: Cover, made: Forecast, test: BackTest | None) -> None:
    """Write the forecast of `made` and the back-test, where there is one; UserError as `write_sheet`."""
    with open_book(path) as book:
        looks = Looks(book, cover.currency)
        dues = [due for due in made.dues if week_of(made.on, due.day) <= WEEKS]
        listed = Span(legal_name(_(DUES.title), set()), FIRST, FIRST + max(len(dues), 1) - 1)
        _put_weeks(book, looks, cover, made.weeks, listed, test)
        _put_dues(book, looks, cover, made, dues)
        if test is not None:
            _put_test(book, looks, cover, test)
        book.describe(_(CASH.title), cover.shop, cover.made_at)
        book.mark("cash")


def _put_weeks(
    book: Book, looks: Looks, cover: Cover, weeks: Sequence[Week], listed: Span, test: BackTest | None
) -> None:
    title = _(CASH.title)
    page = book.page(title, 4 + len(Flow))
    widths(book, page, 12, 12, *(15 for _column in range(len(Flow) + 2)))
    rows = begin_page(page, book, cover, title)
    rows.put(*(Text(_(column.title), head_style(book, "left" if place < 2 else "right"))
               for place, column in enumerate(CASH.columns[:-1])))  # fmt: skip
    day = book.style(num_format=DAY, align="left")
    for number, week in enumerate(weeks, 1):
        days = (Number(day_serial(one) or 0, day) for one in (week.first, week.last))
        rows.put(*days, *_week(number, week, rows.row + 1, looks, listed))
    rows.skip()
    lowest = low_point(weeks).closing
    rows.put(Text(_("Lowest"), looks.sum_text), None,
             Live(f"MIN({_CLOSING}{FIRST}:{_CLOSING}{_LAST})", lowest, looks.sum))  # fmt: skip
    check = f"ROUND({_CLOSING}{_LAST}-C{FIRST}-SUM({listed.of('E')}),4)"
    known = weeks[-1].closing - weeks[0].opening - sum((sum(week.flows.values(), ZERO) for week in weeks), ZERO)
    rows.put(Text(_("Check: closing less opening less all that is due"), looks.text), None,
             Live(check, known, looks.sum))  # fmt: skip
    rows.put(Text(tested_words(test), looks.text))
    _put_chart(book, page, weeks, rows.row + 1)
    print_statement(page, cover, title)


def _week(number: int, week: Week, row: int, looks: Looks, listed: Span) -> list[Number | Live]:
    """What a week begins with, its flows as sums over the list of what is due, and what it ends with."""
    wanted = f"{listed.of('E')},{listed.of('A')},{number},{listed.of('C')}"
    flows = [
        Live(f"ROUND(SUMIFS({wanted},{quoted(_(FLOWS[flow].title))}),4)", week.flows.get(flow, ZERO), looks.money)
        for flow in Flow
    ]
    opening = Live(f"{_CLOSING}{row - 1}", week.opening, looks.money)
    closing = Live(f"ROUND(C{row}+SUM({_FLOWS[0]}{row}:{_FLOWS[-1]}{row}),4)", week.closing, looks.sum)
    return [opening if number > 1 else Number(week.opening, looks.money), *flows, closing]


def _put_chart(book: Book, page: Page, weeks: Sequence[Week], row: int) -> None:
    sheet, chart = quote_sheetname(page.name), book.workbook.add_chart({"type": "line"})
    chart.add_series({
        "name": _(CASH.column("closing").title), "line": {"color": ACCENT, "width": 2.25},
        "categories": f"={sheet}!$B${FIRST}:$B${_LAST}",
        "categories_data": [day_serial(week.last) or 0 for week in weeks],
        "values": f"={sheet}!${_CLOSING}${FIRST}:${_CLOSING}${_LAST}",
        "values_data": [float(week.closing) for week in weeks],
    })  # fmt: skip
    chart.set_title({"name": _(CASH.title), "name_font": {"size": 12, "color": SOFT}})
    chart.set_x_axis({"text_axis": True, "num_format": "mm-dd", "label_position": "low"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E4E7EB"}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 960, "height": 320})
    page.insert_chart(row, 0, chart, {"description": _(CASH.title)})


def _put_dues(book: Book, looks: Looks, cover: Cover, made: Forecast, dues: Sequence[Due]) -> None:
    title, day = _(DUES.title), book.style(num_format=DAY, align="left")
    page = book.page(title, 6)
    widths(book, page, 8, 12, 22, 26, 16, 80)
    rows = begin_page(page, book, cover, title)
    right = ("week", "amount")
    rows.put(*(Text(_(column.title), head_style(book, "right" if column.key in right else "left"))
               for column in DUES.columns))  # fmt: skip
    for due in dues:
        rows.put(
            Number(week_of(made.on, due.day), looks.count), Number(day_serial(due.day) or 0, day),
            Text(_(FLOWS[due.flow].title), looks.text), Text(due.title, looks.code), Number(due.amount, looks.money),
            Text(_(FLOW_RULES[due.flow]), looks.aside),
        )  # fmt: skip
    print_statement(page, cover, title)


def _put_test(book: Book, looks: Looks, cover: Cover, test: BackTest) -> None:
    title, day = _(CASH_TEST.title), book.style(num_format=DAY, align="left")
    page = book.page(title, 7)
    widths(book, page, 12, 12, 18, 18, 16, 18, 18)
    rows = begin_page(page, book, cover, title)
    rows.put(*(Text(_(column.title), head_style(book, "left" if place < 2 else "right"))
               for place, column in enumerate(CASH_TEST.columns)))  # fmt: skip
    for one in test.missed:
        rows.put(
            Number(day_serial(one.first) or 0, day), Number(day_serial(one.last) or 0, day),
            *_compared(one, rows.row + 1, looks),
        )  # fmt: skip
    rows.skip()
    errors = f"E{HEAD_ROW + 1}:E{rows.row - 1}"
    total = sum((one.error for one in test.missed), Decimal(0))
    count = len(test.missed)
    rows.put(Text(_("Mean error, whichever way"), looks.text), None, None, None,
             Live(f"ROUND(SUMPRODUCT(ABS({errors}))/{count},4)", mean_error(test.missed), looks.sum))  # fmt: skip
    rows.put(Text(_("Mean error, together"), looks.text), None, None, None,
             Live(f"ROUND(SUM({errors})/{count},4)", round(total / count, 4), looks.sum))  # fmt: skip
    rows.put(Text(tested_words(test), looks.text))
    print_statement(page, cover, title)


def _compared(one: Missed, row: int, looks: Looks) -> list[Number | Live]:
    return [
        Number(one.forecast, looks.money), Number(one.came, looks.money),
        Live(f"ROUND(C{row}-D{row},4)", one.error, looks.money), Number(one.closing_forecast, looks.money),
        Number(one.closing, looks.money),
    ]  # fmt: skip
