"""A promotion while it runs: by hour or day what its goods sold, what it took off, and whether the stock lasts."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.orders.sold_goods import Sold, fetch_sold
from shopdesk.shop.promotions.engine.terms import fetch_promotions
from shopdesk.shop.promotions.outcome.spent import fetch_taken, noon
from shopdesk.shop.promotions.rules import PIECE, Promotion
from shopdesk.shop.promotions.sold import Good, covered_skus, fetch_goods
from shopdesk.shop.stock.emptied import fetch_emptied
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_, UserError, _

BY_HOUR: Final = timedelta(days=3)
"""A promotion that is no longer is watched by the hour."""
MOST_SHORT: Final = 100
"""So many SKUs are told one by one."""
_DAY: Final = timedelta(days=1)
_PAID: Final = timedelta(days=14)
"""An order that was placed in time may be paid, and by that sold, so much later."""

MONITOR: Final = Sheet(
    name="promotion_monitor",
    title=N_("Monitor"),
    key="starts",
    help=N_("A promotion while it runs: its goods as they are sold, and what it took off, against the plan."),
    columns=(
        Column("starts", N_("From"), Kind.TIME),
        Column("orders", N_("Orders"), Kind.INTEGER, total=True),
        Column("units", N_("Pieces"), Kind.QUANTITY, total=True),
        Column("revenue", N_("Revenue"), Kind.MONEY, total=True),
        Column("margin", N_("Margin after cost"), Kind.MONEY, total=True, help=N_("Of goods whose cost is known.")),
        Column("taken_off", N_("Taken off"), Kind.MONEY, total=True, help=N_("By this promotion.")),
        Column("units_so_far", N_("Pieces so far"), Kind.QUANTITY),
        Column("units_planned", N_("Pieces planned"), Kind.QUANTITY, help=N_("Of the prediction, in even parts.")),
        Column("revenue_so_far", N_("Revenue so far"), Kind.MONEY),
        Column("revenue_planned", N_("Revenue planned"), Kind.MONEY),
        Column("margin_so_far", N_("Margin so far"), Kind.MONEY),
        Column("margin_planned", N_("Margin planned"), Kind.MONEY),
        Column("spent", N_("Taken off so far"), Kind.MONEY),
        Column("budget", N_("Budget until then"), Kind.MONEY, help=N_("The budget in even parts.")),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Short:
    """A SKU of it whose stock ends before the promotion does, at the pace since it started, or has ended already."""

    code: str
    available: Decimal
    sold: Decimal
    ends_at: datetime
    ran_out_on: date | None = None
    """The shop's day on which the last piece of it went, where none is left."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A promotion that has begun, so far; the last of `rows` is the one that goes on."""

    promotion_no: str
    title: str
    is_over: bool
    rows: tuple[tuple[Any, ...], ...]
    """As MONITOR has them."""
    short: tuple[Short, ...]
    unknown_cost: Decimal
    budget: Decimal | None
    spent: Decimal


def watch_promotion(tx: Tx, promotion_id: int) -> Watch:
    """A promotion so far; UserError where there is none such, or where it has not begun."""
    found = tx.rows(select(PromotionRow.__table__).where(PromotionRow.promotion_id == promotion_id))
    if not found:
        raise UserError(N_("There is no promotion “{name}”."), code="unknown_promotion", name=promotion_id)
    if found[0].starts_at > tx.now:
        raise UserError(N_("“{title}” has not begun."), code="not_begun", title=found[0].title)
    [promotion] = fetch_promotions(tx, PromotionRow.promotion_id == promotion_id)
    return _Watcher(tx, promotion, found[0]).watch()


