"""What is tried on listings and what others ask: experiments, price rules, competitors."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own
from shopdesk.store.types import Rate


class Competitor(Base):
    """Somebody else's listing that the shop watches."""

    __tablename__ = "competitor"
    __table_args__ = own(Index(None, "product_id"), Index(None, "import_id"))
    competitor_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """Its number or address on its marketplace."""
    title: Mapped[str]
    seller: Mapped[str | None]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.product_id"))
    """The shop's own product that it competes with."""
    note: Mapped[str | None]
    is_watched: Mapped[bool]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class CompetitorDay(Base):
    """What was seen of a competitor's listing on a day."""

    __tablename__ = "competitor_day"
    __table_args__ = own(UniqueConstraint("competitor_id", "seen_on"), Index(None, "import_id"))
    competitor_day_id: Mapped[int] = mapped_column(primary_key=True)
    competitor_id: Mapped[int] = mapped_column(ForeignKey("competitor.competitor_id"))
    seen_on: Mapped[date]
    price: Mapped[Decimal | None]
    sales: Mapped[int | None]
    """Pieces a month, as the marketplace shows them."""
    rating: Mapped[Decimal | None] = mapped_column(Rate())
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class PriceRule(Base):
    """How the price of some products is to be found, and below what it never falls."""

    __tablename__ = "price_rule"
    price_rule_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    """`shop.listings.price_rules.RuleKind`: on the cost, against competitors, or an ending alone."""
    category: Mapped[str | None]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    markup: Mapped[Decimal | None] = mapped_column(Rate())
    """On the cost: 0.6 is cost x 1.6; on what competitors ask: -0.03 is 3 % below."""
    ending: Mapped[str | None]
    """".9", "8", "99" …: how the price is to end."""
    floor_margin: Mapped[Decimal | None] = mapped_column(Rate())
    """Share of the price that has to stay after the channel's fees."""


class Experiment(Base):
    """One thing tried in a listing against what it was, in alternating periods. What ended stays as it is."""

    __tablename__ = "experiment"
    __table_args__ = own(Index(None, "listing_id"))
    experiment_id: Mapped[int] = mapped_column(primary_key=True)
    experiment_no: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"))
    field: Mapped[str]
    """"title", "picture", "price" or "copy"."""
    question: Mapped[str]
    version_a: Mapped[str]
    version_b: Mapped[str]
    measure: Mapped[str]
    """"click" (clicks of impressions) or "conversion" (orders of visitors)."""
    base_rate: Mapped[Decimal] = mapped_column(Rate())
    lift: Mapped[Decimal] = mapped_column(Rate())
    """The smallest relative change that is worth finding: 0.25."""
    alpha: Mapped[Decimal] = mapped_column(Rate())
    power: Mapped[Decimal] = mapped_column(Rate())
    size: Mapped[int]
    """Trials that each version needs; fixed when it starts."""
    period_days: Mapped[int]
    """Days of A, then as many of B, and so on."""
    state: Mapped[str]
    """"draft", "running", "ended" or "stopped"."""
    starts_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    trials_a: Mapped[int | None]
    """The figures of the verdict, as they were when it ended."""
    hits_a: Mapped[int | None]
    trials_b: Mapped[int | None]
    hits_b: Mapped[int | None]
    method: Mapped[str | None]
    """"z" or "fisher"."""
    p_value: Mapped[Decimal | None] = mapped_column(Rate())
    verdict: Mapped[str | None]
    """"a", "b" or "none"."""
    lesson: Mapped[str | None]


class ExperimentDay(Base):
    """What a version of an experiment had on a day, typed or from traffic."""

    __tablename__ = "experiment_day"
    __table_args__ = own(UniqueConstraint("experiment_id", "day"), Index(None, "import_id"))
    experiment_day_id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiment.experiment_id"))
    day: Mapped[date]
    version: Mapped[str]
    """"a" or "b"."""
    trials: Mapped[int]
    hits: Mapped[int]
    is_final: Mapped[bool]
    """The experiment is over: the day is part of what its verdict stands on."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
