"""The sheets of a workbook that hold data: which of them can be read, as what, and which are left and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shopdesk.exchange.match import plan_sheet
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.propose import Knows, nothing_known
from shopdesk.exchange.summaries import aside
from shopdesk.exchange.table import SheetHead
from shopdesk.exchange.trip.snapshot import find_trip
from shopdesk.shop.spoken import spellings
from shopdesk.text import N_, _

HIDDEN: Final = N_("hidden")
TEMPLATE: Final = "template-"
"""How the codes of our own layouts begin."""
NOTES: Final = ("Example", "How to", "About")
"""Sheets of our own templates and exports that hold no data, as their msgids."""
UNKNOWN: Final = N_("no columns that are known")
RANK: Final[Mapping[str, int]] = {"products": 0, "orders": 1, "purchase_orders": 3, "receipts": 4, "counts": 5}
"""What comes first where files come together: products name the SKUs, orders come before what completes them."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of one file."""

    plans: tuple[Plan, ...]
    """One for each sheet that can be read, in the order in which they are best read."""
    left: tuple[tuple[str, str], ...]
    """Name of each other sheet with data, and why it is left (a msgid)."""


def look_through(
    heads: Sequence[SheetHead],
    remembered: Mapping[str, Any],
    kind: str = "",
    channel: str = "",
    knows: Knows = nothing_known,
) -> Sheets:
    """Every sheet with data. Hidden ones are read only where all are hidden; of our own templates, not the notes.

    Of an export that came back, only the sheet that was exported.
    """
    trip = find_trip(heads) if not kind else None
    if trip is not None:
        return Sheets((trip[0],), trip[1])
    visible = [head for head in heads if not head.hidden] or list(heads)
    found = {head.number: plan_sheet(head, remembered, kind, channel, knows) for head in visible}
    ours = any(plan is not None and plan.format.startswith(TEMPLATE) for plan in found.values())
    plans, left = [], []
    for head in heads:
        plan = found.get(head.number)
        if ours and head.name in {name for message in NOTES for name in spellings(message)}:
            continue
        if plan is not None and (has_data(head) or plan.certain):
            plans.append(plan)
        elif has_data(head):
            left.append((head.name, _why_left(head, visible)))
    full = [plan for plan in plans if has_data(heads[plan.sheet])]
    return Sheets(tuple(sorted(full or plans[:1], key=rank)), tuple(left))


def _why_left(head: SheetHead, visible: Sequence[SheetHead]) -> str:
    if head not in visible:
        return HIDDEN
    reason = aside(head)
    return reason.sheet if reason else UNKNOWN


def has_data(head: SheetHead) -> bool:
    """Whether the sheet has more than a line: a header and something below it."""
    return sum(any(cell.strip() for cell in row) for row in head.rows) > 1


def rank(plan: Plan | None) -> int:
    """The place of a sheet among others that come in with it; what nobody knows yet stands where orders do."""
    if plan is None:
        return RANK["orders"]
    return RANK.get(plan.kind, 3) + int(plan.partial)


def told_left(sheets: Sheets, read: str = "") -> str:
    """The sheets that were left, in a sentence; "" for none. `read`: one that a person said how to read after all."""
    named = ", ".join(f"{name} ({_(why)})" for name, why in sheets.left if name != read)
    return _("Sheets left aside: {sheets}.").format(sheets=named) if named else ""
