"""An exception that nobody caught leaves a masked report and one dialog, and the window goes on."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from shopdesk.desk.crash import REPORTS_KEPT, CrashReporter, mask, write_report


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def report_of(own_home: Path) -> str:
    [file] = (own_home / "log").glob("crash-*.txt")
    return file.read_text("utf-8")


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    ("told", "masked"),
    [
        ("call 13812345678 now", "call ••••••• now"),
        ("138 1234 5678", "•••••••"),
        ("order 2611210000015838674", "order •••••••"),
        ("ann.lee+shop@mail.example.com!", "•••@•••!"),
        ("line 123456, 2 of 30", "line 123456, 2 of 30"),
    ],
)
def test_personal_data_is_masked(told: str, masked: str) -> None:
    assert mask(told) == masked


def test_a_report_is_written_and_shown_once_home(hooks: None, own_home: Path, qtbot: QtBot) -> None:
    shown: list[tuple[str, Path | None]] = []
    reporter = CrashReporter(lambda report_id, file: shown.append((report_id, file)))
    reporter.install()
    error = raised(ValueError("no customer ann@example.com, 13812345678"))
    sys.excepthook(type(error), error, error.__traceback__)
    assert shown == []
    qtbot.waitUntil(lambda: bool(shown))
    [(report_id, file)] = shown
    assert file is not None
    written = report_of(own_home)
    assert report_id in written
    assert "ValueError: no customer •••@•••, •••••••" in written
    assert "test_crash.py" in written
    assert "ann@" not in written


def test_an_exception_of_another_thread_is_reported_too(hooks: None, own_home: Path, qtbot: QtBot) -> None:
    threads: list[str] = []
    reporter = CrashReporter(lambda *_: threads.append(threading.current_thread().name))
    reporter.install()

    def fail() -> None:
        raise ZeroDivisionError

    worker = threading.Thread(target=fail, name="reader 13812345678")
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.current_thread().name]
    assert "ZeroDivisionError" in report_of(own_home)


def test_a_fault_while_reporting_is_not_reported_again(
    hooks: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own_home: Path
) -> None:
    reporter = CrashReporter(lambda *_: None)
    reporter.install()

    def broken(*_: object) -> None:
        raise RuntimeError("the report itself fails")

    monkeypatch.setattr("shopdesk.desk.crash.write_report", broken)
    error = raised(ValueError("first"))
    sys.excepthook(type(error), error, error.__traceback__)
    assert "ValueError: first" in capsys.readouterr().err


def test_one_dialog_is_enough(hooks: None, qtbot: QtBot) -> None:
    reporter = CrashReporter()
    reporter._show_dialog("0AF1", None)
    reporter._show_dialog("0AF2", None)
    dialog = reporter._dialog
    assert isinstance(dialog, QMessageBox)
    assert "0AF1" in dialog.informativeText()
    dialog.buttons()[0].click()
    qtbot.waitUntil(lambda: reporter._dialog is None)
    reporter._show_dialog("0AF3", Path("/log/crash.txt"))
    assert reporter._dialog is not None
    assert "0AF3" in reporter._dialog.informativeText()
    reporter._dialog.close()


def test_old_reports_make_room(own_home: Path) -> None:
    for number in range(REPORTS_KEPT + 3):
        error = raised(ValueError(str(number)))
        write_report(f"{number:08}", type(error), error, error.__traceback__)
    assert len(list((own_home / "log").glob("crash-*.txt"))) == REPORTS_KEPT


def test_a_folder_that_cannot_be_written_costs_only_the_file(own_home: Path) -> None:
    own_home.joinpath("log").write_text("a file where the folder should be")
    error = raised(ValueError("x"))
    assert write_report("00000001", type(error), error, None) is None
