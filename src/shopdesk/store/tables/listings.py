"""Listings: what buyers of a channel see of a product, how it was found and bought, and what might be sold next.

Amounts are in the currency of the channel. What a listing says now stands in `listing`; what it said before, in
`listing_version` and `price_change`.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces
from shopdesk.store.types import Rate


class Listing(Base):
    """A product on a channel, as its buyers see it."""

    __tablename__ = "listing"
    __table_args__ = own(
        UniqueConstraint("channel_id", "listing_no"), Index(None, "product_id"), Index(None, "import_id")
    )
    listing_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.product_id"))
    """None where a report of traffic speaks of it and no list of products has said what it is."""
    listing_no: Mapped[str]
    """The channel's own: 商品ID, ASIN, handle."""
    state: Mapped[str]
    """`shop.listings.rules.ListingState`."""
    title: Mapped[str]
    subtitle: Mapped[str | None]
    bullets: Mapped[str | None]
    """One to a line."""
    description: Mapped[str | None]
    """As the channel has it, HTML and all."""
    search_terms: Mapped[str | None]
    """Terms that buyers do not see (Amazon), or tags (Etsy), separated by commas."""
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    category: Mapped[str | None]
    """The channel's own."""
    url: Mapped[str | None]
    price: Mapped[Decimal | None]
    """The lowest of its SKUs."""
    list_price: Mapped[Decimal | None]
    """The crossed-out one."""
    rating: Mapped[Decimal | None] = mapped_column(Rate())
    reviews: Mapped[int | None]
    listed_at: Mapped[datetime | None]
    """When it was put on sale last, which is when it goes off again after seven days on Taobao."""
    plan_weekday: Mapped[int | None]
    """When it is to be put on sale: 0 is Monday."""
    plan_minute: Mapped[int | None]
    """Minutes after midnight of the shop's day."""
    is_locked: Mapped[bool]
    """Its title changes only after the cool-down that the shop has set, whatever its product's stage."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class ListingSku(Base):
    """A SKU that a listing sells."""

    __tablename__ = "listing_sku"
    __table_args__ = own(UniqueConstraint("listing_id", "sku_id"), Index(None, "sku_id"))
    listing_sku_id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    price: Mapped[Decimal | None]
    stock: Mapped[Decimal | None] = pieces()
    """What the channel believes there is."""


class Picture(Base):
    """A picture of a product; of one listing alone where that is named."""

    __tablename__ = "picture"
    __table_args__ = own(Index(None, "product_id"), Index(None, "listing_id"), Index(None, "import_id"))
    picture_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.product_id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.listing_id"))
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    position: Mapped[int]
    """From 1; the first is the main picture."""
    url: Mapped[str | None]
    """Where it lies; what the channel's file says."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.file_id"))
    """Where its bytes are kept with the shop."""
    alt: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class ProductAttribute(Base):
    """A fact of a product: material, capacity, origin."""

    __tablename__ = "product_attribute"
    __table_args__ = own(UniqueConstraint("product_id", "name"))
    attribute_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.product_id"))
    name: Mapped[str]
    value: Mapped[str]
    import_id: Mapped[int | None]


class ListingDraft(Base):
    """A text that is being worked on, before the channel has it."""

    __tablename__ = "listing_draft"
    __table_args__ = own(UniqueConstraint("listing_id", "field"))
    draft_id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"))
    field: Mapped[str]
    """A text column of `listing`."""
    text: Mapped[str]


class ListingVersion(Base):
    """A text of a listing that was put in the place of another: when, by whom, why."""

    __tablename__ = "listing_version"
    __table_args__ = own(Index(None, "listing_id", "changed_at"), Index(None, "changed_at"), Index(None, "import_id"))
    version_id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"))
    field: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    changed_at: Mapped[datetime]
    person: Mapped[str]
    reason: Mapped[str | None]
    import_id: Mapped[int | None]


