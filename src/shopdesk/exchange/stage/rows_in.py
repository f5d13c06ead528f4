"""From the text cells of a sheet to typed rows: skips what is no data, says of each bad cell where it is and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, Final

from shopdesk.exchange.celltext import shorten, word
from shopdesk.exchange.coded import texts_of, through
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.rough import ROUGH, RoughMemo, rough_memos
from shopdesk.exchange.stage.further import bring_together, join_texts, joined_columns
from shopdesk.exchange.stage.split import split_cells
from shopdesk.exchange.stage.staged import NO_DATA, Outcome, Problem, Staged
from shopdesk.exchange.stage.totals import Sums, without_notes, without_totals
from shopdesk.exchange.stage.unfold import FIELDS as UNFOLDED
from shopdesk.exchange.stage.unfold import Texts, unfold, unfolding
from shopdesk.exchange.stage.wording import NO_MOVE, wording_of
from shopdesk.exchange.table import Chunk, Fault, letter
from shopdesk.exchange.values import Bad, Memo, mask, parser, state_memo
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_

FAULTS = {
    Fault.ERROR_VALUE: N_("A spreadsheet error, not a value."),
    Fault.NO_RESULT: N_("A formula with no stored result: open the file in a spreadsheet program and save it."),
    Fault.DIGITS_LOST: N_(
        "The last digits of this id were already lost in the spreadsheet. "
        "Export again as text or CSV; do not open it in Excel first."
    ),
}
"""Faults that reject a cell wherever it is used."""

ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
"""How a csv says that a spreadsheet could not work a cell out."""

MORE_CELLS: Final = N_("More cells than the header has: is there a separator without quotation marks in one of them?")
REQUIRED = N_("{column} is blank.")
TOO_LARGE = N_("Too large to be true.")
MOST_PIECES: Final = 100_000_000 * QUANTITY_SCALE
MOST_MONEY: Final = 10_000_000_000 * MONEY_SCALE
"""Of one row, in stored units: a slip of the hand, and sums over a million rows must stay whole."""


@dataclass(slots=True)
class Typed:
    """A run of typed rows: for each field of the plan a list of stored values, aligned with `rows`."""

    rows: Sequence[int]
    fields: dict[str, list[Any]]


def typed_chunks(
    chunks: Iterator[Chunk], plan: Plan, sheet: Sheet, staged: Staged, zone: tzinfo, check: Callable[[int], None]
) -> Iterator[Typed]:
    """The data rows of a sheet, typed; `check(rows so far)` may raise to stop. Problems go to `staged`."""
    cells = _Cells(plan, sheet, zone)
    sums = Sums(plan, sheet, cells.parsers)
    for chunk in chunks:
        keep = _data_rows(chunk, plan, sheet, staged, sums)
        staged.rows += len(keep)
        numbers, keep = cells.read(chunk, keep)
        found: list[Problem] = []
        for (key, at), fault in _spoilt(chunk, plan, sheet, numbers, cells.texts, cells.parsers).items():
            found.append(problem(plan, sheet, key, numbers[at], cells.texts[key][at], FAULTS[fault], {}))
            cells.fields[key][at] = None
        found += _surplus(chunk, plan, numbers)
        for key, texts in cells.texts.items():
            if cells.may_be_bad(key):
                found += _bad(plan, sheet, key, numbers, texts, cells.fields[key])
            found += _rough(plan, sheet, key, numbers, texts, cells.parsers[key])
        if plan.further or plan.kept:
            found += _further(chunk, plan, sheet, keep, cells.fields, cells.parsers)
        if plan.split:
            found += _split(chunk, plan, sheet, keep, cells, zone)
        for one in sorted(found, key=lambda one: (one.row, len(one.column), one.column)):
            staged.report(one)
        check(staged.rows)
        yield cells.worded(chunk, numbers, keep, staged)


class _Cells:
    """The cells of the chunk at hand by field: their texts, and what these mean."""

    def __init__(self, plan: Plan, sheet: Sheet, zone: tzinfo) -> None:
        self._plan = plan
        self._how = unfolding(plan)
        self._told = state_memo(plan)
        self._words = wording_of(plan)
        self._joined = joined_columns(plan)
        read = dict.fromkeys((*plan.columns, *(UNFOLDED if self._how else ())))
        self.parsers = rough_memos(plan, sheet, {key: parser(sheet.column(key), plan, zone, None) for key in read})
        self.texts: dict[str, Sequence[str]] = {}
        self.fields: dict[str, list[Any]] = {}

    def read(self, chunk: Chunk, keep: Sequence[int]) -> tuple[list[int], Sequence[int]]:
        """Take the rows at these places of a chunk; returns their numbers and places, one for each that they hold."""
        self.texts, self.fields = {}, {}
        said: Texts = {}
        whole = len(keep) == len(chunk.row_numbers) and self._how is None
        if self._how is not None:
            keep, said = unfold(chunk, self._plan, self._how, keep)
        for key, place in self._plan.columns.items():
            cells = chunk.columns[place] if place < len(chunk.columns) else [""] * len(chunk.row_numbers)
            if key in self._joined:
                cells = join_texts(chunk, cells, self._joined[key])
            self.texts[key] = used = cells if whole else [cells[i] for i in keep]
            self.fields[key] = through(used, self.parsers[key])
        if self._how is not None:
            self._say(said, len(keep))
        self.fields |= {key: [value] * len(keep) for key, value in self._plan.given.items()}
        if self._told is not None:
            words = zip(*(self.texts[key] for key in self._told.fields), strict=True)
            self.fields[self._told.target] = list(map(self._told.__getitem__, words))
        return list(chunk.row_numbers) if whole else [chunk.row_numbers[i] for i in keep], keep

    def _say(self, said: Texts, count: int) -> None:
        """Put what unfolded rows say of each that they hold in the place of the row's own cells."""
        for key in UNFOLDED:
            cells = list(self.texts.get(key, [""] * count))
            for at, text in said.get(key, {}).items():
                cells[at] = text
            self.texts[key] = cells
            self.fields[key] = through(cells, self.parsers[key])

    def worded(self, chunk: Chunk, numbers: Sequence[int], keep: Sequence[int], staged: Staged) -> Typed:
        """The rows as their words complete them, without those that move no money."""
        if self._words is None:
            return Typed(numbers, self.fields)
        idle = self._words.read(chunk, keep, self.fields, self.parsers.get("amount"))
        idle -= {at for at in idle if numbers[at] in staged.rejected_rows}
        for at in sorted(idle):
            staged.skip(numbers[at], NO_MOVE)
        rest = [at for at in range(len(numbers)) if at not in idle]
        fields = {key: [values[at] for at in rest] for key, values in self.fields.items()}
        return Typed([numbers[at] for at in rest], fields)

    def may_be_bad(self, key: str) -> bool:
        """Whether a cell of the field met so far could not be understood."""
        return bool(self.parsers[key].bad) or (self._told is not None and key == self._told.target)


