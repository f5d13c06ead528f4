"""Booking a staged advertising report: new days at once, restated ones by what they differ."""

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.load.searched import searched_words
from shopdesk.exchange.stage.ads import told_days
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.traffic.word_days import keep_words
from shopdesk.shop.spending.ads import add_spends, restate
from shopdesk.store.tx import Tx


def load_ads(tx: Tx, staged: Staged) -> None:
    """Days of rows that are held stay out whole: half of a row's days would be another amount than the file's."""
    told = [one for one in told_days(tx, staged) if all(i.outcome is not Outcome.CONFLICT for i in one.items)]
    ids = {one.channel: find_channel(tx, one.channel) for one in told if one.outcome is not Outcome.SAME}
    for one in told:
        one.spend.channel_id = ids.get(one.channel, one.spend.channel_id)
    add_spends(tx, [one.spend for one in told if one.outcome is Outcome.NEW])
    for one in told:
        if one.outcome is Outcome.CHANGED:
            restate(tx, one.spend)
    layout = FORMATS.get(staged.plan.format)
    if layout is not None and layout.searched:
        keep_words(tx, searched_words(tx, staged))
