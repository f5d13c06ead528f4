"""The page that ties every total of the profit sheet to another one: the differences are zero, or the sheet says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from xlsxwriter.utility import quote_sheetname

from shopdesk.exchange.writing.book import ACCENT, WRONG, Page
from shopdesk.exchange.writing.figures import (
    Figure,
    Live,
    Rows,
    Table,
    Text,
    constant,
    live,
    print_ready,
    quoted,
    widths,
)
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.profit_pages import MONTH_AT, AccountSums
from shopdesk.exchange.writing.profit_streams import SKU_AT
from shopdesk.exchange.writing.stream import head
from shopdesk.shop.profit.book import LINE_TITLES, ProfitBook, ProfitLine
from shopdesk.text import N_, _

HEAD_ROW: Final = 4


class Check(NamedTuple):
    """Two ways to the same figure."""

    about: str
    what: str
    figure: Figure
    other: str
    against: Figure


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that the checks compare, and what the report itself says of them."""

    months: Table
    skus: Table
    ledger: Table
    balance: Table
    accounts: Sequence[AccountSums]
    """The rows of `balance`."""
    unknown: Table
    net_sales: Figure
    profit: Figure
    """The totals of the summary, named from here."""
    sku_profit: Decimal
    postings: int


def put_checks(page: Page, told: ProfitBook, looks: Looks, tables: Tables) -> Live:
    """Write every check; returns the verdict as a cell for the summary."""
    checks = list(all_checks(told, tables))
    first, last = HEAD_ROW + 1, HEAD_ROW + len(checks)
    verdict = _verdict(page, checks, first, last, looks)
    top = Rows(page)
    top.put(Text(_("Checks"), looks.book.text(bold=True, font_size=14, font_color=ACCENT)), height=22)
    top.put(verdict)
    titles = (N_("Check"), N_("Figure"), N_("Amount"), N_("Must equal"), N_("Amount"), N_("Difference"), N_("Result"))
    head(looks.book, page, HEAD_ROW, [_(title) for title in titles], (2, 4, 5))
    widths(looks.book, page, 30, 44, 18, 44, 18, 14, 12)
    rows = Rows(page, HEAD_ROW)
    for check in checks:
        _put_check(rows, check, looks)
    red = looks.book.workbook.add_format({"bg_color": WRONG})
    alarm = {"type": "formula", "criteria": f"=$F{first}<>0", "format": red}
    page.conditional_format(first - 1, 0, last - 1, 6, alarm)
    page.freeze_panes(HEAD_ROW, 0)
    print_ready(page, told, _("Checks"), HEAD_ROW)
    return verdict


def _put_check(rows: Rows, check: Check, looks: Looks) -> None:
    row, agrees, differs = rows.row + 1, _("OK"), _("DIFFERS")
    gap = Figure(f"ROUND(C{row}-E{row},4)", check.figure.known - check.against.known)
    status = f"IF(F{row}=0,{quoted(agrees)},{quoted(differs)})"
    rows.put(
        Text(_(check.about), looks.text), Text(_(check.what), looks.text), live(check.figure, looks.exact),
        Text(_(check.other), looks.aside), live(check.against, looks.exact), live(gap, looks.exact),
        Live(status, differs if gap.known else agrees, looks.aside.plain),
    )  # fmt: skip


def all_checks(told: ProfitBook, tables: Tables) -> Iterator[Check]:
    """Every check, in the order of the page."""
    yield from _ledger_checks(told, tables)
    yield from _sales_checks(tables)
    yield from _line_checks(tables)
    yield from _unknown_checks(tables)


def _ledger_checks(told: ProfitBook, tables: Tables) -> Iterator[Check]:
    ledger, balance = tables.ledger, tables.balance
    dates = ",".join(span.of("A") for span in ledger.spans)
    closing = sum((abs(account.closing) for account in told.accounts), Decimal(0))
    here = sum((abs(sums.closing) for sums in tables.accounts), Decimal(0))
    absolute = Figure(f"ROUND(SUMPRODUCT(ABS({balance.spans[0].of('H')})),4)", here)
    entries, trial = N_("The ledger balances"), N_("Trial balance")
    yield Check(entries, N_("Debit of the ledger"), ledger.total("G"), N_("Credit of the ledger"), ledger.total("H"))
    counted = Figure(f"COUNT({dates})", Decimal(tables.postings))
    yield Check(
        N_("No row is missing"), N_("Rows of the ledger"), counted, N_("Rows written"), constant(tables.postings)
    )
    yield Check(trial, N_("Debit of all accounts"), balance.total("F"), N_("Debit of the ledger"), ledger.total("G"))
    yield Check(trial, N_("Credit of all accounts"), balance.total("G"), N_("Credit of the ledger"), ledger.total("H"))
    yield Check(trial, N_("Opening balances together"), balance.total("E"), N_("Nothing"), constant(0))
    yield Check(trial, N_("Closing balances together"), balance.total("H"), N_("Nothing"), constant(0))
    yield Check(trial, N_("Closing balances without signs"), absolute, N_("The same in the books"), constant(closing))


