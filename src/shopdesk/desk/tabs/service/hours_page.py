"""When service is open and what it promises: periods of each weekday, minutes by priority; what channels want."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import read_number
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.catalog.reports import channel_ids, channel_titles
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.service.actions import set_service_hours
from shopdesk.shop.service.clocks import Promise
from shopdesk.shop.service.hours import Period
from shopdesk.shop.service.promises import PlatformRule, read_periods, read_platform, read_promises
from shopdesk.shop.service.rules import Priority
from shopdesk.shop.service.sheets import PRIORITIES
from shopdesk.text import N_, UserError, _

WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
CLOCKS: Final = (N_("First reply"), N_("Next reply"), N_("Solution"))
_SPAN: Final = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—~至到]\s*(\d{1,2})(?::(\d{2}))?")
WANTS: Final = (N_("Answer to an enquiry"), N_("Decision on a claim"))


@dataclass(frozen=True, slots=True)
class Told:
    """Periods by weekday, promises by priority, and what each channel wants: code, title, rule."""

    periods: dict[int, list[Period]]
    promises: dict[str, Promise]
    channels: Sequence[tuple[str, str, PlatformRule]]


def read_told(tx: Any) -> Told:
    """What holds."""
    rules, titles = read_platform(tx), channel_titles(tx)
    ids = channel_ids(tx)
    channels = [(code, titles[one], rules.get(one, PlatformRule())) for code, one in ids.items()]
    return Told(read_periods(tx), read_promises(tx), channels)


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
    """Three cards and one button; what was typed is kept until it is saved."""

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
        self.wants: dict[tuple[str, int], QLineEdit] = {}
        """Channel and place in WANTS → its field."""
        self._channels = QGridLayout()
        inside = QWidget()
        inside.setProperty("look", "plain")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        cards = QVBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(self._hours_card())
        cards.addWidget(self._promise_card())
        cards.addWidget(self._channel_card())
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

    def _channel_card(self) -> Card:
        card = Card(_("What channels want"), _("Hours by the wall; blank is no rule"))
        note = _("Beside your own promises: the queue is in the order of what is over next. A time that a file says "
                 "of a case stands before the rule.")  # fmt: skip
        card.body.addWidget(Words(note, "small", "muted", wrap=True))
        for place, title in enumerate(WANTS, 1):
            self._channels.addWidget(Words(_(title), "small", "muted"), 0, place)
        card.body.addLayout(self._channels)
        return card

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, _today: date, _zone: tzinfo, _figures: Figures) -> None:
        """Read what holds."""
        self._is_started = True
        self._desk.ask("service.hours", read_told, self._show)

    def refresh(self) -> None:
        """Read again, unless something is being typed."""
        if self._is_started and not any(line.isModified() for line in self._lines()):
            self._desk.ask("service.hours", read_told, self._show)

    def _lines(self) -> list[QLineEdit]:
        return [*self.days, *self.promises.values(), *self.wants.values()]

    def _show(self, told: Told) -> None:
        for day, line in enumerate(self.days):
            line.setText(span_words(told.periods.get(day, [])))
        for row, (code, title, rule) in enumerate(told.channels, 1):
            self._show_channel(row, code, _(title), (rule.answer, rule.decision))
        for priority, promise in told.promises.items():
            minutes = (promise.first_reply, promise.next_reply, promise.solution)
            for clock, value in enumerate(minutes):
                self.promises[priority, clock].setText("" if value is None else str(value))

    def _show_channel(self, row: int, code: str, title: str, hours: Sequence[Decimal | None]) -> None:
        """The line of a channel, made when it is first seen."""
        if (code, 0) not in self.wants:
            self._channels.addWidget(Words(title, "body"), row, 0)
            for place, name in enumerate(WANTS):
                self.wants[code, place] = self._line(f"{title}, {_(name)}")
                self._channels.addWidget(self.wants[code, place], row, place + 1)
        for place, value in enumerate(hours):
            self.wants[code, place].setText("" if value is None else f"{value.normalize():f}")

    def _save(self) -> None:
        try:
            periods = {day: parse_spans(line.text()) for day, line in enumerate(self.days)}
            promises = {
                priority.value: [self._minutes(self.promises[priority.value, clock]) for clock in range(len(CLOCKS))]
                for priority in Priority
            }
            codes = dict.fromkeys(code for code, _place in self.wants)
            platform = {code: [self._hours(self.wants[code, place]) for place in range(len(WANTS))] for code in codes}
        except UserError as error:
            self._refuse(error)
            return
        self._desk.do(
            set_service_hours, periods, promises, platform, then=lambda _done: self._saved(), failed=self._refuse
        )

    @staticmethod
    def _hours(line: QLineEdit) -> Decimal | None:
        return Decimal(read_number(line.text(), Kind.QUANTITY)) if line.text().strip() else None

    def _minutes(self, line: QLineEdit) -> int | None:
        text = line.text().strip()
        if text and not text.isdecimal():
            raise UserError(N_("{value} is not a number of minutes."), value=text)
        return int(text) if text else None

    def _refuse(self, error: UserError) -> None:
        self.fault.setText(str(error))
        self.fault.show()

    def _saved(self) -> None:
        for line in self._lines():
            line.setModified(False)
        self.fault.hide()
        self._desk.tell(_("Hours and promises are kept."), Tone.GOOD)
        self.refresh()

    def place(self) -> Mapping[str, Any]:
        """Nothing of this page is worth finding again."""
        return {}
