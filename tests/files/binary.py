"""An .xlsb written record by record ([MS-XLSB] 2.4): in the full form of Excel, or in the short form of others."""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BEGIN_ROWS, END_ROWS = 145, 146


@dataclass(frozen=True)
class Code:
    """A cell error by its byte."""

    code: int


@dataclass(frozen=True)
class Formula:
    """A formula of which only the stored result is known."""

    result: object


@dataclass(frozen=True)
class Styled:
    """A number under a cell style (0 is General)."""

    value: float
    style: int


@dataclass
class Sheet:
    """Rows of cells (None is no cell; str, float, int, bool, Code, Formula, Styled) as one worksheet."""

    rows: Sequence[Sequence[object]]
    name: str = "Sheet1"
    state: int = 0
    short: bool = False
    inline: bool = False
    hidden: frozenset[int] = frozenset()
    merges: Sequence[tuple[int, int, int, int]] = ()
    """First row, last row, first column, last column, all 0-based."""
    numbers: Sequence[int] = field(default_factory=tuple)
    """The 0-based row numbers, where they are not 0, 1, 2 …"""


def record(kind: int, body: bytes = b"") -> bytes:
    """A record: its type and its size in seven bits a byte, the lowest first."""
    head = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size, length = b"", len(body)
    while True:
        size += bytes((length & 0x7F | (0x80 if length > 0x7F else 0),))
        length >>= 7
        if not length:
            return head + size + body


def wide(text: str) -> bytes:
    raw = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(raw) // 2) + raw


def rk(value: float) -> bytes | None:
    """A number in 30 bits, where it fits: a whole number, or hundredths."""
    for whole, mark in ((value, 2), (value * 100, 3)):
        if whole == int(whole) and abs(whole) < 1 << 29 and int(whole) / (100 if mark == 3 else 1) == value:
            return struct.pack("<i", int(whole) << 2 | mark)
    return None


def xlsb(path: Path, *sheets: Sheet, formats: Sequence[str] = (), base_1904: bool = False, cut: int = 0) -> Path:
    """The workbook; style n + 1 shows numbers by formats[n]; `cut` bytes are missing at the end of each sheet."""
    texts: dict[str, int] = {}
    links, entries, parts = [], [], dict[str, bytes | str]()
    for number, sheet in enumerate(sheets, 1):
        relation = f"rId{number}"
        entries.append(record(156, struct.pack("<II", sheet.state, number) + wide(relation) + wide(sheet.name)))
        links.append(_link(relation, "worksheet", f"worksheets/sheet{number}.bin"))
        raw = b"".join(_sheet(sheet, texts))
        parts[f"xl/worksheets/sheet{number}.bin"] = raw[: len(raw) - cut]
    if texts:
        links.append(_link("rIdT", "sharedStrings", "sharedStrings.bin"))
        items = b"".join(record(19, b"\0" + wide(text)) for text in texts)
        parts["xl/sharedStrings.bin"] = record(159, struct.pack("<II", len(texts), len(texts))) + items + record(160)
    if formats:
        links.append(_link("rIdS", "styles", "styles.bin"))
        parts["xl/styles.bin"] = b"".join(_styles(formats))
    properties = record(153, struct.pack("<II", int(base_1904), 0) + wide(""))
    parts["xl/workbook.bin"] = b"".join([record(131), properties, record(143), *entries, record(144), record(132)])
    parts["xl/_rels/workbook.bin.rels"] = f'<Relationships xmlns="{PACKAGE}">{"".join(links)}</Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def _link(relation: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{relation}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'


def _styles(formats: Sequence[str]) -> list[bytes]:
    codes = [record(44, struct.pack("<H", 164 + n) + wide(code)) for n, code in enumerate(formats)]
    cells = [record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, *range(164, 164 + len(formats)))]
    decoy = record(47, struct.pack("<HH", 0xFFFF, 22) + bytes(12))
    lists = ((615, codes, 616), (626, [decoy], 627), (617, cells, 618))
    made = [record(begin, struct.pack("<I", len(some))) + b"".join(some) + record(end) for begin, some, end in lists]
    return [record(278), *made, record(279)]


def _sheet(sheet: Sheet, texts: dict[str, int]) -> list[bytes]:
    made = [record(129), record(148, bytes(16)), record(BEGIN_ROWS)]
    for at, row in enumerate(sheet.rows):
        number = sheet.numbers[at] if sheet.numbers else at
        flags = 0x10 if number in sheet.hidden else 0
        made.append(record(0, struct.pack("<IIHBBBI", number, 0, 320, 0, flags, 0, 0)))
        before = -2
        for place, value in enumerate(row):
            if value is not None:
                short = sheet.short and before == place - 1
                made.append(_cell(place, value, short, sheet.inline, texts))
                before = place
    made += [record(END_ROWS), record(177, struct.pack("<I", len(sheet.merges)))]
    made += [record(176, struct.pack("<IIII", *merge)) for merge in sheet.merges]
    return [*made, record(178), record(130)]


def _cell(place: int, value: object, short: bool, inline: bool, texts: dict[str, int]) -> bytes:
    style = value.style if isinstance(value, Styled) else 0
    formula = isinstance(value, Formula)
    if isinstance(value, Formula):
        value = value.result
    kind, body = _value(value.value if isinstance(value, Styled) else value, inline or formula, texts)
    if formula:
        kind = {3: 11, 4: 10, 2: 9, 5: 9, 6: 8}[kind]
        body = body if kind != 9 else struct.pack("<d", float(str(value)))
        return record(kind, struct.pack("<II", place, style) + body + struct.pack("<HII", 0, 0, 0))
    if short:
        return record({1: 12, 2: 13, 3: 14, 4: 15, 5: 16, 6: 17, 7: 18}[kind], struct.pack("<I", style) + body)
    return record(kind, struct.pack("<II", place, style) + body)


def _value(value: object, inline: bool, texts: dict[str, int]) -> tuple[int, bytes]:
    if isinstance(value, Code):
        return 3, bytes((value.code,))
    if isinstance(value, bool):
        return 4, bytes((value,))
    if isinstance(value, int | float):
        small = rk(float(value))
        return (2, small) if small is not None else (5, struct.pack("<d", value))
    text = str(value)
    return (6, wide(text)) if inline else (7, struct.pack("<I", texts.setdefault(text, len(texts))))
