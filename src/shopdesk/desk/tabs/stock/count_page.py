"""A plain count: scan, quantity, Enter, next; what was expected is shown only once the count is posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.tabs.stock.code_entry import CodeEntry, Entered
from shopdesk.desk.tabs.stock.facts import GONE, find_codes
from shopdesk.desk.tabs.stock.lines import LineList
from shopdesk.desk.tabs.stock.places import PlaceChoice
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.orders.reports import find_moves
from shopdesk.shop.stock.actions import count_stock
from shopdesk.shop.stock.reports import Place
from shopdesk.text import N_, UserError, _, n_, sentences

DRAFT: Final = "count"
"""Its key among the drafts."""
RESULTS: Final = {
    "counted": State(N_("Recorded"), Tone.GOOD),
    "again": State(N_("Added to what was counted"), Tone.INFO),
    "unknown": State(N_("Unknown code"), Tone.BAD),
    "equal": State(N_("As expected"), Tone.GOOD),
    "more": State(N_("More than expected"), Tone.WARN),
    "less": State(N_("Less than expected"), Tone.BAD),
}
_TYPED = Column("typed", N_("Code"), Kind.ID, width=16)
_SKU = Column("sku", N_("SKU"), Kind.ID, width=14)
_TITLE = Column("title", N_("Product"), Kind.TEXT, width=28)
_COUNTED = Column("counted", N_("Counted"), Kind.QUANTITY, total=True)
_RESULT = Column("result", N_("Result"), Kind.STATE, width=22, states=RESULTS)
COUNTING: Final = Sheet(
    name="counting", title=N_("Stock count"), key="typed",
    columns=(_TYPED, _SKU, _TITLE, replace(_COUNTED, editable=True), _RESULT, Column("at", N_("Time"), Kind.TIME)),
)  # fmt: skip
COUNTED: Final = Sheet(
    name="counted", title=N_("Result of the count"), key="sku",
    columns=(
        _SKU, _TITLE, Column("expected", N_("Expected"), Kind.QUANTITY), _COUNTED,
        Column("difference", N_("Difference"), Kind.QUANTITY, total=True), _RESULT,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What was counted of one SKU so far; without a SKU, a code that nobody knows."""

    typed: str
    sku_id: int | None
    code: str
    title: str
    counted: Decimal
    result: str
    at: datetime


