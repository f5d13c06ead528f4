"""Rows out: the door to everything that ShopDesk writes into files a person asked for.

What writes workbooks is loaded on first use: most starts of the program write none.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Final

from shopdesk.exchange.values import mask_text
from shopdesk.exchange.writing.cover import Cover, SheetRow
from shopdesk.exchange.writing.reject import WHOLE_ROW, Reject
from shopdesk.shop.buying.sheets import SCORES
from shopdesk.shop.cash.forecast import BackTest, Forecast
from shopdesk.shop.cash.rules import Step
from shopdesk.shop.columns import Column, Sheet
from shopdesk.shop.ledger.reports import AccountSums
from shopdesk.shop.ledger.statements import StatementLine
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.shop.spending.sheets import SIDES
from shopdesk.store.rows import Query, RowSource, count, fetch_keyed
from shopdesk.store.seal import head
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

__all__ = [
    "WHOLE_ROW", "Reject", "masked_rows", "masks", "write_account", "write_bridge", "write_cash", "write_grid",
    "write_profit_sheet", "write_rejects", "write_sheet", "write_statements", "write_template",
]  # fmt: skip
MOST_KEPT = 1_048_570
"""Rows of a grid that may come back edited: those of one sheet."""


def write_grid(
    path: Path | str,
    tx: Tx,
    source: RowSource,
    query: Query,
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
    note: str = "",
    tick: Callable[[int, int], None] | None = None,
    masked: bool = False,
) -> int:
    """Write the rows of a grid as `write_sheet` does; returns how many there were.

    `masked`: who somebody is reads as on screen, see `masks`.
    A workbook of a grid that can be edited carries a hidden snapshot, so that it can be edited in a spreadsheet program
    and dropped back (see `trip`). `tick` hears rows done and how many there are, and may raise to stop.
    """
    from shopdesk.exchange.trip.grids import GRIDS, editable

    sheet = source.sheet
    chosen = list(sheet.columns) if columns is None else [sheet.column(key) for key in columns]
    places = [sheet.columns.index(column) for column in chosen]
    hidden = masks(sheet, chosen) if masked else frozenset[int]()
    rows = fetch_keyed(tx, source, query, tick)
    shop, grid = tx.setting("name", ""), GRIDS.get(sheet.name)
    if grid is None or not editable(chosen) or Path(path).suffix.lower() != ".xlsx" or _is_too_long(tx, source, query):
        shown = (_chosen(values, places, hidden) for _id, values in rows)
        return write_sheet(
            path, sheet, shown, columns=[column.key for column in chosen], title=title, note=note, shop=shop,
            zone=tx.zone,
        )  # fmt: skip
    from shopdesk.exchange.trip.snapshot import Origin
    from shopdesk.exchange.writing.sheets_out import Words, write_trip

    change_id, seal = head(tx.connection)
    origin = Origin(tx.setting("store_id", ""), change_id, seal, tx.now, tx.zone)
    named = mask_text if hidden and any(sheet.column(key).personal for key in grid.names) else str
    keyed = ((row_id, named(grid.name_of(values)), _chosen(values, places, hidden)) for row_id, values in rows)
    return write_trip(path, sheet, chosen, keyed, Words(title, note, shop), origin, None)


_OF_BUSINESS: Final = frozenset({SCORES.name, SIDES.name})
"""Sheets of those whom the shop pays: their names and numbers are what such a list is for, and come back with it."""


def masks(sheet: Sheet, columns: Sequence[Column]) -> frozenset[int]:
    """Places of the columns that say who a buyer is; what people type into a grid themselves is not among them."""
    if sheet.name in _OF_BUSINESS:
        return frozenset()
    return frozenset(place for place, column in enumerate(columns) if column.personal and not column.editable)


def masked_rows(sheet: Sheet, rows: Iterable[Sequence[object]]) -> list[Sequence[object]]:
    """Rows of all columns of a sheet that were worked out, masked as `write_grid` masks those of a grid."""
    places, hidden = range(len(sheet.columns)), masks(sheet, sheet.columns)
    return [_chosen(row, places, hidden) for row in rows] if hidden else list(rows)


def _chosen(values: Sequence[object], places: Sequence[int], hidden: Collection[int]) -> list[object]:
    cells: list[object] = [values[place] for place in places]
    for place in hidden:
        cells[place] = mask_text(str(cells[place])) if cells[place] else cells[place]
    return cells


def _is_too_long(tx: Tx, source: RowSource, query: Query) -> bool:
    return count(tx, source, query) > MOST_KEPT


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
        from shopdesk.exchange.writing.csv_out import write_csv

        return write_csv(path, chosen, rows, zone, progress)
    if ending == ".xlsx":
        from shopdesk.exchange.writing.sheets_out import Words, write_xlsx

        return write_xlsx(path, sheet, chosen, rows, Words(title, note, shop), zone, progress)
    raise UserError("{file} must end in .xlsx or .csv.", code="unknown_ending", file=Path(path).name)


def write_template(
    path: Path | str, sheet: Sheet, language: str = "", offered: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Write the empty workbook of `sheet` in `language` ("" is the one spoken now); UserError as `write_sheet`.

    `offered`: column → words that its cells offer, as `offers.find_offers` gives them.
    """
    from shopdesk.exchange.writing import template

    template.write_template(path, sheet, language, offered or {})


