"""What is done to selected orders from the list and its panel; each deed says what it came to."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.tabs.orders.deed_form import ANYWAY, CARRIER, REASON, WAYBILL, DeedForm, piece_fields, typed_pieces
from shopdesk.shop.columns import Tone
from shopdesk.shop.fulfilment.allocation import Allocated, allocate_orders, release_pieces
from shopdesk.shop.fulfilment.care import (
    cancel_order,
    flag_orders,
    hold_orders,
    let_pass,
    merge_orders,
    parcel_of,
    part_orders,
    release_orders,
    reopen_order,
)
from shopdesk.shop.fulfilment.come_back import can_come_back
from shopdesk.shop.fulfilment.picking import pick_all
from shopdesk.shop.fulfilment.returns import expect_return
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment, unsent
from shopdesk.shop.orders.reports import OrderDetail
from shopdesk.shop.orders.sheets import FLAGS
from shopdesk.text import N_, UserError, _, n_, sentences

MENU: Final = (
    ("allocate", N_("Allocate")),
    ("partly", N_("Give what there is")),
    ("free", N_("Give up what is kept")),
    ("", ""),
    ("picked", N_("Mark as picked")),
    ("ship", N_("Ship…")),
    ("", ""),
    ("hold", N_("Hold…")),
    ("release", N_("Release")),
    ("merge", N_("Put into one parcel")),
    ("part", N_("Take out of the parcel")),
    ("", ""),
    ("expect", N_("Expect goods back…")),
    ("cancel", N_("Cancel the order…")),
    ("reopen", N_("Reopen the order")),
)
"""The menu of deeds: name and title, "" for a line between."""
ONE: Final = frozenset({"ship", "expect", "cancel", "reopen"})
"""Deeds on one order alone."""


class OrderDeeds(QObject):
    """Does what a menu, a button of the panel or a key asks, to the orders that `chosen` names."""

    asked = Signal()
    """A form is to be shown in the place of the panel."""
    answered = Signal()
    """It is to go again."""
    page_wanted = Signal(str, object)
    """ "pick" or "pack", and the orders."""
    return_wanted = Signal(int)

    def __init__(self, desk: Desk, form: DeedForm, chosen: Callable[[], Sequence[int]]) -> None:
        super().__init__(desk)
        self._desk, self.form, self._chosen = desk, form, chosen
        self.detail: OrderDetail | None = None
        """The order in the panel."""
        self._deeds: dict[str, Callable[[list[int], Any], object]] = {
            "allocate": lambda ids, _about: self._allocate(ids),
            "partly": lambda ids, _about: self._allocate(ids, partly=True),
            "free": lambda ids, _about: self._do(release_pieces, ids),
            "pick": lambda ids, _about: self.page_wanted.emit("pick", ids),
            "pack": lambda ids, _about: self.page_wanted.emit("pack", ids),
            "picked": lambda ids, _about: self._do(pick_all, ids),
            "ship": lambda ids, _about: self._ask_ship(ids[0]),
            "hold": lambda ids, _about: self._ask_hold(ids),
            "release": lambda ids, _about: self._do(release_orders, ids),
            "pass": lambda ids, about: self._do(let_pass, ids[0], about),
            "flag": lambda ids, about: self._do(flag_orders, ids, about),
            "merge": lambda ids, _about: self._do(merge_orders, ids),
            "part": lambda ids, _about: self._do(part_orders, ids),
            "unship": lambda _ids, about: self._do(take_back_shipment, about),
            "expect": lambda ids, _about: self._ask_return(ids[0]),
            "return": lambda _ids, about: self.return_wanted.emit(about),
            "cancel": lambda ids, _about: self._ask_cancel(ids[0]),
            "reopen": lambda ids, _about: self._do(reopen_order, ids[0]),
        }

    def wish(self, name: str, about: Any = None) -> None:
        """A deed on the order in the panel."""
        if self.detail is not None:
            self._deeds[name]([self.detail.order.order_id], about)

    def wish_chosen(self, name: str, about: Any = None) -> None:
        """A deed on all selected orders."""
        ids = list(self._chosen())
        if not ids:
            self._desk.tell(_("Select an order first."), Tone.WARN)
        elif name in ONE and len(ids) > 1:
            self._desk.tell(_("Select one order for this."), Tone.WARN)
        else:
            self._deeds[name](ids, about)

    def menu(self, parent: QWidget) -> QMenu:
        """Everything that can be done to the selected orders."""
        made = QMenu(parent)
        made.setAccessibleName(_("Actions"))
        for name, title in MENU:
            if name:
                made.addAction(_(title), partial(self.wish_chosen, name))
            else:
                made.addSeparator()
        flags = made.addMenu(_("Flag"))
        for key, flag in FLAGS.items():
            flags.addAction(_(flag.title), partial(self.wish_chosen, "flag", key))
        flags.addAction(_("No flag"), partial(self.wish_chosen, "flag", None))
        return made

    # ------------------------------------------------------------------------------------------------ at once

    def _do(self, act: Callable[..., Any], *args: Any) -> None:
        self._desk.do(act, *args, then=self._done)

    def _done(self, _done: Any) -> None:
        self.answered.emit()

    def allocate_all(self) -> None:
        """Keep pieces for everything that waits."""
        self._allocate(None)

    def _allocate(self, ids: list[int] | None, *, partly: bool = False) -> None:
        self._desk.do(allocate_orders, ids, partly=partly, then=self._tell_allocated)

    def _tell_allocated(self, done: Any) -> None:
        told: Allocated = done.value
        count = len(told.orders)
        said = [n_("{count} order keeps its pieces.", "{count} orders keep their pieces.", count).format(count=count)]
        if told.short:
            short = len(told.short)
            said.append(n_("{count} is short of stock.", "{count} are short of stock.", short).format(count=short))
        if told.kept_back:
            back = len(told.kept_back)
            said.append(n_("{count} waits for a person.", "{count} wait for a person.", back).format(count=back))
        tone = Tone.GOOD if count else Tone.WARN
        self._desk.tell(sentences(*said), tone, (_("Undo"), self._desk.undo) if count else None)

    # ------------------------------------------------------------------------------------------------ with a form

    def _ask_ship(self, order_id: int) -> None:
        def read(tx: Any) -> tuple[dict[int, Any], list[int]]:
            return unsent(tx, [order_id]).get(order_id, {}), parcel_of(tx, order_id)

        self._desk.ask("orders.unsent", read, partial(self._show_ship, order_id))

    def _show_ship(self, order_id: int, found: tuple[dict[int, Any], list[int]]) -> None:
        left, parcel = found
        if self.detail is None or self.detail.order.order_id != order_id:
            return
        order, titles = self.detail.order, {line.line_id: line.title or line.sku or "" for line in self.detail.lines}
        lines = [(line_id, titles.get(line_id, ""), pieces) for line_id, pieces in left.items() if pieces]
        fields = [Field(WAYBILL, order.waybill), Field(CARRIER, order.carrier)]
        sentence = _("What you leave out here goes later, in a parcel of its own.")
        if len(parcel) > 1:
            sentence = _("The {count} orders of its parcel leave together.").format(count=len(parcel))
        else:
            fields += piece_fields(lines)
        title = _("Ship order {number}").format(number=order.order_no)
        ask = partial(self.form.ask, title, sentence)
        ask(fields, _("Ship"), partial(self._ship, parcel, ask, fields))
        self.asked.emit()

    def _ship(self, parcel: list[int], ask: Callable[..., Form], fields: list[Field], values: dict[str, Any]) -> None:
        lines, anyway = typed_pieces(values), bool(values.get(ANYWAY.key))
        parcels = [Parcel(one, values["carrier"], values["waybill"], lines=lines) for one in parcel]
        refused = partial(self._ship_refused, parcel, ask, fields)
        self._finish(ship_orders, parcels, anyway=anyway, failed=refused)

    def _ship_refused(self, parcel: list[int], ask: Callable[..., Form], fields: list[Field], error: UserError) -> None:
        """Of what is not on hand the form is asked again, with a tick by which a person ships it anyway."""
        form = self.form.form
        assert form is not None
        if error.code == "oversold" and all(field.column.key != ANYWAY.key for field in fields):
            typed, more = form.typed(), [*fields, Field(ANYWAY)]
            form = ask(more, _("Ship"), partial(self._ship, parcel, ask, more))
            form.type_in(typed)
            form.editor(ANYWAY.key).setFocus(Qt.FocusReason.OtherFocusReason)
        form.refused(error)

    def _ask_hold(self, ids: list[int]) -> None:
        words = n_("Hold {count} order", "Hold {count} orders", len(ids)).format(count=len(ids))
        sentence = _("It stays where it is until somebody releases it; what is kept for it stays kept.")
        self.form.ask(
            words, sentence, [Field(REASON, required=True)], _("Hold"),
            lambda values: self._finish(hold_orders, ids, values["reason"]),
        )  # fmt: skip
        self.asked.emit()

    def _ask_cancel(self, order_id: int) -> None:
        sentence = _("It leaves the books, and its pieces are free again. It can be reopened.")
        self.form.ask(
            _("Cancel the order"), sentence, [Field(REASON, required=True)], _("Cancel the order"),
            lambda values: self._finish(cancel_order, order_id, values["reason"]),
        )  # fmt: skip
        self.asked.emit()

    def _ask_return(self, order_id: int) -> None:
        self._desk.ask("orders.back", lambda tx: can_come_back(tx, order_id), partial(self._show_return, order_id))

    def _show_return(self, order_id: int, can: dict[int, Any]) -> None:
        if self.detail is None or self.detail.order.order_id != order_id:
            return
        if not any(can.values()):
            self._desk.tell(_("Nothing of this order can come back."), Tone.WARN)
            return
        titles = {line.line_id: line.title or line.sku or "" for line in self.detail.lines}
        lines = [(line_id, titles.get(line_id, ""), pieces) for line_id, pieces in can.items() if pieces]
        title = _("Goods back of order {number}").format(number=self.detail.order.order_no)
        sentence = _("Nothing moves before the parcel has been looked into, and no money goes back by this.")
        fields = [Field(REASON), Field(WAYBILL), *piece_fields(lines)]
        self.form.ask(title, sentence, fields, _("Expect"), partial(self._expect, order_id))
        self.asked.emit()

    def _expect(self, order_id: int, values: dict[str, Any]) -> None:
        lines = typed_pieces(values)
        self._finish(expect_return, order_id, lines, reason=values["reason"], waybill=values["waybill"])

    def _finish(
        self, act: Callable[..., Any], *args: Any, failed: Callable[[UserError], object] | None = None, **kw: Any
    ) -> None:
        form = self.form.form
        assert form is not None
        form.submit.setEnabled(False)
        self._desk.do(act, *args, then=self._done, failed=failed or form.refused, **kw)
