"""The list of refunds, those that wait for their order among them, and beside it what is known of the selected one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.orders.refunds import REFUND_ROWS, source_row_of
from shopdesk.shop.orders.sheets import REFUND_STATES
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("waits", N_("Waiting"), (("waits", "yes"),), N_("Given back, and no order that is sold bears it yet")),
    Quick("given", N_("Given back"), (("state", "=given"),), N_("Money went back to the buyer")),
    Quick("pending", N_("Pending"), (("state", "=pending"),), N_("Asked for, and not decided yet")),
    Quick("closed", N_("Closed"), (("state", "=closed"),), N_("Withdrawn or refused"), rare=True),
)
EMPTY: Final = N_("Refunds of the channels' lists stand here once such a list is imported.")
WAITS: Final = N_(
    "It was given back, but no order with this number is sold yet. It joins the order when its list comes."
)
_KEYS: Final = [column.key for column in REFUND_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """One refund of a list: its cells by column key, and where it came from."""

    row: Mapping[str, Any]
    file: tuple[str, str] | None
    """Name and sheet of its file."""
    source_row: int | None


def read_refund(tx: Any, after_sale_id: int) -> RefundFacts | None:
    """A refund; None where it is gone."""
    cells = fetch_page(tx, REFUND_ROWS, [after_sale_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    file = (found.file_name, found.sheet_name) if found is not None else None
    return RefundFacts(row, file, source_row_of(tx, after_sale_id))


LISTED: Final = Listed(
    "refunds", REFUND_ROWS, QUICK, N_("Filters of refunds"), read_refund,
    select=N_("Select a refund to see its order and where it came from."),
    gone=N_("This refund is no longer in the shop."), empty=EMPTY, counted=True,
)  # fmt: skip


class RefundPanel(DocumentPanel):
    """Shows one refund; says by signals where the user wants to go."""

    order_wanted = Signal(str)
    """Number of an order."""

    def __init__(self) -> None:
        super().__init__(_("Refund"))

    def show_facts(self, facts: RefundFacts, figures: Figures) -> None:
        """Show a refund."""
        row = facts.row
        self.clear()
        word, tone = said(REFUND_STATES, row["state"])
        self.set_head(row["refund_no"], _(row["channel"]), Pill(word, tone))
        booked = figures.money(row["booked"]) if row["booked"] is not None else _("not booked")
        told = [
            (_("Amount given back"), figures.money(row["amount"])),
            (_("In the books"), booked),
            (_("Given back at"), figures.text(Kind.DATE, row["ended_on"])),
            (_("With goods"), _("yes") if row["with_goods"] else _("no")),
            (_("Reason"), row["reason"] or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        place = self.section(_("Order"))
        if row["waits"]:
            place.addWidget(Words(_(WAITS), "body", "warn", wrap=True))
            place.addWidget(Words(row["order_no"]))
        else:
            place.addWidget(button(row["order_no"], partial(self.order_wanted.emit, row["order_no"]), look="link"))
        self._show_source(facts)
        self.finish()

    def _show_source(self, facts: RefundFacts) -> None:
        if facts.file is not None:
            rows = () if facts.source_row is None else (facts.source_row,)
            where = self.section(_("Where from"))
            tell_origin(where, facts.file, facts.row["import_id"], rows, self.row_wanted.emit)


class RefundsList(DetailList):
    """All refunds that lists told."""

    panel: RefundPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, RefundPanel())
        self.line.add_menu("ended_on", _("Given back at"), partial(self.line.offer_days, "ended_on"))
