"""Orders from the command line: allocate, the pick list, waybills out, filled in, and in again."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from tests.exchange.counter import stock
from tests.shop.way import bring, shelve, sold, state, stocked

from shopdesk.cli import main
from shopdesk.store.store import Store
from shopdesk.store.tables import Change

Run = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def shop(file_store: Store) -> Store:
    stocked(file_store)
    shelve(file_store, "TEA-1", "A-01")
    bring(file_store, sold("A-1", ("TEA-1", 2)), sold("A-2", ("POT-1", 1)), sold("A-3", ("POT-1", 1)))
    return file_store


@pytest.fixture
def run(shop: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> tuple[int, list[Any], str]:
        code = main(["--store", shop.where, "--json", *map(str, arguments)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return command


def test_a_morning_from_the_command_line(run: Run, shop: Store, tmp_path: Path) -> None:
    code, [done], _err = run("orders", "allocate")
    assert (code, done["allocated"], done["short"]) == (0, ["A-1", "A-2"], {"A-3": {"POT-1": "1"}})
    code, [lines], _err = run("orders", "picklist", "--out", tmp_path / "picks.xlsx")
    assert [(one["place"], one["sku"], one["pieces"]) for one in lines] == [
        ("Main warehouse", "POT-1", "1"), ("Main warehouse/A-01", "TEA-1", "2")
    ]  # fmt: skip
    written = list(load_workbook(tmp_path / "picks.xlsx").worksheets[0].iter_rows(values_only=True))
    assert any("TEA-1" in row and "A-1 ×2" in row for row in written)
    out = tmp_path / "carrier.xlsx"
    code, [done], _err = run("orders", "waybills", "--out", out)
    assert (code, done["rows"]) == (0, 3)
    with shop.read() as tx:
        told = tx.scalars(select(Change.title).where(Change.action == "note_export"))
    assert [out.name in title for title in told] == [True], "who took the names out is in the history"
    book = load_workbook(out)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Waybill" for cell in row))
    column = next(cell.column for cell in header if cell.value == "Waybill")
    for at, waybill in enumerate(("SF1", "SF2", None), (header[0].row or 0) + 1):
        sheet.cell(at, column).value = waybill
    book.save(out)
    code, told, _err = run("orders", "ship", "--waybills", out, "--dry-run")
    assert (code, told[-1]["new"], told[-1]["skipped"]) == (0, 2, 1)  # A-3 has no number yet
    assert stock(shop)["TEA-1"] == 10
    code, told, _err = run("orders", "ship", "--waybills", out)
    assert (code, told[-1]["new"]) == (0, 2)
    assert [state(shop, number) for number in ("A-1", "A-2", "A-3")] == ["shipped", "shipped", "paid"]
    assert stock(shop) == {"TEA-1": 8, "CUP-1": 5, "POT-1": 0}


def test_what_is_not_said_is_asked_for(run: Run) -> None:
    assert run("orders", "ship")[0] == 2
    assert run("orders", "waybills")[0] == 2
    assert run("orders", "ship", "--waybills", "nowhere.csv")[0] == 1


def test_people_read_a_table(shop: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", shop.where, "orders", "allocate"]) == 0
    said = capsys.readouterr().out
    assert "Allocated: 2 orders" in said
    assert "A-3" in said
    assert "POT-1 ×1" in said


def test_more_than_is_on_hand_is_shipped_only_anyway(run: Run, shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "waybills.csv"
    path.write_text("Order no.,Waybill\nA-1,SF1\nA-2,SF2\nA-3,SF3\n", encoding="utf-8")
    code, told, _err = run("orders", "ship", "--waybills", path)
    assert (code, told[-1]["new"], told[-1]["conflict"]) == (1, 2, 1)
    assert told[-1]["problems"][0]["reason"] == "More would leave than is there: 1 of POT-1, and 0 on hand."
    assert (state(shop, "A-3"), stock(shop)["POT-1"]) == ("paid", 0)
    code, told, _err = run("orders", "ship", "--waybills", path, "--anyway")
    assert (code, told[-1]["new"]) == (0, 1)
    assert (state(shop, "A-3"), stock(shop)["POT-1"]) == ("shipped", -1)


def test_the_pick_list_is_printed_without_a_window(run: Run, shop: Store, tmp_path: Path) -> None:
    """In a process of its own, as a script runs it: no display, and nothing of the window."""
    run("orders", "allocate")
    out = tmp_path / "picks.pdf"
    shown = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {key: text for key, text in os.environ.items() if key not in shown}
    told = subprocess.run(
        [sys.executable, "-m", "shopdesk", "--store", str(shop.where), "orders", "picklist", "--out", str(out)],
        env={**env, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    said = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(out).pages).split())
    for word in ("Pick list", "TEA-1", "Main warehouse/ A-01", "A-1 ×2"):
        assert word in said