def _sales_checks(tables: Tables) -> Iterator[Check]:
    months, skus = tables.months, tables.skus
    goods = (
        months.total(MONTH_AT["gross_sales"]) - months.total(MONTH_AT["discounts"]) - months.total(MONTH_AT["refunds"])
    )
    for name, here, there in (
        (N_("Net sales"), tables.net_sales, months.total(MONTH_AT["net_sales"])),
        (N_("Profit"), tables.profit, months.total(MONTH_AT["profit"])),
    ):
        yield Check(name, N_("Total of the summary"), here, N_("Months and channels"), there)
    at_skus = N_("SKUs")
    what = N_("Gross sales less discounts and refunds, by month")
    yield Check(N_("Sales of goods"), what, goods, at_skus, skus.total(SKU_AT["net_sales"]))
    for name, field in ((N_("Units, less returns"), "units"), (N_("Cost of goods sold"), "cogs")):
        yield Check(name, N_("Months and channels"), months.total(MONTH_AT[field]), at_skus, skus.total(SKU_AT[field]))
    reported = constant(tables.sku_profit)
    yield Check(
        N_("Gross profit of SKUs"),
        N_("Formulas of the SKU page"),
        skus.total("K"),
        N_("The same in the books"),
        reported,
    )


def _line_checks(tables: Tables) -> Iterator[Check]:
    """Each line of the profit sheet against the accounts that count to it."""
    months = tables.months
    accounts = N_("Accounts that count to it")
    sales, cogs, fees, others = (_of_accounts(tables, line) for line in ProfitLine if line is not ProfitLine.NONE)
    by_month = N_("Months and channels")
    yield Check(LINE_TITLES[ProfitLine.NET_SALES], by_month, months.total(MONTH_AT["net_sales"]), accounts, sales)
    yield Check(LINE_TITLES[ProfitLine.COGS], by_month, months.total(MONTH_AT["cogs"]), accounts, -cogs)
    yield Check(LINE_TITLES[ProfitLine.FEES], by_month, months.total(MONTH_AT["fees"]), accounts, -fees)
    yield Check(LINE_TITLES[ProfitLine.OTHER_COSTS], by_month, months.total(MONTH_AT["other_costs"]), accounts, -others)
    result = tables.profit + months.total(MONTH_AT["unknown_sales"])
    left = sales + cogs + fees + others
    yield Check(
        N_("Result of the books"), N_("Profit and the sales left out of it"), result, N_("Accounts of all lines"), left
    )


def _unknown_checks(tables: Tables) -> Iterator[Check]:
    months, skus, unknown = tables.months, tables.skus, tables.unknown
    name, page = N_("Cost unknown"), N_("List of unknown costs")
    yield Check(name, N_("Units, by month"), months.total(MONTH_AT["unknown_units"]), page, unknown.total("C"))
    yield Check(name, N_("Units, by SKU"), skus.total(SKU_AT["unknown_units"]), page, unknown.total("C"))
    yield Check(name, N_("Sales, by month"), months.total(MONTH_AT["unknown_sales"]), page, unknown.total("D"))
    yield Check(name, N_("Sales, by SKU"), skus.total(SKU_AT["unknown_sales"]), page, unknown.total("D"))


def _of_accounts(tables: Tables, line: ProfitLine) -> Figure:
    """Credit less debit of the accounts that count to `line`: income above zero, costs below."""
    mine = [sums for sums in tables.accounts if sums.line is line]
    credit, debit = sum((each.credit for each in mine), Decimal(0)), sum((each.debit for each in mine), Decimal(0))
    word, balance = quoted(_(LINE_TITLES[line])), tables.balance
    return balance.rows_with("D", word, "G", credit) - balance.rows_with("D", word, "F", debit)


def _verdict(page: Page, checks: list[Check], first: int, last: int, looks: Looks) -> Live:
    """All checks agree, or how many do not."""
    wrong = sum(check.figure.known != check.against.known for check in checks)
    gaps = f"SUMPRODUCT(--({quote_sheetname(page.name)}!$F${first}:$F${last}<>0))"
    fine = _("All {count} checks agree.").format(count=len(checks))
    bad = _("Checks that do not agree: {count}. See the page of checks.").format(count="\n").split("\n")
    formula = f"IF({gaps}=0,{quoted(fine)},{quoted(bad[0])}&{gaps}&{quoted(bad[1])})"
    return Live(formula, f"{bad[0]}{wrong}{bad[1]}" if wrong else fine, looks.verdict)
