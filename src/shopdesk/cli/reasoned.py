"""Commands of what complaints and returns cost, of the tasks that come of it, and of the people of service."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.service.reasons.costs import fetch_troubles
from shopdesk.shop.service.reasons.rules import By, bundle
from shopdesk.shop.service.reasons.sheets import REASONS, STAFF, TASKS
from shopdesk.shop.service.reasons.tasks import TASK_ROWS
from shopdesk.shop.service.staff.figures import fetch_staff
from shopdesk.shop.service.staff.rules import USUAL_DAYS, cells
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tx import Tx
from shopdesk.text import _

DAYS: Final = 90
"""Looked at where nobody says since when."""
EVERYTHING: Final = 10_000_000
Rows = Sequence[Mapping[str, Any]]
LISTED: Final = {
    "reasons": ("reason", "sku", "supplier", "lot", "incidents", "returns", "refund", "freight", "written_off",
                "came_back", "cost", "share"),
    "tasks": ("state", "due_on", "kind", "title", "sku", "supplier", "lot", "claimed", "person"),
    "staff": ("person", "cases", "replied", "first_reply", "solved", "in_time", "rated", "satisfaction", "enquiries",
              "converted"),
}  # fmt: skip


def report(options: Namespace, output: Output) -> int:
    """Report reasons, tasks or staff; with --out the whole sheet as a workbook."""
    read, sheet = {"reasons": (_reasons, REASONS), "tasks": (_tasks, TASKS), "staff": (_staff, STAFF)}[options.what]
    with opened(options) as store, store.read() as tx:
        rows, zone = read(tx, options), tx.zone
    keys = [column.key for column in sheet.columns]
    if options.out:
        whole = [tuple(row.get(key) for key in keys) for row in rows]
        write_sheet(options.out, sheet, whole, title=_(sheet.title), zone=zone)
        output.say(_("Wrote {file}").format(file=options.out))
    output.data([numbers({key: row.get(key) for key in keys}) for row in rows])
    if not options.out:
        _table(output, sheet, LISTED[options.what], rows)
    return 0


def _span(tx: Tx, options: Namespace) -> tuple[date, date]:
    until = options.until or tx.today
    return options.since or until - timedelta(DAYS - 1), until


def _reasons(tx: Tx, options: Namespace) -> Rows:
    by = {"sku": By.SKU, "day": By.ROW}.get(options.by, By.FULL)
    found = bundle(fetch_troubles(tx, *_span(tx, options)), by)
    return [{column.key: row.cell(column.key) for column in REASONS.columns} for row in found]


def _tasks(tx: Tx, _options: Namespace) -> Rows:
    keys = [column.key for column in TASKS.columns]
    found = fetch_first(tx, TASK_ROWS, Query(), EVERYTHING)
    return [dict(zip(keys, row, strict=True)) for _id, row in found]


def _staff(tx: Tx, options: Namespace) -> Rows:
    return [cells(one) for one in fetch_staff(tx, *_span(tx, options), USUAL_DAYS)]


def _table(output: Output, sheet: Sheet, keys: Sequence[str], rows: Rows) -> None:
    if not rows:
        output.say(_("There is nothing to report yet."))
        return
    columns = [sheet.column(key) for key in keys]
    right = [place for place, column in enumerate(columns) if column.kind.is_number]
    told = [[_said(column, row.get(column.key)) for column in columns] for row in rows]
    output.table([_(column.title) for column in columns], told, right)


def _said(column: Column, value: Any) -> Any:
    if column.kind is Kind.PERCENT and value is not None:
        return f"{value * 100:.1f} %"
    return _(column.states[value].title) if value in column.states else value
