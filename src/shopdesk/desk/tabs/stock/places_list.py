"""The list of warehouses and shelves, and beside it what lies at the one that is selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.tabs.stock.place_forms import MoveForm, NameForm
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.stock.homes import place_names
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.place_reports import PLACE_ROWS, Lying, find_lying
from shopdesk.shop.stock.place_sheets import PLACE_KINDS
from shopdesk.shop.stock.places import add_shelf
from shopdesk.shop.stock.rules import PlaceKind
from shopdesk.shop.stock.shelving import put_away_all, rename_place, withdraw_place
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("halls", N_("Warehouses"), (("kind", "=warehouse"),)),
    Quick("shelves", N_("Shelves"), (("kind", "=shelf"),)),
    Quick("transit", N_("In transit"), (("kind", "=transit"),), N_("What has left one place and not reached another")),
    Quick("below", N_("Below zero"), (("pieces", "<0"),), N_("More left the place than came"), rare=True),
)
FEW: Final = 60
"""So many SKUs stand in the panel; the list of stock has all."""
_KEYS: Final = [column.key for column in PLACE_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """One place: its cells by column key, its name in the language spoken, and what lies there."""

    place_id: int
    row: Mapping[str, Any]
    name: str
    lying: Sequence[Lying]
    is_main: bool


def read_place(tx: Any, place_id: int) -> PlaceFacts | None:
    """A place with what lies there; None where it is gone."""
    cells = fetch_page(tx, PLACE_ROWS, [place_id])[0]
    if not cells:
        return None
    row, name = dict(zip(_KEYS, cells, strict=True)), place_names(tx)[place_id]
    return PlaceFacts(place_id, row, name, find_lying(tx, place_id), place_id == main_warehouse(tx))


LISTED: Final = Listed(
    "places", PLACE_ROWS, QUICK, N_("Filters of places"), read_place,
    select=N_("Select a warehouse or a shelf to see what lies there."),
    gone=N_("This place is no longer in use."), counted=True,
)  # fmt: skip


class PlacePanel(DocumentPanel):
    """Shows one place; says by signals what the user wants with it."""

    sku_wanted = Signal(str)
    shelf_wanted = Signal(object)
    """A shelf is to be added to this place (PlaceFacts)."""
    rename_wanted = Signal(object)
    withdraw_wanted = Signal(int)
    put_away_wanted = Signal(int)
    move_wanted = Signal(int)
    """Pieces that lie at this place are to lie elsewhere."""

    def __init__(self) -> None:
        super().__init__(_("Place"))

    def show_facts(self, facts: PlaceFacts, figures: Figures) -> None:
        """Show a place."""
        row, pieces = facts.row, figures.pieces
        self.clear()
        self.set_head(facts.name, "", Pill(*said(PLACE_KINDS, row["kind"])))
        table = Ruled(1)
        table.add(_("SKUs"), figures.text(Kind.INTEGER, row["skus"]))
        table.add(_("Pieces"), pieces(row["pieces"]), strong=True, tones=(Tone.BAD if row["pieces"] < 0 else None,))
        if row["reserved"]:
            table.add(_("Reserved"), pieces(row["reserved"]), tip=_("Pieces there that are kept for orders."))
        table.add(_("Value"), _("unknown") if row["value"] is None else figures.money(row["value"]))
        self.section().addWidget(table)
        if row["kind"] in (PlaceKind.WAREHOUSE, PlaceKind.SHELF):
            self._show_deeds(facts)
        self._show_lying(facts, figures)
        self.finish()

    def _show_deeds(self, facts: PlaceFacts) -> None:
        place, is_hall = self.section(), facts.row["kind"] == PlaceKind.WAREHOUSE
        if is_hall:
            place.addWidget(button(_("Add a shelf…"), partial(self.shelf_wanted.emit, facts), icon_name="add"))
            away = button(_("Put all away"), partial(self.put_away_wanted.emit, facts.place_id))
            away.setToolTip(_("Brings what lies at the warehouse itself onto the shelves of its products."))
            place.addWidget(away)
        if facts.row["skus"]:
            move = partial(self.move_wanted.emit, facts.place_id)
            place.addWidget(button(_("Move pieces to another place"), move))
        place.addWidget(button(_("Rename…"), partial(self.rename_wanted.emit, facts)))
        if not facts.is_main:
            place.addWidget(button(_("Withdraw"), partial(self.withdraw_wanted.emit, facts.place_id)))

    def _show_lying(self, facts: PlaceFacts, figures: Figures) -> None:
        count = len(facts.lying)
        place = self.section(n_("{count} SKU", "{count} SKUs", count).format(count=f"{count:,}"))
        if not count:
            place.addWidget(Words(_("Nothing lies here."), "body", "muted"))
            return
        table = Ruled(1)
        for one in facts.lying[:FEW]:
            link = button(one.sku, partial(self.sku_wanted.emit, one.sku), look="link")
            kept = _("{pieces} kept for orders").format(pieces=figures.pieces(one.reserved)) if one.reserved else ""
            home = _("its shelf") if one.is_home else ""
            tone = Tone.BAD if one.pieces < 0 else None
            note = " · ".join(part for part in (one.title, home, kept) if part)
            table.add(link, figures.pieces(one.pieces), note=note, tones=(tone,))
        place.addWidget(table)
        if count > FEW:
            rest = count - FEW
            more = n_("and {count} more", "and {count} more", rest).format(count=f"{rest:,}")
            place.addWidget(Words(more, "small", "muted"))


class PlacesList(DetailList):
    """All places."""

    panel: PlacePanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, PlacePanel())
        self.panel.shelf_wanted.connect(self._add_shelf)
        self.panel.rename_wanted.connect(self._rename)
        self.panel.withdraw_wanted.connect(self._withdraw)
        self.panel.put_away_wanted.connect(lambda place: desk.do(put_away_all, place, then=self._tell_put_away))
        self.panel.move_wanted.connect(lambda place: self.moving.open(place, self.page.show_side))

    @cached_property
    def form(self) -> NameForm:
        """The form for the name of a place."""
        made = NameForm(self._desk)
        self.page.side.addWidget(made)
        made.left.connect(self.page.back)
        made.kept.connect(self._named)
        return made

    @cached_property
    def moving(self) -> MoveForm:
        """The form that brings pieces elsewhere."""
        made = MoveForm(self._desk)
        self.page.side.addWidget(made)
        made.left.connect(self.page.back)
        return made

    def _add_shelf(self, facts: PlaceFacts) -> None:
        title = _("Add a shelf to {warehouse}").format(warehouse=facts.name)
        self.form.begin(title, "", _("Add shelf"), partial(self._desk.do, add_shelf, facts.place_id))
        self.page.show_side(self.form)

    def _rename(self, facts: PlaceFacts) -> None:
        title = _("Rename {place}").format(place=facts.name)
        act = partial(self._desk.do, rename_place, facts.place_id)
        self.form.begin(title, _(facts.row["place"]), _("Rename"), act)
        self.page.show_side(self.form)

    def _named(self, value: Any) -> None:
        self.page.back()
        if not isinstance(value, bool):
            self.grid.seek(value)

    def _withdraw(self, place_id: int) -> None:
        def withdrawn(_done: Any) -> None:
            self._desk.tell(_("The place was withdrawn."), Tone.GOOD, (_("Undo"), self._desk.undo))

        self._desk.do(withdraw_place, place_id, then=withdrawn)

    def _tell_put_away(self, done: Any) -> None:
        moved: int = done.value
        said = n_("{count} SKU was put away.", "{count} SKUs were put away.", moved)
        nothing = _("Nothing is to be put away: what lies here has no shelf.")
        self._desk.tell(said.format(count=f"{moved:,}") if moved else nothing, Tone.GOOD if moved else Tone.PLAIN)
