"""The columns of a Parquet file: stored values gathered as plain arrays, and encoded as pages of a row group."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from shopdesk.exchange.writing.thrift import Value, flag, i32, struct, varint
from shopdesk.shop.columns import Kind
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE
from shopdesk.text import UserError

Whole = npt.NDArray[np.int64]
EPOCH: Final = date(1970, 1, 1).toordinal()
PRECISION: Final = 18
"""Digits of a decimal that is kept as a whole number of 64 bits."""
BOOLEAN, INT32, INT64, BYTE_ARRAY = 0, 1, 2, 6
PLAIN, RLE, RLE_DICTIONARY = 0, 3, 8
_SHARE_SCALE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Logic:
    """How a column is understood: `words` as people say it, `physical` and the two ways in which Parquet says it."""

    words: str
    physical: int
    converted: int | None = None
    logical: Value | None = None
    scale: int | None = None


def _decimal(scale: int) -> Logic:
    digits = len(str(scale)) - 1
    said = struct({5: struct({1: i32(digits), 2: i32(PRECISION)})})
    return Logic(f"DECIMAL({PRECISION},{digits})", INT64, 5, said, digits)


_EMPTY: Final = struct({})
TEXT: Final = Logic("STRING", BYTE_ARRAY, 0, struct({1: _EMPTY}))
_MOMENT: Final = Logic(
    "TIMESTAMP(UTC, microseconds)", INT64, 10, struct({8: struct({1: flag(True), 2: struct({2: _EMPTY})})})
)
LOGIC: Final[Mapping[Kind, Logic]] = {
    Kind.ID: TEXT,
    Kind.TEXT: TEXT,
    Kind.LONG_TEXT: TEXT,
    Kind.STATE: TEXT,
    Kind.MONEY: _decimal(MONEY_SCALE),
    Kind.PRICE: _decimal(MONEY_SCALE),
    Kind.QUANTITY: _decimal(QUANTITY_SCALE),
    Kind.RATE: _decimal(RATE_SCALE),
    Kind.PERCENT: _decimal(_SHARE_SCALE),
    Kind.INTEGER: Logic("INT64", INT64),
    Kind.DATE: Logic("DATE", INT32, 6, struct({6: _EMPTY})),
    Kind.TIME: _MOMENT,
    Kind.BOOL: Logic("BOOLEAN", BOOLEAN),
}
"""Kind of a column → its type in Parquet; nothing is ever a floating-point number."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The content of a column in a row group, not compressed: texts may stand in a dictionary of their own."""

    data: bytes
    encoding: int
    count: int
    """Values on the page, unknown ones included."""
    nulls: int
    dictionary: bytes | None = None
    entries: int = 0
    least: bytes | None = None
    most: bytes | None = None


class Gathered(ABC):
    """The values of a column since the last row group."""

    @abstractmethod
    def add(self, values: Sequence[Any]) -> None:
        """Take further values as the store keeps them; None is unknown."""

    @abstractmethod
    def take(self) -> Pages:
        """Everything since the last time, encoded."""

    @property
    @abstractmethod
    def size(self) -> int:
        """About how many bytes are held."""


def gathered(kind: Kind, *, is_list: bool = False) -> Gathered:
    """What gathers a column of this kind; UserError from its `add` where a number has too many digits."""
    if is_list:
        return _Lists()
    return _Texts() if LOGIC[kind].physical == BYTE_ARRAY else _Numbers(kind)


