"""The calculator: what a basket pays under the promotions of a moment, step by step and line by line, to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.promotions.give_back import GiveBack
from shopdesk.desk.tabs.promotions.priced_panel import PricedPanel
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.finding import find_anything
from shopdesk.shop.promotions.engine.baskets import basket_of
from shopdesk.shop.promotions.engine.priced import Priced
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.terms import fetch_terms
from shopdesk.shop.promotions.engine.typed_basket import parse_basket
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, UserError, _

CHANNEL: Final = Column("channel", N_("Channel"), Kind.TEXT)
GROUP: Final = Column("group", N_("Customer group"), Kind.TEXT)
MOMENT: Final = Column("moment", N_("Bought at"), Kind.TIME)
CODES: Final = Column("coupons", N_("Coupon codes"), Kind.TEXT, example="TEA20;TEA30")
SHIPPING: Final = Column("shipping", N_("Shipping"), Kind.MONEY)
POINTS: Final = Column("points", N_("Points"), Kind.INTEGER)
PEOPLE: Final = Column("people", N_("People who buy together"), Kind.INTEGER, example="3")
BETWEEN: Final = " · "


@dataclass(frozen=True, slots=True)
class Asked:
    """A basket as it was typed, and who buys it when and where."""

    text: str
    channel: str
    group: str
    moment: datetime | None
    coupons: Sequence[str]
    shipping: int
    points: int
    people: int


def read_price(tx: Any, asked: Asked) -> Priced | None:
    """What it pays; None while nothing is in it."""
    wanted = parse_basket(asked.text)
    if not wanted:
        return None
    moment = asked.moment or tx.now
    basket = basket_of(
        tx, wanted, moment, channel=asked.channel, group=asked.group, coupons=asked.coupons, shipping=asked.shipping,
        points=asked.points, people=asked.people,
    )  # fmt: skip
    return price(basket, fetch_terms(tx, moment, moment + datetime.resolution))


def find_codes(tx: Any, text: str) -> list[str]:
    """SKUs that fit the words, as code and title."""
    return [f"{hit.detail}{BETWEEN}{hit.title}" for hit in find_anything(tx, text) if hit.kind == "sku"]


class CalculatorPage(QWidget):
    """A basket at the left, what it pays at the right; both follow each key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._zone = ""
        self._channels: tuple[str, ...] = ()
        self.form: Form | None = None
        self.panel, self.give_back = PricedPanel(), GiveBack()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        split.addWidget(self._basket())
        split.addWidget(self._price())
        split.setStretchFactor(1, 1)
        split.setSizes([theme.scaled(360), theme.scaled(700)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.setFocusProxy(self.basket)
        self._show(None)

    def _price(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.panel, 1)
        column.addWidget(self.give_back)
        return side

    def _basket(self) -> Card:
        card = Card(_("Basket"))
        hint = _(
            "A SKU and its pieces in each line, and a price where it is not the SKU's own; or paste them from Excel."
        )
        card.body.addWidget(Words(hint, "small", "muted", wrap=True))
        self.pick = QLineEdit()
        self.pick.setAccessibleName(_("Add a SKU"))
        self.pick.setPlaceholderText(_("Add a SKU"))
        self._codes = QStringListModel(self)
        completer = QCompleter(self._codes, self.pick)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._add)
        self.pick.setCompleter(completer)
        self.pick.textEdited.connect(self._find)
        self.pick.returnPressed.connect(self._add_first)
        card.body.addWidget(self.pick)
        self.basket = QPlainTextEdit()
        self.basket.setAccessibleName(_("Basket"))
        self.basket.setPlaceholderText("TEA-001\t2\nCUP-11\t1\t68.00")
        self.basket.setMinimumHeight(theme.scaled(96))
        self.basket.setFont(theme.font("mono"))
        self.basket.textChanged.connect(self._ask)
        card.body.addWidget(self.basket, 1)
        self._place = QHBoxLayout()
        card.body.addLayout(self._place)
        return card

    def start(self, figures: Figures, zone: str, channels: Sequence[str]) -> None:
        """Take what is known of the shop now; a basket that is there is priced anew."""
        self._figures = figures
        if self.form is None or (zone, tuple(channels)) != (self._zone, self._channels):
            self._zone, self._channels = zone, tuple(channels)
            self._make_form()
        self._ask()

    def _make_form(self) -> None:
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.deleteLater()
        choices: list[tuple[Any, str]] = [("", _("No channel")), *((one, _(one)) for one in self._channels)]
        fields = [
            Field(MOMENT), Field(CHANNEL, "", choices), Field(GROUP), Field(CODES), Field(SHIPPING), Field(POINTS),
            Field(PEOPLE),
        ]  # fmt: skip
        self.form = Form(fields, "", zone=self._zone, cancel=False, aside=True)
        self.form.submit.hide()
        moment = self.form.editor("moment")
        assert isinstance(moment, QLineEdit)
        moment.setPlaceholderText(_("now"))
        self.form.edited.connect(self._ask)
        self._place.addWidget(self.form)

    # ------------------------------------------------------------------------------------------------ a SKU

    def _find(self, text: str) -> None:
        self._desk.ask("promotions.skus", partial(find_codes, text=text), self._offer)

    def _offer(self, found: list[str]) -> None:
        self._codes.setStringList(found)
        completer = self.pick.completer()
        if found and self.pick.hasFocus():
            completer.complete()

    def _add_first(self) -> None:
        found, typed = self._codes.stringList(), self.pick.text().strip()
        if typed:
            self._add(found[0] if found else typed)

    def _add(self, said: str) -> None:
        """One piece more of a SKU, in a line of its own."""
        there = self.basket.toPlainText().rstrip()
        code = said.partition(BETWEEN)[0].strip()
        if code and self.pick.text():
            self.basket.setPlainText(f"{there}\n{code}\t1".lstrip())
        self.pick.clear()
        self._codes.setStringList([])

    # ------------------------------------------------------------------------------------------------ pricing

    def _asked(self) -> Asked | None:
        """What was typed; None while a field does not fit, which it says itself."""
        values = self.form.values() if self.form is not None else None
        if values is None:
            return None
        codes = [code.strip() for code in (values["coupons"] or "").replace(",", ";").split(";") if code.strip()]
        shipping = int((values["shipping"] or Decimal(0)) * MONEY_SCALE)
        return Asked(
            self.basket.toPlainText(), values["channel"], values["group"] or "", values["moment"], codes,
            max(shipping, 0), max(values["points"] or 0, 0),
            max(values["people"] or 1, 1),
        )  # fmt: skip

    def _ask(self) -> None:
        asked = self._asked()
        if asked is not None:
            self._desk.ask("promotions.priced", lambda tx: read_price(tx, asked), self._show, self._refuse)

    def _show(self, priced: Priced | None) -> None:
        self.give_back.show_priced(priced, self._figures)
        if priced is None:
            self.panel.show_note(_("Put something into the basket: every step that its price takes stands here."))
        else:
            self.panel.show_priced(priced, self._figures)

    def _refuse(self, error: UserError) -> None:
        self.give_back.show_priced(None, self._figures)
        self.panel.show_note(str(error))
