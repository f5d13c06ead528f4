"""What a channel takes of a sale: by its fee table, else the share that its statements took."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.money import nearest
from shopdesk.shop.settlement.fees import find_terms
from shopdesk.shop.settlement.rules import FEE_KINDS, FeeTerms, expected_fee
from shopdesk.store.tables import SalesOrder, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

BACK: Final = 180
"""Days of statements by which a share is measured."""


@dataclass(frozen=True, slots=True)
class Takes:
    """Fees of channels."""

    table: dict[tuple[int, str], list[FeeTerms]]
    measured: dict[int, tuple[int, int]]
    """Channel → what was taken, and of how much."""

    def of(self, channel_id: int | None, category: str | None, paid: int, day: date) -> int | None:
        """What a channel takes of a basket of one category; None: nobody knows."""
        if channel_id is None:
            return None
        fees = [expected_fee(self.table.get((channel_id, kind), ()), [(category, paid)], day) for kind in FEE_KINDS]
        told = [fee for fee in fees if fee is not None]
        if told:
            return sum(told)
        taken, whole = self.measured.get(channel_id, (0, 0))
        return nearest(paid * taken, whole) if whole > 0 else None


def fetch_takes(tx: Tx) -> Takes:
    """The fee table, and what statements of the last half year took."""
    order, line = SalesOrder.__table__.c, SettlementLine.__table__.c
    kinds = [kind.value for kind in FEE_KINDS]
    fees = (
        select(line.order_id, func.sum(type_coerce(line.amount, WHOLE)).label("amount"))
        .where(line.kind.in_(kinds), line.order_id.is_not(None), line.settled_on > tx.today - timedelta(BACK))
        .group_by(line.order_id)
        .subquery("fees")
    )
    whole = func.sum(type_coerce(order.total, WHOLE))
    wanted = select(order.channel_id, -func.sum(fees.c.amount), whole).join(fees, fees.c.order_id == order.order_id)
    found = tx.rows(wanted.where(type_coerce(order.total, WHOLE) > 0).group_by(order.channel_id))
    return Takes(find_terms(tx), {channel: (int(taken), int(sold)) for channel, taken, sold in found})
