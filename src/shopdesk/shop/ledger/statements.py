"""The statements of a range from the sums that are kept of every day: profit and loss, balance sheet, cash flow.

A line is an account of the chart with those below it, an account of the shop's own a line by itself; sums name the
lines that they add up, so that a workbook can add them again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import func, select

from shopdesk.shop.ledger.reports import account_title, fetch_accounts
from shopdesk.shop.ledger.rules import CHART, AccountKind, Role, role_of
from shopdesk.store.tables import Account, JournalEntry, Posting
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

ZERO: Final = Decimal(0)


class Days(NamedTuple):
    """From one day to another, both included; None is open."""

    since: date | None
    until: date | None


def days_before(days: Days) -> Days | None:
    """As many days before: of whole months as many months; None where the range is open."""
    since, until = days
    if since is None or until is None:
        return None
    last = since - timedelta(days=1)
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        first = since.year * 12 + since.month - 1
        start = first - (until.year * 12 + until.month - first)
        return Days(date(start // 12, start % 12 + 1, 1), last)
    return Days(last - (until - since), last)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of a statement, its amounts signed as the statement adds them up.

    `accounts` are the codes whose postings make it; `parts` are (sign, key) of the lines that it adds up instead.
    """

    key: str
    title: str
    level: int
    """0 a sum, 1 a line, 2 a part of the line above it."""
    now: Decimal
    before: Decimal | None = None
    accounts: tuple[str, ...] = ()
    parts: tuple[tuple[int, str], ...] = ()


Amounts = Mapping[str, Decimal]
"""Code of an account → its amount in a statement; accounts without any are left out."""


class _Sheet:
    """A statement being laid out, line by line from the top."""

    def __init__(self, tx: Tx, now: Amounts, before: Amounts | None) -> None:
        self.lines: list[StatementLine] = []
        self._now, self._before = now, before
        rows = tx.rows(select(Account.code, Account.title, Account.kind).order_by(Account.code))
        self._titles = {row.code: account_title(row.code, row.title) for row in rows}
        self._kinds = {row.code: row.kind for row in rows}
        self._sums: dict[str, tuple[Decimal, Decimal | None]] = {}

    def heads(self, kind: AccountKind, without: Iterable[Role] = ()) -> list[str]:
        """The accounts of a kind that are lines, in the order of the chart, then the shop's own."""
        left = set(without)
        given = [spec.role.value for spec in CHART if spec.kind is kind and spec.role not in left]
        own = [c for c, one in self._kinds.items() if one == kind and role_of(c) is None and "." not in c]
        return [*given, *own]

    def add_accounts(self, heads: Sequence[str]) -> list[str]:
        """A line for each head that has an amount, itself or below it; returns their keys."""
        made = []
        for head in heads:
            codes = [code for code in self._titles if code.split(".")[0] == head and self._has(code)]
            if codes:
                self._add_head(head, codes)
                made.append(head)
        return made

    def _add_head(self, head: str, codes: list[str]) -> None:
        if codes == [head]:
            self._put(head, self._titles[head], 1, self._at(head), (head,), ())
            return
        parts = tuple((1, f"{code} ") for code in codes)
        self._put(head, self._titles[head], 1, self.total(codes), tuple(codes), parts)
        for code in codes:
            self._put(f"{code} ", self._titles[code], 2, self._at(code), (code,), ())

    def add_sum(self, key: str, title: str, parts: Sequence[tuple[int, str]]) -> None:
        """A sum of lines that stand already; `title` is a msgid."""
        found = [(sign, *self._sums[name]) for sign, name in parts]
        now = sum((sign * one for sign, one, _before in found), ZERO)
        before = None if self._before is None else sum((sign * (one or ZERO) for sign, _now, one in found), ZERO)
        self._put(key, _(title), 0, (now, before), (), tuple(parts))

    def add_figure(self, key: str, title: str, now: Decimal, before: Decimal | None, accounts: Sequence[str]) -> None:
        """A line that is no account; `title` is a msgid."""
        self._put(key, _(title), 1, (now, before), tuple(accounts), ())

    def total(self, codes: Iterable[str]) -> tuple[Decimal, Decimal | None]:
        """What accounts come to together."""
        found = [self._at(code) for code in codes]
        before = None if self._before is None else sum((one or ZERO for _now, one in found), ZERO)
        return sum((now for now, _before in found), ZERO), before

    def codes_of(self, *kinds: AccountKind) -> list[str]:
        """Every account of these kinds that has an amount."""
        return [code for code in self._titles if self._kinds[code] in kinds and self._has(code)]

    def _put(
        self, key: str, title: str, level: int, amount: tuple[Decimal, Decimal | None], accounts: tuple[str, ...],
        parts: tuple[tuple[int, str], ...],
    ) -> None:  # fmt: skip
        self._sums[key] = amount
        self.lines.append(StatementLine(key, title, level, *amount, accounts, parts))

    def _has(self, code: str) -> bool:
        return bool(self._now.get(code) or (self._before or {}).get(code))

    def _at(self, code: str) -> tuple[Decimal, Decimal | None]:
        return self._now.get(code, ZERO), None if self._before is None else self._before.get(code, ZERO)


