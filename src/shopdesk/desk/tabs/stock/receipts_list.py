"""The list of goods receipts, and beside it the lines of the one that is selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.tabs.stock.inspection_form import InspectionForm
from shopdesk.desk.tabs.stock.landed_form import LandedForm
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.buying.landing import reverse_landed, standing_costs
from shopdesk.shop.buying.receiving import inspections_of
from shopdesk.shop.buying.sheets import BASES, LANDED
from shopdesk.shop.columns import Kind, Tone
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
    costs: Sequence[Any] = ()
    """Costs on its way, see `landing.standing_costs`."""
    inspections: Sequence[Any] = ()
    """See `receiving.inspections_of`."""


def read_receipt(tx: Any, receipt_id: int) -> ReceiptFacts | None:
    """A receipt with its lines; None where it is gone."""
    cells = fetch_page(tx, RECEIPT_ROWS, [receipt_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    file = (found.file_name, found.sheet_name) if found is not None else None
    return ReceiptFacts(
        receipt_id,
        row,
        find_receipt_lines(tx, receipt_id),
        file,
        standing_costs(tx, receipt_id),
        inspections_of(tx, receipt_id),
    )


LISTED: Final = Listed(
    "receipts", RECEIPT_ROWS, QUICK, N_("Filters of goods receipts"), read_receipt,
    select=N_("Select a receipt to see its lines and where it came from."),
    gone=N_("This receipt is no longer in the shop."),
)  # fmt: skip


class ReceiptPanel(DocumentPanel):
    """Shows the lines of one receipt; says by signals where the user wants to go."""

    sku_wanted = Signal(str)
    """Code of a SKU."""
    moves_wanted = Signal(str)
    """Number of the receipt whose moves are to be seen."""
    cost_wanted = Signal(int, str)
    """A cost is to be added to this receipt, with this number."""
    inspection_wanted = Signal(object)
    """What an inspection found is to be noted of the receipt with these ReceiptFacts."""
    cost_back = Signal(int)
    """A cost that is to be taken back."""

    def __init__(self) -> None:
        super().__init__(_("Receipt"))
        self._figures = Figures()

    def show_facts(self, facts: ReceiptFacts, figures: Figures) -> None:
        """Show a receipt."""
        self._figures, row = figures, facts.row
        self.clear()
        self.set_head(
            row["document_no"],
            " · ".join(part for part in (figures.moment(row["received_at"]), row["supplier"], row["note"]) if part),
        )
        self._show_lines(facts)
        self._show_inspections(facts)
        self._show_costs(facts)
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

    def _show_inspections(self, facts: ReceiptFacts) -> None:
        """What was looked at, and what of it was no good."""
        place = self.section(_("Inspection"))
        if facts.inspections:
            table = Ruled()
            table.head("", _("Defective"), _("Looked at"))
            for seen in facts.inspections:
                tones = (Tone.BAD if seen.defective else Tone.GOOD, None)
                counted = (self._figures.pieces(seen.defective) or "0", self._figures.pieces(seen.looked_at))
                table.add(seen.sku, *counted, note=" · ".join(filter(None, (seen.reason, seen.note))), tones=tones)
            place.addWidget(table)
        place.addWidget(button(_("Note an inspection…"), partial(self.inspection_wanted.emit, facts), look="link"))

    def _show_costs(self, facts: ReceiptFacts) -> None:
        """What its way cost, and what of it the pieces that are still there bear."""
        place = self.section(_("Costs on the way"))
        if facts.costs:
            table = Ruled()
            table.head("", _("On the shelf"), _("Amount"))
            for cost in facts.costs:
                back = button(_("Take back"), partial(self.cost_back.emit, cost.landed_id), look="link")
                day = self._figures.text(Kind.DATE, cost.landed_on)
                named = " · ".join(part for part in (said(LANDED, cost.kind)[0], day, cost.document_no) if part)
                table.add(named, self._figures.money(cost.borne), self._figures.money(cost.amount), ruled=False)
                table.add(back, note=_("by {basis}").format(basis=said(BASES, cost.basis)[0].lower()))
            place.addWidget(table)
        number = facts.row["document_no"]
        add = button(_("Add freight, duty…"), partial(self.cost_wanted.emit, facts.receipt_id, number), look="link")
        place.addWidget(add)

    def _show_source(self, facts: ReceiptFacts) -> None:
        place = self.section(_("Where from"))
        if facts.file is None:
            place.addWidget(Words(_("Entered in ShopDesk."), "body", "muted"))
            return
        rows = tuple(sorted({line.source_row for line in facts.lines if line.source_row is not None}))
        tell_origin(place, facts.file, facts.row["import_id"], rows, self.row_wanted.emit)


class ReceiptsList(DetailList):
    """All goods receipts."""

    panel: ReceiptPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, ReceiptPanel())
        self.landed = LandedForm(desk)
        self.page.side.addWidget(self.landed)
        self.landed.left.connect(self.page.back)
        self.landed.kept.connect(self.page.back)
        self.inspection = InspectionForm(desk)
        self.page.side.addWidget(self.inspection)
        self.inspection.left.connect(self.page.back)
        self.inspection.kept.connect(self.page.back)
        self.panel.inspection_wanted.connect(self._inspect)
        self.panel.cost_wanted.connect(self._add_cost)
        self.panel.cost_back.connect(self._take_back)
        self.line.add_menu("received_at", _("Received"), partial(self.line.offer_days, "received_at"))

    def _add_cost(self, receipt_id: int, number: str) -> None:
        self.landed.begin(receipt_id, number, self._figures)
        self.page.show_side(self.landed)

    def _inspect(self, facts: ReceiptFacts) -> None:
        self.inspection.begin(facts.receipt_id, facts.row["document_no"], facts.lines)
        self.page.show_side(self.inspection)

    def _take_back(self, landed_id: int) -> None:
        self._desk.do(reverse_landed, landed_id, failed=lambda error: self._desk.tell(str(error), Tone.WARN))