class _Watcher:
    """Its sales since it began, read once."""

    def __init__(self, tx: Tx, one: Promotion, row: Any) -> None:
        self.tx, self.one, self.row = tx, one, row
        self.now = min(tx.now, one.ends_at or tx.now)
        self.goods = fetch_goods(tx)
        self.own_skus = covered_skus(one, self.goods)
        first = one.starts_at.astimezone(tx.zone).date()
        sold = fetch_sold(tx, first - _DAY, (self.now + _PAID).astimezone(tx.zone).date())
        self.sold = [line for line in sold if self._is_of_it(line)]
        self.edges = list(_edges(one, self.now, tx))
        self.taken = self._taken()

    def _is_of_it(self, line: Sold) -> bool:
        is_its = line.sku_id in self.own_skus
        return is_its and self.one.scope.is_for(line.channel_id, line.group) and self.one.runs(self._moment(line))

    def _moment(self, line: Sold) -> datetime:
        return line.placed_at or noon(self.tx, line.day)

    def _place(self, moment: datetime) -> int:
        """The bucket of a moment: the last one that has begun."""
        return max(0, bisect_right(self.edges, moment) - 1)

    def watch(self) -> Watch:
        """Everything together."""
        rows = tuple(self._rows())
        lines = [(line, self.goods[line.sku_id or 0]) for line in self.sold]
        unknown = sum(line.pieces for line, good in lines if good.cost is None)
        return Watch(
            self.row.promotion_no, self.row.title, self.one.ends_at is not None and self.one.ends_at <= self.tx.now,
            rows, tuple(self._short(lines)), Decimal(unknown) / QUANTITY_SCALE, self.row.budget,
            sum(self.taken.values(), Decimal(0)),
        )  # fmt: skip

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        by_place: dict[int, list[Sold]] = defaultdict(list)
        for line in self.sold:
            by_place[self._place(self._moment(line))].append(line)
        so_far = [Decimal(0)] * 4
        for place, edge in enumerate(self.edges):
            lines = by_place[place]
            figures = [*self._figures(lines), self.taken.get(place, Decimal(0))]
            so_far = [before + more for before, more in zip(so_far, figures, strict=True)]
            until = self.edges[place + 1] if place + 1 < len(self.edges) else self.now
            row = self.row
            plans = (row.predicted_units, row.predicted_revenue, row.predicted_margin, row.budget)
            beside = (cell for both in zip(so_far, self._planned(until, plans), strict=True) for cell in both)
            yield edge, len({line.order_id for line in lines}), *figures, *beside

    def _figures(self, lines: Sequence[Sold]) -> tuple[Decimal, Decimal, Decimal]:
        """Pieces, revenue, and the margin of what has a known cost."""
        margin = 0
        for line in lines:
            cost = self.goods[line.sku_id or 0].cost
            margin += 0 if cost is None else line.paid - cost * line.pieces // PIECE
        units, revenue = sum(line.pieces for line in lines), sum(line.paid for line in lines)
        return Decimal(units) / QUANTITY_SCALE, Decimal(revenue) / MONEY_SCALE, Decimal(margin) / MONEY_SCALE

    def _planned(self, until: datetime, whole: Sequence[Decimal | None]) -> list[Decimal | None]:
        """What was meant to be there by a moment, in even parts of its time; None: nobody said, or it has no end."""
        ends = self.one.ends_at
        if ends is None:
            return [None for _one in whole]
        share = Decimal((until - self.one.starts_at) / timedelta(seconds=1)) / Decimal(
            (ends - self.one.starts_at) / timedelta(seconds=1)
        )
        return [None if one is None else (one * share).quantize(Decimal("0.01")) for one in whole]

    def _taken(self) -> Mapping[int, Decimal]:
        """Bucket → what it took off orders, as codes tell it and as it was found."""
        made: dict[int, Decimal] = defaultdict(Decimal)
        for taken in fetch_taken(self.tx, self.one.promotion_id):
            made[self._place(taken.moment)] += Decimal(taken.amount) / MONEY_SCALE
        return made

    def _short(self, lines: Sequence[tuple[Sold, Good]]) -> Iterator[Short]:
        """SKUs that are sold out, and those that will be before it ends, the soonest first."""
        ends, since = self.one.ends_at, self.now - self.one.starts_at
        if ends is None or ends <= self.now or not since:
            return
        sold: dict[int, int] = defaultdict(int)
        for line, good in lines:
            sold[good.sku_id] += line.pieces
        emptied: dict[int, date] = {}
        for one in fetch_emptied(self.tx, self.one.starts_at):
            emptied.setdefault(one.sku_id, one.day)
        found = []
        for sku_id, pieces in sold.items():
            good = self.goods[sku_id]
            left = ceil(since.total_seconds() * max(0, good.available) / pieces)
            at = self.now + timedelta(seconds=min(left, int((ends - self.now).total_seconds())))
            if at < ends:
                told = Decimal(good.available) / QUANTITY_SCALE, Decimal(pieces) / QUANTITY_SCALE
                ran_out = emptied.get(sku_id, self.tx.today) if good.available <= 0 else None
                found.append(Short(good.code, *told, at, ran_out))
        yield from sorted(found, key=lambda one: (one.ends_at, one.ran_out_on or date.max, one.code))


def _edges(one: Promotion, until: datetime, tx: Tx) -> Iterator[datetime]:
    """Where its hours or days begin; days by the clock on the wall, so that one of them may have 23 or 25 hours."""
    by_hour = one.ends_at is not None and one.ends_at - one.starts_at <= BY_HOUR
    edge = one.starts_at
    while edge < until or edge == one.starts_at:
        yield edge
        edge = edge + timedelta(hours=1) if by_hour else _next_midnight(edge, tx)


def _next_midnight(moment: datetime, tx: Tx) -> datetime:
    day: date = moment.astimezone(tx.zone).date() + _DAY
    return datetime.combine(day, time(), tx.zone).astimezone(UTC)


def watch_lines(tx: Tx, watch: Watch) -> list[str]:
    """What else to know, a sentence a line."""
    lines = []
    if watch.budget:
        said = _("{spent} of a budget of {budget} taken off: {share}")
        share = f"{watch.spent / watch.budget:.0%}"
        lines.append(said.format(spent=f"{watch.spent:,.2f}", budget=f"{watch.budget:,.2f}", share=share))
    for one in watch.short[:MOST_SHORT]:
        if one.ran_out_on is not None:
            said = _("{sku} ran out on {day}: {sold} sold so far")
            lines.append(said.format(sku=one.code, day=one.ran_out_on, sold=f"{one.sold.normalize():f}"))
            continue
        said = _("{sku} will be sold out on {time}: {available} left, {sold} sold so far")
        at = f"{one.ends_at.astimezone(tx.zone):%Y-%m-%d %H:%M}"
        told = {"available": f"{one.available.normalize():f}", "sold": f"{one.sold.normalize():f}"}
        lines.append(said.format(sku=one.code, time=at, **told))
    if len(watch.short) > MOST_SHORT:
        lines.append(_("and {count} more").format(count=len(watch.short) - MOST_SHORT))
    if watch.unknown_cost:
        said = _("The margin leaves out {count} pieces of unknown cost.")
        lines.append(said.format(count=f"{watch.unknown_cost.normalize():f}"))
    return lines
