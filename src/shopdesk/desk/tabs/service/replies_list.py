"""Ready answers in a list: written in cells, their fields named beside it."""

from collections.abc import Sequence
from datetime import date, tzinfo
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.service.actions import add_reply, edit_replies, remove_reply
from shopdesk.shop.service.replies import FIELDS
from shopdesk.shop.service.reports import REPLY_ROWS
from shopdesk.shop.service.sheets import REPLIES
from shopdesk.text import N_, _

EMPTY = N_("Write an answer once and send it with two clicks; its fields are filled from the case.")


class RepliesList(QWidget):
    """The list, what may stand in braces, and the form of a new one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._is_started = False
        self.grid = DeskGrid("quick_replies", REPLY_ROWS, desk, on_edit_many=self._edit, empty=(_(EMPTY), ""))
        self.line = FilterLine(self.grid, (), _("Filters of quick replies"))
        self.help = SideDetail(_("Fields"))
        self.page = ListPage(desk, self.grid, self.line, self.help)
        self.part = PartForm(desk, _("Quick reply"))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.line.flow.line.addWidget(button(_("New reply…"), self._begin, icon_name="add"))
        self.remove = button(_("Remove"), self._remove, icon_name="delete")
        self.line.flow.line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(lambda row_id: self.remove.setEnabled(row_id is not None))
        self.remove.setEnabled(False)
        self._explain()

    def _explain(self) -> None:
        self.help.set_head(_("Fields"), _("Write them in braces. What a case does not know is named, never left out."))
        self.help.facts("", [(f"{{{name}}}", _(title)) for name, title in FIELDS.items()])
        self.help.finish()

    def start(self, today: date, zone: tzinfo, _figures: Figures) -> None:
        """Read the replies."""
        self._is_started = True
        self.grid.start(today, zone)

    def refresh(self) -> None:
        """Read again, if anything was read."""
        if self._is_started:
            self.grid.refresh()

    def _begin(self) -> None:
        fields = [Field(REPLIES.column(key)) for key in ("title", "language", "reason", "text")]
        self.part.ask(_("New reply"), fields, lambda typed: self.part.send(add_reply, **typed))
        self.page.show_side(self.part)

    def _remove(self) -> None:
        row_id = self.grid.view.current_id()
        if row_id is not None:
            self._desk.do(remove_reply, row_id)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read: list[tuple[int, str, Any]] = [
            (row_id, key, parse_input(REPLIES.column(key), text)) for row_id, key, text in edits
        ]
        self._desk.do(edit_replies, read, failed=partial(self._refused))

    def _refused(self, error: Exception) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.refresh()
