"""The list of customers, with what each has bought, their points and the level that they have reached."""

from datetime import timedelta
from math import ceil
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, bindparam, case, func, select, type_coerce

from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.service.customers.loyalty import MOST_LEVELS, read_loyalty
from shopdesk.shop.service.customers.rules import LEVEL_DAYS, LevelBy
from shopdesk.shop.service.customers.sheets import CUSTOMERS
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Channel, Customer, CustomerContact, OrderAddress, PointMove, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE

_C: Final = Customer.__table__.c
_O: Final = SalesOrder.__table__.c
_P: Final = PointMove.__table__.c


def _of_sales(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQL: a sum or count over the sales of a customer that are in the books."""
    counts = (_O.customer_id == _C.customer_id) & (_O.kind == OrderKind.SALE.value) & _O.sold_on.is_not(None)
    return select(value).where(counts).scalar_subquery()


def _of_points(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQL: a sum or count over what a customer gained and used."""
    return select(value).where(_P.customer_id == _C.customer_id).scalar_subquery()


def _level() -> ColumnElement[Any]:
    """SQL: the name of the level that a customer has reached; NULL: of none."""
    kept = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE)
    spent = func.sum(kept).filter(_O.sold_on > bindparam("level_since", type_=_O.sold_on.type))
    by_points = bindparam("level_by_points", type_=Integer) == 1
    return case((by_points, _of_points(_reached(func.sum(_P.points)))), else_=_of_sales(_reached(spent)))


def _reached(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQL: the name of the highest level that begins at a value or below it; the first parameters are of the highest.

    A parameter that no level needs is NULL, which nothing reaches.
    """
    had = func.coalesce(value, 0)
    return case(*(
        (had >= bindparam(f"level_from_{place}", type_=BigInteger), bindparam(f"level_name_{place}", type_=Text))
        for place in range(MOST_LEVELS)
    ))  # fmt: skip


def _levels(tx: Tx) -> dict[str, Any]:
    """The parameters of `_level`: the shop's levels from the highest down, and what they follow from."""
    loyalty = read_loyalty(tx)
    is_by_points = loyalty.by is LevelBy.POINTS
    told: dict[str, Any] = {
        "level_by_points": int(is_by_points), "level_since": tx.today - timedelta(LEVEL_DAYS),
        **{f"level_{name}_{place}": None for name in ("from", "name") for place in range(MOST_LEVELS)},
    }  # fmt: skip
    for place, level in enumerate(reversed(loyalty.levels)):
        told[f"level_from_{place}"] = ceil(level.threshold * (1 if is_by_points else MONEY_SCALE))
        told[f"level_name_{place}"] = level.name
    return told


def _sent_to(value: Any) -> ColumnElement[Any]:
    """SQL: all that the addresses of a customer's orders say of something, in one text."""
    joined = select(func.aggregate_strings(value, " ")).join(SalesOrder, SalesOrder.order_id == OrderAddress.order_id)
    return joined.where(SalesOrder.customer_id == _C.customer_id).scalar_subquery()


CUSTOMER_ROWS: Final = RowSource(
    sheet=CUSTOMERS,
    origin=Customer.__table__.join(Channel.__table__, Channel.channel_id == _C.channel_id).outerjoin(
        CustomerContact.__table__, CustomerContact.customer_id == _C.customer_id
    ),
    row_id=_C.customer_id,
    values={
        "channel": Channel.__table__.c.title,
        "name": CustomerContact.__table__.c.name,
        "orders": _of_sales(func.count()),
        "sold": _of_sales(func.sum(_O.total - _O.refunded)),
        "last_order": _of_sales(func.max(_O.placed_at)),
        "points": _of_points(func.sum(_P.points)),
        "level": _level(),
        **{column.key: _C[column.key] for column in CUSTOMERS.columns if column.key in _C},
    },
    search=(
        _C.customer_no, CustomerContact.__table__.c.name, CustomerContact.__table__.c.phone, _C.group_name, _C.tags,
        _C.note, _sent_to(OrderAddress.phone), _sent_to(OrderAddress.recipient),
    ),
    order=(("last_order", True),),
    where=(_C.merged_into.is_(None),),
    spoken={"channel": spoken_title},
    given=_levels,
)  # fmt: skip
"""Every customer that a channel named or a list told; those who were merged stand with the one that was kept.

Found by the last digits of a phone too, whichever of their orders told it.
"""
