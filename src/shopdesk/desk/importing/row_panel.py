"""A row of the file as it stands there, header by header: what each cell is read as, and where it is mended."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import CellFormats, GridView, RowsModel
from shopdesk.desk.grid.formats import Shown
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.outcome_rows import LINE_STATES, OutcomeRow, opened
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.exchange.mending import file_row
from shopdesk.exchange.preview import become
from shopdesk.exchange.table import letter
from shopdesk.exchange.trip.grids import columns_of
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.text import N_, _

WIDTH: Final = 400
SHARE: Final = 42
"""Per cent of the page that the panel takes at most."""
READABLE: Final = 96
"""Pixels at text size 100 that “Read as” keeps; its whole text stands in the tooltip."""
HIDDEN: Final = "•••"
"""Stands for what a personal cell holds."""
ROW_SHEET: Final = Sheet(
    name="file_row",
    title=N_("The row in the file"),
    key="column",
    columns=(
        Column("column", N_("Column"), Kind.ID, width=12),
        Column("value", N_("Value in the file"), Kind.ID, width=11, editable=True),
        Column("becomes", N_("Read as"), Kind.TEXT),
    ),
)


class RowPanel(QFrame):
    """Shows one row; a text typed into it goes out by `mended`, and the whole row by `left_out`."""

    mended = Signal(int, int, str)
    """Row, 0-based column, the text that shall stand for the file's."""
    left_out = Signal(int, bool)
    closed = Signal()

    def __init__(self, desk: Desk, one: OneFile) -> None:
        super().__init__()
        assert one.staged is not None
        self._desk, self._one, self._staged, self._plan = desk, one, one.staged, one.staged.plan
        self.row, self._cells, self._place = 0, list[str](), -1
        self._tones: dict[str, Tone] = {}
        self._listed: Sequence[OutcomeRow] = ()
        self.setProperty("look", "card")
        self.setAccessibleName(_("The row in the file"))
        self.setFixedWidth(theme.scaled(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 10)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self._table(), 1)
        column.addLayout(self._foot())

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(14, 11, 10, 0)
        head.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(10)
        self.title, self.pill = Words("", "strong"), Pill()
        first.addWidget(self.title)
        first.addWidget(self.pill)
        first.addStretch(1)
        first.addWidget(button("", self.closed.emit, icon_name="close", look="quiet", name=_("Close the row")))
        head.addLayout(first)
        self.reason = Words("", "body", "muted", wrap=True)
        head.addWidget(self.reason)
        return head

    def _table(self) -> GridFrame:
        formats = CellFormats(ROW_SHEET, formatters={"value": self._toned, "becomes": self._toned})
        self.cells = RowsModel(ROW_SHEET, formats, self)
        # Not before the editor is closed: what is mended fills the list anew.
        self.cells.on_edit = lambda place, _key, text: QTimer.singleShot(
            0, self, partial(self.mended.emit, self.row, place, text)
        )
        self.view = GridView(self.cells)
        self.view.columns.let_narrow(READABLE)
        self.view.told.connect(self._desk.tell)
        self.view.current_changed.connect(lambda _place: self._follow())
        return GridFrame(self.view)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(13, 0, 13, 0)
        row.setSpacing(8)
        self.leave = button("", self._leave)
        self.restore = button(_("As in the file"), self._restore, icon_name="undo")
        self.restore.setToolTip(_("Put the file's own value back into this cell"))
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.restore)
        return row

    def set_room(self, width: int) -> None:
        """Take a part of the page that is `width` wide, up to the usual width."""
        self.setFixedWidth(min(theme.scaled(WIDTH), width * SHARE // 100))

    # ------------------------------------------------------------------------------------------------------- the row

    def show_row(self, row: int, place: int, listed: Sequence[OutcomeRow]) -> None:
        """Show a row of the file and stand on its cell in column `place`; `listed` is what the dry run says of it."""
        is_other = row != self.row
        self.row, self._place, self._listed = row, place, listed
        if is_other:
            self._cells = []
        find = partial(file_row, self._staged.pages, row)
        if is_other or not self._cells:
            self._desk.think("import.row", find, self._take)
        else:
            self._show()

    def renew(self, listed: Sequence[OutcomeRow]) -> None:
        """What was mended is another."""
        self._listed = listed
        self._place = -1
        self._show()

    def _take(self, cells: list[str] | None) -> None:
        self._cells = cells or []
        self._show()

    def _show(self) -> None:
        told = self._listed
        outcome = told[0].outcome if told else ""
        state = LINE_STATES.get(outcome)
        self.title.setText(_("Row {row}").format(row=self.row))
        self.pill.set_state(_(state.title) if state else "", state.tone if state else Tone.PLAIN)
        said = list(dict.fromkeys(one.reason for one in told if one.outcome == outcome))
        self.reason.setText("\n".join(said[:4]))
        self.reason.setVisible(bool(said))
        is_out = self.row in self._one.mends.left_out
        whole_order = self._plan.kind == "orders"
        if is_out:
            self.leave.setText(_("Take it in again"))
        else:
            self.leave.setText(_("Leave this order out") if whole_order else _("Leave this row out"))
        self.leave.setToolTip(_("All rows of its order stay out with it") if whole_order and not is_out else "")
        self._tones.clear()
        rows = [self._line(place) for place in range(max(len(self._cells), len(self._plan.headers)))]
        self.cells.show_rows(rows, list(range(len(rows))))
        if self._place >= 0:
            at = self.cells.index(self._place, 1)
            self.view.setCurrentIndex(at)
            self.view.scrollTo(at)
        self._follow()

    def _line(self, place: int) -> tuple[str, str, str]:
        """Name, text and reading of one cell; the tone of the last two goes by the name."""
        headers, plan = self._plan.headers, self._plan
        title = f"{letter(place)} {headers[place] if place < len(headers) else ''}".strip()
        was = self._cells[place] if place < len(self._cells) else ""
        text = self._one.mends.cells.get((self.row, place))
        is_mended, shown = text is not None, was if text is None else text
        key = next((key for key, at in plan.columns.items() if at == place), "")
        if place in plan.personal and not is_mended:
            return title, HIDDEN if self._cells else "", ""
        becomes, fault = self._reading(key, shown)
        refused = not is_mended and any(one.place == place and one.outcome == "rejected" for one in self._listed)
        if fault or refused:
            self._tones[title] = Tone.BAD
        elif is_mended:
            self._tones[title] = Tone.INFO
        return title, shown, opened(fault, shown) or becomes

    def _reading(self, key: str, text: str) -> tuple[str, str]:
        """What the text would be as its field, and what is wrong with it."""
        if not key:
            return "", ""
        # the same in and out: only how the cell is read is shown
        (cell,) = become(self._plan, key, [text], ZoneInfo(self._plan.zone or "UTC"))
        title = _(columns_of(self._plan.kind).column(key).title)
        return (f"{title}: {cell.text}" if cell.text else title), cell.fault

    def _toned(self, value: Any, row: Sequence[Any]) -> Shown:
        return Shown(" ".join(str(value).split()), self._tones.get(row[0]))

    # ------------------------------------------------------------------------------------------------------- its deeds

    def _follow(self) -> None:
        place = self.view.current_id()
        self.restore.setVisible(place is not None and (self.row, place) in self._one.mends.cells)

    def _leave(self) -> None:
        self.left_out.emit(self.row, self.row not in self._one.mends.left_out)

    def _restore(self) -> None:
        place = self.view.current_id()
        if place is not None:
            self._place = place
            self.mended.emit(self.row, place, self._cells[place] if place < len(self._cells) else "")

    def file_text(self, place: int) -> str:
        """What the file says in a column of this row; "" for personal ones."""
        return self._cells[place] if place < len(self._cells) else ""

    # Qt's own names from here.

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
