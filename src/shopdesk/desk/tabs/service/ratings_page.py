"""Ratings by channel: how each stands, what six months do to it, fives needed for a target, and its course."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QLineEdit

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field, read_number
from shopdesk.desk.grid.formats import Shown
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.service.rating_chart import RatingChart
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.listings.traffic.events import Logged, fetch_logged
from shopdesk.shop.service.ratings.rolling import (
    TREND,
    Standing,
    fetch_standings,
    put_rating_day,
    read_target,
    set_target,
    standing_rows,
)
from shopdesk.shop.service.ratings.rules import AHEAD, LOW, PACE_DAYS, WINDOW_MONTHS
from shopdesk.shop.service.ratings.sheets import ASPECTS, RATING_FILE, RATINGS
from shopdesk.store.filters import quoted
from shopdesk.text import N_, UserError, _, n_

EMPTY: Final = N_("No rating is known yet: import reviews, or write down what a channel shows.")
DAYS_SHOWN: Final = 5
HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows."""

    standings: list[Standing]
    target: Decimal
    today: date
    events: dict[int, list[Logged]]
    """Of the days of the course, by channel."""


def read_ratings(tx: Any) -> Told:
    """How every channel stands, and the target."""
    standings, since = fetch_standings(tx), tx.today - timedelta(TREND)
    events = {channel_id: fetch_logged(tx, since, tx.today, channel_id) for channel_id in
              {one.channel_id for one in standings}}  # fmt: skip
    return Told(standings, read_target(tx), tx.today, events)


class RatingsPage(TablePage):
    """One row an aspect of a channel; below it the course of the one that is selected."""

    def __init__(self, desk: Desk) -> None:
        means = dict.fromkeys(("mean", "shown", "without", "expected"), _mean_cell)
        super().__init__(desk, RATINGS, _(EMPTY), {**means, "change": _change_cell})
        self._told: Told | None = None
        self.target = QLineEdit()
        self.target.setAccessibleName(_("Target"))
        self.target.setToolTip(_("The mean that you want to have, such as 4.8"))
        self.target.setFixedWidth(theme.scaled(64))
        self.target.editingFinished.connect(self._aim)
        label = Words(_("Target"), "body", "muted")
        label.setBuddy(self.target)
        self.add_control(label)
        self.add_control(self.target)
        self.add_control(button(_("Write down a rating…"), self.begin, icon_name="add", look="primary"))
        self.chart = RatingChart()
        self.chart.hide()
        self.above.addWidget(self.chart, 1)

    # ------------------------------------------------------------------------------------------------ reading

    def question(self) -> Callable[[Any], Any]:
        return read_ratings

    def take(self, answer: Told) -> None:
        self._told = answer
        if not self.target.hasFocus():
            self.target.setText(f"{answer.target.normalize():f}")
        self.chart.setVisible(bool(answer.standings))
        self.show_all(standing_rows(answer.standings, answer.target))

    def show_row(self, place: int) -> None:
        assert self._told is not None
        one, told = self._told.standings[place], self._told
        past = one.trend(told.today)
        self.chart.show_course(past, one.ahead, told.target)
        events = ((event.day, event.title) for event in told.events[one.channel_id])
        self.chart.mark_days([day for day, _mean in past], events)
        self.panel.clear()
        self.panel.set_head(_(ASPECTS[one.aspect].title), _(one.channel))
        self.panel.facts("", self._now(one))
        self.panel.facts(_("What comes"), self._ahead(one))
        self.panel.section().addWidget(Words(self._fives(one), "body", wrap=True))
        self._seen(one)
        low = partial(self._show_low, one)
        self.panel.section().addWidget(button(_("Show its low reviews"), low, look="link"))
        self.panel.finish()

    def _now(self, one: Standing) -> list[tuple[str, str]]:
        count = n_("{count} rating", "{count} ratings", one.now.count).format(count=f"{one.now.count:,}")
        return [
            (_("Mean of six months"), f"{_mean(one.now.mean)} · {count}"),
            (_("Against the day before"), _change(one.change)),
            (_("Low in 30 days"), f"{one.low:,}"),
        ]

    def _ahead(self, one: Standing) -> list[tuple[str, str]]:
        rows = [(_("Leave in 30 days"), f"{one.leaving:,}")]
        for days in (PACE_DAYS, AHEAD):
            ahead = one.ahead[days - 1]
            title = _("In {count} days").format(count=days)
            told = _("{expected}, none new {without}")
            rows.append((title, told.format(expected=_mean(ahead.expected), without=_mean(ahead.without))))
        return rows

    def _fives(self, one: Standing) -> str:
        assert self._told is not None
        target, fives = self._told.target, one.fives(self._told.target)
        if fives is None:
            return _("No number of fives brings it to {target}.").format(target=target)
        if not fives:
            return _("It has reached {target}.").format(target=target)
        words = n_("{count} rating of five stars brings it to {target}.",
                   "{count} ratings of five stars bring it to {target}.", fives)  # fmt: skip
        return words.format(count=f"{fives:,}", target=target)

    def _seen(self, one: Standing) -> None:
        if one.seen:
            rows = []
            for seen in one.seen[:DAYS_SHOWN]:
                of = _("of {count}").format(count=f"{seen.count:,}") if seen.count is not None else ""
                day = self._figures.text(Kind.DATE, seen.day)
                rows.append((day, " ".join(filter(None, (_mean(seen.mean), of)))))
            self.panel.facts(_("As the channel showed it"), rows)

    # ------------------------------------------------------------------------------------------------ deeds

    def _aim(self) -> None:
        try:
            target = Decimal(read_number(self.target.text(), Kind.RATE))
        except UserError as error:
            self._desk.tell(str(error), Tone.WARN)
            return
        if self._told is not None and target != self._told.target:
            self._desk.do(set_target, target, failed=lambda error: self._desk.tell(str(error), Tone.WARN))

    def begin(self) -> None:
        """The form for what a channel shows."""
        known = self._told.standings[0].channel if self._told is not None and self._told.standings else ""
        values = {"channel": _(known) if known else "", "seen_on": self._told.today if self._told else None}
        fields = [
            Field(column, values.get(column.key), required=column.key == "channel") for column in RATING_FILE.columns
        ]
        self.show_form(_("What a channel shows"), fields, partial(self.part.send, put_rating_day))

    def _show_low(self, one: Standing) -> None:
        assert self._told is not None
        since = self._told.today - timedelta(WINDOW_MONTHS * PACE_DAYS)
        filters = [("channel", quoted(_(one.channel))), (one.aspect.value, f"<={LOW}"), ("written_at", f">={since}")]
        self._desk.show("service", segment="reviews", filters=filters)


def _change(value: Decimal | None) -> str:
    rounded = None if value is None else value.quantize(HUNDREDTH)
    return "–" if rounded is None else f"{rounded:+}".replace("-", "−") if rounded else "0.00"


def _mean_cell(value: Decimal | None, _row: Sequence[Any]) -> Shown:
    return Shown("" if value is None else _mean(value))


def _change_cell(value: Decimal | None, _row: Sequence[Any]) -> Shown:
    if value is None:
        return Shown("")
    return Shown(_change(value), Tone.BAD if value < 0 else Tone.GOOD if value > 0 else Tone.PLAIN)


def _mean(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.quantize(HUNDREDTH)}"
