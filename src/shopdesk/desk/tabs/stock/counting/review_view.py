"""The review of a count: what was counted beside what the ledger said, what to count again, who approves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.flow import Flow
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card, Figure
from shopdesk.desk.tabs.stock.facts import Known, look_up
from shopdesk.desk.tabs.stock.suggestions import Suggestions
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.counting.actions import UNSETTLED, count_again, explain_lines, resolve_code, set_code_aside
from shopdesk.shop.counting.review import Review, ReviewLine, UnknownCode, fetch_review
from shopdesk.shop.counting.rules import SessionState, Verdict, accuracy
from shopdesk.shop.counting.sheets import REVIEW
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

FILTERS: Final[Sequence[tuple[str, str, Callable[[ReviewLine], bool]]]] = (
    ("all", N_("All"), lambda _line: True),
    ("different", N_("Differences"), lambda line: bool(line.difference)),
    ("again", N_("Count again"), lambda line: line.verdict in UNSETTLED or line.verdict is Verdict.WAITS),
    ("left", N_("Not counted"), lambda line: line.counted is None),
)
MOST: Final = 500
"""So many lines are listed at once: those that need somebody stand first."""
ORDER: Final = (
    Verdict.AGAIN, Verdict.MOVED, Verdict.WAITS, Verdict.CONFIRMED, Verdict.SMALL, Verdict.RIGHT, Verdict.LEFT,
)  # fmt: skip
"""What needs somebody stands first."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A review with what the screen says of it, worked out where it was read: a large count has many lines."""

    review: Review
    person: str
    """Who is at the computer."""
    lines: Mapping[str, Sequence[ReviewLine]]
    """By key of FILTERS, what needs somebody first."""
    counted: int
    net: Decimal
    """Pieces more or fewer in all."""
    value: Decimal
    """What the differences of known cost are worth."""
    unvalued: int
    """Differences of unknown cost."""
    unsettled: Sequence[int]
    """Lines over tolerance that were counted once, and of which nobody has said why."""


def look_at(tx: Tx, session_id: int) -> Looked:
    """Read a session and work out what is shown of it."""
    review = fetch_review(tx, session_id)
    ordered = sorted(review.lines, key=lambda line: ORDER.index(line.verdict))
    lines = {key: [line for line in ordered if holds(line)] for key, _title, holds in FILTERS}
    off = lines["different"]
    values = [line.value for line in off if line.value is not None]
    return Looked(
        review, tx.person, lines, len(review.counted), sum((line.difference or Decimal(0) for line in off), Decimal(0)),
        sum(values, Decimal(0)), len(off) - len(values),
        [line.line.task_id for line in ordered if line.verdict in UNSETTLED and not line.reason],
    )  # fmt: skip


