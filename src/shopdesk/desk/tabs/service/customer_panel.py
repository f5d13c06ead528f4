"""The card of a customer: masked until somebody asks, with worth, level, points, consent, orders and cases."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk.detail_lines import LinkText, Ruled
from shopdesk.desk.detail_list import DocumentPanel
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.flow import Flow
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.history import find_import
from shopdesk.shop.orders.customers.segments import SEGMENTS
from shopdesk.shop.orders.sheets import STATES
from shopdesk.shop.service.customers.card import Card, Person, find_card
from shopdesk.shop.service.customers.rules import EARNED, LevelBy
from shopdesk.shop.service.customers.sheets import MEANS, PLACES
from shopdesk.shop.service.sheets import CASE_STATES
from shopdesk.text import _, n_

OPEN_MS: Final = 30_000
"""So long what is masked stays open."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card, and the name and sheet of the file that brought the customer."""

    card: Card
    file: tuple[str, str] | None


def read_customer(tx: Any, customer_id: int) -> Shown | None:
    """What the panel shows; None where the customer is gone."""
    card = find_card(tx, customer_id)
    if card is None:
        return None
    found = find_import(tx, card.import_id) if card.import_id is not None else None
    return Shown(card, (found.file_name, found.sheet_name) if found is not None else None)