def _plus(keys: Iterable[str]) -> list[tuple[int, str]]:
    return [(1, key) for key in keys]


def find_statement(
    tx: Tx, name: str, now: Days, before: Days | None = None, channel_id: int | None = None
) -> list[StatementLine]:
    """The statement of that name (see `sheets.STATEMENTS`) over days, beside other days."""
    if name == "balance_sheet":
        return balance_sheet(tx, now.until, before.until if before is not None else None, channel_id)
    return {"pnl": profit_and_loss, "cash_flow": cash_flow}[name](tx, now, before, channel_id)


# ------------------------------------------------------------------------------------------------ profit and loss

_BELOW: Final = (Role.OTHER_INCOME, Role.COGS, Role.INTEREST, Role.EXCHANGE, Role.INCOME_TAX)
"""Accounts of income and expense that do not stand under net sales or operating costs."""


def profit_and_loss(
    tx: Tx, now: Days, before: Days | None = None, channel_id: int | None = None
) -> list[StatementLine]:  # fmt: skip
    """What was earned above zero and what it cost below, and what is left; every line adds to the sum below it."""
    made = _Sheet(tx, *_both(lambda days: _earned(tx, days, channel_id), now, before))
    income = [code for code in made.heads(AccountKind.INCOME, _BELOW) if role_of(code) is not None]
    own_income = [code for code in made.heads(AccountKind.INCOME) if role_of(code) is None]
    made.add_sum("net_sales", N_("Net sales"), _plus(made.add_accounts(income)))
    made.add_sum("gross_profit", N_("Gross profit"), _plus(["net_sales", *made.add_accounts([Role.COGS.value])]))
    costs = made.add_accounts(made.heads(AccountKind.EXPENSE, _BELOW))
    made.add_sum("operating_profit", N_("Operating profit"), _plus(["gross_profit", *costs]))
    other = made.add_accounts([Role.OTHER_INCOME.value, *own_income, Role.INTEREST.value, Role.EXCHANGE.value])
    made.add_sum("profit_before_tax", N_("Profit before tax"), _plus(["operating_profit", *other]))
    taxes = made.add_accounts([Role.INCOME_TAX.value])
    made.add_sum("profit", N_("Profit"), _plus(["profit_before_tax", *taxes]))
    return made.lines


def _earned(tx: Tx, days: Days, channel_id: int | None) -> Amounts:
    earning = {AccountKind.INCOME, AccountKind.EXPENSE}
    found = fetch_accounts(tx, days.since, days.until, channel_id)
    return {a.code: a.credit - a.debit for a in found if a.kind in earning and a.credit != a.debit}


def _both(read: Callable[[Days], Amounts], now: Days, before: Days | None) -> tuple[Amounts, Amounts | None]:
    return read(now), None if before is None else read(before)


# ------------------------------------------------------------------------------------------------ balance sheet


