"""What is usual for a promotion's goods: the same weekdays before it on which no other reduction of them ran."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import and_, or_

from shopdesk.shop.orders.sold_goods import Sold
from shopdesk.shop.promotions.engine.meetings import Shelf
from shopdesk.shop.promotions.engine.terms import fetch_promotions
from shopdesk.shop.promotions.outcome.spent import noon
from shopdesk.shop.promotions.outcome.uplift import Uplift, uplift_of
from shopdesk.shop.promotions.rules import PIECE, Promotion, State, moments_of
from shopdesk.shop.promotions.sold import Good
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx

WEEKS: Final = 8
"""Weeks before by which a weekday is judged."""
MATTERS: Final = 5
"""A promotion of less than one of so many pieces that were sold leaves a day usual."""
Goods = Mapping[int, Good]
Figure = Callable[[Sequence[Sold]], Decimal]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Sales of a promotion's goods by the shop's day; those before `opened` are no baseline."""

    tx: Tx
    first: date
    """The promotion's first day."""
    opened: date
    by_day: Mapping[date, Sequence[Sold]]
    others: Sequence[Promotion]
    """Promotions that ran on these days too."""

    @classmethod
    def of(cls, tx: Tx, one: Promotion, first: date, opened: date, own: Sequence[Sold], goods: Goods) -> "Baseline":
        """The baseline of a promotion whose goods sold `own`."""
        by_day: dict[date, list[Sold]] = defaultdict(list)
        for line in own:
            by_day[line.day].append(line)
        return cls(tx, first, opened, by_day, _others(tx, one, opened, own, goods))

    def uplift(self, figure: Figure, since: date, until: date) -> Uplift:
        """Days against the same weekdays before it; today against these until the same time of day."""
        days = list(each_day(since, until))
        usual = [[figure(self._lines(other, day)) for other in self._usual_days(day)] for day in days]
        return uplift_of([figure(self._lines(day, day)) for day in days], usual)

    def _usual_days(self, day: date) -> list[date]:
        """The same weekdays before the promotion on which nothing ran that does not run on this one."""
        last = self.first - timedelta((self.first - day).days % 7 or 7)
        before = (last - timedelta(7 * week) for week in range(WEEKS))
        now = self._running(day)
        return [other for other in before if other >= self.opened and self._running(other) <= now]

    def _running(self, day: date) -> frozenset[int]:
        begins, ends = (moments_of(one, None, self.tx.zone)[0] for one in (day, day + timedelta(1)))
        return frozenset(
            other.promotion_id for other in self.others
            if other.starts_at < ends and (other.ends_at is None or other.ends_at > begins)
        )  # fmt: skip

    def _lines(self, day: date, like: date) -> Sequence[Sold]:
        """What a day sold that is compared with another: with one that is not over as far as that is."""
        lines = self.by_day.get(day, ())
        return lines if like != self.tx.today else [line for line in lines if self._clock(line) <= self._now]

    @property
    def _now(self) -> time:
        return self.tx.now.astimezone(self.tx.zone).time()

    def _clock(self, line: Sold) -> time:
        """What the clock on the shop's wall said when it was ordered."""
        return (line.placed_at or noon(self.tx, line.day)).astimezone(self.tx.zone).time()


def _others(tx: Tx, one: Promotion, since: date, own: Sequence[Sold], goods: Goods) -> list[Promotion]:
    """Those that began before it and ran since then, of a good part of its goods, for some of its buyers."""
    begins = moments_of(since, None, tx.zone)[0]
    wanted = [
        PromotionRow.state == State.PLANNED.value, PromotionRow.promotion_id != one.promotion_id,
        PromotionRow.starts_at < one.starts_at, or_(PromotionRow.ends_at.is_(None), PromotionRow.ends_at > begins),
    ]  # fmt: skip
    sold: dict[int, int] = defaultdict(int)
    for line in own:
        sold[line.sku_id or 0] += line.pieces
    pieces = list(sold.values())
    shelf = Shelf([goods[sku_id].line(PIECE, 0) for sku_id in sold])
    made = []
    for other in fetch_promotions(tx, and_(*wanted)):
        theirs = sum(pieces[place] for place in shelf.covered(other))
        if theirs * MATTERS >= sum(pieces) and one.scope.shares_buyers(other.scope):
            made.append(other)
    return made


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from one to another."""
    return (first + timedelta(number) for number in range((last - first).days + 1))
