"""What the demo's channels settle, as the statements they would hand out, and what advertising there cost.

Taobao and Douyin keep a wallet from which the shop draws every Monday; Shopify pays out every week by itself. The last
weeks have what a bookkeeper meets: a payout that is a cent short, a fee that rose, money that nobody has explained.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Final

from shopdesk.exchange.demo.life import Bought
from shopdesk.exchange.demo.tables import Memory

HEADER: Final = (
    "line_no", "happened_at", "kind", "order_no", "amount", "fee", "fee_kind", "told", "payout_no", "paid_on",
    "payout_amount",
)  # fmt: skip
AD_HEADER: Final = (
    "ran_on", "platform", "campaign", "amount", "impressions", "clicks", "orders", "revenue",
)  # fmt: skip
AGREED: Final = {"taobao": Decimal("0.05"), "shopify": Decimal("0.032"), "douyin": Decimal("0.06")}
"""What each channel takes of a sale; commission is given back with a refund, the fee of a payment is not."""
RAISED: Final = Decimal("0.065")
"""What Douyin takes of late, though nobody agreed to it."""
ADVERTISED: Final = {"taobao": ("万相台", ("春茶 · 人群", "杯壶 · 关键词")), "douyin": ("千川", ("直播间", "短视频"))}
_SHARE: Final = Decimal("0.045")
_SETTLES: Final = {"taobao": timedelta(0), "shopify": timedelta(days=2), "douyin": timedelta(days=2)}
_CENT: Final = Decimal("0.01")
Row = tuple[str, ...]


@dataclass(slots=True)
class _Week:
    """The rows of a channel's week, and what they come to."""

    rows: list[Row] = field(default_factory=list)
    amount: Decimal = Decimal(0)

    def add(self, number: str, at: datetime, kind: str, order_no: str, amount: Decimal, *more: str) -> None:
        """A row; `more` are fee, kind of fee, the statement's words and the payout's number."""
        told = (*more, "", "", "", "")[:4]
        self.rows.append((number, f"{at:%Y-%m-%d %H:%M:%S}", kind, order_no, str(amount), *told, "", ""))
        self.amount += amount - Decimal(told[0] or 0)


def statements(orders: Iterable[Bought], today: date) -> Iterator[tuple[Memory, str]]:
    """The statement of every channel and quarter, with its channel: what was settled until today, and the payouts."""
    for channel in AGREED:
        weeks = _weeks([order for order in orders if order.channel == channel], channel, today)
        by_quarter: dict[str, list[Row]] = defaultdict(list)
        for monday, rows in sorted(_paid_out(weeks, channel, today).items()):
            by_quarter[_quarter(monday)] += rows
        for quarter, rows in sorted(by_quarter.items()):
            yield Memory(f"{channel}-statement-{quarter}.csv", HEADER, rows), channel


def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _weeks(orders: Sequence[Bought], channel: str, today: date) -> dict[date, _Week]:
    """What was settled in each week, by its Monday."""
    weeks: dict[date, _Week] = defaultdict(_Week)
    for number, order in enumerate(orders):
        since = order.placed if channel == "shopify" else order.completed
        is_settled = order.state == "completed" or (channel == "shopify" and order.state in ("shipped", "refunded"))
        if since is None or not is_settled or (since + _SETTLES[channel]).date() >= today:
            continue
        at = since + _SETTLES[channel]
        rate = RAISED if channel == "douyin" and (today - at.date()).days < 45 else AGREED[channel]
        left = 1 - order.refund / order.total if order.state == "completed" else Decimal(1)
        fee = ((order.goods - order.discount + order.shipping) * rate * left).quantize(_CENT)
        kind = "payment_fee" if channel == "shopify" else "commission"
        _week(weeks, at).add(f"S{order.number}", at, "sale", order.number, order.total, str(fee), kind)
        given = (order.shipped or order.placed) + timedelta(days=6)
        if order.refund and given.date() < today:
            when = max(at, given)
            _week(weeks, when).add(f"R{order.number}", when, "refund", order.number, -order.refund)
        if number % 400 == 399:
            _week(weeks, at).add(f"C{order.number}", at, "compensation", order.number, Decimal("-12.50"))
    for on, amount in _topped_up(orders, channel, today):
        _week(weeks, on).add(f"AD{on:%y%m%d}", on, "ads", "", -amount)
    return weeks


def _week(weeks: dict[date, _Week], at: datetime) -> _Week:
    return weeks[at.date() - timedelta(days=at.weekday())]


