"""What the status bar says of a selection: rows, sums, mean; exact, and over all rows by the store itself."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.desk.grid import selection
from shopdesk.desk.grid.grid_view import GridView
from shopdesk.desk.grid.page_feed import Ask
from shopdesk.shop.columns import Column, Kind
from shopdesk.store.rows import Query, RowSource, Total, fetch_totals
from shopdesk.text import _, n_

Pairs = tuple[tuple[str, str], ...]
"""(label, figure); the figure is "" where the label says all."""
REST_MS: Final = 40
LOCAL_ROWS: Final = 2_000
"""So many rows are added up in the window, if they are all here; more by the store."""
MOST_COLUMNS: Final = 2


class SelectionTotals(QObject):
    """Listens to a view and says `told` when the figures are known."""

    told = Signal(object)
    """Pairs."""

    def __init__(self, name: str, source: RowSource, ask: Ask, view: GridView, query: Callable[[], Query]) -> None:
        super().__init__(view)
        self._name, self._source, self._ask, self._view, self._query = name, source, ask, view, query
        self._columns = {n: column for n, column in enumerate(source.sheet.columns) if column.total}
        self._all: Pairs = ()
        self._selected: Pairs = ()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.tell)
        view.picked.connect(self._rest.start)

    def count_all(self) -> None:
        """The rows are others: add them all up anew."""
        self._all = ()
        if not self._columns:
            self.tell()
            return
        source, query, keys = self._source, self._query(), self._keys()

        def read(tx: Any) -> tuple[str, Mapping[str, Total]]:
            return "all", fetch_totals(tx, source, query, keys=keys[:1])

        self._ask(f"{self._name}.all", read, self._take)
        self.tell()

    def tell(self) -> None:
        """Say what is selected, at once where the rows are here."""
        self._rest.stop()
        parts = self._view.blocks()
        spans = selection.spans(parts)
        rows = selection.size(spans)
        if rows < 2:
            self._say(())
        elif (here := self._here(spans, rows)) is not None:
            self._say(self._pairs(rows, self._totals(here)))
        else:
            self._say(self._pairs(rows, {}))
            self._ask_store(spans, rows)

    def _ask_store(self, spans: Sequence[selection.Span], rows: int) -> None:
        source, query, model, keys = self._source, self._query(), self._view.rows, self._keys()
        if not model.is_complete or not self._columns:
            return
        every = rows == model.rowCount()
        parts = [] if every else [model.ids(top, bottom) for top, bottom in spans]

        def read(tx: Any) -> tuple[str, Mapping[str, Total]]:
            ids = None if every else [row_id for part in parts for row_id in part]
            return "selected", fetch_totals(tx, source, query, ids, keys=keys)

        self._ask(f"{self._name}.totals", read, self._take)

    def _take(self, answer: tuple[str, Mapping[str, Total]]) -> None:
        what, totals = answer
        if what == "all":
            column = next((column for column in self._columns.values() if column.key in totals), None)
            if column is not None and (total := totals[column.key]).sum is not None:
                count = self._view.rows.formats.whole(self._view.rows.rowCount())
                label = _("Σ {column}, all {count}").format(column=_(column.title), count=count)
                self._all = ((label, self._view.rows.formats.figure(column, total.sum)),)
                self._say(self._selected)
            return
        rows = selection.size(selection.spans(self._view.blocks()))
        if rows > 1:
            self._say(self._pairs(rows, totals))

    def _here(self, spans: Sequence[selection.Span], rows: int) -> list[Sequence[Any]] | None:
        """The values of the rows, None where some are not here."""
        if rows > LOCAL_ROWS:
            return None
        lines = [self._view.rows.held(row) for row in selection.rows_of(spans)]
        values: list[Sequence[Any]] = [line.values for line in lines if line is not None]
        return values if len(values) == len(lines) else None

    def _totals(self, rows: Sequence[Sequence[Any]]) -> dict[str, Total]:
        totals = {}
        for number, column in self._columns.items():
            known = [row[number] for row in rows if row and row[number] is not None]
            totals[column.key] = Total(len(known), Decimal(sum(known)) if known else None)
        return totals

    def _chosen(self) -> list[Column]:
        """The columns that are selected and can be summed; else the first shown one of money, or of anything."""
        shown = self._view.shown_columns()
        picked = selection.columns(self._view.blocks(), shown)
        several = [self._columns[n] for n in picked if n in self._columns]
        offered = [self._columns[n] for n in shown if n in self._columns]
        money = [column for column in offered if column.kind is Kind.MONEY]
        return several[:MOST_COLUMNS] or (money or offered)[:1]

    def _keys(self) -> list[str]:
        return [column.key for column in self._chosen()]

    def _pairs(self, rows: int, totals: Mapping[str, Total]) -> Pairs:
        formats = self._view.rows.formats
        pairs = [(n_("{count} row selected", "{count} rows selected", rows).format(count=formats.whole(rows)), "")]
        columns = self._chosen()
        for column in columns:
            total = totals.get(column.key)
            if total is not None and total.sum is not None and total.mean is not None:
                pairs.append((_("Σ {column}").format(column=_(column.title)), formats.figure(column, total.sum)))
                if len(columns) == 1:
                    pairs.append((_("mean"), formats.figure(column, total.mean)))
        return tuple(pairs)

    def _say(self, selected: Pairs) -> None:
        self._selected = selected
        self.told.emit((*selected, *self._all))
