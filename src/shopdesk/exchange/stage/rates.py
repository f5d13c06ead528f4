"""What the store knows of a staged list of exchange rates: one rate for each currency and day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select, type_coerce

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.ledger.actions import OWN_CURRENCY
from shopdesk.shop.ledger.sheets import RATE_FILE
from shopdesk.store.tables import ExchangeRate
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

Known = dict[tuple[str, str], tuple[int, int]]
"""Currency and ISO day → id of the rate, and the rate in 1/10**10."""


def compare_rates(tx: Tx, staged: Staged) -> None:
    """Rates that are new, and those of which the file says something else; the shop's own currency needs none."""
    known = known_rates(tx, staged.items)
    for item in staged.items:
        currency, day, rate = item.values["currency"], item.values["rate_on"], item.values["rate"]
        item.target, item.changes, item.outcome = 0, (), Outcome.NEW
        if currency == tx.currency:
            item.outcome = Outcome.CONFLICT
            told = {"currency": currency}
            said = problem(staged.plan, RATE_FILE, "currency", item.row, currency, OWN_CURRENCY, told, Outcome.CONFLICT)
            staged.report(replace(said, for_now=True))
        elif (currency, day) in known:
            item.target, stored = known[currency, day]
            item.outcome = Outcome.SAME if stored == rate else Outcome.CHANGED
            item.changes = () if stored == rate else ("rate",)


def known_rates(tx: Tx, items: Iterable[Item]) -> Known:
    """The rates that the store has for the days of these rows."""
    found: Known = {}
    days = sorted({date.fromisoformat(item.values["rate_on"]) for item in items})
    rate = type_coerce(ExchangeRate.rate, WHOLE).label("rate")
    wanted = select(ExchangeRate.rate_id, ExchangeRate.currency, ExchangeRate.rate_on, rate)
    for part in parts(days):
        for row in tx.rows(wanted.where(ExchangeRate.rate_on.in_(part))):
            found[row.currency, row.rate_on.isoformat()] = row.rate_id, int(row.rate)
    return found
