"""What a person does about settlement: says what a line is, of which order, what arrived, and keeps the fees."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.settlement import payouts  # noqa: F401 - there the books follow what is edited here
from shopdesk.shop.settlement.matching import orders_by_number
from shopdesk.shop.settlement.rules import FEE_KINDS, LineKind, LineState, state_of_line
from shopdesk.store.action import action
from shopdesk.store.tables import Account, FeeRule, Payout, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@action("money.post", N_("Explain settlement lines"), undoable=True)
def explain_lines(tx: Tx, line_ids: Sequence[int], account_id: int, note: str = "") -> int:
    """Say what lines are that nobody could match: they are booked to that account. Returns how many."""
    title = _open_account(tx, account_id)
    for line_id in line_ids:
        _line(tx, line_id)
        told: dict[str, Any] = {"state": LineState.EXPLAINED.value, "account_id": account_id}
        tx.update(SettlementLine, line_id, **told, **({"note": note} if note else {}))
    tx.say(N_("Explain {count} settlement lines: {account}"), count=len(line_ids), account=title)
    return len(line_ids)


@action("money.post", N_("Link settlement lines to an order"), undoable=True)
def link_lines(tx: Tx, line_ids: Sequence[int], order_no: str) -> int:
    """Say which order of their channel lines are of; one of an unknown kind is its sale, or below zero its refund."""
    for line_id in line_ids:
        line = _line(tx, line_id)
        order_id = orders_by_number(tx, line["channel_id"], [order_no]).get(order_no)
        if order_id is None:
            raise UserError(N_("Order {number} is not known on this channel."), code="unknown_order", number=order_no)
        kind = LineKind(line["kind"])
        if kind is LineKind.OTHER:
            kind = LineKind.SALE if line["amount"] > 0 else LineKind.REFUND
        state = state_of_line(kind, has_order=True).value
        tx.update(SettlementLine, line_id, order_id=order_id, kind=kind.value, state=state, account_id=None)
    tx.say(N_("Link {count} settlement lines to order {number}"), count=len(line_ids), number=order_no)
    return len(line_ids)


@action("money.post", N_("Unlink settlement lines"), undoable=True)
def unlink_lines(tx: Tx, line_ids: Sequence[int]) -> int:
    """Take the link or the explanation of lines away: they are what their own number and kind say."""
    for line_id in line_ids:
        line = _line(tx, line_id)
        order_id = orders_by_number(tx, line["channel_id"], [line["order_no"] or ""]).get(line["order_no"] or "")
        state = state_of_line(LineKind(line["kind"]), has_order=order_id is not None).value
        tx.update(SettlementLine, line_id, order_id=order_id, state=state, account_id=None)
    tx.say(N_("Unlink {count} settlement lines"), count=len(line_ids))
    return len(line_ids)


@action("money.post", N_("Mark a payout as arrived"), undoable=True)
def mark_arrived(tx: Tx, payout_id: int, amount: Decimal | None, on: date | None = None) -> None:
    """Say what the bank shows of a payout, in the shop's currency; None: nobody has looked yet.

    What it is short or over is no fee of anybody's until a person says so: see `explain_payout`.
    """
    number = _payout(tx, payout_id)["payout_no"]
    tx.update(Payout, payout_id, arrived=amount, arrived_on=(on or tx.today) if amount is not None else None)
    tx.say(N_("Payout {number}: {amount} arrived"), number=number, amount="–" if amount is None else amount)


@action("money.post", N_("Explain a payout's difference"), undoable=True)
def explain_payout(tx: Tx, payout_id: int, account_id: int | None) -> None:
    """Say which account bears what a payout, its lines and the bank do not agree about; None: it is open again."""
    number = _payout(tx, payout_id)["payout_no"]
    title = "–" if account_id is None else _open_account(tx, account_id)
    tx.update(Payout, payout_id, account_id=account_id)
    tx.say(N_("Difference of payout {number}: {account}"), number=number, account=title)


@action("money.rate", N_("Set a fee rule"), undoable=True)
def set_fee_rule(
    tx: Tx, /, channel_id: int, kind: str, since: date, *, category: str | None = None, **terms: Any
) -> int:
    """Say what a channel takes from a day on: `rate` (a share), `fixed`, `minimum`, `maximum`, `source`.

    A rule of that very day, kind and category is replaced. Returns its id.
    """
    if kind not in FEE_KINDS:
        raise UserError(N_("A fee rule is for the commission or for the payment fee."), code="fee_kind")
    if terms.get("rate", 0) < 0 or terms.get("rate", 0) >= 1:
        raise UserError(N_("The rate of a fee is a share between 0 and 100 %."), code="rate")
    tx.say(N_("Fee rule from {day}"), day=since)
    told = {"rate": Decimal(0), "fixed": Decimal(0), "minimum": None, "maximum": None, "source": None, **terms}
    same = (FeeRule.channel_id == channel_id) & (FeeRule.kind == kind) & (FeeRule.since == since)
    same &= FeeRule.category == category if category else FeeRule.category.is_(None)
    found = tx.scalar(select(FeeRule.fee_rule_id).where(same))
    if found is None:
        return tx.insert(FeeRule, channel_id=channel_id, kind=kind, since=since, category=category or None, **told)
    tx.update(FeeRule, found, **told)
    return int(found)


@action("money.rate", N_("Set a fee rule"), undoable=True)
def add_fee_rule(tx: Tx, /, channel: str, kind: str, since: date, **terms: Any) -> int:
    """`set_fee_rule` for a channel by its name, made on first use."""
    known = {name: value for name, value in terms.items() if value is not None}
    return set_fee_rule(tx, find_channel(tx, channel), kind, since, **known)


@action("money.rate", N_("Remove a fee rule"), undoable=True)
def remove_fee_rule(tx: Tx, fee_rule_id: int) -> None:
    """Forget a rule: fees are held against the one before it."""
    tx.delete(FeeRule, fee_rule_id)


def _line(tx: Tx, line_id: int) -> dict[str, Any]:
    found = tx.image("settlement_line", line_id)
    if found is None:
        raise UserError(N_("This settlement line no longer exists."), code="gone")
    return found


def _payout(tx: Tx, payout_id: int) -> dict[str, Any]:
    found = tx.image("payout", payout_id)
    if found is None:
        raise UserError(N_("This payout no longer exists."), code="gone")
    return found


def _open_account(tx: Tx, account_id: int) -> str:
    """The title of an account that takes entries by hand; UserError where it is closed or gone."""
    found = tx.rows(select(Account.title, Account.is_closed).where(Account.account_id == account_id))
    if not found or found[0].is_closed:
        raise UserError(N_("This account is closed. Choose another."), code="account_closed")
    return str(found[0].title)
