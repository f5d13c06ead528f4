"""The list of lots, and beside it where the pieces of one lie and which orders got some: the way to a recall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.exporting import export_grid
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.side_forms import SideForm
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.stock.lots import block_lot, edit_lot, unblock_lot
from shopdesk.shop.stock.rules import LotState
from shopdesk.shop.stock.sheets import LOT_STATES
from shopdesk.shop.stock.trace import LOT_ROWS, LotOrder, find_lot_orders, recall_of
from shopdesk.store.rows import Query, fetch_page
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("there", N_("In stock"), (("on_hand", ">0"),), N_("Pieces of the lot are there")),
    Quick("soon", N_("Expires within 30 days"), (("on_hand", ">0"), ("expires_on", "..+30d")), N_("Or has expired")),
    Quick("blocked", N_("Blocked"), (("state", "=blocked"),), N_("Kept, and taken by no order"), rare=True),
    Quick("all", N_("All"), ()),
)
FEW: Final = 40
"""So many orders stand in the panel; the recall list has all."""
_KEYS: Final = [column.key for column in LOT_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class LotFacts:
    """One lot: its cells by column key, and the orders that got pieces of it."""

    lot_id: int
    row: Mapping[str, Any]
    orders: Sequence[LotOrder]


def read_lot(tx: Any, lot_id: int) -> LotFacts | None:
    """A lot with its orders; None where it is gone."""
    cells = fetch_page(tx, LOT_ROWS, [lot_id])[0]
    return LotFacts(lot_id, dict(zip(_KEYS, cells, strict=True)), find_lot_orders(tx, lot_id)) if cells else None


LISTED: Final = Listed(
    "lots", LOT_ROWS, QUICK, N_("Filters of lots"), read_lot,
    select=N_("Select a lot to see the orders that got it."), gone=N_("This lot is no longer in the shop."),
    empty=N_("A lot begins with a receipt that names its number and its last day."), counted=True,
)  # fmt: skip


class LotPanel(DocumentPanel):
    """Shows one lot; says by signals where the user wants to go."""

    sku_wanted = Signal(str)
    order_wanted = Signal(str)
    recall_wanted = Signal(int, str)
    """Lot and its number: every order that got it, as a sheet."""
    block_wanted = Signal(int, bool)
    edit_wanted = Signal(object)
    """The last day or the note of the lot is to be said (LotFacts)."""

    def __init__(self) -> None:
        super().__init__(_("Lot"))

    def show_facts(self, facts: LotFacts, figures: Figures) -> None:
        """Show a lot."""
        row = facts.row
        self.clear()
        parts = [row["title"], row["supplier"], row["note"]]
        self.set_head(row["lot_no"], " · ".join(filter(None, parts)), Pill(*said(LOT_STATES, row["state"])))
        place, table = self.section(), Ruled(1)
        table.add(button(row["sku"], partial(self.sku_wanted.emit, row["sku"]), look="link"), "")
        table.add(_("On hand"), figures.pieces(row["on_hand"]), strong=True)
        table.add(_("Came in"), figures.pieces(row["came_in"]))
        if row["expires_on"] is not None:
            table.add(_("Expires on"), *self._last_day(row["expires_on"], figures))
        place.addWidget(table)
        blocked = row["state"] == LotState.BLOCKED
        words = _("Release the lot") if blocked else _("Block the lot")
        deeds = Flow(gap=8)
        deeds.line.addWidget(button(words, partial(self.block_wanted.emit, facts.lot_id, not blocked)))
        deeds.line.addWidget(button(_("Edit the lot…"), partial(self.edit_wanted.emit, facts)))
        place.addWidget(deeds)
        self._show_orders(facts, figures)
        self.finish()

    def _last_day(self, day: Any, figures: Figures) -> tuple[str]:
        left = None if figures.today is None else (day - figures.today).days
        if left is None:
            return (f"{day:%Y-%m-%d}",)
        words = n_("{count} day left", "{count} days left", left).format(count=left) if left >= 0 else _("expired")
        return (f"{day:%Y-%m-%d} · {words}",)

    def _show_orders(self, facts: LotFacts, figures: Figures) -> None:
        count = len(facts.orders)
        place = self.section(n_("{count} order got it", "{count} orders got it", count).format(count=f"{count:,}"))
        if not count:
            place.addWidget(Words(_("No order got pieces of this lot."), "body", "muted"))
            return
        number, lot_id = facts.row["lot_no"], facts.lot_id
        recall = button(_("Recall list (Excel)…"), partial(self.recall_wanted.emit, lot_id, number), icon_name="export")
        place.addWidget(recall)
        table = Ruled(1)
        for order in facts.orders[:FEW]:
            link = button(order.order_no, partial(self.order_wanted.emit, order.order_no), look="link")
            note = f"{_(order.channel)} · {order.left_at.astimezone(figures.zone):%Y-%m-%d}"
            table.add(link, figures.pieces(order.pieces), note=note)
        place.addWidget(table)


class LotForm(SideForm):
    """The last day and the note of a lot."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Lot"), _("What expires first leaves first. What has left already stays as it was."))
        self._desk = desk

    def begin(self, facts: LotFacts) -> None:
        """A form with what is known of a lot."""
        lot_id, row = facts.lot_id, facts.row
        self.title.setText(_("Lot {lot}").format(lot=row["lot_no"]))
        columns = [LOT_ROWS.sheet.column(key) for key in ("expires_on", "note")]
        form = self.set_form([Field(column, row[column.key]) for column in columns], _("Keep"))

        def keep(values: dict[str, Any]) -> None:
            form.submit.setEnabled(False)
            self._desk.do(edit_lot, lot_id, then=lambda _done: self.left.emit(), failed=form.refused, **values)

        form.accepted.connect(keep)


class LotsList(DetailList):
    """All lots."""

    panel: LotPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, LotPanel())
        self.panel.block_wanted.connect(lambda lot, block: desk.do(block_lot if block else unblock_lot, lot))
        self.panel.recall_wanted.connect(self._recall)
        self.panel.edit_wanted.connect(self._edit)

    @cached_property
    def form(self) -> LotForm:
        """The form for a lot, made when it is first needed."""
        made = LotForm(self._desk)
        self.page.side.addWidget(made)
        made.left.connect(self.page.back)
        return made

    def _edit(self, facts: LotFacts) -> None:
        self.form.begin(facts)
        self.page.show_side(self.form)

    def _recall(self, lot_id: int, number: str) -> None:
        """Every order that got the lot goes out as a sheet."""
        source = recall_of([lot_id])
        title = _("Recall of lot {lot}").format(lot=number)
        query = Query(today=self.grid.query.today, zone=self.grid.query.zone)
        shown = GridExport(source, query, source.sheet.columns, title, _(source.sheet.help), is_whole=True)
        export_grid(self._desk, shown)
