"""A page that is one report: something is picked above, rows stand below, and the same as a workbook."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail, whole_list
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView
from shopdesk.desk.panels import ALL
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Sheet, Tone
from shopdesk.text import UserError, _


class ReportPage(QWidget):
    """Shows rows of a sheet, of which `shown` columns come first."""

    def __init__(self, desk: Desk, sheet: Sheet, shown: Sequence[str], picked: str) -> None:
        """`picked` is what is picked above, in the language spoken."""
        super().__init__()
        self._desk, self._sheet, self._shown = desk, sheet, shown
        self._figures = Figures()
        self._rows: Sequence[Sequence[object]] = ()
        self.pick = QComboBox()
        self.pick.setAccessibleName(picked)
        self.book = button(_("Excel…"), self._ask_out, icon_name="export")
        self.panel = SideDetail(_(sheet.title))
        self.line = QHBoxLayout()
        self.line.addWidget(self.pick, 1)
        self.line.addWidget(self.book)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self.line)
        column.addWidget(self.panel, 1)
        self.setFocusProxy(self.pick)

    def show_note(self, note: str) -> None:
        """Nothing but a sentence."""
        self._rows = ()
        self.book.setEnabled(False)
        self.panel.clear()
        self.panel.show_note(note)

    def show_rows(
        self, said: str, lines: Sequence[str], rows: Sequence[Sequence[object]], opened: Callable[[int], object]
    ) -> None:
        """Rows under a heading and some sentences; `opened` is told the number of a row that is opened."""
        self._rows = rows
        self.book.setEnabled(bool(rows))
        self.panel.clear()
        self.panel.set_head(_(self._sheet.title), self.pick.currentText())
        place = self.panel.section(said, fills=True)
        for words in lines:
            place.addWidget(Words(words, "body", wrap=True))
        formats = CellFormats(self._sheet, zone=self._figures.zone, today=self._figures.today)
        listed = whole_list(self._sheet, rows, self._shown, formats, grows=True)
        for view in listed.findChildren(GridView):
            view.opened.connect(opened)
        place.addWidget(listed, ALL)
        place.addStretch(1)
        self.panel.finish()

    def _ask_out(self) -> None:
        title = _(self._sheet.title)
        chosen, _kind = QFileDialog.getSaveFileName(self, title, f"{title}.xlsx", _("Excel workbook (*.xlsx)"))
        if chosen:
            self.write_out(Path(chosen if chosen.lower().endswith(".xlsx") else chosen + ".xlsx"))

    def write_out(self, path: Path) -> None:
        """Write what is shown to a workbook and say so."""
        try:
            write_sheet(path, self._sheet, self._rows, note=self.pick.currentText(), zone=self._figures.zone)
        except UserError as error:
            self._desk.tell(str(error), Tone.BAD)
            return
        done = _("Wrote {file}").format(file=path.name)
        self._desk.tell(done, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))