class PriceChange(Base):
    """The price of a listing, or of one SKU in it, that was put in the place of another."""

    __tablename__ = "price_change"
    __table_args__ = own(Index(None, "listing_id", "changed_at"), Index(None, "changed_at"), Index(None, "import_id"))
    price_change_id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"))
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    before: Mapped[Decimal | None]
    after: Mapped[Decimal | None]
    changed_at: Mapped[datetime]
    person: Mapped[str]
    reason: Mapped[str | None]
    import_id: Mapped[int | None]


class ListingScore(Base):
    """What a listing came to when it was scored last. Derived."""

    __tablename__ = "listing_score"
    __table_args__ = own(Index(None, "gain"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"), primary_key=True, autoincrement=False)
    score: Mapped[Decimal] = mapped_column(Rate())
    """0 to 100."""
    title: Mapped[Decimal | None] = mapped_column(Rate())
    """Of each section 0 to 100; None where nothing is known to judge it by."""
    keywords: Mapped[Decimal | None] = mapped_column(Rate())
    description: Mapped[Decimal | None] = mapped_column(Rate())
    pictures: Mapped[Decimal | None] = mapped_column(Rate())
    price: Mapped[Decimal | None] = mapped_column(Rate())
    stock: Mapped[Decimal | None] = mapped_column(Rate())
    reviews: Mapped[Decimal | None] = mapped_column(Rate())
    returns: Mapped[Decimal | None] = mapped_column(Rate())
    findings: Mapped[int]
    law_hits: Mapped[int]
    visitors: Mapped[int]
    """Of the last 30 days that traffic is known of."""
    gain: Mapped[Decimal] = mapped_column(Rate())
    """Points that its findings are worth x visitors: what comes first is the best use of ten minutes."""
    scored_at: Mapped[datetime]


class ListingFinding(Base):
    """One thing to change in a listing. Derived with its score."""

    __tablename__ = "listing_finding"
    __table_args__ = own(Index(None, "listing_id"))
    finding_id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.listing_id"))
    rule: Mapped[str]
    section: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Rate())
    field: Mapped[str | None]
    told: Mapped[str]
    """JSON: the values of the rule's sentence."""


class LawWord(Base):
    """A word or phrase that the shop itself has said something about; it wins over the list of the program."""

    __tablename__ = "law_word"
    __table_args__ = own(Index(None, "import_id"))
    law_word_id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(unique=True)
    is_allowed: Mapped[bool]
    """True: never flagged; False: always."""
    reason: Mapped[str | None]
    replacement: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Claim(Base):
    """A claim that stays in the shop's texts because it can be proved; its proof is an `attachment` of kind "claim"."""

    __tablename__ = "claim"
    __table_args__ = own(Index(None, "product_id"), Index(None, "import_id"))
    claim_id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str]
    """As it stands in the texts."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.product_id"))
    """None: of the whole shop."""
    proof: Mapped[str]
    """What proves it: certificate, number, issuer."""
    proved_on: Mapped[date]
    expires_on: Mapped[date | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Keyword(Base):
    """A word that buyers search for."""

    __tablename__ = "keyword"
    __table_args__ = own(
        UniqueConstraint("channel_id", "word"),
        # No two blanks are equal to a constraint: a word of every channel needs one of its own.
        Index(
            "uq_keyword_word_of_all",
            "word",
            unique=True,
            sqlite_where=text("channel_id IS NULL"),
            postgresql_where=text("channel_id IS NULL"),
        ),
        Index(None, "import_id"),
    )
    keyword_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    """None: of every channel."""
    word: Mapped[str]
    category: Mapped[str | None]
    """Of the products that it is for, as `product.category`; None: of all."""
    word_class: Mapped[str | None]
    """`shop.listings.rules.WordClass`."""
    volume: Mapped[int | None]
    """Searches a month."""
    competition: Mapped[Decimal | None] = mapped_column(Rate())
    """0 to 1."""
    read_on: Mapped[date | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class KeywordDay(Base):
    """What a report says that a search word brought between two days."""

    __tablename__ = "keyword_day"
    __table_args__ = own(
        UniqueConstraint("channel_id", "word", "target", "campaign", "source", "first_on", "last_on"),
        Index(None, "listing_id"),
        Index(None, "import_id"),
    )
    keyword_day_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    word: Mapped[str]
    target: Mapped[str]
    """What it led to as the report names it; "" where it does not."""
    campaign: Mapped[str]
    """"" where it was not paid for."""
    source: Mapped[str]
    """The kind of report."""
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.listing_id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    orders: Mapped[int | None]
    units: Mapped[int | None]
    revenue: Mapped[Decimal | None]
    spend: Mapped[Decimal | None]
    position: Mapped[Decimal | None] = mapped_column(Rate())
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Traffic(Base):
    """What a report says of a listing, or of the whole channel, between two days and from one source of traffic."""

    __tablename__ = "traffic"
    __table_args__ = own(
        UniqueConstraint("channel_id", "target", "source", "source_name", "report", "first_on", "last_on"),
        Index(None, "listing_id", "first_on"),
        Index(None, "first_on"),
        Index(None, "import_id"),
    )
    traffic_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.listing_id"))
    """None: of the whole channel."""
    target: Mapped[str]
    """The number or address by which the report names the listing; "" of the whole channel."""
    source: Mapped[str]
    """`shop.listings.rules.Source`; "" is all sources together."""
    source_name: Mapped[str]
    """As the report calls it, the group before its part; "" is all sources together."""
    report: Mapped[str]
    """The format that told it: figures of two reports are never added up."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    visitors: Mapped[int | None]
    page_views: Mapped[int | None]
    favourites: Mapped[int | None]
    carts: Mapped[int | None]
    orders: Mapped[int | None]
    """Buyers, where the report counts those."""
    units: Mapped[int | None]
    revenue: Mapped[Decimal | None]
    bounce: Mapped[Decimal | None] = mapped_column(Rate())
    """A share: 0.62."""
    dwell: Mapped[Decimal | None] = mapped_column(Rate())
    """Seconds, on average."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class TrafficHour(Base):
    """Visitors of a channel in one hour of one day."""

    __tablename__ = "traffic_hour"
    __table_args__ = own(UniqueConstraint("channel_id", "day", "hour"), Index(None, "import_id"))
    traffic_hour_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    day: Mapped[date]
    hour: Mapped[int]
    """0 to 23, of the shop's day."""
    visitors: Mapped[int]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class ShopEvent(Base):
    """Something that happened, to be seen in every chart: of the shop's own that no table tells, or outside of it."""

    __tablename__ = "shop_event"
    __table_args__ = own(Index(None, "first_on"))
    event_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.product_id"))
    is_outside: Mapped[bool]
    note: Mapped[str | None]