class _Numbers(Gathered):
    """Whole numbers, decimals, days, moments and truths."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._logic = LOGIC[kind]
        self._parts: list[Whole] = []
        self._known: list[npt.NDArray[np.bool_]] = []
        self._days: dict[str, int] = {}

    def add(self, values: Sequence[Any]) -> None:
        if self._kind is Kind.DATE:
            values = [None if value is None else self._day(value) for value in values]
        known = np.array([value is not None for value in values], dtype=np.bool_)
        found = np.array([value for value in values if value is not None], dtype=np.int64)
        if self._kind is Kind.TIME:
            found *= 1_000_000
        if self._logic.scale is not None and len(found) and np.abs(found).max() >= 10**PRECISION:
            raise UserError("An amount has more than {digits} digits and fits no open layer.", digits=PRECISION)
        self._parts.append(found)
        self._known.append(known)

    def _day(self, iso: str) -> int:
        found = self._days.get(iso)
        if found is None:
            found = self._days[iso] = date.fromisoformat(iso).toordinal() - EPOCH
        return found

    def take(self) -> Pages:
        values, known = np.concatenate(self._parts), np.concatenate(self._known)
        self._parts, self._known = [], []
        if self._logic.physical == BOOLEAN:
            content = np.packbits(values.astype(np.bool_), bitorder="little").tobytes()
            return Pages(levels(known) + content, PLAIN, len(known), len(known) - len(values))
        stored = values.astype("<i4" if self._logic.physical == INT32 else "<i8")
        least, most = (stored.min().tobytes(), stored.max().tobytes()) if len(stored) else (None, None)
        nulls = len(known) - len(values)
        return Pages(levels(known) + stored.tobytes(), PLAIN, len(known), nulls, least=least, most=most)

    @property
    def size(self) -> int:
        return sum(part.nbytes for part in self._parts)


class _Texts(Gathered):
    """Texts, each kept once; a dictionary goes to the file where texts come again."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._places = array("i")
        """Place of each text; -1 is unknown."""
        self._bytes = 0

    def add(self, values: Sequence[Any]) -> None:
        codes = self._codes
        for value in values:
            if value is None:
                self._places.append(-1)
                continue
            code = codes.get(value)
            if code is None:
                code = codes[value] = len(codes)
                self._bytes += len(value) + 100  # what Python adds to a text and its place
            self._places.append(code)

    def take(self) -> Pages:
        places = self._all_places()
        known = places >= 0
        pages = self._paged(levels(known), places[known], len(places))
        self._codes, self._places, self._bytes = {}, array("i"), 0
        return pages

    def _all_places(self) -> npt.NDArray[np.int32]:
        return np.array(self._places, dtype=np.int32)

    def _paged(self, head: bytes, places: npt.NDArray[np.int32], count: int) -> Pages:
        texts = [_text(value) for value in self._codes]
        nulls = count - len(places)
        if 2 * len(texts) > len(places):
            return Pages(head + b"".join([texts[place] for place in places.tolist()]), PLAIN, count, nulls)
        width = max(1, (len(texts) - 1).bit_length())
        data = head + bytes([width]) + packed(places, width)
        return Pages(data, RLE_DICTIONARY, count, nulls, b"".join(texts), len(texts))

    @property
    def size(self) -> int:
        return self._bytes + 4 * len(self._places)


class _Lists(_Texts):
    """Lists of texts: which text begins a row, and which rows have none, stands before the texts."""

    def __init__(self) -> None:
        super().__init__()
        self._begins = bytearray()
        self._filled = bytearray()

    def add(self, values: Sequence[Any]) -> None:
        for row in values:
            super().add(row)
            self._begins += b"\1" + b"\0" * (len(row) - 1)
            self._filled += b"\1" * len(row) or b"\0"

    def take(self) -> Pages:
        begins, filled = (np.frombuffer(bytes(part), dtype=np.bool_) for part in (self._begins, self._filled))
        self._begins, self._filled = bytearray(), bytearray()
        head = levels(~begins) + levels(filled)
        pages = self._paged(head, self._all_places(), len(filled))
        self._codes, self._places, self._bytes = {}, array("i"), 0
        return pages


def _text(value: str) -> bytes:
    """A text behind its length; a lone surrogate, which UTF-8 cannot say, becomes "?"."""
    content = value.encode(errors="replace")
    return len(content).to_bytes(4, "little") + content


def levels(truths: npt.NDArray[np.bool_]) -> bytes:
    """One bit a value behind the length of all: as one run where all are alike."""
    if len(truths) and (truths.all() or not truths.any()):
        content = varint(len(truths) << 1) + bytes([int(truths[0])])
    else:
        content = packed(truths.astype(np.int32), 1)
    return len(content).to_bytes(4, "little") + content


def packed(numbers: npt.NDArray[np.int32], width: int) -> bytes:
    """Numbers of `width` bits in one bit-packed run of eights (Parquet's RLE / bit-packing hybrid)."""
    eights = -(-len(numbers) // 8)
    padded = np.zeros(eights * 8, dtype="<u4")
    padded[: len(numbers)] = numbers
    bits = np.unpackbits(padded.view(np.uint8).reshape(-1, 4), axis=1, bitorder="little")[:, :width]
    return varint(eights << 1 | 1) + np.packbits(bits.reshape(-1), bitorder="little").tobytes()
