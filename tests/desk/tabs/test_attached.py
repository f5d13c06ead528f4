"""Files of a document in the side panel: dropped, opened, saved, removed and given back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, settle

from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.shop.ledger.attachments import MOST, find_attachments
from shopdesk.store.store import Store


@pytest.fixture
def files(shop_desk: Desk, store: Store, qtbot: QtBot) -> AttachedFiles:
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    made = AttachedFiles(shop_desk, "manual", 7)
    qtbot.addWidget(made)
    made.show()
    settle(shop_desk, qtbot)
    return made


def drop(files: AttachedFiles, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    files.dropEvent(QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none))


def kept(store: Store) -> list[str]:
    with store.read() as tx:
        return [file.name for file in find_attachments(tx, "manual", 7)]


def pressed(files: AttachedFiles, name: str) -> None:
    click(next(made for made in files.findChildren(QPushButton) if made.accessibleName() == name))


def test_a_dropped_file_is_kept_opened_saved_and_removed(
    files: AttachedFiles, shop_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bill 7.pdf"
    path.write_bytes(b"%PDF-1.7 a bill")
    drop(files, path)
    settle(shop_desk, qtbot)
    assert kept(store) == ["bill 7.pdf"]
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(shown.append))
    pressed(files, "bill 7.pdf")
    settle(shop_desk, qtbot)
    assert Path(shown[0].toLocalFile()).read_bytes() == b"%PDF-1.7 a bill"
    other = tmp_path / "again.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_told: (str(other), "")))
    pressed(files, "Save bill 7.pdf as…")
    settle(shop_desk, qtbot)
    assert other.read_bytes() == path.read_bytes()
    pressed(files, "Remove bill 7.pdf")
    settle(shop_desk, qtbot)
    assert kept(store) == []
    store.undo()
    settle(shop_desk, qtbot)
    assert [made.text() for made in files.findChildren(QPushButton) if made.text() == "bill 7.pdf"]


def test_what_cannot_be_kept_is_said(
    files: AttachedFiles, shop_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path, told: list[Message]
) -> None:
    large = tmp_path / "film.mov"
    with large.open("wb") as stream:
        stream.truncate(MOST + 1)
    drop(files, large)
    settle(shop_desk, qtbot)
    assert told[-1].text == "film.mov is larger than 20 MB. Make it smaller, or keep it elsewhere and note where."
    files.attach(tmp_path / "nowhere.pdf")
    settle(shop_desk, qtbot)
    assert told[-1].text.startswith("nowhere.pdf could not be read")
    assert kept(store) == []


def test_a_program_is_never_run(
    files: AttachedFiles, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, told: list[Message],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "invoice.pdf.exe"
    path.write_bytes(b"MZ")
    drop(files, path)
    settle(shop_desk, qtbot)
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(shown.append))
    pressed(files, "invoice.pdf.exe")
    settle(shop_desk, qtbot)
    assert shown == []
    assert told[-1].text == "invoice.pdf.exe is a program: save it and look at it first."
