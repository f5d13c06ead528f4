"""What a person hands over: files, folders and archives, as the tables that are in them; nothing is left in silence."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from shopdesk.exchange.reading.archive import Archive
from shopdesk.exchange.reading.container import Original, is_table, kind_in_zip, kind_of, spoken_name, spoken_path
from shopdesk.exchange.reading.problems import Refusal, problem
from shopdesk.text import N_, _

ASIDE: Final = ("~$", ".", "__MACOSX")
"""How the names of lock files, hidden files and what an archiver adds begin."""
ALSO_ASIDE: Final = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
MOST_FILES: Final = 500
PACKED: Final = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"})
NO_TABLE: Final = N_("No table; left as it is.")
SUBFOLDER: Final = N_("A folder inside a folder is not opened. Drop it by itself.")
UNREADABLE: Final = N_("This folder may not be read.")
TWICE: Final = N_("The archive holds two files of this name. Unpack it, and drop them by themselves.")
NESTED: Final = N_("An archive inside an archive is not opened. Unpack it and drop it by itself.")
LOCKED: Final = N_("It holds several tables under a password. Unpack it, and drop what was in it.")
TOO_MANY: Final = N_("More than {limit} files at once; drop the others afterwards.")
UNPACKED: Final = "unpacked-"
"""How the folder of an archive's tables begins; each lies there in a folder of its own."""
RESERVED: Final = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""What no file may be called on Windows, whatever its ending."""


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
        if not path.is_dir():
            _take(path, workplace, found)
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda one: one.name.casefold())
        except OSError:
            found.left.append((spoken_name(str(path)), _(UNREADABLE)))
            continue
        for one in inside:
            if _is_aside(one.name):
                continue
            if one.is_dir():
                found.left.append((spoken_name(str(one)), _(SUBFOLDER)))
            elif not is_table(one.name) and one.suffix.lower() != ".zip":
                found.left.append((spoken_name(str(one)), _(NO_TABLE)))
            else:
                _take(one, workplace, found)
    for beyond in found.files[MOST_FILES:]:
        found.left.append((beyond.name, _(TOO_MANY).format(limit=MOST_FILES)))
    del found.files[MOST_FILES:]
    return found


def _is_aside(name: str) -> bool:
    return name.startswith(ASIDE) or name.casefold() in ALSO_ASIDE


def _take(path: Path, workplace: Path, found: Gathered) -> None:
    """A file as it is, or the tables of a zip."""
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04" and kind_of(Original(str(path)).source()) == "zip":
                archive = Archive(file)
                opened = _opened(archive, path, workplace) if kind_in_zip(archive) == "zip" else None
                if opened is not None:
                    found.files.extend(opened.files)
                    found.left.extend(opened.left)
                    return
    except (Refusal, OSError):
        pass  # the reader has the sentence for it
    found.files.append(Found(path, spoken_name(str(path)), path))


def _opened(archive: Archive, path: Path, workplace: Path) -> Gathered | None:
    """The tables of a zip one by one; None where it is left to the reader: one table and nothing else to say."""
    made, outer = Gathered(), spoken_name(str(path))
    tables = [name for name in archive.parts if is_table(name)]
    locked = any(archive.parts[name].flag_bits & 1 for name in tables)
    for name in archive.parts:
        if name not in tables and not _is_hidden(name):
            why = NESTED if PurePath(name).suffix.lower() in PACKED else NO_TABLE
            made.left.append((f"{outer} › {spoken_path(archive, name)}", _(why)))
    made.left.extend((f"{outer} › {spoken_path(archive, name)}", _(TWICE)) for name in archive.doubled)
    if len(tables) < 2 and not made.left:
        return None
    if locked and len(tables) > 1:
        made.left.append((outer, _(LOCKED)))
        return made
    workplace.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=UNPACKED, dir=workplace))
    for place, name in enumerate(tables):
        if name in archive.doubled:
            continue
        said = spoken_path(archive, name)
        target = folder / str(place) / _safe(PurePath(said).name)
        target.parent.mkdir()
        try:
            with target.open("wb") as out:
                for block in archive.stream(name):
                    out.write(block)
        except Refusal as refusal:
            target.unlink(missing_ok=True)
            made.left.append((f"{outer} › {said}", str(problem(refusal.code, said, refusal.values))))
        else:
            made.files.append(Found(target, f"{outer} › {said}", path))
    return made


def beside(path: Path) -> list[Path]:
    """The other tables of the archive that a table was unpacked from; none of a file that came by itself."""
    folder = path.parent.parent
    return sorted(set(folder.glob("*/*")) - {path}) if folder.name.startswith(UNPACKED) else []


def _is_hidden(name: str) -> bool:
    return any(_is_aside(part) for part in PurePath(name).parts)


def _safe(name: str) -> str:
    """A file name that every system takes; its ending stays."""
    plain = "".join("_" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in name).strip(". ") or "table"
    stem, dot, ending = plain.rpartition(".")
    short = stem.encode("utf-8", "replace")[:150].decode("utf-8", "ignore")
    return f"{'_' if short.casefold() in RESERVED else ''}{short}{dot}{ending[:8]}"
