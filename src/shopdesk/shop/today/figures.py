"""The board of figures: each with what it was before, what is usual on that weekday, its target, and how odd it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.columns import Kind
from shopdesk.shop.counting.outcomes import fetch_right
from shopdesk.shop.orders.reports import By, bucket_of
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.profit.reports import fetch_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.service.ratings.rolling import fetch_rated
from shopdesk.shop.service.ratings.rules import Aspect
from shopdesk.shop.service.staff.figures import fetch_worked
from shopdesk.shop.service.staff.rules import USUAL_DAYS
from shopdesk.shop.today.metrics import METRICS, USUAL, Facts, Metric
from shopdesk.shop.today.periods import WEEK, Period, next_first, period_to
from shopdesk.shop.today.visits import fetch_visits
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import SalesOrder, Target
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

WEEKDAYS: Final = 8
"""A day is judged by so many of the same weekday before it."""
ODD: Final = 3.5
"""From this robust z on a day is told as odd."""
_NEVER: Final = "9999-12-31"
_MAD: Final = 0.6745
_SPARK: Final = 14
_O = SalesOrder.__table__.c


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of the board; None wherever a value cannot be said."""

    metric: Metric
    value: Decimal | None
    before: Decimal | None
    usual: Decimal | None
    """The median of the same weekday before; of days alone."""
    z: float | None
    """How far it is from that, robustly; None: few data, or they never differed."""
    target: Decimal | None
    is_few: bool
    course: tuple[Decimal | None, ...]
    """The last periods, this one last."""
    lacks_costs: bool = False
    """It is not said because most of what was sold has no known cost yet: goods have one once they are sent."""

    @property
    def compared(self) -> Decimal | None:
        """What it is compared with: what is usual on that weekday, else the period before."""
        return self.usual if self.usual is not None else self.before

    @property
    def change(self) -> Decimal | None:
        """Shares by their difference, everything else by its part of what it was; None where that cannot be said."""
        if self.value is None or self.compared is None:
            return None
        if self.metric.kind is Kind.PERCENT:
            return self.value - self.compared
        return None if self.compared <= 0 else (self.value - self.compared) / self.compared

    @property
    def is_odd(self) -> bool:
        """Whether such a day is rare."""
        return self.z is not None and abs(self.z) > ODD

    @property
    def remark(self) -> str:
        """A msgid: why it cannot be said, or how far it is to be believed; "": nothing speaks against it."""
        if self.lacks_costs:
            return N_("costs not known yet")
        if self.is_few:
            return N_("few data") if self.value is not None else ""
        return N_("unusual") if self.is_odd else ""


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of a period, and the day that it ends with."""

    period: Period
    shown: tuple[Shown, ...]


def robust_z(value: float, others: Sequence[float]) -> float | None:
    """0.6745 · (x − median) ÷ median distance from it; None for fewer than eight others, or if all are alike."""
    if len(others) < WEEKDAYS:
        return None
    middle = median(others)
    distance = median(abs(one - middle) for one in others)
    return _MAD * (value - middle) / distance if distance else None


def last_day(tx: Tx) -> date:
    """The day that the board ends with: yesterday, or the last one with sales where the shop was silent for a month."""
    yesterday = tx.today - timedelta(1)
    last = tx.scalar(select(func.max(_O.sold_on)).where(_O.sold_on <= tx.today))
    if last is None or last >= yesterday - timedelta(30):
        first = tx.scalar(select(func.min(_O.sold_on)))
        return tx.today if first == tx.today else yesterday
    found: date = last
    return found


def layout(tx: Tx) -> tuple[str, ...]:
    """Keys of the figures that the shop looks at, in its order."""
    kept = tx.setting("board", list(USUAL))
    return tuple(key for key in kept if key in METRICS) or USUAL


@action("today.board", N_("Lay out the board of figures"), undoable=True)
def set_layout(tx: Tx, keys: Sequence[str]) -> None:
    """Keep which figures are shown, and in which order; UserError for none, or for one that does not exist."""
    unknown = [key for key in keys if key not in METRICS]
    if unknown or not keys:
        raise UserError(N_("“{name}” is no figure."), code="metric", name=", ".join(unknown))
    set_setting(tx, "board", list(dict.fromkeys(keys)))


def fetch_board(
    tx: Tx, size: By = By.DAY, day: date | None = None, keys: Sequence[str] = (), channel_id: int | None = None
) -> Board:
    """The figures of the period that ends with `day`, of one channel if it is named.

    Left out: the last whole day, the figures of the layout, and the whole shop.
    """
    metrics = [METRICS[key] for key in keys or layout(tx)]
    period = period_to(size, day or last_day(tx))
    course = fetch_facts(tx, replace(period.earlier, channel_id=channel_id), metrics)
    past = Scope(period.before.since, period.before.until, size, channel_id)
    before = course if size is By.DAY else fetch_facts(tx, past, metrics)
    targets = _targets(tx, period, channel_id)
    return Board(period, tuple(_shown(one, period, course, before, targets) for one in metrics))


def _shown(
    metric: Metric, period: Period, course: Mapping[str, Facts], before: Mapping[str, Facts],
    targets: Mapping[str, Decimal],
) -> Shown:  # fmt: skip
    values = [metric.of(course[bucket]) if bucket in course else _nothing(metric) for bucket in period.buckets()]
    value, usual, z = values[-1], None, None
    first = min(course, default=_NEVER)
    if period.size is By.DAY:
        same = [values[-1 - WEEK * week] for week in range(1, WEEKDAYS + 1)]
        days = [period.until - timedelta(WEEK * week) for week in range(1, WEEKDAYS + 1)]
        known = [one for one, on in zip(same, days, strict=True) if one is not None and on.isoformat() >= first]
        if len(known) == WEEKDAYS:
            usual = Decimal(median(known))
            z = None if value is None else robust_z(float(value), [float(one) for one in known])
    past = before.get(period.before.bucket)
    now = course.get(period.bucket, Facts())
    return Shown(
        metric, value, None if past is None else metric.of(past), usual, z, targets.get(metric.key),
        metric.is_few(now), tuple(values[-_SPARK:]), metric.lacks_costs(now),
    )  # fmt: skip


def _nothing(metric: Metric) -> Decimal | None:
    """What a figure is in a period of which nothing is known."""
    return metric.of(Facts())


def fetch_facts(tx: Tx, scope: Scope, metrics: Iterable[Metric]) -> dict[str, Facts]:
    """What is known of each period of a scope, as far as the figures ask for it."""
    tables = {table for metric in metrics for table in metric.tables}
    assert scope.size is not None
    size, made = scope.size, defaultdict[str, Facts](Facts)
    orders = dict[tuple[str, int], int]()
    for (bucket, of_channel), figures in fetch_buckets(tx, scope).items():
        made[bucket].figures.add(figures)
        orders[bucket, of_channel or 0] = figures.orders
    if "traffic" in tables:
        visits = fetch_visits(tx, scope.since, scope.until, lambda day: bucket_of(day.isoformat(), size))
        for (bucket, of_channel), told in visits.items():
            if scope.channel_id in (None, of_channel):
                made[bucket].visits.add(told)
                if told.visitors is not None:
                    made[bucket].visited_orders += orders.get((bucket, of_channel), 0)
    if "customer" in tables:
        _count_buyers(tx, scope, made)
    if "service_case" in tables:
        _add_service(tx, scope, made)
    if "review" in tables:
        _add_ratings(tx, scope, made)
    if "stock_count" in tables and scope.channel_id is None:
        for day, lines, right in fetch_right(tx, *_whole(tx, scope)):
            facts = made[scope.bucket(day.isoformat())]
            facts.counted += lines
            facts.right += right
    return dict(made)


def _add_service(tx: Tx, scope: Scope, made: defaultdict[str, Facts]) -> None:
    for case, worked in fetch_worked(tx, *_whole(tx, scope), USUAL_DAYS):
        if scope.channel_id in (None, case.channel_id):
            made[scope.bucket(case.opened_at.astimezone(tx.zone).date().isoformat())].worked.append(worked)


def _add_ratings(tx: Tx, scope: Scope, made: defaultdict[str, Facts]) -> None:
    for (channel_id, aspect), days in fetch_rated(tx, *_whole(tx, scope)).items():
        if aspect is Aspect.DESCRIBED and scope.channel_id in (None, channel_id):
            for day, told in days.items():
                made[scope.bucket(day.isoformat())].stars.add(*told)


def _whole(tx: Tx, scope: Scope) -> tuple[date, date]:
    """The days of a scope, with its open ends."""
    return scope.since or date(1970, 1, 1), scope.until or tx.today


def _count_buyers(tx: Tx, scope: Scope, made: defaultdict[str, Facts]) -> None:
    here = () if scope.channel_id is None else (_O.channel_id == scope.channel_id,)
    sale = (_O.kind == OrderKind.SALE.value, _O.customer_id.is_not(None), *scope.days(_O.sold_on), *here)
    bought = tx.rows(select(_O.customer_id, _O.sold_on).where(*sale).distinct().order_by(_O.sold_on))
    known = select(_O.customer_id).where(*sale)
    earlier = select(_O.customer_id).where(
        _O.kind == OrderKind.SALE.value, _O.sold_on < scope.since, _O.customer_id.in_(known)
    )
    seen, buckets = set(tx.scalars(earlier.distinct())), defaultdict[str, dict[int, bool]](dict)
    for row in bought:
        bucket = scope.bucket(row.sold_on.isoformat())
        buckets[bucket].setdefault(row.customer_id, row.customer_id in seen)
        seen.add(row.customer_id)
    for bucket, buyers in buckets.items():
        made[bucket].buyers, made[bucket].returning = len(buyers), sum(buyers.values())


def _targets(tx: Tx, period: Period, channel_id: int | None) -> dict[str, Decimal]:
    """Targets of the shop or a channel for the period: of months as they are, of longer ones if each has one."""
    if period.size in (By.DAY, By.WEEK):
        return {}
    months = _months(period)
    found: dict[str, list[Any]] = defaultdict(list)
    here = Target.month.in_(months), Target.channel_id.is_not_distinct_from(channel_id)
    for row in tx.rows(select(Target.metric, Target.amount).where(*here)):
        found[row.metric].append(row.amount)
    whole = {key: amounts for key, amounts in found.items() if len(amounts) == len(months) and key in METRICS}
    return {
        key: sum(amounts, Decimal(0)) if METRICS[key].sums else sum(amounts, Decimal(0)) / len(amounts)
        for key, amounts in whole.items()
    }


def _months(period: Period) -> list[str]:
    end, month, found = next_first(period.size, period.since), period.since, list[str]()
    while month < end:
        found.append(f"{month:%Y-%m}")
        month = next_first(By.MONTH, month)
    return found
