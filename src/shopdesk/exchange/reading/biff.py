"""The records of an old .xls that calamine reads as blank or as a bare number: errors, lost zeros, hidden rows.

Source of the layouts: [MS-XLS] 2.4 (BoolErr, Formula, Number, RK, MulRk, Row, XF, Format, BoundSheet8).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shopdesk.exchange.reading.calamine import Audit
from shopdesk.exchange.reading.cells import Cell, number_text, style_of
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.table import Fault

ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _NUMBER, _BOOL_ERROR, _RK, _MUL_RK, _ROW = 0x0006, 0x0203, 0x0205, 0x027E, 0x00BD, 0x0208
_EOF, _BOF, _BOUND_SHEET, _XF, _FORMAT = 0x000A, 0x0809, 0x0085, 0x00E0, 0x041E


@dataclass(slots=True)
class _Found:
    """What the records of a workbook stream tell."""

    offsets: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)
    cells: Audit = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)


def audit_xls(stream: bytes) -> tuple[Audit, dict[str, int]]:
    """Cells that need another word than calamine's, and hidden rows per sheet, of a BIFF8 workbook stream.

    `damaged` where a part of the stream has no end, or a sheet no beginning: calamine would read what is there.
    """
    found = _Found()
    sheet, depth = "", 0
    begun = set[int]()
    for offset, kind, body in _records(stream):
        if kind == _BOF:
            depth += 1
            begun.add(offset)
            sheet = found.offsets.get(offset, sheet if depth > 1 else "")
        elif kind == _EOF:
            depth -= 1
        elif kind == _BOUND_SHEET and len(body) > 8:
            found.offsets[int.from_bytes(body[:4], "little")] = _text(body[6:], 1)
        elif kind == _FORMAT and len(body) > 5:
            found.codes[int.from_bytes(body[:2], "little")] = _text(body[2:], 2)
        elif kind == _XF and len(body) >= 4:
            found.formats.append(int.from_bytes(body[2:4], "little"))
        elif sheet and len(body) >= 6:
            _cell(found, sheet, kind, body)
    if depth or not found.offsets.keys() <= begun:
        lost = next((name for offset, name in found.offsets.items() if offset not in begun), sheet)
        raise Refusal("damaged", part=lost or "Workbook")
    return found.cells, found.hidden


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Offset, type and body of each record; a truncated tail ends the walk."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0 and size == 0:
            return
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _text(raw: bytes, count_size: int) -> str:
    """A short or long Unicode string: a count, a flag byte (bit 0: two bytes per character), the characters."""
    count = int.from_bytes(raw[:count_size], "little")
    wide = raw[count_size] & 1
    start = count_size + 1
    return raw[start : start + count * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


def _cell(found: _Found, sheet: str, kind: int, body: bytes) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    cells = found.cells.setdefault(sheet, {})
    if kind == _BOOL_ERROR and len(body) >= 8 and body[7]:
        cells[row, column] = _error(body[6])
    elif kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        cells[row, column] = _error(body[8])
    elif kind == _NUMBER and len(body) >= 14:
        _check_zeros(found, cells, (row, column), style, struct.unpack_from("<d", body, 6)[0])
    elif kind == _RK and len(body) >= 10:
        _check_zeros(found, cells, (row, column), style, rk_value(body[6:10]))
    elif kind == _MUL_RK:
        for at in range((len(body) - 6) // 6):
            style = int.from_bytes(body[4 + at * 6 : 6 + at * 6], "little")
            _check_zeros(found, cells, (row, column + at), style, rk_value(body[6 + at * 6 : 10 + at * 6]))
    elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
        found.hidden[sheet] = found.hidden.get(sheet, 0) + 1


def _error(code: int) -> Cell:
    return ERRORS.get(code, "#N/A"), Fault.ERROR_VALUE


def rk_value(raw: bytes) -> float:
    """An RK number: 30 bits of an integer or of a float's upper half; bit 0 divides by 100."""
    bits = int.from_bytes(raw, "little", signed=True)
    value = float(bits >> 2) if bits & 2 else struct.unpack("<d", struct.pack("<q", (bits & ~3) << 32))[0]
    return value / 100 if bits & 1 else value


def _check_zeros(
    found: _Found, cells: dict[tuple[int, int], Cell], at: tuple[int, int], style: int, value: float
) -> None:
    number = found.formats[style] if style < len(found.formats) else 0
    code = found.codes.get(number)
    shown = style_of(number, code) if code and code.startswith("0") else ""
    if shown.startswith("0"):
        cell = number_text(repr(value), shown)
        if cell[1]:
            cells[at] = cell
