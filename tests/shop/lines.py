"""Every figure of a range twice: by the sums that are kept, and day by day, where only the lines know."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shopdesk.shop.orders.reports import By, SalesRow, fetch_sales
from shopdesk.shop.profit.figures import SUMMED, Figures
from shopdesk.shop.profit.reports import fetch_buckets, fetch_sku_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.tx import Tx

AMOUNTS = tuple(name for name in SalesRow.__dataclass_fields__ if name != "bucket")


def assert_sums_are_lines(tx: Tx, scope: Scope) -> None:
    """A scope in one bucket or in months comes to the same as in days, which are read from the lines."""
    by_day = replace(scope, size=By.DAY)
    for fetch in (fetch_buckets, fetch_sku_buckets):
        read: Any = fetch
        lines = read(tx, by_day)
        assert told(read(tx, replace(scope, size=None)), 0) == told(lines, 0), (fetch.__name__, scope)
        assert told(read(tx, replace(scope, size=By.MONTH)), 7) == told(lines, 7), (fetch.__name__, scope)


def assert_sales_are_lines(tx: Tx, since: date, until: date) -> None:
    """Sales by SKU of a range are those of its days: an end of a range is read from the lines."""
    days = [since + timedelta(days=place) for place in range((until - since).days + 1)]
    made: dict[str, list[Any]] = {}
    for row in (row for day in days for row in fetch_sales(tx, By.SKU, day, day)):
        cells = made.setdefault(row.bucket, [0] * len(AMOUNTS))
        cells[:] = [cell + getattr(row, name) for cell, name in zip(cells, AMOUNTS, strict=True)]
    whole = {row.bucket: [getattr(row, name) for name in AMOUNTS] for row in fetch_sales(tx, By.SKU, since, until)}
    assert whole == made, (since, until)


def told(found: Mapping[tuple[Any, ...], Figures], letters: int) -> dict[tuple[Any, ...], dict[str, int | Decimal]]:
    """Figures by so many letters of their bucket, and by channel and SKU; nothing of what came to nothing."""
    made: dict[tuple[Any, ...], Figures] = defaultdict(Figures)
    for (bucket, *rest), figures in found.items():
        made[bucket[:letters], *rest].add(figures)
    return {key: {name: getattr(f, name) for name in SUMMED} for key, f in made.items() if not f.is_empty}
