"""The list of purchase orders, and beside it the one that is selected: its lines, what came, and what can be done."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.buying.reports import PURCHASE_ROWS, PurchaseDetail, PurchaseLineRow, find_purchase
from shopdesk.shop.buying.rules import Came, PurchaseState
from shopdesk.shop.buying.sheets import CAME, STATES
from shopdesk.shop.columns import Kind, Tone
from shopdesk.text import N_, _, n_

FEW: Final = 60
"""So many lines stand in the panel; Edit shows all."""
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("draft", N_("Drafts"), (("state", "=draft"),), N_("Not ordered yet")),
    Quick("open", N_("On the way"), (("state", "=ordered"), ("open", ">0")), N_("Ordered, and not all of it has come")),
    Quick(
        "late",
        N_("Late"),
        (("state", "=ordered"), ("open", ">0"), ("expected_on", "<today")),
        N_("Something of it should have come by now"),
    ),
    Quick(
        "came", N_("Came"), (("state", "=ordered"), ("open", "0")), N_("All of it has come, and it is not closed yet")
    ),
    Quick("over", N_("More came"), (("came", "=over"),), N_("More came than was ordered")),
)
LISTED: Final = Listed(
    "purchases", PURCHASE_ROWS, QUICK, N_("Filters of purchase orders"), find_purchase,
    select=N_("Select a purchase order to see its lines and what has come of it."),
    gone=N_("This purchase order is no longer in the shop."),
    empty=N_("Purchase orders stand here: make one, accept a proposal of Planning, or drop a list of them."),
    counted=True,
)  # fmt: skip


class PurchasePanel(DocumentPanel):
    """Shows one order; says by signals what is wanted of it."""

    edit_wanted = Signal(int)
    deed_wanted = Signal(str, int)
    """"order", "close", "cancel" or "reopen", and the order."""
    paper_wanted = Signal(int)
    receive_wanted = Signal(int)
    receipt_wanted = Signal(str)
    sku_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Purchase order"))

    def show_facts(self, facts: PurchaseDetail, figures: Figures) -> None:
        """Show an order."""
        row = facts.row
        self.clear()
        self.set_head(row["purchase_no"], row["supplier"] or _("No supplier yet"), Pill(*said(STATES, row["state"])))
        self._show_deeds(facts)
        self._show_facts(facts, figures)
        self._show_lines(facts, figures)
        self._show_receipts(facts, figures)
        self.finish()

    def _show_deeds(self, facts: PurchaseDetail) -> None:
        place, key, state = self.section(), facts.purchase_id, facts.row["state"]
        deeds = {
            PurchaseState.DRAFT: [
                button(_("Place the order"), partial(self.deed_wanted.emit, "order", key), look="primary"),
                button(_("Edit"), partial(self.edit_wanted.emit, key)),
                button(_("Cancel order"), partial(self.deed_wanted.emit, "cancel", key)),
            ],
            PurchaseState.ORDERED: [
                button(_("Receive"), partial(self.receive_wanted.emit, key), look="primary"),
                button(_("Edit"), partial(self.edit_wanted.emit, key)),
                button(_("Close"), partial(self.deed_wanted.emit, "close", key)),
            ],
        }.get(state, [button(_("Reopen"), partial(self.deed_wanted.emit, "reopen", key))])
        deeds.append(button("", partial(self.paper_wanted.emit, key), icon_name="export", name=_("For the supplier…")))
        line = QHBoxLayout()
        line.setSpacing(6)
        for deed in deeds:
            line.addWidget(deed)
        line.addStretch(1)
        place.addLayout(line)

    def _show_facts(self, facts: PurchaseDetail, figures: Figures) -> None:
        row, today = facts.row, figures.today
        expected = figures.text(Kind.DATE, row["expected_on"])
        if row["expected_on"] is not None and row["open"] and today is not None and row["expected_on"] < today:
            days = (today - row["expected_on"]).days
            late = n_("{count} day late", "{count} days late", days).format(count=days)
            expected = f"{expected} · {late}"
        told = [
            (_("Came"), said(CAME, row["came"])[0] if row["state"] != PurchaseState.DRAFT else ""),
            (_("Ordered on"), figures.text(Kind.DATE, row["ordered_on"])),
            (_("Expected on"), expected),
            (_("Warehouse"), _(row["warehouse"]) if row["warehouse"] else ""),
            (_("Currency"), row["currency"] or ""),
            (_("Note"), row["note"] or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])

    def _show_lines(self, facts: PurchaseDetail, figures: Figures) -> None:
        count = len(facts.lines)
        place = self.section(n_("{count} line", "{count} lines", count).format(count=count))
        table = Ruled()
        table.head("", _("Came"), _("Qty ordered"))
        for line in facts.lines[:FEW]:
            self._add_line(table, line, facts, figures)
        value = facts.row["value"]
        table.add(_("Total"), "", _("cost unknown") if value is None else figures.money(value), strong=True)
        place.addWidget(table)

    def _add_line(self, table: Ruled, line: PurchaseLineRow, facts: PurchaseDetail, figures: Figures) -> None:
        code = button(line.sku, partial(self.sku_wanted.emit, line.sku), look="link")
        each = _("{price} each").format(price=figures.text(Kind.PRICE, line.unit_cost))
        day = figures.text(Kind.DATE, line.expected_on) if line.expected_on else ""
        parts = (each if line.unit_cost is not None else "", day, line.note or "", line.title)
        note = " · ".join(part for part in parts if part)
        is_over = line.received > line.quantity
        tone = Tone.WARN if is_over else Tone.GOOD if not line.missing else None
        came = figures.pieces(line.received) if facts.row["received"] else ""
        table.add(code, came, figures.pieces(line.quantity), note=note, tip=line.title, tones=(tone, None))

    def _show_receipts(self, facts: PurchaseDetail, figures: Figures) -> None:
        if not facts.receipts:
            return
        place = self.section(_("Receipts"))
        table = Ruled()
        for receipt in facts.receipts:
            number = button(receipt.document_no, partial(self.receipt_wanted.emit, receipt.document_no), look="link")
            table.add(number, figures.moment(receipt.received_at)[:10], figures.pieces(receipt.pieces))
        place.addWidget(table)
        if facts.row["came"] == Came.OVER:
            place.addWidget(
                Words(_("More came than was ordered; the reason stands with the receipt."), "small", "muted", wrap=True)
            )


class OrdersList(DetailList):
    """All purchase orders."""

    panel: PurchasePanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, PurchasePanel())
        self.line.add_menu("ordered_on", _("Ordered on"), partial(self.line.offer_days, "ordered_on"))
