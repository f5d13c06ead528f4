"""When shelves went empty: days that began with pieces of a SKU and ended with none, from what there is now back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select, type_coerce

from shopdesk.store.tables import Sku, StockLevel, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE


class Emptied(NamedTuple):
    """The last piece of a SKU went on a day, whether there are pieces again or not."""

    sku_id: int
    code: str
    day: date


def fetch_emptied(tx: Tx, since: datetime) -> Iterator[Emptied]:
    """By SKU, of each the latest day first; moves of days before `since` that were booked later are among them."""
    quantity = type_coerce(func.sum(type_coerce(StockMove.quantity, WHOLE)), WHOLE).label("quantity")
    lately = select(StockMove.sku_id, StockMove.booked_on, quantity).where(StockMove.moved_at >= since)
    moved = defaultdict[int, dict[date, int]](dict)
    for row in tx.rows(lately.group_by(StockMove.sku_id, StockMove.booked_on)):
        moved[row.sku_id][row.booked_on] = int(row.quantity)
    level = func.sum(type_coerce(StockLevel.on_hand, WHOLE)).label("level")
    here = select(Sku.sku_id, Sku.code, level).join(StockLevel, StockLevel.sku_id == Sku.sku_id)
    for row in tx.rows(here.group_by(Sku.sku_id, Sku.code).order_by(Sku.sku_id)):
        for day in emptied(int(row.level), moved.get(row.sku_id, {})):
            yield Emptied(row.sku_id, row.code, day)


def emptied(level: int, moved: Mapping[date, int]) -> Iterator[date]:
    """Days that began with pieces and ended with none, the latest first; `level` is what there is now."""
    for day in sorted(moved, reverse=True):
        before = level - moved[day]
        if level <= 0 < before:
            yield day
        level = before
