"""What the store knows of a staged advertising report: its days are set to what the file says, each once.

Rows of one campaign, target and day are added up; a row of several days is spread over them evenly, so that a report by
day and one by month say the same of a month. A platform tells one day in several reports (by campaign, by keyword, by
product): the second would count it twice and is held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.exchange.stage.expenses import Channels
from shopdesk.exchange.stage.foreign import Missing, NeedsRate
from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged, Worth
from shopdesk.shop.catalog.actions import known_channel
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import rate_on
from shopdesk.shop.money import convert, decimals
from shopdesk.shop.spending.ads import Spend
from shopdesk.shop.spending.rules import spread_days
from shopdesk.shop.spending.sheets import AD_FILE
from shopdesk.store.tables import AdSpend, ImportFile
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

BACKWARDS: Final = N_("The last day is before the first.")
TOO_LONG: Final = N_("More than a year in one row: export the report by month or by day.")
OTHER_REPORT: Final = N_(
    "{platform} of {day} is booked from another kind of report. One kind of report tells all that was spent; "
    "take the other import back first."
)
MOST_DAYS: Final = 366
_COUNTS: Final = ("impressions", "clicks", "orders")
_FIGURES: Final = ("own", "revenue", *_COUNTS)
Key = tuple[str, str, str, str, str]
"""Channel as the file calls it, platform, campaign, target, day."""


@dataclass(slots=True)
class Told:
    """What a file says of one day of one target: the figures, the rows that say it, and what is stored of it."""

    spend: Spend
    items: list[Item] = field(default_factory=list)
    channel: str = ""
    outcome: Outcome = Outcome.NEW


def compare_ads(tx: Tx, staged: Staged) -> None:
    """New days, those that the file sets otherwise, and those of another report. NeedsRate where a rate is missing."""
    _refuse_periods(staged)
    told = told_days(tx, staged)
    for item in staged.items:
        item.changes, item.outcome = (), Outcome.SAME
    for one in told:
        for item in one.items:
            if one.outcome is Outcome.CONFLICT:
                item.outcome = Outcome.CONFLICT
            elif item.outcome is not Outcome.CONFLICT and one.outcome is not Outcome.SAME:
                is_new = Outcome.NEW in (one.outcome, item.outcome)
                item.outcome = Outcome.NEW if is_new else Outcome.CHANGED
                item.changes = () if is_new else ("amount",)
    _say_conflicts(staged, told)


def told_days(tx: Tx, staged: Staged) -> list[Told]:
    """What the file says, by day and target, held against the store; amounts in the shop's currency too."""
    channels = Channels(tx)
    skus = sku_ids(tx, {_sku(item) for item in staged.items} - {""})
    found: dict[Key, Told] = {}
    for item in staged.items:
        for key, spend in _days(item, staged, tx.currency):
            channel, spend.channel_id = key[0], channels[key[0]]
            named = str(spend.channel_id or known_channel(channel) or channel.casefold())
            one = found.setdefault((named, *key[1:]), Told(spend, channel=channel))
            if one.items:
                _add(one.spend, spend)
            spend.sku_id = skus.get(_sku(item))
            one.items.append(item)
    told = list(found.values())
    _bring_home(tx, staged, told)
    _hold_against(tx, staged, told)
    return told


def _days(item: Item, staged: Staged, home: str) -> Iterable[tuple[Key, Spend]]:
    """The days of a row, each with its share."""
    values = item.values
    first, last = period(values)
    count = (last - first).days + 1
    currency = values.get("currency") or home
    coin = 10 ** (4 - decimals(currency))
    shares = {name: spread_days(values.get(name), count, 1) for name in _COUNTS}
    shares |= {"own": spread_days(values["amount"], count, coin)}
    shares |= {"revenue": spread_days(values.get("revenue"), count, coin)}
    channel = values.get("channel") or staged.channel
    platform, campaign, target = (values.get(name) or "" for name in ("platform", "campaign", "target"))
    for number in range(count):
        day = (first + timedelta(days=number)).isoformat()
        figures: dict[str, Any] = {name: amounts[number] for name, amounts in shares.items()}
        spend = Spend(0, platform, campaign, target, day, currency, row=item.row, **figures)
        yield (channel, platform, campaign, target, day), spend


def period(values: dict[str, Any]) -> tuple[date, date]:
    """The first and the last day of a row."""
    first, _slash, last = values["ran_on"].partition("/")
    last = values.get("ran_until", last or first).partition("/")[0]
    return date.fromisoformat(first), date.fromisoformat(last)


