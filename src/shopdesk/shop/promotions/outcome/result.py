"""The result of a promotion: what it sold day by day against its plan, and afterwards what it was worth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, or_, select, type_coerce

from shopdesk.shop.money import decimals
from shopdesk.shop.orders.sold_goods import Sold, fetch_sold
from shopdesk.shop.promotions.engine.terms import fetch_promotions
from shopdesk.shop.promotions.outcome.baseline import WEEKS, Baseline, each_day
from shopdesk.shop.promotions.outcome.spent import fetch_taken, noon
from shopdesk.shop.promotions.outcome.uplift import Uplift, is_no_chance
from shopdesk.shop.promotions.rules import PIECE, Promotion
from shopdesk.shop.promotions.sold import Good, covered_skus, fetch_goods
from shopdesk.shop.stock.emptied import Emptied, fetch_emptied
from shopdesk.store.tables import Coupon, CouponUse, Publicity, SalesOrder
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError

AFTER: Final = 14
"""Days after the end on which buyers may stay away because they have bought already."""
AWAY: Final = 180
"""A known buyer who bought nothing for so many days was won back."""
MOST_SKUS: Final = 10


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a promotion: its goods as they were sold while it ran, and what it took off since the first day."""

    day: date
    orders: int
    units: Decimal
    revenue: Decimal
    discount: Decimal
    """All discounts on its goods, those of other promotions among them."""
    margin: Decimal
    """Of goods whose cost is known."""
    spent: Decimal
    """What it took off itself until and with this day."""
    planned: Decimal | None
    """Of the budget, in even parts a day, until and with this day."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A SKU that is not of the promotion: pieces a day before, and on its days."""

    sku_id: int
    code: str
    before: Decimal
    during: Decimal
    revenue: Decimal
    """What it brought on these days beyond the usual; below zero: less."""
    why: str
    """"category": of the same category; "together": bought together with its goods."""

    @property
    def change(self) -> Decimal:
        """Pieces a day more, or less."""
        return self.during - self.before


@dataclass(frozen=True, slots=True)
class Result:
    """A promotion so far, or as it went."""

    promotion_id: int
    promotion_no: str
    title: str
    first: date
    last: date
    """The last day of it that has begun."""
    is_over: bool
    days: tuple[Day, ...]
    unknown_cost: Decimal
    """Pieces that the margin leaves out."""
    units: Uplift
    revenue: Uplift
    after: Uplift | None
    """Units of its goods on the days after; below zero they were bought ahead. None: none of these is over yet."""
    after_days: int
    """How many these are, `AFTER` at most."""
    pulled_forward: Decimal
    """Revenue that the days after lacked, which was bought ahead; 0 where that cannot be said."""
    cannibalised: tuple[Beside, ...]
    halo: tuple[Beside, ...]
    lost_beside: Decimal
    """Revenue that all goods of its categories lacked that sold less than usual."""
    ran_out: tuple[Emptied, ...]
    """SKUs of it whose last piece went while it ran, by the first such day."""
    new_buyers: int
    known_buyers: int
    won_back: int
    """Known ones who had bought nothing for `AWAY` days."""
    coupon_uses: int
    coupon_amount: Decimal
    taken_off: Decimal
    """By this promotion alone, as codes tell it and as its orders show it."""
    by_platform: Decimal
    by_partner: Decimal
    partner: str | None
    publicity: Decimal
    """What its ads, influencers and messages cost."""
    borne: Decimal
    """The share of its discounts that the shop itself bears."""
    unpaid: Decimal
    """What the shop was not paid because of it: what it took off, less what orders show as paid by the platform."""
    predicted: Mapping[str, Decimal | None]

    def total(self, figure: str) -> Decimal:
        """A figure of all days."""
        return sum((getattr(day, figure) for day in self.days), Decimal(0))

    @property
    def roi(self) -> Decimal | None:
        """What it earned beyond a usual time for each unit that it cost; None where that cannot be said.

        Earned is the margin of the revenue above the baseline, less what was bought ahead and in the place of other
        goods, at the margin of these days before it took anything off; its cost is what the shop itself bears of that,
        and its publicity.
        """
        sales, off = self.total("revenue"), self.unpaid
        cost = self.taken_off * self.borne + self.publicity
        if not cost or not sales or self.unknown_cost or self.revenue.extra is None:
            return None
        extra = self.revenue.extra - self.pulled_forward - self.lost_beside
        earned = (extra + off) * (self.total("margin") + off) / (sales + off)
        return (earned - cost) / cost


