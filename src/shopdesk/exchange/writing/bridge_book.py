"""The bridge as a workbook: bars with running totals as formulas and a check that is zero, their chart, and the months.

Spreadsheets draw no waterfall that all of them can read: columns are stacked on one that is not painted, the part above
zero and the part below it each for itself.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from xlsxwriter.utility import quote_sheetname

from shopdesk.exchange.writing.book import ACCENT, SOFT, Book, Page, letter, open_book
from shopdesk.exchange.writing.cover import Cover
from shopdesk.exchange.writing.figures import Live, Number, Rows, Text, widths
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.statement_book import FIRST, HEAD_ROW, begin_page, head_style, print_statement
from shopdesk.shop.cash.rules import BARS, DEPOSITS, PROFIT, Step
from shopdesk.shop.cash.sheets import BAR_HELP, BAR_SHORT, BAR_TITLES, BRIDGE, BRIDGE_MONTHS
from shopdesk.text import _

UP: Final = "#1B7F4B"
DOWN: Final = "#B42318"
_COLOURS: Final = (ACCENT, UP, DOWN)
"""Of sums, of what adds and of what takes away."""
_DRAWN: Final = 7
"""First column of the chart's figures, from 0: a label, the unpainted base, then each colour above and below zero."""
_CHART_ROWS: Final = 20
"""As high as the chart is."""
_MONEY: Final = ("amount", "running", "opening", "closing")
_SHOWN: Final = ("bar", *_MONEY, "why")
_CHANGES: Final = tuple(bar for bar in BARS if bar not in (PROFIT, DEPOSITS))


def write_bridge(
    path: Path | str, cover: Cover, steps: Sequence[Step], months: Sequence[tuple[str, Mapping[str, Decimal]]]
) -> None:
    """Write the bridge and, where there are several, that of each month; UserError as `write_sheet`."""
    with open_book(path) as book:
        looks = Looks(book, cover.currency)
        _put_bars(book, looks, cover, steps)
        if len(months) > 1:
            _put_months(book, looks, cover, months)
        book.describe(_(BRIDGE.title), cover.shop, cover.made_at)
        book.mark("bridge")


def _put_bars(book: Book, looks: Looks, cover: Cover, steps: Sequence[Step]) -> None:
    title = _(BRIDGE.title)
    page = book.page(title, _DRAWN + 9)
    widths(book, page, 46, 16, 16, 16, 16, 72, 4, 14)
    rows = begin_page(page, book, cover, title)
    names = [Text(_(BRIDGE.column(key).title), head_style(book, "right" if key in _MONEY else "left"))
             for key in _SHOWN]  # fmt: skip
    rows.put(*names, None, Text(_("Chart"), head_style(book, "left")))
    for step in steps:
        _put_bar(rows, looks, step)
    rows.skip()
    _put_checks(rows, looks, steps)
    _put_chart(book, page, looks, steps, rows.row + 1)
    print_statement(page, cover, title)
    page.print_area(0, 0, rows.row + _CHART_ROWS, len(_SHOWN) - 1)


def _put_bar(rows: Rows, looks: Looks, step: Step) -> None:
    row, style = rows.row + 1, looks.sum if step.is_sum else looks.money
    amount: Number | Live = Number(step.amount, style)
    if step.opening is not None:
        amount = Live(f"ROUND(D{row}-E{row},4)", step.amount, style)
    before = f"C{row - 1}" if row > FIRST else "0"
    adds = "" if step.key in (PROFIT, DEPOSITS) else f"+B{row}"
    held = [None if one is None else Number(one, looks.money) for one in (step.opening, step.closing)]
    rows.put(
        Text(_(BAR_TITLES[step.key]), looks.sum_text if step.is_sum else looks.text), amount,
        Live(f"ROUND({before}{adds},4)", step.running, style), *held, Text(_(BAR_HELP.get(step.key, "")), looks.aside),
        None, Text(_(BAR_SHORT[step.key]), looks.text), *_drawn(row, step, looks),
    )  # fmt: skip


