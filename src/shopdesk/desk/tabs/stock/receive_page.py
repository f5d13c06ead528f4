"""Goods received: a document with supplier and day, and lines scanned or typed; posting adds them to stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import DateEdit, read_date
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.tabs.stock.code_entry import CodeEntry, Entered
from shopdesk.desk.tabs.stock.facts import GONE, find_codes
from shopdesk.desk.tabs.stock.places import PlaceChoice
from shopdesk.desk.widgets import Words, button, set_look
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.reports import Place
from shopdesk.text import N_, UserError, _, n_

DRAFT: Final = "receipt"
"""Its key among the drafts."""
RECEIVING: Final = Sheet(
    name="receiving",
    title=N_("Receive goods"),
    key="sku",
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=28),
        Column("quantity", N_("Qty received"), Kind.QUANTITY, total=True, editable=True, required=True),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, editable=True, help=N_("Blank means unknown, never zero.")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the delivery; `unit_cost` None is unknown."""

    sku_id: int
    code: str
    title: str
    quantity: Decimal
    unit_cost: Decimal | None


class ReceivePage(QWidget):
    """The lines stay until they are posted or removed, also where ShopDesk is closed and opened again."""

    left = Signal()
    changed = Signal(int)
    """How many lines wait to be posted."""
    received = Signal(int)
    """A SKU of the receipt that was posted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._currency = ""
        self._lines: list[Line] = []
        column = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = PageHead(_("Receive goods"))
        self.post = button(_("Post receipt"), self._post, look="primary")
        head.add_right(button(_("Back to the list"), self.left.emit, icon_name="back"), self.post)
        column.addWidget(head)
        column.addWidget(Words(_("Quantities are ADDED to what is on hand."), "body", "muted", wrap=True))
        column.addWidget(self._document())
        hint = _("Code, Enter, quantity, Enter, cost of one piece, Enter: the next line begins.")
        self.entry = CodeEntry(desk, with_cost=True, hint=hint)
        column.addWidget(self.entry)
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.list = LineList(RECEIVING, self._edit, self._remove, desk.tell)
        column.addWidget(self.list, 1)
        self.total = Words("", "body", "muted")
        column.addWidget(self.total)
        self.entry.entered.connect(self._enter)
        self.entry.left.connect(self.left)
        self.setFocusProxy(self.entry)
        self._take_draft(desk.drafts.get(DRAFT))
        for edit in (self.number, self.supplier, self.day):
            edit.textChanged.connect(self._keep)
        self.place.box.activated.connect(self._keep)
        self._show()

    def _document(self) -> Card:
        card = Card()
        self.number, self.supplier, self.day = QLineEdit(), QLineEdit(), DateEdit()
        self.number.setPlaceholderText(_("given by ShopDesk"))
        self.day.setPlaceholderText(_("today"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        parts = (
            (_("Document no. (optional)"), self.number, 220),
            (_("Supplier (optional)"), self.supplier, 320),
            (_("Received on (optional)"), self.day, 180),
        )
        for place, (title, edit, width) in enumerate(parts):
            edit.setAccessibleName(title)
            edit.setMaximumWidth(theme.scaled(width))
            label = Words(title, "small", "muted")
            label.setBuddy(edit)
            grid.addWidget(label, 0, place)
            grid.addWidget(edit, 1, place)
            grid.setColumnStretch(place, width)
        self.place = PlaceChoice()
        grid.addWidget(self.place, 0, len(parts), 2, 1)
        grid.setColumnStretch(len(parts), 200)
        grid.setColumnStretch(len(parts) + 1, 200)
        card.body.addLayout(grid)
        return card

    # ------------------------------------------------------------------------------------------------ lines

    def show_shop(self, figures: Figures, currency: str, places: Sequence[Place] = ()) -> None:
        """Take the shop's day, zone, currency and warehouses."""
        self._figures, self._currency = figures, currency
        self.place.show_places(places)
        self._show()

    def _show(self) -> None:
        rows = [
            (
                line.code,
                line.title,
                line.quantity,
                line.unit_cost,
                None if line.unit_cost is None else line.quantity * line.unit_cost,
            )
            for line in self._lines
        ]
        self.list.show_lines(rows, range(len(rows)), self._figures)
        self.list.show_note("" if rows else _("No lines yet. Scan or type the first code."))
        self.post.setEnabled(bool(rows))
        self.total.setText(self._totals())
        self.changed.emit(len(rows))
        self._keep()

    def _totals(self) -> str:
        count = len(self._lines)
        pieces = sum((line.quantity for line in self._lines), Decimal(0))
        amount = sum((line.quantity * line.unit_cost for line in self._lines if line.unit_cost is not None), Decimal(0))
        said = [
            n_("{count} line", "{count} lines", count).format(count=count),
            _("{pieces} pieces").format(pieces=self._figures.pieces(pieces)),
            f"{self._figures.money(amount)} {self._currency}".strip(),
        ]
        unknown = sum(line.unit_cost is None for line in self._lines)
        if unknown:
            said.append(
                n_("{count} line of unknown cost", "{count} lines of unknown cost", unknown).format(count=unknown)
            )
        return " · ".join(said)

    def _enter(self, entered: Entered) -> None:
        known = entered.known
        self._complain(None)
        self._lines.append(Line(known.sku_id, known.code, known.title, entered.quantity, entered.unit_cost))
        self._show()
        self.list.view.go_to(len(self._lines) - 1)

    def _edit(self, number: int, key: str, value: Any) -> None:
        if (value is None or value <= 0) if key == "quantity" else (value is not None and value < 0):
            wrong = (
                N_("A received quantity must be more than zero.")
                if key == "quantity"
                else N_("A cost cannot be below zero.")
            )
            self._complain(UserError(wrong, code="quantity"))
            return
        self._complain(None)
        line = self._lines[number]
        self._lines[number] = replace(line, quantity=value) if key == "quantity" else replace(line, unit_cost=value)
        self._show()

    def _remove(self, numbers: Sequence[int]) -> None:
        self._lines = [line for number, line in enumerate(self._lines) if number not in set(numbers)]
        self._show()

    # ------------------------------------------------------------------------------------------------ posting

    def _received_at(self) -> datetime | None:
        """Noon of the day that was typed; None, which is now, where it is today or nothing."""
        text = self.day.text().strip()
        day = read_date(text) if text else None
        if day is None or day == self._figures.today:
            return None
        return datetime.combine(day, time(12), self._figures.zone).astimezone(UTC)

    def _post(self) -> None:
        set_look(self.day, "")
        try:
            when = self._received_at()
        except UserError as error:
            set_look(self.day, "bad")
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            self._complain(error)
            return
        lines = [ReceiptLine(line.sku_id, line.quantity, line.unit_cost) for line in self._lines]
        self.post.setEnabled(False)
        self._desk.do(
            receive_goods, self.number.text(), lines, supplier=self.supplier.text(), received_at=when,
            warehouse_id=self.place.warehouse_id, settles=DRAFT,
            then=self._posted, failed=self._complain,
        )  # fmt: skip

    def _complain(self, error: UserError | None) -> None:
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        self.post.setEnabled(bool(self._lines))

    def _posted(self, _done: Any) -> None:
        count, sku_id = len(self._lines), self._lines[-1].sku_id
        self._lines = []
        for edit in (self.number, self.supplier, self.day):
            edit.clear()
        self._complain(None)
        self._show()
        said = n_("{count} line was added to stock.", "{count} lines were added to stock.", count)
        self._desk.tell(said.format(count=count), Tone.GOOD)
        self.received.emit(sku_id)

    # ------------------------------------------------------------------------------------------------ a draft

    def _keep(self) -> None:
        """What is not posted yet, as plain values."""
        document = [edit.text() for edit in (self.number, self.supplier, self.day)]
        lines = [
            [line.sku_id, line.code, line.title, str(line.quantity), _said(line.unit_cost)] for line in self._lines
        ]
        draft = {"lines": lines, "document": document, "place": self.place.warehouse_id}
        self._desk.drafts.put(DRAFT, draft if lines or any(document) else {})

    def _take_draft(self, draft: Mapping[str, Any]) -> None:
        """Go on with what was entered before, as far as its SKUs are still there."""
        if not draft:
            return
        self._lines = [
            Line(sku_id, code, title, Decimal(pieces), None if cost is None else Decimal(cost))
            for sku_id, code, title, pieces, cost in draft["lines"]
        ]
        for edit, text in zip((self.number, self.supplier, self.day), draft["document"], strict=True):
            edit.setText(text)
        self.place.choose(draft["place"])
        codes = [line.code for line in self._lines]
        self._desk.ask("receipt.codes", lambda tx: find_codes(tx, codes), self._check_lines)

    def _check_lines(self, known: Mapping[str, int]) -> None:
        gone = [line.code for line in self._lines if line.code not in known]
        self._lines = [replace(line, sku_id=known[line.code]) for line in self._lines if line.code in known]
        if gone:
            self._desk.tell(_(GONE).format(codes=", ".join(gone)), Tone.WARN)
        self._show()


def _said(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
