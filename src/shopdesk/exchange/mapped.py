"""Plans of sheets that no layout declares: proposed, spelled out, taught before, and what is kept of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shopdesk.exchange.bare import bare_plan, sheet_of, visible
from shopdesk.exchange.coin_signs import named_money
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.headers import HeaderRow, clean_header, header_at, header_rows, signature
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.propose import Proposal, grain_of, header_score
from shopdesk.exchange.recognise import known_plan
from shopdesk.exchange.settling import summed_fields
from shopdesk.exchange.table import SheetHead
from shopdesk.shop.columns import Sheet
from shopdesk.text import UserError

Memory = Mapping[str, Any]
Remembered = Callable[[str], Memory | None] | Mapping[str, Memory]
"""Header signature → what `remember` made of the plan that a person accepted."""

FOOTERS = ("合计", "总计", "合計", "總計", "Grand total")


def plan_from_mapping(heads: Sequence[SheetHead], mapping: Mapping[str, str], kind: str, channel: str = "") -> Plan:
    """The plan a person spelled out as field → header; UserError names a field or a header that does not exist."""
    sheet = sheet_of(kind)
    _check_fields(sheet, mapping)
    rows = [row for head in visible(heads) for row in header_rows(head)]
    for row in rows:
        places = {key: row.place([header]) for key, header in mapping.items()}
        columns = {key: place for key, place in places.items() if place is not None}
        if len(columns) == len(mapping):
            return mapped_plan(row, sheet, columns, channel)
    best = max(rows, key=header_score, default=None)
    wanting = [header for header in mapping.values() if best is None or best.place([header]) is None]
    raise _no_such_header(wanting or list(mapping.values()), best)


def spelled_out(plan: Plan, heads: Sequence[SheetHead], mapping: Mapping[str, str]) -> dict[str, int]:
    """The plan's columns with what a person says of single fields; a blank header leaves the field out.

    UserError names a field or a header that does not exist.
    """
    _check_fields(sheet_of(plan.kind), mapping)
    row = header_at(heads[plan.sheet], plan.header_row)
    columns = {key: place for key, place in plan.columns.items() if key not in mapping}
    for key, header in mapping.items():
        place = row.place([header]) if header else None
        if header and place is None:
            raise _no_such_header([header], row)
        if place is not None:
            columns = {other: at for other, at in columns.items() if at != place} | {key: place}
    return columns


def _check_fields(sheet: Sheet, mapping: Mapping[str, str]) -> None:
    known = [column.key for column in sheet.columns]
    for key in mapping:
        if key not in known:
            raise UserError(
                "There is no field {field}. Fields of this sheet: {fields}",
                code="unknown_field",
                field=key,
                fields=", ".join(known),
            )


def _no_such_header(wanting: Sequence[str], row: HeaderRow | None) -> UserError:
    return UserError(
        "There is no column {header}. Columns found: {headers}",
        code="unknown_header",
        header=", ".join(wanting),
        headers=listed(row),
    )


def plan_from_memory(heads: Sequence[SheetHead], memory: Memory, channel: str = "") -> Plan:
    """The plan of a mapping that came in a file, on the first sheet whose header has all its columns.

    UserError names a header that no sheet has.
    """
    wanted = [header for header, _nth in memory["columns"].values()]
    best: list[str] | None = None
    for head in visible(heads):
        for row in [header_at(head, 0)] if memory.get("header_row") == 0 else header_rows(head):
            wanting = [header for header in wanted if row.place([header]) is None]
            if not wanting:
                return replace(_again(row, memory, channel), certain=True)
            best = wanting if best is None or len(wanting) < len(best) else best
    raise UserError(
        "The mapping names columns that the file does not have: {headers}.",
        code="unknown_header",
        headers=", ".join(best or wanted),
    )


def remember(plan: Plan) -> dict[str, object]:
    """What to keep of an accepted plan under its signature: names, not places, since columns move. Plain JSON."""
    nth = {column: plan.headers[:column].count(header) for column, header in enumerate(plan.headers)}
    return {
        "format": plan.format,
        "kind": plan.kind,
        "channel": plan.channel,
        "grain": str(plan.grain),
        "columns": {key: [plan.headers[column], nth[column]] for key, column in plan.columns.items()},
        "day_first": plan.day_first,
        "decimal_comma": plan.decimal_comma,
        "zone": plan.zone,
        "summed": sorted(plan.summed),
    }


def recalled(rows: Sequence[HeaderRow], remembered: Remembered, kind: str, channel: str) -> Plan | None:
    """The plan that a person taught for one of these headers."""
    recall = remembered.get if isinstance(remembered, Mapping) else remembered
    for row in rows:
        memory = recall(signature(row.texts))
        if memory and kind in {"", memory["kind"]}:
            return _again(row, memory, channel)
    return None


def _again(row: HeaderRow, memory: Memory, channel: str) -> Plan:
    """The plan of a remembered mapping; a known layout keeps its states and quirks under it."""
    sheet, layout = sheet_of(memory["kind"]), FORMATS.get(memory["format"])
    channel = channel or memory["channel"]
    columns = {key: _nth(row, *place) for key, place in memory["columns"].items()}
    plan = (
        replace(known_plan(row, layout, channel), columns=columns, certain=True)
        if layout
        else mapped_plan(row, sheet, columns, channel)
    )
    return replace(
        plan,
        grain=Grain(memory["grain"]),
        personal=plan.personal | {place for key, place in columns.items() if sheet.column(key).personal},
        day_first=memory["day_first"],
        decimal_comma=memory["decimal_comma"],
        zone=memory["zone"],
        summed=plan.summed | frozenset(memory.get("summed", ())),
    )


def _nth(row: HeaderRow, header: str, nth: int) -> int:
    same = [place for place, text in enumerate(row.texts) if clean_header(text) == clean_header(header)]
    return same[min(nth, len(same) - 1)]


def mapped_plan(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], channel: str) -> Plan:
    """The plan of columns that a person accepted, or is to accept."""
    summed = summed_fields(row, columns) if sheet.name == "orders" else frozenset()
    grain = grain_of(row, sheet, columns)
    plan = replace(bare_plan(row, sheet, columns, channel), grain=grain, summed=summed, footers=FOOTERS)
    return replace(plan, given=named_money(row, sheet, columns))


def proposed_plan(proposal: Proposal, channel: str) -> Plan:
    """The plan of a proposal, which a person has yet to accept."""
    wanting = tuple(
        column.title for column in proposal.sheet.columns if column.required and column.key not in proposal.columns
    )
    plan = mapped_plan(proposal.row, proposal.sheet, proposal.columns, channel)
    return replace(plan, certain=False, missing=wanting, doubts=proposal.doubts)


def listed(row: HeaderRow | None) -> str:
    """The headers of a row, in a sentence."""
    return ", ".join(text for text in row.texts if text) if row else "–"
