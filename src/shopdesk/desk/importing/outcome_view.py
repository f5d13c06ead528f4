"""The dry run on screen: how many rows of each outcome, whether the sums agree, and every row that needs a look."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.figures import Figures
from shopdesk.desk.flow import FlowLayout
from shopdesk.desk.grid import CellFormats, GridView
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.importing.conflict_choice import ConflictChoice
from shopdesk.desk.importing.kinds import ON_SCREEN
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.outcome_cards import OutcomeCards
from shopdesk.desk.importing.outcome_lines import (
    OutcomeLines,
    is_mendable,
    pending,
    shown_line,
    told_layout,
    told_mends,
)
from shopdesk.desk.importing.outcome_rows import OUTCOME_SHEET, OUTCOMES, DryRun, OutcomeRow
from shopdesk.desk.importing.parts import Note, in_reading_order, whole
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.importing.row_panel import RowPanel
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.exchange.mending import Mends
from shopdesk.exchange.reading.problems import say
from shopdesk.exchange.sheets_of import told_left
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.exchange.trip.snapshot import is_trip
from shopdesk.shop.columns import Tone
from shopdesk.text import _, n_, sentences

ALL: Final = "all"
CHIPS: Final = (Outcome.REJECTED, Outcome.CONFLICT, Outcome.CHANGED, Outcome.NEW, Outcome.SAME, Outcome.SKIPPED)
PROBLEMS: Final = frozenset({Outcome.REJECTED.value, Outcome.CONFLICT.value})
READABLE: Final = 120
"""Pixels at text size 100 that the reasons keep beside the other columns."""
LOW: Final = 500
"""Pixels at text size 100: a view that is lower than this keeps its height for the list."""
NOTICES: Final = 4
"""So many remarks of the reader are shown; more would push the table off the page."""


class OutcomeView(QWidget):
    """Shows the dry run of the file in hand; nothing is written from here but through the queue."""

    def __init__(self, queue: ImportQueue, one: OneFile, choose_rejects: Callable[[], Path | None]) -> None:
        """`choose_rejects` lets the person say where the workbook of rejected rows goes; None: nowhere."""
        super().__init__()
        assert one.dry_run is not None
        assert one.plan is not None
        self._queue, self._one, self._choose_rejects = queue, one, choose_rejects
        self.told: DryRun = one.dry_run
        self._plan, self._kind = one.plan, one.plan.kind
        self._is_trip = is_trip(one.plan.kind)
        self.picked = ALL
        self._is_low = False
        self._closed = not any(line.outcome in PROBLEMS for line in self.told.listed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.cards = OutcomeCards(self._kind, self.told)
        column.addWidget(self.cards)
        for note in self._notes():
            column.addWidget(note)
        column.addLayout(self._bar())
        column.addLayout(self._below(), 1)
        self.choice = ConflictChoice(one, self._take)
        self.choice.setVisible(self.choice.is_needed)
        column.addWidget(self.choice)
        column.addWidget(self._foot())
        self._stand()
        in_reading_order(self)

    # ---------------------------------------------------------------------------------------------------------- notes

    def _notes(self) -> list[Note]:
        """What the person should know: a refusal, what the reader noticed, what importing such rows does."""
        notes = []
        if self._one.error is not None:
            notes.append(Note(str(self._one.error), Tone.BAD))
        facts = self._one.facts
        noticed = [say(notice) for notice in (facts.notices if facts else ())][:NOTICES]
        left = told_left(self._one.sheets, self._plan.sheet_name)
        noticed += [left] if left else []
        if noticed:
            notes.append(Note(sentences(*noticed), Tone.PLAIN))
        does = [] if self._kind in {"orders", "products"} else [_(ON_SCREEN[self._kind].rule)]
        if does or self.told.beside:
            notes.append(Note(sentences(*does, *self.told.beside), Tone.INFO))
        if self.told.gone or self.told.added:
            notes.append(Note(told_layout(self.told), Tone.WARN if self.told.gone else Tone.INFO))
        told = told_mends(self._one)
        if told:
            notes.append(Note(told, Tone.INFO))
        return notes

    # ------------------------------------------------------------------------------------------------ chips and deeds

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        chips = QWidget()
        chips.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        flow = FlowLayout(chips, gap=8)
        self.chips: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for key, title in [(ALL, _("All")), *((o.value, self._chip_title(o)) for o in CHIPS if self.told.counts[o])]:
            chip = button(title, look="chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked=False, key=key: self.pick(key))
            self._group.addButton(chip)
            self.chips[key] = chip
            flow.addWidget(chip)
        row.addWidget(chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._doing = QHBoxLayout()
        self._doing.setSpacing(10)
        row.addLayout(self._doing)
        self._offer()
        return row

    def _offer(self) -> None:
        """The deeds that are open now."""
        clear(self._doing)
        for made in self._checks() if self._is_mended else self._deeds():
            self._doing.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        in_reading_order(self)

    @property
    def _is_mended(self) -> bool:
        """Whether something was mended that the dry run does not know yet."""
        return self._one.staged is not None and self._one.mends != self._one.staged.mends

    def _checks(self) -> list[QPushButton]:
        """What can be done while something mended has not been checked."""
        assert self._one.staged is not None
        count = pending(self._one.mends, self._one.staged.mends)
        said = n_("Check again ({count} change)", "Check again ({count} changes)", count).format(count=whole(count))
        self.go = button(said, self._check_again, icon_name="refresh", look="primary")
        return [button(_("Undo the changes"), self._undo), self.go]

    def _chip_title(self, outcome: Outcome) -> str:
        return f"{_(OUTCOMES[outcome].title)} {whole(self.told.counts[outcome])}"

    def _deeds(self) -> list[QPushButton]:
        news, rejected = self.told.news, self.told.counts[Outcome.REJECTED]
        deeds = []
        if rejected:
            deeds.append(button(_("Save the rejected rows…"), self._save_rejects, icon_name="sheet"))
        if news:
            deeds.append(button(_("Cancel"), self._queue.skip))
            if rejected:
                text = n_("Import the good row ({count})", "Import the good rows ({count})", news)
            else:
                text = n_("Import {count} row", "Import {count} rows", news)
            self.go = button(text.format(count=whole(news)), self._import, look="primary")
        else:
            self.go = button(_("Close"), self._queue.skip, look="primary")
        return [*deeds, self.go]

    def _save_rejects(self) -> None:
        target = self._choose_rejects()
        if target is not None:
            self._queue.save_rejects(target)

    def _import(self) -> None:
        """Import; where rows were rejected, the good ones alone, once the others have a place to be mended in."""
        if not self.told.counts[Outcome.REJECTED] or self._is_trip:
            self._queue.write()
            return
        target = self._choose_rejects()
        if target is not None:
            self._queue.write(rejects=target)

    # ---------------------------------------------------------------------------------------------------------- table

    def _below(self) -> QHBoxLayout:
        """The list, and the row of the file that is current in it."""
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._table(), 1)
        self.panel = RowPanel(self._queue.desk, self._one)
        self.panel.hide()
        self.panel.closed.connect(self._close_panel)
        self.panel.mended.connect(self.mend)
        self.panel.left_out.connect(self.leave_out)
        row.addWidget(self.panel)
        return row

    def _table(self) -> GridFrame:
        self.rows = OutcomeLines(OUTCOME_SHEET, CellFormats(OUTCOME_SHEET), self)
        # Not before the editor is closed: mending fills the list anew.
        self.rows.on_edit = lambda *edit: QTimer.singleShot(0, self, partial(self._mend_line, *edit))
        self.view = GridView(self.rows)
        columns = self.view.columns
        columns.let_narrow(READABLE)
        used = {
            "stored": any(line.stored for line in self.told.listed),
            "exported": any(line.exported for line in self.told.listed),
        }
        order = [key for key in columns.order() if key != "exported"]
        order.insert(order.index("stored"), "exported")
        columns.arrange(order, [key for key, is_used in used.items() if not is_used])
        self.view.sort_wanted.connect(self._sort)
        self.view.told.connect(self._queue.desk.tell)
        self.view.current_changed.connect(self._show_row)
        self.view.current_changed.connect(self._choose_at)
        self.view.opened.connect(self._open_row)
        self.view.clicked.connect(lambda index: self._click(self.rows.row_id(index.row())))
        self.frame = GridFrame(self.view)
        self.setFocusProxy(self.view)
        return self.frame

    def _stand(self) -> None:
        """Where the person stood before the file was checked again; at first, on the first problem."""
        chip, row = self._one.look
        self.pick(chip if chip in self.chips else ALL)
        lines = enumerate(self.told.listed)
        at = next((n for n, line in lines if line.row == row or (row < 0 and line.outcome in PROBLEMS)), None)
        if at is not None:
            self.view.go_to(at)

    # ------------------------------------------------------------------------------------------------ rows and mending

    def _show_row(self, at: object) -> None:
        """Show the row of the file that a line of the list is about, standing on its cell."""
        if not isinstance(at, int) or self._closed:
            return
        line = self.told.listed[at]
        self._one.look = (self.picked, line.row)
        self.panel.show_row(line.row, line.place, self._lines_of(line.row))
        self.panel.show()

    def _choose_at(self, at: object) -> None:
        self.choice.stand_on(self.told.listed[at] if isinstance(at, int) else None)

    def _click(self, at: object) -> None:
        if self._closed:
            self._closed = False
            self._show_row(at)

    def _open_row(self, at: object) -> None:
        self._click(at)
        self.panel.view.setFocus()

    def _close_panel(self) -> None:
        self._closed = True
        self.panel.hide()
        self.view.setFocus()

    def _lines_of(self, row: int) -> list[OutcomeRow]:
        return [shown_line(line, self._one) for line in self.told.listed if line.row == row]

    def _mend_line(self, at: int, _key: str, text: str) -> None:
        line = self.told.listed[at]
        if is_mendable(line):
            self.mend(line.row, line.place, text)
        else:
            said = _("Only a cell that is rejected or in conflict is mended here; open its row to mend another.")
            self._queue.desk.tell(said)

    def mend(self, row: int, place: int, text: str) -> None:
        """Let a text stand for what the file has in a cell; its own text again takes that back."""
        mends, is_shown = self._one.mends, self.panel.row == row and place not in self._plan.personal
        if is_shown and text == self.panel.file_text(place):
            self._take(mends.without_cell(row, place))
        else:
            self._take(mends.with_cell(row, place, text))

    def leave_out(self, row: int, is_out: bool) -> None:
        """Leave a row of the file out, or take it in again."""
        self._take(self._one.mends.leaving_out(row, is_out))

    def _undo(self) -> None:
        assert self._one.staged is not None
        self._take(self._one.staged.mends)

    def _take(self, mends: Mends) -> None:
        self._queue.mend(mends)
        at = self.view.current_id()
        self.pick(self.picked)
        self._offer()
        self._choose_at(at)
        if self.panel.isVisible() or self.panel.row:
            self.panel.renew(self._lines_of(self.panel.row))

    def _check_again(self) -> None:
        self._queue.read()

    def _sort(self, sort: object) -> None:
        self.rows.sort_memory(sort)  # type: ignore[arg-type]  # Qt hands the Sort over as an object
        self.view.show_sort(sort)  # type: ignore[arg-type]

    def pick(self, key: str) -> None:
        """Show the rows of one outcome, or all."""
        self.chips[key].setChecked(True)
        self.picked = key
        shown = [(at, line) for at, line in enumerate(self.told.listed) if key in {ALL, line.outcome}]
        width = len(OUTCOME_SHEET.columns)
        cells = [shown_line(line, self._one)[:width] for _at, line in shown]
        self.rows.show_rows(cells, [at for at, _line in shown])
        self.frame.show_note("" if shown else _("There is nothing to look at here."))
        left_out = self._left_out(key)
        self._cut.setText(left_out)
        self._cut.setVisible(bool(left_out))

    def _foot(self) -> Words:
        self._cut = Words("", "small", "muted", wrap=True)
        return self._cut

    def _left_out(self, key: str) -> str:
        """What the table does not list one by one."""
        left = {name: count for name, count in self.told.unlisted.items() if key in {ALL, name}}
        if not left:
            return ""
        named = ", ".join(f"{_(OUTCOMES[name].title)} {whole(count)}" for name, count in left.items())
        return _("Counted but not listed one by one: {outcomes}.").format(outcomes=named)

    def status(self) -> list[tuple[str, str]]:
        """What the status bar says of it."""
        seconds = Figures().pieces(Decimal(f"{self._one.seconds:.1f}"))
        return [(_("Nothing has been written yet"), ""), (_("Read in"), _("{seconds} s").format(seconds=seconds)),
                (_("Rows"), whole(self.told.rows))]  # fmt: skip

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.set_room(self.width())
        is_low = self.height() < theme.scaled(LOW)
        if is_low != self._is_low:
            self._is_low = is_low
            self.cards.set_low(is_low)
