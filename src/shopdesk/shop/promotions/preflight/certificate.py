"""The pre-flight certificate of a promotion: point by point whether it may start, and what says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.listings.law.check import check_text
from shopdesk.shop.listings.law.said import read_law
from shopdesk.shop.money import nearest
from shopdesk.shop.orders.lowest import Lowest, fetch_lowest
from shopdesk.shop.orders.sold_goods import coin_of
from shopdesk.shop.promotions.calendar.agenda import shop_regions
from shopdesk.shop.promotions.engine.meetings import Shelf, overlapping
from shopdesk.shop.promotions.engine.priced import Priced
from shopdesk.shop.promotions.engine.singles import Singles
from shopdesk.shop.promotions.engine.stacks import Search, search
from shopdesk.shop.promotions.engine.terms import fetch_promotions, fetch_terms
from shopdesk.shop.promotions.engine.words import plain
from shopdesk.shop.promotions.outcome.result import Lesson, find_lessons
from shopdesk.shop.promotions.preflight.cover import Cover, fetch_cover, runs_out
from shopdesk.shop.promotions.preflight.margin_floor import Left, left_of
from shopdesk.shop.promotions.preflight.said_days import differing_days, find_said_days
from shopdesk.shop.promotions.rules import PIECE, Promotion, PromotionKind, table_says
from shopdesk.shop.promotions.sold import Good, fetch_goods
from shopdesk.shop.settlement.takes import Takes, fetch_takes
from shopdesk.store.tables import Channel, SalesOrder
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE
from shopdesk.text import N_, UserError

EU: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)  # fmt: skip
REDUCE_NOTHING: Final = frozenset(
    {
        PromotionKind.BUY_GET, PromotionKind.NTH_PIECE, PromotionKind.BUNDLE, PromotionKind.GIFT,
        PromotionKind.POINTS, PromotionKind.FREE_SHIPPING,
    }
)  # fmt: skip
"""Kinds that announce no price from which something is reduced: more for the money, or a way to pay or to be sent."""
OPEN_DAYS: Final = 30
"""So many days are looked at of a promotion without an end."""


class Point(StrEnum):
    """What is looked at."""

    OVERLAPS = "overlaps"
    STACK = "stack"
    MARGIN = "margin"
    LOWEST_7 = "lowest_7"
    LOWEST_30 = "lowest_30"
    STOCK = "stock"
    CHANNELS = "channels"
    DAYS = "days"
    LAW = "law"


class Verdict(StrEnum):
    """How a point stands."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNKNOWN = "unknown"


_WORST: Final = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a point: a msgid with its values, and the SKU or promotion that it is about."""

    point: Point
    verdict: Verdict
    said: str
    values: Mapping[str, Any]
    subject: str = ""
    sku_id: int | None = None
    promotion_id: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A promotion and every finding, the points in their order."""

    promotion_id: int
    promotion_no: str
    title: str
    starts_on: date
    last_on: date | None
    made_at: datetime
    findings: tuple[Finding, ...]
    """What fails first, then what cannot be said; within these point by point."""
    lessons: tuple[Lesson, ...]
    """What was learnt by earlier ones like it."""

    def verdict(self, point: Point) -> Verdict | None:
        """The worst of a point; None: it is not looked at."""
        return _worst([one.verdict for one in self.findings if one.point is point])

    @property
    def points(self) -> list[tuple[Point, Verdict]]:
        """Every point that was looked at."""
        return [(point, verdict) for point in Point if (verdict := self.verdict(point))]

    @property
    def passed(self) -> bool:
        """Whether nothing fails; what cannot be said is no failure, and is listed."""
        return all(one.verdict is not Verdict.FAIL for one in self.findings)


def _worst(verdicts: Sequence[Verdict]) -> Verdict | None:
    return next((one for one in _WORST if one in verdicts), None)


def find_promotion(tx: Tx, said: str) -> int:
    """The promotion with that number or id; UserError where there is none."""
    number = PromotionRow.promotion_no == said.strip()
    found = tx.scalar(select(PromotionRow.promotion_id).where(number))
    if found is None and said.strip().isdecimal():
        found = tx.scalar(select(PromotionRow.promotion_id).where(PromotionRow.promotion_id == int(said)))
    if found is None:
        raise UserError(N_("There is no promotion “{name}”."), code="unknown_promotion", name=said)
    return int(found)