class CountPage(QWidget):
    """The lines stay until they are posted or removed, also where ShopDesk is closed and opened again."""

    left = Signal()
    changed = Signal(int)
    """How many lines wait to be posted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._lines: dict[str, Line] = {}
        """By SKU id, or by code where nobody knows it; the newest last."""
        self._numbers: dict[int, str] = {}
        self._everything = 0
        self.post = button(_("Post count"), self._post, look="primary")
        self.again = button(_("New count"), self._begin, icon_name="count")
        self.cards = QWidget()
        self.cards.setLayout(self._cards())
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        self.list = LineList(COUNTING, self._edit, self._remove, desk.tell)
        self.outcome = LineList(COUNTED, None, None, desk.tell)
        self.foot = Words("", "small", "muted", wrap=True)
        self._lay_out()
        self.entry.entered.connect(self._enter)
        self.entry.unknown.connect(self._note_unknown)
        self.entry.left.connect(self.left)
        self.setFocusProxy(self.entry)
        self._take_draft(desk.drafts.get(DRAFT))
        self.place.box.activated.connect(self._keep)
        self._begin()

    def _lay_out(self) -> None:
        column = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = PageHead(_("Count"))
        head.add_right(button(_("Back to the list"), self.left.emit, icon_name="back"), self.again, self.post)
        meaning = _("Counted quantities SET what is on hand. What is not counted stays as it is: it is not zero.")
        for part in (head, Words(meaning, "body", "muted", wrap=True), self.cards, self.fault):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.outcome, 1)
        column.addWidget(self.foot)

    def _cards(self) -> QHBoxLayout:
        hint = _(
            "Code, Enter, quantity, Enter. “5*” before a code gives the quantity; “=12” replaces what was counted."
        )
        self.entry = CodeEntry(self._desk, with_cost=False, hint=hint)
        self.last = _LastCard()
        self.progress = Card()
        self.progress.body.setSpacing(2)
        self._done = Words("", "figure")
        self._rest = Words("", "small", "muted", wrap=True)
        self.place = PlaceChoice()
        for words in (Words(_("Counted SKUs"), "small", "muted"), self._done, self._rest, self.place):
            self.progress.body.addWidget(words)
        self.progress.body.addStretch(1)
        self.progress.setFixedWidth(theme.scaled(230))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.entry, 5)
        row.addWidget(self.last, 3)
        row.addWidget(self.progress)
        return row

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_shop(self, figures: Figures, everything: int, places: Sequence[Place] = ()) -> None:
        """Take the shop's day and zone, its warehouses, and how many SKUs there are to count."""
        self._figures, self._everything = figures, everything
        self.place.show_places(places)
        self._show()

    def _show(self) -> None:
        lines = list(reversed(self._lines.items()))
        self._numbers = {number: key for number, (key, _line) in enumerate(lines)}
        rows = [(line.typed, line.code, line.title, line.counted, line.result, line.at) for _key, line in lines]
        self.list.show_lines(rows, list(self._numbers), self._figures)
        self.list.show_note("" if rows else _("Nothing is counted yet. Scan the first code."))
        known = sum(line.sku_id is not None for line in self._lines.values())
        strange = len(self._lines) - known
        whole = self._figures.text
        self._done.setText(f"{whole(Kind.INTEGER, known)} / {whole(Kind.INTEGER, self._everything)}")
        rest = [
            _("Not counted: {count} (they stay as they are)").format(
                count=whole(Kind.INTEGER, max(self._everything - known, 0))
            )
        ]
        if strange:
            rest.append(n_("{count} unknown code", "{count} unknown codes", strange).format(count=strange))
        self._rest.setText("\n".join(rest))
        self.post.setEnabled(known > 0)
        if self.again.isHidden():
            self.foot.setText(
                _("Lines not posted are kept, also when ShopDesk is closed. Delete removes a line, F2 changes it.")
            )
        self.changed.emit(len(self._lines))
        self._keep()

    def _begin(self) -> None:
        """A count without any SKU; codes nobody knew stay."""
        self.outcome.hide()
        self.list.show()
        self.again.hide()
        self.post.show()
        self.cards.show()
        self.last.forget()
        self._show()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------ entering

    def type_code(self, code: str) -> None:
        """Begin with a SKU, as if it had been scanned."""
        self.entry.type_code(code)

    def _enter(self, entered: Entered) -> None:
        key = str(entered.known.sku_id)
        before = self._lines.pop(key, None)
        adds = before is not None and not entered.sets
        counted = entered.quantity + (before.counted if before is not None and adds else 0)
        self._lines[key] = line = Line(
            entered.typed, entered.known.sku_id, entered.known.code, entered.known.title, counted,
            "again" if adds else "counted", datetime.now(UTC),
        )  # fmt: skip
        self.last.show_line(line, self._figures)
        self._complain(None)
        self._show()

    def _note_unknown(self, typed: str) -> None:
        key = f"?{typed}"
        before = self._lines.pop(key, None)
        seen = (before.counted if before is not None else Decimal(0)) + 1
        self._lines[key] = line = Line(typed, None, "", _("Unknown code"), seen, "unknown", datetime.now(UTC))
        self.last.show_line(line, self._figures)
        self._show()

    def _edit(self, number: int, _key: str, value: Any) -> None:
        key = self._numbers[number]
        if value is None or value < 0:
            self._complain(UserError(N_("A counted quantity cannot be below zero."), code="negative"))
            return
        self._complain(None)
        self._lines[key] = replace(self._lines[key], counted=value)
        self._show()

    def _remove(self, numbers: Sequence[int]) -> None:
        for key in [self._numbers[number] for number in numbers]:
            del self._lines[key]
        self._show()

    # ------------------------------------------------------------------------------------------------ posting

    def _post(self) -> None:
        counted = [(line.sku_id, line.counted, None) for line in self._lines.values() if line.sku_id is not None]
        self.post.setEnabled(False)
        place = self.place.warehouse_id
        self._desk.do(count_stock, counted, warehouse_id=place, settles=DRAFT, then=self._posted, failed=self._complain)

    def _complain(self, error: UserError | None) -> None:
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        self.post.setEnabled(any(line.sku_id is not None for line in self._lines.values()))

    def _posted(self, done: Any) -> None:
        count_id = done.value
        self._desk.ask("stock.counted", lambda tx: _differences(tx, count_id), self._show_outcome)

    def _show_outcome(self, differences: Mapping[int, Decimal]) -> None:
        """Show what was expected beside what was counted; unknown codes stay behind as lines."""
        lines = [line for line in self._lines.values() if line.sku_id is not None]
        rows = [_outcome(line, differences.get(line.sku_id or 0, Decimal(0))) for line in lines]
        rows.sort(key=lambda row: (row[4] == 0, row[0]))
        strange = {key: line for key, line in self._lines.items() if line.sku_id is None}
        self._lines.clear()
        self._lines.update(strange)
        self._show()
        self.list.hide()
        self.outcome.show()
        self.outcome.show_lines(rows, range(len(rows)), self._figures)
        self.post.hide()
        self.again.show()
        self.cards.hide()
        self._tell_outcome(rows, len(strange))
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_outcome(self, rows: Sequence[Sequence[Any]], strange: int) -> None:
        wrong = sum(row[4] != 0 for row in rows)
        said = [n_("{count} SKU was set.", "{count} SKUs were set.", len(rows)).format(count=len(rows))]
        said.append(
            n_("{count} differed from what was expected.", "{count} differed from what was expected.", wrong).format(
                count=wrong
            )
        )
        if strange:
            said.append(
                n_("{count} unknown code was not posted.", "{count} unknown codes were not posted.", strange).format(
                    count=strange
                )
            )
        self.foot.setText(sentences(*said))
        self._desk.tell(sentences(*said), Tone.GOOD if not strange else Tone.WARN)

    # ------------------------------------------------------------------------------------------------ a draft

    def _keep(self) -> None:
        """The lines that are not posted yet and where they lie, as plain values."""
        lines = [
            [line.typed, line.sku_id, line.code, line.title, str(line.counted), line.result, line.at.isoformat()]
            for line in self._lines.values()
        ]
        self._desk.drafts.put(DRAFT, {"lines": lines, "place": self.place.warehouse_id} if lines else {})

    def _take_draft(self, draft: Mapping[str, Any]) -> None:
        """Go on with lines of before, as far as their SKUs are still there."""
        if not draft:
            return
        for typed, sku_id, code, title, counted, result, at in draft["lines"]:
            key = f"?{typed}" if sku_id is None else str(sku_id)
            when = datetime.fromisoformat(at)
            self._lines[key] = Line(typed, sku_id, code, title, Decimal(counted), result, when)
        self.place.choose(draft["place"])
        codes = [line.code for line in self._lines.values() if line.sku_id is not None]
        self._desk.ask("count.codes", lambda tx: find_codes(tx, codes), self._check_lines)

    def _check_lines(self, known: Mapping[str, int]) -> None:
        lines = list(self._lines.values())
        gone = [line.code for line in lines if line.sku_id is not None and line.code not in known]
        kept = [replace(line, sku_id=known.get(line.code)) for line in lines if line.code not in gone]
        self._lines = {f"?{one.typed}" if one.sku_id is None else str(one.sku_id): one for one in kept}
        if gone:
            self._desk.tell(_(GONE).format(codes=", ".join(gone)), Tone.WARN)
        self._show()


