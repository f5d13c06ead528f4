"""What a statement comes to: its lines against the payouts they went into, and against the balance it shows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.settlement.posting import payout_sums
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_

DIFFERS: Final = N_("Payout {payout}: it is told as {told}, its rows come to {sum}: {difference} to be explained.")
JUMPS: Final = N_("Row {row}: the balance is {told}, by the rows it would be {sum}: a difference of {difference}.")
MORE: Final = N_("And {count} more rows whose balance does not follow.")
_LISTED: Final = 5

Said = tuple[str, Mapping[str, Any]]
"""A sentence (msgid) and its values."""


class Balances:
    """The balances that a statement shows row by row, in one direction or the other."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[int, int, int]]] = {}

    def add(self, row: int, currency: str | None, amount: int, balance: int | None) -> None:
        """Note a row that shows a balance."""
        if balance is not None:
            self._rows.setdefault(currency or "", []).append((row, amount, balance))

    def breaks(self) -> Iterator[Said]:
        """Where the balance does not follow from the row before; a statement may begin with its newest row."""
        for rows in self._rows.values():
            down = [(two, one[2] + two[1]) for one, two in pairwise(rows) if two[2] != one[2] + two[1]]
            up = [(one, two[2] + one[1]) for one, two in pairwise(rows) if one[2] != two[2] + one[1]]
            found = min(down, up, key=len)
            for (row, _amount, told), wanted in found[:_LISTED]:
                yield (
                    JUMPS,
                    {"row": row, "told": _shown(told), "sum": _shown(wanted), "difference": _shown(told - wanted)},
                )
            if len(found) > _LISTED:
                yield MORE, {"count": len(found) - _LISTED}


def told_payouts(
    tx: Tx, staged: Staged, channels: Mapping[str, int], known: Mapping[tuple[int, str], Mapping[str, Any]]
) -> Iterator[Said]:
    """Payouts of the file whose lines, with those that the store has, do not come to what is told of them."""
    sums, told = Counter[tuple[int, str]](), dict[tuple[int, str], int]()
    for item in staged.items:
        values, key = (
            item.values,
            (channels[item.values.get("channel") or staged.channel], item.values.get("payout_no", "")),
        )
        if "payout_amount" in values and "amount" not in values:
            told[key] = values["payout_amount"]
        elif key[1] and values["kind"] == LineKind.PAYOUT:
            told.setdefault(key, -values["amount"])
        elif key[1]:
            sums[key] += values["amount"] if item.outcome is Outcome.NEW else 0
    stored = {key: image for key, image in known.items() if key in sums or key in told}
    held = payout_sums(tx, [image["payout_id"] for image in stored.values()]) if stored else {}
    for key in dict.fromkeys((*told, *sums)):
        image = stored.get(key)
        if image is not None and image["payout_id"] in held:
            sums[key] += held[image["payout_id"]][1 if image["own_amount"] is None else 2]
        if image is not None and image["is_told"]:
            told.setdefault(key, image["amount"] if image["own_amount"] is None else image["own_amount"])
        if key in told and sums[key] and told[key] != sums[key]:
            said = {"told": told[key], "sum": sums[key], "difference": told[key] - sums[key]}
            yield DIFFERS, {"payout": key[1], **{name: _shown(amount) for name, amount in said.items()}}


def _shown(amount: int) -> str:
    return f"{Decimal(amount) / MONEY_SCALE:.2f}"
