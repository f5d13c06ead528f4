"""Asks what the currencies of the file in hand are worth, where the shop knows no rate for the day of a sale."""

from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words
from shopdesk.exchange.stage.foreign import Missing, NeedsRate
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import _


class RatesView(QWidget):
    """One line for each currency; the orders are converted with what is typed, and it is kept for later files."""

    def __init__(self, queue: ImportQueue, one: OneFile) -> None:
        super().__init__()
        assert isinstance(one.error, NeedsRate)
        self._queue = queue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        home = one.error.home
        card = Card(_("Which exchange rate?"))
        said = _("This file has orders in another currency, and no rate to {home} is known for their days.")
        card.body.addWidget(Words(said.format(home=home), "body", wrap=True))
        for missing in one.error.missing:
            card.body.addWidget(Words(str(missing), "small", "muted", wrap=True))
        self.form = Form([self._field(missing, home) for missing in one.error.missing], _("Go on"))
        self.form.setMaximumWidth(theme.scaled(360))
        self.form.accepted.connect(self._go_on)
        self.form.given_up.connect(queue.skip)
        card.body.addWidget(self.form)
        kept = _("The rate is kept from the first of these days on. Settings list all rates, and change them.")
        card.body.addWidget(Words(kept, "small", "muted", wrap=True))
        column.addWidget(card)
        column.addStretch(1)
        self.setFocusProxy(self.form.editor(one.error.missing[0].currency))

    def _field(self, missing: Missing, home: str) -> Field:
        title = _("One {currency} in {home}").format(currency=missing.currency, home=home)
        return Field(Column(missing.currency, title, Kind.RATE), required=True, check=_above_zero)

    def _go_on(self, typed: dict[str, Any]) -> None:
        self._queue.give_rates(typed)


def _above_zero(rate: Decimal) -> str:
    return "" if rate > 0 else _("An exchange rate must be more than zero.")
