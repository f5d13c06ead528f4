"""Brings pages of rows from the store to a model: the ones looked at last come first, one question at a time."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject

from shopdesk.desk.grid.rows_model import RowsModel, Values
from shopdesk.store.rows import RowSource, fetch_page

Ask = Callable[[str, Callable[[Any], Any], Callable[[Any], None]], object]
"""ask(key, report, then): run report(tx) on a reader thread, `then` gets its answer; the newest per key wins."""
WAITING_PAGES: Final = 4
"""Who scrolls fast passes pages by: the older ones are forgotten and asked for again if they are looked at."""


class PageFeed(QObject):
    """The `load_page` of a model."""

    def __init__(self, name: str, source: RowSource, ask: Ask, rows: RowsModel) -> None:
        super().__init__(rows)
        self._key = f"{name}.page"
        self._source = source
        self._ask = ask
        self._rows = rows
        self._wanted: OrderedDict[int, Sequence[int]] = OrderedDict()
        self._asked: tuple[int, Sequence[int]] | None = None
        rows.load_page = self.load

    def load(self, page: int, ids: Sequence[int]) -> None:
        """Fetch a page as soon as the one before is here."""
        self._wanted[page] = ids
        while len(self._wanted) > WAITING_PAGES:
            forgotten, _ids = self._wanted.popitem(last=False)
            self._rows.forget_page(forgotten)
        if self._asked is None:
            self._next()

    def restart(self) -> None:
        """The rows are others, or an answer may never come: forget what was asked for."""
        self._wanted.clear()
        self._asked = None

    def _next(self) -> None:
        if not self._wanted:
            return
        page, ids = self._asked = self._wanted.popitem()
        source = self._source

        def read(tx: Any) -> tuple[int, Sequence[int], list[Values]]:
            return page, ids, fetch_page(tx, source, ids)

        self._ask(self._key, read, self._take)

    def _take(self, answer: tuple[int, Sequence[int], list[Values]]) -> None:
        page, ids, rows = answer
        if self._asked is not None and self._asked[0] == page:
            self._asked = None
        self._rows.take_page(page, ids, rows)
        if self._asked is None:
            self._next()
