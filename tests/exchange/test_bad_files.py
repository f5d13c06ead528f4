"""Forty bad files, each with the very sentence that refuses it, and a store that none of them has touched."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select
from tests.exchange.test_reader_hostile import zipped
from tests.exchange.test_reader_ods import NAMES, ods, row, table, text
from tests.files import hostile
from tests.files.binary import Sheet, xlsb
from tests.files.hostile import inline, number, ole, stray_workbook, strings, workbook, worksheet

from shopdesk.exchange.imports import Choices, plan_file, read_as
from shopdesk.exchange.reader import open_file
from shopdesk.store.store import Store
from shopdesk.store.tables import Change, ImportFile
from shopdesk.text import UserError

HEADER = "order_no,state,placed_at,sku,title,quantity,unit_price"
LINE = "A-1,paid,2026-02-21,TEA-1,Tea,1,10"
ORDERS = f"{HEADER}\n{LINE}\n"
PDF = "{} is a PDF, not a table. Export it as .xlsx or .csv."
PICTURE = "{} is a picture, not a table. Export it as .xlsx or .csv."
PACKED = "{} is an archive of a kind that is not read here. Unpack it and choose the table."
NO_TABLE = "{} holds no table."
INCOMPLETE = "{} is incomplete: its download did not finish. Download it again."
NEITHER = "{} is neither a workbook nor text. Export it as .xlsx or .csv."
OLD = "{} cannot be read as it is. Open it in a spreadsheet program and save it as .xlsx."
ANEW = "Download it again, or save it anew as .xlsx or .csv."
SAVE = "Open it in a spreadsheet program and save it anew."
DELETE = "Delete the empty rows and columns below and right of the table, save, and try again."

Make = Callable[[Path], object]


def raw(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def sheet(rows: str, **more: str) -> Make:
    return lambda path: workbook(path, worksheet(rows), **more)  # type: ignore[arg-type]


def cut(make: Make, share: float) -> Make:
    def made(path: Path) -> None:
        make(path)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])

    return made


def flipped(path: Path) -> None:
    """A byte of the packed sheet is another one."""
    workbook(path, worksheet(hostile.row(1, inline("A1", "order_no"))), level=0)
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"order_no")] ^= 1
    path.write_bytes(bytes(whole))


ONE = hostile.row(1, inline("A1", "x"))
BAD: dict[str, tuple[Make, str]] = {
    "empty.csv": (raw(b""), "{} is empty (0 bytes); download it again."),
    "orders.csv.crdownload": (raw(ORDERS.encode()), INCOMPLETE),
    "orders.xlsx.part": (raw(b"PK\x03\x04"), INCOMPLETE),
    "zeros.csv": (raw(ORDERS.encode() + bytes(4096)), INCOMPLETE),
    "half.xlsx": (cut(sheet(ONE), 0.5), INCOMPLETE),
    "invoice.xlsx": (raw(b"%PDF-1.7\n"), PDF),
    "scan.csv": (raw(b"\x89PNG\r\n\x1a\n"), PICTURE),
    "photo.xls": (raw(b"\xff\xd8\xff\xe0"), PICTURE),
    "letter.xlsx": (
        lambda path: zipped(path, {"word/document.xml": "<a/>"}),
        "{} is a text document, not a table. Export it as .xlsx or .csv.",
    ),
    "talk.ods": (
        lambda path: zipped(path, {"ppt/presentation.xml": "<a/>"}),
        "{} is a presentation, not a table. Export it as .xlsx or .csv.",
    ),
    "orders.rar": (raw(b"Rar!\x1a\x07\x00"), PACKED),
    "orders.gz": (raw(b"\x1f\x8b\x08\x00"), PACKED),
    "program.csv": (raw(b"MZ\x90\x00"), NEITHER),
    "noise.csv": (raw(bytes(range(256)) * 8), NEITHER),
    "readme.zip": (lambda path: zipped(path, {"readme.pdf": b"%PDF"}), NO_TABLE),
    "notes.xml": (raw(b'<?xml version="1.0"?><note/>'), NO_TABLE),
    "page.xls": (raw(b"<html><body>no table here</body></html>"), NO_TABLE),
    "old.xls": (lambda path: path.write_bytes(ole({"Book": b"\x09\x08"})), OLD),
    "very-old.xls": (raw(b"\x09\x00\x04\x00\x07\x00\x10\x00"), OLD),
    "mail.msg": (lambda path: path.write_bytes(ole({"__properties": b"x"})), NO_TABLE),
    "locked.xlsx": (
        lambda path: path.write_bytes(ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})),
        "{} is protected by a password.",
    ),
    "locked.ods": (
        lambda path: ods(path, table(row(text("x"))), manifest="<m><encryption-data/></m>"),
        "{} is encrypted in a way that is not read here. Save it without a password and try again.",
    ),
    "flipped.xlsx": (flipped, f"{{}} is damaged: xl/worksheets/sheet1.xml cannot be read. {ANEW}"),
    "no-texts.xlsx": (
        sheet(hostile.row(1, '<c r="A1" t="s"><v>7</v></c>'), shared=strings("a")),
        f"{{}} is damaged: xl/sharedStrings.xml cannot be read. {ANEW}",
    ),
    "broken-off.xlsx": (
        lambda path: workbook(path, worksheet("")[:-30] + "<row r='1'><c r='A1'>"),
        f"{{}} is damaged: xl/worksheets/sheet1.xml cannot be read. {ANEW}",
    ),
    "broken-off.xlsb": (
        lambda path: xlsb(path, Sheet([[n, f"t{n}"] for n in range(90)], inline=True), cut=16),
        "{} › Sheet1 is damaged after row 90. Download it again, or save it anew as .xlsx.",
    ),
    "broken-off.fods": (
        raw(f'<?xml version="1.0"?><office:document {NAMES} k="oasis.opendocument.spreadsheet">'.encode()),
        f"{{}} is damaged: XML cannot be read. {ANEW}",
    ),
    "laughs.xlsx": (
        lambda path: workbook(path, '<!DOCTYPE a [<!ENTITY b "c">]>' + worksheet(ONE)),
        "{} declares entities of its own in xl/worksheets/sheet1.xml, which no honest table does; refused.",
    ),
    "bomb.xlsx": (
        lambda path: workbook(path, worksheet(hostile.row(1, inline("A1", "y" * (60 << 20))))),
        "{} expands to more than 8 MB; refused.",
    ),
    "parts.zip": (
        lambda path: zipped(path, {f"{n}.csv": b"a" for n in range(2001)}),
        "{} holds more than 2000 parts; refused.",
    ),
    "stray.xlsx": (stray_workbook, f"{{}} › Sheet1 has a stray cell at XFD1048576. {DELETE}"),
    "far.xlsx": (
        sheet(hostile.row(1048577, number("A1048577", 1))), f"{{}} › Sheet1 has a stray cell at A1048577. {DELETE}"
    ),
    "twice.xlsx": (sheet(ONE + ONE), f"{{}} › Sheet1: row 1 occurs twice. {SAVE}"),
    "turned.xlsx": (
        sheet(hostile.row(3, inline("A3", "x")) + hostile.row(2, inline("A2", "y"))),
        f"{{}} › Sheet1: row 2 is out of order. {SAVE}",
    ),
    "cell-twice.xlsx": (
        sheet(hostile.row(1, inline("B1", "x"), inline("B1", "y"))),
        "{} › Sheet1: cell B1 occurs twice. Open it in a spreadsheet program and save it.",
    ),
    "mixed.csv": (
        raw(ORDERS.encode() + "订单编号数量金额\n".encode() + "红色\n".encode("gbk")),
        "{} › row 4: not UTF-8 from byte 115 on; it mixes encodings or was cut.",
    ),
    "quote.csv": (
        raw(f'{ORDERS}A-2,paid,2026-02-21,TEA-2,"Tea,1,10\nA-3,paid,2026-02-21,TEA-1,Tea,1,10\n'.encode()),
        "{} › row 3: a quotation mark opened in this row is not closed properly.",
    ),
    "long.csv": (
        raw(ORDERS.encode() + b"A-2,paid,2026-02-21,T," + b"x" * 140_000 + b",1,1\n"),
        "{} › row 3: a cell is longer than 131072 characters; a quotation mark may be open.",
    ),
    "wide.csv": (raw(ORDERS.encode() + b"," * 17_000), "{} › row 3 has more than 16384 columns; refused."),
    "other.csv": (
        raw(b"alpha,beta\ngamma,delta\n"),
        "No known layout fits this file. Columns found: alpha, beta. The nearest template is “Orders”.",
    ),
}  # fmt: skip


def read(store: Store, path: Path) -> str:
    """The dry run to its end; what refuses it."""
    try:
        with open_file(path) as reading:
            read_as(store, reading, plan_file(store, reading, Choices()))
    except UserError as error:
        return str(error)
    return "was read"


def kept(store: Store) -> tuple[int, ...]:
    with store.read() as tx:
        return tuple(tx.scalar(select(func.count()).select_from(there)) for there in (Change, ImportFile))


def test_each_bad_file_has_its_sentence_and_leaves_the_store_alone(file_shop: Store, tmp_path: Path) -> None:
    before = kept(file_shop)
    said = {}
    for name, (make, _sentence) in BAD.items():
        make(tmp_path / name)
        said[name] = read(file_shop, tmp_path / name)
    assert said == {name: sentence.format(name) for name, (_make, sentence) in BAD.items()}
    assert len(BAD) >= 40
    assert kept(file_shop) == before
