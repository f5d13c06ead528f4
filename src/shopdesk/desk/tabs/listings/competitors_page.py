"""Competitors: their prices beside the own one, what was seen of each day by day, and what needs a person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import ChoiceBox, Pill, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.prices.competitor_sheets import ABOUT, ALERTS, COMPETITORS, SEEN
from shopdesk.shop.listings.prices.competitors import (
    Rival,
    add_competitor,
    competitor_row,
    edit_competitor,
    forget_day,
    remove_competitor,
    watch_competitor,
)
from shopdesk.shop.today.market import judged_competitors
from shopdesk.text import N_, _

EMPTY: Final = N_("Watch what others ask: write a competitor down, or import a list of them.")
CHART_HEIGHT: Final = 170
_FACTS: Final = (
    "seller",
    "channel",
    "product",
    "own_price",
    "floor",
    "price",
    "gap",
    "cuts",
    "sales",
    "rating",
    "seen_on",
    "note",
)


class CompetitorsPage(TablePage):
    """What others ask, by name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, COMPETITORS, _(EMPTY))
        self._found: Sequence[Rival] = ()
        choices = [("", _("All")), *((key, _(state.title)) for key, state in ALERTS.items())]
        self.which = ChoiceBox(choices, _("Alert"))
        self.which.currentIndexChanged.connect(self._show_rows)
        self.add_control(self.which)
        self.add_control(button(_("New competitor…"), self.begin, icon_name="add", look="primary"))

    def question(self) -> Callable[[Any], Any]:
        return judged_competitors

    def take(self, answer: Sequence[Rival]) -> None:
        self._found = answer
        self.show_all([competitor_row(one) for one in answer])

    def wanted(self, place: int) -> bool:
        return self.which.currentData() in {"", self._found[place].alert}

    def show_row(self, place: int) -> None:
        one = self._found[place]
        self.panel.clear()
        self.panel.set_head(one.row.title, one.row.code, Pill(*said(ALERTS, one.alert)))
        cells = zip(COMPETITORS.columns, self._formats.row(self.rows[place]), strict=True)
        shown = {column.key: (_(column.title), cell.text) for column, cell in cells}
        self.panel.facts("", [shown[key] for key in _FACTS if shown[key][1]])
        actions, number = self.panel.section(), one.row.competitor_id
        actions.addWidget(button(_("Write down a price…"), partial(self._ask_seen, one), icon_name="add"))
        if one.days:
            last = one.days[-1].seen_on
            title = _("Remove what was seen on {day}").format(day=self._figures.text(Kind.DATE, last))
            actions.addWidget(button(title, partial(self._desk.do, forget_day, number, last), icon_name="delete"))
        actions.addWidget(button(_("Edit…"), partial(self._ask, one), icon_name="edit"))
        turn = _("Watch no longer") if one.row.is_watched else _("Watch again")
        watch = partial(self._desk.do, watch_competitor, number, not one.row.is_watched)
        actions.addWidget(button(turn, watch, icon_name="show"))
        actions.addWidget(button(_("Remove"), partial(self._desk.do, remove_competitor, number), icon_name="delete"))
        self._show_course(one)
        self.panel.finish()

    def _show_course(self, one: Rival) -> None:
        if len(one.days) < 2:
            return
        labels = [f"{day.seen_on:%m-%d}" for day in one.days]
        prices = [None if day.price is None else float(day.price) for day in one.days]
        lines = [(_("Their price"), prices)]
        if one.own_price is not None:
            lines.append((_("Our price now"), [float(one.own_price)] * len(labels)))
        courses = [(_("Price"), lines)]
        for name, title in (("sales", _("Pieces a month")), ("rating", _("Their rating"))):
            seen = [getattr(day, name) for day in one.days]
            if sum(value is not None for value in seen) > 1:
                courses.append((title, [(title, [None if value is None else float(value) for value in seen])]))
        for title, series in courses:
            chart = LineChart(title, "", labels, series)
            chart.setFixedHeight(theme.scaled(CHART_HEIGHT))
            self.panel.section(title).addWidget(chart)

    # ------------------------------------------------------------------------------------------------ forms

    def begin(self) -> None:
        """The form for a new competitor."""
        fields = [Field(column, self._formats.today if column.key == "seen_on" else None) for column in (*ABOUT, *SEEN)]
        self.show_form(_("New competitor"), fields, partial(self.part.send, add_competitor))

    def _ask(self, one: Rival) -> None:
        fields = [Field(column, getattr(one.row, column.key)) for column in ABOUT]
        self.show_form(one.row.title, fields, partial(self.part.send, edit_competitor, one.row.competitor_id))

    def _ask_seen(self, one: Rival) -> None:
        fields = [Field(column, self._formats.today if column.key == "seen_on" else None) for column in SEEN]
        self.show_form(one.row.title, fields, partial(self.part.send, edit_competitor, one.row.competitor_id))
