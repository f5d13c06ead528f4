"""Fourteen months of the demo shop, day by day: what was bought, what came in, what ran out, what went back."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from shopdesk.exchange.demo.goods import (
    CARRIERS,
    COUNTRIES,
    ENGLISH,
    FAMILY,
    GIVEN,
    GOODS,
    PROVINCES,
    SET,
    Good,
    is_sale,
    mood,
    price_on,
)

CHANNELS: Final = (("taobao", 0.52), ("shopify", 0.2), ("douyin", 0.28))


Ordered = tuple[Good, int, Decimal | None]
"""Good, pieces, unit cost."""
Coming = dict[date, list[tuple[date, Ordered]]]
"""What is under way: day of arrival → the day on which it was ordered, and what."""


@dataclass(slots=True)
class Sold:
    """A line of a demo order."""

    good: Good
    pieces: int
    price: Decimal


@dataclass(slots=True)
class Bought:
    """One demo order; moments are local."""

    channel: str
    number: str
    placed: datetime
    lines: list[Sold]
    buyer: str
    handle: str
    place: str
    discount: Decimal
    shipping: Decimal
    state: str = "completed"
    refund: Decimal = Decimal(0)
    shipped: datetime | None = None
    completed: datetime | None = None
    waybill: str = ""
    carrier: str = ""

    @property
    def goods(self) -> Decimal:
        """Prices of the goods."""
        return sum((line.price * line.pieces for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What the buyer owes."""
        return self.goods - self.discount + self.shipping


@dataclass(slots=True)
class Delivery:
    """Goods that came in."""

    number: str
    supplier: str
    on: date
    lines: list[Ordered]
    ordered: date | None = None
    """None: it was there when the shop opened."""


@dataclass(slots=True)
class Life:
    """Everything that happened."""

    orders: list[Bought] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    awaited: list[Delivery] = field(default_factory=list)
    """Ordered, and not here yet on the last day; `on` is when it is expected."""


def live(seed: int, today: date, days: int, target: int) -> Life:
    """`days` days up to yesterday with about `target` orders; the same seed and day give the same life."""
    first = today - timedelta(days=days)
    wishes = sum(mood(good, first + timedelta(days=day)) * good.demand for good in GOODS for day in range(days))
    scale = 1.9 * target / max(1.9, wishes)
    life = _live(seed, first, today, days, scale)
    if abs(len(life.orders) - target) > target / 10:
        # The fewer wishes a day brings, the fewer of them share a basket: a small shop has more orders than meant.
        life = _live(seed, first, today, days, scale * target / max(1, len(life.orders)))
    return life


def _live(seed: int, first: date, today: date, days: int, scale: float) -> Life:
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    life = Life()
    shelf = dict.fromkeys((good.code for good in GOODS), 0)
    coming: Coming = {}
    _open(life, chance, first, shelf, scale)
    for offset in range(days):
        day = first + timedelta(days=offset)
        _arrive(life, day, coming, shelf)
        life.orders.extend(_day(chance, day, today, shelf, scale))
        _reorder(chance, day, shelf, coming, scale)
    for on, lines in sorted(coming.items()):
        life.awaited += _grouped(lines, on, len(life.awaited))
    return life


def _open(life: Life, chance: random.Random, first: date, shelf: dict[str, int], scale: float) -> None:
    by_supplier: dict[str, list[Ordered]] = {}
    for good in GOODS:
        pieces = max(8, round(good.demand * scale * chance.uniform(38, 60)))
        shelf[good.code] += pieces
        by_supplier.setdefault(good.supplier, []).append((good, pieces, Decimal(good.cost) if good.cost else None))
    for number, (supplier, lines) in enumerate(by_supplier.items(), 1):
        life.deliveries.append(Delivery(f"GR-{first:%y%m}-{number:02d}", supplier, first - timedelta(days=1), lines))


def _arrive(life: Life, day: date, coming: Coming, shelf: dict[str, int]) -> None:
    lines = coming.pop(day, [])
    for _ordered, (good, pieces, _cost) in lines:
        shelf[good.code] += pieces
    life.deliveries += _grouped(lines, day, len(life.deliveries))


def _grouped(lines: list[tuple[date, Ordered]], on: date, number: int) -> Iterator[Delivery]:
    """What arrives on a day, by supplier and by the day on which it was ordered."""
    by_order: dict[tuple[str, date], list[Ordered]] = {}
    for ordered, line in lines:
        by_order.setdefault((line[0].supplier, ordered), []).append(line)
    for place, ((supplier, ordered), some) in enumerate(by_order.items(), number):
        yield Delivery(f"GR-{on:%y%m%d}-{place:03d}", supplier, on, some, ordered)


