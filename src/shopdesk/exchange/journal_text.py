"""The books as text that other ledgers read: Beancount and hledger, each ending with the balances that must come out.

A range begins with one entry that carries every balance forward, so that its file stands alone. Both ledgers compare
the balances at the end with what they add up themselves.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.writing.target import replacing
from shopdesk.shop.ledger.entries import BookAccount, BookEntry, JournalBook, next_day
from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.ledger.sheets import ENTRY_KINDS
from shopdesk.text import N_, _

Tick = Callable[[int], None]
_ROOTS: Final = {
    AccountKind.ASSET: "Assets",
    AccountKind.LIABILITY: "Liabilities",
    AccountKind.EQUITY: "Equity",
    AccountKind.INCOME: "Income",
    AccountKind.EXPENSE: "Expenses",
}
"""What both ledgers call the kinds of accounts; they must not be translated."""
CARRIED: Final = N_("Balances carried forward")
_NOT_IN_NAMES: Final = re.compile(r"[^\w]+|_+")


def write_beancount(path: Path, book: JournalBook, tick: Tick | None = None) -> int:
    """Write the book for Beancount; returns how many entries it has. `tick` hears each and may raise to stop."""
    return _write(path, _beancount(book, tick or _quiet))


def write_hledger(path: Path, book: JournalBook, tick: Tick | None = None) -> int:
    """Write the book for hledger; as `write_beancount`."""
    return _write(path, _hledger(book, tick or _quiet))


JOURNALS: Final[Mapping[str, Callable[[Path, JournalBook, Tick | None], int]]] = MappingProxyType(
    {"beancount": write_beancount, "hledger": write_hledger}
)
"""Name of each ledger → what writes for it."""


def _quiet(_done: int) -> None:
    """Nobody listens."""


def _write(path: Path, parts: Iterator[str]) -> int:
    """Parts of the file, entry by entry after the head; the last one is the tail."""
    count = -2
    with replacing(path) as file:
        for part in parts:
            file.write(part.encode())
            count += 1
    return count


def amount(value: Decimal) -> str:
    """An amount with two decimals, or as many as it needs."""
    exact = value.normalize()
    return f"{exact:f}" if -int(exact.as_tuple().exponent) > 2 else f"{value:.2f}"


def _carried(book: JournalBook) -> list[tuple[BookAccount, Decimal]]:
    return [(account, account.opening) for account in book.accounts if account.opening]


# ----------------------------------------------------------------------------------------------------------- Beancount


def beancount_name(account: BookAccount) -> str:
    """As Assets:1122-taobao-Clearing-Taobao: the code keeps it apart from all others, the title tells people."""
    told = _NOT_IN_NAMES.sub("-", f"{account.code} {account.title}").strip("-")
    return f"{_ROOTS[account.kind]}:{told}"


def _beancount(book: JournalBook, tick: Tick) -> Iterator[str]:
    names = {account.account_id: beancount_name(account) for account in book.accounts}
    opened = "".join(f"{book.since} open {names[account.account_id]}\n" for account in book.accounts)
    head = f'option "title" {_quoted(book.shop)}\noption "operating_currency" "{book.currency}"\n\n{opened}'
    if carried := _carried(book):
        sides = "".join(f"  {names[one.account_id]}  {amount(value)} {book.currency}\n" for one, value in carried)
        head += f"\n{book.since} * {_quoted(_(CARRIED))}\n{sides}"
    yield head
    for count, entry in enumerate(book.entries, 1):
        yield _beancount_entry(entry, names, book.currency)
        tick(count)
    day = next_day(book.until)
    yield "\n" + "".join(
        f"{day} balance {names[one.account_id]}  {amount(one.closing)} ~ 0 {book.currency}\n" for one in book.accounts
    )


def _beancount_entry(entry: BookEntry, names: Mapping[int, str], currency: str) -> str:
    lines = [f"\n{entry.on} * {_quoted(_(ENTRY_KINDS[entry.kind].title))} {_quoted(_told(entry))}"]
    lines.append(f"  entry: {_quoted(str(entry.entry_id))}")
    if entry.source:
        lines.append(f"  source: {_quoted(entry.source)}")
    for side in entry.sides:
        lines.append(f"  {names[side.account_id]}  {amount(side.amount)} {currency}")
        if side.own_amount is not None:
            lines.append(f"    own: {amount(side.own_amount)} {side.currency}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    line = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}"'


def _told(entry: BookEntry) -> str:
    return " · ".join(part for part in (entry.document, entry.memo) if part)


# ------------------------------------------------------------------------------------------------------------- hledger


def hledger_name(account: BookAccount) -> str:
    """As Assets:1122.taobao Clearing - Taobao: colons part levels, and two blanks end a name."""
    return f"{_ROOTS[account.kind]}:{account.code} {_plain(account.title).replace(':', ' -')}"


def _hledger(book: JournalBook, tick: Tick) -> Iterator[str]:
    names = {account.account_id: hledger_name(account) for account in book.accounts}
    declared = "".join(f"account {names[account.account_id]}\n" for account in book.accounts)
    head = f"; {_plain(book.shop)}\n\ncommodity 1000.00 {book.currency}\n\n{declared}"
    if carried := _carried(book):
        sides = "".join(f"    {names[one.account_id]}  {amount(value)} {book.currency}\n" for one, value in carried)
        head += f"\n{book.since} * {_plain(_(CARRIED))}\n{sides}"
    yield head
    for count, entry in enumerate(book.entries, 1):
        yield _hledger_entry(entry, names, book.currency)
        tick(count)
    sides = "".join(
        f"    {names[one.account_id]}  0 {book.currency} = {amount(one.closing)} {book.currency}\n"
        for one in book.accounts
    )
    yield f"\n{book.until} * {_plain(_('Balances at the end'))}\n{sides}"


def _hledger_entry(entry: BookEntry, names: Mapping[int, str], currency: str) -> str:
    told = _plain(f"{_(ENTRY_KINDS[entry.kind].title)} | {_told(entry)}")
    lines = [f"\n{entry.on} * ({entry.entry_id}) {told}"]
    if entry.source:
        lines.append(f"    ; source: {_plain(entry.source)}")
    for side in entry.sides:
        own = "" if side.own_amount is None else f"  ; own: {amount(side.own_amount)} {side.currency}"
        lines.append(f"    {names[side.account_id]}  {amount(side.amount)} {currency}{own}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text on one line with single blanks and without what begins a comment."""
    return " ".join(text.replace(";", ",").split())
