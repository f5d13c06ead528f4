"""The page of an import: shown over the tabs while files come in, one file after another."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import TABLES
from shopdesk.desk.importing.asking import PasswordView, ProblemView
from shopdesk.desk.importing.batch_view import BatchView, LookingView
from shopdesk.desk.importing.done_view import DoneView
from shopdesk.desk.importing.mapping_panel import MappingPanel
from shopdesk.desk.importing.one_file import OneFile, Stage
from shopdesk.desk.importing.outcome_view import OutcomeView
from shopdesk.desk.importing.parts import whole
from shopdesk.desk.importing.period_view import PeriodView
from shopdesk.desk.importing.progress_view import ProgressView
from shopdesk.desk.importing.questions import QuestionView
from shopdesk.desk.importing.queue import PAGE, queue_of
from shopdesk.desk.importing.rates_view import RatesView
from shopdesk.desk.panels import page
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.exchange.trip.snapshot import is_trip
from shopdesk.shop.catalog.actions import CHANNELS
from shopdesk.shop.columns import Tone
from shopdesk.text import N_, _, n_

if TYPE_CHECKING:
    from shopdesk.desk.palette import Command

WAITING: Final = frozenset({Stage.MAPPING, Stage.ASKING, Stage.RATES, Stage.PERIOD, Stage.PASSWORD, Stage.CHECKED})
"""Stages in which the file waits for the person."""


class ImportPage(QWidget):
    """Shows the queue of its desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.desk = desk
        self.queue = queue_of(desk)
        self.view: QWidget = QWidget()
        self._column = page(self)
        self._column.addLayout(self._head())
        self._column.addWidget(self.view, 1)
        self.queue.changed.connect(self.refresh)
        self.queue.tell_again()
        self.refresh()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.title = Words("", "title", elide=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.pill = Pill()
        self.about = Words("", "body", "muted", elide=True)
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.columns = button(_("Match columns"), self.queue.show_columns, icon_name="columns")
        self.columns.setToolTip(_("Which column of the file is read as which field"))
        for widget, stretch in ((self.title, 8), (self.pill, 0), (self.about, 1)):
            row.addWidget(widget, stretch)
        row.addStretch(1)
        row.addWidget(self.columns)
        return row

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """The dry run of a file, for a picture of it."""
        return [("dry-run", self._drop_sample)]

    def _drop_sample(self) -> None:
        from shopdesk.exchange.demo.sample import write_sample

        if self.queue.current is None:
            folder = Path(tempfile.mkdtemp(prefix="shopdesk-sample-"))
            self.queue.add([write_sample(folder, datetime.now(UTC).date())])

    # --------------------------------------------------------------------------------------------------------- stages

    def refresh(self) -> None:
        """Show the stage that the file in hand has come to."""
        one = self.queue.current
        old, self.view = self.view, self._view(one)
        self._column.replaceWidget(old, self.view)
        old.hide()
        old.deleteLater()
        self.view.show()
        self._column.setStretchFactor(self.view, 1)
        self._name(one)
        if self.isVisible():
            (self.view if self.view.focusProxy() else self).setFocus()
        self._tell_status()
        if not self.queue.is_busy and not self.queue.finished and not self.queue.left and self.isVisible():
            self.desk.show("")

    def _view(self, one: OneFile | None) -> QWidget:
        if one is None:
            if self.queue.looking is not None:
                return LookingView(self.queue)
            return BatchView(self.queue) if self.queue.batch else DoneView(self.queue, self.choose, self.choose_folder)
        match one.stage:
            case Stage.READING | Stage.WRITING:
                return ProgressView(one, self.queue.skip)
            case Stage.PASSWORD:
                return PasswordView(self.queue, one)
            case Stage.MAPPING:
                return MappingPanel(self.queue, one)
            case Stage.ASKING:
                return QuestionView(self.queue, one)
            case Stage.RATES:
                return RatesView(self.queue, one)
            case Stage.PERIOD:
                return PeriodView(self.queue, one)
            case Stage.CHECKED:
                return OutcomeView(self.queue, one, partial(self.choose_rejects, one))
            case Stage.FAILED:
                return ProblemView(self.queue, one, self.choose)

    def _name(self, one: OneFile | None) -> None:
        """The head: which file, recognised as what, how much of it."""
        if one is None and self.queue.batch:
            count = len(self.queue.batch)
            self.title.setText(n_("Import {count} file", "Import {count} files", count).format(count=whole(count)))
        elif one is None:
            self.title.setText(_("Imported") if self.queue.finished else _("Import"))
        else:
            self.title.setText(_("Import {file}").format(file=one.name))
        self.title.setToolTip(str(one.entry.found.origin) if one else "")
        self.pill.set_state(*(_recognised(one) if one else ("", Tone.PLAIN)))
        self.about.setText(" · ".join(self._facts(one)) if one else "")
        is_checked = one is not None and one.stage is Stage.CHECKED
        self.columns.setVisible(is_checked and not (one and one.plan and is_trip(one.plan.kind)))

    def _facts(self, one: OneFile) -> list[str]:
        place, count = self.queue.place
        facts = [_("File {place} of {count}").format(place=place, count=count)] if count > 1 else []
        if one.plan is not None and one.facts is not None and one.stage in WAITING:
            named = one.plan.sheet_name
            if named and len(one.facts.heads) > 1:
                facts.append(_("Sheet {place}, {name}").format(place=one.plan.sheet + 1, name=named))
        if one.dry_run is not None and one.stage is Stage.CHECKED:
            rows = one.dry_run.rows
            facts.append(n_("{count} row", "{count} rows", rows).format(count=whole(rows)))
        if one.staged is not None and one.staged.plan.kind == "orders":
            channel = one.staged.channel
            facts.append(_("Channel {name}").format(name=_(CHANNELS.get(channel, channel))))
        return facts

    def _tell_status(self) -> None:
        if self.isVisible():
            told = self.view.status() if isinstance(self.view, OutcomeView) else []
            self.desk.selection_told.emit(told)

    # ---------------------------------------------------------------------------------------------------------- files

    def choose(self) -> None:
        """Let the person choose files."""
        from PySide6.QtWidgets import QFileDialog

        kinds = f"{_('Tables')} ({TABLES});;{_('All files')} (*)"
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Import files"), "", kinds)
        if chosen:
            self.queue.add([Path(name) for name in chosen])

    def choose_folder(self) -> None:
        """Let the person choose a folder, all tables of which are looked at."""
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self, _("Import a folder"), "")
        if chosen:
            self.queue.add([Path(chosen)])

    def commands(self) -> list["Command"]:
        """What the palette offers beside the files of the window's own command."""
        from shopdesk.desk.palette import Command

        words = N_("load, all files of a folder")
        return [Command("import.folder", N_("Import a folder…"), self.choose_folder, "folder", "", words)]

    def choose_rejects(self, one: OneFile) -> Path | None:
        """Let the person say where the rejected rows go; beside the file unless they say otherwise."""
        from PySide6.QtWidgets import QFileDialog

        origin = one.entry.found.origin
        proposed = origin.with_name(_("{file} rejected rows").format(file=one.path.stem) + ".xlsx")
        said = _("Save the rejected rows")
        chosen, _kind = QFileDialog.getSaveFileName(self, said, str(proposed), f"{_('Workbook')} (*.xlsx)")
        return Path(chosen).with_suffix(".xlsx") if chosen else None

    def _remind(self) -> None:
        """The person went elsewhere while a file waits for them."""
        one = self.queue.current
        if one is not None and one.stage in WAITING and not self.isVisible() and self.window().isVisible():
            said = _("{file} waits for you; nothing of it has been written.").format(file=one.name)
            self.desk.tell(said, action=(_("Back to it"), lambda: self.desk.show(PAGE)))

    # Qt's own names from here.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_status()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        stack = self.parentWidget()
        is_left = stack is not None and stack.isVisible()  # else the window goes, or is made anew around this page
        if is_left and not event.spontaneous():
            QTimer.singleShot(0, self, self._remind)


def _recognised(one: OneFile) -> tuple[str, Tone]:
    """The pill: as what the file was recognised, and how its text is written."""
    if one.plan is None or one.facts is None or one.stage not in {*WAITING, Stage.WRITING}:
        return "", Tone.PLAIN
    encoding = one.facts.encoding.upper().removesuffix("-SIG") or f".{one.facts.container}"
    if not one.plan.certain and one.plan.title:
        said = _("{format}, changed, {encoding}")
        return said.format(format=_(one.plan.title), encoding=encoding), Tone.WARN
    if not one.plan.certain:
        return _("Layout not known, {encoding}").format(encoding=encoding), Tone.WARN
    name = _(one.plan.title) if one.plan.title else _("Your columns")
    return _("{format}, {encoding}").format(format=name, encoding=encoding), Tone.GOOD