def _reorder(chance: random.Random, day: date, shelf: dict[str, int], coming: Coming, scale: float) -> None:
    if day.weekday() != 0:
        return
    waiting = {good.code for lines in coming.values() for _ordered, (good, _pieces, _cost) in lines}
    for good in GOODS:
        daily = good.demand * scale
        if good.code in waiting or shelf[good.code] > daily * 16:
            continue
        pieces = max(10, round(daily * chance.uniform(30, 50) / 10) * 10)
        months = (day.year * 12 + day.month) - 24_300
        drift = Decimal(str(round(1 + 0.004 * (months % 14) + chance.uniform(-0.015, 0.02), 3)))
        cost = (Decimal(good.cost) * drift).quantize(Decimal("0.01")) if good.cost else None
        arrival = day + timedelta(days=round(chance.triangular(6, 24, 9)))
        coming.setdefault(arrival, []).append((day, (good, pieces, cost)))


def _day(chance: random.Random, day: date, today: date, shelf: dict[str, int], scale: float) -> Iterator[Bought]:
    wished = (*GOODS, SET)
    wishes = [good for good in wished for _ in range(_poisson(chance, good.demand * scale * mood(good, day)))]
    chance.shuffle(wishes)
    number = 0
    while wishes:
        basket: dict[str, Sold] = {}
        for _ in range(min(len(wishes), chance.choices((1, 2, 3, 4), (55, 27, 13, 5))[0])):
            good = wishes.pop()
            pieces = chance.choices((1, 2, 3, 6), (84, 11, 3, 2))[0]
            if min(shelf[code] for code in _taken(good)) >= pieces and not basket.keys() & {good.code, *_shared(good)}:
                basket[good.code] = Sold(good, pieces, price_on(good, day))
        if not basket:
            continue
        number += 1
        order = _order(chance, day, number, list(basket.values()))
        _fate(chance, order, today)
        if order.state not in ("unpaid", "cancelled"):
            for line in order.lines:
                for code in _taken(line.good):
                    shelf[code] -= line.pieces
        yield order


def _taken(good: Good) -> tuple[str, ...]:
    """Codes of what leaves the shelf for a good."""
    return good.parts or (good.code,)


def _shared(good: Good) -> tuple[str, ...]:
    """Codes that may not lie in one basket with a good: they take the same pieces."""
    return good.parts or ((SET.code,) if good.code in SET.parts else ())


def _order(chance: random.Random, day: date, number: int, lines: list[Sold]) -> Bought:
    channel = chance.choices([c for c, _share in CHANNELS], [share for _c, share in CHANNELS])[0]
    hour = chance.choices(range(24), (2, 1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 8, 8, 7, 7, 7, 7, 7, 7, 9, 11, 12, 9, 5))[0]
    placed = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)))
    goods = sum((line.price * line.pieces for line in lines), Decimal(0))
    off = (
        Decimal(30) * (goods // 300)
        if is_sale(day)
        else Decimal(10)
        if goods >= 199 and chance.random() < 0.3
        else Decimal(0)
    )
    shipping = Decimal(0) if goods >= 99 else Decimal(8)
    if channel == "shopify":
        buyer = chance.choice(ENGLISH)
        return Bought(
            channel,
            f"#{1000 + (day.toordinal() % 1000) * 100 + number}",
            placed,
            lines,
            buyer,
            f"{buyer.split()[0].lower()}{chance.randrange(90) + 10}",
            chance.choice(COUNTRIES),
            off,
            shipping,
        )
    buyer = chance.choice(FAMILY) + chance.choice(GIVEN)
    serial = f"{day:%y%m%d}{chance.randrange(10**6):06d}{number:05d}"
    return Bought(
        channel,
        ("" if channel == "taobao" else "69") + serial,
        placed,
        lines,
        buyer,
        f"{'tb' if channel == 'taobao' else 'dy'}{chance.randrange(10**6):06d}",
        chance.choice(PROVINCES),
        off,
        shipping,
    )


def _fate(chance: random.Random, order: Bought, today: date) -> None:
    """How the order went on: most arrive, some are never paid, some go back; the last days are still under way."""
    age = (today - order.placed.date()).days
    luck = chance.random()
    if luck < 0.035:
        order.state = "unpaid" if age <= 2 else "cancelled"
        return
    order.shipped = order.placed + timedelta(hours=chance.uniform(3, 40))
    if order.shipped.date() >= today:
        order.state, order.shipped = "paid", None
        return
    order.carrier, order.waybill = chance.choice(CARRIERS), f"YT{chance.randrange(10**12):012d}"
    order.completed = order.shipped + timedelta(days=chance.uniform(3, 9))
    if order.completed.date() >= today:
        order.state, order.completed = "shipped", None
    elif luck > 0.965:
        order.refund = order.total if luck > 0.985 else (order.total / 4).quantize(Decimal("0.01"))
        order.state = "refunded" if order.refund == order.total else "completed"


def _poisson(chance: random.Random, mean: float) -> int:
    """Knuth's method; means here are small."""
    limit, product, count = 2.718281828459045**-mean, chance.random(), 0
    while product > limit:
        count += 1
        product *= chance.random()
    return count
