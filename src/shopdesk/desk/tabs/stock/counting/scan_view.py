"""The screen of whoever counts: the line, what was entered last, how far the count is, and what is counted so far."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.stock.counting.scan_entry import ScanEntry
from shopdesk.desk.tabs.stock.counting.tallying import Key, Shown, Tallying
from shopdesk.desk.wedge import Wedge
from shopdesk.desk.widgets import Pill, Words, set_look
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.counting.actions import NewScan
from shopdesk.shop.counting.reports import Found, find_code, find_shelf
from shopdesk.shop.counting.rules import standing
from shopdesk.shop.counting.sheets import SCANS
from shopdesk.store.tx import Tx
from shopdesk.text import _, n_

SHOWN: Final = 100
"""So many of the lines counted last are listed; the review has them all."""
FRESH_MS: Final = 40
"""The list follows that often; what was entered last is said at once. A scanner is not made to wait for the list."""
CHIME_MS: Final = 160
_RESULTS: Final = SCANS.column("result").states
_LOOKS: Final = {Tone.GOOD: "card_good", Tone.WARN: "card_warn", Tone.BAD: "card_bad"}


def look_up(tx: Tx, session_id: int, place_id: int, code: str) -> Found | tuple[int, str] | None:
    """What a code means: a SKU, a shelf (its id and title), or nothing that anybody knows."""
    return find_code(tx, session_id, code) or find_shelf(tx, place_id, code)


class ScanView(QWidget):
    """Feeds one `Tallying`. Each scan leaves by `scanned` before anything else is done with it."""

    scanned = Signal(object)
    """A NewScan, to be kept."""
    typed = Signal(str, str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._run = uuid4().hex[:12]
        self._made = 0
        self._places: set[str] = set()
        """Codes of shelves that were scanned."""
        self.tallying: Tallying | None = None
        self.entry = ScanEntry(desk)
        self.last = LastCard()
        self.progress = ProgressCard()
        self.list = LineList(SCANS, None, None, desk.tell)
        self.foot = Words("", "small", "muted", wrap=True)
        self._lay_out()
        self.pause(True)
        self._wedge = Wedge(self)
        self._wedge.scanned.connect(self.take_scan)
        self._fresh = QTimer(self, singleShot=True, interval=FRESH_MS)
        self._fresh.timeout.connect(self.show_lines)
        self.entry.entered.connect(self._enter)
        self.entry.corrected.connect(self._correct)
        self.entry.coded.connect(self._look_up)
        self.entry.back.connect(self._take_back)
        self.entry.typed.connect(self.typed)
        self.entry.left.connect(self.left)
        self.setFocusProxy(self.entry)

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(self.entry, 6)
        cards.addWidget(self.last, 3)
        cards.addWidget(self.progress, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(cards)
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)

    # ------------------------------------------------------------------------------------------------ a session

    def begin(self, tallying: Tallying, pending: Sequence[NewScan], typed: tuple[str, str], figures: Figures) -> None:
        """Go on with a session: what the store has, and what only its log knows."""
        self.tallying, self._figures = tallying, figures
        for scan in pending:
            self._learned(scan)
        self.last.forget()
        self.pause(False)
        self.show_lines()
        self.entry.resume(*typed)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def pause(self, is_paused: bool) -> None:
        """Nothing is taken in while another step of the session is on its way."""
        self.entry.setEnabled(not is_paused)

    def take_scan(self, code: str) -> None:
        """A scanner read a code, wherever the keyboard was."""
        if self.entry.isEnabled():
            self.entry.scan(code)
        else:
            self.last.say(code, _("Not taken: the count is being handed over."))
            chime(3)

    def _learned(self, scan: NewScan) -> None:
        assert self.tallying is not None
        self.tallying.take(scan)
        if not scan.undoes:
            self._look_up(scan.code)

    def show_kept(self, is_kept: bool) -> None:
        """Whether everything is on the disk."""
        self.foot.setText(
            _(
                "Every keystroke is kept. What is expected is taken at the minute of each line: "
                "selling and receiving may go on."
            )
            if is_kept
            else _("Writing to the disk…")
        )

    # ------------------------------------------------------------------------------------------------ scanning

    def type_code(self, code: str) -> None:
        """Begin with a code, as if it had been scanned."""
        self.entry.scan(code)

    def _enter(self, code: str, pieces: Decimal, sets: bool) -> None:
        if self.tallying is None:
            return
        if code in self._places:
            return  # a shelf was scanned: it is no SKU, and has no number
        self._keep(self._scan(code, pieces, sets=sets))

    def _scan(self, code: str, pieces: Decimal, *, sets: bool = False, undoes: str | None = None) -> NewScan:
        assert self.tallying is not None
        self._made += 1
        shelf = self.tallying.shelf
        return NewScan(
            f"{self._run}-{self._made:06}", code, pieces, datetime.now(UTC), self.tallying.opened.session.assigned_to,
            sets, self.tallying.round_of(code), undoes, shelf[0] if shelf else None,
        )  # fmt: skip

    def _keep(self, scan: NewScan) -> None:
        assert self.tallying is not None
        self.scanned.emit(scan)
        key = self.tallying.take(scan)
        if scan.code in self.tallying.codes:
            self._tell(key)
        elif scan.code not in self._places:
            self._look_up(scan.code)
        self._refresh()

    def _correct(self, pieces: Decimal) -> None:
        """The number without a code: it is that of the line that was entered last."""
        last = self.tallying.board.last() if self.tallying is not None else None
        if self.tallying is not None and last is not None:
            self._keep(self._scan(self.tallying.named[last[0]].code, pieces, sets=True))

    def _take_back(self) -> None:
        tallying = self.tallying
        last = tallying.board.last() if tallying is not None else None
        if tallying is None or last is None:
            self.last.say(_("There is no scan to take back."))
            return
        key, scan = last
        named = tallying.named[key]
        back = self._scan(named.code, Decimal(0), undoes=scan.scan_no)._replace(round=scan.round)
        self.scanned.emit(back)
        tallying.take(back)
        said = _("Taken back: {pieces} of {sku}").format(pieces=self._figures.pieces(scan.quantity),
                                                         sku=named.sku or named.code)  # fmt: skip
        self.last.say(said, named.title)
        self._refresh()

    # ------------------------------------------------------------------------------------------------ looking up

    def _look_up(self, code: str) -> None:
        tallying = self.tallying
        if tallying is None or code in tallying.codes:
            return
        session = tallying.opened.session
        report = partial(look_up, session_id=session.session_id, place_id=session.place_id, code=code)
        # Each code is answered, however fast they come; readers do not wait for whoever writes.
        self._desk.ask(f"count {id(self)} {code}", report, partial(self._answered, tallying, code))

    def _answered(self, tallying: Tallying, code: str, found: Found | tuple[int, str] | None) -> None:
        if tallying is not self.tallying:
            return
        if isinstance(found, tuple):
            self._go_to_shelf(code, found)
            return
        if found is not None and found.is_bundle:
            self._drop(code)
            self.last.say(found.title, _("{sku} is a bundle itself. Name its parts instead.").format(sku=found.sku))
            chime(3)
            return
        was_entered = (f"?{code}", 0) in tallying.board.scans
        shelf = tallying.shelf
        key = tallying.learn(code, found, shelf[0] if shelf else None)
        if was_entered:
            self._tell(key)
        elif found is not None:
            self.last.say(found.title, _("Waits for its number"))
        self._refresh()

    def _go_to_shelf(self, code: str, shelf: tuple[int, str]) -> None:
        """A shelf's own code: what is scanned next lies there."""
        assert self.tallying is not None
        self.tallying.shelf = shelf
        self._places.add(code)
        self._drop(code)
        self.last.say(_("Shelf {shelf}").format(shelf=shelf[1]), _("What you scan now lies here."))

    def _drop(self, code: str) -> None:
        """A code that is nothing to be counted: what was scanned of it before anybody knew is taken back."""
        assert self.tallying is not None
        if self.entry.pending == code:
            self.entry.give_up()
        for scan in standing(self.tallying.board.scans.get((f"?{code}", 0), ())):
            back = self._scan(code, Decimal(0), undoes=scan.scan_no)._replace(round=scan.round)
            self.scanned.emit(back)
            self.tallying.take(back)
        self._refresh()

    # ------------------------------------------------------------------------------------------------ what is shown

    def _tell(self, key: Key) -> None:
        """A beep and a colour: one for recorded, two for unknown, three for count it again."""
        assert self.tallying is not None
        line = self.tallying.shown(key)
        if line is not None:
            self.last.show_line(line, self._figures)
            chime({"recorded": 1, "unknown": 2, "again": 3}[line.result])

    def _refresh(self) -> None:
        if not self._fresh.isActive():
            self._fresh.start()

    def show_lines(self) -> None:
        """List what was counted last, and say how far the count is."""
        tallying = self.tallying
        if tallying is None:
            return
        lines = tallying.newest(SHOWN)
        rows = [self._row(one) for one in lines]
        self.list.show_lines(rows, range(len(rows)), self._figures)
        self.list.show_note("" if rows else _("Nothing is counted yet. Scan the first code."))
        self.progress.show_tallying(tallying, self._figures)

    def _row(self, line: Shown) -> tuple[object, ...]:
        unnamed = _("Unknown code") if line.result == "unknown" else ""
        clock = f"{line.at.astimezone(self._figures.zone):%H:%M:%S}"
        title, place = line.title or unnamed, _(line.place) if line.place else ""
        return line.code, line.sku, title, place, line.pieces, line.result, clock