def _spoilt(
    chunk: Chunk,
    plan: Plan,
    sheet: Sheet,
    numbers: Sequence[int],
    texts: Mapping[str, Sequence[str]],
    parsers: Mapping[str, Memo],
) -> dict[tuple[str, int], Fault]:
    """(field, place among the rows) of cells that a spreadsheet has spoilt, by its own word or as the text of a csv."""
    found: dict[tuple[str, int], Fault] = {}
    places = {place: key for key, place in plan.columns.items()}
    known = {number: at for at, number in enumerate(numbers)} if chunk.faults else {}
    for (row, place), fault in chunk.faults.items():
        key = places.get(place)
        if key is None or row not in known or fault not in FAULTS:
            continue
        if fault is not Fault.DIGITS_LOST or sheet.column(key).kind is Kind.ID:
            found[key, known[row]] = fault
    for key, memo in parsers.items():
        if ERRORS & memo.keys():
            found |= {(key, at): Fault.ERROR_VALUE for at, text in enumerate(texts[key]) if text in ERRORS}
    return found


def _surplus(chunk: Chunk, plan: Plan, numbers: Sequence[int]) -> Iterator[Problem]:
    """Rows of more cells than the header: what stands in which column is not sure there, so no value is shown."""
    places = {row: place for (row, place), fault in chunk.faults.items() if fault is Fault.SURPLUS}
    for row in sorted(places.keys() & set(numbers)) if places else ():
        if places[row] >= len(plan.headers):
            column = letter(places[row])
            yield Problem(Outcome.REJECTED, plan.sheet_name, row, column, "", "", MORE_CELLS)


def _data_rows(chunk: Chunk, plan: Plan, sheet: Sheet, staged: Staged, sums: Sums) -> Sequence[int]:
    """Places in the chunk of rows that are data: below the header, not blank, no footer, no sum.

    What a footer says is held against `sums` of what stands above it.
    """
    first = chunk.row_numbers[0] if len(chunk.row_numbers) else 0
    keep: Sequence[int] = range(len(chunk.row_numbers))
    if first < plan.first_row:
        keep = [i for i in keep if chunk.row_numbers[i] >= plan.first_row]
    used = [chunk.columns[place] for place in set(plan.columns.values()) if place < len(chunk.columns)]
    if not used:
        return []
    fullest = min(used, key=lambda cells: cells.count(""))
    before = len(keep)
    if "" in fullest:
        keep = [i for i in keep if any(cells[i] and not cells[i].isspace() for cells in used)]
    filled = keep
    if _may_have_footers(chunk, plan.footers):
        keep = _without_footers(chunk, plan, keep)
    keep = without_totals(chunk, plan, sheet, without_notes(chunk, plan, sheet, keep))
    sums.pass_by(chunk, keep, sorted(set(filled) - set(keep)) if len(keep) < len(filled) else (), staged)
    for place, words in plan.apart.items():
        if place < len(chunk.columns):
            keep = [i for i in keep if word(chunk.columns[place][i]) not in words]
    if len(keep) < before:
        kept = set(keep)
        for place in range(len(chunk.row_numbers)):
            if place not in kept and chunk.row_numbers[place] >= plan.first_row:
                staged.skip(chunk.row_numbers[place], NO_DATA)
    return keep


