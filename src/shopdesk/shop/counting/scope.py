"""Which SKUs at which places a session asks for, and the class of a SKU that decides how often it is counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select, and_, case, exists, func, or_, select, type_coerce

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.counting.rules import A_SHARE, B_SHARE, Scope, draw, refuse_scope
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.rules import WarehouseState
from shopdesk.store.tables import (
    BundlePart,
    GoodsMonth,
    Product,
    Sku,
    SkuPlace,
    StockCount,
    StockCountLine,
    StockLevel,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE


class Asked(NamedTuple):
    """A SKU at a place."""

    sku_id: int
    place_id: int


class _Found(NamedTuple):
    sku_id: int
    place_id: int
    is_there: bool
    """Something of it lies there, or it is its shelf: a place that is neither is asked for only in want of another."""


def find_scope(tx: Tx, scope: Scope) -> list[Asked]:
    """What a scope asks for, by place and code; UserError where it says nothing that could be counted."""
    refuse_scope(scope)
    if scope.free:
        return []
    places = find_places(tx, scope)
    rows = [_Found(row[0], row[1], bool(row[2])) for row in tx.rows(_lying(scope, places, tx.now))]
    if (main := main_warehouse(tx)) in places:
        rows += [_Found(sku_id, main, False) for sku_id in tx.scalars(_never_there(scope, places, tx.now))]
    held = {row.sku_id for row in rows if row.is_there}
    asked = [Asked(row.sku_id, row.place_id) for row in rows if row.is_there or row.sku_id not in held]
    if scope.sample is not None:
        drawn = set(draw(list(dict.fromkeys(one.sku_id for one in asked)), scope.sample, scope.seed))
        asked = [one for one in asked if one.sku_id in drawn]
    return list(dict.fromkeys(asked))


def find_places(tx: Tx, scope: Scope) -> list[int]:
    """The place of a scope with its shelves, or only the shelves that it names."""
    if scope.shelves:
        return list(scope.shelves)
    place = scope.place_id or main_warehouse(tx)
    shelves = select(Warehouse.warehouse_id).where(
        Warehouse.parent_id == place, Warehouse.kind == "shelf", Warehouse.state == WarehouseState.ACTIVE.value
    )
    return [place, *tx.scalars(shelves.order_by(Warehouse.code))]


def since_month(now: datetime) -> str:
    """The first month of the twelve whose revenue decides the class."""
    day = now - timedelta(days=365)
    return f"{day:%Y-%m}"


def classes(month: str) -> FromClause:
    """SQL: sku_id and "A", "B" or "C" (`abc`) of every SKU that sold since a month; what sold nothing is C.

    By revenue from the best seller on: A while what comes before is below 80 % of all, B below 95 %.
    """
    amount = type_coerce(func.sum(GoodsMonth.amount - GoodsMonth.discount), WHOLE)
    sold = (
        select(GoodsMonth.sku_id, amount.label("revenue"))
        .where(GoodsMonth.month >= month, GoodsMonth.order_kind == "sale", GoodsMonth.line_kind == "product")
        .group_by(GoodsMonth.sku_id)
        .having(amount > 0)
        .subquery("sold")
    )
    revenue = sold.c.revenue
    before = func.sum(revenue).over(order_by=(revenue.desc(), sold.c.sku_id)) - revenue
    everything = func.sum(revenue).over()
    named = case((before * 100 < everything * A_SHARE, "A"), (before * 100 < everything * B_SHARE, "B"), else_="C")
    return select(sold.c.sku_id, named.label("abc")).subquery("classes")


def last_counts(places: Sequence[int] | None = None) -> FromClause:
    """SQL: sku_id and when it was last counted (`at`), anywhere or at one of these places. Only counts move it."""
    wanted = select(
        StockCountLine.sku_id, type_coerce(func.max(StockCountLine.counted_at), WHOLE).label("at")
    ).group_by(StockCountLine.sku_id)
    if places is not None:
        wanted = wanted.join(StockCount, StockCount.count_id == StockCountLine.count_id)
        wanted = wanted.where(StockCount.warehouse_id.in_(places))
    return wanted.subquery("last_counts")


def no_bundle() -> Any:
    """SQL: the SKU is no bundle: nothing of a bundle lies on a shelf."""
    return ~exists().where(BundlePart.sku_id == Sku.sku_id)


def _lying(scope: Scope, places: Sequence[int], now: datetime) -> Select[Any]:
    """SKUs that have or had pieces at these places, or whose shelf is among them."""
    home = and_(SkuPlace.sku_id == Sku.sku_id, SkuPlace.place_id == Warehouse.warehouse_id)
    level = and_(StockLevel.sku_id == Sku.sku_id, StockLevel.warehouse_id == Warehouse.warehouse_id)
    is_home = SkuPlace.sku_place_id.is_not(None)
    is_there = case((or_(is_home, func.coalesce(StockLevel.on_hand, 0) != 0), True), else_=False)
    return _narrowed(
        select(Sku.sku_id, Warehouse.warehouse_id, is_there)
        .select_from(
            Sku.__table__.join(Product.__table__, Product.product_id == Sku.product_id)
            .join(Warehouse.__table__, Warehouse.warehouse_id.in_(places))
            .outerjoin(StockLevel.__table__, level)
            .outerjoin(SkuPlace.__table__, home)
        )
        .where(or_(StockLevel.sku_id.is_not(None), is_home))
        .order_by(Warehouse.code, Sku.code),
        scope, places, now,
    )  # fmt: skip


def _never_there(scope: Scope, places: Sequence[int], now: datetime) -> Select[Any]:
    """SKUs that have never been anywhere: where they would be is the main warehouse."""
    nowhere = ~exists().where(StockLevel.sku_id == Sku.sku_id) & ~exists().where(SkuPlace.sku_id == Sku.sku_id)
    wanted = (
        select(Sku.sku_id)
        .select_from(Sku.__table__.join(Product.__table__, Product.product_id == Sku.product_id))
        .where(nowhere)
        .order_by(Sku.code)
    )
    return _narrowed(wanted, scope, places, now)


def _narrowed(wanted: Select[Any], scope: Scope, places: Sequence[int], now: datetime) -> Select[Any]:
    """What a scope says of the SKU itself."""
    wanted = wanted.where(Sku.state != ProductState.WITHDRAWN.value, no_bundle())
    if scope.categories:
        wanted = wanted.where(Product.category.in_(scope.categories))
    if scope.classes:
        abc = classes(since_month(now))
        wanted = wanted.outerjoin(abc, abc.c.sku_id == Sku.sku_id)
        wanted = wanted.where(func.coalesce(abc.c.abc, "C").in_(scope.classes))
    if scope.idle_days is not None:
        last = last_counts(places)
        limit = int((now - timedelta(days=scope.idle_days)).timestamp())
        wanted = wanted.outerjoin(last, last.c.sku_id == Sku.sku_id)
        wanted = wanted.where(or_(last.c.at.is_(None), last.c.at <= limit))
    return wanted
