"""Several files at once: each with what it was recognised as, which of them come in, and one Start."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.importing.batch import STATES, Entry, Readiness
from shopdesk.desk.importing.parts import Note, bar, whole
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Pill, Words, button, rule
from shopdesk.exchange.trip.grids import columns_of
from shopdesk.shop.columns import Tone
from shopdesk.text import _, n_

AT_ONCE: Final = 8
"""So many lines are made in one go: the window must not wait for hundreds."""
GLANCE_MS: Final = 150


class LookingView(QWidget):
    """While the files are looked at."""

    def __init__(self, queue: ImportQueue) -> None:
        super().__init__()
        self._queue = queue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(_("Progress"))
        self.figures = Words("", "body", "muted")
        card.body.addWidget(Words(_("Looking at the files…"), "strong"))
        card.body.addWidget(self.bar)
        card.body.addWidget(bar(self.figures, right=(button(_("Cancel"), queue.skip, icon_name="cancel"),)))
        column.addWidget(card)
        column.addStretch(1)
        clock = QTimer(self, interval=GLANCE_MS)
        clock.timeout.connect(self._tick)
        clock.start()
        self._tick()

    def _tick(self) -> None:
        job = self._queue.looking
        progress = job.progress() if job is not None else None
        share = progress.share if progress is not None else None
        self.bar.setRange(0, 1000 if share else 0)
        self.bar.setValue(round((share or 0) * 1000))
        if progress is not None and share:
            done, all_of_them = whole(round(progress.done)), whole(round(progress.done / share))
            self.figures.setText(_("{done} of {all} files").format(done=done, all=all_of_them))


class BatchView(QWidget):
    """Shows the files that wait for Start."""

    def __init__(self, queue: ImportQueue) -> None:
        super().__init__()
        self._queue, self._entries = queue, queue.batch
        self.lines: list[EntryLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        said = _("Files that raise no question go in one after another; the others wait for you. "
                 "Each is an import of its own and can be taken back by itself.")  # fmt: skip
        column.addWidget(Words(said, "body", "muted", wrap=True))
        if queue.left:
            column.addWidget(Note(left_aside(queue.left), Tone.PLAIN))
        column.addWidget(self._list(), 1)
        self.each = Tick(_("Show me what each file would do before it goes in"))
        self.go = button("", self._start, look="primary")
        column.addWidget(bar(self.each, right=(button(_("Cancel"), queue.skip), self.go)))
        self._coming = QTimer(self, interval=0)
        self._coming.timeout.connect(self._make_some)
        self._coming.start()
        self._make_some()
        self.follow()
        self.setFocusProxy(self.go)

    def _list(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Files"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("look", "plain")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(flush=True)
        card.body.setSpacing(0)
        self._lines = card.body
        outer.addWidget(card)
        outer.addStretch(1)
        scroll.setWidget(inside)
        return scroll

    def _make_some(self) -> None:
        start = len(self.lines)
        for entry in self._entries[start : start + AT_ONCE]:
            if self.lines:
                self._lines.addWidget(rule())
            line = EntryLine(entry)
            line.tick.toggled.connect(self.follow)
            self.lines.append(line)
            self._lines.addWidget(line)
        if len(self.lines) == len(self._entries):
            self._coming.stop()

    def follow(self) -> None:
        """Say on the button how many would come."""
        count = sum(entry.taken for entry in self._entries)
        self.go.setText(n_("Start ({count} file)", "Start ({count} files)", count).format(count=whole(count)))
        self.go.setEnabled(count > 0)

    def _start(self) -> None:
        self._queue.start(stops=self.each.isChecked())


class Tick(QCheckBox):
    """A box to tick whose frame can be seen in both themes."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._dress()
        theme.bus.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font())
        shades = self.palette()
        shades.setColor(QPalette.ColorRole.Window, theme.tokens().muted)  # Fusion draws the frame in a shade of it
        self.setPalette(shades)


class EntryLine(QWidget):
    """One file: whether it is taken, its name, what it was recognised as, and what more is known."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 14, 9)
        row.setSpacing(12)
        self.tick = Tick()
        self.tick.setAccessibleName(_("Import {file}").format(file=entry.name))
        self.tick.setChecked(entry.taken)
        self.tick.setEnabled(entry.readiness is not Readiness.REFUSED)
        self.tick.toggled.connect(self._take)
        state = STATES[entry.readiness]
        known = entry.plan.title if entry.readiness is Readiness.READY and entry.plan is not None else ""
        self.pill = Pill(_(known or state.title), state.tone)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = Words(entry.name, "strong", elide=True)
        name.setToolTip(str(entry.found.origin))
        words.addWidget(name)
        about = Words(self._about(), "small", "muted", wrap=True)
        about.setVisible(bool(about.text()))
        words.addWidget(about)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)

    def _about(self) -> str:
        entry, parts = self._entry, []
        if entry.plan is not None:
            parts.append(_(columns_of(entry.plan.kind).title))
        if entry.rows:
            parts.append(n_("about {count} row", "about {count} rows", entry.rows).format(count=whole(entry.rows)))
        if entry.said:
            parts.append(str(entry.said))
        return " · ".join(parts)

    def _take(self, is_taken: bool) -> None:
        self._entry.taken = is_taken


def left_aside(left: list[tuple[str, str]], most: int = 6) -> str:
    """What was left of what was dropped, with why."""
    named = "  ".join(f"{name}: {why}" for name, why in left[:most])
    more = len(left) - most
    return _("{named} And {count} more.").format(named=named, count=whole(more)) if more > 0 else named
