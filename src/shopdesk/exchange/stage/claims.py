"""The refunds that lists tell of orders and that were given back."""

from collections.abc import Iterable

from sqlalchemy import exists, select, type_coerce

from shopdesk.exchange.stage.owed import Claim
from shopdesk.shop.orders.rules import RefundState
from shopdesk.store.tables import AfterSale
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

Key = tuple[int, str]
"""Channel and order number."""
_PART = 500
"""So many numbers one statement names."""


def given_claims(tx: Tx, keys: Iterable[Key]) -> dict[Key, list[Claim]]:
    """The refunds that were given back on these orders; costs one look where no list of refunds ever came."""
    found: dict[Key, list[Claim]] = {}
    if not tx.scalar(select(exists().where(AfterSale.after_sale_id > 0))):
        return found
    numbers: dict[int, list[str]] = {}
    for channel_id, order_no in keys:
        numbers.setdefault(channel_id, []).append(order_no)
    amount = type_coerce(AfterSale.amount, WHOLE).label("amount")
    wanted = select(
        AfterSale.after_sale_id, AfterSale.channel_id, AfterSale.order_no, AfterSale.refund_no, amount,
        AfterSale.ended_on,
    )  # fmt: skip
    for channel_id, listed in numbers.items():
        given = wanted.where(AfterSale.channel_id == channel_id, AfterSale.state == RefundState.GIVEN.value)
        for start in range(0, len(listed), _PART):
            for row in tx.rows(given.where(AfterSale.order_no.in_(listed[start : start + _PART]))):
                day = row.ended_on.isoformat() if row.ended_on else None
                claim = Claim(row.after_sale_id, row.refund_no, row.amount, day)
                found.setdefault((row.channel_id, row.order_no), []).append(claim)
    return found
