"""Picking and packing by scanner and keyboard: shelf after shelf for a wave, then order after order into boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView, RowsModel
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.orders.pick_paper import ask_out
from shopdesk.desk.tabs.orders.scan_line import ScanLine
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.fulfilment.pick_list import PickLine, fetch_pick_list, fetch_wave
from shopdesk.shop.fulfilment.picking import Picked, pick_all, pick_code, start_picking
from shopdesk.shop.fulfilment.sheets import PICKS
from shopdesk.shop.orders.rules import Stage
from shopdesk.text import UserError, _, n_

READY: Final = (Stage.ALLOCATED.value, Stage.PICKING.value)


@dataclass(frozen=True, slots=True)
class Wave:
    """The orders that are picked together, and their list."""

    order_ids: tuple[int, ...]
    lines: tuple[PickLine, ...]

    @property
    def pieces(self) -> Decimal:
        """All that is to be picked."""
        return sum((one.pieces for one in self.lines), Decimal(0))

    @property
    def picked(self) -> Decimal:
        """What has been picked of it."""
        return sum((one.picked for one in self.lines), Decimal(0))


def read_wave(tx: Any, chosen: Sequence[int]) -> Wave:
    """The list of these orders, of all that are ready where none are named; what cannot be picked is left out."""
    ready = fetch_wave(tx, READY)
    wave = [order_id for order_id in ready if not chosen or order_id in set(chosen)]
    return Wave(tuple(wave), tuple(fetch_pick_list(tx, wave)))


class PickPage(QWidget):
    """Every scan is in the shop at once, so that nothing is lost with the power; Undo takes the last one back."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._figures = desk, Figures()
        self._chosen: tuple[int, ...] = ()
        self.wave = Wave((), ())
        hint = _("Scan what you take. “3*” before a code takes three; a shelf's name says where you stand.")
        self.scan = ScanLine(_("Scan what you take"), hint)
        self._place: PickLine | None = None
        self.begin = button(_("Start picking"), self._start, look="primary")
        self.whole = button(_("All of it was picked"), self._pick_all)
        self.out = button(_("Print or export"), self._offer, icon_name="export")
        self.view = GridView(RowsModel(PICKS, CellFormats(PICKS)))
        self.list = GridFrame(self.view)
        self._lay_out()
        self.scan.scanned.connect(self._take)
        self.scan.left.connect(self.left)
        self.scan.listen(self)
        self.setFocusProxy(self.scan)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.scan, 1)
        row.addWidget(self._progress())
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.view.columns.arrange([one.key for one in PICKS.columns], {"barcode", "option"})

    def _progress(self) -> QWidget:
        card = Card()
        card.body.setSpacing(4)
        self._done = Words("", "figure")
        self._orders = Words("", "small", "muted", wrap=True)
        self._where = Pill()
        for widget in (Words(_("Picked"), "small", "muted"), self._done, self._orders, self._where):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        for made in (self.begin, self.whole, self.out):
            card.body.addWidget(made)
        card.setFixedWidth(theme.scaled(230))
        return card

    # ------------------------------------------------------------------------------------------------ what is shown

    def start(self, figures: Figures, chosen: Sequence[int] = ()) -> None:
        """Show the list of these orders, of all that are ready where none are named."""
        self._figures, self._chosen, self._place = figures, tuple(chosen), None
        self.scan.say("")
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew."""
        self._desk.ask("orders.wave", partial(read_wave, chosen=self._chosen), self._show)

    def _show(self, wave: Wave) -> None:
        self.wave = wave
        whole = self._figures.pieces
        self._done.setText(f"{whole(wave.picked)} / {whole(wave.pieces)}")
        count = len(wave.order_ids)
        self._orders.setText(n_("{count} order", "{count} orders", count).format(count=count))
        self._where.set_state(self._place.place if self._place else "", Tone.INFO)
        rows = [
            (one.place, one.code, one.barcode, one.title, one.option, one.pieces, one.picked, one.told_orders)
            for one in sorted(wave.lines, key=lambda one: one.picked >= one.pieces)
        ]
        formats = self.view.rows.formats
        formats.zone, formats.today = self._figures.zone, self._figures.today
        self.view.rows.show_rows(rows, range(len(rows)))
        self.view.columns.fit()
        said = _("Nothing is allocated. Allocate orders first: then what is kept for them is listed here, by shelf.")
        self.list.show_note("" if rows else said)
        for made in (self.begin, self.whole, self.out):
            made.setEnabled(bool(rows))

    # ------------------------------------------------------------------------------------------------ doing

    def _start(self) -> None:
        self._desk.do(start_picking, list(self.wave.order_ids), then=lambda _done: self._refocus())

    def _refocus(self) -> None:
        self.refresh()
        self.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, code: str, pieces: Decimal) -> None:
        shelf = next((one for one in self.wave.lines if code in (one.place, one.place.rpartition("/")[2])), None)
        if shelf is not None:
            self._place = shelf
            self.scan.say(_("At {place}").format(place=shelf.place), Tone.INFO)
            self._show(self.wave)
            return
        place = self._place.place_id if self._place else None
        taken, refused = partial(self._picked, code), partial(self._refused, code)
        self._desk.do(pick_code, list(self.wave.order_ids), code, pieces, place, then=taken, failed=refused)

    def _picked(self, code: str, done: Any) -> None:
        told: Picked = done.value
        left = self._figures.pieces(told.left)
        sentence = _("{code} picked; {count} left").format(code=code, count=left)
        self.scan.say(sentence if told.left else _("Everything is picked."), Tone.GOOD)
        self.refresh()

    def _refused(self, code: str, error: UserError) -> None:
        self.scan.say(f"{code}: {error}" if code not in str(error) else str(error), Tone.BAD)

    def _pick_all(self) -> None:
        self._desk.do(pick_all, list(self.wave.order_ids), then=lambda _done: self._refocus())

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Pick list"))
        for title, ending in ((_("PDF, to be printed…"), ".pdf"), (_("Excel…"), ".xlsx")):
            menu.addAction(title, partial(ask_out, self._desk, self.wave.lines, self._figures, ending))
        menu.popup(self.out.mapToGlobal(self.out.rect().bottomLeft()))
