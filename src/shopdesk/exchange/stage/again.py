"""A SKU that stands in a file of products more than once: sold by a further listing, told again, or a contradiction."""

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import SAME_AGAIN, Item, Staged, Told
from shopdesk.exchange.values import mask
from shopdesk.shop.columns import Sheet
from shopdesk.text import N_

TWICE = N_("{sku} stands in the file twice with different content (rows {first} and {second}).")


def refuse_twice(staged: Staged, plan: Plan, sheet: Sheet, key: str, first: Item, second: Item) -> None:
    """Reject two rows that say different things of one."""
    named = first.values[key]
    told = {"sku": mask(sheet.column(key), named), "first": first.row, "second": second.row}
    for row in (first.row, second.row):
        staged.report(problem(plan, sheet, key, row, named, TWICE, told))


def settle_again(staged: Staged, sheet: Sheet) -> None:
    """Keep rows of SKUs that stand above already where they are of another listing; the rest agree, or are refused."""
    again = [item for item in staged.items if item.is_again]
    if not again:
        return
    firsts = {item.values["sku"]: item for item in staged.items if not item.is_again}
    sold_by = {id(item): told for told in staged.listings for item in told.items}
    gone: set[int] = set()
    for item in again:
        first, told = firsts.get(item.values["sku"]), sold_by.get(id(item))
        if first is None:  # the row above cannot go in
            item.is_again, firsts[item.values["sku"]] = False, item
        elif told is None or _is_told(told, item):
            gone.add(id(item))
            if first.values == item.values:
                staged.skip(item.row, SAME_AGAIN)
            else:
                refuse_twice(staged, staged.plan, sheet, "sku", first, item)
    for told in staged.listings:
        told.items = [item for item in told.items if id(item) not in gone]
    staged.items[:] = [item for item in staged.items if id(item) not in gone and item.row not in staged.rejected_rows]


def _is_told(told: Told, item: Item) -> bool:
    """Whether a row before this one has its SKU in the same listing."""
    same = (other for other in told.items if other.values["sku"] == item.values["sku"])
    return next(same) is not item
