"""The morning page: the figures, the daily check, why sales moved, and where visitors came from."""

from collections.abc import Sequence
from datetime import date, tzinfo
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from shopdesk.desk.bars import Bar, ShareBars
from shopdesk.desk.desk import Desk
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import Card
from shopdesk.desk.plan_job import figure_plan
from shopdesk.desk.tabs.today.checks_card import ChecksCard
from shopdesk.desk.tabs.today.facts import SIZE_WORDS, read_mix, read_moves
from shopdesk.desk.tabs.today.figure_card import FigureCard
from shopdesk.desk.tabs.today.painted import ChangeBars
from shopdesk.desk.tabs.today.paper import print_checks
from shopdesk.desk.tabs.today.sign_popup import SignPopup
from shopdesk.desk.tabs.today.wall import Wall
from shopdesk.desk.widgets import Segments, Words, button, clear
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.traffic.mix import Share
from shopdesk.shop.listings.traffic.sheets import SOURCES
from shopdesk.shop.orders.reports import By
from shopdesk.shop.planning.reports import find_planned, is_stale
from shopdesk.shop.today.checks import Checked, in_order, run_checks, sign_checks
from shopdesk.shop.today.figures import Board, fetch_board
from shopdesk.shop.today.looking import Place, Said
from shopdesk.shop.today.moves import FACTORS, Moves
from shopdesk.text import N_, UserError, _, language

NOTES = 4
"""So many changes are named under the bars."""


class TodayPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._quick: list[Checked] = []
        self._slow: list[Checked] = []
        self._size = By.DAY
        self._is_started = False
        self._today = self._planned_on = date.min
        self.wall: Wall | None = None
        self.day = Words("", "strong")
        self.about = Words("", "body", "muted")
        self.sizes = Segments([(size.value, _(title)) for size, title in SIZE_WORDS], _("Period"), self._size.value)
        self.sizes.picked.connect(self._pick_size)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(12)
        self.checks = ChecksCard()
        self.why = ChangeBars(_("Why sales moved"))
        self.mix = ShareBars(_("Where visitors came from"))
        self._why_note, self._changes = Words("", "small", "muted"), Words("", "small", "muted", wrap=True)
        self._mix_card = Card(_("Where visitors came from"), _("the marks are the aim"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.day)
        head.addWidget(self.about)
        head.addStretch(1)
        head.addWidget(self.sizes)
        head.addWidget(
            button("", self.open_wall, icon_name="system", look="quiet", name=_("Whole screen"), shortcut="F11")
        )
        column.addLayout(head)
        column.addLayout(self._cards)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setColumnStretch(0, 14)
        grid.setColumnStretch(1, 9)
        grid.setRowStretch(2, 1)
        column.addLayout(grid, 1)
        grid.addWidget(self.checks, 0, 0, 3, 1)
        why = Card(_("Why sales moved"))
        why.head.addWidget(self._why_note)
        why.head.addWidget(button(_("More"), partial(self._show, "why"), look="link"))
        why.body.addWidget(self.why)
        why.body.addWidget(self._changes)
        grid.addWidget(why, 0, 1)
        self._mix_card.body.addWidget(self.mix)
        self._mix_card.hide()
        grid.addWidget(self._mix_card, 1, 1)

    def _connect(self) -> None:
        self.checks.place_wanted.connect(self._go)
        self.checks.sign_wanted.connect(self._ask_note)
        self.checks.tune_wanted.connect(partial(self._desk.show, "today", segment="setup"))
        self.checks.print_wanted.connect(self._ask_paper)
        self.setFocusProxy(self.checks.sign)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started, self._today = figures, True, today
        spoken = QLocale(language())
        self.day.setText(spoken.toString(QDate(today.year, today.month, today.day), QLocale.FormatType.LongFormat))
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        if not self._is_started:
            return
        size = self._size
        self._desk.ask("today.board", lambda tx: fetch_board(tx, size), self._take_board)
        self._desk.ask("today.checks", lambda tx: run_checks(tx, slow=False), self._take_quick)
        self._desk.ask("today.moves", partial(read_moves, size=size), self._take_moves)
        self._desk.ask("today.mix", partial(read_mix, size=size), self._take_mix)
        self._desk.ask("today.slow", lambda tx: run_checks(tx, slow=True), self._take_slow)

    def commands(self) -> list[Command]:
        """See the contract in `desk.tabs`."""
        words = N_("full screen, wall, monitor, television")
        return [
            Command("today wall", N_("Show the figures on the whole screen"), self.open_wall, "system", "F11", words)
        ]

    def open_wall(self) -> None:
        """The figures of the period in a window that fills the screen: one, however often it is asked for."""
        if self.wall is not None and isValid(self.wall):
            self.wall.close()
        self.wall = Wall(self._desk, self._figures, self._size)
        self.wall.showFullScreen()

    def _show(self, segment: str, **where: str) -> None:
        """Come to another page of the same period."""
        self._desk.show("today", segment=segment, size=self._size.value, **where)

    def _pick_size(self, key: str) -> None:
        self._size = By(key)
        self.refresh()

    def _take_board(self, board: Board) -> None:
        clear(self._cards)
        for shown in board.shown:
            card = FigureCard(shown, self._figures)
            card.wanted.connect(lambda key: self._show("figures", metric=key))
            self._cards.addWidget(card)
        period = board.period
        days = str(period.until) if period.since == period.until else f"{period.since} – {period.until}"
        has_usual = any(one.usual is not None for one in board.shown)
        said = _("{days}, beside the usual {weekday}") if has_usual else _("{days}, beside the period before")
        weekday = QLocale(language()).dayName(period.until.isoweekday())
        self.about.setText(said.format(days=days, weekday=weekday))

    def _take_quick(self, checks: list[Checked]) -> None:
        self._quick = checks
        self._show_checks()

    def _take_slow(self, checks: list[Checked]) -> None:
        self._slow = checks
        self._show_checks()
        if self._planned_on != self._today:
            self._desk.ask("today.plan", lambda tx: is_stale(tx, find_planned(tx)), self._plan)

    def _plan(self, stale: bool) -> None:
        """The checks of stock go by a plan of today: it is figured once a day, after everything else is shown."""
        self._planned_on, store = self._today, self._desk.store
        if stale and store is not None:
            figure_plan(self._desk, store)

    def _show_checks(self) -> None:
        self.checks.show_checks(in_order([*self._quick, *self._slow]), self._figures)

    def _take_moves(self, moves: Moves) -> None:
        self.why.show_bars(factor_bars(moves, self._figures))
        self._why_note.setText(_("{before} → {after}: {change}").format(
            before=moves.before.bucket, after=moves.now.bucket, change=signed_money(moves.change, self._figures),
        ))  # fmt: skip
        notes = [f"{note.day:%m-%d} {Said(note.said, note.values).words}" for note in moves.notes[-NOTES:]]
        told = notes or ([] if moves.channels else [_("Nothing was sold on these days.")])
        self._changes.setText(" · ".join(told))
        self._changes.setVisible(bool(told))

    def _take_mix(self, mix: Sequence[Share]) -> None:
        self.mix.show_bars([share_bar(one) for one in mix])
        self._mix_card.setVisible(bool(mix))

    # ------------------------------------------------------------------------------------------------ doing

    def _go(self, place: Place) -> None:
        tab, where = place
        self._desk.show(tab, **where)

    def _ask_note(self, keys: list[str], anchor: QWidget) -> None:
        wanted = [one for one in self.checks.checks if one.key in keys]
        popup = SignPopup(self, len(wanted))
        popup.wanted.connect(lambda note: self._sign(popup, wanted, note))
        popup.pop_up(anchor)

    def _sign(self, popup: SignPopup, wanted: Sequence[Checked], note: str) -> None:
        signed = [(one.key, one.found.severity, one.found.said) for one in wanted]
        self._desk.do(sign_checks, signed, note, then=popup.done, failed=popup.refused)

    def _ask_paper(self) -> None:
        title = f"{_('Daily check')} {self._today}"
        chosen, _kind = QFileDialog.getSaveFileName(self, title, f"{title}.pdf", "PDF (*.pdf)")
        if chosen:
            self.write_out(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def write_out(self, path: Path) -> None:
        """Write the list of checks to a file and say so."""
        try:
            print_checks(self.checks.checks, self._today, path)
        except UserError as error:
            self._desk.tell(str(error), Tone.BAD)
            return
        done = _("Wrote {file}").format(file=path.name)
        self._desk.tell(done, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))


def signed_money(amount: Decimal, figures: Figures) -> str:
    """An amount that says which way it goes."""
    text = figures.money(amount)
    return f"+{text}" if amount > 0 else text


def factor_bars(moves: Moves, figures: Figures) -> list[Bar]:
    """What each factor did, as bars."""
    return [
        Bar(_(FACTORS[factor]), float(amount), signed_money(amount, figures))
        for factor, amount in moves.by_factor().items()
    ]


def share_bar(share: Share) -> Bar:
    """A source of traffic as a bar between the least and the most that is aimed at."""
    least, most = (None if bound is None else float(bound) for bound in share.aim)
    return Bar(_(SOURCES[share.source].title), float(share.share), f"{share.share:.0%}", (least, most))
