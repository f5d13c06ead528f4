"""The pick list of a wave: what to take from which shelf, in the order of a walk along them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from shopdesk.shop.fulfilment.sheets import PICKS
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import Blocker
from shopdesk.shop.orders.standing import blocker, is_open, promise, stage
from shopdesk.shop.stock.homes import place_names
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import Allocation, Barcode, Product, SalesOrder, Sku, Warehouse
from shopdesk.store.tx import Tx

_O = SalesOrder.__table__.c


@dataclass(frozen=True, slots=True)
class PickLine:
    """What to take of a SKU from a shelf, for one order or many."""

    place_id: int
    place: str
    sku_id: int
    code: str
    barcode: str | None
    title: str
    option: str | None
    pieces: Decimal
    picked: Decimal
    orders: tuple[tuple[str, Decimal], ...]
    """Order no. and its pieces, the oldest order first."""

    @property
    def told_orders(self) -> str:
        """The orders in one text: "A-1, A-2 ×3"."""
        return ", ".join(
            number if pieces == 1 else f"{number} ×{pieces.normalize():f}" for number, pieces in self.orders
        )


def fetch_pick_list(tx: Tx, order_ids: Sequence[int]) -> list[PickLine]:
    """What is kept for these orders, shelf by shelf in the order of their names, then by SKU."""
    barcode = select(func.min(Barcode.code)).where(Barcode.sku_id == Sku.sku_id).scalar_subquery()
    found: dict[tuple[int, int], list[Any]] = {}
    for start in range(0, len(order_ids), 500):
        rows = tx.rows(
            select(
                Allocation.place_id, Warehouse.code.label("place_code"), Allocation.sku_id, Sku.code, Sku.option,
                Product.title, barcode.label("barcode"), _O.order_no, Allocation.quantity, Allocation.picked,
            )
            .join(Warehouse, Warehouse.warehouse_id == Allocation.place_id)
            .join(Sku, Sku.sku_id == Allocation.sku_id)
            .join(Product, Product.product_id == Sku.product_id)
            .join(SalesOrder, _O.order_id == Allocation.order_id)
            .where(Allocation.order_id.in_(order_ids[start : start + 500]))
            .order_by(Allocation.order_id, Allocation.allocation_id)
        )  # fmt: skip
        for row in rows:
            found.setdefault((row.place_id, row.sku_id), []).append(row)
    names = place_names(tx)
    made = [_pick_line(names[place_id], rows) for (place_id, _sku), rows in found.items()]
    codes = {place_id: rows[0].place_code for (place_id, _sku), rows in found.items()}
    return sorted(made, key=lambda line: (codes[line.place_id], line.code))


def _pick_line(place: str, rows: Sequence[Any]) -> PickLine:
    first, orders = rows[0], dict[str, Decimal]()
    for row in rows:
        orders[row.order_no] = orders.get(row.order_no, Decimal(0)) + row.quantity
    return PickLine(
        first.place_id, place, first.sku_id, first.code, first.barcode, first.title, first.option,
        sum((row.quantity for row in rows), Decimal(0)), sum((row.picked for row in rows), Decimal(0)),
        tuple(orders.items()),
    )  # fmt: skip


def pick_rows(lines: Sequence[PickLine]) -> RowSource:
    """A pick list as rows that a grid shows and a workbook takes."""
    made = LooseRows(PICKS, search=("place", "sku", "title", "orders"))
    told = (
        (n, (one.place, one.code, one.barcode, one.title, one.option, one.pieces, one.picked, one.told_orders))
        for n, one in enumerate(lines, 1)
    )
    made.put(told)
    return made.source


def fetch_wave(tx: Tx, stages: Sequence[str], limit: int = 0) -> list[int]:
    """The open orders of these stages that nothing keeps, the oldest promise first; `limit` 0 is all."""
    free_to_go = or_(blocker().is_(None), blocker() == Blocker.NO_STOCK.value)
    wave = (
        select(_O.order_id)
        .select_from(ORDER_ROWS.origin)
        .where(is_open(), stage().in_(list(stages)), free_to_go)
        .order_by(promise().asc().nulls_last(), _O.order_id)
    )
    return tx.scalars(wave.limit(limit) if limit else wave)
