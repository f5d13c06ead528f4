"""Asks of which days the report in hand is, where neither a column nor its name nor its head tells them."""

from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, UserError, _

FIRST: Final = Column("first", N_("First day"), Kind.DATE)
LAST: Final = Column("last", N_("Last day"), Kind.DATE)


class PeriodView(QWidget):
    """Two days; every row of the file is of them."""

    def __init__(self, queue: ImportQueue, one: OneFile) -> None:
        super().__init__()
        self._queue = queue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        card = Card(_("Which days?"))
        card.body.addWidget(Words(str(one.error), "body", wrap=True))
        said = _("They were chosen where the report was downloaded. The same days again replace what they said.")
        card.body.addWidget(Words(said, "small", "muted", wrap=True))
        self.form = Form([Field(FIRST, required=True), Field(LAST, required=True)], _("Go on"))
        self.form.setMaximumWidth(theme.scaled(360))
        self.form.accepted.connect(self._go_on)
        self.form.given_up.connect(queue.skip)
        card.body.addWidget(self.form)
        column.addWidget(card)
        column.addStretch(1)
        self.setFocusProxy(self.form.editor("first"))

    def _go_on(self, typed: dict[str, Any]) -> None:
        try:
            self._queue.give_period(typed["first"], typed["last"])
        except UserError as error:
            self.form.refused(error)
