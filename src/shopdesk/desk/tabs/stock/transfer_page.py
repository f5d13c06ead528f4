"""A transfer being sent, line by line as it is scanned; and one that arrives, in which scans count up what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.tabs.stock.code_entry import CodeEntry, Entered
from shopdesk.desk.tabs.stock.facts import GONE, find_codes
from shopdesk.desk.tabs.stock.transfers_list import TransferFacts, read_transfer
from shopdesk.desk.widgets import ChoiceBox, Words, button
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.stock.place_reports import fetch_spots, spoken_path
from shopdesk.shop.stock.transfers import receive_transfer, send_transfer
from shopdesk.text import N_, UserError, _, n_

DRAFT: Final = "transfer"
"""Its key among the drafts: a transfer that has not been sent yet."""
MOVING: Final = Sheet(
    name="moving",
    title=N_("Transfer"),
    key="sku",
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=16),
        Column("title", N_("Product"), Kind.TEXT, width=36),
        Column("on_way", N_("On its way"), Kind.QUANTITY, total=True),
        Column("quantity", N_("Pieces"), Kind.QUANTITY, total=True, editable=True, required=True),
    ),
)
SENDING: Final = ("sku", "title", "quantity")
ARRIVING: Final = ("sku", "title", "on_way", "quantity")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `line_id` and `on_way` are those of a transfer that arrives."""

    sku_id: int
    code: str
    title: str
    quantity: Decimal
    line_id: int = 0
    on_way: Decimal | None = None


