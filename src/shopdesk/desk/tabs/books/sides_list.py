"""What was paid for single orders, kinds kept apart: brushed orders, samples, small compensations, drop-shipping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.spending.reports import SIDE_ROWS, fetch_side_sums
from shopdesk.shop.spending.rules import SideKind
from shopdesk.shop.spending.sheets import SIDE_KINDS
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(kind.value, SIDE_KINDS[kind].title, (("kind", f"={kind.value}"),)) for kind in SideKind),
    Quick("waiting", N_("Order not known"), (("known", "false"),), N_("Found as soon as the order comes"), rare=True),
)
MEANS: Final[Mapping[str, str]] = {
    SideKind.BRUSHED: N_("Its sale is taken off the sales again; what is spent is the commission."),
    SideKind.SAMPLE: N_("What the sample cost; goods from the shelf are booked in Stock."),
    SideKind.COMPENSATION: N_("Paid to the buyer beside the channel."),
    SideKind.DROPSHIP: N_("The cost of the goods of this sale, which never lay on a shelf."),
}
_KEYS: Final = [column.key for column in SIDE_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class SideFacts:
    """One cost: its cells by column key, the file that brought it, and the sums by kind."""

    row: dict[str, Any]
    file: tuple[str, str] | None
    sums: Mapping[str, tuple[int, Decimal, Decimal]]


def read_side(tx: Any, row_id: int) -> SideFacts | None:
    """A cost; None where it is gone."""
    cells = fetch_page(tx, SIDE_ROWS, [row_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    return SideFacts(row, (found.file_name, found.sheet_name) if found else None, fetch_side_sums(tx))


LISTED: Final = Listed(
    "sides", SIDE_ROWS, QUICK, N_("Filters of costs of orders"), read_side,
    select=N_("Select a cost to see its order and what it means for profit."),
    gone=N_("This cost is no longer in the shop."),
    empty=N_("Drop the sheet of brushed orders, samples, small payments or drop-ship purchases here."), counted=True,
)  # fmt: skip


class SidePanel(DocumentPanel):
    """Shows one cost."""

    order_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Cost of an order"))

    def show_facts(self, facts: SideFacts, figures: Figures) -> None:
        """Show a cost, and what its kind comes to in all."""
        row = facts.row
        self.clear()
        self.set_head(row["order_no"], figures.text(Kind.DATE, row["paid_on"]), Pill(*said(SIDE_KINDS, row["kind"])))
        told = [
            (_("Cost"), figures.money(row["fee"])),
            (_("Principal"), figures.money(row["principal"]) if row["principal"] else ""),
            (_("Channel"), _(row["channel"])),
            (_("Note"), row["note"] or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        place = self.section()
        place.addWidget(Words(_(MEANS[row["kind"]]), "small", "muted", wrap=True))
        if row["known"]:
            place.addWidget(button(_("Show the order"), partial(self.order_wanted.emit, row["order_no"]), look="link"))
        else:
            words = _("The shop does not have this order yet; it is found when it comes.")
            place.addWidget(Words(words, "small", "warn", wrap=True))
        table = Ruled()
        table.head("", _("Cost"), _("Principal"))
        for kind, (_count, fee, principal) in sorted(facts.sums.items()):
            table.add(_(SIDE_KINDS[kind].title), figures.money(fee), figures.money(principal) if principal else "")
        self.section(_("In all")).addWidget(table)
        if facts.file is not None:
            rows = () if row["source_row"] is None else (row["source_row"],)
            tell_origin(self.section(_("Where from")), facts.file, row["import_id"], rows, self.row_wanted.emit)
        self.finish()


class SidesList(DetailList):
    """Costs of orders, of the days and the channel that the screen shows."""

    panel: SidePanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, SidePanel())
        self._view: View | None = None
        self.line.add_menu("paid_on", _("Paid on"), partial(self.line.offer_days, "paid_on"))
        self.panel.order_wanted.connect(lambda number: desk.show("orders", order_no=number))

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """The costs of other days or of another channel; of the same ones, read again."""
        if view == self._view:
            self.refresh()
            return
        self._view = view
        self.show_rows(view.filters(facts, "paid_on"))
        self.start(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The costs that fit, and no others."""
        self.narrow(filters=filters, search=search)
