"""Commands that answer with the books: trial balance, statements, the sheet of an account."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from shopdesk.cli.output import Output, number, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_account, write_grid, write_statements
from shopdesk.exchange.writing.cover import Cover, SheetRow
from shopdesk.shop.cash.ageing import AGES, payable_rows, receivable_rows
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.columns import Kind
from shopdesk.shop.ledger.actions import UNKNOWN
from shopdesk.shop.ledger.reports import ACCOUNT_SHEET_ROWS, AccountSums, account_codes, fetch_accounts
from shopdesk.shop.ledger.sheets import ACCOUNT_KINDS, ACCOUNT_SHEET, BALANCE, STATEMENTS
from shopdesk.shop.ledger.statements import Days, StatementLine, days_before, find_statement
from shopdesk.store.rows import Query, fetch_keyed, quoted
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

NAMES: Final[Mapping[str, str]] = {"pnl": "pnl", "balance-sheet": "balance_sheet", "cash-flow": "cash_flow"}
"""What `report` calls a statement → its name."""


def report(options: Namespace, output: Output) -> int:
    """Report trial-balance|pnl|balance-sheet|cash-flow|account CODE; with --out as a workbook of live formulas."""
    with opened(options) as store, store.read() as tx:
        days, channel_id = Days(options.since, options.until), channel_named(tx, options.channel)
        if options.what == "account":
            _tell_account(tx, options, days, output)
        elif options.what == "trial-balance":
            _tell_balance(tx, options, days, channel_id, output)
        else:
            _tell_statement(tx, options, days, channel_id, output)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def aged(options: Namespace, output: Output) -> int:
    """Report receivables|payables: what is open today, by age; with --out as a list."""
    with opened(options) as store, store.read() as tx:
        source = {"receivables": receivable_rows, "payables": payable_rows}[options.what](tx.today)
        told = [("channel", quoted(options.channel))] if options.channel and options.what == "receivables" else []
        query = Query(filters=tuple(told), today=tx.today, zone=tx.zone)
        if options.out:
            write_grid(options.out, tx, source, query)
        columns = source.sheet.columns
        rows = [values for _id, values in fetch_keyed(tx, source, query)]
    output.data([numbers(dict(zip([column.key for column in columns], row, strict=True))) for row in rows])
    places = [place for place, column in enumerate(columns) if column.kind is Kind.MONEY]
    age = next(place for place, column in enumerate(columns) if column.key == "age")
    said = [[_(AGES[cell].title) if place == age else cell for place, cell in enumerate(row)] for row in rows]
    output.table([_(column.title) for column in columns], said, places)
    return 0


def channel_named(tx: Tx, name: str) -> int | None:
    """The channel of that name; None where none is named, UserError where there is none of it."""
    if not name:
        return None
    found = find_channel_id(tx, name)
    if found is None:
        raise UserError(N_("There is no channel {channel}."), code="unknown_channel", channel=name)
    return found


def cover_of(tx: Tx, days: Days, before: Days | None) -> Cover:
    """What stands over the pages of a workbook."""
    return Cover(
        tx.setting("name", "ShopDesk"), tx.currency, _said(days), _said(before) if before is not None else "",
        tx.now.astimezone(tx.zone),
    )  # fmt: skip


def _said(days: Days) -> str:
    return f"{days.since or '…'} – {days.until or '…'}" if days != Days(None, None) else _("All time")


def _tell_statement(tx: Tx, options: Namespace, days: Days, channel_id: int | None, output: Output) -> None:
    name, before = NAMES[options.what], days_before(days)
    lines = find_statement(tx, name, days, before, channel_id)
    if options.out:
        write_statements(options.out, cover_of(tx, days, before), [(_(STATEMENTS[name].title), lines)])
    output.data([_line(line) for line in lines])
    heads = [_("Line"), _said(days), *([_said(before)] if before is not None else [])]
    cells = [
        ["  " * line.level + line.title, line.now, *([line.before] if before is not None else [])] for line in lines
    ]
    output.table(heads, cells, (1, 2))


def _line(line: StatementLine) -> dict[str, Any]:
    told = {"key": line.key.strip(), "title": line.title, "level": line.level, "now": line.now, "before": line.before}
    return numbers(told)


def _tell_balance(tx: Tx, options: Namespace, days: Days, channel_id: int | None, output: Output) -> None:
    accounts = fetch_accounts(tx, days.since, days.until, channel_id)
    if options.out:
        write_statements(options.out, cover_of(tx, days, None), [], accounts)
    output.data([_account(one) for one in accounts])
    rows = [
        [one.code, one.title, _(ACCOUNT_KINDS[one.kind].title), one.opening, one.debit, one.credit, _closing(one)]
        for one in accounts
    ]
    output.table([_(column.title) for column in BALANCE.columns], rows, (3, 4, 5, 6))


def _closing(one: AccountSums) -> Decimal:
    return one.opening + one.debit - one.credit


def _account(one: AccountSums) -> dict[str, Any]:
    told = {"account": one.code, "title": one.title, "kind": one.kind, "opening": one.opening, "debit": one.debit}
    return numbers({**told, "credit": one.credit, "closing": _closing(one)})


def _tell_account(tx: Tx, options: Namespace, days: Days, output: Output) -> None:
    if not account_codes(tx, [options.code]):
        raise UserError(UNKNOWN, code="unknown_account", account=options.code or "?")
    sums = next((one for one in fetch_accounts(tx, *days) if one.code == options.code), None)
    opening = sums.opening if sums is not None else Decimal(0)
    if options.out:
        title = f"{options.code} {sums.title if sums is not None else ''}".strip()
        write_account(options.out, cover_of(tx, days, None), title, opening, _postings(tx, options.code, days))
    columns = ("entry_on", "entry_id", "document", "memo", "debit", "credit", "balance")
    rows = [{key: told[key] for key in columns} for told in _rows(tx, options.code, days)]
    closing = opening if sums is None else _closing(sums)
    output.data({"account": options.code, "opening": number(opening), "closing": number(closing),
                 "rows": [numbers(row) for row in rows]})  # fmt: skip
    heads = [_(ACCOUNT_SHEET.column(key).title) for key in columns]
    output.table(
        heads, [["", "", "", _("Opening"), None, None, opening], *([str(row["entry_on"]), str(row["entry_id"]),
        *list(row.values())[2:]] for row in rows)], (4, 5, 6),
    )  # fmt: skip


def _rows(tx: Tx, code: str, days: Days) -> Iterator[dict[str, Any]]:
    keys = [column.key for column in ACCOUNT_SHEET.columns]
    span = [("entry_on", f"{days.since or ''}..{days.until or ''}")] if days != Days(None, None) else []
    query = Query(filters=(("account_code", quoted(code)), *span), today=tx.today, zone=tx.zone)
    for _row_id, values in fetch_keyed(tx, ACCOUNT_SHEET_ROWS, query):
        yield dict(zip(keys, values, strict=True))


def _postings(tx: Tx, code: str, days: Days) -> Iterator[SheetRow]:
    for row in _rows(tx, code, days):
        amount = (row["debit"] or Decimal(0)) - (row["credit"] or Decimal(0))
        yield SheetRow(row["entry_on"], row["entry_id"], row["document"] or "", row["memo"] or "", amount)
