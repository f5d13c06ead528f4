"""Reading the plan: proposals with their cards, the matrix of classes, and the analysis of stock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, literal, select, type_coerce

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.planning.read import (
    Lead,
    OwnPolicy,
    fetch_leads,
    fetch_offers,
    fetch_own_policies,
    fetch_policy,
    lead_of,
    real,
)
from shopdesk.shop.planning.rules import Needs, Why
from shopdesk.shop.planning.sheets import REORDER, STOCK_HEALTH
from shopdesk.shop.profit.figures import money, pieces
from shopdesk.store.filters import SCALES
from shopdesk.store.rows import RowSource, Sort
from shopdesk.store.tables import Change, Product, Sku, SkuPlan, SkuPolicy, SkuValue, Supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, RATE_SCALE, WHOLE, Money, Rate

_S, _P, _K = Sku.__table__.c, Product.__table__.c, SkuPlan.__table__.c
_NAMED: Final = {
    "sku": _S.code,
    "title": case((_S.option.is_(None), _P.title), else_=_P.title + " · " + _S.option),
    "supplier": Supplier.__table__.c.name,
    "category": _P.category,
    "value": SkuValue.__table__.c.value,
    "amount": type_coerce(
        type_coerce(_K.proposal, WHOLE) * type_coerce(_K.unit_cost, WHOLE) // literal(QUANTITY_SCALE, WHOLE), Money()
    ),
}


def _told(column: Column) -> ColumnElement[Any]:
    """SQL: a column of the plan; what is kept as a rate, to the hundredth in the units of its kind, halves up."""
    if column.key in _NAMED:
        return _NAMED[column.key]
    kept = _K[column.key]
    if not isinstance(kept.type, Rate):
        return kept
    scale = SCALES[column.kind]
    finest = min(scale, 10_000 if column.kind is Kind.PERCENT else 100)
    step = RATE_SCALE // finest
    return (type_coerce(kept, WHOLE) + step // 2) // literal(step, WHOLE) * literal(scale // finest, WHOLE)


def _source(sheet: Sheet, order: Sort, *where: ColumnElement[bool]) -> RowSource:
    return RowSource(
        sheet=sheet,
        origin=_ORIGIN,
        row_id=_K.sku_id,
        values={column.key: _told(column) for column in sheet.columns},
        search=(_S.code, _P.title, Supplier.__table__.c.name),
        order=order,
        where=(_S.state != ProductState.WITHDRAWN.value, *where),
    )


_ORIGIN: Final = (
    SkuPlan.__table__.join(Sku.__table__, _S.sku_id == _K.sku_id)
    .join(Product.__table__, _P.product_id == _S.product_id)
    .outerjoin(Supplier.__table__, Supplier.__table__.c.supplier_id == _K.supplier_id)
    .outerjoin(SkuValue.__table__, SkuValue.__table__.c.sku_id == _K.sku_id)
)
REORDER_ROWS: Final = _source(REORDER, (("amount", True), ("sku", False)))
"""Every SKU with its proposal, those that cost most first."""
HEALTH_ROWS: Final = _source(STOCK_HEALTH, (("revenue", True), ("sku", False)))
"""Every SKU with its classes, ages and ratios."""


@dataclass(frozen=True, slots=True)
class Planned:
    """When the plan was figured, and how much has happened since."""

    at: datetime
    on: date
    changes: int


def has_skus(tx: Tx) -> bool:
    """Whether there is anything to plan."""
    return tx.scalar(select(_S.sku_id).where(_S.state != ProductState.WITHDRAWN.value).limit(1)) is not None


def find_planned(tx: Tx) -> Planned | None:
    """None where the shop was never planned."""
    told: dict[str, int] = tx.setting("planned", {})
    if not told:
        return None
    since = select(func.count()).where(Change.change_id > told["change"] + 1)
    at = datetime.fromtimestamp(told["at"], UTC)
    return Planned(at, at.astimezone(tx.zone).date(), int(tx.scalar(since)))


def is_stale(tx: Tx, planned: Planned | None) -> bool:
    """Whether there are SKUs and no plan of today."""
    return (planned is None or planned.on != tx.today) and has_skus(tx)


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal with all that it was figured from, to be figured again with other figures (`rules.propose`)."""

    sku_id: int
    code: str
    title: str
    supplier_id: int | None
    supplier: str | None
    needs: Needs
    own: OwnPolicy
    lift_until: date | None
    sold: float
    spikes: float
    days_in_stock: int
    window_days: int
    lost: float
    lead: Lead


