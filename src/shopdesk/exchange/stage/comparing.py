"""For each kind of sheet whose rows stand alone: what the store knows of them, and what it has of changed ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from shopdesk.exchange.stage import (
    bills,
    candidates,
    cases,
    days,
    journal,
    keywords,
    law,
    listings,
    promotions,
    service_rows,
    targets,
)
from shopdesk.exchange.stage.ads import compare_ads
from shopdesk.exchange.stage.compare_items import (
    PRODUCT_FIELDS,
    compare_counts,
    compare_products,
    compare_receipts,
    on_hand_at,
    scaled,
    stored_skus,
)
from shopdesk.exchange.stage.competitors import compare_competitors
from shopdesk.exchange.stage.competitors import told_before as told_rivals
from shopdesk.exchange.stage.costs import compare_costs, known_costs
from shopdesk.exchange.stage.customer_facts import compare_consents, compare_points
from shopdesk.exchange.stage.customers import compare_customers, stored_customers
from shopdesk.exchange.stage.expenses import compare_expenses
from shopdesk.exchange.stage.experiment_days import compare_days
from shopdesk.exchange.stage.experiment_days import told_before as told_days
from shopdesk.exchange.stage.fees import compare_fees
from shopdesk.exchange.stage.freight import compare_freight
from shopdesk.exchange.stage.payouts import compare_payouts
from shopdesk.exchange.stage.purchases import compare_purchases, stored_lines
from shopdesk.exchange.stage.rates import compare_rates, known_rates
from shopdesk.exchange.stage.refunds import compare_refunds
from shopdesk.exchange.stage.search_words import compare_words, told_days_before
from shopdesk.exchange.stage.settled import stored_fees, stored_payouts, stored_statement
from shopdesk.exchange.stage.settlement import compare_settlement
from shopdesk.exchange.stage.sides import compare_sides
from shopdesk.exchange.stage.staged import Item, Staged
from shopdesk.exchange.stage.supplier_prices import compare_prices, key_of, known_prices
from shopdesk.exchange.stage.suppliers import compare_suppliers, stored_suppliers
from shopdesk.exchange.stage.traffic import compare_traffic
from shopdesk.exchange.stage.traffic import told_before as told_traffic
from shopdesk.exchange.stage.traffic_hours import compare_hours, told_visitors
from shopdesk.exchange.stage.waybills import compare_waybills, stored_waybills
from shopdesk.store.tables import AfterSale
from shopdesk.store.tx import Tx

Before = Mapping[int, Mapping[str, Any]]


def _nothing(_tx: Tx, items: Sequence[Item]) -> Before:
    """Kinds whose rows are facts, or whose changes say themselves."""
    return {item.row: {} for item in items}


class Comparing(NamedTuple):
    """What the store does with the staged rows of a kind before anything is written."""

    compare: Callable[[Tx, Staged], None]
    """Sets the outcome of every item, and reports what it refuses."""
    before: Callable[[Tx, Sequence[Item]], Before] = _nothing
    """Row of a changed item → field → what the store has, in stored units."""


def _of_targets(images: Callable[[Tx, list[int]], Mapping[int, Mapping[str, Any]]]) -> Callable[..., Before]:
    """`before` of a kind whose rows each name one stored thing: by what `images` finds of these."""

    def before(tx: Tx, items: Sequence[Item]) -> Before:
        found = images(tx, [item.target for item in items])
        return {item.row: found[item.target] for item in items}

    return before


def _products(tx: Tx, items: Sequence[Item]) -> Before:
    """A row of a further listing may come before its SKU is there."""
    stored = stored_skus(tx, [item.target for item in items])
    found = {key: {name: scaled(name, getattr(row, name)) for name in PRODUCT_FIELDS} for key, row in stored.items()}
    return {item.row: found.get(item.target, {}) for item in items}


def _costs(tx: Tx, ids: list[int]) -> dict[int, dict[str, Any]]:
    return {key: {"cost": known.cost} for key, known in known_costs(tx, ids).items()}


def _refunds(tx: Tx, ids: list[int]) -> dict[int, dict[str, Any]]:
    return {image["after_sale_id"]: image for image in tx.images(AfterSale, "after_sale_id", ids)}


def _rates(tx: Tx, items: Sequence[Item]) -> Before:
    rates = dict(known_rates(tx, items).values())
    return {item.row: {"rate": rates[item.target]} for item in items}


def _prices(tx: Tx, items: Sequence[Item]) -> Before:
    prices = known_prices(tx, items)
    return {item.row: prices[key_of(item)] for item in items}


def _counted(tx: Tx, items: Sequence[Item]) -> Before:
    counts: dict[tuple[int | None, int], list[Item]] = {}
    for item in items:
        counts.setdefault((item.values.get("counted_at"), item.place), []).append(item)
    found: dict[int, dict[str, Any]] = {}
    for (moment, place), some in counts.items():
        there = on_hand_at(tx, [item.target for item in some], moment, place)
        found |= {item.row: {"counted": there.get(item.target, 0)} for item in some}
    return found


COMPARING: Final[Mapping[str, Comparing]] = {
    "products": Comparing(compare_products, _products),
    "receipts": Comparing(compare_receipts),
    "counts": Comparing(compare_counts, _counted),
    "refunds": Comparing(compare_refunds, _of_targets(_refunds)),
    "costs": Comparing(compare_costs, _of_targets(_costs)),
    "freight": Comparing(compare_freight),
    "expenses": Comparing(compare_expenses),
    "suppliers": Comparing(compare_suppliers, _of_targets(stored_suppliers)),
    "purchase_orders": Comparing(compare_purchases, stored_lines),
    "supplier_prices": Comparing(compare_prices, _prices),
    "customers": Comparing(compare_customers, _of_targets(stored_customers)),
    "rates": Comparing(compare_rates, _rates),
    "waybills": Comparing(compare_waybills, _of_targets(stored_waybills)),
    "settlement": Comparing(compare_settlement, stored_statement),
    "payouts": Comparing(compare_payouts, stored_payouts),
    "fees": Comparing(compare_fees, stored_fees),
    "journal": Comparing(journal.compare_journal),
    "accounts": Comparing(journal.compare_accounts),
    "bills": Comparing(bills.compare_bills),
    "bill_payments": Comparing(bills.compare_payments),
    "ads": Comparing(compare_ads),
    "side_costs": Comparing(compare_sides),
    "listings": Comparing(listings.compare_listing_rows, listings.stored_before),
    "days": Comparing(days.compare_days, days.told_before),
    "promotions": Comparing(promotions.compare_promotions, promotions.told_before),
    "candidates": Comparing(candidates.compare_candidates, candidates.told_before),
    "cases": Comparing(cases.compare_cases, cases.told_before),
    "reviews": Comparing(service_rows.compare_reviews, service_rows.reviews_before),
    "ratings": Comparing(service_rows.compare_ratings, service_rows.ratings_before),
    "care": Comparing(service_rows.compare_contacts, service_rows.contacts_before),
    "surveys": Comparing(service_rows.compare_surveys, service_rows.surveys_before),
    "traffic": Comparing(compare_traffic, told_traffic),
    "search_words": Comparing(compare_words, told_days_before),
    "traffic_hours": Comparing(compare_hours, told_visitors),
    "keywords": Comparing(keywords.compare_keywords, keywords.told_before),
    "points": Comparing(compare_points),
    "consents": Comparing(compare_consents),
    "claims": Comparing(law.compare_claims, law.claims_before),
    "law_words": Comparing(law.compare_law_words, law.law_words_before),
    "competitors": Comparing(compare_competitors, told_rivals),
    "experiment_days": Comparing(compare_days, told_days),
    "targets": Comparing(targets.compare_targets, targets.told_before),
}
"""Kind of rows that stand alone → how they are held against the store."""
