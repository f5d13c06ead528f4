"""What the store knows of a staged list of targets: by month, figure and channel; and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.today.target_sheets import TARGET_FILE
from shopdesk.shop.today.targets import check_amount, check_month, known_targets
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, UserError

TWICE: Final = N_("{month}: this figure has two targets (rows {first} and {second}). Make one row of it.")
NO_CHANNEL: Final = N_("There is no channel called {name}.")


def compare_targets(tx: Tx, staged: Staged) -> None:
    """New targets, and those of which the file says something else."""
    known, seen = known_targets(tx), dict[tuple[str, str, int | None], int]()
    for item in staged.items:
        try:
            key = read_key(tx, item)
        except UserError as error:
            _refuse(staged, item, error.code, error.message, error.values)
            continue
        first = seen.setdefault(key, item.row)
        if first != item.row:
            _refuse(staged, item, "metric", TWICE, {"month": key[0], "first": first, "second": item.row})
            continue
        item.target, amount = known.get(key, (0, None))
        item.changes = () if amount in (None, amount_of(item)) else ("amount",)
        item.outcome = Outcome.NEW if amount is None else Outcome.CHANGED if item.changes else Outcome.SAME


def read_key(tx: Tx, item: Item) -> tuple[str, str, int | None]:
    """Month, figure and channel of a row; UserError, its code the column, where one of them is nothing known."""
    month, channel = str(item.values["month"]).strip(), str(item.values.get("channel") or "").strip()
    check_month(month)
    check_amount(amount_of(item))
    channel_id = find_channel_id(tx, channel) if channel else None
    if channel and channel_id is None:
        raise UserError(NO_CHANNEL, code="channel", name=channel)
    return month, str(item.values["metric"]), channel_id


def amount_of(item: Item) -> Decimal:
    """What a row aims at."""
    amount = outside(TARGET_FILE.column("amount"), item.values["amount"])
    assert isinstance(amount, Decimal)
    return amount


def told_before(tx: Tx, items: Sequence[Item]) -> Mapping[int, Mapping[str, Any]]:
    """Row → what the store has of its target."""
    amounts = dict(known_targets(tx).values())
    return {item.row: {"amount": int(amounts[item.target] * RATE_SCALE)} for item in items}


def _refuse(staged: Staged, item: Item, key: str, message: str, values: Mapping[str, object]) -> None:
    raw = str(item.values.get(key) or "")
    staged.report(replace(problem(staged.plan, TARGET_FILE, key, item.row, raw, message, dict(values)), for_now=True))
