"""Printing labels from the list of products: what is selected, how many of each, and the PDF."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.store.store import Store


@pytest.fixture
def desk(shop_desk: Desk) -> Desk:
    return shop_desk


@pytest.fixture
def tab(window: MainWindow, desk: Desk, qtbot: QtBot) -> StockTab:
    desk.show("stock")
    settle(desk, qtbot)
    assert isinstance(window.page, StockTab)
    return window.page


@pytest.fixture
def pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the dialog of the system says that the labels go."""
    path = tmp_path / "labels.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_given: (str(path), "")))
    return path


def texts(tab: StockTab) -> str:
    return " ".join(made.text() for made in tab.lists.stock.labels.findChildren(QLabel) if made.text())


def test_labels_of_the_selected_rows(tab: StockTab, desk: Desk, store: Store, qtbot: QtBot, pdf: Path) -> None:
    tab.lists.stock.grid.view.selectAll()
    tab.open_labels()
    assert "SKUs" in tab.lists.stock.labels.title.text()
    tab.lists.stock.labels.form.set_values({"copies": "2"})
    tab.lists.stock.labels.form.accept()
    settle(desk, qtbot)
    pages = PdfReader(pdf).pages
    assert len(pages) == 2 * tab.lists.stock.grid.rows.rowCount()
    assert "6921000100025" in "".join(page.extract_text() for page in pages)
    assert tab.lists.stock.page.side.currentWidget() is tab.lists.stock.panel


def test_as_many_as_are_on_hand(tab: StockTab, desk: Desk, qtbot: QtBot, pdf: Path) -> None:
    tab.show_place(sku="TEA-001")
    settle(desk, qtbot)
    tab.open_labels()
    form = tab.lists.stock.labels.form
    form.type_in({"each": "stock"})
    form.accept()
    settle(desk, qtbot)
    shown = tab.lists.stock.panel.facts_shown
    assert shown is not None
    assert len(PdfReader(pdf).pages) == shown.row["on_hand"]


def test_too_many_are_refused_in_words(tab: StockTab, desk: Desk, qtbot: QtBot, pdf: Path) -> None:
    tab.lists.stock.grid.view.selectAll()
    tab.open_labels()
    tab.lists.stock.labels.form.set_values({"copies": "2000"})
    tab.lists.stock.labels.form.accept()
    settle(desk, qtbot)
    assert "one document holds 2,000" in texts(tab)
    tab.lists.stock.labels.form.set_values({"copies": "0"})
    tab.lists.stock.labels.form.accept()
    assert "from 1 to 2000" in texts(tab)
    assert not pdf.exists()
