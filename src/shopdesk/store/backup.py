"""Backups: one file each that was looked at when made, listed in a manifest, thinned with age, and restored whole."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from shopdesk import __version__
from shopdesk.settings import without_password
from shopdesk.store import aside, seal
from shopdesk.store.check import check_sums
from shopdesk.store.engine import SCHEMA, driver, sqlite_engine
from shopdesk.store.opening import check_file, schema_of
from shopdesk.store.refusals import StoreDamaged, refusal
from shopdesk.store.store import Store
from shopdesk.store.swap import hold_alone, keep_aside, put_in_place, sync, sync_folder
from shopdesk.store.tables import Change, JournalEntry, Product, SalesOrder, StockMove
from shopdesk.store.tx import Tx, now_utc
from shopdesk.text import N_, UserError

MANIFEST: Final = "backups.jsonl"
WAIT: Final = timedelta(minutes=30)
"""So long after the first change the next backup is due."""
LARGE_IMPORT: Final = 500
"""An import of more rows than this gets a backup before it."""
PAUSE: Final = timedelta(days=30)
"""So long after a restore the backups made before it are all kept: a person looks first which of them is right."""
PAUSED: Final = "thinning-paused.json"
AFTER_CLOSING: Final = "period_close"
"""Why a backup is made once a month was closed."""
KEPT_REASONS: Final = frozenset({AFTER_CLOSING})
"""Backups made for these reasons are never thinned."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy of a store, as its manifest lists it."""

    seq: int
    path: Path
    size: int
    sha256: str
    schema: int
    version: str
    counts: Mapping[str, int]
    change_id: int
    seal: str
    """The last change in it and that change's seal: by them a store is known to go on from this copy."""
    made_at: datetime
    reason: str
    sound: bool
    """Whether its sums held. Where they did not, neither did those of the store: the copy is true to it, and kept."""


def make_backup(store: Store, to: Path | None = None, reason: str = "") -> Backup:
    """Copy the store in one steady state, look whether the copy is whole, and only then give it its name.

    `to` is a folder or a file to be made; None is the folder beside the store, which is thinned afterwards.
    UserError where the store is on PostgreSQL, is damaged, or the disk is full: nothing half-written stays.
    """
    if not store.is_file:
        raise UserError(
            N_("A store on PostgreSQL is saved by its own tool: pg_dump --format=custom --file=shop.dump {url}"),
            code="postgres",
            url=without_password(store.where),
        )
    source = Path(store.where)
    home = backup_folder(source)
    made_at, seq = store.now(), max((b.seq for b in _manifest(home)), default=0) + 1
    target = _target(to, home, f"{source.stem} {made_at:%Y-%m-%d %H%M%S} {seq:05}{source.suffix}")
    _refuse_others(store, target)
    making = target.with_name(f"{target.name}.making")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(exist_ok=True)
        _copy(store, making)
        counts, change_id, last, sound = _looked_at(making)
        size, digest = making.stat().st_size, _sha256(making)
        made = Backup(seq, target, size, digest, SCHEMA, __version__, counts, change_id, last, made_at, reason, sound)
        put_in_place(making, target)
        _enlist(home, made)
    except (OSError, DBAPIError, driver().Error) as error:
        raise _cannot(error, target) from error
    finally:
        _discard(making)
    if to is None:
        _thin(home, made_at)
        aside.clear(source, made_at)
    return made


def backups(where: Store | Path) -> list[Backup]:
    """The backups of a store that are still there, oldest first; a damaged store's path will do."""
    path = Path(where.where) if isinstance(where, Store) else where
    return [backup for backup in _manifest(backup_folder(path)) if backup.path.exists()]


def backed_up_at(store: Store) -> datetime | None:
    """When the last backup of a store was made; None where there is none, as of one on PostgreSQL."""
    return max((backup.made_at for backup in backups(store)), default=None) if store.is_file else None


def backup_folder(store_path: Path) -> Path:
    """Where the backups of a store lie."""
    return store_path.with_name(f"{store_path.stem} backups")


def due(store: Store, now: datetime | None = None, *, rows: int = 0, leaving: bool = False) -> bool:
    """Whether a backup should be made now, before an import of `rows` rows, or on leaving.

    Something must have changed since the last one; then it is due before a large import, on leaving, and half an hour
    after that change. A clock that was set back does not put it off.
    """
    if not store.is_file:
        return False
    with store.read() as tx:
        base = last_backup(tx, backups(store))
        later = Change.change_id > (base.change_id if base else 0)
        first = tx.scalar(select(func.min(Change.made_at)).where(later))
    if first is None:
        return False
    waited = (now or store.now()) - first
    return leaving or rows > LARGE_IMPORT or not timedelta(0) <= waited < WAIT


