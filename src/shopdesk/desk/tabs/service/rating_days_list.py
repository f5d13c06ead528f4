"""What channels showed as the shop's rating, day by day: typed or imported, mended in its cells."""

from collections.abc import Sequence
from datetime import date, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.service.ratings.rolling import RATING_DAY_ROWS, edit_rating_days, put_rating_day, remove_rating_day
from shopdesk.shop.service.ratings.sheets import RATING_DAYS, RATING_FILE
from shopdesk.text import N_, UserError, _

EMPTY: Final = N_("What your channels show as the shop's rating stands here, one row a channel and day.")


class RatingDaysList(QWidget):
    """The list and the form of a further day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._today: date | None = None
        self.grid = DeskGrid("rating_days", RATING_DAY_ROWS, desk, on_edit_many=self._edit, empty=(_(EMPTY), ""))
        self.line = FilterLine(self.grid, (), _("Filters of ratings"))
        self.part = PartForm(desk, _("Rating"))
        self.page = ListPage(desk, self.grid, self.line, self.part)
        self.part.left.connect(self.begin)
        self.remove = button(_("Remove"), self._remove, icon_name="delete")
        self.line.flow.line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(lambda row_id: self.remove.setEnabled(row_id is not None))
        self.remove.setEnabled(False)

    def start(self, today: date, zone: tzinfo, _figures: Figures) -> None:
        """Read the days."""
        if self._today is None:
            self._today = today
            self.begin()
        self.grid.start(today, zone)

    def refresh(self) -> None:
        """Read again, if anything was read."""
        if self._today is not None:
            self.grid.refresh()

    def begin(self) -> None:
        """An empty form for a further day."""
        known = {"seen_on": self._today}
        fields = [
            Field(column, known.get(column.key), required=column.key == "channel") for column in RATING_FILE.columns
        ]
        self.part.ask(_("What a channel shows"), fields, partial(self.part.send, put_rating_day))

    def _remove(self) -> None:
        row_id = self.grid.view.current_id()
        if row_id is not None:
            self._desk.do(remove_rating_day, row_id)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read: list[tuple[int, str, Any]] = [
            (row_id, key, parse_input(RATING_DAYS.column(key), text)) for row_id, key, text in edits
        ]
        self._desk.do(edit_rating_days, read, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.refresh()
