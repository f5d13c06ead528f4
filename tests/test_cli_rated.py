"""Ratings, reviews, care and satisfaction at the command line: an empty shop, files in, and nobody is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from shopdesk.cli import main
from shopdesk.shop.opening import new_shop

REPORTS = ("ratings", "reviews", "care", "satisfaction")


@pytest.fixture
def where(tmp_path: Path) -> str:
    made = str(tmp_path / "shop.shopdesk")
    new_shop(made, name="Tea", currency="CNY", time_zone="Asia/Shanghai").close()
    return made


def test_an_empty_shop_has_nothing_to_report(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    for what in REPORTS:
        assert main(["--store", where, "report", what]) == 0
        assert capsys.readouterr().out == "There is nothing to report yet.\n"


def test_reviews_come_in_and_are_reported(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text("Order no.,Stars,Review text,Reviewed at\nT-1,2,Broken,2026-03-05 10:00\n", "utf-8")
    ways = ["--channel", "taobao", "--as", "reviews", "--accept-proposal"]
    assert main(["--store", where, "import", str(file), *ways]) == 0
    capsys.readouterr()

    def told(*words: str) -> Any:
        assert main(["--json", "--store", where, "report", *words]) == 0
        return json.loads(capsys.readouterr().out)

    (review,) = told("reviews")
    assert (review["written_at"], review["described"], review["stands"]) == ("2026-03-05T10:00+08:00", 2, "low")
    assert told("reviews", "--from", "2026-03-06") == []
    assert main(["--store", where, "report", "reviews"]) == 0
    assert "Low, not answered" in capsys.readouterr().out
