"""Work goes out to the right thread and comes home in order, or not at all when nobody waits for it any more."""

import sys
import threading
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.desk.shelf import Shelf, Tx, paint, put, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.shop.columns import Tone
from shopdesk.text import N_, UserError


def refuse(tx: Tx) -> None:
    raise UserError(N_("SKU {sku} is unknown."), sku="TEA-9")


def fail(tx: Tx) -> None:
    raise ZeroDivisionError("bug")


@pytest.fixture
def told(desk: Desk) -> list[Message]:
    messages: list[Message] = []
    desk.told.connect(messages.append)
    return messages


@pytest.fixture
def crashes(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda *raised: seen.append(raised[1]))
    return seen


def test_do_writes_on_the_one_writer_thread_and_brings_the_answer_home(desk: Desk, shelf: Shelf, qtbot: QtBot) -> None:
    heard: list[Any] = []
    desk.changed.connect(lambda changes: heard.append(sorted(changes.tables)))
    for number in range(20):
        desk.do(put, "n", number, then=lambda done: heard.append((done.value, threading.current_thread().name)))
    was_saving = desk.is_saving
    settle(desk, qtbot)
    assert was_saving
    home = threading.current_thread().name
    assert heard[1::2] == [(f"n is {number}", home) for number in range(20)]
    assert heard[::2] == [["shelf"]] * 20
    assert len(shelf.threads) == 1
    assert home not in shelf.threads
    assert not desk.is_saving
    assert not desk.busy


def test_a_refusal_is_told_in_the_window(desk: Desk, told: list[Message], qtbot: QtBot) -> None:
    desk.do(refuse)
    settle(desk, qtbot)
    assert told == [Message("SKU TEA-9 is unknown.", Tone.BAD)]


def test_a_refusal_goes_to_who_asked_for_it(desk: Desk, told: list[Message], qtbot: QtBot) -> None:
    refused: list[UserError] = []
    desk.do(refuse, failed=refused.append)
    settle(desk, qtbot)
    assert [error.values for error in refused] == [{"sku": "TEA-9"}]
    assert not told


def test_any_other_exception_reaches_the_crash_hook_and_work_goes_on(
    desk: Desk, crashes: list[BaseException], told: list[Message], qtbot: QtBot
) -> None:
    answers: list[Any] = []
    desk.do(fail)
    desk.do(put, "a", 1, then=answers.append)
    settle(desk, qtbot)
    assert [type(error) for error in crashes] == [ZeroDivisionError]
    assert [done.value for done in answers] == ["a is 1"]
    assert not told
    assert not desk.is_saving


