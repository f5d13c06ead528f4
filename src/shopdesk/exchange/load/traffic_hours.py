"""Writing staged visitors by hour."""

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.traffic_hours import told_hours
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.traffic.hours import keep_hours
from shopdesk.store.tx import Tx


def load_hours(tx: Tx, staged: Staged) -> None:
    """Set what is new or said otherwise."""
    wanted = {item.row for item in staged.items if item.outcome in {Outcome.NEW, Outcome.CHANGED}}
    told = [one for one in told_hours(tx, staged) if one.row in wanted]
    ids = {name: find_channel(tx, name) for name in {one.channel for one in told}}
    for one in told:
        one.channel_id = ids[one.channel]
    keep_hours(tx, told)
