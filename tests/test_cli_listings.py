"""The command line reports listings with what to change in them, and the pool of search words."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.titles.pool import add_keyword
from shopdesk.shop.opening import new_shop


@pytest.fixture
def shop(tmp_path: Path) -> str:
    store = new_shop(str(tmp_path / "shop.shopdesk"), name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    store.do(add_product, "GW-1", "白瓷盖碗")
    store.do(add_keyword, {"word": "盖碗", "word_class": "product", "volume": 900, "competition": Decimal("0.5")})
    store.do(add_listing, {"channel": "taobao", "listing_no": "1", "title": "国家级白瓷杯", "sku": "GW-1"})
    store.close()
    return store.where


def test_listings_are_reported_with_what_to_change(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", shop, "--json", "report", "listings"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["channel"], row["listing_no"]) == ("Taobao", "1")
    assert "Remove “国家级” from the title" in row["findings"]
    assert "Add “盖碗” once to the title" in row["findings"]
    assert main(["--store", shop, "report", "listings"]) == 0
    assert "What to change" in capsys.readouterr().out


def test_keywords_are_reported_by_opportunity(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", shop, "--json", "report", "keywords"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["word"], row["opportunity"]) == ("盖碗", 450)
    assert main(["--store", shop, "report", "keywords"]) == 0
    assert "Product word" in capsys.readouterr().out


def test_the_funnel_is_reported_over_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, path = str(tmp_path / "shop.shopdesk"), tmp_path / "traffic.csv"
    path.write_text("channel,date,listing id,visitors,carts,buyers\ntaobao,2026-11-20,1,200,20,4\n", encoding="utf-8")
    told = ["--store", where, "import", str(path), "--as", "traffic", "--accept-proposal"]
    assert main(told) == 0
    capsys.readouterr()
    days = ["--from", "2026-11-01", "--to", "2026-11-30"]
    assert main(["--store", where, "report", "funnel", *days]) == 0
    assert "2.00%" in capsys.readouterr().out
    assert main(["--json", "--store", where, "report", "funnel", *days]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["visitors"], row["carts"], row["orders"], row["conversion"]) == (200, 20, 4, "0.02")


def test_the_funnel_and_the_mix_are_reported_of_one_channel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, path = str(tmp_path / "shop.shopdesk"), tmp_path / "own.csv"
    rows = ("taobao,1,,200", "amazon,2,,90", "taobao,,手淘搜索,150", "taobao,,直通车,50")
    path.write_text("channel,listing id,source,visitors\n" + "\n".join(rows) + "\n", encoding="utf-8")
    told = ["--store", where, "import", str(path), "--as", "traffic", "--accept-proposal"]
    assert main(told) == 1
    assert "--period" in capsys.readouterr().err
    assert main([*told, "--period", "2026-11-01..2026-11-30"]) == 0
    days = ["--from", "2026-11-01", "--to", "2026-11-30", "--channel", "taobao"]
    capsys.readouterr()
    assert main(["--json", "--store", where, "report", "funnel", *days]) == 0
    assert [row["listing_no"] for row in json.loads(capsys.readouterr().out)] == ["1"]
    assert main(["--json", "--store", where, "report", "mix", *days]) == 0
    found = {row["source"]: (row["visitors"], row["verdict"]) for row in json.loads(capsys.readouterr().out)}
    assert (found["search"], found["paid"]) == ((150, "kept"), (50, "over"))
    assert main(["--store", where, "report", "mix", *days]) == 0
    assert "75.0%" in capsys.readouterr().out
    assert main(["--store", where, "report", "mix", "--channel", "nowhere"]) == 1


@pytest.mark.parametrize("what", ["listings", "keywords", "funnel", "mix", "pairs"])
def test_a_report_goes_into_a_workbook_too(shop: str, tmp_path: Path, what: str) -> None:
    path = tmp_path / "report.xlsx"
    assert main(["--store", shop, "report", what, "--out", str(path)]) == 0
    assert path.stat().st_size


def test_a_report_that_writes_no_file_says_so(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", shop, "report", "stock", "--out", str(tmp_path / "x.xlsx")]) == 2
    assert "it writes no file" in capsys.readouterr().err
