"""What suppliers ask for each SKU, and in which packs; a price is typed into the list, or beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.widgets import button
from shopdesk.shop.buying.actions import edit_prices, remove_price, set_price
from shopdesk.shop.buying.reports import PRICE_ROWS, find_goods
from shopdesk.shop.buying.sheets import PRICE_FILE, PRICES
from shopdesk.shop.columns import Kind
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, UserError, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("preferred", N_("Preferred"), (("preferred", "true"),), N_("Bought there unless a person says otherwise")),
    Quick("single", N_("Single source"), (("sources", "1"),), N_("Nobody else supplies this SKU")),
)
_KEYS: Final = [column.key for column in PRICE_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """One price: its row, and its cells by column key."""

    row_id: int
    row: dict[str, Any]


def read_price(tx: Any, row_id: int) -> PriceFacts | None:
    """A price; None where it is gone."""
    cells = fetch_page(tx, PRICE_ROWS, [row_id])[0]
    return PriceFacts(row_id, dict(zip(_KEYS, cells, strict=True))) if cells else None


LISTED: Final = Listed(
    "supplier_prices", PRICE_ROWS, QUICK, N_("Filters of supplier prices"), read_price,
    select=N_("Select a price to see it whole."),
    gone=N_("This price is no longer in the shop."),
    empty=N_("What suppliers ask stands here: type a price in, or drop a list of them."), counted=True,
)  # fmt: skip


class PricePanel(DocumentPanel):
    """Shows one price."""

    edit_wanted = Signal(object)
    remove_wanted = Signal(int)
    sku_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Supplier price"))

    def show_facts(self, facts: PriceFacts, figures: Figures) -> None:
        """Show a price."""
        row = facts.row
        self.clear()
        self.set_head(row["sku"], row["supplier"])
        line = QHBoxLayout()
        line.addWidget(button(_("Edit"), partial(self.edit_wanted.emit, row), icon_name="edit"))
        line.addWidget(button(_("Remove"), partial(self.remove_wanted.emit, facts.row_id)))
        line.addStretch(1)
        self.section().addLayout(line)
        days, sources = row["lead_days"], row["sources"] or 0
        told = [
            (_("Product"), row["title"]),
            (_("Supplier's item no."), row["supplier_code"] or ""),
            (_("Supplier price"), figures.text(Kind.PRICE, row["price"])),
            (_("Pieces per pack"), figures.pieces(row["pack"])),
            (_("Minimum order"), figures.pieces(row["minimum"])),
            (_("Lead time"), n_("{count} day", "{count} days", days).format(count=days) if days is not None else ""),
            (_("Preferred"), _("yes") if row["preferred"] else ""),
            (_("Suppliers of it"), str(sources)),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        self.section().addWidget(button(_("Show the product"), partial(self.sku_wanted.emit, row["sku"]), look="link"))
        self.finish()


class PriceForm(SideDetail):
    """A price of a SKU at a supplier; the same two again set the same price."""

    left = Signal()
    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Supplier price"))
        self._desk = desk
        self.form: Form

    def begin(self, row: dict[str, Any] | None = None) -> None:
        """The form for a new price, or for one that is there."""
        self.clear()
        self.set_head(_("New price") if row is None else row["sku"], "" if row is None else row["supplier"])
        fields = [Field(column, (row or {}).get(column.key)) for column in PRICE_FILE.columns]
        self.form = Form(fields, _("Save"))
        self.form.accepted.connect(self._keep)
        self.form.given_up.connect(self.left)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("supplier" if row is None else "price"))

    def _keep(self, values: dict[str, Any]) -> None:
        supplier, typed = values.pop("supplier"), values.pop("sku")
        self.form.submit.setEnabled(False)

        def found(goods: Any) -> None:
            if goods is None:
                self.form.refused(UserError(N_("No SKU or barcode {sku} is known."), sku=typed))
                return
            self._desk.do(
                set_price, supplier, goods.sku_id, then=lambda _done: self.kept.emit(), failed=self.form.refused,
                **values,
            )  # fmt: skip

        self._desk.ask("buying.price", lambda tx: find_goods(tx, typed, supplier), found)


class PricesList(DetailList):
    """What suppliers ask."""

    panel: PricePanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, PricePanel(), self._edit)
        self.form = PriceForm(desk)
        self.page.side.addWidget(self.form)
        self.form.left.connect(self.page.back)
        self.form.kept.connect(self.page.back)
        self.panel.edit_wanted.connect(self.edit)
        self.panel.remove_wanted.connect(partial(desk.do, remove_price))

    def _edit(self, edits: Sequence[Edit]) -> None:
        """Write cells of the list, all of them as one step of undo."""
        typed = [(price_id, key, parse_input(PRICES.column(key), text)) for price_id, key, text in edits]
        self._desk.do(edit_prices, typed)

    def edit(self, row: dict[str, Any] | None = None) -> None:
        """The form at the right; None for a new price."""
        self.form.begin(row)
        self.page.show_side(self.form)
