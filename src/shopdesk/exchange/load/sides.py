"""Booking staged costs of orders: new ones, and what restated ones differ by."""

from shopdesk.exchange.stage.sides import told_sides
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.spending.sides import keep_side
from shopdesk.store.tx import Tx


def load_sides(tx: Tx, staged: Staged) -> None:
    """Each against the bank, in the channel of its order, or else the one that the file names."""
    for side, items in told_sides(tx, staged):
        if items[0].outcome in (Outcome.NEW, Outcome.CHANGED):
            if not side.channel_id:
                side.channel_id = find_channel(tx, items[0].values.get("channel") or staged.channel)
            keep_side(tx, side)
