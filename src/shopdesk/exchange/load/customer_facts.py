"""Writing staged points and consents of customers."""

from collections.abc import Mapping

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.service.customers.rules import Answer
from shopdesk.shop.service.customers.sheets import CONSENT_FILE, POINT_FILE
from shopdesk.store.tables import Consent, PointMove
from shopdesk.store.tx import Tx


def load_points(tx: Tx, staged: Staged, _channels: Mapping[str, int]) -> None:
    """Add the moves that are new."""
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            told = {key: outside(POINT_FILE.column(key), item.values[key]) for key in ("moved_on", "points", "reason")}
            tx.insert(
                PointMove, customer_id=item.target, **told, person=tx.person, import_id=tx.import_id,
                source_row=item.row,
            )  # fmt: skip


def load_consents(tx: Tx, staged: Staged, _channels: Mapping[str, int]) -> None:
    """Add the answers that are new."""
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            told_at = outside(CONSENT_FILE.column("told_at"), item.values["told_at"])
            tx.insert(
                Consent, customer_id=item.target, means=item.values["means"], told_at=told_at,
                is_given=item.values["answer"] == Answer.ALLOWED, evidence=item.values.get("evidence"),
                person=tx.person, import_id=tx.import_id, source_row=item.row,
            )  # fmt: skip
