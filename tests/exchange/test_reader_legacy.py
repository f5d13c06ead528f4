"""Old and odd containers: BIFF8, encrypted workbooks, HTML sold as .xls, SpreadsheetML 2003."""

import base64
import io
from pathlib import Path

import msoffcrypto
import openpyxl
import pytest
from tests.exchange.test_reader_hostile import refusal, written, zipped
from tests.exchange.test_reader_xlsx import read
from tests.files.hostile import (
    number,
    ole,
    row,
    workbook,
    worksheet,
    xls,
    xls_error,
    xls_hidden_row,
    xls_label,
    xls_number,
)

from shopdesk.exchange.reader import FileProblem, open_file, say
from shopdesk.exchange.table import Fault


def test_an_old_xls_tells_its_errors_lost_digits_and_lost_zeros(tmp_path: Path) -> None:
    path = xls(
        tmp_path / "a.xls",
        xls_label(1, 1, "订单号"),
        xls_number(2, 1, 3.55e18),
        xls_number(3, 1, 123, style=16),
        xls_number(3, 2, 2.55),
        xls_error(4, 2, 42),
        xls_error(6, 4, 7),
        xls_hidden_row(3),
    )
    rows, faults = read(path)
    assert rows[2][1] == "订单号"
    assert rows[3][1] == "3.55E+18"
    assert rows[4][1:3] == ("123", "2.55")
    assert rows[5][2] == "#N/A"
    assert rows[7][4] == "#DIV/0!"
    assert faults == {
        (3, 1): Fault.DIGITS_LOST,
        (4, 1): Fault.ZEROS_LOST,
        (5, 2): Fault.ERROR_VALUE,
        (7, 4): Fault.ERROR_VALUE,
    }
    with open_file(path) as reading:
        assert (reading.container, reading.heads[0].name) == ("xls", "Orders")
        assert [say(notice) for notice in reading.notices] == ["Orders: 1 hidden rows are included."]


def test_a_broken_old_xls_asks_for_another(tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "a.xls", ole({"Book": b"\x09\x08"}))).code == "old_xls"
    assert refusal(written(tmp_path / "b.xls", ole({"Workbook": b"\x01" * 5000}))).code == "old_xls"
    assert refusal(written(tmp_path / "c.msg", ole({"__properties": b"x"}))).code == "no_table"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    plain = tmp_path / "plain.xlsx"
    made = openpyxl.Workbook()
    made.worksheets[0].append(["订单号", 5])
    made.save(plain)
    path = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, path.open("wb") as target:
        msoffcrypto.OfficeFile(source).encrypt("打开", target)
    return path


def test_a_protected_workbook_asks_for_its_password(locked: Path) -> None:
    assert refusal(locked).code == "password_needed"
    assert refusal(locked, password="wrong").code == "password_wrong"
    before = sorted(locked.parent.iterdir())
    with open_file(locked, password="打开") as reading:
        assert reading.container == "xlsx"
        assert reading.heads[0].rows == (("订单号", "5"),)
        assert [chunk.columns for chunk in reading.chunks(0)] == [(["订单号"], ["5"])]
    assert sorted(locked.parent.iterdir()) == before, "decrypted in memory alone"


