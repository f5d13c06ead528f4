"""Which layout a sheet has: remembered, known, known but changed, or proposed for a person to accept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shopdesk.exchange.amounts import leaning
from shopdesk.exchange.celltext import word
from shopdesk.exchange.formats import FILES, FORMATS
from shopdesk.exchange.formats.format import Format
from shopdesk.exchange.formats.states import state_words
from shopdesk.exchange.headers import HeaderRow, clean_header, header_at, header_rows, is_personal, signature
from shopdesk.exchange.plan import Answer, Further, Grain, Plan
from shopdesk.exchange.propose import (
    Knows,
    Proposal,
    grain_of,
    header_score,
    look_of,
    match_columns,
    nothing_known,
    propose,
    read_row,
)
from shopdesk.exchange.shapes import fits, is_date, is_number
from shopdesk.exchange.table import SheetHead
from shopdesk.exchange.times import day_leaning
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import UserError, _

__all__ = [
    "draft_at", "draft_plan", "find_plan", "find_plans", "plan_from_mapping", "plan_from_memory", "plan_sheet",
    "plan_with", "questions", "remember", "signature",
]  # fmt: skip

Memory = Mapping[str, Any]
Remembered = Callable[[str], Memory | None] | Mapping[str, Memory]
"""Header signature → what `remember` made of the plan that a person accepted."""

MAPPED = "mapped"
FOOTERS = ("合计", "总计", "合計", "總計", "Grand total")
_NUMBERS = frozenset({Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.INTEGER})
_TIMES = frozenset({Kind.TIME, Kind.DATE})


def find_plan(heads: Sequence[SheetHead], remembered: Remembered, kind: str = "", channel: str = "") -> Plan:
    """The reading of the file's sheet; not certain where a person must accept it, or several sheets would do.

    `kind` restricts what the rows may be, `channel` says where they come from. UserError where nothing fits.
    """
    plans = find_plans(heads, remembered, kind, channel)
    if plans:
        return plans[0] if len(plans) == 1 else replace(plans[0], certain=False)
    proposals = propose([row for head in _visible(heads) for row in header_rows(head)], kind)
    if not proposals or not proposals[0].fit:
        raise _nothing_fits(proposals)
    return _proposed(proposals[0], channel)


def find_plans(heads: Sequence[SheetHead], remembered: Remembered, kind: str = "", channel: str = "") -> list[Plan]:
    """One plan for each sheet that a remembered or known layout fits: certain ones first, the fullest first."""
    found: list[tuple[bool, int, Plan]] = []
    for head in _visible(heads):
        rows = list(header_rows(head))
        plan = _recalled(rows, remembered, kind, channel) or _recognised(rows, kind, channel)
        if plan:
            found.append((not plan.certain, -len(plan.columns), plan))
    found.sort(key=lambda one: one[:2])
    best = found[0][2] if found else None
    return [plan for unsure, _columns, plan in found if best and plan.kind == best.kind and unsure is not best.certain]


def plan_sheet(
    head: SheetHead, remembered: Remembered, kind: str = "", channel: str = "", knows: Knows = nothing_known
) -> Plan | None:
    """The reading of one sheet: remembered, known, or proposed where the proposal is worth a look; else None."""
    rows = list(header_rows(head))
    plan = _recalled(rows, remembered, kind, channel) or _recognised(rows, kind, channel)
    if plan is not None:
        return plan
    proposals = propose(rows, kind, knows)
    return _proposed(proposals[0], channel) if proposals and proposals[0].fit else None


def draft_at(head: SheetHead, number: int, kind: str = "", channel: str = "") -> Plan:
    """The reading of a sheet under the header row that a person picked (0: it has none), for them to complete.

    A known layout is known again; ValueError for a row that was not read ahead.
    """
    row = header_at(head, number)
    known = _recognised([row], kind, channel)
    if known is not None:
        return known
    proposals = sorted(
        (read_row(row, name) for name in ([kind] if kind else FILES)), key=lambda one: (not one.fit, -one.score)
    )
    return _proposed(proposals[0], channel)


def plan_from_mapping(heads: Sequence[SheetHead], mapping: Mapping[str, str], kind: str, channel: str = "") -> Plan:
    """The plan a person spelled out as field → header; UserError names a field or a header that does not exist."""
    sheet = _sheet(kind)
    for key in mapping:
        if key not in {column.key for column in sheet.columns}:
            fields = ", ".join(column.key for column in sheet.columns)
            raise UserError(
                "There is no field {field}. Fields of this sheet: {fields}",
                code="unknown_field",
                field=key,
                fields=fields,
            )
    rows = [row for head in _visible(heads) for row in header_rows(head)]
    for row in rows:
        places = {key: row.place([header]) for key, header in mapping.items()}
        columns = {key: place for key, place in places.items() if place is not None}
        if len(columns) == len(mapping):
            return _mapped(row, sheet, columns, channel)
    best = max(rows, key=header_score, default=None)
    wanting = [header for header in mapping.values() if best is None or best.place([header]) is None]
    raise UserError(
        "There is no column {header}. Columns found: {headers}",
        code="unknown_header",
        header=", ".join(wanting or mapping.values()),
        headers=_listed(best),
    )


def plan_from_memory(heads: Sequence[SheetHead], memory: Memory, channel: str = "") -> Plan:
    """The plan of a mapping that came in a file, on the first sheet whose header has all its columns.

    UserError names a header that no sheet has.
    """
    wanted = [header for header, _nth in memory["columns"].values()]
    best: list[str] | None = None
    for head in _visible(heads):
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


def draft_plan(heads: Sequence[SheetHead], kind: str, channel: str = "", knows: Knows = nothing_known) -> Plan:
    """The best proposal for rows of that kind, however little of it fits, for a person to complete.

    UserError where the sheets have no row that could be a header.
    """
    proposals = propose([row for head in _visible(heads) for row in header_rows(head)], kind, knows)
    if not proposals:
        raise _nothing_fits(proposals)
    return _proposed(proposals[0], channel)


def plan_with(plan: Plan, heads: Sequence[SheetHead], columns: Mapping[str, int]) -> Plan:
    """The plan with other columns; a known layout keeps its states and quirks, a mapping is looked through anew."""
    row = header_at(heads[plan.sheet], plan.header_row)
    made = _plan(row, _sheet(plan.kind), columns, plan.channel)
    personal = made.personal | (plan.personal - set(plan.columns.values()))
    further = tuple(one for one in plan.further if columns.get(one.key) == plan.columns.get(one.key))
    plan = replace(plan, further=further)
    if plan.format == MAPPED:
        grain = grain_of(row, _sheet(plan.kind), columns)
        return replace(plan, columns=made.columns, personal=personal, grain=grain)
    return replace(plan, columns=made.columns, personal=personal)


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
    }


def questions(plan: Plan, columns_sample: Mapping[str, Iterable[str]], decimals: int | None = None) -> Plan:
    """The plan with order of day and month and the decimal sign settled by the cells, or with the questions left open.

    `columns_sample`: field → its cells, the more the better; `decimals`: those of the currency. What the plan already
    says stands.
    """
    sheet, asked = FILES[plan.kind], list[Answer]()
    samples = [(sheet.column(key), cells) for key, cells in columns_sample.items()]
    day_first, comma = plan.day_first, plan.decimal_comma
    if day_first is None:
        days = {day_leaning(cell) for column, cells in samples if column.kind in _TIMES for cell in set(cells)}
        day_first, open_question = _settle(days, Answer.DAY_FIRST)
        asked += open_question
    if comma is None:
        signs = {
            leaning(cell, _places(column, decimals))
            for column, cells in samples
            if column.kind in _NUMBERS
            for cell in set(cells)
        }
        comma, open_question = _settle(signs, Answer.DECIMAL_COMMA)
        asked += open_question
    return replace(plan, day_first=day_first, decimal_comma=comma, questions=tuple(asked))


def _settle(said: set[bool | Answer | None], question: Answer) -> tuple[bool | None, list[Answer]]:
    """Evidence of one side settles it; of both sides, or none but texts with two readings, leaves the question."""
    sides = said & {True, False}
    if len(sides) == 1:
        return sides.pop() is True, []
    return None, [question] if sides or question in said else []


def _places(column: Column, decimals: int | None) -> int:
    match column.kind:
        case Kind.INTEGER:
            return 0
        case Kind.QUANTITY:
            return 3
        case Kind.MONEY if decimals is not None:
            return decimals
        case _:
            return 4


def _visible(heads: Sequence[SheetHead]) -> Sequence[SheetHead]:
    return [head for head in heads if not head.hidden] or heads


def _sheet(kind: str) -> Sheet:
    if kind not in FILES:
        raise UserError(
            "There is no kind of sheet called {kind}. Kinds: {kinds}",
            code="unknown_kind",
            kind=kind,
            kinds=", ".join(FILES),
        )
    return FILES[kind]


# Known layouts


def _recognised(rows: Sequence[HeaderRow], kind: str, channel: str) -> Plan | None:
    layouts = [layout for layout in FORMATS.values() if kind in {"", layout.kind}]
    whole = [(row, layout) for row in rows for layout in layouts if _bears(row, layout)]
    if whole:
        row, layout = max(whole, key=lambda pair: (len(_columns(*pair)), -pair[0].number))
        return _known(row, layout, channel)
    near = [(row, layout) for row in rows for layout in layouts if _nearly_bears(row, layout)]
    if near:
        row, layout = max(near, key=lambda pair: (len(_columns(*pair)), -pair[0].number))
        return _known(row, layout, channel, certain=False)
    return None


def _bears(row: HeaderRow, layout: Format) -> bool:
    return all(row.place(group) is not None for group in layout.signature) and (
        not layout.whole or _share_known(row, layout) >= 0.9
    )


def _nearly_bears(row: HeaderRow, layout: Format) -> bool:
    """One telling header is gone, yet most of what is there is known: the layout changed."""
    if layout.whole:
        return False
    lacking = sum(row.place(group) is None for group in layout.signature)
    return lacking == 1 and len(_columns(row, layout)) >= 5 and _share_known(row, layout) >= 0.6


def _share_known(row: HeaderRow, layout: Format) -> float:
    return 1 - len(_new(row, layout)) / row.filled


def _columns(row: HeaderRow, layout: Format) -> dict[str, int]:
    places = {key: row.place(names) for key, names in layout.fields.items()}
    return {key: place for key, place in places.items() if place is not None}


def _new(row: HeaderRow, layout: Format) -> list[int]:
    read = (*layout.fields.values(), *layout.further.values(), *layout.less.values(), tuple(layout.apart))
    names = {
        clean_header(name) for group in (*read, *layout.signature, layout.known, layout.personal) for name in group
    }
    openings = tuple(clean_header(name[:-1]) for name in layout.known if name.endswith("…"))
    known = {place for name, place in row.places.items() if name in names or name.startswith(openings)}
    twice = {clean_header(row.texts[place]) for place in known}
    return [
        place for place, text in enumerate(row.texts) if text and place not in known and clean_header(text) not in twice
    ]


def _known(row: HeaderRow, layout: Format, channel: str, certain: bool = True) -> Plan:
    """The plan of a known layout; a missing field that a new column could be makes it a proposal."""
    sheet, columns, new = FILES[layout.kind], _columns(row, layout), _new(row, layout)
    missing = [key for key in layout.fields if key not in columns]
    changed = any(_could_be(sheet.column(key), row, place) for key in missing for place in new)
    renamed = match_columns(row, [sheet.column(key) for key in missing], new, layout.fields)
    certain = certain and not renamed and not changed
    plan = _plan(row, sheet, columns | renamed, channel or layout.channel)
    named = {place for name in layout.personal if (place := row.place([name])) is not None}
    return replace(
        plan,
        format=layout.code,
        title=layout.title,
        first_row=_first_row(row, sheet, plan.columns, layout.skip_rows),
        grain=layout.grain,
        states=layout.states or plan.states,
        personal=plan.personal | named,
        footers=layout.footers,
        day_first=layout.day_first,
        decimal_comma=layout.decimal_comma,
        zone=layout.zone,
        partial=layout.partial,
        summed=frozenset(layout.summed),
        further=_further(row, layout),
        kept=layout.kept,
        apart={
            place: frozenset(map(word, texts))
            for name, texts in layout.apart.items()
            if (place := row.place([name])) is not None
        },
        before_discount=layout.before_discount,
        dated=layout.dated,
        needs=layout.needs,
        given=layout.given,
        certain=certain,
        missing=() if certain else tuple(layout.fields[key][0] for key in missing),
        new=tuple(row.texts[place] for place in new),
    )


def _further(row: HeaderRow, layout: Format) -> tuple[Further, ...]:
    found = {
        Further(key, place, off): None
        for more, off in ((layout.further, False), (layout.less, True))
        for key, names in more.items()
        for name in names
        if (place := row.place([name])) is not None
    }
    return tuple(found)


def _first_row(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], most: int) -> int:
    """The row below the header and at most `most` rows that describe the columns, in which no figure is a figure."""
    tested = [place for key, place in columns.items() if sheet.column(key).kind in _NUMBERS | _TIMES]
    skipped = 0
    for line in row.below[:most]:
        texts = [line[place] for place in tested if place < len(line) and line[place].strip()]
        if any(is_number(text) or is_date(text) for text in texts) or not any(line):
            break
        skipped += 1
    return row.number + 1 + skipped


def _could_be(field: Column, row: HeaderRow, place: int) -> bool:
    """Whether an unknown column may be a figure or a time that the layout has and the file lacks, under a new name."""
    look = look_of(row, place)
    return field.kind in _NUMBERS | _TIMES and look.filled > 0 and fits(field, look)


# Mappings


def _recalled(rows: Sequence[HeaderRow], remembered: Remembered, kind: str, channel: str) -> Plan | None:
    recall = remembered.get if isinstance(remembered, Mapping) else remembered
    for row in rows:
        memory = recall(signature(row.texts))
        if memory and kind in {"", memory["kind"]}:
            return _again(row, memory, channel)
    return None


def _again(row: HeaderRow, memory: Memory, channel: str) -> Plan:
    """The plan of a remembered mapping; a known layout keeps its states and quirks under it."""
    sheet, layout = _sheet(memory["kind"]), FORMATS.get(memory["format"])
    channel = channel or memory["channel"]
    columns = {key: _nth(row, *place) for key, place in memory["columns"].items()}
    plan = (
        replace(_known(row, layout, channel), columns=columns, certain=True)
        if layout
        else _mapped(row, sheet, columns, channel)
    )
    return replace(
        plan,
        grain=Grain(memory["grain"]),
        personal=plan.personal | {place for key, place in columns.items() if sheet.column(key).personal},
        day_first=memory["day_first"],
        decimal_comma=memory["decimal_comma"],
        zone=memory["zone"],
    )


def _nth(row: HeaderRow, header: str, nth: int) -> int:
    same = [place for place, text in enumerate(row.texts) if clean_header(text) == clean_header(header)]
    return same[min(nth, len(same) - 1)]


def _mapped(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], channel: str) -> Plan:
    return replace(_plan(row, sheet, columns, channel), grain=grain_of(row, sheet, columns), footers=FOOTERS)


def _proposed(proposal: Proposal, channel: str) -> Plan:
    wanting = tuple(
        column.title for column in proposal.sheet.columns if column.required and column.key not in proposal.columns
    )
    return replace(_mapped(proposal.row, proposal.sheet, proposal.columns, channel), certain=False, missing=wanting)


def _plan(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], channel: str) -> Plan:
    personal = {place for place, text in enumerate(row.texts) if is_personal(text)}
    return Plan(
        kind=sheet.name,
        format=MAPPED,
        title="",
        sheet=row.head.number,
        sheet_name=row.head.name,
        header_row=row.number,
        first_row=row.number + 1,
        headers=row.texts,
        columns=dict(columns),
        signature=signature(row.texts),
        channel=channel,
        states=state_words(sheet.name),
        personal=frozenset(personal | {place for key, place in columns.items() if sheet.column(key).personal}),
    )


def _nothing_fits(proposals: Sequence[Proposal]) -> UserError:
    best = proposals[0] if proposals else None
    return UserError(
        "No known layout fits this file. Columns found: {headers}. The nearest template is “{template}”.",
        code="no_layout",
        headers=_listed(best.row if best else None),
        template=_(best.sheet.title if best else FILES["orders"].title),
    )


def _listed(row: HeaderRow | None) -> str:
    return ", ".join(text for text in row.texts if text) if row else "–"
