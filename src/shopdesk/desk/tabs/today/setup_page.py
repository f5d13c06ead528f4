"""How the daily check is set up: which checks are on, by which numbers they go, and what a person ticks by hand."""

from datetime import date, tzinfo

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.today.checks import CHECKS, Tuning, limits_of, tune_checks, tuning
from shopdesk.text import UserError, _


class SetupPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._is_started = False
        self.ticks: dict[str, QCheckBox] = {}
        self.numbers: dict[tuple[str, str], QLineEdit] = {}
        self.hand = QPlainTextEdit()
        self.hand.setAccessibleName(_("Ticked by hand, one to a line"))
        self.hand.setTabChangesFocus(True)
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        self.save = button(_("Save"), self._save, look="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._checks(), 3)
        row.addWidget(self._by_hand(), 2)
        self.setFocusProxy(self.save)

    def _checks(self) -> Card:
        card = Card(_("Daily checks"), _("unticked ones are not made"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(0, 1)
        for row, check in enumerate(CHECKS.values()):
            tick = self.ticks[check.key] = QCheckBox(_(check.title))
            grid.addWidget(tick, row, 0)
            for place, limit in enumerate(check.limits):
                edit = self.numbers[check.key, limit.name] = QLineEdit()
                edit.setAccessibleName(f"{_(check.title)}: {_(limit.title)}")
                edit.setMaximumWidth(80)
                grid.addWidget(Words(_(limit.title), "small", "muted"), row, 1 + 2 * place)
                grid.addWidget(edit, row, 2 + 2 * place)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _by_hand(self) -> Card:
        card = Card(_("Ticked by hand"))
        card.body.addWidget(Words(_("what no data can tell, one to a line"), "small", "muted", wrap=True))
        card.body.addWidget(self.hand, 1)
        card.body.addWidget(self.fault)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.save)
        foot = QVBoxLayout()
        foot.addLayout(line)
        card.body.addLayout(foot)
        return card

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._is_started = True
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        if self._is_started:
            self._desk.ask("today.setup", tuning, self._take)

    def _take(self, tuned: Tuning) -> None:
        for key, check in CHECKS.items():
            self.ticks[key].setChecked(key not in tuned.off)
            for name, value in limits_of(check, tuned).items():
                self.numbers[key, name].setText(f"{value.normalize():f}")
        self.hand.setPlainText("\n".join(tuned.hand))

    def _save(self) -> None:
        limits: dict[str, dict[str, str]] = {}
        for (key, name), edit in self.numbers.items():
            limits.setdefault(key, {})[name] = edit.text().strip()
        off = [key for key, tick in self.ticks.items() if not tick.isChecked()]
        self._desk.do(
            tune_checks, off, limits, self.hand.toPlainText().splitlines(), then=self._saved, failed=self._refused
        )

    def _saved(self, _done: object) -> None:
        self.fault.hide()
        self._desk.tell(_("The checks are set up."))

    def _refused(self, error: UserError) -> None:
        self.fault.setText(str(error))
        self.fault.show()
