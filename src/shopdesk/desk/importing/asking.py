"""A file that cannot be read yet, or not at all: its password, or the sentence that says what to do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.parts import bar
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Symbol, Words, button
from shopdesk.exchange.count_sheet import IsCountSheet
from shopdesk.text import _


class PasswordView(QWidget):
    """Asks for the password of the file in hand, and again where it was wrong."""

    def __init__(self, queue: ImportQueue, one: OneFile) -> None:
        super().__init__()
        self._queue = queue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        card = Card()
        card.body.addWidget(Words(str(one.error or ""), "strong", wrap=True))
        card.body.addWidget(Words(_("It is used to open the file and is not kept."), "small", "muted"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password"))
        self.password.setPlaceholderText(_("Password"))
        self.password.setMaximumWidth(theme.scaled(320))
        self.open = button(_("Open"), self._open, look="primary")
        self.password.returnPressed.connect(self._open)
        card.body.addWidget(self.password)
        column.addWidget(card)
        column.addWidget(bar(right=(button(_("Cancel"), queue.skip), self.open)))
        column.addStretch(1)
        self.setFocusProxy(self.password)

    def _open(self) -> None:
        if self.password.text():
            self._queue.open_with(self.password.text())


class ProblemView(QWidget):
    """Says why the file in hand cannot be read, and what can be done."""

    def __init__(self, queue: ImportQueue, one: OneFile, choose: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        said = str(one.error or "")
        card = Card()
        card.setAccessibleName(said)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Symbol("bad", 20, "bad"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Words(said, "strong", wrap=True))
        words.addWidget(Words(_("The shop was not changed."), "body", "muted"))
        line.addLayout(words, 1)
        card.body.addLayout(line)
        self.leave = button(_("Go on with the next file") if queue.waiting else _("Close"), queue.skip, look="primary")
        another = button(_("Choose another file…"), choose, icon_name="folder")
        again = button(_("Try again"), queue.read, icon_name="refresh")
        if isinstance(one.error, IsCountSheet):
            again = button(_("Go to the count"), partial(_go_to_count, queue, one.error.session_id), icon_name="count")
        card.body.addWidget(bar(right=(another, again, self.leave)))
        column.addWidget(card)
        self.setFocusProxy(self.leave)
        column.addStretch(1)


def _go_to_count(queue: ImportQueue, session_id: int) -> None:
    """To the count that a sheet belongs to: there it is taken in."""
    queue.skip()
    queue.desk.show("stock", page="count", session_id=session_id)
