"""Where a SKU lies in a warehouse: its shelf there, where it has one, and by what name people call a place."""

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, case, literal_column, select

from shopdesk.shop.spoken import spellings
from shopdesk.shop.stock.rules import PlaceKind, WarehouseState
from shopdesk.store.tables import SkuPlace, StockLevel, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

IN_TRANSIT: Final = N_("In transit")
"""Title of what is on its way to a warehouse (msgid)."""
_W = Warehouse.__table__.c


def warehouse_of(columns: Any = _W) -> ColumnElement[int]:
    """SQL: the warehouse whose a place is: that of a shelf, else itself; what is on its way has not arrived yet."""
    # Written out, so that PostgreSQL knows it again in GROUP BY.
    is_shelf = columns.kind == literal_column(f"'{PlaceKind.SHELF.value}'")
    return case((is_shelf, columns.parent_id), else_=columns.warehouse_id)


def warehouses_of(tx: Tx) -> dict[int, int]:
    """Place → the warehouse whose it is (`warehouse_of`)."""
    return {
        row.place_id: row.hall_id
        for row in tx.rows(select(_W.warehouse_id.label("place_id"), warehouse_of().label("hall_id")))
    }


def has_homes(tx: Tx) -> bool:
    """Whether any SKU has a shelf of its own."""
    return tx.scalar(select(SkuPlace.sku_place_id).limit(1)) is not None


def home_of(tx: Tx, sku_ids: Iterable[int], warehouse_id: int) -> dict[int, int]:
    """SKU → its shelf in a warehouse; those that have none there are left out."""
    if not has_homes(tx):
        return {}
    listed, found = sorted(set(sku_ids)), dict[int, int]()
    for start in range(0, len(listed), 500):
        homes = select(SkuPlace.sku_id, SkuPlace.place_id).where(
            SkuPlace.warehouse_id == warehouse_id, SkuPlace.sku_id.in_(listed[start : start + 500])
        )
        found |= {row.sku_id: row.place_id for row in tx.rows(homes)}
    return found


def rest_of(tx: Tx, sku_id: int, place_id: int) -> int:
    """Where pieces of a SKU go that are brought to a place: onto its shelf where that is a warehouse, else there."""
    home = select(SkuPlace.place_id).where(SkuPlace.sku_id == sku_id, SkuPlace.warehouse_id == place_id)
    found = tx.scalar(home)
    return place_id if found is None else int(found)


def lies_at(tx: Tx, sku_id: int, place_id: int) -> int:
    """Where pieces of a SKU are in a warehouse when nobody says on which shelf: on its own one, else on the fullest.

    Held against the warehouse itself, what lies on a shelf would be there a second time.
    """
    home = rest_of(tx, sku_id, place_id)
    if home != place_id:
        return home
    levels = select(StockLevel.warehouse_id).where(
        StockLevel.sku_id == sku_id, StockLevel.on_hand > 0, StockLevel.warehouse_id.in_(places_in(tx, place_id))
    )
    found = tx.scalars(levels.order_by(StockLevel.on_hand.desc(), StockLevel.warehouse_id))
    return place_id if place_id in found or not found else int(found[0])


def places_in(tx: Tx, warehouse_id: int) -> list[int]:
    """A warehouse and its shelves, itself first; a place that is no warehouse is alone."""
    shelves = select(_W.warehouse_id).where(_W.parent_id == warehouse_id, _W.kind == PlaceKind.SHELF.value)
    return [warehouse_id, *tx.scalars(shelves.order_by(_W.code))]


def place_names(tx: Tx) -> dict[int, str]:
    """Place → what it is called, in the language of the person: "Main warehouse/A-01", "Main warehouse, in transit"."""
    places = {row.warehouse_id: row for row in tx.rows(select(_W.warehouse_id, _W.title, _W.kind, _W.parent_id))}
    return {place_id: _name(row, places) for place_id, row in places.items()}


def _name(row: Any, places: dict[int, Any]) -> str:
    parent = places.get(row.parent_id)
    if parent is None:
        return _(str(row.title))
    if row.kind == PlaceKind.TRANSIT:
        return _("{warehouse}, in transit").format(warehouse=_(str(parent.title)))
    return f"{_(str(parent.title))}/{row.title}"


def named_places(tx: Tx, warehouse_id: int | None = None) -> dict[str, int]:
    """Folded name → place in use: warehouses by code or title in any language, shelves as "Warehouse/Shelf".

    A shelf answers to its title alone as well, where no warehouse is called so: in `warehouse_id` (None: the oldest
    warehouse) whatever others have, elsewhere where only one has it.
    """
    active = select(_W.warehouse_id, _W.code, _W.title, _W.kind, _W.parent_id).where(
        _W.state == WarehouseState.ACTIVE.value, _W.kind != PlaceKind.TRANSIT.value
    )
    rows = tx.rows(active.order_by(_W.warehouse_id))
    halls = {row.warehouse_id: row for row in rows if row.kind == PlaceKind.WAREHOUSE}
    found: dict[str, int] = {}
    for row in halls.values():
        for name in (row.code, *spellings(row.title)):
            found.setdefault(folded(name), row.warehouse_id)
    shelves = [row for row in rows if row.parent_id in halls]
    for row in shelves:
        for name in (halls[row.parent_id].code, *spellings(halls[row.parent_id].title)):
            found.setdefault(folded(f"{name}/{row.title}"), row.warehouse_id)
    near = warehouse_id or min(halls, default=0)
    alone: dict[str, list[int]] = {}
    for row in sorted(shelves, key=lambda row: row.parent_id != near):
        alone.setdefault(folded(row.title), []).append(row.warehouse_id)
    here = {row.warehouse_id for row in shelves if row.parent_id == near}
    for name, ids in alone.items():
        if len(ids) == 1 or ids[0] in here:
            found.setdefault(name, ids[0])
    return found


def folded(name: str) -> str:
    """A name as it is compared: full width and case do not matter, nor do blanks around the slash."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return "/".join(part.strip() for part in plain.split("/"))
