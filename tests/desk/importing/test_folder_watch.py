"""The watched folder in the window: what falls in comes in, what is held stands on the import page."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.import_samples import taobao, unknown

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.done_view import DoneView
from shopdesk.desk.importing.folder_watch import FolderWatch, watch_of
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.queue import queue_of
from shopdesk.desk.watch_card import WatchCard
from shopdesk.settings import Settings, Watched
from shopdesk.shop.history import IMPORT_ROWS
from shopdesk.store.rows import Query, count
from shopdesk.store.store import Store
from shopdesk.text import use_language

WRITTEN = 1_760_000_000
LATER = datetime.fromtimestamp(WRITTEN + 60, UTC)


@pytest.fixture
def desk(office: Desk) -> Desk:
    return office


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(desk: Desk, shop: Store, inbox: Path) -> Iterator[FolderWatch]:
    """The watch of an open shop; its own timers stand still."""
    made = watch_of(desk)
    desk.set_settings(desk.settings.with_watched(shop.where, Watched(str(inbox))))
    made._calm.stop()
    yield made
    made._soon.stop()


def fall_in(path: Path) -> Path:
    os.utime(path, (WRITTEN, WRITTEN))
    return path


def look(qtbot: QtBot, watch: FolderWatch) -> None:
    """A look, and all that follows from it."""
    qtbot.waitUntil(lambda: not watch.desk.busy and not watch._is_looking, timeout=60_000)
    watch.look(LATER)
    qtbot.waitUntil(lambda: not watch.desk.busy and not watch._is_looking, timeout=60_000)


def imports(shop: Store) -> int:
    with shop.read() as tx:
        return count(tx, IMPORT_ROWS, Query())


def test_what_falls_in_comes_in_and_is_said(
    qtbot: QtBot, desk: Desk, shop: Store, inbox: Path, watch: FolderWatch
) -> None:
    said: list[str] = []
    desk.told.connect(lambda message: said.append(message.text))
    fall_in(taobao(inbox / "orders.csv", 3))
    look(qtbot, watch)
    assert (imports(shop), [path.name for path in inbox.iterdir()]) == (1, ["done"])
    assert said == ["1 file came in from the watched folder: orders.csv"]
    assert queue_of(desk).held == []


def test_what_is_in_doubt_stands_on_the_import_page_until_it_came_in(
    qtbot: QtBot, desk: Desk, shop: Store, inbox: Path, watch: FolderWatch, page: ImportPage
) -> None:
    badges: list[tuple[str, int]] = []
    desk.badge_told.connect(lambda key, number: badges.append((key, number)))
    path = fall_in(unknown(inbox / "odd.csv"))
    assert isinstance(page.view, DoneView)
    assert not page.view.held.isVisible()
    look(qtbot, watch)
    assert ([held.path for held in queue_of(desk).held], imports(shop)) == ([path], 0)
    (held,) = queue_of(desk).held
    assert "a layout that is not known" in held.reason
    use_language("zh_CN")
    assert "a layout that is not known" not in held.reason
    use_language("en")
    assert badges[-1] == ("import", 1)
    assert isinstance(page.view, DoneView)
    assert page.view.held.isVisible()
    assert page.view.held.title.text() == "1 file in the watched folder waits for you"
    go = next(made for made in page.view.held.findChildren(QPushButton) if made.accessibleName() == "Import odd.csv")
    go.click()
    in_hand = queue_of(desk).current
    assert in_hand is not None
    assert in_hand.path == path
    queue_of(desk).skip()
    qtbot.waitUntil(lambda: queue_of(desk).current is None)  # what reads it hears of that at its next step
    path.unlink()
    look(qtbot, watch)
    assert (queue_of(desk).held, badges[-1]) == ([], ("import", 0))


def test_nothing_is_taken_while_a_person_imports(
    qtbot: QtBot, desk: Desk, shop: Store, inbox: Path, watch: FolderWatch, tmp_path: Path
) -> None:
    look(qtbot, watch)
    queue_of(desk).add([unknown(tmp_path / "by-hand.csv")])
    fall_in(taobao(inbox / "orders.csv", 3))
    watch.look(LATER)
    qtbot.waitUntil(lambda: not desk.busy, timeout=60_000)
    assert (imports(shop), watch._soon.isActive()) == (0, True)
    queue_of(desk).skip()
    look(qtbot, watch)
    assert imports(shop) == 1


def test_a_folder_that_is_gone_is_said_once_and_in_the_settings(
    qtbot: QtBot, desk: Desk, shop: Store, inbox: Path, watch: FolderWatch
) -> None:
    said: list[str] = []
    desk.told.connect(lambda message: said.append(message.text))
    card = WatchCard(desk)
    qtbot.addWidget(card)
    inbox.rmdir()
    look(qtbot, watch)
    look(qtbot, watch)
    assert said == [f"The watched folder {inbox} cannot be read."]
    assert card.state.text() == said[0]
    inbox.mkdir()
    look(qtbot, watch)
    assert (watch.error, card.state.text()) == ("", "")


def test_the_settings_choose_layouts_and_stop(
    qtbot: QtBot, desk: Desk, shop: Store, inbox: Path, watch: FolderWatch
) -> None:
    card = WatchCard(desk)
    qtbot.addWidget(card)
    assert card.folder.text() == str(inbox)
    menu = card.layouts.menu()
    menu.aboutToShow.emit()
    next(entry for entry in menu.actions() if entry.text() == "Taobao / Tmall order list").trigger()
    assert watch.watched.off == ("taobao-orders",)
    fall_in(taobao(inbox / "orders.csv", 3))
    look(qtbot, watch)
    assert (imports(shop), len(queue_of(desk).held)) == (0, 1)
    card.stop.click()
    assert (watch.watched, queue_of(desk).held, watch._calm.isActive()) == (Watched(), [], False)
    assert card.folder.text() == "No folder is watched."


def test_another_shop_has_another_folder(desk: Desk, shop: Store, inbox: Path, watch: FolderWatch) -> None:
    assert desk.settings.watched_for("elsewhere.shopdesk") == Watched()
    secret = Settings().with_watched("postgresql://me:secret@host/db", Watched("/in"))
    assert "secret" not in str(secret.watched)
    assert replace(secret, watched={**secret.watched}).watched_for("postgresql://me@host/db").folder == "/in"
