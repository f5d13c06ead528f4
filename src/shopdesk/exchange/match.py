"""Which layout a sheet has: remembered, known, known but changed, or proposed for a person to accept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shopdesk.exchange.asking import questions
from shopdesk.exchange.bare import MAPPED, bare_plan, sheet_of, visible
from shopdesk.exchange.headers import header_at, header_rows, signature
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.mapped import (
    Remembered,
    listed,
    mapped_plan,
    plan_from_mapping,
    plan_from_memory,
    proposed_plan,
    recalled,
    remember,
    spelled_out,
)
from shopdesk.exchange.periods import PERIOD
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.propose import Knows, Proposal, nothing_known, propose, read_row
from shopdesk.exchange.recognise import recognised
from shopdesk.exchange.summaries import aside
from shopdesk.exchange.table import SheetHead
from shopdesk.text import UserError, _

__all__ = [
    "accepted", "draft_at", "draft_plan", "find_plan", "find_plans", "plan_from_mapping", "plan_from_memory",
    "plan_sheet", "plan_with", "questions", "remember", "signature",
]  # fmt: skip


def find_plan(heads: Sequence[SheetHead], remembered: Remembered, kind: str = "", channel: str = "") -> Plan:
    """The reading of the file's sheet; not certain where a person must accept it, or several sheets would do.

    `kind` restricts what the rows may be, `channel` says where they come from. UserError where nothing fits.
    """
    plans = find_plans(heads, remembered, kind, channel)
    if plans:
        return plans[0] if len(plans) == 1 else replace(plans[0], certain=False)
    reasons = [aside(head) for head in visible(heads)]
    if reasons and reasons[0] and all(reasons):
        raise UserError(reasons[0].file, code="summary")
    proposals = propose([row for head in visible(heads) for row in header_rows(head)], kind)
    if not proposals or not proposals[0].fit:
        raise _nothing_fits(proposals)
    return proposed_plan(proposals[0], channel)


def find_plans(heads: Sequence[SheetHead], remembered: Remembered, kind: str = "", channel: str = "") -> list[Plan]:
    """One plan for each sheet that a remembered or known layout fits: certain ones first, the fullest first."""
    found: list[tuple[bool, int, Plan]] = []
    for head in visible(heads):
        rows = [] if aside(head) else list(header_rows(head))
        plan = recalled(rows, remembered, kind, channel) or recognised(rows, kind, channel)
        if plan:
            found.append((not plan.certain, -len(plan.columns), plan))
    found.sort(key=lambda one: one[:2])
    best = found[0][2] if found else None
    return [plan for unsure, _columns, plan in found if best and plan.kind == best.kind and unsure is not best.certain]


def plan_sheet(
    head: SheetHead, remembered: Remembered, kind: str = "", channel: str = "", knows: Knows = nothing_known
) -> Plan | None:
    """The reading of one sheet: remembered, known, or proposed where the proposal is worth a look; else None."""
    if aside(head):
        return None
    rows = list(header_rows(head))
    plan = recalled(rows, remembered, kind, channel) or recognised(rows, kind, channel)
    if plan is not None:
        return plan
    proposals = propose(rows, kind, knows)
    return proposed_plan(proposals[0], channel) if proposals and proposals[0].fit else None


def draft_at(head: SheetHead, number: int, kind: str = "", channel: str = "") -> Plan:
    """The reading of a sheet under the header row that a person picked (0: it has none), for them to complete.

    A known layout is known again; ValueError for a row that was not read ahead.
    """
    row = header_at(head, number)
    known = recognised([row], kind, channel)
    if known is not None:
        return known
    proposals = sorted(
        (read_row(row, name) for name in ([kind] if kind else FILES)), key=lambda one: (not one.fit, -one.score)
    )
    return proposed_plan(proposals[0], channel)


def draft_plan(heads: Sequence[SheetHead], kind: str, channel: str = "", knows: Knows = nothing_known) -> Plan:
    """The best proposal for rows of that kind, however little of it fits, for a person to complete.

    UserError where the sheets have no row that could be a header.
    """
    proposals = propose([row for head in visible(heads) for row in header_rows(head)], kind, knows)
    if not proposals:
        raise _nothing_fits(proposals)
    return proposed_plan(proposals[0], channel)


def plan_with(plan: Plan, heads: Sequence[SheetHead], columns: Mapping[str, int]) -> Plan:
    """The plan with other columns; a known layout keeps its states and quirks, a mapping is looked through anew."""
    row = header_at(heads[plan.sheet], plan.header_row)
    made = bare_plan(row, sheet_of(plan.kind), columns, plan.channel)
    personal = made.personal | (plan.personal - set(plan.columns.values()))
    further = tuple(one for one in plan.further if columns.get(one.key) == plan.columns.get(one.key))
    doubts = {key: headers for key, headers in plan.doubts.items() if key not in columns}
    plan = replace(plan, further=further, doubts=doubts)
    if plan.format == MAPPED:
        anew = mapped_plan(row, sheet_of(plan.kind), columns, plan.channel)
        return replace(
            plan, columns=made.columns, personal=personal, grain=anew.grain, summed=anew.summed, given=anew.given
        )
    return replace(plan, columns=made.columns, personal=personal)


def accepted(plan: Plan, heads: Sequence[SheetHead], mapping: Mapping[str, str]) -> Plan:
    """The proposal as a person accepts it unseen, with what they say of single fields (field → header, "" for none).

    It stays a proposal while it lacks a required field, or money that two columns claim.
    """
    made = plan_with(plan, heads, spelled_out(plan, heads, mapping)) if mapping else plan
    doubts = {key: headers for key, headers in made.doubts.items() if key not in mapping}
    required = {column.key for column in sheet_of(plan.kind).columns if column.required} - {PERIOD}
    return replace(made, doubts=doubts, certain=not doubts and required <= made.columns.keys(), told=True)


def _nothing_fits(proposals: Sequence[Proposal]) -> UserError:
    best = proposals[0] if proposals else None
    return UserError(
        "No known layout fits this file. Columns found: {headers}. The nearest template is “{template}”.",
        code="no_layout",
        headers=listed(best.row if best else None),
        template=_(best.sheet.title if best else FILES["orders"].title),
    )
