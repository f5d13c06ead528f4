"""What the store knows of a staged list of costs: one cost a SKU, that of its latest day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select, type_coerce

from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.sheets import COST_FILE
from shopdesk.store.tables import Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

NOBODYS = N_("No SKU or barcode {sku} is known, so its cost is left out. Import the file again once it is.")
NO_COST = N_("A cost of zero says that nobody knows it.")
_NEVER: Final = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The stated cost of a SKU in 1/10,000 (None: unknown), and the ISO day from which it holds."""

    cost: int | None
    since: str


def compare_costs(tx: Tx, staged: Staged) -> None:
    """Costs that are new or others than the stated ones; of a SKU that stands in many rows the latest day counts.

    The store keeps one cost of a SKU, so earlier rows and older files are read and left out; what a person typed is of
    the day on which they typed it, and a list without days is of today. Unknown codes are listed, never made into
    products: a typing error is no product.
    """
    today = tx.today.isoformat()
    skus = sku_ids(tx, {item.values["sku"] for item in staged.items})
    known = known_costs(tx, skus.values())
    latest: dict[int, Item] = {}
    for item in staged.items:
        item.target, item.changes, item.outcome = skus.get(item.values["sku"], 0), (), Outcome.SKIPPED
        if not item.target:
            item.outcome = Outcome.CONFLICT
            _say(staged, item, "sku", str(item.values["sku"]), NOBODYS)
        elif not item.values["cost"]:
            _say(staged, item, "cost", "0", NO_COST)
        elif item.target not in latest or day_of(item, today) >= day_of(latest[item.target], today):
            latest[item.target] = item
    for sku_id, item in latest.items():
        before = known[sku_id]
        if day_of(item, today) < before.since or before.cost == item.values["cost"]:
            item.outcome = Outcome.SAME
        else:
            item.outcome = Outcome.NEW if before.cost is None else Outcome.CHANGED
            item.changes = () if before.cost is None else ("cost",)


def known_costs(tx: Tx, sku_ids: Iterable[int]) -> dict[int, Known]:
    """The stated costs of these SKUs."""
    found: dict[int, Known] = {}
    cost = type_coerce(Sku.cost, WHOLE).label("cost")
    for part in parts(sorted(set(sku_ids))):
        for row in tx.rows(select(Sku.sku_id, cost, Sku.cost_from).where(Sku.sku_id.in_(part))):
            found[row.sku_id] = Known(row.cost, row.cost_from.isoformat() if row.cost_from else _NEVER)
    return found


def day_of(item: Item, today: str) -> str:
    """The ISO day of a cost: that of its row, else the day on which it comes in."""
    return str(item.values.get("from_on") or today)


def _say(staged: Staged, item: Item, key: str, value: str, message: str) -> None:
    told = problem(staged.plan, COST_FILE, key, item.row, value, message, {"sku": value}, item.outcome)
    staged.report(replace(told, for_now=True))
