"""The pages of a screen to choose from: segments, in groups where there are many, a list where there is no room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.spanned.channel_switch import needed_width
from shopdesk.desk.widgets import ChoiceBox, Segments
from shopdesk.text import _


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together: the group's key and title, then (key, title) of each; titles are msgids."""

    key: str
    title: str
    pages: Sequence[tuple[str, str]]


class PageSwitch(QWidget):
    """One group stands as its pages; of several, the groups stand above the pages of the one that is chosen."""

    picked = Signal(str)
    """The key of the page that the user chose."""

    def __init__(self, groups: Sequence[Group], name: str, beside: QWidget) -> None:
        """`beside` stands at the right end of the first line."""
        super().__init__()
        self._group_of = {key: group.key for group in groups for key, _title in group.pages}
        self._last = {group.key: group.pages[0][0] for group in groups}
        self.current = groups[0].pages[0][0]
        """The page that is on."""
        self.choices = {group.key: _Choice(group, name) for group in groups}
        self.heads = Segments([(group.key, _(group.title)) for group in groups], name) if len(groups) > 1 else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.heads or self.choices[groups[0].key])
        line.addStretch(1)
        line.addWidget(beside)
        column.addLayout(line)
        for choice in self.choices.values():
            if self.heads is not None:
                column.addWidget(choice)
            choice.picked.connect(self.picked)
        if self.heads is not None:
            self.heads.picked.connect(lambda key: self.picked.emit(self._last[key]))
        self.set_current(self.current)

    def set_current(self, key: str) -> None:
        """Turn a page on without saying that the user chose it."""
        self.current, group = key, self._group_of[key]
        self._last[group] = key
        if self.heads is not None:
            self.heads.set_current(group)
        for name, choice in self.choices.items():
            choice.setVisible(name == group)
        self.choices[group].set_current(key)

    def fit(self, width: int) -> int:
        """Take a width; answers what it leaves on the first line."""
        if self.heads is not None:
            for choice in self.choices.values():
                choice.fit(width)
            return width - needed_width(self.heads)
        (choice,) = self.choices.values()
        return width - needed_width(choice.segments)


class _Choice(QStackedWidget):
    """The pages of a group: as segments where there is room, else as a list."""

    picked = Signal(str)

    def __init__(self, group: Group, name: str) -> None:
        super().__init__()
        titles = [(key, _(title)) for key, title in group.pages]
        self.segments, self.box = Segments(titles, name), ChoiceBox(titles, name)
        for made in (self.segments, self.box):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(made)
            row.addStretch(1)
            self.addWidget(holder)
        self.segments.picked.connect(self.picked)
        self.box.activated.connect(lambda _place: self.picked.emit(self.box.currentData()))

    def set_current(self, key: str) -> None:
        """Turn a page on."""
        self.segments.set_current(key)
        self.box.setCurrentIndex(self.box.findData(key))

    def fit(self, width: int) -> None:
        """Take a width."""
        self.setCurrentIndex(int(needed_width(self.segments) > width))
