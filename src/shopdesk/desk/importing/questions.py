"""What only a person can say of a file: which of two readings its dates or its numbers have."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.parts import bar
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.plan import Answer
from shopdesk.exchange.preview import TwoWays, two_ways
from shopdesk.text import N_, _, language

ASKED: Final[Mapping[Answer, tuple[str, str, str]]] = {
    Answer.DAY_FIRST: (
        N_("Dates like {cell}: what comes first?"), N_("The day comes first"), N_("The month comes first")
    ),
    Answer.DECIMAL_COMMA: (
        N_("Numbers like {cell}: which sign marks the decimals?"), N_("The comma"), N_("The point")
    ),
}  # fmt: skip
"""Question → its sentence, and what yes and no are called."""


class Questions(QWidget):
    """Each open question as two choices, with what cells of the file become under each."""

    answered = Signal()

    def __init__(self, asked: Mapping[Answer, Sequence[str]]) -> None:
        super().__init__()
        self._groups: dict[Answer, QButtonGroup] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for question, cells in asked.items():
            column.addWidget(self._ask(question, two_ways(question, cells)))

    def _ask(self, question: Answer, cells: Sequence[TwoWays]) -> QWidget:
        sentence, *choices = ASKED[question]
        card = Card(_(sentence).format(cell=cells[0].raw if cells else _("these")))
        group = self._groups[question] = QButtonGroup(self)
        for is_yes, choice in zip((True, False), choices, strict=True):
            shown = "; ".join(f"{one.raw} → {_said(one.yes if is_yes else one.no)}" for one in cells)
            radio = QRadioButton(f"{_(choice)}:  {shown}" if shown else _(choice))
            radio.setFont(theme.font())
            radio.setAccessibleName(radio.text())
            group.addButton(radio, int(is_yes))
            card.body.addWidget(radio)
        group.idClicked.connect(lambda _id: self.answered.emit())
        return card

    def choose(self, question: Answer, is_yes: bool) -> None:
        """Answer a question."""
        self._groups[question].button(int(is_yes)).click()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return next(iter(self._groups.values())).buttons()[0]

    def answers(self) -> dict[Answer, bool]:
        """What has been answered so far."""
        return {question: group.checkedId() == 1 for question, group in self._groups.items() if group.checkedId() >= 0}

    @property
    def is_complete(self) -> bool:
        """Whether every question has its answer."""
        return len(self.answers()) == len(self._groups)


class QuestionView(QWidget):
    """The questions of the file in hand, on their own."""

    def __init__(self, queue: ImportQueue, one: OneFile) -> None:
        super().__init__()
        self._queue = queue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        said = _("Both readings fit this file, and only you know which one is meant.")
        column.addWidget(Words(said, "body", "muted"))
        self.questions = Questions(one.asked)
        self.go_on = button(_("Go on"), self._go_on, look="primary")
        self.go_on.setEnabled(False)
        self.questions.answered.connect(self._follow)
        self.setFocusProxy(self.questions.first)
        column.addWidget(self.questions)
        column.addWidget(bar(right=(button(_("Cancel"), queue.skip), self.go_on)))
        column.addStretch(1)

    def _follow(self) -> None:
        self.go_on.setEnabled(self.questions.is_complete)

    def _go_on(self) -> None:
        self._queue.answer(self.questions.answers())


def _said(value: datetime | Decimal) -> str:
    spoken = QLocale(language())
    if isinstance(value, datetime):
        return spoken.toString(QDate(value.year, value.month, value.day), _("d MMMM yyyy"))
    plain = f"{value.normalize():,f}"
    signs = str.maketrans({",": spoken.groupSeparator(), ".": spoken.decimalPoint()})
    return plain.translate(signs)
