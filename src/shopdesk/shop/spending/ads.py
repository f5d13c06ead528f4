"""Advertising as it was incurred: a report sets what a day cost, and what it says anew is posted as a difference.

Incurred and paid are two facts: a report makes the expense against the advertising account of its channel, a statement
pays into that account. What is left there is what was paid and not reported yet, or the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import case, func, select, type_coerce

from shopdesk.shop.ledger.actions import account_ids, first_open_day
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.spending.posting import ADS, post_difference
from shopdesk.store.action import action
from shopdesk.store.tables import Account, AdSpend, Channel, JournalEntry, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError

_COLUMNS: Final = (
    "ad_spend_id", "channel_id", "platform", "campaign", "target", "spent_on", "sku_id", "currency", "rate",
    "own_amount", "amount", "impressions", "clicks", "orders", "revenue", "import_id", "source_row",
)  # fmt: skip
_ENTRY: Final = (
    "entry_id", "entry_on", "kind", "document_kind", "document_id", "channel_id", "memo", "posted_at", "import_id",
    "source_row", "change_id",
)  # fmt: skip


@dataclass(slots=True)
class Spend:
    """What advertising cost on a day, in stored units; `own` and `revenue` in `currency`, `amount` in the shop's."""

    channel_id: int
    platform: str
    campaign: str
    target: str
    day: str
    currency: str
    own: int
    amount: int = 0
    rate: int = 0
    """In 1/10**10; 0 where the currency is the shop's own."""
    sku_id: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    orders: int | None = None
    revenue: int | None = None
    row: int | None = None
    ad_spend_id: int = 0
    """0: the store has none of it yet."""


def add_spends(tx: Tx, spends: Sequence[Spend]) -> None:
    """Book days that are new, set by set."""
    first, entry = tx.reserve_ids(AdSpend, len(spends)), tx.reserve_ids(JournalEntry, len(spends))
    accounts = {one: account_ids(tx, one) for one in dict.fromkeys(spend.channel_id for spend in spends)}
    opens, now = first_open_day(tx).isoformat(), int(tx.now.timestamp())
    rows, entries, postings = [], [], []
    for place, one in enumerate(spends):
        rows.append(
            (first + place, one.channel_id, one.platform, one.campaign, one.target, one.day, one.sku_id, one.currency,
             one.rate or None, one.own if one.rate else None, one.amount, one.impressions, one.clicks, one.orders,
             one.revenue, tx.import_id, one.row)
        )  # fmt: skip
        if not one.amount:
            continue
        entries.append(
            (entry + place, max(one.day, opens), EntryKind.ADS.value, ADS, first + place, one.channel_id, _memo(one),
             now, tx.import_id, one.row, tx.change_id)
        )  # fmt: skip
        mine = accounts[one.channel_id]
        postings.append((entry + place, mine[Role.ADVERTISING], one.amount))
        postings.append((entry + place, mine[Role.AD_ACCOUNT], -one.amount))
    tx.insert_many(AdSpend, _COLUMNS, rows)
    tx.insert_many(JournalEntry, _ENTRY, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)


def restate(tx: Tx, spend: Spend) -> None:
    """Set a day that is there to what is said of it now; the difference is posted, on its day or the first open one."""
    tx.update(
        AdSpend, spend.ad_spend_id, currency=spend.currency, impressions=spend.impressions, clicks=spend.clicks,
        rate=Decimal(spend.rate) / RATE_SCALE if spend.rate else None, orders=spend.orders, sku_id=spend.sku_id,
        own_amount=_money(spend.own) if spend.rate else None, amount=_money(spend.amount),
        revenue=None if spend.revenue is None else _money(spend.revenue),
    )  # fmt: skip
    accounts = account_ids(tx, spend.channel_id)
    post_difference(
        tx, date.fromisoformat(spend.day), EntryKind.ADS, (ADS, spend.ad_spend_id),
        {accounts[Role.ADVERTISING]: spend.amount, accounts[Role.AD_ACCOUNT]: -spend.amount},
        channel_id=spend.channel_id, memo=_memo(spend), source_row=spend.row,
    )  # fmt: skip


def _memo(spend: Spend) -> str:
    return " · ".join(text for text in (spend.platform, spend.campaign, spend.target) if text)


@action("money.ads", N_("Book paid advertising as spent"))
def book_paid_ads(tx: Tx, channel_id: int) -> int:
    """For a shop without reports: what was paid into the advertising account and not reported was spent today."""
    account = account_ids(tx, channel_id)[Role.AD_ACCOUNT]
    paid = tx.scalar(select(type_coerce(func.sum(Posting.amount), WHOLE)).where(Posting.account_id == account))
    if not paid or paid <= 0:
        raise UserError(N_("Nothing was paid for advertising here that is not reported as spent."), code="nothing")
    before = tx.rows(
        select(AdSpend.ad_spend_id, type_coerce(AdSpend.amount, WHOLE).label("amount")).where(
            AdSpend.channel_id == channel_id, AdSpend.platform == "", AdSpend.campaign == "", AdSpend.target == "",
            AdSpend.spent_on == tx.today,
        )
    )  # fmt: skip
    spend = Spend(channel_id, "", "", "", tx.today.isoformat(), tx.currency, int(paid), int(paid))
    if before:
        spend.ad_spend_id, spend.amount = before[0].ad_spend_id, int(paid) + before[0].amount
        restate(tx, spend)
    else:
        add_spends(tx, [spend])
    tx.say(N_("Advertising of {amount} was spent"), amount=f"{_money(int(paid)):.2f}")
    return int(paid)


@dataclass(frozen=True, slots=True)
class AdAccount:
    """The advertising account of a channel; above zero: paid and not reported as spent, below: the other way round."""

    channel_id: int
    channel: str
    incurred: Decimal
    paid: Decimal

    @property
    def balance(self) -> Decimal:
        """What is left of what was paid."""
        return self.paid - self.incurred


def fetch_ad_accounts(tx: Tx) -> list[AdAccount]:
    """Channels for which advertising was paid or incurred, by title: what of it, in all."""
    is_report = JournalEntry.document_kind == ADS
    amount = type_coerce(Posting.amount, WHOLE)
    found = tx.rows(
        select(
            Channel.channel_id, Channel.title,
            func.sum(case((is_report, -amount), else_=0)).label("incurred"),
            func.sum(case((is_report, 0), else_=amount)).label("paid"),
        )
        .join_from(Posting, Account, Account.account_id == Posting.account_id)
        .join(Channel, Channel.channel_id == Account.channel_id)
        .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .where(Account.code.startswith(f"{Role.AD_ACCOUNT.value}."))
        .group_by(Channel.channel_id, Channel.title)
        .order_by(Channel.title)
    )  # fmt: skip
    return [AdAccount(r.channel_id, r.title, _money(r.incurred), _money(r.paid)) for r in found if r.incurred or r.paid]


def _money(amount: Any) -> Decimal:
    return Decimal(int(amount)) / MONEY_SCALE
