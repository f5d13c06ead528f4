"""The rows of a file that cannot go in, taken from the file itself once more so that no cell of them is lost."""

from collections.abc import Iterator
from pathlib import Path

from shopdesk.exchange.mending import mended
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.table import Reading, column_place
from shopdesk.exchange.trip.snapshot import FIRST_ROW, IDS
from shopdesk.exchange.workbook import WHOLE_ROW, Reject, write_rejects
from shopdesk.exchange.writing.target import keep_apart
from shopdesk.text import N_, UserError, _


def save_rejects(path: Path, staged: Staged, target: Path | str, password: str | None = None) -> int:
    """Write the rejected rows of the file at `path` to a workbook of its own layout; returns how many there were.

    All cells are there as the file has them, personal ones too: they belong to whoever has the file. UserError where
    the file is not the one that was staged, or where `target` cannot be written or is that file. Of an edited export
    the hidden sheet goes along, for those rows: what is mended there is told from what was exported, as in the export
    itself.
    """
    keep_apart(path, target)
    with open_file(path, password=password) as reading:
        rows, headers = rejected_rows(reading, staged), staged.plan.headers
        if staged.trip is None:
            return write_rejects(target, headers, rows)
        place, sheet, ids = headers.index(IDS), staged.trip.facts.sheet, set[str]()
        return write_rejects(target, headers, _noting(rows, place, ids), carried=lambda: _left(reading, sheet, ids))


def _noting(rows: Iterator[Reject], place: int, ids: set[str]) -> Iterator[Reject]:
    """Pass the rows on, keeping the ids that stand in a column."""
    for reject in rows:
        ids.add(reject.values[place].strip() if place < len(reject.values) else "")
        yield reject


def _left(reading: Reading, sheet: int, ids: set[str]) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet of an export that are its facts, or say how a row with one of the ids left."""
    return [
        cells
        for chunk in reading.chunks(sheet)
        for number, cells in zip(chunk.row_numbers, zip(*chunk.columns, strict=True), strict=True)
        if number < FIRST_ROW or cells[0] in ids
    ]


def rejected_rows(reading: Reading, staged: Staged) -> Iterator[Reject]:
    """The rejected rows of an open file in its order, with the reason beside each cell; UserError if it is another.

    Cells that were mended and still will not do are there as they were mended.
    """
    if reading.sha256 != staged.sha256:
        raise UserError(
            N_("{file} has changed since it was opened. Drop it again."), code="file_changed", file=reading.name
        )
    reasons = _reasons(staged)
    for chunk in mended(reading.chunks(staged.plan.sheet), staged.mends, []):
        for place, number in enumerate(chunk.row_numbers):
            if number in staged.rejected_rows:
                values = [cells[place] for cells in chunk.columns]
                why = reasons.get(number) or {WHOLE_ROW: _(staged.rejected_rows[number])}
                yield Reject(number, values, why)


def _reasons(staged: Staged) -> dict[int, dict[int, str]]:
    """Row → 0-based column → sentence, for the problems that are listed one by one."""
    found: dict[int, dict[int, str]] = {}
    for problem in staged.problems:
        if problem.outcome is Outcome.REJECTED:
            found.setdefault(problem.row, {}).setdefault(column_place(problem.column), problem.reason)
    return found
