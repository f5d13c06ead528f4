"""Writing a staged list of costs; what the SKUs' moves are worth follows from it."""

from datetime import date
from decimal import Decimal

from shopdesk.exchange.stage.costs import day_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.stock.actions import revalue
from shopdesk.store.tables import Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE


def load_costs(tx: Tx, staged: Staged) -> None:
    """State the costs; a SKU has one, that of the latest day."""
    news = [item for item in staged.items if item.outcome in (Outcome.NEW, Outcome.CHANGED)]
    for item in news:
        day = date.fromisoformat(day_of(item, tx.today.isoformat()))
        tx.update(Sku, item.target, cost=Decimal(item.values["cost"]) / MONEY_SCALE, cost_from=day)
    revalue(tx, [item.target for item in news])
