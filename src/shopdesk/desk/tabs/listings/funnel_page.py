"""The funnel of every listing over the last days: where each loses buyers, and beside it one of them day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.widgets import Pill, Segments, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.traffic.funnel import rate
from shopdesk.shop.listings.traffic.reports import Days, Way, fetch_days, fetch_ways
from shopdesk.shop.listings.traffic.sheets import FUNNEL
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import spoken_title
from shopdesk.text import N_, _

SPANS: Final = (("7", N_("7 days")), ("30", N_("30 days")), ("90", N_("90 days")))
USUAL: Final = "30"
LEAKS: Final = FUNNEL.column("leak").states
STEPS: Final = ("impressions", "clicks", "visitors", "favourites", "carts", "orders")
QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(key, state.title, (("leak", f"={key}"),)) for key, state in LEAKS.items()),
)
SELECT: Final = N_("Select a listing to see its steps and its days.")
EMPTY: Final = N_("No traffic is known of these days. Import a report of your channel: Sycm, Amazon, or any sheet.")
CHART_HEIGHT: Final = 170


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing's funnel and its days."""

    way: Way
    days: Days


class Bar(QWidget):
    """A bar as long as its share of the longest one."""

    def __init__(self, share: float, name: str) -> None:
        super().__init__()
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(name)
        self.setFixedHeight(theme.scaled(8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens().soft)
        painter.fillRect(0, 0, max(2, round(self.width() * self._share)), self.height(), theme.tokens().accent)


class WayPanel(DocumentPanel):
    """One listing: its steps as bars with the rate of each, then its visitors by day with what happened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Funnel"))
        self._desk = desk
        self.chart: LineChart | None = None

    def show_facts(self, facts: Shown, figures: Figures) -> None:
        """Show a listing."""
        way = facts.way
        cells = dict(zip((column.key for column in FUNNEL.columns), way.row(), strict=True))
        self.clear()
        pill = Pill(*said(LEAKS, cells["leak"])) if cells["leak"] else None
        self.set_head(way.title, f"{_(way.channel)} · {way.listing_no}", pill)
        self._steps(self.section(), way, figures)
        if cells["lost"]:
            words = _("At the median of its category it would have had {count} more orders.")
            text = words.format(count=figures.text(Kind.RATE, cells["lost"]))
            self.section().addWidget(Words(text, "body", "warn", wrap=True))
        self._course(facts.days, figures)
        come = lambda: self._desk.show("listings", segment="list", search=way.listing_no)  # noqa: E731 - a link
        self.section().addWidget(button(_("Show the listing"), come, look="link"))
        self.finish()

    def _steps(self, place: QVBoxLayout, way: Way, figures: Figures) -> None:
        told = [(name, way.counts[name]) for name in STEPS if way.counts.get(name) is not None]
        most = max((count or 0 for _name, count in told), default=0)
        before = ""
        for name, count in told:
            is_apart = way.is_advertised and before == "clicks"  # visitors came by other ways too
            kept = None if is_apart else rate(way.counts, name, before)
            share = "" if kept is None else figures.text(Kind.PERCENT, kept.quantize(Decimal("0.0001")))
            words = f"{_(FUNNEL.column(name).title)}  {figures.text(Kind.INTEGER, count)}"
            place.addWidget(Words(" · ".join(filter(None, (words, share))), "small"))
            place.addWidget(Bar((count or 0) / most if most else 0, words))
            before = before if name == "favourites" else name

    def _course(self, days: Days, figures: Figures) -> None:
        if not any(value is not None for value in days.visitors):
            return
        place = self.section(_("Day by day"))
        labels = [f"{day:%m-%d}" for day in days.days]
        series = ((_("Visitors"), list(days.visitors)), (_("Buyers"), list(days.orders)))
        self.chart = LineChart(_("Visitors and buyers"), "", labels, series)
        self.chart.setFixedHeight(theme.scaled(CHART_HEIGHT))
        self.chart.mark_days(days.days, ((one.day, one.text) for one in days.events))
        place.addWidget(self.chart)
        for one in reversed(days.events):
            words = f"{figures.text(Kind.DATE, one.day)} · {one.text}"
            place.addWidget(Words(words, "small", "muted", wrap=True))


class FunnelPage(DetailList):
    """The list, its panel, and the days that are looked at."""

    def __init__(self, desk: Desk) -> None:
        self._rows = LooseRows(
            FUNNEL, (("lost", True), ("visitors", True)), ("title", "listing_no"), {"channel": spoken_title}
        )
        self._ways: dict[int, Way] = {}
        self._known: tuple[date, tzinfo, Figures] | None = None
        self._free: tuple[date, date] | None = None
        """The days that another screen asked for; None: as many up to yesterday as are chosen."""
        listed = Listed(
            "funnel", self._rows.source, QUICK, N_("Filters of the funnel"), self._read, select=SELECT, gone=SELECT,
            empty=EMPTY, counted=True,
        )  # fmt: skip
        super().__init__(desk, listed, WayPanel(desk))
        self.spans = Segments([(key, _(title)) for key, title in SPANS], _("Days"), USUAL)
        self.spans.picked.connect(self.show_days)
        self.free = button("", lambda: self.show_days(USUAL), look="chip")
        self.free.setToolTip(_("Remove this filter"))
        self.free.hide()
        for control in (self.spans, self.free):
            self.line.flow.line.addWidget(control)

    def _read(self, tx: Any, listing_id: int) -> Shown | None:
        way = self._ways.get(listing_id)
        if way is None:
            return None
        return Shown(way, fetch_days(tx, listing_id, *self._span(tx.today)))

    def _span(self, today: date) -> tuple[date, date]:
        last = today - timedelta(1)
        return self._free or (last - timedelta(int(self.spans.current) - 1), last)

    def show_days(self, key: str) -> None:
        """Look at so many days up to yesterday."""
        self.spans.set_current(key)
        self._look_at(None)

    def _look_at(self, free: tuple[date, date] | None) -> None:
        self._free = free
        self.spans.setVisible(free is None)
        self.free.setVisible(free is not None)
        if free is not None:
            said = " – ".join(day.isoformat() for day in dict.fromkeys(free))
            self.free.setText(f"{said}  ×")
            self.free.setAccessibleName(said)
        self.refresh()

    # ------------------------------------------------------------------------------------------------ going about

    def place(self) -> dict[str, Any]:
        """Which days are looked at, and what the list is narrowed to."""
        query = self.grid.query
        here = {"search": query.search, "filters": [list(pair) for pair in query.filters]}
        if self._free is None:
            return {"days": self.spans.current, **here}
        since, until = self._free
        return {"since": since.isoformat(), "until": until.isoformat(), **here}

    def show_place(
        self,
        days: str = "",
        since: str = "",
        until: str = "",
        search: str = "",
        filters: Sequence[Sequence[str]] | None = None,
        **_others: Any,
    ) -> None:
        """Come to these days, of another figure say, and to what the list is narrowed to."""
        if since and until:
            self._look_at((date.fromisoformat(since), date.fromisoformat(until)))
        elif days:
            self.show_days(days)
        if search or filters is not None:
            self.narrow(filters=[(key, text) for key, text in filters or ()], search=search)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Read the funnel of every listing, then show it."""
        self._known = today, zone, figures
        self.refresh()

    def refresh(self) -> None:
        if self._known is not None:
            first, last = self._span(self._known[0])
            self._desk.ask("listings.funnel", lambda tx: fetch_ways(tx, first, last), self._take_ways)

    def _take_ways(self, ways: Sequence[Way]) -> None:
        self._ways = {way.listing_id: way for way in ways}
        self._rows.put([(way.listing_id, way.row()) for way in ways])
        if self.grid.query.today is None:
            assert self._known is not None
            super().start(*self._known)
        else:
            super().refresh()
