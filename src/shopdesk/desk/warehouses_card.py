"""Warehouses in the settings: where stock lies, and a line for a further place."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import touches
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, clear, rule
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.stock.actions import add_warehouse
from shopdesk.shop.stock.reports import Place, fetch_warehouses
from shopdesk.text import N_, _

NAME = Column("name", N_("Name of a further warehouse"), Kind.TEXT, required=True)


class WarehousesCard(Card):
    """The main warehouse is there from the first day; sales leave from it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Warehouses"), _("Sales leave from the main one."))
        self._desk = desk
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self.body.addLayout(self.lines)
        self.body.addWidget(rule())
        self.form = Form([Field(NAME)], _("Add warehouse"), cancel=False)
        self.form.accepted.connect(self._add)
        self.body.addWidget(self.form)
        self.hide()
        desk.changed.connect(self._follow)
        self._ask()

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, "warehouse"):
            self._ask()

    def _ask(self) -> None:
        if self._desk.store is not None:
            self._desk.ask("warehouses", fetch_warehouses, self._show)

    def _show(self, places: Sequence[Place]) -> None:
        clear(self.lines)
        for place in places:
            self.lines.addWidget(Words(_(place.title), "body"))
        self.show()

    def _add(self, typed: dict[str, Any]) -> None:
        self._desk.do(add_warehouse, typed["name"], then=self._added, failed=self.form.refused)

    def _added(self, _done: Any) -> None:
        self.form.set_values({"name": ""})
        self._desk.tell(_("The warehouse is there. Receipts, counts and adjustments can name it now."), Tone.GOOD)
