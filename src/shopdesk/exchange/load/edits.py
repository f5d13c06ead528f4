"""Writing what was edited in an exported sheet, through the actions of the grid: one change, which one undo takes back.

It is no import of the history: its rows came from the shop, and a second way to take back what undo takes back already
would be one idea more. The journal says who took the edits of which file in, and when.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from shopdesk.exchange.stage.edits import compare_edits
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.grids import GRIDS
from shopdesk.exchange.trip.texts import cell_text, outside
from shopdesk.exchange.trip.trip import Edited
from shopdesk.store.action import action
from shopdesk.store.rows import fetch_page
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

OVERRULED: Final = N_("Another row of the sheet sets the same value otherwise.")
Failed = list[tuple[int, str, UserError]]
"""Row of the sheet, column, and why the shop refuses the cell."""


class Writer(Protocol):
    """Whoever runs an action and waits for its Done."""

    def do(self, act: Callable[..., Any], /, *args: Any, **kw: Any) -> Any: ...


class _Tried(Exception):
    def __init__(self, failed: Failed) -> None:
        super().__init__()
        self.failed = failed


@action("order.edit", N_("Edit orders in a sheet"), undoable=True)
def take_order_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of orders; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("catalog.edit", N_("Edit products in a sheet"), undoable=True)
def take_sku_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of products, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("money.rate", N_("Edit exchange rates in a sheet"), undoable=True)
def take_rate_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of exchange rates; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("money.account", N_("Edit accounts in a sheet"), undoable=True)
def take_account_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported chart of accounts, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("shop.settings", N_("Edit the promises of channels in a sheet"), undoable=True)
def take_promise_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of promises; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("money.tax", N_("Edit tax rates in a sheet"), undoable=True)
def take_tax_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of tax rates; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("promotion.edit", N_("Edit promotions in a sheet"), undoable=True)
def take_promotion_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of promotions, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("promotion.edit", N_("Edit coupons in a sheet"), undoable=True)
def take_coupon_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of coupons, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("promotion.edit", N_("Edit what may go together in a sheet"), undoable=True)
def take_combination_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported combination table, new rows among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("promotion.edit", N_("Edit price rules in a sheet"), undoable=True)
def take_rule_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of price rules, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("promotion.edit", N_("Edit days of the shop in a sheet"), undoable=True)
def take_day_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of days, new rows among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("catalog.edit", N_("Edit listings in a sheet"), undoable=True)
def take_listing_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of listings; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("customer.edit", N_("Edit customers in a sheet"), undoable=True)
def take_customer_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of customers; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("case.edit", N_("Edit cases in a sheet"), undoable=True)
def take_case_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of cases; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("case.edit", N_("Edit quick replies in a sheet"), undoable=True)
def take_reply_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of quick replies, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("task.edit", N_("Edit tasks in a sheet"), undoable=True)
def take_task_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported list of tasks, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


@action("catalog.edit", N_("Edit prices in a sheet"), undoable=True)
def take_price_edits(tx: Tx, staged: Staged, *, good_rows: bool = False, trial: bool = False) -> int:
    """Write the edits of an exported price list, or of its rules, new ones among them; returns how many cells."""
    return _take(tx, staged, good_rows, trial)


TAKERS: Final[Mapping[str, Callable[..., int]]] = {
    "order_list": take_order_edits, "stock": take_sku_edits, "rate_list": take_rate_edits,
    "promises": take_promise_edits, "account_list": take_account_edits, "tax_rules": take_tax_edits,
    "promotion_list": take_promotion_edits, "listing_list": take_listing_edits, "price_plan_rules": take_rule_edits,
    "coupon_list": take_coupon_edits, "combination_list": take_combination_edits,
    "customer_list": take_customer_edits, "case_list": take_case_edits, "quick_replies": take_reply_edits,
    "tasks": take_task_edits,
    "own_days": take_day_edits, "listing_prices": take_price_edits, "pricing_rules": take_price_edits,
}  # fmt: skip
"""Kind of rows → the action; each names the permission that typing into the grid needs."""


def try_edits(writer: Writer, staged: Staged) -> None:
    """Do what would be done, find the cells that the shop's own rules refuse, and keep nothing of it."""
    trip = staged.trip
    assert trip is not None
    if not trip.landing and not any(item.outcome is Outcome.NEW for item in staged.items):
        return
    try:
        writer.do(TAKERS[staged.plan.kind], staged, trial=True)
    except _Tried as tried:
        for row, key, error in tried.failed:
            trip.refused.setdefault(row, {})[key] = error