class TransferPage(QWidget):
    """Lines of a new transfer stay until it is sent, also where ShopDesk is closed and opened again."""

    left = Signal()
    changed = Signal(int)
    """How many lines wait to be sent."""
    done = Signal(int)
    """The transfer that was sent, or of which something was received."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._lines: list[Line] = []
        self._waiting: list[Line] = []
        """Lines of a new transfer, while another one is received."""
        self._transfer: TransferFacts | None = None
        self._wanted: Sequence[int | None] = (None, None)
        column = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.head = PageHead(_("Send a transfer"))
        self.post = button(_("Send"), self._post, look="primary")
        self.head.add_right(button(_("Back to the list"), self.left.emit, icon_name="back"), self.post)
        column.addWidget(self.head)
        self.words = Words("", "body", "muted", wrap=True)
        column.addWidget(self.words)
        self.document = self._document()
        column.addWidget(self.document)
        self.entry = CodeEntry(desk, with_cost=False, hint=_("Code, Enter, quantity, Enter: the next line begins."))
        column.addWidget(self.entry)
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.list = LineList(MOVING, self._edit, self._remove, desk.tell)
        column.addWidget(self.list, 1)
        self.total = Words("", "body", "muted")
        column.addWidget(self.total)
        self.entry.entered.connect(self._enter)
        self.entry.left.connect(self.left)
        self.setFocusProxy(self.entry)
        self._take_draft(desk.drafts.get(DRAFT))
        self.note.textChanged.connect(self._keep)
        for box in (self.source, self.target):
            box.activated.connect(self._keep)
        self._show()

    def _document(self) -> Card:
        card = Card()
        self.source, self.target, self.note = ChoiceBox((), _("From")), ChoiceBox((), _("To")), QLineEdit()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        parts: tuple[tuple[str, QWidget, int], ...] = (
            (_("From"), self.source, 260), (_("To"), self.target, 260), (_("Note (optional)"), self.note, 360),
        )  # fmt: skip
        for place, (title, edit, width) in enumerate(parts):
            edit.setAccessibleName(title)
            edit.setMaximumWidth(theme.scaled(width))
            label = Words(title, "small", "muted")
            label.setBuddy(edit)
            grid.addWidget(label, 0, place)
            grid.addWidget(edit, 1, place)
            grid.setColumnStretch(place, width)
        grid.setColumnStretch(len(parts), 200)
        card.body.addLayout(grid)
        return card

    # ------------------------------------------------------------------------------------------------ what it is of

    def show_shop(self, figures: Figures) -> None:
        """Take the shop's day and zone, and read its places."""
        self._figures = figures
        self._desk.ask("transfer.spots", fetch_spots, self._show_spots)
        self._show()

    def _show_spots(self, spots: Sequence[tuple[int, str]]) -> None:
        for box, wanted, other in ((self.source, self._wanted[0], 0), (self.target, self._wanted[1], 1)):
            chosen = wanted if box.currentData() is None else box.currentData()
            box.clear()
            for place_id, name in spots:
                box.addItem(name, place_id)
            there = box.findData(chosen)
            box.setCurrentIndex(there if there >= 0 else min(other, len(spots) - 1))

    def send(self) -> None:
        """A transfer to be sent, as it was left."""
        if self._transfer is not None:
            self._transfer, self._lines, self._waiting = None, self._waiting, []
        self._complain(None)
        self._show()

    def receive(self, transfer_id: int) -> None:
        """Scan what arrives of a transfer: its lines are there, nothing of them counted."""
        self._desk.ask("transfer.lines", lambda tx: read_transfer(tx, transfer_id), self._take_transfer)

    def _take_transfer(self, facts: TransferFacts | None) -> None:
        if facts is None:
            self._desk.tell(_("This transfer is no longer in the shop."), Tone.WARN)
            return
        if self._transfer is None:
            self._waiting = self._lines
        self._transfer = facts
        self._lines = [
            Line(one.sku_id, one.sku, one.title, Decimal(0), one.line_id, one.on_way)
            for one in facts.lines
            if one.on_way
        ]
        self._complain(None)
        self._show()

    @property
    def transfer_id(self) -> int | None:
        """The transfer that is received; None while one is being written."""
        return None if self._transfer is None else self._transfer.transfer_id

    # ------------------------------------------------------------------------------------------------ lines

    def _show(self) -> None:
        facts = self._transfer
        self.document.setVisible(facts is None)
        if facts is None:
            self.head.set_title(_("Send a transfer"))
            self.words.setText(_("The pieces leave their place now and are in transit until they are received."))
            self.post.setText(_("Send"))
        else:
            route = (spoken_path(facts.row["from"], ()), spoken_path(facts.row["to"], ()))
            self.head.set_title(_("Receive {number}").format(number=facts.row["document_no"]))
            way = _("From {source} to {target}").format(source=route[0], target=route[1])
            self.words.setText(f"{way} · {_('What is not counted stays on its way.')}")
            self.post.setText(_("Receive"))
        shown = SENDING if facts is None else ARRIVING
        self.list.view.columns.arrange(shown, [key for key in ARRIVING if key not in shown])
        rows = [(line.code, line.title, line.on_way, line.quantity) for line in self._lines]
        self.list.show_lines(rows, range(len(rows)), self._figures)
        self.list.show_note("" if rows else _("No lines yet. Scan or type the first code."))
        self.post.setEnabled(bool(self._counted))
        self.total.setText(self._totals())
        self._keep()

    @property
    def _counted(self) -> list[Line]:
        return [line for line in self._lines if line.quantity]

    def _totals(self) -> str:
        count, pieces = len(self._counted), sum((line.quantity for line in self._lines), Decimal(0))
        lines = n_("{count} line", "{count} lines", count).format(count=count)
        return f"{lines} · {_('{pieces} pieces').format(pieces=self._figures.pieces(pieces))}"

    def _enter(self, entered: Entered) -> None:
        """Each scan counts up the line of its SKU; what is not of the transfer that arrives is refused."""
        known = entered.known
        self._complain(None)
        found = [at for at, line in enumerate(self._lines) if line.sku_id == known.sku_id]
        if not found and self._transfer is not None:
            self._complain(UserError(N_("{sku} is not on its way with this transfer."), sku=known.code))
            return
        if not found:
            self._lines.append(Line(known.sku_id, known.code, known.title, Decimal(0)))
            found = [len(self._lines) - 1]
        # A transfer may hold a SKU twice: what is full gives way to the next.
        open_ = [at for at in found if self._lines[at].on_way is None or self._lines[at].quantity < self._left(at)]
        at = (open_ or found)[0]
        before = Decimal(0) if entered.sets else self._lines[at].quantity
        self._set(at, before + entered.quantity)
        self.list.view.go_to(at)

    def _left(self, at: int) -> Decimal:
        return self._lines[at].on_way or Decimal(0)

    def _set(self, at: int, pieces: Decimal) -> None:
        line = self._lines[at]
        if line.on_way is not None and pieces > line.on_way:
            said = N_("There are {there} of {sku} in transit, not {quantity}.")
            there, wanted = self._figures.pieces(line.on_way), self._figures.pieces(pieces)
            self._complain(UserError(said, there=there, sku=line.code, quantity=wanted))
            return
        self._lines[at] = replace(line, quantity=pieces)
        self._show()

    def _edit(self, number: int, _key: str, value: Any) -> None:
        if value is None or value < 0 or (not value and self._transfer is None):
            self._complain(UserError(N_("The quantity must be more than zero."), code="quantity"))
            return
        self._complain(None)
        self._set(number, value)

    def _remove(self, numbers: Sequence[int]) -> None:
        gone = set(numbers)
        if self._transfer is None:
            self._lines = [line for number, line in enumerate(self._lines) if number not in gone]
        else:
            self._lines = [
                replace(line, quantity=Decimal(0)) if number in gone else line
                for number, line in enumerate(self._lines)
            ]
        self._show()

    # ------------------------------------------------------------------------------------------------ posting

    def _post(self) -> None:
        self.post.setEnabled(False)
        if self._transfer is not None:
            number = self._transfer.transfer_id
            arrived = {line.line_id: line.quantity for line in self._counted}
            then = partial(self._received, number)
            self._desk.do(receive_transfer, number, arrived, then=then, failed=self._complain)
            return
        lines = [(line.sku_id, line.quantity) for line in self._counted]
        self._desk.do(
            send_transfer, self.source.currentData(), self.target.currentData(), lines, self.note.text(),
            settles=DRAFT, then=self._sent, failed=self._complain,
        )  # fmt: skip

    def _sent(self, done: Any) -> None:
        count = len(self._counted)
        self._lines = []
        self.note.clear()
        self._complain(None)
        self._show()
        said = n_("{count} line is on its way.", "{count} lines are on their way.", count)
        self._desk.tell(said.format(count=count), Tone.GOOD)
        self.done.emit(done.value)

    def _received(self, transfer_id: int, done: Any) -> None:
        whole = _("The transfer has arrived.") if done.value else _("Received; the rest is still on its way.")
        self.send()
        self._desk.tell(whole, Tone.GOOD)
        self.done.emit(transfer_id)

    def _complain(self, error: UserError | None) -> None:
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        self.post.setEnabled(bool(self._counted))

    # ------------------------------------------------------------------------------------------------ a draft

    def _keep(self) -> None:
        """What is not sent yet, as plain values."""
        lines = self._lines if self._transfer is None else self._waiting
        kept = [[line.sku_id, line.code, line.title, str(line.quantity)] for line in lines]
        route = [box.currentData() for box in (self.source, self.target)]
        draft = {"lines": kept, "route": route, "note": self.note.text()}
        self._desk.drafts.put(DRAFT, draft if kept or self.note.text() else {})
        self.changed.emit(len(kept))

    def _take_draft(self, draft: Mapping[str, Any]) -> None:
        """Go on with what was entered before, as far as its SKUs are still there."""
        if not draft:
            return
        self._lines = [Line(sku_id, code, title, Decimal(pieces)) for sku_id, code, title, pieces in draft["lines"]]
        self._wanted = draft["route"]
        self.note.setText(draft["note"])
        codes = [line.code for line in self._lines]
        self._desk.ask("transfer.codes", lambda tx: find_codes(tx, codes), self._check_lines)

    def _check_lines(self, known: Mapping[str, int]) -> None:
        gone = [line.code for line in self._lines if line.code not in known]
        self._lines = [replace(line, sku_id=known[line.code]) for line in self._lines if line.code in known]
        if gone:
            self._desk.tell(_(GONE).format(codes=", ".join(gone)), Tone.WARN)
        self._show()
