"""The real window for benches: opened offscreen on a store, led from screen to screen, watched by a timer of 10 ms."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench.measure import Costs

if TYPE_CHECKING:
    from shopdesk.app import Program

TICK_MS = 10


@contextmanager
def open_window(where: str) -> Iterator["Program"]:
    """The program with the shop at `where`, everything read; its settings are thrown away afterwards."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SHOPDESK_HOME"] = home
        from shopdesk.app import Program
        from shopdesk.desk.pictures import settle

        program = Program(["shopdesk"])
        program.start(where)
        settle(program.desk)
        try:
            yield program
        finally:
            program.desk.is_demo = True  # no backup on leaving: that is not what is measured
            program.window.close()
            program.close()


class Watch:
    """Notes the longest time between two ticks of the window's thread."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def longest(self, costs: Costs, name: str, work: Callable[[], object]) -> None:
        """Milliseconds of the longest gap while `work` goes on, which may run the event loop."""
        self._longest, self._last = 0.0, time.perf_counter()
        work()
        self._tick()
        costs[name] = self._longest * 1000


def wait_until(is_so: Callable[[], bool], longest_s: float = 300) -> None:
    """Let the window work until something holds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, end = QEventLoop(), time.monotonic() + longest_s
    timer = QTimer(interval=TICK_MS)

    def look() -> None:
        if is_so() or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    if not is_so():
        raise TimeoutError(f"not within {longest_s:.0f} s")
