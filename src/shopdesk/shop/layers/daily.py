"""The daily layer: the profit statement by day, channel and SKU, a month at a time, and the sums kept of the books."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from shopdesk.shop.columns import Sheet
from shopdesk.shop.layers import sheets
from shopdesk.shop.layers.facts import ACCOUNT_DAYS
from shopdesk.shop.layers.layer import Layer, LayerTable, Rows, Span, in_batches
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
from shopdesk.store.filters import SCALES
from shopdesk.store.tx import Tx


def _read_profit(tx: Tx, span: Span) -> Iterator[Rows]:
    titles, tell = channel_titles(tx), _teller(sheets.PROFIT_DAY)
    buckets = fetch_buckets(tx, Scope(span.since, span.until, By.DAY))
    rows = [[day, channel_id, titles.get(channel_id), *tell(figures)] for (day, channel_id), figures in buckets.items()]
    yield from in_batches(rows)


def _read_skus(tx: Tx, span: Span) -> Iterator[Rows]:
    """Half a month at a time, so that no more than its goods are held."""
    titles, names, tell = channel_titles(tx), sku_names(tx), _teller(sheets.SKU_DAY)
    for since, until in _halves(tx, span):
        found = with_rest(*fetch_buckets_and_skus(tx, Scope(since, until, By.DAY)))
        for keys in in_batches(sorted(found, key=lambda key: [part or 0 for part in key])):
            yield [
                [day, channel_id, titles.get(channel_id), sku_id, *_name(names, sku_id),
                 *tell(found[day, channel_id, sku_id])]
                for day, channel_id, sku_id in keys
            ]  # fmt: skip


def _name(names: Mapping[int, tuple[str, str]], sku_id: int | None) -> tuple[str | None, str | None]:
    return (None, None) if sku_id is None else names[sku_id]


def _teller(sheet: Sheet) -> Callable[[Figures], list[int]]:
    """What tells figures as the store would keep them: those that the sheet has columns for."""
    counted = [column for column in sheet.columns if column.kind in SCALES and hasattr(Figures, column.key)]
    scales = [(column.key, SCALES[column.kind]) for column in counted]
    return lambda figures: [int(getattr(figures, key) * scale) for key, scale in scales]


def _halves(tx: Tx, span: Span) -> Iterator[tuple[date, date]]:
    """First and last day of each half month of the books, as far as they lie in the span."""
    found = months_with_sales(tx)
    if found is None:
        return
    month, last = found
    while month <= last:
        first, end = date.fromisoformat(f"{month}-01"), end_of(month)
        middle = first.replace(day=15)
        for begin, close in ((first, middle), (middle + timedelta(days=1), end)):
            since, until = max(begin, span.since or begin), min(close, span.until or close)
            if since <= until:
                yield since, until
        month = f"{end + timedelta(days=1):%Y-%m}"


DAILY: Final = (
    LayerTable(Layer.DAILY, sheets.PROFIT_DAY, _read_profit),
    LayerTable(Layer.DAILY, sheets.SKU_DAY, _read_skus),
    ACCOUNT_DAYS,
)
"""The tables of the daily layer."""