def find_card(tx: Tx, sku_id: int) -> Card | None:
    """The card of a SKU as the plan has it; None where it was not planned yet."""
    found = tx.rows(
        select(
            *_K, _S.code, _NAMED["title"].label("title"), Supplier.name, SkuPolicy.lift_until,
        )
        .select_from(_ORIGIN)
        .outerjoin(SkuPolicy, SkuPolicy.sku_id == _K.sku_id)
        .where(_K.sku_id == sku_id)
    )  # fmt: skip
    if not found:
        return None
    row, policy = found[0], fetch_policy(tx)
    own = fetch_own_policies(tx, tx.today).get(sku_id, OwnPolicy())
    offer = fetch_offers(tx, sku_id).get(sku_id)
    lead = lead_of(own, offer, fetch_leads(tx), row.supplier_id, policy)
    needs = Needs(
        demand=_number(row.demand), sigma=float(row.sigma or 0), lead_days=lead.days,
        lead_sigma=lead.sigma, on_hand=float(row.on_hand), reserved=float(row.reserved),
        on_order=float(row.on_order), service_level=own.service_level or policy.service_level, lift=own.lift,
        unit_cost=_number(row.unit_cost), order_cost=policy.order_cost, holding_rate=policy.holding_rate,
        pack=real(offer.pack) if offer else None, minimum=real(offer.minimum) if offer else None,
        cover_days=policy.cover_days, is_paused=own.is_paused,
        is_tracked=row.why != Why.UNTRACKED,
    )  # fmt: skip
    return Card(
        sku_id, row.code, row.title, row.supplier_id, row.name, needs, own, row.lift_until, float(row.sold),
        float(row.spikes), row.days_in_stock, policy.window_days, float(row.lost), lead,
    )  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix of classes: how many SKUs, their net sales, and what their stock is worth (if known)."""

    abc: str
    xyz: str
    skus: int
    revenue: Decimal
    value: Decimal


def fetch_matrix(tx: Tx) -> list[Cell]:
    """ABC × XYZ: the cells that have any SKU; xyz "" is few data."""
    worth = func.coalesce(func.sum(type_coerce(SkuValue.value, WHOLE)), 0)
    found = tx.rows(
        select(_K.abc, _K.xyz, func.count(), type_coerce(func.sum(type_coerce(_K.revenue, WHOLE)), WHOLE), worth)
        .select_from(_ORIGIN)
        .where(_S.state != ProductState.WITHDRAWN.value)
        .group_by(_K.abc, _K.xyz)
        .order_by(_K.abc, _K.xyz)
    )
    return [Cell(abc, xyz, skus, money(revenue), money(int(worth))) for abc, xyz, skus, revenue, worth in found]


@dataclass(frozen=True, slots=True)
class Age:
    """Pieces on hand that came within a stretch of days, and what those of known cost are worth."""

    key: str
    pieces: Decimal
    value: Decimal


AGES: Final = ("age_30", "age_90", "age_180", "age_365", "age_more")


def fetch_ages(tx: Tx) -> list[Age]:
    """How old the stock of the shop is, youngest first."""
    cost = func.coalesce(type_coerce(_K.unit_cost, WHOLE), 0)
    found = tx.rows(
        select(
            *(func.sum(type_coerce(_K[key], WHOLE)).label(key) for key in AGES),
            *(func.sum(type_coerce(_K[key], WHOLE) * cost // QUANTITY_SCALE).label(f"{key}_worth") for key in AGES),
        )
        .select_from(_ORIGIN)
        .where(_S.state != ProductState.WITHDRAWN.value)
    )[0]
    lying, worth = found[: len(AGES)], found[len(AGES) :]
    return [
        Age(key, pieces(int(there or 0)), money(int(value or 0)))
        for key, there, value in zip(AGES, lying, worth, strict=True)
    ]
