"""Writing a staged list of candidates."""

from shopdesk.exchange.stage.candidates import told_candidate
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.listings.trials.candidates import add_candidate, edit_candidate
from shopdesk.store.tx import Tx


def load_candidates(tx: Tx, staged: Staged) -> None:
    """Add new candidates, edit changed ones; what the file leaves blank stays."""
    for item in staged.items:
        told = told_candidate(item)
        if item.outcome is Outcome.NEW:
            add_candidate(tx, {**told, "import_id": tx.import_id, "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            edit_candidate(tx, item.target, {key: told[key] for key in item.changes})
