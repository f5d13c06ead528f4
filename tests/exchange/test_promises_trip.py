"""The promises of channels go out to Excel and come back edited, as one step of undo."""

from pathlib import Path

from openpyxl import load_workbook
from tests.shop.way import bring, sold, stocked

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.fulfilment.reports import PROMISE_ROWS
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store


def hours(store: Store) -> dict[str, tuple[int, int | None]]:
    """Channel → its hours."""
    with store.read() as tx:
        return {values[0]: (values[1], values[2]) for _id, values in fetch_first(tx, PROMISE_ROWS, Query(), 20)}


def test_hours_edited_in_a_sheet_come_back(file_store: Store, tmp_path: Path) -> None:
    stocked(file_store)
    bring(file_store, sold("A-1", ("TEA-1", 1)))
    assert hours(file_store) == {"Direct sales": (24, None)}
    path = tmp_path / "promises.xlsx"
    with file_store.read() as tx:
        write_grid(path, tx, PROMISE_ROWS, Query(zone=tx.zone))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Direct sales")
    row[1].value, row[2].value = 36, 4
    book.save(path)
    assert run_import(file_store, prepare(file_store, path, Choices())) == 0  # edits are no import
    assert hours(file_store) == {"Direct sales": (36, 4)}
    file_store.undo()
    assert hours(file_store) == {"Direct sales": (24, None)}
