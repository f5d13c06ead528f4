"""Booking what other currencies are worth on a day: gains and losses that nobody has realised yet."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from shopdesk.shop.currencies.reports import Foreign, fetch_foreign
from shopdesk.shop.ledger.actions import account_ids, closed_through, post_entry
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, UserError

REVALUATION: Final = "revaluation"
"""`document_kind` of what a day's revaluation posts; `document_id` is the day, as 20260131."""


@action("money.post", N_("Value other currencies"))
def revalue_currencies(tx: Tx, on: date) -> Decimal:
    """Bring what is held and owed in other currencies to the rate of a day; returns the gain, below zero a loss.

    The entry of the day is answered on the next one, so that what is paid later is realised against the rate of its
    sale. Done again, nothing is posted twice. UserError where a rate is missing, or the day is closed.
    """
    if on <= closed_through(tx):
        raise UserError(N_("The books are closed through {day} already."), code="period_closed", day=closed_through(tx))
    balances = fetch_foreign(tx, on)
    _refuse_missing(balances, on)
    exchange, gained = account_ids(tx)[Role.EXCHANGE], Decimal(0)
    for one in balances:
        assert one.difference is not None
        for day, sign in ((on, 1), (on + timedelta(days=1), -1)):
            amount = sign * int(one.difference * MONEY_SCALE)
            post_entry(
                tx, day, EntryKind.REVALUATION, (REVALUATION, int(f"{on:%Y%m%d}")),
                {one.account_id: amount, exchange: -amount}, channel_id=one.channel_id,
                foreign={one.account_id: (one.currency, 0)},
            )  # fmt: skip
        gained += one.difference
    tx.say(N_("Other currencies on {day}: {amount}"), day=on, amount=gained)
    return gained


def _refuse_missing(balances: Iterable[Foreign], on: date) -> None:
    missing = sorted({one.currency for one in balances if one.rate is None})
    if missing:
        raise UserError(
            N_("There is no rate of {currency} for {day} or before. Enter it in the settings first."),
            code="rate", currency=", ".join(missing), day=on,
        )  # fmt: skip
