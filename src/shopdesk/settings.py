"""One person's preferences on this computer; whatever decides a figure lives in the store instead."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

from shopdesk.text import N_, _

THEMES: Final = ("system", "light", "dark")
STORES_KEPT: Final = 8
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder of which files come in by themselves ("": none), and the codes of layouts that do not."""

    folder: str = ""
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What one person likes; every field has a value that works for everybody."""

    language: str = ""
    """A code of `text.LANGUAGES`; "" is the system's language."""
    theme: str = "system"
    text_size: int = 100
    """Per cent of the designed size."""
    stores: tuple[str, ...] = ()
    """Where the shops last opened lie, latest first; addresses without their passwords."""
    window: str = ""
    """Place and size of the window, as Qt packs it, in base64."""
    views: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """By name of a grid, what it saved: columns, widths, order, filters. Only the grid reads inside."""
    commands: tuple[str, ...] = ()
    """Keys of the commands last used from the palette, latest first."""
    watched: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """By address of a shop, the folder that is watched for it and the layouts that are not taken: see `Watched`."""
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """What a newer ShopDesk wrote into the file; kept as it is."""
    notice: str = field(default="", compare=False)
    """A sentence for the user when the file could not be used; never written."""

    def with_store(self, where: str) -> Self:
        """These settings with `where` as the shop opened last."""
        address = without_password(where)
        others = [store for store in self.stores if store != address]
        return replace(self, stores=(address, *others)[:STORES_KEPT])

    def watched_for(self, where: str) -> Watched:
        """The folder that is watched for the shop at `where`."""
        kept = self.watched.get(without_password(where))
        if not isinstance(kept, Mapping) or not isinstance(kept.get("folder"), str):
            return Watched()
        off = kept.get("off")
        return Watched(kept["folder"], tuple(map(str, off)) if isinstance(off, list | tuple) else ())

    def with_watched(self, where: str, watched: Watched) -> Self:
        """These settings with another folder to watch for the shop at `where`."""
        others = {key: value for key, value in self.watched.items() if key != without_password(where)}
        kept = {without_password(where): {"folder": watched.folder, "off": list(watched.off)}}
        return replace(self, watched={**others, **(kept if watched.folder else {})})


def without_password(where: str) -> str:
    """The address of a store as it may be written down: a path as it is, a URL without its password."""
    if "://" not in where:
        return where
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(where)
    name, at, host = parts.netloc.rpartition("@")
    query = "&".join(part for part in parts.query.split("&") if not part.lower().startswith("password="))
    return urlunsplit(parts._replace(netloc=f"{name.partition(':')[0]}{at}{host}", query=query))


def home(kind: str) -> Path:
    """The folder for "config", "data", "log" or "cache", under SHOPDESK_HOME where that is set; it may not exist."""
    if root := os.environ.get("SHOPDESK_HOME"):
        return Path(root) / kind
    import platformdirs

    folder: Path = getattr(platformdirs, f"user_{kind}_path")("ShopDesk", appauthor=False)
    return folder


def settings_file() -> Path:
    """Where the settings are kept."""
    return home("config") / "settings.json"


def load_settings() -> Settings:
    """The settings of this person; defaults where there are none. A damaged file is set aside, `notice` says so."""
    file = settings_file()
    try:
        kept = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        kept = None
    return _from_json(kept) if isinstance(kept, dict) else Settings(notice=_set_aside(file))


def save_settings(settings: Settings) -> None:
    """Write the settings whole or not at all; OSError where the folder cannot be written."""
    import tempfile

    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = dict(settings.rest)
    for known in fields(Settings):
        if known.name not in {"rest", "notice"}:
            value = getattr(settings, known.name)
            kept[known.name] = dict(value) if isinstance(value, Mapping) else value
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(kept, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _from_json(kept: dict[str, Any]) -> Settings:
    """Settings from what the file says; a value of the wrong kind counts as not said."""
    plain = Settings()
    taken: dict[str, Any] = {}
    for known in fields(Settings):
        if known.name in {"rest", "notice"} or known.name not in kept:
            continue
        value, usual = kept.pop(known.name), getattr(plain, known.name)
        if isinstance(usual, tuple):
            if isinstance(value, list) and all(isinstance(part, str) for part in value):
                taken[known.name] = tuple(value)
        elif isinstance(usual, Mapping):
            if isinstance(value, dict):
                taken[known.name] = value
        elif type(value) is type(usual):
            taken[known.name] = value
    if taken.get("theme", "system") not in THEMES:
        del taken["theme"]
    if not 50 <= taken.get("text_size", 100) <= 300:
        del taken["text_size"]
    return Settings(**taken, rest=kept)


def _set_aside(file: Path) -> str:
    aside = file.with_name(f"settings-damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}.json")
    with contextlib.suppress(OSError):  # a folder that cannot be written must not keep the program from starting
        file.replace(aside)
    sentence = N_(
        "Your settings could not be read. They were set aside as {file}; ShopDesk starts with the usual ones."
    )
    return _(sentence).format(file=aside)
