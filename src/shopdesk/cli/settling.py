"""Commands of settlement: statements in, with what they settled; and what nobody has explained yet."""

from argparse import Namespace
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.cli.importing import told_choices, try_file
from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.gather import Found, gather
from shopdesk.exchange.imports import Choices, plan_sheets, read_as, run_import
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.stage.telling import what_else
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.settlement.reports import WORK_ROWS, WorkItem, age_bands, find_overdue_orders, find_work
from shopdesk.shop.settlement.rules import LineState
from shopdesk.shop.settlement.sheets import REASONS, WORK
from shopdesk.store.rows import Query
from shopdesk.store.store import Store
from shopdesk.store.tables import SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _, n_

KINDS: Final = frozenset({"settlement", "payouts"})
"""Kinds of rows that settle."""


def settle(options: Namespace, output: Output) -> int:
    """Settle FILE…: statements and lists of payouts; 1 where any was refused."""
    choices = told_choices(options, "settlement" if options.map else "")
    with opened(options) as store, TemporaryDirectory(prefix="shopdesk-settle-") as workplace:
        gathered = gather(options.files, Path(workplace))
        for name, why in gathered.left:
            output.note(f"{name}: {why}")
        refused = [try_file(partial(_settle, store, found, choices, output), found.name, output)
                   for found in gathered.files]  # fmt: skip
    return int(any(refused) or not refused)


def _settle(store: Store, found: Found, choices: Choices, output: Output) -> int:
    """One file, every sheet of it; how many were refused."""
    refused = 0
    with open_file(found.path, password=choices.password) as reading:
        reading.name = found.name
        for plan in plan_sheets(store, reading, choices).plans:
            if plan.kind not in KINDS:
                raise UserError(
                    N_("{file} is neither a statement nor a list of payouts."), code="kind", file=found.name
                )
            staged = read_as(store, reading, plan, rates=choices.rates)
            import_id = 0 if staged.rejected_rows else run_import(store, staged)
            with store.read() as tx:
                _tell(tx, found.name, staged, import_id, output)
            refused += bool(staged.rejected_rows)
    return refused


def _tell(tx: Tx, name: str, staged: Staged, import_id: int, output: Output) -> None:
    """What a file settled: its lines by state, and what waits to be explained after it."""
    line = SettlementLine.__table__.c
    states = select(line.state, func.count()).where(line.import_id == import_id).group_by(line.state)
    found = {state: int(count) for state, count in tx.rows(states)}
    open_amount = sum((item.amount for item in find_work(tx)), Decimal(0))
    counts, notices = staged.counts(), what_else(staged, tx.currency)
    told = {
        "file": name, "import_id": import_id or None, "new": counts["new"], "changed": counts["changed"],
        "same": counts["same"], "rejected": counts["rejected"], "matched": found.get(LineState.MATCHED, 0),
        "unmatched": found.get(LineState.UNMATCHED, 0), "to_explain": open_amount, "notices": notices,
        "problems": [{"row": one.row, "column": one.column, "reason": one.reason} for one in staged.problems],
    }  # fmt: skip
    output.data(numbers(told))
    said = _("{file}: {new} new rows, {matched} lines matched, {unmatched} to be explained; {same} rows were known.")
    output.say(said.format(**told))
    for one in staged.problems:
        output.say(_("Row {row}, column {column}: {reason}").format(row=one.row, column=one.column, reason=one.reason))
    for sentence in notices:
        output.say(sentence)
    output.say(_("In all, {amount} waits to be explained.").format(amount=f"{open_amount:,.2f}"))


def unmatched(options: Namespace, output: Output) -> int:
    """Report unmatched: what waits to be explained, and orders that no channel has paid out; `--out` as a sheet."""
    with opened(options) as store, store.read() as tx:
        work, overdue = find_work(tx), find_overdue_orders(tx)
        bands = age_bands(tx, work)
        if options.out is not None:
            query = Query(today=tx.today, zone=tx.zone)
            count = write_grid(options.out, tx, WORK_ROWS, query, title=_(WORK.title))
            said = n_("Wrote {count} row to {file}", "Wrote {count} rows to {file}", count)
            output.note(said.format(count=f"{count:,}", file=options.out))
    ages = [
        numbers({"since": band.since, "until": band.until, "count": band.count, "amount": band.amount})
        for band in bands
    ]
    late = [numbers({name: getattr(one, name) for name in _OVERDUE}) for one in overdue]
    total = sum((item.amount for item in work), Decimal(0))
    rows = [numbers(_row(item)) for item in work]
    output.data({**numbers({"total": total}), "rows": rows, "ages": ages, "overdue": late})
    _show(work, output)
    for one in overdue:
        said = _("{channel} {order}: sold on {day}, {amount} not paid out after {days} days (usual: {usual}).")
        output.say(
            said.format(channel=_(one.channel), order=one.order_no, day=one.sold_on, amount=f"{one.open:,.2f}",
                        days=one.days, usual=one.usual)
        )  # fmt: skip
    return 0


_OVERDUE: Final = ("order_no", "channel", "sold_on", "days", "usual", "open")
_TOLD: Final = ("since", "days", "channel", "reason", "amount", "order_no", "told", "payout_no")


def _row(item: WorkItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _TOLD}


def _show(work: list[WorkItem], output: Output) -> None:
    """The work list for people."""
    if not work:
        output.say(_("Every cent is explained."))
        return
    titles = [_("Days") if name == "days" else _(WORK.column(name).title) for name in _TOLD]
    rows = [{**_row(item), "reason": _(REASONS[item.reason].title), "channel": _(item.channel)} for item in work]
    output.table(titles, [[row[name] for name in _TOLD] for row in rows], [1, 4])
