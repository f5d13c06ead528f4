"""Customers over time: segments, cohorts by the month of the first sale, days between two, and what one is worth."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any, Final

from sqlalchemy import Text, func, select, type_coerce

from shopdesk.shop.orders.customers.reports import fetch_buyers
from shopdesk.shop.orders.customers.segments import Segment, segments_of
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.profit.figures import money
from shopdesk.store.tables import SalesOrder
from shopdesk.store.tx import Tx

COHORTS: Final = 12
"""So many months are followed."""
_O = SalesOrder.__table__.c


@dataclass(frozen=True, slots=True)
class Group:
    """The customers of a segment: how many, their orders, and what these came to less refunds."""

    segment: Segment
    customers: int
    orders: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers by the month of their first sale; `active` is how many bought 0, 1, 2 … months later."""

    month: str
    customers: int
    active: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """What is known of the shop's customers."""

    customers: int
    again: int
    """Customers with more than one sale."""
    interval: int | None
    """The median days between two sales of one customer."""
    value: Decimal | None
    """What a customer brought in, on average."""
    groups: tuple[Group, ...]
    cohorts: tuple[Cohort, ...]


def fetch_retention(tx: Tx) -> Retention:
    """Retention of all customers with a sale; nobody is asked who bought without a customer number."""
    rows = fetch_buyers(tx)
    totals = [row.total for row in rows]
    return Retention(
        len(rows), sum(row.orders > 1 for row in rows), _interval(rows),
        money(int(sum(totals))) / len(rows) if rows else None, tuple(_groups(rows)), tuple(_cohorts(tx, rows)),
    )  # fmt: skip


def _interval(rows: Sequence[Any]) -> int | None:
    gaps = [
        (date.fromisoformat(row.last) - date.fromisoformat(row.first)).days / (row.orders - 1)
        for row in rows if row.orders > 1
    ]  # fmt: skip
    return round(median(gaps)) if gaps else None


def _groups(customers: Sequence[Any]) -> list[Group]:
    found = defaultdict[Segment, list[Any]](list)
    for row, segment in zip(customers, segments_of(customers), strict=True):
        found[segment].append(row)
    return [
        Group(one, len(rows), sum(row.orders for row in rows), money(sum(int(row.total) for row in rows)))
        for one in Segment if (rows := found.get(one))
    ]  # fmt: skip


def _cohorts(tx: Tx, rows: Sequence[Any]) -> list[Cohort]:
    first = {row.customer_id: row.first[:7] for row in rows}
    months = sorted(set(first.values()))[-COHORTS:]
    if not months:
        return []
    month = func.substr(type_coerce(_O.sold_on, Text()), 1, 7).label("month")
    bought = tx.rows(
        select(_O.customer_id, month)
        .where(
            _O.kind == OrderKind.SALE.value, _O.customer_id.is_not(None),
            _O.sold_on >= date.fromisoformat(f"{months[0]}-01"),
        )
        .distinct()
    )  # fmt: skip
    active, last = Counter[tuple[str, int]](), tx.today
    for row in bought:
        active[first[row.customer_id], _months(first[row.customer_id], row.month)] += 1
    sizes = Counter(first.values())
    return [Cohort(one, sizes[one], _followed(one, f"{last:%Y-%m}", active)) for one in months]


def _followed(month: str, last: str, active: Mapping[tuple[str, int], int]) -> tuple[int, ...]:
    return tuple(active.get((month, later), 0) for later in range(min(_months(month, last), COHORTS) + 1))


def _months(one: str, other: str) -> int:
    return (int(other[:4]) - int(one[:4])) * 12 + int(other[5:7]) - int(one[5:7])
