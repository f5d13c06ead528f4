"""Files that sum a statement up instead of telling it: known by the lines above their table, and never taken for it."""

from typing import Final

from shopdesk.exchange.table import SheetHead
from shopdesk.text import N_

SUMMARY: Final = N_("a summary; its movements stand in the file of details (明细) that came with it")
"""Why such a sheet is left."""
REFUSED: Final = N_("This is a summary (汇总). Its movements stand in the file of details (明细) that came with it.")
_ABOVE: Final = 8
"""Rows that may hold the lines above a table."""


def is_summary(head: SheetHead) -> bool:
    """Whether the lines above a sheet's table call it a summary (#支付宝账务汇总查询)."""
    lines = (cell.strip() for row in head.rows[:_ABOVE] for cell in row[:1])
    return any(line.startswith("#") and "汇总" in line for line in lines)
