"""A lot in a few words, beside its number: until when it may be sold, and whether it is blocked."""

from shopdesk.shop.stock.rules import LotState
from shopdesk.shop.stock.sheets import LOT_STATES
from shopdesk.shop.stock.trace import LotOnHand, OrderLot
from shopdesk.text import _


def lot_words(lot: OrderLot | LotOnHand) -> str:
    """As in: until 2026-11-30 · Blocked."""
    day = "" if lot.expires_on is None else f"{lot.expires_on:%Y-%m-%d}"
    until = _("until {day}").format(day=day) if day else _("no last day")
    return f"{until} · {_(LOT_STATES[lot.state].title)}" if lot.state == LotState.BLOCKED else until
