"""A file on its way in: how many rows, how fast, how long yet, and Cancel."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.importing.one_file import OneFile, Stage
from shopdesk.desk.importing.parts import bar, whole
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button, time_left
from shopdesk.text import _

GLANCE_MS = 120
"""Between two looks at the job."""


class ProgressView(QWidget):
    """Shows the job of the file in hand while it runs."""

    def __init__(self, one: OneFile, cancel: Callable[[], object]) -> None:
        super().__init__()
        self._one = one
        is_reading = one.stage is Stage.READING
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.setSpacing(10)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(_("Progress"))
        self.figures = Words("", "body", "muted")
        self.cancel = button(_("Cancel"), cancel, icon_name="cancel")
        calm = (
            _("Nothing is written to the shop until you have seen what would happen.")
            if is_reading
            else _("Everything is written in one piece at the end. If you cancel, the shop is as it was.")
        )
        card.body.addWidget(Words(_("Reading…") if is_reading else _("Importing…"), "strong"))
        card.body.addWidget(self.bar)
        card.body.addWidget(self.figures)
        card.body.addSpacing(theme.GRID // 2)
        card.body.addWidget(bar(Words(calm, "small", "muted"), right=(self.cancel,)))
        column.addWidget(card)
        column.addStretch(1)
        self._clock = QTimer(self, interval=GLANCE_MS)
        self._clock.timeout.connect(self.look)
        self.look()

    def look(self) -> None:
        """Show how far the job is."""
        one, job = self._one, self._one.job
        if job is None:
            return
        progress = job.progress()
        self.bar.setRange(0, 1000 if progress.share is not None and progress.done else 0)
        self.bar.setValue(round((progress.share or 0) * 1000))
        self.cancel.setEnabled(not job.is_cancelled)
        if job.is_cancelled:
            self.figures.setText(_("Stopping…"))
            return
        rows = whole(one.rows_done)
        told = [progress.note] if progress.note else []
        if one.stage is Stage.WRITING:
            told.append(_("{done} of {all} rows").format(done=rows, all=whole(one.rows_expected)))
        else:
            told.append(_("{count} rows so far").format(count=rows) if one.rows_done else _("Opening the file"))
        if progress.rate is not None:
            told.append(_("{count} rows/s").format(count=whole(round(progress.rate))))
        if progress.left is not None:
            told.append(time_left(progress.left))
        self.figures.setText(" · ".join(told))

    # Qt's own names from here.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)
