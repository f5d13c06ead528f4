"""A shop is open in one window: the second start finds the first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import shopdesk
from shopdesk.desk.single import OpenElsewhere, SingleWindow

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from shopdesk.desk.single import OpenElsewhere, SingleWindow
app = QCoreApplication([])
try:
    print(SingleWindow(sys.argv[1]).take())
except OpenElsewhere as error:
    print("refused", error.values["process"])
"""


SURROUNDINGS = os.environ | {"PYTHONPATH": str(Path(shopdesk.__file__).parents[1])}


def second_start(where: Path) -> "subprocess.Popen[str]":
    code = [sys.executable, "-c", SECOND, str(where)]
    return subprocess.Popen(code, stdout=subprocess.PIPE, text=True, env=SURROUNDINGS)


def test_a_second_start_brings_the_first_to_front(tmp_path: Path, qtbot: QtBot) -> None:
    where = tmp_path / "tea.shopdesk"
    first = SingleWindow(str(where))
    assert first.take()
    first.listen()
    with qtbot.waitSignal(first.called, timeout=20_000):
        second = second_start(where)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0].strip() == "False"
    first.release()


def test_who_cannot_be_asked_is_named(tmp_path: Path) -> None:
    where = tmp_path / "tea.shopdesk"
    first = SingleWindow(str(where))
    assert first.take()
    with pytest.raises(OpenElsewhere) as refused:
        SingleWindow(str(where)).take()
    assert refused.value.values["process"] == os.getpid()
    assert str(where) in str(refused.value)
    first.release()


def test_a_shop_let_go_can_be_taken_again(tmp_path: Path) -> None:
    first = SingleWindow(str(tmp_path / "tea.shopdesk"))
    assert first.take()
    first.release()
    again = SingleWindow(str(tmp_path / "tea.shopdesk"))
    assert again.take()
    assert again.holds(str(tmp_path / "." / "tea.shopdesk"))
    assert not again.holds(str(tmp_path / "kettles.shopdesk"))
    again.release()
    assert not list(tmp_path.iterdir())


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    where = tmp_path / "tea.shopdesk"
    code = "import os, sys; from shopdesk.desk.single import SingleWindow as Window;"
    code += "held = Window(sys.argv[1]); held.take(); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(where)], check=False, env=SURROUNDINGS)
    assert list(tmp_path.iterdir())
    mine = SingleWindow(str(where))
    assert mine.take()
    mine.release()


def test_the_password_of_an_address_is_not_said() -> None:
    first = SingleWindow("postgresql://ann:s3cret@db/tea")
    assert first.take()
    with pytest.raises(OpenElsewhere) as refused:
        SingleWindow("postgresql://ann:hunter2@db/tea").take()
    assert "s3cret" not in str(refused.value)
    assert "hunter2" not in str(refused.value)
    first.release()
