"""What a person does in the lists of stock: cells of products with their shelves and warning levels, places."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.actions import edit_skus
from shopdesk.shop.stock.homes import folded, named_places
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.places import add_shelf, put_away, set_home, standing
from shopdesk.shop.stock.rules import PlaceKind, WarehouseState
from shopdesk.store.action import action
from shopdesk.store.tables import Allocation, Sku, SkuPlace, SkuPolicy, StockLevel, Transfer, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

SHELF: Final = "shelf"
"""Key of the column of the stock list that says the shelf in the main warehouse."""
WARNING: Final = "warning_level"
"""Key of the column that says from how many pieces on a SKU is short."""


@action("catalog.edit", N_("Edit products"), undoable=True)
def edit_stock(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of the stock list at once, as one step of undo: (sku_id, field, value). Returns how many became different.

    A shelf that is new is made.
    """
    shelves = [(sku_id, str(value or "")) for sku_id, key, value in edits if key == SHELF]
    warnings = [(sku_id, value) for sku_id, key, value in edits if key == WARNING]
    cells = [one for one in edits if one[1] not in (SHELF, WARNING)]
    changed = edit_skus(tx, cells) if cells else 0
    changed += sum(_warn(tx, sku_id, level) for sku_id, level in warnings)
    return changed + (_name_shelves(tx, shelves) if shelves else 0)


def _warn(tx: Tx, sku_id: int, level: object) -> bool:
    """Say from how many pieces on a SKU is short (None: never); whether that became different."""
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    if code is None:
        raise UserError(N_("This product no longer exists."), code="gone")
    if isinstance(level, Decimal) and level < 0:
        raise UserError(N_("A warning level cannot be below zero."), code="negative")
    tx.say(N_("Set the warning level of {sku}"), sku=code)
    if tx.scalar(select(SkuPolicy.sku_id).where(SkuPolicy.sku_id == sku_id)) is not None:
        return tx.update(SkuPolicy, sku_id, warning_level=level)
    return level is not None and bool(tx.insert(SkuPolicy, sku_id=sku_id, warning_level=level))


def _name_shelves(tx: Tx, named: Sequence[tuple[int, str]]) -> int:
    hall = main_warehouse(tx)
    title = standing(tx, hall).title
    shelves = {_shelf_of(title, name) for _sku_id, name in named} - {""}
    known = named_places(tx, hall)
    found = {shelf: known.get(folded(f"{title}/{shelf}")) for shelf in sorted(shelves)}
    ids = {shelf: place_id or add_shelf(tx, hall, shelf) for shelf, place_id in found.items()}
    changed = sum(set_home(tx, sku_id, hall, ids.get(_shelf_of(title, name))) for sku_id, name in named)
    tx.say(N_("Set the shelves of {count} products"), count=len(named))
    return changed


def _shelf_of(hall: str, name: str) -> str:
    """A shelf as it is called in its warehouse, whose name may stand before it; "" for none."""
    plain = " ".join(name.split())
    before, slash, after = plain.partition("/")
    is_hall = slash and folded(before) in {folded(hall), folded(_(hall))}
    return after.strip() if is_hall else plain


@action("stock.place", N_("Set the shelf of products"), undoable=True)
def set_shelf(tx: Tx, sku_ids: Sequence[int], warehouse_id: int, title: str) -> int:
    """Give products a shelf in a warehouse, which is made where there is none of that name; "" takes theirs away.

    Nothing moves: see `put_away_all`. Returns how many became different.
    """
    name = " ".join(title.split())
    place_id = None
    if name:
        code = f"{standing(tx, warehouse_id).code}/{folded(name)}"
        active = Warehouse.state == WarehouseState.ACTIVE.value
        place_id = tx.scalar(select(Warehouse.warehouse_id).where(Warehouse.code == code, active))
        place_id = place_id or add_shelf(tx, warehouse_id, name)
    changed = sum(set_home(tx, sku_id, warehouse_id, place_id) for sku_id in sku_ids)
    tx.say(N_("Set the shelves of {count} products"), count=len(sku_ids))
    return changed


