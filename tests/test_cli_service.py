"""Service from the command line: the queue, as a table and as JSON, without anybody's name."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from shopdesk.cli import main
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.tasks import open_task


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