def read_result(tx: Tx, promotion_id: int) -> Result:
    """The result of a promotion; UserError where there is none such, or where it has not begun."""
    row = tx.execute(select(PromotionRow.__table__).where(PromotionRow.promotion_id == promotion_id)).one_or_none()
    if row is None:
        raise UserError(N_("There is no promotion “{name}”."), code="unknown_promotion", name=promotion_id)
    if row.starts_at > tx.now:
        raise UserError(N_("“{title}” has not begun."), code="not_begun", title=row.title)
    [promotion] = fetch_promotions(tx, PromotionRow.promotion_id == promotion_id)
    return _Reader(tx, promotion, row).result()


class _Reader:
    """Sales before, in and after a promotion, read once."""

    def __init__(self, tx: Tx, promotion: Promotion, row: Any) -> None:
        self.tx, self.one, self.row = tx, promotion, row
        self.first = promotion.starts_at.astimezone(tx.zone).date()
        self.end = _last_day(tx, promotion)
        self.last = min(tx.today, self.end or tx.today)
        self.is_over = self.end is not None and self.end < tx.today
        self.goods = fetch_goods(tx)
        self.own_skus = covered_skus(promotion, self.goods)
        self.before = self.first - timedelta(7 * WEEKS)
        sold = [line for line in fetch_sold(tx, self.before, self.last + timedelta(AFTER)) if line.day <= tx.today]
        mine = (line for line in sold if promotion.scope.is_for(line.channel_id, line.group))
        self.sold = [line if (day := self._day(line)) == line.day else line._replace(day=day) for line in mine]
        # Days before the first sale of all are no baseline.
        self.opened = max(self.before, min((line.day for line in self.sold), default=self.first))
        self.own = [line for line in self.sold if self._is_own(line)]
        self.during = [line for line in self.own if promotion.runs(line.placed_at or noon(tx, line.day))]
        self.taken = fetch_taken(tx, promotion.promotion_id)
        self.baseline = Baseline.of(tx, promotion, self.first, self.opened, self.own, self.goods)

    def _day(self, line: Sold) -> date:
        """The shop's day on which it was ordered, for that is when a promotion counts."""
        return line.day if line.placed_at is None else line.placed_at.astimezone(self.tx.zone).date()

    def _is_own(self, line: Sold) -> bool:
        return line.sku_id in self.own_skus

    def result(self) -> Result:
        """Everything together."""
        since, until = self.first, self.last
        new, known, back = self._buyers()
        uses, amount = _coupons(self.tx, self.one.promotion_id)
        lost, gained = self._beside()
        taken, row = _money(sum(one.amount for one in self.taken)), self.row
        return Result(
            self.one.promotion_id, self.row.promotion_no, self.row.title, since, until, self.is_over,
            tuple(self._days()), _pieces(sum(line.pieces for line in self.during if self._cost(line) is None)),
            self.baseline.uplift(_units, since, until), self.baseline.uplift(_revenue, since, until), *self._dip(),
            tuple(lost[:MOST_SKUS]), tuple(gained[:MOST_SKUS]),
            _lacked(lost), tuple(self._ran_out()), new, known, back, uses, amount, taken,
            _coin(self.tx, taken * row.platform_share), _coin(self.tx, taken * row.partner_share), row.partner,
            _publicity(self.tx, self.one.promotion_id),
            1 - row.platform_share - row.partner_share,
            taken - _money(sum(one.by_platform for one in self.taken)),
            {"units": self.row.predicted_units, "revenue": self.row.predicted_revenue,
             "margin": self.row.predicted_margin},
        )  # fmt: skip

    def _cost(self, line: Sold) -> int | None:
        good = self.goods.get(line.sku_id or 0)
        return None if good is None or good.cost is None else good.cost * line.pieces // PIECE

    def _days(self) -> Iterator[Day]:
        by_day: dict[date, list[Sold]] = defaultdict(list)
        for line in self.during:
            by_day[line.day].append(line)
        taken = self._taken_by_day()
        spent, whole = Decimal(0), ((self.end - self.first).days + 1) if self.end else None
        for number, day in enumerate(each_day(self.first, self.last), 1):
            lines = by_day[day]
            discount = _money(sum(line.price * line.pieces // PIECE - line.paid for line in lines))
            spent += taken[day]
            costs = [(line.paid, cost) for line in lines if (cost := self._cost(line)) is not None]
            planned = self.row.budget * number / whole if self.row.budget is not None and whole else None
            yield Day(
                day, len({line.order_id for line in lines}), _units(lines), _revenue(lines), discount,
                _money(sum(paid - cost for paid, cost in costs)), spent, planned,
            )  # fmt: skip

    def _taken_by_day(self) -> Mapping[date, Decimal]:
        """What it took off on each of its days; a code that came in later counts on the last one."""
        made: dict[date, Decimal] = defaultdict(Decimal)
        for one in self.taken:
            day = one.moment.astimezone(self.tx.zone).date()
            made[min(max(day, self.first), self.last)] += _money(one.amount)
        return made

    def _dip(self) -> tuple[Uplift | None, int, Decimal]:
        """What its goods sold on the days after that are over, how many these are, and the revenue that they lack."""
        since, yesterday = self.last + timedelta(1), self.tx.today - timedelta(1)
        until = min(self.last + timedelta(AFTER), yesterday)
        if not self.is_over or until < since:
            return None, 0, Decimal(0)
        lacking = -(self.baseline.uplift(_revenue, since, until).extra or Decimal(0))
        return self.baseline.uplift(_units, since, until), (until - since).days + 1, max(Decimal(0), lacking)

    def _beside(self) -> tuple[list[Beside], list[Beside]]:
        """SKUs of its categories that lost, and SKUs bought together with its goods that gained; the most first."""
        categories = {self.goods[line.sku_id or 0].category for line in self.during} - {None}
        orders = {line.order_id for line in self.during}
        together = {line.sku_id for line in self.sold if line.order_id in orders}
        lost, gained = [], []
        for good, before, during, revenue in self._others():
            if good.category in categories and during < before:
                lost.append(Beside(good.sku_id, good.code, before, during, revenue, "category"))
            if good.sku_id in together and during > before:
                gained.append(Beside(good.sku_id, good.code, before, during, revenue, "together"))
        lost.sort(key=lambda one: (one.change, one.code))
        gained.sort(key=lambda one: (-one.change, one.code))
        return lost, gained

    def _others(self) -> Iterator[tuple[Good, Decimal, Decimal, Decimal]]:
        """SKUs that are not of it and sold more or less than by chance.

        With each its pieces a day before and on its days, and the revenue of these beyond the usual.
        """
        before: dict[int, list[Sold]] = defaultdict(list)
        during: dict[int, list[Sold]] = defaultdict(list)
        for line in self.sold:
            if (
                line.sku_id is not None
                and line.sku_id in self.goods
                and not self._is_own(line)
                and line.day <= self.last
            ):
                (before if line.day < self.first else during)[line.sku_id].append(line)
        days, days_before = (self.last - self.first).days + 1, (self.first - self.opened).days
        for sku_id in sorted({*before, *during}) if days_before > 0 else ():
            usual, sold = before[sku_id], during[sku_id]
            if is_no_chance(_units(sold), days, _units(usual), days_before):
                revenue = _revenue(sold) - _revenue(usual) * days / days_before
                yield self.goods[sku_id], _units(usual) / days_before, _units(sold) / days, revenue

    def _ran_out(self) -> list[Emptied]:
        own = {line.sku_id for line in self.during}
        found = fetch_emptied(self.tx, self.one.starts_at)
        days = [one for one in found if one.sku_id in own and self.first <= one.day <= self.last]
        first = {one.sku_id: one for one in sorted(days, key=lambda one: one.day, reverse=True)}
        return sorted(first.values(), key=lambda one: (one.day, one.code))

    def _buyers(self) -> tuple[int, int, int]:
        """Customers who bought its goods: for the first time of anything, known ones, and those of them won back."""
        buyers = {line.customer_id for line in self.during if line.customer_id is not None}
        order = SalesOrder.__table__.c
        wanted = select(order.customer_id, func.max(order.sold_on).label("last")).group_by(order.customer_id)
        before = self.tx.rows(wanted.where(order.customer_id.is_not(None), order.sold_on < self.first))
        known = [row.last for row in before if row.customer_id in buyers]
        back = sum(last < self.first - timedelta(AWAY) for last in known)
        return len(buyers) - len(known), len(known), back


def _lacked(lost: Iterable[Beside]) -> Decimal:
    return sum((-one.revenue for one in lost if one.revenue < 0), Decimal(0))


def _coupons(tx: Tx, promotion_id: int) -> tuple[int, Decimal]:
    amount = func.coalesce(func.sum(type_coerce(CouponUse.amount, WHOLE)), 0)
    wanted = select(func.count(), amount).join_from(CouponUse, Coupon, Coupon.coupon_id == CouponUse.coupon_id)
    uses, spent = tx.rows(wanted.where(Coupon.promotion_id == promotion_id))[0]
    return int(uses), _money(int(spent))


def _publicity(tx: Tx, promotion_id: int) -> Decimal:
    costs = tx.scalars(select(Publicity.actual_cost).where(Publicity.promotion_id == promotion_id))
    return sum((cost for cost in costs if cost is not None), Decimal(0))


def _coin(tx: Tx, amount: Decimal) -> Decimal:
    """To the currency's smallest coin."""
    return amount.quantize(Decimal(1).scaleb(-decimals(tx.currency)))


def _last_day(tx: Tx, promotion: Promotion) -> date | None:
    ends = promotion.ends_at
    return None if ends is None else (ends - timedelta(seconds=1)).astimezone(tx.zone).date()


def _units(lines: Iterable[Sold]) -> Decimal:
    return _pieces(sum(line.pieces for line in lines))


def _revenue(lines: Iterable[Sold]) -> Decimal:
    return _money(sum(line.paid for line in lines))


def _money(amount: int) -> Decimal:
    return Decimal(amount) / MONEY_SCALE


def _pieces(pieces: int) -> Decimal:
    return Decimal(pieces) / QUANTITY_SCALE


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt by an earlier promotion of the same kind or theme."""

    promotion_no: str
    title: str
    starts_on: date
    words: str


def find_lessons(tx: Tx, kind: str, theme: str | None, but: int = 0) -> Sequence[Lesson]:
    """Lessons of promotions like one that is being planned, the latest first."""
    alike = [PromotionRow.kind == kind]
    if theme:
        alike.append(func.lower(PromotionRow.theme) == theme.strip().lower())
    wanted = (
        select(PromotionRow.promotion_no, PromotionRow.title, PromotionRow.starts_at, PromotionRow.lessons)
        .where(PromotionRow.lessons.is_not(None), PromotionRow.promotion_id != but, or_(*alike))
        .order_by(PromotionRow.starts_at.desc(), PromotionRow.promotion_id)
    )
    return [
        Lesson(row.promotion_no, row.title, row.starts_at.astimezone(tx.zone).date(), row.lessons)
        for row in tx.rows(wanted)
    ]
