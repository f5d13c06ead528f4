"""Chunks as bytes: JSON and plain numbers under zlib; what a hostile file made of the child is never unpickled."""

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shopdesk.exchange.coded import Coded
from shopdesk.exchange.table import Chunk, Fault

HEADS: Final = b"H"
CHUNK: Final = b"C"
END: Final = b"E"
PROBLEM: Final = b"P"

MOST_BYTES: Final = 256 << 20
"""No chunk unpacks to more; the reader keeps its own far below."""

_NARROW: Final = 256
"""Up to so many texts of a column are told apart by one byte a row, more by two."""
_END_OF_JSON: Final = b"\0"
_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class PackedChunk(Chunk):
    """A chunk together with the bytes it came in, as the store keeps them."""

    packed: bytes = b""


def pack(chunk: Chunk) -> bytes:
    """The chunk, compressed."""
    return squeeze(dump(chunk))


def squeeze(plain: bytes) -> bytes:
    """At zlib's fastest level: the pipe is not worth more."""
    return zlib.compress(plain, 1)


def dump(chunk: Chunk) -> bytes:
    """The chunk as bytes: JSON, a zero byte, and which text stands where, column by column.

    The JSON says the row numbers (a range or all of them), the different texts of each column, and the faults as
    [row, column, why].
    """
    numbers = chunk.row_numbers
    rows = {"range": [numbers.start, numbers.stop]} if isinstance(numbers, range) else {"list": numbers}
    faults = [[row, column, fault.value] for (row, column), fault in chunk.faults.items()]
    columns = list(map(_coded, chunk.columns))
    said = _dump([rows, [list(column.texts) for column in columns], faults])
    return b"".join([said.encode(), _END_OF_JSON, *map(_places, columns)])


def _coded(column: Sequence[str]) -> Coded:
    """The column with no more texts than rows."""
    return column if isinstance(column, Coded) and len(column.texts) <= len(column) else Coded.of(column)


def _places(column: Coded) -> bytes:
    codes = column.codes
    return bytes(codes) if len(column.texts) <= _NARROW else struct.pack(f"<{len(codes)}H", *codes)


def unpack(packed: bytes) -> PackedChunk:
    """The chunk that `pack` made; ValueError where the bytes are not one."""
    said, _end, places = _inflate(packed).partition(_END_OF_JSON)
    rows, texts, faults = json.loads(said)
    numbers = range(*rows["range"]) if "range" in rows else tuple(rows["list"])
    columns, at, count = list[Coded](), 0, len(numbers)
    for listed in texts:
        size = count if len(listed) <= _NARROW else 2 * count
        columns.append(_column(listed, places[at : at + size], count))
        at += size
    if at != len(places):
        raise ValueError("not a chunk")
    return PackedChunk(numbers, tuple(columns), {(row, column): Fault(why) for row, column, why in faults}, packed)


def _column(texts: list[str], places: bytes, count: int) -> Coded:
    wide = len(texts) > _NARROW
    if len(places) != count * (1 + wide):
        raise ValueError("not a chunk")
    codes: Sequence[int] = struct.unpack(f"<{count}H", places) if wide else places
    if count and max(codes) >= len(texts):
        raise ValueError("not a chunk")
    return Coded(texts, codes)


def _inflate(packed: bytes) -> bytes:
    """Bounded inflating; ValueError on anything else."""
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not inflater.eof:
        raise ValueError("longer than a chunk may be")
    return plain


def pack_message(message: dict[str, object]) -> bytes:
    """A small message (heads, notices, a problem) in the same dress."""
    return squeeze(_dump(message).encode("utf-8", "replace"))


def unpack_message(packed: bytes) -> dict[str, object]:
    """The small message again; ValueError where it is none."""
    message = json.loads(_inflate(packed))
    if not isinstance(message, dict):
        raise ValueError("not a message")  # noqa: TRY004  the bytes are wrong, not the caller
    return message
