"""Writing a staged list of search words."""

from shopdesk.exchange.stage.keywords import told_keyword
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.listings.titles.pool import add_keyword, edit_keywords
from shopdesk.store.tx import Tx


def load_keywords(tx: Tx, staged: Staged) -> None:
    """Add new words, edit changed ones; what the file leaves blank stays."""
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            add_keyword(tx, {**told_keyword(item), "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            told = told_keyword(item)
            edit_keywords(tx, [(item.target, key, told[key]) for key in item.changes])
