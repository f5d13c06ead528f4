"""The list of returns, and beside it one return: what is expected, that it arrived, and what becomes of every piece."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import read_number
from shopdesk.desk.tabs.orders.deed_form import plain
from shopdesk.desk.tabs.orders.scan_line import ScanLine
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.fulfilment.reports import (
    RETURN_ROWS,
    ReturnDetail,
    ReturnLineRow,
    find_return,
    find_returns_by_code,
)
from shopdesk.shop.fulfilment.returns import (
    Judged,
    add_to_return,
    arrive,
    arrive_unknown,
    call_off_return,
    expect_refunded,
    inspect_return,
    take_back_inspection,
)
from shopdesk.shop.fulfilment.rules import ReturnState, Verdict
from shopdesk.shop.fulfilment.sheets import RETURN_STATES, VERDICT_HELP, VERDICTS
from shopdesk.text import N_, UserError, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("expected", N_("On its way back"), (("state", "=expected"),), N_("Expected, and not here yet")),
    Quick("arrived", N_("To inspect"), (("state", "=arrived"),), N_("Here, and nobody has looked yet")),
    Quick("inspected", N_("Inspected"), (("state", "=inspected"),), N_("Every piece has its verdict")),
    Quick("called_off", N_("Called off"), (("state", "=called_off"),), N_("Nothing comes after all"), rare=True),
)
LISTED: Final = Listed(
    "returns", RETURN_ROWS, QUICK, N_("Filters of returns"), find_return,
    select=N_("Select a return, or scan its parcel."), gone=N_("This return is no longer in the shop."),
    empty=N_("Goods that come back stand here: expected from a refund or an order, or by a scan of the parcel."),
    counted=True,
)  # fmt: skip
BRIEF: Final = 250
"""Pixels at text size 100: in a lower list the line for scans keeps its words within."""
OPEN: Final = (ReturnState.EXPECTED, ReturnState.ARRIVED)


class ReturnPanel(DocumentPanel):
    """One return; while it is open, a verdict for every line."""

    order_wanted = Signal(str)
    deed_wanted = Signal(str, object)
    """"arrive", "call_off", "take_back", "add" (a code) or "inspect" (the verdicts)."""

    def __init__(self) -> None:
        super().__init__(_("Return"))
        self.detail: ReturnDetail | None = None
        self.judges: list[tuple[ReturnLineRow, QLineEdit, ChoiceBox]] = []
        self.reason = QLineEdit()

    def show_facts(self, facts: ReturnDetail, figures: Figures) -> None:
        """Show a return."""
        self.detail = facts
        row, state = facts.row, ReturnState(facts.row.state)
        self.clear()
        self.set_head(row.return_no, _(facts.channel or ""), Pill(*said(RETURN_STATES, row.state)))
        told = [
            (_("Expected since"), figures.moment(row.expected_at)),
            (_("Arrived"), figures.moment(row.arrived_at)),
            (_("Inspected"), figures.moment(row.inspected_at)),
            (_("Waybill"), row.waybill or ""),
            (_("Refund no."), facts.refund_no or ""),
            (_("Refunded"), figures.money(facts.refunded) if facts.order_no else ""),
            (_("Note"), row.note or ""),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        self._show_order(facts)
        if state in OPEN:
            self._show_judges(facts, figures, state)
        else:
            self._show_lines(facts, figures)
        self._show_deeds(state)
        self.finish()

    def _show_order(self, facts: ReturnDetail) -> None:
        place = self.section(_("Order"))
        if facts.order_no is None:
            place.addWidget(Words(_("Nobody knows whose parcel it is."), "body", "warn", wrap=True))
        else:
            place.addWidget(button(facts.order_no, partial(self.order_wanted.emit, facts.order_no), look="link"))

    def _show_lines(self, facts: ReturnDetail, figures: Figures) -> None:
        place = self.section(_("What became of it"))
        table = Ruled(2)
        for one in facts.lines:
            word, tone = said(VERDICTS, one.verdict)
            note = " · ".join(part for part in (one.code, one.reason, one.note, one.person) if part)
            table.add(one.title, figures.pieces(one.quantity), word, note=note, tones=(None, tone))
        place.addWidget(table)

    def _show_judges(self, facts: ReturnDetail, figures: Figures, state: ReturnState) -> None:
        """A row of pieces and verdict for each line; what the pieces leave over gets a second row."""
        place = self.section(_("What becomes of it"))
        self.judges = []
        for one in facts.lines:
            self._add_judge(place, one, figures)
        if not facts.lines:
            place.addWidget(Words(_("Scan what is in the parcel."), "body", "muted", wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason, for all that is not resold"))
        place.addWidget(self.reason)
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        place.addWidget(self.fault)
        row = Flow(gap=8)
        inspect = button(_("Book the verdicts"), self.judge, look="primary")
        inspect.setEnabled(bool(facts.lines))
        row.line.addWidget(inspect)
        if state is ReturnState.EXPECTED:
            row.line.addWidget(button(_("It arrived"), partial(self.deed_wanted.emit, "arrive", None)))
        place.addWidget(row)

    def _add_judge(self, place: QVBoxLayout, one: ReturnLineRow, figures: Figures) -> None:
        title = Words(one.title, elide=True)
        title.setToolTip(one.title)
        place.addWidget(title)
        place.addWidget(Words(f"{one.code} · {figures.pieces(one.quantity)}", "small", "muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        first = one.quantity
        for row, verdict in enumerate((Verdict.RESELL, Verdict.SCRAP) if one.quantity > 1 else (Verdict.RESELL,)):
            pieces = QLineEdit(str(plain(first if row == 0 else Decimal(0))))
            pieces.setAccessibleName(_("Pieces of {sku}").format(sku=one.code))
            pieces.setAlignment(Qt.AlignmentFlag.AlignRight)
            pieces.setFixedWidth(64)
            box = ChoiceBox(
                [(key, _(state.title)) for key, state in VERDICTS.items()],
                _("What becomes of {sku}").format(sku=one.code),
            )
            for number, key in enumerate(VERDICTS):
                box.setItemData(number, _(VERDICT_HELP[key]), Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(0, box.findData(verdict.value)))
            grid.addWidget(pieces, row, 0)
            grid.addWidget(box, row, 1)
            self.judges.append((one, pieces, box))
        grid.setColumnStretch(1, 1)
        place.addLayout(grid)

    def judge(self) -> None:
        """Hand the verdicts over, if they can be read."""
        judged = []
        try:
            for one, pieces, box in self.judges:
                quantity = Decimal(read_number(pieces.text() or "0", Kind.QUANTITY))
                verdict = Verdict(box.currentData())
                reason = None if verdict is Verdict.RESELL else self.reason.text().strip() or None
                if quantity:
                    judged.append(Judged(one.return_line_id, verdict, quantity, reason))
        except UserError as error:
            self.refuse(error)
            return
        self.deed_wanted.emit("inspect", judged)

    def refuse(self, error: UserError) -> None:
        """Say what the shop says against the verdicts."""
        self.fault.setText(str(error))
        self.fault.show()

    def _show_deeds(self, state: ReturnState) -> None:
        row = Flow(gap=8)
        if state in OPEN:
            row.line.addWidget(
                button(_("Nothing comes: call it off"), partial(self.deed_wanted.emit, "call_off", None))
            )
        elif state is ReturnState.INSPECTED:
            words = _("Take the inspection back")
            row.line.addWidget(button(words, partial(self.deed_wanted.emit, "take_back", None), icon_name="undo"))
        else:
            return
        self.section("").addWidget(row)


class ReturnsList(DetailList):
    """All returns; a scan of a parcel opens its return, a scan of a piece adds it to the one that is open."""

    panel: ReturnPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, ReturnPanel())
        self.line.add_menu("expected_at", _("Expected since"), partial(self.line.offer_days, "expected_at"))
        hint = _(
            "Scan the parcel: its waybill, the order's number or waybill. Then what is in it that nobody expected."
        )
        self.scan = ScanLine(_("Scan a parcel that came back"), hint)
        self.scan.scanned.connect(self._scanned)
        self.scan.left.connect(self.grid.setFocus)
        self.scan.listen(self)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(12)
        layout.insertWidget(0, self.scan)
        layout.setStretchFactor(self.page, 1)
        self.panel.deed_wanted.connect(self._act)

    def expect(self) -> None:
        """Expect the goods of all refunds that say so."""
        self._desk.do(expect_refunded, then=self._tell_expected)

    def _tell_expected(self, done: Any) -> None:
        count = len(done.value)
        said_so = n_("{count} return is expected now.", "{count} returns are expected now.", count)
        self._desk.tell(said_so.format(count=count), Tone.GOOD if count else Tone.PLAIN)

    def _scanned(self, code: str, pieces: Decimal) -> None:
        self._desk.ask("returns.scan", lambda tx: find_returns_by_code(tx, code), partial(self._found, code, pieces))

    def _found(self, code: str, pieces: Decimal, ids: Sequence[int]) -> None:
        if ids:
            self.scan.say(_("{code}: here it is").format(code=code), Tone.GOOD)
            self.grid.seek(ids[0])
            self._desk.do(arrive, ids[0], failed=lambda _error: None)  # one that is here already stays as it is
        else:
            self._desk.ask("returns.sku", lambda tx: find_sku(tx, code), partial(self._add, code, pieces),
                           partial(self._unknown, code))  # fmt: skip

    def _add(self, code: str, pieces: Decimal, sku_id: int) -> None:
        detail = self.panel.detail
        if detail is None or detail.row.state not in OPEN:
            self.scan.say(_("{code} is a product. Scan the parcel first.").format(code=code), Tone.BAD)
            return
        added = partial(self.scan.say, _("{code} added to {number}").format(code=code, number=detail.row.return_no))
        return_id = detail.row.return_id
        self._desk.do(
            add_to_return, return_id, sku_id, pieces, then=lambda _done: added(Tone.GOOD), failed=self._refused
        )

    def _unknown(self, code: str, _error: UserError) -> None:
        """Nobody knows the code: it is a parcel of which nobody knows whose it is."""
        self._desk.do(arrive_unknown, code, then=partial(self._show_unknown, code))

    def _show_unknown(self, code: str, done: Any) -> None:
        self.scan.say(_("{code} is unknown. Now scan what is in the parcel.").format(code=code), Tone.WARN)
        self.grid.seek(done.value)

    def _act(self, name: str, about: Any) -> None:
        detail = self.panel.detail
        if detail is None:
            return
        return_id = detail.row.return_id
        if name == "inspect":
            self._desk.do(inspect_return, return_id, about, failed=self.panel.refuse)
        else:
            act = {"arrive": arrive, "call_off": call_off_return, "take_back": take_back_inspection}[name]
            self._desk.do(act, return_id)

    def _refused(self, error: UserError) -> None:
        self.scan.say(str(error), Tone.BAD)

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scan.set_brief(self.height() < theme.scaled(BRIEF))
