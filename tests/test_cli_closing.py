"""Closing a month from the command line: the checklist, the seal, opening it again, and the pack of its files."""

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.cli import choices, main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.closing.rules import PackPart
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.backup import AFTER_CLOSING, backups
from shopdesk.store.store import Store

Run = Callable[..., tuple[int, Any]]
"""Runs a command with --json on the test's store: exit code and the JSON document."""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a January and a February, and something that is open in both."""
    path = tmp_path_factory.mktemp("closing") / "tea.shopdesk"
    store = new_shop(str(path), name="Tea", currency="CNY", time_zone="UTC", costing=Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing", cost=Decimal(4))
    store.do(add_product, "CUP", "Cup")
    tickets = [
        Ticket("A", date(2026, 1, 5), [Item("TEA", 3, Decimal(10))]),
        Ticket("B", date(2026, 1, 9), [Item("CUP", 2, Decimal(25))]),
        Ticket("C", date(2026, 2, 3), [Item("TEA", 1, Decimal(10))], state="paid"),
    ]
    store._clock = lambda: datetime(2026, 3, 10, 4, tzinfo=UTC)
    store.do(ring_up, tickets)
    store.do(book_expense, date(2026, 1, 7), Role.RENT, Decimal("5.25"), "rent")
    store.close()
    return path


@pytest.fixture
def at(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made_once, tmp_path / "tea.shopdesk"))


@pytest.fixture
def run(at: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*told: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["--json", "--store", str(at), *map(str, told)])
        return code, json.loads(capsys.readouterr().out)

    return command


def test_a_month_with_open_points_is_closed_when_somebody_insists(run: Run, at: Path) -> None:
    code, told = run("close", "2026-01")
    assert (code, told["code"]) == (1, "open")
    open_points = {one["point"]: one for one in told["checklist"] if one["state"] == "open"}
    assert set(open_points) == {"costs", "backup", "bank", "statements", "documents"}
    assert (open_points["costs"]["count"], open_points["costs"]["amount"]) == (1, "50")
    code, told = run("close", "2026-01", "--anyway", "--note", "seen with Li")
    assert code == 0
    seal = told["seal"]
    assert (seal["month"], seal["note"], seal["entries"], len(seal["digest"])) == ("2026-01", "seen with Li", 4, 64)
    assert seal["profit"] == "62.75", "80 of sales less 12 of tea and the rent; the cups' cost is not known"
    store = Store.open(str(at))
    assert [one.reason for one in backups(store)] == [AFTER_CLOSING]
    store.close()
    assert run("check")[0] == 0


def test_open_points_are_said_to_people(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(at), "close", "2026-01"]) == 1
    said = capsys.readouterr()
    assert "SKUs sold without a cost: 1" in said.out
    assert "Say --anyway" in said.err
    assert main(["--store", str(at), "close", "2026-01", "--anyway"]) == 0
    assert "Closed 2026-01: 4 entries, profit 62.75. Seal " in capsys.readouterr().out


def test_a_month_is_opened_again_with_a_reason(run: Run) -> None:
    for month in ("2026-01", "2026-02"):
        run("close", month, "--anyway")
    assert run("reopen", "2026-01", "--why", " ")[1]["code"] == "reason"
    code, told = run("reopen", "2026-01", "--why", "a late bill")
    assert (code, told["reopened"]) == (0, ["2026-02", "2026-01"])
    assert run("reopen", "2026-01", "--why", "again")[1]["code"] == "not_closed"
    with pytest.raises(SystemExit):
        run("reopen", "2026-01")


def test_months_out_of_turn_are_refused(run: Run) -> None:
    for month, code in (("2026-02", "order"), ("2030-01", "future")):
        assert run("close", month, "--anyway") == (
            1,
            {"error": run("close", month, "--anyway")[1]["error"], "code": code},
        )


# ------------------------------------------------------------------------------------------------------------- pack


def index_of(path: Path) -> list[dict[str, Any]]:
    page = load_workbook(path, data_only=True).worksheets[0]
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_pack_has_every_file_and_an_index_in_which_all_differences_are_zero(run: Run, tmp_path: Path) -> None:
    run("close", "2026-01", "--anyway", "--note", "signed")
    out = tmp_path / "pack"
    code, told = run("pack", "2026-01", "--out", out)
    assert code == 0
    assert [one["part"] for one in told["files"]] == [part.value for part in PackPart]
    assert {path.name for path in out.iterdir()} == {one["file"] for one in told["files"]} | {"2026-01 00 Index.xlsx"}
    differences = {one["part"]: one["difference"] for one in told["files"] if one["difference"] is not None}
    assert set(differences.values()) == {"0"}
    assert set(differences) == {
        "profit", "pnl", "balance_sheet", "cash_flow", "trial_balance", "journal", "unmatched", "stock", "unknown",
        "changes", "certificate",
    }  # fmt: skip
    amounts = {one["part"]: one["amount"] for one in told["files"]}
    assert amounts["profit"] == amounts["pnl"] == amounts["certificate"] == "62.75"
    assert (amounts["unknown"], amounts["stock"], amounts["cash_flow"]) == ("50", "-12", "-5.25")
    index = {row["File"]: row for row in index_of(out / "2026-01 00 Index.xlsx")}
    assert {row["Difference"] for row in index.values()} == {0, None}
    assert index["2026-01 02 Profit and loss.xlsx"]["In the books"] == 62.75
    certificate = (out / "2026-01 16 Certificate.txt").read_text("utf-8")
    assert "Note: signed" in certificate
    assert "Every seal holds." in certificate
    assert "Not done · Costs of what was sold are known · SKUs sold without a cost: 1" in certificate


def test_a_pack_is_one_zip_with_the_files_that_were_chosen(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "january.zip"
    assert run("pack", "2026-01", "--out", out, "--part", "pnl", "--part", "beancount")[0] == 0
    with zipfile.ZipFile(out) as made:
        assert made.namelist() == [
            "2026-01 00 Index.xlsx", "2026-01 01 Profit and loss.xlsx", "2026-01 02 Beancount.beancount",
        ]  # fmt: skip
        assert made.testzip() is None


def test_a_pack_is_not_made_of_empty_books_nor_where_no_folder_is(run: Run, at: Path, tmp_path: Path) -> None:
    assert run("pack", "2026-01", "--out", tmp_path / "no" / "where" / "p")[1]["code"] == "folder_missing"
    assert run("pack", "2026-01", "--out", tmp_path / "no" / "p.zip")[1]["code"] == "folder_missing"
    (tmp_path / "taken").write_text("mine", "utf-8")
    assert run("pack", "2026-01", "--out", tmp_path / "taken")[1]["code"] == "target_file"
    at.unlink()
    new_shop(str(at)).close()
    assert run("pack", "2026-01", "--out", tmp_path / "p")[1]["code"] == "empty"
    assert not (tmp_path / "p").exists()


def test_the_parser_offers_the_files_that_a_pack_has() -> None:
    assert list(choices.PACK_PARTS) == [part.value for part in PackPart]
