"""What the command line says of a file that went in, or did not: for scripts and for people."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from shopdesk.cli.output import Output, number
from shopdesk.exchange.stage.staged import Staged
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import _, n_


def tell_import(staged: Staged, import_id: int | None, options: Namespace, output: Output) -> None:
    """The import's document for scripts; for people its counts, the first problems, and what to do next."""
    counts = staged.counts()
    problems = _problems(staged)
    output.data(_document(staged, counts, problems, import_id))
    title = _(staged.plan.title) if staged.plan.title else _("by its mapping")
    told = n_("{file}: {format}, {rows} row", "{file}: {format}, {rows} rows", staged.rows)
    output.say(told.format(file=staged.file_name, format=title, rows=f"{staged.rows:,}"))
    words = {
        "new": _("New"),
        "changed": _("Changed"),
        "same": _("Same"),
        "conflict": _("Conflict"),
        "rejected": _("Rejected"),
        "skipped": _("Skipped"),
    }
    output.table(
        [*(words[key] for key in counts), _("Charges"), _("Qty"), _("Amount")],
        [[*counts.values(), staged.charges, number(staged.total_quantity), number(staged.total_amount)]],
        range(9),
    )
    if problems:
        output.table(
            (_("Row"), _("Column"), _("Value in the file"), _("Reason")),
            [(p["row"], f"{p['column']} {p['header']}".strip(), _beside(p), p["reason"]) for p in problems[:50]],
            (0,),
        )
    if any(problem.may_go for problem in staged.problems):
        output.advise(
            _("Orders of which more would leave than is on hand were held. Ship them with: orders ship --anyway")
        )
    if staged.rejected_rows and options.good_rows is None:
        refused = n_(
            "{count} row cannot go in, so nothing was imported. Mend it, or add --good-rows REJECTS.xlsx.",
            "{count} rows cannot go in, so nothing was imported. Mend them, or add --good-rows REJECTS.xlsx.",
            len(staged.rejected_rows),
        )
        output.say(refused.format(count=len(staged.rejected_rows)))
    elif staged.trip is not None and staged.trip.change_id:
        said = _("The edits are in the shop. Take all of them back with: shopdesk undo {number}")
        output.say(said.format(number=staged.trip.change_id))
    elif import_id is None and not options.dry_run:
        output.say(_("There was nothing new in it."))
    elif import_id is not None:
        output.say(
            _("Import {number} is done. Take it back with: shopdesk imports undo {number}").format(number=import_id)
        )


def _problems(staged: Staged) -> list[dict[str, Any]]:
    return [
        {
            "sheet": p.sheet,
            "row": p.row,
            "column": p.column,
            "header": p.header,
            "value": p.value,
            "reason": p.reason,
            **({"exported": _(p.exported), "store": _(p.stored)} if p.exported else {}),
        }
        for p in staged.problems
    ]


def _document(
    staged: Staged, counts: Mapping[str, int], problems: Sequence[Mapping[str, Any]], import_id: int | None
) -> dict[str, Any]:
    return {
        "file": staged.file_name,
        "format": staged.plan.format,
        "rows": staged.rows,
        **counts,
        "charges": staged.charges,
        "totals": {"quantity": number(staged.total_quantity), "amount": number(staged.total_amount)},
        "rates": {code: [_rate(worth.least), _rate(worth.most)] for code, worth in staged.worth.items()},
        "new_warehouses": list(staged.new_places.values()),
        "import_id": import_id,
        **_trip(staged),
        "problems": problems,
    }


def _beside(problem: Mapping[str, object]) -> str:
    """The value in the file; of an edited export also what the cell said when it left, and what the store has now."""
    if "exported" not in problem:
        return str(problem["value"])
    said = _("{value} (exported: {exported}; in the store: {stored})")
    return said.format(value=problem["value"], exported=problem["exported"], stored=problem["store"])


def _trip(staged: Staged) -> dict[str, object]:
    """Of an edited export: its cells by what became of them, what else was done to it, and the change it became."""
    trip = staged.trip
    if trip is None:
        return {}
    return {
        "cells": trip.cells(),
        "read_only": dict(trip.kept_out),
        "removed_rows": trip.removed,
        "gone_rows": trip.gone,
        "unknown_columns": trip.strange,
        "change_id": trip.change_id or None,
    }


def _rate(worth: int) -> str | None:
    return number(Decimal(worth) / RATE_SCALE)
