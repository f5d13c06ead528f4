"""Statements that tell several movements in one row, each in a column of its own."""

from collections.abc import Sequence

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.table import Chunk
from shopdesk.exchange.values import Bad, Memo

Part = tuple[str, str, int]
"""The kind of a line, the header of its column, and its amount in 1/10,000: above zero the wallet gains."""
Refused = tuple[int, int, str, Bad]
"""The column of a cell that cannot be taken, its place in the chunk, its text, and why."""


def split_cells(chunk: Chunk, plan: Plan, keep: Sequence[int], memo: Memo) -> tuple[list[list[Part]], list[Refused]]:
    """The lines that stand in columns of their own, for each row of `keep`; blanks and zeros are none."""
    found: list[list[Part]] = [[] for _row in keep]
    refused: list[Refused] = []
    for one in plan.split:
        if one.column >= len(chunk.columns):
            continue
        cells, header, sign = chunk.columns[one.column], plan.headers[one.column], -1 if one.taken else 1
        for at, place in enumerate(keep):
            value = memo[cells[place]]
            if isinstance(value, Bad):
                refused.append((one.column, place, cells[place], value))
            elif isinstance(value, int) and value:
                found[at].append((one.kind, header, sign * value))
    return found, refused
