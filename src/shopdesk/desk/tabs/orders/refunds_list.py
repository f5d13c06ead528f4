"""The list of refunds, those that wait for their order among them, and beside it what is known of the selected one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.orders.refunds import REFUND_ROWS, source_row_of
from shopdesk.shop.orders.sheets import REFUND_STATES
from shopdesk.store.rows import Query, count, fetch_page
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


def read_counts(tx: Any) -> dict[str, int]:
    """By key of QUICK, how many refunds it finds."""
    return {one.key: count(tx, REFUND_ROWS, Query(filters=one.filters)) for one in QUICK}


class RefundPanel(SideDetail):
    """Shows one refund; says by signals where the user wants to go."""

    order_wanted = Signal(str)
    """Number of an order."""
    row_wanted = Signal(int, object)
    """Import and the rows of it that told the refund."""

    def __init__(self) -> None:
        super().__init__(_("Refund"))

    def show_refund(self, facts: RefundFacts, figures: Figures) -> None:
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


class RefundsList(QWidget):
    """Reads nothing before it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self.grid = DeskGrid("refunds", REFUND_ROWS, desk, empty=(_(EMPTY), ""))
        self.line = FilterLine(self.grid, QUICK, _("Filters of refunds"))
        self.line.add_menu("ended_on", _("Given back at"), partial(self.line.offer_days, "ended_on"))
        self.panel = RefundPanel()
        self.page = ListPage(desk, self.grid, self.line, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(self._show)
        self.panel.row_wanted.connect(lambda import_id, rows: self.page.show_row(import_id, rows, self._figures))
        self._show(None)

    def start(self, today: date, zone: ZoneInfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures = figures
        self.grid.start(today, zone)
        self._desk.ask("refunds.counts", read_counts, self.line.show_counts)

    def refresh(self) -> None:
        """The shop has changed: read again, if anything was read."""
        if self.grid.query.today is not None:
            self.grid.refresh()
            self._show(self.grid.view.current_id())
            self._desk.ask("refunds.counts", read_counts, self.line.show_counts)

    def narrow(self, quick: str = "", import_id: int | None = None) -> None:
        """Show what a quick filter finds, or what an import brought."""
        wanted = next((one.filters for one in QUICK if one.key == quick), ())
        if import_id is not None:
            wanted = (*wanted, ("import_id", str(import_id)))
        self.grid.set_query(replace(self.grid.query, search="", filters=wanted))

    def _show(self, after_sale_id: int | None) -> None:
        self.page.side.setCurrentWidget(self.panel)
        if after_sale_id is None:
            self._desk.forget("refunds.detail")
            self.panel.show_note(_("Select a refund to see its order and where it came from."))
        else:
            self._desk.ask("refunds.detail", partial(read_refund, after_sale_id=after_sale_id), self._take)

    def _take(self, facts: RefundFacts | None) -> None:
        if facts is None:
            self.panel.show_note(_("This refund is no longer in the shop."))
        else:
            self.panel.show_refund(facts, self._figures)
