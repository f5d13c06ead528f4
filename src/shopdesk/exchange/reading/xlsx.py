"""An .xlsx or .xlsm workbook: looked over when it is opened, streamed sheet by sheet when its rows are asked for."""

import re
from collections.abc import Iterator
from typing import Final

from shopdesk.exchange.reading.archive import Archive
from shopdesk.exchange.reading.book import Book, head_rows
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.rows import SheetRows
from shopdesk.exchange.reading.workbook import Sheet, read_workbook
from shopdesk.exchange.reading.xml import Items
from shopdesk.exchange.table import Chunk, Notice, SheetHead, column_place, letter

LOOK: Final = 24
"""Blocks (12 MB) of each sheet that are looked over at once; a longer one tells the rest while it is streamed."""
_HIDDEN: Final = re.compile(rb"""<(?:[\w.-]+:)?row\s[^>]*?\bhidden=["'](?:1|true)["']""")
_MERGED: Final = re.compile(
    rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']"""
)
_MARK: Final = re.compile(
    rb"""<(?:[\w.-]+:)?property\s[^>]*?\bname=["']shopdesk\.(kind|sheet)["'][^>]*>\s*<vt:lpwstr>([^<]*)<"""
)
"""A custom property that one of our workbooks was left with."""


def _exported(archive: Archive) -> str:
    part = archive.find("docProps/custom.xml")
    try:
        found = _MARK.findall(archive.read(part)) if part else []
    except Refusal:  # a part that no table needs may be damaged
        return ""
    marks = {name: said.decode(errors="replace") for name, said in found}
    return marks.get(b"sheet", "") if marks.get(b"kind") == "export" else ""


class _Surveyed(Items):
    """A sheet's blocks, their hidden rows counted while they pass as bytes."""

    hidden = 0

    def __iter__(self) -> Iterator[bytes]:
        for block in super().__iter__():
            if b"hidden=" in block:
                self.hidden += len(_HIDDEN.findall(block))
            yield block

    def merges(self) -> tuple[tuple[int, int, int, int], ...]:
        return tuple(
            (int(top), column_place(left.decode()), int(bottom), column_place(right.decode()))
            for left, top, right, bottom in _MERGED.findall(self.tail)
        )


class XlsxBook(Book):
    """The workbook in `archive`."""

    container = "xlsx"

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self._archive = archive
        self._book = read_workbook(archive)
        self.exported = _exported(archive)
        self._surveyed = set[int]()
        if self._book.macros:
            self.container = "xlsm"
            self.notices.append(Notice("macros"))
        self.heads = [self._head(number, sheet) for number, sheet in enumerate(self._book.sheets)]

    def chunks(self, number: int) -> Iterator[Chunk]:
        sheet = self._book.sheets[number]
        items = _Surveyed(*self._part(sheet))
        rows = SheetRows(items, self._book, sheet)
        yield from rows.chunks()
        self._tell(number, items)
        if rows.formulas:
            self.notices.append(Notice("formulas", (("sheet", sheet.name), ("count", rows.formulas))))
        for place in rows.zero_formulas():
            self.notices.append(Notice("zero_formulas", (("sheet", sheet.name), ("column", letter(place)))))

    def _part(self, sheet: Sheet) -> tuple[Iterator[bytes], str, str, str]:
        return self._archive.stream(sheet.part), sheet.part, "sheetData", "row"

    def _head(self, number: int, sheet: Sheet) -> SheetHead:
        """First rows, then what follows as bytes: checksum, hidden rows and merged ranges, but of long sheets."""
        items = _Surveyed(*self._part(sheet))
        rows = SheetRows(items, self._book, sheet)
        first = head_rows(rows.chunks())
        if not rows.pass_over(LOOK):
            return SheetHead(number, sheet.name, sheet.hidden, first)
        self._tell(number, items)
        return SheetHead(number, sheet.name, sheet.hidden, first, items.merges())

    def _tell(self, number: int, items: _Surveyed) -> None:
        """Note once what the survey of a whole sheet has found."""
        if number in self._surveyed:
            return
        self._surveyed.add(number)
        for code, count in (("hidden_rows", items.hidden), ("merged", len(items.merges()))):
            if count:
                self.notices.append(Notice(code, (("sheet", self._book.sheets[number].name), ("count", count))))