def last_backup(tx: Tx, made: Sequence[Backup]) -> Backup | None:
    """The newest backup that this store goes on from: after a restore that may be an old one."""
    for backup in reversed(made):
        found = tx.scalar(select(Change.seal).where(Change.change_id == backup.change_id))
        if (found or "") == backup.seal:
            return backup
    return None


def behind(store: Store) -> Backup | None:
    """The newest backup, where the store does not go on from it: the store may be an old copy of itself."""
    made = backups(store) if store.is_file else []
    with store.read() as tx:
        return made[-1] if made and last_backup(tx, made) != made[-1] else None


def kept_until(store_path: Path, now: datetime | None = None) -> datetime | None:
    """Until when the backups made before the last restore are all kept; None where nothing holds thinning back."""
    _through, until = _paused(backup_folder(store_path))
    return until if until > (now or now_utc()) else None


def restore_backup(file: Path, store_path: Path) -> Path | None:
    """Put a backup in the place of a store that is closed; what was there is kept, and its new path returned.

    The backup is verified before anything moves, and no backup that is there now is thinned for a month.
    UserError where it is damaged, altered, no store, or newer than this.
    """
    source, store_path = check_file(file.expanduser()), store_path.expanduser().absolute()
    making = store_path.with_name(f"{store_path.name}.making")
    try:
        store_path.parent.mkdir(parents=True, exist_ok=True)
        digest = _sha256(source)
        listed = [b for b in _manifest(source.parent) + _manifest(backup_folder(store_path)) if b.path == source]
        shutil.copyfile(source, making)
        sync(making)
        *_figures, sound = _looked_at(making)
        known = [b for b in listed if b.sha256 == digest]
        if (listed and not known) or not (sound or any(not b.sound for b in known)):
            raise StoreDamaged(
                N_("The backup {path} is not as it was written. Choose another."), code="damaged", path=file
            )
        if store_path.exists():
            _fold(store_path)
        now = now_utc()
        _pause(backup_folder(store_path), now)
        kept = keep_aside(store_path, f"before-restore-{now:%Y%m%d-%H%M%S}") if store_path.exists() else None
        put_in_place(making, store_path)
        aside.clear(store_path, now)
    except (OSError, DBAPIError, driver().Error) as error:
        raise _cannot(error, store_path) from error
    finally:
        _discard(making)
    return kept


def thinned(made: Sequence[Backup], now: datetime) -> list[Backup]:
    """Which backups may go: kept are all of two days, then one each of 14 days, 8 weeks and 12 months.

    In the order of their numbers, not of file times. Never the last three, sound or not, nor the last three sound ones;
    never one from the future: a clock is wrong.
    """
    newest = sorted(made, key=lambda b: b.seq, reverse=True)
    safe = {b.seq for b in newest[:3]} | {b.seq for b in [b for b in newest if b.sound][:3]}
    phases = [("%Y-%m-%d", 14), ("%G-%V", 8), ("%Y-%m", 12)]
    bucket, left, last = "", 0, ""
    gone = []
    for backup in newest:
        if backup.seq in safe or backup.reason in KEPT_REASONS or now - backup.made_at < timedelta(days=2):
            continue
        if not left and phases:
            bucket, left = phases.pop(0)
        name = backup.made_at.strftime(bucket)
        if left and name != last:
            left, last = left - 1, name
        else:
            gone.append(backup)
    return gone


# ------------------------------------------------------------------------------------------------ copying and verifying


def _copy(store: Store, making: Path) -> None:
    """One read of the whole store; in steps it would begin anew with every write, and never end."""
    making.unlink(missing_ok=True)
    with store.read() as tx, closing(driver().connect(str(making), isolation_level=None)) as target:
        source: Any = tx.connection.connection.driver_connection
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE").close()  # one file, without a log beside it


def _looked_at(path: Path) -> tuple[dict[str, int], int, str, bool]:
    """Counts, last change, its seal, and whether the sums hold, of a copy that is whole; StoreDamaged where it is not.

    Of a copy with an older schema only the file itself can be judged: its sums are checked when it is migrated.
    """
    engine = sqlite_engine(path, read_only=True)
    try:
        with engine.connect() as connection:
            found = schema_of(connection) if _whole(connection) else None
            if found is None:
                raise StoreDamaged(
                    N_("{path} is damaged, so it is no backup. Check the store, or choose another."),
                    code="damaged",
                    path=path.name.removesuffix(".making"),
                )
            if found < SCHEMA:
                return {}, 0, "", True
            tx = Tx(connection, now_utc())
            tables = (Product, SalesOrder, StockMove, JournalEntry, Change)
            counts = {t.__tablename__: int(tx.scalar(select(func.count()).select_from(t))) for t in tables}
            return counts, *seal.head(connection), not check_sums(tx)
    finally:
        engine.dispose()


