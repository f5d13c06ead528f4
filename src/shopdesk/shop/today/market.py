"""Competitors as the daily check judges them, for whoever lists them."""

from shopdesk.shop.listings.prices.competitors import Rival, fetch_competitors
from shopdesk.shop.today.checks import CHECKS, limits_of, tuning
from shopdesk.shop.today.checks_market import alerts_of
from shopdesk.store.tx import Tx


def judged_competitors(tx: Tx) -> list[Rival]:
    """All competitors by name, their alerts by the numbers that the shop has set for the daily check."""
    return fetch_competitors(tx, alerts_of(limits_of(CHECKS["competitors"], tuning(tx))))