def write_rejects(
    path: Path | str,
    headers: Sequence[str],
    rows: Iterable[Reject],
    *,
    name: str = "",
    carried: Callable[[], Sequence[Sequence[str]]] = tuple,
) -> int:
    """Write rejected rows under the file's own `headers`, the reasons last; returns how many. UserError as above.

    `name` is the sheet's. A row's cells beyond the headers are not written: its reason names them. `carried` is asked
    after the last row: what an edited export hides, which goes along hidden.
    """
    from shopdesk.exchange.writing import rejects

    return rejects.write_rejects(path, headers, rows, name=name, carried=carried)


def write_profit_sheet(path: Path | str, told: ProfitBook, progress: Callable[[int], None] | None = None) -> int:
    """Write the profit sheet of `told` and return the rows of its ledger; UserError as `write_sheet`."""
    from shopdesk.exchange.writing import profit_sheet

    return profit_sheet.write_profit_sheet(path, told, progress)


def write_statements(
    path: Path | str, cover: Cover, statements: Sequence[tuple[str, Sequence[StatementLine]]],
    accounts: Sequence[AccountSums] | None = None,
) -> None:  # fmt: skip
    """Write a page for each statement, (title, lines), and one of the trial balance; UserError as `write_sheet`."""
    from shopdesk.exchange.writing import statement_book

    statement_book.write_statements(path, cover, statements, accounts)


def write_account(path: Path | str, cover: Cover, title: str, opening: Decimal, postings: Iterable[SheetRow]) -> int:
    """Write the sheet of an account with live balances; returns how many postings. UserError as `write_sheet`."""
    from shopdesk.exchange.writing import statement_book

    return statement_book.write_account(path, cover, title, opening, postings)


def write_bridge(
    path: Path | str, cover: Cover, steps: Sequence[Step], months: Sequence[tuple[str, Mapping[str, Decimal]]]
) -> None:
    """Write the bridge from profit to the bank with its chart, and that of each month; UserError as `write_sheet`."""
    from shopdesk.exchange.writing import bridge_book

    bridge_book.write_bridge(path, cover, steps, months)


def write_cash(path: Path | str, cover: Cover, made: Forecast, test: BackTest | None) -> None:
    """Write the cash of the weeks to come, what it is made of, and its back-test; UserError as `write_sheet`."""
    from shopdesk.exchange.writing import cash_book

    cash_book.write_cash(path, cover, made, test)
