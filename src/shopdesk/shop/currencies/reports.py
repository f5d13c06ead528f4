"""Reading what is held and owed in other currencies, valued at the rate of a day.

Wallets, banks, bills and what channels hold back say in their postings how much of a currency they are. What a channel
owes for orders is known by the orders: each stands in the books at the rate of its sale until its statement comes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.ledger.reports import account_title, fetch_rates
from shopdesk.shop.ledger.rules import EntryKind, Role, rate_on
from shopdesk.shop.money import decimals
from shopdesk.shop.orders.goods import ORDER
from shopdesk.shop.settlement.posting import LINE
from shopdesk.store.tables import Account, JournalEntry, Posting, SalesOrder, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE, WHOLE

_E, _PO, _A, _O, _L = (m.__table__.c for m in (JournalEntry, Posting, Account, SalesOrder, SettlementLine))
_CLEARING: Final = f"{Role.CLEARING.value}.%"
Key = tuple[int, str]
"""(account_id, currency)"""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What an account holds of a currency (owes, below zero), as the books have it and at the rate of the day."""

    account_id: int
    code: str
    title: str
    """In the language spoken now."""
    channel_id: int | None
    currency: str
    own: Decimal
    """In `currency`."""
    amount: Decimal
    """As the books have it."""
    rate: Decimal | None
    """Of the day; None where nobody has told one yet."""
    value: Decimal | None
    """At that rate."""

    @property
    def difference(self) -> Decimal | None:
        """What it is worth more than the books say; below zero less."""
        return None if self.value is None else self.value - self.amount


def fetch_foreign(tx: Tx, on: date) -> list[Foreign]:
    """Every balance in another currency at the end of a day, by account."""
    own, amount = defaultdict[Key, Fraction](Fraction), defaultdict[Key, int](int)
    for key, some_own, some in (*_held(tx, on), *_owed_by_channels(tx, on)):
        own[key] += some_own
        amount[key] += some
    rates = fetch_rates(tx, {currency for _account, currency in own})
    accounts = {row.account_id: row for row in tx.rows(select(Account.__table__))}
    coin = MONEY_SCALE // int(10 ** decimals(tx.currency))
    made = [
        _foreign(accounts[key[0]], key[1], own[key], amount[key], rate_on(rates.get(key[1], []), on.isoformat()), coin)
        for key in own
    ]
    return sorted((one for one in made if one.own or one.amount), key=lambda one: (one.code, one.currency))


def _foreign(account: Any, currency: str, own: Fraction, amount: int, rate: int | None, coin: int) -> Foreign:
    value = None if rate is None else round(own * rate / RATE_SCALE / coin) * coin
    return Foreign(
        account.account_id, account.code, account_title(account.code, account.title), account.channel_id, currency,
        Decimal(round(own)) / MONEY_SCALE, Decimal(amount) / MONEY_SCALE,
        None if rate is None else Decimal(rate) / RATE_SCALE, None if value is None else Decimal(value) / MONEY_SCALE,
    )  # fmt: skip


def _held(tx: Tx, on: date) -> Iterator[tuple[Key, Fraction, int]]:
    """What postings themselves say of other currencies."""
    own = type_coerce(func.sum(func.coalesce(_PO.own_amount, 0)), WHOLE).label("own")
    found = tx.rows(
        select(_PO.account_id, _PO.currency, own, type_coerce(func.sum(_PO.amount), WHOLE).label("amount"))
        .join_from(Posting, JournalEntry, _E.entry_id == _PO.entry_id)
        .where(_PO.currency.is_not(None), _E.entry_on <= on)
        .group_by(_PO.account_id, _PO.currency)
    )
    for row in found:
        yield (row.account_id, row.currency), Fraction(int(row.own)), int(row.amount)


def _owed_by_channels(tx: Tx, on: date) -> Iterator[tuple[Key, Fraction, int]]:
    """What is left in clearing of orders in other currencies: each at the rate of its sale."""
    if tx.scalar(select(_O.order_id).where(_O.rate.is_not(None)).limit(1)) is None:
        return
    amount = type_coerce(func.sum(_PO.amount), WHOLE).label("amount")
    rate = type_coerce(_O.rate, WHOLE).label("rate")
    posted = (
        select(_PO.account_id, _O.currency, rate, amount)
        .join_from(Posting, JournalEntry, _E.entry_id == _PO.entry_id)
        .where(_PO.account_id.in_(select(Account.account_id).where(Account.code.like(_CLEARING))))
        .where(_E.entry_on <= on, _O.rate.is_not(None))
        .group_by(_PO.account_id, _O.currency, _O.rate)
    )
    by_orders = posted.join(SalesOrder, _O.order_id == _E.document_id).where(_E.document_kind == ORDER)
    by_lines = (
        posted.join(SettlementLine, _L.line_id == _E.document_id)
        .join(SalesOrder, _O.order_id == _L.order_id)
        .where(_E.document_kind == LINE)
    )
    for row in (*tx.rows(by_orders), *tx.rows(by_lines)):
        yield (row.account_id, row.currency), Fraction(int(row.amount) * RATE_SCALE, int(row.rate)), int(row.amount)


def fetch_exchange(tx: Tx, since: date | None, until: date | None) -> Mapping[str, Decimal]:
    """Gains of the days (losses below zero): "realised", when something was paid, and "unrealised", by revaluation."""
    made = {"realised": Decimal(0), "unrealised": Decimal(0)}
    days = [] if since is None else [_E.entry_on >= since]
    days += [] if until is None else [_E.entry_on <= until]
    found = tx.rows(
        select(_E.kind, func.sum(_PO.amount).label("amount"))
        .join_from(Posting, JournalEntry, _E.entry_id == _PO.entry_id)
        .join(Account, _A.account_id == _PO.account_id)
        .where(_A.code == Role.EXCHANGE.value, *days)
        .group_by(_E.kind)
    )
    for row in found:
        made["unrealised" if row.kind == EntryKind.REVALUATION else "realised"] -= row.amount
    return made
