"""Workbooks written byte by byte, honest and hostile: what no library would write, and what some programs do."""

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet part around `rows`."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def styles(*codes: str) -> str:
    """A styles part whose style n + 1 shows numbers by codes[n]; style 0 is General."""
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{escape(c)}"/>' for n, c in enumerate(codes))
    cells = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{cells}</cellXfs></styleSheet>'
    )


def strings(*items: str) -> str:
    """A table of shared texts; an item that begins with "<" is taken as markup inside its `si`."""
    texts = "".join(f"<si>{item if item.startswith('<') else f'<t>{escape(item)}</t>'}</si>" for item in items)
    return f'<sst xmlns="{MAIN}">{texts}</sst>'


def workbook(
    path: Path,
    *sheets: str,
    names: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    shared: str | None = None,
    style: str | None = None,
    properties: str = "",
    without: tuple[str, ...] = (),
    parts: dict[str, str | bytes] | None = None,
    level: int = 6,
) -> Path:
    """An .xlsx of worksheet parts; `parts` adds or replaces parts, `without` leaves some out."""
    entries, relations = [], []
    content: dict[str, str | bytes] = {}
    for number, sheet in enumerate(sheets, 1):
        name = names[number - 1] if number <= len(names) else f"Sheet{number}"
        state = f' state="{states[number - 1]}"' if number <= len(states) and states[number - 1] else ""
        entries.append(f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>')
        relations.append(_relation(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        content[f"xl/worksheets/sheet{number}.xml"] = sheet
    if shared is not None:
        relations.append(_relation("rIdT", "sharedStrings", "sharedStrings.xml"))
        content["xl/sharedStrings.xml"] = shared
    if style is not None:
        relations.append(_relation("rIdS", "styles", "styles.xml"))
        content["xl/styles.xml"] = style
    content["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{"".join(entries)}</sheets></workbook>'
    )
    content["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>'
    content["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{_relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>'
    )
    content["[Content_Types].xml"] = "<Types/>"
    content |= parts or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, part in content.items():
            if name not in without:
                archive.writestr(name, part)
    return path


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of ready-made cells."""
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def number(address: str, value: object, style: int = 0) -> str:
    return f'<c r="{address}" s="{style}"><v>{value}</v></c>'


def inline(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def stray_workbook(path: Path) -> Path:
    """A1 and the sheet's last cell: 1.6 KB that make a dense reader ask for 549 GB."""
    return workbook(path, worksheet(row(1, number("A1", 1)) + row(1_048_576, number("XFD1048576", 1))))


# The old .xls: BIFF8 records in a compound file.


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _long(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls_label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, 15) + _long(text))


def xls_number(row: int, column: int, value: float, style: int = 15) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def xls_error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 15, code, 1))


def xls_hidden_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20))


def xls(path: Path, *cells: bytes, zeros: str = "000000") -> Path:
    """An .xls of one sheet; style 16 shows numbers by `zeros`."""
    bof = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6)) + b"".join(cells) + record(0x000A)
    font = record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 32767, 400, 0, 0, 0, 0, 0) + _short("Arial"))
    formats = record(0x041E, struct.pack("<H", 164) + _long(zeros))
    plain = record(0x00E0, struct.pack("<HH", 0, 0) + bytes(16))
    style = record(0x00E0, struct.pack("<HH", 0, 164) + bytes(16))
    globals_ = bof + record(0x0042, struct.pack("<H", 1200)) + font + formats + plain * 16 + style
    name = _short("Orders")
    offset = len(globals_) + 4 + 6 + len(name) + 4
    bound = record(0x0085, struct.pack("<IH", offset, 0) + name)
    path.write_bytes(ole({"Workbook": globals_ + bound + record(0x000A) + sheet}))
    return path


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file whose streams are all long enough to live in whole sectors ([MS-CFB], version 3)."""
    sectors: list[bytes] = []
    chain: list[int] = []
    starts = {}
    for name, short in streams.items():
        data = short.ljust(max(4096, len(short) + -len(short) % 512), b"\0")
        starts[name] = (len(sectors), len(data))
        count = len(data) // 512
        chain += [*range(len(sectors) + 1, len(sectors) + count), 0xFFFFFFFE]
        sectors += [data[at : at + 512] for at in range(0, len(data), 512)]
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for index, (name, (start, size)) in enumerate(starts.items(), 1):
        directory += _entry(name, 2, start, size, right=index + 1 if index < len(starts) else 0xFFFFFFFF)
    directory += bytes(-len(directory) % 512)
    first_directory = len(sectors)
    count = len(directory) // 512
    chain += [*range(first_directory + 1, first_directory + count), 0xFFFFFFFE]
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    tables = 1
    while (len(chain) + tables) * 4 > tables * 512:
        tables += 1
    first_table = len(sectors)
    chain += [0xFFFFFFFD] * tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first_directory)
    header += struct.pack("<IIIIII", 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack(f"<{tables}I", *range(first_table, first_table + tables)).ljust(436, b"\xff")
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
