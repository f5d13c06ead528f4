"""Garbage is collected on the window's thread alone: a Qt object that a worker's collector destroys takes all down."""

import gc
from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QObject, QTimer

LOOK_MS: Final = 500
QUICK: Final = 10_000
"""So many young objects are gone through in less than half a frame; what a job holds in its hands may be millions."""


def keep_loaded() -> None:
    """What was loaded stays as long as the window: looking through it would cost 0.1 s each time. From any thread."""
    gc.freeze()


class GarbageCollector(QObject):
    """Does between two events what Python's own collector does anywhere; while something runs only what is quick.

    Python's own is off as long as any of these has not been stopped.
    """

    _at_work: ClassVar[int] = 0

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        GarbageCollector._at_work += 1
        gc.disable()

    def look(self) -> None:
        """Collect the generations that are due. Objects without cycles, nearly all, go by themselves and at once."""
        made = gc.get_count()
        young, middle, old = (have > most for have, most in zip(made, gc.get_threshold(), strict=True))
        if self._is_busy():
            if young and made[0] < QUICK:
                gc.collect(0)
        elif old:
            gc.collect(2)
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)

    def stop(self) -> None:
        """Leave the collecting to Python again, once nobody else wants it here."""
        if self._timer.isActive():
            self._timer.stop()
            GarbageCollector._at_work -= 1
            if not GarbageCollector._at_work:
                gc.unfreeze()
                gc.enable()
