"""Parquet, written row group by row group: plain and dictionary pages under gzip, as every reader of it knows.

After the format's own description (apache/parquet-format, README.md, Encodings.md and parquet.thrift). Written here
because a library for it is larger than the whole program; DuckDB reads it back in the tests.
"""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, Final

from shopdesk import __version__
from shopdesk.exchange.writing.parquet_columns import INT32, INT64, LOGIC, PLAIN, PRECISION, RLE, Logic, Pages, gathered
from shopdesk.exchange.writing.thrift import Value, binary, i32, i64, listed, struct, text
from shopdesk.shop.columns import Kind

MAGIC: Final = b"PAR1"
GROUP_ROWS: Final = 100_000
GROUP_BYTES: Final = 24 << 20
"""A row group ends after so many rows or bytes held, whichever comes first: that bounds the memory."""
_GZIP: Final = 2
_OPTIONAL, _REQUIRED, _REPEATED = 1, 0, 2
_LIST: Final = 3
"""Parquet's number for a converted type of lists."""


class ParquetFile:
    """A table being written. `add` takes batches; `close` writes the end, without which no reader takes the file."""

    def __init__(self, file: BinaryIO, columns: Sequence[tuple[str, Kind, bool]], about: Mapping[str, str]) -> None:
        """`columns` are (name, kind, whether a row holds a list of texts); `about` is told in the file's end."""
        self._file = file
        self._columns = columns
        self._about = about
        self._gathered = [gathered(kind, is_list=is_list) for _name, kind, is_list in columns]
        self._groups: list[Value] = []
        self._held = 0
        self._at = 0
        self.rows = 0
        self._write(MAGIC)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Further rows of values as the store keeps them, in the order of the columns."""
        if not rows:
            return
        for column, values in zip(self._gathered, zip(*rows, strict=True), strict=True):
            column.add(values)
        self._held += len(rows)
        self.rows += len(rows)
        if self._held >= GROUP_ROWS or sum(column.size for column in self._gathered) >= GROUP_BYTES:
            self._end_group()

    def close(self) -> None:
        """Write what is held and the end of the file."""
        self._end_group()
        told = {
            1: i32(2),
            2: listed([_root(len(self._columns)), *(part for column in self._columns for part in _schema(*column))]),
            3: i64(self.rows),
            5: listed([struct({1: text(key), 2: text(value)}) for key, value in self._about.items()]),
            6: text(f"ShopDesk version {__version__}"),
            7: listed([struct({1: struct({})})] * len(self._columns)),
        }
        # A list without elements has no type in the compact protocol: a table without rows has no groups.
        told[4] = listed(self._groups) if self._groups else (9, b"\x0c")
        _kind, end = struct(told)
        self._write(end + len(end).to_bytes(4, "little") + MAGIC)

    def _write(self, content: bytes) -> int:
        """Write, and return where it stands."""
        start = self._at
        self._file.write(content)
        self._at += len(content)
        return start

    def _end_group(self) -> None:
        if not self._held:
            return
        start, sizes, chunks = self._at, 0, []
        for column, pages in zip(self._columns, (one.take() for one in self._gathered), strict=True):
            chunk, size = self._put_column(column, pages)
            chunks.append(chunk)
            sizes += size
        told = {1: listed(chunks), 2: i64(sizes), 3: i64(self._held), 5: i64(start), 6: i64(self._at - start)}
        self._groups.append(struct(told))
        self._held = 0

    def _put_column(self, column: tuple[str, Kind, bool], pages: Pages) -> tuple[Value, int]:
        """Write the pages of a column; the chunk that describes them, and their size before compression."""
        name, kind, is_list = column
        start, whole = self._at, 0
        dictionary_at = None
        if pages.dictionary is not None:
            head = {1: i32(pages.entries), 2: i32(PLAIN)}
            dictionary_at, whole = self._put_page(2, 7, head, pages.dictionary)
        head = {1: i32(pages.count), 2: i32(pages.encoding), 3: i32(RLE), 4: i32(RLE)}
        data_at, size = self._put_page(0, 5, head, pages.data)
        whole += size
        told = {
            1: i32(LOGIC[kind].physical),
            2: listed([i32(encoding) for encoding in sorted({PLAIN, RLE, pages.encoding})]),
            3: listed([text(part) for part in ((name, "list", "element") if is_list else (name,))]),
            4: i32(_GZIP),
            5: i64(pages.count),
            6: i64(whole),
            7: i64(self._at - start),
            9: i64(data_at),
            12: _statistics(LOGIC[kind], pages),
        }
        if dictionary_at is not None:
            told[11] = i64(dictionary_at)
        return struct({2: i64(start), 3: struct(told)}), whole

    def _put_page(self, kind: int, place: int, head: Mapping[int, Value], content: bytes) -> tuple[int, int]:
        """Write a page; where it stands, and its size before compression."""
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        small = packer.compress(content) + packer.flush()
        _kind, said = struct({1: i32(kind), 2: i32(len(content)), 3: i32(len(small)), place: struct(head)})
        return self._write(said + small), len(said) + len(content)


def _statistics(logic: Logic, pages: Pages) -> Value:
    """Unknown values, and of numbers the least and the most, by which a reader leaves a group out."""
    told = {3: i64(pages.nulls)}
    if logic.physical in (INT32, INT64) and pages.least is not None and pages.most is not None:
        told |= {5: binary(pages.most), 6: binary(pages.least)}
    return struct(told)


def _root(columns: int) -> Value:
    return struct({4: text("schema"), 5: i32(columns)})


def _schema(name: str, kind: Kind, is_list: bool) -> list[Value]:
    """A column in the schema; a list is a group of groups."""
    logic = LOGIC[kind]
    if not is_list:
        return [_leaf(name, logic, _OPTIONAL)]
    outer = {3: i32(_REQUIRED), 4: text(name), 5: i32(1), 6: i32(_LIST), 10: struct({3: struct({})})}
    return [
        struct(outer),
        struct({3: i32(_REPEATED), 4: text("list"), 5: i32(1)}),
        _leaf("element", logic, _REQUIRED),
    ]


def _leaf(name: str, logic: Logic, repetition: int) -> Value:
    told = {1: i32(logic.physical), 3: i32(repetition), 4: text(name)}
    if logic.converted is not None:
        told[6] = i32(logic.converted)
    if logic.scale is not None:
        told |= {7: i32(logic.scale), 8: i32(PRECISION)}
    if logic.logical is not None:
        told[10] = logic.logical
    return struct(told)