def test_an_exception_in_an_answer_does_not_lose_the_next(
    desk: Desk, crashes: list[BaseException], qtbot: QtBot
) -> None:
    answers: list[int] = []
    desk.ask("one", lambda _: 0, lambda zero: answers.append(1 // zero))
    desk.ask("two", lambda _: 2, answers.append)
    settle(desk, qtbot)
    assert answers == [2]
    assert len(crashes) == 1


def test_the_newest_question_wins_and_the_older_is_interrupted(
    desk: Desk, crashes: list[BaseException], qtbot: QtBot
) -> None:
    answers: list[str] = []
    begun, never = threading.Event(), threading.Event()

    def slow(tx: Tx) -> str:
        begun.set()
        tx.wait(never)
        return "old"

    desk.ask("rows", slow, answers.append)
    assert begun.wait(5)
    desk.ask("rows", lambda _: "new", answers.append)
    desk.ask("count", lambda _: "count", answers.append)
    settle(desk, qtbot)
    assert sorted(answers) == ["count", "new"]
    assert not crashes


def test_questions_that_were_overtaken_before_they_began_are_not_asked(desk: Desk, qtbot: QtBot) -> None:
    asked: list[int] = []
    answers: list[int] = []
    gate = threading.Event()
    for reader in range(3):
        desk.think(("hold", reader), gate.wait, lambda _: None)

    def report(number: int) -> int:
        asked.append(number)
        return number

    for number in range(10):
        desk.ask("rows", lambda _, number=number: report(number), answers.append)  # type: ignore[misc]
    gate.set()
    settle(desk, qtbot)
    assert asked == answers == [9]


def test_a_forgotten_question_is_not_answered(desk: Desk, qtbot: QtBot) -> None:
    answers: list[int] = []
    desk.ask("rows", lambda _: 1, answers.append)
    desk.forget("rows")
    settle(desk, qtbot)
    assert not answers


def test_an_answer_for_a_widget_that_is_gone_is_dropped(desk: Desk, crashes: list[BaseException], qtbot: QtBot) -> None:
    gate = threading.Event()
    label = QLabel()
    desk.think("bound", gate.wait, label.setDisabled)
    desk.think("closed over", gate.wait, lambda _: label.clear())
    label.deleteLater()
    with qtbot.waitSignal(label.destroyed):
        pass
    gate.set()
    settle(desk, qtbot)
    assert not crashes


def test_undo_and_redo_say_what_they_did(desk: Desk, shelf: Shelf, told: list[Message], qtbot: QtBot) -> None:
    desk.do(put, "a", 1)
    settle(desk, qtbot)
    assert (desk.undo_title, desk.redo_title) == ("put", None)
    desk.undo()
    settle(desk, qtbot)
    assert shelf.rows == {}
    assert (desk.undo_title, desk.redo_title) == (None, "put")
    assert told[0].text == "Undone: put"
    assert told[0].action is not None
    told[0].action[1]()
    settle(desk, qtbot)
    assert shelf.rows == {"a": 1}
    assert told[1].text == "Done again: put"


def test_an_import_that_came_last_is_named_before_an_older_edit_is_undone(
    desk: Desk, shelf: Shelf, told: list[Message], qtbot: QtBot
) -> None:
    shelf.imported = "Import orders.csv: 2 new, 0 changed"
    desk.do(put, "a", 1)
    settle(desk, qtbot)
    desk.undo()
    assert shelf.rows == {"a": 1}
    assert told[-1].text == (
        "Last came an import (Import orders.csv: 2 new, 0 changed). It is taken back in the list of imports."
    )
    assert told[-1].action is not None
    told[-1].action[1]()
    settle(desk, qtbot)
    assert (shelf.rows, told[-1].text) == ({}, "Undone: put")


def test_an_edit_that_cannot_be_undone_is_passed_by_when_a_person_says_so(
    desk: Desk, shelf: Shelf, told: list[Message], qtbot: QtBot
) -> None:
    desk.do(put, "a", 1)
    desk.do(paint, "b")
    settle(desk, qtbot)
    shelf.stuck = "paint"
    for _time in range(2):
        desk.undo()
        settle(desk, qtbot)
        assert (desk.undo_title, told[-1].tone) == ("paint", Tone.WARN)
        assert told[-1].text == "Not undone: paint. A tin was changed since."
    assert told[-1].action is not None
    assert told[-1].action[0] == "Leave it as it is"
    told[-1].action[1]()
    settle(desk, qtbot)
    assert told[-1].text == "paint stays as it is. Undo goes on with: put"
    assert told[-1].action is not None
    told[-1].action[1]()
    settle(desk, qtbot)
    assert (desk.undo_title, shelf.rows) == (None, {})


def test_with_nothing_before_it_an_edit_that_is_passed_by_ends_the_line(
    desk: Desk, shelf: Shelf, told: list[Message], qtbot: QtBot
) -> None:
    desk.do(paint, "b")
    settle(desk, qtbot)
    shelf.stuck = "paint"
    desk.undo()
    settle(desk, qtbot)
    assert told[-1].action is not None
    told[-1].action[1]()
    settle(desk, qtbot)
    assert (told[-1].text, told[-1].action, desk.undo_title) == ("paint stays as it is.", None, None)


def test_a_job_reports_writes_and_comes_home(desk: Desk, shelf: Shelf, qtbot: QtBot) -> None:
    answers: list[str] = []
    polled: list[tuple[int, int, str]] = []
    ticked, seen = threading.Event(), threading.Event()

    def work(job: Job) -> str:
        job.tick(30, 60, "reading")
        ticked.set()
        assert seen.wait(5)
        done: str = job.write(put, "a", 2).value
        return done

    def look() -> None:
        for job in desk.jobs:
            progress = job.progress()
            polled.append((progress.done, progress.total, progress.note))
            if ticked.is_set():
                seen.set()

    desk.jobs_changed.connect(look)
    desk.run("Import", work, answers.append)
    settle(desk, qtbot)
    assert answers == ["a is 2"]
    assert (30, 60, "reading") in polled
    assert not desk.jobs
    assert desk.undo_title == "put"


def test_a_cancelled_job_stops_and_says_so(desk: Desk, told: list[Message], qtbot: QtBot) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def work(job: Job) -> None:
        job.when_cancelled(stopped.set)
        begun.set()
        assert stopped.wait(5)
        job.check()

    job = desk.run("Import orders.xlsx", work)
    assert begun.wait(5)
    job.cancel()
    settle(desk, qtbot)
    assert [message.text for message in told] == ["Cancelled: Import orders.xlsx. Nothing was changed."]
    assert not desk.jobs


def test_closing_cancels_jobs_finishes_writes_and_closes_the_store(desk: Desk, shelf: Shelf) -> None:
    reasons: list[str] = []

    def work(job: Job) -> None:
        try:
            while True:
                job.check()
        except Cancelled as cancelled:
            reasons.append(str(cancelled))
            raise

    desk.run("Endless", work)
    for number in range(50):
        desk.do(put, "n", number)
    desk.close()
    assert reasons == ["Endless"]
    assert shelf.rows == {"n": 49}
    assert shelf.closed


def test_another_shop_takes_the_place_of_the_first(desk: Desk, shelf: Shelf, qtbot: QtBot) -> None:
    other = Shelf("Kettles")
    desk.open(lambda: other, demo=True)
    settle(desk, qtbot)
    assert (desk.shop_name, desk.is_demo, shelf.closed, other.closed) == ("Kettles", True, True, False)


def test_a_shop_that_cannot_be_opened_leaves_the_first_open(
    desk: Desk, shelf: Shelf, told: list[Message], qtbot: QtBot
) -> None:
    def opener() -> Shelf:
        raise UserError(N_("The file {file} is not a ShopDesk store."), file="x.txt")

    desk.open(opener)
    settle(desk, qtbot)
    assert desk.store is shelf
    assert not shelf.closed
    assert told[0].tone is Tone.BAD


def test_none_and_true_keep_their_reference_counts() -> None:
    """PySide6 6.12 loses references to them on Python 3.11 and dies after some hundred calls."""

    class Model(QAbstractTableModel):
        told = Signal(object)

        def rowCount(self, *_: object) -> int:
            return 1

        def columnCount(self, *_: object) -> int:
            return 1

        def data(self, *_: object) -> object:
            return None

    model = Model()
    heard: list[object] = []
    model.told.connect(heard.append)
    before = [sys.getrefcount(thing) for thing in (None, True)]
    for _ in range(300):
        model.index(0, 0).data()
        model.told.emit(None)
        model.told.emit(True)
    heard.clear()
    after = [sys.getrefcount(thing) for thing in (None, True)]
    assert all(now > was - 100 for now, was in zip(after, before, strict=True))
