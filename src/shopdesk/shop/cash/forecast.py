"""Reading what the cash of the weeks to come is made of, as it was known before a day, so that the past can try it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import case, func, select, type_coerce

from shopdesk.shop.cash.outlook import (
    FEW,
    LEARNT,
    WEEKS,
    ZERO,
    Due,
    Flow,
    Habit,
    Missed,
    Week,
    buy_again,
    compare,
    expect_sales,
    lay_weeks,
    open_by_day,
    part_of,
    settle_open,
    tax_day,
)
from shopdesk.shop.cash.owed import fetch_bills, fetch_purchases, fetch_recurring
from shopdesk.shop.ledger.reports import AccountSums, fetch_accounts
from shopdesk.shop.ledger.rules import EntryKind, Role, role_of
from shopdesk.shop.profit.figures import money
from shopdesk.shop.profit.reports import channel_titles
from shopdesk.shop.settlement.reports import usual_days
from shopdesk.shop.settlement.rules import CLEARS, LineKind
from shopdesk.shop.spending.rules import USUAL_TERMS
from shopdesk.store.tables import Account, AccountDay, JournalEntry, Posting, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_DAY, _A, _E = AccountDay.__table__.c, Account.__table__.c, JournalEntry.__table__.c
_P, _L = Posting.__table__.c, SettlementLine.__table__.c
_CASH: Final = (Role.BANK, Role.WALLET)
_CHARGED: Final = (Role.SALES, Role.DISCOUNT, Role.RETURNS, Role.SHIPPING, Role.CHARGES)
"""What buyers are charged for an order and given back; tax on top of it is left out here and among what is paid."""
_FEES: Final = frozenset(LineKind) - CLEARS - {LineKind.PAYOUT, LineKind.RESERVE, LineKind.LOAN, LineKind.OTHER}
"""What a channel keeps of what it settles."""
_BACK: Final = timedelta(days=180)
"""So far back go the sales that what is open may be of; what is older is late on every channel."""
Booked = Mapping[int | None, Mapping[date, Decimal]]
"""Channel → day → what was booked."""


@dataclass(frozen=True, slots=True)
class ChannelOutlook:
    """What a channel has sold and not settled yet, and how it pays; `late` of it is not counted on."""

    channel_id: int | None
    channel: str
    open: Decimal
    late: Decimal
    habit: Habit


@dataclass(frozen=True, slots=True)
class Forecast:
    """The weeks from `on`, which is the first day that is not known yet."""

    on: date
    held: Mapping[Role, Decimal]
    """What the shop holds (above zero) and owes, by the role of its accounts."""
    channels: tuple[ChannelOutlook, ...]
    dues: tuple[Due, ...]
    weeks: tuple[Week, ...]
    ordered: Decimal
    """Goods that suppliers were asked for and that have not come."""
    unpriced: int
    """Lines of purchase orders whose price nobody has told: they are not in it."""

    @property
    def cash(self) -> Decimal:
        """What bank accounts and wallets hold."""
        return sum((self.held.get(role, ZERO) for role in _CASH), ZERO)


def forecast_cash(tx: Tx, on: date | None = None) -> Forecast:
    """The forecast by what was booked before a day; without one, by all that is known today."""
    on = on or tx.today + timedelta(days=1)
    accounts = fetch_accounts(tx, None, on - timedelta(days=1))
    held = defaultdict[Role, Decimal](Decimal)
    for account in accounts:
        role = role_of(account.code)
        if role is not None:
            held[role] += account.debit - account.credit
    channels, dues = _from_channels(tx, on, accounts)
    purchases, ordered, unpriced = fetch_purchases(tx, on)
    dues += [*fetch_bills(tx, on), *fetch_recurring(tx, on, _ids(tx, _CASH)), *purchases]
    dues += _for_goods(tx, on, -held[Role.GOODS_IN], ordered)
    dues += _spent_besides(tx, on)
    if held[Role.TAX] < 0:
        dues.append(Due(tax_day(on), Flow.TAX, "", held[Role.TAX]))
    dues.sort(key=lambda due: (due.day, due.flow, due.title))
    weeks = tuple(lay_weeks(on, sum((held[role] for role in _CASH), ZERO), dues))
    return Forecast(on, dict(held), channels, tuple(dues), weeks, ordered, unpriced)


# -------------------------------------------------------------------------------------------------------- what comes


def _from_channels(tx: Tx, on: date, accounts: Iterable[AccountSums]) -> tuple[tuple[ChannelOutlook, ...], list[Due]]:
    """What channels will settle: of orders that were sold, and of those that will be."""
    of_channel = _ids(tx, (Role.CLEARING,))
    left = defaultdict[int | None, Decimal](Decimal)
    for account in accounts:
        if account.account_id in of_channel:
            left[of_channel[account.account_id]] += account.debit - account.credit
    booked = _by_day(tx, on, of_channel)
    since, sold = _learnt_since(tx, on), _charged(tx, on)
    habits, titles = _habits(tx, on), channel_titles(tx)
    made, dues = list[ChannelOutlook](), list[Due]()
    for channel_id in sorted({*left, *sold}, key=lambda one: (one is None, one or 0)):
        habit, title = habits.get(channel_id, Habit(None, Decimal(1))), titles.get(channel_id, "")
        parts = open_by_day(left[channel_id], sorted(booked.get(channel_id, {}).items()), on - _BACK)
        coming, late = settle_open(on, parts, habit)
        further = expect_sales(on, sold.get(channel_id, {}), since, habit)
        dues += [*_by_date(coming, Flow.SOLD, title), *_by_date(further, Flow.EXPECTED, title)]
        if left[channel_id] or sold.get(channel_id):
            made.append(ChannelOutlook(channel_id, title, left[channel_id], late, habit))
    return tuple(made), dues


def _by_date(coming: Iterable[tuple[date, Decimal]], flow: Flow, title: str) -> list[Due]:
    sums = defaultdict[date, Decimal](Decimal)
    for day, amount in coming:
        sums[day] += amount
    return [Due(day, flow, title, amount) for day, amount in sums.items()]


def _habits(tx: Tx, on: date) -> dict[int | None, Habit]:
    """Channel → how it paid in the last weeks before a day."""
    days = usual_days(tx, on)
    cleared = case((_L.kind.in_([kind.value for kind in CLEARS]), type_coerce(_L.amount, WHOLE)), else_=0)
    kept = case((_L.kind.in_([kind.value for kind in _FEES]), type_coerce(_L.amount, WHOLE)), else_=0)
    found = tx.rows(
        select(
            _L.channel_id, type_coerce(func.sum(cleared), WHOLE).label("cleared"),
            type_coerce(func.sum(kept), WHOLE).label("kept"),
        )
        .where(_L.settled_on >= on - timedelta(weeks=WEEKS), _L.settled_on < on)
        .group_by(_L.channel_id)
    )  # fmt: skip
    shares = {row.channel_id: Decimal(row.cleared + row.kept) / row.cleared for row in found if row.cleared > 0}
    return {key: Habit(days.get(key), max(shares.get(key, Decimal(1)), ZERO)) for key in {*days, *shares}}


def _charged(tx: Tx, on: date) -> dict[int | None, dict[date, Decimal]]:
    """Channel → day → what buyers were charged less what they were given back, in the weeks that are learnt from."""
    net = type_coerce(func.sum(type_coerce(_DAY.credit - _DAY.debit, WHOLE)), WHOLE)
    found = tx.rows(
        select(_DAY.channel_id, _DAY.entry_on, net.label("net"))
        .where(_DAY.account_id.in_(list(_ids(tx, _CHARGED))), _DAY.channel_id != 0)
        .where(_DAY.entry_on >= on - timedelta(weeks=LEARNT), _DAY.entry_on < on)
        .group_by(_DAY.channel_id, _DAY.entry_on)
    )
    made: dict[int | None, dict[date, Decimal]] = {}
    for row in found:
        made.setdefault(row.channel_id, {})[row.entry_on] = money(row.net)
    return made


def _by_day(tx: Tx, on: date, accounts: Mapping[int, int | None], *, credit: bool = False) -> Booked:
    """What accounts were debited (or credited) on each day, by the channel of the account."""
    side = _DAY.credit if credit else _DAY.debit
    amount = type_coerce(func.sum(type_coerce(side, WHOLE)), WHOLE)
    found = tx.rows(
        select(_DAY.account_id, _DAY.entry_on, amount.label("amount"))
        .where(_DAY.account_id.in_(list(accounts)), _DAY.entry_on >= on - _BACK, _DAY.entry_on < on)
        .group_by(_DAY.account_id, _DAY.entry_on)
    )
    made: dict[int | None, dict[date, Decimal]] = {}
    for row in found:
        days = made.setdefault(accounts[row.account_id], {})
        days[row.entry_on] = days.get(row.entry_on, ZERO) + money(row.amount)
    return made


# --------------------------------------------------------------------------------------------------------- what goes


def _for_goods(tx: Tx, on: date, received: Decimal, ordered: Decimal) -> list[Due]:
    """Goods that came and were not billed, and those that will be bought again as in the last weeks."""
    booked = _by_day(tx, on, dict.fromkeys(_ids(tx, (Role.GOODS_IN,))), credit=True)
    days = sorted(booked.get(None, {}).items())
    made = [(day + timedelta(USUAL_TERMS), amount) for day, amount in open_by_day(received, days, on - _BACK)]
    since = _learnt_since(tx, on)
    weekly = part_of(
        sum((amount for day, amount in days if day >= since), ZERO), Decimal(7) / max((on - since).days, 7)
    )
    again = buy_again(on, weekly, ordered, USUAL_TERMS)
    return [
        *(Due(day, Flow.GOODS, "", -amount) for day, amount in made),
        *(Due(day, Flow.AGAIN, "", -amount) for day, amount in again),
    ]


def _spent_besides(tx: Tx, on: date) -> list[Due]:
    """Expenses and costs of orders that went through the bank, week by week as in the last ones."""
    since = _learnt_since(tx, on)
    spent = tx.scalar(
        select(type_coerce(func.coalesce(func.sum(_P.amount), 0), WHOLE))
        .join_from(Posting, JournalEntry, _E.entry_id == _P.entry_id)
        .where(_P.account_id.in_(list(_ids(tx, (Role.BANK,)))))
        .where(_E.kind.in_([EntryKind.EXPENSE.value, EntryKind.SIDE.value]), _E.entry_on >= since, _E.entry_on < on)
    )
    weekly = part_of(money(int(spent)), Decimal(7) / max((on - since).days, 7))
    return [Due(on + timedelta(weeks=place), Flow.OTHER, "", weekly) for place in range(WEEKS) if weekly]


def _learnt_since(tx: Tx, on: date) -> date:
    """The first day that what is usual is learnt from."""
    first = tx.scalar(select(func.min(_E.entry_on)))
    return max(on - timedelta(weeks=LEARNT), min(first or on, on))


def _ids(tx: Tx, roles: Iterable[Role]) -> dict[int, int | None]:
    """Accounts of roles, and the channel that each is of."""
    wanted = set(roles)
    rows = tx.rows(select(_A.account_id, _A.code, _A.channel_id))
    return {row.account_id: row.channel_id for row in rows if role_of(row.code) in wanted}


# --------------------------------------------------------------------------------------------------------- back-test


@dataclass(frozen=True, slots=True)
class BackTest:
    """The forecast of thirteen weeks ago beside what came. `weeks` of books there are in all."""

    missed: tuple[Missed, ...]
    weeks: int

    @property
    def is_few(self) -> bool:
        """Whether there are so few weeks of books that it says little."""
        return self.weeks < FEW


def try_forecast(tx: Tx) -> BackTest | None:
    """Try the forecast on the last weeks, by what was booked before them; None where there was nothing then."""
    on = tx.today + timedelta(days=1)
    then, first = on - timedelta(weeks=WEEKS), tx.scalar(select(func.min(_E.entry_on)))
    if first is None or first >= then:
        return None
    made = forecast_cash(tx, then)
    return BackTest(tuple(compare(made.weeks, list(_closings(tx, made)))), (on - first).days // 7)


def _closings(tx: Tx, made: Forecast) -> Iterator[Decimal]:
    """What bank accounts and wallets held at the end of each week."""
    change = type_coerce(func.sum(type_coerce(_DAY.debit - _DAY.credit, WHOLE)), WHOLE)
    found: dict[Any, Decimal] = {
        row.entry_on: money(row.change)
        for row in tx.rows(
            select(_DAY.entry_on, change.label("change"))
            .where(_DAY.account_id.in_(list(_ids(tx, _CASH))), _DAY.entry_on >= made.on)
            .group_by(_DAY.entry_on)
        )
    }
    cash = made.cash
    for week in made.weeks:
        cash += sum((amount for day, amount in found.items() if week.first <= day <= week.last), ZERO)
        yield cash
