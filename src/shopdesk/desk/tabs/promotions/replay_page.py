"""A promotion tried on past sales: on which days, beside which other tiers; worked out in the background."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtWidgets import QLineEdit

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import DateEdit, read_date
from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.desk.tabs.promotions.proof_page import Proof, ProofPage
from shopdesk.desk.widgets import button
from shopdesk.shop.promotions.papers import REPLAY, replay_rows
from shopdesk.text import N_, UserError, _

YEAR: Final = 365
WHOLE: Final = 1_000
"""Parts of the job that progress is told in."""


class ReplayPage(ProofPage):
    """The first replay starts by itself, over the last year; each further one when it is asked for."""

    def __init__(self, desk: Desk) -> None:
        self._job: Job | None = None
        self._told: tuple[object, ...] = ()
        super().__init__(desk, REPLAY)
        self.others = QLineEdit()
        self.others.setAccessibleName(_("Other tiers beside it"))
        self.others.setPlaceholderText(_("Other tiers beside it: 300-40 | 500-80"))
        self.since, self.until = DateEdit(), DateEdit()
        self.again = button(_("Replay"), self._try, icon_name="refresh", shortcut="F5")
        beside = ((self.since, _("From")), (self.until, _("Until")))
        for place, (edit, name) in enumerate(beside, 1):
            edit.setAccessibleName(name)
            edit.setToolTip(name)
            edit.returnPressed.connect(self._try)
            self.line.insertWidget(place, edit)
        self.line.insertWidget(3, self.others, 1)
        self.line.insertWidget(4, self.again)
        self.others.returnPressed.connect(self._try)

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now; days that were typed stay."""
        today = figures.today
        if not self.since.text() and today is not None:
            self.since.setText((today - timedelta(YEAR)).isoformat())
            self.until.setText(today.isoformat())
        super().start(figures)

    def ask_proof(self, promotion_id: int) -> None:
        """Try another promotion at once; the same one only when somebody says so."""
        if self._told[:1] != (promotion_id,):
            self._try()

    def _try(self) -> None:
        """Start anew; what is still being worked out is given up."""
        promotion_id, store = self.pick.currentData(), self._desk.store
        if promotion_id is None or store is None:
            return
        try:
            since, until = self._days()
        except UserError as error:
            self._told = (promotion_id,)
            self.show_proof(None, str(error))
            return
        if self._job is not None:
            self._job.cancel()
        others = [part.strip() for part in self.others.text().split("|") if part.strip()]
        told = self._told = (promotion_id, since, until, *others)
        self.show_proof(None, _("Trying it on past sales…"))
        work = partial(_replay, store, promotion_id, since, until, others)
        self._job = self._desk.run(
            _("Replay of {title}").format(title=self.pick.currentText()), work, partial(self._end, told),
            partial(self._fail, told),
        )  # fmt: skip

    def _days(self) -> tuple[date, date]:
        since, until = read_date(self.since.text()), read_date(self.until.text())
        if until < since:
            raise UserError(N_("{first} comes after {last}."), code="range", first=since, last=until)
        return since, until

    def _end(self, told: tuple[object, ...], proof: Proof) -> None:
        if told is self._told:
            self._job = None
            self.show_proof(proof)

    def _fail(self, told: tuple[object, ...], error: UserError | Cancelled) -> None:
        if told is self._told:
            self._job = None
            self.show_proof(None, str(error) if isinstance(error, UserError) else _("Cancelled."))


def _replay(store: OpenStore, promotion_id: int, since: date, until: date, others: Sequence[str], job: Job) -> Proof:
    """The plan and other tiers over the sales of those days."""
    from shopdesk.shop.promotions.outcome.replay import replay

    key = object()
    job.when_cancelled(partial(store.interrupt, key))

    def progress(share: float) -> None:
        job.check()
        job.tick(int(share * WHOLE), WHOLE)

    with store.read(key) as tx:
        made = replay(tx, promotion_id, since, until, others, progress)
    said = _("On its own over the sales from {first} to {last}, at the prices before any discount")
    return Proof(_(REPLAY.title), said.format(first=since, last=until), (), replay_rows(made))
