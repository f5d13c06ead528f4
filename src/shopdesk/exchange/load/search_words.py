"""Writing a staged report of search words."""

from shopdesk.exchange.stage.search_words import told_words_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.traffic.word_days import keep_words
from shopdesk.store.tx import Tx


def load_search_words(tx: Tx, staged: Staged) -> None:
    """Set what is new or said otherwise."""
    wanted = {item.row for item in staged.items if item.outcome in {Outcome.NEW, Outcome.CHANGED}}
    told = [one for one in told_words_of(tx, staged) if one.row in wanted]
    ids = {name: find_channel(tx, name) for name in {one.channel for one in told}}
    for one in told:
        one.channel_id = ids[one.channel]
    keep_words(tx, told)
