"""What a person hands over: files, folders and archives, as the tables that are in them; nothing is left in silence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from shopdesk.exchange.reading.archive import Archive
from shopdesk.exchange.reading.container import Original, is_table, kind_in_zip, kind_of, spoken_path
from shopdesk.exchange.reading.problems import Refusal, problem
from shopdesk.text import N_, _

ASIDE: Final = ("~$", ".", "__MACOSX")
"""How the names of lock files, hidden files and what an archiver adds begin."""
ALSO_ASIDE: Final = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
MOST_FILES: Final = 500
PACKED: Final = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"})
NO_TABLE: Final = N_("No table; left as it is.")
SUBFOLDER: Final = N_("A folder inside a folder is not opened. Drop it by itself.")
NESTED: Final = N_("An archive inside an archive is not opened. Unpack it and drop it by itself.")
LOCKED: Final = N_("It holds several tables under a password. Unpack it, and drop what was in it.")
TOO_MANY: Final = N_("More than {limit} files at once; drop the others afterwards.")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `name` is how it is spoken of: "export.zip › orders.csv" for a table of an archive."""

    path: Path
    name: str
    origin: Path
    """The file that the person handed over; beside it lies what is saved of this one."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is to read, and what was left with the sentence that says why."""

    files: list[Found] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def gather(paths: Iterable[Path], workplace: Path) -> Gathered:
    """The tables in files, folders (not their subfolders) and zips; tables of zips are unpacked into `workplace`.

    Hidden and lock files of folders are passed over; whatever else is no table is named in `left`. A file that the
    person named is always taken: the reader says what is wrong with it.
    """
    found = Gathered()
    for path in dict.fromkeys(paths):
        inside = sorted(path.iterdir(), key=lambda one: one.name.casefold()) if path.is_dir() else None
        for one in [path] if inside is None else inside:
            if inside is not None and _is_aside(one.name):
                continue
            if len(found.files) >= MOST_FILES:
                found.left.append((one.name, _(TOO_MANY).format(limit=MOST_FILES)))
            elif inside is not None and one.is_dir():
                found.left.append((one.name, _(SUBFOLDER)))
            elif inside is not None and not is_table(one.name) and one.suffix.lower() != ".zip":
                found.left.append((one.name, _(NO_TABLE)))
            else:
                _take(one, workplace, found)
    return found


def _is_aside(name: str) -> bool:
    return name.startswith(ASIDE) or name.casefold() in ALSO_ASIDE


def _take(path: Path, workplace: Path, found: Gathered) -> None:
    """A file as it is, or the tables of a zip."""
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04" and kind_of(Original(str(path)).source()) == "zip":
                archive = Archive(file)
                if kind_in_zip(archive) == "zip" and _open_up(archive, path, workplace, found):
                    return
    except (Refusal, OSError):
        pass  # the reader has the sentence for it
    found.files.append(Found(path, path.name, path))


def _open_up(archive: Archive, path: Path, workplace: Path, found: Gathered) -> bool:
    """Take the tables of a zip one by one; False where it is left to the reader: one table and nothing else to say."""
    tables = [name for name in archive.parts if is_table(name)]
    nested = [name for name in archive.parts if PurePath(name).suffix.lower() in PACKED and not _is_hidden(name)]
    locked = [name for name in tables if archive.parts[name].flag_bits & 1]
    if len(tables) + len(nested) < 2 and not nested:
        return False
    found.left.extend((f"{path.name} › {spoken_path(archive, name)}", _(NESTED)) for name in nested)
    if locked:
        found.left.append((path.name, _(LOCKED)))
        return True
    for place, name in enumerate(tables):
        said = spoken_path(archive, name)
        folder = workplace / f"{len(found.files)}-{place}"
        folder.mkdir(parents=True)
        target = folder / _safe(PurePath(said).name)
        try:
            with target.open("wb") as out:
                for block in archive.stream(name):
                    out.write(block)
        except Refusal as refusal:
            target.unlink(missing_ok=True)
            found.left.append((f"{path.name} › {said}", str(problem(refusal.code, said, refusal.values))))
        else:
            found.files.append(Found(target, f"{path.name} › {said}", path))
    return True


def _is_hidden(name: str) -> bool:
    return any(_is_aside(part) for part in PurePath(name).parts)


def _safe(name: str) -> str:
    """A file name that every system takes; its ending stays."""
    plain = "".join("_" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in name).strip(". ") or "table"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:8]}"
