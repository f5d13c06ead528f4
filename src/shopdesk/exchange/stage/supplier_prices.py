"""What the store knows of a staged list of suppliers' prices, by supplier and SKU."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.stage.compare_items import find_skus
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.buying.sheets import PRICE_FILE
from shopdesk.store.tables import Supplier, SupplierSku
from shopdesk.store.tx import Tx
from shopdesk.text import N_

TWICE: Final = N_("{sku} of {name} stands in the file twice (rows {first} and {second}). Make one row of it.")
FIELDS: Final = ("supplier_code", "price", "pack", "minimum", "lead_days", "preferred")


def compare_prices(tx: Tx, staged: Staged) -> None:
    """New prices, and those of which the file says something else; what it leaves blank stays."""
    find_skus(tx, staged, PRICE_FILE)
    _refuse_doubles(staged)
    known = known_prices(tx, staged.items)
    for item in staged.items:
        row = known.get(key_of(item))
        item.changes, item.outcome = (), Outcome.NEW
        if row is not None:
            item.changes = tuple(key for key in FIELDS if key in item.values and item.values[key] != row[key])
            item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME


def key_of(item: Item) -> tuple[str, int]:
    """What names a row: the supplier whatever the case of its name, and the SKU."""
    return item.values["supplier"].strip().casefold(), item.target


def known_prices(tx: Tx, items: Iterable[Item]) -> dict[tuple[str, int], dict[str, Any]]:
    """(supplier, SKU) → the image of what the store has of it."""
    named = sorted({key_of(item)[0] for item in items})
    suppliers: dict[int, str] = {}
    for part in parts(named):
        rows = tx.rows(select(Supplier.supplier_id, Supplier.name).where(func.lower(Supplier.name).in_(part)))
        suppliers |= {row.supplier_id: row.name.casefold() for row in rows}
    images = tx.images(SupplierSku, "supplier_id", sorted(suppliers))
    return {
        (suppliers[image["supplier_id"]], image["sku_id"]): image | {"preferred": bool(image["preferred"])}
        for image in images
    }


def _refuse_doubles(staged: Staged) -> None:
    seen: dict[tuple[str, int], Item] = {}
    for item in staged.items:
        first = seen.setdefault(key_of(item), item)
        if first is not item:
            code = item.values["sku"]
            told = {"sku": code, "name": item.values["supplier"], "first": first.row, "second": item.row}
            for row in (first.row, item.row):
                staged.report(problem(staged.plan, PRICE_FILE, "sku", row, code, TWICE, told))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
