"""All channels or one of them: as segments while they are few and there is room, else as a list."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

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
        self._shown: tuple[object, ...] = ()
        self._told: tuple[Mapping[int, str], int | None] = ({}, None)
        self._is_narrow = False
        self._wide = 0

    def show_channels(self, channels: Mapping[int, str], current: int | None) -> None:
        """Offer the channels; `current` is on."""
        self._told = (channels, current)
        shown = (*channels.items(), current, self._is_narrow)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._row)
        self.setVisible(len(channels) > 1)
        titles = [("", _("All channels")), *((str(key), title) for key, title in channels.items())]
        now = "" if current is None else str(current)
        if len(channels) <= FEW and not self._is_narrow:
            made = Segments(titles, _("Channel"), now)
            made.picked.connect(self._say)
            self._row.addWidget(made)
            self._wide = made.sizeHint().width()
        else:
            box = ChoiceBox(titles, _("Channel"))
            box.setCurrentIndex(max(box.findData(now), 0))
            box.activated.connect(lambda _place: self._say(box.currentData()))
            self._row.addWidget(box)

    def fit(self, room: int) -> None:
        """Take no more than `room` pixels, as a list where segments need more."""
        if (self._wide > room) is not self._is_narrow:
            self._is_narrow = self._wide > room
            self.show_channels(*self._told)

    def _say(self, key: str) -> None:
        self.picked.emit(int(key) if key else None)
