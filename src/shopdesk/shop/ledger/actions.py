"""Writing the books: accounts, entries, expenses and the closing of a period. Entries are only ever appended."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import insert, select, update

from shopdesk.shop.ledger.rules import CHART, PER_CHANNEL, REVERSIBLE, EntryKind, Role, takes_expenses
from shopdesk.shop.money import currency_code
from shopdesk.store.action import action
from shopdesk.store.tables import Account, Channel, ExchangeRate, Expense, JournalEntry, PeriodLock, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE
from shopdesk.text import N_, UserError, _

EXPENSE: Final = "expense"
"""`document_kind` of an entry of money spent; its document is the Expense."""
NOTHING_FOREIGN: Final[Mapping[int, tuple[str, int]]] = MappingProxyType({})
UNKNOWN: Final = N_("There is no account {account}.")
CLOSED: Final = N_("Account {account} takes no entries any more.")
OWN_CURRENCY: Final = N_("{currency} is the shop's own currency and needs no rate.")


def open_accounts(tx: Tx) -> None:
    """Write the default chart of accounts."""
    tx.execute(
        insert(Account), [{"code": spec.role.value, "title": spec.title, "kind": spec.kind.value} for spec in CHART]
    )


def channel_account(tx: Tx, channel_id: int, role: Role) -> int:
    """The account of a channel for one of `PER_CHANNEL`, made on first use and called after the channel."""
    code, title = tx.rows(select(Channel.code, Channel.title).where(Channel.channel_id == channel_id))[0]
    own = f"{role.value}.{code}"
    found = tx.scalar(select(Account.account_id).where(Account.code == own))
    if found is not None:
        return int(found)
    kind = next(spec.kind for spec in CHART if spec.role is role)
    return tx.insert(Account, code=own, title=title, kind=kind.value, channel_id=channel_id)


def account_ids(tx: Tx, channel_id: int | None = None) -> dict[Role, int]:
    """Role → account; what each channel has of its own is the channel's where one is named."""
    found = dict(map(tuple, tx.rows(select(Account.code, Account.account_id))))
    made = {role: found[role.value] for role in Role}
    if channel_id is not None:
        code = tx.scalar(select(Channel.code).where(Channel.channel_id == channel_id))
        for role in PER_CHANNEL:
            made[role] = found.get(f"{role.value}.{code}") or channel_account(tx, channel_id, role)
    return made


def post_entry(
    tx: Tx,
    on: date,
    kind: EntryKind,
    document: tuple[str, int],
    postings: Mapping[int, int],
    *,
    memo: str | None = None,
    channel_id: int | None = None,
    source_row: int | None = None,
    reverses_id: int | None = None,
    foreign: Mapping[int, tuple[str, int]] = NOTHING_FOREIGN,
    number: int | None = None,
) -> int | None:
    """Append one entry: account_id → signed amount in 1/10,000. Returns its id; None where everything is zero.

    `number`: its id, where that was reserved before.
    `foreign`: account_id → the currency that it is owed or held in, and how much of that, signed as the amount is.
    ValueError where the amounts do not add up to zero: a bug, never a user's mistake.
    """
    amounts = {account: amount for account, amount in postings.items() if amount}
    if not amounts:
        return None
    if sum(amounts.values()) != 0:
        raise ValueError(f"entry out of balance by {sum(amounts.values())}")
    entry_id = tx.insert(
        JournalEntry,
        entry_on=open_day(tx, on),
        kind=kind.value,
        document_kind=document[0],
        document_id=document[1],
        channel_id=channel_id,
        memo=memo,
        posted_at=tx.now,
        import_id=tx.import_id,
        source_row=source_row,
        change_id=tx.change_id,
        reverses_id=reverses_id,
        **({} if number is None else {"entry_id": number}),
    )
    rows = [
        {"entry_id": entry_id, "account_id": account, "amount": Decimal(amount) / MONEY_SCALE, **_own(foreign, account)}
        for account, amount in amounts.items()
    ]
    tx.execute(insert(Posting), rows)
    tx.touch("posting")
    return entry_id


def _own(foreign: Mapping[int, tuple[str, int]], account: int) -> dict[str, str | Decimal | None]:
    currency, amount = foreign.get(account, (None, 0))
    return {"currency": currency, "own_amount": Decimal(amount) / MONEY_SCALE if currency else None}


