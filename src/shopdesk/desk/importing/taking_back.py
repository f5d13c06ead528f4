"""Taking an import back: first what goes and what stands on it, then the decision, then the work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QMessageBox, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.parts import whole
from shopdesk.desk.importing.queue import shortened
from shopdesk.desk.jobs import Job
from shopdesk.exchange.load.take_back import find_refusal, take_back
from shopdesk.shop.columns import Tone
from shopdesk.shop.history import count_facts, find_import
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _, n_, sentences


@dataclass(frozen=True, slots=True)
class Standing:
    """An import as it stands: what it made, and why it cannot be taken back."""

    import_id: int
    file_name: str
    rows: int
    moves: int
    entries: int
    refusal: str
    """"": it can."""


def find_standing(tx: Any, import_id: int) -> Standing:
    """What taking the import back would mean; UserError where it is not there, or gone already."""
    found = find_import(tx, import_id)
    if found is None:
        raise UserError(N_("Import {number} does not exist."), code="not_found", number=import_id)
    if found.taken_back_at is not None:
        raise UserError(N_("Import {number} has been taken back already."), code="taken_back", number=import_id)
    moves, entries = count_facts(tx, import_id)
    refusal = find_refusal(tx, import_id)
    said = "" if refusal is None else str(refusal)
    return Standing(import_id, found.file_name, found.new + found.changed, moves, entries, said)


def offer_take_back(
    desk: Desk, parent: QWidget | None, import_id: int, then: Callable[[], object] | None = None
) -> None:
    """Find out what stands on an import, then ask whether to take it back; `then` hears that it is done."""
    find = partial(find_standing, import_id=import_id)
    desk.ask(("import.standing", import_id), find, partial(_ask, desk, parent, then))


def _ask(desk: Desk, parent: QWidget | None, then: Callable[[], object] | None, standing: Standing) -> None:
    box = QMessageBox(parent)
    box.setObjectName("take_back")
    if standing.refusal:
        box.setText(_("{file} cannot be taken back yet.").format(file=standing.file_name))
        box.setInformativeText(standing.refusal)
        box.addButton(_("Leave it"), QMessageBox.ButtonRole.RejectRole)
        go = None
    else:
        box.setText(_("Take {file} back?").format(file=standing.file_name))
        box.setInformativeText(describe(standing))
        stay = box.addButton(_("Leave it"), QMessageBox.ButtonRole.RejectRole)
        go = box.addButton(_("Take back"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(stay)
    box.finished.connect(box.deleteLater)
    box.buttonClicked.connect(lambda chosen: begin_take_back(desk, standing, then) if chosen is go else None)
    box.open()


def describe(standing: Standing) -> str:
    """What goes and what stays, in words."""
    goes = n_(
        "What its {rows} row added goes, and what it changed returns to what it was.",
        "What its {rows} rows added goes, and what they changed returns to what it was.",
        standing.rows,
    ).format(rows=whole(standing.rows))
    moves = n_("{count} stock move", "{count} stock moves", standing.moves).format(count=whole(standing.moves))
    entries = n_("{count} journal entry", "{count} journal entries", standing.entries)
    answered = _("Answered by reversals, so that the history keeps both: {what}.")
    facts = [moves] if standing.moves else []
    facts += [entries.format(count=whole(standing.entries))] if standing.entries else []
    stays = answered.format(what=", ".join(facts)) if facts else ""
    return sentences(goes, *filter(None, [stays]), _("No later import stands on it."))


def begin_take_back(desk: Desk, standing: Standing, then: Callable[[], object] | None = None) -> None:
    """Take an import back as a job of the desk, with a backup before where much goes."""
    store, wants_backup = cast(Store, desk.store), not desk.is_demo

    def work(job: Job) -> None:
        from shopdesk.store.backup import due

        if wants_backup and due(store, rows=standing.rows):
            job.tick(0, 0, _("Backing up first"))
            store.backup(reason="take_back")
        job.check()
        job.tick(0, 0, _("Reversing"))
        job.write(take_back, standing.import_id)

    desk.run(
        _("Taking {file} back").format(file=shortened(standing.file_name)), work, partial(_told, desk, standing, then)
    )


def _told(desk: Desk, standing: Standing, then: Callable[[], object] | None, _answer: object) -> None:
    desk.backups_changed.emit()
    desk.tell(_("{file} has been taken back; the shop is as it was before.").format(file=standing.file_name), Tone.GOOD)
    if then is not None:
        then()