def take_edits(writer: Writer, staged: Staged, *, good_rows: bool = False) -> None:
    """Write the edits as one change of the journal; nothing at all where there are none."""
    trip = staged.trip
    assert trip is not None
    if trip.landing or any(item.outcome is Outcome.NEW for item in staged.items):
        trip.change_id = writer.do(TAKERS[staged.plan.kind], staged, good_rows=good_rows).change_id


def _take(tx: Tx, staged: Staged, good_rows: bool, trial: bool) -> int:
    compare_edits(tx, staged)
    trip = staged.trip
    assert trip is not None
    if staged.rejected_rows and not good_rows and not trial:
        raise UserError(
            N_(
                "{count} rows of {file} cannot go in, so nothing was imported. Mend them, or import the good rows only."
            ),
            code="rejected", count=len(staged.rejected_rows), file=staged.file_name,
        )  # fmt: skip
    fresh = [item for item in staged.items if item.outcome is Outcome.NEW]
    failed = _write(tx, staged, trip.landing) + _add(tx, staged, fresh)
    failed += _overruled(tx, staged, trip.landing, {(row, key) for row, key, _error in failed})
    if trial:
        raise _Tried(failed)
    if failed:
        raise failed[0][2]
    count = len(trip.landing) + len(fresh)
    tx.say(N_("Edits of {file}: {count}"), file=staged.file_name, count=count)
    return count


def _write(tx: Tx, staged: Staged, edits: Sequence[Edited]) -> Failed:
    """Each cell as if it were typed into the grid; those that only make sense with a later one, after it."""
    waiting = list(edits)
    while True:
        failed = Failed()
        rest = []
        for edit in waiting:
            try:
                _write_cell(tx, staged, edit)
            except UserError as error:
                failed.append((edit.row, edit.key, error))
                rest.append(edit)
        if len(rest) in {0, len(waiting)}:
            return failed
        waiting = rest


def _write_cell(tx: Tx, staged: Staged, edit: Edited) -> None:
    grid = GRIDS[staged.plan.kind]
    value = outside(grid.sheet.column(edit.key), edit.value)
    grid.edit(tx, [(edit.row_id, grid.fields.get(edit.key, edit.key), value)])


def _add(tx: Tx, staged: Staged, items: Sequence[Item]) -> Failed:
    grid, failed = GRIDS[staged.plan.kind], Failed()
    for item in items:
        assert grid.add is not None, "no row of another grid is new"
        editable = {column.key: column for column in grid.sheet.columns if column.editable}
        values = {key: outside(editable[key], value) for key, value in item.values.items() if key in editable}
        try:
            grid.add(tx, values)
        except UserError as error:
            failed.append((item.row, grid.names[0], error))
    return failed


def _overruled(tx: Tx, staged: Staged, edits: Sequence[Edited], failed: set[tuple[int, str]]) -> Failed:
    """Cells that do not say in the end what the sheet says: another row belongs to the same product, and came after."""
    trip, grid = staged.trip, GRIDS[staged.plan.kind]
    assert trip is not None
    ids = sorted({edit.row_id for edit in edits})
    rows = dict(zip(ids, fetch_page(tx, grid.source, ids), strict=True))
    texts = {key: cell_text(grid.sheet.column(key), trip.facts.origin.zone) for key in trip.memos}
    return [
        (edit.row, edit.key, UserError(OVERRULED, code="overruled"))
        for edit in edits
        if (edit.row, edit.key) not in failed
        and edit.key not in grid.reworded
        and not trip.says_same(edit.key, texts[edit.key](grid.cell(edit.key, rows[edit.row_id])), edit.text)
    ]
