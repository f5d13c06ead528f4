"""The line at the foot of the window: saved or not, the shop, its last backup, the selection's totals, running jobs."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Backup
from shopdesk.desk.jobs import Job, Progress
from shopdesk.desk.widgets import Symbol, Words, button, clear, time_left
from shopdesk.text import _, language, n_


class StatusBar(QFrame):
    """Follows the desk by itself; `show_backup` is told by the window."""

    backup_wanted = Signal()
    """The line about the last backup was clicked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("look", "foot")
        self.setMinimumHeight(theme.scaled(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 4)
        row.setSpacing(18)
        self._mark = Symbol("good", 14)
        self._saved = Words("", "small", "muted")
        self._shop = Words("", "small", "muted")
        self._last_backup: Backup | None = None
        self._backup = button("", self.backup_wanted.emit, look="link")
        self._backup.setFont(theme.font("small"))
        self._backup.hide()
        for widget in (self._mark, self._saved, self._shop, self._backup):
            row.addWidget(widget)
        row.addStretch(1)
        self._totals = QHBoxLayout()
        self._totals.setSpacing(18)
        row.addLayout(self._totals)
        self._job = JobLine()
        row.addWidget(self._job)
        desk.saving_changed.connect(self._show_saved)
        desk.history_changed.connect(self._show_shop)
        desk.history_changed.connect(self._show_backup)
        desk.store_changed.connect(self._show_shop)
        desk.jobs_changed.connect(self._show_jobs)
        desk.selection_told.connect(self.show_totals)
        self._show_saved()
        self._show_shop()
        self._show_jobs()

    def _show_saved(self) -> None:
        is_open = self._desk.store is not None
        self._mark.setVisible(is_open)
        self._mark.set_icon("refresh" if self._desk.is_saving else "good", "muted")
        self._saved.setText("" if not is_open else _("Saving…") if self._desk.is_saving else _("Saved"))

    def _show_shop(self) -> None:
        self._shop.setText(self._desk.shop_name)
        self._show_saved()

    def _show_jobs(self) -> None:
        self._job.show_job(self._desk.jobs)

    def show_backup(self, backup: Backup | None) -> None:
        """Say when the last backup was made and whether it was verified; None says that there is none."""
        self._last_backup = backup
        self._backup.show()
        self._show_backup()

    def hide_backup(self) -> None:
        """The shop has no backups: it is made up, or its database is looked after elsewhere."""
        self._backup.hide()

    def _show_backup(self) -> None:
        backup = self._last_backup
        if backup is None:
            self._backup.setText(_("No backup yet: make one"))
            self._backup.setToolTip(_("Make a verified copy of the shop now"))
            return
        sentence = _("Backup {when}, verified") if backup.verified else _("Backup {when}, not verified")
        self._backup.setText(sentence.format(when=moment(backup.made_at, self._desk.zone)))
        self._backup.setToolTip(_("Make another verified copy of the shop now"))

    def show_totals(self, pairs: Sequence[tuple[str, str]]) -> None:
        """The selection in figures, as pairs of label and value; a pair without a value is a sentence."""
        clear(self._totals)
        for label, value in pairs:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(4)
            line.addWidget(Words(label, "small", "muted"))
            if value:
                line.addWidget(Words(value, "small_strong"))
            self._totals.addWidget(holder)


class JobLine(QWidget):
    """The job begun last: title, a thin bar, how much, how fast, how long, and Cancel."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._title = Words("", "small", "muted", elide=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(140, 6)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._figures = Words("", "small", "muted")
        self._cancel = button(_("Cancel"), self._stop, look="link", name=_("Cancel the running task"))
        self._cancel.setFont(theme.font("small"))
        for widget in (self._title, self._bar, self._figures, self._cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_job(self, jobs: Sequence[Job]) -> None:
        """Show the newest of the running jobs, and how many more there are; hide when there is none."""
        self.setVisible(bool(jobs))
        self._shown = jobs[-1] if jobs else None
        if self._shown is None:
            return
        others = len(jobs) - 1
        more = " " + n_("(and {count} more)", "(and {count} more)", others).format(count=others) if others else ""
        self._title.setText(self._shown.title + more)
        progress = self._shown.progress()
        self._bar.setAccessibleName(self._shown.title)
        self._bar.setRange(0, 0 if progress.share is None else 1000)
        self._bar.setValue(round((progress.share or 0) * 1000))
        self._cancel.setEnabled(not self._shown.is_cancelled)
        self._figures.setText(_("Stopping…") if self._shown.is_cancelled else figures(progress))

    def _stop(self) -> None:
        if self._shown is not None:
            self._shown.cancel()
            self._cancel.setEnabled(False)
            self._figures.setText(_("Stopping…"))


def figures(progress: Progress) -> str:
    """How far a job is in one line, for example "63 % · 18,400 rows/s · 0:21 left"; what is not known is left out."""
    spoken = QLocale(language())
    parts = [progress.note] if progress.note else []
    if progress.share is not None:
        parts.append(_("{share} %").format(share=int(progress.share * 100)))
    elif progress.done:
        parts.append(_("{count} rows").format(count=spoken.toString(progress.done)))
    if progress.rate is not None:
        parts.append(_("{count} rows/s").format(count=spoken.toString(round(progress.rate))))
    if progress.left is not None:
        parts.append(time_left(progress.left))
    return " · ".join(parts)


def moment(when: datetime, zone: tzinfo) -> str:
    """A point in time in the shop's zone, as lists tell it: the clock alone for today, else with its date."""
    local = when.astimezone(zone)
    spoken = QLocale(language())
    clock = spoken.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    if local.date() == datetime.now(zone).date():
        return _("today {clock}").format(clock=clock)
    day = QDate(local.year, local.month, local.day)
    return f"{spoken.toString(day, QLocale.FormatType.ShortFormat)} {clock}"
