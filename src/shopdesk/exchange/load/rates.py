"""Writing a staged list of exchange rates."""

from datetime import date
from decimal import Decimal

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.store.tables import ExchangeRate
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE


def load_rates(tx: Tx, staged: Staged) -> None:
    """Enter new rates, replace changed ones; what was booked with a rate keeps it."""
    for item in staged.items:
        rate, day = Decimal(item.values["rate"]) / RATE_SCALE, date.fromisoformat(item.values["rate_on"])
        if item.outcome is Outcome.NEW:
            tx.insert(ExchangeRate, currency=item.values["currency"], rate_on=day, rate=rate)
        elif item.outcome is Outcome.CHANGED:
            tx.update(ExchangeRate, item.target, rate=rate)
