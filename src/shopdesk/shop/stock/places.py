"""Warehouses, the shelves in them, and which shelf is whose; putting away what lies about."""

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from shopdesk.shop.stock.homes import IN_TRANSIT, folded, home_of
from shopdesk.shop.stock.levels import on_hand
from shopdesk.shop.stock.moves import relocate
from shopdesk.shop.stock.rules import PlaceKind, WarehouseState
from shopdesk.store.action import action
from shopdesk.store.tables import Allocation, Sku, SkuPlace, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

__all__ = [
    "add_shelf", "add_warehouse", "home_of", "move_pieces", "put_away", "set_home", "standing", "transit_to",
]  # fmt: skip


@action("stock.place", N_("Add a warehouse"), undoable=True)
def add_warehouse(tx: Tx, title: str) -> int:
    """A further place where stock lies, or the one that was withdrawn under that name; returns its id."""
    name = " ".join(title.split())
    if not folded(name):
        raise UserError(N_("A warehouse needs a name."), code="required")
    tx.say(N_("Add warehouse {name}"), name=name)
    return _open(tx, folded(name), name, PlaceKind.WAREHOUSE, None, N_("There is a warehouse {name} already."))


@action("stock.place", N_("Add a shelf"), undoable=True)
def add_shelf(tx: Tx, warehouse_id: int, title: str) -> int:
    """A shelf in a warehouse, or the one that was withdrawn under that name; returns its id."""
    name, hall = " ".join(title.split()), standing(tx, warehouse_id)
    if not folded(name):
        raise UserError(N_("A shelf needs a name."), code="required")
    if hall.kind != PlaceKind.WAREHOUSE:
        raise UserError(N_("A shelf stands in a warehouse."), code="kind")
    tx.say(N_("Add shelf {name}"), name=name)
    code = f"{hall.code}/{folded(name)}"
    return _open(tx, code, name, PlaceKind.SHELF, warehouse_id, N_("There is a shelf {name} already."))


def _open(tx: Tx, code: str, name: str, kind: PlaceKind, parent_id: int | None, taken: str) -> int:
    found = tx.rows(select(Warehouse.warehouse_id, Warehouse.state).where(Warehouse.code == code))
    told = {"title": name, "state": WarehouseState.ACTIVE.value, "import_id": tx.import_id}
    if not found:
        return tx.insert(Warehouse, code=code, kind=kind.value, parent_id=parent_id, **told)
    if found[0].state == WarehouseState.ACTIVE:
        raise UserError(taken, code="exists", name=name)
    tx.update(Warehouse, found[0].warehouse_id, kind=kind.value, parent_id=parent_id, **told)
    return int(found[0].warehouse_id)


@action("stock.place", N_("Set the shelf of a product"), undoable=True)
def set_home(tx: Tx, sku_id: int, warehouse_id: int, place_id: int | None) -> bool:
    """Where a SKU is put and picked in a warehouse; None: at the warehouse itself. Nothing moves: see `put_away`."""
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    if code is None:
        raise UserError(N_("This product no longer exists."), code="gone")
    if place_id is not None and standing(tx, place_id).parent_id != warehouse_id:
        raise UserError(N_("This shelf stands in another warehouse."), code="kind")
    tx.say(N_("Set the shelf of {sku}"), sku=code)
    has = select(SkuPlace.sku_place_id).where(SkuPlace.sku_id == sku_id, SkuPlace.warehouse_id == warehouse_id)
    found = tx.scalar(has)
    if place_id is None:
        if found is not None:
            tx.delete(SkuPlace, found)
        return found is not None
    if found is not None:
        return tx.update(SkuPlace, found, place_id=place_id)
    return bool(tx.insert(SkuPlace, sku_id=sku_id, warehouse_id=warehouse_id, place_id=place_id))


@action("stock.move", N_("Put away"))
def put_away(tx: Tx, sku_id: int, warehouse_id: int) -> bool:
    """Bring what lies at the warehouse itself onto the SKU's shelf there; whether anything was to be brought.

    UserError where it has none.
    """
    home = home_of(tx, [sku_id], warehouse_id).get(sku_id)
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    if home is None:
        raise UserError(N_("{sku} has no shelf in this warehouse."), code="no_shelf", sku=code)
    pieces = on_hand(tx, sku_id, warehouse_id)
    if not pieces:
        return False
    # What was taken from the warehouse itself before it had a shelf is owed by it: the shelf settles that.
    source, target = (warehouse_id, home) if pieces > 0 else (home, warehouse_id)
    relocate(tx, sku_id, source, target, abs(pieces), ("relocation", tx.change_id))
    tx.say(N_("Put away {sku}: {quantity}"), sku=code, quantity=pieces)
    return True


@action("stock.move", N_("Move pieces to another place"))
def move_pieces(tx: Tx, sku_id: int, from_id: int, to_id: int, quantity: Decimal, note: str = "") -> int:
    """Bring pieces from one place to another at once, exactly there; returns the move that brought them.

    UserError where there are not as many, or where orders keep some of them: whoever picks those looks for them there.
    """
    source, target = standing(tx, from_id), standing(tx, to_id)
    if from_id == to_id:
        raise UserError(N_("Choose two different places."), code="same_place")
    if PlaceKind.TRANSIT in (source.kind, target.kind):
        raise UserError(N_("What is in transit is received or sent back with its transfer."), code="kind")
    if quantity <= 0:
        raise UserError(N_("The quantity must be more than zero."), code="quantity")
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    there = on_hand(tx, sku_id, from_id)
    if quantity > there:
        raise UserError(
            N_("There are {there} of {sku} at this place, not {quantity}."), code="short", sku=code, there=there,
            quantity=quantity,
        )  # fmt: skip
    at_source = (Allocation.sku_id == sku_id, Allocation.place_id == from_id)
    kept = Decimal(tx.scalar(select(func.sum(Allocation.quantity)).where(*at_source)) or 0)
    if quantity > there - kept:
        raise UserError(N_("Pieces at {place} are kept for orders."), code="kept", place=_(source.title))
    tx.say(N_("Move {quantity} of {sku}"), sku=code, quantity=quantity)
    return relocate(tx, sku_id, from_id, to_id, quantity, ("relocation", tx.change_id), note=note.strip() or None)


def standing(tx: Tx, place_id: int) -> Any:
    """A place that is in use, as a row with its kind, parent_id, code and title; UserError where it is not."""
    found = tx.rows(select(Warehouse.__table__).where(Warehouse.warehouse_id == place_id))
    if not found or found[0].state != WarehouseState.ACTIVE:
        raise UserError(N_("This warehouse or shelf is no longer in use."), code="gone")
    return found[0]


def transit_to(tx: Tx, place_id: int) -> int:
    """The place of what is on its way to the warehouse of a place; made on first use."""
    place = standing(tx, place_id)
    hall = place.parent_id or place.warehouse_id
    way = select(Warehouse.warehouse_id).where(Warehouse.parent_id == hall, Warehouse.kind == PlaceKind.TRANSIT.value)
    found = tx.scalar(way)
    if found is not None:
        return int(found)
    code = f"{standing(tx, hall).code} \u2192"
    return tx.insert(
        Warehouse, code=code, title=IN_TRANSIT, kind=PlaceKind.TRANSIT.value, parent_id=hall,
        state=WarehouseState.ACTIVE.value, import_id=None,
    )  # fmt: skip
