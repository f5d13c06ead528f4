"""When service is open and what it promises: periods of each weekday, minutes by priority."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.service.actions import set_service_hours
from shopdesk.shop.service.clocks import Promise
from shopdesk.shop.service.hours import Period
from shopdesk.shop.service.promises import read_periods, read_promises
from shopdesk.shop.service.rules import Priority
from shopdesk.shop.service.sheets import PRIORITIES
from shopdesk.text import N_, UserError, _

WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
CLOCKS: Final = (N_("First reply"), N_("Next reply"), N_("Solution"))
_SPAN: Final = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—~至到]\s*(\d{1,2})(?::(\d{2}))?")
Told = tuple[dict[int, list[Period]], dict[str, Promise]]


def read_told(tx: Any) -> Told:
    """Periods by weekday and promises by priority."""
    return read_periods(tx), read_promises(tx)


def parse_spans(text: str) -> list[Period]:
    """Minutes after midnight of periods such as "9:00-12:00, 13-18"; blank is closed."""
    spans: list[Period] = []
    for part in re.split(r"[,，;；、]", text):
        if not part.strip():
            continue
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise UserError(N_("{value} is not a period. Type it as 9:00-12:00."), value=part.strip())
        first, first_min, last, last_min = (int(piece or 0) for piece in found.groups())
        if max(first_min, last_min) > 59:
            raise UserError(N_("{value} is not a period. Type it as 9:00-12:00."), value=part.strip())
        spans.append((first * 60 + first_min, last * 60 + last_min))
    return spans


def span_words(spans: Sequence[Period]) -> str:
    """Periods as they are typed."""
    return ", ".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in spans)


class HoursPage(QWidget):
    """Two cards and one button; what was typed is kept until it is saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._is_started = False
        self.days = [self._line(_(day)) for day in WEEKDAYS]
        self.promises = {
            (priority.value, clock): self._line(f"{_(PRIORITIES[priority].title)}, {_(title)}")
            for priority in Priority
            for clock, title in enumerate(CLOCKS)
        }
        inside = QWidget()
        inside.setProperty("look", "plain")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        cards = QVBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(self._hours_card())
        cards.addWidget(self._promise_card())
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        cards.addWidget(self.fault)
        foot = QHBoxLayout()
        self.save = button(_("Save"), self._save, look="primary")
        foot.addWidget(self.save)
        foot.addStretch(1)
        cards.addLayout(foot)
        cards.addStretch(1)
        row.addLayout(cards, 3)
        row.addStretch(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setAccessibleName(_("Hours & promises"))
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.setFocusProxy(self.days[0])

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setFont(theme.font())
        line.textEdited.connect(lambda _text: self.fault.hide())
        return line

    def _hours_card(self) -> Card:
        card = Card(_("Business hours"), _("Promises count these minutes alone"))
        note = _("Several periods a day, such as 9:00-12:00, 13:00-18:00; blank is closed. Public holidays are closed, "
                 "and make-up workdays are worked.")  # fmt: skip
        card.body.addWidget(Words(note, "small", "muted", wrap=True))
        grid = QGridLayout()
        for place, (day, line) in enumerate(zip(WEEKDAYS, self.days, strict=True)):
            grid.addWidget(Words(_(day), "body"), place, 0)
            grid.addWidget(line, place, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        return card

    def _promise_card(self) -> Card:
        card = Card(_("Promises"), _("Minutes of business time; blank promises nothing"))
        grid = QGridLayout()
        for clock, title in enumerate(CLOCKS):
            grid.addWidget(Words(_(title), "small", "muted"), 0, clock + 1)
        for place, priority in enumerate(reversed(Priority), 1):
            grid.addWidget(Words(_(PRIORITIES[priority].title), "body"), place, 0)
            for clock in range(len(CLOCKS)):
                grid.addWidget(self.promises[priority.value, clock], place, clock + 1)
        card.body.addLayout(grid)
        return card

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, _today: date, _zone: tzinfo, _figures: Figures) -> None:
        """Read what holds."""
        self._is_started = True
        self._desk.ask("service.hours", read_told, self._show)

    def refresh(self) -> None:
        """Read again, unless something is being typed."""
        if self._is_started and not any(line.isModified() for line in (*self.days, *self.promises.values())):
            self._desk.ask("service.hours", read_told, self._show)

    def _show(self, told: Told) -> None:
        periods, promises = told
        for day, line in enumerate(self.days):
            line.setText(span_words(periods.get(day, [])))
        for priority, promise in promises.items():
            minutes = (promise.first_reply, promise.next_reply, promise.solution)
            for clock, value in enumerate(minutes):
                self.promises[priority, clock].setText("" if value is None else str(value))

    def _save(self) -> None:
        try:
            periods = {day: parse_spans(line.text()) for day, line in enumerate(self.days)}
            promises = {
                priority.value: [self._minutes(self.promises[priority.value, clock]) for clock in range(len(CLOCKS))]
                for priority in Priority
            }
        except UserError as error:
            self._refuse(error)
            return
        self._desk.do(set_service_hours, periods, promises, then=lambda _done: self._saved(), failed=self._refuse)

    def _minutes(self, line: QLineEdit) -> int | None:
        text = line.text().strip()
        if text and not text.isdecimal():
            raise UserError(N_("{value} is not a number of minutes."), value=text)
        return int(text) if text else None

    def _refuse(self, error: UserError) -> None:
        self.fault.setText(str(error))
        self.fault.show()

    def _saved(self) -> None:
        for line in (*self.days, *self.promises.values()):
            line.setModified(False)
        self.fault.hide()
        self._desk.tell(_("Hours and promises are kept."), Tone.GOOD)
        self.refresh()

    def place(self) -> Mapping[str, Any]:
        """Nothing of this page is worth finding again."""
        return {}
