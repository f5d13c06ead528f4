"""How many rows a file may have, before it has been read: for progress, never for a figure that counts."""

from typing import Final

from shopdesk.exchange.table import FileFacts, SheetHead

AHEAD: Final = 60
"""So many rows of each sheet are known at once; a sheet with fewer has no more."""
_PACKED: Final = {"xlsx": 5.0, "xlsm": 5.0, "xlsb": 6.0, "ods": 5.0, "xls": 14.0}
"""Bytes that a filled cell takes in such files (541,909 rows of 8 cells are 19.7 MB of .xlsx)."""
_TAGS: Final = 9
"""Bytes of a cell's tags in HTML."""


def estimate_rows(facts: FileFacts, sheet: int) -> int:
    """Rows of the sheet, right to a factor of two; exact where the sheet is short."""
    head = facts.heads[sheet]
    if len(head.rows) < AHEAD:
        return len(head.rows)
    per_row = _bytes_per_row(facts, head)
    return max(int(facts.size * _share(facts, head) / max(per_row, 1.0)), AHEAD)


def _bytes_per_row(facts: FileFacts, head: SheetHead) -> float:
    filled = sum(bool(cell) for row in head.rows for cell in row) / len(head.rows)
    if facts.container in _PACKED:
        return filled * _PACKED[facts.container]
    letters = sum(len(cell.encode("utf-8", "replace")) for row in head.rows for cell in row) / len(head.rows)
    separators = max(map(len, head.rows))
    return letters + separators * (1 if facts.encoding else _TAGS)


def _share(facts: FileFacts, head: SheetHead) -> float:
    """How much of the file is this sheet: the others are taken to be as long as it, unless they are short."""
    long_ones = sum(len(other.rows) >= AHEAD for other in facts.heads)
    return 1 / max(long_ones, 1) if len(head.rows) >= AHEAD else 1.0