def balance_sheet(
    tx: Tx, on: date | None, before: date | None = None, channel_id: int | None = None
) -> list[StatementLine]:  # fmt: skip
    """What the shop has and whose it is at the end of a day (None: of all), beside another day; with a check line."""
    earlier = None if before is None else Days(None, before)
    made = _Sheet(tx, *_both(lambda days: _held(tx, days, channel_id), Days(None, on), earlier))
    made.add_sum("assets", N_("Assets"), _plus(made.add_accounts(made.heads(AccountKind.ASSET))))
    made.add_sum("liabilities", N_("Liabilities"), _plus(made.add_accounts(made.heads(AccountKind.LIABILITY))))
    own = made.add_accounts(made.heads(AccountKind.EQUITY))
    earning = made.codes_of(AccountKind.INCOME, AccountKind.EXPENSE)
    made.add_figure("profit_so_far", N_("Profit so far"), *made.total(earning), earning)
    made.add_sum("equity", N_("Equity"), _plus([*own, "profit_so_far"]))
    made.add_sum("owed", N_("Liabilities and equity"), _plus(["liabilities", "equity"]))
    made.add_sum("check", N_("Assets less liabilities and equity"), [(1, "assets"), (-1, "owed")])
    return made.lines


def _held(tx: Tx, days: Days, channel_id: int | None) -> Amounts:
    found = fetch_accounts(tx, None, days.until, channel_id)
    return {
        a.code: (a.debit - a.credit) * (1 if a.kind == AccountKind.ASSET else -1) for a in found if a.debit != a.credit
    }


# ------------------------------------------------------------------------------------------------ cash flow


def cash_flow(tx: Tx, now: Days, before: Days | None = None, channel_id: int | None = None) -> list[StatementLine]:
    """What bank accounts held, what came in and went out by the account on the other side, what they hold then."""
    made = _Sheet(tx, *_both(lambda days: _moved(tx, days, channel_id), now, before))
    banks = cash_accounts(tx)
    then = None if before is None else _cash(tx, before, channel_id, banks)
    made.add_figure("opening", N_("Opening"), _cash(tx, now, channel_id, banks), then, ())
    kinds = (AccountKind.INCOME, AccountKind.EXPENSE, AccountKind.ASSET, AccountKind.LIABILITY, AccountKind.EQUITY)
    moved = [key for kind in kinds for key in made.add_accounts(made.heads(kind))]
    made.add_sum("movement", N_("Change of cash"), _plus(moved))
    made.add_sum("closing", N_("Closing"), _plus(["opening", "movement"]))
    return made.lines


def cash_accounts(tx: Tx) -> list[str]:
    """Codes of the bank and cash accounts."""
    bank = Role.BANK.value
    return [code for code in tx.scalars(select(Account.code).order_by(Account.code)) if code.split(".")[0] == bank]


def _cash(tx: Tx, days: Days, channel_id: int | None, banks: Sequence[str]) -> Decimal:
    """What bank accounts held before the first day."""
    if days.since is None:
        return ZERO
    found = fetch_accounts(tx, None, days.since - timedelta(days=1), channel_id)
    return sum((a.debit - a.credit for a in found if a.code in banks), ZERO)


def _moved(tx: Tx, days: Days, channel_id: int | None) -> Amounts:
    """What came into bank accounts (below zero: went out), by the account on the other side of the entry."""
    ids = select(Account.account_id).where(Account.code.in_(cash_accounts(tx))).scalar_subquery()
    entry = JournalEntry
    told = [] if days.since is None else [entry.entry_on >= days.since]
    told += [] if days.until is None else [entry.entry_on <= days.until]
    told += [] if channel_id is None else [entry.channel_id == channel_id]
    found = tx.rows(
        select(Account.code, func.sum(Posting.amount).label("amount"))
        .join_from(Posting, entry, entry.entry_id == Posting.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(Posting.entry_id.in_(select(Posting.entry_id).where(Posting.account_id.in_(ids))))
        .where(Posting.account_id.not_in(ids), *told)
        .group_by(Account.code)
    )
    return {row.code: -row.amount for row in found if row.amount}