class LastCard(Card):
    """What was entered last, large enough to be read from the shelf."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setSpacing(2)
        self._head = Words(_("Last entered"), "small", "muted")
        self._name = Words("", "title", elide=True)
        self._pieces = Words("", "figure")
        self._where = Words("", "small", "muted", elide=True)
        self._result = Pill()
        self.body.addWidget(self._head)
        self.body.addWidget(self._name)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._pieces)
        line.addWidget(self._where, 1)
        line.addWidget(self._result)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.forget()

    def show_line(self, line: Shown, figures: Figures) -> None:
        """A line and what came of it, in words, in colour."""
        state = _RESULTS[line.result]
        name = line.title or line.code
        self._put(name, figures.pieces(line.pieces), " · ".join(part for part in (line.sku, _(line.place)) if part))
        self._result.set_state(_(state.title), state.tone)
        set_look(self, _LOOKS.get(state.tone, "card"))
        self.setAccessibleName(f"{name}: {self._pieces.text()} {_(state.title)}")

    def say(self, name: str, more: str = "") -> None:
        """Something that is no line."""
        self._put(name, "", more)
        self._result.set_state("", Tone.PLAIN)
        set_look(self, "card")
        self.setAccessibleName(f"{name} {more}".strip())

    def _put(self, name: str, pieces: str, where: str) -> None:
        self._name.setText(name)
        self._name.setToolTip(name)
        self._pieces.setText(pieces)
        self._pieces.setVisible(bool(pieces))
        self._where.setText(where)

    def forget(self) -> None:
        """Nothing was entered yet."""
        self.say("—")


class ProgressCard(Card):
    """How far the count is: lines counted of lines asked, pieces, what is unknown, what is to be counted again."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setSpacing(3)
        self._done = Words("", "figure")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.scaled(7))
        self._bar.setAccessibleName(_("Progress"))
        self._rest = Words("", "small", "muted", wrap=True)
        self.again = Words("", "small", "warn", wrap=True)
        for words in (Words(_("Progress"), "small", "muted"), self._done, self._bar, self._rest, self.again):
            self.body.addWidget(words)
        self.body.addStretch(1)
        self.setMinimumWidth(theme.scaled(220))

    def show_tallying(self, tallying: Tallying, figures: Figures) -> None:
        """The counters of a session."""
        asked, counted = tallying.opened.session.asked, tallying.counted
        whole = partial(figures.text, Kind.INTEGER)
        self._done.setText(f"{whole(counted)} / {whole(asked)}" if asked else whole(tallying.turned_up))
        self._bar.setVisible(asked > 0)
        self._bar.setRange(0, max(asked, 1))
        self._bar.setValue(counted)
        self._rest.setText(" · ".join(self._parts(tallying, asked - counted, figures, whole)))
        waiting = tallying.waiting
        self.again.setVisible(bool(waiting))
        names = ", ".join(one.sku or one.code for one in waiting[:6])
        more = "…" if len(waiting) > 6 else ""
        self.again.setText(_("To be counted again: {skus}").format(skus=names + more))

    def _parts(self, tallying: Tallying, left: int, figures: Figures, whole: Callable[[int], str]) -> list[str]:
        parts = [_("{pieces} pieces").format(pieces=figures.pieces(tallying.pieces))]
        if tallying.unknown:
            parts.append(n_("{count} unknown code", "{count} unknown codes", tallying.unknown)
                         .format(count=whole(tallying.unknown)))  # fmt: skip
        if tallying.turned_up and tallying.opened.session.asked:
            parts.append(_("{count} besides").format(count=whole(tallying.turned_up)))
        if left > 0:
            parts.append(_("{count} not counted (not zero)").format(count=whole(left)))
        return parts


def chime(times: int) -> None:
    """The computer's own sound, so many times."""
    for place in range(times):
        QTimer.singleShot(place * CHIME_MS, QApplication.beep)