def check_promotion(tx: Tx, promotion_id: int) -> Certificate:
    """The certificate of a promotion as things stand; UserError where there is no such promotion."""
    row = tx.execute(select(PromotionRow.__table__).where(PromotionRow.promotion_id == promotion_id)).one_or_none()
    if row is None:
        raise UserError(N_("There is no promotion “{name}”."), code="unknown_promotion", name=promotion_id)
    [promotion] = fetch_promotions(tx, PromotionRow.promotion_id == promotion_id)
    look = _Look(tx, promotion, row)
    findings = sorted(look.findings(), key=lambda one: _WORST.index(one.verdict))
    return Certificate(
        promotion_id, row.promotion_no, row.title, look.first, look.last, tx.now, tuple(findings),
        tuple(find_lessons(tx, row.kind, row.theme, but=promotion_id)),
    )  # fmt: skip


class _Look:
    """Everything that the points of one promotion are judged by, read once."""

    def __init__(self, tx: Tx, promotion: Promotion, row: Any) -> None:
        self.tx, self.one, self.row = tx, promotion, row
        self.first = promotion.starts_at.astimezone(tx.zone).date()
        ends = promotion.ends_at
        self.last = None if ends is None else (ends - timedelta(seconds=1)).astimezone(tx.zone).date()
        self.days = ((self.last or self.first + timedelta(OPEN_DAYS - 1)) - self.first).days + 1
        self.terms = fetch_terms(tx, promotion.starts_at, promotion.ends_at, drafts=(promotion.promotion_id,))
        self.coin = coin_of(tx)
        self.shelf = fetch_goods(tx)
        self.goods = [good for good in self.shelf.values() if promotion.scope.covers(good.line(PIECE, 0))]
        self.by_id = {good.sku_id: good for good in self.goods}
        self.channels = _channels(tx, promotion)
        self.found = self._search()
        self.sold = fetch_lowest(tx, self.first, self.coin, self.by_id.keys())

    def _search(self) -> Search:
        lines = [good.line(PIECE, good.price) for good in self.goods if good.price]
        here: list[int | None] = [channel_id for channel_id in self.channels if self.one.scope.is_for(channel_id, None)
                                  or self.one.scope.groups]  # fmt: skip
        costs = {good.sku_id: good.cost for good in self.shelf.values() if good.cost is not None}
        beside = [good.line(PIECE, good.price) for good in self.shelf.values() if good.price]
        return search(self.one, self.terms, lines, here or [None], self.coin, costs, beside)

    def findings(self) -> Iterator[Finding]:
        """Point by point."""
        regions = set(shop_regions(self.tx))
        yield from self._overlaps()
        yield from self._stack()
        yield from self._margins()
        if "CN" in regions or not regions & EU:
            yield from self._lowest(Point.LOWEST_7)
        if regions & EU or "CN" not in regions:
            yield from self._lowest(Point.LOWEST_30)
        yield from self._stock()
        yield from self._prices_elsewhere()
        yield from self._days_said()
        yield from self._law()

    def _overlaps(self) -> Iterator[Finding]:
        of_it = Shelf([good.line(PIECE, 0) for good in self.goods])
        others = [other for other in overlapping(self.one, self.terms.promotions) if of_it.covered(other)]
        for other in others:
            clash = self.terms.clash(self.one, other)
            same = other.layer is self.one.layer
            is_meant = clash or table_says(self.one, other, self.terms.pairs)
            verdict = Verdict.FAIL if same and not is_meant else Verdict.PASS
            yield Finding(Point.OVERLAPS, verdict, _meeting(same, clash), {}, other.title,
                          promotion_id=other.promotion_id)  # fmt: skip
        if not others:
            yield Finding(Point.OVERLAPS, Verdict.PASS, N_("No other promotion meets it."), {})

    def _stack(self) -> Iterator[Finding]:
        worst = self.found.worst
        if not self.goods:
            yield Finding(Point.STACK, Verdict.FAIL, N_("The shop has no goods that it is for."), {})
            return
        if not worst:
            yield Finding(Point.STACK, Verdict.UNKNOWN, N_("Not one of its goods has a price."), {})
            return
        off = {sku_id: priced for sku_id, priced in worst.items() if sum(priced.listed)}
        deepest = max(off, key=lambda sku_id: (1 - Decimal(sum(off[sku_id].paid)) / sum(off[sku_id].listed), -sku_id))
        priced = off[deepest]
        values = {
            "pieces": _pieces(sum(line.pieces for line in priced.basket.lines)), "paid": plain(sum(priced.paid)),
            "listed": plain(sum(priced.listed)), "stack": _stacked(priced, self.by_id[deepest].code),
        }  # fmt: skip
        said = N_("At worst {pieces} pieces of {listed} cost {paid}: {stack}")
        free = not sum(priced.paid)
        verdict = Verdict.FAIL if free else Verdict.PASS
        yield Finding(Point.STACK, verdict, said, values, self.by_id[deepest].code, deepest)
        if not self.found.is_whole:
            tried = N_("Only {count} baskets were tried; there are more ways to stack.")
            yield Finding(Point.STACK, Verdict.UNKNOWN, tried, {"count": f"{self.found.tried:,}"})

    def _margins(self) -> Iterator[Finding]:
        takes, good_ones = fetch_takes(self.tx), 0
        unknown = [gift for gift in map(self.shelf.__getitem__, self.found.given) if gift.cost is None]
        for gift in unknown:
            yield _of(gift, Verdict.UNKNOWN, N_("Nobody knows what it costs."))
        for good in self.goods:
            finding = self._margin(good, takes)
            if finding is not None:
                yield finding
            elif not unknown:
                good_ones += 1
        if good_ones:
            said = N_("{count} SKUs earn their cost and the channel's fees even then.")
            yield Finding(Point.MARGIN, Verdict.PASS, said, {"count": f"{good_ones:,}"})

    def _margin(self, good: Good, takes: Takes) -> Finding | None:
        """Of the worst basket of each channel the one that leaves least after cost, gifts and fees; None: it pays."""
        found = self.found.by_channel.get(good.sku_id, {})
        if not good.price or good.cost is None:
            return _of(
                good, Verdict.UNKNOWN, N_("Nobody knows what it costs.") if good.price else N_("It has no price.")
            )
        if not found:
            tried = N_("Only {count} baskets were tried; there are more ways to stack.")
            return _of(good, Verdict.UNKNOWN, tried, {"count": f"{self.found.tried:,}"})
        lefts = [
            left_of(good, priced, channel_id, takes, self.found, self.first) for channel_id, priced in found.items()
        ]
        least = min(lefts)
        if least.left < 0:
            said = N_("{pieces} pieces paid with {paid} leave {left} after cost and fees of {fee}.")
            return _of(good, Verdict.FAIL, said, _told(least, self.coin))
        unsure = [one for one in lefts if one.fee is None]
        if unsure:
            said = N_("Leaves {left} before the channel's fees, which nobody knows.")
            return _of(good, Verdict.UNKNOWN, said, _told(min(unsure), self.coin))
        return None

    def _lowest(self, point: Point) -> Iterator[Finding]:
        if self.one.kind in REDUCE_NOTHING:
            yield Finding(point, Verdict.PASS, N_("It announces no reduced price."), {})
            return
        good_ones = 0
        for good in self.goods:
            low = self.sold.get(good.sku_id)
            known = _basis(low, point)
            if known is None or good.price is None:
                said = N_("It was not sold before, or has no price.")
                yield Finding(point, Verdict.UNKNOWN, said, {}, good.code, good.sku_id)
            elif good.price > known.price:
                said = N_("Announced from {price}; the lowest was {low} on {day}, order {order}.")
                values = {"price": plain(good.price), "low": plain(known.price), "day": f"{known.day}",
                          "order": known.order_no}  # fmt: skip
                yield Finding(point, Verdict.FAIL, said, values, good.code, good.sku_id)
            else:
                good_ones += 1
        if good_ones:
            said = N_("{count} SKUs were never sold for less than the price that they are reduced from.")
            yield Finding(point, Verdict.PASS, said, {"count": f"{good_ones:,}"})

    def _stock(self) -> Iterator[Finding]:
        covers, good_ones = fetch_cover(self.tx, self.first, self.row.predicted_units, self.goods, self.days), 0
        for good in self.goods:
            cover = covers[good.sku_id]
            finding = self._covered(good, cover)
            if finding is None:
                good_ones += 1
            else:
                yield finding
        if good_ones:
            said = N_("The stock of {count} SKUs lasts to the last day.")
            yield Finding(Point.STOCK, Verdict.PASS, said, {"count": f"{good_ones:,}"})

    def _covered(self, good: Good, cover: Cover) -> Finding | None:
        if cover.rate is None:
            said = N_("Nobody knows how fast it sells.")
            return Finding(Point.STOCK, Verdict.UNKNOWN, said, {}, good.code, good.sku_id)
        out = runs_out(cover, self.tx.today, self.first, self.days)
        if out is None:
            return None
        said = N_("Runs out on {day}: {available} on hand, {rate} a day; {coming} ordered until then.")
        coming = sum(pieces for day, pieces in cover.coming if day <= out)
        values = {"day": f"{out}", "available": _pieces(cover.available), "rate": f"{cover.rate / QUANTITY_SCALE:.1f}",
                  "coming": _pieces(coming)}  # fmt: skip
        return Finding(Point.STOCK, Verdict.FAIL, said, values, good.code, good.sku_id)

    def _prices_elsewhere(self) -> Iterator[Finding]:
        here = [one for one in self.channels if self.one.scope.is_for(one, None)]
        there = [one for one in self.channels if one not in here]
        cheaper = False
        priced = [good for good in self.goods if good.price] if here and there else []
        begins = Singles(
            self.terms, self.one.starts_at, [good.line(PIECE, good.price or 0) for good in priced], self.coin
        )
        for good in priced:
            ours = min(begins.cost(good.line(PIECE, good.price or 0), one) for one in here)
            for channel_id in there:
                asked = self.sold[good.sku_id].last_in(channel_id) if good.sku_id in self.sold else None
                theirs = begins.cost(good.line(PIECE, asked or good.price or 0), channel_id)
                if theirs < ours:
                    cheaper = True
                    said = N_("One costs {theirs} in {channel}, and {ours} in this promotion.")
                    values = {"theirs": plain(theirs), "ours": plain(ours), "channel": self.channels[channel_id]}
                    yield Finding(Point.CHANNELS, Verdict.FAIL, said, values, good.code, good.sku_id)
        if not cheaper:
            yield Finding(Point.CHANNELS, Verdict.PASS, N_("No other channel sells its goods for less."), {})

    def _law(self) -> Iterator[Finding]:
        hits = check_text(self._text(), read_law(self.tx))
        for hit in hits:
            said = N_("The advertising law may forbid “{phrase}” in its text. A hint, not legal advice.")
            yield Finding(Point.LAW, Verdict.FAIL, said, {"phrase": hit.phrase})
        if not hits:
            yield Finding(Point.LAW, Verdict.PASS, N_("Nothing in its text is known to be forbidden."), {})

    def _text(self) -> str:
        """What it says of itself."""
        return "\n".join(part for part in (self.row.title, self.row.theme, self.row.policy) if part)

    def _days_said(self) -> Iterator[Finding]:
        text = self._text()
        differing = differing_days(text, self.first, self.last)
        for said_day in differing:
            said = N_("The text says {said}; it runs from {first} to {last}.")
            values = {"said": said_day.words, "first": f"{self.first}", "last": f"{self.last}" if self.last else "…"}
            yield Finding(Point.DAYS, Verdict.FAIL, said, values)
        if not differing:
            named = find_said_days(text)
            said = N_("The days in its text are its own.") if named else N_("Its text names no day.")
            yield Finding(Point.DAYS, Verdict.PASS, said, {})


