"""A price in words: how each promotion came to what it took off, and why others did not hold."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from shopdesk.shop.promotions.engine.priced import Limit, Missed, Priced, Step, Why
from shopdesk.shop.promotions.rules import PIECE, SETS, SHARE, Layer, PromotionKind, Tier
from shopdesk.shop.promotions.sheets import LAYER_NAMES
from shopdesk.text import N_, _, n_

SCALE: Final = 10_000
_LIMITS: Final = {
    Limit.CAP: N_("at most {amount}"),
    Limit.BUDGET: N_("the budget has {amount} left"),
    Limit.LEFT: N_("no more than {amount} is left"),
}
_MISSED: Final = {
    Why.NOT_YET: N_("It has not begun."),
    Why.OVER: N_("It is over."),
    Why.NOT_FOR: N_("It is for another channel or group of customers."),
    Why.UNKNOWN_CODE: N_("No promotion has this code."),
    Why.USED_UP: N_("It is used up."),
    Why.NO_GOODS: N_("Nothing in the basket is among its goods."),
    Why.EXCLUDED: N_("Another promotion excludes it."),
    Why.NOTHING: N_("It takes nothing off."),
}
Said = Callable[[int], str]


def plain(amount: int) -> str:
    """An amount of the engine as people write it, without a currency: "1,234.50", and "1.234" of coins as small."""
    digits = next(digits for digits in (2, 3, 4) if amount % 10 ** (4 - digits) == 0)
    return f"{Decimal(amount) / SCALE:,.{digits}f}"


def step_words(step: Step, money: Said = plain) -> str:
    """How a step came to what it took off: what was judged, which tier, how often, and what limited it."""
    parts = [_judged(step, money), _given(step, money)]
    if step.limit is not Limit.NONE:
        parts.append(_(_LIMITS[step.limit]).format(amount=money(step.amount)))
    if step.coupon:
        parts.append(_("by code {code}").format(code=step.coupon))
    return ", ".join(part for part in parts if part)


def _judged(step: Step, money: Said) -> str:
    tier, kind = step.tier, step.promotion.kind
    if kind is PromotionKind.POINTS:
        return _("{points} points").format(points=f"{step.pieces // PIECE:,}")
    if tier.threshold:
        return _("{base} reaches {threshold}").format(base=money(step.base), threshold=money(tier.threshold))
    if tier.threshold_people:
        return _("from {people} people on who buy together").format(people=tier.threshold_people)
    if tier.threshold_pieces:
        return _("{pieces} pieces reach {threshold}").format(
            pieces=_pieces(step.pieces), threshold=_pieces(tier.set_pieces)
        )
    return _("of {base}").format(base=money(step.base)) if step.layer is not Layer.SHIPPING else ""


def _given(step: Step, money: Said) -> str:
    tier, kind = step.tier, step.promotion.kind
    if kind is PromotionKind.GIFT:
        return _("{pieces} pieces as a gift").format(pieces=_pieces(sum(gift.pieces for gift in step.gifts)))
    if kind in SETS:
        said = n_("{times} set: {amount} off", "{times} sets: {amount} off", step.times)
        return said.format(times=step.times, amount=money(step.wanted))
    said = _off(tier, money)
    return _("{times} times {off}").format(times=step.times, off=said) if step.times > 1 else said


def _off(tier: Tier, money: Said) -> str:
    if tier.off_rate is not None:
        share = f"{(Decimal(tier.off_rate) * 100 / SHARE).normalize():f}"
        return _("{share} % off").format(share=share)
    if tier.fixed_price is not None:
        return _("for {price} a piece").format(price=money(tier.fixed_price))
    return _("free shipping") if tier.off_amount is None else _("{amount} off").format(amount=money(tier.off_amount))


def _pieces(pieces: int) -> str:
    return f"{(Decimal(pieces) / PIECE).normalize():f}"


def missed_words(missed: Missed, money: Said = plain) -> str:
    """Why a promotion did not hold, and what is missing until it does."""
    if missed.why is not Why.BELOW:
        return _(_MISSED[missed.why])
    if missed.short_people:
        said = n_("{count} more person has to join.", "{count} more people have to join.", missed.short_people)
        return said.format(count=missed.short_people)
    if missed.short_pieces:
        return _("{pieces} pieces are missing.").format(pieces=_pieces(missed.short_pieces))
    return _("{amount} is missing.").format(amount=money(missed.short))


def layer_words(layer: Layer) -> str:
    """What a layer is called."""
    return _(LAYER_NAMES[layer])


def step_rows(priced: Priced) -> list[tuple[object, ...]]:
    """The steps as rows of the sheet STEPS."""
    return [
        (
            number, layer_words(step.layer), step.promotion.title, step_words(step),
            Decimal(step.base) / SCALE, Decimal(step.amount) / SCALE, Decimal(step.left) / SCALE,
        )
        for number, step in enumerate(priced.steps, 1)
    ]  # fmt: skip


def line_rows(priced: Priced) -> list[tuple[object, ...]]:
    """The lines as rows of the sheet SHARES."""
    made: list[tuple[object, ...]] = []
    for number, (line, listed, paid) in enumerate(zip(priced.basket.lines, priced.listed, priced.paid, strict=True), 1):
        pieces = Decimal(line.pieces) / PIECE
        amounts = [Decimal(amount) / SCALE for amount in (line.price, listed, listed - paid, paid)]
        made.append((number, line.code, pieces, *amounts, round(amounts[-1] / pieces, 4)))
    return made