def closed_through(tx: Tx) -> date:
    """The last closed day; date.min while nothing is closed."""
    return date.fromisoformat(tx.scalar(select(PeriodLock.closed_through)))


def first_open_day(tx: Tx) -> date:
    """The first day that no closed period holds; date.min while nothing is closed."""
    closed = closed_through(tx)
    return closed if closed == date.min else closed + timedelta(days=1)


def open_day(tx: Tx, on: date) -> date:
    """The day itself where its period is open, else the first open day after the closed ones."""
    return max(on, first_open_day(tx))


def open_account(tx: Tx, told: str) -> Any:
    """The account that a person means by its code or its name, open for entries; UserError where there is none."""
    told = told.strip()
    found = tx.rows(select(Account.__table__).where(Account.code == told))
    if not found:
        folded = told.casefold()
        found = [
            row
            for row in tx.rows(select(Account.__table__).where(Account.channel_id.is_(None)))
            if folded in {row.title.casefold(), _(row.title).casefold()}
        ]
    if len(found) != 1:
        raise UserError(UNKNOWN, code="unknown_account", account=told)
    if found[0].is_closed:
        raise UserError(CLOSED, code="closed_account", account=found[0].code)
    return found[0]


@action("money.post", N_("Book an expense"))
def book_expense(tx: Tx, on: date, account: str, amount: Decimal, memo: str, *, channel_id: int | None = None) -> int:
    """Book money spent: the expense account of that code against the bank. `amount` above zero; the entry's id."""
    spent = open_account(tx, account)
    if not takes_expenses(spent.code, spent.kind):
        raise UserError(N_("{account} is not an expense account."), account=spent.code)
    if amount <= 0:
        raise UserError(N_("The amount must be more than zero."), code="amount")
    check_open(tx, on)
    bank, scaled = account_ids(tx)[Role.BANK], int(amount * MONEY_SCALE)
    tx.say(N_("Expense {amount}: {memo}"), amount=amount, memo=memo)
    told = {"spent_on": on, "account_id": spent.account_id, "amount": amount, "channel_id": channel_id, "note": memo}
    entry_id = post_entry(
        tx, on, EntryKind.EXPENSE, (EXPENSE, tx.insert(Expense, **told)), {spent.account_id: scaled, bank: -scaled},
        memo=memo, channel_id=channel_id,
    )  # fmt: skip
    return entry_id or 0


def check_open(tx: Tx, on: date) -> None:
    """UserError where the books are closed on that day."""
    if open_day(tx, on) != on:
        raise UserError(
            N_("The books are closed through {day}. Choose a later date."), code="period_closed", day=closed_through(tx)
        )


@action("money.post", N_("Reverse an entry"))
def reverse_entry(tx: Tx, entry_id: int, memo: str = "") -> int:
    """Answer an entry booked by hand with its mirror image, on its own day where that is open; returns the new id.

    What a document posted is corrected through the document: its entries would otherwise no longer say what it says.
    """
    entry = tx.rows(select(JournalEntry.__table__).where(JournalEntry.entry_id == entry_id))
    if not entry:
        raise UserError(N_("Entry {number} does not exist."), number=entry_id)
    if tx.scalar(select(JournalEntry.entry_id).where(JournalEntry.reverses_id == entry_id)) is not None:
        raise UserError(N_("Entry {number} has been reversed already."), number=entry_id)
    found = entry[0]
    if found.kind not in REVERSIBLE:
        raise UserError(
            N_("Entry {number} was made by a document. Change the document instead."),
            code="not_manual",
            number=entry_id,
        )
    tx.say(N_("Reverse entry {number}"), number=entry_id)
    amounts, foreign = mirrored(tx, entry_id)
    made = post_entry(
        tx, found.entry_on, EntryKind.REVERSAL, (found.document_kind, found.document_id), amounts,
        memo=memo or found.memo, channel_id=found.channel_id, reverses_id=entry_id, foreign=foreign,
    )  # fmt: skip
    return made or 0


def mirrored(tx: Tx, entry_id: int) -> tuple[dict[int, int], dict[int, tuple[str, int]]]:
    """The postings of an entry with the other sign, as `post_entry` takes them, and what is foreign of them."""
    amounts: dict[int, int] = {}
    foreign: dict[int, tuple[str, int]] = {}
    for row in tx.rows(select(Posting.__table__).where(Posting.entry_id == entry_id)):
        amounts[row.account_id] = amounts.get(row.account_id, 0) - int(row.amount * MONEY_SCALE)
        if row.currency is not None:
            before = foreign.get(row.account_id, ("", 0))[1]
            foreign[row.account_id] = row.currency, before - int(row.own_amount * MONEY_SCALE)
    return amounts, foreign


