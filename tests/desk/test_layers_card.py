"""The open layers in the settings: written as a job, told when done, nothing left where cancelled."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.hinges import hang_doors
from shopdesk.desk.layers_card import LayersCard
from shopdesk.exchange import layers
from shopdesk.shop.layers.layer import Layer, Rows, Span
from shopdesk.shop.opening import new_shop
from shopdesk.store.tx import Tx

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an open shop."""
    made = Desk()
    with qtbot.waitSignal(made.history_changed):
        made.open(lambda: new_shop(str(tmp_path / "my.shopdesk")))
    hang_doors(made)
    yield made
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.close()


@pytest.fixture
def told(desk: Desk) -> list[Message]:
    heard: list[Message] = []
    desk.told.connect(heard.append)
    return heard


@pytest.fixture
def card(desk: Desk, qtbot: QtBot) -> LayersCard:
    made = next(card for make in desk.doors.settings_cards if isinstance(card := make(desk), LayersCard))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda done: qtbot.waitUntil(done, timeout=30_000)


def test_all_layers_go_into_the_chosen_folder(
    card: LayersCard, told: list[Message], until: Until, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "lake"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(out))
    card.export.click()
    until(lambda: bool(told))
    assert told[0].text.endswith("rows to lake")
    assert {path.name for path in out.iterdir()} == {"raw", "facts", "daily", "figures", "schema.json"}


def test_one_layer_is_chosen(card: LayersCard, told: list[Message], until: Until, tmp_path: Path) -> None:
    card.choice.setCurrentIndex(card.choice.findData(Layer.FIGURES))
    card.write_to(tmp_path / "lake")
    until(lambda: bool(told))
    assert {path.name for path in (tmp_path / "lake").iterdir()} == {"figures", "schema.json"}


def test_no_folder_no_export(card: LayersCard, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: "")
    card.export.click()
    assert desk.jobs == []


def test_a_cancelled_export_leaves_no_folder(
    card: LayersCard, desk: Desk, told: list[Message], until: Until, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker waits in the middle of a table until Cancel was pressed."""
    reached, go_on = threading.Event(), threading.Event()

    def wait(_tx: Tx, _span: Span) -> Iterator[Rows]:
        reached.set()
        go_on.wait(30)
        yield []

    monkeypatch.setattr(layers, "TABLES", [replace(one, read=wait) for one in layers.TABLES])
    card.write_to(tmp_path / "lake")
    until(reached.is_set)
    assert (tmp_path / "lake").exists()
    desk.jobs[-1].cancel()
    go_on.set()
    until(lambda: desk.jobs == [])
    assert not (tmp_path / "lake").exists()
