"""The first page of the profit sheet: the months side by side as live formulas over the rows, and a chart of them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from xlsxwriter.utility import quote_sheetname

from shopdesk.exchange.writing.book import ACCENT, HEAD, RULE, SOFT, Page, letter
from shopdesk.exchange.writing.figures import (
    Figure,
    Live,
    Number,
    Rows,
    Table,
    Text,
    live,
    month_serial,
    months_between,
    print_ready,
    ratio,
)
from shopdesk.exchange.writing.profit_looks import MONTH, Looks
from shopdesk.exchange.writing.profit_pages import by_month
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, SHARES_OF
from shopdesk.text import _

HEAD_ROW: Final = 5
_TOLD: Final = ("orders", "units", "unknown_units", "platform_discounts", "returned_goods", "resellable")
"""Figures beside the statement: those before it stand above, the others below."""
TAKEN: Final = frozenset(
    part for name, one in PROFIT_FIGURES.items() if name not in _TOLD for sign, part in one.parts if sign < 0
) | {part for _sign, part in PROFIT_FIGURES["indirect_costs"].parts}
"""What a sum takes away: shown below zero."""


class Summary:
    """The page: its lines are laid out first, so that later lines and the checks can name their cells, then written."""

    def __init__(self, page: Page, told: ProfitBook, looks: Looks, months: Table) -> None:
        self.page, self.told, self.looks, self.months = page, told, looks, months
        self.names = months_between(told.first_month, told.last_month)
        self.at = [letter(place + 1) for place in range(len(self.names) + 1)]
        """The letters of the months and, last, of the total."""
        self.lines: dict[str, list[Figure]] = {}
        """Line → its cells as figures, the total last."""
        self._laid: list[Sequence[Text | Live]] = []
        self._lay_out()

    def write(self, all_agree: Live) -> None:
        """Fill the page; `all_agree` is the verdict of the checks."""
        rows = Rows(self.page)
        self._put_head(rows, all_agree)
        for cells in self._laid:
            rows.put(*cells)
        self._put_chart(rows.row + 1)
        self.page.freeze_panes(HEAD_ROW, 1)
        print_ready(self.page, self.told, _("Profit sheet"), HEAD_ROW)

    def _lay_out(self) -> None:
        """The statement, in the order of its definitions; what is only told stands above and below it."""
        for name in _TOLD[:2]:
            self._add_rows(name, 1, self.looks.of(name))
        for name, one in PROFIT_FIGURES.items():
            if name in SHARES_OF:
                self._add_share(name)
            elif name not in _TOLD and one.parts:
                self._add_sum(name, [part for _sign, part in one.parts])
            elif name not in _TOLD:
                self._add_rows(name, -1 if name in TAKEN else 1, self.looks.money)
        for name in _TOLD[2:]:
            self._add_rows(name, 1, self.looks.of(name))

    def _put_head(self, rows: Rows, all_agree: Live) -> None:
        book, told = self.looks.book, self.told
        big, soft = book.text(bold=True, font_size=16, font_color=ACCENT), book.text(font_color=SOFT)
        self.page.set_column(0, 0, 34, book.format())
        self.page.set_column(1, len(self.at), 14, book.format())
        self.page.hide_gridlines(2)
        rows.put(Text(_("Profit sheet · {shop}").format(shop=told.shop), big), height=24)
        facts = _("{first} to {last} · amounts in {currency} · cost of goods by {method} · made {when}").format(
            first=told.first_month, last=told.last_month, currency=told.currency, method=told.costing,
            when=f"{told.made_at:%Y-%m-%d %H:%M}",
        )  # fmt: skip
        rows.put(Text(facts, soft))
        rows.put(all_agree)
        rows.skip()
        look = {
            "bold": True,
            "bg_color": HEAD,
            "font_color": ACCENT,
            "bottom": 1,
            "bottom_color": RULE,
            "align": "right",
        }
        months = [Number(month_serial(month), book.style(num_format=MONTH, **look)) for month in self.names]
        label = book.text(**{**look, "align": "left"})
        rows.put(Text(_("Line"), label), *months, Text(_("Total"), book.text(**look)))

    def _add_rows(self, name: str, sign: int, style: int) -> None:
        """A line that adds up a column of the months page; deductions appear below zero."""
        row = self._next()
        figures = []
        for at, month in zip(self.at, self.names, strict=False):
            figure = by_month(self.months, self.told.months, name, f"{at}${HEAD_ROW}", month)
            figures.append(figure if sign > 0 else -figure)
        known = sum((figure.known for figure in figures), Decimal(0))
        figures.append(Figure(f"ROUND(SUM({self.at[0]}{row}:{self.at[-2]}{row}),4)", known))
        self._add(name, Text(title_of(name), self.looks.text), figures, style)

    def _add_sum(self, name: str, parts: Sequence[str]) -> None:
        """A line that adds up lines above it."""
        figures = []
        for place in range(len(self.at)):
            cells = [self.lines[part][place] for part in parts]
            formula = ",".join(cell.formula for cell in cells)
            figures.append(Figure(f"ROUND(SUM({formula}),4)", sum((cell.known for cell in cells), Decimal(0))))
        self._add(name, Text(title_of(name), self.looks.sum_text), figures, self.looks.sum)

    def _add(self, name: str, title: Text, figures: Sequence[Figure], style: int) -> None:
        row = self._next()
        self._laid.append([title, *(live(figure, style) for figure in figures)])
        self.lines[name] = [Figure(f"{at}{row}", figure.known) for at, figure in zip(self.at, figures, strict=True)]

    def _add_share(self, name: str) -> None:
        """What of the sales whose cost is known a figure comes to."""
        cells: list[Text | Live] = [Text(title_of(name), self.looks.text)]
        lines = [self.lines[part] for part in (SHARES_OF[name], "net_sales", "unknown_sales")]
        for figure, net, unknown in zip(*lines, strict=True):
            formula, known = ratio(figure, net + unknown)
            cells.append(Live(formula, known, self.looks.share))
        self._laid.append(cells)

    def _next(self) -> int:
        """The row that the next line will stand in."""
        return HEAD_ROW + len(self._laid) + 1

    def _put_chart(self, row: int) -> None:
        """Net sales as columns and profit as a line; the values travel along for readers that do not calculate."""
        workbook = self.looks.book.workbook
        columns, line = workbook.add_chart({"type": "column"}), workbook.add_chart({"type": "line"})
        columns.add_series({**self._series("net_sales"), "fill": {"color": ACCENT}, "gap": 60})
        line.add_series({**self._series("contribution"), "line": {"color": "#5B8DB8", "width": 2.25}})
        line.add_series({**self._series("profit"), "line": {"color": "#E8833A", "width": 2.25}})
        columns.combine(line)
        columns.set_title(
            {"name": _("Net sales, contribution and net profit by month"), "name_font": {"size": 12, "color": SOFT}}
        )
        columns.set_x_axis({"text_axis": True, "num_format": MONTH, "label_position": "low"})
        columns.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E4E7EB"}}})
        columns.set_legend({"position": "bottom"})
        columns.set_size({"width": 960, "height": 320})
        self.page.insert_chart(row, 0, columns, {"description": _("Net sales, contribution and net profit by month")})

    def _series(self, name: str) -> dict[str, object]:
        sheet, last = quote_sheetname(self.page.name), self.at[-2]
        row = self.lines[name][0].formula[1:]
        figures = self.lines[name][:-1]
        return {
            "name": title_of(name),
            "categories": f"={sheet}!$B${HEAD_ROW}:${last}${HEAD_ROW}",
            "categories_data": [month_serial(month) for month in self.names],
            "values": f"={sheet}!$B${row}:${last}${row}",
            "values_data": [float(figure.known) for figure in figures],
        }


def title_of(name: str) -> str:
    """What a figure is called in the language spoken now."""
    return _(PROFIT_FIGURES[name].column.title)


def on(page: Page) -> Callable[[Figure], Figure]:
    """What names a figure of `page` from another page."""
    sheet = quote_sheetname(page.name)
    return lambda figure: Figure(f"{sheet}!{figure.formula}", figure.known)