@action("money.rate", N_("Set an exchange rate"), undoable=True)
def set_rate(tx: Tx, currency: str, on: date, rate: Decimal) -> int:
    """Say what one unit of `currency` is worth in the shop's from that day on; returns the rate's id.

    A rate that stands for that very day is replaced. Orders keep the rate that they were booked with.
    """
    code = _foreign(tx, currency)
    if rate <= 0:
        raise UserError(N_("An exchange rate must be more than zero."), code="rate")
    tx.say(N_("Rate of {currency} on {day}: {rate}"), currency=code, day=on, rate=f"{rate.normalize():f}")
    found = tx.scalar(select(ExchangeRate.rate_id).where(ExchangeRate.currency == code, ExchangeRate.rate_on == on))
    if found is None:
        return tx.insert(ExchangeRate, currency=code, rate_on=on, rate=rate)
    tx.update(ExchangeRate, found, rate=rate)
    return int(found)


def keep_rate(tx: Tx, currency: str, on: date, rate: int) -> None:
    """Enter a rate (in 1/10**10) that was given with an import; one that a person set for that very day stands."""
    same_day = (ExchangeRate.currency == currency) & (ExchangeRate.rate_on == on)
    if tx.scalar(select(ExchangeRate.rate_id).where(same_day)) is None:
        tx.insert(ExchangeRate, currency=currency, rate_on=on, rate=Decimal(rate) / RATE_SCALE)


@action("money.rate", N_("Edit exchange rates"), undoable=True)
def edit_rates(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of rates at once, as one step of undo: (rate_id, field, value). Returns how many became different."""
    changed = 0
    for rate_id, name, value in edits:
        if name != "rate" or not isinstance(value, Decimal) or value <= 0:
            raise UserError(N_("An exchange rate must be more than zero."), code="rate")
        changed += tx.update(ExchangeRate, rate_id, rate=value)
    return changed


@action("money.rate", N_("Remove an exchange rate"), undoable=True)
def remove_rate(tx: Tx, rate_id: int) -> None:
    """Take a rate out; orders that were booked with it keep it."""
    found = tx.rows(select(ExchangeRate.__table__).where(ExchangeRate.rate_id == rate_id))
    if found:
        tx.say(N_("Remove the rate of {currency} on {day}"), currency=found[0].currency, day=found[0].rate_on)
        tx.delete(ExchangeRate, rate_id)


def _foreign(tx: Tx, currency: str) -> str:
    code = currency_code(currency)
    if code is None:
        raise UserError(N_("{value} is not the code of a currency, such as USD."), code="currency", value=currency)
    if code == tx.currency:
        raise UserError(OWN_CURRENCY, code="currency", currency=code)
    return code


@action("period.close", N_("Close the books"))
def close_period(tx: Tx, through: date) -> None:
    """Close every day up to `through`; from then on nothing can be posted there."""
    if through <= closed_through(tx):
        raise UserError(N_("The books are closed through {day} already."), day=closed_through(tx))
    if through > tx.today:
        raise UserError(N_("The books cannot be closed before {day} is over."), code="future", day=through)
    _lock(tx, through)
    tx.say(N_("Closed the books through {day}"), day=through)


@action("period.reopen", N_("Reopen the books"))
def reopen_period(tx: Tx, through: date, why: str) -> None:
    """Move the lock back to `through` (date.min: nothing stays closed); the reason stays in the history."""
    if not why.strip():
        raise UserError(N_("Say why the books are opened again."), code="reason")
    if through >= closed_through(tx):
        raise UserError(N_("Nothing after {day} is closed."), code="not_closed", day=through)
    _lock(tx, through)
    if through == date.min:
        tx.say(N_("Reopened the books: {why}"), why=why)
    else:
        tx.say(N_("Reopened the books after {day}: {why}"), day=through, why=why)


def _lock(tx: Tx, through: date) -> None:
    until = datetime.combine(through + timedelta(days=1), time(), tx.zone).astimezone(UTC)
    tx.execute(update(PeriodLock).values(closed_through=through.isoformat(), closed_until=int(until.timestamp())))
    tx.touch("period_lock")
