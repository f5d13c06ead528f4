"""What the stock screens read of one SKU: figures, where its cost comes from, its last moves, a code that was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.columns import Sheet
from shopdesk.shop.history import find_import
from shopdesk.shop.orders.reports import Source
from shopdesk.shop.stock.bundle_reports import PartRow, find_parts
from shopdesk.shop.stock.reports import (
    MOVE_ROWS,
    STOCK_ROWS,
    AtPlace,
    Place,
    find_on_hand,
    find_places_of,
    find_sku_detail,
    moves_of,
)
from shopdesk.shop.stock.trace import LotOnHand, find_lots
from shopdesk.store.rows import Query, count, fetch_first, fetch_page, quoted
from shopdesk.text import N_, UserError

LAST_MOVES: Final = 8
SUGGESTED: Final = 8
GONE: Final = N_("No longer in the shop, and left out of what you had entered: {codes}.")


@dataclass(frozen=True, slots=True)
class Known:
    """A SKU as an entry line needs it; `cost` is what is stated for it, None unknown."""

    sku_id: int
    code: str
    title: str
    cost: Any = None


@dataclass(frozen=True, slots=True)
class SkuFacts:
    """One SKU: its cells by column key, its last moves (newest first) by column key, and the file it came from."""

    sku_id: int
    row: Mapping[str, Any]
    moves: Sequence[Mapping[str, Any]]
    move_count: int
    costed: Mapping[str, Any] | None
    """The last move that brought a cost in; None where none did."""
    source: Source | None
    places: Sequence[Place] = ()
    """What is on hand in each warehouse in use."""
    at: Sequence[AtPlace] = ()
    """Where it lies, shelf by shelf, its own shelves even where they are empty."""
    parts: Sequence[PartRow] = ()
    """What it is made of, where it is a bundle."""
    lots: Sequence[LotOnHand] = ()
    """Its lots of which there are pieces, in the order in which they leave."""


def read_sku(tx: Any, sku_id: int) -> SkuFacts | None:
    """A SKU with what hangs on it; None where it is gone."""
    cells = fetch_page(tx, STOCK_ROWS, [sku_id])[0]
    if not cells:
        return None
    moves = moves_of(sku_id)
    latest = [_named(MOVE_ROWS.sheet, values) for _id, values in fetch_first(tx, moves, Query(), LAST_MOVES)]
    costed = fetch_first(tx, moves, Query(filters=(("unit_cost", "!="),)), 1)
    return SkuFacts(
        sku_id,
        _named(STOCK_ROWS.sheet, cells),
        latest,
        len(latest) if len(latest) < LAST_MOVES else count(tx, moves, Query()),
        _named(MOVE_ROWS.sheet, costed[0][1]) if costed else None,
        _source(tx, sku_id),
        find_on_hand(tx, sku_id),
        find_places_of(tx, sku_id),
        find_parts(tx, sku_id),
        find_lots(tx, sku_id),
    )


def _named(sheet: Sheet, values: Sequence[Any]) -> dict[str, Any]:
    return {column.key: value for column, value in zip(sheet.columns, values, strict=True)}


def _source(tx: Any, sku_id: int) -> Source | None:
    sku = find_sku_detail(tx, sku_id)
    if sku is None or sku.import_id is None or sku.source_row is None:
        return None
    found = find_import(tx, sku.import_id)
    if found is None:
        return None
    return Source(found.import_id, found.file_name, found.sheet_name, found.imported_at, (sku.source_row,))


def look_up(tx: Any, typed: str) -> Known | None:
    """The SKU of a code or barcode; None where nobody knows it."""
    try:
        sku_id = find_sku(tx, typed)
    except UserError:
        return None
    sku = find_sku_detail(tx, sku_id)
    if sku is None:
        return None
    title = f"{sku.title} · {sku.option}" if sku.option else sku.title
    return Known(sku_id, sku.code, title, sku.cost)


def find_code(tx: Any, code: str) -> int | None:
    """The SKU with exactly that code."""
    found = fetch_first(tx, STOCK_ROWS, Query(filters=(("sku", quoted(code)),)), 1)
    return found[0][0] if found else None


def find_codes(tx: Any, codes: Sequence[str]) -> dict[str, int]:
    """Code → SKU of those that are in the shop."""
    found = {code: find_code(tx, code) for code in dict.fromkeys(codes)}
    return {code: sku_id for code, sku_id in found.items() if sku_id is not None}


def suggest(tx: Any, typed: str) -> list[tuple[str, str]]:
    """Code and title of the first SKUs in which the words stand."""
    found = fetch_first(tx, STOCK_ROWS, Query(search=typed), SUGGESTED)
    keys = [column.key for column in STOCK_ROWS.sheet.columns]
    code, title = keys.index("sku"), keys.index("title")
    return [(values[code], values[title]) for _id, values in found]