class _LastCard(Card):
    """What was entered last, large enough to be read from the shelf."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setSpacing(2)
        self._name = Words("", "title", elide=True)
        self._pieces = Words("", "figure")
        self._result = Pill()
        self.body.addWidget(Words(_("Last entered"), "small", "muted"))
        self.body.addWidget(self._name)
        line = QHBoxLayout()
        line.addWidget(self._pieces)
        line.addStretch(1)
        line.addWidget(self._result)
        self.body.addLayout(line)
        self.body.addStretch(1)

    def show_line(self, line: Line, figures: Figures) -> None:
        name = line.title if line.sku_id is not None else line.typed
        state = RESULTS[line.result]
        self._name.setText(name)
        self._name.setToolTip(name)
        self._pieces.setText(figures.pieces(line.counted) if line.sku_id is not None else "")
        self._result.set_state(_(state.title), state.tone)
        self.setAccessibleName(f"{name}: {self._pieces.text()} {_(state.title)}")

    def forget(self) -> None:
        """Nothing was entered yet."""
        self._name.setText("—")
        self._pieces.setText("")
        self._result.set_state("", Tone.PLAIN)


def _differences(tx: Any, count_id: int) -> dict[int, Decimal]:
    """By SKU, how many pieces a count added to the ledger's figure; SKUs that were as expected are not named."""
    return {move.sku_id: move.quantity for move in find_moves(tx, "count", count_id)}


def _outcome(line: Line, difference: Decimal) -> tuple[Any, ...]:
    result = "equal" if not difference else "more" if difference > 0 else "less"
    return line.code, line.title, line.counted - difference, line.counted, difference, result
