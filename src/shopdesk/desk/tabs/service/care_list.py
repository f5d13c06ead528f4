"""Whom to contact today, by means: why, what they allowed, what came of it before, and the file for sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QMenu

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.exporting import export_rows
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import Field
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.service.care.contacts import (
    Cared,
    Contact,
    add_contact,
    fetch_care,
    fetch_contacts,
    read_limits,
    sending_rows,
    set_limits,
)
from shopdesk.shop.service.care.rules import CareLimits, CareRule
from shopdesk.shop.service.care.sheets import CARE, CARE_FILE, CARE_RESULTS, CARE_RULES, CONSENTS
from shopdesk.shop.service.customers.rules import Means
from shopdesk.shop.service.customers.sheets import MEANS
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import spoken_title
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(rule.value, CARE_RULES[rule].title, (("rule", f"={rule.value}"),)) for rule in CareRule),
    Quick("allowed", CONSENTS["given"].title, (("consent", "=given"),), N_("Allowed to be reached in this way")),
)
SELECT: Final = N_("Select a customer to see why, and to write down what came of it.")
EMPTY: Final = N_("Nobody is to be contacted today. Customers with orders come up here by their own rhythm.")
WANTED: Final = ("result", "contacted_on", "again_on", "note")
LIMITS: Final = (
    Column("factor", N_("Usual gaps until winning back"), Kind.RATE, required=True),
    Column("least_orders", N_("Days of buying that make a rhythm"), Kind.INTEGER, required=True),
    Column("lost_days", N_("Days after which nobody is won back"), Kind.INTEGER, required=True),
    Column("first_days", N_("Days from a first delivery to care"), Kind.INTEGER, required=True),
    Column("first_until", N_("Days until that is too late"), Kind.INTEGER, required=True),
    Column("silent_days", N_("Days of silence of dear customers"), Kind.INTEGER, required=True),
    Column("dear_share", N_("Share of customers who are dear"), Kind.PERCENT, required=True),
    Column("rest_days", N_("Days of rest after a contact"), Kind.INTEGER, required=True),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A customer on the list, and the contacts with them so far."""

    cared: Cared
    contacts: Sequence[Contact]


class CarePanel(DocumentPanel):
    """One customer: why now, and what was said before."""

    def __init__(self, desk: Desk, write: Any) -> None:
        super().__init__(_("Care"))
        self._desk, self._write = desk, write

    def show_facts(self, facts: Shown, figures: Figures) -> None:
        """Show a customer."""
        one = facts.cared
        self.clear()
        pill = Pill(*said(CARE_RULES, one.due.rule))
        self.set_head(mask(one.name or one.customer_no), _(one.channel), pill)
        self.section().addWidget(Words(self._why(one, figures), "body", wrap=True))
        consent, tone = said(CONSENTS, one.consent)
        last = figures.text(Kind.DATE, one.bought.days[-1])
        self.facts("", [
            (_("Last order"), last), (_("Orders"), f"{one.bought.orders:,}"),
            (_("Brought in"), figures.money(one.bought.value)), (_("Reached by"), mask(one.address) or "–"),
            (_("Consent"), consent, tone.value),
        ])  # fmt: skip
        line = Flow(gap=6)
        line.line.addWidget(button(_("Write down a contact…"), partial(self._write, one), look="primary"))
        come = partial(self._desk.show, "service", segment="customers", row_id=one.customer_id)
        line.line.addWidget(button(_("Open the card"), come, look="link"))
        self.section().addWidget(line)
        place = self.section(_("Contacts so far"))
        for contact in facts.contacts:
            place.addWidget(Words(self._told(contact, figures), "body", wrap=True))
        if not facts.contacts:
            place.addWidget(Words(_("None yet."), "small", "muted"))
        self.finish()

    def _why(self, one: Cared, figures: Figures) -> str:
        due = figures.text(Kind.DATE, one.due.due_on)
        if one.due.gap is None:
            return _("Due since {day}.").format(day=due)
        gap = one.due.gap
        own = n_("Buys every {count} day; due since {day}.", "Buys every {count} days; due since {day}.", gap)
        shop = n_("Customers buy every {count} day here; due since {day}.",
                  "Customers buy every {count} days here; due since {day}.", gap)  # fmt: skip
        return (own if one.due.is_own else shop).format(count=gap, day=due)

    def _told(self, contact: Contact, figures: Figures) -> str:
        day = figures.text(Kind.DATE, contact.again_on) if contact.again_on else ""
        again = _("again on {day}").format(day=day) if day else ""
        words = (figures.text(Kind.DATE, contact.on), _(MEANS[contact.means].title),
                 _(CARE_RESULTS[contact.result].title), again, contact.note)  # fmt: skip
        return " · ".join(filter(None, words))


