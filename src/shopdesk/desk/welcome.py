"""First start, and whenever a shop is chosen: a new one, one that is there, or the demo."""

from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import ShopFacts
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Symbol, Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, _, language

CURRENCIES: Final = (
    "CNY", "TWD", "HKD", "USD", "EUR", "GBP", "JPY", "KRW", "SGD", "MYR", "THB", "VND", "PHP", "IDR", "INR", "AUD",
    "CAD", "NZD", "CHF", "SEK", "PLN", "BRL", "MXN",
)  # fmt: skip
COSTING: Final = (("moving_average", N_("Moving average")), ("fifo", N_("First in, first out")))
HOME_CURRENCY: Final = {"zh_CN": "CNY", "zh_TW": "TWD"}

NAME = Column("name", N_("Shop name"), Kind.TEXT, example=N_("Tea & Ware"))
CURRENCY = Column("currency", N_("Currency of the books"), Kind.TEXT, help=N_("All totals are kept in this currency."))
ZONE = Column("time_zone", N_("Time zone"), Kind.TEXT, help=N_("Decides on which day an order falls."))
METHOD = Column(
    "costing",
    N_("Cost of goods"),
    Kind.TEXT,
    help=N_("How the cost of what was sold is found when purchase prices differ."),
)


def facts_fields(facts: ShopFacts) -> list[Field]:
    """The fields in which a shop says of itself what its figures depend on."""
    here = facts.time_zone or bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
    zones = sorted({zone for zone in available_timezones() if "/" in zone} | {here, "UTC"})
    return [
        Field(NAME, facts.name, required=True),
        Field(CURRENCY, facts.currency, [(code, code) for code in CURRENCIES], required=True),
        Field(ZONE, here, [(zone, zone) for zone in zones], required=True),
        Field(METHOD, facts.costing, [(value, _(title)) for value, title in COSTING], required=True),
    ]


def facts_of(values: dict[str, Any]) -> ShopFacts:
    """The shop's facts as typed into `facts_fields`."""
    return ShopFacts(values["name"], values["currency"], values["time_zone"], values["costing"])


class Welcome(QWidget):
    """Up to three calm cards; each does its one thing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Welcome"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("look", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(6)
        column.addStretch(2)
        title = Words(_("Welcome to ShopDesk"), "figure")
        said = Words(_("Your shop's orders, stock and profit, on your own computer."), "body", "muted")
        for words in (title, said):
            column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(20)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        cards.addStretch(1)
        made = [self._new_card(), self._open_card()]
        if desk.doors.open_demo is not None:
            made.append(self._demo_card())
        for card in made:
            cards.addWidget(card, 8)
        cards.addStretch(1)
        column.addLayout(cards)
        column.addStretch(3)
        scroll.setWidget(inside)
        outer.addWidget(scroll)

    def _card(self, icon_name: str, title: str, sentence: str) -> tuple[QFrame, QVBoxLayout]:
        made = QFrame()
        made.setProperty("look", "card")
        made.setAccessibleName(title)
        made.setMinimumWidth(250)
        made.setMaximumWidth(theme.scaled(320))
        made.setMinimumHeight(theme.scaled(400))
        column = QVBoxLayout(made)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(10)
        column.addWidget(Symbol(icon_name, 26, "accent"))
        column.addWidget(Words(title, "title"))
        column.addWidget(Words(sentence, "body", "muted", wrap=True))
        column.addSpacing(4)
        return made, column

    def _new_card(self) -> QFrame:
        card, column = self._card("shop", _("New shop"), _("Begin with an empty shop, then drop your files on it."))
        facts = ShopFacts(currency=HOME_CURRENCY.get(language(), "USD"))
        self.form = Form(facts_fields(facts), _("Create the shop"), cancel=False)
        self.form.accepted.connect(self._create)
        column.addWidget(self.form)
        column.addStretch(1)
        return card

    def _open_card(self) -> QFrame:
        sentence = _("A shop on this computer, or the address of one that a team shares.")
        card, column = self._card("open", _("Open a shop"), sentence)
        for where in self._desk.settings.stores[:5]:
            name = Path(where).stem if "://" not in where else where.rpartition("@")[2]
            line = button(name, lambda where=where: self._open(where), icon_name="database", look="item")  # type: ignore[misc]
            line.setToolTip(where)
            column.addWidget(line)
        column.addWidget(button(_("Choose a file…"), self._choose, icon_name="folder"))
        column.addStretch(1)
        self.address = QLineEdit()
        self.address.setPlaceholderText("postgresql://name@host/shop")
        self.address.setAccessibleName(_("Address of a PostgreSQL shop"))
        self.address.returnPressed.connect(self._connect)
        column.addWidget(Words(_("PostgreSQL address"), "small", "muted"))
        column.addWidget(self.address)
        column.addWidget(button(_("Connect"), self._connect))
        return card

    def _demo_card(self) -> QFrame:
        sentence = _("A tea and kitchenware shop with fourteen months behind it. Try anything; nothing is kept.")
        card, column = self._card("demo", _("Demo shop"), sentence)
        column.addStretch(1)
        column.addWidget(button(_("Open the demo shop"), self._demo))
        return card

    # ----------------------------------------------------------------------------------------------------- doing

    def _create(self, values: dict[str, Any]) -> None:
        if self._desk.doors.create_shop is not None:
            self._desk.doors.create_shop(facts_of(values))

    def _open(self, where: str) -> None:
        if self._desk.doors.open_shop is not None:
            self._desk.doors.open_shop(where)

    def _choose(self) -> None:
        kinds = _("ShopDesk shops") + " (*.shopdesk *.db)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open a shop"), "", f"{kinds};;{_('All files')} (*)")
        if chosen:
            self._open(chosen)

    def _connect(self) -> None:
        address = self.address.text().strip()
        if address:
            self._open(address)

    def _demo(self) -> None:
        if self._desk.doors.open_demo is not None:
            self._desk.doors.open_demo()