@action("stock.move", N_("Put away"))
def put_away_all(tx: Tx, warehouse_id: int, sku_ids: Sequence[int] | None = None) -> int:
    """Bring what lies at the warehouse itself onto the shelves of its SKUs there (None: of all); how many moved."""
    homes = select(SkuPlace.sku_id).where(SkuPlace.warehouse_id == warehouse_id)
    lying = select(StockLevel.sku_id).where(StockLevel.warehouse_id == warehouse_id, StockLevel.on_hand != 0)
    found = sorted(tx.scalars(homes.where(SkuPlace.sku_id.in_(lying))))
    wanted = found if sku_ids is None else [sku_id for sku_id in found if sku_id in set(sku_ids)]
    moved = sum(put_away(tx, sku_id, warehouse_id) for sku_id in wanted)
    tx.say(N_("Put away {count} SKUs"), count=moved)
    return moved


@action("stock.place", N_("Rename a place"), undoable=True)
def rename_place(tx: Tx, place_id: int, title: str) -> bool:
    """Call a warehouse or shelf otherwise; whether it became different. UserError where the name is taken."""
    place, name = standing(tx, place_id), " ".join(title.split())
    if not folded(name):
        raise UserError(N_("A place needs a name."), code="required")
    _refuse_kind(place)
    code = folded(name) if place.parent_id is None else f"{standing(tx, place.parent_id).code}/{folded(name)}"
    if tx.scalar(_taken(code, place_id)) is not None:
        raise UserError(N_("There is a place {name} already."), code="exists", name=name)
    tx.say(N_("Rename {old} to {new}"), old=_(place.title), new=name)
    if place_id == main_warehouse(tx):
        return tx.update(Warehouse, place_id, title=name)  # its code stays: files know it by that
    changed = tx.update(Warehouse, place_id, title=name, code=code)
    inside = select(Warehouse.warehouse_id, Warehouse.code).where(Warehouse.parent_id == place_id)
    for row in tx.rows(inside) if changed else ():
        tx.update(Warehouse, row.warehouse_id, code=code + row.code.removeprefix(place.code))
    return changed


def _taken(code: str, place_id: int) -> Any:
    return select(Warehouse.warehouse_id).where(Warehouse.code == code, Warehouse.warehouse_id != place_id)


@action("stock.place", N_("Withdraw a place"), undoable=True)
def withdraw_place(tx: Tx, place_id: int) -> None:
    """Take a warehouse or shelf out of use; UserError while anything lies there, is kept there or is on its way to it.

    SKUs whose shelf it was have none after that.
    """
    place = standing(tx, place_id)
    _refuse_kind(place)
    if place_id == main_warehouse(tx):
        raise UserError(N_("Sales leave from the main warehouse: it stays."), code="main")
    all_of_it = tx.scalars(select(Warehouse.warehouse_id).where(Warehouse.parent_id == place_id))
    here = [place_id, *all_of_it]
    _refuse_lying(tx, place.title, here)
    for home in tx.scalars(select(SkuPlace.sku_place_id).where(SkuPlace.place_id.in_(here))):
        tx.delete(SkuPlace, home)
    tx.say(N_("Withdraw {name}"), name=place.title)
    for one in here:
        tx.update(Warehouse, one, state=WarehouseState.WITHDRAWN.value)


def _refuse_kind(place: Any) -> None:
    if place.kind not in (PlaceKind.WAREHOUSE, PlaceKind.SHELF):
        raise UserError(N_("This place belongs to its warehouse and stays as it is."), code="kind")


def _refuse_lying(tx: Tx, title: str, here: Sequence[int]) -> None:
    coming = select(Transfer.document_no).where(
        Transfer.state == "sent", Transfer.to_id.in_(here) | Transfer.from_id.in_(here)
    )
    number = tx.scalar(coming.limit(1))
    if number is not None:
        said = N_("Transfer {number} to or from {place} is on its way.")
        raise UserError(said, code="coming", number=number, place=_(title))
    lying = tx.rows(
        select(Sku.code)
        .join(StockLevel, StockLevel.sku_id == Sku.sku_id)
        .where(StockLevel.warehouse_id.in_(here), StockLevel.on_hand != 0)
        .order_by(Sku.code)
        .limit(1)
    )
    if lying:
        said = N_("There are pieces of {sku} at {place}. Move them first.")
        raise UserError(said, code="lying", sku=lying[0].code, place=_(title))
    if tx.scalar(select(Allocation.allocation_id).where(Allocation.place_id.in_(here)).limit(1)) is not None:
        raise UserError(N_("Pieces at {place} are kept for orders."), code="kept", place=_(title))