def _refuse_periods(staged: Staged) -> None:
    for item in staged.items:
        first, last = period(item.values)
        if last < first or (last - first).days >= MOST_DAYS:
            message = BACKWARDS if last < first else TOO_LONG
            staged.report(problem(staged.plan, AD_FILE, "ran_on", item.row, item.values["ran_on"], message, {}))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]


def _add(spend: Spend, more: Spend) -> None:
    for name in _FIGURES:
        value = getattr(more, name)
        if value is not None:
            setattr(spend, name, (getattr(spend, name) or 0) + value)


def _bring_home(tx: Tx, staged: Staged, told: Sequence[Told]) -> None:
    home, missing = tx.currency, dict[str, Missing]()
    dated = fetch_rates(tx, {one.spend.currency for one in told} - {home})
    staged.worth = {}
    for one in told:
        spend = one.spend
        spend.amount = spend.own
        if spend.currency == home:
            continue
        rate = staged.rates.get(spend.currency) or rate_on(dated.get(spend.currency, ()), spend.day)
        if rate is None:
            row = one.items[0].row
            before = missing.get(spend.currency, Missing(spend.currency, 0, row, spend.day))
            missing[spend.currency] = replace(before, rows=before.rows + 1, day=min(before.day, spend.day))
            continue
        spend.rate, spend.amount = rate, convert([spend.own], rate, home)[0]
        known = staged.worth.get(spend.currency, Worth(rate, rate, spend.day))
        staged.worth[spend.currency] = Worth(min(known.least, rate), max(known.most, rate), min(known.day, spend.day))
    if missing:
        raise NeedsRate(staged.file_name, missing.values(), home)


def _hold_against(tx: Tx, staged: Staged, told: Sequence[Told]) -> None:
    """Find what is stored of each day; another kind of report of that platform and day is in its way."""
    stored, others = _stored(tx, {one.spend.day for one in told}, staged.plan.format)
    for one in told:
        spend = one.spend
        found = stored.get((spend.channel_id, spend.platform, spend.campaign, spend.target, spend.day))
        if (spend.channel_id, spend.platform, spend.day) in others:
            one.outcome = Outcome.CONFLICT
        elif found is not None:
            spend.ad_spend_id = found.ad_spend_id
            now = (spend.currency, spend.own, spend.impressions, spend.clicks, spend.orders, spend.revenue)
            own = found.own if found.own is not None else found.amount
            was = (found.currency, own, found.impressions, found.clicks, found.orders, found.revenue)
            one.outcome = Outcome.SAME if now == was else Outcome.CHANGED
            if spend.currency == found.currency and found.rate:  # what is booked keeps its rate
                spend.rate, spend.amount = found.rate, convert([spend.own], found.rate, tx.currency)[0]


def _stored(tx: Tx, days: Iterable[str], layout: str) -> tuple[dict[Any, Any], set[Any]]:
    """By key: the stored days; and (channel, platform, day) of those that another layout brought."""
    found: dict[Any, Any] = {}
    others: set[Any] = set()
    whole = {name: type_coerce(getattr(AdSpend, name), WHOLE).label(name) for name in ("amount", "revenue", "rate")}
    wanted = select(
        AdSpend.ad_spend_id, AdSpend.channel_id, AdSpend.platform, AdSpend.campaign, AdSpend.target, AdSpend.spent_on,
        AdSpend.currency, type_coerce(AdSpend.own_amount, WHOLE).label("own"), *whole.values(), AdSpend.impressions,
        AdSpend.clicks, AdSpend.orders, ImportFile.format,
    ).outerjoin(ImportFile, ImportFile.import_id == AdSpend.import_id)  # fmt: skip
    for part in parts(sorted(map(date.fromisoformat, days))):
        for row in tx.rows(wanted.where(AdSpend.spent_on.in_(part))):
            day = row.spent_on.isoformat()
            if row.format is not None and row.format != layout and row.amount:
                others.add((row.channel_id, row.platform, day))
            found[row.channel_id, row.platform, row.campaign, row.target, day] = row
    return found, others


def _say_conflicts(staged: Staged, told: Sequence[Told]) -> None:
    said: set[int] = set()
    for one in told:
        if one.outcome is not Outcome.CONFLICT:
            continue
        for item in one.items:
            if item.row not in said:
                said.add(item.row)
                values = {"platform": one.spend.platform or one.channel, "day": one.spend.day}
                held = problem(
                    staged.plan, AD_FILE, "ran_on", item.row, item.values["ran_on"], OTHER_REPORT, values, item.outcome
                )  # fmt: skip
                staged.report(replace(held, for_now=True))


def _sku(item: Item) -> str:
    """The SKU that a row names, or what it advertised, which may be one."""
    return str(item.values.get("sku") or item.values.get("target") or "")
