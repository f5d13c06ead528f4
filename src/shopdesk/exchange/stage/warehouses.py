"""The warehouses that a file of receipts, counts or opening stock names.

A blank one is the main warehouse. One that the shop does not have yet is made when the file is written, as a shop that
sends its list by warehouse expects; the dry run names it first, so that a slip of the pen is seen before it is a place.
"""

from sqlalchemy import select

from shopdesk.exchange.celltext import unwrap, word
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.spoken import spellings
from shopdesk.shop.stock.actions import add_warehouse
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.rules import WarehouseState
from shopdesk.store.tables import Warehouse
from shopdesk.store.tx import Tx


def find_places(tx: Tx, staged: Staged) -> None:
    """Give each item the warehouse that its row means, 0 where the shop has none of that name."""
    main = main_warehouse(tx)
    named = any("warehouse" in item.values for item in staged.items)
    known = _known(tx) if named else {}
    for item in staged.items:
        said = word(item.values.get("warehouse") or "")
        item.place = known.get(said, 0) if said else main


def name_new_places(staged: Staged) -> None:
    """Note the warehouses that the rows which are to be written would bring."""
    staged.new_places = {}
    for item in staged.items:
        if not item.place and _is_placed(item):
            staged.new_places.setdefault(word(item.values["warehouse"]), unwrap(item.values["warehouse"]))


def make_places(tx: Tx, staged: Staged) -> None:
    """Make the new warehouses, and put the items there."""
    made = {key: add_warehouse(tx, title) for key, title in staged.new_places.items()}
    for item in staged.items:
        if not item.place and _is_placed(item):
            item.place = made[word(item.values["warehouse"])]


def _is_placed(item: Item) -> bool:
    """Whether writing the row puts pieces into a warehouse."""
    pieces = "quantity" in item.values or "counted" in item.values or bool(item.values.get("on_hand"))
    return pieces and item.outcome in (Outcome.NEW, Outcome.CHANGED)


def _known(tx: Tx) -> dict[str, int]:
    """Code, or title in any language → warehouse."""
    found: dict[str, int] = {}
    standing = select(Warehouse.warehouse_id, Warehouse.code, Warehouse.title).where(
        Warehouse.state == WarehouseState.ACTIVE.value
    )
    for row in tx.rows(standing.order_by(Warehouse.warehouse_id)):
        for name in (row.code, *spellings(row.title)):
            found.setdefault(word(name), row.warehouse_id)
    return found
