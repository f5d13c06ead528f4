"""Goods received: a document with supplier and day, and lines scanned or typed; posting adds them to stock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from shopdesk.desk.desk import Desk
from shopdesk.desk.drafts import Draft
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import DateEdit, read_date
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.stock.code_entry import CodeEntry, Entered
from shopdesk.desk.tabs.stock.entry_page import EntryPage, document_card
from shopdesk.desk.tabs.stock.late_note import LateNote
from shopdesk.desk.tabs.stock.places import PlaceChoice
from shopdesk.desk.tabs.stock.receive_lines import ALL, PLAIN, RECEIVING, Line
from shopdesk.desk.tabs.stock.receive_order import OrderChoice
from shopdesk.desk.tabs.stock.stock_list import Facts
from shopdesk.desk.widgets import Words, set_look
from shopdesk.shop.buying.receiving import receive_purchase
from shopdesk.shop.buying.reports import PurchaseDetail, find_purchase, open_purchases
from shopdesk.shop.columns import Tone
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.backdate import Proposed
from shopdesk.text import N_, UserError, _, n_

DRAFT: Final = "receipt"
"""Its key among the drafts."""


class ReceivePage(EntryPage[Line]):
    """Goods that came: a plain delivery, or one that answers a purchase order, whose lines then wait to be counted."""

    draft = DRAFT

    def __init__(self, desk: Desk) -> None:
        hint = _("Code, Enter, quantity, Enter, cost of one piece, Enter: the next line begins.")
        super().__init__(desk, RECEIVING, CodeEntry(desk, with_cost=True, hint=hint))
        self._currency = ""
        self._wanted_order, self._strangers = 0, list[str]()
        self.number, self.supplier, self.day = QLineEdit(), QLineEdit(), DateEdit()
        self.place, self.order, self.late = PlaceChoice(), OrderChoice(), LateNote(desk)
        self.over = Words("", "body", "warn", wrap=True)
        self.over.hide()
        self.head.set_title(_("Receive goods"), _("Quantities are ADDED to what is on hand."))
        self.post.setText(_("Post receipt"))
        self._lay_out([self._document()], (self.late, self.over))
        self.order.chosen.connect(self.open_order)
        self.entry.unknown.connect(self._strangers.append)
        self._go_on()
        for edit in (self.number, self.supplier, self.day):
            edit.textChanged.connect(self._keep)
        self.place.box.activated.connect(self._keep)
        self.order.edited.connect(self._warn)

    def _document(self) -> Card:
        self.number.setPlaceholderText(_("given by ShopDesk"))
        self.day.setPlaceholderText(_("today"))
        parts = (
            (_("Document no. (optional)"), self.number, 220),
            (_("Supplier (optional)"), self.supplier, 320),
            (_("Received on (optional)"), self.day, 180),
        )
        card = document_card(parts, self.place)
        card.body.addWidget(self.order)
        return card

    # ------------------------------------------------------------------------------------------------ lines

    def show_shop(self, figures: Figures, facts: Facts) -> None:
        """Take the shop's day, zone, currency and warehouses."""
        self._figures, self._currency = figures, facts.currency
        self.place.show_places(facts.places)
        self.order.show_places(facts.places)
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

    def _show(self) -> None:
        shown = ALL if self.order.purchase_id else PLAIN
        self.list.view.columns.arrange(shown, [key for key in ALL if key not in shown])
        super()._show()
        self._warn()

    def _row(self, line: Line) -> Sequence[Any]:
        cost = line.unit_cost
        return (
            line.code, line.title, line.quantity, cost, None if cost is None else line.quantity * cost,
            line.lot_no or None, line.expires_on, line.looked_at, line.defective, line.reason or None, line.open,
        )  # fmt: skip

    def _warn(self) -> None:
        """Say what came beyond the order; it is kept once a reason is given."""
        over = [line.code for line in self._counted if line.open is None or line.quantity > line.open]
        told = ""
        if self.order.purchase_id and over and not self.order.reason.text().strip():
            told = _("More than was ordered: {codes}. Say why it is kept.").format(codes=", ".join(over))
        self.over.setText(told)
        self.over.setVisible(bool(told))

    def _totals(self) -> list[str]:
        amount = sum((line.quantity * line.unit_cost for line in self._lines if line.unit_cost is not None), Decimal(0))
        said = [*super()._totals(), f"{self._figures.money(amount)} {self._currency}".strip()]
        unknown = sum(line.unit_cost is None for line in self._counted)
        if unknown:
            said.append(
                n_("{count} line of unknown cost", "{count} lines of unknown cost", unknown).format(count=unknown)
            )
        return said

    def _enter(self, entered: Entered) -> int:
        known = entered.known
        there = self._line_of(known.sku_id)
        if there is None:
            self._lines.append(Line(known.sku_id, known.code, known.title, entered.quantity, entered.unit_cost))
            return len(self._lines) - 1
        line = self._lines[there]
        cost = line.unit_cost if entered.unit_cost is None else entered.unit_cost
        self._lines[there] = replace(line, quantity=line.quantity + entered.quantity, unit_cost=cost)
        return there

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

    def _posted(self, _done: Any) -> None:
        count, sku_id = len(self._counted), self._counted[-1].sku_id
        self._strangers.clear()
        self.order.clear()
        self._begin_again(self.number, self.supplier, self.day)
        said = n_("{count} line was added to stock.", "{count} lines were added to stock.", count)
        self._desk.tell(said.format(count=count), Tone.GOOD)
        self.done.emit(sku_id)

    # ------------------------------------------------------------------------------------------------ a draft

    def _kept(self) -> Draft:
        document = [edit.text() for edit in (self.number, self.supplier, self.day)]
        if not self._counted and not any(document):
            return {}
        lines = [line.kept() for line in self._lines]
        order = self.order.purchase_id or self._wanted_order
        return {"lines": lines, "document": document, "place": self.place.warehouse_id, "order": order}

    def _take_kept(self, draft: Draft) -> list[Line]:
        self._wanted_order = draft.get("order", 0)
        for edit, text in zip((self.number, self.supplier, self.day), draft["document"], strict=True):
            edit.setText(text)
        self.place.choose(draft["place"])
        return [Line.taken(values) for values in draft["lines"]]
