"""The list of counts, and what they came to: what is due, shrinkage by reason, place and person, and accuracy."""

from collections.abc import Mapping
from datetime import date, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.forms import read_number
from shopdesk.desk.widgets import Segments, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.counting.actions import count_days, set_count_days
from shopdesk.shop.counting.outcomes import ACCURACY_ROWS, SHRINKAGE_ROWS, due_rows
from shopdesk.shop.counting.reports import SESSION_ROWS
from shopdesk.shop.counting.rules import CLASSES
from shopdesk.store.rows import RowSource
from shopdesk.text import N_, UserError, _

VIEWS: Final = (
    ("sessions", N_("Counts")), ("due", N_("Due")), ("shrinkage", N_("Shrinkage")), ("accuracy", N_("Accuracy")),
)  # fmt: skip
QUICK: Final[Mapping[str, tuple[Quick, ...]]] = {
    "sessions": (
        Quick("all", N_("All"), ()),
        Quick("open", N_("Counting"), (("state", "=open"),)),
        Quick("review", N_("To review"), (("state", "=review"),)),
        Quick("posted", N_("Booked"), (("state", "=posted"),)),
    ),
    "due": (
        Quick("all", N_("All"), ()),
        Quick("due", N_("Due now"), (("state", "=due, =never"),)),
        Quick("a", N_("Class A"), (("abc", "=A"),)),
    ),
    "shrinkage": (
        Quick("all", N_("All"), ()),
        Quick("missing", N_("Missing"), (("net", "<0"),)),
        Quick("unsaid", N_("Without a reason"), (("reason", "="),)),
    ),
    "accuracy": (Quick("all", N_("All"), ()),),
}


class CountsList(QWidget):
    """Reads nothing before it is shown."""

    wanted = Signal(object)
    """A session to be opened."""
    sku_wanted = Signal(str)
    """Code of a SKU."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: tuple[date, tzinfo] | None = None
        """The shop's day and zone."""
        self._figures = Figures()
        self._grids: dict[str, tuple[DeskGrid, QWidget]] = {}
        self.segments = Segments([(key, _(title)) for key, title in VIEWS], _("What to show of counts"))
        self.segments.picked.connect(self.pick)
        self.views = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.segments)
        column.addWidget(self.views, 1)
        self._put("sessions", SESSION_ROWS)
        self._put("shrinkage", SHRINKAGE_ROWS)
        self._put("accuracy", ACCURACY_ROWS)
        self.grid.opened.connect(self.wanted)
        self.setFocusProxy(self.grid)

    def _put(self, key: str, source: RowSource, above: QWidget | None = None) -> DeskGrid:
        """A grid with its line of filters."""
        grid = DeskGrid(f"counts {key}", source, self._desk)
        line = FilterLine(grid, QUICK[key], _("Filters of counts"))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if above is not None:
            column.addWidget(above)
        column.addWidget(line)
        column.addWidget(grid, 1)
        self.views.addWidget(page)
        self._grids[key] = (grid, page)
        return grid

    @property
    def grid(self) -> DeskGrid:
        """The grid in front."""
        return self._grids.get(self.segments.current, self._grids["sessions"])[0]

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read what is in front."""
        self._known, self._figures = (today, zone), figures
        self.pick(self.segments.current)

    def refresh(self) -> None:
        """The shop has changed: read again what was read."""
        for grid, _page in self._grids.values():
            if grid.query.today is not None:
                grid.refresh()
        if self.segments.current == "due":
            self._ask_due()

    def pick(self, key: str) -> None:
        """Bring one of the lists to front."""
        self.segments.set_current(key)
        if key == "due" and key not in self._grids:
            self._ask_due()
            return
        self.views.setCurrentWidget(self._grids[key][1])
        self.setFocusProxy(self.grid)
        if self._known is not None:
            self.grid.start(*self._known)

    # ------------------------------------------------------------------------------------------------ what is due

    def _ask_due(self) -> None:
        self._desk.ask("counts.due", lambda tx: (due_rows(tx), count_days(tx)), self._show_due)

    def _show_due(self, found: tuple[RowSource, Mapping[str, int]]) -> None:
        """A list as of now: its days are those of the shop, so it is made anew when they change."""
        source, days = found
        if "due" in self._grids:
            _old, page = self._grids.pop("due")
            self.views.removeWidget(page)
            page.deleteLater()
        grid = self._put("due", source, DaysLine(self._desk, days))
        grid.opened.connect(partial(self._open_sku, grid))
        if self.segments.current == "due":
            self.pick("due")

    def _open_sku(self, grid: DeskGrid, sku_id: int) -> None:
        row = grid.rows.find(sku_id)
        code = grid.rows.value(row, 0) if row >= 0 else None
        if code is not None:
            self.sku_wanted.emit(code)


class DaysLine(QWidget):
    """How often each class is counted: three numbers of days, which Enter keeps."""

    def __init__(self, desk: Desk, days: Mapping[str, int]) -> None:
        super().__init__()
        self._desk = desk
        self.edits = {one: QLineEdit(str(days[one])) for one in CLASSES}
        self.fault = Words("", "small", "bad")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Words(_("Days between two counts:"), "body", "muted"))
        for one, edit in self.edits.items():
            label = Words(_("Class {letter}").format(letter=one), "small", "muted")
            label.setBuddy(edit)
            edit.setAccessibleName(_("Days of class {letter}").format(letter=one))
            edit.setFixedWidth(theme.scaled(60))
            edit.returnPressed.connect(self._keep)
            row.addWidget(label)
            row.addWidget(edit)
        row.addWidget(button(_("Keep"), self._keep))
        row.addWidget(self.fault)
        row.addStretch(1)

    def _keep(self) -> None:
        try:
            days: dict[str, Any] = {one: read_number(edit.text(), Kind.INTEGER) for one, edit in self.edits.items()}
        except UserError as error:
            self._complain(error)
            return
        self._desk.do(set_count_days, days, failed=self._complain)

    def _complain(self, error: UserError) -> None:
        self.fault.setText(str(error))
