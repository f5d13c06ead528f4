"""Stores that a restore or an update set aside, `<name>.before-…`: kept a month, cleared only if surely ours."""

import json
import re
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from shopdesk.store.engine import driver
from shopdesk.store.opening import check_file
from shopdesk.store.swap import BESIDE
from shopdesk.text import UserError

KEPT: Final = timedelta(days=30)
"""A store that was set aside stays at least so long."""
NEWEST: Final = 3
"""So many stay whatever their age."""
_NAMED: Final = re.compile(r"\.before-(?:restore-(?P<second>\d{8}-\d{6})|\d+-(?P<day>\d{8}))(?:-\d+)?")


def set_aside(store_path: Path) -> list[tuple[datetime, Path]]:
    """The files beside a store that bear the name of one set aside, newest first, with when that was."""
    found = []
    for path in store_path.parent.iterdir():
        named = _NAMED.fullmatch(path.name.removeprefix(store_path.name)) if path.name != store_path.name else None
        if named is None or not path.name.startswith(store_path.name):
            continue
        pattern, said = ("%Y%m%d-%H%M%S", named["second"]) if named["second"] else ("%Y%m%d", named["day"])
        with suppress(ValueError):  # digits, but no date: not ours
            found.append((datetime.strptime(said, pattern).replace(tzinfo=UTC), path))
    return sorted(found, reverse=True)


def clear(store_path: Path, now: datetime) -> Sequence[Path]:
    """Remove what was set aside more than a month ago, but for the newest three; returns what went.

    Only files that open as a ShopDesk store with the identity of the one they lie beside: a damaged one stays.
    """
    gone = [path for at, path in set_aside(store_path)[NEWEST:] if now - at > KEPT]
    own = identity(store_path) if gone else ""
    gone = [path for path in gone if own and not path.is_symlink() and identity(path) == own]
    for path in gone:
        for name in (path.name, *(path.name + ending for ending in BESIDE)):
            with suppress(OSError):  # held by another program: next time
                path.with_name(name).unlink(missing_ok=True)
    return gone


def identity(path: Path) -> str:
    """What tells a store from every other one; "" where it cannot be read. Nothing beside the file is touched."""
    module = driver()
    try:
        address = f"{check_file(path, schema=sys.maxsize).as_uri()}?mode=ro&immutable=1"
        with closing(module.connect(address, uri=True)) as connection:
            found = connection.execute("SELECT value FROM setting WHERE name = 'store_id'").fetchone()
    except (UserError, OSError, module.Error):
        return ""
    return "" if found is None else str(json.loads(found[0]))
