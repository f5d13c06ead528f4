"""What fell into the watched folder and raises a question: each file with the reason, and the way on."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.importing.parts import whole
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Symbol, Words, button, clear
from shopdesk.exchange.watch import Held
from shopdesk.text import _, n_

SHOWN: Final = 4
"""So many files are shown; the others come up when these are done."""


class HeldFiles(Card):
    """Follows the queue; hidden while nothing is held."""

    def __init__(self, queue: ImportQueue) -> None:
        super().__init__()
        self._queue = queue
        self.title = Words("", "strong")
        self.body.addWidget(self.title)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.body.addLayout(self._lines)
        queue.held_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what is held now."""
        held = self._queue.held
        said = n_(
            "{count} file in the watched folder waits for you", "{count} files in the watched folder wait for you",
            len(held),
        )  # fmt: skip
        self.title.setText(said.format(count=whole(len(held))))
        clear(self._lines)
        for one in held[:SHOWN]:
            self._lines.addWidget(self._line(one))
        if self.parentWidget() is not None or not held:  # before it has its place it would be a window of its own
            self.setVisible(bool(held))

    def _line(self, one: Held) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Symbol("warn", 16, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = Words(one.path.name, elide=True)
        name.setToolTip(str(one.path))
        words.addWidget(name)
        words.addWidget(Words(one.reason, "body", "muted", wrap=True))
        row.addLayout(words, 1)
        told = _("Import {file}").format(file=one.path.name)
        go = button(_("Import…"), partial(self._queue.add, [one.path]), name=told)
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return made
