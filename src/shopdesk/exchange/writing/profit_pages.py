"""The short tables of the profit sheet, and how its figures look: months, trial balance, unknown costs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from shopdesk.exchange.writing.book import LINE, Page, Span, letter
from shopdesk.exchange.writing.figures import (
    Figure,
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
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.profit_streams import Postings
from shopdesk.exchange.writing.stream import head
from shopdesk.shop.profit.book import KIND_TITLES, LINE_TITLES, AccountRow, MonthRow, ProfitBook, ProfitLine
from shopdesk.text import N_, _

MONTH_TITLES: Final = (
    N_("Month"), N_("Channel"), N_("Orders"), N_("Units"), N_("Gross sales"), N_("Discounts"), N_("Refunds"),
    N_("Adjustments"), N_("Shipping and charges"), N_("Net sales"), N_("Cost of goods sold"), N_("Commission and fees"),
    N_("Other costs"), N_("Profit"), N_("Units of unknown cost"), N_("Sales of unknown cost"),
)  # fmt: skip
BALANCE_TITLES: Final = (
    N_("Account"), N_("Account name"), N_("Type"), N_("Counts to"),
    N_("Opening"), N_("Debit"), N_("Credit"), N_("Closing"),
)  # fmt: skip
MONTH_AT: Final[Mapping[str, str]] = MappingProxyType(
    {name: letter(place) for place, name in enumerate(MonthRow._fields)}
)
"""Field of a MonthRow → its column."""


def put_months(page: Page, told: ProfitBook, looks: Looks) -> Table:
    """Months × channels as values, and below them live totals by month, by channel and of everything."""
    rows = Rows(page, 1)
    head(looks.book, page, 1, [_(title) for title in MONTH_TITLES], range(2, 16), height=2 * LINE)
    widths(looks.book, page, 18, 20, 9, 11, *[14] * 12)
    for month in told.months:
        numbers = [Number(getattr(month, name), looks.of(name)) for name in MonthRow._fields[2:]]
        rows.put(Number(month_serial(month.month), looks.month), Text(month.channel, looks.text), *numbers)
    columns = {at: MonthRow._fields.index(name) for name, at in MONTH_AT.items() if name not in {"month", "channel"}}
    table = Table([Span(page.name, 2, max(rows.row, 2))], sums_of(told.months, columns))
    page.autofilter(0, 0, rows.row - 1, len(MONTH_TITLES) - 1)
    page.freeze_panes(1, 2)
    _put_month_totals(rows, told, looks, table)
    print_ready(page, told, _("Months and channels"), 1)
    return table


def by_month(table: Table, told: Sequence[MonthRow], name: str, cell: str, month: str) -> Figure:
    """The sum of field `name` over the rows whose month is that of `cell`."""
    span = table.spans[0]
    known = sum((getattr(row, name) for row in told if row.month == month), Decimal(0))
    return Figure(f"ROUND(SUMIFS({span.of(MONTH_AT[name])},{span.of('A')},{cell}),4)", known)


def _put_month_totals(rows: Rows, told: ProfitBook, looks: Looks, table: Table) -> None:
    names = MonthRow._fields[2:]
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
            known = sum((getattr(row, name) for row in mine), Decimal(0))
            figures.append(live(table.rows_with("B", at, MONTH_AT[name], known), looks.of(name)))
        rows.put(None, Text(channel, looks.text), *figures)
    totals = [live(table.total(MONTH_AT[n]), looks.sum_of(n)) for n in names]
    rows.put(Text(_("Total"), looks.sum_text), Text("", looks.sum_text), *totals)


class AccountSums(NamedTuple):
    """What the trial balance shows of an account."""

    line: ProfitLine
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
    words = (account.name, _(KIND_TITLES[account.kind]), _(LINE_TITLES[account.line]))
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
