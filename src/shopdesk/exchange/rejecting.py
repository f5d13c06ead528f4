"""The rows of a file that cannot go in, taken from the file itself once more so that no cell of them is lost."""

from collections.abc import Iterator
from pathlib import Path

from shopdesk.exchange.mending import mended
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.table import Reading, column_place
from shopdesk.exchange.workbook import WHOLE_ROW, Reject, write_rejects
from shopdesk.text import N_, UserError, _


def save_rejects(path: Path, staged: Staged, target: Path | str, password: str | None = None) -> int:
    """Write the rejected rows of the file at `path` to a workbook of its own layout; returns how many there were.

    All cells are there as the file has them, personal ones too: they belong to whoever has the file. UserError where
    the file is not the one that was staged, or where `target` cannot be written.
    """
    with open_file(path, password=password) as reading:
        return write_rejects(target, staged.plan.headers, rejected_rows(reading, staged))


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
