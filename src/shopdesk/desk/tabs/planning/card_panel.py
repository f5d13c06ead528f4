"""The card of a proposal: every figure that leads to it, and fields that move it before anything is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk.detail_lines import Ruled, SideDetail
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.planning.reports import Card
from shopdesk.shop.planning.rules import Needs, Proposal, propose
from shopdesk.shop.planning.sheets import POLICY_FIELDS, REASONS, SOURCES
from shopdesk.text import N_, _, n_

HUNDRED: Final = Decimal(100)
_SERVICE: Final = Column("service_level", N_("Service level, %"), Kind.QUANTITY, help=POLICY_FIELDS[0].help)
FIELDS: Final = (_SERVICE, *POLICY_FIELDS[1:])


class CardPanel(SideDetail):
    """Shows one card; says what a person wants to keep of it or to order."""

    decided = Signal(int, dict)
    """SKU, and what was decided of it by column key."""
    order_wanted = Signal(int, object)
    """SKU, and how many pieces."""
    sku_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Proposal"))
        self._figures = Figures()
        self._card: Card | None = None
        self.form: Form | None = None

    def show_card(self, card: Card, figures: Figures) -> None:
        """Show a card; what was typed into the one before and not kept is gone."""
        self._card, self._figures = card, figures
        made = propose(card.needs)
        self.clear()
        word, tone = said(REASONS, made.why)
        self.set_head(card.code, " · ".join(part for part in (card.title, card.supplier) if part), Pill(word, tone))
        place = self.section()
        self._sum = Words("", "figure")
        self._note = Words("", "small", "muted", wrap=True)
        place.addWidget(self._sum)
        place.addWidget(self._note)
        self._order = button("", self._want, icon_name="add", look="primary")
        place.addWidget(self._order)
        self._table = self.section(_("Why"))
        self._show_form(self.section(_("What if")), card)
        place = self.section()
        place.addWidget(button(_("Show the product"), lambda: self.sku_wanted.emit(card.code), look="link"))
        self._show(card.needs)
        self.finish()

    # ------------------------------------------------------------------------------------------------ figures

    def _show(self, needs: Needs) -> None:
        """The proposal of these figures, and the way to it."""
        assert self._card is not None
        made = propose(needs)
        self._pieces = Decimal(str(made.quantity)).quantize(Decimal("0.001")).normalize()
        shown = self._figures.pieces(self._pieces)
        self._sum.setText(n_("{count} piece", "{count} pieces", int(self._pieces)).format(count=shown))
        self._note.setText(self._sentence(needs, made))
        self._order.setText(_("Draft an order of {count}").format(count=shown))
        self._order.setAccessibleName(self._order.text())
        self._order.setEnabled(self._pieces > 0)
        while (item := self._table.takeAt(1)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._table.addWidget(self._way(self._card, needs, made))

    def _sentence(self, needs: Needs, made: Proposal) -> str:
        parts = []
        if needs.unit_cost is not None and made.quantity:
            amount = self._figures.money(Decimal(str(round(made.quantity * needs.unit_cost, 2))))
            parts.append(_("{amount} at cost").format(amount=amount))
        if made.quantity and abs(made.quantity - made.wanted) >= 0.5:
            wanted = self._number(made.wanted)
            parts.append(_("{wanted} wanted, in full packs and at least the minimum").format(wanted=wanted))
        return " · ".join(parts)

    def _way(self, card: Card, needs: Needs, made: Proposal) -> Ruled:
        table = Ruled(1)
        add = table.add
        sold = _("{sold} sold; {days} of {window} days in stock").format(
            sold=self._number(card.sold), days=card.days_in_stock, window=card.window_days
        )
        spikes = _("{count} of single big orders left out").format(count=self._number(card.spikes))
        add(_("Demand a day"), self._number(made.demand), note=f"{sold} · {spikes}" if card.spikes else sold)
        if needs.lift != 1:
            add(_("Lift"), f"× {self._number(needs.lift)}", note=_("season or promotion, as decided"))
        add(_("Spread a day (σ)"), self._number(needs.sigma))
        source, _tone = said(SOURCES, card.lead.source)
        days = _("{days} ± {sigma} days").format(
            days=self._number(needs.lead_days), sigma=self._number(needs.lead_sigma)
        )
        add(_("Lead time"), days, note=source)
        level = f"{needs.service_level:.1%}".replace(".0%", "%")
        add(_("Safety stock"), self._number(made.safety_stock), note=_("service level {level}").format(level=level))
        add(_("Reorder point"), self._number(made.reorder_point), note=_("demand × lead time + safety stock"))
        self._add_there(table, needs, made)
        if made.eoq is not None:
            add(_("Economic quantity"), self._number(made.eoq), note=_("ordering and holding cost least"))
        elif made.demand is not None:
            cover = n_("{count} day of demand", "{count} days of demand", int(needs.cover_days))
            quantity = self._number(made.demand * needs.cover_days)
            add(_("Quantity"), quantity, note=cover.format(count=int(needs.cover_days)))
        pack = [_("packs of {count}").format(count=self._number(needs.pack))] if needs.pack else []
        least = [_("at least {count}").format(count=self._number(needs.minimum))] if needs.minimum else []
        if pack or least:
            add(_("Supplier"), "", note=" · ".join(pack + least))
        if card.lost:
            add(_("Lost sales"), self._number(card.lost), note=_("on the days without stock"))
        return table

    def _add_there(self, table: Ruled, needs: Needs, made: Proposal) -> None:
        parts = _("on hand {there} − reserved {kept} + on order {coming}").format(
            there=self._number(needs.on_hand), kept=self._number(needs.reserved), coming=self._number(needs.on_order)
        )
        table.add(_("There and coming"), self._number(made.projected), note=parts, strong=True)

    def _number(self, value: float | None) -> str:
        """To two places below a hundred, else whole."""
        if value is None:
            return "–"
        return self._figures.pieces(Decimal(str(round(value, 2 if abs(value) < 100 else 0))).normalize() + 0)

    # ------------------------------------------------------------------------------------------------ what if

    def _show_form(self, place: QVBoxLayout, card: Card) -> None:
        sentence = _("Change a figure and see the proposal move; nothing is kept before you say so.")
        place.addWidget(Words(sentence, "small", "muted", wrap=True))
        own = card.own
        level = None if own.service_level is None else (Decimal(str(own.service_level)) * HUNDRED).normalize()
        lift = None if own.lift == 1 else Decimal(str(own.lift))
        first: Mapping[str, Any] = {
            "service_level": level, "lead_days": own.lead_days, "lift": lift, "lift_until": card.lift_until,
            "is_paused": own.is_paused,
        }  # fmt: skip
        self.form = Form([Field(column, first[column.key]) for column in FIELDS], _("Keep for this SKU"), cancel=False)
        self.form.edited.connect(self._try)
        self.form.accepted.connect(self._keep)
        place.addWidget(self.form)

    def _try(self) -> None:
        assert self._card is not None
        assert self.form is not None
        typed = self.form.values()
        if typed is None:
            return
        needs, level, lift = self._card.needs, typed["service_level"], typed["lift"]
        changes: dict[str, Any] = {"is_paused": bool(typed["is_paused"])}
        if level is not None and HUNDRED / 2 <= level < HUNDRED:
            changes["service_level"] = float(level / HUNDRED)
        if typed["lead_days"] is not None and typed["lead_days"] >= 0:
            changes["lead_days"] = float(typed["lead_days"])
        if lift is None or 0 < lift <= HUNDRED:
            changes["lift"] = float(lift or 1)
        self._show(replace(needs, **changes))

    def _keep(self, typed: Mapping[str, Any]) -> None:
        assert self._card is not None
        level: Decimal | None = typed["service_level"]
        until: date | None = typed["lift_until"]
        decided = {**typed, "service_level": None if level is None else level / HUNDRED, "lift_until": until}
        self.decided.emit(self._card.sku_id, decided)

    def _want(self) -> None:
        assert self._card is not None
        self.order_wanted.emit(self._card.sku_id, self._pieces)
