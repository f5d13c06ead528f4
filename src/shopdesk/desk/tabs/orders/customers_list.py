"""The list of customers, and beside it the one that is selected: what they bought, and what the shop says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.orders.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.orders.customers.sheets import CUSTOMERS
from shopdesk.store.rows import fetch_page, quoted
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("again", N_("Bought again"), (("orders", ">1"),), N_("More than one order of theirs counts")),
    Quick("never", N_("No orders"), (("orders", "0"),), N_("Told by a list; nothing of theirs was sold"), rare=True),
)
_KEYS: Final = [column.key for column in CUSTOMERS.columns]


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """One customer: its cells by column key, and the file that brought it."""

    row: Mapping[str, Any]
    file: tuple[str, str] | None
    """Name and sheet of its file."""


def read_customer(tx: Any, customer_id: int) -> CustomerFacts | None:
    """A customer; None where it is gone."""
    cells = fetch_page(tx, CUSTOMER_ROWS, [customer_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    return CustomerFacts(row, (found.file_name, found.sheet_name) if found is not None else None)


LISTED: Final = Listed(
    "customers", CUSTOMER_ROWS, QUICK, N_("Filters of customers"), read_customer,
    select=N_("Select a customer to see what they bought."), gone=N_("This customer is no longer in the shop."),
    empty=N_("Customers stand here once an order file names its buyers, or a list of customers is imported."),
    counted=True,
)  # fmt: skip


class CustomerPanel(DocumentPanel):
    """Shows one customer, masked as everywhere."""

    orders_wanted = Signal(str, str)
    """Customer no. and channel."""

    def __init__(self) -> None:
        super().__init__(_("Customer"))

    def show_facts(self, facts: CustomerFacts, figures: Figures) -> None:
        """Show a customer."""
        row = facts.row
        self.clear()
        self.set_head(mask(row["customer_no"]), _(row["channel"]))
        told = [
            (_("Name"), mask(row["name"]) if row["name"] else ""),
            (_("Customer group"), row["group_name"] or ""),
            (_("Tags"), row["tags"] or ""),
            (_("Note"), row["note"] or ""),
        ]
        if known := [(name, text) for name, text in told if text]:
            self.facts("", known)
        bought = [
            (_("Total"), figures.money(row["sold"]) if row["sold"] is not None else ""),
            (_("Last order"), figures.moment(row["last_order"]) if row["last_order"] else ""),
        ]
        if sums := [(name, text) for name, text in bought if text]:
            self.facts(_("What they bought"), sums)
        count = row["orders"]
        words = n_("{count} order", "{count} orders", count).format(count=figures.text(Kind.INTEGER, count))
        go = partial(self.orders_wanted.emit, row["customer_no"], row["channel"])
        self.section().addWidget(button(words, go, look="link"))
        if facts.file is not None:
            tell_origin(self.section(_("Where from")), facts.file, row["import_id"], (), self.row_wanted.emit)
        self.finish()


class CustomersList(DetailList):
    """Everybody who bought; group, tags and note are typed into the list."""

    panel: CustomerPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, CustomerPanel(), self._edit)
        self._channels: Sequence[str] = ()
        self.line.add_menu("channel", _("Channel"), self._offer_channels)
        self.line.add_menu("last_order", _("Last order"), partial(self.line.offer_days, "last_order"))

    def show_channels(self, titles: Sequence[str]) -> None:
        """The channels that the list can be narrowed to."""
        self._channels = titles

    def _offer_channels(self, menu: QMenu) -> None:
        for title in self._channels:
            menu.addAction(_(title), partial(self.grid.set_filter, "channel", quoted(title)))

    def _edit(self, edits: Sequence[Edit]) -> None:
        """Write cells of the list, all of them as one step of undo."""
        typed = [(customer_id, key, parse_input(CUSTOMERS.column(key), text)) for customer_id, key, text in edits]
        self._desk.do(edit_customers, typed)
