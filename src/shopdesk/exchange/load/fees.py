"""Writing a staged fee table: each row a rule from its day on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shopdesk.exchange.stage.fees import rate_of
from shopdesk.exchange.stage.settlement import channel_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.store.tables import FeeRule
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE


def load_fees(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Enter rules that are new, and give known ones what the file says; what it leaves blank stays."""
    for item in staged.items:
        values = item.values
        told: dict[str, Any] = {"rate": Decimal(rate_of(item)) / RATE_SCALE}
        told |= {n: Decimal(values[n]) / MONEY_SCALE for n in ("fixed", "minimum", "maximum") if n in values}
        told |= {"source": values["source"]} if "source" in values else {}
        if item.outcome is Outcome.CHANGED:
            tx.update(FeeRule, item.target, **told)
        elif item.outcome is Outcome.NEW:
            key = {"kind": values["kind"], "category": values.get("category"), "fixed": Decimal(0)}
            since = date.fromisoformat(values["since"])
            tx.insert(FeeRule, **key | told, since=since, channel_id=channels[channel_of(staged, item)])
