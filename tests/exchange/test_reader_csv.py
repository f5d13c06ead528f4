"""Delimited text as shops download it: encodings, separators, quotation marks, ragged rows, physical line numbers."""

from pathlib import Path

import pytest

from shopdesk.exchange.reader import FileProblem, FileReading, open_file, say
from shopdesk.exchange.table import Chunk, Fault

HEADER = "订单编号,买家会员名,总金额,收货地址 ,订单创建时间,宝贝标题 "
ORDERS = (
    f"{HEADER}\r\n"
    '="2026010100012345678",张三,178.80,上海\t,2026-01-01 10:00:00,"红色,大号"\r\n'
    '"2026010100012345679\t",李四,21.0\t,内蒙古自治区,2026-01-01 10:05:00,蓝色\t\r\n'
    '"\t6917926768823643751",王五,-,广东省\t,2026-01-02 11:00:00,绿色\r\n'
)
TRADITIONAL = (
    "訂單編號,買家姓名,金額,收件地址,備註\r\n2026001,陳小明,100,臺北市信義區,請儘快寄出謝謝\r\n"
    "2026002,林美麗,200,新竹縣竹北市,無\r\n"
)
WESTERN = "Número;Cliente;Importe;Dirección\r\n1;José Núñez;12,50;Calle Peñón 3\r\n2;Zoë Müller;8,00;Straße 5\r\n"
CURLY = "sku,title\r\nTEA-1,Ann’s “best” tea – 250 g\r\n"
JAPANESE = "amazon-order-id\tproduct-name\tship-city\r\n249-1\t緑茶ギフトセット 煎茶\t東京都\r\n"
KOREAN = (
    "주문번호,상품명,옵션,수량,결제금액,수취인\r\n2026053100001,유리 찻잔 세트,빨간색 / 대,2,35900,김민수\r\n"
    "2026053100002,녹차 선물 세트,,1,18000,박서연\r\n"
)
RUSSIAN = "Номер заказа;Товар;Количество;Сумма\r\n1001;Чайник заварочный, 1 л;2;1 250,50\r\n1002;Чай ЗЕЛЁНЫЙ;1;300\r\n"
FRENCH = "Commande;Désignation;Quantité;Prix\r\n1;Théière émaillée – bleue;2;12,50 €\r\n2;Goûter d’été;1;8 €\r\n"
GERMAN_CAPS = "BESTELLUNG;GRÖSSE;MENGE\r\n1;ÜBERGRÖSSE ÄÖÜ;2\r\n2;KLEIN;1\r\n"
POLISH = "Numer zamówienia;Nazwa produktu;Ilość;Cena\r\n1;Łyżka żółta;2;12,50\r\n2;Dzbanek;1;8\r\n"
CZECH = "Číslo objednávky;Název;Množství\r\n1;Konvice příbor;2\r\n"
TURKISH = "Sipariş Numarası;Ürün Adı;Adet\r\n9001;Çay bardağı;2\r\n"
THAI = "หมายเลขคำสั่งซื้อ,ชื่อสินค้า,จำนวน\r\n1,แก้วกาแฟ,2\r\n"
HEBREW = "מספר הזמנה,שם מוצר,כמות\r\n1,כוס תה,2\r\n"
GREEK = "Αριθμός παραγγελίας;Κωδικός προϊόντος;Ποσότητα\r\n1;ΤΣ-1;2\r\n"
POLISH_ROWS = (
    "sku;title;qty\r\n1;Łyżka do miodu, mały zestaw;2\r\n2;Talerz głęboki, biały, żeliwo i szkło, "
    "zdobiony ręcznie;1\r\n3;Świeca zapachowa z wosku pszczelego: ciepły zmierzch;1\r\n"
)
TURKISH_ROWS = "sku;title;qty\r\n1;Çay bardağı kırmızı;2\r\n2;Işık;1\r\n"
ICELANDIC = "sku;title;qty\r\n1;Bolli með þykkum vegg;2\r\n2;Borð úr viði;1\r\n3;Ábót það;1\r\n"
KANJI = "注文番号,商品名,数量\r\n1,緑茶,2\r\n2,湯呑,1\r\n"


