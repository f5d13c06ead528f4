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


def test_a_file_is_checked_before_there_is_a_shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "goods.csv"
    file.write_text(FILE, encoding="utf-8")
    assert main(["--json", "listings", "check", str(file)]) == 0
    assert "顶级" in [row["phrase"] for row in json.loads(capsys.readouterr().out.splitlines()[0])]
    assert main(["--store", str(tmp_path / "gone.shopdesk"), "listings", "check", str(file)]) == 1


def test_rows_that_cannot_stay_are_named_with_their_reason(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No title, a picture alone, markup, broken barcodes; what is a further variant or picture is no fault."""
    file = tmp_path / "goods.csv"
    lines = (
        "Handle,Title,Body (HTML),Option1 Value,Variant SKU,Variant Price,Variant Barcode,Image Src",
        "cup,Cup of porcelain,<p>Fine <b>cup</b></p>,S,C1,9,4006381333931,https://x/1.jpg",
        "cup,,,L,C2,9,4006381333932,",
        "cup,,,,,,,https://x/2.jpg",
        "pot,,,M,P1,19,4.00638E+12,",
        "lid,,,,,,,https://x/3.jpg",
        "jar,<b>Jar</b>,<p> </p>,M,J1,5,4006381333931,",
        "mug,Mug,,M,M1,5,40063,",
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    assert main(["--json", "--store", address, "listings", "check", str(file)]) == 1
    rows = json.loads(capsys.readouterr().out.splitlines()[0])
    assert [(row["row"], row["column"], row["finding"]) for row in rows if row["score"] is None] == [
        (2, "Body (HTML)", "It has markup (p, b) and is read without."),
        (3, "Variant Barcode", "The last digit is wrong: 1 would be right."),
        (4, "Image Src", "A row of a picture alone: it is one more picture of cup."),
        (5, "Title", "There is no title."),
        (5, "Variant Barcode", "A spreadsheet has rounded this barcode: its last digits are lost."),
        (6, "Image Src", "A row of a picture alone, and no product above it has its name."),
        (7, "Title", "It has markup that buyers would see: b."),
        (7, "Body (HTML)", "There is markup and not one word: p."),
        (7, "Variant Barcode", "Row 2 has the same barcode."),
        (8, "Variant Barcode", "A barcode has 8, 12, 13 or 14 digits; digits here: 5."),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("标题\n顶级龙井\n茶\n", [(2, "标题", "顶级")]),
        ("顶级龙井\n茶\n", [(1, "A", "顶级")]),
        (
            "我的店\n商品ID,商品标题,商品描述\n1,茶,<p>全网最低价</p>\n",
            [(3, "商品描述", "全网"), (3, "商品描述", "最低价")],
        ),
        ("编号,宝贝标题\n1,顶级龙井\n", [(2, "宝贝标题", "顶级")]),
        ("SKU,Title\nA,&nbsp;\n", []),
    ],
)
def test_titles_are_enough(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, found: list[tuple[int, str, str]]
) -> None:
    file = tmp_path / "titles.csv"
    file.write_text(text, encoding="utf-8")
    main(["--json", "--store", address, "listings", "check", str(file)])
    rows = json.loads(capsys.readouterr().out.splitlines()[0])
    assert [(row["row"], row["column"], row["phrase"]) for row in rows if row["phrase"] and row["score"]] == found
    assert ("There is no title." in [row["finding"] for row in rows]) is (not found)


def test_a_variant_is_not_judged_as_a_product(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "woo.csv"
    file.write_text(
        "Type,SKU,Name,Published,Visibility in catalog,Description,Regular price,Parent\n"
        "variable,CUP,Cup,1,visible,,,\nvariation,CUP-R,Cup - red,1,visible,,9,CUP\n",
        encoding="utf-8",
    )
    assert main(["--json", "--store", address, "listings", "check", str(file)]) == 0
    assert {row["row"] for row in json.loads(capsys.readouterr().out.splitlines()[0])} == {2}


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
