"""How cases were seen to, by person: figures with how many cases they are of, and no ranking of few."""

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.widgets import Segments, Words
from shopdesk.shop.columns import Kind
from shopdesk.shop.service.reasons.sheets import STAFF
from shopdesk.shop.service.staff.figures import fetch_staff
from shopdesk.shop.service.staff.rules import USUAL_DAYS, Figure, Staff, cells
from shopdesk.store.loose import LooseRows
from shopdesk.text import N_, _, n_

SPANS: Final = (("30", N_("30 days")), ("90", N_("90 days")), ("365", N_("Year")))
USUAL: Final = "90"
WITHIN: Final = (3, USUAL_DAYS, 14, 30)
SELECT: Final = N_("Select a person to see figures with how many cases they are of.")
EMPTY: Final = N_("No case was opened in these days.")


class StaffPanel(DocumentPanel):
    """One person."""

    def __init__(self) -> None:
        super().__init__(_("Person"))

    def show_facts(self, facts: Staff, figures: Figures) -> None:
        """Show a person."""
        self.clear()
        cases = n_("{count} case", "{count} cases", facts.cases).format(count=facts.cases)
        self.set_head(facts.person or _("Nobody in particular"), cases)
        told = (
            ("first_reply", facts.first_reply), ("in_time", facts.in_time), ("satisfaction", facts.satisfaction),
            ("converted", facts.converted),
        )  # fmt: skip
        self.facts("", [(_(STAFF.column(key).title), *_said(key, one, figures)) for key, one in told])
        if any(one.is_few and one.of for _key, one in told):
            words = _("Few data: under 30 cases a figure says little, and nobody is compared by it.")
            self.section().addWidget(Words(words, "small", "muted", wrap=True))
        self.finish()


def _said(key: str, one: Figure, figures: Figures) -> tuple[str, str]:
    if one.value is None:
        return _("not known"), "muted"
    places = 3 if key in {"in_time", "converted"} else 1
    kind = Kind.PERCENT if key in {"in_time", "converted"} else Kind.RATE
    value = figures.text(kind, round(one.value, places))
    words = _("{value} · few data ({count})") if one.is_few else _("{value} of {count}")
    return words.format(value=value, count=f"{one.of:,}"), "muted" if one.is_few else "text"


class StaffPage(DetailList):
    """The list of people, and of which days and purchases the figures are."""

    def __init__(self, desk: Desk) -> None:
        self._rows = LooseRows(STAFF, (("person", False),), ("person",))
        self._people: Sequence[Staff] = ()
        self._known: tuple[date, tzinfo, Figures] | None = None
        self._days, self._within = int(USUAL), USUAL_DAYS
        listed = Listed(
            "staff", self._rows.source, (Quick("all", N_("All"), ()),), N_("Filters of people"), self._read,
            select=SELECT, gone=SELECT, empty=EMPTY,
        )  # fmt: skip
        super().__init__(desk, listed, StaffPanel())
        self.spans = Segments([(key, _(title)) for key, title in SPANS], _("Days"), USUAL)
        self.spans.picked.connect(self.show_days)
        self.within = Segments([(str(days), str(days)) for days in WITHIN], _("Days to buy"), str(USUAL_DAYS))
        self.within.picked.connect(self.show_within)
        self.line.flow.line.addWidget(self.spans)
        self.line.flow.line.addWidget(Words(_("Bought within days"), "small", "muted"))
        self.line.flow.line.addWidget(self.within)

    def _read(self, _tx: Any, place: int) -> Staff | None:
        return self._people[place - 1] if place <= len(self._people) else None

    def show_days(self, key: str) -> None:
        """Look at cases of so many days up to today."""
        self.spans.set_current(key)
        self._days = int(key)
        self.refresh()

    def show_within(self, key: str) -> None:
        """Count an enquiry as bought within so many days."""
        self.within.set_current(key)
        self._within = int(key)
        self.refresh()

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Read the people, then show them."""
        self._known = today, zone, figures
        self.refresh()

    def refresh(self) -> None:
        if self._known is not None:
            until, within = self._known[0], self._within
            since = until - timedelta(self._days - 1)
            self._desk.ask("service.staff", lambda tx: fetch_staff(tx, since, until, within), self._take_people)

    def _take_people(self, people: Sequence[Staff]) -> None:
        self._people = people
        rows = [cells(one) for one in people]
        self._rows.put([(n, [row[column.key] for column in STAFF.columns]) for n, row in enumerate(rows, 1)])
        if self.grid.query.today is None:
            assert self._known is not None
            super().start(*self._known)
        else:
            super().refresh()