def written(path: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def rows_of(reading: FileReading) -> dict[int, tuple[str, ...]]:
    rows: dict[int, tuple[str, ...]] = {}
    for chunk in reading.chunks(0):
        rows.update(zip(chunk.row_numbers, zip(*chunk.columns, strict=True), strict=True))
    return rows


def read(path: Path, encoding: str | None = None) -> dict[int, tuple[str, ...]]:
    with open_file(path, encoding=encoding) as reading:
        return rows_of(reading)


def faults_of(path: Path) -> dict[tuple[int, int], Fault]:
    with open_file(path) as reading:
        return {at: why for chunk in reading.chunks(0) for at, why in chunk.faults.items()}


ENCODINGS = [
    ("utf-8", ORDERS, "utf-8"),
    ("utf-8-sig", ORDERS, "utf-8-sig"),
    ("gbk", ORDERS, "gb18030"),
    ("gb18030", ORDERS, "gb18030"),
    ("utf-16", ORDERS, "utf-16"),
    ("utf-16-le", ORDERS, "utf-16-le"),
    ("utf-16-be", ORDERS, "utf-16-be"),
    ("utf-8", TRADITIONAL, "utf-8"),
    ("big5", TRADITIONAL, "big5hkscs"),
    ("cp1252", WESTERN, "cp1252"),
    ("cp1252", CURLY, "cp1252"),
    ("shift_jis", JAPANESE, "cp932"),
    ("shift_jis", KANJI, "cp932"),
    ("euc_kr", KOREAN, "cp949"),
    ("cp1251", RUSSIAN, "cp1251"),
    ("cp1252", FRENCH, "cp1252"),
    ("cp1252", GERMAN_CAPS, "cp1252"),
    ("cp1250", POLISH, "cp1250"),
    ("cp1250", CZECH, "cp1250"),
    ("cp1254", TURKISH, "cp1254"),
    ("cp874", THAI, "cp874"),
    ("cp1255", HEBREW, "cp1255"),
    ("cp1253", GREEK, "cp1253"),
    ("cp1250", POLISH_ROWS, "cp1250"),
    ("cp1254", TURKISH_ROWS, "cp1254"),
    ("cp1252", ICELANDIC, "cp1252"),
    ("utf-8", KOREAN, "utf-8"),
    ("utf-16", RUSSIAN, "utf-16"),
]


@pytest.mark.parametrize(("stored", "text", "found"), ENCODINGS)
def test_the_encoding_is_found(tmp_path: Path, stored: str, text: str, found: str) -> None:
    path = written(tmp_path / "a.csv", text, stored)
    with open_file(path) as reading:
        assert reading.encoding == found
        assert reading.heads[0].rows[0] == tuple(text.partition("\r\n")[0].split(reading.separator))
        assert "encoding_guess" not in [notice.code for notice in reading.notices]


def test_one_character_in_the_last_line_is_no_evidence_of_korean(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"a,b\n1,2\n" + "3,茶".encode("gb18030"))
    with open_file(path) as reading:
        assert reading.encoding == "gb18030"
        assert rows_of(reading)[3] == ("3", "茶")


def test_an_encoding_is_found_by_what_comes_late(tmp_path: Path) -> None:
    """A million plain characters before the first that tells: a pound sign, a note in Chinese."""
    plain = "InvoiceNo,Description,UnitPrice\n" + "536365,WHITE HANGING HEART,2.55\n" * 60_000
    for more, stored, found in (("1,BAG 50£,1\n", "cp1252", "cp1252"), ("1,红色备注,1\n", "gbk", "gb18030")):
        path = written(tmp_path / "a.csv", plain + more, stored)
        with open_file(path) as reading:
            assert reading.encoding == found
        assert read(path)[60_002] == tuple(more.strip().split(","))


def test_an_encoding_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "名\n", "gbk")
    assert read(path, encoding="gb18030") == {1: ("名",)}


def test_a_taobao_export_keeps_its_wrapped_ids(tmp_path: Path) -> None:
    path = written(tmp_path / "ExportOrderList202601.csv", ORDERS, "gbk")
    with open_file(path) as reading:
        assert (reading.container, reading.encoding, reading.separator) == ("csv", "gb18030", ",")
        assert reading.heads[0].name == "ExportOrderList202601"
        rows = rows_of(reading)
    assert rows[1] == ("订单编号", "买家会员名", "总金额", "收货地址 ", "订单创建时间", "宝贝标题 ")
    assert rows[2][0] == '="2026010100012345678"'
    assert rows[2][3:] == ("上海\t", "2026-01-01 10:00:00", "红色,大号")
    assert rows[3][0] == "2026010100012345679\t"
    assert rows[4][0] == "\t6917926768823643751"
    assert len(rows[4]) == 6


