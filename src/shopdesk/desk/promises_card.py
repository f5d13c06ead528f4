"""The promises of channels in the settings: within how many hours a parcel leaves, and how long unpaid orders wait."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport, touches
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import read_number
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button, clear, set_look
from shopdesk.shop.columns import Kind
from shopdesk.shop.fulfilment.care import edit_promises, edit_risks
from shopdesk.shop.fulfilment.reports import PROMISE_ROWS, find_risks
from shopdesk.shop.fulfilment.sheets import PROMISES
from shopdesk.store.rows import Query, fetch_first
from shopdesk.text import UserError, _

RIGHT: Final = Qt.AlignmentFlag.AlignRight
FIELDS: Final = ("ship_hours", "unpaid_hours")
Known = tuple[Sequence[tuple[int, tuple[Any, ...]]], tuple[int, int]]
"""Channels with their hours, and from what total and how many pieces on an order is looked at."""


def read_promises(tx: Any) -> Known:
    """The hours of every channel, and what counts as unusual."""
    return fetch_first(tx, PROMISE_ROWS, Query(), 100), find_risks(tx)


class PromisesCard(Card):
    """A line a channel, written when it is left; below, what makes an order unusual."""

    def __init__(self, desk: Desk) -> None:
        note = _("Hours from payment on.")
        super().__init__(_("Promises of channels"), note)
        self._desk = desk
        self.edits: dict[tuple[int, str], QLineEdit] = {}
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(6)
        self.lines.setColumnStretch(0, 1)
        self.body.addLayout(self.lines)
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        row = Flow(gap=10)
        self.export = button(_("Export…"), self._export, icon_name="export", name=_("Export the promises of channels"))
        row.line.addWidget(self.export)
        self.body.addWidget(row)
        self.hide()
        desk.changed.connect(self._follow)
        self._ask()

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, "channel_promise", "channel", "setting"):
            self._ask()

    def _ask(self) -> None:
        if self._desk.store is not None:
            self._desk.ask("promises", read_promises, self._show)

    def _show(self, known: Known) -> None:
        rows, risks = known
        clear(self.lines)
        self.edits.clear()
        for place, title in enumerate((_("Ship within"), _("Unpaid keep pieces")), 1):
            self.lines.addWidget(Words(title, "small", "muted"), 0, place, RIGHT)
        for place, (channel_id, (title, *hours)) in enumerate(rows, 1):
            self.lines.addWidget(Words(_(str(title))), place, 0)
            for number, (key, value) in enumerate(zip(FIELDS, hours, strict=True), 1):
                name = f"{_(str(title))}: {_(PROMISES.column(key).title)}"
                self.lines.addWidget(self._edit((channel_id, key), name, value), place, number, RIGHT)
        told = (
            (_("An order is unusual from a total of"), "total"),
            (_("or from so many pieces of one line"), "pieces"),
        )
        for place, ((title, key), value) in enumerate(zip(told, risks, strict=True), len(rows) + 1):
            self.lines.addWidget(Words(title, "body", "muted", wrap=True), place, 0, 1, 2)
            self.lines.addWidget(self._edit((0, key), title, value), place, 2, RIGHT)
        self.show()

    def _edit(self, about: tuple[int, str], name: str, value: int | None) -> QLineEdit:
        made = QLineEdit("" if value is None else str(value))
        made.setAccessibleName(name)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setFixedWidth(theme.scaled(84))
        made.editingFinished.connect(partial(self._keep, about, made, made.text()))
        self.edits[about] = made
        return made

    def _keep(self, about: tuple[int, str], edit: QLineEdit, before: str) -> None:
        text = edit.text().strip()
        if text == before:
            return
        try:
            value = read_number(text, Kind.INTEGER) if text else None
        except UserError as error:
            self._refuse(edit, error)
            return
        self._complain("")
        channel_id, key = about
        refuse = partial(self._refuse, edit)
        if channel_id:
            self._desk.do(edit_promises, [(channel_id, key, value)], failed=refuse)
        else:
            self._desk.do(edit_risks, {key: value}, failed=refuse)

    def _refuse(self, edit: QLineEdit, error: UserError) -> None:
        set_look(edit, "bad")
        self._complain(str(error))

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _export(self) -> None:
        if self._desk.doors.export_grid is not None:
            self._desk.doors.export_grid(GridExport(PROMISE_ROWS, Query(), PROMISES.columns, _(PROMISES.title), ""))
