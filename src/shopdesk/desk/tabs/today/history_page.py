"""What was signed off, as a calendar of a month, and what stood on the day that is picked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.spanned.span import month_title, shift_month
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.shop.columns import Kind
from shopdesk.shop.today.checks import CHECKS, Sign, fetch_signs
from shopdesk.shop.today.looking import Severity
from shopdesk.text import _, language, n_

WEEK = 7


class HistoryPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._month: date | None = None
        self._day: date | None = None
        self._signs: Sequence[Sign] = ()
        self.title = Words("", "strong")
        self.panel = SideDetail(_("What was signed off"))
        self.earlier = button("", partial(self._step, -1), icon_name="left", look="quiet", name=_("Month before"))
        self.later = button("", partial(self._step, 1), icon_name="right", look="quiet", name=_("Next month"))
        card = Card()
        for part in (self.earlier, self.title, self.later):
            card.head.addWidget(part)
        card.head.addStretch(1)
        card.body.addLayout(card.head)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        card.body.addLayout(self._grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.earlier)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures = figures
        self._day = self._day or today
        self._month = self._month or today.replace(day=1)
        self.refresh()

    def refresh(self) -> None:
        """Read the month."""
        if self._month is not None:
            first, last = self._month, shift_month(self._month, 1) - timedelta(1)
            self._desk.ask("today.history", lambda tx: fetch_signs(tx, first, last), self._take)

    def _step(self, by: int) -> None:
        if self._month is not None:
            self._month = shift_month(self._month, by)
            self.refresh()

    def _take(self, signs: Sequence[Sign]) -> None:
        assert self._month is not None
        self._signs = signs
        self.title.setText(month_title(self._month))
        by_day = defaultdict[date, list[Sign]](list)
        for sign in signs:
            by_day[sign.day].append(sign)
        clear(self._grid)
        spoken = QLocale(language())
        for weekday in range(WEEK):
            name = spoken.dayName(weekday + 1, QLocale.FormatType.ShortFormat)
            self._grid.addWidget(Words(name, "small", "muted"), 0, weekday)
        day = self._month
        while day.month == self._month.month:
            line = (day.day - 1 + self._month.weekday()) // WEEK + 1
            self._grid.addWidget(self._cell(day, by_day.get(day, [])), line, day.weekday())
            day += timedelta(1)
        self._show_day()

    def _cell(self, day: date, signs: Sequence[Sign]) -> QWidget:
        told = n_("{count} signed", "{count} signed", len(signs)).format(count=len(signs)) if signs else ""
        bad = sum(sign.severity is Severity.BAD for sign in signs)
        noted = sum(sign.note is not None for sign in signs)
        parts = (told, _("{count} bad").format(count=bad) if bad else "", _("with notes") if noted else "")
        words = "\n".join([str(day.day), " · ".join(part for part in parts if part)])
        made = button(words, partial(self._pick, day), name=f"{day} {told}")
        made.setCheckable(True)
        made.setChecked(day == self._day)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return made

    def _pick(self, day: date) -> None:
        self._day = day
        self._take(self._signs)

    def _show_day(self) -> None:
        self.panel.clear()
        signs = [sign for sign in self._signs if sign.day == self._day]
        self.panel.set_head(str(self._day or ""), _("Nothing was signed off.") if not signs else "")
        for sign in signs:
            title = CHECKS[sign.key].title if sign.key in CHECKS else sign.key.partition(":")[2]
            when = self._figures.text(Kind.TIME, sign.signed_at)
            place: QVBoxLayout = self.panel.section(_(title))
            place.addWidget(Words(sign.said.words, wrap=True))
            place.addWidget(Words(" · ".join(one for one in (sign.person, when, sign.note) if one), "small", "muted"))
        self.panel.finish()