def test_a_tab_between_quotation_mark_and_comma_belongs_to_the_cell(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a,b,c,d\n"1"\t,"2, ""x"" "\t,""\t,"4"\t\n')
    assert read(path)[2] == ("1\t", '2, "x" \t', "\t", "4\t")


SEPARATED = [
    ("a;b;c\n1,5;2,5;3,5\n", ";", ("1,5", "2,5", "3,5")),
    ("a\tb\tc, d\n1,1,1\t2\t3\n", "\t", ("1,1,1", "2", "3")),
    ("a|b|c\nx,y|2|3\n", "|", ("x,y", "2", "3")),
    ("a,b,c\n1\t,2\t,3\t\n1\t,2\t,3\t\n", ",", ("1\t", "2\t", "3\t")),
    ('"a;b","c"\n"1;1;1;1","2"\n', ",", ("1;1;1;1", "2")),
]


@pytest.mark.parametrize(("text", "separator", "second"), SEPARATED)
def test_the_separator_is_read_off_the_header(
    tmp_path: Path, text: str, separator: str, second: tuple[str, ...]
) -> None:
    with open_file(written(tmp_path / "a.csv", text)) as reading:
        assert reading.separator == separator
        assert rows_of(reading)[2] == second


def test_a_sep_line_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    with open_file(written(tmp_path / "a.csv", "sep=;\na;b,c\n1;2,3\n")) as reading:
        assert reading.separator == ";"
        assert reading.heads[0].rows == (("", ""), ("a", "b,c"), ("1", "2,3"))
        assert rows_of(reading) == {2: ("a", "b,c"), 3: ("1", "2,3")}


def test_preamble_and_footer_of_another_width_are_kept(tmp_path: Path) -> None:
    text = "#支付宝账务明细查询\n#账号：[2088…]\n\n账务流水号,发生时间,收入,支出\n1\t,2\t,3,4\n#合计：1笔，共3元\n"
    with open_file(written(tmp_path / "a.csv", text, "gbk")) as reading:
        rows = rows_of(reading)
        assert reading.separator == ","
    assert rows[1] == ("#支付宝账务明细查询", "", "", "")
    assert rows[3] == ("", "", "", "")
    assert rows[6] == ("#合计：1笔，共3元", "", "", "")


def test_row_numbers_are_the_lines_an_editor_shows(tmp_path: Path) -> None:
    text = 'a,b\r\n1,"two\nlines"\r\n\r\n2,"three\r\nlines\rhere"\r\n3,x'
    with open_file(written(tmp_path / "a.csv", text)) as reading:
        rows = rows_of(reading)
        head = reading.heads[0].rows
    assert rows == {
        1: ("a", "b"),
        2: ("1", "two\nlines"),
        4: ("", ""),
        5: ("2", "three\r\nlines\rhere"),
        8: ("3", "x"),
    }
    assert [line[0] for line in head] == ["a", "1", "", "", "2", "", "", "3"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_and_none_at_the_last_line(tmp_path: Path, end: str) -> None:
    assert read(written(tmp_path / "a.csv", end.join(["a,b", "1,2", "3,4"]))) == {
        1: ("a", "b"),
        2: ("1", "2"),
        3: ("3", "4"),
    }


def test_control_characters_are_taken_out_and_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a,b\n1\x00\x07,\x1f2\n3\x7f,4\n")
    assert read(path) == {1: ("a", "b"), 2: ("1", "2"), 3: ("3", "4")}
    assert faults_of(path) == {(2, 0): Fault.CONTROL, (2, 1): Fault.CONTROL, (3, 0): Fault.CONTROL}


def test_ids_that_a_spreadsheet_rounded_are_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "id\n3.55E+18\n1.5E+05\n6.92377E+12\n1234567890123456789\n\t2.4e+17\n")
    assert faults_of(path) == {(2, 0): Fault.DIGITS_LOST, (4, 0): Fault.DIGITS_LOST, (6, 0): Fault.DIGITS_LOST}
    assert read(path)[2] == ("3.55E+18",)


def test_tab_text_without_quoting_is_read_as_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.txt", 'order-id\tproduct-name\n1\t"Sale" lamp\n2\t12" plate\n')
    with open_file(path) as reading:
        assert [notice.code for notice in reading.notices] == ["no_quoting"]
        assert rows_of(reading)[2] == ("1", '"Sale" lamp')


def refused(path: Path) -> FileProblem:
    with pytest.raises(FileProblem) as met:
        read(path)
    return met.value


def test_a_quotation_mark_left_open_names_the_row_it_opened_in(tmp_path: Path) -> None:
    text = "a,b\n" + "1,2\n" * 20 + '3,"four\n' + "5,6\n" * 20
    problem = refused(written(tmp_path / "a.csv", text))
    assert (problem.code, problem.values["row"]) == ("quote", 22)
    text = "a,b\n" + "1,2\n" * 7000 + '3,"four\n' + "5,6\n" * 60_000
    problem = refused(written(tmp_path / "b.csv", text))
    assert (problem.code, problem.values["row"]) == ("quote", 7002)


def test_text_behind_a_closed_quotation_mark_is_refused(tmp_path: Path) -> None:
    problem = refused(written(tmp_path / "a.csv", 'a,b\n1,"2" inch"\n'))
    assert (problem.code, problem.values["row"]) == ("quote", 2)


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    problem = refused(written(tmp_path / "a.csv", "a,b\n1," + "x" * 140_000 + "\n"))
    assert (problem.code, problem.values["row"]) == ("field_too_long", 2)
    assert refused(written(tmp_path / "b.csv", "a," + "x" * (17 << 20))).code == "field_too_long"


def test_a_row_of_countless_cells_is_refused(tmp_path: Path) -> None:
    problem = refused(written(tmp_path / "a.csv", "a,b\n1,2\n" + "," * 20_000))
    assert (problem.code, problem.values["row"]) == ("too_wide", 3)


def test_utf_8_that_breaks_off_is_refused_with_its_place(tmp_path: Path) -> None:
    good = "订单编号,金额\n一二三四,1\n".encode()
    problem = refused(written(tmp_path / "cut.csv", good + "五六".encode()[:-1]))
    assert (problem.code, problem.values["offset"], problem.values["row"]) == ("encoding", len(good) + 3, 3)
    problem = refused(written(tmp_path / "mixed.csv", good + "五六,2\n".encode("gbk")))
    assert (problem.code, problem.values["offset"], problem.values["row"]) == ("encoding", len(good), 3)


def test_gbk_that_is_cut_is_refused_with_its_place(tmp_path: Path) -> None:
    raw = ORDERS.encode("gbk") * 3000
    problem = refused(written(tmp_path / "a.csv", raw + "退款".encode("gbk")[:-1]))
    assert (problem.code, problem.values["encoding"], problem.values["offset"]) == ("encoding", "gb18030", len(raw) + 2)
    assert problem.values["row"] == 12_001


def test_a_long_file_comes_in_chunks_of_bounded_size(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", HEADER + "\n" + "".join(f"{n},张三,1.5,上海,2026,红\n" for n in range(2, 30_002))
    )
    with open_file(path) as reading:
        chunks: list[Chunk] = list(reading.chunks(0))
    assert max(len(chunk.row_numbers) for chunk in chunks) == 5000
    numbers = [number for chunk in chunks for number in chunk.row_numbers]
    assert numbers == list(range(1, 30_002))
    assert chunks[-1].columns[0][-1] == "30001"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak memory of a process is told by Linux")
@pytest.mark.usefixtures("reader_spawned")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    block = "".join(f"{n},张三,178.80,上海市浦东新区,2026-01-01 10:00:00,红色大号\n" for n in range(10_000)).encode()
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        for _ in range(100):
            file.write(block)
    with open_file(path) as reading:
        rows = sum(len(chunk.row_numbers) for chunk in reading.chunks(0))
        status = Path(f"/proc/{reading._child.pid}/status").read_text("utf-8")
    assert rows == 1_000_001
    assert path.stat().st_size > 70_000_000
    peak = int(status.partition("VmHWM:")[2].split()[0])
    assert peak < 70_000, "kilobytes of a reader that holds one chunk at a time"


def test_a_last_row_that_ends_early_is_told(tmp_path: Path) -> None:
    def told(text: str) -> list[str]:
        with open_file(written(tmp_path / "a.csv", text)) as reading:
            assert rows_of(reading)
            return [say(notice) for notice in reading.notices]

    said = "The last row (3) ends early: the file may have been cut off. Compare it with the original."
    assert told("a,b,c\n1,2,3\n4,5") == [said]
    assert told("a,b,c\n1,2,3\n4,5\n") == told("a,b,c\n1,2,3\n4,5,6") == told("a,b,c\n1,2,3\n# end") == []


def test_room_that_was_never_filled_is_an_incomplete_file(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.csv", ORDERS.encode() + bytes(5000))).code == "incomplete"
    assert len(read(written(tmp_path / "b.csv", "a,b\n1,2\n", "utf-16"))) == 2


def test_cells_beyond_the_header_are_told(tmp_path: Path) -> None:
    """An unquoted comma shifts what stands behind it."""
    text = "id,title,price\n1,Tea,2.5\n2,Tea, green,3\n3,Cup,1,,\n"
    assert faults_of(written(tmp_path / "a.csv", text)) == {(3, 3): Fault.SURPLUS}
    assert faults_of(written(tmp_path / "b.csv", "title\n" + text)) == {(4, 3): Fault.SURPLUS}
    assert faults_of(written(tmp_path / "c.csv", "id,title,price\n1,a,2,note\n2,b,3,more\n")) == {}