class ReviewView(QWidget):
    """Shows one session that was handed over, or that is booked."""

    again = Signal()
    """Lines were sent to be counted again: the session is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self.looked: Looked | None = None
        self._filter = "all"
        self.cards = {
            "lines": Figure(_("Counted lines")),
            "different": Figure(_("Differences")),
            "value": Figure(_("Value of the differences")),
            "left": Figure(_("Not counted")),
        }
        self.chips = {key: self._chip(key, title) for key, title, _holds in FILTERS}
        self.recount = button(_("Count again"), self._recount, icon_name="refresh")
        self.chosen = button(_("Count the selected again"), self._recount_chosen)
        self.list = LineList(REVIEW, self._explain, None, desk.tell)
        self.unknown = UnknownCodes(desk, self.look, self.list.view)
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        self.approver = QLineEdit()
        self.approver.setAccessibleName(_("Approved by"))
        self.note = Words("", "small", "muted", wrap=True)
        self.more = Words("", "small", "muted")
        self.more.hide()
        self._lay_out()
        self.setFocusProxy(self.list.view)

    def _chip(self, key: str, title: str) -> QPushButton:
        made = button(_(title), partial(self.pick, key), look="chip")
        made.setCheckable(True)
        made.setChecked(key == "all")
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return made

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for card in self.cards.values():
            figures.addWidget(card, 1)
        line = QHBoxLayout()
        flow = Flow()
        for chip in self.chips.values():
            flow.line.addWidget(chip)
        line.addWidget(flow, 1)
        line.addWidget(self.chosen)
        line.addWidget(self.recount)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        label = Words(_("Approved by"), "small", "muted")
        label.setBuddy(self.approver)
        self.approver.setFixedWidth(theme.scaled(200))
        foot.addWidget(self.note, 1)
        self._sign = (label, self.approver)
        for widget in self._sign:
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(figures)
        column.addWidget(self.unknown)
        column.addLayout(line)
        column.addWidget(self.fault)
        column.addWidget(self.list, 1)
        column.addWidget(self.more)
        column.addLayout(foot)

    # ------------------------------------------------------------------------------------------------ reading

    def begin(self, session_id: int, figures: Figures) -> None:
        """Look through a session."""
        self._figures, self.looked, self._session_id = figures, None, session_id
        self.approver.setText("")
        self.complain(None)
        self.look()

    def look(self) -> None:
        """Read it again: the shop has changed."""
        self._desk.ask("count.review", partial(look_at, session_id=self._session_id), self._take)

    @property
    def review(self) -> Review | None:
        """What is looked through; None while it is being read."""
        return self.looked.review if self.looked is not None else None

    def _take(self, looked: Looked) -> None:
        self.looked, review = looked, looked.review
        if not self.approver.text():
            self.approver.setText(looked.person)
        is_open = review.session.state == SessionState.REVIEW
        for widget in (*self._sign, self.recount, self.chosen):
            widget.setVisible(is_open)
        self.unknown.show_codes(review.session.session_id, review.unknown if is_open else (), self._figures)
        self._show_figures(looked)
        for key, title, _holds in FILTERS:
            count = len(looked.lines[key])
            self.chips[key].setText(f"{_(title)}  {self._figures.text(Kind.INTEGER, count)}")
        self._show_lines()

    def _show_figures(self, looked: Looked) -> None:
        counted, off, whole = looked.counted, len(looked.lines["different"]), partial(self._figures.text, Kind.INTEGER)
        share = self._figures.text(Kind.PERCENT, accuracy(counted - off, counted))
        self.cards["lines"].set_value(whole(counted), _("{share} as expected").format(share=share) if counted else "")
        net = _("{pieces} pieces in all").format(pieces=self._figures.signed(looked.net)) if off else ""
        self.cards["different"].set_value(whole(off), net, Tone.WARN if off else Tone.GOOD)
        strange = _("{count} of unknown cost").format(count=whole(looked.unvalued)) if looked.unvalued else ""
        tone = Tone.BAD if looked.value < 0 else Tone.PLAIN
        self.cards["value"].set_value(self._figures.money(looked.value), strange, tone)
        left = len(looked.lines["left"])
        self.cards["left"].set_value(whole(left), _("They stay as they are: not zero"))
        self.note.setText(self._told(looked.review))

    def _told(self, review: Review) -> str:
        session = review.session
        people = ", ".join(review.people) or session.assigned_to
        if session.state == SessionState.POSTED:
            said = _("Counted by {people}, approved by {person}.")
            alone = _("Counted and approved by one person alone: {person}.")
            return (alone if session.alone else said).format(people=people, person=session.approved_by)
        return _("Counted by {people}. Nothing of it is stock yet.").format(people=people)

    def pick(self, key: str) -> None:
        """Show some of the lines."""
        self._filter = key
        for name, chip in self.chips.items():
            chip.setChecked(name == key)
        self._show_lines()

    def shown(self) -> Sequence[ReviewLine]:
        """The lines that the filter finds."""
        return self.looked.lines[self._filter] if self.looked is not None else ()

    def _show_lines(self) -> None:
        found = self.shown()
        lines = found[:MOST]
        self.more.setVisible(len(found) > MOST)
        more = self._figures.text(Kind.INTEGER, len(found) - MOST)
        self.more.setText(_("{count} lines more. The count sheet has them all.").format(count=more))
        self.list.show_lines([_row(line) for line in lines], [line.line.task_id for line in lines], self._figures)
        self.list.show_note("" if lines else _("No such lines."))
        unsettled = self.to_recount()
        self.recount.setEnabled(bool(unsettled))
        count = self._figures.text(Kind.INTEGER, len(unsettled))
        self.recount.setText(_("Count again: {count}").format(count=count) if unsettled else _("Count again"))

    # ------------------------------------------------------------------------------------------------ doing

    def to_recount(self) -> Sequence[int]:
        """The lines that are over tolerance, were counted once, and of which nobody has said why."""
        return self.looked.unsettled if self.looked is not None else ()

    def _recount(self) -> None:
        self._send_back(self.to_recount())

    def _recount_chosen(self) -> None:
        self._send_back(self.list.selected())

    def _send_back(self, tasks: Sequence[int]) -> None:
        if self.review is not None and tasks:
            session = self.review.session.session_id
            self._desk.do(count_again, session, tasks, then=lambda _done: self.again.emit(), failed=self.complain)

    def _explain(self, task_id: int, _key: str, value: Any) -> None:
        """The reason of a line, and of all that are selected with it."""
        if self.review is not None:
            tasks = self.list.selected()
            chosen = tasks if task_id in tasks else [task_id]
            session = self.review.session.session_id
            self._desk.do(explain_lines, session, chosen, value, then=lambda _done: self.look(), failed=self.complain)

    def complain(self, error: UserError | None) -> None:
        """Say why the shop refuses."""
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)


def _row(line: ReviewLine) -> tuple[Any, ...]:
    found = line.counted
    return (
        line.line.code, line.line.title, _(line.line.place), found.pieces if found else None, line.expected,
        line.difference, line.value, line.verdict.value, line.reason, found.at if found else None, line.since or None,
        line.last_counted, ", ".join(found.people) if found else None, line.line.round, line.note,
    )  # fmt: skip


class UnknownCodes(Card):
    """Codes that nobody knows, each to be given to a SKU or set aside; hidden while there is none."""

    def __init__(self, desk: Desk, look: Callable[[], None], beside: QWidget) -> None:
        """`look` reads the review again; `beside` gets the keyboard once no code is left."""
        super().__init__(_("Codes that nobody knows"), _("Say which SKU each is, or set it aside."))
        self._desk, self._look, self._beside = desk, look, beside
        self._session_id = 0
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        self.keep = QCheckBox(_("Keep the code as a barcode of the SKU"))
        self.keep.setChecked(True)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.keep)
        self.body.addWidget(self.fault)
        self.edits: dict[str, QLineEdit] = {}
        self.hide()

    def show_codes(self, session_id: int, codes: Sequence[UnknownCode], figures: Figures) -> None:
        """Show these."""
        self._session_id = session_id
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        clear(self._rows)
        self.edits = {}
        for one in codes[:6]:
            self._add(one, figures)
        self.fault.hide()
        self.setVisible(bool(codes))
        if had_keyboard:  # what had it is gone with its code
            (next(iter(self.edits.values()), None) or self._beside).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, one: UnknownCode, figures: Figures) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        code = Words(one.code, "strong")
        code.setMinimumWidth(theme.scaled(160))
        row.addWidget(code)
        pieces = _("{pieces} pieces").format(pieces=figures.pieces(one.pieces))
        row.addWidget(Words(" · ".join(part for part in (pieces, one.person) if part), "body", "muted"))
        edit = self.edits[one.code] = QLineEdit()
        edit.setAccessibleName(_("SKU of {code}").format(code=one.code))
        edit.setPlaceholderText(_("SKU or words of its title"))
        Suggestions(self._desk, edit)
        edit.returnPressed.connect(partial(self._assign, one.code))
        row.addWidget(edit, 1)
        row.addWidget(button(_("Assign"), partial(self._assign, one.code)))
        row.addWidget(button(_("Set aside"), partial(self._set_aside, one.code)))
        self._rows.addLayout(row)

    def _assign(self, code: str) -> None:
        typed = self.edits[code].text().strip()
        if typed:
            self._desk.ask("count.assign", lambda tx: look_up(tx, typed), partial(self._go_on, code, typed))

    def _go_on(self, code: str, typed: str, known: Known | None) -> None:
        if known is None:
            self._complain(UserError(N_("No SKU or barcode {sku} is known."), sku=typed))
            return
        self._desk.do(resolve_code, self._session_id, code, known.sku_id, add_barcode=self.keep.isChecked(),
                      then=lambda _done: self._look(), failed=self._complain)  # fmt: skip

    def _set_aside(self, code: str) -> None:
        self._desk.do(set_code_aside, self._session_id, code, then=lambda _done: self._look(), failed=self._complain)

    def _complain(self, error: UserError) -> None:
        self.fault.setText(str(error))
        self.fault.show()
