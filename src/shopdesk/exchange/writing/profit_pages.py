"""The short tables of the profit sheet, and how its figures look: months, trial balance, unknown costs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from shopdesk.exchange.writing.book import LINE, Page, Span, letter
from shopdesk.exchange.writing.figures import (
    Figure,
    Live,
    Number,
    Rows,
    Table,
    Text,
    live,
    month_serial,
    print_ready,
    sums_of,
    widths,
)
from shopdesk.exchange.writing.profit_looks import Looks, parts_in
from shopdesk.exchange.writing.profit_streams import Postings
from shopdesk.exchange.writing.stream import head
from shopdesk.shop.columns import Kind
from shopdesk.shop.profit.book import KIND_TITLES, AccountRow, MonthRow, ProfitBook
from shopdesk.shop.profit.definitions import PROFIT_FIGURES
from shopdesk.shop.profit.figures import Figures
from shopdesk.text import N_, _

FIGURES: Final = tuple(name for name, one in PROFIT_FIGURES.items() if one.column.kind is not Kind.PERCENT)
"""The figures of the statement, in the order of their columns."""
BALANCE_TITLES: Final = (
    N_("Account"), N_("Account name"), N_("Type"), N_("Counts to"),
    N_("Opening"), N_("Debit"), N_("Credit"), N_("Closing"),
)  # fmt: skip
MONTH_AT: Final[Mapping[str, str]] = MappingProxyType({name: letter(place) for place, name in enumerate(FIGURES, 2)})
"""Figure → its column."""


def titles_of(names: Sequence[str]) -> list[str]:
    """What the columns of these figures are called."""
    return [_(PROFIT_FIGURES[name].column.title) for name in names]


def put_months(page: Page, told: ProfitBook, looks: Looks) -> Table:
    """Months × channels: what was booked as values, what is made of it as formulas; totals stand below."""
    rows = Rows(page, 1)
    count = len(FIGURES) + 2
    head(looks.book, page, 1, [_("Month"), _("Channel"), *titles_of(FIGURES)], range(2, count), height=3 * LINE)
    widths(looks.book, page, 18, 20, 9, 11, *[14] * (count - 4))
    for month in told.months:
        row = str(rows.row + 1)
        numbers = [_figure(name, month.figures, row, looks) for name in FIGURES]
        rows.put(Number(month_serial(month.month), looks.month), Text(month.channel, looks.text), *numbers)
    columns = {at: place for place, at in enumerate(MONTH_AT.values())}
    values = ([getattr(month.figures, name) for name in FIGURES] for month in told.months)
    table = Table([Span(page.name, 2, max(rows.row, 2))], sums_of(values, columns))
    page.autofilter(0, 0, rows.row - 1, count - 1)
    page.freeze_panes(1, 2)
    _put_month_totals(rows, told, looks, table)
    print_ready(page, told, _("Months and channels"), 1)
    return table


def _figure(name: str, figures: Figures, row: str, looks: Looks) -> Number | Live:
    value = getattr(figures, name)
    if not PROFIT_FIGURES[name].parts:
        return Number(value, looks.of(name))
    return Live(parts_in(name, MONTH_AT, row), value, looks.of(name))


def by_month(table: Table, told: Sequence[MonthRow], name: str, cell: str, month: str) -> Figure:
    """The sum of field `name` over the rows whose month is that of `cell`."""
    span = table.spans[0]
    known = sum((getattr(row.figures, name) for row in told if row.month == month), Decimal(0))
    return Figure(f"ROUND(SUMIFS({span.of(MONTH_AT[name])},{span.of('A')},{cell}),4)", known)


def _put_month_totals(rows: Rows, told: ProfitBook, looks: Looks, table: Table) -> None:
    names = FIGURES
    rows.skip()
    rows.put(Text(_("Totals by month"), looks.sum_text))
    for month in sorted({row.month for row in told.months}):
        at = f"$A{rows.row + 1}"
        figures = [live(by_month(table, told.months, name, at, month), looks.of(name)) for name in names]
        rows.put(Number(month_serial(month), looks.month), None, *figures)
    rows.skip()
    rows.put(Text(_("Totals by channel"), looks.sum_text))
    for channel in sorted({row.channel for row in told.months}):
        mine = [row for row in told.months if row.channel == channel]
        at = f"$B{rows.row + 1}"
        figures = []
        for name in names:
            known = sum((getattr(row.figures, name) for row in mine), Decimal(0))
            figures.append(live(table.rows_with("B", at, MONTH_AT[name], known), looks.of(name)))
        rows.put(None, Text(channel, looks.text), *figures)
    totals = [live(table.total(MONTH_AT[n]), looks.sum_of(n)) for n in names]
    rows.put(Text(_("Total"), looks.sum_text), Text("", looks.sum_text), *totals)


class AccountSums(NamedTuple):
    """What the trial balance shows of an account."""

    line: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


def put_trial_balance(
    page: Page, told: ProfitBook, looks: Looks, ledger: Table, postings: Postings
) -> tuple[Table, list[AccountSums]]:
    """Each account: opening, what the ledger page says, closing. Returns the table and its rows."""
    head(looks.book, page, 1, [_(title) for title in BALANCE_TITLES], range(4, 8))
    widths(looks.book, page, 14, 32, 14, 22, 16, 16, 16, 16)
    rows = Rows(page, 1)
    known = [_put_account(rows, account, looks, ledger, postings) for account in told.accounts]
    table = Table([Span(page.name, 2, max(rows.row, 2))], sums_of(known, {"E": 1, "F": 2, "G": 3, "H": 4}))
    page.autofilter(0, 0, rows.row - 1, len(BALANCE_TITLES) - 1)
    page.freeze_panes(1, 0)
    total = (Text(_("Total"), looks.sum_text), *[Text("", looks.sum_text)] * 3)
    rows.put(*total, *(live(table.total(at), looks.sum) for at in "EFGH"))
    print_ready(page, told, _("Trial balance"), 1)
    return table, known


def _put_account(rows: Rows, account: AccountRow, looks: Looks, ledger: Table, postings: Postings) -> AccountSums:
    row, code = rows.row + 1, account.code
    debit = ledger.rows_with("E", f"$A{row}", "G", postings.debit.get(code, Decimal(0)))
    credit = ledger.rows_with("E", f"$A{row}", "H", postings.credit.get(code, Decimal(0)))
    closing = Figure(f"ROUND(E{row}+F{row}-G{row},4)", account.opening + debit.known - credit.known)
    counts_to = _(PROFIT_FIGURES[account.line].column.title) if account.line else ""
    words = (account.name, _(KIND_TITLES[account.kind]), counts_to)
    rows.put(
        Text(code, looks.code), *(Text(word, looks.text) for word in words), Number(account.opening, looks.money),
        *(live(figure, looks.money) for figure in (debit, credit, closing)),
    )  # fmt: skip
    return AccountSums(account.line, account.opening, debit.known, credit.known, closing.known)


def put_unknown(page: Page, told: ProfitBook, looks: Looks) -> Table:
    """What was sold without anyone having told its cost."""
    head(looks.book, page, 1, [_("SKU"), _("Product"), _("Units"), _("Sales")], (2, 3))
    widths(looks.book, page, 22, 48, 12, 16)
    rows = Rows(page, 1)
    for sku, title, units, sales in told.unknown:
        rows.put(
            Text(sku, looks.code), Text(title, looks.text), Number(units, looks.quantity), Number(sales, looks.money)
        )
    table = Table([Span(page.name, 2, max(rows.row, 2))], sums_of(told.unknown, {"C": 2, "D": 3}))
    page.autofilter(0, 0, rows.row - 1, 3)
    page.freeze_panes(1, 0)
    totals = live(table.total("C"), looks.sum_quantity), live(table.total("D"), looks.sum)
    rows.put(Text(_("Total"), looks.sum_text), Text("", looks.sum_text), *totals)
    print_ready(page, told, _("Cost unknown"), 1)
    return table