class Candidate(Base):
    """A product that the shop thinks of selling, its small trial, and what became of it."""

    __tablename__ = "candidate"
    __table_args__ = own(Index(None, "import_id"))
    candidate_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str | None]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    """Where it would be sold."""
    cost: Mapped[Decimal | None]
    price: Mapped[Decimal | None]
    searches: Mapped[int | None]
    """A month."""
    sellers: Mapped[int | None]
    """Listings that buyers are offered for it."""
    months: Mapped[str | None]
    """Months in which it sells, as numbers separated by commas; None: all year."""
    supplier_score: Mapped[Decimal | None] = mapped_column(Rate())
    """0 to 100, as the shop judges; None: the scorecard of its supplier."""
    state: Mapped[str]
    """`shop.listings.rules.CandidateState`."""
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    """The one that the trial sells."""
    trial_from: Mapped[date | None]
    trial_to: Mapped[date | None]
    target_units: Mapped[Decimal | None] = pieces()
    trial_units: Mapped[Decimal | None] = pieces()
    """Sold in the trial, as they were when it was judged."""
    score_then: Mapped[Decimal | None] = mapped_column(Rate())
    """What it scored when its trial began."""
    verdict: Mapped[str | None]
    """"taken" or "dropped"."""
    judged_on: Mapped[date | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
