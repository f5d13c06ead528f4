"""Writing a staged list of suppliers."""

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.store.tables import Supplier
from shopdesk.store.tx import Tx


def load_suppliers(tx: Tx, staged: Staged) -> None:
    """Add new suppliers, edit changed ones; what the file leaves blank stays."""
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            tx.insert(Supplier, **item.values, import_id=tx.import_id)
        elif item.outcome is Outcome.CHANGED:
            tx.update(Supplier, item.target, **{key: item.values[key] for key in item.changes})
