"""Facts first, then the place: where a tab is asked to come waits until the tab knows the shop."""

from collections.abc import Callable, Mapping
from typing import Any


class Arrival:
    """Holds the newest place that was asked for until `know` is called; from then on every place is come to at once."""

    def __init__(self, go_to: Callable[..., object]) -> None:
        self._go_to = go_to
        self._is_known = False
        self._waiting: Mapping[str, Any] | None = None

    def come(self, **where: Any) -> None:
        """Come to a place, now or as soon as the shop is known."""
        if self._is_known:
            self._go_to(**where)
        else:
            self._waiting = where

    def know(self) -> bool:
        """The shop is known: come to where the tab was asked to come; whether it was."""
        self._is_known = True
        where, self._waiting = self._waiting, None
        if where is None:
            return False
        self._go_to(**where)
        return True
