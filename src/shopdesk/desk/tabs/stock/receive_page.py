"""Goods received: a document with supplier and day, and lines scanned or typed; posting adds them to stock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import partial
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
from shopdesk.desk.tabs.stock.late_note import LateNote
from shopdesk.desk.tabs.stock.places import PlaceChoice
from shopdesk.desk.tabs.stock.receive_lines import ALL, PLAIN, RECEIVING, Line
from shopdesk.desk.tabs.stock.receive_order import OrderChoice
from shopdesk.desk.widgets import Words, button, set_look
from shopdesk.shop.buying.receiving import receive_purchase
from shopdesk.shop.buying.reports import PurchaseDetail, find_purchase, open_purchases
from shopdesk.shop.columns import Tone
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.backdate import Proposed
from shopdesk.shop.stock.reports import Place
from shopdesk.text import N_, UserError, _, n_

DRAFT: Final = "receipt"
"""Its key among the drafts."""


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
        self.order = OrderChoice()
        self.order.chosen.connect(self.open_order)
        column.addWidget(self.order)
        hint = _("Code, Enter, quantity, Enter, cost of one piece, Enter: the next line begins.")
        self.entry = CodeEntry(desk, with_cost=True, hint=hint)
        column.addWidget(self.entry)
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.late = LateNote(desk)
        column.addWidget(self.late)
        self.over = Words("", "body", "warn", wrap=True)
        self.over.hide()
        column.addWidget(self.over)
        self.list = LineList(RECEIVING, self._edit, self._remove, desk.tell)
        column.addWidget(self.list, 1)
        self.total = Words("", "body", "muted")
        column.addWidget(self.total)
        self.entry.entered.connect(self._enter)
        self.entry.left.connect(self.left)
        self.setFocusProxy(self.entry)
        self._wanted_order, self._strangers = 0, list[str]()
        self.entry.unknown.connect(self._note_unknown)
        self._take_draft(desk.drafts.get(DRAFT))
        for edit in (self.number, self.supplier, self.day):
            edit.textChanged.connect(self._keep)
        self.place.box.activated.connect(self._keep)
        self.order.edited.connect(self._warn)
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
        self.order.show_places(places)
        self._ask_orders()
        self._show()

    # ------------------------------------------------------------------------------------------------ the order

    def _ask_orders(self) -> None:
        self._desk.ask("receive.orders", open_purchases, self._take_orders)

    def _take_orders(self, orders: Sequence[tuple[int, str, str]]) -> None:
        still = self.order.show_orders(orders)
        if self._wanted_order:
            self.open_order(self._wanted_order, keep=bool(self._lines))
        elif not still:
            self._lines = [replace(line, line_id=0, open=None) for line in self._lines]
        self._show()

    def open_order(self, purchase_id: int, *, keep: bool = False) -> None:
        """Receive against an order: its open lines are there, nothing of them counted; `keep` what was entered."""
        if not self.order.box.count() or (purchase_id and self.order.choose(purchase_id) != purchase_id):
            self._wanted_order = purchase_id  # it is not known to be open yet
            return
        self._wanted_order = 0
        if not purchase_id:
            self._lines = [replace(line, line_id=0, open=None) for line in self._lines if line.quantity]
            self._show()
        elif not keep:
            self._desk.ask("receive.order", lambda tx: find_purchase(tx, purchase_id), self._fill)

    def _fill(self, facts: PurchaseDetail | None) -> None:
        if facts is None:
            return
        self.supplier.setText(facts.row["supplier"] or "")
        self.place.choose(facts.order.warehouse_id)
        self._lines = [
            Line(one.sku_id, one.sku, one.title, Decimal(0), one.unit_cost, one.line_id, one.missing)
            for one in facts.lines
            if one.missing
        ]
        self._show()

    def _note_unknown(self, code: str) -> None:
        """What was scanned and is nothing of the shop's stands with the receipt."""
        self._strangers.append(code)

    def _show(self) -> None:
        rows = [
            (
                line.code, line.title, line.quantity, line.unit_cost,
                None if line.unit_cost is None else line.quantity * line.unit_cost, line.lot_no or None,
                line.expires_on, line.looked_at, line.defective, line.reason or None, line.open,
            )
            for line in self._lines
        ]  # fmt: skip
        shown = ALL if self.order.purchase_id else PLAIN
        self.list.view.columns.arrange(shown, [key for key in ALL if key not in shown])
        self.list.show_lines(rows, range(len(rows)), self._figures)
        self.list.show_note("" if rows else _("No lines yet. Scan or type the first code."))
        self.post.setEnabled(bool(self._counted))
        self.total.setText(self._totals())
        self._warn()
        self.changed.emit(len(self._counted))
        self._keep()

    @property
    def _counted(self) -> list[Line]:
        """The lines of which anything came."""
        return [line for line in self._lines if line.quantity]

    def _warn(self) -> None:
        """Say what came beyond the order; it is kept once a reason is given."""
        over = [line.code for line in self._counted if line.open is None or line.quantity > line.open]
        told = ""
        if self.order.purchase_id and over and not self.order.reason.text().strip():
            told = _("More than was ordered: {codes}. Say why it is kept.").format(codes=", ".join(over))
        self.over.setText(told)
        self.over.setVisible(bool(told))

    def _totals(self) -> str:
        count = len(self._counted)
        pieces = sum((line.quantity for line in self._lines), Decimal(0))
        amount = sum((line.quantity * line.unit_cost for line in self._lines if line.unit_cost is not None), Decimal(0))
        said = [
            n_("{count} line", "{count} lines", count).format(count=count),
            _("{pieces} pieces").format(pieces=self._figures.pieces(pieces)),
            f"{self._figures.money(amount)} {self._currency}".strip(),
        ]
        unknown = sum(line.unit_cost is None for line in self._counted)
        if unknown:
            said.append(
                n_("{count} line of unknown cost", "{count} lines of unknown cost", unknown).format(count=unknown)
            )
        return " · ".join(said)

    def _enter(self, entered: Entered) -> None:
        known = entered.known
        self._complain(None)
        there = self._line_of(known.sku_id)
        if there is None:
            self._lines.append(Line(known.sku_id, known.code, known.title, entered.quantity, entered.unit_cost))
            there = len(self._lines) - 1
        else:
            line = self._lines[there]
            cost = line.unit_cost if entered.unit_cost is None else entered.unit_cost
            self._lines[there] = replace(line, quantity=line.quantity + entered.quantity, unit_cost=cost)
        self._show()
        self.list.view.go_to(there)

    def _line_of(self, sku_id: int) -> int | None:
        """Against an order each scan counts up its line; a plain delivery lists what was entered."""
        if not self.order.purchase_id:
            return None
        return next((at for at, line in enumerate(self._lines) if line.sku_id == sku_id), None)

    def _edit(self, number: int, key: str, value: Any) -> None:
        wrong = ""
        if key == "quantity" and (value is None or value < 0 or (not value and not self.order.purchase_id)):
            wrong = N_("A received quantity must be more than zero.")
        elif key == "unit_cost" and value is not None and value < 0:
            wrong = N_("A cost cannot be below zero.")
        elif key in {"looked_at", "defective"} and not 0 <= (value or 0) <= self._lines[number].quantity:
            wrong = N_("Of the pieces that came, none to all can be looked at or defective.")
        if wrong:
            self._complain(UserError(wrong, code="quantity"))
            return
        self._complain(None)
        told: dict[str, Any] = {key: "" if value is None and key in {"lot_no", "reason"} else value}
        self._lines[number] = replace(self._lines[number], **told)
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
        self.post.setEnabled(False)
        moves = [] if when is None else [self._proposed(line, when) for line in self._counted]
        codes = {line.sku_id: line.code for line in self._counted}
        wait = partial(self.post.setEnabled, True)
        self.late.ask(moves, codes, self._figures, partial(self._receive, when), wait)

    def _proposed(self, line: Line, when: datetime) -> Proposed:
        return Proposed(line.sku_id, line.quantity, when, self.place.warehouse_id, line.unit_cost)

    def _receive(self, when: datetime | None) -> None:
        if self.order.purchase_id:
            self._receive_order(when)
            return
        lines = [
            ReceiptLine(one.sku_id, one.quantity, one.unit_cost, lot_no=one.lot_no, expires_on=one.expires_on)
            for one in self._counted
        ]
        self._desk.do(
            receive_goods, self.number.text(), lines, supplier=self.supplier.text(), received_at=when,
            warehouse_id=self.place.warehouse_id, settles=DRAFT,
            then=self._posted, failed=self._complain,
        )  # fmt: skip

    def _receive_order(self, when: datetime | None) -> None:
        unknown = _("Unknown codes: {codes}").format(codes=", ".join(self._strangers)) if self._strangers else ""
        arrived = [line.arrived(self.order.defects.currentData()) for line in self._counted]
        self._desk.do(
            receive_purchase, self.order.purchase_id, arrived, document_no=self.number.text(), received_at=when,
            warehouse_id=self.place.warehouse_id, over_reason=self.order.reason.text(), note=unknown,
            close_short=self.order.short.isChecked(), settles=DRAFT, then=self._posted, failed=self._complain,
        )  # fmt: skip

    def _complain(self, error: UserError | None) -> None:
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        self.post.setEnabled(bool(self._counted))

    def _posted(self, _done: Any) -> None:
        count, sku_id = len(self._counted), self._counted[-1].sku_id
        self._lines, self._strangers = [], []
        self.order.clear()
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
        lines = [line.kept() for line in self._lines]
        order = self.order.purchase_id or self._wanted_order
        draft = {"lines": lines, "document": document, "place": self.place.warehouse_id, "order": order}
        self._desk.drafts.put(DRAFT, draft if self._counted or any(document) else {})

    def _take_draft(self, draft: Mapping[str, Any]) -> None:
        """Go on with what was entered before, as far as its SKUs are still there."""
        if not draft:
            return
        self._lines = [Line.taken(values) for values in draft["lines"]]
        self._wanted_order = draft.get("order", 0)
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
