"""The places that a file of receipts, counts or opening stock names: "Main warehouse", "Main warehouse/A-01".

A blank one is the main warehouse, and a warehouse means the SKU's shelf there, where it has one. One that the shop
does not have yet is made when the file is written, as a shop that sends its list by warehouse expects; the dry run
names it first, so that a slip of the pen is seen before it is a place.
"""

from collections.abc import Mapping

from shopdesk.exchange.celltext import unwrap, word
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.stock.homes import folded, named_places
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.places import add_shelf, add_warehouse
from shopdesk.store.tx import Tx


def find_places(tx: Tx, staged: Staged) -> None:
    """Give each item the warehouse that its row means, 0 where the shop has none of that name."""
    main = main_warehouse(tx)
    named = any("warehouse" in item.values for item in staged.items)
    known = named_places(tx) if named else {}
    for item in staged.items:
        said = _said(item)
        item.place = known.get(said, 0) if said else main


def name_new_places(staged: Staged) -> None:
    """Note the warehouses that the rows which are to be written would bring."""
    staged.new_places = {}
    for item in staged.items:
        if not item.place and _is_placed(item):
            staged.new_places.setdefault(_said(item), unwrap(item.values["warehouse"]))


def make_places(tx: Tx, staged: Staged) -> None:
    """Make the new warehouses and shelves, and put the items there."""
    known = named_places(tx) if staged.new_places else {}
    made = {key: _make(tx, known, key, title) for key, title in staged.new_places.items()}
    for item in staged.items:
        if not item.place and _is_placed(item):
            item.place = made[_said(item)]


def _make(tx: Tx, known: Mapping[str, int], key: str, title: str) -> int:
    """A shelf where what stands before the slash is a warehouse, else a warehouse."""
    hall, _slash, shelf = key.partition("/")
    if hall not in known or not shelf:
        return add_warehouse(tx, title)
    return add_shelf(tx, known[hall], title.replace("\uff0f", "/").partition("/")[2])


def _said(item: Item) -> str:
    return folded(word(item.values.get("warehouse") or ""))


def _is_placed(item: Item) -> bool:
    """Whether writing the row puts pieces into a warehouse that it names."""
    if "warehouse" not in item.values:
        return False
    pieces = "quantity" in item.values or "counted" in item.values or bool(item.values.get("on_hand"))
    return pieces and item.outcome in (Outcome.NEW, Outcome.CHANGED)
