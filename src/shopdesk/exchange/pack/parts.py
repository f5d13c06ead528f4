"""The files of the month pack: each is written by the writer that exports it elsewhere, and says what it comes to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from shopdesk.exchange.journal_text import write_beancount
from shopdesk.exchange.pack.certificate import write_certificate
from shopdesk.exchange.workbook import write_profit_sheet, write_sheet, write_statements
from shopdesk.exchange.writing.cover import Cover
from shopdesk.shop.closing.checklist import fetch_checklist
from shopdesk.shop.closing.reports import fetch_changes_after
from shopdesk.shop.closing.rules import PackPart
from shopdesk.shop.closing.sheets import CHANGES, CHECKLIST, UNKNOWN
from shopdesk.shop.columns import Sheet
from shopdesk.shop.currencies.reports import fetch_foreign
from shopdesk.shop.currencies.sheets import FOREIGN
from shopdesk.shop.ledger.entries import read_journal
from shopdesk.shop.ledger.reports import EXPENSE_ROWS, JOURNAL_ROWS, AccountSums, fetch_accounts
from shopdesk.shop.ledger.rules import AccountKind, Role
from shopdesk.shop.ledger.sheets import STATEMENTS
from shopdesk.shop.ledger.statements import Days, StatementLine, days_before, find_statement
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.settlement.reports import WORK_ROWS
from shopdesk.shop.spending.reports import BILL_ROWS
from shopdesk.shop.stock.stock_value import fetch_stock_value, value_rows
from shopdesk.shop.tax.reports import fetch_tax, month_days
from shopdesk.shop.tax.sheets import TAX
from shopdesk.store.rows import Query, RowSource, fetch_keyed
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

ZERO: Final = Decimal(0)
Hear = Callable[[int], None]
"""Hears rows done of the file that is being written, and may raise to stop."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a file came to. `says` and `equals` are msgids: the figure `amount`, and that which it must equal."""

    rows: int
    says: str = ""
    amount: Decimal | None = None
    equals: str = ""
    other: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Zero, unless something is wrong; None where nothing is compared."""
        return None if self.amount is None or self.other is None else self.amount - self.other


class MonthBook:
    """A month as its files are written from it."""

    def __init__(self, tx: Tx, month: str, backed_up: datetime | None = None) -> None:
        self.tx, self.month, self.backed_up = tx, month, backed_up
        self.since, self.until = month_days(month)
        self.shop: str = tx.setting("name", "ShopDesk")

    @property
    def days(self) -> Days:
        """From its first day to its last."""
        return Days(self.since, self.until)

    @cached_property
    def accounts(self) -> Sequence[AccountSums]:
        """Every account over the month."""
        return fetch_accounts(self.tx, self.since, self.until)

    def earned(self) -> Decimal:
        """What income and expenses of the accounts come to."""
        kinds = {AccountKind.INCOME.value, AccountKind.EXPENSE.value}
        return sum((one.credit - one.debit for one in self.accounts if one.kind in kinds), ZERO)

    def closing(self, role: Role) -> Decimal:
        """What the accounts of a role held at the end of the month, debit above zero."""
        found = [one for one in self.accounts if one.code.partition(".")[0] == role.value]
        return sum((one.opening + one.debit - one.credit for one in found), ZERO)

    @cached_property
    def debit(self) -> Decimal:
        """What was debited in the month."""
        return sum((one.debit for one in self.accounts), ZERO)

    def profit_book(self) -> ProfitBook:
        """What the profit sheet shows; its rows stream once."""
        return build_book(self.tx, self.month, self.month)

    @cached_property
    def cover(self) -> Cover:
        """What stands over the statements."""
        before = days_before(self.days)
        told = "" if before is None else f"{before.since} – {before.until}"
        made_at = self.tx.now.astimezone(self.tx.zone)
        return Cover(self.shop, self.tx.currency, f"{self.since} – {self.until}", told, made_at)

    def write(self, path: Path, sheet: Sheet, rows: Iterable[Sequence[object]], hear: Hear) -> int:
        """Rows of a sheet as a workbook."""
        return write_sheet(path, sheet, rows, note=self.month, shop=self.shop, zone=self.tx.zone, progress=hear)

    def rows(self, source: RowSource, *filters: tuple[str, str]) -> Iterator[Sequence[Any]]:
        """The rows of a list that pass."""
        query = Query(filters=filters, today=self.tx.today, zone=self.tx.zone)
        return (values for _id, values in fetch_keyed(self.tx, source, query))


def _summing(sheet: Sheet, rows: Iterable[Sequence[Any]], sums: dict[str, Decimal]) -> Iterator[Sequence[Any]]:
    """The rows as they come, while the columns that `sums` names are added up in it."""
    places = [([column.key for column in sheet.columns].index(name), name) for name in sums]
    for row in rows:
        for place, name in places:
            sums[name] += row[place] or ZERO
        yield row


# ------------------------------------------------------------------------------------------------- the files


def _profit(book: MonthBook, path: Path, hear: Hear) -> Written:
    told = book.profit_book()
    rows = write_profit_sheet(path, told, hear)
    amount = sum((row.figures.profit + row.figures.unknown_sales for row in told.months), ZERO)
    return Written(
        rows, N_("Net profit and the sales left out of it"), amount, N_("Income less expenses"), book.earned()
    )


def _statement(name: str, key: str, says: str, other: Callable[[MonthBook], Decimal], equals: str) -> "Write":
    def write(book: MonthBook, path: Path, _hear: Hear) -> Written:
        lines = find_statement(book.tx, name, book.days, days_before(book.days))
        write_statements(path, book.cover, [(_(STATEMENTS[name].title), lines)])
        return Written(len(lines), says, _line(lines, key), equals, other(book))

    return write


def _line(lines: Sequence[StatementLine], key: str) -> Decimal:
    return next((line.now for line in lines if line.key == key), ZERO)


def _trial_balance(book: MonthBook, path: Path, _hear: Hear) -> Written:
    write_statements(path, book.cover, [], book.accounts)
    credit = sum((one.credit for one in book.accounts), ZERO)
    return Written(len(book.accounts), N_("Debit of all accounts"), book.debit, N_("Credit of all accounts"), credit)


def _journal(book: MonthBook, path: Path, hear: Hear) -> Written:
    sums, sheet = {"debit": ZERO}, JOURNAL_ROWS.sheet
    found = book.rows(JOURNAL_ROWS, ("entry_on", f"{book.since}..{book.until}"))
    rows = book.write(path, sheet, _summing(sheet, found, sums), hear)
    return Written(rows, N_("Debit of the journal"), sums["debit"], N_("Debit of all accounts"), book.debit)


def _unmatched(book: MonthBook, path: Path, hear: Hear) -> Written:
    sums, sheet = {"amount": ZERO}, WORK_ROWS.sheet
    rows = book.write(path, sheet, _summing(sheet, book.rows(WORK_ROWS), sums), hear)
    held = [a for a in fetch_accounts(book.tx, None, None) if a.code.partition(".")[0] == Role.UNMATCHED.value]
    other = sum((one.credit - one.debit for one in held), ZERO)
    return Written(rows, N_("What waits to be explained, now"), sums["amount"], N_("Balance of its accounts"), other)


def _listed(source: RowSource, day: str, says: str) -> "Write":
    def write(book: MonthBook, path: Path, hear: Hear) -> Written:
        sums = {"amount": ZERO}
        found = book.rows(source, (day, f"{book.since}..{book.until}"))
        rows = book.write(path, source.sheet, _summing(source.sheet, found, sums), hear)
        return Written(rows, says, sums["amount"])

    return write


def _tax(book: MonthBook, path: Path, hear: Hear) -> Written:
    found = fetch_tax(book.tx, book.since, book.until)
    rows = book.write(path, TAX, found, hear)
    return Written(rows, N_("Tax of the month"), sum((row.tax for row in found), ZERO))


def _currencies(book: MonthBook, path: Path, hear: Hear) -> Written:
    found = fetch_foreign(book.tx, book.until)
    keys = [column.key for column in FOREIGN.columns]
    rows = book.write(path, FOREIGN, ([getattr(one, key) for key in keys] for one in found), hear)
    return Written(rows, N_("In the books"), sum((one.amount for one in found), ZERO))


def _stock(book: MonthBook, path: Path, hear: Hear) -> Written:
    value = fetch_stock_value(book.tx)
    source = value_rows(value)
    rows = book.write(path, source.sheet, book.rows(source), hear)
    end = next((one for one in reversed(value.months) if one.month <= book.month), None)
    worth = ZERO if end is None else sum(end.worth.values(), end.late)
    return Written(
        rows, N_("Stock at the month's end"), worth, N_("Balance of the inventory account"),
        book.closing(Role.INVENTORY),
    )  # fmt: skip


def _unknown(book: MonthBook, path: Path, hear: Hear) -> Written:
    told = book.profit_book()
    rows = book.write(path, UNKNOWN, told.unknown, hear)
    amount = sum((row.sales for row in told.unknown), ZERO)
    other = sum((row.figures.unknown_sales for row in told.months), ZERO)
    return Written(rows, N_("Sales of unknown cost"), amount, N_("Sales left out of the profit sheet"), other)


def _changes(book: MonthBook, path: Path, hear: Hear) -> Written:
    found = fetch_changes_after(book.tx, book.month)
    keys = [column.key for column in CHANGES.columns]
    rows = book.write(path, CHANGES, ([getattr(one, key) for key in keys] for one in found), hear)
    amount = sum((one.difference for one in found), ZERO)
    return Written(rows, N_("Differences together"), amount, N_("Nothing"), ZERO)


def _checklist(book: MonthBook, path: Path, hear: Hear) -> Written:
    found = fetch_checklist(book.tx, book.month, book.backed_up)
    rows = (
        [one.point.value, one.state.value, one.count, one.amount, *(one.tick or (None, None, None))] for one in found
    )
    return Written(book.write(path, CHECKLIST, rows, hear))


def _certificate(book: MonthBook, path: Path, _hear: Hear) -> Written:
    seal = write_certificate(path, book.tx, book.month, book.backed_up)
    if seal is None or seal.reopened_at is not None:
        return Written(1)
    return Written(1, N_("Profit as sealed"), seal.profit, N_("Income less expenses"), book.earned())


def _beancount(book: MonthBook, path: Path, hear: Hear) -> Written:
    journal = read_journal(book.tx, book.since, book.until)
    assert journal is not None, "a pack is made of books with entries alone"
    return Written(write_beancount(path, journal, hear))


Write = Callable[[MonthBook, Path, Hear], Written]
PARTS: Final[Mapping[PackPart, tuple[str, Write]]] = MappingProxyType(
    {
        PackPart.PROFIT: (".xlsx", _profit),
        PackPart.PNL: (
            ".xlsx",
            _statement("pnl", "profit", N_("Profit"), MonthBook.earned, N_("Income less expenses")),
        ),
        PackPart.BALANCE_SHEET: (
            ".xlsx",
            _statement("balance_sheet", "check", N_("Assets less what is owed"), lambda _book: ZERO, N_("Nothing")),
        ),
        PackPart.CASH_FLOW: (
            ".xlsx",
            _statement(
                "cash_flow", "closing", N_("Cash at the end"), lambda book: book.closing(Role.BANK),
                N_("Balance of the bank accounts"),
            ),
        ),
        PackPart.TRIAL_BALANCE: (".xlsx", _trial_balance),
        PackPart.JOURNAL: (".xlsx", _journal),
        PackPart.UNMATCHED: (".xlsx", _unmatched),
        PackPart.EXPENSES: (".xlsx", _listed(EXPENSE_ROWS, "spent_on", N_("Expenses together"))),
        PackPart.BILLS: (".xlsx", _listed(BILL_ROWS, "billed_on", N_("Bills together"))),
        PackPart.TAX: (".xlsx", _tax),
        PackPart.CURRENCIES: (".xlsx", _currencies),
        PackPart.STOCK: (".xlsx", _stock),
        PackPart.UNKNOWN: (".xlsx", _unknown),
        PackPart.CHANGES: (".xlsx", _changes),
        PackPart.CHECKLIST: (".xlsx", _checklist),
        PackPart.CERTIFICATE: (".txt", _certificate),
        PackPart.BEANCOUNT: (".beancount", _beancount),
    }
)  # fmt: skip
"""Each file of the pack: how its name ends, and what writes it."""
