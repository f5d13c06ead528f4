"""A purchase order being written: supplier and day, lines by code, what each costs; saved as a draft or ordered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import DateEdit, read_date, read_number
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.tabs.buying.order_lines import ORDERING, Line
from shopdesk.desk.widgets import ChoiceBox, Words, button, set_look
from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase
from shopdesk.shop.buying.reports import Goods, PurchaseDetail, find_goods
from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.stock.reports import Place
from shopdesk.text import N_, UserError, _, n_

DRAFT: Final = "purchase"
"""Its key among the drafts: an order that has not been saved yet."""


class OrderPage(QWidget):
    """Lines of a new order stay until it is saved or left empty, also where ShopDesk is closed and opened again."""

    left = Signal()
    saved = Signal(int)
    """The order that was saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures, self._currency = Figures(), ""
        self._purchase_id, self._is_ordered, self._is_saving = 0, False, False
        self._lines: list[Line] = []
        self._goods: Goods | None = None
        column = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.head = PageHead(_("New purchase order"))
        self.save = button(_("Save draft"), self.save_draft)
        self.order = button(_("Save and order"), self.save_and_order, look="primary")
        self.head.add_right(button(_("Back to the list"), self._leave, icon_name="back"), self.save, self.order)
        column.addWidget(self.head)
        column.addWidget(self._document())
        column.addWidget(self._entry())
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.list = LineList(ORDERING, self._edit, self._remove, desk.tell)
        column.addWidget(self.list, 1)
        self.total = Words("", "body", "muted")
        column.addWidget(self.total)
        self.setFocusProxy(self.supplier)
        for edit in (self.supplier, self.expected, self.number, self.note):
            edit.textChanged.connect(self._keep)

    def _document(self) -> Card:
        card = Card()
        self.supplier, self.expected, self.number, self.note = QLineEdit(), DateEdit(), QLineEdit(), QLineEdit()
        self.place = ChoiceBox((), _("Warehouse"))
        self.expected.setPlaceholderText(_("by the supplier's lead time"))
        self.number.setPlaceholderText(_("given by ShopDesk"))
        parts: tuple[tuple[str, QWidget, int], ...] = (
            (_("Supplier"), self.supplier, 280), (_("Expected on (optional)"), self.expected, 200),
            (_("Purchase order no. (optional)"), self.number, 200), (_("Note (optional)"), self.note, 260),
            (_("Warehouse"), self.place, 180),
        )  # fmt: skip
        self._labels: list[Words] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for place, (title, edit, width) in enumerate(parts):
            edit.setAccessibleName(title)
            label = Words(title, "small", "muted")
            label.setBuddy(edit)
            grid.addWidget(label, 0, place)
            grid.addWidget(edit, 1, place)
            grid.setColumnStretch(place, width)
            self._labels.append(label)
        card.body.addLayout(grid)
        return card

    def _entry(self) -> Card:
        """The line into which a code is scanned or typed, then a quantity, then a cost."""
        card = Card()
        hint = _("Code, Enter, quantity, Enter, cost of one piece, Enter: the next line begins.")
        card.body.addWidget(Words(hint, "small", "muted", wrap=True))
        self.code, self.quantity, self.cost = QLineEdit(), QLineEdit(), QLineEdit()
        line = QHBoxLayout()
        line.setSpacing(12)
        for title, edit, stretch, then in (
            (_("Code"), self.code, 1, self._take_code), (_("Quantity"), self.quantity, 0, self._take_quantity),
            (_("Unit cost (optional)"), self.cost, 0, self._take_cost),
        ):  # fmt: skip
            edit.setAccessibleName(title)
            edit.returnPressed.connect(then)
            if not stretch:
                edit.setAlignment(Qt.AlignmentFlag.AlignRight)
                edit.setFixedWidth(theme.scaled(140))
            one = QVBoxLayout()
            one.setSpacing(3)
            label = Words(title, "small", "muted")
            label.setBuddy(edit)
            one.addWidget(label)
            one.addWidget(edit)
            line.addLayout(one, stretch)
        card.body.addLayout(line)
        self.told = Words("", "small", "muted", wrap=True)
        card.body.addWidget(self.told)
        return card

    # ------------------------------------------------------------------------------------------------ coming

    def show_shop(self, figures: Figures, currency: str, suppliers: Sequence[str], places: Sequence[Place]) -> None:
        """Take what is known of the shop."""
        self._figures, self._currency = figures, currency
        completer = QCompleter(list(suppliers), self.supplier)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.supplier.setCompleter(completer)
        chosen = self.place.currentData()
        self.place.clear()
        for place in places:
            self.place.addItem(_(place.title), place.warehouse_id)
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))
        for widget in (self.place, self._labels[-1]):
            widget.setVisible(len(places) > 1)
        self._show()

    def begin(self) -> None:
        """A new order, or what was written of one before."""
        self._purchase_id, self._is_ordered, self._is_saving = 0, False, False
        self.head.set_title(_("New purchase order"))
        self.order.setText(_("Save and order"))
        self.save.show()
        self._fill("", None, "", "", None)
        self._take_draft(self._desk.drafts.get(DRAFT))
        self._show()

    def open(self, facts: PurchaseDetail) -> None:
        """An order that is there."""
        self._purchase_id, self._is_saving = facts.purchase_id, False
        self._is_ordered = facts.row["state"] == PurchaseState.ORDERED
        row = facts.row
        self.head.set_title(_("Purchase order {number}").format(number=row["purchase_no"]))
        self.order.setText(_("Save") if self._is_ordered else _("Save and order"))
        self.save.setVisible(not self._is_ordered)
        self._lines = [
            Line(
                one.sku_id, one.sku, one.title, one.quantity, one.unit_cost, one.expected_on, one.note, one.received,
                one.line_id,
            )
            for one in facts.lines
        ]  # fmt: skip
        order = facts.order
        self._fill(
            row["supplier"] or "", order.expected_on, row["purchase_no"], row["note"] or "", order.warehouse_id
        )  # fmt: skip
        self._show()

    def _fill(self, supplier: str, expected: date | None, number: str, note: str, place: int | None) -> None:
        if not self._purchase_id:
            self._lines = []
        texts = (supplier, expected.isoformat() if expected else "", number, note)
        for edit, text in zip((self.supplier, self.expected, self.number, self.note), texts, strict=True):
            edit.blockSignals(True)
            edit.setText(text)
            edit.blockSignals(False)
        self.place.setCurrentIndex(max(0, self.place.findData(place)))
        self._complain(None)
        self._clear_entry()

    # ------------------------------------------------------------------------------------------------ lines

    def _show(self) -> None:
        rows = [
            (
                line.code, line.title, line.quantity, line.unit_cost,
                None if line.unit_cost is None else line.quantity * line.unit_cost, line.expected_on, line.note,
                line.received or None,
            )
            for line in self._lines
        ]  # fmt: skip
        self.list.show_lines(rows, range(len(rows)), self._figures)
        self.list.show_note("" if rows else _("No lines yet. Scan or type the first code."))
        for one in (self.save, self.order):
            one.setEnabled(bool(rows))
        self.total.setText(self._totals())
        self._keep()

    def _totals(self) -> str:
        count = len(self._lines)
        pieces = sum((line.quantity for line in self._lines), Decimal(0))
        amount = sum((line.quantity * line.unit_cost for line in self._lines if line.unit_cost is not None), Decimal(0))
        return " · ".join(
            (
                n_("{count} line", "{count} lines", count).format(count=count),
                _("{pieces} pieces").format(pieces=self._figures.pieces(pieces)),
                f"{self._figures.money(amount)} {self._currency}".strip(),
            )
        )

    def _take_code(self) -> None:
        typed = self.code.text().strip()
        if typed:
            supplier = self.supplier.text()
            self._desk.ask(
                "buying.code", lambda tx: find_goods(tx, typed, supplier), lambda found: self._found(typed, found)
            )

    def _found(self, typed: str, goods: Goods | None) -> None:
        self._goods = goods
        if goods is None:
            set_look(self.code, "bad")
            self.told.setText(_("No SKU or barcode {sku} is known.").format(sku=typed))
            self.code.selectAll()
            return
        set_look(self.code, "")
        parts = [goods.title]
        if goods.pack:
            parts.append(_("packs of {pieces}").format(pieces=self._figures.pieces(goods.pack)))
        if goods.minimum:
            parts.append(_("at least {pieces}").format(pieces=self._figures.pieces(goods.minimum)))
        self.told.setText(" · ".join(parts))
        self.quantity.setText(self._figures.pieces(goods.minimum or goods.pack) or "")
        self.cost.setText("" if goods.cost is None else f"{goods.cost.normalize():f}")
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quantity.selectAll()

    def _take_quantity(self) -> None:
        self.cost.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cost.selectAll()

    def _take_cost(self) -> None:
        goods = self._goods
        if goods is None:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            quantity = Decimal(read_number(self.quantity.text(), Kind.QUANTITY))
            cost = Decimal(read_number(self.cost.text(), Kind.PRICE)) if self.cost.text().strip() else None
        except UserError as error:
            self._complain(error)
            return
        if quantity <= 0:
            self._complain(UserError(N_("An ordered quantity must be more than zero."), code="quantity"))
            return
        self._complain(None)
        there = next((at for at, line in enumerate(self._lines) if line.sku_id == goods.sku_id), None)
        if there is None:
            self._lines.append(Line(goods.sku_id, goods.sku, goods.title, quantity, cost))
            there = len(self._lines) - 1
        else:  # one line a SKU: what is typed again is added to it
            line = self._lines[there]
            self._lines[there] = replace(line, quantity=line.quantity + quantity, unit_cost=cost)
        self._show()
        self.list.view.go_to(there)
        self._clear_entry()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_entry(self) -> None:
        self._goods = None
        for edit in (self.code, self.quantity, self.cost):
            edit.clear()
        self.told.setText("")
        set_look(self.code, "")

    def _edit(self, number: int, key: str, value: Any) -> None:
        wrong = ""
        if key == "quantity" and (value is None or value <= 0):
            wrong = N_("An ordered quantity must be more than zero.")
        elif key == "unit_cost" and value is not None and value < 0:
            wrong = N_("A cost cannot be below zero.")
        self._complain(UserError(wrong, code="quantity") if wrong else None)
        if not wrong:
            self._lines[number] = replace(self._lines[number], **{key: value})
            self._show()

    def _remove(self, numbers: Sequence[int]) -> None:
        self._lines = [line for number, line in enumerate(self._lines) if number not in set(numbers)]
        self._show()

    # ------------------------------------------------------------------------------------------------ saving

    def save_draft(self) -> None:
        """Keep the order as it stands."""
        self._save(order=False)

    def save_and_order(self) -> None:
        """Keep it, and order what is a draft: from then on its pieces are on their way."""
        self._save(order=not self._is_ordered)

    def _save(self, *, order: bool) -> None:
        set_look(self.expected, "")
        text = self.expected.text().strip()
        try:
            expected = read_date(text) if text else None
        except UserError as error:
            set_look(self.expected, "bad")
            self._complain(error)
            return
        lines = [
            OrderedLine(line.sku_id, line.quantity, line.unit_cost, line.expected_on, line.note, line.line_id)
            for line in self._lines
        ]
        for one in (self.save, self.order):
            one.setEnabled(False)
        self._is_saving = True
        self._desk.do(
            save_purchase, lines, purchase_id=self._purchase_id, number=self.number.text(),
            supplier=self.supplier.text(), expected_on=expected, warehouse_id=self.place.currentData(),
            note=self.note.text().strip() or None, settles="" if self._purchase_id else DRAFT,
            then=lambda done: self._saved(done.value, order), failed=self._complain,
        )  # fmt: skip

    def _saved(self, purchase_id: int, order: bool) -> None:
        self._purchase_id = purchase_id
        if order:
            self._desk.do(
                order_purchase, purchase_id, then=lambda _done: self._done(_("The order counts as placed.")),
                failed=self._complain,
            )  # fmt: skip
        else:
            self._done(_("The purchase order is saved."))

    def _done(self, words: str) -> None:
        self._desk.tell(words, Tone.GOOD)
        self.saved.emit(self._purchase_id)

    def _complain(self, error: UserError | None) -> None:
        self._is_saving = False
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        for one in (self.save, self.order):
            one.setEnabled(bool(self._lines))

    def _leave(self) -> None:
        self.left.emit()

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------ a draft

    def _keep(self) -> None:
        """What is not saved yet, as plain values; edits of an order that is there are left behind."""
        if self._purchase_id or self._is_saving:
            return
        texts = [edit.text() for edit in (self.supplier, self.expected, self.number, self.note)]
        lines = [
            [
                line.sku_id,
                line.code,
                line.title,
                str(line.quantity),
                None if line.unit_cost is None else str(line.unit_cost),
            ]
            for line in self._lines
        ]
        self._desk.drafts.put(DRAFT, {"texts": texts, "lines": lines} if lines or any(texts) else {})

    def _take_draft(self, draft: Mapping[str, Any]) -> None:
        if not draft:
            return
        self._lines = [
            Line(sku_id, code, title, Decimal(pieces), None if cost is None else Decimal(cost))
            for sku_id, code, title, pieces, cost in draft["lines"]
        ]
        for edit, text in zip((self.supplier, self.expected, self.number, self.note), draft["texts"], strict=True):
            edit.setText(text)
