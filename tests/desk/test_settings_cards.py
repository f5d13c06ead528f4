"""Rates and warehouses in the settings: what is typed is kept, what is removed is gone, what cannot be is said."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.exporting import start_export
from shopdesk.desk.forms import Form
from shopdesk.desk.hinges import hang_doors
from shopdesk.desk.rates_card import RatesCard
from shopdesk.desk.settings_panel import SettingsPanel
from shopdesk.desk.warehouses_card import WarehousesCard
from shopdesk.desk.widgets import Words
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.reports import fetch_warehouses
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_shop(str(tmp_path / "my.shopdesk"))


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, store: Store) -> Iterator[SettingsPanel]:
    """The settings of a shop in yuan."""
    desk = Desk()
    with qtbot.waitSignal(desk.history_changed):
        desk.open(lambda: store)
    hang_doors(desk)
    made = SettingsPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    desk.close()


def rates(store: Store) -> list[tuple[object, ...]]:
    with store.read() as tx:
        return [tuple(values) for _id, values in fetch_first(tx, RATE_ROWS, Query(), 20)]


def said(card: RatesCard | WarehousesCard) -> list[str]:
    places = range(card.lines.count())
    widgets = [item.widget() for place in places if (item := card.lines.itemAt(place)) is not None]
    return [widget.text() for widget in widgets if isinstance(widget, Words)]


def type_in(form: Form, **texts: str) -> None:
    for key, text in texts.items():
        editor = form.editor(key)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    form.submit.click()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda done: qtbot.waitUntil(done, timeout=30_000)


def test_a_rate_is_typed_replaced_and_removed(panel: SettingsPanel, store: Store, until: Callable[..., None]) -> None:
    card = next(card for card in panel.cards if isinstance(card, RatesCard))
    until(card.isVisible)
    assert said(card) == ["No rate is known yet. An import in another currency asks for it."]
    type_in(card.form, currency="usd", rate_on="2026-01-05", rate="7.1234")
    until(lambda: "1 USD = 7.1234 CNY" in said(card))
    type_in(card.form, currency="USD", rate_on="2026-01-05", rate="7.2")
    until(lambda: "1 USD = 7.2 CNY" in said(card))
    assert rates(store) == [("USD", date(2026, 1, 5), Decimal("7.2"))]
    until(lambda: bool(removals(card)))  # the line of the rate before it goes, and its own is laid out
    removals(card)[0].click()
    until(lambda: rates(store) == [])


def removals(card: RatesCard) -> list[QPushButton]:
    """The buttons that are there to take a rate away."""
    named = "Remove the rate of USD"
    return [b for b in card.findChildren(QPushButton) if b.accessibleName().startswith(named) and b.isVisible()]


def test_the_rates_go_out_to_excel_and_their_template_with_them(
    panel: SettingsPanel, store: Store, until: Callable[..., None], tmp_path: Path
) -> None:
    card = next(card for card in panel.cards if isinstance(card, RatesCard))
    until(card.isVisible)
    assert not card.export.isEnabled()
    type_in(card.form, currency="usd", rate_on="2026-01-05", rate="7.1234")
    until(card.export.isEnabled)
    shown: list[GridExport] = []
    card._desk.doors.export_grid = shown.append
    card.export.click()
    start_export(card._desk, shown[0], tmp_path / "rates.xlsx")
    until(lambda: not card._desk.busy)
    page = openpyxl.load_workbook(tmp_path / "rates.xlsx").worksheets[0]
    assert [cell.value for cell in page[1]][:3] == ["Currency", "From day", "Rate"]
    assert [cell.value for cell in page[2]][::2][:2] == ["USD", 7.1234]
    chosen: list[str] = []
    card._desk.doors.choose_files = lambda: chosen.append("files")
    card.take_in.click()
    assert chosen == ["files"]


@pytest.mark.parametrize(
    ("currency", "rate", "sentence"),
    [
        ("CNY", "1", "CNY is the shop's own currency and needs no rate."),
        ("$", "7", "$ is not the code of a currency, such as USD."),
        ("USD", "0", "An exchange rate must be more than zero."),
    ],
)
def test_what_cannot_be_a_rate_is_said(
    panel: SettingsPanel, store: Store, until: Callable[..., None], currency: str, rate: str, sentence: str
) -> None:
    card = next(card for card in panel.cards if isinstance(card, RatesCard))
    until(card.isVisible)
    type_in(card.form, currency=currency, rate_on="2026-01-05", rate=rate)
    until(lambda: any(words.text() == sentence for words in card.form.findChildren(Words)))
    assert rates(store) == []


def test_a_warehouse_is_added(panel: SettingsPanel, store: Store, until: Callable[..., None]) -> None:
    card = next(card for card in panel.cards if isinstance(card, WarehousesCard))
    until(card.isVisible)
    type_in(card.form, name="Hangzhou")
    until(lambda: said(card) == ["Main warehouse", "Hangzhou"])
    type_in(card.form, name="hangzhou")
    until(lambda: any("already" in words.text() for words in card.form.findChildren(Words)))
    with store.read() as tx:
        assert len(fetch_warehouses(tx)) == 2
