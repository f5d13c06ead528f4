"""What is asked of a tab from anywhere in the window, even before the tab was first shown."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Final

from shopdesk.desk.palette import Command
from shopdesk.text import N_

ASKED: Final[tuple[tuple[str, str, str, str, str, Mapping[str, Any]], ...]] = (
    ("stock", N_("Count stock"), "count", "F8", N_("stocktaking, inventory"), {"page": "count"}),
)
"""Tab, title, icon, shortcut, other words for it, and the place that does it. No tab binds such a key itself."""


def asked_anywhere(show: Callable[..., object], tabs: Collection[str]) -> list[Command]:
    """Commands for the `tabs` of a window; `show` comes to a tab's place."""
    return [
        Command(f"{tab} {title}", title, partial(show, tab, **where), icon, keys, words)
        for tab, title, icon, keys, words, where in ASKED
        if tab in tabs
    ]
