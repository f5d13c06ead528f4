"""The daily layer: the profit statement by day, channel and SKU, a month at a time, and the sums kept of the books."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from shopdesk.shop.columns import Sheet
from shopdesk.shop.layers import sheets
from shopdesk.shop.layers.facts import ACCOUNT_DAYS
from shopdesk.shop.layers.layer import BATCH, Layer, LayerTable, Rows, Span, kept
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.build import end_of, with_rest
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.reports import (
    channel_titles,
    fetch_buckets,
    fetch_buckets_and_skus,
    months_with_sales,
    sku_names,
)
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.tx import Tx


def _read_profit(tx: Tx, span: Span) -> Iterator[Rows]:
    titles = channel_titles(tx)
    buckets = fetch_buckets(tx, Scope(span.since, span.until, By.DAY))
    rows = [
        _row(sheets.PROFIT_DAY, figures, day=day, channel_id=channel_id, channel=titles.get(channel_id))
        for (day, channel_id), figures in buckets.items()
    ]
    yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _read_skus(tx: Tx, span: Span) -> Iterator[Rows]:
    """A batch for each month, so that no more than its goods are held."""
    titles, names = channel_titles(tx), sku_names(tx)
    for since, until in _months(tx, span):
        buckets, lines = fetch_buckets_and_skus(tx, Scope(since, until, By.DAY))
        found = sorted(with_rest(buckets, lines).items(), key=lambda item: [part or 0 for part in item[0]])
        yield [
            _row(sheets.SKU_DAY, figures, day=day, channel_id=channel_id, channel=titles.get(channel_id),
                 sku_id=sku_id, **_named(names, sku_id))
            for (day, channel_id, sku_id), figures in found
        ]  # fmt: skip


def _named(names: Mapping[int, tuple[str, str]], sku_id: int | None) -> dict[str, str | None]:
    return dict(zip(("sku", "title"), (None, None) if sku_id is None else names[sku_id], strict=True))


def _months(tx: Tx, span: Span) -> Iterator[tuple[date, date]]:
    """First and last day of each month of the books, as far as they lie in the span."""
    found = months_with_sales(tx)
    if found is None:
        return
    month, last = found
    while month <= last:
        first, end = date.fromisoformat(f"{month}-01"), end_of(month)
        since, until = max(first, span.since or first), min(end, span.until or end)
        if since <= until:
            yield since, until
        month = f"{date.fromordinal(end.toordinal() + 1):%Y-%m}"


def _row(sheet: Sheet, figures: Figures, **known: Any) -> list[Any]:
    """Values of the columns: those that are known, and of the figures the rest."""
    return [
        kept(column, known[column.key] if column.key in known else getattr(figures, column.key))
        for column in sheet.columns
    ]


DAILY: Final = (
    LayerTable(Layer.DAILY, sheets.PROFIT_DAY, _read_profit),
    LayerTable(Layer.DAILY, sheets.SKU_DAY, _read_skus),
    ACCOUNT_DAYS,
)
"""The tables of the daily layer."""
