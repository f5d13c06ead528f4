"""A whole table of a tab: filter bar, grid, empty state; it reads through the desk and says what the user wants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.grid.column_chooser import ColumnChooser
from shopdesk.desk.grid.filter_bar import FilterBar
from shopdesk.desk.grid.filter_row import FilterRow
from shopdesk.desk.grid.formats import NO_FORMATTERS, NOTHING, CellFormats, Formatter, Shown
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.grid.grid_view import GridView
from shopdesk.desk.grid.page_feed import Ask, PageFeed
from shopdesk.desk.grid.rows_model import PAGE_ROWS, Edit, RowsModel, Values
from shopdesk.desk.grid.totals import SelectionTotals
from shopdesk.store.rows import (
    Query,
    RowSource,
    Sort,
    Speech,
    count,
    fetch_first,
    fetch_ids,
    fetch_page,
    parse_filter,
)
from shopdesk.text import UserError, _, n_


@dataclass(frozen=True, slots=True)
class _First:
    """The first page, and how many rows there are with and without the filters."""

    rows: list[tuple[int, Values]]
    found: int
    everything: int


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All ids, the rows of those that the view asked for, and how many rows there are without the filters."""

    ids: Any
    places: Mapping[int, int]
    everything: int


class GridPanel(QWidget):
    """The table of one RowSource. Nothing is read before the first `refresh`."""

    query_changed = Signal(object)
    """The Query that holds now."""
    selection_totals = Signal(object)
    """Pairs of label and figure for the status bar."""
    opened = Signal(object)
    """Row id."""
    current_changed = Signal(object)
    """Row id or None."""
    told = Signal(str)
    """A sentence for the user."""
    layout_changed = Signal()
    """`state()` is another: columns, filters or sort."""
    empty_action = Signal()
    """The button of the empty state."""
    loaded = Signal()
    """The rows of the query are shown."""
    counted = Signal(str)
    """How many rows there are, in words: "12 of 4,031"."""

    def __init__(
        self,
        name: str,
        source: RowSource,
        ask: Ask,
        *,
        zone: tzinfo = UTC,
        today: date | None = None,
        formatters: Mapping[str, Formatter] = NO_FORMATTERS,
        on_edit_many: Callable[[Sequence[Edit]], None] | None = None,
        empty: tuple[str, str] = ("", ""),
        parent: QWidget | None = None,
    ) -> None:
        """`name` tells this panel's questions from others'; `empty` is the sentence and button of an empty table."""
        super().__init__(parent)
        self._name, self.source, self._ask, self._empty = name, source, ask, empty
        self._query = Query(today=today, zone=zone)
        self._loaded = False
        self._everything = 0
        spoken = {key: _spoken(speak) for key, speak in source.spoken.items()}
        formats = CellFormats(source.sheet, zone=zone, today=today, formatters={**spoken, **formatters})
        self.rows = RowsModel(source.sheet, formats, self)
        self.rows.on_edit_many = on_edit_many
        self.view = GridView(self.rows, self)
        self.bar = FilterBar(source.sheet, self)
        self.filter_row = FilterRow(self.view)
        self.frame = GridFrame(self.view, self)
        self.totals = SelectionTotals(name, source, ask, self.view, self._current_query)
        self._feed = PageFeed(name, source, ask, self.rows)
        self._lay_out()
        self._connect()
        self._show_sort()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.frame, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.view.copier.fetch = self._fetch
        self.view.opened.connect(self.opened)
        self.view.current_changed.connect(self.current_changed)
        self.view.told.connect(self.told)
        self.view.sort_wanted.connect(self.set_sort)
        self.view.filter_wanted.connect(self._narrow)
        self.view.columns.changed.connect(self.layout_changed)
        self.totals.told.connect(self.selection_totals)
        self.bar.search_wanted.connect(self.set_search)
        self.bar.filter_removed.connect(self._remove_filter)
        self.bar.row_toggled.connect(self._toggle_row)
        self.bar.columns_wanted.connect(self.choose_columns)
        self.filter_row.wanted.connect(self.set_filter)
        self.frame.note.button.clicked.connect(self._act)

    # ------------------------------------------------------------------------------------------------ the query

    @property
    def query(self) -> Query:
        """Which rows are shown, in which order."""
        return self._query

    def _current_query(self) -> Query:
        return self._query

    def set_query(self, query: Query) -> None:
        """Show other rows; the same query reads nothing."""
        query = replace(query, today=self._query.today, zone=self._query.zone)
        if query == self._query and self._loaded:
            return
        self._query = query
        self._show_sort()
        self.bar.show_filters(query.filters)
        self.filter_row.say(dict(query.filters))
        if self.bar.search.text() != query.search:
            self.bar.search.setText(query.search)
        self.query_changed.emit(query)
        self.layout_changed.emit()
        self._read_first()

    def set_search(self, text: str) -> None:
        """Only rows with these words."""
        self.set_query(replace(self._query, search=text))

    def set_sort(self, sort: Sort) -> None:
        """Another order; () is the source's own."""
        self.set_query(replace(self._query, sort=tuple(sort)))

    def set_filter(self, key: str, text: str) -> bool:
        """Filter one column, "" not at all. A text that says nothing is told and changes nothing: False."""
        if text.strip():
            try:
                parse_filter(self.source.sheet.column(key), text, today=self._query.today, zone=self._query.zone)
            except UserError as error:
                self.filter_row.complain(key, str(error))
                self.told.emit(str(error))
                return False
        self.filter_row.complain(key, "")
        filters = dict(self._query.filters)
        filters[key] = text.strip()
        self.set_query(replace(self._query, filters=tuple((k, t) for k, t in filters.items() if t)))
        return True

    def clear_filters(self) -> None:
        """Show every row."""
        self.set_query(replace(self._query, search="", filters=()))

    def set_today(self, today: date, zone: tzinfo | None = None) -> None:
        """A new day (in another time zone): what "today" filters, which times are of this year, and how they read."""
        zone = zone or self._query.zone
        self._query = replace(self._query, today=today, zone=zone)
        self.rows.formats.today, self.rows.formats.zone = today, zone
        self.refresh()

    def _narrow(self, key: str, text: str) -> None:
        """Filter by a cell's value; what is excluded adds up."""
        before = dict(self._query.filters).get(key, "")
        self.set_filter(key, f"{before}, {text}" if before and text.startswith("!") else text)

    def _remove_filter(self, key: str) -> None:
        self.set_filter(key, "")

    def _show_sort(self) -> None:
        self.view.show_sort(self._query.sort, self._query.sort or self.source.order)

    def _toggle_row(self, shown: bool) -> None:
        if shown:
            self.filter_row.show(dict(self._query.filters))
            self.filter_row.focus(next(iter(self.view.shown_columns()), 0))
        else:
            self.filter_row.hide()

    # ------------------------------------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """The data may be other: read again, without moving what the user looks at."""
        self._feed.restart()
        if self._loaded:
            self._read_ids()
        else:
            self._read_first()

    def go_to(self, row_id: int) -> bool:
        """Make a row current; whether it is among the rows shown."""
        return self.view.go_to(row_id)

    def _read_first(self) -> None:
        source, query = self.source, self._query

        def read(tx: Any) -> _First:
            rows = fetch_first(tx, source, query, PAGE_ROWS)
            found = len(rows) if len(rows) < PAGE_ROWS else count(tx, source, query)
            return _First(rows, found, found if query.is_open else count(tx, source, Query()))

        self._ask(f"{self._name}.rows", read, self._take_first)

    def _read_ids(self) -> None:
        source, query, wanted = self.source, self._query, self.rows.kept_ids()

        def read(tx: Any) -> _Snapshot:
            ids = fetch_ids(tx, source, query)
            places = {row_id: row for row, row_id in enumerate(ids) if row_id in wanted}
            return _Snapshot(ids, places, len(ids) if query.is_open else count(tx, source, Query()))

        self._ask(f"{self._name}.rows", read, self._take_ids)

    def _take_first(self, first: _First) -> None:
        self._feed.restart()
        self._loaded = True
        self.rows.show_first(first.rows, first.found)
        self._count(first.everything)
        if not self.rows.is_complete:
            self._read_ids()

    def _take_ids(self, snapshot: _Snapshot) -> None:
        self._feed.restart()
        self.rows.take_ids(snapshot.ids, snapshot.places)
        self._count(snapshot.everything)

    def _count(self, everything: int) -> None:
        self._everything = everything
        whole, found = self.rows.formats.whole, self.rows.rowCount()
        if self._query.is_open:
            self.bar.show_count(n_("{count} row", "{count} rows", found).format(count=whole(found)))
        else:
            self.bar.show_count(_("{shown} of {all}").format(shown=whole(found), all=whole(everything)))
        self.counted.emit(self.bar.count_text)
        if found:
            self.frame.show_note("")
        elif self._query.is_open:
            self.frame.show_note(*self._empty)
        else:
            self.frame.show_note(_("Nothing here matches the filters."), _("Clear filters"))
        if self.rows.is_complete:
            self.totals.count_all()
            self.loaded.emit()

    def _act(self) -> None:
        if self._query.is_open:
            self.empty_action.emit()
        else:
            self.clear_filters()

    def _fetch(self, ids: Sequence[int], work: Callable[[Sequence[Values]], Any], then: Callable[[Any], None]) -> None:
        source = self.source

        def read(tx: Any) -> Any:
            return work(fetch_page(tx, source, ids))

        self._ask(f"{self._name}.copy", read, then)

    # ------------------------------------------------------------------------------------------------ saved views

    def choose_columns(self) -> ColumnChooser:
        """Pop up the panel of columns."""
        chooser = ColumnChooser(self.view, self)
        chooser.pop_up(self.bar.columns_button)
        return chooser

    def state(self) -> dict[str, Any]:
        """The view as plain values, for a named view: columns, widths, frozen, filters, sort, search."""
        return {
            **self.view.columns.state(),
            "frozen": self.view.frozen.count,
            "filters": [list(one) for one in self._query.filters],
            "sort": [list(one) for one in self._query.sort],
            "search": self._query.search,
            "filter_row": self.filter_row.is_shown,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show a saved view; filters and sorts of columns that are gone, or no longer understood, are left out."""
        self.view.columns.restore(state)
        self.view.freeze(int(state.get("frozen", 0)))
        self.bar.row_button.setChecked(bool(state.get("filter_row", False)))
        filters = tuple((str(k), str(t)) for k, t in state.get("filters", ()) if self._is_understood(str(k), str(t)))
        known = {column.key for column in self.source.sheet.columns}
        sort = tuple((str(key), bool(falling)) for key, falling in state.get("sort", ()) if key in known)
        self.set_query(replace(self._query, filters=filters, sort=sort, search=str(state.get("search", ""))))

    def _is_understood(self, key: str, text: str) -> bool:
        try:
            parse_filter(self.source.sheet.column(key), text, today=self._query.today, zone=self._query.zone)
        except (KeyError, UserError):
            return False
        return True


def _spoken(speak: Speech) -> Formatter:
    return lambda value, row: NOTHING if value is None else Shown(speak(value, tuple(row)))
