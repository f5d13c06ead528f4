"""Exchange rates in the settings: what is known of each currency, newest first, and a line to say what holds now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport, describe, touches
from shopdesk.desk.figures import Figures
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.importing.templates import choose_template
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button, clear, rule
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.ledger.actions import remove_rate, set_rate
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.ledger.sheets import RATE_FILE, RATES
from shopdesk.store.rows import Query, count, fetch_first
from shopdesk.text import _, n_

SHOWN: Final = 10
"""So many rates are listed; the export has them all."""
Known = tuple[str, date, Sequence[tuple[int, tuple[Any, ...]]], int]
"""The shop's currency and day, the newest rates with their ids, and how many there are."""


class RatesCard(Card):
    """A rate for a day that has one replaces it; orders keep the rate that they were booked with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Exchange rates"), _("For orders in another currency; booked orders keep theirs."))
        self._desk = desk
        self._figures = Figures()
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(6)
        self.lines.setColumnStretch(2, 1)
        self.body.addLayout(self.lines)
        self.body.addWidget(self._files())
        self.body.addWidget(rule())
        self.hide()
        desk.changed.connect(self._follow)
        self._ask()

    def _files(self) -> Flow:
        """The list out to Excel, and in from a file."""
        row = Flow(gap=10)
        self.export = button(_("Export…"), self._export, icon_name="export", name=_("Export the exchange rates"))
        template = partial(choose_template, self._desk, self, RATE_FILE.name)
        self.template = button(_("Template…"), template, icon_name="file", name=_("Template for exchange rates"))
        self.take_in = button(_("Import…"), self._import, icon_name="import", name=_("Import exchange rates"))
        for made in (self.export, self.template, self.take_in):
            row.line.addWidget(made)
        return row

    def _export(self) -> None:
        if self._desk.doors.export_grid is not None:
            query = Query()
            title, note = _(RATES.title), describe(query, RATE_ROWS)
            self._desk.doors.export_grid(GridExport(RATE_ROWS, query, RATES.columns, title, note))

    def _import(self) -> None:
        if self._desk.doors.choose_files is not None:
            self._desk.doors.choose_files()

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, "exchange_rate", "setting"):
            self._ask()

    def _ask(self) -> None:
        if self._desk.store is not None:
            self._desk.ask("rates", _read, self._show)

    def _show(self, known: Known) -> None:
        home, today, rates, number = known
        clear(self.lines)
        self.export.setEnabled(number > 0)
        for place, (rate_id, (currency, on, rate)) in enumerate(rates):
            self._add_line(place, home, rate_id, currency, on, self._figures.text(Kind.RATE, rate))
        if not rates:
            said = _("No rate is known yet. An import in another currency asks for it.")
            self.lines.addWidget(Words(said, "body", "muted", wrap=True), 0, 0, 1, 4)
        elif number > len(rates):
            left = number - len(rates)
            older = n_("{count} older rate", "{count} older rates", left)
            older = older.format(count=self._figures.text(Kind.INTEGER, left))
            self.lines.addWidget(Words(older, "small", "muted"), len(rates), 0, 1, 4)
        if not hasattr(self, "form"):
            self._offer(today)
        self.show()

    def _add_line(self, place: int, home: str, rate_id: int, currency: str, on: date, rate: str) -> None:
        said = _("1 {currency} = {rate} {home}").format(currency=currency, rate=rate, home=home)
        self.lines.addWidget(Words(said, "body"), place, 0)
        day = self._figures.text(Kind.DATE, on)
        self.lines.addWidget(Words(_("from {day}").format(day=day), "small", "muted"), place, 1)
        name = _("Remove the rate of {currency} from {day}").format(currency=currency, day=day)
        gone = button("", partial(self._remove, rate_id), icon_name="close", look="quiet", name=name)
        self.lines.addWidget(gone, place, 3)

    def _offer(self, today: date) -> None:
        """The form for a further rate."""
        fields = [Field(replace(column, editable=True)) for column in RATES.columns]
        fields[1] = replace(fields[1], value=today)
        self.form = Form(fields, _("Set rate"), cancel=False, aside=True)
        self.form.accepted.connect(self._set)
        self.body.addWidget(self.form)

    def _set(self, typed: dict[str, Any]) -> None:
        self._desk.do(
            set_rate, typed["currency"], typed["rate_on"], typed["rate"], then=self._kept, failed=self.form.refused
        )

    def _kept(self, _done: Any) -> None:
        self.form.set_values({"currency": "", "rate": ""})
        self._desk.tell(_("The rate is kept. Orders that come in from now on are converted with it."), Tone.GOOD)

    def _remove(self, rate_id: int) -> None:
        self._desk.do(remove_rate, rate_id)


def _read(tx: Any) -> Known:
    return tx.currency, tx.today, fetch_first(tx, RATE_ROWS, Query(), SHOWN), count(tx, RATE_ROWS, Query())
