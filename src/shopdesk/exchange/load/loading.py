"""For each kind of sheet but orders: how its staged rows are written, and which tables they make rows of."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from shopdesk.exchange.load.ads import load_ads
from shopdesk.exchange.load.bills import load_bills, load_payments
from shopdesk.exchange.load.candidates import load_candidates
from shopdesk.exchange.load.cases import load_cases
from shopdesk.exchange.load.competitors import load_competitors
from shopdesk.exchange.load.costs import load_costs
from shopdesk.exchange.load.customer_facts import load_consents, load_points
from shopdesk.exchange.load.customers import load_customers
from shopdesk.exchange.load.days import load_days
from shopdesk.exchange.load.expenses import load_expenses
from shopdesk.exchange.load.experiment_days import load_days as load_experiment_days
from shopdesk.exchange.load.fees import load_fees
from shopdesk.exchange.load.freight import load_freight
from shopdesk.exchange.load.items import load_counts, load_products, load_receipts
from shopdesk.exchange.load.journal import load_accounts, load_journal
from shopdesk.exchange.load.keywords import load_keywords
from shopdesk.exchange.load.law import load_claims, load_law_words
from shopdesk.exchange.load.listings import load_listings
from shopdesk.exchange.load.payouts import load_payouts
from shopdesk.exchange.load.promotions import load_promotions
from shopdesk.exchange.load.purchases import load_purchases
from shopdesk.exchange.load.rates import load_rates
from shopdesk.exchange.load.refunds import load_refunds
from shopdesk.exchange.load.search_words import load_search_words
from shopdesk.exchange.load.service_rows import load_contacts, load_ratings, load_reviews, load_surveys
from shopdesk.exchange.load.settlement import load_settlement
from shopdesk.exchange.load.sides import load_sides
from shopdesk.exchange.load.supplier_prices import load_prices
from shopdesk.exchange.load.suppliers import load_suppliers
from shopdesk.exchange.load.targets import load_targets
from shopdesk.exchange.load.traffic import load_traffic
from shopdesk.exchange.load.traffic_hours import load_hours
from shopdesk.exchange.load.waybills import load_waybills
from shopdesk.store.tables import (
    Base,
    Candidate,
    CareContact,
    CaseEvent,
    Claim,
    Competitor,
    CompetitorDay,
    Consent,
    Coupon,
    ExperimentDay,
    Festival,
    Keyword,
    KeywordDay,
    LawWord,
    ListingSku,
    ListingVersion,
    Picture,
    PointMove,
    PriceChange,
    ProductAttribute,
    Promotion,
    PromotionScope,
    PromotionTier,
    PurchaseLine,
    PurchaseOrder,
    RatingDay,
    Review,
    ServiceCase,
    SupplierSku,
    Target,
    Traffic,
    TrafficHour,
)


class Loading(NamedTuple):
    """How the rows of a kind become part of the store."""

    load: Callable[..., None]
    """`(tx, staged)`; of kinds `by_channel` with the ids of channels by what the file calls them."""
    tables: tuple[type[Base], ...] = ()
    """Where all that its import made simply goes when that is taken back, and what it changed returns."""


LOADING: Final[Mapping[str, Loading]] = {
    "products": Loading(load_products),
    "receipts": Loading(load_receipts),
    "counts": Loading(load_counts),
    "refunds": Loading(load_refunds),
    "costs": Loading(load_costs),
    "freight": Loading(load_freight),
    "expenses": Loading(load_expenses),
    "suppliers": Loading(load_suppliers),
    "purchase_orders": Loading(load_purchases, tables=(PurchaseOrder, PurchaseLine)),
    "supplier_prices": Loading(load_prices, tables=(SupplierSku,)),
    "customers": Loading(load_customers),
    "rates": Loading(load_rates),
    "waybills": Loading(load_waybills),
    "settlement": Loading(load_settlement),
    "payouts": Loading(load_payouts),
    "fees": Loading(load_fees),
    "journal": Loading(load_journal),
    "accounts": Loading(load_accounts),
    "bills": Loading(load_bills),
    "bill_payments": Loading(load_payments),
    "ads": Loading(load_ads, tables=(KeywordDay,)),
    "side_costs": Loading(load_sides),
    "listings": Loading(load_listings, tables=(ListingSku, Picture, ListingVersion, PriceChange, ProductAttribute)),
    "days": Loading(load_days, tables=(Festival,)),
    "promotions": Loading(load_promotions, tables=(Promotion, PromotionTier, PromotionScope, Coupon)),
    "candidates": Loading(load_candidates, tables=(Candidate,)),
    "cases": Loading(load_cases, tables=(ServiceCase, CaseEvent)),
    "reviews": Loading(load_reviews, tables=(Review,)),
    "ratings": Loading(load_ratings, tables=(RatingDay,)),
    "care": Loading(load_contacts, tables=(CareContact, Consent)),
    "surveys": Loading(load_surveys, tables=(ServiceCase, CaseEvent)),
    "traffic": Loading(load_traffic, tables=(Traffic,)),
    "search_words": Loading(load_search_words, tables=(KeywordDay,)),
    "traffic_hours": Loading(load_hours, tables=(TrafficHour,)),
    "keywords": Loading(load_keywords, tables=(Keyword,)),
    "points": Loading(load_points, tables=(PointMove,)),
    "consents": Loading(load_consents, tables=(Consent,)),
    "claims": Loading(load_claims, tables=(Claim,)),
    "law_words": Loading(load_law_words, tables=(LawWord,)),
    "competitors": Loading(load_competitors, tables=(Competitor, CompetitorDay)),
    "experiment_days": Loading(load_experiment_days, tables=(ExperimentDay,)),
    "targets": Loading(load_targets, tables=(Target,)),
}
OWN_TABLES: Final = frozenset(table.__tablename__ for one in LOADING.values() for table in one.tables)
"""Names of the tables of all kinds."""
