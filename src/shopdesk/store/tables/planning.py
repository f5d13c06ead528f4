"""What a person decided about the stock of a SKU, and what planning figured of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, pieces
from shopdesk.store.types import Rate


class SkuPolicy(Base):
    """What a person decided about the stock of a SKU; None: as the shop does in general."""

    __tablename__ = "sku_policy"
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"), primary_key=True)
    warning_level: Mapped[Decimal | None] = pieces()
    service_level: Mapped[Decimal | None]
    """Chance that the stock lasts until the next delivery: 0.95."""
    lead_days: Mapped[int | None]
    lift: Mapped[Decimal | None]
    """Demand to come by demand so far: 1.3 for a season or a promotion."""
    lift_until: Mapped[date | None]
    is_paused: Mapped[bool] = mapped_column(default=False)
    """No proposals."""


def _rate() -> Any:
    return mapped_column(Rate())


class SkuPlan(Base):
    """Demand, classes and proposal of a SKU as they were figured last (`shop/planning`). Derived; settings say when.

    Rates are pieces a day; None is "cannot be said", never zero.
    """

    __tablename__ = "sku_plan"
    __table_args__: Any = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - declarative
    sku_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    supplier_id: Mapped[int | None]
    sold: Mapped[Decimal] = pieces()
    """Pieces sold in the window of demand."""
    spikes: Mapped[Decimal] = pieces()
    """Pieces of them that were not believed to come again: what single orders had above the cap."""
    days_in_stock: Mapped[int]
    demand: Mapped[Decimal | None] = _rate()
    sigma: Mapped[Decimal | None] = _rate()
    lost: Mapped[Decimal] = pieces()
    """Pieces that would have been sold on the days without stock."""
    lead_days: Mapped[Decimal] = _rate()
    lead_sigma: Mapped[Decimal] = _rate()
    lead_source: Mapped[str]
    """"policy", "receipts", "supplier_sku", "supplier" or "shop": who says so."""
    safety_stock: Mapped[Decimal | None] = pieces()
    reorder_point: Mapped[Decimal | None] = pieces()
    eoq: Mapped[Decimal | None] = pieces()
    on_hand: Mapped[Decimal] = pieces()
    reserved: Mapped[Decimal] = pieces()
    on_order: Mapped[Decimal] = pieces()
    proposal: Mapped[Decimal] = pieces()
    why: Mapped[str]
    """Why the proposal is what it is: `shop.planning.rules.Why`."""
    unit_cost: Mapped[Decimal | None]
    cover_days: Mapped[Decimal | None] = _rate()
    """Days that what is available lasts."""
    abc: Mapped[str]
    xyz: Mapped[str]
    """"" while there are fewer than 12 months to judge by."""
    cv: Mapped[Decimal | None] = _rate()
    revenue: Mapped[Decimal]
    """Sales of goods of the last 365 days."""
    units: Mapped[Decimal] = pieces()
    """Pieces that went out for them."""
    cogs: Mapped[Decimal | None]
    average_value: Mapped[Decimal | None]
    """Inventory at cost, averaged over those days."""
    received: Mapped[Decimal] = pieces()
    turnover: Mapped[Decimal | None] = _rate()
    gmroi: Mapped[Decimal | None] = _rate()
    sell_through: Mapped[Decimal | None] = _rate()
    age_30: Mapped[Decimal] = pieces()
    """Pieces on hand that came within the last 30 days; the further ones until 90, 180 and 365, and older."""
    age_90: Mapped[Decimal] = pieces()
    age_180: Mapped[Decimal] = pieces()
    age_365: Mapped[Decimal] = pieces()
    age_more: Mapped[Decimal] = pieces()
    oldest_on: Mapped[date | None]
    last_sold_on: Mapped[date | None]
    dead: Mapped[bool]
    """On hand, and nothing sold for as long as the shop says."""