class CareList(DetailList):
    """The list for one means of contact, its panel, and the forms of a contact and of the rules."""

    def __init__(self, desk: Desk) -> None:
        order = (("due_on", True), ("value", True))
        self._rows = LooseRows(CARE, order, ("customer_no",), {"channel": spoken_title})
        self._cared: dict[int, Cared] = {}
        self._known: tuple[date, tzinfo, Figures] | None = None
        listed = Listed(
            "care_due", self._rows.source, QUICK, N_("Filters of care"), self._read, select=SELECT, gone=SELECT,
            empty=EMPTY, counted=True,
        )  # fmt: skip
        super().__init__(desk, listed, CarePanel(desk, self._ask_contact))
        self.part = PartForm(desk, _("Contact"))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.means = ChoiceBox([(one, _(state.title)) for one, state in MEANS.items()], _("Means"))
        self.means.setCurrentIndex(self.means.findData(Means.SMS))
        self.means.currentIndexChanged.connect(self.refresh)
        self.send = button(_("For sending"), self._offer, icon_name="down")
        self.send.setToolTip(_("A file of those who allowed it and can be reached"))
        for widget in (self.means, self.send, button(_("Rules…"), self._ask_limits)):
            self.line.flow.line.addWidget(widget)

    def _read(self, tx: Any, customer_id: int) -> Shown | None:
        one = self._cared.get(customer_id)
        return None if one is None else Shown(one, fetch_contacts(tx, customer_id))

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Read who is due, then show it."""
        self._known = today, zone, figures
        self.refresh()

    def refresh(self) -> None:
        if self._known is not None:
            means = Means(self.means.currentData())
            self._desk.ask("service.care", lambda tx: fetch_care(tx, means), self._take_cared)

    def _take_cared(self, cared: list[Cared]) -> None:
        assert self._known is not None
        self._cared = {one.customer_id: one for one in cared}
        self._rows.put([(one.customer_id, one.row(self._known[0], mask(one.name))) for one in cared])
        self.send.setEnabled(bool(cared))
        if self.grid.query.today is None:
            super().start(*self._known)
        else:
            super().refresh()

    # ------------------------------------------------------------------------------------------------ writing down

    def _ask_contact(self, one: Cared) -> None:
        values = {"contacted_on": self._known and self._known[0], "result": None}
        fields = [
            Field(column, values.get(key), required=key == "result")
            for key in WANTED
            for column in (CARE_FILE.column(key),)
        ]
        told = {"rule": one.due.rule.value, "means": self.means.currentData()}

        def accept(typed: dict[str, Any]) -> None:
            self.part.send(add_contact, one.customer_id, {**typed, **told})

        self.part.ask(mask(one.name or one.customer_no), fields, accept)
        self.page.show_side(self.part)

    def _ask_limits(self) -> None:
        self._desk.ask("service.care.limits", read_limits, self._show_limits)

    def _show_limits(self, limits: CareLimits) -> None:
        fields = [Field(column, getattr(limits, column.key)) for column in LIMITS]
        self.part.ask(_("Rules of care"), fields, partial(self.part.send, set_limits))
        self.page.show_side(self.part)

    # ------------------------------------------------------------------------------------------------ sending

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(_("For sending"))
        menu.addAction(_("Names and numbers masked…"), partial(self._ask_out, False))
        menu.addAction(_("With names and numbers…"), partial(self._ask_out, True))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.send.mapToGlobal(self.send.rect().bottomLeft()))

    def _ask_out(self, is_open: bool) -> None:
        """Ask where to and write who allowed the means; what goes out open is kept with each customer."""
        means = Means(self.means.currentData())
        chosen = [one for one in self._cared.values() if one.consent == "given" and one.address]
        if not chosen:
            self._desk.tell(_("Nobody on the list has allowed this and can be reached by it."), Tone.WARN)
            return
        rows = [(_(channel), *rest) for channel, *rest in sending_rows(chosen, means)]
        opened = [one.customer_id for one in chosen] if is_open else []
        assert self._known is not None
        export_rows(self._desk, CARE_FILE, rows, self._known[1], opened)
