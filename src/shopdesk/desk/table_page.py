"""A page of rows that are worked out and not kept: controls, the rows, a panel beside, a file of what is shown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, tzinfo
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.exporting import export_rows, start_rows
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import CellFormats, Formatter, GridView, RowsModel
from shopdesk.desk.grid.formats import NO_FORMATTERS
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.panels import DETAIL_WIDTH
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.text import UserError, _

Rows = Sequence[tuple[Any, ...]]
_WORDS: Final = (Kind.ID, Kind.TEXT, Kind.LONG_TEXT)


class TablePage(QWidget):
    """What such pages share; each says how its rows are read and what its panel shows of one."""

    def __init__(
        self, desk: Desk, sheet: Sheet, empty: str, formatters: Mapping[str, Formatter] = NO_FORMATTERS
    ) -> None:
        """`empty` is said where there are no rows (as it is shown)."""
        super().__init__()
        self._desk, self._sheet, self._empty = desk, sheet, empty
        self._figures = Figures()
        self._is_started = False
        self.rows: Rows = ()
        self._goal: int | None = None
        """The place to stand on once the rows are shown; None: where one stands."""
        self._formats = CellFormats(sheet, formatters=formatters)
        self.view = GridView(RowsModel(sheet, self._formats))
        self.view.setAccessibleName(_(sheet.title))
        hidden = [column.key for column in sheet.columns if not column.shown]
        self.view.columns.arrange([column.key for column in sheet.columns if column.shown], hidden)
        self.frame = GridFrame(self.view)
        self.search = QLineEdit()
        self.search.setAccessibleName(_("Search"))
        self.search.setPlaceholderText(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(theme.scaled(200))
        self.counted = Words("", "small", "muted")
        self.book = button(_("Excel…"), self._ask_out, icon_name="export")
        self.panel = SideDetail(_(sheet.title))
        self.part = PartForm(desk, _(sheet.title))
        self._lay_out()
        self._connect()
        self.panel.show_note(_("Select a row."))

    def _lay_out(self) -> None:
        self.controls = QHBoxLayout()
        self.controls.setSpacing(8)
        self.controls.addWidget(self.search)
        self.controls.addStretch(1)
        self.controls.addWidget(self.counted)
        self.controls.addWidget(self.book)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.main, side = QWidget(), QWidget()
        self.above = QVBoxLayout(self.main)
        self.above.setContentsMargins(0, 0, 0, 0)
        self.above.addWidget(self.frame, 1)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.panel)
        beside.addWidget(self.part)
        self.part.hide()
        for widget in (self.main, side):
            split.addWidget(widget)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.scaled(3 * DETAIL_WIDTH), theme.scaled(DETAIL_WIDTH)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self.controls)
        column.addWidget(split, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show_rows)
        self.view.current_changed.connect(self._stand)
        self.view.sort_wanted.connect(self._sort)
        self.view.told.connect(self._desk.tell)
        self.part.left.connect(self.back)

    def add_control(self, widget: QWidget) -> None:
        """Put a control beside the search."""
        self.controls.insertWidget(self.controls.count() - 3, widget)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started = figures, True
        self._formats.zone, self._formats.today = zone, today
        self.ask()

    def refresh(self) -> None:
        """The shop has changed: read again what is in sight; whatever else is shown again is read then."""
        if self._is_started and self.isVisible():
            self.ask()

    def question(self) -> Callable[[Any], Any]:
        """(tx) → what `take` gets; it runs on a worker, so it knows nothing of widgets."""
        raise NotImplementedError

    def take(self, answer: Any) -> None:
        """Keep what was read and `show_all`."""
        raise NotImplementedError

    def show_row(self, place: int) -> None:
        """Show in the panel what is known of the row at that place of `rows`."""
        raise NotImplementedError

    def wanted(self, _place: int) -> bool:
        """Whether the controls let a row through."""
        return True

    def ask(self) -> None:
        """Read anew, off the window's thread."""
        if not self.rows:
            self.frame.show_note(_("Reading …"))
        self._desk.ask((self._sheet.name, id(self)), self.question(), self.take, self._refuse)

    def _refuse(self, error: UserError) -> None:
        self.rows = ()
        self._show_rows()
        self.frame.show_note(str(error))

    def show_all(self, rows: Rows) -> None:
        """Show these rows, and stand on what was just added, else where one stood, wherever it is now."""
        before, self.rows = self._named(self.rows), rows
        named, stood = self._named(rows), self.view.current_id()
        added = [place for name, place in named.items() if name not in before] if self.part.is_sent else []
        here = next((name for name, place in before.items() if place == stood), None)
        self._goal = added[0] if len(added) == 1 else named.get(here, stood) if here else stood
        self._show_rows()
        self.part.is_sent = self.part.is_sent and not added

    def _named(self, rows: Rows) -> dict[tuple[Any, ...], int]:
        """What tells a row from the others → its place."""
        telling = [
            n for n, column in enumerate(self._sheet.columns) if column.kind is Kind.ID or column.key == self._sheet.key
        ]
        return {tuple(row[n] for n in telling): place for place, row in enumerate(rows)}

    def _show_rows(self) -> None:
        words = self.search.text().casefold().split()
        places = [place for place in range(len(self.rows)) if self.wanted(place) and self._has(place, words)]
        stood = self.view.current_id() if self._goal is None else self._goal
        self._goal = None
        self.view.rows.show_rows([self.rows[place] for place in places], places)
        self.frame.show_note("" if places else _("Nothing is found.") if self.rows else self._empty)
        self.view.columns.fit()
        self.counted.setText(_("{count} of {total}").format(count=f"{len(places):,}", total=f"{len(self.rows):,}"))
        self.book.setEnabled(bool(places))
        if not (stood is not None and self.view.go_to(stood)) and places:
            self.view.go_to(places[0])
        self._stand(self.view.current_id())

    def _has(self, place: int, words: Sequence[str]) -> bool:
        if not words:
            return True
        cells = zip(self._sheet.columns, self.rows[place], strict=True)
        text = " ".join(str(cell) for column, cell in cells if cell is not None and column.kind in _WORDS).casefold()
        return all(word in text for word in words)

    def _sort(self, keys: Any) -> None:
        self.view.rows.sort_memory(keys)
        self.view.show_sort(keys)

    def _stand(self, place: int | None) -> None:
        if place is None or place >= len(self.rows):
            self.panel.show_note(_("Select a row."))
        else:
            self.show_row(place)

    # ------------------------------------------------------------------------------------------------ forms, files

    def show_form(self, title: str, fields: Sequence[Field], accept: Callable[[dict[str, Any]], object]) -> None:
        """Ask for these fields in the place of the panel."""
        self.part.ask(title, fields, accept)
        self.panel.hide()
        self.part.show()
        self.part.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """From the form to the panel."""
        self.part.hide()
        self.panel.show()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self, search: str | None = None, **_others: object) -> None:
        """Come here; where something is searched for, the rows that have it."""
        if search is not None:
            self.search.setText(search)

    def place(self) -> dict[str, str]:
        """What is searched for."""
        return {"search": self.search.text()}

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _ask_out(self) -> None:
        export_rows(self._desk, self._sheet, self._rows_shown(), self._formats.zone)

    def write_out(self, path: Path) -> None:
        """Write the rows that are shown, in the order shown, as a job; the window says when it is done."""
        start_rows(self._desk, self._sheet, self._rows_shown(), self._formats.zone, path)

    def _rows_shown(self) -> Rows:
        model = self.view.rows
        return [self.rows[place] for n in range(model.rowCount()) if (place := model.row_id(n)) is not None]
