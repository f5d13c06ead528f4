"""The list of SKUs with the panel of the one that is selected, and the forms that take the panel's place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.tabs.stock.cost_question import ask_costs
from shopdesk.desk.tabs.stock.facts import SkuFacts, read_sku
from shopdesk.desk.tabs.stock.label_form import LabelForm
from shopdesk.desk.tabs.stock.parts_form import PartsForm
from shopdesk.desk.tabs.stock.place_forms import MoveForm, ShelfForm
from shopdesk.desk.tabs.stock.side_forms import AdjustForm, ProductForm, SideForm
from shopdesk.desk.tabs.stock.sku_panel import SkuPanel
from shopdesk.shop.columns import Tone
from shopdesk.shop.stock.reports import STOCK_ROWS, Place, fetch_warehouses
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.shop.stock.shelving import edit_stock
from shopdesk.store.rows import Query, count
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("there", N_("In stock"), (("on_hand", ">0"),), N_("Something is on hand")),
    Quick("out", N_("Out of stock"), (("on_hand", "0"),), N_("Nothing is on hand")),
    Quick(
        "under",
        N_("Under its warning level"),
        (("warning_level", "!="), ("under", ">0")),
        N_("Less is available and on its way"),
        rare=True,
    ),
    Quick("below", N_("Below zero"), (("on_hand", "<0"),), N_("More was sold than received"), rare=True),
    Quick("no_cost", N_("No stated cost"), (("cost", "="),), N_("No purchase cost is stated"), rare=True),
)

HIDDEN: Final = frozenset({"category", *(column.key for column in STOCK.columns if not column.shown)})
"""Columns to be chosen."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screens of stock need to know of the shop before they show anything."""

    today: date
    zone: ZoneInfo
    currency: str
    counts: Mapping[str, int]
    """By key of QUICK, how many SKUs it finds."""
    places: Sequence[Place] = ()
    """The warehouses in use, the main one first."""


def read_facts(tx: Any) -> Facts:
    """The shop's day, zone and currency, and how many SKUs each quick filter finds."""
    counts = {one.key: _found(tx, one) for one in QUICK}
    return Facts(tx.today, tx.zone, tx.currency, counts, fetch_warehouses(tx))


def _found(tx: Any, quick: Quick) -> int:
    """How many SKUs a quick filter finds; where its first condition, the quicker one, finds none, no more is asked."""
    first = quick.filters[:1]
    if len(quick.filters) > 1 and not count(tx, STOCK_ROWS, Query(filters=first)):
        return 0
    return count(tx, STOCK_ROWS, Query(filters=quick.filters))


