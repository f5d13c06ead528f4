"""Moving about a grid as in Excel: where a key leads to, and the block it selects on the way."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QItemSelection, Qt

Place = tuple[int, int]
"""Row, and position among the shown columns."""

TRAVEL: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


def travel(place: Place, key: int, *, to_border: bool, page: int, last: Place) -> Place:
    """Where `key` leads to from `place`; `to_border` with Ctrl, `page` rows by Page Up and Down, `last` the corner."""
    row, position = place
    row_end, position_end = last
    if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
        is_end = key == Qt.Key.Key_End
        return ((row_end if is_end else 0) if to_border else row), (position_end if is_end else 0)
    steps = {
        Qt.Key.Key_Up: (-1, 0),
        Qt.Key.Key_Down: (1, 0),
        Qt.Key.Key_Left: (0, -1),
        Qt.Key.Key_Right: (0, 1),
        Qt.Key.Key_PageUp: (-page, 0),
        Qt.Key.Key_PageDown: (page, 0),
    }
    down, right = steps[Qt.Key(key)]
    if to_border:
        down, right = down * (row_end + 1), right * (position_end + 1)
    return _clamp(row + down, row_end), _clamp(position + right, position_end)


def next_cell(place: Place, *, back: bool, last: Place) -> Place:
    """The cell that Tab leads to: the next one, then the first of the next row."""
    row, position = place
    flat = row * (last[1] + 1) + position + (-1 if back else 1)
    flat = _clamp(flat, (last[0] + 1) * (last[1] + 1) - 1)
    return divmod(flat, last[1] + 1)


def block(model: QAbstractItemModel, shown: Sequence[int], one: Place, other: Place) -> QItemSelection:
    """The cells between two corners; columns that were moved apart in the sheet become ranges of their own."""
    top, bottom = sorted((one[0], other[0]))
    left, right = sorted((one[1], other[1]))
    picked = sorted(shown[left : right + 1])
    selection = QItemSelection()
    start = 0
    for n in range(1, len(picked) + 1):
        if n == len(picked) or picked[n] != picked[n - 1] + 1:
            selection.select(model.index(top, picked[start]), model.index(bottom, picked[n - 1]))
            start = n
    return selection


def _clamp(value: int, end: int) -> int:
    return max(0, min(value, end))
