"""Writing staged days of experiments."""

from shopdesk.exchange.stage.experiment_days import day_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.listings.trials.experiments import load_day
from shopdesk.store.tx import Tx


def load_days(tx: Tx, staged: Staged) -> None:
    """Set new and changed days."""
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            load_day(tx, item.target, day_of(item), item.values["trials"], item.values["hits"], item.row)
