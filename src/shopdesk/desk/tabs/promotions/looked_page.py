"""Monitor and result: what a promotion took off is looked for in the background where something has happened since."""

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.promotions.looking import Looker
from shopdesk.desk.tabs.promotions.proof_page import Read, ReadPage, read_begun
from shopdesk.shop.columns import Sheet
from shopdesk.shop.promotions.outcome.uses import is_stale


class LookedPage(ReadPage):
    """Of promotions that have begun; what was found comes in by itself, as any change of the shop."""

    def __init__(self, desk: Desk, sheet: Sheet, read: Read) -> None:
        super().__init__(desk, sheet, read, read_begun)
        self._looker = Looker(desk, self)

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now, and read anew."""
        super().start(figures)
        self._desk.ask("promotions.stale", is_stale, self._look)

    def _look(self, stale: bool) -> None:
        if stale:
            self._looker.look()