def _may_have_footers(chunk: Chunk, footers: Sequence[str]) -> bool:
    """Whether any cell holds the opening of a footer: a cheap look that spares nearly every chunk the careful one."""
    if not footers:
        return False
    return any(any(word in cells for word in footers) for cells in map("\n".join, map(texts_of, chunk.columns)))


def _without_footers(chunk: Chunk, plan: Plan, keep: Sequence[int]) -> Sequence[int]:
    """The places of `keep` less those of footers, and of what stands below a short one and is no wider than it."""
    kept, below = [], 0
    for i in keep:
        if _first_text(chunk, i).startswith(plan.footers):
            width = _width(chunk, i)
            below = width if width < len(plan.headers) / 2 else 0
        elif not below or _width(chunk, i) > below:
            kept.append(i)
    return kept


def _width(chunk: Chunk, place: int) -> int:
    """How many columns a row takes up to its last text."""
    return max((column for column, cells in enumerate(chunk.columns, 1) if cells[place].strip()), default=0)


def _first_text(chunk: Chunk, place: int) -> str:
    """The first text of a row; the one after it where it is a bare number ("45,record(s) downloaded")."""
    texts = (cells[place].strip() for cells in chunk.columns if cells[place].strip())
    first = next(texts, "")
    return next(texts, "") if first.isdecimal() else first


def _further(
    chunk: Chunk,
    plan: Plan,
    sheet: Sheet,
    keep: Sequence[int],
    fields: dict[str, list[Any]],
    parsers: Mapping[str, Memo],
) -> Iterator[Problem]:
    """Bring in the plan's further columns; yields the problems of their cells."""
    cells: dict[int, list[str]] = {}
    for one in plan.further:
        there = chunk.columns[one.column] if one.column < len(chunk.columns) else None
        cells[one.column] = [there[i] for i in keep] if there is not None else [""] * len(keep)
    rows = [chunk.row_numbers[i] for i in keep]
    places = {row: at for at, row in enumerate(rows)} if chunk.faults else {}
    spoilt = {
        (column, places[row]): FAULTS[fault]
        for (row, column), fault in chunk.faults.items()
        if row in places and fault in FAULTS and fault is not Fault.DIGITS_LOST
    }
    for one, at, why in bring_together(fields, cells, plan, parsers, spoilt):
        moved = replace(plan, columns={**plan.columns, one.key: one.column})
        yield problem(moved, sheet, one.key, rows[at], cells[one.column][at], why.message, dict(why.values))


def _split(
    chunk: Chunk, plan: Plan, sheet: Sheet, keep: Sequence[int], cells: "_Cells", zone: tzinfo
) -> Iterator[Problem]:
    """Bring in the lines that stand in columns of their own; yields the problems of their cells."""
    memo = cells.parsers.setdefault("amount", parser(sheet.column("amount"), plan, zone, None))
    cells.fields["split"], refused = split_cells(chunk, plan, keep, memo)
    for column, at, text, why in refused:
        moved = replace(plan, columns={**plan.columns, "amount": column})
        yield problem(moved, sheet, "amount", chunk.row_numbers[at], text, why.message, dict(why.values))


def _bad(
    plan: Plan, sheet: Sheet, key: str, numbers: Sequence[int], cells: Sequence[str], values: list[Any]
) -> Iterator[Problem]:
    """What could not be understood of a column; it is left out of `values`."""
    for at, value in enumerate(values):
        if isinstance(value, Bad):
            yield problem(plan, sheet, key, numbers[at], cells[at], value.message, dict(value.values))
            values[at] = None


def _rough(
    plan: Plan, sheet: Sheet, key: str, numbers: Sequence[int], cells: Sequence[str], memo: Memo
) -> Iterator[Problem]:
    """Counts of a column that were told roughly: what is kept of them is no fault, and said."""
    if isinstance(memo, RoughMemo) and memo.rough:
        for at, cell in enumerate(cells):
            if (least := memo.rough.get(cell)) is not None:
                values = {"value": cell.strip(), "least": f"{least:,}"}
                yield problem(plan, sheet, key, numbers[at], cell, ROUGH, values, Outcome.NEW)


def problem(
    plan: Plan,
    sheet: Sheet,
    key: str,
    row: int,
    raw: str,
    message: str,
    values: dict[str, Any],
    outcome: Outcome = Outcome.REJECTED,
) -> Problem:
    """A problem of one cell; personal values are masked, long ones cut."""
    column = sheet.column(key)
    place = plan.columns.get(key, -1)
    shown = mask(column, raw) if column.personal else shorten(raw)
    header = plan.headers[place] if 0 <= place < len(plan.headers) else column.title
    return Problem(outcome, plan.sheet_name, row, letter(place) if place >= 0 else "", header, shown, message, values)
