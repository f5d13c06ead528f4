"""A pick list on paper and in Excel: the same lines, in the order of the shelves."""

from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.exporting import open_folder, start_export
from shopdesk.desk.figures import Figures
from shopdesk.shop.columns import Tone
from shopdesk.shop.fulfilment.pick_list import PickLine, pick_rows
from shopdesk.shop.fulfilment.sheets import PICKS
from shopdesk.store.rows import Query
from shopdesk.text import _

BOX = "☐"


def ask_out(desk: Desk, lines: Sequence[PickLine], figures: Figures, ending: str) -> None:
    """Ask where to, then write the list as ".pdf" or ".xlsx"."""
    kinds = _("PDF (*.pdf)") if ending == ".pdf" else _("Excel workbook (*.xlsx)")
    title = _(PICKS.title)
    chosen, _kind = QFileDialog.getSaveFileName(QApplication.activeWindow(), title, f"{title}{ending}", kinds)
    if chosen:
        write_out(desk, lines, figures, Path(chosen if chosen.lower().endswith(ending) else chosen + ending))


def write_out(desk: Desk, lines: Sequence[PickLine], figures: Figures, path: Path) -> None:
    """Write the list to a file and say so."""
    if path.suffix.lower() == ".xlsx":
        query = Query(today=figures.today, zone=figures.zone)
        start_export(desk, GridExport(pick_rows(lines), query, PICKS.columns, _(PICKS.title), ""), path)
        return
    print_picks(lines, figures, path)
    desk.tell(_("Wrote {file}").format(file=path.name), Tone.GOOD, (_("Open folder"), partial(open_folder, path)))


def print_picks(lines: Sequence[PickLine], figures: Figures, path: Path) -> None:
    """Write the list as a PDF, from the window or without one; UserError where the file cannot be written."""
    from shopdesk.desk.paper import application, write_pdf

    with application():
        write_pdf(path, pick_html(lines, figures), _(PICKS.title))


def pick_html(lines: Sequence[PickLine], figures: Figures) -> str:
    """The page: a box to tick, the shelf, what to take, how many, and for which orders."""
    from shopdesk.desk.paper import table

    heads = [
        ("", "center", "5%"), (_("Shelf"), "left", "17%"), (_("SKU"), "left", "15%"), (_("Product"), "left", "31%"),
        (_("To pick"), "right", "9%"), (_("Orders"), "left", "23%"),
    ]  # fmt: skip
    rows = [
        [
            BOX, escape(one.place), escape(one.code), escape(" · ".join(filter(None, (one.title, one.option)))),
            f"<b>{escape(figures.pieces(one.pieces - one.picked))}</b>", escape(one.told_orders),
        ]
        for one in lines if one.pieces > one.picked
    ]  # fmt: skip
    return f"<h2>{escape(_(PICKS.title))}</h2>{table(heads, rows)}"
