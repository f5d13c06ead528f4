"""What promotions took off orders, as codes tell it and as it was found in the orders (`uses`)."""

from datetime import UTC, date, datetime, time
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select, type_coerce, union_all

from shopdesk.store.tables import Coupon, CouponUse, PromotionUse, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_C, _U, _H = Coupon.__table__.c, CouponUse.__table__.c, PromotionUse.__table__.c
_TOLD: Final = CouponUse.__table__.join(Coupon.__table__, _C.coupon_id == _U.coupon_id)
# An order may have gone since it was looked through.
_FOUND: Final = PromotionUse.__table__.join(SalesOrder.__table__, SalesOrder.__table__.c.order_id == _H.order_id)

USES: Final = union_all(
    select(_C.promotion_id, _U.order_id, type_coerce(_U.amount, WHOLE).label("amount")).select_from(_TOLD),
    select(_H.promotion_id, _H.order_id, type_coerce(_H.amount, WHOLE).label("amount")).select_from(_FOUND),
).subquery("had")
"""Promotion, order and what it took off it."""


def spent_of(promotion_id: ColumnElement[int]) -> ColumnElement[Any]:
    """What a promotion took off so far, in stored units."""
    told = func.coalesce(func.sum(type_coerce(_U.amount, WHOLE)), 0)
    found = func.coalesce(func.sum(type_coerce(_H.amount, WHOLE)), 0)
    by_codes = select(told).select_from(_TOLD).where(_C.promotion_id == promotion_id)
    by_orders = select(found).select_from(_FOUND).where(_H.promotion_id == promotion_id)
    tables = promotion_id.table
    return by_codes.correlate(tables).scalar_subquery() + by_orders.correlate(tables).scalar_subquery()


class Taken(NamedTuple):
    """What a promotion took off an order, in stored units."""

    moment: datetime
    amount: int
    by_platform: int
    """How much of it the order shows as borne by the platform: the shop was paid that."""


def fetch_taken(tx: Tx, promotion_id: int) -> list[Taken]:
    """Order by order; one that tells no time of day is of noon, one that is no sale yet of today."""
    order = SalesOrder.__table__.c
    whole = (
        type_coerce(USES.c.amount, WHOLE).label("amount"),
        type_coerce(order.platform_discount, WHOLE).label("borne"),
    )
    wanted = select(order.placed_at, order.sold_on, *whole)
    wanted = wanted.join_from(USES, SalesOrder.__table__, USES.c.order_id == order.order_id)
    made = []
    for row in tx.rows(wanted.where(USES.c.promotion_id == promotion_id)):
        moment = row.placed_at or noon(tx, row.sold_on or tx.today)
        made.append(Taken(moment, int(row.amount), min(int(row.amount), max(0, int(row.borne)))))
    return made


def noon(tx: Tx, day: date) -> datetime:
    """The moment that stands for a day of which nobody knows more, in UTC."""
    return datetime.combine(day, time(12), tx.zone).astimezone(UTC)
