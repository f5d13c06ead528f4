"""Promotions from the command line: what a basket pays, layer by layer in words and in a sheet, and their list."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.opening import new_shop
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.price_plan.plan import add_plan_rule
from shopdesk.store.store import Store

STARTS, ENDS = datetime(2026, 11, 10, 12, tzinfo=UTC), datetime(2026, 11, 11, 16, tzinfo=UTC)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A shop in Shanghai with the promotions of the golden number."""
    path = str(tmp_path / "shop.shopdesk")
    store = new_shop(path, name="Tea", currency="CNY", time_zone="Asia/Shanghai")
    for code, price in (("TEA", "199.00"), ("CUP", "89.90"), ("BOX", "59.00")):
        store.do(add_product, code, code.title(), price=Decimal(price))
    told = {"starts_at": STARTS, "ends_at": ENDS}
    store.do(add_promotion, {**told, "title": "Shop", "kind": "once_full", "tiers": "300-30"})
    cross = {**told, "title": "Cross", "kind": "every_full", "level": "platform", "tiers": "300-50"}
    store.do(add_promotion, {**cross, "platform_share": Decimal("0.5")})
    store.do(
        add_promotion, {**told, "title": "Code", "kind": "amount_off", "level": "order", "tiers": "-5", "coupons": "C5"}
    )
    store.close()
    return path


def basket(folder: Path, *rows: tuple[Any, ...]) -> str:
    path = folder / "basket.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("SKU", "数量", "单价"), *rows):
        page.append(row)
    book.save(path)
    return str(path)


GOLDEN = (("TEA", 1), ("CUP", 1), ("BOX", 1))


def test_the_golden_basket_says_every_layer(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "price.xlsx"
    file = basket(tmp_path, *GOLDEN)
    command = [
        "--store",
        where,
        "--json",
        "promo",
        "price",
        file,
        "--on",
        "2026-11-11",
        "--coupon",
        "NONE",
        "--out",
        str(out),
    ]
    assert main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["off"]) == ("267.9", "80")
    assert [(step["promotion"], step["layer"], step["amount"]) for step in told["steps"]] == [
        ("Shop", "shop", "30"), ("Cross", "cross", "50"),
    ]  # fmt: skip
    assert [step["words"] for step in told["steps"]] == [
        "347.90 reaches 300.00, 30.00 off",
        "347.90 reaches 300.00, 50.00 off",
    ]
    assert told["steps"][1]["shares"] == ["28.6", "12.92", "8.48"]
    assert told["steps"][1]["by_platform"] == "25"
    assert [line["paid"] for line in told["lines"]] == ["153.24", "69.23", "45.43"]
    assert [(one["coupon"], one["why"]) for one in told["missed"]] == [("NONE", "unknown_code")]
    page = openpyxl.load_workbook(out).worksheets[0]
    assert 153.24 in {cell.value for row in page.iter_rows() for cell in row}


def test_for_people_it_is_a_table_and_a_sum(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["--store", where, "promo", "price", basket(tmp_path, *GOLDEN), "--on", "2026-11-11", "--shipping", "8"])
        == 0
    )
    said = capsys.readouterr().out
    assert "Shop coupons and reductions" in said
    assert "To pay: 275.90, of it shipping 8.00" in said


@pytest.mark.parametrize(
    ("on", "total"), [("2026-11-10 19:59:59", "347.9"), ("2026-11-10 20:00", "267.9"), ("2026-11-12", "347.9")]
)
def test_the_moment_is_by_the_clocks_of_the_shop(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], on: str, total: str
) -> None:
    assert main(["--store", where, "--json", "promo", "price", basket(tmp_path, *GOLDEN), "--on", on]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == total


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((("NONE", 1),), "NONE"),
        ((("TEA", "1.299,5"),), "Row 2"),
        ((("TEA", "many"),), "Row 2"),
        ((("TEA", 0),), "Row 2"),
        ((), "no basket"),
    ],
)
def test_a_basket_that_cannot_be_says_where(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: tuple[tuple[Any, ...], ...], why: str
) -> None:
    assert main(["--store", where, "promo", "price", basket(tmp_path, *rows)]) != 0
    assert why in capsys.readouterr().err


def test_a_price_of_the_file_goes_before_the_one_of_the_sku(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--store", where, "--json", "promo", "price", basket(tmp_path, ("TEA", 2, "10.5")), "--on", "2026-11-11"]
    assert main([*command, "--coupon", "c5"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["steps"][0]["words"]) == ("16", "of 21.00, 5.00 off, by code C5")


def test_the_list_of_promotions_says_what_each_is(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", where, "--json", "report", "promotions", "--from", "2026-11-11"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["title"], row["tiers"]) for row in rows} == {("Shop", "300-30"), ("Cross", "300-50"), ("Code", "-5")}
    assert main(["--store", where, "--json", "report", "promotions", "--from", "2026-11-12"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_price_plan_is_told_and_written(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store.open(where)
    store.do(add_plan_rule, {"title": "Tenth", "kind": "season", "off_rate": Decimal("0.1")})
    store.do(edit_skus, [(1, "cost", Decimal(190))])
    store.close()
    out = tmp_path / "plan.xlsx"
    assert main(["--store", where, "--json", "report", "priceplan", "--out", str(out)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["sku"], row["stands"], row["new_price"]) for row in rows] == [
        ("BOX", "unknown", None), ("CUP", "unknown", None), ("TEA", "held", "190"),
    ]  # fmt: skip
    assert out.exists()
    assert main(["--store", where, "report", "priceplan"]) == 0
    assert "Floor holds" in capsys.readouterr().out


def test_profit_is_told_by_promotion(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store.open(where)
    item = Item("TEA", 2, Decimal(199), Decimal(30))
    store.do(ring_up, [Ticket("A", date(2026, 11, 11), [item]), Ticket("B", date(2026, 11, 12), [item])])
    store.close()
    out = tmp_path / "profit.xlsx"
    command = ["--store", where, "--json", "report", "profit", "--by", "promotion", "--out", str(out)]
    assert main(command) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["promotion"], row["orders"], row["taken_off"]) for row in rows] == [
        ("Cross", 1, "18.75"), ("No promotion", 1, "0"),
    ]  # fmt: skip
    assert out.exists()
    assert main(["--store", where, "report", "sales", "--by", "promotion"]) != 0


def test_a_promotion_is_watched(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store.open(where)
    starts = datetime(2026, 1, 1, tzinfo=UTC)
    store.do(add_promotion, {"title": "Open", "kind": "once_full", "tiers": "300-30", "starts_at": starts,
                             "budget": Decimal(60)})  # fmt: skip
    item = Item("TEA", 2, Decimal(199), Decimal(30))
    store.do(ring_up, [Ticket("A", date(2026, 1, 2), [item])])
    store.close()
    out = tmp_path / "monitor.xlsx"
    assert main(["--store", where, "--json", "promo", "monitor", "PR-0004", "--out", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["spent"], told["rows"][1]["taken_off"]) == ("30", "30")
    assert out.exists()
    assert main(["--store", where, "promo", "monitor", "PR-0004"]) == 0
    assert "50%" in capsys.readouterr().out


@pytest.mark.parametrize("said", ["--shipping=-3", "--shipping=NaN", "--people=-1", "--points=1.5"])
def test_amounts_that_no_basket_has_are_refused(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["promo", "price", "basket.csv", said])
    assert f"argument {said.partition('=')[0]}:" in capsys.readouterr().err