def _stacked(priced: Priced, code: str) -> str:
    """The promotions of a basket; with what is in it, where that is more than the SKU of that code."""
    stack = " + ".join(step.promotion.title for step in priced.steps)
    first, *others = priced.basket.lines
    goods = [(code, first.pieces), *((line.code, line.pieces) for line in others)]
    return f"{' + '.join(f'{name}*{_pieces(pieces)}' for name, pieces in goods)}: {stack}" if others else stack


def _told(left: Left, coin: int) -> dict[str, str]:
    """In whole coins, though a cost may have parts of them."""
    amounts = {"left": left.left, "paid": left.paid, "fee": left.fee or 0}
    said = {name: plain(nearest(amount, coin) * coin) for name, amount in amounts.items()}
    return {"pieces": _pieces(left.pieces), **said}


def _of(good: Good, verdict: Verdict, said: str, values: Mapping[str, Any] | None = None) -> Finding:
    """A finding on the margin of a SKU."""
    return Finding(Point.MARGIN, verdict, said, values or {}, good.code, good.sku_id)


def _meeting(same: bool, clash: bool) -> str:
    if clash:
        return N_("Meets it on the same goods; only one of the two holds.")
    if same:
        return N_("Meets it on the same goods in the same layer, and both are taken off.")
    return N_("Meets it on the same goods in another layer, and both are taken off.")


def _basis(low: Lowest | None, point: Point) -> Any:
    """The deal that a reduction is measured by: within 7 days, else the last one before; or within 30."""
    if low is None:
        return None
    return (low.week or low.last) if point is Point.LOWEST_7 else low.month


def _channels(tx: Tx, promotion: Promotion) -> dict[int, str]:
    """Channels with sales, or named by the promotion: id → title."""
    sold = select(SalesOrder.channel_id).distinct()
    named = sorted(promotion.scope.channels)
    wanted = select(Channel.channel_id, Channel.title).where(
        Channel.channel_id.in_(sold) | Channel.channel_id.in_(named)
    )
    return {row.channel_id: row.title for row in tx.rows(wanted.order_by(Channel.channel_id))}


def _pieces(pieces: int) -> str:
    return f"{(Decimal(pieces) / QUANTITY_SCALE).normalize():,f}"
