"""The profit sheet: a workbook for the bookkeeper, every total a live formula, every figure tied to another (M6)."""

from collections.abc import Callable, Iterator
from pathlib import Path

from shopdesk.exchange.writing.book import Book, Page, open_book
from shopdesk.exchange.writing.figures import months_between, print_ready
from shopdesk.exchange.writing.profit_checks import Tables, put_checks
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.profit_pages import FIGURES, put_months, put_trial_balance, put_unknown
from shopdesk.exchange.writing.profit_reconcile import put_reconciliation
from shopdesk.exchange.writing.profit_streams import Postings, Skus, ledger_fields, put_ledger, put_skus, sku_fields
from shopdesk.exchange.writing.profit_summary import Summary, on
from shopdesk.exchange.writing.prose import put_prose
from shopdesk.exchange.writing.stream import Field, Stream
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.shop.profit.definitions import PROFIT_FIGURES
from shopdesk.text import N_, _


def write_profit_sheet(path: Path | str, told: ProfitBook, progress: Callable[[int], None] | None = None) -> int:
    """Write the workbook and return the rows of its ledger; UserError as `write_sheet`.

    Pages: summary with chart, months × channels, SKUs, ledger, trial balance, reconciliation, unknown costs,
    checks, definitions.
    Formulas carry their values, computed from the same numbers, for readers that do not calculate. `progress` hears
    SKU rows, then ledger rows done, and may raise to stop.
    """
    title = _("Profit sheet · {shop}").format(shop=told.shop)
    postings = Postings(told.ledger)
    with open_book(path) as book:
        _put_pages(book, told, postings, progress)
        put_prose(book, _("Definitions"), title, _facts(told), _meanings(told))
        book.describe(title, told.shop, told.made_at)
        book.mark("profit")
    return postings.count


def _put_pages(book: Book, told: ProfitBook, postings: Postings, progress: Callable[[int], None] | None) -> None:
    """All pages are made first, in the order of their tabs; the summary is written last, once the checks are known."""
    looks = Looks(book, told.currency)
    summary_page = book.page(_("Summary"), len(months_between(told.first_month, told.last_month)) + 2)
    months_page = book.page(_("Months and channels"), len(FIGURES) + 2)
    sku_stream = _stream(book, told, _("SKUs"), sku_fields(looks))
    ledger_stream = _stream(book, told, _("Ledger"), ledger_fields(looks))
    balance_page, reconciled_page, unknown_page, checks_page = (
        book.page(name, columns)
        for name, columns in (
            (_("Trial balance"), 8), (_("Reconciliation"), 7), (_("Cost unknown"), 4), (_("Checks"), 7),
        )
    )  # fmt: skip
    months, skus = put_months(months_page, told, looks), Skus(told.skus)
    sku_table = put_skus(sku_stream, skus, looks, progress)
    ledger = put_ledger(ledger_stream, postings, looks, progress)
    balance, accounts = put_trial_balance(balance_page, told, looks, ledger, postings)
    reconciled = put_reconciliation(reconciled_page, told, looks, balance, accounts)
    unknown = put_unknown(unknown_page, told, looks)
    summary, named = Summary(summary_page, told, looks, months), on(summary_page)
    totals = {name: named(figures[-1]) for name, figures in summary.lines.items()}
    tables = Tables(months, sku_table, ledger, balance, accounts, reconciled, unknown, totals, postings.count)
    summary.write(put_checks(checks_page, told, looks, tables))
    summary_page.activate()


def _stream(book: Book, told: ProfitBook, name: str, fields: list[Field]) -> Stream:
    def prepare(page: Page, _last: int) -> None:
        print_ready(page, told, name, 1)

    return Stream(book, name, fields, prepare)


def _facts(told: ProfitBook) -> Iterator[tuple[str, str]]:
    yield _("Shop"), told.shop
    yield _("Months"), f"{told.first_month} – {told.last_month}"
    yield _("Currency"), told.currency
    yield _("Cost of goods by"), told.costing
    yield _("Made"), f"{told.made_at:%Y-%m-%d %H:%M %Z}"


def _meanings(told: ProfitBook) -> Iterator[tuple[str, str]]:
    for term, meaning in MEANINGS:
        yield _(term), _(meaning)
    for term, meaning in told.definitions:
        yield _(term), _(meaning)


MEANINGS = (
    *((one.column.title, one.column.help) for one in PROFIT_FIGURES.values()),
    (
        N_("Counts to"),
        N_("The line of the profit sheet that an account belongs to; each line is checked against its accounts."),
    ),
)
"""Terms of the workbook and what they mean: of figures it is their definition."""
