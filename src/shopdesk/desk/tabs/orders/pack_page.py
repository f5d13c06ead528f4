"""The pack check: an order is scanned, then every piece that goes into its box, then the waybill, and it is shipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView, RowsModel
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.orders.scan_line import ScanLine
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.fulfilment.care import parcel_of
from shopdesk.shop.fulfilment.picking import pack_order, to_pack
from shopdesk.shop.fulfilment.reports import find_orders_by_code, sku_names
from shopdesk.shop.fulfilment.rules import PackCheck, Scan
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders
from shopdesk.shop.orders.reports import find_order
from shopdesk.text import N_, UserError, _

DRAFT: Final = "pack"
"""Its key among the drafts."""
SCALE: Final = 1_000
CHECKED: Final = {
    "missing": State(N_("Missing"), Tone.WARN),
    "whole": State(N_("Complete"), Tone.GOOD),
}
PACKING: Final = Sheet(
    name="packing", title=N_("Pack check"), key="sku",
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=16), Column("title", N_("Product"), Kind.TEXT, width=34),
        Column("wanted", N_("In the parcel"), Kind.QUANTITY, total=True),
        Column("scanned", N_("Scanned"), Kind.QUANTITY, total=True),
        Column("check", N_("Check"), Kind.STATE, width=12, states=CHECKED),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """The orders that go in one parcel, what belongs in it, and what it is called."""

    order_ids: tuple[int, ...]
    numbers: tuple[str, ...]
    wanted: Mapping[int, int]
    """SKU → pieces in 1/1,000."""
    names: Mapping[int, tuple[str, str]]
    carrier: str | None


def read_box(tx: Any, code: str = "", order_ids: Sequence[int] = ()) -> Box | None:
    """The parcel of an order that a code or id names; None where nobody knows it, or nothing is kept for it."""
    found = list(order_ids) or find_orders_by_code(tx, code)
    for order_id in found:
        parcel = parcel_of(tx, order_id)
        wanted = to_pack(tx, parcel)
        if wanted:
            orders = [detail for one in parcel if (detail := find_order(tx, one)) is not None]
            numbers = tuple(detail.order.order_no for detail in orders)
            return Box(tuple(parcel), numbers, wanted, sku_names(tx, wanted), orders[0].order.carrier)
    return None


class PackPage(QWidget):
    """What was scanned stays where ShopDesk is closed in the middle of a box."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._figures = desk, Figures()
        self.box: Box | None = None
        self.check = PackCheck({})
        self._packed = False
        self._short: str | None = None
        """The waybill that was refused because more would leave than is on hand."""
        self.scan = ScanLine(_("Scan an order, its pieces, then its waybill"), "")
        self.carrier = QLineEdit()
        self.carrier.setAccessibleName(_("Carrier"))
        self.carrier.setPlaceholderText(_("Carrier"))
        self.view = GridView(RowsModel(PACKING, CellFormats(PACKING)))
        self.list = GridFrame(self.view)
        self._lay_out()
        self.scan.scanned.connect(self._take)
        self.scan.left.connect(self.left)
        self.scan.listen(self)
        self.carrier.returnPressed.connect(self._focus_scan)
        self.setFocusProxy(self.scan)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.scan, 1)
        row.addWidget(self._side())
        column.addLayout(row)
        column.addWidget(self.list, 1)

    def _side(self) -> QWidget:
        card = Card()
        card.body.setSpacing(6)
        self._number = Words("", "title", elide=True)
        self._done = Words("", "figure")
        self.again = button(_("Another order"), self.clear)
        self.without = button(_("Ship without a waybill"), partial(self._ship, ""))
        self.anyway = button(_("Ship it anyway"), self._ship_anyway)
        self.anyway.hide()
        for widget in (Words(_("Order"), "small", "muted"), self._number, self._done, self.carrier, self.without,
                       self.anyway, self.again):  # fmt: skip
            card.body.addWidget(widget)
        card.body.addStretch(1)
        card.setFixedWidth(theme.scaled(230))
        return card

    # ------------------------------------------------------------------------------------------------ what is shown

    def start(self, figures: Figures, chosen: Sequence[int] = ()) -> None:
        """Begin with an order, with the box of before, or with nothing."""
        self._figures = figures
        draft = self._desk.drafts.get(DRAFT)
        if chosen:
            self._open("", chosen)
        elif draft and self.box is None:
            self._open("", draft["orders"], {int(sku): int(pieces) for sku, pieces in draft["scanned"].items()})
        else:
            self._show()

    def _open(self, code: str, order_ids: Sequence[int] = (), scanned: Mapping[int, int] | None = None) -> None:
        read = partial(read_box, code=code, order_ids=tuple(order_ids))
        self._desk.ask("orders.box", read, partial(self._opened, code, scanned or {}))

    def _opened(self, code: str, scanned: Mapping[int, int], box: Box | None) -> None:
        if box is None:
            self._desk.drafts.put(DRAFT, {})
            said = _("{code}: no order that is allocated or picked.").format(code=code) if code else ""
            self.scan.say(said, Tone.BAD if said else Tone.PLAIN)
            return
        self.box, self.check, self._packed, self._short = box, PackCheck(box.wanted), False, None
        self.carrier.setText(box.carrier or "")
        for sku_id, pieces in scanned.items():
            self.check.scan(sku_id, pieces)
        self.scan.say("" if scanned else _("Scan every piece that goes into the box."), Tone.INFO)
        self._show()
        self._focus_scan()

    def clear(self) -> None:
        """Put the box away as it is: nothing of it is packed."""
        self.box, self.check, self._packed, self._short = None, PackCheck({}), False, None
        self._desk.drafts.put(DRAFT, {})
        self.scan.say("")
        self._show()
        self._focus_scan()

    def _show(self) -> None:
        box, pieces = self.box, self._figures.pieces
        rows = []
        for sku_id, wanted in self.check.wanted.items():
            code, title = box.names[sku_id] if box is not None else ("", "")
            scanned = self.check.scanned[sku_id]
            state = "whole" if scanned == wanted else "missing"
            rows.append((code, title, Decimal(wanted) / SCALE, Decimal(scanned) / SCALE, state))
        rows.sort(key=lambda row: (row[4] == "whole", row[0]))
        self.view.rows.show_rows(rows, range(len(rows)))
        self.view.columns.fit()
        self.list.show_note("" if rows else _("Scan an order's number, or the number of its parcel."))
        done, whole = sum(self.check.scanned.values()), sum(self.check.wanted.values())
        self._number.setText(", ".join(box.numbers) if box is not None else "—")
        self._done.setText(f"{pieces(Decimal(done) / SCALE)} / {pieces(Decimal(whole) / SCALE)}" if box else "")
        self.scan.hint.setText(self._hint())
        self.again.setEnabled(box is not None)
        self.without.setEnabled(self._packed)
        self.anyway.setVisible(self._packed and self._short is not None)

    def _hint(self) -> str:
        if self.box is None:
            return _("Scan an order: its number, or the number of its parcel.")
        if self._packed:
            return _("The box is complete. Scan its waybill: the order is shipped.")
        return _("Scan every piece. What does not belong is refused. “3*” before a code is three pieces.")

    def _focus_scan(self) -> None:
        if self.isVisible():
            self.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------ doing

    def _take(self, code: str, pieces: Decimal) -> None:
        if self.box is None:
            self._open(code)
        elif self._packed:
            self._ship(code)
        else:
            found = partial(self._check, code, pieces)
            refused = partial(self._refused, code)
            key = f"pack {code} {sum(self.check.scanned.values())}"  # each scan is answered, however fast they come
            self._desk.ask(key, lambda tx: find_sku(tx, code), found, refused)

    def _check(self, code: str, pieces: Decimal, sku_id: int) -> None:
        said = self.check.scan(sku_id, int(pieces * SCALE))
        if said is Scan.WRONG:
            self.scan.say(_("{code} does not belong into this parcel.").format(code=code), Tone.BAD)
        elif said is Scan.TOO_MANY:
            self.scan.say(_("Too many of {code} for this parcel.").format(code=code), Tone.BAD)
        else:
            self._keep()
            self.scan.say(_("{code} is right").format(code=code), Tone.GOOD)
            if said is Scan.DONE:
                self._pack()
        self._show()

    def _refused(self, code: str, error: UserError) -> None:
        self.scan.say(str(error) if code in str(error) else f"{code}: {error}", Tone.BAD)

    def _keep(self) -> None:
        if self.box is not None:
            scanned = {str(sku): pieces for sku, pieces in self.check.scanned.items() if pieces}
            self._desk.drafts.put(DRAFT, {"orders": list(self.box.order_ids), "scanned": scanned})

    def _pack(self) -> None:
        assert self.box is not None
        scanned = {sku_id: Decimal(pieces) / SCALE for sku_id, pieces in self.check.scanned.items()}
        ids = list(self.box.order_ids)
        self._desk.do(pack_order, ids, scanned, settles=DRAFT, then=self._is_packed, failed=partial(self._refused, ""))

    def _is_packed(self, _done: Any) -> None:
        self._packed = True
        self.scan.say(_("Complete. Now the waybill."), Tone.GOOD)
        self._show()

    def _ship(self, waybill: str, *, anyway: bool = False) -> None:
        assert self.box is not None
        carrier = self.carrier.text().strip() or None
        parcels = [Parcel(order_id, carrier, waybill or None) for order_id in self.box.order_ids]
        refused = partial(self._not_shipped, waybill)
        self._desk.do(ship_orders, parcels, anyway=anyway, then=self._shipped, failed=refused)

    def _ship_anyway(self) -> None:
        assert self._short is not None
        self._ship(self._short, anyway=True)

    def _not_shipped(self, waybill: str, error: UserError) -> None:
        """What is not on hand waits for a person to say that it leaves anyway, or for another scan."""
        self._short = waybill if error.code == "oversold" else None
        self._refused(waybill, error)
        self._show()

    def _shipped(self, _done: Any) -> None:
        numbers = ", ".join(self.box.numbers) if self.box is not None else ""
        self.clear()
        self.scan.say(_("{orders} shipped. The next order.").format(orders=numbers), Tone.GOOD)
