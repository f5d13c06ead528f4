"""All channels or one of them: as segments while they are few, as a list when they are many."""

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

    def show_channels(self, channels: Mapping[int, str], current: int | None) -> None:
        """Offer the channels; `current` is on."""
        told = (*channels.items(), current)
        if told == self._shown:
            return
        self._shown = told
        clear(self._row)
        self.setVisible(len(channels) > 1)
        titles = [("", _("All channels")), *((str(key), title) for key, title in channels.items())]
        now = "" if current is None else str(current)
        if len(channels) <= FEW:
            made = Segments(titles, _("Channel"), now)
            made.picked.connect(self._say)
            self._row.addWidget(made)
        else:
            box = ChoiceBox(titles, _("Channel"))
            box.setCurrentIndex(max(box.findData(now), 0))
            box.activated.connect(lambda _place: self._say(box.currentData()))
            self._row.addWidget(box)

    def _say(self, key: str) -> None:
        self.picked.emit(int(key) if key else None)
