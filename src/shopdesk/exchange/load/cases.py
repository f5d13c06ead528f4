"""Writing a staged list of cases."""

from shopdesk.exchange.stage.cases import told_case
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.service.filed import add_filed, change_filed
from shopdesk.store.tx import Tx


def load_cases(tx: Tx, staged: Staged) -> None:
    """Open new cases, go on with known ones; what the file leaves blank stays."""
    for item in staged.items:
        told = told_case(item)
        if item.outcome is Outcome.NEW:
            add_filed(tx, {**told, "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            change_filed(tx, item.target, {key: told[key] for key in item.changes})
