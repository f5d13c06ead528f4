"""Fields that a file spreads over several columns: texts are joined, amounts added up or taken off."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.plan import Further, Plan
from shopdesk.exchange.table import Chunk
from shopdesk.exchange.values import Bad, Memo

JOIN = " / "
NAMES = frozenset({"recipient"})
"""Fields whose parts make one name: a first and a last one."""

Refused = tuple[Further, int, Bad]
"""A further column, the place of one of its cells among the rows, and why that cannot be taken."""


def bring_together(
    fields: dict[str, list[Any]],
    cells: Mapping[int, Sequence[str]],
    plan: Plan,
    parsers: Mapping[str, Memo],
    spoilt: Mapping[tuple[int, int], str],
) -> Iterator[Refused]:
    """Complete `fields` by the plan's further columns, and say of each of their cells that cannot be taken why.

    `cells`: column → its texts; `spoilt`: (column, place) → the fault of a cell that a spreadsheet has spoilt.
    """
    for one in plan.further:
        if one.key not in fields:
            continue
        values: list[Any] = list(map(parsers[one.key].__getitem__, cells[one.column]))
        for at in [at for column, at in spoilt if column == one.column]:
            values[at] = Bad(spoilt[one.column, at])
        for at, value in enumerate(values):
            if isinstance(value, Bad):
                yield one, at, value
                values[at] = None
        fields[one.key] = [_both(first, more, one) for first, more in zip(fields[one.key], values, strict=True)]
    if plan.kept and "refund_amount" in fields:
        left = fields["refund_amount"]
        both = zip(fields.get("order_total", [None] * len(left)), left, strict=True)
        fields["refund_amount"] = [total - kept if total and kept else None for total, kept in both]


def joined_columns(plan: Plan) -> Mapping[str, tuple[int, ...]]:
    """Field → the columns whose texts stand behind its own before it is read."""
    layout = FORMATS.get(plan.format)
    there = {clean_header(header): place for place, header in reversed(list(enumerate(plan.headers)))}
    return {
        key: tuple(dict.fromkeys(there[name] for name in map(clean_header, headers) if name in there))
        for key, headers in (layout.joined if layout else {}).items()
    }


def join_texts(chunk: Chunk, cells: Sequence[str], columns: Sequence[int]) -> list[str]:
    """The cells with those of further columns behind them, a blank between; a blank cell stays one."""
    parts = [cells, *(chunk.columns[column] for column in columns if column < len(chunk.columns))]
    return [" ".join(filter(None, map(str.strip, row))) if row[0].strip() else "" for row in zip(*parts, strict=True)]


def _both(first: Any, more: Any, one: Further) -> Any:
    if more is None:
        return first
    if isinstance(more, str):
        return more if first is None else f"{first}{' ' if one.key in NAMES else JOIN}{more}"
    return (first or 0) + (-abs(more) if one.off else more)
