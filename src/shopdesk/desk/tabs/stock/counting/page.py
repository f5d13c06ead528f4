"""The page of a count: what to count, counting it, looking through it; and that no scan is ever lost."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.icons import icon
from shopdesk.desk.jobs import Courier
from shopdesk.desk.panels import PageHead, page
from shopdesk.desk.tabs.stock.counting.paper_out import SheetOut
from shopdesk.desk.tabs.stock.counting.review_view import ReviewView
from shopdesk.desk.tabs.stock.counting.scan_log import ScanLog, sessions_held
from shopdesk.desk.tabs.stock.counting.scan_view import ScanView
from shopdesk.desk.tabs.stock.counting.start_view import NewCount, StartView
from shopdesk.desk.tabs.stock.counting.tallying import Opened, Tallying, read_session
from shopdesk.desk.tabs.stock.stock_list import Facts
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.counting.actions import (
    NewScan,
    approve_count,
    cancel_count,
    count_on,
    hand_over,
    record_scans,
    start_count,
)
from shopdesk.shop.counting.reports import Session, open_sessions
from shopdesk.shop.counting.rules import Scope, SessionState
from shopdesk.shop.counting.sheets import SESSION_STATES
from shopdesk.text import N_, UserError, _, n_

DRAFT: Final = "count"
"""Its key among the drafts: which session is being counted."""
RECORD_MS: Final = 1_500
"""Scans go into the shop together when none has come for so long; they are on the disk long before."""


class CountPage(QWidget):
    """One session at a time; another one, or none yet, is chosen in `StartView` or in the list of counts."""

    left = Signal()
    changed = Signal(int)
    """How many scans are not in the shop yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._session: Session | None = None
        self._log: ScanLog | None = None
        self._pending: dict[str, NewScan] = {}
        """Scans that are not in the shop yet, in the order in which they were made."""
        self._is_recording = False
        self._afterwards: list[Callable[[], object]] = []
        """What waits until every scan is in the shop."""
        self._code = ""
        """What is to be counted first, once a session is open."""
        self._courier = Courier(self)
        self._rest = QTimer(self, singleShot=True, interval=RECORD_MS)
        self._rest.timeout.connect(self.record)
        self.start, self.scan, self.review = StartView(desk), ScanView(desk), ReviewView(desk)
        self.sheet = SheetOut(desk, self._took_sheet)
        self.views = QStackedWidget()
        self._lay_out()
        self._listen()
        self.setFocusProxy(self.views)
        self._show_start()

    def _lay_out(self) -> None:
        self.head, self.state = PageHead(_("Count")), Pill()
        self.head.add_left(self.state)
        self.buttons: dict[str, QPushButton] = {
            "back": button("", self.left.emit, icon_name="back", look="quiet", name=_("Back to the list")),
            "more": button("", self._open_more_menu, icon_name="more", look="quiet", name=_("More about this count")),
            "sheet": button(_("Count sheet"), self._open_sheet_menu, icon_name="file"),
            "on": button(_("Go on counting"), self._count_on),
            "over": button(_("Hand over for review"), self.hand_over, look="primary", shortcut=QKeySequence("F9")),
            "book": button(_("Approve and book"), self._book, look="primary", shortcut=QKeySequence("F9")),
        }
        self.head.add_right(*self.buttons.values())
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        column = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.fault)
        for view in (self.start, self.scan, self.review):
            self.views.addWidget(view)
        column.addWidget(self.views, 1)

    def _listen(self) -> None:
        self.start.started.connect(self._start)
        self.scan.scanned.connect(self._keep)
        self.scan.typed.connect(self._keep_typed)
        self.review.again.connect(self._reopen)
        for view in (self.start, self.scan):
            view.left.connect(self.left)

    def show_shop(self, figures: Figures, _facts: Facts) -> None:
        """Take the shop's day and zone."""
        self._figures = figures
        if self._session is None:
            self.start.begin(figures)

    # ------------------------------------------------------------------------------------------------ which session

    @property
    def session_id(self) -> int | None:
        """The session in front."""
        return None if self._session is None else self._session.session_id

    @property
    def state_of_session(self) -> str | None:
        """The state of the session in front."""
        return None if self._session is None else self._session.state

    def come(self, code: str = "", session_id: int | None = None) -> None:
        """Go on with a session: the one in front, the one that is said, the newest that is open; else choose.

        With a `code` and no session open, one begins that counts what turns up, with that code.
        """
        self._code = code
        if session_id is not None and session_id != self.session_id:
            self._open(session_id)
        elif self._session is not None and self._session.state == SessionState.OPEN:
            self._go_to(self.scan)
            self._type_waiting()
        elif session_id is None:
            self._desk.ask("count.open", open_sessions, self._choose)

    def send_held(self) -> None:
        """Scans of sessions that were left go into the shop now; where such a one is no more, they stay on the disk."""
        for session_id in sessions_held(self._desk.drafts.folder):
            if session_id != self.session_id:
                log = ScanLog(self._desk.drafts.folder, session_id)
                self._desk.do(record_scans, session_id, log.held.scans, then=partial(self._sent, log),
                              failed=partial(_close, log))  # fmt: skip

    def _sent(self, log: ScanLog, _done: Any) -> None:
        """All of a log is in the shop; where its session has been opened meanwhile, it is that page's to clear."""
        if not log.held.typed[0] and (self._log is None or self._log.file != log.file):
            log.clear()
        log.close()

    def _choose(self, found: Sequence[tuple[int, str]]) -> None:
        mine = self._desk.drafts.get(DRAFT).get("session")
        listed = [session_id for session_id, _title in found]
        if listed:
            self._open(mine if mine in listed else listed[0])
        elif self._code:
            self._desk.do(start_count, Scope(free=True), then=self._started, failed=self.complain)
        else:
            self._show_start()

    def begin_new(self) -> None:
        """Choose what to count."""
        self._code = ""
        self.record(self._leave_session)

    def _leave_session(self) -> None:
        self._close_log()
        self._show_start()

    def _show_start(self) -> None:
        self._session = None
        self.start.begin(self._figures) if self._desk.store is not None else None
        self.head.set_title(_("New count"))
        self.state.set_state("", Tone.PLAIN)
        self._show_buttons("back")
        self._go_to(self.start)

    def _go_to(self, view: QWidget) -> None:
        self.complain(None)
        self.views.setCurrentWidget(view)
        self.views.setFocusProxy(view)
        if self.isVisible():
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self, *shown: str) -> None:
        for key, made in self.buttons.items():
            made.setVisible(key in shown)

    def _start(self, chosen: NewCount) -> None:
        self._desk.do(
            start_count, chosen.scope, title=chosen.title, blind=chosen.blind, assigned_to=chosen.assigned_to,
            limits=chosen.limits, then=self._started, failed=self.start.refused,
        )  # fmt: skip

    def _started(self, done: Any) -> None:
        self._open(done.value)

    def _open(self, session_id: int) -> None:
        self.scan.pause(True)
        self._close_log()
        self._desk.ask("count.session", lambda tx: read_session(tx, session_id), self._opened, self.complain)

    def _opened(self, opened: Opened) -> None:
        session = self._session = opened.session
        state = SessionState(session.state)
        self._desk.drafts.put(DRAFT, {"session": session.session_id} if state is SessionState.OPEN else {})
        self.head.set_title(session.title, " · ".join(_facts(session)))
        self.state.set_state(*said(SESSION_STATES, state))
        if state is SessionState.OPEN:
            self._begin_scanning(opened)
        else:
            reviewing = state is SessionState.REVIEW
            self._show_buttons("back", "more", "sheet", *(("on", "book") if reviewing else ()))
            self.review.begin(session.session_id, self._figures)
            self._go_to(self.review)

    def _begin_scanning(self, opened: Opened) -> None:
        session = opened.session
        log = self._log = ScanLog(
            self._desk.drafts.folder, session.session_id, lambda error: self._courier.send(partial(self._told, error))
        )
        known = {row.scan.scan_no for row in opened.scans}
        self._pending = {scan.scan_no: scan for scan in log.held.scans if scan.scan_no not in known}
        self._show_buttons("back", "more", "sheet", "over")
        self.scan.begin(Tallying(opened), list(self._pending.values()), log.held.typed, self._figures)
        self.scan.show_kept(True)
        self._go_to(self.scan)
        self.record()
        self._type_waiting()

    def _type_waiting(self) -> None:
        code, self._code = self._code, ""
        if code:
            self.scan.type_code(code)

    # ------------------------------------------------------------------------------------------------ keeping scans

    def _keep(self, scan: NewScan) -> None:
        """On the disk first; into the shop when whoever writes it has time."""
        assert self._log is not None
        self._pending[scan.scan_no] = scan
        self.scan.show_kept(False)
        self._log.add(scan)
        self._rest.start()
        self.changed.emit(len(self._pending))

    def _keep_typed(self, code: str, quantity: str) -> None:
        if self._log is not None:
            self._log.type(code, quantity)

    def _told(self, error: UserError | None) -> None:
        """The log's thread says whether all is on the disk."""
        if error is not None:
            self.complain(error)
        else:
            self.scan.show_kept(True)

    def record(self, then: Callable[[], object] | None = None) -> None:
        """Write the scans that are not in the shop yet; `then` once there are none."""
        if then is not None:
            self._afterwards.append(then)
        if self._is_recording:
            return
        batch = list(self._pending.values())
        if not batch or self._session is None:
            waiting, self._afterwards = self._afterwards, []
            for work in waiting:
                work()
            return
        self._is_recording = True
        session_id = self._session.session_id
        self._desk.do(
            record_scans, session_id, batch, then=partial(self._recorded, session_id, batch), failed=self._not_recorded
        )

    def _recorded(self, session_id: int, batch: Sequence[NewScan], _done: Any) -> None:
        self._is_recording = False
        if session_id != self.session_id:
            return
        for scan in batch:
            self._pending.pop(scan.scan_no, None)
        self.changed.emit(len(self._pending))
        if not self._pending and self._log is not None and not self.scan.entry.code.text():
            self._log.clear()
        self.record()

    def _not_recorded(self, error: UserError) -> None:
        self._is_recording = False
        self._afterwards = []
        self.complain(error)

    def _close_log(self) -> None:
        if self._log is not None:
            self._log.close()
        self._log = None
        self._pending, self._afterwards = {}, []

    def complain(self, error: UserError | None) -> None:
        """Say why not; what was paused goes on."""
        if error is not None and self._log is not None:
            self.scan.pause(False)
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)

    # ------------------------------------------------------------------------------------------------ its steps

    def hand_over(self) -> None:
        """Counting is done."""
        half = self.scan.entry.code.text().strip()
        if half:
            said = N_("Enter the number of {typed} first, or press Esc to leave it out.")
            self.complain(UserError(said, typed=half))
            self.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._session is not None:
            self.scan.pause(True)
            self.record(partial(self._step, hand_over))

    def _count_on(self) -> None:
        self._step(count_on)

    def _step(self, action: Callable[..., Any]) -> None:
        if self._session is not None:
            self._desk.do(action, self._session.session_id, then=self._reopen, failed=self.complain)

    def _reopen(self, _done: Any = None) -> None:
        """Read the session again, at the step that it is at now."""
        if self._session is not None:
            self._open(self._session.session_id)

    def _book(self) -> None:
        session = self._session
        if session is not None:
            self._desk.do(approve_count, session.session_id, self.review.approver.text(), then=self._booked,
                          failed=self.complain)  # fmt: skip

    def _booked(self, _done: Any) -> None:
        looked = self.review.looked
        counted = looked.counted if looked is not None else 0
        wrong = len(looked.lines["different"]) if looked is not None else 0
        told = n_("{count} line was set, {wrong} differed.", "{count} lines were set, {wrong} differed.", counted)
        self._desk.tell(told.format(count=counted, wrong=wrong), Tone.GOOD)
        self._reopen()

    def cancel(self) -> None:
        """Nothing of this count becomes stock."""
        session = self._session
        if session is None:
            return
        self._rest.stop()
        self._desk.do(cancel_count, session.session_id, then=self._cancelled, failed=self.complain)

    def _cancelled(self, _done: Any) -> None:
        if self._log is not None:
            self._log.clear()
        self._close_log()
        self._desk.drafts.put(DRAFT, {})
        self.changed.emit(0)
        self._desk.tell(_("The count was cancelled. Nothing of it became stock."))
        self._show_start()
        self.left.emit()

    # ------------------------------------------------------------------------------------------------ its sheet

    def _open_more_menu(self) -> None:
        """What is seldom wanted."""
        beside = self.buttons["more"]
        menu = QMenu(beside)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(beside.accessibleName())
        menu.addAction(icon("add"), _("New count"), self.begin_new)
        if self._session is not None and self._session.state in {SessionState.OPEN, SessionState.REVIEW}:
            menu.addAction(icon("delete"), _("Cancel this count"), self.cancel)
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def _open_sheet_menu(self) -> None:
        session = self._session
        if session is not None:
            self.record(partial(self.sheet.offer, session, self.buttons["sheet"]))

    def _took_sheet(self) -> None:
        self._reopen()


def _close(log: ScanLog, _error: UserError) -> None:
    """Its session is no more: what was scanned stays on the disk, and nobody need be told at every start."""
    log.close()


def _facts(session: Session) -> list[str]:
    """What a session is, for the line beside its name."""
    scope = session.scope
    parts = [_(session.place), *scope.categories]
    parts += [_("Class {letter}").format(letter="/".join(scope.classes))] if scope.classes else []
    parts += [_("Not counted for {days} days").format(days=scope.idle_days)] if scope.idle_days else []
    parts += [_("Random sample of {count}").format(count=scope.sample)] if scope.sample else []
    parts += [_("What turns up")] if scope.free else []
    return [*parts, _("Blind") if session.blind else _("Not blind"), session.assigned_to]
