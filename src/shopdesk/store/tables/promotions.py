"""Promotions: what is planned for which days, what it gives from which threshold on, for whom, and its coupons.

A promotion runs while `starts_at` <= moment < `ends_at`; that it runs or is over follows from the clock, so no row says
it. Amounts are in the shop's currency.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces
from shopdesk.store.types import Rate


class Promotion(Base):
    """A promotion of the shop, or a campaign of a platform that the shop takes part in."""

    __tablename__ = "promotion"
    __table_args__ = own(Index(None, "starts_at"), Index(None, "import_id"))
    promotion_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_no: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    """`shop.promotions.rules.PromotionKind`."""
    level: Mapped[str]
    """Its class: "item", "order", "shipping" or "platform"."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """The first moment that is no longer of it; None: until somebody ends it."""
    state: Mapped[str]
    """"draft", "planned" or "cancelled"; only what is planned counts."""
    by_coupon: Mapped[bool]
    """Only whoever names one of its codes has it."""
    basis: Mapped[str]
    """What its thresholds are judged on: `shop.promotions.rules.Basis`."""
    stacking: Mapped[str]
    """What it may be joined with, where no `PromotionPair` says otherwise: `shop.promotions.rules.Stacking`."""
    priority: Mapped[int]
    """Of two that exclude each other the higher one holds; of equals the one that the buyer gains most by."""
    goal: Mapped[str | None]
    theme: Mapped[str | None]
    policy: Mapped[str | None]
    """The text that buyers are told."""
    owner: Mapped[str | None]
    budget: Mapped[Decimal | None]
    """What its discounts may come to; None: no limit."""
    platform_share: Mapped[Decimal] = mapped_column(Rate())
    """The share of its discounts that the platform bears: 0.3 is 30 %."""
    partner_share: Mapped[Decimal] = mapped_column(Rate())
    partner: Mapped[str | None]
    """Who bears `partner_share`."""
    predicted_units: Mapped[Decimal | None] = pieces()
    predicted_revenue: Mapped[Decimal | None]
    predicted_margin: Mapped[Decimal | None]
    note: Mapped[str | None]
    lessons: Mapped[str | None]
    """What was learnt by it, for the next one like it."""
    copied_from: Mapped[int | None] = mapped_column(ForeignKey("promotion.promotion_id"))
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class PromotionTier(Base):
    """What a promotion gives from a threshold on; of several the highest that is reached holds, and it alone."""

    __tablename__ = "promotion_tier"
    __table_args__ = own(Index(None, "promotion_id"))
    tier_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.promotion_id"))
    threshold: Mapped[Decimal | None]
    """In money; None with `threshold_pieces` None: no threshold."""
    threshold_pieces: Mapped[Decimal | None] = pieces()
    """In pieces; of points: so many points are worth `off_amount`."""
    threshold_people: Mapped[int | None]
    """Of group buying: so many people have joined."""
    off_amount: Mapped[Decimal | None]
    off_rate: Mapped[Decimal | None] = mapped_column(Rate())
    """A share: 0.12 is 12 % off."""
    fixed_price: Mapped[Decimal | None]
    """Of a piece, or of a set of them."""
    free_pieces: Mapped[Decimal | None] = pieces()
    """Given for `threshold_pieces` of them: free, or of the n-th piece with what else the tier takes off."""
    gift_sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    gift_pieces: Mapped[Decimal | None] = pieces()
    cap: Mapped[Decimal | None]
    """The most that it takes off a basket."""
    most_times: Mapped[int | None]
    """How often a basket may have it, where it is given for every set; None: no limit."""


class PromotionScope(Base):
    """What or whom a promotion is for: one row each. No row of goods: all goods; likewise of channels and groups."""

    __tablename__ = "promotion_scope"
    __table_args__ = own(Index(None, "promotion_id"))
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.promotion_id"))
    kind: Mapped[str]
    """"sku", "product", "category", "channel" or "group", which says in what column the value stands."""
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.product_id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    name: Mapped[str | None]
    """Of a category, or of a group of customers."""
    is_excluded: Mapped[bool]
    pieces: Mapped[Decimal | None] = pieces()
    """Of a bundle: how many of the SKU make a set."""


class PromotionPair(Base):
    """A cell of the combination table: whether two promotions, or two classes of them, may go together.

    On each side stands a promotion or a class. What names more promotions wins over what names fewer.
    """

    __tablename__ = "promotion_pair"
    __table_args__ = own(Index(None, "promotion_id"), Index(None, "other_id"))
    pair_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.promotion_id"))
    level: Mapped[str | None]
    other_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.promotion_id"))
    other_level: Mapped[str | None]
    may_combine: Mapped[bool]


class Coupon(Base):
    """A code by which a buyer has a promotion."""

    __tablename__ = "coupon"
    __table_args__ = own(Index(None, "promotion_id"))
    coupon_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.promotion_id"))
    code: Mapped[str] = mapped_column(unique=True)
    most_uses: Mapped[int | None]
    """In all; None: no limit."""
    most_each: Mapped[int | None]
    """By one customer; None: no limit."""
    budget: Mapped[Decimal | None]
    """What it may take off in all."""


class CouponUse(Base):
    """A code that was used on an order, and what it took off."""

    __tablename__ = "coupon_use"
    __table_args__ = own(UniqueConstraint("coupon_id", "order_id"), Index(None, "order_id"))
    coupon_use_id: Mapped[int] = mapped_column(primary_key=True)
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.coupon_id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"))
    amount: Mapped[Decimal]
    used_on: Mapped[date]


class PromotionUse(Base):
    """An order that had a promotion without naming a code, as the price engine finds it. Derived; settings say when.

    What codes took off is told by `CouponUse`, and not here once more.
    """

    __tablename__ = "promotion_use"
    __table_args__: Any = (
        Index(None, "order_id"), {"sqlite_strict": True, "sqlite_with_rowid": False},
    )  # fmt: skip
    promotion_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount: Mapped[Decimal]
    """What it took off the order, of the discount that the order itself shows; 0 where it gave no money."""
    placed_at: Mapped[datetime]


class PricePlanRule(Base):
    """A rule of the regular price plan: a season, a step of clearance, or a price for members."""

    __tablename__ = "price_plan_rule"
    rule_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    """`shop.promotions.plan_rules.RuleKind`."""
    category: Mapped[str | None]
    """None: of all goods."""
    group_name: Mapped[str | None]
    """Of a price for members: whose."""
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    """The last day of it; None: no end."""
    older_than: Mapped[int | None]
    """Of clearance: pieces on hand for more days than this, one of the ages of the stock plan; None: of any age."""
    cover_over: Mapped[int | None]
    """Of clearance: what is available lasts for more days than this; None: however long."""
    off_rate: Mapped[Decimal] = mapped_column(Rate())
    """A share of the list price: 0.3 is 30 % off."""
    min_margin: Mapped[Decimal] = mapped_column(Rate())
    """The share of the new price that is left after cost at least; 0: never below cost."""


class PromotionTask(Base):
    """Something to get ready for a promotion; its deadline is counted back from the first day of it."""

    __tablename__ = "promotion_task"
    __table_args__ = own(Index(None, "promotion_id"))
    task_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.promotion_id"))
    title: Mapped[str]
    days_before: Mapped[int]
    """Days before the first day of the promotion; 0: on it, below zero: after it."""
    done_at: Mapped[datetime | None]


class Publicity(Base):
    """An advertisement, a message, an influencer or a post for a promotion: its cost, and what came of it."""

    __tablename__ = "publicity"
    __table_args__ = own(Index(None, "promotion_id"))
    publicity_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.promotion_id"))
    kind: Mapped[str]
    """`shop.promotions.preparing.PublicityKind`."""
    title: Mapped[str]
    link: Mapped[str | None]
    planned_cost: Mapped[Decimal | None]
    actual_cost: Mapped[Decimal | None]
    result: Mapped[str | None]


class Festival(Base):
    """A day of the shop's own in the calendar, or several in a row."""

    __tablename__ = "festival"
    festival_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
