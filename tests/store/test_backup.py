"""Backups: verified or not there at all, thinned by a calendar, restored whole, and never in the way of work."""

import json
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store import deeds
from tests.store.deeds import dump, scribble, set_schema

from shopdesk.store import backup as module
from shopdesk.store.backup import (
    MANIFEST,
    Backup,
    backup_folder,
    backups,
    behind,
    due,
    make_backup,
    restore_backup,
    thinned,
)
from shopdesk.store.check import check_store
from shopdesk.store.engine import SCHEMA, connect
from shopdesk.store.store import Store
from shopdesk.text import UserError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def filled(file_store: Store) -> Store:
    file_store.do(deeds.fill)
    return file_store


def test_a_backup_is_the_whole_store_in_one_file(filled: Store) -> None:
    made = filled.backup(reason="by hand")
    assert made.path.parent == backup_folder(Path(filled.where))
    assert [file.name for file in made.path.parent.iterdir() if file.name != MANIFEST] == [made.path.name]
    assert (made.seq, made.reason, made.schema, made.change_id) == (1, "by hand", SCHEMA, 1)
    assert made.counts == {"product": 1, "sales_order": 1, "stock_move": 2, "journal_entry": 2, "change": 1}
    assert backups(filled) == backups(Path(filled.where)) == [made]
    copy = Store.open(made.path)
    assert dump(copy) == dump(filled)
    assert check_store(copy) == []
    copy.close()


def test_a_backup_holds_what_was_committed_and_no_half_of_what_was_not(filled: Store) -> None:
    go_on = threading.Event()
    go_on.set()

    def work() -> None:
        for _write in range(2_000):
            filled.do(deeds.move_stock, Decimal(1))
            if not go_on.is_set():
                return

    writer = threading.Thread(target=work)
    writer.start()
    made = [filled.backup() for _copy in range(5)]
    go_on.clear()
    writer.join()
    assert [backup.seq for backup in made] == [1, 2, 3, 4, 5]
    for backup in made:
        copy = Store.open(backup.path)
        assert check_store(copy) == []
        copy.close()