def _whole(connection: Connection) -> bool:
    return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"


def _fold(path: Path) -> None:
    """Make sure that nobody has the store open; one that is damaged is set aside as it is.

    SQLite is not asked where the file is plainly no store: it would take the log beside it for stale and remove it.
    """
    try:
        check_file(path, schema=sys.maxsize)
    except UserError:
        return
    with suppress(StoreDamaged):
        hold_alone(path)


def _target(to: Path | None, home: Path, name: str) -> Path:
    if to is None:
        return home / name
    to = to.expanduser().absolute()
    return to / name if to.is_dir() else to


def _refuse_others(store: Store, target: Path) -> None:
    """A backup takes the place of an older one of the same store, and of nothing else."""
    if not target.exists():
        return
    if target.samefile(store.where):
        raise UserError(
            N_("{path} is the store itself. Choose another place for its backup."), code="exists", path=target
        )
    with store.read() as tx:
        own = tx.setting("store_id", "")
    if aside.identity(target) != own:
        raise UserError(N_("{path} exists already. Open it, or choose another name."), code="exists", path=target)


def _cannot(error: Exception, target: Path) -> Exception:
    """The sentence for a disk that does not take a file."""
    found = refusal(error, str(target))
    if found is not error or not isinstance(error, OSError):
        return found
    return UserError(
        N_("{path} cannot be written: {reason}"), code="folder", path=target, reason=error.strerror or str(error)
    )


def _discard(making: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            making.with_name(making.name + ending).unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --------------------------------------------------------------------------------------------------------- the manifest


def _manifest(home: Path) -> list[Backup]:
    """What the manifest of a folder lists; a line that a crash cut short is passed over."""
    if not (home / MANIFEST).exists():
        return []
    listed = []
    for line in (home / MANIFEST).read_text("utf-8").splitlines():
        try:
            listed.append(_read(json.loads(line), home))
        except (ValueError, TypeError, KeyError):
            continue
    return listed


def _read(line: dict[str, Any], home: Path) -> Backup:
    path, made_at = home / line.pop("file"), datetime.fromtimestamp(line.pop("made_at"), UTC)
    return Backup(path=path, made_at=made_at, **line)


def _line(home: Path, backup: Backup) -> str:
    values = asdict(replace(backup, counts=dict(backup.counts)))
    path = values.pop("path")
    values["file"] = path.name if path.parent == home else str(path)
    values["made_at"] = int(backup.made_at.timestamp())
    return json.dumps(values, ensure_ascii=False) + "\n"


def _enlist(home: Path, backup: Backup) -> None:
    with (home / MANIFEST).open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a crash cut the last line short, and must not take this one with it
                file.write(b"\n")
        file.write(_line(home, backup).encode())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(home)


def _thin(home: Path, now: datetime) -> None:
    """Remove what is too much, and from the manifest what is no longer there. Files elsewhere are left alone."""
    own = [backup for backup in _manifest(home) if backup.path.parent == home and backup.path.exists()]
    through, until = _paused(home)
    gone = [backup for backup in thinned(own, now) if backup.seq > through or now >= until]
    if not gone:
        return
    for backup in gone:
        backup.path.unlink(missing_ok=True)
    left = [backup for backup in _manifest(home) if backup not in gone]
    making = home / f"{MANIFEST}.making"
    making.write_text("".join(_line(home, backup) for backup in left), "utf-8")
    put_in_place(making, home / MANIFEST)


def _pause(home: Path, now: datetime) -> None:
    """Keep every backup that is there for a while, whatever its age."""
    made = _manifest(home)
    if not made:
        return
    making = home / f"{PAUSED}.making"
    until = int((now + PAUSE).timestamp())
    try:
        making.write_text(json.dumps({"through": max(backup.seq for backup in made), "until": until}), "utf-8")
        put_in_place(making, home / PAUSED)
    finally:
        _discard(making)


def _paused(home: Path) -> tuple[int, datetime]:
    """Up to which number backups are kept, and until when; what cannot be read holds nothing back."""
    try:
        told = json.loads((home / PAUSED).read_text("utf-8"))
        return int(told["through"]), datetime.fromtimestamp(int(told["until"]), UTC)
    except (OSError, ValueError, TypeError, KeyError):
        return 0, datetime.fromtimestamp(0, UTC)
