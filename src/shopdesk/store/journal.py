"""The journal of changes: before- and after-images of every edit, undo, redo, and who did what when."""

import json
from typing import Any, Final

from sqlalchemy import Select, func, insert, or_, select, update

from shopdesk.store import seal
from shopdesk.store.action import Declared
from shopdesk.store.replay import replay
from shopdesk.store.tables import Change, ChangeRow, ImportFile
from shopdesk.store.tx import RowChange, Tx
from shopdesk.text import N_, UserError, _

DONE, UNDONE, DROPPED, KEPT = "done", "undone", "dropped", "kept"
STANDING: Final = (DONE, KEPT)
"""States of a change whose rows are as it left them, or as later work left them."""
STEPS: Final = ("undo", "redo", "set_aside")
"""What steps along the line of edits is called among the changes."""


def open_change(tx: Tx, act: Declared, name: str) -> None:
    """Write the change itself first, so that facts can point to it."""
    tx.marks = seal.marks(tx)
    values = {"made_at": tx.now, "person": tx.person, "action": name, "undoable": act.undoable, "state": DONE}
    key = tx.execute(insert(Change).values(**values, title="", seal="")).inserted_primary_key
    tx.change_id = int(key[0]) if key else 0


def close_change(tx: Tx, act: Declared) -> None:
    """Complete the change with its title, the images of its rows and its seal."""
    title = json.dumps(tx.title or {"message": act.title, "values": {}}, ensure_ascii=False)
    undoable = act.undoable and bool(tx.journal)
    if undoable:
        _drop_undone(tx)
    tx.execute(
        update(Change)
        .where(Change.change_id == tx.change_id)
        .values(title=title, undoable=undoable, import_id=tx.import_id, seal=seal.close(tx, title))
    )
    made: dict[str, Any] = {"change_id": tx.change_id}
    rows = [
        made | {"table_name": r.table, "row_id": r.row_id, "before": _dump(r.before), "after": _dump(r.after)}
        for r in tx.journal
    ]
    if rows and (act.undoable or tx.import_id is not None):
        tx.execute(insert(ChangeRow), rows)


def undo_last(tx: Tx, wanted: int = 0) -> int:
    """Take back the last edit that still stands; returns its change_id. UserError where it is not the one `wanted`."""
    change_id = tx.scalar(_undoable())
    if change_id is None or wanted > change_id:
        raise UserError(N_("There is nothing to undo."), code="nothing_to_undo")
    if wanted and wanted != change_id:
        later = _title_of(tx, change_id)
        raise UserError(N_("A later edit came after it: {title}. Undo that first."), code="later_edit", title=later)
    replay(tx, journaled(tx, change_id), backwards=True, change_id=change_id)
    _mark(tx, change_id, UNDONE, N_("Undid: {title}"))
    return int(change_id)


def redo_last(tx: Tx) -> int:
    """Do again the edit that was undone last; returns its change_id."""
    change_id = tx.scalar(_redoable())
    if change_id is None:
        raise UserError(N_("There is nothing to redo."), code="nothing_to_redo")
    replay(tx, journaled(tx, change_id), backwards=False, change_id=change_id)
    _mark(tx, change_id, DONE, N_("Redid: {title}"))
    return int(change_id)


def set_aside(tx: Tx, change_id: int) -> int:
    """Take an edit that cannot be undone, or done again, out of the line, so that the ones behind it have their turn.

    Its rows stay as they are. Returns its change_id; UserError where it is not in the line any more.
    """
    state = tx.scalar(select(Change.state).where(Change.change_id == change_id, Change.undoable == True))  # noqa: E712
    if state not in {DONE, UNDONE}:
        raise UserError(N_("This edit can be neither undone nor done again."), code="nothing_to_undo")
    _mark(tx, change_id, KEPT if state == DONE else DROPPED, N_("Left as it is: {title}"))
    return change_id


def next_titles(tx: Tx) -> tuple[str | None, str | None]:
    """What undo and redo would do now, in words; None where there is nothing."""
    return _title_of(tx, tx.scalar(_undoable())), _title_of(tx, tx.scalar(_redoable()))


def last_import(tx: Tx) -> str | None:
    """The import that stands and came after all that a person did by hand, in words; None where there is none."""
    by_hand = or_(Change.undoable == True, Change.action.in_(STEPS))  # noqa: E712
    last = select(func.max(Change.change_id)).where(by_hand).scalar_subquery()
    brought = (
        select(func.max(Change.change_id))
        .join(ImportFile, ImportFile.import_id == Change.import_id)
        .where(Change.undoable == False, ImportFile.taken_back_at.is_(None))  # noqa: E712
        .where(Change.change_id > func.coalesce(last, 0))
    )
    return _title_of(tx, tx.scalar(brought))


def journaled(tx: Tx, change_id: int) -> list[RowChange]:
    """The row changes of a change, oldest first."""
    found = tx.rows(select(ChangeRow).where(ChangeRow.change_id == change_id).order_by(ChangeRow.change_row_id))
    return [RowChange(r.table_name, r.row_id, _load(r.before), _load(r.after)) for r in found]


def title_text(stored: str) -> str:
    """The title of a change in the language spoken now."""
    told: dict[str, Any] = json.loads(stored) if stored else {"message": "", "values": {}}
    return _(told["message"]).format(**told["values"]) if told["values"] else _(told["message"])


def _undoable() -> Select[Any]:
    return select(func.max(Change.change_id)).where(Change.undoable == True, Change.state == DONE)  # noqa: E712


def _redoable() -> Select[Any]:
    last = _undoable().scalar_subquery()
    return select(func.min(Change.change_id)).where(
        Change.undoable == True,  # noqa: E712
        Change.state == UNDONE,
        Change.change_id > func.coalesce(last, 0),
    )


def _drop_undone(tx: Tx) -> None:
    """A new edit ends the line of redo; without this, what was undone before it would come back by its own undo."""
    standing = select(func.max(Change.change_id)).where(
        Change.undoable == True,  # noqa: E712
        Change.state == DONE,
        Change.change_id < tx.change_id,
    )
    later = Change.change_id > func.coalesce(standing.scalar_subquery(), 0)
    tx.execute(update(Change).where(later, Change.state == UNDONE).values(state=DROPPED))


def _mark(tx: Tx, change_id: int, state: str, message: str) -> None:
    tx.execute(update(Change).where(Change.change_id == change_id).values(state=state))
    tx.touch("change", change_id)
    tx.say(message, title=_title_of(tx, change_id) or "")


def _title_of(tx: Tx, change_id: int | None) -> str | None:
    if change_id is None:
        return None
    return title_text(tx.scalar(select(Change.title).where(Change.change_id == change_id)))


def _dump(image: dict[str, Any] | None) -> str | None:
    return None if image is None else json.dumps(image, ensure_ascii=False)


def _load(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