class StockList(QWidget):
    """Grid, panel and forms; writes what is edited in them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._places: Sequence[Place] = ()
        self._figures = Figures()
        self._edit_next = ""
        self.shown_id: int | None = None
        self.grid = DeskGrid("stock", STOCK_ROWS, desk, on_edit_many=self._edit)
        self.grid.view.columns.arrange([column.key for column in STOCK.columns], HIDDEN)
        self.line = FilterLine(self.grid, QUICK, _("Filters of products"))
        self.panel = SkuPanel()
        self.page = ListPage(desk, self.grid, self.line, self.panel, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(self.show_sku)
        self.grid.loaded.connect(self._begin_edit)
        self.panel.row_wanted.connect(self._show_row)
        self.panel.cost_wanted.connect(partial(self._edit_cell, "cost"))
        self.panel.labels_wanted.connect(self.open_labels)
        self.panel.shelf_wanted.connect(self.open_shelf)
        self.panel.move_wanted.connect(lambda place, code: self.moving.open(place, self.page.show_side, code))
        self.panel.parts_wanted.connect(self._open_parts)
        self.panel.opening_wanted.connect(partial(self.open_adjust, MoveReason.OPENING))
        self.show_sku(None)

    # Made when they are first needed: the tab opens in half of the time without them.

    @cached_property
    def product(self) -> ProductForm:
        """The form for a new product."""
        made = ProductForm(self._desk)
        made.added.connect(self._added)
        self._put_aside(made)
        return made

    @cached_property
    def adjust(self) -> AdjustForm:
        """The form for a change by hand."""
        made = AdjustForm(self._desk)
        made.show_places(self._places)
        made.adjusted.connect(self._adjusted)
        self._put_aside(made)
        return made

    @cached_property
    def labels(self) -> LabelForm:
        """The form that prints labels."""
        made = LabelForm(self._desk)
        self._put_aside(made)
        return made

    @cached_property
    def shelf(self) -> ShelfForm:
        """The form for the shelf of some products."""
        made = ShelfForm(self._desk)
        self._put_aside(made)
        return made

    @cached_property
    def moving(self) -> MoveForm:
        """The form that brings pieces elsewhere."""
        made = MoveForm(self._desk)
        self._put_aside(made)
        return made

    @cached_property
    def parts(self) -> PartsForm:
        """The form for the parts of a bundle."""
        made = PartsForm(self._desk)
        self._put_aside(made)
        return made

    def _open_parts(self, facts: SkuFacts) -> None:
        self.parts.begin(facts, self._figures)
        self.page.show_side(self.parts)

    def _put_aside(self, form: SideForm) -> None:
        self.page.side.addWidget(form)
        form.left.connect(self.page.back)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, facts: Facts, figures: Figures) -> None:
        """Take what is known of the shop now."""
        self._figures = figures
        self.line.show_counts(facts.counts)
        self._places = facts.places
        if "adjust" in vars(self):
            self.adjust.show_places(facts.places)
        self.grid.start(facts.today, facts.zone)

    def refresh(self) -> None:
        """The shop has changed: read again."""
        self.grid.refresh()
        if self.shown_id is not None:
            self._ask_sku(self.shown_id)

    def show_sku(self, sku_id: int | None) -> None:
        """Show a SKU in the panel."""
        self.shown_id = sku_id
        self.page.leave_source()
        if sku_id is None:
            self._desk.forget("stock.detail")
            self.panel.show_note(_("Select a product to see its stock, its cost and its moves."))
        else:
            self._ask_sku(sku_id)

    def _ask_sku(self, sku_id: int) -> None:
        self._desk.ask("stock.detail", lambda tx: read_sku(tx, sku_id), self._take_sku)

    def _take_sku(self, facts: SkuFacts | None) -> None:
        if facts is None:
            self.panel.show_note(_("This product is no longer in the shop."))
        else:
            self.panel.show_sku(facts, self._figures)
            if "parts" in vars(self):
                self.parts.follow(facts)

    def _show_row(self, import_id: int, rows: Sequence[int]) -> None:
        self.page.show_row(import_id, rows, self._figures)

    def seek(self, sku_id: int, edit: str = "") -> None:
        """Stand on a SKU, and open the editor of its cell in the column `edit`."""
        self._edit_next = edit
        self.page.back()
        self.grid.seek(sku_id)
        self.show_sku(sku_id)
        self._begin_edit()

    # ------------------------------------------------------------------------------------------------ editing

    def _edit(self, edits: Sequence[Edit]) -> None:
        """Write cells of the grid, all of them as one step of undo; of costs, what they change is asked first."""
        typed: list[tuple[int, str, object]] = [
            (sku_id, "code" if key == "sku" else key, parse_input(STOCK.column(key), text))
            for sku_id, key, text in edits
        ]
        write = partial(self._desk.do, edit_stock, typed)
        costs = {sku_id: cost for sku_id, key, cost in typed if key == "cost" and isinstance(cost, Decimal | None)}
        if costs:
            ask_costs(self._desk, self, costs, write)
        else:
            write()

    def _begin_edit(self) -> None:
        """Open the editor that was asked for, once its row is here."""
        if self._edit_next and self.grid.view.current_id() == self.shown_id and self.isVisible():
            key, self._edit_next = self._edit_next, ""
            # After the grid has put its own place back, which would close the editor.
            QTimer.singleShot(0, self, partial(self._edit_cell, key))

    def _edit_cell(self, key: str) -> None:
        """Open the editor of a cell of the current row; a hidden column is shown for it."""
        view = self.grid.view
        number = next(n for n, column in enumerate(STOCK.columns) if column.key == key)
        if view.isColumnHidden(number):
            view.columns.arrange(view.columns.order(), view.columns.hidden() - {key})
        index = self.grid.rows.index(view.currentIndex().row(), number)
        if index.isValid():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            view.setCurrentIndex(index)
            view.scrollTo(index)
            view.edit(index)

    # ------------------------------------------------------------------------------------------------ forms

    def add_product(self) -> None:
        """The form for a new product."""
        self.page.show_side(self.product)

    def open_adjust(self, reason: MoveReason = MoveReason.ADJUST) -> None:
        """The form for a change by hand, for the SKU that is selected."""
        shown = self.panel.facts_shown
        self.adjust.begin(shown.row["sku"] if shown is not None else "", reason, self._figures)
        self.page.show_side(self.adjust)

    def _chosen(self) -> list[int]:
        """The rows that are selected, else the one that is shown."""
        rows = self.grid.rows
        chosen = [sku_id for first, last in spans(self.grid.view.blocks()) for sku_id in rows.ids(first, last)]
        return chosen or [sku_id for sku_id in (self.shown_id,) if sku_id is not None]

    def open_labels(self) -> None:
        """The form for labels of the rows that are selected."""
        if chosen := self._chosen():
            self.labels.begin(chosen, self._figures)
            self.page.show_side(self.labels)
        else:
            self._desk.tell(_("Select the products whose labels are to be printed."))

    def open_shelf(self) -> None:
        """The form for the shelf of the rows that are selected."""
        if chosen := self._chosen():
            self.shelf.begin(chosen, self._places)
            self.page.show_side(self.shelf)
        else:
            self._desk.tell(_("Select the products that have the shelf."))

    def resume(self, form: str) -> None:
        """A form as it was left: "product" or "adjustment"."""
        if form == "adjustment":
            self.adjust.begin(figures=self._figures)
        self.page.show_side(self.adjust if form == "adjustment" else self.product)

    @property
    def open_form(self) -> str:
        """Which form stands at the right; "" where none does."""
        shown = self.page.side.currentWidget()
        return "product" if isinstance(shown, ProductForm) else "adjustment" if isinstance(shown, AdjustForm) else ""

    def _added(self, sku_id: int, code: str) -> None:
        self.seek(sku_id)
        self._desk.tell(_("Product {sku} was added.").format(sku=code), Tone.GOOD, (_("Undo"), self._desk.undo))

    def _adjusted(self, sku_id: int) -> None:
        self.seek(sku_id)
        self._desk.tell(_("The stock was adjusted."), Tone.GOOD)
