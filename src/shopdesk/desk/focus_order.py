"""Tab through a window, part by part in the order of the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def go_on(window: QWidget, start: QWidget | None, *, forward: bool) -> bool:
    """Give the keyboard to the next part of `window` that takes it; False where there is none.

    A container that hands its focus to one of its parts is passed over: Qt would follow it to that part at once, and
    past everything that stands before it, such as the filters over a list.
    """
    first = start or window
    at: QWidget | None = first
    while at is not None:
        at = at.nextInFocusChain() if forward else at.previousInFocusChain()
        if at is None or at is first:
            return False
        if _takes(at, window):
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            at.setFocus(reason)
            return True
    return False


def _takes(widget: QWidget, window: QWidget) -> bool:
    is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    is_there = widget.isVisibleTo(window) and widget.isEnabled() and widget.window() is window
    return is_stop and is_there and widget.focusProxy() is None
