"""Fields that a file spreads over several columns: texts are joined, amounts added up or taken off."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shopdesk.exchange.plan import Further, Plan
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


def _both(first: Any, more: Any, one: Further) -> Any:
    if more is None:
        return first
    if isinstance(more, str):
        return more if first is None else f"{first}{' ' if one.key in NAMES else JOIN}{more}"
    return (first or 0) + (-abs(more) if one.off else more)
