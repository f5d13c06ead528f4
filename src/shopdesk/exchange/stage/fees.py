"""What the store knows of a staged fee table: the rule of a channel, kind and category from that very day."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.settlement import channel_of
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.tables import FeeRule
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE

_TERMS: Final = ("fixed", "minimum", "maximum", "source")


def compare_fees(tx: Tx, staged: Staged) -> None:
    """Rules that are new, that say something else by now, and that are the same."""
    channels = {name: find_channel_id(tx, name) or 0 for name in {channel_of(staged, item) for item in staged.items}}
    ids = tx.scalars(select(FeeRule.fee_rule_id).where(FeeRule.channel_id.in_(sorted(channels.values()))))
    known = {
        (image["channel_id"], image["kind"], image["category"], image["since"]): image
        for image in tx.images(FeeRule, "fee_rule_id", ids)
    }
    for item in staged.items:
        values = item.values
        key = channels[channel_of(staged, item)], values["kind"], values.get("category"), values["since"]
        _look(item, known.get(key))


def _look(item: Item, known: Mapping[str, Any] | None) -> None:
    item.changes, item.target, item.outcome = (), 0, Outcome.NEW
    if known is None:
        return
    told: dict[str, Any] = {name: item.values[name] for name in _TERMS if name in item.values}
    told["rate"] = rate_of(item)
    item.target, item.changes = known["fee_rule_id"], tuple(name for name in told if told[name] != known[name])
    item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME


def rate_of(item: Item) -> int:
    """The share of a row, in 1/10**10."""
    return int(item.values["rate"]) * (RATE_SCALE // SHARE_SCALE)
