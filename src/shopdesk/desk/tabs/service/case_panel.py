"""The panel of a case: its clocks, what was said when, the next answer, and where it goes from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QSizePolicy, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DocumentPanel
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.flow import Flow
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.service.actions import add_event, set_case_state, use_reply
from shopdesk.shop.service.clocks import Clock
from shopdesk.shop.service.replies import fill, spoken_to
from shopdesk.shop.service.reports import CaseFacts, Happened, Reply, find_case, find_replies, reply_values
from shopdesk.shop.service.rules import CASE, NEXT, CaseState, EventKind
from shopdesk.shop.service.sheets import CASE_STATES, EVENT_KINDS, QUEUE
from shopdesk.text import UserError, _, n_

CLOCKS: Final = QUEUE.column("clock").states


@dataclass(frozen=True, slots=True)
class Shown:
    """A case, the replies that are proposed for it, and what their fields stand for."""

    case: CaseFacts
    replies: Sequence[Reply]
    values: dict[str, str | None]


def read_case(tx: Any, case_id: int) -> Shown | None:
    """What the panel shows; None where the case is gone."""
    case = find_case(tx, case_id)
    if case is None:
        return None
    return Shown(case, find_replies(tx, case.row["reason"]), reply_values(tx, case_id))


class CasePanel(DocumentPanel):
    """Shows one case. What is half written stays while the same case is shown again."""

    order_wanted = Signal(str)
    case_wanted = Signal(int)
    """Another case that it is linked with."""
    part_wanted = Signal(str, object)
    """"snooze", "merge" or "link", and the case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Case"))
        self._desk = desk
        self._shown: Shown | None = None
        self._half = (0, "")
        """A case, and what is half written in it."""
        self.text: QPlainTextEdit

    def show_facts(self, facts: Shown, figures: Figures) -> None:
        """Show a case."""
        self._shown, case = facts, facts.case
        row = case.row
        self.clear()
        self.set_head(f"{row['case_no']} · {row['title']}", self._subtitle(row), Pill(*said(CASE_STATES, row["state"])))
        if case.clocks:
            self.facts("", [self._clock(clock, figures) for clock in case.clocks.values()])
        if case.merged_into:
            self.section().addWidget(Words(_("Merged into {number}").format(number=case.merged_into), "small", "muted"))
        self._about(self.section(), row)
        self._write(self.section())
        self._go(self.section())
        self._timeline(case.events, figures)
        self.section(_("Files")).addWidget(AttachedFiles(self._desk, CASE, case.case_id))
        self.finish()

    def _subtitle(self, row: dict[str, Any]) -> str:
        who = row["person"] or _("nobody sees to it yet")
        return " · ".join(filter(None, (_(row["channel"]) if row["channel"] else "", row["reason"], who)))

    def _clock(self, clock: Clock, figures: Figures) -> tuple[str, str, str]:
        spent = clock.seconds // 60
        minutes = n_("{count} min", "{count} min", spent).format(count=spent)
        if clock.promised is not None:
            minutes = _("{minutes} of {promised}").format(minutes=spent, promised=clock.promised // 60)
        due = _("until {moment}").format(moment=figures.moment(clock.due_at)) if clock.due_at else ""
        tone = "bad" if clock.is_late else "muted" if not clock.is_running else "text"
        return _(CLOCKS[clock.name].title), " · ".join(filter(None, (minutes, due))), tone

    def _about(self, place: QVBoxLayout, row: dict[str, Any]) -> None:
        if row["order_no"]:
            words = _("Order {number}").format(number=row["order_no"])
            place.addWidget(button(words, partial(self.order_wanted.emit, row["order_no"]), look="link"))
        assert self._shown is not None
        if (customer_id := self._shown.case.customer_id) is not None:
            card = partial(self._desk.show, "service", segment="customers", row_id=customer_id)
            place.addWidget(button(_("Customer card"), card, look="link"))
        if row["sku"]:
            words = " · ".join(filter(None, (row["sku"], row["lot"] and _("lot {number}").format(number=row["lot"]))))
            place.addWidget(Words(words, "small", "muted", wrap=True))
        for case_id, number, title in self._shown.case.linked:
            link = button(f"{number} · {title}", partial(self.case_wanted.emit, case_id), look="link")
            link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            place.addWidget(link)
        line = Flow(gap=6)
        for key, title in (("link", _("Link…")), ("merge", _("Merge…")), ("snooze", _("Put off…"))):
            line.line.addWidget(button(title, partial(self._ask_part, key), look="link"))
        place.addWidget(line)

    def _ask_part(self, key: str) -> None:
        assert self._shown is not None
        self.part_wanted.emit(key, self._shown.case)

    # ------------------------------------------------------------------------------------------------ writing

    def _write(self, place: QVBoxLayout) -> None:
        assert self._shown is not None
        case_id = self._shown.case.case_id
        self.text = QPlainTextEdit(self._half[1] if self._half[0] == case_id else "")
        self.text.setPlaceholderText(_("What was said, or a note for the shop"))
        self.text.setAccessibleName(_("What was said, or a note for the shop"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.scaled(72))
        self.text.textChanged.connect(self._keep_half)
        place.addWidget(self.text)
        line = Flow(gap=6)
        self.replies = button(_("Quick replies"), self._offer_replies, icon_name="down")
        line.line.addWidget(button(_("We answered"), partial(self._say, EventKind.ANSWERED), look="primary"))
        line.line.addWidget(button(_("The buyer said"), partial(self._say, EventKind.ASKED)))
        line.line.addWidget(button(_("Note"), partial(self._say, EventKind.NOTE)))
        line.line.addWidget(self.replies)
        place.addWidget(line)

    def _keep_half(self) -> None:
        assert self._shown is not None
        self._half = self._shown.case.case_id, self.text.toPlainText()

    def _say(self, kind: EventKind) -> None:
        assert self._shown is not None
        case_id, text = self._shown.case.case_id, self.text.toPlainText()
        self._half = (0, "") if text.strip() else self._half
        self._desk.do(add_event, case_id, kind, text)

    def _offer_replies(self) -> None:
        """A menu of ready answers; one with a hole says what is missing instead of being copied."""
        assert self._shown is not None
        menu = QMenu(self)
        menu.setAccessibleName(_("Quick replies"))
        for one in self._shown.replies:
            menu.addAction(f"{one.title} · {one.language}", partial(self.use, one))
        if not self._shown.replies:
            menu.addAction(_("Write the first one…"), partial(self._desk.show, "service", segment="replies"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.replies.mapToGlobal(self.replies.rect().bottomLeft()))

    def use(self, reply: Reply) -> None:
        """Fill a ready answer, copy it, and put it where the answer is written, once it is kept that it was used."""
        assert self._shown is not None
        try:
            text = fill(reply.text, spoken_to(self._shown.values, reply.language))
        except UserError as error:
            self._desk.tell(str(error), Tone.WARN)
            return
        case = self._shown.case
        then = partial(self._take_reply, case.case_id, text)
        self._desk.do(use_reply, reply.reply_id, case.customer_id, "case", then=then)

    def _take_reply(self, case_id: int, text: str, _done: object) -> None:
        """Copy an answer, and put it below what stands where the answer is written, if the case is still shown."""
        QGuiApplication.clipboard().setText(text)
        if self._shown is not None and self._shown.case.case_id == case_id:
            half = self.text.toPlainText().rstrip()
            self.text.setPlainText(f"{half}\n{text}" if half else text)
        self._desk.tell(_("Copied. Press “We answered” once it was sent."), Tone.GOOD)

    # ------------------------------------------------------------------------------------------------ going on

    def _go(self, place: QVBoxLayout) -> None:
        assert self._shown is not None
        case = self._shown.case
        line = Flow(gap=6)
        for state in CaseState:
            if state in NEXT[CaseState(case.row["state"])] and state is not CaseState.MERGED:
                title = _("Open again") if state is CaseState.OPEN else _(CASE_STATES[state].title)
                line.line.addWidget(button(title, partial(self._desk.do, set_case_state, [case.case_id], state)))
        place.addWidget(line)

    def _timeline(self, events: Sequence[Happened], figures: Figures) -> None:
        place = self.section(_("What happened"))
        for one in reversed(events):
            kind, tone = said(EVENT_KINDS, one.kind)
            words = _(CASE_STATES[one.state].title) if one.state else one.text or ""
            who = " · ".join(filter(None, (kind, one.person, figures.moment(one.happened_at))))
            assert self._shown is not None
            own = self._shown.case.row["case_no"] == one.case_no
            colour = "muted" if tone is Tone.PLAIN else tone.value
            place.addWidget(Words(who if own else f"{who} · {one.case_no}", "small", colour, wrap=True))
            if words:
                place.addWidget(Words(words, "body", wrap=True))
        if not events:
            place.addWidget(Words(_("Nothing was written yet."), "small", "muted"))
