"""When listings are put on sale: the week as it is and as it is planned, its clumps, and the plan as a list."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.listings.week_map import WeekMap
from shopdesk.desk.widgets import ChoiceBox, Segments, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.traffic.times import (
    Basis,
    Week,
    apply_times,
    clock,
    clumps_of,
    counts_of,
    even_out,
    fetch_channels,
    fetch_week,
    time_rows,
)
from shopdesk.shop.listings.worked_sheets import TIMES
from shopdesk.text import N_, _, n_

BASES: Final = {
    Basis.VISITORS: N_("Visitors by hour of the last eight weeks, from the files of traffic."),
    Basis.ORDERS: N_("No file says how many visitors came at what hour: the shop's own orders by hour stand for them."),
    Basis.EVEN: N_("Neither visitors nor orders by hour are known: every hour counts the same."),
}
NAMES: Final = {Basis.VISITORS: N_("visitors"), Basis.ORDERS: N_("orders"), Basis.EVEN: N_("weight")}
WORST: Final = 3
"""So many clumps are named."""


def read_times(tx: Any, wanted: int | None) -> tuple[list[tuple[int, str]], int | None, Week | None]:
    """Channels with listings, the one that is shown, and its week."""
    channels = fetch_channels(tx)
    there = [channel_id for channel_id, _title in channels]
    if not there:
        return channels, None, None
    channel_id = wanted if wanted in there else there[0]
    return channels, channel_id, fetch_week(tx, channel_id)


class TimesPage(TablePage):
    """One channel's week."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TIMES, _("Listings that are on sale stand here: import a product file of a channel."))
        self._week: Week | None = None
        self._plan: dict[int, int] = {}
        self._is_proposed = False
        self.channel = ChoiceBox((), _("Channel"))
        self.channel.currentIndexChanged.connect(self._change_channel)
        self.when = Segments([("now", _("Now")), ("plan", _("Plan"))], _("Which week is shown"))
        self.when.picked.connect(self._pick)
        self.even = button(_("Plan evenly"), self.plan_evenly, icon_name="calendar")
        self.apply = button(_("Keep this plan"), self.keep, look="primary")
        for control in (self.channel, self.when, self.even, self.apply):
            self.add_control(control)
        self.map, self.basis, self.clumps = WeekMap(), Words("", "small", "muted", wrap=True), Words("", wrap=True)
        for place, widget in enumerate((self.basis, self.map, self.clumps)):
            self.above.insertWidget(place, widget)

    # ------------------------------------------------------------------------------------------------ reading

    def question(self) -> Callable[[Any], Any]:
        return partial(read_times, wanted=self.channel.currentData())

    def take(self, answer: tuple[list[tuple[int, str]], int | None, Week | None]) -> None:
        channels, channel_id, self._week = answer
        self.channel.blockSignals(True)
        self.channel.clear()
        for known, title in channels:
            self.channel.addItem(title, known)
        self.channel.setCurrentIndex(self.channel.findData(channel_id))
        self.channel.blockSignals(False)
        listings = self._week.listings if self._week else ()
        self._plan = {one.listing_id: one.plan for one in listings if one.plan is not None}
        if self._week and self._is_proposed:
            self._plan = even_out(listings, self._week.weights)
        self._show_week()

    def _change_channel(self) -> None:
        self._is_proposed = False
        self.ask()

    def _show_week(self) -> None:
        week = self._week
        for control in (self.channel, self.when, self.even, self.map):
            control.setEnabled(week is not None)
        self.apply.setEnabled(self._is_proposed)
        if week is None:
            self.show_all(())
            return
        planned = self.when.current == "plan"
        counts = counts_of(self._plan.values() if planned else (one.now for one in week.listings))
        clumps = clumps_of(counts, week.weights)
        self.map.show_week(week, counts, clumps, _(NAMES[week.basis]))
        self.basis.setText(_(BASES[week.basis]))
        self.clumps.setText(self._clump_words(clumps, counts))
        self.show_all(time_rows(week, self._plan))

    def _clump_words(self, clumps: list[int], counts: list[int]) -> str:
        if not sum(counts):
            planned = self.when.current == "plan"
            return _("Nothing is planned yet.") if planned else _("No file says when they were put on sale.")
        if not clumps:
            return _("No hour has more than twice its share.")
        worst = ", ".join(f"{' '.join(map(str, clock(hour * 60)))} ({counts[hour]})" for hour in clumps[:WORST])
        said = n_(
            "{count} hour has more than twice its share: {worst}",
            "{count} hours have more than twice their share: {worst}",
            len(clumps),
        )
        return said.format(count=len(clumps), worst=worst)

    def _pick(self, _key: str) -> None:
        self._show_week()

    def show_row(self, place: int) -> None:
        columns, cells = TIMES.columns, self._formats.row(self.rows[place])
        told = {column.key: cell.text for column, cell in zip(columns, cells, strict=True)}
        self.panel.clear()
        self.panel.set_head(told["title"], f"{told['channel']} · {told['listing_no']}")
        for title, day, time in ((_("Now"), "now_day", "now_time"), (_("Plan"), "plan_day", "plan_time")):
            said = " ".join(filter(None, (told[day], told[time]))) or "–"
            self.panel.facts(title, [(_("Put on sale"), said)])
        self.panel.finish()

    # ------------------------------------------------------------------------------------------------ deeds

    def plan_evenly(self) -> None:
        """Show a plan that gives each hour its share; nothing is kept yet."""
        if self._week is None:
            return
        self._plan, self._is_proposed = even_out(self._week.listings, self._week.weights), True
        self.when.set_current("plan")
        self._show_week()

    def keep(self) -> None:
        """Keep the plan that is shown with the listings."""
        self._is_proposed = False
        self.apply.setEnabled(False)
        said = _("The plan is kept. Ctrl+Z takes it back.")
        self._desk.do(apply_times, self._plan, then=lambda _done: self._desk.tell(said, Tone.GOOD))
