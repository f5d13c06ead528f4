"""The program starts light, opens one shop, remembers it, brings back a backup, and takes its own pictures."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.samples import TABS
from tests.desk.shelf import settle
from tests.store import deeds

import shopdesk
from shopdesk.app import Program
from shopdesk.desk.doors import ShopFacts
from shopdesk.desk.hinges import store_of
from shopdesk.desk.main_window import QUIET
from shopdesk.desk.pictures import take_pictures
from shopdesk.settings import load_settings, save_settings
from shopdesk.shop.opening import change_facts, new_shop
from shopdesk.store import mark

HEAVY = "sqlalchemy numpy pyqtgraph openpyxl xlsxwriter alembic pypinyin python_calamine rapidfuzz PySide6.QtNetwork"
LATER = "shopdesk.store shopdesk.exchange shopdesk.shop.columns shopdesk.desk.palette locale"
"""Light, but not needed for the first paint: such things together were a fifth of it."""
FACTS = ShopFacts("Tea & Ware", "EUR", "Europe/Berlin", "fifo")
HERE = {"PYTHONPATH": str(Path(shopdesk.__file__).parents[1]), "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Program]:
    hooks = sys.excepthook, threading.excepthook
    made = Program(["shopdesk"], tabs=TABS)
    yield made
    made.window.close()
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture
def opened(program: Program, tmp_path: Path, qtbot: QtBot) -> Program:
    program.start(None)
    program.create_shop_at(str(tmp_path / "tea.shopdesk"), FACTS)
    settle(program.desk, qtbot)
    return program


FIRST_PAINT = """
import sys
from shopdesk.app import Program
program = Program(["shopdesk"])
def look():
    print(*(set(sys.argv[2].split()) & sys.modules.keys()))
    program.app.exit(3)
