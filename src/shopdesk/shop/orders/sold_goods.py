"""What the shop sold, line by line, and what buyers paid for it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, select, type_coerce

from shopdesk.shop.money import allocate, decimals
from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.store.tables import Customer, OrderLine, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c
IS_GOODS: Final = and_(
    _O.kind == OrderKind.SALE.value, _L.kind == LineKind.PRODUCT.value,
    type_coerce(_L.quantity, WHOLE) > 0, type_coerce(_L.unit_price, WHOLE) >= 0,
)  # fmt: skip
"""Lines of goods, of sales; those of days that are booked are sold."""
_AT_ONCE: Final = 20_000
MOST_NAMED: Final = 500
"""SKUs that one question names; for more of them everything is read."""


class Sold(NamedTuple):
    """A line of goods as it was sold; `paid` is what is left of it after its share of the order's discounts."""

    order_id: int
    order_no: str
    channel_id: int
    customer_id: int | None
    group: str | None
    day: date
    sku_id: int | None
    pieces: int
    price: int
    paid: int
    placed_at: datetime | None
    """None: the channel tells no more than the day."""


def coin_of(tx: Tx) -> int:
    """The smallest coin of the shop's currency in 1/10,000."""
    return int(10 ** max(0, 4 - decimals(tx.currency)))


def fetch_sold(tx: Tx, since: date, until: date, sku_ids: Collection[int] | None = None) -> Iterator[Sold]:
    """Lines of goods of the sales of those days, an order after the other, in the order in which they were placed.

    `sku_ids`: of the orders that have any of these SKUs alone, if they are few enough to be named.
    """
    wanted = _lines(since, until)
    if sku_ids is not None and len(sku_ids) <= MOST_NAMED:
        wanted = wanted.where(_O.order_id.in_(select(_L.order_id).where(_L.sku_id.in_(sorted(sku_ids)))))
    with tx.execute(wanted) as found:
        rows = (row for part in iter(lambda: found.fetchmany(_AT_ONCE), []) for row in part)
        for _order, group in groupby(rows, key=attrgetter("order_id")):
            lines = list(group)
            yield from _shared(lines)


def _shared(lines: list[Any]) -> Iterator[Sold]:
    """An order's lines with what its own discount leaves of each."""
    amounts = [max(0, line.amount) for line in lines]
    off = min(max(0, lines[0].off - sum(line.discount for line in lines)), sum(amounts))
    shares = allocate(off, amounts) if off else [0] * len(lines)
    for line, share in zip(lines, shares, strict=True):
        yield Sold(
            line.order_id, line.order_no, line.channel_id, line.customer_id, line.group_name, line.sold_on,
            line.sku_id, line.pieces, line.price, line.amount - share, line.placed_at,
        )  # fmt: skip


def _lines(since: date, until: date) -> Select[Any]:
    whole = {
        "off": _O.discount,
        "pieces": _L.quantity, "price": _L.unit_price, "discount": _L.discount, "amount": _L.amount,
    }  # fmt: skip
    columns = [type_coerce(column, WHOLE).label(name) for name, column in whole.items()]
    customer = Customer.__table__
    return (
        select(
            _O.order_id, _O.order_no, _O.channel_id, _O.customer_id, customer.c.group_name, _O.sold_on, _O.placed_at,
            _L.sku_id,
            *columns,
        )
        .join_from(SalesOrder.__table__, OrderLine.__table__, _L.order_id == _O.order_id)
        .outerjoin(customer, customer.c.customer_id == _O.customer_id)
        .where(
            _O.sold_on.between(since, until), IS_GOODS,
        )
        .order_by(_O.sold_on, _O.order_id, _L.line_id)
    )  # fmt: skip
