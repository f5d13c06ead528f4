"""The import's doors, hung on a desk; what is behind them is loaded when one is opened."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Entry


def hang_import_doors(desk: Desk) -> None:
    """Connect dropped files, the list of imports and taking one back."""
    desk.doors.import_files = lambda paths: _import_files(desk, paths)
    desk.doors.list_imports = _list_imports
    desk.doors.take_back = lambda import_id: _take_back(desk, import_id)


def _import_files(desk: Desk, paths: Sequence[Path]) -> None:
    from shopdesk.desk.importing.queue import import_files

    import_files(desk, paths)


def _list_imports(tx: Any) -> Sequence[Entry]:
    from shopdesk.desk.importing.history_view import list_imports

    return list_imports(tx)


def _take_back(desk: Desk, import_id: int) -> None:
    from shopdesk.desk.importing.history_view import take_back_import

    take_back_import(desk, import_id)
