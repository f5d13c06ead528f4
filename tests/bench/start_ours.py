"""`shopdesk --store WHERE`, watched: prints when it painted and when its first tab had its rows and all the rest."""

import gc
import json
import sys
import time
from functools import partial

gc.disable()  # as the command does a moment later, before it loads the window
from PySide6.QtCore import QTimer  # noqa: E402

from shopdesk import app  # noqa: E402
from shopdesk.cli import main  # noqa: E402


class Watched(app.Program):
    """The program, which leaves once its first tab has read all that it shows."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # handed through
        self._moments: dict[str, float] = {}
        self.window.painted.connect(partial(self._note, "paint"))
        self.desk.store_changed.connect(self._watch_rows)
        self.desk.idle.connect(self._leave)

    def _note(self, what: str) -> None:
        self._moments.setdefault(what, time.monotonic())

    def _watch_rows(self) -> None:
        self._grid = self.window.page.grid  # type: ignore[union-attr]  # the orders' tab
        self._grid.rows.modelReset.connect(self._paint_rows)

    def _paint_rows(self) -> None:
        if self._grid.rows.rowCount() > 1000:
            QTimer.singleShot(0, self._note_rows)

    def _note_rows(self) -> None:
        self.window.repaint()
        self._note("figures")

    def _leave(self) -> None:
        if "figures" in self._moments:
            self._note("settled")
            print(json.dumps(self._moments))
            self.desk.is_demo = True  # no backup on leaving: that is not what is measured
            self.app.exit(0)


app.Program = Watched  # type: ignore[misc, assignment]  # what `run` makes
sys.exit(main(["--store", sys.argv[1]]))
