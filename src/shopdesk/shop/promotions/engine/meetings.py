"""Where, when and for whom a promotion meets others on its goods: every difference that a buyer can see, once.

Goods that the same promotions are for are looked at together, and of promotions that are alike and exclude each other
the first stands for all: thousands of them make few settings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from shopdesk.shop.promotions.engine.priced import Terms
from shopdesk.shop.promotions.rules import Goods, Level, Line, Promotion

_Channel = int | None
_NO_GROUP: Final = ""


class Setting(NamedTuple):
    """Lines, and what decides which promotions a buyer of them meets: where, when, for whom."""

    lines: tuple[Line, ...]
    moment: datetime
    channels: tuple[_Channel, ...]
    """All in which it is the same."""
    group: str | None
    met: tuple[Promotion, ...]
    """The promotions that are for these lines there and then, `alike` ones once."""


def overlapping(one: Promotion, others: Iterable[Promotion]) -> list[Promotion]:
    """Promotions that run at a time, and in a channel and for a group, at which this one does."""
    return [other for other in others if other.promotion_id != one.promotion_id and _meet(one, other)]


def _meet(one: Promotion, other: Promotion) -> bool:
    begins = max(one.starts_at, other.starts_at)
    if any(end is not None and end <= begins for end in (one.ends_at, other.ends_at)):
        return False
    return one.scope.shares_buyers(other.scope)


def settings(one: Promotion, terms: Terms, lines: Sequence[Line], channels: Sequence[_Channel]) -> Iterator[Setting]:
    """Every setting in which the promotion holds; the first of each line before the second of any."""
    promotions = [one, *overlapping(one, terms.promotions)]
    view = _View(one, terms, promotions, channels)
    rounds = [view.walk(found, met) for found, met in together(lines, promotions)]
    while rounds:
        went_on = []
        for walk in rounds:
            setting = next(walk, None)
            if setting is not None:
                yield setting
                went_on.append(walk)
        rounds = went_on


def together(
    lines: Sequence[Line], promotions: Sequence[Promotion]
) -> list[tuple[tuple[Line, ...], list[Promotion]]]:  # fmt: skip
    """Lines that the same promotions are for, in the same sets, with these."""
    everywhere = {place for place, one in enumerate(promotions) if not one.scope.goods and not one.scope.not_goods}
    shelf = Shelf(lines)
    named: list[list[tuple[int, int | None]]] = [[] for _line in lines]
    for place, one in enumerate(promotions):
        if place not in everywhere:
            for at in shelf.covered(one):
                named[at].append((place, one.scope.set_of.get(lines[at].sku_id or 0)))
    found: dict[tuple[tuple[int, int | None], ...], list[Line]] = defaultdict(list)
    for line, mine in zip(lines, named, strict=True):
        found[tuple(mine)].append(line)
    return [
        (tuple(alike), [promotions[place] for place in sorted(everywhere.union(place for place, _set in mine))])
        for mine, alike in found.items()
    ]  # fmt: skip


class Shelf:
    """Lines by what scopes name."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.count = len(lines)
        self.skus: dict[int | None, list[int]] = defaultdict(list)
        self.products: dict[int | None, list[int]] = defaultdict(list)
        self.categories: dict[str | None, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            self.skus[line.sku_id].append(at)
            self.products[line.product_id].append(at)
            self.categories[line.category].append(at)

    def covered(self, promotion: Promotion) -> set[int]:
        """The lines that a promotion is for."""
        scope = promotion.scope
        wanted = self._named(scope.goods) if scope.goods else set(range(self.count))
        return wanted - self._named(scope.not_goods)

    def _named(self, goods: Goods) -> set[int]:
        found: set[int] = set()
        for known, wanted in ((self.skus, goods.skus), (self.products, goods.products)):
            found.update(at for one in wanted for at in known.get(one, ()))
        found.update(at for one in goods.categories for at in self.categories.get(one, ()))
        return found


class _View:
    """Promotions as a buyer in each channel and group meets them."""

    def __init__(
        self, one: Promotion, terms: Terms, promotions: Sequence[Promotion], channels: Sequence[_Channel]
    ) -> None:
        self.one, self.terms, self.channels = one, terms, channels
        groups: set[str | None] = {None}.union(*(promotion.scope.groups for promotion in promotions))
        self.groups = sorted(groups, key=lambda name: name or _NO_GROUP)
        self.holds = {
            (channel_id, group): {p.promotion_id for p in promotions if p.scope.is_for(channel_id, group)}
            for channel_id in channels for group in self.groups
        }  # fmt: skip
        self.alike = alike(terms, promotions)
        self.may_join = any(pair.may_combine for pair in terms.pairs)

    def walk(self, lines: tuple[Line, ...], promotions: Sequence[Promotion]) -> Iterator[Setting]:
        """Every setting of these lines, which are for all of these promotions."""
        seen: dict[Any, set[_Channel]] = defaultdict(set)
        for group in self.groups:
            for moment, running in _moments(self.one, promotions):
                fresh: dict[Any, tuple[tuple[Promotion, ...], list[_Channel]]] = {}
                for channel_id in self.channels:
                    met = self._met(running, channel_id, group)
                    key = channel_id if channel_id in self.terms.layers else None, self._key(met)
                    if met and met[0] is self.one and channel_id not in seen[key]:
                        seen[key].add(channel_id)
                        fresh.setdefault(key, (met, []))[1].append(channel_id)
                for met, where in fresh.values():
                    yield Setting(lines, moment, tuple(where), group, met)

    def _met(self, running: Sequence[Promotion], channel_id: _Channel, group: str | None) -> tuple[Promotion, ...]:
        """The promotions that hold there, of those that are alike the first."""
        holds, found = self.holds[channel_id, group], dict[int, Promotion]()
        for promotion in running:
            if promotion.promotion_id in holds:
                found.setdefault(self.alike[promotion.promotion_id], promotion)
        return tuple(found.values())

    def _key(self, met: Sequence[Promotion]) -> Any:
        """What makes one setting of two: which promotions hold, and in which order those of a layer that are joined."""
        numbers = [self.alike[promotion.promotion_id] for promotion in met]
        joined = [
            (numbers[at], numbers[before])
            for at, later in enumerate(met) for before, sooner in enumerate(met[:at])
            if not self.terms.clash(sooner, later) and sooner.layer is later.layer
        ] if self.may_join else []  # fmt: skip
        return tuple(sorted(numbers)), tuple(joined)


def alike(terms: Terms, promotions: Iterable[Promotion]) -> Mapping[int, int]:
    """Promotion → the first that takes the same off the same goods and excludes it; itself where there is none."""
    named = {side for pair in terms.pairs for side in pair[:2] if not isinstance(side, Level)}
    first: dict[Any, Promotion] = {}
    found: dict[int, int] = {}
    for one in promotions:
        key = (
            one.promotion_id if one.promotion_id in named else None,
            one.kind, one.level, one.tiers, one.basis, one.stacking, one.priority, one.by_coupon, one.coupons,
            one.budget_left, one.platform_share, one.partner_share, tuple(sorted(one.scope.set_of.items())),
        )  # fmt: skip
        other = first.setdefault(key, one)
        found[one.promotion_id] = (other if terms.clash(one, other) else one).promotion_id
    return found


def _moments(one: Promotion, promotions: Sequence[Promotion]) -> Iterator[tuple[datetime, list[Promotion]]]:
    """Every moment of a promotion at which another begins or ends, with those that run then, itself first."""
    starts = {max(one.starts_at, other.starts_at) for other in promotions}
    ends = {other.ends_at for other in promotions if other is not one and other.ends_at}
    places = {promotion.promotion_id: place for place, promotion in enumerate(promotions)}
    waiting = sorted(promotions, key=lambda other: other.starts_at, reverse=True)
    running: list[Promotion] = []
    for moment in sorted(starts | ends):
        begun = []
        while waiting and waiting[-1].starts_at <= moment:
            begun.append(waiting.pop())
        if begun:
            running = sorted([*running, *begun], key=lambda other: places[other.promotion_id])
        running = [other for other in running if other.ends_at is None or moment < other.ends_at]
        if running and running[0] is one:
            yield moment, running
