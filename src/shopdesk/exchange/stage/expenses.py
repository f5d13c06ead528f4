"""What the store knows of a staged list of expenses: by the bill's number, else by what a row says and how often."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.home_rates import need_rates, rates_home
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.ledger.reports import expense_choices
from shopdesk.shop.ledger.sheets import EXPENSE_ACCOUNTS, EXPENSE_FILE
from shopdesk.shop.money import convert
from shopdesk.store.tables import Account, Expense, Supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

BOOKED: Final = N_("Document {number} is booked with other rows. Give a correction a number of its own.")
CLOSED: Final = N_("The books are closed through {day}; this expense belongs before.")

Said = tuple[object, ...]
"""What a row says, by which it is known again: document, day, account, amount, currency, channel, payee, note."""


def with_own_accounts(tx: Tx, plan: Plan) -> Plan:
    """The plan of a list of expenses in which the names and codes of the shop's own accounts are known, and win."""
    if plan.kind != EXPENSE_FILE.name:
        return plan
    own = [one for one in expense_choices(tx) if one.code not in EXPENSE_ACCOUNTS]
    words = {text: one.code for one in own for text in (one.title, one.code)}
    return replace(plan, states={**plan.states, **words})


def compare_expenses(tx: Tx, staged: Staged) -> None:
    """Rows that are not booked yet, and those that are.

    A row of a numbered bill is known by it; any other by what it says, as often as it says it: two equal rows of a file
    are two expenses, and the same file again brings none. NeedsRate where a currency has no rate on its day.
    """
    home, closed = tx.currency, closed_through(tx).isoformat()
    booked, channels = _booked(tx, staged.items, home), Channels(tx)
    numbers = {said[0] for said in booked if said[0]}
    told: Counter[Said] = Counter()
    for item in staged.items:
        said = _said(item, home, channels)
        told[said] += 1
        item.changes, item.outcome = (), Outcome.NEW
        if told[said] <= booked[said]:
            item.outcome = Outcome.SAME
        elif said[0] in numbers:
            _hold(staged, item, "document_no", str(item.values["document_no"]), BOOKED, number=said[0])
        elif item.values["spent_on"] <= closed:
            _hold(staged, item, "spent_on", item.values["spent_on"], CLOSED, day=closed)
    news = [item for item in staged.items if item.outcome is Outcome.NEW]
    need_rates(tx, staged, [(item, item.values.get("currency"), item.values["spent_on"]) for item in news])


def at_home(tx: Tx, staged: Staged, items: Sequence[Item]) -> list[int]:
    """What each row comes to in the shop's currency, in 1/10,000, at the rate of its day."""
    rate_of = rates_home(tx, staged, [item.values.get("currency") for item in items])
    rates = [rate_of(item.values.get("currency"), item.values["spent_on"]) for item in items]
    return [
        convert([item.values["amount"]], rate, tx.currency)[0] if rate else item.values["amount"]
        for item, rate in zip(items, rates, strict=True)
    ]


class Channels(dict[str, int]):
    """Name of a channel → its id; 0 where the shop has none of that name."""

    def __init__(self, tx: Tx) -> None:
        super().__init__({"": -1})
        self._tx = tx

    def __missing__(self, name: str) -> int:
        self[name] = found = find_channel_id(self._tx, name) or 0
        return found


def _said(item: Item, home: str, channels: Channels) -> Said:
    values = item.values
    return _key(
        values.get("document_no"), values["spent_on"], values["account"], values["amount"],
        values.get("currency") or home, channels[values.get("channel") or ""], values.get("supplier"),
        values.get("note"),
    )  # fmt: skip


def _key(number: Any, day: str, account: str, amount: int, currency: str, channel: int, *texts: str | None) -> Said:
    said = ((text or "").strip().casefold() for text in texts)
    return (str(number or ""), day, account, amount, currency, channel, *said)


def _hold(staged: Staged, item: Item, key: str, value: str, message: str, **told: object) -> None:
    item.outcome = Outcome.CONFLICT
    said = problem(staged.plan, EXPENSE_FILE, key, item.row, value, message, dict(told), item.outcome)
    staged.report(replace(said, for_now=True))


def _booked(tx: Tx, items: Sequence[Item], home: str) -> Counter[Said]:
    """How often the store has each row of the bills and days that the file speaks of, from imports that stand.

    What was booked by hand has no part in it: nobody can tell whether it is the same.
    """
    amount = type_coerce(Expense.amount, WHOLE).label("amount")
    own = type_coerce(Expense.own_amount, WHOLE).label("own")
    wanted = (
        select(
            Expense.expense_id, Expense.document_no, Expense.spent_on, Account.code, amount, own, Expense.currency,
            Expense.channel_id, Supplier.name, Expense.note,
        )
        .join(Account, Account.account_id == Expense.account_id)
        .outerjoin(Supplier, Supplier.supplier_id == Expense.supplier_id)
        .where(Expense.import_id.is_not(None))
    )  # fmt: skip
    days = sorted({date.fromisoformat(item.values["spent_on"]) for item in items})
    numbers = sorted({item.values["document_no"] for item in items if item.values.get("document_no")})
    rows: dict[int, Any] = {}
    for part in parts(days):
        rows |= {row.expense_id: row for row in tx.rows(wanted.where(Expense.spent_on.in_(part)))}
    for part in parts(numbers):
        rows |= {row.expense_id: row for row in tx.rows(wanted.where(Expense.document_no.in_(part)))}
    return Counter(
        _key(
            row.document_no, row.spent_on.isoformat(), row.code, row.own if row.own is not None else row.amount,
            row.currency or home, row.channel_id or -1, row.name, row.note,
        )
        for row in rows.values()
    )  # fmt: skip
