"""Reading promotions: the list by the clock, coupons and their uses, and the combination table."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func, null, select, type_coerce

from shopdesk.shop.promotions.outcome.spent import spent_of
from shopdesk.shop.promotions.rules import Level, Phase, ScopeKind, State
from shopdesk.shop.promotions.sheets import COMBINATIONS, COUPON_USES, COUPONS, LEVELS, PROMOTIONS
from shopdesk.shop.promotions.tiers import tier_words
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import (
    Channel,
    CouponUse,
    Product,
    PromotionPair,
    PromotionScope,
    PromotionTier,
    SalesOrder,
    Sku,
)
from shopdesk.store.tables import Coupon as CouponRow
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx, now_utc
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import _

_P: Final = PromotionRow.__table__.c
_T: Final = PromotionTier.__table__.c
_S: Final = PromotionScope.__table__.c
_C: Final = CouponRow.__table__.c
_U: Final = CouponUse.__table__.c
_K: Final = Sku.__table__.c
_BETWEEN: Final = ";"
_PART: Final = 500


def find_promotions(tx: Tx, numbers: Collection[str]) -> dict[str, int]:
    """Number → promotion_id, of those numbers that there are."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), _PART):
        part = sorted(numbers)[start : start + _PART]
        rows = tx.rows(select(_P.promotion_no, _P.promotion_id).where(_P.promotion_no.in_(part)))
        found |= dict(map(tuple, rows))
    return found


