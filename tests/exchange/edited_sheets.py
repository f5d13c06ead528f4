"""What a person does with an exported workbook: opens it, writes over cells, sorts, saves it."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shopdesk.exchange.imports import Choices, prepare
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.workbook import write_grid
from shopdesk.store.rows import Query, RowSource, fetch_ids, fetch_page
from shopdesk.store.store import Store

OFFICE = shutil.which("soffice")


def exported(store: Store, source: RowSource, path: Path, columns: list[str] | None = None) -> Path:
    """The grid as a workbook."""
    with store.read() as tx:
        write_grid(path, tx, source, Query(), columns=columns)
    return path


def write_over(path: Path, cells: Mapping[str, Any]) -> None:
    """Write over cells of the first sheet ("B2" → value); text stays text."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for at, value in cells.items():
        page[at] = value
        if isinstance(value, str):
            page[at].data_type = "s"
    book.save(path)


def at(path: Path, name: str, header: str) -> str:
    """The address of a cell: the row in which `name` stands, the column with that header."""
    page: Worksheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for cell in page[1]]
    rows = enumerate(page.iter_rows(values_only=True), start=1)
    row = next(number for number, cells in rows if name in cells)
    return f"{page.cell(row, heads.index(header) + 1).coordinate}"


def saved_by_office(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it; skips where there is none."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    return folder / path.name


def dropped(store: Store, path: Path) -> Staged:
    """The dry run."""
    return prepare(store, path, Choices())


def contents(store: Store, source: RowSource) -> dict[int, tuple[Any, ...]]:
    """Every row of a grid by its id."""
    with store.read() as tx:
        ids = list(fetch_ids(tx, source, Query()))
        return dict(zip(ids, fetch_page(tx, source, ids), strict=True))
