"""Rows out: the door to everything that ShopDesk writes into files a person asked for."""

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from pathlib import Path

from shopdesk.exchange.writing.csv_out import write_csv
from shopdesk.exchange.writing.profit_sheet import write_profit_sheet
from shopdesk.exchange.writing.rejects import Reject, write_rejects
from shopdesk.exchange.writing.sheets_out import Words, write_xlsx
from shopdesk.exchange.writing.template import write_template
from shopdesk.shop.columns import Sheet
from shopdesk.text import UserError

__all__ = ["Reject", "write_profit_sheet", "write_rejects", "write_sheet", "write_template"]


def write_sheet(
    path: Path | str,
    sheet: Sheet,
    rows: Iterable[Sequence[object]],
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
    note: str = "",
    shop: str = "",
    zone: tzinfo,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write `rows` to a new .xlsx or .csv at `path`, which its ending decides; returns how many there were.

    Each row holds the values of `columns` (keys, in order; all of the sheet's where None), as reports return them.
    `note` is the filter in words. Times are written as wall-clock times of `zone`. `progress` hears rows done and may
    raise to stop. Whatever goes wrong, a file that stood at `path` is left as it was; UserError says what to do.
    """
    chosen = sheet.columns if columns is None else [sheet.column(key) for key in columns]
    ending = Path(path).suffix.lower()
    if ending == ".csv":
        return write_csv(path, chosen, rows, zone, progress)
    if ending == ".xlsx":
        return write_xlsx(path, sheet, chosen, rows, Words(title, note, shop), zone, progress)
    raise UserError("{file} must end in .xlsx or .csv.", code="unknown_ending", file=Path(path).name)
