"""The part of an order's panel that concerns its way: what keeps it and how to mend that, shelves, parcels, returns."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.detail_lines import LinkText, Ruled, SideDetail
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.flow import Flow
from shopdesk.desk.lot_words import lot_words
from shopdesk.desk.tabs.orders.cells import NEXT, left_tone, left_words, open_state
from shopdesk.desk.widgets import Pill, Symbol, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.fulfilment.reports import OnItsWay
from shopdesk.shop.fulfilment.sheets import RETURN_STATES
from shopdesk.shop.orders.rules import Blocker, Stage
from shopdesk.shop.orders.sheets import BLOCKERS, FLAGS
from shopdesk.text import N_, _, n_

Deed = Callable[[str, Any], None]
"""What the user wants: the name of a deed and what it is about (None: the order itself)."""
MENDS: Final = {
    Blocker.HOLD: (("release", N_("Release")),),
    Blocker.UNKNOWN_SKU: (("hold", N_("Hold…")),),
    Blocker.NO_STOCK: (("partly", N_("Give what there is")), ("hold", N_("Hold…"))),
    Blocker.NO_ADDRESS: (("pass", N_("Ship as it is")), ("hold", N_("Hold…"))),
    Blocker.NOTE: (("pass", N_("I have read it")), ("hold", N_("Hold…"))),
    Blocker.RISK: (("pass", N_("Let it pass")), ("hold", N_("Hold…"))),
}
"""Blocker → what can be done about it."""
SAID: Final = {
    Blocker.UNKNOWN_SKU: N_("A line is no product of the shop, so nothing can be taken from a shelf for it."),
    Blocker.NO_ADDRESS: N_("The file that brought it tells addresses, and none for this order."),
    Blocker.RISK: N_(
        "Many pieces, a large total, nothing to pay for goods that have a price, or a customer to be careful with: "
        "look before it leaves."
    ),
}


def minutes_left(way: OnItsWay) -> int | None:
    """Whole minutes until the promise."""
    return None if way.promise is None else int((way.promise - way.now).total_seconds() // 60)


def head_pill(way: OnItsWay) -> Pill | None:
    """The pill of an open order: what keeps it, late, or its stage."""
    return None if way.stage is None else Pill(*open_state(way.stage, way.blocker, minutes_left(way)))


class WayPart:
    """Adds sections to a panel that is being filled."""

    def __init__(
        self, panel: SideDetail, way: OnItsWay, figures: Figures, deed: Deed, sku: Callable[[str], object],
        lot: Callable[[str], object],
    ):  # fmt: skip
        """`deed`, `sku` and `lot` are told what the user wants, the code and the number that were clicked."""
        self._panel, self._way, self._figures, self._deed, self._sku = panel, way, figures, deed, sku
        self._lot = lot

    def show_first(self) -> None:
        """What keeps the order, then what is done next: before everything else."""
        if self._way.blocker is not None:
            self._show_blocker(Blocker(self._way.blocker))
        if self._way.is_open:
            self._show_stage()

    def show_rest(self) -> None:
        """Parcels, what they took, and returns."""
        self._show_parcels()
        self._show_lots()
        self._show_returns()

    # ------------------------------------------------------------------------------------------------ what keeps it

    def _show_blocker(self, blocker: Blocker) -> None:
        place = self._panel.section()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Symbol("warn", 18))
        line.addWidget(Words(_(BLOCKERS[blocker].title), "strong"), 1)
        place.addLayout(line)
        self._explain(place, blocker)
        row = Flow(gap=8)
        for name, title in MENDS[blocker]:
            about = blocker.value if name == "pass" else None
            row.line.addWidget(button(_(title), partial(self._deed, name, about)))
        place.addWidget(row)

    def _explain(self, place: QVBoxLayout, blocker: Blocker) -> None:
        way = self._way
        if blocker is Blocker.NO_STOCK:
            for one in way.missing:
                sentence = _("{sku}: {pieces} missing").format(sku="{sku}", pieces=self._figures.pieces(one.pieces))
                place.addWidget(LinkText(sentence, {"sku": [one.code]}, self._sku))
            if not way.missing:
                place.addWidget(Words(_("Other orders keep the pieces."), "body", "muted", wrap=True))
            return
        told = {Blocker.HOLD: way.hold, Blocker.NOTE: way.note}.get(blocker) or _(SAID.get(blocker, ""))
        if told:
            place.addWidget(Words(told, "body", "muted", wrap=True))

    # ------------------------------------------------------------------------------------------------ its stage

    def _show_stage(self) -> None:
        way = self._way
        place = self._panel.section(_("On its way out"))
        left = minutes_left(way)
        facts = []
        if way.promise is not None and left is not None:
            facts.append(_("ship by {when}").format(when=self._figures.moment(way.promise)))
            place.addLayout(self._line(facts[0], left_words(left), left_tone(left)))
        if way.kept:
            table = Ruled(1)
            for one in way.kept:
                pieces = self._figures.pieces(one.quantity)
                picked = _("picked {pieces}").format(pieces=self._figures.pieces(one.picked)) if one.picked else ""
                note = " · ".join(part for part in (one.place, picked) if part)
                table.add(one.code, pieces, note=note)
            place.addWidget(table)
        if way.mates:
            words = _("Goes in parcel {number} with {orders}.").format(
                number=way.parcel_no, orders=", ".join(way.mates)
            )
            place.addWidget(Words(words, "body", "muted", wrap=True))
        if way.flag is not None:
            place.addWidget(Pill(*said(FLAGS, way.flag)))
        if way.blocker != Blocker.HOLD:
            place.addWidget(self._deeds())

    def _line(self, words: str, told: str, tone: Tone) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(Words(words, "body", "muted", wrap=True), 1)
        line.addWidget(Pill(told, tone))
        return line

    def _deeds(self) -> QWidget:
        row, way = Flow(gap=8), self._way
        name, title = NEXT[Stage(way.stage or Stage.NEW)]
        if way.blocker is None or name != "allocate":
            row.line.addWidget(button(_(title), partial(self._deed, name, None), look="primary"))
        if name != "ship":
            row.line.addWidget(button(_("Ship…"), partial(self._deed, "ship", None)))
        if way.blocker is None:
            row.line.addWidget(button(_("Hold…"), partial(self._deed, "hold", None)))
        return row

    # ------------------------------------------------------------------------------------------------ out and back

    def _show_parcels(self) -> None:
        if not self._way.parcels:
            return
        place = self._panel.section(_("Its parcels"))
        for one in self._way.parcels:
            line = QHBoxLayout()
            name = " ".join(part for part in (one.carrier, one.waybill) if part) or _("without a waybill")
            pieces = n_("{count} piece", "{count} pieces", int(one.pieces)).format(
                count=self._figures.pieces(one.pieces)
            )
            said_so = QVBoxLayout()
            said_so.setSpacing(0)
            said_so.addWidget(Words(name, elide=True))
            said_so.addWidget(Words(f"{self._figures.moment(one.shipped_at)} · {pieces}", "small", "muted"))
            line.addLayout(said_so, 1)
            words = _("Take parcel {name} back").format(name=name)
            line.addWidget(button(_("Take back"), partial(self._deed, "unship", one.shipment_id), name=words))
            place.addLayout(line)

    def _show_lots(self) -> None:
        if not self._way.lots:
            return
        place, table = self._panel.section(_("Its lots")), Ruled(1)
        for one in self._way.lots:
            link = button(one.lot_no, partial(self._lot, one.lot_no), look="link")
            table.add(link, self._figures.pieces(one.pieces), note=f"{one.sku} · {lot_words(one)}")
        place.addWidget(table)

    def _show_returns(self) -> None:
        way = self._way
        if not way.returns and not way.can_return:
            return
        place = self._panel.section(_("Goods back"))
        for one in way.returns:
            line = QHBoxLayout()
            line.addWidget(button(one.return_no, partial(self._deed, "return", one.return_id), look="link"))
            line.addStretch(1)
            line.addWidget(Words(self._figures.pieces(one.pieces)))
            line.addWidget(Pill(*said(RETURN_STATES, one.state)))
            place.addLayout(line)
        if way.can_return:
            row = Flow(gap=8)
            row.line.addWidget(button(_("Expect goods back…"), partial(self._deed, "expect", None), icon_name="return"))
            place.addWidget(row)
