"""What restores and updates set aside: a month beside the store, and nothing goes that is not ours."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.store import deeds
from tests.store.deeds import scribble

from shopdesk.store.aside import clear, identity, set_aside
from shopdesk.store.backup import PAUSE, backup_folder, backups, kept_until, make_backup, restore_backup
from shopdesk.store.engine import connect
from shopdesk.store.store import Store
from shopdesk.store.swap import keep_aside, put_in_place
from shopdesk.text import UserError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def put_aside(store_path: Path, label: str) -> Path:
    """A store of the same identity under a name of one that was set aside."""
    kept = store_path.with_name(f"{store_path.name}.before-{label}")
    kept.write_bytes(store_path.read_bytes())
    return kept


def day(age: int) -> str:
    return f"{NOW - timedelta(days=age):%Y%m%d}"


@pytest.fixture
def old(store_path: Path) -> list[Path]:
    """Six of them, from restores and from updates, the last two younger than a month."""
    ages = {f"restore-{day(400)}-101010": 0, f"2-{day(300)}": 0, f"2-{day(300)}-2": 0, f"restore-{day(31)}-235959": 0,
            f"restore-{day(29)}-000000": 0, f"3-{day(1)}": 0}  # fmt: skip
    return [put_aside(store_path, label) for label in ages]


def test_the_newest_three_and_the_last_month_stay(store_path: Path, old: list[Path]) -> None:
    assert [path.name for _at, path in set_aside(store_path)] == [path.name for path in reversed(old)]
    assert set(clear(store_path, NOW)) == set(old[:3])
    assert [path.exists() for path in old] == [False] * 3 + [True] * 3
    assert clear(store_path, NOW) == []
    assert clear(store_path, NOW + timedelta(days=900)) == []


def test_all_of_a_month_stay_however_many(store_path: Path) -> None:
    kept = [put_aside(store_path, f"restore-{day(age)}-120000") for age in range(1, 30)]
    assert clear(store_path, NOW) == []
    assert all(path.exists() for path in kept)


def other_store(path: Path) -> None:
    path.unlink()
    Store.create(path).close()


NOT_OURS = {
    "damaged": scribble,
    "a text": lambda p: p.write_text("my notes"),
    "empty": lambda p: p.write_bytes(b""),
    "another shop": other_store,
    "a link": lambda p: (p.rename(p.with_name("real")), p.symlink_to(p.with_name("real"))),
    "a folder": lambda p: (p.unlink(), p.mkdir()),
}


@pytest.mark.parametrize("how", NOT_OURS)
def test_what_is_not_surely_ours_is_left_alone(store_path: Path, old: list[Path], how: str) -> None:
    NOT_OURS[how](old[0])
    assert set(clear(store_path, NOW)) == set(old[1:3])
    assert old[0].exists()


def test_other_names_are_left_alone(store_path: Path, old: list[Path]) -> None:
    names = ("before-restore-20200101", "before-20200101-101010", "before-restore-20209901-101010",
             "before-2-20200101x", "mine.before-2-20200101")  # fmt: skip
    others = [store_path.with_name(f"{store_path.name}.{name}") for name in names]
    others.append(store_path.with_name(f"x{store_path.name}.before-2-20200101"))
    for path in others:
        path.write_bytes(store_path.read_bytes())
    assert set(clear(store_path, NOW)) == set(old[:3])
    assert all(path.exists() for path in others)


def test_what_lies_beside_it_goes_along(store_path: Path, old: list[Path]) -> None:
    logs = [old[0].with_name(f"{old[0].name}{ending}") for ending in ("-wal", "-shm", "-journal")]
    for log in logs:
        log.write_bytes(b"log")
    clear(store_path, NOW)
    assert not any(log.exists() for log in logs)


def test_without_knowing_the_store_itself_nothing_goes(store_path: Path, old: list[Path]) -> None:
    scribble(store_path)
    assert identity(store_path) == ""
    assert clear(store_path, NOW) == []
    assert all(path.exists() for path in old)


def test_looking_at_one_leaves_nothing_beside_it(store_path: Path, old: list[Path]) -> None:
    with closing(connect(old[5])) as connection:
        connection.execute("PRAGMA journal_mode=WAL").close()
    before = {path.name for path in store_path.parent.iterdir()}
    assert identity(old[5]) == identity(store_path) != ""
    assert {path.name for path in store_path.parent.iterdir()} == before


def test_a_backup_and_a_restore_clear_up(store_path: Path) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    made = store.backup()
    store.close()
    ancient = [put_aside(store_path, f"restore-20200{month}01-101010") for month in range(1, 6)]
    kept = restore_backup(made.path, store_path)
    assert kept is not None
    assert [path for path in ancient if path.exists()] == ancient[-2:]  # with the one just made these are three
    put_aside(store_path, "restore-20190101-101010")
    store = Store.open(store_path)
    store.backup()
    store.close()
    assert [path.name for _at, path in set_aside(store_path)] == [kept.name, ancient[-1].name, ancient[-2].name]


# ------------------------------------------------------------------------------------- backups after a restore


def old_backups(store: Store, count: int) -> None:
    """So many backups of one hour two months ago, of which thinning keeps one, and three of today."""
    moments = [NOW - timedelta(days=60, minutes=minute) for minute in range(count, 0, -1)]
    for moment in (*moments, NOW - timedelta(minutes=2), NOW - timedelta(minutes=1), NOW):
        store._clock = lambda moment=moment: moment  # type: ignore[misc]
        made = make_backup(store, to=backup_folder(Path(store.where)))
        assert made.made_at == moment


def test_no_backup_made_before_a_restore_is_thinned_for_a_month(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    backup_folder(store_path).mkdir()
    old_backups(store, 5)
    store.close()
    monkeypatch.setattr("shopdesk.store.backup.now_utc", lambda: NOW)
    assert kept_until(store_path) is None
    restore_backup(backups(store_path)[0].path, store_path)
    assert kept_until(store_path) == NOW + PAUSE
    assert kept_until(store_path, NOW + PAUSE) is None
    store = Store.open(store_path)
    for age in (timedelta(minutes=1), PAUSE - timedelta(seconds=1)):
        store._clock = lambda age=age: NOW + age  # type: ignore[misc]
        make_backup(store)
        assert [backup.seq for backup in backups(store)][:8] == list(range(1, 9))
    store._clock = lambda: NOW + PAUSE
    make_backup(store)
    left = [backup.seq for backup in backups(store)]
    assert len([seq for seq in left if seq <= 5]) == 1
    store.close()


def test_those_made_after_a_restore_are_thinned_as_ever(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopdesk.store.backup.now_utc", lambda: NOW - timedelta(days=20))
    store = Store.open(store_path)
    store.do(deeds.fill)
    first = store.backup()
    store.close()
    restore_backup(first.path, store_path)
    store = Store.open(store_path)
    for minute in range(8):
        at = NOW - timedelta(days=10, minutes=minute)
        store._clock = lambda at=at: at  # type: ignore[misc]
        make_backup(store)
    for minute in range(3):
        store._clock = lambda minute=minute: NOW + timedelta(minutes=minute)  # type: ignore[misc]
        make_backup(store)
    assert [backup.seq for backup in backups(store)] == [1, 9, 10, 11, 12]
    store.close()


def test_a_refused_restore_pauses_nothing(store_path: Path) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    made = store.backup()
    store.close()
    scribble(made.path)
    with pytest.raises(UserError):
        restore_backup(made.path, store_path)
    assert kept_until(store_path) is None
    assert set_aside(store_path) == []


def test_names_of_one_second_stay_apart(store_path: Path) -> None:
    """As `keep_aside` numbers them."""
    for _time in range(3):
        new = store_path.with_name("new")
        new.write_bytes(store_path.read_bytes())
        keep_aside(store_path, "before-restore-20200101-101010")
        put_in_place(new, store_path)
    assert len(set_aside(store_path)) == 3
