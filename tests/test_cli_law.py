"""The advertising law by the command line: over the shop, and over a file that is not imported."""

import json
from pathlib import Path

import openpyxl
import pytest

from shopdesk.cli import main
from shopdesk.shop.opening import new_shop

FILE = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,"
    "Image Src\n"
    'a,顶级龙井,"<p>首次使用前 <b>根治</b>脚气</p>",v,t,,TRUE,Size,S,S1,9.00,\n'
    "a,,,,,,,,M,S1M,9.00,\n"
    "b,Fine kettle,,v,t,,TRUE,Title,Default,S2,9.00,\n"
)


@pytest.fixture
def address(tmp_path: Path) -> str:
    where = str(tmp_path / "shop.shopdesk")
    new_shop(where, name="Tea", currency="CNY", time_zone="UTC").close()
    return where


def test_a_file_is_checked_cell_by_cell(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "goods.csv", tmp_path / "checked.xlsx"
    file.write_text(FILE, encoding="utf-8")
    assert main(["--json", "--store", address, "listings", "check", str(file), "--out", str(out)]) == 0
    rows = json.loads(capsys.readouterr().out.splitlines()[0])
    law = [(row["row"], row["column"], row["phrase"], row["context"]) for row in rows if row["phrase"]]
    assert law == [(2, "Title", "顶级", "顶级龙井"), (2, "Body (HTML)", "根治", "首次使用前 根治 脚气")]
    assert any(row["row"] == 4 and row["points"] for row in rows)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert any("根治" in [str(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
    assert main(["--json", "--store", address, "report", "law"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_file_without_titles_is_refused(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("SKU,Price\nA,9\n", encoding="utf-8")
    assert main(["--store", address, "listings", "check", str(file)]) == 1
    assert "goods.csv" in capsys.readouterr().err


def test_the_texts_of_the_shop(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "goods.csv", tmp_path / "law.xlsx"
    file.write_text(FILE, encoding="utf-8")
    assert main(["--store", address, "import", str(file), "--channel", "taobao"]) == 0
    capsys.readouterr()
    assert main(["--store", address, "report", "law", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "顶级" in said.out
    assert "legal advice" in said.out + said.err
    assert out.exists()
