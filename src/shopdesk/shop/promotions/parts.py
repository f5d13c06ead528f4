"""Writing what belongs to a promotion: its tiers and scope, and whether all of it makes sense together."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import DeclarativeBase

from shopdesk.shop.promotions.checks import check_facts, check_level, check_members, check_tiers
from shopdesk.shop.promotions.coupons import write_coupons
from shopdesk.shop.promotions.rules import Level, PromotionKind, ScopeKind
from shopdesk.shop.promotions.scopes import COLUMNS, coupon_rows, find_sku_id, scope_rows
from shopdesk.shop.promotions.tiers import parse_tiers
from shopdesk.store.tables import Promotion, PromotionScope, PromotionTier
from shopdesk.store.tx import Tx


def write_parts(tx: Tx, promotion_id: int, values: Mapping[str, Any]) -> int:
    """Tiers, scope and coupons of the words in `values`; those that it does not name stay. Returns what changed."""
    changed = 0
    if "tiers" in values:
        changed += _write_tiers(tx, promotion_id, str(values["tiers"] or ""))
    for column, kind in COLUMNS.items():
        if column in values:
            rows = scope_rows(tx, column, str(values[column] or ""))
            changed += _replace(tx, PromotionScope, "scope_id", promotion_id, rows, PromotionScope.kind == kind.value)
    if "coupons" in values:
        changed += write_coupons(tx, promotion_id, coupon_rows(tx, str(values["coupons"] or "")))
    return changed


def clear(tx: Tx, model: type[DeclarativeBase], key: str, promotion_id: int, *where: ColumnElement[bool]) -> None:
    """Delete the rows of a promotion."""
    columns = model.__table__.c
    for row_id in tx.scalars(select(columns[key]).where(columns.promotion_id == promotion_id, *where)):
        tx.delete(model, row_id)


def check_whole(tx: Tx, promotion_id: int) -> None:
    """UserError where a promotion, as it was just written, makes no sense."""
    row = tx.rows(select(Promotion.__table__).where(Promotion.promotion_id == promotion_id))[0]
    kind, level = PromotionKind(row.kind), Level(row.level)
    check_facts(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
    check_level(kind, level)
    tiers = _stored_tiers(tx, promotion_id)
    check_tiers(kind, tiers)
    groups = select(PromotionScope.name).where(
        PromotionScope.promotion_id == promotion_id,
        PromotionScope.kind == ScopeKind.GROUP.value,
        PromotionScope.is_excluded == 0,
    )
    check_members(kind, level, tx.scalars(groups), tiers)


def _stored_tiers(tx: Tx, promotion_id: int) -> list[dict[str, Any]]:
    """Tiers by their columns, the gift by its SKU; what a tier does not say is left out."""
    found = tx.rows(select(PromotionTier.__table__).where(PromotionTier.promotion_id == promotion_id))
    told = [dict(row._mapping) for row in found]  # noqa: SLF001 - as above
    return [
        {"gift" if name == "gift_sku_id" else name: value for name, value in row.items() if value is not None}
        for row in told
    ]


def _write_tiers(tx: Tx, promotion_id: int, text: str) -> int:
    rows = []
    for told in parse_tiers(text):
        gift = told.pop("gift", None)
        rows.append({**told, **({} if gift is None else {"gift_sku_id": find_sku_id(tx, str(gift))})})
    return _replace(tx, PromotionTier, "tier_id", promotion_id, rows)


def _replace(
    tx: Tx, model: type[DeclarativeBase], key: str, promotion_id: int,
    rows: Sequence[Mapping[str, Any]], *where: ColumnElement[bool],
) -> int:  # fmt: skip
    """Let a promotion have these rows and no others; returns whether that is anything new."""
    columns = model.__table__.c
    names = [column.name for column in columns if column.name not in {key, "promotion_id"}]
    own = select(*(columns[name] for name in names)).where(columns.promotion_id == promotion_id, *where)
    wanted = [tuple(row.get(name) for name in names) for row in rows]
    if [tuple(row) for row in tx.rows(own.order_by(columns[key]))] == wanted:
        return 0
    clear(tx, model, key, promotion_id, *where)
    for row in rows:
        tx.insert(model, promotion_id=promotion_id, **row)
    return 1