def _topped_up(orders: Sequence[Bought], channel: str, today: date) -> Iterator[tuple[datetime, Decimal]]:
    """What was paid in advance for the advertising of each week, on its Monday."""
    if channel not in ADVERTISED:
        return
    weekly: dict[date, Decimal] = defaultdict(Decimal)
    for day, spent in _spent(orders, today).items():
        weekly[day - timedelta(days=day.weekday())] += spent
    for monday, spent in sorted(weekly.items()):
        yield datetime.combine(monday, time(8)), (spent / 10).to_integral_value() * 10 + 10


def _paid_out(weeks: dict[date, _Week], channel: str, today: date) -> dict[date, list[Row]]:
    """The rows of each week, with what was drawn on the Monday after it, or paid out two days later."""
    made, held = {}, Decimal(0)
    for monday, week in sorted(weeks.items()):
        number, on = f"P{channel[:2].upper()}{monday:%y%m%d}", monday + timedelta(days=7)
        is_over = on + timedelta(days=2) < today
        if channel == "shopify":
            made[monday] = _with_payout(week, number, on + timedelta(days=2), today) if is_over else week.rows
            continue
        held += week.amount
        drawn = (held - 200).quantize(Decimal(100), ROUND_DOWN)
        if is_over and drawn > 0:
            at = datetime.combine(on, time(9))
            week.rows.append(
                (f"D{number}", f"{at:%Y-%m-%d %H:%M:%S}", "payout", "", str(-drawn), *[""] * 4, on.isoformat(), "")
            )
            held -= drawn
        made[monday] = week.rows
    _puzzle(made, channel, today)
    return made


def _with_payout(week: _Week, number: str, paid_on: date, today: date) -> list[Row]:
    """The rows as those of one payout, which says itself what it comes to: in one of the last weeks a cent less."""
    is_short = 14 <= (today - paid_on).days < 21
    says = week.amount - (_CENT if is_short else 0)
    rows = [(*row[:8], number, paid_on.isoformat(), row[10]) for row in week.rows]
    return [*rows, ("", rows[-1][1], "", "", "", "", "", "", number, paid_on.isoformat(), str(says))]


def _puzzle(made: dict[date, list[Row]], channel: str, today: date) -> None:
    """Two rows of the last weeks that nothing answers."""
    if channel == "shopify":
        return
    for back, number, kind, amount, told in (
        (9, "X1", "other", "-35.00", "违规扣款"),
        (33, "X2", "refund", "-58.00", "售后退款"),
    ):
        at = datetime.combine(today - timedelta(days=back), time(11))
        monday = at.date() - timedelta(days=at.weekday())
        order_no = "" if kind == "other" else f"26{at:%m%d}000000{channel[:1] == 't':d}"
        row = (f"{number}{at:%y%m%d}", f"{at:%Y-%m-%d %H:%M:%S}", kind, order_no, amount, "", "", told, "", "", "")
        made.setdefault(monday, []).append(row)


def _spent(orders: Iterable[Bought], today: date) -> dict[date, Decimal]:
    """What advertising cost on each day: a share of what was sold then."""
    sold: dict[date, Decimal] = defaultdict(Decimal)
    for order in orders:
        if order.state not in ("unpaid", "cancelled") and order.placed.date() < today:
            sold[order.placed.date()] += order.total - order.refund
    return {day: (amount * _SHARE).quantize(_CENT) for day, amount in sorted(sold.items()) if amount > 0}


def advertising(orders: Iterable[Bought], today: date, chance: random.Random) -> Iterator[tuple[Memory, str]]:
    """The platforms' reports of every channel and quarter, two campaigns a day."""
    for channel, (platform, campaigns) in ADVERTISED.items():
        by_quarter: dict[str, list[Row]] = defaultdict(list)
        for day, spent in _spent([order for order in orders if order.channel == channel], today).items():
            first = (spent * Decimal(str(round(chance.uniform(0.35, 0.65), 2)))).quantize(_CENT)
            for campaign, amount in zip(campaigns, (first, spent - first), strict=True):
                clicks = int(amount / Decimal(str(round(chance.uniform(0.9, 1.6), 2))))
                shown, bought = int(clicks * chance.uniform(18, 34)), int(clicks * chance.uniform(0.02, 0.05))
                brought = amount * Decimal(str(round(chance.uniform(1.8, 4.6), 2)))
                told = (str(amount), str(shown), str(clicks), str(bought), str(brought.quantize(_CENT)))
                by_quarter[_quarter(day)].append((day.isoformat(), platform, campaign, *told))
        for quarter, rows in sorted(by_quarter.items()):
            yield Memory(f"{channel}-ads-{quarter}.csv", AD_HEADER, rows), channel
