"""The list of suppliers, and beside it what comes from the one that is selected."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.catalog.reports import SUPPLIER_ROWS
from shopdesk.shop.history import find_import
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("buys", N_("With products"), (("products", ">0"),), N_("A product in the shop names them")),
    Quick("imported", N_("From files"), (("import_id", "!="),), N_("Brought by a file")),
)
_KEYS: Final = [column.key for column in SUPPLIER_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """One supplier: its cells by column key, and the file that brought it, as (name, sheet)."""

    row: Mapping[str, Any]
    file: tuple[str, str] | None


def read_supplier(tx: Any, supplier_id: int) -> SupplierFacts | None:
    """A supplier; None where it is gone."""
    cells = fetch_page(tx, SUPPLIER_ROWS, [supplier_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    return SupplierFacts(row, (found.file_name, found.sheet_name) if found is not None else None)


LISTED: Final = Listed(
    "suppliers", SUPPLIER_ROWS, QUICK, N_("Filters of suppliers"), read_supplier,
    select=N_("Select a supplier to see what comes from them."),
    gone=N_("This supplier is no longer in the shop."),
    empty=N_("Suppliers stand here once a product, a receipt or a list of suppliers names them."), counted=True,
)  # fmt: skip


class SupplierPanel(DocumentPanel):
    """Shows one supplier; says by signals where the user wants to go."""

    products_wanted = Signal(str)
    """Name of the supplier whose products are to be seen."""
    receipts_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Supplier"))

    def show_facts(self, facts: SupplierFacts, figures: Figures) -> None:
        """Show a supplier; personal values masked, as everywhere."""
        row = facts.row
        self.clear()
        self.set_head(row["name"], row["code"] or "")
        days = row["lead_days"]
        told = [
            (_("Lead time"), n_("{count} day", "{count} days", days).format(count=days) if days is not None else ""),
            (_("Contact person"), mask(row["contact"])),
            (_("Phone"), mask(row["phone"])),
            (_("E-mail"), mask(row["email"])),
            (_("Note"), row["note"] or ""),
        ]
        known = [(name, text) for name, text in told if text]
        if known:
            self.facts("", known)
        self._show_goods(self.section(_("What comes from them")), row, figures)
        if facts.file is not None:
            where = self.section(_("Where from"))
            tell_origin(where, facts.file, row["import_id"], (), self.row_wanted.emit)
        self.finish()

    def _show_goods(self, place: QVBoxLayout, row: Mapping[str, Any], figures: Figures) -> None:
        name, products, receipts = row["name"], row["products"], row["receipts"]
        if not products and not receipts:
            place.addWidget(Words(_("Nothing yet."), "body", "muted"))
        if products:
            said = n_("{count} product", "{count} products", products).format(count=products)
            place.addWidget(button(said, partial(self.products_wanted.emit, name), look="link"))
        if receipts:
            said = n_("{count} goods receipt", "{count} goods receipts", receipts).format(count=receipts)
            place.addWidget(button(said, partial(self.receipts_wanted.emit, name), look="link"))
            last = _("last on {when}").format(when=figures.moment(row["last_received"]))
            place.addWidget(Words(last, "small", "muted"))


class SuppliersList(DetailList):
    """Who the shop buys from."""

    panel: SupplierPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, SupplierPanel())
