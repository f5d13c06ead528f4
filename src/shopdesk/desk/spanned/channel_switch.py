"""All channels or one of them: as segments while they are few and there is room, else as a list."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopdesk.desk.widgets import ChoiceBox, Segments, clear
from shopdesk.text import _

FEW = 4


class ChannelSwitch(QWidget):
    """Hidden while there is nothing to choose."""

    picked = Signal(object)
    """channel_id, None for all."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._told: tuple[object, ...] = ()
        self._channels: Mapping[int, str] = {}
        self._current: int | None = None
        self._room = 0

    def show_channels(self, channels: Mapping[int, str], current: int | None, room: int) -> None:
        """Offer the channels, in no more than `room` pixels; `current` is on."""
        self._channels, self._current, self._room = channels, current, room
        self.setVisible(len(channels) > 1)
        titles = [("", _("All channels")), *((str(key), title) for key, title in channels.items())]
        now = "" if current is None else str(current)
        segments = Segments(titles, _("Channel"), now) if len(channels) <= FEW else None
        if segments is not None and needed_width(segments) > room:
            segments.deleteLater()
            segments = None
        told = (*titles, now, segments is None)
        if told != self._told:
            self._told = told
            clear(self._row)
            self._row.addWidget(segments or self._list(titles, now))
            if segments is not None:
                segments.picked.connect(self._say)
        elif segments is not None:
            segments.deleteLater()

    def fit(self, room: int) -> None:
        """Another width."""
        if room != self._room and self._channels:
            self.show_channels(self._channels, self._current, room)

    def _list(self, titles: list[tuple[str, str]], now: str) -> ChoiceBox:
        box = ChoiceBox(titles, _("Channel"))
        box.setCurrentIndex(max(box.findData(now), 0))
        box.activated.connect(lambda _place: self._say(box.currentData()))
        return box

    def _say(self, key: str) -> None:
        self.picked.emit(int(key) if key else None)


def needed_width(segments: Segments) -> int:
    """The width at which every word of segments is seen, also before they are shown for the first time."""
    for made in segments.findChildren(QPushButton):
        made.ensurePolished()
    layout = segments.layout()
    if layout is not None:
        layout.invalidate()
    return segments.sizeHint().width()
