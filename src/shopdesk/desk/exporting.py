"""Export: what a grid shows, as filtered and sorted, into a workbook or a csv file."""

from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.jobs import Job
from shopdesk.shop.columns import Sheet, Tone
from shopdesk.shop.service.care.contacts import keep_sent
from shopdesk.shop.service.customers.actions import note_export
from shopdesk.text import _, n_

if TYPE_CHECKING:
    from shopdesk.desk.desk import OpenStore


def export_grid(desk: Desk, shown: GridExport) -> None:
    """Ask where to, then write in the background. Who somebody is goes out masked unless a person says otherwise."""
    from shopdesk.exchange.workbook import masks

    path, whole = _ask_path(shown.title, personal=bool(masks(shown.source.sheet, shown.columns)) and not shown.is_whole)
    if path is not None:
        start_export(desk, shown, path, whole=whole)


def export_rows(
    desk: Desk, sheet: Sheet, rows: Sequence[Sequence[Any]], zone: tzinfo, opened: Sequence[int] = ()
) -> None:
    """Ask where to, then write rows that were worked out, in the background.

    Who somebody is goes out masked, unless the customers are `opened`: then that is kept before it is written.
    """
    path, _whole = _ask_path(_(sheet.title))
    if path is not None:
        start_rows(desk, sheet, rows, zone, path, opened)


def start_rows(
    desk: Desk, sheet: Sheet, rows: Sequence[Sequence[Any]], zone: tzinfo, path: Path, opened: Sequence[int] = ()
) -> None:
    """Write rows that were worked out to `path` as a job, as `export_rows` does; the window says when it is done."""
    store = desk.store
    if store is not None:
        title = _("Exporting {name}").format(name=path.name)
        write = partial(_write_rows, store, path, sheet, rows, zone, opened)
        desk.run(title, write, partial(_tell, desk, path))


def _ask_path(title: str, *, personal: bool = False) -> tuple[Path | None, bool]:
    """Where to, and whether names and numbers go out whole; `personal`: there are some."""
    name = "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip() or "shopdesk"
    kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
    bare = _("Excel workbook, names and numbers whole (*.xlsx);;CSV file, names and numbers whole (*.csv)")
    if personal:
        kinds = f"{kinds};;{bare}"
    chosen, kind = QFileDialog.getSaveFileName(QApplication.activeWindow(), _("Export"), f"{name}.xlsx", kinds)
    if not chosen:
        return None, False
    ending = ".csv" if "csv" in kind else ".xlsx"
    path = Path(chosen) if Path(chosen).suffix.lower() in (".xlsx", ".csv") else Path(chosen + ending)
    return path, kind in bare.split(";;")


def start_export(desk: Desk, shown: GridExport, path: Path, *, whole: bool = False) -> None:
    """Write what is shown to `path` as a job; the window says when it is done.

    Whole names and numbers of people are in the history before they are in the file.
    """
    store = desk.store
    if store is not None:
        title = _("Exporting {name}").format(name=path.name)
        write = partial(_write, store, shown, path, whole or shown.is_whole)
        desk.run(title, write, partial(_tell, desk, path))


def _write(store: "OpenStore", shown: GridExport, path: Path, whole: bool, job: Job) -> int:
    from shopdesk.exchange.workbook import masks, write_grid

    if whole and masks(shown.source.sheet, shown.columns):
        store.do(note_export, shown.title, path.name)
    with store.read() as tx:
        return write_grid(
            path,
            tx,
            shown.source,
            shown.query,
            columns=[column.key for column in shown.columns],
            title=shown.title,
            note=shown.note,
            tick=partial(_go_on, job),
            masked=not whole,
        )


def _write_rows(
    store: "OpenStore", path: Path, sheet: Sheet, rows: Sequence[Sequence[Any]], zone: tzinfo, opened: Sequence[int],
    job: Job,
) -> int:  # fmt: skip
    from shopdesk.exchange.workbook import masked_rows, write_sheet

    if opened:
        store.do(keep_sent, opened)
    else:
        rows = masked_rows(sheet, rows)

    def progress(done: int) -> None:
        _go_on(job, done, len(rows))

    return write_sheet(path, sheet, rows, title=_(sheet.title), zone=zone, progress=progress)


def _go_on(job: Job, done: int, total: int) -> None:
    job.check()
    job.tick(done, total)


def _tell(desk: Desk, path: Path, count: int) -> None:
    sentence = n_("Wrote {count} row to {file}", "Wrote {count} rows to {file}", count)
    sentence = sentence.format(count=f"{count:,}", file=path.name)
    desk.tell(sentence, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))


def open_folder(path: Path) -> None:
    """Show the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
