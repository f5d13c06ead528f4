"""A job's figures are those of the last seconds; calls come home in order and only to who still lives."""

from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
from PySide6.QtCore import QObject

from shopdesk.desk.jobs import Cancelled, Job, is_alive


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def job_with_clock() -> tuple[Job, Clock]:
    clock = Clock()
    return Job("Import", lambda *_: None, clock), clock


def test_rate_and_time_left() -> None:
    job, clock = job_with_clock()
    assert (job.progress().rate, job.progress().left, job.progress().share) == (None, None, None)
    clock.now += 2
    job.tick(1000, 5000, "reading")
    seen = job.progress()
    assert (seen.rate, seen.left, seen.share, seen.note) == (500, 8, 0.2, "reading")


def test_the_rate_follows_a_slow_stretch() -> None:
    job, clock = job_with_clock()
    for second in range(1, 21):
        clock.now += 1
        job.tick(second * 1000 if second <= 10 else 10_000 + (second - 10) * 10, 20_000)
        job.progress()
    assert job.progress().rate == pytest.approx(10)


def test_a_new_stage_counts_from_the_start() -> None:
    job, clock = job_with_clock()
    clock.now += 5
    job.tick(1000, 1000, "reading")
    job.progress()
    job.tick(0, 200, "posting")
    assert job.progress().rate is None
    clock.now += 1
    job.tick(50, 200, "posting")
    assert (job.progress().rate, job.progress().left) == (50, 3)


def test_a_job_without_a_total_has_no_share_and_no_time_left() -> None:
    job, clock = job_with_clock()
    clock.now += 1
    job.tick(70)
    assert (job.progress().rate, job.progress().left, job.progress().share) == (70, None, None)


def test_check_raises_once_cancelled_and_stops_are_called() -> None:
    job, _ = job_with_clock()
    stopped: list[str] = []
    job.when_cancelled(partial(stopped.append, "child"))
    job.check()
    job.cancel()
    job.when_cancelled(partial(stopped.append, "late"))
    with pytest.raises(Cancelled, match="Import"):
        job.check()
    assert stopped == ["child", "late"]


def test_a_call_lives_as_long_as_what_it_is_bound_to() -> None:
    parent = QObject()
    child = QObject(parent)
    numbers = count()
    calls: list[Callable[..., object]] = [child.setObjectName, partial(print, child), lambda: [child.objectName()]]
    assert all(is_alive(call) for call in calls)
    assert is_alive(lambda: next(numbers))
    assert is_alive(print)
    del parent
    assert not any(is_alive(call) for call in calls)
