"""The small forms about places: the name of a shelf, the shelf of some products, and pieces that change places."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.facts import Known, look_up
from shopdesk.desk.tabs.stock.side_forms import SKU, SideForm
from shopdesk.desk.tabs.stock.suggestions import Suggestions
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.stock.place_reports import fetch_spots
from shopdesk.shop.stock.places import move_pieces
from shopdesk.shop.stock.reports import Place, Shelf, fetch_shelves
from shopdesk.shop.stock.shelving import put_away_all, set_shelf
from shopdesk.text import N_, UserError, _, n_

NAME: Final = Column("title", N_("Name"), Kind.TEXT, example="A-01")
HALL: Final = Column("warehouse_id", N_("Warehouse"), Kind.INTEGER)
SHELF: Final = Column(
    "title", N_("Shelf"), Kind.TEXT, example="A-01",
    help=N_("A name that is new makes a shelf; blank takes the shelf away from these products."),
)  # fmt: skip
AWAY: Final = Column(
    "away", N_("Put away at once"), Kind.BOOL, help=N_("What lies at the warehouse itself goes onto the shelf.")
)
FROM: Final = Column("from_id", N_("From"), Kind.INTEGER)
TO: Final = Column("to_id", N_("To"), Kind.INTEGER)
PIECES: Final = Column("quantity", N_("Pieces"), Kind.QUANTITY)
NOTE: Final = Column("note", N_("Note"), Kind.TEXT, help=N_("Stands beside the move."))


class NameForm(SideForm):
    """One name; what is done with it is said when it begins."""

    kept = Signal(object)
    """What the action came to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Place"))
        self._desk = desk

    def begin(self, title: str, name: str, submit: str, act: Callable[..., object]) -> None:
        """A form that begins with a name; `act(name, then=…, failed=…)` does it."""
        self.title.setText(title)

        def do(values: dict[str, Any]) -> None:
            form.submit.setEnabled(False)
            act(values["title"], then=lambda done: self.kept.emit(done.value), failed=form.refused)

        form = self.set_form([Field(NAME, name, required=True)], submit)
        form.accepted.connect(do)


class ShelfForm(SideForm):
    """Gives the products that it was begun with a shelf, and brings what lies about onto it if wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Shelf"), _("There they are put and picked from now on, unless somebody names another."))
        self._desk = desk
        self._ids: Sequence[int] = ()
        self._main = 0

    def begin(self, sku_ids: Sequence[int], places: Sequence[Place]) -> None:
        """A form for these products."""
        self._ids = list(sku_ids)
        count = len(self._ids)
        self.title.setText(n_("Shelf of {count} SKU", "Shelf of {count} SKUs", count).format(count=f"{count:,}"))
        halls = [(place.warehouse_id, _(place.title)) for place in places]
        hall = [Field(HALL, halls[0][0], halls, required=True)] if len(halls) > 1 else []
        self._main = halls[0][0]
        fields = [Field(SHELF), *hall, Field(AWAY, value=True)]
        self.set_form(fields, _("Set shelf")).accepted.connect(self._keep)
        self._desk.ask("stock.shelves", fetch_shelves, self._offer)

    def _offer(self, shelves: Sequence[Shelf]) -> None:
        edit = self.form.editor("title")
        assert isinstance(edit, QLineEdit)
        made = QCompleter(sorted({shelf.title for shelf in shelves}), edit)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        edit.setCompleter(made)

    def _keep(self, values: dict[str, Any]) -> None:
        hall, ids, name = values.get("warehouse_id", self._main), self._ids, values["title"] or ""
        self.form.submit.setEnabled(False)

        def done(_done: Any) -> None:
            if values["away"] and name:
                self._desk.do(put_away_all, hall, ids)
            said = n_("{count} product has its shelf.", "{count} products have their shelf.", len(ids))
            plain = said.format(count=f"{len(ids):,}") if name else _("The products have no shelf any more.")
            self._desk.tell(plain, Tone.GOOD)
            self.left.emit()

        self._desk.do(set_shelf, ids, hall, name, then=done, failed=self.form.refused)


class MoveForm(SideForm):
    """Brings pieces of one SKU from a place to another; afterwards the next SKU can go the same way."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Move pieces to another place"))
        self._desk = desk

    def open(self, from_id: int, show: Callable[[QWidget], object], code: str = "") -> None:
        """Begin with what lies at a place, perhaps with a SKU, and show the form once the places are known."""

        def begin(spots: Sequence[tuple[int, str]]) -> None:
            others = (spot for spot, _name in spots if spot != from_id)
            self._begin(spots, (from_id, next(others, from_id)), code)
            show(self)

        self._desk.ask("places.spots", fetch_spots, begin)

    def _begin(self, spots: Sequence[tuple[int, str]], route: tuple[int, int], code: str = "") -> None:
        fields = [
            Field(SKU, code, required=True),
            Field(FROM, route[0], spots, required=True),
            Field(TO, route[1], spots, required=True),
            Field(PIECES, required=True),
            Field(NOTE),
        ]
        form = self.set_form(fields, _("Book"))
        form.accepted.connect(partial(self._look_up, spots))
        sku = form.editor("sku")
        assert isinstance(sku, QLineEdit)
        Suggestions(self._desk, sku)
        if code:
            self.setFocusProxy(form.editor("quantity"))

    def _look_up(self, spots: Sequence[tuple[int, str]], values: dict[str, Any]) -> None:
        typed: str = values["sku"]
        self.form.submit.setEnabled(False)
        self._desk.ask("places.move", lambda tx: look_up(tx, typed), partial(self._move, spots, values))

    def _move(self, spots: Sequence[tuple[int, str]], values: dict[str, Any], known: Known | None) -> None:
        if known is None:
            self.form.refused(UserError(N_("No SKU or barcode {sku} is known."), sku=values["sku"]))
            return
        route, pieces = (values["from_id"], values["to_id"]), values["quantity"]

        def moved(_done: Any) -> None:
            said = _("Move {quantity} of {sku}").format(quantity=f"{pieces:f}", sku=known.code)
            self._desk.tell(said, Tone.GOOD)
            self._begin(spots, route)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

        told = (known.sku_id, *route, pieces, values["note"] or "")
        self._desk.do(move_pieces, *told, then=moved, failed=self.form.refused)
