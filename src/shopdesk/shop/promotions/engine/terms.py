"""What the price engine is told by the store: promotions, what is left of their coupons, and what combines."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, type_coerce

from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.promotions.engine.priced import Terms
from shopdesk.shop.promotions.outcome.spent import spent_of
from shopdesk.shop.promotions.rules import (
    PIECE,
    SHARE,
    Basis,
    Coupon,
    Goods,
    Layer,
    Level,
    Pair,
    Promotion,
    PromotionKind,
    Scope,
    ScopeKind,
    Stacking,
    State,
    Tier,
)
from shopdesk.store.tables import Coupon as CouponRow
from shopdesk.store.tables import CouponUse, PromotionPair, PromotionScope, PromotionTier, SalesOrder
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_P: Final = PromotionRow.__table__.c
_C: Final = CouponRow.__table__.c
_U: Final = CouponUse.__table__.c
LAYERS_OF: Final = "promotion_layers"
"""The setting: channel code → the order of its layers, where that is not the usual one."""
_WHOLE: Final = (
    "threshold", "threshold_pieces", "off_amount", "off_rate", "fixed_price", "free_pieces", "gift_pieces", "cap",
)  # fmt: skip


def fetch_terms(
    tx: Tx,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    customer_id: int | None = None,
    drafts: Collection[int] = (),
) -> Terms:
    """What baskets of that time are priced by: what is planned, and `drafts` whatever their state.

    `since` is within it, `until` no more; None: no limit. What is left of coupons is what is left now, of a limit by
    customer that of `customer_id`.
    """
    wanted: list[ColumnElement[bool]] = [_P.state == State.PLANNED.value]
    if until is not None:
        wanted.append(_P.starts_at < until)
    if since is not None:
        wanted.append(or_(_P.ends_at.is_(None), _P.ends_at > since))
    promotions = fetch_promotions(tx, or_(and_(*wanted), _P.promotion_id.in_(sorted(drafts))), customer_id)
    return Terms(tuple(promotions), fetch_pairs(tx), fetch_layers(tx))


def fetch_promotions(tx: Tx, where: ColumnElement[bool], customer_id: int | None = None) -> list[Promotion]:
    """Promotions as the price engine has them."""
    budget = type_coerce(_P.budget, WHOLE).label("whole")
    rows = tx.rows(select(PromotionRow.__table__, budget).where(where).order_by(_P.promotion_id))
    ids = select(_P.promotion_id).where(where).scalar_subquery()
    tiers, scopes = _tiers(tx, ids), _scopes(tx, ids)
    coupons, spent = _coupons(tx, ids, customer_id), _spent(tx, ids)
    return [
        replace(
            _plain(row),
            # Free shipping may say no tier: then it holds for every basket.
            tiers=tuple(sorted(tiers[row.promotion_id], key=lambda tier: tier.height)) or (Tier(),),
            scope=scopes.get(row.promotion_id, Scope()),
            coupons=tuple(coupons[row.promotion_id]),
            budget_left=_left(row.whole, spent.get(row.promotion_id, 0)),
        )
        for row in rows
    ]


def _plain(row: Any) -> Promotion:
    """What the row of a promotion itself says."""
    return Promotion(
        promotion_id=row.promotion_id,
        title=row.title,
        kind=PromotionKind(row.kind),
        level=Level(row.level),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        tiers=(),
        basis=Basis(row.basis),
        stacking=Stacking(row.stacking),
        priority=row.priority,
        by_coupon=row.by_coupon,
        platform_share=int(row.platform_share * SHARE),
        partner_share=int(row.partner_share * SHARE),
    )


def fetch_pairs(tx: Tx) -> tuple[Pair, ...]:
    """The combination table."""
    found = tx.rows(select(PromotionPair.__table__).order_by(PromotionPair.pair_id))
    return tuple(
        Pair(row.promotion_id or Level(row.level), row.other_id or Level(row.other_level), row.may_combine)
        for row in found
    )


def fetch_layers(tx: Tx) -> dict[int | None, tuple[Layer, ...]]:
    """Channel → the order of its layers, where that is not the usual one."""
    told: dict[str, list[str]] = tx.setting(LAYERS_OF, {})
    ids = channel_ids(tx)
    return {ids[code]: tuple(map(Layer, layers)) for code, layers in told.items() if code in ids}


def _left(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def _tiers(tx: Tx, ids: Any) -> dict[int, list[Tier]]:
    columns = PromotionTier.__table__.c
    whole = [type_coerce(columns[name], WHOLE).label(name) for name in _WHOLE]
    wanted = select(columns.promotion_id, *whole, columns.gift_sku_id, columns.most_times, columns.threshold_people)
    found: dict[int, list[Tier]] = defaultdict(list)
    for row in tx.rows(wanted.where(columns.promotion_id.in_(ids)).order_by(columns.tier_id)):
        told = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
        found[told.pop("promotion_id")].append(Tier(**told))
    return found


def _scopes(tx: Tx, ids: Any) -> dict[int, Scope]:
    columns = PromotionScope.__table__.c
    wanted = select(PromotionScope.__table__, type_coerce(columns.pieces, WHOLE).label("whole"))
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in tx.rows(wanted.where(columns.promotion_id.in_(ids)).order_by(columns.scope_id)):
        rows[row.promotion_id].append(row)
    return {promotion_id: _scope(named) for promotion_id, named in rows.items()}


def _scope(rows: Sequence[Any]) -> Scope:
    taken, left_out = ([row for row in rows if bool(row.is_excluded) is out] for out in (False, True))
    return Scope(
        _goods(taken), _goods(left_out),
        frozenset(_of(taken, ScopeKind.CHANNEL, "channel_id")),
        frozenset(_of(left_out, ScopeKind.CHANNEL, "channel_id")),
        frozenset(_of(taken, ScopeKind.GROUP, "name")),
        frozenset(_of(left_out, ScopeKind.GROUP, "name")),
        _set_of([row for row in taken if row.kind == ScopeKind.SKU]),
    )  # fmt: skip


def _set_of(rows: Sequence[Any]) -> dict[int, int]:
    """SKU → its pieces in a set: where one says how many, the others are one each."""
    return {row.sku_id: row.whole or PIECE for row in rows} if any(row.whole for row in rows) else {}


def _goods(rows: Iterable[Any]) -> Goods:
    listed = list(rows)
    return Goods(
        frozenset(_of(listed, ScopeKind.SKU, "sku_id")),
        frozenset(_of(listed, ScopeKind.PRODUCT, "product_id")),
        frozenset(_of(listed, ScopeKind.CATEGORY, "name")),
    )


def _of(rows: Iterable[Any], kind: ScopeKind, name: str) -> list[Any]:
    return [getattr(row, name) for row in rows if row.kind == kind]


def _coupons(tx: Tx, ids: Any, customer_id: int | None) -> dict[int, list[Coupon]]:
    used = {row.coupon_id: row for row in tx.rows(_uses(ids))}
    own = {}
    if customer_id is not None:
        orders = select(SalesOrder.order_id).where(SalesOrder.customer_id == customer_id)
        own = {row.coupon_id: row.uses for row in tx.rows(_uses(ids).where(_U.order_id.in_(orders)))}
    budget = type_coerce(_C.budget, WHOLE).label("whole")
    wanted = select(CouponRow.__table__, budget).where(_C.promotion_id.in_(ids)).order_by(_C.coupon_id)
    found: dict[int, list[Coupon]] = defaultdict(list)
    for row in tx.rows(wanted):
        uses, spent = (used[row.coupon_id].uses, used[row.coupon_id].amount) if row.coupon_id in used else (0, 0)
        limits = [_left(row.most_uses, uses), _left(row.most_each, own.get(row.coupon_id, 0))]
        left = min((limit for limit in limits if limit is not None), default=None)
        found[row.promotion_id].append(Coupon(row.code, left, _left(row.whole, spent)))
    return found


def _uses(ids: Any) -> Any:
    amount = func.coalesce(func.sum(type_coerce(_U.amount, WHOLE)), 0).label("amount")
    made = select(_U.coupon_id, func.count().label("uses"), amount)
    made = made.join_from(CouponUse.__table__, CouponRow.__table__, _C.coupon_id == _U.coupon_id)
    return made.where(_C.promotion_id.in_(ids)).group_by(_U.coupon_id)


def _spent(tx: Tx, ids: Any) -> dict[int, int]:
    """What promotions took off so far."""
    found = tx.rows(select(_P.promotion_id, spent_of(_P.promotion_id).label("spent")).where(_P.promotion_id.in_(ids)))
    return {promotion_id: int(spent) for promotion_id, spent in found}