def test_a_backup_goes_where_it_is_wanted(filled: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    first, second = filled.backup(to=stick), filled.backup(to=tmp_path / "copy.shopdesk")
    assert (first.path.parent, second.path) == (stick, tmp_path / "copy.shopdesk")
    assert backups(filled) == [first, second]
    assert [file.name for file in stick.iterdir()] == [first.path.name]
    second.path.unlink()
    assert backups(filled) == [first]
    with pytest.raises(UserError) as refusal:
        filled.backup(to=Path(filled.where))
    assert refusal.value.code == "exists"


def test_the_number_goes_on_though_backups_are_gone(filled: Store) -> None:
    filled.backup().path.unlink()
    assert filled.backup().seq == 2


def test_a_line_cut_short_is_passed_over(filled: Store) -> None:
    made = filled.backup()
    manifest = made.path.parent / MANIFEST
    with manifest.open("a", encoding="utf-8") as file:
        file.write('{"seq": 2, "file": "half')
    assert backups(filled) == [made]
    assert filled.backup().seq == 2
    assert [backup.seq for backup in backups(filled)] == [1, 2]


@pytest.mark.parametrize("fails", ["copying", "syncing", "listing"])
def test_a_full_disk_leaves_no_half_backup(filled: Store, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    before = filled.backup()

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    place = {"copying": "_copy", "syncing": "put_in_place", "listing": "_enlist"}[fails]
    monkeypatch.setattr(module, place, full)
    with pytest.raises(UserError) as refusal:
        filled.backup()
    assert refusal.value.code == "disk_full"
    monkeypatch.undo()
    assert backups(filled) == [before]
    assert not list(before.path.parent.glob("*.making*"))
    assert filled.backup().seq == 2


def test_a_backup_never_takes_the_place_of_its_store(filled: Store, tmp_path: Path) -> None:
    where = Path(filled.where)
    (tmp_path / "other.shopdesk").symlink_to(where)
    for alias in (where, where.parent / ".." / where.parent.name / where.name, tmp_path / "other.shopdesk"):
        with pytest.raises(UserError, match="is the store itself"):
            filled.backup(to=alias)


def test_a_backup_takes_the_place_of_its_elder_and_of_nothing_else(filled: Store, tmp_path: Path) -> None:
    stick, other, sheet = tmp_path / "stick.shopdesk", tmp_path / "other.shopdesk", tmp_path / "orders.xlsx"
    filled.backup(to=stick)
    filled.backup(to=stick)
    Store.create(other).close()
    sheet.write_bytes(b"PK")
    for taken in (other, sheet):
        before = taken.read_bytes()
        with pytest.raises(UserError, match="exists already"):
            filled.backup(to=taken)
        assert taken.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        filled.backup(to=tmp_path / "file" / "copy.shopdesk")


@pytest.mark.postgres
def test_a_database_is_saved_by_its_own_tool(new_store: object, store: Store) -> None:
    if store.is_file:
        return
    with pytest.raises(UserError, match="pg_dump") as refusal:
        store.backup()
    assert refusal.value.code == "postgres"
    assert not due(store, leaving=True)


# ------------------------------------------------------------------------------------------------------- restoring


def restored(filled: Store) -> tuple[Backup, dict[str, list[object]]]:
    """A backup, what was in it, and one change that came later; the store is closed."""
    made, before = filled.backup(), dump(filled)
    filled.do(deeds.move_stock, Decimal(5))
    filled.close()
    return made, before


def opened_dump(path: Path) -> dict[str, list[object]]:
    store = Store.open(path)
    try:
        return dump(store)
    finally:
        store.close()


def test_a_restored_store_is_the_one_that_was_saved(filled: Store) -> None:
    made, before = restored(filled)
    where = Path(filled.where)
    later = opened_dump(where)
    aside = restore_backup(made.path, where)
    assert aside is not None
    assert aside.name.startswith(f"{where.name}.before-restore-")
    assert opened_dump(aside) == later != before
    again = Store.open(where)
    assert dump(again) == before
    assert check_store(again) == []
    again.do(deeds.move_stock, Decimal(1))
    again.close()


def test_a_store_in_use_is_not_replaced(filled: Store) -> None:
    made = filled.backup()
    with filled.read() as tx:
        assert tx.setting("name", "") == ""
        before = Path(filled.where).read_bytes()
        with pytest.raises(UserError) as refusal:
            restore_backup(made.path, Path(filled.where))
    assert refusal.value.code == "busy"
    assert Path(filled.where).read_bytes() == before
    filled.do(deeds.move_stock, Decimal(1))


def test_a_damaged_store_is_replaced_and_kept(filled: Store) -> None:
    made, before = restored(filled)
    where = Path(filled.where)
    scribble(where)
    broken = where.read_bytes()
    aside = restore_backup(made.path, where)
    assert aside is not None
    assert aside.read_bytes() == broken
    again = Store.open(where)
    assert dump(again) == before
    again.close()


def test_the_log_of_the_old_store_does_not_touch_the_new_one(filled: Store) -> None:
    made, before = filled.backup(), dump(filled)
    where = Path(filled.where)
    log = where.with_name(where.name + "-wal")
    for _write in range(5):
        filled.do(deeds.move_stock, Decimal(5))
    later = log.read_bytes()
    assert len(later) > 4_096
    filled.close()
    where.write_bytes(b"no store any more")
    log.write_bytes(later)
    aside = restore_backup(made.path, where)
    assert aside is not None
    assert aside.with_name(aside.name + "-wal").read_bytes() == later
    again = Store.open(where)
    assert dump(again) == before
    again.close()


def test_a_missing_store_is_restored(filled: Store) -> None:
    made, before = restored(filled)
    Path(filled.where).unlink()
    assert restore_backup(made.path, Path(filled.where)) is None
    again = Store.open(filled.where)
    assert dump(again) == before
    again.close()


def spoil_row(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("UPDATE stock_level SET on_hand = on_hand + 1")


BAD = {
    "scribbled over": (scribble, "damaged"),
    "a text": (lambda p: p.write_text("no store"), "not_a_store"),
    "empty": (lambda p: p.write_bytes(b""), "empty"),
    "gone": (Path.unlink, "not_found"),
    "newer": (lambda p: set_schema(p, SCHEMA + 1), "newer"),
    "written to": (spoil_row, "damaged"),
}


@pytest.mark.parametrize("how", BAD)
@pytest.mark.parametrize("listed", [True, False])
def test_a_bad_backup_is_refused_before_anything_moves(filled: Store, how: str, listed: bool, tmp_path: Path) -> None:
    made, _before = restored(filled)
    where = Path(filled.where)
    if not listed:
        (where.parent / "other").mkdir()
        made = replace(made, path=made.path.rename(where.parent / "other" / "copy.shopdesk"))
    BAD[how][0](made.path)
    now = where.read_bytes()
    with pytest.raises(UserError) as refusal:
        restore_backup(made.path, where)
    assert refusal.value.code == BAD[how][1]
    assert where.read_bytes() == now
    assert sorted(file.name for file in where.parent.iterdir() if file.is_file()) == [where.name]


def test_a_store_that_does_not_add_up_is_saved_as_it_is_and_says_so(filled: Store) -> None:
    with deeds.around_the_guards(filled) as connection:
        connection.exec_driver_sql("UPDATE stock_level SET on_hand = 0")
    made, before = restored(filled)
    assert not made.sound
    restore_backup(made.path, Path(filled.where))
    assert opened_dump(Path(filled.where)) == before


def test_a_change_too_small_to_be_seen_is_seen_by_the_hash(filled: Store) -> None:
    made, _before = restored(filled)
    content = made.path.read_bytes()
    made.path.write_bytes(content + bytes(1))
    with pytest.raises(UserError, match="not as it was written"):
        restore_backup(made.path, Path(filled.where))


# ------------------------------------------------------------------------------------------------------------- when


def test_a_backup_is_due_half_an_hour_after_the_first_change(filled: Store) -> None:
    first = filled.now()
    assert not due(filled, first + timedelta(minutes=29))
    assert due(filled, first + timedelta(minutes=31))
    assert due(filled, first, leaving=True)
    assert due(filled, first, rows=501)
    assert not due(filled, first, rows=500)
    assert due(filled, first - timedelta(days=1))  # the clock was set back
    filled.backup()
    assert not due(filled, first + timedelta(days=9), leaving=True, rows=10_000)
    filled.do(deeds.move_stock, Decimal(1))
    assert due(filled, leaving=True)


def test_a_store_that_was_set_back_gets_backups_again(filled: Store) -> None:
    early = filled.backup()
    filled.do(deeds.move_stock, Decimal(1))
    late = filled.backup()
    filled.close()
    restore_backup(early.path, Path(filled.where))
    again = Store.open(filled.where)
    assert behind(again) == late
    assert not due(again, leaving=True)
    again.do(deeds.move_stock, Decimal(2))
    assert due(again, leaving=True)
    again.backup()
    assert behind(again) is None
    again.close()


# ---------------------------------------------------------------------------------------------------------- thinning


def made_at(seq: int, when: datetime, reason: str = "", *, sound: bool = True) -> Backup:
    return Backup(seq, Path(f"{seq}"), 1, "", 1, "", {}, 0, "", when, reason, sound)


def every(hours: int, days: int) -> list[Backup]:
    count = days * 24 // hours
    return [made_at(i, NOW - timedelta(hours=hours * (count - i))) for i in range(1, count + 1)]


def test_what_stays_grows_thinner_with_age() -> None:
    made = every(6, 800)
    gone = {backup.seq for backup in thinned(made, NOW)}
    ages = [(NOW - backup.made_at) for backup in made if backup.seq not in gone]
    young = sum(age < timedelta(days=2) for age in ages)
    assert young == 8
    assert len(ages) == young + 14 + 8 + 12
    assert sum(timedelta(days=2) <= age < timedelta(days=15) for age in ages) == 14
    assert max(ages) > timedelta(days=380)


def test_thinning_twice_changes_nothing() -> None:
    made = every(6, 400)
    gone = thinned(made, NOW)
    left = [backup for backup in made if backup not in gone]
    assert thinned(left, NOW) == []


def test_thinning_from_day_to_day_keeps_a_ladder() -> None:
    made: list[Backup] = []
    for day in range(600):
        now = NOW + timedelta(days=day)
        made += [made_at(len(made) + day * 10 + i, now - timedelta(hours=i)) for i in range(3, 0, -1)]
        gone = thinned(made, now)
        made = [backup for backup in made if backup not in gone]
    ages = sorted((NOW + timedelta(days=599) - backup.made_at).days for backup in made)
    assert len(ages) <= 6 + 14 + 8 + 12
    assert ages[-1] > 300
    assert all(later - earlier <= 38 for earlier, later in pairwise(ages))


DRAWN = st.tuples(st.integers(-40, 900), st.sampled_from(["", "exit", "period_close"]), st.booleans())


@given(st.lists(DRAWN, max_size=60))
def test_some_are_never_thinned(drawn: list[tuple[int, str, bool]]) -> None:
    made = [
        made_at(seq, NOW - timedelta(days=days), reason, sound=sound)
        for seq, (days, reason, sound) in enumerate(drawn, 1)
    ]
    gone = thinned(made, NOW)
    numbers = {backup.seq for backup in gone}
    assert not {backup.seq for backup in made[-3:]} & numbers
    assert not {backup.seq for backup in [b for b in made if b.sound][-3:]} & numbers
    assert all(backup.made_at <= NOW - timedelta(days=2) for backup in gone)
    assert all(backup.reason != "period_close" for backup in gone)


def test_thinning_removes_files_and_lines_but_none_elsewhere(filled: Store, tmp_path: Path) -> None:
    elsewhere = filled.backup(to=tmp_path / "stick.shopdesk")
    days = [NOW - timedelta(days=40, hours=hours) for hours in range(8, 0, -1)]
    for moment in (*days, NOW - timedelta(minutes=2), NOW - timedelta(minutes=1), NOW):
        filled._clock = lambda moment=moment: moment  # type: ignore[misc]
        make_backup(filled)
    left = backups(filled)
    home = backup_folder(Path(filled.where))
    assert elsewhere in left
    assert len(left) == 1 + 1 + 3
    assert left[-1].made_at == NOW
    assert sorted(file.name for file in home.glob("*.shopdesk")) == sorted(b.path.name for b in left if b != elsewhere)
    lines = (home / MANIFEST).read_text("utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == [backup.seq for backup in left]
