"""What the store knows of a staged list of suppliers: by the shop's own number, else by name."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, or_, select

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.sheets import SUPPLIER_FILE
from shopdesk.store.tables import Supplier
from shopdesk.store.tx import Tx
from shopdesk.text import N_

ANOTHERS: Final = N_("{name} has the code {code}. Two suppliers cannot share a name.")
_FIELDS: Final = tuple(column.key for column in SUPPLIER_FILE.columns)


def compare_suppliers(tx: Tx, staged: Staged) -> None:
    """New suppliers and those of which the file says something else; what it leaves blank stays."""
    by_code, by_name = _known(tx, staged.items)
    for item in staged.items:
        values, item.changes = item.values, ()
        named, coded = by_name.get(values["name"].casefold()), by_code.get(values.get("code", ""))
        found = coded or named
        if found is None:
            item.target, item.outcome = 0, Outcome.NEW
            continue
        item.target = found["supplier_id"]
        other = named is not None and (named is not found or (bool(values.get("code") and named["code"]) and not coded))
        if other and named:
            item.outcome = Outcome.CONFLICT
            told = {"name": values["name"], "code": named["code"] or "–"}
            said = problem(staged.plan, SUPPLIER_FILE, "name", item.row, values["name"], ANOTHERS, told, item.outcome)
            staged.report(replace(said, for_now=True))
            continue
        item.changes = tuple(key for key in _FIELDS if key in values and values[key] != found[key])
        item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME


def stored_suppliers(tx: Tx, supplier_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Supplier → its image."""
    found = tx.images(Supplier, "supplier_id", sorted(set(supplier_ids)))
    return {image["supplier_id"]: image for image in found}


def _known(tx: Tx, items: Iterable[Item]) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """By code, and by name whatever its case: the suppliers that the rows may mean."""
    listed = list(items)
    ids: list[int] = []
    for part in parts(listed, 200):
        names = [item.values["name"].casefold() for item in part]
        codes = [item.values["code"] for item in part if item.values.get("code")]
        ids += tx.scalars(
            select(Supplier.supplier_id).where(or_(func.lower(Supplier.name).in_(names), Supplier.code.in_(codes)))
        )
    images = stored_suppliers(tx, ids).values()
    return (
        {image["code"]: image for image in images if image["code"]},
        {image["name"].casefold(): image for image in images},
    )
