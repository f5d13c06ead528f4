"""The list of transfers, and beside it the lines of the one that is selected: received, written off or sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.side_forms import SideForm
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.stock.place_reports import TRANSFER_ROWS, TransferLineRow, find_transfer_lines, spoken_path
from shopdesk.shop.stock.place_sheets import TRANSFER_STATES
from shopdesk.shop.stock.transfers import receive_transfer, send_back_transfer, write_off_transfer
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, UserError, _, n_

QUICK: Final = (
    Quick("sent", N_("On its way"), (("on_way", ">0"),), N_("Something of it has not arrived")),
    Quick("received", N_("Arrived"), (("state", "=received"),)),
    Quick("all", N_("All"), ()),
)
WHAT: Final = Column("line", N_("What is lost"), Kind.INTEGER)
PIECES: Final = Column("pieces", N_("Pieces"), Kind.QUANTITY, help=N_("Blank: all of them that have not arrived."))
REASON: Final = Column("note", N_("Why"), Kind.TEXT, example=N_("Broken in the parcel"))
ALL: Final = 0
"""Stands for all lines in the choice of what is lost."""
_KEYS: Final = [column.key for column in TRANSFER_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """One transfer: its cells by column key, and its lines."""

    transfer_id: int
    row: Mapping[str, Any]
    lines: Sequence[TransferLineRow]


def read_transfer(tx: Any, transfer_id: int) -> TransferFacts | None:
    """A transfer with its lines; None where it is gone."""
    cells = fetch_page(tx, TRANSFER_ROWS, [transfer_id])[0]
    if not cells:
        return None
    return TransferFacts(transfer_id, dict(zip(_KEYS, cells, strict=True)), find_transfer_lines(tx, transfer_id))


LISTED: Final = Listed(
    "transfers", TRANSFER_ROWS, QUICK, N_("Filters of transfers"), read_transfer,
    select=N_("Select a transfer to see its lines."), gone=N_("This transfer is no longer in the shop."),
    empty=N_("A transfer takes pieces from one warehouse or shelf to another; until it arrives they are in transit."),
    counted=True,
)  # fmt: skip


class LossForm(SideForm):
    """What of a transfer will not arrive, and why."""

    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Write off"), _("The pieces leave the books; the reason stays with their moves."))
        self._desk = desk
        self._facts: TransferFacts | None = None

    def begin(self, facts: TransferFacts) -> None:
        """An empty form for a transfer."""
        self._facts = facts
        self.title.setText(_("Write off of {number}").format(number=facts.row["document_no"]))
        missing = [(line.line_id, line.sku) for line in facts.lines if line.on_way]
        choices = [(ALL, _("All that has not arrived")), *missing]
        fields = [Field(WHAT, ALL, choices, required=True), Field(PIECES), Field(REASON, required=True)]
        self.set_form(fields, _("Write off")).accepted.connect(self._write_off)
        self.setFocusProxy(self.form.editor("note"))

    def _write_off(self, values: dict[str, Any]) -> None:
        assert self._facts is not None
        missing = {line.line_id: line.on_way for line in self._facts.lines if line.on_way}
        lost: dict[int, Decimal] | None = None
        if values["line"] != ALL:
            lost = {values["line"]: missing[values["line"]] if values["pieces"] is None else values["pieces"]}
        elif values["pieces"] is not None and len(missing) > 1:
            self.form.refused(UserError(N_("Choose the product of which so many are lost."), code="which"))
            return
        elif values["pieces"] is not None:
            lost = dict.fromkeys(missing, values["pieces"])
        self.form.submit.setEnabled(False)
        self._desk.do(
            write_off_transfer, self._facts.transfer_id, values["note"], lost, then=lambda _done: self.kept.emit(),
            failed=self.form.refused,
        )  # fmt: skip


class TransferPanel(DocumentPanel):
    """Shows one transfer; says by signals what the user wants with it."""

    sku_wanted = Signal(str)
    moves_wanted = Signal(str)
    all_wanted = Signal(int)
    """Everything that is on its way has arrived."""
    scan_wanted = Signal(int)
    """What has arrived is to be scanned."""
    loss_wanted = Signal(object)
    back_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Transfer"))

    def show_facts(self, facts: TransferFacts, figures: Figures) -> None:
        """Show a transfer."""
        row = facts.row
        self.clear()
        route = _("From {source} to {target}").format(
            source=spoken_path(row["from"], ()), target=spoken_path(row["to"], ())
        )
        self.set_head(row["document_no"], route, Pill(*said(TRANSFER_STATES, row["state"])))
        place, table = self.section(), Ruled(1)
        table.add(_("Sent"), figures.moment(row["sent_at"]))
        table.add(_("Pieces sent"), figures.pieces(row["pieces"]))
        table.add(_("Pieces received"), figures.pieces(row["received"]))
        if row["on_way"]:
            table.add(_("On its way"), figures.pieces(row["on_way"]), strong=True, tones=(Tone.WARN,))
        place.addWidget(table)
        if row["note"]:
            place.addWidget(Words(row["note"], "body", "muted", wrap=True))
        if row["on_way"]:
            self._show_deeds(facts)
        self._show_lines(facts, figures)
        self.finish()

    def _show_deeds(self, facts: TransferFacts) -> None:
        place, number = self.section(), facts.transfer_id
        everything = button(_("Receive all"), partial(self.all_wanted.emit, number), icon_name="receipt")
        everything.setToolTip(_("Everything that is on its way has arrived."))
        place.addWidget(everything)
        place.addWidget(button(_("Receive by scan…"), partial(self.scan_wanted.emit, number), icon_name="scan"))
        place.addWidget(button(_("Write off…"), partial(self.loss_wanted.emit, facts)))
        back = button(_("Send back"), partial(self.back_wanted.emit, number), icon_name="back")
        back.setToolTip(_("Brings what has not arrived back to where it came from."))
        place.addWidget(back)

    def _show_lines(self, facts: TransferFacts, figures: Figures) -> None:
        count, number = len(facts.lines), facts.row["document_no"]
        place = self.section(n_("{count} line", "{count} lines", count).format(count=f"{count:,}"))
        table = Ruled(1)
        for line in facts.lines:
            link = button(line.sku, partial(self.sku_wanted.emit, line.sku), look="link")
            table.add(link, figures.pieces(line.sent), note=_fate(line, figures))
        place.addWidget(table)
        shown = button(_("Show its stock moves"), partial(self.moves_wanted.emit, number), look="link")
        place.addWidget(shown)


def _fate(line: TransferLineRow, figures: Figures) -> str:
    """What became of the pieces of a line."""
    parts = (
        (line.received, _("{pieces} received")), (line.on_way, _("{pieces} on their way")),
        (line.lost, _("{pieces} written off")), (line.sent_back, _("{pieces} sent back")),
    )  # fmt: skip
    return " · ".join(words.format(pieces=figures.pieces(pieces)) for pieces, words in parts if pieces)


class TransfersList(DetailList):
    """All transfers."""

    panel: TransferPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, TransferPanel())
        self.panel.all_wanted.connect(lambda transfer: desk.do(receive_transfer, transfer, then=self._tell_received))
        self.panel.back_wanted.connect(lambda transfer: desk.do(send_back_transfer, transfer, then=self._tell_back))
        self.panel.loss_wanted.connect(self._write_off)

    @cached_property
    def loss(self) -> LossForm:
        """The form for what will not arrive."""
        made = LossForm(self._desk)
        self.page.side.addWidget(made)
        made.left.connect(self.page.back)
        made.kept.connect(self._lost)
        return made

    def _write_off(self, facts: TransferFacts) -> None:
        self.loss.begin(facts)
        self.page.show_side(self.loss)

    def _lost(self) -> None:
        self.page.back()
        self._desk.tell(_("Written off."), Tone.GOOD)

    def _tell_received(self, _done: Any) -> None:
        self._desk.tell(_("The transfer has arrived."), Tone.GOOD)

    def _tell_back(self, _done: Any) -> None:
        self._desk.tell(_("What was on its way is back where it came from."), Tone.GOOD)
