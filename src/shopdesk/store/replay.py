"""Putting rows back as a change found them, column by column: what others changed in other columns stays theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import IntegrityError

from shopdesk.store.named import COLUMNS, row_name, value_words
from shopdesk.store.tx import Image, RowChange, Tx
from shopdesk.text import N_, UserError, _

CHANGED: Final = N_("{row}, {column}: it was {then} then and has been changed to {now} since. Nothing was changed.")
CHANGED_SOMEHOW: Final = N_("{row} has been changed since. Nothing was changed.")
GONE: Final = N_("{row} has been removed since. Nothing was changed.")
LEANT_ON: Final = N_("Something made later depends on {row}. Nothing was changed.")
TAKEN: Final = N_("Something made later has taken the place of {row}. Nothing was changed.")


class UndoConflict(UserError):
    """A row is no longer what the change left, so nothing was moved; `values["change"]` is the change, 0 for none."""


@dataclass(slots=True)
class Collision(Exception):
    """Why a row cannot be put back; told in words only after the transaction, which the database may have given up."""

    why: str
    change: RowChange
    columns: tuple[str, ...] = ()
    left: Image | None = None
    """What the change left there."""
    found: Image | None = None
    change_id: int = 0


def replay(tx: Tx, rows: Sequence[RowChange], *, backwards: bool, change_id: int = 0) -> None:
    """Restore before-images (newest first) or after-images; Collision where a column is not as the change left it."""
    tx.replayed += rows
    for row in reversed(rows) if backwards else rows:
        found = there = tx.image(row.table, row.row_id)
        try:
            there = turned(found, row, backwards=backwards)
            if there is None or found is None:
                tx.restore(row.table, row.row_id, there)
            elif there != found:
                edited = {name: value for name, value in there.items() if found[name] != value}
                tx.restore(row.table, row.row_id, edited)
        except IntegrityError as error:
            raise Collision(LEANT_ON if there is None else TAKEN, row, found=found, change_id=change_id) from error
        except Collision as met:
            met.change_id = change_id
            raise


def turned(found: Image | None, change: RowChange, *, backwards: bool) -> Image | None:
    """A row as it is to be: as `found`, with the columns that the change edited as they were before (or after) it.

    A row that the change made or removed is taken whole. Collision where the row is not what the change left;
    a column that a later schema added or dropped is nobody's edit.
    """
    left, wanted = (change.after, change.before) if backwards else (change.before, change.after)
    if (found is None) is not (left is None):
        raise Collision(GONE if found is None else TAKEN, change, found=found)
    if found is None or left is None:
        return wanted
    edited = [n for n in left if n in found and (wanted is None or (n in wanted and left[n] != wanted[n]))]
    since = tuple(name for name in edited if found[name] != left[name])
    if since:
        raise Collision(CHANGED, change, since, left, found)
    return None if wanted is None else found | {name: wanted[name] for name in edited}


def told(tx: Tx, met: Collision) -> UndoConflict:
    """The refusal in words: which row, which column, what it was and is; asked in a transaction of its own."""
    change = met.change
    image = tx.image(change.table, change.row_id) or met.found or change.after or change.before
    values: dict[str, Any] = {"row": row_name(tx, change.table, change.row_id, image), "change": met.change_id}
    known = [name for name in met.columns if name in COLUMNS]
    if met.why != CHANGED or met.left is None or met.found is None:
        return UndoConflict(met.why, code="undo_conflict", **values)
    if not known:
        return UndoConflict(CHANGED_SOMEHOW, code="undo_conflict", **values)
    column = known[0]
    values |= {
        "column": _(COLUMNS[column]),
        "then": value_words(tx, change.table, column, met.left[column]),
        "now": value_words(tx, change.table, column, met.found[column]),
    }
    return UndoConflict(CHANGED, code="undo_conflict", **values)
