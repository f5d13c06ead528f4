"""The least that a buyer can pay for a SKU while a promotion runs: every stack that may be built, tried on the engine.

Tried are baskets of one SKU with the pieces that each threshold asks for and whole sets of them, and those of `mixed`,
for every channel and group of customers that differ, at every moment from which something else runs, with every choice
of codes. The SKU is the first line of its baskets. `Search` says when that was cut short.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from typing import Final

from shopdesk.shop.money import nearest
from shopdesk.shop.promotions.engine.meetings import Setting, settings
from shopdesk.shop.promotions.engine.mixed import filled_up, sets_with, worths_of
from shopdesk.shop.promotions.engine.priced import Priced, Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.rules import FULL, PIECE, REPEATS, SHARE, Basket, Line, Promotion

MOST_LOOKED: Final = 15_000
"""Promotions that are looked at in all baskets that are priced for one: so it stays a matter of a second or two."""
MOST_PIECES: Final = 24
"""Numbers of pieces that are tried with each choice of codes."""
MOST_TIMES: Final = 10
"""So often a threshold that gives something each time is looked at."""
MOST_CODES: Final = 5
"""Of so many codes every choice is tried; of more, each alone, none, and all."""


@dataclass(slots=True)
class Search:
    """What was found: SKU → channel → the basket whose pieces leave the shop least."""

    gift_costs: Mapping[int, int] = field(default_factory=dict)
    """SKU → what one costs that is given on top."""
    by_channel: dict[int, dict[int | None, Priced]] = field(default_factory=dict)
    tried: int = 0
    """Baskets that were priced."""
    looked: int = 0
    """Promotions that were looked at in them."""
    is_whole: bool = True
    is_cut: bool = False
    """Enough was looked at before everything was tried."""

    @property
    def worst(self) -> dict[int, Priced]:
        """SKU → the worst of all channels."""
        return {sku_id: min(found.values(), key=self.each) for sku_id, found in self.by_channel.items()}

    @property
    def given(self) -> list[int]:
        """SKUs that the worst baskets get on top."""
        baskets = [priced for found in self.by_channel.values() for priced in found.values()]
        return sorted({gift.sku_id for priced in baskets for gift in priced.gifts})

    def gifts_cost(self, priced: Priced) -> int:
        """What the first line bears of the cost of a basket's gifts; nothing where nobody knows."""
        whole = sum(self.gift_costs.get(gift.sku_id, 0) * gift.pieces // PIECE for gift in priced.gifts)
        return whole * priced.listed[0] // sum(priced.listed) if len(priced.listed) > 1 else whole

    def each(self, priced: Priced) -> tuple[int, int, int]:
        """What a piece of the first line leaves, by which baskets are compared; then more gifts, then fewer pieces."""
        pieces = priced.basket.lines[0].pieces
        given = sum(gift.pieces for gift in priced.gifts)
        left = left_to_shop(priced) - self.gifts_cost(priced)
        return left * PIECE // pieces, -given * PIECE // pieces, pieces


def left_to_shop(priced: Priced) -> int:
    """What the shop has of the first line of a basket: what is paid for it, and what platform and partner bear."""
    borne = sum(
        nearest(step.shares[0] * share, SHARE)
        for step in priced.steps for share in (step.promotion.platform_share, step.promotion.partner_share)
    )  # fmt: skip
    return priced.paid[0] + borne


def search(
    one: Promotion, terms: Terms, lines: Sequence[Line], channels: Sequence[int | None], coin: int,
    gift_costs: Mapping[int, int] | None = None, beside: Sequence[Line] = (),
) -> Search:  # fmt: skip
    """The worst stack of every line's SKU; `lines` are single pieces at the announced price.

    `beside` are those of goods that it is not for, but sets of others may be.
    """
    found, trials = Search(gift_costs or {}), list[tuple[_Trial, list[Line]]]()
    goods = {line.sku_id: line for line in (*beside, *lines) if line.sku_id is not None}
    for place in settings(one, terms, lines, channels):
        near = replace(terms, promotions=place.met)  # of thousands of promotions nothing else can hold there
        for alike in _by_price(place.lines):
            trial = _Trial(one, alike[0], place, near, coin, found)
            trials.append((trial, alike))
            _keep(found, alike, place.channels, trial.alone())
            if found.is_cut:
                return found
    for trial, alike in trials:
        _keep(found, alike, trial.place.channels, trial.with_others(goods))
        if found.is_cut:
            break
    return found


def _by_price(lines: Iterable[Line]) -> Iterable[list[Line]]:
    """Lines for which the same promotions hold: at one price one stands for all."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.price, []).append(line)
    return found.values()


def _keep(found: Search, lines: Iterable[Line], channels: Sequence[int | None], tried: Iterable[Priced]) -> None:
    """Keep the worst of what was tried for lines that are alike."""
    priced = min(tried, key=found.each, default=None)
    if priced is None:
        return
    each = found.each(priced)
    for line in lines:
        worst = found.by_channel.setdefault(line.sku_id or 0, {})
        for channel_id in channels:
            if channel_id not in worst or each < found.each(worst[channel_id]):
                worst[channel_id] = priced


@dataclass(slots=True)
class _Trial:
    """Baskets of a line in one setting, with every choice of codes."""

    one: Promotion
    line: Line
    place: Setting
    near: Terms
    coin: int
    found: Search
    worths: dict[tuple[str, ...], set[int]] = field(default_factory=dict)
    """Choice of codes → what a piece may be judged by."""

    def alone(self) -> Iterator[Priced]:
        """One piece, then every number from which more holds than before."""
        sizes = _sizes(self.place.met)
        for codes in _choices(self.one, self.place.met, self.found):
            known: set[int] = set()
            wanted = {1, *sizes}
            while wanted and len(known) < MOST_PIECES:
                pieces = min(wanted)
                priced = self._price((replace(self.line, pieces=pieces * PIECE),), codes)
                if priced is None:
                    return
                yield priced
                known.add(pieces)
                self.worths.setdefault(codes, worths_of(priced))  # of the one piece that comes first
                wanted = (wanted | _reaching(priced, self.place.met, sizes)) - known

    def with_others(self, goods: Mapping[int, Line]) -> Iterator[Priced]:
        """With goods that make it cheaper; `goods` are single pieces of all there are."""
        line, place = self.line, self.place
        sets = list(sets_with(line, place.met, goods))
        for codes, worths in self.worths.items():
            for lines in chain(sets, filled_up(line, place.met, place.lines, worths)):
                priced = self._price(lines, codes)
                if priced is None:
                    return
                yield priced

    def _price(self, lines: tuple[Line, ...], codes: tuple[str, ...]) -> Priced | None:
        """None: enough was looked at."""
        place, found = self.place, self.found
        if found.looked >= MOST_LOOKED:
            found.is_whole = False
            found.is_cut = True
            return None
        found.tried += 1
        found.looked += len(place.met)
        basket = Basket(lines, place.moment, place.channels[0], place.group, codes, coin=self.coin, people=FULL)
        return price(basket, self.near)


def _choices(one: Promotion, met: Sequence[Promotion], found: Search) -> list[tuple[str, ...]]:
    """Codes that a buyer may name; always with a code of this promotion, where it asks for one."""
    own = _code(one) if one.by_coupon else ""
    codes = sorted({code for promotion in met if promotion != one and (code := _code(promotion))})
    if len(codes) <= MOST_CODES:
        chosen = [choice for size in range(len(codes) + 1) for choice in combinations(codes, size)]
    else:
        found.is_whole = False
        chosen = [(), *((code,) for code in codes), tuple(codes)]
    return [((own, *choice) if own else choice) for choice in chosen]


def _code(promotion: Promotion) -> str:
    usable = [coupon for coupon in promotion.coupons if coupon.uses_left != 0 and coupon.budget_left != 0]
    return max(usable, key=lambda one: (one.budget_left is None, one.budget_left or 0, one.code)).code if usable else ""


def _sizes(met: Iterable[Promotion]) -> set[int]:
    """Pieces that thresholds in pieces and sets ask for, once and as often as they are given at most."""
    found = set()
    for tier in (tier for promotion in met for tier in promotion.tiers):
        size = -(-tier.set_pieces // PIECE)
        found |= {size, size * (tier.most_times or 1)} if size else set()
    return found | {-(-many // size) * size for many in found for size in found}


def _reaching(priced: Priced, met: Iterable[Promotion], sizes: Iterable[int]) -> set[int]:
    """Pieces with which each threshold in money is reached at what one is worth in a basket, and whole sets of them.

    That is the list price, what the prices of items leave of it, or what all leave, by what the threshold is judged on.
    """
    pieces, worths = priced.basket.lines[0].pieces // PIECE, worths_of(priced)
    reached = {
        many
        for promotion in met for tier in promotion.tiers if tier.threshold
        for worth in worths if worth
        for many in _reached(tier.threshold * pieces, worth, promotion.kind in REPEATS)
    }  # fmt: skip
    return reached | {-(-many // size) * size for many in reached for size in sizes}


def _reached(threshold: int, worth: int, repeats: bool) -> set[int]:
    """Pieces with which a threshold is reached, and where it repeats, reached several times with the least over."""
    often = min(range(1, MOST_TIMES + 1), key=lambda times: -(-threshold * times // worth) * worth / times)
    return {-(-threshold * times // worth) for times in ((1, often) if repeats else (1,))}
