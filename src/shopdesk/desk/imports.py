"""What Qt's Python side does at each import, left out."""

from contextlib import suppress
from importlib import import_module


def let_be() -> None:
    """Spare the modules that are imported from here on.

    Shiboken reads the source of each one, in search of `from __feature__ import …`, and keeps it: a third of the time
    of all imports and 9 MB of text, for something that is nowhere in this program.
    """
    with suppress(ImportError):  # another Qt for Python may do without
        vars(import_module("shibokensupport.feature"))["_mod_uses_pyside"] = _is_of_no_concern


def _is_of_no_concern(_module: object) -> bool:
    return False
