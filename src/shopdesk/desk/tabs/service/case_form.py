"""A new case: found by whatever the buyer says of an order, or without one; kept with Enter."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.reports import Buyer, Match, find_buyers, find_orders_of
from shopdesk.shop.service.rules import Priority
from shopdesk.shop.service.sheets import CASES, REASONS
from shopdesk.text import N_, _

REST_MS: Final = 200
"""What is typed is looked for when nothing was typed for so long."""
SAID: Final = Column("said", N_("What the buyer said"), Kind.LONG_TEXT)
REASON: Final = Column("reason", N_("Reason"), Kind.TEXT)
KEY: Final = "service.orders"


class CaseForm(SideDetail):
    """Asks for a case; `left` when it is kept or given up, with its id or 0."""

    left = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New case"))
        self._desk = desk
        self._known: dict[str, Any] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)
        self._first: Callable[[], None] | None = None
        """Chooses the first thing that was found."""
        self.form: Form
        self.search: QLineEdit
        self._found: QVBoxLayout

    def ask(self, known: Mapping[str, Any]) -> None:
        """Begin anew; `known` are columns of the case that are certain already, and `order_no` to be shown."""
        self._known = dict(known)
        self.clear()
        self.set_head(_("New case"))
        place = self.section()
        self.search = QLineEdit(str(known.get("order_no") or ""))
        self.search.setPlaceholderText(_("Order, waybill, customer, last 4 digits of a phone"))
        self.search.setAccessibleName(_("Find the order"))
        self.search.textEdited.connect(lambda _text: self._rest.start())
        self.search.returnPressed.connect(self._take_first)
        place.addWidget(self.search)
        holder = QWidget()
        self._found = QVBoxLayout(holder)
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(2)
        place.addWidget(holder)
        reasons = [("", "–"), *((_(reason), _(reason)) for reason in REASONS)]
        self.form = Form(
            [
                Field(CASES.column("title")),
                Field(CASES.column("kind")),
                Field(REASON, choices=reasons),
                Field(CASES.column("priority"), Priority.NORMAL.value),
                Field(SAID),
            ],
            _("Open"),
        )
        self.form.accepted.connect(self._keep)
        self.form.given_up.connect(partial(self.left.emit, 0))
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("title") if known else self.search)

    def _look(self) -> None:
        text = self.search.text()
        for key in ("order_id", "customer_id"):
            self._known.pop(key, None)
        self._desk.ask(KEY, lambda tx: (find_orders_of(tx, text), find_buyers(tx, text)), self._show)

    def _show(self, found: tuple[Sequence[Match], Sequence[Buyer]]) -> None:
        clear(self._found)
        orders, buyers = found
        self._first = None
        for one in orders:
            words = (one.order_no, _(one.channel), mask(one.who) if one.who else "", one.summary)
            self._offer(words, partial(self._choose, one))
        for buyer in buyers:
            known = (mask(buyer.who) if buyer.who else "", _(buyer.channel) if buyer.channel else "")
            self._offer((_("Customer"), mask(buyer.customer_no), *known), partial(self._choose_buyer, buyer))
        if not (orders or buyers) and len(self.search.text().strip()) > 2:
            self._found.addWidget(
                Words(_("Nobody fits; the case is opened without an order."), "small", "muted", wrap=True)
            )
        self.lay_out()

    def _offer(self, words: Sequence[str], choose: Callable[[], None]) -> None:
        told = " · ".join(filter(None, words))
        link = button(told, choose, look="link")
        link.setToolTip(told)
        link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._found.addWidget(link)
        self._first = self._first or choose

    def _take_first(self) -> None:
        """Enter in the search: the first that fits, else on to what the case is about."""
        if self._first is not None and not self._rest.isActive():
            self._first()
        else:
            self.form.editor("title").setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_buyer(self, one: Buyer) -> None:
        clear(self._found)
        self._first, self._known["customer_id"] = None, one.customer_id
        self.search.setText(mask(one.customer_no))
        self.lay_out()
        self.form.editor("title").setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, one: Match) -> None:
        clear(self._found)
        self._first, self._known["order_id"] = None, one.order_id
        self.search.setText(one.order_no)
        self._found.addWidget(Words(one.summary, "small", "muted", wrap=True))
        self.lay_out()
        self.form.editor("title").setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, typed: Mapping[str, Any]) -> None:
        facts = {**self._known, **{key: value or None for key, value in typed.items()}}
        if facts.get("order_id"):
            facts.pop("order_no", None)
        self._desk.do(open_case, facts, then=lambda done: self.left.emit(done.value), failed=self.form.refused)
