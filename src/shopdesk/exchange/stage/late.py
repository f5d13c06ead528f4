"""What receipts and counts of an earlier day would change of what is there already: said before they are written."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Final

from shopdesk.exchange.stage.compare_items import on_hand_at
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.stock.backdate import Preview, Proposed, preview
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import _, n_

MOST: Final = 300
"""So many rows are looked at: for each, all moves of its SKU are read."""


def told_late(tx: Tx, staged: Staged) -> list[str]:
    """How many later balances, counts and values the dated rows of a file touch, in sentences; none: [].

    For the dry run: once they are written, they are what is there.
    """
    proposed = {"receipts": _received, "counts": _counted}.get(staged.plan.kind)
    moves = list(islice(proposed(tx, staged), MOST + 1)) if proposed else []
    found = preview(tx, moves[:MOST]) if moves else None
    if found is None or found.touches_nothing:
        return []
    said = _("Rows of an earlier day change what is there already.")
    if len(moves) > MOST:
        said = _("Rows of an earlier day change what is there already; of the first {count}:").format(count=MOST)
    return [said, *_sentences(found)]


def _sentences(found: Preview) -> Iterator[str]:
    if found.closed_through is not None:
        said = _("The books are closed through {day}: they refuse a move of that day.")
        yield said.format(day=f"{found.closed_through:%Y-%m-%d}")
    skus = len({(one.sku_id, one.place_id) for one in found.below})
    told = (
        (skus, n_("{count} balance would be below zero from then on.",
                  "{count} balances would be below zero from then on.", skus)),
        (len(found.counts), n_("{count} later count finds another difference.",
                               "{count} later counts find another difference.", len(found.counts))),
        (len(found.values), n_("{count} later move is worth something else.",
                               "{count} later moves are worth something else.", len(found.values))),
    )  # fmt: skip
    yield from (sentence.format(count=f"{count:,}") for count, sentence in told if count)


def _received(_tx: Tx, staged: Staged) -> Iterator[Proposed]:
    """The pieces that dated rows add; what goes to a place that is not there yet touches nothing that lies there."""
    for item in staged.items:
        at = item.values.get("received_at")
        if item.outcome is Outcome.NEW and at is not None and item.place:
            cost = item.values.get("unit_cost")
            price = None if cost is None else Decimal(cost) / MONEY_SCALE
            yield Proposed(item.target, _pieces(item.values["quantity"]), _moment(at), item.place, price)


def _counted(tx: Tx, staged: Staged) -> Iterator[Proposed]:
    """The differences that dated counts find."""
    counts: dict[tuple[int, int], list[Item]] = {}
    for item in staged.items:
        at = item.values.get("counted_at")
        if item.outcome in (Outcome.NEW, Outcome.CHANGED) and at is not None and item.place:
            counts.setdefault((at, item.place), []).append(item)
    for (at, place), items in counts.items():
        there = on_hand_at(tx, [item.target for item in items], at, place)
        for item in items:
            missing = item.values["counted"] - there.get(item.target, 0)
            if missing:
                yield Proposed(item.target, _pieces(missing), _moment(at), place)


def _pieces(thousandths: int) -> Decimal:
    return Decimal(thousandths) / QUANTITY_SCALE


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
