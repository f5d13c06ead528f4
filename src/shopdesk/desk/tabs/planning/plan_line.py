"""When the plan was figured, and the button that figures it anew."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.plan_job import figure_plan
from shopdesk.desk.tabs.planning.facts import Facts
from shopdesk.desk.widgets import Words, button
from shopdesk.text import _, n_


class PlanLine(QWidget):
    """Says how old the plan is; a plan of another day is figured anew by itself, once."""

    figured = Signal()
    """A fresh plan is in the shop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._is_figuring = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words = Words("", "small", "muted")
        self.again = button(_("Figure anew"), self.figure, icon_name="refresh", shortcut="F5")
        row.addWidget(self.words)
        row.addWidget(self.again)

    def show_facts(self, facts: Facts, figures: Figures) -> None:
        """Tell the age of the plan; figure one where there is none of today."""
        self.again.setEnabled(facts.has_skus and not self._is_figuring)
        planned = facts.planned
        if planned is None:
            self.words.setText("")
        else:
            when = _("As of {time}").format(time=figures.moment(planned.at))
            since = n_("{count} change since", "{count} changes since", planned.changes).format(count=planned.changes)
            self.words.setText(f"{when} · {since}" if planned.changes else when)
        if facts.is_stale:
            self.figure()

    def figure(self) -> None:
        """Figure the plan in the background, and keep it."""
        store = self._desk.store
        if store is None or self._is_figuring:
            return
        self._is_figuring = True
        self.again.setEnabled(False)
        self.words.setText(_("Figuring…"))
        figure_plan(self._desk, store, self._done, self._failed)

    def _done(self, _count: int) -> None:
        self._is_figuring = False
        self.figured.emit()

    def _failed(self, error: Exception) -> None:
        self._is_figuring = False
        self.again.setEnabled(True)
        self.words.setText(str(error))
