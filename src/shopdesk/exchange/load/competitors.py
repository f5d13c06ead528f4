"""Writing a staged list of competitors."""

from shopdesk.exchange.stage.competitors import told_competitors
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.listings.prices.competitors import add_competitor, edit_competitor, known_competitors
from shopdesk.store.tx import Tx


def load_competitors(tx: Tx, staged: Staged) -> None:
    """Add new competitors and days, edit changed ones; what the file leaves blank stays."""
    known = known_competitors(tx)
    news = [item for item in staged.items if item.outcome in (Outcome.NEW, Outcome.CHANGED)]
    for item, said in zip(news, told_competitors(tx, staged, news), strict=True):
        told = said | {"import_id": tx.import_id, "source_row": item.row}
        if told["code"] in known:
            edit_competitor(tx, known[told["code"]], told)
        else:
            known[told["code"]] = add_competitor(tx, told)
