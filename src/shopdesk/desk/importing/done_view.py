"""Before and after: the invitation to drop a file, or a calm line for each that came in; below, all imports."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.importing.batch_view import left_aside
from shopdesk.desk.importing.held_files import HeldFiles
from shopdesk.desk.importing.history_view import ImportHistory
from shopdesk.desk.importing.kinds import ON_SCREEN, place_of, way_to
from shopdesk.desk.importing.one_file import Finished
from shopdesk.desk.importing.parts import Note, bar, whole
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.importing.taking_back import offer_take_back
from shopdesk.desk.importing.templates import templates_button
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Pill, Symbol, Words, button
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.columns import Tone
from shopdesk.shop.history import find_import
from shopdesk.text import _, n_, sentences


class DoneView(QWidget):
    """Shows what the queue has finished since files were last dropped, or what can be dropped; then the history."""

    def __init__(self, queue: ImportQueue, choose: Callable[[], object], choose_folder: Callable[[], object]) -> None:
        super().__init__()
        self._queue = queue
        self._ways: dict[int, tuple[list[QWidget], Pill]] = {}
        """Import → what leads to it and takes it back, and the word that stands there once it is taken back."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if queue.left:
            column.addWidget(Note(left_aside(queue.left), Tone.WARN))
        self.held = HeldFiles(queue)
        column.addWidget(self.held)
        for one in queue.finished:
            column.addWidget(self._card(one))
        if queue.finished:
            _rule, tab, words = ON_SCREEN[queue.finished[-1].kind]
            self.open = button(_(words), lambda: queue.desk.show(tab), look="primary")
            more = button(_("Import more…"), choose, icon_name="import")
            self.templates = templates_button(queue.desk, self)
            column.addWidget(bar(Words(_("All imports"), "strong"), right=(self.templates, more, self.open)))
            self.setFocusProxy(self.open)
        else:
            column.addWidget(self._invitation(choose, choose_folder))
            self.setFocusProxy(self.choose)
        self._column = column
        column.addStretch(1)
        queue.desk.changed.connect(self._follow)
        self._ask_gone()
        QTimer.singleShot(0, self, self._add_history)  # the answer first, then what takes a moment to make

    def _follow(self, changes: Any) -> None:
        if "import_file" in changes.tables:
            self._ask_gone()

    def _ask_gone(self) -> None:
        """Find out which of the imports shown have been taken back since, here or in the history."""
        if self._ways:
            self._queue.desk.ask("import.gone", partial(_gone, import_ids=list(self._ways)), self._show_gone)

    def _show_gone(self, gone: Sequence[int]) -> None:
        for import_id in gone:
            ways, pill = self._ways[import_id]
            for made in ways:
                made.hide()
            pill.show()

    def _add_history(self) -> None:
        self._column.takeAt(self._column.count() - 1)
        self._column.addWidget(ImportHistory(self._queue.desk), 1)

    def _invitation(self, choose: Callable[[], object], choose_folder: Callable[[], object]) -> Card:
        """What to do here before anything has been done."""
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Symbol("import", 24, "accent"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(_("Drop any Excel or CSV file on the window."), "strong", wrap=True))
        calm = _("You see what is new, changed or refused before anything is written.")
        words.addWidget(Words(calm, "body", "muted", wrap=True))
        row.addLayout(words, 1)
        self.choose = button(_("Choose files…"), choose, look="primary")
        self.templates = templates_button(self._queue.desk, self)
        self.folder = button(_("Choose a folder…"), choose_folder)
        for made in (self.templates, self.folder, self.choose):
            row.addWidget(made)
        card.body.addLayout(row)
        return card

    def _card(self, one: Finished) -> Card:
        card = Card()
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(Symbol("good", 20, "good"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Words(one.name, "strong", elide=True))
        words.addWidget(Words(came_in(one), "body", wrap=True))
        left = left_out(one)
        if left:
            words.addWidget(Words(left, "body", "warn", wrap=True))
        first.addLayout(words, 1)
        if one.import_id:
            tab, words_for = way_to(one.kind)
            show = button(
                _(words_for), lambda: self._queue.desk.show(tab, **place_of(one.kind, one.import_id)), look="link",
                name=_("Show what came with {what}").format(what=one.name),
            )  # fmt: skip
            first.addWidget(show, 0, Qt.AlignmentFlag.AlignVCenter)
            back = button(
                _("Take back…"), lambda: offer_take_back(self._queue.desk, self, one.import_id), icon_name="return",
                name=_("Take back {what}").format(what=one.name),
            )  # fmt: skip
            first.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
            pill = Pill(_("Taken back"), Tone.WARN)
            pill.hide()
            first.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
            self._ways[one.import_id] = [show, back], pill
        card.body.addLayout(first)
        return card


def _gone(tx: Any, import_ids: Sequence[int]) -> list[int]:
    """Those of the imports that were taken back."""
    found = {import_id: find_import(tx, import_id) for import_id in import_ids}
    return [import_id for import_id, row in found.items() if row is not None and row.taken_back_at is not None]


def came_in(one: Finished) -> str:
    """What an import brought, in a sentence."""
    new, changed, same = (one.counts[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME))
    orders = one.documents.get(Outcome.NEW, 0)
    parts = []
    if new:
        parts.append(n_("{count} new row", "{count} new rows", new).format(count=whole(new)))
    if orders and one.kind == "orders":
        parts.append(n_("{count} new order", "{count} new orders", orders).format(count=whole(orders)))
    if one.new_skus and one.kind == "orders":
        parts.append(n_("{count} new SKU", "{count} new SKUs", one.new_skus).format(count=whole(one.new_skus)))
    if changed:
        parts.append(n_("{count} row changed", "{count} rows changed", changed).format(count=whole(changed)))
    if same:
        parts.append(n_("{count} row was the same", "{count} rows were the same", same).format(count=whole(same)))
    if one.amount:
        parts.append(_("amount of the file {amount}").format(amount=one.amount))
    return " · ".join(parts)


def left_out(one: Finished) -> str:
    """What did not come in, in a sentence."""
    rejected, held = one.counts[Outcome.REJECTED], one.counts[Outcome.CONFLICT]
    parts = []
    if rejected and one.rejects is not None:
        said = n_("{count} rejected row is in {file}.", "{count} rejected rows are in {file}.", rejected)
        parts.append(said.format(count=whole(rejected), file=one.rejects.name))
    if held:
        said = n_("{count} row in conflict was left as it is.", "{count} rows in conflict were left as they are.", held)
        parts.append(said.format(count=whole(held)))
    return sentences(*parts)