program.window.painted.connect(look)
program.start(sys.argv[1] or None)
sys.exit(program.app.exec())
"""


@pytest.mark.parametrize(("where", "later"), [("", HEAVY), ("/nowhere/tea.shopdesk", f"{HEAVY} {LATER}")])
def test_nothing_heavy_is_loaded_at_the_first_paint(where: str, later: str) -> None:
    command = [sys.executable, "-c", FIRST_PAINT, where, later]
    done = subprocess.run(command, env=os.environ | HERE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (3, "", "")


def test_smoke_opens_paints_and_leaves() -> None:
    command = [sys.executable, "-m", "shopdesk.app", "--smoke"]
    done = subprocess.run(command, env=os.environ | HERE, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_first_start_welcomes(program: Program) -> None:
    program.start(None)
    assert program.window.page is not None
    assert program.window.page.accessibleName() == "Welcome"


def test_a_new_shop_opens_is_remembered_and_held(opened: Program, tmp_path: Path) -> None:
    where = str(tmp_path / "tea.shopdesk")
    assert opened.desk.shop_name == "Tea & Ware"
    assert opened.window.page is not None
    assert opened.window.page.accessibleName() == "Orders"
    assert opened.desk.settings.stores == (where,)
    assert (tmp_path / "tea.shopdesk.window").exists()
    opened.window.close()
    opened.close()
    assert load_settings().stores == (where,)
    assert not (tmp_path / "tea.shopdesk.window").exists()


def test_the_facts_of_the_shop_are_read_and_changed(opened: Program, qtbot: QtBot) -> None:
    doors = opened.desk.doors
    read: list[ShopFacts] = []
    assert doors.read_facts is not None
    assert doors.save_facts is not None
    opened.desk.do(doors.save_facts, {"name": "Kettles"})
    settle(opened.desk, qtbot)
    opened.desk.ask("facts", doors.read_facts, read.append)
    settle(opened.desk, qtbot)
    assert read == [ShopFacts("Kettles", "EUR", "Europe/Berlin", "fifo")]
    assert opened.desk.shop_name == "Kettles"


def test_a_backup_is_made_listed_and_put_back(opened: Program, qtbot: QtBot) -> None:
    opened.window.back_up()
    settle(opened.desk, qtbot)
    doors = opened.desk.doors
    assert doors.list_backups is not None
    assert doors.save_facts is not None
    [backup] = doors.list_backups()
    assert backup.verified
    opened.desk.do(doors.save_facts, {"name": "Ruined"})
    settle(opened.desk, qtbot)
    opened.restore(backup.path)
    settle(opened.desk, qtbot)
    assert opened.desk.shop_name == "Tea & Ware"
    assert len(list(Path(store_of(opened.desk).where).parent.glob("tea.shopdesk.before-restore-*"))) == 1


def test_the_status_bar_says_at_once_that_there_is_no_backup_and_makes_one(opened: Program, qtbot: QtBot) -> None:
    line = next(one for one in opened.window.status.findChildren(QPushButton) if "ackup" in one.text())
    assert line.text() == "No backup yet: make one"
    assert line.isVisible()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    settle(opened.desk, qtbot)
    assert line.text().startswith("Backup today")
    assert opened.desk.doors.list_backups is not None
    assert len(opened.desk.doors.list_backups()) == 1


def test_leaving_makes_a_backup_of_what_changed(opened: Program, tmp_path: Path) -> None:
    opened.window.close()
    opened.close()
    assert len(list(tmp_path.glob("tea backups/*.shopdesk"))) == 1


def test_edits_stand_in_the_history(opened: Program, qtbot: QtBot) -> None:
    assert opened.desk.doors.list_edits is not None
    listed: list[str] = []
    opened.desk.ask("edits", opened.desk.doors.list_edits, lambda edits: listed.extend(edit.what for edit in edits))
    settle(opened.desk, qtbot)
    assert listed == ["Open the shop"]


def test_what_is_no_shop_is_refused_in_the_window(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a store " * 99)
    program.start(str(file))
    qtbot.waitUntil(lambda: bool(program.window.toast.text))
    assert "notes.txt is not a ShopDesk store" in program.window.toast.text
    assert program.window.page is not None
    assert program.window.page.accessibleName() == "Welcome"
    assert program.desk.settings.stores == ()
    assert not (tmp_path / "notes.txt.window").exists()


def test_damaged_settings_are_told(own_home: Path, qapp: QApplication, qtbot: QtBot) -> None:
    save_settings(load_settings())
    (own_home / "config" / "settings.json").write_text("{")
    hooks = sys.excepthook, threading.excepthook
    program = Program(["shopdesk"], tabs=TABS)
    program.start(None)
    qtbot.waitUntil(lambda: bool(program.window.toast.text))
    assert "set aside" in program.window.toast.text
    program.window.close()
    program.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.excepthook, threading.excepthook = hooks


def test_pictures_of_every_screen(opened: Program, tmp_path: Path) -> None:
    made = take_pictures(opened.window, tmp_path / "pictures", ["en", "zh_CN"], ["dark"])
    names = {tab.key for tab in (*TABS, *QUIET)} | {"welcome", "palette", "import-dry-run"}
    assert {file.name for file in made} == {
        f"{name}-{language}-dark.png" for name in names for language in ("en", "zh_CN")
    }
    for file in made:
        picture = QImage(str(file))
        shades = {picture.pixelColor(x, y).name() for x in range(0, 1440, 9) for y in range(0, 900, 9)}
        assert len(shades) > 5, file


def test_what_a_crash_cut_off_is_told_when_the_shop_is_opened(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    where = tmp_path / "tea.shopdesk"
    left = new_shop(str(where))
    with left._writer.begin() as connection:
        mark.begin(connection, "orders.xlsx", "ann", datetime(2026, 3, 1, 12, tzinfo=UTC))
    left.close()
    program.start(None)
    program.open_shop(str(where))
    settle(program.desk, qtbot)
    assert program.window.toast.text == (
        "The import of orders.xlsx, begun on 2026-03-01 20:00, was cut off. "
        "Nothing of it was kept; please import the file again."
    )
    with store_of(program.desk).read() as tx:
        assert not mark.is_marked(tx.connection)


def test_damage_inside_the_file_is_told_once_the_screens_are_there_and_stops_writing(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    where = tmp_path / "tea.shopdesk"
    new_shop(str(where)).close()
    deeds.spoil_page(where)
    program.start(None)
    program.open_shop(str(where))
    settle(program.desk, qtbot)
    settle(program.desk, qtbot)
    said = f"The store {where} is damaged. Restore a backup."
    assert (program.desk.store is not None, program.window.toast.text) == (True, said)
    program.desk.tell("")
    program.desk.do(change_facts, {"name": "Other"})
    settle(program.desk, qtbot)
    assert program.window.toast.text == said