class CustomerPanel(DocumentPanel):
    """Shows one customer at a time; says by signals what a person wants."""

    orders_wanted = Signal(str)
    """Customer no. whose orders are to be seen."""
    order_wanted = Signal(str)
    case_wanted = Signal(int)
    """A case is to be opened for this customer."""
    cases_wanted = Signal(str)
    """Number of a case that is to be seen."""
    part_wanted = Signal(str, object)
    """Which form ("own", "warn", "points", "consent", "erase"), and the card."""
    look_wanted = Signal(int)
    """Masked data of this customer is to be opened."""
    apart_wanted = Signal(int)
    """This customer, who was merged, is to stand alone again."""

    def __init__(self) -> None:
        super().__init__(_("Customer"))
        self._shown: Shown | None = None
        self._figures = Figures()
        self._open = 0
        """Whose data is open."""
        self.closing = QTimer(self, singleShot=True, interval=OPEN_MS)
        self.closing.timeout.connect(self.close_data)

    def show_facts(self, facts: Shown, figures: Figures) -> None:
        """Show a customer; what was opened of another one is masked again."""
        same = self._shown is not None and self._shown.card.customer_id == facts.card.customer_id
        self._shown, self._figures = facts, figures
        if not same:
            self._open = 0
            self.closing.stop()
        place = self.area.verticalScrollBar().value() if same else 0
        self._fill()
        self.area.verticalScrollBar().setValue(place)

    def reveal(self, customer_id: int) -> None:
        """Show what is masked for a while, if that customer is still the one that is shown."""
        if self._shown is not None and self._shown.card.customer_id == customer_id:
            self._open = customer_id
            self.closing.start()
            self.show_facts(self._shown, self._figures)

    def close_data(self) -> None:
        """Mask it again."""
        self._open = 0
        self.closing.stop()
        if self._shown is not None:
            self.show_facts(self._shown, self._figures)

    def _masked(self, text: str | None) -> str:
        return (text or "") if self._open else mask(text)

    def _fill(self) -> None:
        assert self._shown is not None
        card = self._shown.card
        self.clear()
        self._head(card)
        self._who(card)
        if card.erased_at is None:
            self._own(card)
        self._worth(card)
        self._points(card)
        if card.erased_at is None:
            self._consents(card)
        self._orders(card)
        self._cases(card)
        self._looks(card)
        if self._shown.file is not None and card.import_id is not None:
            tell_origin(self.section(_("Where from")), self._shown.file, card.import_id, (), self.row_wanted.emit)
        if card.erased_at is None:
            erase = partial(self.part_wanted.emit, "erase", card)
            self.section().addWidget(button(_("Erase on request…"), erase, icon_name="delete", look="link"))
        self.finish()

    def _head(self, card: Card) -> None:
        first = card.people[0]
        pill = None
        if card.erased_at is not None:
            pill = Pill(_("Erased"))
        elif card.warned_of:
            pill = Pill(_("Be careful"), Tone.BAD)
        elif card.level is not None:
            pill = Pill(card.level.name, Tone.INFO)
        title = _("Customer {number}").format(number=card.customer_id)
        if card.erased_at is None:
            title = self._masked(first.name or first.customer_no)
        channels = dict.fromkeys(_(one.channel) for one in card.people)
        self.set_head(title, " · ".join(channels), pill)
        if card.warned_of:
            self.section().addWidget(Words(card.warned_of, "body", "bad", wrap=True))

    # ------------------------------------------------------------------------------------------------ who

    def _who(self, card: Card) -> None:
        place = self.section(_("Personal data"))
        if card.erased_at is not None:
            when = self._figures.moment(card.erased_at)
            words = _("Erased on request, {moment}. Orders and books stay.").format(moment=when)
            place.addWidget(Words(words, "body", "muted", wrap=True))
            return
        for one in card.people:
            self._person(place, one, card)
        lines = Ruled(0)
        for recipient, phone, address in card.sent_to:
            told = filter(None, map(self._masked, (recipient, phone)))
            lines.add(Words(" · ".join(told) or "–", wrap=True), note=self._masked(address))
        if card.sent_to:
            place.addWidget(Words(_("Parcels went to"), "small", "muted"))
            place.addWidget(lines)
        if self._open:
            place.addWidget(button(_("Mask again"), self.close_data))
            place.addWidget(Words(_("Open for 30 seconds; that you looked is kept."), "small", "muted", wrap=True))
        else:
            look = partial(self.look_wanted.emit, card.customer_id)
            place.addWidget(button(_("Show for 30 seconds"), look, icon_name="search"))

    def _person(self, place: QVBoxLayout, one: Person, card: Card) -> None:
        told = [self._masked(text) for text in (one.name, one.phone, one.email, one.company, one.address) if text]
        number = f"{_(one.channel)} · {self._masked(one.customer_no)}"
        place.addWidget(Words(number, "strong" if one.customer_id == card.customer_id else "body", wrap=True))
        if told:
            place.addWidget(Words("\n".join(told), "body", wrap=True))
        if one.customer_id != card.customer_id:
            apart = partial(self.apart_wanted.emit, one.customer_id)
            place.addWidget(button(_("Merged: part again"), apart, look="link"))

    def _own(self, card: Card) -> None:
        rows = [(_("Customer group"), card.group_name), (_("Tags"), card.tags), (_("Note"), card.note)]
        self.facts("", [(title, text or "–") for title, text in rows])
        line = Flow(gap=6)
        for key, title in (("own", _("Edit…")), ("warn", _("Be careful…"))):
            line.line.addWidget(button(title, partial(self.part_wanted.emit, key, card), look="link"))
        self._add(line)

    def _add(self, widget: Any) -> None:
        """Put a widget into a section of its own."""
        self.section().addWidget(widget)

    # ------------------------------------------------------------------------------------------------ worth

    def _worth(self, card: Card) -> None:
        worth, money = card.worth, self._figures.money
        rows: list[tuple[str, str] | tuple[str, str, str]] = [
            (_("Orders"), self._figures.text(Kind.INTEGER, worth.orders)),
            (_("Paid in all"), money(worth.total)),
            (_("Given back"), money(worth.refunded)),
            (_("Returns"), self._figures.text(Kind.INTEGER, worth.returns)),
            (_("Value to the shop"), money(worth.total - worth.refunded), "strong"),
        ]
        if worth.profit is not None:
            known = n_("{money} of {count} order", "{money} of {count} orders", worth.profit_of)
            known = known.format(money=money(worth.profit), count=f"{worth.profit_of:,}")
            whole = money(worth.profit) if worth.profit_of == worth.orders else known
            rows.append((_("Profit"), whole, "bad" if worth.profit < 0 else "text"))
        if worth.first is not None and worth.last is not None:
            rows.append((_("First and last order"), f"{worth.first.isoformat()} – {worth.last.isoformat()}"))
        if worth.segment is not None:
            rows.append((_("Segment"), _(SEGMENTS[worth.segment])))
        self.facts(_("What they bought"), rows)

    def _points(self, card: Card) -> None:
        if not (card.level or card.next_level or card.moves) and card.erased_at is not None:
            return
        rows = []
        if card.level is not None or card.next_level is not None:
            rows.append((_("Member level"), card.level.name if card.level is not None else _("none yet")))
        if card.next_level is not None:
            reached = card.points if card.level_by is LevelBy.POINTS else card.worth.recent
            missing = card.next_level.threshold - reached
            kind = Kind.INTEGER if card.level_by is LevelBy.POINTS else Kind.MONEY
            amount = self._figures.text(kind, int(missing) if kind is Kind.INTEGER else missing)
            rows.append((_("To {level}").format(level=card.next_level.name), amount))
        rows.append((_("Points"), self._figures.text(Kind.INTEGER, card.points)))
        self.facts(_("Level and points"), rows)
        place = self.section()
        lines = Ruled(1)
        for move in card.moves:
            reason = _("Order {number}").format(number=move.order_no) if move.reason == EARNED else move.reason
            note = " · ".join(filter(None, (move.moved_on.isoformat(), move.person)))
            tone = Tone.BAD if move.points < 0 else Tone.GOOD
            lines.add(reason, f"{move.points:+,}", note=note, tones=(tone,))
        if card.moves:
            place.addWidget(lines)
        if card.erased_at is None:
            give = partial(self.part_wanted.emit, "points", card)
            place.addWidget(button(_("Give or take points…"), give, look="link"))

    def _consents(self, card: Card) -> None:
        rows: list[tuple[str, str] | tuple[str, str, str]] = []
        for means, state in MEANS.items():
            told = next((one for one in card.consents.values() if one.means == means), None)
            if told is None:
                rows.append((_(state.title), _("not asked"), "muted"))
                continue
            answer = _("allowed") if told.is_given else _("refused")
            when = told.told_at.astimezone(self._figures.zone).date().isoformat()
            words = " · ".join(filter(None, (answer, when, told.evidence)))
            rows.append((_(state.title), words, "good" if told.is_given else "bad"))
        self.facts(_("May be reached by"), rows)
        self._add(button(_("Keep what they said…"), partial(self.part_wanted.emit, "consent", card), look="link"))

    # ------------------------------------------------------------------------------------------------ orders, cases

    def _orders(self, card: Card) -> None:
        if not card.orders:
            return
        place = self.section(_("Latest orders"))
        lines = Ruled(1)
        for order in card.orders:
            words, _tone = said(STATES, order.state)
            note = " · ".join(filter(None, (words, self._figures.moment(order.placed_at), order.summary)))
            link = LinkText("{order}", {"order": [order.order_no]}, self.order_wanted.emit)
            lines.add(link, self._figures.money(order.total), note=note, tones=(Tone.BAD if order.total < 0 else None,))
        place.addWidget(lines)
        count = card.worth.orders
        words = n_("{count} order", "{count} orders", count).format(count=f"{count:,}")
        place.addWidget(button(words, partial(self.orders_wanted.emit, card.people[0].customer_no), look="link"))

    def _cases(self, card: Card) -> None:
        place = self.section(_("Cases"))
        lines = Ruled(0)
        for one in card.cases:
            words, _tone = said(CASE_STATES, one.state)
            link = LinkText("{case} · {title}", {"case": [one.case_no]}, self.cases_wanted.emit, title=one.title)
            lines.add(link, note=f"{words} · {self._figures.moment(one.opened_at)}")
        if card.cases:
            place.addWidget(lines)
        open_one = partial(self.case_wanted.emit, card.customer_id)
        place.addWidget(button(_("Open a case…"), open_one, look="link"))

    def _looks(self, card: Card) -> None:
        if not card.looks:
            return
        place = self.section(_("Who opened this data"))
        for look in card.looks:
            where = said(PLACES, look.place)[0]
            words = f"{look.person} · {where} · {self._figures.moment(look.looked_at)}"
            place.addWidget(Words(words, "small", "muted", wrap=True))
