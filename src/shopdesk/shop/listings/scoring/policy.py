"""How the shop scores its listings: weights of sections and rules that are off, kept as one of its settings."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shopdesk.shop.listings.scoring.rules import WEIGHTS, Policy
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

POLICY: Final = "listing_score"
"""The setting."""
HEAVIEST: Final = 100


def read_policy(tx: Tx) -> Policy:
    """How the shop scores: what it said, and the usual weights of what it said nothing of."""
    told: Mapping[str, Any] = tx.setting(POLICY, {})
    weights = {section: int(told.get("weights", {}).get(section, usual)) for section, usual in WEIGHTS.items()}
    return Policy(weights, frozenset(told.get("off", ())))


@action("shop.settings", N_("Change how listings are scored"), undoable=True)
def set_policy(tx: Tx, weights: Mapping[str, int], off: Sequence[str]) -> None:
    """Set the weight of each section and the rules that are off; every listing is scored anew."""
    if any(not 0 <= one <= HEAVIEST for one in weights.values()):
        raise UserError(N_("Weights lie between 0 and {most}."), code="range", most=HEAVIEST)
    if not any(weights.get(section, usual) for section, usual in WEIGHTS.items()):
        raise UserError(N_("One section at least has to weigh something."), code="weights")
    set_setting(tx, POLICY, {"weights": dict(weights), "off": sorted(off)})
