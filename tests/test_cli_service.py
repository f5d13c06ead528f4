"""Service from the command line: the queue, as a table and as JSON, without anybody's name."""

import json
from pathlib import Path

import pytest

from shopdesk.cli import main
from shopdesk.shop.opening import new_shop
from shopdesk.shop.service.actions import open_case


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
