"""Files that come along with what they sum up or tell again: known by their first lines, and never taken for it."""

from typing import Final, NamedTuple

from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.table import SheetHead
from shopdesk.text import N_


class Aside(NamedTuple):
    """Why such a sheet is left: beside others of its file, and as a file of its own."""

    sheet: str
    file: str


SUMMARY: Final = Aside(
    N_("a summary; its movements stand in the file of details (明细) that came with it"),
    N_("This is a summary (汇总). Its movements stand in the file of details (明细) that came with it."),
)
SEARCHED: Final = Aside(
    N_("tells the clicks of its report once more; they are read from its queries, pages and days"),
    N_("This tells the clicks of a search report once more. They are read from its queries, pages and days."),
)
_ABOVE: Final = 8
"""Rows that may hold the lines above a table."""
_CLICKS: Final = ("clicks", "点击次数", "點擊次數", "點擊")
_BY: Final = (
    "country", "device", "search appearance", "国家/地区", "國家/地區", "设备", "裝置", "搜索结果呈现", "搜尋外觀",
)  # fmt: skip
_AGAIN: Final = frozenset(tuple(map(clean_header, (by, clicks))) for by in _BY for clicks in _CLICKS)
"""How a part of a search report begins that tells the clicks by something else."""
_SETTINGS: Final = (("filter", "value"), ("过滤条件", "值"), ("過濾器", "值"), ("篩選器", "值"))
_FILTERS: Final = frozenset(tuple(map(clean_header, one)) for one in _SETTINGS)


def aside(head: SheetHead) -> Aside | None:
    """Why a sheet is left, None where it is not: lines above its table call it a summary, or its header is known."""
    lines = (cell.strip() for row in head.rows[:_ABOVE] for cell in row[:1])
    if any(line.startswith("#") and "汇总" in line for line in lines):
        return SUMMARY
    header = tuple(map(clean_header, head.rows[0])) if head.rows else ()
    return SEARCHED if header in _FILTERS or header[:2] in _AGAIN else None
