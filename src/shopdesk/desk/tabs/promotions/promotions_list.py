"""Every promotion in a list: quick filters by state, cells that can be edited, the form in the place of the panel."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.promotions.layers_form import Order, ask_layers, read_orders
from shopdesk.desk.tabs.promotions.preparation import ask_publicity, ask_task
from shopdesk.desk.tabs.promotions.side import (
    ON_CALENDAR,
    Promoted,
    PromotionForm,
    PromotionPanel,
    call_off,
    read_promotion,
)
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.actions import edit_promotions
from shopdesk.shop.promotions.calendar.preparing import Notice
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Phase
from shopdesk.shop.promotions.sheets import PHASES, PROMOTIONS
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(phase.value, PHASES[phase].title, (("phase", f"={phase.value}"),)) for phase in Phase),
)
LISTED: Final = Listed(
    "promotions", PROMOTION_ROWS, QUICK, N_("Filters of promotions"), read_promotion,
    select=N_("Select a promotion."), gone=N_("This promotion is gone."),
    empty=N_("Plan a promotion, or import those of a platform: they stand here and in the calendar."), counted=True,
)  # fmt: skip


class PromotionsList(DetailList):
    """The list, its panel and its form."""

    calendar_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        panel = PromotionPanel(desk, ON_CALENDAR)
        super().__init__(desk, LISTED, panel, self._edit)
        self._zone = "UTC"
        self.form = PromotionForm(desk)
        self.part = PartForm(desk, _("Promotion"))
        self.page.side.addWidget(self.form)
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        panel.task_wanted.connect(self._add_task)
        panel.publicity_wanted.connect(self._write_publicity)
        panel.edit_wanted.connect(self._write)
        panel.show_wanted.connect(self.calendar_wanted)
        self.form.left.connect(self.page.back)
        self.form.saved.connect(self._saved)
        self.layers = button(_("Order of layers…"), self._ask_orders, icon_name="down")
        self.line.flow.line.addWidget(self.layers)
        delete = QShortcut(QKeySequence("Ctrl+Delete"), self.grid)
        delete.activated.connect(self.cancel_chosen)

    def know_zone(self, zone: str) -> None:
        """The shop's time zone by its name, for the form."""
        self._zone = zone

    def begin(self, values: dict[str, Any]) -> None:
        """The form for a new promotion."""
        self.form.begin(self._zone, values)
        self.page.show_side(self.form)

    def _ask_orders(self) -> None:
        self._desk.ask("promotions.layers", read_orders, self._offer_orders)

    def _offer_orders(self, orders: Sequence[Order]) -> None:
        """A menu of the channels, each with an order of its own."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Order of layers…"))
        for order in orders:
            menu.addAction(_(order.title), partial(self._ask_layers, order))
        menu.popup(self.layers.mapToGlobal(self.layers.rect().bottomLeft()))

    def _ask_layers(self, order: Order) -> None:
        ask_layers(self.part, order)
        self.page.show_side(self.part)

    def _add_task(self, promotion_id: int) -> None:
        ask_task(self.part, promotion_id)
        self.page.show_side(self.part)

    def _write_publicity(self, promotion_id: int, notice: Notice | None) -> None:
        ask_publicity(self.part, self._desk, promotion_id, notice)
        self.page.show_side(self.part)

    def _write(self, facts: Promoted) -> None:
        self.form.edit(facts, self._zone)
        self.page.show_side(self.form)

    def _saved(self, promotion_id: int) -> None:
        self.page.back()
        self.grid.seek(promotion_id)

    def _edit(self, edits: Sequence[Edit]) -> None:
        zone = self.grid.query.zone  # what was typed is of the shop's clock, as it is shown
        read = [(row_id, key, parse_input(PROMOTIONS.column(key), text, zone=zone)) for row_id, key, text in edits]
        refused = lambda error: self._desk.tell(str(error), Tone.WARN)  # noqa: E731 - as short as it is clear
        self._desk.do(edit_promotions, read, failed=refused)

    def cancel_chosen(self) -> None:
        """Ctrl+Delete: call off what is selected."""
        found = [
            promotion_id
            for first, last in spans(self.grid.view.blocks())
            for promotion_id in self.grid.rows.ids(first, last)
        ]
        if found:
            call_off(self._desk, found)
