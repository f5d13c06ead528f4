"""Whether a promotion makes sense before it is kept: its days, its shares, and what tiers of its kind must say."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from shopdesk.shop.promotions.rules import SETS, Level, PromotionKind
from shopdesk.shop.promotions.tiers import Told
from shopdesk.text import N_, UserError

_OFF: Final = frozenset({"off_amount", "off_rate"})
_FREE: Final = frozenset({"free_pieces"})
_GIVES: Final = _OFF | _FREE | {"fixed_price"}
_FROM: Final = frozenset({"threshold", "threshold_pieces"})
_PEOPLE: Final = frozenset({"threshold_people"})
NEEDS: Final[Mapping[PromotionKind, tuple[frozenset[str], ...]]] = MappingProxyType(
    {
        PromotionKind.PERCENT_OFF: (frozenset({"off_rate"}),),
        PromotionKind.AMOUNT_OFF: (frozenset({"off_amount"}),),
        PromotionKind.EVERY_FULL: (_FROM, frozenset({"off_amount"})),
        PromotionKind.ONCE_FULL: (_FROM | _PEOPLE, _OFF),
        PromotionKind.FIXED_PRICE: (frozenset({"fixed_price"}),),
        PromotionKind.GROUP_PRICE: (_PEOPLE, _OFF | {"fixed_price"}),
        PromotionKind.MEMBER_PRICE: (frozenset({"fixed_price", "off_rate"}),),
        PromotionKind.BUY_GET: (frozenset({"threshold_pieces"}), _FREE),
        PromotionKind.NTH_PIECE: (frozenset({"threshold_pieces"}), _FREE, _OFF | {"fixed_price"}),
        PromotionKind.BUNDLE: (frozenset({"fixed_price", "off_amount", "off_rate"}),),
        PromotionKind.GIFT: (frozenset({"gift"}),),
        PromotionKind.POINTS: (frozenset({"threshold_pieces"}), frozenset({"off_amount"})),
        PromotionKind.FREE_SHIPPING: (),
    }
)
"""Of each of these groups, a tier of the kind says one."""
EXAMPLES: Final[Mapping[PromotionKind, str]] = MappingProxyType(
    {
        PromotionKind.PERCENT_OFF: "-10%",
        PromotionKind.AMOUNT_OFF: "-5",
        PromotionKind.EVERY_FULL: "300-50",
        PromotionKind.ONCE_FULL: "300-30;600-80",
        PromotionKind.FIXED_PRICE: "=49.90",
        PromotionKind.GROUP_PRICE: "2ppl=79;5ppl=69",
        PromotionKind.MEMBER_PRICE: "-5%",
        PromotionKind.BUY_GET: "2pc+1",
        PromotionKind.NTH_PIECE: "2nd-50%",
        PromotionKind.BUNDLE: "3pc=99",
        PromotionKind.GIFT: "300+[SKU]*1",
        PromotionKind.POINTS: "100pc-1",
        PromotionKind.FREE_SHIPPING: "99",
    }
)
USUAL_LEVELS: Final[Mapping[PromotionKind, Level]] = MappingProxyType(
    {
        PromotionKind.EVERY_FULL: Level.ORDER,
        PromotionKind.ONCE_FULL: Level.ORDER,
        PromotionKind.GIFT: Level.ORDER,
        PromotionKind.POINTS: Level.PLATFORM,
        PromotionKind.FREE_SHIPPING: Level.SHIPPING,
    }
)
"""The class of a kind where nobody says otherwise; of every other kind it is that of items."""
_OF_PIECES: Final = SETS | {PromotionKind.FIXED_PRICE, PromotionKind.GROUP_PRICE}


def check_tiers(kind: PromotionKind, tiers: Sequence[Told]) -> None:
    """UserError where a tier of the kind lacks what the kind is about, or takes off more than all.

    Free pieces, and the n-th piece, are a matter of their kinds: elsewhere nobody would see that they give nothing.
    """
    for told in tiers:
        strange = told.keys() & _GIVES - frozenset().union(*NEEDS[kind]) if told.keys() >= _FREE else ()
        if strange or any(not group & told.keys() for group in NEEDS[kind]):
            raise UserError(
                N_("A tier of this kind is written like {example}."), code="tier", example=EXAMPLES[kind]
            )  # fmt: skip
        rate = told.get("off_rate")
        if isinstance(rate, Decimal) and not 0 < rate <= 1:
            raise UserError(N_("A share taken off lies above 0 and up to 100 %."), code="rate")
        counted = (_FROM | _PEOPLE | _FREE | {"gift_pieces", "most_times"}) & told.keys()
        if kind is PromotionKind.NTH_PIECE:
            counted -= {"threshold_pieces"}  # before the first piece there is none
        if any(not told[name] for name in counted):
            raise UserError(N_("Thresholds and pieces of a tier lie above zero."), code="tier")
    if not tiers and kind is not PromotionKind.FREE_SHIPPING:
        raise UserError(N_("A tier of this kind is written like {example}."), code="tier", example=EXAMPLES[kind])
    heights = [tuple(map(told.get, ("threshold", "threshold_pieces", "threshold_people"))) for told in tiers]
    if len(set(heights)) < len(heights):
        raise UserError(N_("Two tiers have the same threshold."), code="tier")


def check_level(kind: PromotionKind, level: Level) -> None:
    """UserError where a kind cannot be of a class."""
    if (level is Level.SHIPPING) is not (kind is PromotionKind.FREE_SHIPPING):
        raise UserError(N_("Free shipping is of the class shipping, and nothing else is."), code="level")
    if kind is PromotionKind.POINTS and level is Level.ITEM:
        raise UserError(N_("Points pay whole orders, not items."), code="level")
    if kind in _OF_PIECES and level is not Level.ITEM:
        raise UserError(N_("Prices of pieces and sets are of the class item."), code="level")


def check_facts(row: Mapping[str, Any]) -> None:
    """UserError where title, days or shares of a promotion cannot be; the values are those of its columns."""
    if not row.get("title"):
        raise UserError(N_("A promotion needs a title."), code="required")
    starts, ends = row.get("starts_at"), row.get("ends_at")
    if not isinstance(starts, datetime):
        raise UserError(N_("A promotion needs a start."), code="required")
    if ends is not None and ends <= starts:
        raise UserError(N_("A promotion ends after it has started."), code="backwards")
    shares = [row.get("platform_share") or Decimal(0), row.get("partner_share") or Decimal(0)]
    if min(shares) < 0 or sum(shares) > 1:
        raise UserError(N_("Platform and partner bear from 0 to 100 % together."), code="share")
    if (row.get("budget") or 0) < 0:
        raise UserError(N_("A budget cannot be below zero."), code="negative")


def check_members(kind: PromotionKind, level: Level, groups: Collection[object], tiers: Sequence[Told]) -> None:
    """UserError where a member price says no group, or a price where only a share can be taken off an order."""
    if kind is not PromotionKind.MEMBER_PRICE:
        return
    if not groups:
        raise UserError(N_("A member price needs the group of customers that it is for."), code="required")
    if level is not Level.ITEM and any("fixed_price" in told for told in tiers):
        raise UserError(N_("Prices of pieces and sets are of the class item."), code="level")