def _drawn(row: int, step: Step, looks: Looks) -> list[Live]:
    """What the chart stacks for a bar, from where it begins to where it ends."""
    start = step.running - step.amount if not step.is_sum else Decimal(0)
    low, high = min(start, step.running), max(start, step.running)
    ends = ("0", f"C{row}") if step.is_sum else (f"C{row - 1}", f"C{row}")
    lowest, highest = f"MIN({ends[0]},{ends[1]})", f"MAX({ends[0]},{ends[1]})"
    zero = Decimal(0)
    base = Live(f"MAX(0,{lowest})+MIN(0,{highest})", max(zero, low) + min(zero, high), looks.money)
    above = Live(f"MAX(0,{highest})-MAX(0,{lowest})", max(zero, high) - max(zero, low), looks.money)
    below = Live(f"MIN(0,{lowest})-MIN(0,{highest})", min(zero, low) - min(zero, high), looks.money)
    place = 0 if step.is_sum else 1 if step.amount >= 0 else 2
    nothing = Live("0", zero, looks.money)
    return [base, *(cell if colour == place else nothing for colour in range(3) for cell in (above, below))]


def _put_checks(rows: Rows, looks: Looks, steps: Sequence[Step]) -> None:
    """What the bars come to, less what they should: zero."""
    at = {step.key: FIRST + place for place, step in enumerate(steps)}
    told = (
        (PROFIT, _("Check: bars up to the net profit less the net profit")),
        (DEPOSITS, _("Check: all bars less the deposits")),
    )
    for key, words in told:
        step = steps[at[key] - FIRST]
        known = step.running - step.amount
        rows.put(Text(words, looks.text), Live(f"ROUND(C{at[key]}-B{at[key]},4)", known, looks.sum))


def _put_chart(book: Book, page: Page, looks: Looks, steps: Sequence[Step], row: int) -> None:
    chart, sheet, last = book.workbook.add_chart({"type": "column", "subtype": "stacked"}), page.name, HEAD_ROW
    last += len(steps)
    values = [[cell.known for cell in _drawn(FIRST, step, looks)] for step in steps]
    labels = f"={quote_sheetname(sheet)}!${letter(_DRAWN)}${FIRST}:${letter(_DRAWN)}${last}"
    for place in range(7):
        at = letter(_DRAWN + 1 + place)
        fill = {"none": True} if place == 0 else {"color": _COLOURS[(place - 1) // 2]}
        chart.add_series({
            "categories": labels, "categories_data": [_(BAR_SHORT[step.key]) for step in steps],
            "fill": fill, "gap": 45,
            "values": f"={quote_sheetname(sheet)}!${at}${FIRST}:${at}${last}",
            "values_data": [float(cells[place]) for cells in values],
        })  # fmt: skip
    chart.set_title({"name": _(BRIDGE.title), "name_font": {"size": 12, "color": SOFT}})
    chart.set_x_axis({"label_position": "low", "num_font": {"size": 8}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E4E7EB"}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 1_080, "height": 360})
    page.insert_chart(row, 0, chart, {"description": _(BRIDGE.title)})


def _put_months(book: Book, looks: Looks, cover: Cover, months: Sequence[tuple[str, Mapping[str, Decimal]]]) -> None:
    title, zero = _(BRIDGE_MONTHS.title), Decimal(0)
    bars = [bar for bar in BARS if any(amounts.get(bar) for _month, amounts in months) or bar in (PROFIT, DEPOSITS)]
    page = book.page(title, len(bars) + 2)
    widths(book, page, 12, *(15 for _bar in bars), 12)
    rows = begin_page(page, book, cover, title)
    heads = [(_(BRIDGE_MONTHS.columns[0].title), "left"), *((_(BAR_TITLES[bar]), "right") for bar in bars)]
    heads.append((_("Check"), "right"))
    rows.put(*(Text(words, head_style(book, side)) for words, side in heads))
    added = [letter(1 + place) for place, bar in enumerate(bars) if bar in _CHANGES]
    deposits, check = letter(1 + bars.index(DEPOSITS)), looks.sum
    for month, amounts in months:
        row = rows.row + 1
        formula = "+".join(f"{at}{row}" for at in added) or "0"
        known = sum((amounts.get(bar, zero) for bar in bars if bar in _CHANGES), zero) - amounts[DEPOSITS]
        cells = [Number(amounts.get(bar, zero), looks.money) for bar in bars]
        rows.put(Text(month, looks.code), *cells, Live(f"ROUND({formula}-{deposits}{row},4)", known, check))
    last = rows.row
    sums = [
        Live(f"ROUND(SUM({letter(place)}{FIRST}:{letter(place)}{last}),4)",
             sum((amounts.get(bar, zero) for _month, amounts in months), zero), looks.sum)
        for place, bar in enumerate(bars, 1)
    ]  # fmt: skip
    rows.put(Text(_("Total"), looks.sum_text), *sums)
    print_statement(page, cover, title)
