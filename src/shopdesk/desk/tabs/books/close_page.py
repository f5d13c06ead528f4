"""The end of a month: its checklist, the button that closes it, its seal, what came after, and its pack."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.figures import Figures
from shopdesk.desk.jobs import Job
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.span import Size, Span, month_title
from shopdesk.desk.tabs.books.close_facts import CloseFacts, place_of, read_close
from shopdesk.desk.tabs.books.close_points import PointsCard
from shopdesk.desk.tabs.books.close_side import PackCard, SealCard
from shopdesk.desk.tabs.books.closing import ClosingPopup
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.closing.actions import choose_pack, close_month, reopen_month, tick_point, untick_point
from shopdesk.shop.closing.checklist import CheckedPoint, look_at_store
from shopdesk.shop.closing.rules import TITLES, Point, PointState
from shopdesk.shop.columns import Tone
from shopdesk.shop.currencies.actions import revalue_currencies
from shopdesk.shop.spending.recurring import book_due
from shopdesk.shop.tax.actions import book_tax
from shopdesk.store.backup import AFTER_CLOSING
from shopdesk.text import _, n_


class ClosePage(QWidget):
    """Shows the last month of the days."""

    changes_wanted = Signal()
    seals_wanted = Signal()
    month_wanted = Signal(str)
    """The month whose turn it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts: CloseFacts | None = None
        self._figures = Figures()
        self._today = date.min
        self._store: CheckedPoint | None = None
        self._asked = ""
        """The month for which the store is looked at."""
        self.state, self.words = Pill(), Words("", "body", "muted", wrap=True)
        self.close_it = button("", self.ask_close, icon_name="check", look="primary")
        self.reopen = button("", self.ask_reopen)
        self.turn = button("", self._go_to_turn, look="link")
        self.points, self.seal, self.pack = PointsCard(), SealCard(), PackCard()
        self._lay_out()
        self.points.shown.connect(self._show_point)
        self.points.mend_wanted.connect(self._mend)
        self.points.tick_wanted.connect(self.ask_tick)
        self.points.untick_wanted.connect(self._untick)
        self.seal.changes_wanted.connect(self.changes_wanted)
        self.seal.seals_wanted.connect(self.seals_wanted)
        self.pack.parts_chosen.connect(partial(self._desk.do, choose_pack))
        self.pack.write_wanted.connect(self.write_pack)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.state)
        head.addWidget(self.words, 1)
        for made in (self.turn, self.reopen, self.close_it):
            head.addWidget(made)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.seal)
        side.addWidget(self.pack)
        side.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.points)
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addLayout(left, 3)
        both.addLayout(side, 2)
        inside = QWidget()
        inside.setLayout(both)
        both.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(_("Closing the month"))
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(area, 1)
        self.setFocusProxy(self.close_it)

    # ------------------------------------------------------------------------------------------------ showing

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """Read the last month of the days."""
        self._figures, self._today = figures, facts.today
        span = Span.around(Size.MONTH, view.span.until)
        month, days = f"{span.since:%Y-%m}", (span.since, span.until)
        backups = self._desk.doors.list_backups
        if month != self._asked:
            self._store = None
            self._look_at_store(month)
        self._desk.ask("books.close", lambda tx: read_close(tx, month, days, backups), self._take)

    def _look_at_store(self, month: str) -> None:
        """It takes seconds in a large shop: once a month that is come to, and when asked to look again."""
        self._asked = month
        self._desk.ask("books.close.store", lambda tx: look_at_store(tx, month), self._take_store)

    def _take_store(self, point: CheckedPoint) -> None:
        self._store = point
        if self._facts is not None:
            self._take(self._facts)

    def _take(self, facts: CloseFacts) -> None:
        self._facts = facts
        self.points.show_points(self.all_points, self._figures, is_closed=facts.seal is not None)
        self.seal.show_facts(facts, self._figures)
        self.pack.show_parts(facts.month, facts.parts)
        self._show_head(facts)

    @property
    def all_points(self) -> list[CheckedPoint]:
        """The points that are known, in the order of the list."""
        found = [*(self._facts.points if self._facts is not None else ()), *([self._store] if self._store else [])]
        order = list(Point)
        return sorted(found, key=lambda one: order.index(one.point))

    def _show_head(self, facts: CloseFacts) -> None:
        title, is_closed = month_title(facts.since), facts.seal is not None
        is_turn = facts.turn == facts.month
        is_over = facts.until < self._today
        self.close_it.setText(_("Close {month}").format(month=title))
        self.close_it.setVisible(not is_closed)
        self.close_it.setEnabled(is_turn and is_over)
        self.reopen.setText(_("Reopen {month}…").format(month=title))
        self.reopen.setVisible(is_closed)
        is_later = facts.turn is not None and facts.month > facts.turn
        self.turn.setVisible(is_later)
        self.turn.setText(_("Go to {month}").format(month=facts.turn or ""))
        self.state.set_state(*_state(facts, is_over=is_over))
        self.words.setText(_sentence(facts, is_over=is_over, is_later=is_later))

    # ------------------------------------------------------------------------------------------------ leading on

    def _show_point(self, name: str) -> None:
        assert self._facts is not None
        place = place_of(Point(name), self._facts)
        if place is not None:
            self._desk.show(place[0], **place[1])

    def _go_to_turn(self) -> None:
        if self._facts is not None and self._facts.turn is not None:
            self.month_wanted.emit(self._facts.turn)

    # ------------------------------------------------------------------------------------------------ doing

    def _mend(self, name: str) -> None:
        facts = self._facts
        assert facts is not None
        deeds: dict[Point, Callable[[], object]] = {
            Point.RECURRING: partial(self._desk.do, book_due, facts.until),
            Point.TAX: partial(self._desk.do, book_tax, facts.month),
            Point.CURRENCIES: partial(self._desk.do, revalue_currencies, facts.until),
            Point.BACKUP: partial(self._back_up, ""),
            Point.STORE: partial(self._look_at_store, facts.month),
        }
        deeds[Point(name)]()

    def _back_up(self, reason: str) -> None:
        work = self._desk.doors.back_up
        if work is not None:
            self._desk.run(_("Backup"), partial(work, reason=reason), self._backed_up)

    def _backed_up(self, _made: object) -> None:
        self._desk.backups_changed.emit()
        if self._facts is not None:
            facts, backups = self._facts, self._desk.doors.list_backups
            days = facts.since, facts.until
            self._desk.ask("books.close", lambda tx: read_close(tx, facts.month, days, backups), self._take)

    def ask_tick(self, name: str, anchor: QWidget) -> ClosingPopup:
        """Ask what is to be said of a point."""
        assert self._facts is not None
        popup = ClosingPopup(self)
        popup.ask_note(_(TITLES[Point(name)]))
        popup.wanted.connect(partial(self._tick, popup, Point(name)))
        popup.pop_up(anchor)
        return popup

    def _tick(self, popup: ClosingPopup, point: Point, note: str) -> None:
        assert self._facts is not None
        self._desk.do(tick_point, self._facts.month, point, note, then=popup.done, failed=popup.refused)

    def _untick(self, name: str) -> None:
        assert self._facts is not None
        self._desk.do(untick_point, self._facts.month, Point(name))

    def ask_close(self) -> ClosingPopup:
        """Say what is still open, and ask for the note of whoever signs the month off."""
        assert self._facts is not None
        left = [_(TITLES[one.point]) for one in self.all_points if one.state is PointState.OPEN]
        popup = ClosingPopup(self)
        popup.ask_close(month_title(self._facts.since), left)
        popup.wanted.connect(partial(self._close, popup))
        popup.pop_up(self.close_it)
        return popup

    def _close(self, popup: ClosingPopup, note: str) -> None:
        assert self._facts is not None

        def closed(done: Any) -> None:
            popup.close()
            said = _("Closed and sealed: {seal}").format(seal=str(done.value)[:12])
            self._desk.tell(said, Tone.GOOD)
            self._back_up(AFTER_CLOSING)

        self._desk.do(close_month, self._facts.month, note, then=closed, failed=popup.refused)

    def ask_reopen(self) -> ClosingPopup:
        """Ask why the month is to be opened again."""
        assert self._facts is not None
        popup = ClosingPopup(self)
        popup.ask_reopen(month_title(self._facts.since))
        popup.wanted.connect(partial(self._reopen, popup))
        popup.pop_up(self.reopen)
        return popup

    def _reopen(self, popup: ClosingPopup, why: str) -> None:
        assert self._facts is not None
        self._desk.do(reopen_month, self._facts.month, why, then=popup.done, failed=popup.refused)

    # ------------------------------------------------------------------------------------------------ the pack

    def write_pack(self, path: Path) -> Job | None:
        """Write the month's pack into a folder or a .zip as a job that can be cancelled."""
        store, facts = self._desk.store, self._facts
        if store is None or facts is None:
            return None
        title = _("Month pack {month}").format(month=facts.month)
        return self._desk.run(title, partial(_write, store, path, facts), partial(_tell, self._desk, path))


