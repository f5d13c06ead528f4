"""Labels for the shelf and for pieces: which size, how many of each, and the PDF that a label printer takes."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.side_forms import SideForm
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, UserError, _, n_

MOST: Final = 2_000
"""Labels of one document."""
SIZE: Final = Column("size", N_("Label"), Kind.TEXT)
_MARKS: Final = N_("A code that is no EAN-13 becomes Code 128; what that cannot hold becomes QR.")
MARK: Final = Column("mark", N_("Barcode"), Kind.TEXT, help=_MARKS)
EACH: Final = Column("each", N_("How many"), Kind.TEXT)
COPIES: Final = Column("copies", N_("Labels of each"), Kind.INTEGER)
PRICE: Final = Column("price", N_("Print the price"), Kind.BOOL)
_KEYS: Final = [column.key for column in STOCK.columns]


class LabelForm(SideForm):
    """Prints labels of the SKUs that it was begun with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Print labels"))
        self._desk = desk
        self._figures = Figures()
        self._ids: Sequence[int] = ()

    def begin(self, sku_ids: Sequence[int], figures: Figures) -> None:
        """A form for these SKUs."""
        from shopdesk.desk.labels import SIZES  # not before somebody prints

        self._ids, self._figures = sku_ids, figures
        count = len(sku_ids)
        self.title.setText(n_("Labels of {count} SKU", "Labels of {count} SKUs", count).format(count=f"{count:,}"))
        fields = [
            Field(SIZE, SIZES[0].key, [(size.key, _(size.title)) for size in SIZES]),
            Field(MARK, "bars", [("bars", _("Bars")), ("qr", _("QR code"))]),
            Field(EACH, "copies", [("copies", _("As entered below")), ("stock", _("As many as are on hand"))]),
            Field(COPIES, 1, required=True, check=_copies),
            Field(PRICE, value=True),
        ]
        form = self.set_form(fields, _("Save PDF…"), str(self._figures.zone))
        form.accepted.connect(self._read)

    def _read(self, chosen: Mapping[str, Any]) -> None:
        ids = list(self._ids)
        self._desk.ask("stock.labels", lambda tx: fetch_page(tx, STOCK_ROWS, ids), partial(self._ask, chosen))

    def _ask(self, chosen: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> None:
        told = [dict(zip(_KEYS, row, strict=True)) for row in rows if row]
        copies = [max(int(row["on_hand"]), 0) if chosen["each"] == "stock" else chosen["copies"] for row in told]
        if not sum(copies):
            self.form.refused(UserError(N_("None of these is on hand: there is nothing to print.")))
        elif sum(copies) > MOST:
            said = N_("These are {count} labels; one document holds {most}. Choose fewer products.")
            self.form.refused(UserError(said, count=f"{sum(copies):,}", most=f"{MOST:,}"))
        else:
            title, kinds = _("Labels"), _("PDF (*.pdf)")
            to, _kind = QFileDialog.getSaveFileName(QApplication.activeWindow(), title, f"{title}.pdf", kinds)
            if to:
                self.write(Path(to if to.lower().endswith(".pdf") else f"{to}.pdf"), chosen, told, copies)

    def write(
        self, path: Path, chosen: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], copies: Sequence[int]
    ) -> None:
        """Write the labels: of each row so many as `copies` says."""
        from shopdesk.desk.labels import SIZES, Label, write_labels

        labels = []
        for row, count in zip(rows, copies, strict=True):
            title = " · ".join(part for part in (row["title"], row["option"]) if part)
            price = self._figures.money(row["price"]) if chosen["price"] and row["price"] is not None else ""
            labels += [Label(row["barcode"] or row["sku"], title, row["sku"], price)] * count
        size = next(size for size in SIZES if size.key == chosen["size"])
        try:
            write_labels(path, labels, size, is_qr=chosen["mark"] == "qr")
        except UserError as error:
            self.form.refused(error)
            return
        said = n_("{count} label is in {file}", "{count} labels are in {file}", len(labels))
        opened = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        told = said.format(count=f"{len(labels):,}", file=path.name)
        self._desk.tell(told, Tone.GOOD, (_("Open"), opened))
        self.left.emit()


def _copies(count: int) -> str:
    return "" if 1 <= count <= MOST else _("Type a number from 1 to {most}.").format(most=MOST)
