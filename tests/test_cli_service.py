"""Service from the command line: the queue, as a table and as JSON, without anybody's name."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from shopdesk.cli import main
from shopdesk.shop.history import fetch_changes
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.reasons.tasks import open_task
from shopdesk.store.store import Store


def test_the_queue_is_told_what_breaks_next_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    store.close()
    assert main(["--store", where, "report", "cases"]) == 0
    assert capsys.readouterr().out == "Nobody waits.\n"
    store = store.open(where)
    store.do(open_case, {"title": "Invoice", "priority": "low"})
    store.do(open_case, {"title": "Lid broken", "priority": "high", "kind": "quality"})
    store.close()
    assert main(["--store", where, "report", "cases"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Promised until" in lines[0]
    assert "Quality" in lines[1]
    assert "Lid broken" in lines[1]
    assert main(["--json", "--store", where, "report", "cases"]) == 0
    (first, second) = json.loads(capsys.readouterr().out)
    assert (first["case_no"], second["case_no"], first["clock"]) == ("C0002", "C0001", "first_reply")


def test_reasons_tasks_and_people_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    store.do(open_case, {"title": "Lid broken", "kind": "quality", "reason": "Damaged", "person": "Mei"})
    store.do(book_expense, date.today(), Role.RETURN_FREIGHT, Decimal("12.50"), "Courier")  # noqa: DTZ011 - about now
    store.do(open_task, {"title": "Ask the kiln", "kind": "claim", "claimed": Decimal(80)})
    store.close()

    def told(*words: str) -> list[dict[str, object]]:
        assert main(["--json", "--store", where, "report", *words]) == 0
        rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return rows

    freight, damaged = told("reasons", "--to", f"{date.today() + timedelta(1)}")  # noqa: DTZ011 - as above
    assert (freight["cost"], freight["share"], damaged["reason"], damaged["incidents"]) == ("12.5", "1", "Damaged", 1)
    assert [(row["title"], row["claimed"], row["state"]) for row in told("tasks")] == [("Ask the kiln", "80", "open")]
    assert [(row["person"], row["cases"], row["first_reply"]) for row in told("staff")] == [("Mei", 1, None)]
    assert main(["--store", where, "report", "tasks", "--out", str(tmp_path / "tasks.xlsx")]) == 0
    assert (tmp_path / "tasks.xlsx").stat().st_size > 0


def test_customers_are_merged_and_erased_without_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, list_of, out = str(tmp_path / "shop.shopdesk"), tmp_path / "customers.csv", tmp_path / "out.csv"
    new_shop(where, name="Tea", currency="CNY", time_zone="Asia/Shanghai").close()
    list_of.write_text(
        "Channel,Customer no.,Name,Phone\nDirect,K-1042,Chen Mei,13812345678\nDirect,K-2042,Mei,13812345678\n",
        "utf-8",
    )

    def told(*words: str) -> tuple[int, str]:
        return main(["--store", where, *words]), capsys.readouterr().out

    assert told("import", str(list_of), "--accept-proposal")[0] == 0
    code, said = told("report", "duplicates")
    assert (code, "Same phone" in said, "Chen" in said, "K-1042" in said) == (0, True, False, False)
    assert told("--json", "report", "customers")[1].count("customer_id") == 2
    assert told("customers", "merge", "1", "2") == (0, "1 customer came to another one\n")
    assert told("report", "duplicates")[1] == "Nobody seems to be here twice.\n"
    assert told("customers", "part", "2")[0] == 0
    assert told("export", "customers", "--out", str(out))[0] == 0
    assert "K-1042" not in out.read_text("utf-8-sig")
    assert "masked" in told("import", str(out), "--as", "customers", "--accept-proposal", "--dry-run")[1]
    assert told("export", "customers", "--out", str(out), "--whole")[0] == 0
    assert "K-1042" in out.read_text("utf-8-sig")
    with Store.open(where).read() as tx:
        assert "names and numbers whole: out.csv" in fetch_changes(tx)[0].title
    assert told("customers", "erase", "1")[0] != 0
    assert told("customers", "erase", "1", "--yes")[0] == 0
    assert told("customers", "merge", "1")[0] != 0
    assert told("customers", "points")[0] != 0
