"""Old workbooks (.xls): read by calamine, audited where it is silent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from shopdesk.exchange.reading.book import Book, Row, head_rows, laid_out
from shopdesk.exchange.reading.cells import Cell, clean, python_text
from shopdesk.exchange.reading.layout import LAST_COLUMN, LAST_ROW
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.table import Chunk, Notice, SheetHead

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Audit = dict[str, dict[tuple[int, int], Cell]]
"""Sheet name → (row, column), both 0-based → what the cell says where calamine does not tell."""


class XlsBook(Book):
    """A workbook in `file`; cells named in `audit` take its word over calamine's."""

    container = "xls"

    def __init__(self, file: BinaryIO, audit: Audit) -> None:
        super().__init__()
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

        self._audit = audit
        try:
            self._book = CalamineWorkbook.from_filelike(file)
        except PasswordError:
            raise Refusal("password_needed") from None
        except (CalamineError, OSError, ValueError):
            raise Refusal("old_xls") from None
        kept = (SheetTypeEnum.WorkSheet,)
        self._metadata = [sheet for sheet in self._book.sheets_metadata if sheet.typ in kept]
        for number, sheet in enumerate(self._metadata):
            hidden = sheet.visible != SheetVisibleEnum.Visible
            self.heads.append(self._head(number, clean(sheet.name)[0], hidden))

    def chunks(self, number: int) -> Iterator[Chunk]:
        name = self._metadata[number].name
        return laid_out(self._rows(self._sheet(number), self._audit.get(name, {})), clean(name)[0])

    def _head(self, number: int, name: str, hidden: bool) -> SheetHead:
        merged = self._sheet(number).merged_cell_ranges or []
        merges = tuple((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in merged)
        if merges:
            self.notices.append(Notice("merged", (("sheet", name), ("count", len(merges)))))
        return SheetHead(number, name, hidden, head_rows(self.chunks(number)), merges)

    def _sheet(self, number: int) -> "CalamineSheet":
        from python_calamine import CalamineError

        name = self._metadata[number].name
        try:
            sheet = self._book.get_sheet_by_name(name)
        except (CalamineError, ValueError):
            raise Refusal("damaged", part=clean(name)[0]) from None
        if sheet.end and (sheet.end[0] >= LAST_ROW or sheet.end[1] >= LAST_COLUMN):
            raise Refusal("stray_cell", sheet=clean(name)[0], cell=f"{sheet.end[0] + 1}:{sheet.end[1] + 1}")
        return sheet

    @staticmethod
    def _rows(sheet: "CalamineSheet", audit: dict[tuple[int, int], Cell]) -> Iterator[Row]:
        """The rows that hold anything: calamine gives all rows from 1 on, but columns from the first used one."""
        left = sheet.start[1] if sheet.start else 0
        audited: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in audit.items():
            audited.setdefault(row, {})[column] = cell
        for number, values in enumerate(sheet.iter_rows()):
            cells = {left + at: python_text(value) for at, value in enumerate(values) if value != ""}
            cells.update(audited.pop(number, {}))
            if cells:
                yield number + 1, cells
        for number in sorted(audited):  # below the last row that calamine sees
            yield number + 1, audited[number]
