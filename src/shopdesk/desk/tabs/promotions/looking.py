"""Looking in the background for the promotions that orders had, once for every state of the shop."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.jobs import Job
from shopdesk.text import _

_WHOLE = 1_000
"""Parts of the job that progress is told in."""


class Looker(QObject):
    """Looks where somebody asks; while it is looking, asking does nothing."""

    looked = Signal()
    """What was found is in the shop, or it was given up."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.is_looking = False

    def look(self) -> None:
        """Start, unless it has started."""
        store = self._desk.store
        if store is not None and not self.is_looking:
            self.is_looking = True
            self._desk.run(_("Looking for the promotions of orders"), partial(_look, store), self._end, self._end)

    def _end(self, _answer: object) -> None:
        self.is_looking = False
        self.looked.emit()


def _look(store: OpenStore, job: Job) -> int:
    from shopdesk.shop.promotions.outcome.uses import find_uses, keep_uses

    key = object()
    job.when_cancelled(partial(store.interrupt, key))

    def progress(share: float) -> None:
        job.check()
        job.tick(int(share * _WHOLE), _WHOLE)

    with store.read(key) as tx:
        found = find_uses(tx, progress)
    job.check()
    kept: int = job.write(keep_uses, found).value
    return kept
