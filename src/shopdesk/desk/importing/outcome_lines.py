"""The lines of the dry run as they stand while a person mends them, before the file is checked again."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from shopdesk.desk.grid import RowsModel
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.outcome_rows import LEFT_OUT, MENDED, OUTCOME_SHEET, DryRun, OutcomeRow
from shopdesk.desk.importing.parts import whole
from shopdesk.exchange.mending import Mends
from shopdesk.exchange.preview import become
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.text import _, n_, sentences

VALUE = next(place for place, column in enumerate(OUTCOME_SHEET.columns) if column.key == "value")
_MENDABLE = frozenset({Outcome.REJECTED.value, Outcome.CONFLICT.value, MENDED})
_EDITABLE = Qt.ItemFlag.ItemIsEditable


class OutcomeLines(RowsModel):
    """The lines of the table; a rejected cell, or one in conflict, can be typed over."""

    # Qt's own names from here.

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == VALUE and not (self.value(index.row(), 0) in _MENDABLE and self.value(index.row(), 2)):
            return flags & ~_EDITABLE
        return flags


def is_mendable(line: OutcomeRow) -> bool:
    """Whether the cell of a line can be mended in the list itself."""
    return line.place >= 0 and line.outcome in _MENDABLE


def shown_line(line: OutcomeRow, one: OneFile) -> OutcomeRow:
    """The line with what has been mended since the dry run was made."""
    assert one.staged is not None
    known, plan = one.staged.mends, one.staged.plan
    if line.row in one.mends.left_out and line.row not in known.left_out:
        said = _("Left out. Check again to see what comes of it.")
        return line._replace(outcome=LEFT_OUT, reason=said)
    at = line.row, line.place
    if (at in one.mends.taken) is not (at in known.taken):
        said = _("The sheet's value is taken.") if at in one.mends.taken else _("The store's value stays.")
        if plan.kind == WAYBILL_FILE.name:
            said = _("It is shipped anyway.") if at in one.mends.taken else _("It is held.")
        return line._replace(outcome=MENDED, reason=sentences(said, _("Check again to see what comes of it.")))
    text = one.mends.cells.get((line.row, line.place))
    if text is None or text == known.cells.get((line.row, line.place)):
        return line
    key = next((key for key, place in plan.columns.items() if place == line.place), "")
    if not key:
        return line
    (cell,) = become(plan, key, [text], ZoneInfo(plan.zone or "UTC"))
    if cell.fault:
        return line._replace(value=text, reason=cell.fault)
    said = _("Mended: reads as {value}. Check again to see the whole row.").format(value=cell.text or _("blank"))
    return line._replace(outcome=MENDED, value=text, reason=said)


def pending(mends: Mends, known: Mends) -> int:
    """How many changes the dry run does not know yet."""
    places = mends.cells.keys() | known.cells.keys()
    cells = sum(mends.cells.get(place) != known.cells.get(place) for place in places)
    return cells + len(mends.left_out ^ known.left_out) + len(mends.taken ^ known.taken)


def told_mends(one: OneFile) -> str:
    """What of the file was mended by hand, in a sentence; "" for nothing."""
    staged = one.staged
    if staged is None or not staged.mends:
        return ""
    cells, rows = len(staged.mended), len(staged.mends.left_out)
    parts = []
    if cells:
        parts.append(
            n_("{count} cell mended by hand", "{count} cells mended by hand", cells).format(count=whole(cells))
        )
    if rows:
        parts.append(n_("{count} row left out", "{count} rows left out", rows).format(count=whole(rows)))
    if not parts:
        return ""
    kept = _("The import keeps what the file said beside what you wrote.")
    return f"{', '.join(parts)}. {kept}"


def told_layout(dry_run: DryRun, most: int = 12) -> str:
    """What changed since the last file of the same layout, in a sentence."""
    said = [_("The layout has changed since the last file.")]
    missing, new = _("Missing, so not read any more: {headers}."), _("New, and not read: {headers}.")
    for sentence, headers in ((missing, dry_run.gone), (new, dry_run.added)):
        if headers:
            said.append(sentence.format(headers=", ".join(headers[:most]) + (" …" if len(headers) > most else "")))
    return sentences(*said, _("“Match columns” shows what each column is read as."))
