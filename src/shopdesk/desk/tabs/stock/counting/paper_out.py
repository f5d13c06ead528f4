"""The sheet of a count on paper and in Excel: out to be filled in, and the filled-in one taken back."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.jobs import Job
from shopdesk.exchange.count_sheet import CountFile, read_count_sheet, write_count_sheet
from shopdesk.shop.columns import Tone
from shopdesk.shop.counting.actions import record_scans
from shopdesk.shop.counting.reports import Line, Session, sheet_lines
from shopdesk.shop.counting.rules import SessionState
from shopdesk.text import UserError, _, n_, sentences


class SheetOut(QObject):
    """Asks where to, writes in the background, and says what came of a sheet that comes back."""

    def __init__(self, desk: Desk, taken: Callable[[], object]) -> None:
        super().__init__(desk)
        self._desk, self._taken = desk, taken
        self.last: CountFile | None = None
        """The sheet that was taken in last."""

    def offer(self, session: Session, beside: QWidget) -> None:
        """The menu under a button."""
        menu = QMenu(beside)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Count sheet"))
        menu.addAction(_("Excel, to be filled in…"), partial(self._ask_out, session, ".xlsx"))
        menu.addAction(_("PDF, to be printed…"), partial(self._ask_out, session, ".pdf"))
        if session.state == SessionState.OPEN:
            menu.addAction(_("Take in a filled-in sheet…"), partial(self._ask_in, session))
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def _ask_out(self, session: Session, ending: str) -> None:
        kinds = _("PDF (*.pdf)") if ending == ".pdf" else _("Excel workbook (*.xlsx)")
        title = _("Count sheet")
        chosen, _kind = QFileDialog.getSaveFileName(
            QApplication.activeWindow(), title, f"{session.title}{ending}", kinds
        )  # fmt: skip
        if chosen:
            self.write(session, Path(chosen if chosen.lower().endswith(ending) else chosen + ending))

    def _ask_in(self, session: Session) -> None:
        kinds = _("Count sheets (*.xlsx *.csv *.xls *.ods)")
        chosen, _kind = QFileDialog.getOpenFileName(QApplication.activeWindow(), _("Count sheet"), "", kinds)
        if chosen:
            self.take_in(session, Path(chosen))

    def write(self, session: Session, path: Path) -> None:
        """Write the sheet to a file, whose ending says whether it is for Excel or for paper."""
        title = _("Writing {name}").format(name=path.name)
        if path.suffix.lower() == ".pdf":
            # Fonts and pages are the window's business, so only the lines are read elsewhere.
            self._desk.ask("count.paper", lambda tx: (list(sheet_lines(tx, session)), tx.now.astimezone(tx.zone)),
                           partial(self._print, session, path))  # fmt: skip
        else:
            self._desk.run(title, partial(self._write_sheet, session, path), partial(self._wrote, path))

    def _write_sheet(self, session: Session, path: Path, _job: Job) -> int:
        store = self._desk.store
        assert store is not None
        with store.read() as tx:
            return write_count_sheet(path, tx, session)

    def _print(
        self, session: Session, path: Path, read: tuple[list[tuple[Line, str | None, Decimal | None]], datetime]
    ) -> None:
        from shopdesk.desk.paper import write_pdf  # not before somebody prints

        lines, now = read
        try:
            write_pdf(path, sheet_html(session, lines, now), session.title)
        except UserError as error:
            self._desk.tell(str(error), Tone.BAD)
        else:
            self._wrote(path, len(lines))

    def _wrote(self, path: Path, count: int) -> None:
        from shopdesk.desk.exporting import open_folder

        said = n_("Wrote {count} line to {file}", "Wrote {count} lines to {file}", count)
        said = said.format(count=count, file=path.name)
        self._desk.tell(said, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))

    def take_in(self, session: Session, path: Path) -> None:
        """Read a filled-in sheet and record its rows: they SET what they name."""
        title = _("Reading {name}").format(name=path.name)
        self._desk.run(title, partial(self._read, session, path), self._took)

    def _read(self, session: Session, path: Path, job: Job) -> CountFile:
        store = self._desk.store
        assert store is not None
        with store.read() as tx:
            found = read_count_sheet(path, tx, session=session.title, person=session.assigned_to)
        if found.scans:
            job.write(record_scans, found.session_id, found.scans)
        return found

    def _took(self, found: CountFile) -> None:
        self.last = found
        bad = [told for told in found.told if told.is_bad]
        self._desk.tell(told_of(found), Tone.WARN if bad else Tone.GOOD)
        self._taken()


def told_of(found: CountFile) -> str:
    """What came of a sheet, in sentences: rows that are worth a word by file, sheet and row."""
    said = [
        n_("{file}: {count} line was set.", "{file}: {count} lines were set.", len(found.scans)).format(
            file=found.file, count=len(found.scans)
        )
    ]
    if found.blank:
        blank = n_("{count} row is blank: not counted.", "{count} rows are blank: not counted.", found.blank)
        said.append(blank.format(count=found.blank))
    row = _("{sheet} row {row}, {code}: {what}")
    said += [row.format(sheet=found.sheet, row=one.row, code=one.code, what=one.sentence) for one in found.told[:6]]
    if len(found.told) > 6:
        said.append(_("And {count} rows more.").format(count=len(found.told) - 6))
    if found.missing:
        codes = ", ".join(found.missing[:6]) + ("…" if len(found.missing) > 6 else "")
        said.append(_("Not in the file, and left as they are: {codes}.").format(codes=codes))
    return sentences(*said)


def sheet_html(session: Session, lines: list[tuple[Line, str | None, Any]], now: datetime) -> str:
    """The sheet of a session as a printable page: by place, with an empty box for each number."""
    from shopdesk.desk.paper import table

    heads = [
        (_("Location"), "left", "14%"), (_("SKU"), "left", "13%"), (_("Barcode"), "left", "20%"),
        (_("Product"), "left", "39%" if session.blind else "29%"),
        *([(_("Expected"), "right", "10%")] if not session.blind else []), (_("Counted"), "left", "14%"),
    ]  # fmt: skip
    rows = []
    for line, barcode, expected in lines:
        open_part = [] if session.blind else [f"{expected.normalize():f}"]
        rows.append(
            [escape(_(line.place)), escape(line.code), escape(barcode or ""), escape(line.title), *open_part,
             "&nbsp;"]
        )  # fmt: skip
    facts = " · ".join(
        [_(session.place), _("Blind") if session.blind else _("Not blind"), f"{now:%Y-%m-%d %H:%M}", _("{count} lines")
         .format(count=len(lines))]
    )  # fmt: skip
    meaning = _("Write what you counted: it sets the line. Leave blank what you did not count: blank is not zero.")
    sign = _("Counted by: ______________   From: ________   To: ________   Approved by: ______________")
    return (
        f"<h2>{escape(session.title)}</h2><p>{escape(facts)}</p><p>{escape(meaning)}</p>"
        f"{table(heads, rows)}<p>{escape(sign)}</p>"
    )
