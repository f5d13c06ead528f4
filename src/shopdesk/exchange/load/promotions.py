"""Writing a staged list of promotions."""

from shopdesk.exchange.stage.promotions import told_promotion
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.promotions.actions import add_promotion, edit_promotions
from shopdesk.store.tx import Tx


def load_promotions(tx: Tx, staged: Staged) -> None:
    """Add new promotions, edit changed ones; what the file leaves blank stays."""
    for item in staged.items:
        told = told_promotion(tx, item)
        if item.outcome is Outcome.NEW:
            add_promotion(tx, {**told, "import_id": tx.import_id, "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            edit_promotions(tx, [(item.target, key, told[key]) for key in item.changes])
