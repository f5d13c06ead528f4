"""Writing a staged list of targets."""

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.targets import amount_of, read_key
from shopdesk.shop.today.targets import put_target
from shopdesk.store.tx import Tx


def load_targets(tx: Tx, staged: Staged) -> None:
    """Add new targets, set changed ones."""
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            month, metric, channel_id = read_key(tx, item)
            put_target(tx, metric, month, amount_of(item), channel_id, item.row)
