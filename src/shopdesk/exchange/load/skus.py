"""The SKUs that the lines of orders speak of: found, made, or brought back."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

from sqlalchemy import select

from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.lines import Line, Lines
from shopdesk.exchange.stage.staged import Order, stretches
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.orders.rules import LineKind
from shopdesk.store.tables import Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE


def ensure_skus(tx: Tx, kept: Lines, orders: Iterable[Order], titles: Mapping[str, str]) -> dict[str, int]:
    """Code or barcode → sku_id for every product line; codes that the shop does not know become products.

    What an import that was taken back had made comes back as this file tells it.
    """
    lines = _first_lines(kept, orders)
    found = sku_ids(tx, {code for line in lines for code in (line.sku, line.barcode) if code})
    wanted: dict[str, Line] = {}
    for line in lines:
        code = line.sku or line.barcode
        if code is not None and code not in found:
            if line.barcode in found:
                found[code] = found[line.barcode]
            else:
                wanted.setdefault(code, line)
    returned = _withdrawn(tx, list(wanted))
    for code, (sku_id, product_id) in returned.items():
        line = wanted.pop(code)
        price = Decimal(line.unit_price) / MONEY_SCALE if line.unit_price else None
        tx.update(
            Sku, sku_id, option=line.option, price=price, state=ProductState.ACTIVE.value, import_id=tx.import_id,
            source_row=line.row,
        )  # fmt: skip
        tx.update(Product, product_id, title=titles.get(code) or line.title or code)
        found[code] = sku_id
    return found | _make(tx, wanted, titles)


def _first_lines(kept: Lines, orders: Iterable[Order]) -> list[Line]:
    """The first line of goods of each code and barcode."""
    told = ("sku",) if kept.is_same("barcode") else ("sku", "barcode")
    found: dict[Any, int] = {}
    for part in stretches(orders):
        start, stop = part[0].lines.start, part[-1].lines.stop
        goods = list(map(LineKind.PRODUCT.value.__eq__, kept["kind"][start:stop]))[::-1]
        said = [compress(kept[name][start:stop][::-1], goods) for name in told]
        keys = said[0] if len(said) == 1 else zip(*said, strict=True)
        for key, place in dict(zip(keys, compress(range(stop - 1, start - 1, -1), goods), strict=True)).items():
            found.setdefault(key, place)
    return list(map(kept.at, sorted(found.values())))


def _withdrawn(tx: Tx, codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Code → sku_id and product_id of SKUs that were withdrawn."""
    found: dict[str, tuple[int, int]] = {}
    for part in parts(codes):
        wanted = select(Sku.code, Sku.sku_id, Sku.product_id).where(Sku.code.in_(part))
        rows = tx.rows(wanted.where(Sku.state == ProductState.WITHDRAWN.value))
        found |= {row.code: (row.sku_id, row.product_id) for row in rows}
    return found


def _make(tx: Tx, wanted: Mapping[str, Line], titles: Mapping[str, str]) -> dict[str, int]:
    if not wanted:
        return {}
    product, sku = tx.reserve_ids(Product, len(wanted)), tx.reserve_ids(Sku, len(wanted))
    named = [(product + i, titles.get(code) or line.title or code) for i, (code, line) in enumerate(wanted.items())]
    tx.insert_many(Product, ("product_id", "title"), named)
    columns = ("sku_id", "product_id", "code", "option", "price", "state", "import_id", "source_row")
    active = ProductState.ACTIVE.value
    rows = [
        (sku + i, product + i, code, line.option, line.unit_price or None, active, tx.import_id, line.row)
        for i, (code, line) in enumerate(wanted.items())
    ]
    tx.insert_many(Sku, columns, rows)
    return {code: sku + i for i, code in enumerate(wanted)}
