"""Whose value stays, cell by cell, where an edited export and the store say two things."""

from collections.abc import Callable

from shopdesk.desk.flow import Flow
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.outcome_rows import OutcomeRow
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.mending import ALL_CELLS, Mends
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.text import _


class ConflictChoice(Flow):
    """The buttons below the list; hands over the mends with what was chosen."""

    def __init__(self, one: OneFile, take: Callable[[Mends], None]) -> None:
        super().__init__(gap=10)
        assert one.dry_run is not None
        self._one, self._take = one, take
        self._conflicts = [
            (line.row, line.place)
            for line in one.dry_run.listed
            if line.outcome == Outcome.CONFLICT.value and line.exported
        ]
        self._at: tuple[int, int] | None = None
        self.store = button(_("Keep the store's value"), lambda: self._choose(False))
        self.sheet = button(_("Take the sheet's value"), lambda: self._choose(True))
        self.all = button(_("Take the sheet's values for all"), self._choose_all)
        said = Words(_("Changed in the sheet and in the store:"), "body", "muted")
        for made in (said, self.store, self.sheet, self.all):
            self.line.addWidget(made)
        self.stand_on(None)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to choose, or something was chosen."""
        return bool(self._conflicts or self._one.mends.taken)

    def stand_on(self, line: OutcomeRow | None) -> None:
        """The line of the list that is current."""
        self._at = (line.row, line.place) if line is not None else None
        taken = self._one.mends.taken
        is_taken = self._at in taken
        self.sheet.setEnabled(self._at in self._conflicts and not is_taken)
        self.store.setEnabled(is_taken)
        self.all.setEnabled(bool(set(self._conflicts) - taken))

    def _choose(self, is_taken: bool) -> None:
        if self._at is not None:
            self._take(self._one.mends.taking([self._at], is_taken))

    def _choose_all(self) -> None:
        """All that are listed; where there are more, those too."""
        trip = self._one.staged.trip if self._one.staged else None
        unlisted = trip is not None and trip.conflicts > len(self._conflicts)
        self._take(self._one.mends.taking([*self._conflicts, *([ALL_CELLS] if unlisted else [])], True))
