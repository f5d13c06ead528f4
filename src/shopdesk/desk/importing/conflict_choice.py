"""What a person decides of rows that are held: whose value stays, cell by cell; whether a parcel leaves anyway."""

from collections.abc import Callable

from shopdesk.desk.flow import Flow
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.outcome_rows import OutcomeRow
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.mending import ALL_CELLS, Mends
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
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
            if line.outcome == Outcome.CONFLICT.value and (line.exported or line.may_go)
        ]
        self._at: tuple[int, int] | None = None
        said, store, sheet, every = self._words()
        self.store = button(store, lambda: self._choose(False))
        self.sheet = button(sheet, lambda: self._choose(True))
        self.all = button(every, self._choose_all)
        for made in (Words(said, "body", "muted"), self.store, self.sheet, self.all):
            self.line.addWidget(made)
        self.stand_on(None)

    def _words(self) -> tuple[str, str, str, str]:
        """What is to be decided, and what stands on the buttons: as it is, as the file says, that for all."""
        if self._one.staged is not None and self._one.staged.plan.kind == WAYBILL_FILE.name:
            return _("More would leave than is on hand:"), _("Hold it"), _("Ship anyway"), _("Ship all of them anyway")
        return (
            _("Changed in the sheet and in the store:"), _("Keep the store's value"), _("Take the sheet's value"),
            _("Take the sheet's values for all"),
        )  # fmt: skip

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
        staged = self._one.staged
        conflicts = 0 if staged is None else staged.trip.conflicts if staged.trip else staged.conflicts
        unlisted = conflicts > len(self._conflicts)
        self._take(self._one.mends.taking([*self._conflicts, *([ALL_CELLS] if unlisted else [])], True))
