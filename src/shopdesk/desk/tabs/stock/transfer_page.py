"""A transfer being sent, line by line as it is scanned; and one that arrives, in which scans count up what came."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QLineEdit

from shopdesk.desk.desk import Desk
from shopdesk.desk.drafts import Draft
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.stock.code_entry import CodeEntry, Entered
from shopdesk.desk.tabs.stock.entry_page import EnteredLine, EntryPage, document_card
from shopdesk.desk.tabs.stock.stock_list import Facts
from shopdesk.desk.tabs.stock.transfers_list import TransferFacts, read_transfer
from shopdesk.desk.widgets import ChoiceBox
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
class Line(EnteredLine):
    """One line; `line_id` and `on_way` are those of a transfer that arrives."""

    line_id: int = 0
    on_way: Decimal | None = None


class TransferPage(EntryPage[Line]):
    """A transfer that is sent; or one that arrives, while the lines of a new one wait."""

    draft = DRAFT

    def __init__(self, desk: Desk) -> None:
        hint = _("Code, Enter, quantity, Enter: the next line begins.")
        super().__init__(desk, MOVING, CodeEntry(desk, with_cost=False, hint=hint))
        self._aside: list[Line] = []
        """Lines of a new transfer, while another one is received."""
        self._transfer: TransferFacts | None = None
        self._wanted: Sequence[int | None] = (None, None)
        self.source, self.target, self.note = ChoiceBox((), _("From")), ChoiceBox((), _("To")), QLineEdit()
        parts = ((_("From"), self.source, 260), (_("To"), self.target, 260), (_("Note (optional)"), self.note, 360))
        self.document = document_card(parts)
        self._lay_out([self.document])
        self._go_on()
        self.note.textChanged.connect(self._keep)
        for box in (self.source, self.target):
            box.activated.connect(self._keep)

    # ------------------------------------------------------------------------------------------------ what it is of

    def show_shop(self, figures: Figures, _facts: Facts) -> None:
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
            self._transfer, self._lines, self._aside = None, self._aside, []
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
            self._aside = self._lines
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
            words = _("The pieces leave their place now and are in transit until they are received.")
            self.head.set_title(_("Send a transfer"), words)
            self.post.setText(_("Send"))
        else:
            route = (spoken_path(facts.row["from"], ()), spoken_path(facts.row["to"], ()))
            way = _("From {source} to {target}").format(source=route[0], target=route[1])
            said = f"{way} · {_('What is not counted stays on its way.')}"
            self.head.set_title(_("Receive {number}").format(number=facts.row["document_no"]), said)
            self.post.setText(_("Receive"))
        shown = SENDING if facts is None else ARRIVING
        self.list.view.columns.arrange(shown, [key for key in ARRIVING if key not in shown])
        super()._show()

    def _row(self, line: Line) -> Sequence[Any]:
        return line.code, line.title, line.on_way, line.quantity

    @property
    def _to_send(self) -> list[Line]:
        return self._lines if self._transfer is None else self._aside

    @property
    def _waiting(self) -> int:
        return len(self._to_send)

    def _enter(self, entered: Entered) -> int | None:
        """Each scan counts up the line of its SKU; what is not of the transfer that arrives is refused."""
        known = entered.known
        found = [at for at, line in enumerate(self._lines) if line.sku_id == known.sku_id]
        if not found and self._transfer is not None:
            self._complain(UserError(N_("{sku} is not on its way with this transfer."), sku=known.code))
            return None
        if not found:
            self._lines.append(Line(known.sku_id, known.code, known.title, Decimal(0)))
            found = [len(self._lines) - 1]
        # A transfer may hold a SKU twice: what is full gives way to the next.
        open_ = [at for at in found if self._lines[at].on_way is None or self._lines[at].quantity < self._left(at)]
        at = (open_ or found)[0]
        before = Decimal(0) if entered.sets else self._lines[at].quantity
        self._set(at, before + entered.quantity)
        return at

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

    def _edit(self, number: int, _key: str, value: Any) -> None:
        if value is None or value < 0 or (not value and self._transfer is None):
            self._complain(UserError(N_("The quantity must be more than zero."), code="quantity"))
            return
        self._complain(None)
        self._set(number, value)
        self._show()

    def _remove(self, numbers: Sequence[int]) -> None:
        """A line of what arrives stays: nothing of it is counted any more."""
        if self._transfer is None:
            super()._remove(numbers)
            return
        for number in numbers:
            self._lines[number] = replace(self._lines[number], quantity=Decimal(0))
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
        self._begin_again(self.note)
        said = n_("{count} line is on its way.", "{count} lines are on their way.", count)
        self._desk.tell(said.format(count=count), Tone.GOOD)
        self.done.emit(done.value)

    def _received(self, transfer_id: int, done: Any) -> None:
        whole = _("The transfer has arrived.") if done.value else _("Received; the rest is still on its way.")
        self.send()
        self._desk.tell(whole, Tone.GOOD)
        self.done.emit(transfer_id)

    # ------------------------------------------------------------------------------------------------ a draft

    def _kept(self) -> Draft:
        lines = [[line.sku_id, line.code, line.title, str(line.quantity)] for line in self._to_send]
        if not lines and not self.note.text():
            return {}
        route = [box.currentData() for box in (self.source, self.target)]
        return {"lines": lines, "route": route, "note": self.note.text()}

    def _take_kept(self, draft: Draft) -> list[Line]:
        self._wanted = draft["route"]
        self.note.setText(draft["note"])
        return [Line(sku_id, code, title, Decimal(pieces)) for sku_id, code, title, pieces in draft["lines"]]
