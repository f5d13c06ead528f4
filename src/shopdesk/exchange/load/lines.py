"""The lines of new orders into the store: column by column, a stretch of the file at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final

from shopdesk.exchange.stage.lines import Lines
from shopdesk.exchange.stage.merge import sku_of
from shopdesk.exchange.stage.staged import Order, stretches
from shopdesk.store.tables import OrderLine
from shopdesk.store.tx import Tx

_SELDOM: Final = {"line_no": "channel_line_no", "option": "option", "discount": "discount"}
"""Columns of which most files say nothing, or the same of every line."""


def insert_lines(
    tx: Tx, kept: Lines, orders: Sequence[Order], skus: Mapping[str, int], check: Callable[[int], None]
) -> None:
    """Write the lines of `orders`; `skus`: code or barcode → sku_id. `check(rows of the file)` may raise to stop."""
    count = sum(len(order.lines) for order in orders)
    # Reserved before the rows stream in: a connection that copies rows answers nothing else.
    line_id = tx.reserve_ids(OrderLine, count)
    told = {name: kept.only(name) for name in _SELDOM if kept.is_same(name)}
    same = {name: value for name, value in told.items() if value is None or isinstance(value, int)}
    left = {name: column for name, column in _SELDOM.items() if name not in same}
    columns = ("line_id", "order_id", "kind", "sku_id", "code", "title", "quantity", "unit_price", "amount",
               "source_row", *left.values())  # fmt: skip
    rows = _rows(kept, orders, line_id, _SkuIds(skus), tuple(left), check)
    fixed = {"import_id": tx.import_id, **{_SELDOM[name]: value for name, value in same.items()}}
    with tx.indexed_afterwards(OrderLine, "sku_id", count):
        tx.insert_many(OrderLine, columns, rows, fixed)


class _SkuIds(dict[tuple[str, str | None, str | None], int | None]):
    """Kind, code and barcode of a line → its sku_id, found once each."""

    def __init__(self, skus: Mapping[str, int]) -> None:
        super().__init__()
        self._skus = skus

    def __missing__(self, key: tuple[str, str | None, str | None]) -> int | None:
        found = self[key] = sku_of(*key, self._skus)
        return found


def _rows(
    kept: Lines,
    orders: Iterable[Order],
    line_id: int,
    sku_ids: _SkuIds,
    further: Sequence[str],
    check: Callable[[int], None],
) -> Iterator[tuple[Any, ...]]:
    for part in stretches(orders):
        start, stop = part[0].lines.start, part[-1].lines.stop
        names = ("kind", "sku", "barcode", "title", "quantity", "unit_price", "amount", "row", *further)
        kinds, codes, barcodes, *rest = (kept[name][start:stop] for name in names)
        found = list(map(sku_ids.__getitem__, zip(kinds, codes, barcodes, strict=True)))
        unknown = [None if sku_id else code for sku_id, code in zip(found, codes, strict=True)]
        order_ids = chain.from_iterable(repeat(order.order_id, len(order.lines)) for order in part)
        numbers = range(line_id, line_id + stop - start)
        yield from zip(numbers, order_ids, kinds, found, unknown, *rest, strict=True)
        line_id += stop - start
        check(sum(order.rows for order in part))