HTML = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<style>td {color: red}</style><script>if (1 < 2) alert("<td>")</script></head><body>
<table border=1><tr><th>订单编号<th>说明</th><th colspan="2">金额</th></tr>
<tr><td rowspan=2>2026010112345678901</td><td>a &amp; b<br>c &#8364;</td><td>  1.50 </td><td></td></tr>
<tr><td>3.55E+18</td><td>2</td></tr></table>
<table><tr><td>other</td></tr></table></body></html>"""


def test_html_sold_as_xls_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xls", HTML.encode("gbk"))
    with open_file(path) as reading:
        assert (reading.container, reading.encoding) == ("html", "gb18030")
        assert len(reading.heads) == 2
        assert reading.heads[0].rows == (
            ("订单编号", "说明", "金额", ""),
            ("2026010112345678901", "a & b\nc €", "1.50", ""),
            ("", "3.55E+18", "2", ""),
        )
        assert reading.heads[0].merges == ((1, 2, 1, 3), (2, 0, 3, 0))
        (chunk,) = reading.chunks(0)
        assert chunk.faults == {(3, 1): Fault.DIGITS_LOST}
        assert "The file is named .xls but is html; it was read as what it is." in map(say, reading.notices)
        (other,) = reading.chunks(1)
        assert other.columns == (["other"],)


SPREADSHEETML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="订单"><Table>
<Row><Cell><Data ss:Type="String">编号</Data><Comment><ss:Data>note</ss:Data></Comment></Cell>
<Cell ss:Index="3" ss:MergeAcross="1"><Data ss:Type="String">b &amp; c</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell><Data ss:Type="Number">1.2345678901234568E+17</Data></Cell>
<Cell><Data ss:Type="Number">2.5499999999999998</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-01-02T03:04:05.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=A1"></Cell></Row>
</Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_spreadsheetml_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xls", SPREADSHEETML.encode())
    rows, faults = read(path)
    assert rows[1][:4] == ("编号", "", "b & c", "")
    assert rows[2] == rows[3] == ("",) * 7
    assert rows[4] == ("1.2345678901234568E+17", "2.55", "2026-01-02", "2026-01-02 03:04:05", "#N/A", "TRUE", "")
    assert faults == {(4, 0): Fault.DIGITS_LOST, (4, 4): Fault.ERROR_VALUE, (4, 6): Fault.NO_RESULT}
    with open_file(path) as reading:
        head = reading.heads[0]
        assert (reading.container, head.name, head.hidden, head.merges) == (
            "spreadsheetml",
            "订单",
            True,
            ((1, 2, 1, 3),),
        )
        assert {notice.code for notice in reading.notices} == {"other_kind", "hidden_rows", "merged"}


def test_spreadsheetml_that_declares_entities_or_breaks_off_is_refused(tmp_path: Path) -> None:
    bomb = SPREADSHEETML.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook')
    assert refusal(written(tmp_path / "a.xml", bomb.encode())).code == "dtd"
    assert refusal(written(tmp_path / "b.xml", SPREADSHEETML[:900].encode())).code == "damaged"


def test_workbooks_are_told_by_their_bytes_and_not_their_names(tmp_path: Path) -> None:
    raw = workbook(tmp_path / "a.xlsx", worksheet(row(1, number("A1", 5)))).read_bytes()
    for name in ("a.xls", "a.csv", "a"):
        with open_file(written(tmp_path / name, raw)) as reading:
            assert reading.container == "xlsx"
            assert reading.heads[0].rows == (("5",),)
    with open_file(written(tmp_path / "b.xlsx", "编号,金额\n1,2\n".encode())) as reading:
        assert reading.container == "csv"
        assert [say(notice) for notice in reading.notices] == [
            "The file is named .xlsx but is csv; it was read as what it is."
        ]


def test_a_zip_behind_a_password(tmp_path: Path) -> None:
    """Marked as encrypted: without a password it asks, with a wrong one it asks again."""
    raw = bytearray(zipped(tmp_path / "a.zip", {"a.csv": b"a,b\n1,2\n" * 40}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    path = written(tmp_path / "b.zip", bytes(raw))
    assert refusal(path).code == "password_needed"
    assert refusal(path, password="x").code in ("password_wrong", "damaged")


def test_decryption_leaves_a_damaged_file_a_problem(locked: Path) -> None:
    raw = bytearray(locked.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 600] = bytes(600)
    with pytest.raises(FileProblem):
        open_file(written(locked, bytes(raw)), password="打开").close()
    assert io.BytesIO(bytes(raw)).read(4) == b"\xd0\xcf\x11\xe0"


def page(body: str, charset: str = "utf-8") -> str:
    return f'<html><head><meta charset="{charset}"></head><body>{body}</body></html>'


def cells(*rows: str) -> str:
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(','))}</tr>" for row in rows)


def test_a_table_inside_the_frame_of_a_page_is_the_table(tmp_path: Path) -> None:
    inner = f"<table>{cells('订单编号,金额', '1,2.5', '2,3')}</table>"
    path = written(tmp_path / "a.xls", page(f"<table><tr><td>{inner}</td></tr></table>").encode())
    with open_file(path) as reading:
        assert [head.rows for head in reading.heads] == [(("订单编号", "金额"), ("1", "2.5"), ("2", "3"))]
    small = page("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>")
    with open_file(written(tmp_path / "b.xls", small.encode())) as reading:
        assert [head.rows for head in reading.heads] == [(("ab", "c"),)]


def test_a_page_that_breaks_off_says_so(tmp_path: Path) -> None:
    whole = page(f"<table>{cells('订单编号,金额', '1,2.5', '2,3')}</table>")
    with open_file(written(tmp_path / "a.xls", whole.partition("</table>")[0].encode())) as reading:
        assert [say(notice) for notice in reading.notices] == [
            "The file is named .xls but is html; it was read as what it is.",
            "The last row (3) ends early: the file may have been cut off. Compare it with the original.",
        ]


@pytest.mark.parametrize(
    ("declared", "stored", "text", "read_as"),
    [
        ("gb2312", "gb18030", "订单编号", "gb18030"),
        ("gb2312", "utf-8", "订单编号的名称数量", "utf-8"),
        ("utf-8", "gb18030", "订单编号", "gb18030"),
        ("euc-kr", "euc-kr", "주문번호", "euc-kr"),
        ("windows-1251", "cp1251", "Номер", "windows-1251"),
    ],
)
def test_a_page_is_believed_where_its_bytes_agree(
    tmp_path: Path, declared: str, stored: str, text: str, read_as: str
) -> None:
    raw = page(f"<table>{cells(f'{text},b', '1,2')}</table>", declared).encode(stored)
    with open_file(written(tmp_path / "a.xls", raw)) as reading:
        assert reading.heads[0].rows[0] == (text, "b")
        assert reading.encoding == read_as


def test_an_old_xls_that_breaks_off_is_damage_and_no_short_table(tmp_path: Path) -> None:
    """The library reads what is there; the sheet has no end."""
    path = xls(tmp_path / "a.xls", *(xls_number(n, 0, n) for n in range(50)))
    raw = path.read_bytes()
    length = raw.rindex(b"\x03\x02\x0e\x00") + 2
    assert refusal(written(tmp_path / "b.xls", raw[:length] + b"\x00\x70" + raw[length + 2 :])).code == "damaged"


MHTML = """MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="----=_Next"

------=_Next
Content-Location: file:///C:/orders.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="us-ascii"

<html><frameset><frame src=3D"sheet001.htm"></frameset></html>

------=_Next
Content-Location: file:///C:/orders.files/sheet001.htm
Content-Transfer-Encoding: base64
Content-Type: text/html; charset="gb2312"

{page}

------=_Next
Content-Location: file:///C:/orders.files/filelist.xml
Content-Type: text/xml

<xml/>
------=_Next--
"""


def test_a_web_page_in_one_file_is_read(tmp_path: Path) -> None:
    html = f"<html><body><table>{cells('订单编号,金额', '260531-1,2.5')}</table></body></html>"
    mail = MHTML.format(page=base64.encodebytes(html.encode("gb18030")).decode())
    with open_file(written(tmp_path / "a.xls", mail.encode())) as reading:
        assert (reading.container, reading.encoding) == ("html", "gb18030")
        assert [head.rows for head in reading.heads] == [(("订单编号", "金额"), ("260531-1", "2.5"))]
    assert refusal(written(tmp_path / "b.xls", MHTML.format(page="").encode())).code == "no_table"