def _state(facts: CloseFacts, *, is_over: bool) -> tuple[str, Tone]:
    if facts.seal is not None:
        return _("Closed"), Tone.GOOD
    if facts.seals:
        return _("Reopened"), Tone.WARN
    return (_("Not closed"), Tone.INFO) if is_over else (_("Not over"), Tone.PLAIN)


def _sentence(facts: CloseFacts, *, is_over: bool, is_later: bool) -> str:
    if facts.turn is None:
        return _("There is nothing in the books yet.")
    if facts.seal is not None:
        return _("Closed months take nothing more: what comes later counts to the first open day.")
    if not is_over:
        return _("The month can be closed once it is over.")
    if is_later:
        return _("Close {first} first: months are closed in order.").format(first=facts.turn)
    return _("Once the points are done, close the month: its postings are locked and sealed.")


def _write(store: OpenStore, path: Path, facts: CloseFacts, job: Job) -> int:
    """The files of the pack, the index with them."""
    from shopdesk.exchange.pack.month_pack import write_pack

    def hear(done: int, total: int, note: str) -> None:
        job.tick(done, total, note)
        job.check()

    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        return len(write_pack(tx, facts.month, path, facts.parts, hear, facts.backed_up)) + 1


def _tell(desk: Desk, path: Path, files: int) -> None:
    sentence = n_("Wrote {count} file to {file}", "Wrote {count} files to {file}", files)
    folder = path.parent if path.suffix.lower() == ".zip" else path
    opened = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(folder)))
    desk.tell(sentence.format(count=files, file=path.name), Tone.GOOD, (_("Open folder"), opened))
