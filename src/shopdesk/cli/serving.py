"""Commands of service: the cases that wait."""

from argparse import Namespace
from typing import Any

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened
from shopdesk.shop.columns import Column
from shopdesk.shop.service.reports import fetch_queue
from shopdesk.shop.service.sheets import QUEUE
from shopdesk.text import _


def report(options: Namespace, output: Output) -> int:
    """Report cases: those that wait, what breaks its promise next first."""
    with opened(options) as store, store.read() as tx:
        rows, zone = [row for _case_id, row in fetch_queue(tx)], tx.zone
    keys = [column.key for column in QUEUE.columns]
    plain = [dict(zip(keys, row, strict=True)) for row in rows]
    for row in plain:
        row["customer"] = None
        for key in ("due_at", "opened_at"):
            row[key] = row[key] and row[key].astimezone(zone).isoformat(timespec="minutes")
    output.data(plain)
    if not rows:
        output.say(_("Nobody waits."))
        return 0
    shown = ("due_at", "clock", "waited", "case_no", "kind", "title", "priority", "person", "order_no")
    columns = [QUEUE.column(key) for key in shown]
    told = [[_said(column, row[column.key]) for column in columns] for row in plain]
    output.table([_(column.title) for column in columns], told, (2,))
    return 0


def _said(column: Column, value: Any) -> Any:
    return _(column.states[value].title) if value in column.states else value