def _text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A whole number as text, "" where there is none."""
    return func.coalesce(cast(type_coerce(column, WHOLE), String), "")


_TIER_FIELDS: Final = (
    ("threshold", MONEY_SCALE), ("threshold_pieces", QUANTITY_SCALE), ("off_amount", MONEY_SCALE),
    ("off_rate", RATE_SCALE), ("fixed_price", MONEY_SCALE), ("free_pieces", QUANTITY_SCALE),
    ("gift_pieces", QUANTITY_SCALE), ("cap", MONEY_SCALE), ("most_times", 1), ("threshold_people", 1),
)  # fmt: skip


def _tiers_raw() -> ColumnElement[Any]:
    """The tiers of a promotion as one text; `_spoken_tiers` says it as people write it."""
    parts: ColumnElement[str] = func.coalesce(_K.code, "")
    for name, _scale in reversed(_TIER_FIELDS):
        parts = _text(_T[name]) + "," + parts
    made = select(func.aggregate_strings(parts, "\n"))
    made = made.select_from(PromotionTier.__table__.outerjoin(Sku.__table__, _K.sku_id == _T.gift_sku_id))
    return made.where(_T.promotion_id == _P.promotion_id).correlate(PromotionRow.__table__).scalar_subquery()


def _spoken_tiers(raw: str, _row: tuple[Any, ...]) -> str:
    return tier_words([_tier_told(line) for line in raw.split("\n") if line])


def _tier_told(line: str) -> dict[str, Decimal | str | int | None]:
    *numbers, gift = line.split(",", len(_TIER_FIELDS))
    told: dict[str, Decimal | str | int | None] = {
        name: int(text) if scale == 1 else Decimal(text) / scale
        for (name, scale), text in zip(_TIER_FIELDS, numbers, strict=True)
        if text
    }
    return told | ({"gift": gift} if gift else {})


def _named(kind: ScopeKind) -> ColumnElement[Any]:
    """What a scope names of one kind, with ; between: ! before what is left out, pieces of a set behind a SKU."""
    title = {
        ScopeKind.SKU: _K.code,
        ScopeKind.PRODUCT: Product.__table__.c.title,
        ScopeKind.CHANNEL: Channel.__table__.c.title,
    }.get(kind, _S.name)
    sign = case((type_coerce(_S.is_excluded, WHOLE) == 1, "!"), else_="")
    pieces = type_coerce(_S.pieces, WHOLE)
    behind = case((pieces.is_not(null()), "*" + cast(pieces // QUANTITY_SCALE, String)), else_="")
    origin = (
        PromotionScope.__table__.outerjoin(Sku.__table__, _K.sku_id == _S.sku_id)
        .outerjoin(Product.__table__, Product.__table__.c.product_id == _S.product_id)
        .outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _S.channel_id)
    )
    made = select(func.aggregate_strings(sign + title + behind, _BETWEEN)).select_from(origin)
    return (
        made.where(_S.promotion_id == _P.promotion_id, _S.kind == kind.value)
        .correlate(PromotionRow.__table__)
        .scalar_subquery()
    )


def _spoken_names(value: Any, _row: tuple[Any, ...]) -> str:
    """Titles of channels that the program itself gave, in the language spoken now."""
    parts = str(value).split(_BETWEEN)
    return _BETWEEN.join(f"!{_(part[1:])}" if part.startswith("!") else _(part) for part in parts)


def _codes() -> ColumnElement[Any]:
    """Codes with their limits, as `actions` reads them: CODE*100/1."""
    uses = case((_C.most_uses.is_not(null()), "*" + _text(_C.most_uses)), else_="")
    each = case((_C.most_each.is_not(null()), "/" + _text(_C.most_each)), else_="")
    made = select(func.aggregate_strings(_C.code + uses + each, _BETWEEN)).where(_C.promotion_id == _P.promotion_id)
    return made.correlate(PromotionRow.__table__).scalar_subquery()


def _phase() -> ColumnElement[str]:
    """What a promotion is when the question is asked (`rules.phase_at`)."""
    now = bindparam("now", callable_=lambda: int(now_utc().timestamp()), type_=WHOLE)
    starts, ends = type_coerce(_P.starts_at, WHOLE), type_coerce(_P.ends_at, WHOLE)
    return case(
        (_P.state != State.PLANNED.value, _P.state),
        (starts > now, Phase.PLANNED.value),
        (ends <= now, Phase.ENDED.value),
        else_=Phase.RUNNING.value,
    )


PROMOTION_ROWS: Final = RowSource(
    sheet=PROMOTIONS,
    origin=PromotionRow.__table__,
    row_id=_P.promotion_id,
    values={
        **{column.key: _P[column.key] for column in PROMOTIONS.columns if column.key in _P},
        **{
            key: type_coerce(_P[key], WHOLE) // (RATE_SCALE // SHARE_SCALE)
            for key in ("platform_share", "partner_share")
        },
        "phase": _phase(),
        "tiers": _tiers_raw(),
        "coupons": _codes(),
        "spent": spent_of(_P.promotion_id),
        "channels": _named(ScopeKind.CHANNEL),
        "groups": _named(ScopeKind.GROUP),
        "categories": _named(ScopeKind.CATEGORY),
        "products": _named(ScopeKind.PRODUCT),
        "skus": _named(ScopeKind.SKU),
    },
    search=(_P.promotion_no, _P.title, _P.theme, _P.goal, _P.owner),
    order=(("starts_at", True), ("promotion_no", False)),
    spoken={"tiers": _spoken_tiers, "channels": _spoken_names},
)
"""Every promotion, the latest first; its state follows the clock."""

_USES: Final = (
    select(
        _U.coupon_id,
        func.count().label("uses"),
        func.sum(type_coerce(_U.amount, WHOLE)).label("amount"),
        func.max(_U.used_on).label("last_used_on"),
    )
    .group_by(_U.coupon_id)
    .subquery("coupon_uses")
)
COUPON_ROWS: Final = RowSource(
    sheet=COUPONS,
    origin=CouponRow.__table__.join(PromotionRow.__table__, _P.promotion_id == _C.promotion_id).outerjoin(
        _USES, _USES.c.coupon_id == _C.coupon_id
    ),
    row_id=_C.coupon_id,
    values={
        **{key: _C[key] for key in ("code", "most_uses", "most_each", "budget")},
        "promotion": _P.title,
        "uses": func.coalesce(_USES.c.uses, 0),
        "amount": func.coalesce(_USES.c.amount, 0),
        "last_used_on": _USES.c.last_used_on,
    },
    search=(_C.code, _P.title),
    order=(("code", False),),
)
"""Every code with its limits and uses."""

USE_ROWS: Final = RowSource(
    sheet=COUPON_USES,
    origin=CouponUse.__table__.join(CouponRow.__table__, _C.coupon_id == _U.coupon_id).join(
        SalesOrder.__table__, SalesOrder.__table__.c.order_id == _U.order_id
    ),
    row_id=_U.coupon_use_id,
    values={
        "code": _C.code,
        "order_no": SalesOrder.__table__.c.order_no,
        "amount": _U.amount,
        "used_on": _U.used_on,
    },
    search=(_C.code, SalesOrder.__table__.c.order_no),
    order=(("used_on", True), ("code", False)),
)
"""Every use of a code, the latest first."""

_ONE = PromotionRow.__table__.alias("one")
_OTHER = PromotionRow.__table__.alias("other")
_R: Final = PromotionPair.__table__.c


def _spoken_side(value: Any, _row: tuple[Any, ...]) -> str:
    return _(LEVELS[value].title) if value in LEVELS else str(value)


COMBINATION_ROWS: Final = RowSource(
    sheet=COMBINATIONS,
    origin=PromotionPair.__table__.outerjoin(_ONE, _ONE.c.promotion_id == _R.promotion_id).outerjoin(
        _OTHER, _OTHER.c.promotion_id == _R.other_id
    ),
    row_id=_R.pair_id,
    values={
        "one": func.coalesce(_ONE.c.title, _R.level),
        "other": func.coalesce(_OTHER.c.title, _R.other_level),
        "may_combine": _R.may_combine,
    },
    search=(_ONE.c.title, _OTHER.c.title),
    order=(("one", False), ("other", False)),
    spoken={"one": _spoken_side, "other": _spoken_side},
)
"""The combination table."""


def find_sides(tx: Tx, pair_id: int) -> tuple[int | Level, int | Level] | None:
    """The promotion or the class on each side of a row of the combination table; None where it is gone."""
    found = tx.rows(select(_R.promotion_id, _R.level, _R.other_id, _R.other_level).where(_R.pair_id == pair_id))
    if not found:
        return None
    row = found[0]
    return row.promotion_id or Level(row.level), row.other_id or Level(row.other_level)
