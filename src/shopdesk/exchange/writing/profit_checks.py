"""The page that ties every total of the profit sheet to another one: the differences are zero, or the sheet says so."""

from collections.abc import Iterator, Mapping, Sequence
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
from shopdesk.exchange.writing.profit_streams import SKU_AT, SKU_FIGURES
from shopdesk.exchange.writing.stream import head
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.shop.profit.definitions import PROFIT_FIGURES
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
    reconciled: Table
    unknown: Table
    summary: Mapping[str, Figure]
    """The totals of the summary by the name of their figure, named from here; what is taken away stands below zero."""
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
    yield from _reconciliation_checks(tables)
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


def _reconciliation_checks(tables: Tables) -> Iterator[Check]:
    """Opening balances and movements of the channels' accounts come to their closing ones."""
    total = tables.reconciled.total
    here = total("D") + total("E") - total("F")
    yield Check(
        N_("Reconciliation"), N_("Opening, debit less credit"), here, N_("Closing balances together"), total("G")
    )


def _sales_checks(tables: Tables) -> Iterator[Check]:
    """The sums of the statement along three ways: the summary, the months, the SKUs."""
    months, skus = tables.months, tables.skus
    for name in ("net_sales", "gross_profit", "contribution", "profit"):
        here, there = tables.summary[name], months.total(MONTH_AT[name])
        yield Check(_title(name), N_("Total of the summary"), here, N_("Months and channels"), there)
    for name in SKU_FIGURES:
        if name not in {"unknown_units", "unknown_sales"}:
            here, there = months.total(MONTH_AT[name]), skus.total(SKU_AT[name])
            yield Check(_title(name), N_("Months and channels"), here, N_("SKUs"), there)


def _line_checks(tables: Tables) -> Iterator[Check]:
    """Each line of the profit sheet against the accounts that count to it."""
    months = tables.months
    for name, one in PROFIT_FIGURES.items():
        if one.accounts:
            here, there = months.total(MONTH_AT[name]), _of_accounts(tables, name, one.sign)
            yield Check(_title(name), N_("Months and channels"), here, N_("Accounts that count to it"), there)
    of = tables.balance.spans[0].of
    left = sum((each.credit - each.debit for each in tables.accounts if each.line), Decimal(0))
    all_lines = Figure(f'ROUND(SUMPRODUCT(--({of("D")}<>""),{of("G")}-{of("F")}),4)', left)
    result = tables.summary["profit"] + months.total(MONTH_AT["unknown_sales"])
    what, other = N_("Net profit and the sales left out of it"), N_("Accounts of all lines")
    yield Check(N_("Result of the books"), what, result, other, all_lines)


def _title(name: str) -> str:
    return PROFIT_FIGURES[name].column.title


def _unknown_checks(tables: Tables) -> Iterator[Check]:
    months, skus, unknown = tables.months, tables.skus, tables.unknown
    name, page = N_("Cost unknown"), N_("List of unknown costs")
    yield Check(name, N_("Units, by month"), months.total(MONTH_AT["unknown_units"]), page, unknown.total("C"))
    yield Check(name, N_("Units, by SKU"), skus.total(SKU_AT["unknown_units"]), page, unknown.total("C"))
    yield Check(name, N_("Sales, by month"), months.total(MONTH_AT["unknown_sales"]), page, unknown.total("D"))
    yield Check(name, N_("Sales, by SKU"), skus.total(SKU_AT["unknown_sales"]), page, unknown.total("D"))


def _of_accounts(tables: Tables, name: str, sign: int) -> Figure:
    """The accounts that count to a figure, as it counts them: debit less credit times `sign`."""
    mine = [sums for sums in tables.accounts if sums.line == name]
    credit, debit = sum((each.credit for each in mine), Decimal(0)), sum((each.debit for each in mine), Decimal(0))
    word, balance = quoted(_(_title(name))), tables.balance
    debits, credits_ = balance.rows_with("D", word, "F", debit), balance.rows_with("D", word, "G", credit)
    return debits - credits_ if sign > 0 else credits_ - debits


def _verdict(page: Page, checks: list[Check], first: int, last: int, looks: Looks) -> Live:
    """All checks agree, or how many do not."""
    wrong = sum(check.figure.known != check.against.known for check in checks)
    gaps = f"SUMPRODUCT(--({quote_sheetname(page.name)}!$F${first}:$F${last}<>0))"
    fine = _("All {count} checks agree.").format(count=len(checks))
    bad = _("Checks that do not agree: {count}. See the page of checks.").format(count="\n").split("\n")
    formula = f"IF({gaps}=0,{quoted(fine)},{quoted(bad[0])}&{gaps}&{quoted(bad[1])})"
    return Live(formula, f"{bad[0]}{wrong}{bad[1]}" if wrong else fine, looks.verdict)
