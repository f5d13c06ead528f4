"""The list of goods receipts, and beside it the lines of the one that is selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.detail_lines import Ruled, SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.tabs.stock.stock_list import Facts
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.stock.reports import RECEIPT_ROWS, ReceiptLineRow, find_receipt_lines
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("typed", N_("Entered here"), (("import_id", "="),), N_("Typed or scanned in ShopDesk")),
    Quick("imported", N_("From files"), (("import_id", "!="),), N_("Brought by a file")),
    Quick("no_cost", N_("Cost unknown"), (("value", "="),), N_("A line has no cost")),
)
FEW: Final = 40
"""So many lines stand in the panel; the others are among the moves."""
_KEYS: Final = [column.key for column in RECEIPT_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """One receipt: its cells by column key, its lines, and the file that it came from, as (name, sheet)."""

    receipt_id: int
    row: Mapping[str, Any]
    lines: Sequence[ReceiptLineRow]
    file: tuple[str, str] | None


def read_receipt(tx: Any, receipt_id: int) -> ReceiptFacts | None:
    """A receipt with its lines; None where it is gone."""
    cells = fetch_page(tx, RECEIPT_ROWS, [receipt_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    file = (found.file_name, found.sheet_name) if found is not None else None
    return ReceiptFacts(receipt_id, row, find_receipt_lines(tx, receipt_id), file)


class ReceiptPanel(SideDetail):
    """Shows the lines of one receipt; says by signals where the user wants to go."""

    sku_wanted = Signal(str)
    """Code of a SKU."""
    moves_wanted = Signal(str)
    """Number of the receipt whose moves are to be seen."""
    row_wanted = Signal(int, object)
    """Import and the rows of it that made the receipt."""

    def __init__(self) -> None:
        super().__init__(_("Receipt"))
        self._figures = Figures()

    def show_receipt(self, facts: ReceiptFacts, figures: Figures) -> None:
        """Show a receipt."""
        self._figures, row = figures, facts.row
        self.clear()
        self.set_head(
            row["document_no"],
            " · ".join(part for part in (figures.moment(row["received_at"]), row["supplier"], row["note"]) if part),
        )
        self._show_lines(facts)
        self._show_source(facts)
        self.finish()

    def _show_lines(self, facts: ReceiptFacts) -> None:
        count = len(facts.lines)
        words = n_("{count} line", "{count} lines", count)
        place = self.section(words.format(count=self._figures.text(Kind.INTEGER, count)))
        several = len({line.warehouse for line in facts.lines}) > 1
        table = Ruled()
        for line in facts.lines[:FEW]:
            self._add_line(table, line, several=several)
        value = facts.row["value"]
        told = _("cost unknown") if value is None else self._figures.money(value)
        table.add(_("Total"), self._figures.pieces(facts.row["pieces"]), told, strong=True)
        place.addWidget(table)
        number = facts.row["document_no"]
        place.addWidget(button(_("Show its stock moves"), partial(self.moves_wanted.emit, number), look="link"))

    def _add_line(self, table: Ruled, line: ReceiptLineRow, *, several: bool) -> None:
        code = button(line.code, partial(self.sku_wanted.emit, line.code), look="link")
        each = _("{price} each").format(price=self._figures.text(Kind.PRICE, line.unit_cost))
        parts = (each if line.unit_cost is not None else "", _(line.warehouse) if several else "", line.title)
        value = _("cost unknown") if line.value is None else self._figures.money(line.value)
        note = " · ".join(part for part in parts if part)
        table.add(code, self._figures.pieces(line.quantity), value, note=note, tip=line.title)

    def _show_source(self, facts: ReceiptFacts) -> None:
        place = self.section(_("Where from"))
        if facts.file is None:
            place.addWidget(Words(_("Entered in ShopDesk."), "body", "muted"))
            return
        rows = tuple(sorted({line.source_row for line in facts.lines if line.source_row is not None}))
        tell_origin(place, facts.file, facts.row["import_id"], rows, self.row_wanted.emit)


class ReceiptsList(QWidget):
    """Reads nothing before it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self.grid = DeskGrid("receipts", RECEIPT_ROWS, desk)
        self.line = FilterLine(self.grid, QUICK, _("Filters of goods receipts"))
        self.line.add_menu("received_at", _("Received"), partial(self.line.offer_days, "received_at"))
        self.panel = ReceiptPanel()
        self.page = ListPage(desk, self.grid, self.line, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(self._show)
        self.panel.row_wanted.connect(lambda import_id, rows: self.page.show_row(import_id, rows, self._figures))
        self._show(None)

    def start(self, facts: Facts, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures = figures
        self.grid.start(facts.today, facts.zone)

    def refresh(self) -> None:
        """The shop has changed: read again, if anything was read."""
        if self.grid.query.today is not None:
            self.grid.refresh()
            self._show(self.grid.view.current_id())

    def _show(self, receipt_id: int | None) -> None:
        self.page.side.setCurrentWidget(self.panel)
        if receipt_id is None:
            self._desk.forget("receipts.detail")
            self.panel.show_note(_("Select a receipt to see its lines and where it came from."))
        else:
            self._desk.ask("receipts.detail", partial(read_receipt, receipt_id=receipt_id), self._take)

    def _take(self, facts: ReceiptFacts | None) -> None:
        if facts is None:
            self.panel.show_note(_("This receipt is no longer in the shop."))
        else:
            self.panel.show_receipt(facts, self._figures)
