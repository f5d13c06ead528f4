"""What the store has where a statement, a list of payouts or a fee table says something else, as their fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import DeclarativeBase

from shopdesk.exchange.stage.settlement import is_line
from shopdesk.exchange.stage.staged import Item
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.tables import FeeRule, Payout, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE

Before = dict[int, Mapping[str, Any]]


def stored_statement(tx: Tx, items: Sequence[Item]) -> Before:
    """Row of a statement → field → stored value, of its line or of its payout."""
    lines = [item for item in items if is_line(item)]
    others = [item for item in items if not is_line(item)]
    told = {row: _of_money(image) for row, image in _images(tx, SettlementLine, "line_id", lines).items()}
    return told | stored_payouts(tx, others)


def stored_payouts(tx: Tx, items: Sequence[Item]) -> Before:
    """Row of a list of payouts → field → stored value."""
    return {row: _of_money(image) for row, image in _images(tx, Payout, "payout_id", items).items()}


def stored_fees(tx: Tx, items: Sequence[Item]) -> Before:
    """Row of a fee table → field → stored value."""
    return {row: _of_rule(image) for row, image in _images(tx, FeeRule, "fee_rule_id", items).items()}


def _images(tx: Tx, model: type[DeclarativeBase], key: str, items: Sequence[Item]) -> dict[int, Mapping[str, Any]]:
    there = {image[key]: image for image in tx.images(model, key, [item.target for item in items])}
    return {item.row: there[item.target] for item in items}


def _of_money(image: Mapping[str, Any]) -> Mapping[str, Any]:
    amount = image["amount"] if image["own_amount"] is None else image["own_amount"]
    return {**image, "amount": amount, "payout_amount": amount}


def _of_rule(image: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**image, "rate": image["rate"] // (RATE_SCALE // SHARE_SCALE)}
