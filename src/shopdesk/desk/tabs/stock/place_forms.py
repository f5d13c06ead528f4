"""The small forms about places: the name of a shelf, and the shelf of the products that are selected."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.side_forms import SideForm
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.stock.reports import Place, Shelf, fetch_shelves
from shopdesk.shop.stock.shelving import put_away_all, set_shelf
from shopdesk.text import N_, _, n_

NAME: Final = Column("title", N_("Name"), Kind.TEXT, example="A-01")
HALL: Final = Column("warehouse_id", N_("Warehouse"), Kind.INTEGER)
SHELF: Final = Column(
    "title", N_("Shelf"), Kind.TEXT, example="A-01",
    help=N_("A name that is new makes a shelf; blank takes the shelf away from these products."),
)  # fmt: skip
AWAY: Final = Column(
    "away", N_("Put away at once"), Kind.BOOL, help=N_("What lies at the warehouse itself goes onto the shelf.")
)


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
