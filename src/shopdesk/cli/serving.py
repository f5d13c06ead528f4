"""Commands of service: the cases that wait."""

from argparse import Namespace
from datetime import datetime
from typing import Any, Final

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened
from shopdesk.shop.columns import Column
from shopdesk.shop.service.reports import fetch_queue
from shopdesk.shop.service.sheets import QUEUE
from shopdesk.text import _

TIMES: Final = ("due_at", "platform_due", "opened_at")
LISTED: Final = (
    "due_at", "clock", "waited", "platform_due", "case_no", "kind", "title", "priority", "person", "order_no",
)  # fmt: skip


def report(options: Namespace, output: Output) -> int:
    """Report cases: those that wait, what breaks its promise next first."""
    with opened(options) as store, store.read() as tx:
        rows, zone = [row for _case_id, row in fetch_queue(tx)], tx.zone
    keys = [column.key for column in QUEUE.columns]
    plain = [dict(zip(keys, row, strict=True)) for row in rows]
    for row in plain:
        row["customer"] = None
        for key in TIMES:
            row[key] = row[key] and row[key].astimezone(zone)
    output.data([{**row, **{key: _iso(row[key]) for key in TIMES}} for row in plain])
    if not rows:
        output.say(_("Nobody waits."))
        return 0
    columns = [QUEUE.column(key) for key in LISTED]
    told = [[_said(column, row[column.key]) for column in columns] for row in plain]
    output.table([_(column.title) for column in columns], told, (2,))
    return 0


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="minutes")


def _said(column: Column, value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return _(column.states[value].title) if value in column.states else value
