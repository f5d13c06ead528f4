"""A grid as tabs show it: tied to the desk, its layout remembered, ready to be exported."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Final

from PySide6.QtCore import QTimer

from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import Formatter, GridPanel
from shopdesk.desk.grid.filter_words import named
from shopdesk.desk.grid.formats import NO_FORMATTERS
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.shop.columns import Column
from shopdesk.store.rows import Query, RowSource
from shopdesk.text import _

REST_MS: Final = 600
"""A layout is written down when it has been left alone so long."""


@dataclass(frozen=True, slots=True)
class GridExport:
    """What Export takes out of a grid: its rows as filtered and ordered, the columns shown from left to right."""

    source: RowSource
    query: Query
    columns: tuple[Column, ...]
    title: str
    """In the language spoken now; also the name that is proposed for the file."""
    note: str
    """The filters and the order in words."""
    is_whole: bool = False
    """Names and addresses are what it is for, as a carrier needs them; of others the file has them masked."""


class DeskGrid(GridPanel):
    """A GridPanel of a tab. The desk tells its sentences and totals; columns and sort are found again next time.

    Its filter bar stays hidden: tabs show filters in a `FilterLine`.
    """

    def __init__(
        self,
        name: str,
        source: RowSource,
        desk: Desk,
        *,
        formatters: Mapping[str, Formatter] = NO_FORMATTERS,
        on_edit_many: Callable[[Sequence[Edit]], None] | None = None,
        empty: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(name, source, desk.ask, formatters=formatters, on_edit_many=on_edit_many, empty=empty)
        self.desk = desk
        self.name = name
        self._settled = False
        self._wanted: int | None = None
        self._looked_again = False
        self._is_read = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep_layout)
        self.bar.hide()
        self.told.connect(desk.tell)
        self.selection_totals.connect(self._tell_totals)
        self.layout_changed.connect(self._note_layout)
        self.query_changed.connect(self._expect)
        self.loaded.connect(self._arrive)

    # ------------------------------------------------------------------------------------------------ first look

    def start(self, today: date, zone: tzinfo) -> None:
        """Take the shop's day and zone and read; the first time in the layout of the last."""
        if (self.query.today, self.query.zone) != (today, zone):
            self.set_today(today, zone)
        if not self._settled:
            saved = self.desk.settings.views.get(self.name)
            if isinstance(saved, Mapping):
                self.restore({**saved, "filters": self.query.filters, "search": self.query.search})
            self._settled = True

    def _note_layout(self) -> None:
        if self._settled:
            self._rest.start()

    def _keep_layout(self) -> None:
        """Columns, widths, frozen columns and sort; what was searched is of the moment."""
        state = self.state()
        kept = {key: state[key] for key in ("columns", "hidden", "widths", "frozen", "sort", "filter_row")}
        settings = self.desk.settings
        if settings.views.get(self.name) != kept:
            self.desk.set_settings(replace(settings, views={**settings.views, self.name: kept}))

    # ------------------------------------------------------------------------------------------------ rows

    def seek(self, row_id: int) -> None:
        """Make a row current, now or when the rows are here; filters that hide it are taken away."""
        self._wanted, self._looked_again = row_id, False
        if self._is_read:
            self._arrive()

    def _expect(self) -> None:
        """Another query holds: the rows that are shown are not its rows yet."""
        self._is_read = False

    def _arrive(self) -> None:
        """Rows are here: stand where one was asked for, else keep the place, else stand on the first."""
        self._is_read = True
        if self._wanted is not None and self._find(self._wanted):
            return
        if self.view.current_id() is None and (first := self.rows.row_id(0)) is not None:
            self.go_to(first)

    def _find(self, row_id: int) -> bool:
        """Stand on the row, or read again where it may yet be found; False where it is gone."""
        if self.go_to(row_id):
            self._wanted = None
        elif not self.query.is_open:
            self.clear_filters()
        elif not self._looked_again:
            self._looked_again = True  # it may be younger than these rows
            self.refresh()
        else:
            self._wanted = None
            return False
        return True

    def _tell_totals(self, pairs: object) -> None:
        if self.isVisible():
            self.desk.selection_told.emit(pairs)

    # ------------------------------------------------------------------------------------------------ export

    def export(self) -> GridExport:
        """What is shown, to be taken out."""
        columns = tuple(self.rows.sheet.columns[number] for number in self.view.shown_columns())
        return GridExport(
            self.source, self.query, columns, _(self.source.sheet.title), describe(self.query, self.source)
        )


def describe(query: Query, source: RowSource) -> str:
    """The rows of a query in one sentence: what was searched and filtered, and in which order they stand."""
    said: list[str] = []
    if query.search.strip():
        said.append(_("search: {words}").format(words=query.search.strip()))
    said += [named(source.sheet, key, text) for key, text in query.filters if text.strip()]
    order = query.sort or source.order
    if order:
        keys = [_(source.sheet.column(key).title) + (" ↓" if falling else " ↑") for key, falling in order]
        said.append(_("order: {columns}").format(columns=", ".join(keys)))
    return "; ".join(said)


def touches(tables: Iterable[str], *wanted: str) -> bool:
    """Whether a change touched one of these tables."""
    return not set(tables).isdisjoint(wanted)
