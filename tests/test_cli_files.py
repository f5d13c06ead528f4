"""Import from the command line: folders, zips, workbooks of several sheets, mappings from a file."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from tests.desk.import_samples import FIELDS, taobao, unknown, write_csv

from shopdesk.cli import main
from shopdesk.exchange.mapping_file import write_mapping
from shopdesk.exchange.match import plan_from_mapping
from shopdesk.exchange.reader import open_file

Run = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> tuple[int, list[Any], str]:
        code = main(["--store", str(tmp_path / "shop.shopdesk"), "--json", *map(str, arguments)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return command


def items(path: Path) -> Path:
    rows = [("订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "订单状态", "商家编码")]
    rows += [("2611210000000000000", "龙井茶礼盒", "88.00", "1", "TEA-1", "", "交易成功", "TEA-1")]
    return write_csv(path, rows, "gb18030")


def test_a_folder_comes_with_its_order_lists_first(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    items(folder / "a-items.csv")
    taobao(folder / "b-orders.csv", 3)
    (folder / "~$b-orders.xlsx").write_bytes(b"lock")
    (folder / "readme.pdf").write_bytes(b"%PDF-1.7")
    code, told, beside = run("import", folder)
    assert (code, [(one["file"], one["import_id"]) for one in told]) == (0, [("b-orders.csv", 1), ("a-items.csv", 2)])
    assert "readme.pdf: No table; left as it is." in beside
    assert "~$" not in beside


def test_what_the_reader_notices_is_said_beside(run: Run, tmp_path: Path) -> None:
    path = taobao(tmp_path / "o.csv", 3).rename(tmp_path / "o.xlsx")
    code, _told, beside = run("import", path, "--dry-run")
    assert code == 0
    assert "o.xlsx: The file is named .xlsx but is csv; it was read as what it is." in beside


def test_a_zip_comes_table_by_table_and_an_archive_in_it_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "more.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.write(items(tmp_path / "i.csv"), "2026/items.csv")
        made.write(taobao(tmp_path / "o.csv", 3), "2026/orders.csv")
        made.writestr("old.zip", b"PK\x05\x06" + b"\0" * 18)
    code, told, beside = run("import", path)
    assert code == 1
    assert [(one["file"], one["new"] + one["changed"]) for one in told] == [
        ("more.zip › 2026/orders.csv", 3), ("more.zip › 2026/items.csv", 1)
    ]  # fmt: skip
    assert "more.zip › old.zip: An archive inside an archive is not opened." in beside


def test_every_sheet_of_a_workbook_is_an_import_of_its_own(run: Run, tmp_path: Path) -> None:
    made = Workbook()
    sheets: dict[str, list[tuple[str | None, ...]]] = {
        "Sold": [("Order no", "Order date", "SKU", "Qty", "Price"), ("A-1", "2026-01-13", "T-1", "1", "12.50")],
        "Wares": [("SKU", "Product", "Price"), ("T-1", "Tea", "12.50"), ("T-2", "Pot", "40")],
        "Talk": [("Hello", None), ("there", None)],
    }
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    del made["Sheet"]
    made.save(tmp_path / "shop.xlsx")
    code, told, beside = run("import", tmp_path / "shop.xlsx", "--accept-proposal", "--dry-run")
    assert (code, [one["new"] for one in told]) == (0, [2, 1])
    assert "Sheets left aside: Talk (no columns that are known)." in beside
    code, told, _beside = run("import", tmp_path / "shop.xlsx", "--accept-proposal", "--sheet", "Sold")
    assert (code, [one["new"] for one in told]) == (0, [1])
    code, told, _beside = run("import", tmp_path / "shop.xlsx", "--sheet", "Talk")
    assert (code, told[0]["code"]) == (1, "no_sheet")


def test_a_mapping_comes_from_a_file(run: Run, tmp_path: Path) -> None:
    path = unknown(tmp_path / "till.csv", 6)
    with open_file(path) as reading:
        write_mapping(tmp_path / "till.json", plan_from_mapping(reading.heads, FIELDS, "orders", "Till"))
    code, told, _beside = run("import", path, "--map-file", tmp_path / "till.json")
    assert (code, told[0]["new"]) == (0, 6)
    code, told, _beside = run("import", unknown(tmp_path / "more.csv", 8))
    assert (code, told[0]["new"]) == (0, 2)
    code, told, _beside = run("import", path, "--map-file", path)
    assert (code, told[0]["code"]) == (1, "bad_mapping")


def test_rejected_rows_of_several_files_do_not_overwrite_each_other(run: Run, tmp_path: Path) -> None:
    one, other = taobao(tmp_path / "a.csv", 4, broken=(1,)), taobao(tmp_path / "b.csv", 6, broken=(2,))
    code, _told, beside = run("import", one, other, "--good-rows", tmp_path / "rejects.xlsx")
    assert code == 0
    assert sorted(path.name for path in tmp_path.glob("rejects*")) == ["rejects-2.xlsx", "rejects.xlsx"]
    assert "rejects-2.xlsx" in beside


def test_a_folder_is_looked_through_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    run("new")
    for path in (taobao(folder / "orders.csv", 3), unknown(folder / "odd.csv")):
        os.utime(path, (1_760_000_000, 1_760_000_000))
    (folder / "late.csv.part").touch()
    code, told, _beside = run("watch", folder)
    assert code == 1, "one is held"
    assert [(one["file"], one["outcome"]) for one in told] == [("orders.csv", "imported"), ("odd.csv", "held")]
    assert (folder / "done" / "orders.csv").exists()
    (folder / "odd.csv").unlink()
    assert run("watch", folder)[:2] == (0, [])
    code, told, _beside = run("watch", folder, "--leave", "nobodys")
    assert (code, told[0]["error"]) == (2, "There is no layout nobodys. shopdesk formats lists them all.")
