"""A mapping as a small file of its own: what one shop taught about a sheet, for another shop or for a script."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.match import remember
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.writing.target import replacing
from shopdesk.text import N_, UserError

MARK: Final = "shopdesk-mapping"
VERSION: Final = 1
MOST_BYTES: Final = 1 << 20
NOT_ONE: Final = N_("{file} is no mapping that ShopDesk can read: {why}.")
NO_JSON: Final = N_("it is not JSON")
OTHER: Final = N_("it was not made as a mapping")
NEWER: Final = N_("it was made by a newer ShopDesk")
UNFIT: Final = N_("{part} is missing or not as it should be")


def write_mapping(path: Path, plan: Plan) -> None:
    """Write which header is which field, with the answers given; UserError where the file cannot be written."""
    told = {"kind_of_file": MARK, "version": VERSION, "header_row": plan.header_row, "headers": plan.headers}
    text = json.dumps({**told, **remember(plan)}, ensure_ascii=False, indent=2)
    with replacing(path) as file:
        file.write(f"{text}\n".encode())


def read_mapping(path: Path) -> Mapping[str, Any]:
    """What `write_mapping` wrote, as `match.plan_from_memory` takes it; UserError says what is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, OTHER)
        told = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeError, ValueError, RecursionError):
        raise _refused(path, NO_JSON) from None
    if not isinstance(told, dict) or told.get("kind_of_file") != MARK:
        raise _refused(path, OTHER)
    if told.get("version") != VERSION:
        raise _refused(path, NEWER)
    for part in _FIT:
        if not _FIT[part](told.get(part)):
            raise _refused(path, UNFIT, part)
    keys = {column.key for column in FILES[told["kind"]].columns}
    for key in told["columns"]:
        if key not in keys:
            raise _refused(path, UNFIT, key)
    return told


def _refused(path: Path, why: str, part: str = "") -> UserError:
    reason = UserError(why, part=part)
    return UserError(NOT_ONE, code="bad_mapping", file=path.name, why=reason)


def _is_column(said: object) -> bool:
    return (
        isinstance(said, list) and len(said) == 2 and isinstance(said[0], str)
        and isinstance(said[1], int) and not isinstance(said[1], bool) and said[1] >= 0
    )  # fmt: skip


_FIT: Final = {
    "kind": lambda said: isinstance(said, str) and said in FILES,
    "format": lambda said: isinstance(said, str),
    "channel": lambda said: isinstance(said, str) and len(said) <= 100,
    "grain": lambda said: isinstance(said, str) and said in set(Grain),
    "columns": lambda said: isinstance(said, dict) and bool(said) and all(map(_is_column, said.values())),
    "day_first": lambda said: said is None or isinstance(said, bool),
    "decimal_comma": lambda said: said is None or isinstance(said, bool),
    "summed": lambda said: said is None or (isinstance(said, list) and all(isinstance(key, str) for key in said)),
    "zone": lambda said: isinstance(said, str) and len(said) <= 60,
}
