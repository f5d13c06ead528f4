"""One SKU: on hand, reserved and available, what it costs and how that is known, its moves, the file it came from."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.detail_lines import LinkText, Ruled, SideDetail
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.lot_words import lot_words
from shopdesk.desk.source_panel import origin
from shopdesk.desk.tabs.stock.facts import SkuFacts
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.catalog.sheets import STATES
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.stock.bundle_reports import bundles_of
from shopdesk.shop.stock.reports import AtPlace, Place
from shopdesk.shop.stock.rules import MoveReason, PlaceKind
from shopdesk.shop.stock.sheets import REASONS
from shopdesk.text import _, n_


class SkuPanel(SideDetail):
    """Shows the facts of one SKU; says by signals where the user wants to go."""

    row_wanted = Signal(int, object)
    """Import and row of the file that brought the SKU."""
    moves_wanted = Signal(str)
    """Code of the SKU whose moves are all to be seen."""
    order_wanted = Signal(str)
    """Order no. of a move."""
    cost_wanted = Signal()
    """The cost of the SKU is to be entered."""
    count_wanted = Signal(str)
    opening_wanted = Signal()
    labels_wanted = Signal()
    shelf_wanted = Signal()
    """The shelf of the SKU is to be said."""
    move_wanted = Signal(int, str)
    """Pieces at a place are to lie elsewhere: the place, and the code of the SKU."""
    parts_wanted = Signal(object)
    """The parts of the bundle are to be said (SkuFacts)."""
    sku_wanted = Signal(str)
    """Code of a part."""

    lot_wanted = Signal(str)
    """Number of a lot."""

    def __init__(self) -> None:
        super().__init__(_("Product"))
        self._figures = Figures()
        self.facts_shown: SkuFacts | None = None

    def show_sku(self, facts: SkuFacts, figures: Figures) -> None:
        """Show a SKU; the same one again keeps the place scrolled to."""
        same = self.facts_shown is not None and self.facts_shown.sku_id == facts.sku_id
        place = self.area.verticalScrollBar().value() if same else 0
        self.facts_shown, self._figures = facts, figures
        self.clear()
        self._show_head(facts.row)
        self._show_levels(facts.row, facts.places)
        self._show_shelves(facts.at)
        self._show_lots(facts)
        self._show_parts(facts)
        self._show_cost(facts)
        self._show_moves(facts)
        self._show_source(facts)
        deeds, made_of = self.section(), partial(self.parts_wanted.emit, facts)
        deeds.addWidget(button(_("Print labels…"), self.labels_wanted.emit, icon_name="scan", look="link"))
        deeds.addWidget(button(_("Set the shelf…"), self.shelf_wanted.emit, icon_name="stock", look="link"))
        lying = [one.place_id for one in facts.at if one.kind != PlaceKind.TRANSIT and one.on_hand > 0]
        if lying:
            move = partial(self.move_wanted.emit, lying[0], facts.row["sku"])
            deeds.addWidget(button(_("Move pieces to another place"), move, icon_name="stock", look="link"))
        words = _("Change the parts…") if facts.parts else _("Make it a bundle…")
        deeds.addWidget(button(words, made_of, icon_name="product", look="link"))
        self.finish()
        self.area.verticalScrollBar().setValue(place)

    def show_note(self, text: str) -> None:
        self.facts_shown = None
        super().show_note(text)

    def _show_head(self, row: Any) -> None:
        parts = [part for part in (row["title"], row["option"], row["barcode"]) if part]
        self.set_head(row["sku"], " · ".join(parts), Pill(*said(STATES, row["state"])))

    def _show_levels(self, row: Any, places: Sequence[Place]) -> None:
        pieces = self._figures.pieces
        table = Ruled(1)
        table.add(_("On hand"), pieces(row["on_hand"]), strong=True, tones=(_below(row["on_hand"]),))
        for at in places if len(places) > 1 else ():
            table.add(_(at.title), pieces(at.on_hand), tones=(_below(at.on_hand),))
        table.add(_("Reserved"), pieces(row["reserved"]), tip=_("Pieces of paid orders that have not left yet."))
        table.add(_("Available"), pieces(row["available"]), tones=(_below(row["available"]),))
        if row["warning_level"] is not None:
            under = row["under"]
            note = (
                ""
                if under is None
                else _("{pieces} missing, what is on its way counted in").format(pieces=pieces(under))
            )
            table.add(
                _("Warning level"), pieces(row["warning_level"]), note=note, tones=(Tone.WARN if under else None,)
            )
        place = self.section(_("Stock"))
        place.addWidget(table)
        if row["on_hand"] < 0:
            hint = _("More was sold than received: count the shelf or enter the opening stock.")
            place.addWidget(Words(hint, "body", "bad", wrap=True))
            line = QHBoxLayout()
            line.addWidget(button(_("Count"), partial(self.count_wanted.emit, row["sku"]), icon_name="count"))
            line.addWidget(button(_("Opening stock"), self.opening_wanted.emit, icon_name="adjust"))
            line.addStretch(1)
            place.addLayout(line)

    def _show_shelves(self, at: Sequence[AtPlace]) -> None:
        """Where it lies, shelf by shelf."""
        shown = [one for one in at if one.kind != PlaceKind.WAREHOUSE or len(at) > 1]
        if not any(one.kind != PlaceKind.WAREHOUSE for one in shown):
            return  # its warehouses stand above
        place, table = self.section(_("Where it lies")), Ruled(1)
        for one in shown:
            note = _("its shelf") if one.is_home else ""
            table.add(one.name, self._figures.pieces(one.on_hand), note=note, tones=(_below(one.on_hand),))
        place.addWidget(table)

    def _show_lots(self, facts: SkuFacts) -> None:
        """Which lots are there, first what leaves first; what is of no known lot is said as well."""
        if not facts.lots:
            return
        place, table, pieces = self.section(_("Lots")), Ruled(1), self._figures.pieces
        for lot in facts.lots:
            link = button(lot.lot_no, partial(self.lot_wanted.emit, lot.lot_no), look="link")
            table.add(link, pieces(lot.on_hand), note=lot_words(lot))
        rest = facts.row["on_hand"] - sum(lot.on_hand for lot in facts.lots)
        if rest:
            table.add(_("Of no known lot"), pieces(rest), tones=(_below(rest),))
        place.addWidget(table)

    def _show_parts(self, facts: SkuFacts) -> None:
        """What a bundle is made of, and how many can be made of what is there."""
        if not facts.parts:
            return
        place, table, pieces = self.section(_("Parts")), Ruled(1), self._figures.pieces
        for part in facts.parts:
            link = button(part.sku, partial(self.sku_wanted.emit, part.sku), look="link")
            note = _("{pieces} available · {title}").format(title=part.title, pieces=pieces(part.available))
            table.add(link, pieces(part.quantity), note=note, tones=(_below(part.available),))
        whole = bundles_of(facts.parts)
        table.add(_("Bundles that can be sold"), pieces(whole), strong=True, tones=(_below(whole),))
        place.addWidget(table)

    def _show_cost(self, facts: SkuFacts) -> None:
        row, figures = facts.row, self._figures
        place = self.section(_("Price and cost"))
        table = Ruled(1)
        table.add(_("Price"), figures.text(Kind.PRICE, row["price"]))
        table.add(_("Stated cost"), figures.text(Kind.PRICE, row["cost"]))
        known = row["value"] is not None
        if known and row["on_hand"] > 0:
            table.add(_("Cost per piece now"), figures.money(row["value"] / row["on_hand"]))
        value = figures.show(Kind.MONEY, row["value"])
        table.add(
            _("Stock value"),
            value.text if known else _("unknown"),
            strong=known,
            tones=(value.tone if known else Tone.PLAIN,),
        )
        place.addWidget(table)
        place.addWidget(self._cost_source(facts))

    def _cost_source(self, facts: SkuFacts) -> Any:
        """How the cost is known, in a sentence."""
        costed = facts.costed
        if costed is not None:
            sentence = _("Cost from {document}, {day}: {cost} each.").format(
                document=costed["document"] or said(REASONS, costed["reason"])[0],
                day=f"{costed['moved_at'].astimezone(self._figures.zone):%Y-%m-%d}",
                cost=self._figures.text(Kind.PRICE, costed["unit_cost"]),
            )
            return Words(sentence, "small", "muted", wrap=True)
        if facts.row["cost"] is not None:
            return Words(_("Cost as stated for the product; no receipt says another."), "small", "muted", wrap=True)
        sentence = _("The cost is unknown, and with it the profit of its orders. {action}")
        return LinkText(sentence, {"action": [_("Enter a cost")]}, lambda _words: self.cost_wanted.emit())

    def _show_moves(self, facts: SkuFacts) -> None:
        place = self.section(_("Last moves"))
        if not facts.moves:
            place.addWidget(Words(_("Nothing has moved yet."), "body", "muted"))
            return
        table = Ruled(1)
        for move in facts.moves:
            title = self._move(move)
            note = " · ".join(part for part in (self._figures.moment(move["moved_at"]), move["note"]) if part)
            tone = Tone.BAD if move["quantity"] < 0 else Tone.GOOD
            table.add(title, self._figures.signed(move["quantity"]), note=note, tones=(tone,))
        place.addWidget(table)
        if facts.move_count > len(facts.moves):
            words = n_("Show all {count} move", "Show all {count} moves", facts.move_count)
            shown = words.format(count=self._figures.text(Kind.INTEGER, facts.move_count))
            place.addWidget(button(shown, partial(self.moves_wanted.emit, facts.row["sku"]), look="link"))

    def _move(self, move: Mapping[str, Any]) -> Any:
        """Why it moved, and what for: an order is a link."""
        reason, document = said(REASONS, move["reason"])[0], move["document"]
        if document and move["reason"] in {MoveReason.SALE, MoveReason.RETURN}:
            return LinkText("{reason} · {order}", {"order": [document]}, self.order_wanted.emit, reason=reason)
        return f"{reason} · {document}" if document else reason

    def _show_source(self, facts: SkuFacts) -> None:
        place = self.section(_("Where from"))
        source = facts.source
        if source is None:
            place.addWidget(Words(_("Entered in ShopDesk."), "body", "muted"))
            return
        where = origin(source.file_name, source.sheet_name, source.rows)
        link = LinkText(
            "{where}", {"where": [where]}, lambda _words: self.row_wanted.emit(source.import_id, source.rows)
        )
        link.setToolTip(_("Show the row as it stands in the file"))
        came = _("import {number} · {when}")
        words = came.format(number=source.import_id, when=self._figures.moment(source.imported_at))
        place.addWidget(link)
        place.addWidget(Words(words, "small", "muted"))


def _below(value: Any) -> Tone | None:
    return Tone.BAD if value is not None and value < 0 else None
