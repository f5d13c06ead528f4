"""Promotions and baskets for tests of the price engine, written in whole money and pieces."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shopdesk.shop.promotions.engine.priced import Priced, Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.rules import (
    SHARE,
    Basket,
    Level,
    Line,
    Pair,
    Promotion,
    PromotionKind,
    Tier,
    usual_basis,
)
from shopdesk.shop.promotions.tiers import parse_tiers

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
STARTS = datetime(2026, 11, 1, tzinfo=UTC)
ENDS = datetime(2026, 12, 1, tzinfo=UTC)
_SCALES = {
    "threshold_pieces": 1_000,
    "free_pieces": 1_000,
    "gift_pieces": 1_000,
    "off_rate": SHARE,
    "most_times": 1,
    "threshold_people": 1,
}


def money(told: str | int) -> int:
    """An amount as the engine has it."""
    return int(Decimal(told) * 10_000)


def tiers(words: str) -> tuple[Tier, ...]:
    """Tiers of their words; a gift is the SKU with the number in brackets."""
    made = []
    for told in parse_tiers(words):
        gift = told.pop("gift", None)
        scaled = {name: int(Decimal(str(value)) * _SCALES.get(name, 10_000)) for name, value in told.items()}
        made.append(Tier(**scaled, gift_sku_id=None if gift is None else int(str(gift))))
    return tuple(made)


def promo(number: int, kind: PromotionKind, level: Level, words: str = "", **more: Any) -> Promotion:
    """A promotion of November 2026."""
    more.setdefault("basis", usual_basis(kind, level, more.get("by_coupon", False)))
    more = {"starts_at": STARTS, "ends_at": ENDS, "title": f"P{number}", **more}
    return Promotion(promotion_id=number, kind=kind, level=level, tiers=tiers(words) or (Tier(),), **more)


def line(code: str, price_of_one: str | int, pieces: int = 1, **more: Any) -> Line:
    """Whole pieces of a SKU; its id is the number in its code, where there is one."""
    number = int("".join(filter(str.isdigit, code)) or 0)
    return Line(code, money(price_of_one), pieces * 1_000, **{"sku_id": number, **more})


def till(lines: list[Line], *promotions: Promotion, pairs: tuple[Pair, ...] = (), **more: Any) -> Priced:
    """What a basket of lines pays at noon of double 11."""
    return price(Basket(tuple(lines), **{"moment": NOON, **more}), Terms(promotions, pairs))


def yuan(amount: int) -> Decimal:
    """An amount of the engine in whole money."""
    return Decimal(amount) / 10_000
