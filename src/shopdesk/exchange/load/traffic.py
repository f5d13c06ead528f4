"""Writing a staged report of traffic."""

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.traffic import told_traffic
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.scoring.actions import follow_visitors
from shopdesk.shop.listings.traffic.actions import keep_traffic
from shopdesk.store.tx import Tx


def load_traffic(tx: Tx, staged: Staged) -> None:
    """Set what is new or said otherwise."""
    wanted = {item.row for item in staged.items if item.outcome in {Outcome.NEW, Outcome.CHANGED}}
    told = [one for one in told_traffic(tx, staged) if one.row in wanted]
    ids = {name: find_channel(tx, name) for name in {one.channel for one in told}}
    for one in told:
        one.channel_id = ids[one.channel]
    keep_traffic(tx, told)
    follow_visitors(tx)
